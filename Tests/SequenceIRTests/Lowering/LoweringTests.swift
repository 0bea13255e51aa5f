// What statements become: loops, modules, phases, offsets, slices, readouts, rotations, labels.
import SequenceIR
import TestSupport
import Testing

@Suite struct LoweringTests {
  private static let head = """
    design "d"
    scanner siemens-prisma
    pulse excite = sinc(flip: 90 deg, duration: 2 ms, time_bandwidth: 4)
    pulse refocus = sinc(flip: 180 deg, duration: 3 ms, time_bandwidth: 4, use: refocusing)

    """

  private static func sequence(
    _ body: String, top: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> SequenceIR.Sequence {
    let run = DesignRun(head + top + "\nsequence {\n" + body + "\n}\n")
    return try #require(run.sequence, "\(run.rendered)", sourceLocation: sourceLocation)
  }

  private static func codes(_ body: String, top: String = "") -> [String] {
    DesignRun(head + top + "\nsequence {\n" + body + "\n}\n").errorCodes
  }

  // MARK: loops

  /// Every block as it is played, without its place in the text.
  private static func timeline(_ sequence: SequenceIR.Sequence) -> [String] {
    sequence.timeline.map { entry in
      let library = sequence.library
      let block = entry.block
      let gradients = Axis.allCases.map { block.gradient($0).isNone ? "-" : "\(library[block.gradient($0)])" }
      return
        "\(entry.start) \(block.duration) \(block.rf.isNone ? "-" : "\(library[block.rf])") \(gradients) "
        + "\(block.adc.isNone ? "-" : "\(library[block.adc])") \(block.extras.isNone ? "-" : "\(library[block.extras])")"
    }
  }

  @Test func aLoopWithoutCounterIsOneSegmentAndPlaysLikeTheUnrolledOne() throws {
    let body = """
      excite, slice z thickness 5 mm
      rephase z
      acquire 128 points dwell 20 us
      label AVG += 1
      fill to 20 ms
      """
    let folded = try Self.sequence("delay 1 ms\nrepeat 50 {\n\(body)\n}\ndelay 1 ms")
    let unrolled = try Self.sequence("delay 1 ms\nrepeat 50 as n {\n\(body)\nlet unused = n\n}\ndelay 1 ms")
    #expect(folded.segments.map(\.repetitions).max() ?? 0 >= 48)
    #expect(folded.blocks.count < 20)
    #expect(unrolled.segments.count == 1)
    #expect(Self.timeline(folded) == Self.timeline(unrolled))
    #expect(folded.duration == Time(microseconds: 50 * 20_000 + 2_000))
  }

  @Test func aLoopWhosePassesSettleKeepsItsFirstPassApart() throws {
    let body = "  excite\n  label SEG = 1\n  delay 5 ms"
    let folded = try Self.sequence("label SEG = 2\nrepeat 10 {\n\(body)\n}")
    let unrolled = try Self.sequence("label SEG = 2\nrepeat 10 as n {\n\(body)\nlet unused = n\n}")
    #expect(folded.segments.count >= 2)
    #expect(Self.timeline(folded) == Self.timeline(unrolled))
  }

  @Test func eventsAfterAFoldedLoopCountFromItsLastPass() throws {
    let played = PlayedSequence(try Self.sequence("repeat 10 {\nexcite\ndelay 10 ms\n}\nrefocus at 40 ms"))
    #expect(played.pulses.count == 11)
    #expect(abs(played.pulses[10].centre - played.pulses[9].centre - 0.04) < 1e-9)
    let marked = PlayedSequence(
      try Self.sequence("repeat 10 {\nexcite as e\ndelay 10 ms\n}\nrefocus at 40 ms after e"))
    #expect(abs(marked.pulses[10].centre - marked.pulses[9].centre - 0.04) < 1e-9)
  }

  @Test func aLoopThatUsesItsCounterIsUnrolled() throws {
    let sequence = try Self.sequence("repeat 8 as n {\nexcite phase by n (0, 90) deg\ndelay 5 ms\n}")
    #expect(sequence.segments.map(\.repetitions) == [1])
    #expect(sequence.playedBlockCount == 16)
  }

  @Test func emptyAndZeroLoopsPlayNothing() throws {
    #expect(try Self.sequence("delay 1 ms\nrepeat 0 {\nexcite\n}\nrepeat 100 {\n}").playedBlockCount == 1)
  }

  @Test func aLoopFarTooLongIsToldBeforeItIsPlayed() {
    let clock = ContinuousClock()
    let start = clock.now
    #expect(Self.codes("repeat 1000000000 as n {\nlet m = n\n}\ndelay 1 ms") == ["D011"])
    #expect(
      Self.codes(
        "repeat 1000 as a {\nrepeat 1000 as b {\nrepeat 1000 as c {\ndelay 10 us * (a + b + c + 1)\n}\n}\n}")
        == ["D011"])
    #expect(clock.now - start < .seconds(60))
  }

