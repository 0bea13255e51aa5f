// More sequences of the literature among the examples, from their emitted events.
import SequenceIR
import TestSupport
import Testing

/// Designs with spirals, weighting by diffusion, balanced gradients, several slices at once, and steps in two directions.
@Suite struct LiteratureImagingTests {
  private static func sequence(_ name: String) throws -> SequenceIR.Sequence {
    let run = try #require(DesignRun(at: "examples/\(name).seq", scanner: nil))
    return try #require(run.sequence, "\(run.rendered)")
  }

  /// Each interleaf a golden angle further, and nothing left behind it but the spoiler.
  @Test func fingerprintTurnsItsSpiralAndLeavesTheSpoilerAlone() throws {
    let sequence = try Self.sequence("fingerprint")
    let lines = AcquiredLines.all(of: sequence)
    #expect(lines.count == 1440)
    let golden = 180 * (5.0.squareRoot() - 1)
    for index in 1..<480 {
      let (one, next) = (lines[index - 1].last, lines[index].last)
      let turn =
        ElementaryFunctions.atan2(one.x * next.y - one.y * next.x, one.x * next.x + one.y * next.y) * 180
        / Double.pi
      #expect(abs((turn - golden).remainder(dividingBy: 360)) < 0.01, "interleaf \(index): \(turn) deg")
    }
    let played = PlayedSequence(sequence)
    let excitations = played.pulses.filter { $0.event.use == .excitation }.map(\.centre)
    for (one, next) in zip(excitations, excitations.dropFirst()).prefix(479) {
      #expect(
        abs(played.moment(.x, from: one, to: next)) < 0.5 && abs(played.moment(.y, from: one, to: next)) < 0.5
      )
      // Four cycles across 5 mm, and the slice gradient before the middle of the pulse.
      #expect(abs(played.moment(.z, from: one, to: next)) > 800)
    }
    // Three echo times, 0.8 ms apart.
    let times = [0, 480, 960].map { lines[$0].sinceExcitation.seconds }
    #expect(abs(times[1] - times[0] - 0.8e-3) < 1e-9 && abs(times[2] - times[1] - 0.8e-3) < 1e-9)
    // What fat, at -419 Hz, has turned against water at each of them: the phases of docs/gallery.md.
    // Times are those of the middle of a line, the echo is its beginning.
    let length = (lines[0].dwell * lines[0].samples).seconds
    for (time, degrees) in zip(times, [362.0, 483, 603]) {
      #expect(abs((time - length / 2) * 419 * 360 - degrees) < 1)
    }
    // And while a spiral goes out: 1.5 turns, which is the blurring.
    #expect(abs(length * 419 - 1.5) < 0.05)
  }

  @Test func diffusionIsWeightedAsAskedAlongThreeDirections() throws {
    let rows = SequenceSummary(of: try Self.sequence("dwi-epi")).echoes.weightings
    #expect(rows.map(\.count) == [6, 6, 6, 6])
    #expect(rows[0].value < 1e6)
    for (row, axis) in zip(rows.dropFirst(), Axis.allCases) {
      // The design's closed form leaves crushers out: cross terms with those along z are 1.3 %.
      #expect(abs(row.value / 1e9 - 1) < (axis == .z ? 0.02 : 0.005), "\(row.value / 1e6) s/mm2")
      #expect(abs(row.direction?[axis] ?? 0) > 0.999)
    }
  }

  @Test func balancedGradientsLeaveNothingFromPulseToPulse() throws {
    let played = PlayedSequence(try Self.sequence("bssfp"))
    let centres = played.pulses.map(\.centre)
    #expect(centres.count == 201 && abs(centres[1] - centres[0] - 2.2e-3) < 1e-9)
    for (one, next) in zip(centres.dropFirst(), centres.dropFirst(2)) {
      #expect(abs(next - one - 4.4e-3) < 1e-9)
      for axis in Axis.allCases { #expect(abs(played.moment(axis, from: one, to: next)) < 0.05) }
    }
  }

  /// Blips along z shift neighbours of one packet by a third of the field of view against each other.
  @Test func blipsOfSeveralSlicesShiftTheirFieldsOfView() throws {
    let played = PlayedSequence(try Self.sequence("multiband"))
    let windows = played.windows.filter { $0.labels[.simultaneousSlices] == 1 }
    #expect(windows.count == 4 * 6 * 64)
    for (number, window) in windows.prefix(64).enumerated() {
      // Cycles across the distance of the slices, 18 mm.
      let turns = played.k(.z, at: window.middle) * 18e-3
      #expect(abs(turns - Double(number % 3 - 1) / 3) < 1e-3, "line \(number): \(turns)")
    }
    // Single slices are not moved along z.
    for window in played.windows where window.labels[.reference] == 1 {
      #expect(abs(played.k(.z, at: window.middle)) < 0.05)
    }
  }

  @Test func stepsWithinTheCircleArePlayedAndNoOthers() throws {
    let played = PlayedSequence(try Self.sequence("csi"))
    let windows = played.windows.filter { $0.labels[.reference] != 1 }
    var wanted: [(Double, Double)] = []
    for j in -8..<8 {
      for i in -8..<8 where i * i + j * j <= 64 { wanted.append((Double(i), Double(j))) }
    }
    #expect(windows.count == wanted.count)
    for (window, step) in zip(windows, wanted) {
      #expect(abs(played.k(.x, at: window.start) - step.0 / 0.16) < 0.02)
      #expect(abs(played.k(.y, at: window.start) - step.1 / 0.16) < 0.02)
    }
  }

  @Test func refocusingByVerseStaysBelowItsB1() throws {
    let sequence = try Self.sequence("verse")
    let peak = sequence.library.rf.filter { $0.use == .refocusing }.map(\.amplitudeHertz).max() ?? 0
    #expect(peak <= 9e-6 * 42.576e6 * (1 + 1e-9) && peak > 8.5e-6 * 42.576e6)
  }

  @Test func modesTakeTurnsInTheShimsOfTheirLines() throws {
    let sequence = try Self.sequence("shim")
    let shims = sequence.blocks.compactMap { block -> RFShim? in
      block.rf.isNone || block.extras.isNone ? nil : sequence.library[block.extras].shim
    }
    #expect(shims.count == 320 && Set(shims).count == 2)
    for (shim, step) in [(shims[0], 45.0), (shims[319], 90)] {
      #expect(shim.channels.count == 8)
      for (number, channel) in shim.channels.enumerated() {
        let wanted = (Double(number) * step).truncatingRemainder(dividingBy: 360) * Double.pi / 180
        #expect(abs(channel.phaseRadians - wanted) < 1e-9 && channel.magnitude == 1)
      }
    }
  }
}
