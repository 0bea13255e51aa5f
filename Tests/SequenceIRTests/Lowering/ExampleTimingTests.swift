// The examples, played out: echo and repetition times, k-space, and what must be balanced. All of it is integrated from
// the emitted events, not taken from the compiler.
import SequenceIR
import TestSupport
import Testing

@Suite struct ExampleTimingTests {
  /// Half a dwell of RF: rotation points between two samples are placed to the nearest.
  private static let half = 0.51e-6

  private static func played(_ name: String) throws -> (PlayedSequence, SequenceIR.Sequence) {
    let run = try #require(DesignRun(at: "examples/\(name).seq"))
    let sequence = try #require(run.sequence, "\(run.rendered)")
    return (PlayedSequence(sequence), sequence)
  }

  private static func seconds(_ key: String, _ sequence: SequenceIR.Sequence) throws -> Double {
    let text = try #require(sequence.definition(key))
    return try #require(Double(text))
  }

  // MARK: single voxels

  @Test(arguments: ["press", "semi-laser"]) func theEchoComesAtTEInEveryShot(name: String) throws {
    let (played, sequence) = try Self.played(name)
    let echoTime = try Self.seconds("TE", sequence)
    #expect(played.windows.count == 68)
    for window in played.windows {
      let excitation = try #require(played.excitation(before: window.start))
      #expect(abs(window.start - excitation - echoTime) < Self.half)
      for axis in Axis.allCases {
        #expect(abs(played.k(axis, at: window.start)) < 0.05, "\(axis) of \(name)")
      }
    }
  }

  /// With pulses at t1 and t2 after the excitation, offsets refocus at 2 (t2 - t1); each pair adds.
  @Test(arguments: ["press", "semi-laser"]) func refocusingPulsesStandWhereOffsetsRefocusAtTE(name: String)
    throws
  {
    let (played, sequence) = try Self.played(name)
    let echoTime = try Self.seconds("TE", sequence)
    let window = try #require(played.windows.last)
    let excitation = try #require(played.excitation(before: window.start))
    let times = played.pulses.filter { $0.event.use == .refocusing && $0.centre > excitation }.map {
      $0.centre - excitation
    }
    #expect(times.count == (name == "press" ? 2 : 4))
    var phase = 0.0
    var from = 0.0
    for time in times {
      phase = -(phase + time - from)
      from = time
    }
    #expect(abs(phase + echoTime - from) < 4 * Self.half)
  }

  @Test func theStimulatedEchoComesAtHalfTEAfterTheThirdPulse() throws {
    let (played, sequence) = try Self.played("steam")
    let echoTime = try Self.seconds("TE", sequence)
    let mixingTime = try Self.seconds("TM", sequence)
    #expect(played.windows.count == 68)
    for window in played.windows {
      let centres = played.pulses.filter { $0.event.use == .excitation && $0.centre < window.start }.suffix(3)
        .map(\.centre)
      #expect(abs(centres[1] - centres[0] - echoTime / 2) < Self.half)
      #expect(abs(centres[2] - centres[1] - mixingTime) < Self.half)
      #expect(abs(window.start - centres[2] - echoTime / 2) < Self.half)
    }
  }

  /// The stimulated echo forms where the dephasing of the first half of TE is undone by that of the second.
  @Test func theDephasingOfBothHalvesOfSTEAMIsAlikeOnEveryAxis() throws {
    let (played, _) = try Self.played("steam")
    let window = try #require(played.windows.last)
    let centres = played.pulses.filter { $0.event.use == .excitation && $0.centre < window.start }.suffix(3)
      .map(\.centre)
    for axis in Axis.allCases {
      let first = played.moment(axis, from: centres[0], to: centres[1])
      let second = played.moment(axis, from: centres[2], to: window.start)
      #expect(abs(first - second) < 0.05, "\(axis): \(first) and \(second) cycles/m")
      #expect(abs(first) > 100, "\(axis) must be spoiled, so that only the stimulated echo survives")
      // What is refocused by the second pulse alone, or excited by the third alone, stays dephased.
      #expect(abs(played.moment(axis, from: centres[1], to: window.start)) > 100)
    }
  }