  // MARK: modules and names

  @Test func aModuleSeesItsParametersAndTheTopLevelOnly() {
    let top = "let outside = 3 ms\nmodule m(a, b = 2 ms) {\ndelay a + b + outside\n}\n"
    #expect(Self.codes("m(1 ms)\nm(b: 1 ms, a: 2 ms)", top: top) == [])
    #expect(Self.codes("let inside = 1 ms\nm()", top: "module m() {\ndelay inside\n}\n") == ["N001"])
    #expect(Self.codes("let inside = 1 ms\nm(inside)", top: "module m(a) {\ndelay a\n}\n") == [])
    // What a module declares ends with it.
    #expect(Self.codes("m()\ndelay own", top: "module m() {\nlet own = 1 ms\ndelay own\n}\n") == ["N001"])
  }

  @Test func argumentsCountByPlaceAndByName() throws {
    let top = "module m(a, b = 2 ms) {\ndelay a\ndelay 2 * b\n}\n"
    let sequence = try Self.sequence("m(1 ms)\nm(b: 3 ms, a: 2 ms)\nm(1 ms, 1 ms)", top: top)
    #expect(sequence.duration == Time(microseconds: 5_000 + 8_000 + 3_000))
    #expect(Self.codes("m(1 ms, 2 ms, 3 ms)", top: top) == ["N004"])
    #expect(Self.codes("m(1 ms, a: 2 ms)", top: top) == ["S011"])
  }

  @Test func namesOfALoopEndWithIt() {
    #expect(Self.codes("repeat 2 as n {\nlet t = 1 ms * (n + 1)\ndelay t\n}") == [])
    #expect(Self.codes("repeat 2 as n {\nlet t = 1 ms\ndelay t\n}\ndelay t") == ["N001"])
    #expect(Self.codes("repeat 2 as n {\ndelay 1 ms\n}\ndelay n * 1 ms") == ["N001"])
  }

  @Test func theNucleusCountsForTheWholeDesignWhereverItStands() throws {
    let pulse = "pulse p = adiabatic(family: hs, duration: 10 ms, bandwidth: 500 Hz, peak: 20 uT)\n"
    let before = DesignRun("design \"d\"\nscanner siemens-prisma\nnucleus 31P\n\(pulse)sequence {\np\n}\n")
    let after = DesignRun("design \"d\"\nscanner siemens-prisma\n\(pulse)nucleus 31P\nsequence {\np\n}\n")
    let peaks = [before, after].map { $0.sequence?.library.rf.first?.amplitudeHertz ?? .nan }
    #expect(peaks[0] == peaks[1])
    #expect(close(peaks[0], 20e-6 * 17.235e6, relative: 1e-3))
  }

  @Test func aLimitBelowAnIncludedGradientComesTooLate() {
    let part = ["g.seq": "module unused() {\n  delay 1 ms\n}\ngradient g = trapezoid(area: 100 cycles/m)\n"]
    let lines = ["include \"g.seq\"\n", "limit slew 50 T/m/s\n"]
    let ending = "sequence {\n  g on x\n}\n"
    let head = "design \"d\"\nscanner siemens-prisma\n"
    #expect(DesignRun(head + lines[0] + lines[1] + ending, parts: part).errorCodes == ["S008"])
    let run = DesignRun(head + lines[1] + lines[0] + ending, parts: part)
    #expect(run.errorCodes == [])
    // The included gradient keeps the design's own limit.
    let slews = run.sequence?.library.gradients.compactMap { event -> Double? in
      guard case .trapezoid(let shape) = event else { return nil }
      return shape.amplitudeHertzPerMetre / shape.rise.seconds / 42.576e6
    }
    #expect((slews?.first ?? .infinity) <= 50 * (1 + 1e-5))
  }

