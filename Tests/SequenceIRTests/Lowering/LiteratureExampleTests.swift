// The sequences of the literature among the examples: what their papers say of them, from the emitted events.
import SequenceIR
import TestSupport
import Testing

@Suite struct LiteratureExampleTests {
  private static func sequence(_ name: String, _ scanner: String = "siemens-prisma") throws
    -> (SequenceIR.Sequence, DesignRun)
  {
    let run = try #require(DesignRun(at: "examples/\(name).seq", scanner: scanner))
    return (try #require(run.sequence, "\(run.rendered)"), run)
  }

  private static func degrees(_ cosine: Double, _ sine: Double) -> Double {
    ElementaryFunctions.atan2(sine, cosine) * 180 / .pi
  }

  // MARK: editing

  /// Mescher et al. 1998: half an echo time apart, ON at 1.9 ppm and OFF as far on the other side of water.
  @Test func editingPulsesRefocusTheCouplingInEverySecondShot() throws {
    let played = PlayedSequence(try Self.sequence("mega-press", "ge-premier").0)
    #expect(played.windows.count == 324)
    for window in played.windows where window.labels[.reference] != 1 {
      let excitation = try #require(played.excitation(before: window.start))
      let edits = played.pulses.filter {
        $0.event.use == .inversion && $0.centre > excitation && $0.centre < window.start
      }
      #expect(edits.count == 2)
      let apart = try #require(edits.last).centre - edits[0].centre
      #expect(abs(apart - 34e-3) < 1e-6)
      let shift = window.labels[.set] == 1 ? 1.90 : 7.46
      for edit in edits { #expect(abs(4.7 + edit.event.frequencyPPM - shift) < 1e-9) }
      // Spoilers around an editing pulse undo each other for what it leaves alone.
      for axis in Axis.allCases { #expect(abs(played.k(axis, at: window.start)) < 0.05) }
    }
    let edited = played.windows.filter { $0.labels[.set] == 1 }
    #expect(edited.count == 160)
  }

  // MARK: spokes

  /// Winkelmann et al. 2007: each spoke is 111.246 deg further, all go through the centre.
  @Test(arguments: ["radial", "look-locker"]) func eachSpokeIsAGoldenAngleFurther(name: String) throws {
    let lines = AcquiredLines.all(of: try Self.sequence(name).0)
    #expect(lines.count == (name == "radial" ? 1020 : 760))
    for (number, line) in lines.enumerated() {
      let span = line.last - line.first
      #expect(abs(span.norm - 319.0 / 320 * 160 / 0.256) < 0.1)
      #expect((line.last + line.first).norm < 0.1, "spoke \(number) passes the centre in its middle")
      guard number > 0 else { continue }
      let before = lines[number - 1].last - lines[number - 1].first
      let turn = Self.degrees(
        before.x * span.x + before.y * span.y, before.x * span.y - before.y * span.x)
      #expect(abs(turn - 111.2461) < 0.01, "spoke \(number): \(turn) deg")
    }
  }

  /// Any run of spokes covers the half circle: no gap is wider than the golden section's largest.
  @Test func everyFrameOfSpokesCoversTheCircle() throws {
    let lines = AcquiredLines.all(of: try Self.sequence("radial").0)
    for start in stride(from: 0, to: 1000, by: 100) {
      let angles = lines[start..<(start + 17)].map { line -> Double in
        let angle = Self.degrees(line.last.x - line.first.x, line.last.y - line.first.y)
        return angle < 0 ? angle + 180 : angle
      }.sorted()
      var widest = angles[0] + 180 - angles[16]
      for (one, next) in zip(angles, angles.dropFirst()) { widest = max(widest, next - one) }
      // 180 deg / 17 = 10.6 deg if they were even.
      #expect(widest < 1.62 * 180 / 17, "from spoke \(start): \(widest) deg")
    }
  }

  @Test func oneInversionComesBeforeAllSpokes() throws {
    let (sequence, _) = try Self.sequence("look-locker")
    let played = PlayedSequence(sequence)
    let inversions = played.pulses.filter { $0.event.use == .inversion }
    #expect(inversions.count == 1)
    let first = try #require(played.pulses.first { $0.event.use == .excitation })
    #expect(first.centre - inversions[0].centre > 9e-3 && first.centre - inversions[0].centre < 11e-3)
    let excitations = played.pulses.filter { $0.event.use == .excitation }.map(\.centre)
    for (one, next) in zip(excitations, excitations.dropFirst()) { #expect(abs(next - one - 5.4e-3) < 1e-9) }
  }

  /// Spokes of sodium cover the sphere evenly, from its centre outwards.
  @Test func spokesOfSodiumCoverTheSphere() throws {
    let (sequence, run) = try Self.sequence("sodium")
    #expect(run.output?.nucleus.name == "23Na")
    let lines = AcquiredLines.all(of: sequence)
    #expect(lines.count == 2000)
    var sum = Vector.zero
    var squares = (0.0, 0.0, 0.0)
    for line in lines {
      #expect(line.first.norm < 0.5)
      #expect(line.last.norm > 124 && line.last.norm < 127)
      let direction = line.last
      let length = direction.norm
      sum = sum + direction
      squares.0 += direction.x * direction.x / (length * length)
      squares.1 += direction.y * direction.y / (length * length)
      squares.2 += direction.z * direction.z / (length * length)
    }
    #expect(sum.norm / 2000 < 0.5)
    for square in [squares.0, squares.1, squares.2] { #expect(abs(square / 2000 - 1 / 3.0) < 1e-3) }
  }

  /// Limits and B1 are those of sodium: 1 / (4 * 0.5 ms * 11.262 MHz/T) = 44.4 uT; nothing is known of its SAR.
  @Test func whatIsKnownOfProtonsIsNotSaidOfSodium() throws {
    let (sequence, run) = try Self.sequence("sodium", "ge-premier")
    let peak = sequence.library.rf.map(\.amplitudeHertz).max() ?? 0
    #expect(abs(peak / 11.262e6 - 44.398e-6) < 1e-9)
    let findings = CheckRunner.run(sequence, profile: run.profile, nucleus: .named("23Na") ?? .proton)
    for code in ["R001", "X003"] {
      #expect(findings.first { $0.isSummary && $0.check == code }?.verdict == .notEvaluated, "\(code)")
    }
    for code in ["G001", "G002", "G003", "G004", "E001"] {
      #expect(findings.first { $0.isSummary && $0.check == code }?.verdict == .pass, "\(code)")
    }
  }

  /// Piccini et al. 2011 and 2012: interleaves begin with a line from head to foot, spokes fill the sphere.
  @Test func interleavesBeginWithANavigatorFromHeadToFoot() throws {
    let (sequence, _) = try Self.sequence("libre")
    let lines = AcquiredLines.all(of: sequence)
    #expect(lines.count == 144 * 24)
    for (number, line) in lines.enumerated() {
      let direction = line.last - line.first
      #expect(line.isImaging == (number % 24 != 0))
      if number % 24 == 0 { #expect(abs(direction.z) > 0.9999 * direction.norm) }
    }
    // One interleaf winds from the pole to the equator.
    let heights = lines[0..<24].map { abs(($0.last - $0.first).z) / ($0.last - $0.first).norm }
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $0 > $1 })
    #expect(heights[23] < 0.05)
  }

  // MARK: undersampling

  @Test func everyThirdLineAndTheMiddleAreSampled() throws {
    let played = PlayedSequence(try Self.sequence("spirit").0)
    let expected = (0..<192).filter { ($0 - 96) % 3 == 0 || (84..<108).contains($0) }
    #expect(expected.count == 80)
    for slice in 0..<5 {
      let windows = played.windows.filter { $0.labels[.slice] == slice }
      #expect(windows.compactMap { $0.labels[.line] } == expected)
      for window in windows {
        let line = try #require(window.labels[.line])
        let isOfPattern = (line - 96) % 3 == 0
        let isCalibration = (84..<108).contains(line)
        #expect(window.labels[.reference] == (isCalibration ? 1 : 0))
        #expect(window.labels[.imaging] == (isCalibration && isOfPattern ? 1 : 0))
        #expect(abs(played.k(.y, at: window.middle) - Double(line - 96) / 0.24) < 0.01)
      }
    }
  }
}