  @Test(arguments: ["press", "semi-laser", "steam"]) func shotsRepeatWithTR(name: String) throws {
    let (played, sequence) = try Self.played(name)
    let repetitionTime = try Self.seconds("TR", sequence)
    // The reference shots have no suppression before the excitation, the others do: TR holds within each kind.
    let windows = played.windows.map(\.start)
    let steps = zip(windows, windows.dropFirst()).map { $1 - $0 }
    #expect(steps.filter { abs($0 - repetitionTime) > 1e-9 }.count == 1)
    #expect(abs(played.duration - 68 * repetitionTime) < 1e-9)
  }

  /// VAPOR: seven pulses with these delays between their centres, the last to the excitation.
  @Test(arguments: ["press", "semi-laser", "steam"]) func theSuppressionHasItsPublishedTiming(name: String)
    throws
  {
    let (played, _) = try Self.played(name)
    let last = try #require(played.windows.last)
    let pulses = played.pulses.filter { $0.centre < last.start }
    let final = try #require(pulses.lastIndex { $0.event.use == .saturation })
    let centres = pulses[(final - 6)...(final + 1)].map(\.centre)
    let gaps = zip(centres, centres.dropFirst()).map { (($1 - $0) * 1e6).rounded() / 1e3 }
    #expect(gaps == [150, 80, 160, 80, 100, 30, 26])
    let peaks = pulses[(final - 6)...final].map(\.event.amplitudeHertz)
    for (peak, relative) in zip(peaks, [1, 1, 1.78, 1, 1.78, 1, 1.78]) {
      #expect(close(peak / peaks[0], relative, relative: 1e-6))
    }
  }

  // MARK: images

  @Test func gradientEchoesCoverTheirPlane() throws {
    let (played, sequence) = try Self.played("gre-2d")
    let echoTime = try Self.seconds("TE", sequence)
    #expect(played.windows.count == 128 * 5)
    for window in played.windows {
      let excitation = try #require(played.excitation(before: window.start))
      #expect(abs(window.middle - excitation - echoTime) < Self.half)
      let line = try #require(window.labels[.line])
      Self.expect(played.k(.y, at: window.middle), Double(line - 64) / 0.256)
      Self.expectCentred(played, window, step: 1 / 0.256)
      #expect(abs(played.k(.z, at: window.middle)) < 0.05)
    }
    let lines = Set(played.windows.map { ($0.labels[.line] ?? -1) * 8 + ($0.labels[.slice] ?? -1) })
    #expect(lines == Set((0..<128).flatMap { line in (0..<5).map { line * 8 + $0 } }))
    try Self.expectPeriod(played, try Self.seconds("TR", sequence) / 5)
    try Self.expectBalanced(played, [.y])
  }

  @Test func threeDimensionalEchoesCoverTheirVolume() throws {
    let (played, sequence) = try Self.played("gre-3d")
    let echoTime = try Self.seconds("TE", sequence)
    #expect(played.windows.count == 128 * 128)
    var seen: Set<Int> = []
    for window in played.windows {
      let excitation = try #require(played.excitation(before: window.start))
      #expect(abs(window.middle - excitation - echoTime) < Self.half)
      let line = try #require(window.labels[.line])
      let partition = try #require(window.labels[.partition])
      seen.insert(line * 128 + partition)
      Self.expect(played.k(.y, at: window.middle), Double(line - 64) / 0.224)
      Self.expect(played.k(.z, at: window.middle), Double(partition - 64) / 0.192)
    }
    #expect(seen.count == 128 * 128)
    for window in played.windows.prefix(3) { Self.expectCentred(played, window, step: 1 / 0.224) }
    try Self.expectPeriod(played, try Self.seconds("TR", sequence))
    try Self.expectBalanced(played, [.y])
  }

  @Test func theEPITrainCoversItsPlaneAndItsCentreComesAtTE() throws {
    let (played, sequence) = try Self.played("epi")
    let echoTime = try Self.seconds("TE", sequence)
    #expect(played.windows.count == 4 * 10 * 67)
    var imaging = 0
    for window in played.windows {
      let line = try #require(window.labels[.line])
      let reversed = window.labels[.reversed] == 1
      Self.expect(
        played.k(.y, at: window.middle), window.labels[.navigator] == 1 ? 0 : Double(line - 32) / 0.22)
      Self.expectCentred(played, window, step: (reversed ? -1 : 1) / 0.22)
      guard window.labels[.navigator] == 0 else { continue }
      imaging += 1
      if line == 32 {
        let excitation = try #require(played.excitation(before: window.start))
        #expect(abs(window.middle - excitation - echoTime) < Self.half)
      }
    }
    #expect(imaging == 4 * 10 * 64)
    try Self.expectPeriod(played, try Self.seconds("TR", sequence) / 10)
  }