  // MARK: phases and offsets

  @Test func phaseCyclesTakeTheListInTurn() throws {
    let sequence = try Self.sequence(
      "repeat 6 as n {\nexcite phase by n (0, 90, 180, 270) deg\ndelay 5 ms\n}")
    let phases = PlayedSequence(sequence).pulses.map { ($0.event.phaseRadians * 180 / Double.pi).rounded() }
    #expect(phases == [0, 90, 180, 270, 0, 90])
  }

  @Test func theReceiverFollowsItsOwnCycle() throws {
    let body =
      "repeat 3 as n {\nexcite\nacquire 16 points dwell 20 us phase by n (10, 370) deg\ndelay 5 ms\n}"
    let phases = PlayedSequence(try Self.sequence(body)).windows.map {
      ($0.event.phaseRadians * 180 / Double.pi).rounded()
    }
    #expect(phases == [10, 10, 10])
  }

  /// The frame turns by 2 pi f t from the start of the shape, so what arrives at the centre is phase + 2 pi f centre.
  @Test(arguments: [
    ("frequency 700 Hz", 700.0, 0.0), ("frequency -1234.5 Hz", -1234.5, 0), ("carrier 1.3 ppm", 0, -3.4),
  ])
  func thePhaseAtTheCentreDoesNotDependOnTheOffset(clause: String, hertz: Double, ppm: Double) throws {
    let pulses = PlayedSequence(
      try Self.sequence("excite phase 30 deg\ndelay 5 ms\nexcite \(clause) phase 30 deg")
    ).pulses
    let event = pulses[1].event
    #expect(event.frequencyHertz == hertz)
    #expect(close(event.frequencyPPM, ppm, relative: 1e-12))
    let megahertz = 2.8936 * 42.576
    let total =
      event.phaseRadians + event.phasePPM * 1e-6 * megahertz * 1e6
      + 2 * Double.pi * (event.frequencyHertz + event.frequencyPPM * megahertz) * event.centre.seconds
    let turns = (total - 30 * Double.pi / 180) / (2 * Double.pi)
    #expect(abs(turns - turns.rounded()) < 1e-9)
  }

  @Test func theCarrierOfTheDesignCountsForEveryPulse() throws {
    let run = DesignRun(
      Self.head + "carrier 2.3 ppm\nsequence {\nexcite\ndelay 1 ms\nexcite carrier 4.7 ppm\n}\n")
    let sequence = try #require(run.sequence)
    #expect(PlayedSequence(sequence).pulses.map(\.event.frequencyPPM) == [-2.4, 0])
  }

  // MARK: slices and lobes

