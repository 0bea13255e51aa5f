// `optimized(...)` and `optimize { ... }`: what lowering makes of them, and what it refuses beside a twin that it takes.
import SequenceIR
import TestSupport
import Testing

@Suite struct OptimizationTests {
  static let pulse = "pulse mix = optimized(duration: 200 us, step: 50 us, peak: 15 uT, use: refocusing)"
  static let pinned = PinnedPulse(
    name: "mix", step: Time(microseconds: 50), microteslaX: [1, 2, 2, 1], microteslaY: [0, 0.5, -0.5, 0])

  static func run(
    _ lines: String, aims: String = "minimize crlb of Glu", pulse: String = pulse,
    pinned: PinnedPulse = pinned, sequence: String = "mix"
  ) -> DesignRun {
    DesignRun(
      "design \"d\"\nscanner siemens-prisma\nlet TE = 30 ms\nvoxel 20 mm, 20 mm, 20 mm\n\(pulse)\n"
        + "optimize {\n\(aims)\n\(lines)\n}\nsequence {\n\(sequence)\n}\n",
      name: "folder/glu.seq", parts: ["glu.mix.pulse": pinned.text])
  }

  // MARK: the pulse

  @Test func samplesOfTheFileArePlayedAndHeldForAStep() throws {
    let sequence = try #require(Self.run("").sequence)
    let event = try #require(sequence.library.rf.first)
    #expect(event.use == .refocusing)
    // 42.576 Hz/uT; the largest sample is (2, 0.5) uT.
    #expect(close(event.amplitudeHertz, 42.576 * 4.25.squareRoot(), relative: 1e-12))
    let magnitude = sequence.library[event.magnitude].samples()
    #expect(magnitude.count == 200)
    for index in 0..<200 {
      let microtesla = index < 50 || index >= 150 ? 1 : 4.25.squareRoot()
      #expect(abs(magnitude[index] - microtesla / 4.25.squareRoot()) < 1e-7)
    }
    #expect(event.centre == Time(microseconds: 100))
    #expect(event.time.isNone)
  }

  @Test func fileIsNamedAfterTheDesignAndThePulseUnlessItIsNamed() throws {
    let missing = Self.run(
      "", pulse: Self.pulse.replacing("pulse mix", with: "pulse other"), sequence: "other")
    #expect(missing.errorCodes == ["O001"])
    #expect(missing.diagnostics.items[0].message.contains("glu.other.pulse"))
    #expect(missing.diagnostics.items[0].help == "run `seqc optimize folder/glu.seq`")
    let named = Self.run("", pulse: Self.pulse.replacing("use:", with: "file: \"glu.mix.pulse\", use:"))
    #expect(named.errorCodes == [])
  }