  @Test func turboSpinEchoesCoverTheirPlaneAndKeepCPMG() throws {
    let (played, sequence) = try Self.played("tse")
    let spacing = 0.012
    let echoTime = try Self.seconds("TE", sequence)
    #expect(played.windows.count == 16 * 3 * 8)
    var seen: Set<Int> = []
    for window in played.windows {
      let line = try #require(window.labels[.line])
      let echo = try #require(window.labels[.echo])
      seen.insert(line * 4 + (window.labels[.slice] ?? 3))
      let excitation = try #require(played.excitation(before: window.start))
      #expect(abs(window.middle - excitation - Double(echo + 1) * spacing) < Self.half)
      Self.expect(played.k(.y, at: window.middle), Double(line - 64) / 0.256)
      Self.expectCentred(played, window, step: 1 / 0.256)
      #expect(abs(played.k(.z, at: window.middle)) < 0.05)
      // The centre of k-space is sampled by the echo at the effective echo time.
      if line == 64 { #expect(abs(Double(echo + 1) * spacing - echoTime) < 1e-9) }
    }
    #expect(seen.count == 128 * 3)
  }

  /// Carr-Purcell-Meiboom-Gill: equal spacing, half the moment before the first refocusing pulse, phase 90 degrees off.
  @Test func everyIntervalOfTheTrainHasTwiceTheMomentOfTheFirstHalf() throws {
    let (played, _) = try Self.played("tse")
    let excitations = played.pulses.indices.filter { played.pulses[$0].event.use == .excitation }
    #expect(excitations.count == 48)
    for first in excitations {
      let train = played.pulses[first...(first + 8)]
      let centres = train.map(\.centre)
      for axis in Axis.allCases {
        let half = played.moment(axis, from: centres[0], to: centres[1])
        for (a, b) in zip(centres.dropFirst(), centres.dropFirst(2)) {
          #expect(abs(played.moment(axis, from: a, to: b) - 2 * half) < 0.05, "\(axis)")
        }
      }
      for pulse in train.dropFirst() {
        // Phase at the centre: the event's, and what its offset gathers on the way there.
        let phases = [train[first], pulse].map {
          $0.event.phaseRadians + 2 * Double.pi * $0.event.frequencyHertz * $0.event.centre.seconds
        }
        let quarter = ((phases[0] - phases[1]) / (Double.pi / 2)).truncatingRemainder(dividingBy: 4)
        #expect(abs(abs(quarter) - 1) < 1e-6 || abs(abs(quarter) - 3) < 1e-6)
      }
    }
  }

  // MARK: comparisons

  private static func expect(
    _ value: Double, _ expected: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(close(value, expected, relative: 1e-6, floor: 1e-5), sourceLocation: sourceLocation)
  }

  /// k-space along x is zero in the middle of the window and moves by `step` with each sample.
  private static func expectCentred(
    _ played: PlayedSequence, _ window: PlayedSequence.Window, step: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(abs(played.k(.x, at: window.middle)) < 1e-4, sourceLocation: sourceLocation)
    let dwell = window.event.dwell.seconds
    let first = played.k(.x, at: window.start + dwell / 2)
    let last = played.k(.x, at: window.start + window.length - dwell / 2)
    expect(first, -step * (Double(window.event.sampleCount) - 1) / 2, sourceLocation: sourceLocation)
    expect(last, -first, sourceLocation: sourceLocation)
  }

  private static func expectPeriod(_ played: PlayedSequence, _ period: Double) throws {
    let centres = played.pulses.filter { $0.event.use == .excitation }.map(\.centre)
    #expect(centres.count > 10)
    #expect(zip(centres, centres.dropFirst()).allSatisfy { abs($1 - $0 - period) < 1e-9 })
  }

  /// Nothing of the phase encoding is left when the next excitation comes, as RF spoiling needs.
  private static func expectBalanced(_ played: PlayedSequence, _ axes: [Axis]) throws {
    let centres = played.pulses.filter { $0.event.use == .excitation }.map(\.centre)
    for axis in axes {
      for (a, b) in zip(centres, centres.dropFirst()) {
        #expect(abs(played.moment(axis, from: a, to: b)) < 1e-4)
      }
    }
  }
}
