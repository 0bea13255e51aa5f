// The engine against exponentials of the whole Hamiltonian, and its error as a function of its intervals.
import Optimizer
import SequenceIR
import Testing

@Suite struct EngineAgainstExactTests {
  private static let systems = [
    ("Glu", SpinFixtures.glutamate), ("Gln", SpinFixtures.glutamine),
    ("three spins", SpinFixtures.threeSpins),
  ]

  private static func randomPulse(seed: UInt64, dwellSeconds: Double = 20e-6, count: Int = 256) -> SpinProgram
  {
    var noise = SpinFixtures.Noise(seed)
    return SpinProgram(
      start: .transverse(cosine: 0.6, sine: -0.8),
      steps: [SpinFixtures.randomPulse(&noise, count: count, hertz: 1000, dwellSeconds: dwellSeconds)])
  }

  private static let member = EnsembleMember(b1Scale: 1.08, offsetHertz: 14)

  /// Five milliseconds of noise of 1 kHz.
  @Test(arguments: systems.map(\.0))
  func theSignalIsExactToAHundredThousandth(name: String) throws {
    let system = try #require(Self.systems.first { $0.0 == name }).1
    let setup = SpinFixtures.signalSetup(system, Self.randomPulse(seed: 21), member: Self.member)
    let error = setup.engineError()
    #expect(error.signal < 1e-5 && error.timeWeighted < 1e-5, "\(error)")
  }

  /// Within 20 %, where the field is constant over the longest interval; a field that jumps within intervals leaves
  /// errors that cancel by chance and fall faster.
  @Test(arguments: systems.map(\.0))
  func theErrorFallsWithTheSquareOfTheInterval(name: String) throws {
    let system = try #require(Self.systems.first { $0.0 == name }).1
    var setup = SpinFixtures.signalSetup(
      system, Self.randomPulse(seed: 28, dwellSeconds: 160e-6, count: 32), member: Self.member)
    let exact = setup.exactSpectra(member: 0)
    let errors = [40e-6, 80e-6, 160e-6].map { kick -> Double in
      setup.accuracy.kickSeconds = kick
      return relativeDifference(setup.engine().spectra()[0].signal, exact.signal)
    }
    for (fine, coarse) in zip(errors, errors.dropFirst()) {
      #expect(abs(coarse / fine - 4) < 0.8, "\(errors)")
    }
    setup.accuracy.kickSeconds = 80e-6
    let estimate = setup.errorEstimate()
    #expect(abs(estimate.relative / errors[1] - 1) < 0.2 && estimate.worstMember == estimate.relative)
  }

  /// Their steps are shorter, so that rotations stay exact; kicks are short enough for offsets of kilohertz.
  @Test(arguments: [
    EnsembleMember(b1Scale: 6), EnsembleMember(offsetHertz: 8_000),
    EnsembleMember(b1Scale: 4, offsetHertz: -5_000),
  ])
  func membersFarFromNominalAreAsExact(member: EnsembleMember) {
    var noise = SpinFixtures.Noise(29)
    let program = SpinProgram(steps: [
      SpinFixtures.randomPulse(&noise, count: 40, hertz: 1000, dwellSeconds: 50e-6)
    ])
    var setup = SpinFixtures.signalSetup(SpinFixtures.threeSpins, program, member: member)
    setup.accuracy = PropagationAccuracy(kickSeconds: 5e-6, relaxationSeconds: 1e-3)
    let error = setup.engineError()
    #expect(error.signal < 1e-5, "\(error)")
  }

  /// A frame of 15 kHz turns a spin by more than half a turn within a sample of 40 us.
  @Test(arguments: [15_000.0, -9_000]) func pulsesFarBesideTheReceiverAreAsExact(turnHertz: Double) {
    var noise = SpinFixtures.Noise(33)
    let pulse = SpinProgram.Pulse(
      .fixed(x: noise.samples(40, hertz: 400), y: noise.samples(40, hertz: 400)), dwellSeconds: 40e-6,
      turnHertz: turnHertz)
    let setup = SpinFixtures.signalSetup(
      SpinFixtures.threeSpins, SpinProgram(steps: [.pulse(pulse)]), member: Self.member)
    let error = setup.engineError()
    #expect(error.signal < 1e-4, "\(error)")
  }

  @Test func singlePrecisionIsExactToAHundredThousandth() {
    for (name, system) in Self.systems.dropFirst() {
      let setup = SpinFixtures.signalSetup(system, Self.randomPulse(seed: 22), member: Self.member)
      let error = setup.engineError(.single)
      #expect(error.signal < 1e-5 && error.timeWeighted < 1e-5, "\(name): \(error)")
    }
  }