  @Test func pulseSelectsASliceWhenItsBandwidthIsGiven() {
    #expect(Self.run("", sequence: "mix, slice z").errorCodes == ["D013"])
    let pulse = Self.pulse.replacing("use:", with: "bandwidth: 2 kHz, use:")
    #expect(
      Self.run("", pulse: pulse, sequence: "mix, slice z, crush x 4 cycles across 20 mm").errorCodes == [])
  }

  @Test(arguments: [
    ("step: 50 us", "step: 50.5 us", "D010"), ("duration: 200 us", "duration: 220 us", "D010"),
    ("duration: 200 us", "duration: 250 us", "O002"), ("step: 50 us", "step: 100 us", "O002"),
    ("peak: 15 uT", "peak: 2 uT", "O002"), ("peak: 15 uT, ", "", "O004"),
    ("peak: 15 uT", "peak: 300 nT", "O015"),
    ("duration: 200 us", "duration: 100 ms", "D010"), (", step: 50 us", "", "N005"),
  ]) func pulseThatDoesNotFitIsToldAndItsTwinIsTaken(right: String, wrong: String, code: String) {
    #expect(Self.run("").errorCodes == [])
    #expect(Self.run("", pulse: Self.pulse.replacing(right, with: wrong)).errorCodes == [code])
  }

  @Test func scannerThatKnowsItsPeakBoundsTheSearch() throws {
    let pulse = "scanner generic-3t-portable\npulse mix = optimized(duration: 200 us, step: 50 us)"
    let text = "design \"d\"\n\(pulse)\nsequence {\n  mix\n}\n"
    let run = DesignRun(text, name: "glu.seq", parts: ["glu.mix.pulse": Self.pinned.text])
    let profile = try #require(run.profile)
    let peak = try #require(profile[.b1Peak]?.value)
    #expect(run.errorCodes == [])
    #expect(run.output?.optimizedPulses.map(\.peakHertz) == [peak * 42.576e6])
    for (bound, codes) in [("13 uT", []), ("13.1 uT", ["O015"])] {
      let bounded = text.replacing("step: 50 us", with: "step: 50 us, peak: \(bound)")
      #expect(
        DesignRun(bounded, name: "glu.seq", parts: ["glu.mix.pulse": Self.pinned.text]).errorCodes == codes)
    }
  }

  // MARK: compiling for a search

  private func compiled(
    _ given: [String: PinnedPulse], values: [String: Quantity] = [:]
  ) throws -> DesignCompiler.Output {
    let text =
      "design \"d\"\nscanner siemens-prisma\nlet TE = 30 ms\npulse excite = rect(flip: 90 deg, duration: 1 ms)\n"
      + "\(Self.pulse)\noptimize {\n  minimize crlb of Glu\n  vary TE in 20 ms .. 40 ms\n}\n"
      + "sequence {\n  excite\n  mix at TE / 2\n}\n"
    let run = DesignRun(text)
    let environment = DesignEnvironment(
      openFile: { _, _ in nil }, openLibrary: { _ in nil }, readPulseq: { _ in (nil, Diagnostics()) })
    return DesignCompiler.compile(
      run.design, profile: try #require(run.profile), environment: environment, pinned: .given(given),
      values: values)
  }

  @Test func withoutAFileASearchBeginsWithAWeakConstantPulse() throws {
    let output = try compiled([:])
    #expect(output.diagnostics.isEmpty)
    let event = try #require(output.sequence?.library.rf.last)
    #expect(close(event.amplitudeHertz, 0.15 * 42.576, relative: 1e-12))
    #expect(output.optimization?.pulses.map(\.name) == ["mix"])
    #expect(output.optimizedPulses[0].grid.count == 4 && output.optimizedPulses[0].pinned == nil)
  }

  @Test func givenPulseIsPlayedAsItsFileWouldBe() throws {
    let given = try compiled(["mix": Self.pinned])
    let fromFile = try #require(Self.run("").sequence)
    let a = try #require(given.sequence?.library.rf.last)
    let b = try #require(fromFile.library.rf.first)
    #expect(a.amplitudeHertz.bitPattern == b.amplitudeHertz.bitPattern)
    #expect(given.sequence?.library[a.magnitude] == fromFile.library[b.magnitude])
    #expect(given.sequence?.library[a.phase] == fromFile.library[b.phase])
  }

  @Test func variedValueMovesThePulse() throws {
    let usual = try #require(try compiled([:]).sequence?.duration)
    let values = ["TE": Quantity(Time(microseconds: 34_000))]
    let moved = try #require(try compiled([:], values: values).sequence?.duration)
    #expect(moved - usual == Time(microseconds: 2_000))
  }

  // MARK: the request

  @Test func everyLineReachesTheRequest() throws {
    let run = Self.run(
      """
      maximize signal of Glu in 2.28 ppm .. 2.40 ppm set 3 weight 2
      suppress signal of Gln, NAA in 2.20 ppm .. 2.60 ppm below 5 %
      reach state "2 I1z I2z" of Glu
      molecules Glu 10 mM, Gln 3 mM, NAA 12.5 mM
      macromolecules free
      baseline none, spline 0.4 ppm
      linewidth 7 Hz
      window 1 ppm .. 4 ppm
      over b1 0.85 .. 1.15 in 3 steps
      over offset -15 Hz .. 15 Hz in 4 steps
      over parameters govindaraju, degraaf
      penalty energy 0.01
      penalty smoothness 0.02
      bandwidth 20 kHz below 2 %
      starts 8
      seed 3
      iterations 50
      worst 0
      minimizer adam
      vary TE in 20 ms .. 40 ms
      """, aims: "minimize crlb of Glu weight 3, Gln\nminimize mse of NAA noise 0.05")
    #expect(run.errorCodes == [])
    let request = try #require(run.output?.optimization)
    #expect(request.aims.count == 5)
    guard case .precision(let weighted) = request.aims[0],
      case .meanSquareError(_, let noise) = request.aims[1],
      case .signal(let owner, let band, let weight) = request.aims[2],
      case .suppression(let others, let wide, let below, _) = request.aims[3],
      case .state(let state, _, let of, _) = request.aims[4]
    else {
      Issue.record("the aims are others")
      return
    }
    #expect(weighted.map(\.molecule.name) == ["Glu", "Gln"] && weighted.map(\.weight) == [3, 1])
    #expect(noise == 0.05 && owner.name == "Glu" && weight == 2)
    #expect(band.set == 3 && wide.set == nil)
    #expect(band.lowerPPM == 2.28 && band.upperPPM == 2.4 && wide.upperPPM == 2.6)
    #expect(others.map(\.name) == ["Gln", "NAA"] && below == 0.05)
    #expect(state == "2 I1z I2z" && of.name == "Glu")
    #expect(request.molecules?.map(\.millimolar) == [10, 3, 12.5])
    #expect(request.macromolecules == .free && request.baselines == [.none, .spline(ppm: 0.4)])
    #expect(request.linewidthHertz == 7 && request.window.lowerPPM == 1 && request.window.upperPPM == 4)
    #expect(request.b1Scales == [0.85, 1, 1.15] && request.offsetsHertz == [-15, -5, 5, 15])
    #expect(request.parameterSets.map(\.name) == ["govindaraju", "degraaf"] && request.memberCount == 24)
    #expect(request.energyPenalty == 0.01 && request.smoothnessPenalty == 0.02)
    #expect(request.starts == 8 && request.seed == 3 && request.iterations == 50 && request.worstShare == 0)
    #expect(request.minimizer == .adam)
    #expect(request.bandwidthHertz == 20e3 && request.shareOutOfBand == 0.02)
    #expect(request.variables.map(\.name) == ["TE"])
    #expect(request.variables[0].lower.time == Time(microseconds: 20_000))
    #expect(request.variables[0].value.time == Time(microseconds: 30_000))
  }

  @Test func whatIsLeftOutIsAsThePageSays() throws {
    let request = try #require(Self.run("").output?.optimization)
    #expect(request.molecules == nil && request.macromolecules == .known && request.baselines == [.none])
    #expect(request.linewidthHertz == 5.5 && request.window.lowerPPM == 0.5 && request.window.upperPPM == 4.2)
    #expect(
      request.starts == 32 && request.seed == 1 && request.iterations == 200 && request.worstShare == 0.3)
    #expect(request.bandwidthHertz == nil && request.shareOutOfBand == 0.01)
    #expect(request.memberCount == 1 && request.energyPenalty == 0 && request.minimizer == .lbfgs)
  }

  @Test func oneStepIsTheMiddle() throws {
    let request = try #require(Self.run("over b1 0.8 .. 1.3 in 1 step").output?.optimization)
    #expect(request.b1Scales == [1.05])
  }

  @Test func moleculeNamesMayBeginWithDigits() throws {
    let request = try #require(Self.run("", aims: "minimize crlb of 2HG, Glu").output?.optimization)
    #expect(request.aims.flatMap(\.molecules).map(\.name) == ["2HG", "Glu"])
  }

  @Test(arguments: [
    ("over b1 0.85 .. 1.15 in 3 steps", "over b1 1.15 .. 0.85 in 3 steps", "O011"),
    ("over offset -1 Hz .. 1 Hz in 1 step", "over offset -1 Hz .. 1 Hz in 0 steps", "O012"),
    ("over offset 0 Hz .. 0 Hz in 1 step", "over offset 0 .. 0 in 1 step", "U001"),
    ("window 1 ppm .. 3 ppm", "window 3 ppm .. 3 ppm", "O011"),
    ("maximize signal of Glu in 0.5 ppm .. 4.2 ppm", "maximize signal of Glu in 0.4 ppm .. 4.2 ppm", "O013"),
    (
      "maximize signal of Glu in 1 ppm .. 2 ppm set 1", "maximize signal of Glu in 1 ppm .. 2 ppm set 1.5",
      "U005"
    ),
    ("vary TE in 20 ms .. 40 ms", "vary TI in 20 ms .. 40 ms", "N001"),
    ("vary TE in (20, 30) ms", "vary TI in (20, 30) ms", "N001"),
    ("vary TE in (20, 30) ms", "vary TE in 20 ms", "S001"),
    ("vary TE in (20, 30) ms", "vary TE in (20, 20) ms", "N002"),
    ("vary TE in (20, 30) ms", "vary TE in (20, 30) mm", "N003"),
    ("vary TE in (20, 30) ms", "vary TE in (20, 30) ms\nvary TE in 20 ms .. 40 ms", "S011"),
    ("vary TE in 20 ms .. 40 ms", "vary TE in 20 mm .. 40 mm", "U002"),
    (
      "reach profile rotation 30 deg of mix band 2 kHz", "reach profile rotation 30 deg of mux band 2 kHz",
      "N001"
    ),
    (
      "reach profile rotation 30 deg of mix band 2 kHz", "reach profile rotation 30 deg of mix band 0 Hz",
      "U005"
    ),
    (
      "reach profile rotation 40 deg of mix band 2 kHz transition 1 kHz",
      "reach profile rotation 40 deg of mix band 2 kHz transition 0 Hz", "U005"
    ),
    (
      "reach profile rotation 30 deg of mix band 2 kHz", "reach profile rotation 190 deg of mix band 2 kHz",
      "U005"
    ),
    // Steps of 50 us: 10 kHz.
    (
      "reach profile rotation 30 deg of mix band 20 kHz", "reach profile rotation 30 deg of mix band 21 kHz",
      "U005"
    ),
    // 15 uT for 200 us: 46 deg.
    ("reach profile rotation 45 deg of mix band 2 kHz", "reach profile excitation of mix band 2 kHz", "O015"),
    ("reach profile rotation 45 deg of mix band 2 kHz", "reach profile rotation of mix band 2 kHz", "S001"),
    ("reach profile rotation 45 deg of mix band 2 kHz", "reach profile slice of mix band 2 kHz", "S001"),
    ("molecules Glu 10 mM", "molecules Gln 10 mM", "N001"),
    ("molecules Glu 10 mM", "molecules Glu 0 mM", "U005"),
    ("molecules Glu 1 mM, Gln 1 mM", "molecules Glu 1 mM, Glu 1 mM", "N002"),
    (
      "over b1 0.9 .. 1.1 in 100 steps\nover offset 0 Hz .. 1 Hz in 100 steps",
      "over b1 0.9 .. 1.1 in 101 steps\nover offset 0 Hz .. 1 Hz in 100 steps", "U005"
    ),
    ("over b1 0.1 .. 1 in 2 steps", "over b1 0 .. 1 in 2 steps", "U005"),
    ("over b1 0.9 .. 1 in 2 steps", "over b1 0.9 .. 1 in 2 steps\nover b1 0.9 .. 1 in 2 steps", "S011"),
    ("penalty energy 1", "penalty energy 1\npenalty energy 1", "S011"), ("seed 1", "seed 1\nseed 2", "S011"),
    ("minimizer lbfgs", "minimizer sgd", "S001"),
    ("minimizer adam", "minimizer adam\nminimizer lbfgs", "S011"),
    ("worst 1", "worst 1.5", "U005"), ("penalty energy 1e-9", "penalty energy 1e999", "U006"),
    ("penalty energy 1e6", "penalty energy 1.1e6", "U005"), ("linewidth 1 kHz", "linewidth 1.1 kHz", "U005"),
    ("over b1 1 .. 10 in 2 steps", "over b1 1 .. 11 in 2 steps", "U005"),
    ("over offset -10 kHz .. 0 Hz in 2 steps", "over offset -11 kHz .. 0 Hz in 2 steps", "U005"),
    ("molecules Glu 1e6 mM", "molecules Glu 1.1e6 mM", "U005"),
    // Of a pulse of 200 us.
    ("bandwidth 5 kHz", "bandwidth 4.9 kHz", "U005"), ("bandwidth 8 kHz", "bandwidth 8 ms", "U002"),
    ("bandwidth 8 kHz below 5 %", "bandwidth 8 kHz below 0", "U005"),
    ("bandwidth 8 kHz", "bandwidth 0 Hz", "U005"),
    ("bandwidth 8 kHz", "bandwidth 8 kHz\nbandwidth 9 kHz", "S011"),
  ]) func requestThatMakesNoSenseIsToldAndItsTwinIsTaken(right: String, wrong: String, code: String) {
    #expect(Self.run(right).errorCodes == [], "\(Self.run(right).rendered)")
    let run = Self.run(wrong)
    #expect(run.errorCodes == [code], "\(run.rendered)")
    #expect(run.output?.optimization == nil)
  }

  @Test func aProfileReachesTheRequest() throws {
    let strong = Self.pulse.replacing("15 uT", with: "80 uT")
    let run = Self.run(
      "reach profile refocusing of mix band 1.5 kHz weight 3",
      aims: "reach profile excitation of mix band 2 kHz transition 0.5 kHz", pulse: strong)
    #expect(run.errorCodes == [], "\(run.rendered)")
    let aims = try #require(run.output?.optimization?.aims)
    guard aims.count == 2, case .profile(let first) = aims[0], case .profile(let second) = aims[1] else {
      Issue.record("the aims are others")
      return
    }
    #expect(first.kind == .excitation && first.pulse.name == "mix" && first.weight == 1)
    #expect(first.bandHertz == 2000 && first.transitionHertz == 500 && first.stopHertz == 1500...3500)
    #expect(second.kind == .refocusing && second.transitionHertz == nil && second.stopHertz == nil)
    #expect(second.weight == 3 && aims[0].molecules.isEmpty)
  }

  @Test func combinationsOfValuesAreInTheOrderOfTheDesign() throws {
    let run = DesignRun(
      "design \"d\"\nscanner siemens-prisma\nlet A = 1\nlet B = 2 ms\n\(Self.pulse)\n"
        + "optimize {\nminimize crlb of Glu\nvary A in (3, 1, 2)\nvary B in (5 ms, 4 ms)\n}\nsequence {\nmix\n}\n",
      name: "folder/glu.seq", parts: ["glu.mix.pulse": Self.pinned.text])
    #expect(run.errorCodes == [], "\(run.rendered)")
    let request = try #require(run.output?.optimization)
    let words = request.combinations.map { $0.map { "\($0.name) \($0.value)" }.joined(separator: " ") }
    #expect(words == ["A 3 B 5 ms", "A 3 B 4 ms", "A 1 B 5 ms", "A 1 B 4 ms", "A 2 B 5 ms", "A 2 B 4 ms"])
    #expect(try #require(Self.run("").output?.optimization).combinations.map(\.count) == [0])
  }

  @Test func listsAreTriedAroundASearch() {
    let rect = "pulse mix = rect(flip: 90 deg, duration: 1 ms)"
    let run = Self.run("vary TE in (20, 30) ms", pulse: rect)
    #expect(run.errorCodes == ["O009"] && run.rendered.contains("a list of values is tried around a search"))
    #expect(Self.run("vary TE in (20, 30) ms").errorCodes == [])
    let many = "(" + (1...65).map { "\($0)" }.joined(separator: ", ") + ") ms"
    #expect(Self.run("vary TE in \(many)").errorCodes == ["U005"])
    #expect(Self.run("vary TE in (20 ms, 30 ms, 35 ms)").errorCodes == [])
  }

  @Test func aimIsNeededThatSilenceDoesNotReach() {
    let quiet = "suppress signal of Gln in 2.2 ppm .. 2.6 ppm"
    #expect(Self.run("", aims: "").errorCodes == ["O010"])
    #expect(Self.run("", aims: quiet).errorCodes == ["O010"])
    #expect(Self.run("", aims: "\(quiet)\nmaximize signal of Glu in 2.28 ppm .. 2.4 ppm").errorCodes == [])
  }

  @Test func somethingMustBeFreeToVary() {
    let rect = "pulse mix = rect(flip: 90 deg, duration: 1 ms)"
    #expect(Self.run("", pulse: rect).errorCodes == ["O009"])
    #expect(Self.run("vary TE in 20 ms .. 40 ms", pulse: rect).errorCodes == [])
  }

  @Test func moleculeWithAConcentrationOfItsOwnMayBeAimedAt() {
    let lines = { (amount: String) in
      "molecules Glu 10 mM\n}\nmolecule own {\n  spin H at 2 ppm\n\(amount)"
    }
    #expect(Self.run(lines("concentration 1 mM"), aims: "minimize crlb of own, Glu").errorCodes == [])
    #expect(Self.run(lines(""), aims: "minimize crlb of own, Glu").errorCodes == ["N001"])
  }

  // MARK: molecules

  @Test func moleculeOfTheDesignIsDefined() throws {
    let run = DesignRun(
      """
      design "d"
      pulse excite = rect(flip: 90 deg, duration: 1 ms)
      molecule 2Lac {
        spin H2 at 4.0974 ppm
        spin H3 at 1.3142 ppm times 3
        couple H3, H2 6.933 Hz
        t1 1.3 s
        t2 180 ms
        concentration 1.5 mM
      }
      sequence {
        excite
      }
      """)
    #expect(run.errorCodes == [])
    let molecule = try #require(run.output?.molecules.first)
    #expect(molecule.name == "2Lac" && molecule.spins.map(\.name) == ["H2", "H3"])
    #expect(molecule.spins.map(\.shiftPPM) == [4.0974, 1.3142] && molecule.spins.map(\.count) == [1, 3])
    #expect(molecule.couplings == [MoleculeDefinition.Coupling(first: 0, second: 1, hertz: 6.933)])
    #expect(molecule.t1Seconds == 1.3 && molecule.t2Seconds == 0.18 && molecule.millimolar == 1.5)
  }
}
