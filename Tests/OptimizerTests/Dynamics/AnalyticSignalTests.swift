// Signals that textbooks give in closed form, by the engine and by exact propagation: each is held against the formula.
import Optimizer
import SequenceIR
import Testing

@Suite struct AnalyticSignalTests {
  /// First sample of the signal along both ways.
  private func firstSamples(_ setup: EnsembleSetup) -> [Complex] {
    [setup.firstSample(), setup.exactSpectra(member: 0).signal.firstSample]
  }

  /// A spin echo refocuses shifts, not couplings: A of an AXn system is modulated with cos^n(pi J TE), its X with
  /// cos(pi J TE). Shifts 200 ppm apart make the coupling weak to 1e-5.
  @Test(arguments: [1, 2, 3]) func weakCouplingModulatesTheEchoWithTheCosineOfJTimesEchoTime(n: Int) {
    let coupling = 0.6
    let system = SpinSystem(
      shiftsPPM: [103] + [Double](repeating: -97, count: n),
      couplings: (1...n).map { ScalarCoupling(0, $0, hertz: coupling) })
    for echoTime in [0.21, 0.5, 0.83, 1.4] {
      let program = SpinProgram(
        start: .transverse(cosine: 1, sine: 0),
        steps: [
          SpinFixtures.delay(echoTime / 2), SpinFixtures.ideal(degrees: 180),
          SpinFixtures.delay(echoTime / 2),
        ])
      let cosine = ElementaryFunctions.cos(Double.pi * coupling * echoTime)
      let power = [cosine, cosine * cosine, cosine * cosine * cosine][n - 1]
      for sample in firstSamples(SpinFixtures.signalSetup(system, program)) {
        #expect(abs(sample.re - (power + Double(n) * cosine)) < 1e-3, "\(echoTime) s: \(sample)")
        #expect(abs(sample.im) < 1e-3)
      }
    }
  }

  /// AB: four lines at v0 +- C +- J/2 with 2C = sqrt(J^2 + delta^2), the inner ones (1 + J/2C)/2, the outer ones
  /// (1 - J/2C)/2 of a proton.
  @Test(arguments: [2.0, 9.0, 30.0, 200.0])
  func anABSystemHasTheFourLinesOfTheClosedForm(differenceHertz: Double) {
    let coupling = 12.0
    let ppm = differenceHertz / SpinFixtures.fieldHertzPerPPM
    let centre = 3.4
    let system = SpinSystem(
      shiftsPPM: [centre - ppm / 2, centre + ppm / 2], couplings: [ScalarCoupling(0, 1, hertz: coupling)])
    let setup = SpinFixtures.signalSetup(
      system, SpinProgram(steps: [SpinFixtures.ideal(degrees: 90, phaseDegrees: 90)]))
    let half = (coupling * coupling + differenceHertz * differenceHertz).squareRoot() / 2
    let middle = (centre - 3.0) * SpinFixtures.fieldHertzPerPPM
    let ratio = coupling / (2 * half)
    let lines = [
      (middle + half + coupling / 2, (1 - ratio) / 2), (middle + half - coupling / 2, (1 + ratio) / 2),
      (middle - half + coupling / 2, (1 + ratio) / 2), (middle - half - coupling / 2, (1 - ratio) / 2),
    ]
    let grid = setup.grid
    let signal = (0..<grid.sampleCount).map { sample -> Complex in
      let time = Double(sample) * grid.dwellSeconds
      let size = ElementaryFunctions.exp(-Double.pi * setup.linewidthHertz * time) / Double(grid.sampleCount)
      return lines.reduce(Complex(0)) { $0 + .polar(size * $1.1, 2 * Double.pi * $1.0 * time) }
    }
    let spectrum = grid.frequenciesHertz.map { frequency in
      signal.indices.reduce(Complex(0)) {
        $0 + signal[$1] * .polar(1, -2 * Double.pi * frequency * Double($1) * grid.dwellSeconds)
      }
    }
    #expect(relativeDifference(setup.engine().spectra()[0].signal.points, spectrum) < 1e-6)
    #expect(relativeDifference(setup.exactSpectra(member: 0).signal.points, spectrum) < 1e-6)
  }