  /// Dwells that kick intervals are no multiple of, longer and shorter than one, and pulses and delays of any length
  /// between them; short delays are cut, long ones are not.
  @Test(arguments: [
    ("7 samples of 30 us", 30e-6, 7, 0.0), ("53 samples of 30 us and 17 us", 30e-6, 53, 17e-6),
    ("one sample of 10 us and 0.1 ms", 10e-6, 1, 0.1e-3),
    ("samples of 100 us and 0.319 ms", 100e-6, 21, 0.319e-3),
    ("samples of 250 us and 0.321 ms", 250e-6, 9, 0.321e-3), ("samples of 81 us and 5 ms", 81e-6, 13, 5e-3),
    ("samples of 3.3 us and 1 us", 3.3e-6, 60, 1e-6),
  ])
  func remaindersOfIntervalsAreAsExact(name: String, dwell: Double, count: Int, delay: Double) {
    var noise = SpinFixtures.Noise(23)
    let program = SpinProgram(steps: [
      SpinFixtures.randomPulse(&noise, count: count, hertz: 1000, dwellSeconds: dwell),
      SpinFixtures.delay(delay),
      SpinFixtures.randomPulse(&noise, count: count, hertz: 1000, dwellSeconds: dwell),
      SpinFixtures.delay(2 * delay),
    ])
    let error = SpinFixtures.signalSetup(SpinFixtures.threeSpins, program, member: Self.member).engineError()
    #expect(error.signal < 1e-5 && error.timeWeighted < 1e-5, "\(name): \(error)")
  }

  @Test func searchedSamplesAndDelaysArePlayedAsGiven() {
    let program = SpinProgram(
      steps: [
        .pulse(.init(.control(first: 4, count: 20), dwellSeconds: 40e-6, phase: 0.4)),
        .delay(.init(seconds: 1e-3, control: 1)),
        .pulse(
          .init(.control(first: 0, count: 12), dwellSeconds: 55e-6, turnHertz: -281)
        ),
        .delay(.init(seconds: 0, control: 0)),
      ], controlSampleCount: 24, controlDelayCount: 2)
    var noise = SpinFixtures.Noise(24)
    let controls = EnsembleControls(samples: noise.samples(48, hertz: 900), delays: [2.3e-3, 0.7e-3])
    let setup = SpinFixtures.signalSetup(SpinFixtures.threeSpins, program, member: Self.member)
    let error = setup.engineError(.double, controls)
    #expect(error.signal < 1e-5 && error.timeWeighted < 1e-5, "\(error)")
  }

  /// The carrier of a pulse may lie beside the receiver's: its phase turns on while samples are held. Played as a file
  /// has it, every microsecond with the phase of its middle, the exact spectra are the same.
  @Test func aFrequencyOffsetTurnsThePhaseWhileSamplesAreHeld() {
    var noise = SpinFixtures.Noise(30)
    let samples = noise.samples(40, hertz: 400)
    let (dwell, hertz, phase) = (100e-6, -281.0, 0.4)
    func spectra(_ pulse: SpinProgram.Pulse, exact: Bool) -> SpectrumTable {
      let setup = SpinFixtures.signalSetup(
        SpinFixtures.threeSpins, SpinProgram(steps: [.pulse(pulse)], controlSampleCount: 20),
        member: Self.member)
      let controls = EnsembleControls(samples: samples, delays: [])
      return exact
        ? setup.exactSpectra(member: 0, controls: controls).signal
        : setup.engine().spectra(controls)[0].signal
    }
    let searched = SpinProgram.Pulse(
      .control(first: 0, count: 20), dwellSeconds: dwell, phase: phase, turnHertz: hertz)
    var (x, y): ([Double], [Double]) = ([], [])
    for index in 0..<2000 {
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(
        phase + 2 * Double.pi * hertz * (Double(index) + 0.5) * 1e-6)
      let (u, v) = (samples[2 * (index / 100)], samples[2 * (index / 100) + 1])
      x.append(cosine * u - sine * v)
      y.append(sine * u + cosine * v)
    }
    let played = spectra(SpinProgram.Pulse(.fixed(x: x, y: y), dwellSeconds: 1e-6), exact: true)
    #expect(relativeDifference(spectra(searched, exact: true), played) < 1e-6)
    #expect(relativeDifference(spectra(searched, exact: false), played) < 1e-5)
  }

  /// A slice with crushers and orders kept, each position by itself.
  @Test func gradientsPositionsAndFiltersAgree() {
    var noise = SpinFixtures.Noise(25)
    let program = SpinProgram(steps: [
      SpinFixtures.randomPulse(&noise, count: 10, hertz: 600, dwellSeconds: 60e-6), .select(orders: [1, -2]),
      .positions(
        .init(
          places: [[-0.01, 0, 0.002], [0.001, 0, 0], [0.008, 0.003, 0]], weights: [0.3, 0.45, 0.25],
          steps: [
            .dephase(cyclesPerMetre: [20, 5, 0]), SpinFixtures.delay(1.1e-3),
            .select(orders: [-2, -1, 1, 2, 0]),
            .pulse(
              .init(
                .fixed(x: noise.samples(20, hertz: 800), y: noise.samples(20, hertz: 800)),
                dwellSeconds: 35e-6, phase: 0.7,
                gradients: [[30000], [], (0..<20).map { 2000 * Double($0) }])),
            .positions(
              .init(
                places: [[0, 0.01, 0], [0, -0.02, 0]], weights: [0.5, 0.5],
                steps: [.dephase(cyclesPerMetre: [10, 13, 0])])),
          ])),
      SpinFixtures.delay(4e-3),
    ])
    for aligns in [true, false] {
      let setup = SpinFixtures.signalSetup(
        SpinFixtures.threeSpins, program, member: Self.member, aligns: aligns)
      let error = setup.engineError()
      #expect(error.signal < 1e-5 && error.timeWeighted < 1e-5, "\(error)")
    }
  }