  @Test func theSliceGradientIsBandwidthOverThickness() throws {
    let sequence = try Self.sequence("excite, slice y thickness 4 mm offset -12 mm\nrephase y\ndelay 1 ms")
    let played = PlayedSequence(sequence)
    let pulse = try #require(played.pulses.first)
    // 4 / 2 ms = 2 kHz over 4 mm.
    #expect(
      close(played.moment(.y, from: pulse.centre - 0.5e-3, to: pulse.centre + 0.5e-3), 500, relative: 1e-9))
    // The offset's frequency is that of the gradient at -12 mm.
    #expect(close(pulse.event.frequencyHertz, -0.012 * 2000 / 0.004, relative: 1e-12))
    // The gradient stands still while the pulse plays.
    let start = pulse.centre - 1e-3
    #expect(close(played.moment(.y, from: start, to: start + 2e-3), 1000, relative: 1e-9))
    // Everything after the centre is undone.
    #expect(abs(played.moment(.y, from: pulse.centre, to: played.duration)) < 1e-6)
  }

  @Test func crushersAreEqualOnBothSidesOfTheirPulse() throws {
    let played = PlayedSequence(
      try Self.sequence("excite\nrefocus, slice y thickness 20 mm, crush x y 5 cycles across 20 mm at 10 ms"))
    let refocus = try #require(played.pulses.last).centre
    for axis in [Axis.x, .y] {
      let before = played.moment(axis, from: 0, to: refocus)
      #expect(close(before, played.moment(axis, from: refocus, to: played.duration), relative: 1e-9))
    }
    #expect(close(played.moment(.x, from: 0, to: refocus), 250, relative: 1e-9))
  }

  @Test func spoilersAndLobesHaveTheAreaAskedFor() throws {
    let played = PlayedSequence(
      try Self.sequence(
        "spoil x y 4 cycles across 5 mm\nlobe z area -1.5 mT*ms/m, lobe x area 10 cycles/m lasting 3 ms"))
    #expect(close(played.moment(.x, from: 0, to: 1), 810, relative: 1e-9))
    #expect(close(played.moment(.y, from: 0, to: 1), 800, relative: 1e-9))
    #expect(close(played.moment(.z, from: 0, to: 1), -1.5e-6 * 42.576e6, relative: 1e-9))
  }

  @Test func phaseEncodingStepsAreEquallySpacedAndEquallyLong() throws {
    let sequence = try Self.sequence("repeat 7 as n {\nencode y step n of 7 fov 200 mm\nrewind y\n}")
    let played = PlayedSequence(sequence)
    let step = played.duration / 7
    for n in 0..<7 {
      let start = Double(n) * step
      #expect(
        close(
          played.moment(.y, from: start, to: start + step / 2), Double(n - 3) / 0.2, relative: 1e-9,
          floor: 1e-9))
      #expect(abs(played.moment(.y, from: start, to: start + step)) < 1e-9)
    }
    #expect(Set(sequence.blocks.map(\.duration)).count == 1)
  }

  @Test func rephasingKnowsThatARefocusingPulseTurnedTheSign() throws {
    let played = PlayedSequence(
      try Self.sequence(
        "excite, slice z thickness 5 mm\nrefocus, slice y thickness 20 mm at 15 ms\nrephase z\n"
          + "acquire 64 points dwell 10 us echo at 30 ms"))
    #expect(abs(played.k(.z, at: played.windows[0].start)) < 1e-4)
  }

  @Test func aRefocusingPulseOfTheSameAxisDoesNotHideTheExcitationsSlice() throws {
    let played = PlayedSequence(
      try Self.sequence(
        "excite, slice z thickness 5 mm\nrefocus, slice z thickness 20 mm at 15 ms\nrephase z\n"
          + "acquire 64 points dwell 10 us echo at 30 ms"))
    #expect(abs(played.k(.z, at: played.windows[0].start)) < 1e-4)
  }

  @Test func rewindingUndoesAStepThatWasRefocused() throws {
    let played = PlayedSequence(
      try Self.sequence(
        "excite\nencode y step 1 of 8 fov 200 mm refocused\nrefocus at 10 ms\n"
          + "acquire 64 points dwell 10 us echo at 20 ms\nrewind y\nacquire 64 points dwell 10 us"))
    // Encoded before the pulse with `refocused`, the step has its own sign behind it.
    #expect(close(played.k(.y, at: played.windows[0].start), -15, relative: 1e-9))
    #expect(abs(played.k(.y, at: played.windows[1].start)) < 1e-6)
  }

  @Test func rephasingAboutTheAxisOfARotationIsAllowed() throws {
    let played = PlayedSequence(
      try Self.sequence("excite, slice z thickness 5 mm\nrotate 30 deg about z {\n  rephase z\n}\ndelay 1 ms")
    )
    let pulse = try #require(played.pulses.first)
    #expect(abs(played.moment(.z, from: pulse.centre, to: played.duration)) < 1e-6)
  }

  @Test func encodingBesideAReadoutTakesTheSameTimeInEveryStep() throws {
    let top = "readout line = cartesian(points: 64, fov: 200 mm, dwell: 10 us)"
    let sequence = try Self.sequence(
      "repeat 8 as n {\nacquire line along x, encode y step n of 8 fov 20 mm\n}", top: top)
    #expect(Set(sequence.blocks.map(\.duration)).count == 1)
  }

  @Test func theReadoutIsSymmetricAboutItsEcho() throws {
    let top = "readout line = cartesian(points: 96, fov: 240 mm, dwell: 7 us, oversampling: 2)"
    let body =
      "excite\nprephase x for line\nacquire line along x echo at 10 ms\nexcite\nprephase x for line refocused\nrefocus\nacquire line along x echo at 20 ms"
    let played = PlayedSequence(try Self.sequence(body, top: top))
    for window in played.windows {
      #expect(window.event.sampleCount == 192)
      #expect(abs(played.k(.x, at: window.middle)) < 1e-4)
      let step = played.k(.x, at: window.start + 14e-6) - played.k(.x, at: window.start + 7e-6)
      #expect(close(step, 1 / 0.48, relative: 1e-6))
    }
    #expect(abs(played.windows[0].middle - played.pulses[0].centre - 0.01) < 1e-9)
  }

  // MARK: rotations

  @Test func aQuarterTurnAboutZTakesXToY() throws {
    let turned = try Self.sequence("rotate 90 deg about z {\nspoil x 4 cycles across 5 mm\n}")
    let rotation = try #require(turned.library.extras.compactMap(\.rotation).first)
    let matrix = rotation.matrix
    let image = (0..<3).map { matrix[3 * $0] }
    for (value, expected) in zip(image, [0.0, 1, 0]) { #expect(abs(value - expected) < 1e-12) }
  }

  @Test func turnsOfTheOrientationActInTheOrderTheyAreWritten() throws {
    let sequence = try Self.sequence(
      "spoil x 4 cycles across 5 mm", top: "orientation rotate 90 deg about z, 90 deg about x")
    let matrix = try #require(sequence.library.extras.compactMap(\.rotation).first).matrix
    // About z, x becomes y; about x, that becomes z.
    let image = (0..<3).map { matrix[3 * $0] }
    for (value, expected) in zip(image, [0.0, 0, 1]) { #expect(abs(value - expected) < 1e-12) }
  }

  @Test func anInnerRotationActsBeforeTheOuterOne() throws {
    let sequence = try Self.sequence(
      "rotate 90 deg about x {\nrotate 90 deg about z {\nspoil x 4 cycles across 5 mm\n}\n}\nspoil x 1 cycles across 5 mm"
    )
    let rotations = sequence.blocks.map { $0.extras.isNone ? nil : sequence.library[$0.extras].rotation }
    let matrix = try #require(rotations[0]).matrix
    let image = (0..<3).map { matrix[3 * $0] }
    for (value, expected) in zip(image, [0.0, 0, 1]) { #expect(abs(value - expected) < 1e-12) }
    #expect(rotations[1] == nil)
  }

  // MARK: labels

  @Test func labelsActInTheOrderTheyAreWritten() throws {
    // A block sets before it increments; an increment written before a set must not survive it.
    let body =
      "label LIN = 3\nlabel LIN += 2\nacquire 16 points dwell 20 us\nlabel LIN += 1\nlabel LIN = 7\nacquire 16 points dwell 20 us"
    #expect(PlayedSequence(try Self.sequence(body)).windows.map { $0.labels[.line] } == [5, 7])
  }

  @Test func labelsBehindTheLastEventStillCount() throws {
    let sequence = try Self.sequence("delay 1 ms\nlabel LIN = 3")
    #expect(sequence.blocks.last.map { sequence.library[$0.extras].labels.map(\.value) } == [3])
  }

  // MARK: advice

  @Test(arguments: [
    ("te-too-short-says-the-least-that-works", "TE"), ("tr-too-short-says-the-least-that-works", "TR"),
  ])
  func theLeastTimeAdvisedWorksAndLessDoesNot(file: String, name: String) throws {
    let text = try #require(Golden.text(at: "golden/diagnostics/\(file).seq"))
    let run = DesignRun(text)
    let help = try #require(run.errors.first?.help)
    #expect(help.hasPrefix("\(name) of at least "))
    let least = try #require(Double(help.split(separator: " ")[4]))
    func codes(_ milliseconds: Double) -> [String] {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.hasPrefix("let \(name) = ") ? "let \(name) = \(milliseconds) ms" : String(line)
      }
      return DesignRun(lines.joined(separator: "\n")).errorCodes
    }
    #expect(codes(least) == [])
    // A raster less is too short; with a divided time, four rasters.
    #expect(codes(((least - 0.04) * 1e6).rounded() / 1e6) == ["D001"])
  }
}