  @Test func aRotationFollowsTheRightHandAndPrecessionIsPositiveAboveTheReceiver() {
    let system = SpinSystem(shiftsPPM: [3.0 + 100 / SpinFixtures.fieldHertzPerPPM])
    // 90 degrees about x take z to -y; a quarter of a cycle of 100 Hz later it is along x.
    let cases: [(steps: [SpinProgram.Step], expected: Complex)] = [
      ([SpinFixtures.ideal(degrees: 90)], Complex(0, -1)),
      ([SpinFixtures.ideal(degrees: 90, phaseDegrees: 90)], Complex(1, 0)),
      ([SpinFixtures.ideal(degrees: 90), SpinFixtures.delay(2.5e-3)], Complex(1, 0)),
      ([SpinFixtures.ideal(degrees: 90), SpinFixtures.delay(0.2e-3)], .polar(1, Double.pi * (0.04 - 0.5))),
    ]
    for (steps, expected) in cases {
      for sample in firstSamples(SpinFixtures.signalSetup(system, SpinProgram(steps: steps))) {
        #expect((sample - expected).size < 1e-5, "\(sample) \(expected)")
      }
    }
  }

  @Test func transverseMagnetisationDecaysWithT2AndTheLongitudinalRecoversWithT1() {
    let (t1, t2) = (1.3, 0.07)
    let molecule = SpinFixtures.molecule("Cr", SpinSystem(shiftsPPM: [3.0]), t1: t1, t2: t2)
    let quarter = SpinFixtures.ideal(degrees: 90, phaseDegrees: 90)
    let inversion = SpinFixtures.ideal(degrees: 180)
    for seconds in [0.3e-3, 11e-3, 94.5e-3] {
      let delay = SpinFixtures.delay(seconds)
      for (steps, size) in [
        ([quarter, delay], ElementaryFunctions.exp(-seconds / t2)), ([delay, quarter], 1),
        ([inversion, delay, quarter], 2 * ElementaryFunctions.exp(-seconds / t1) - 1),
      ] {
        var setup = SpinFixtures.setup(
          [molecule], members: [EnsembleMember()], program: SpinProgram(steps: steps), relaxes: true)
        setup.grid = SpinFixtures.wholeGrid()
        for sample in firstSamples(setup) {
          #expect(abs(sample.size - size) < 1e-6, "\(seconds) \(size)")
        }
        setup.relaxes = false
        for sample in firstSamples(setup) { #expect(abs(sample.size - 1) < 1e-9) }
      }
    }
  }

  /// Without a T1 or a T2 there is nothing to relax with.
  @Test func aGroupWithoutBothTimesDoesNotRelax() {
    let steps = [SpinFixtures.ideal(degrees: 90), SpinFixtures.delay(50e-3)]
    for (t1, t2) in [(nil, 0.1), (1.0, nil)] as [(Double?, Double?)] {
      var setup = SpinFixtures.setup(
        [SpinFixtures.molecule("Cr", SpinSystem(shiftsPPM: [3.0]), t1: t1, t2: t2)],
        members: [EnsembleMember()], program: SpinProgram(steps: steps), relaxes: true)
      setup.grid = SpinFixtures.wholeGrid()
      for sample in firstSamples(setup) { #expect(abs(sample.size - 1) < 1e-9) }
    }
  }

  /// A slice: one uncoupled spin at many positions, by the Bloch simulator.
  @Test func aSlicePulseTurnsOneSpinAsTheBlochSimulatorDoes() {
    var noise = SpinFixtures.Noise(17)
    let (x, y) = (noise.samples(60, hertz: 700), noise.samples(60, hertz: 700))
    let gradient = 100_000.0
    let places = (0..<7).map { -0.006 + 0.002 * Double($0) }
    let member = EnsembleMember(b1Scale: 1.1, offsetHertz: 30)
    let program = SpinProgram(steps: [
      .positions(
        .init(
          places: places.map { [0, $0, 0] }, weights: places.map { _ in 1 / 7 },
          steps: [
            .pulse(.init(.fixed(x: x, y: y), dwellSeconds: 25e-6, gradients: [[], [gradient], []]))
          ]))
    ])
    var rotations = places.map { _ in SpinRotation() }
    for sample in x.indices {
      for (index, place) in places.enumerated() {
        rotations[index].turn(
          b1xHertz: 1.1 * x[sample], b1yHertz: 1.1 * y[sample], offsetHertz: 30 + 50 + gradient * place,
          seconds: 25e-6)
      }
    }
    let expected = rotations.reduce(Complex(0)) {
      let end = $1.applied(to: Magnetisation(x: 0, y: 0, z: 1))
      return $0 + Complex(end.x / 7, end.y / 7)
    }
    let system = SpinSystem(shiftsPPM: [3.0 + 50 / SpinFixtures.fieldHertzPerPPM])
    for sample in firstSamples(SpinFixtures.signalSetup(system, program, member: member)) {
      #expect((sample - expected).size < 1e-9, "\(sample) \(expected)")
    }
  }
}