  /// T1 and T2 during pulses and delays: in pulses with the couplings, in delays in steps of their own.
  @Test func relaxationOfCoupledSpinsConvergesToTheExact() {
    var noise = SpinFixtures.Noise(26)
    let program = SpinProgram(steps: [
      SpinFixtures.randomPulse(&noise, count: 60, hertz: 600, dwellSeconds: 50e-6), SpinFixtures.delay(13e-3),
      SpinFixtures.randomPulse(&noise, count: 40, hertz: 600, dwellSeconds: 50e-6), .select(orders: [-1, 1]),
      SpinFixtures.delay(7.7e-3),
      SpinFixtures.randomPulse(&noise, count: 20, hertz: 900, dwellSeconds: 50e-6),
    ])
    var setup = SpinFixtures.setup(
      [SpinFixtures.molecule("Asp", SpinFixtures.threeSpins, t1: 1.2, t2: 0.08)],
      members: [Self.member], program: program, relaxes: true)
    setup.grid = SpinFixtures.wholeGrid()
    let exact = setup.exactSpectra(member: 0, relaxationSeconds: 10e-6)
    let errors = [25e-6, 100e-6].map { interval -> Double in
      setup.accuracy.kickSeconds = interval
      setup.accuracy.relaxationSeconds = 10 * interval
      return relativeDifference(setup.engine().spectra()[0].signal, exact.signal)
    }
    #expect(errors[0] < 5e-5 && errors[1] < 1e-3 && errors[1] / errors[0] > 8, "\(errors)")
  }

  /// Searched samples relax in steps of their own, and the same samples that are fixed with the couplings.
  @Test func searchedPulsesRelaxAsFixedOnesDo() {
    var noise = SpinFixtures.Noise(28)
    let fixed = SpinFixtures.randomPulse(&noise, count: 60, hertz: 600, dwellSeconds: 50e-6)
    guard case .pulse(var pulse) = fixed, case .fixed(let x, let y) = pulse.waveform else {
      Issue.record("a random pulse has fixed samples")
      return
    }
    pulse.waveform = .control(first: 0, count: x.count)
    let searched = SpinProgram(
      steps: [.pulse(pulse), SpinFixtures.delay(2e-3)], controlSampleCount: x.count)
    var setup = SpinFixtures.setup(
      [SpinFixtures.molecule("Asp", SpinFixtures.threeSpins, t1: 0.3, t2: 0.08)],
      members: [Self.member], program: searched, relaxes: true)
    setup.grid = SpinFixtures.wholeGrid()
    setup.accuracy = PropagationAccuracy(kickSeconds: 25e-6, relaxationSeconds: 50e-6)
    let controls = EnsembleControls(samples: zip(x, y).flatMap { [$0, $1] })
    let found = setup.engine().spectra(controls)[0].signal
    setup.program = SpinProgram(steps: [fixed, SpinFixtures.delay(2e-3)])
    #expect(relativeDifference(found, setup.engine().spectra()[0].signal) < 1e-4)
  }

  @Test func everyMemberOfAnEnsembleIsItsOwnExperiment() {
    let members = [
      EnsembleMember(b1Scale: 0.85, offsetHertz: -15), EnsembleMember(b1Scale: 1.15, offsetHertz: 15),
      EnsembleMember(b1Scale: 1, offsetHertz: 3, parameterSet: 1), EnsembleMember(),
      EnsembleMember(b1Scale: 0.9, parameterSet: 1), EnsembleMember(b1Scale: 1.1),
      EnsembleMember(offsetHertz: 9),
    ]
    var other = SpinFixtures.threeSpins
    other.shiftsPPM[1] += 0.02
    var setup = SpinFixtures.setup(
      [], members: members, program: Self.randomPulse(seed: 27, count: 50), aligns: false, threads: 2)
    setup.molecules = [SpinFixtures.threeSpins, other].map { system in
      [
        Molecule(
          name: "two groups",
          groups: [
            SpinGroup(name: "a", system: system, multiplicity: 2),
            SpinGroup(name: "b", system: SpinSystem(shiftsPPM: [2.1]), multiplicity: 3),
          ]),
        SpinFixtures.molecule(
          "AB", SpinSystem(shiftsPPM: [2.7, 2.9], couplings: [ScalarCoupling(0, 1, hertz: 7)])),
      ]
    }
    let spectra = setup.engine().spectra()
    for index in members.indices {
      let exact = setup.exactSpectra(member: index)
      #expect(relativeDifference(spectra[index].signal, exact.signal) < 1e-5)
    }
  }
}
