// The gradient of the engine is the derivative of its own loss, for every kind of variable and step.
import Optimizer
import SequenceIR
import Testing

@Suite struct GradientTests {
  private static let members = [
    EnsembleMember(b1Scale: 0.9, offsetHertz: -12), EnsembleMember(),
    EnsembleMember(b1Scale: 1.12, offsetHertz: 17),
    EnsembleMember(b1Scale: 1.05, offsetHertz: 5), EnsembleMember(b1Scale: 0.97, offsetHertz: 9),
  ]
  private static let steps: [(name: String, steps: [SpinProgram.Step], delays: Int)] = [
    ("one shaped pulse", [.pulse(.init(.control(first: 0, count: 24), dwellSeconds: 50e-6))], 0),
    (
      "a remainder of a kick interval",
      [.pulse(.init(.control(first: 0, count: 23), dwellSeconds: 30e-6)), .delay(.init(seconds: 3e-3))], 0
    ),
    (
      "searched delays between pulses",
      [
        .pulse(.init(.control(first: 0, count: 8), dwellSeconds: 100e-6)),
        .delay(.init(seconds: 2e-3, control: 0)),
        .pulse(.init(.control(first: 8, count: 16), dwellSeconds: 100e-6)),
        .delay(.init(seconds: 4e-3, control: 1)),
      ], 2
    ),
    (
      "coherence selection and positions",
      [
        .pulse(.init(.control(first: 0, count: 8), dwellSeconds: 100e-6)), .select(orders: [-1]),
        .delay(.init(seconds: 2e-3)),
        .positions(
          .init(
            places: [[-0.01, 0, 0], [0, 0, 0], [0.008, 0, 0]], weights: [0.3, 0.4, 0.3],
            steps: [
              .dephase(cyclesPerMetre: [20, 0, 0]), .select(orders: [-1, 1]),
              .pulse(
                .init(
                  .control(first: 8, count: 16), dwellSeconds: 50e-6, phase: 0.7,
                  gradients: [[30000], [], []])),
            ])), .select(orders: [1]), .delay(.init(seconds: 5e-3, control: 0)),
        .pulse(
          .init(.control(first: 4, count: 12), dwellSeconds: 80e-6, turnHertz: 400)
        ),
      ], 1
    ),
  ]

  /// Tasks are made for one turn until a gradient is asked for, and stay from then on; nothing else may change.
  @Test(arguments: [1, 2]) func spectraAreTheSameBeforeAndAfterAGradient(threads: Int) {
    let program = SpinProgram(steps: Self.steps[3].steps, controlSampleCount: 24, controlDelayCount: 1)
    let setup = SpinFixtures.setup(
      [
        SpinFixtures.molecule("a", SpinFixtures.threeSpins),
        SpinFixtures.molecule("b", SpinFixtures.glutamate),
      ], members: Self.members, program: program, threads: threads)
    var noise = SpinFixtures.Noise(34)
    let controls = EnsembleControls(samples: noise.samples(48, hertz: 500), delays: [1e-3])
    let engine = setup.engine()
    let before = engine.spectra(controls)
    var gradient = EnsembleControls()
    _ = engine.evaluate(controls, loss: SpinFixtures.loss(), gradient: &gradient)
    let after = engine.spectra(controls)
    for (first, second) in zip(before, after) {
      #expect(first.signal.real == second.signal.real && first.signal.imaginary == second.signal.imaginary)
      #expect(first.timeWeighted.real == second.timeWeighted.real)
      #expect(first.signal.real.contains { $0 != 0 })
    }
  }

  @Test(arguments: steps.map(\.name), [false, true])
  func theGradientIsTheDerivativeOfTheLoss(name: String, relaxes: Bool) throws {
    let row = try #require(Self.steps.first { $0.name == name })
    let program = SpinProgram(steps: row.steps, controlSampleCount: 24, controlDelayCount: row.delays)
    let molecules = [
      SpinFixtures.molecule("Asp", SpinFixtures.threeSpins, t1: 1.2, t2: 0.05),
      SpinFixtures.molecule("Cr", SpinSystem(shiftsPPM: [3.03]), t1: 1.4, t2: 0.12),
    ]
    let engine = SpinFixtures.setup(
      molecules, members: Self.members, program: program,
      accuracy: PropagationAccuracy(relaxationSeconds: 1e-3),
      relaxes: relaxes
    ).engine()
    var noise = SpinFixtures.Noise(3)
    let controls = EnsembleControls(
      samples: noise.samples(48, hertz: 500), delays: (0..<row.delays).map { 1e-3 * Double($0) })
    var gradient = EnsembleControls()
    _ = engine.evaluate(controls, loss: SpinFixtures.loss(), gradient: &gradient)

    func value(_ controls: EnsembleControls) -> Double {
      var unused = EnsembleControls()
      return engine.evaluate(controls, loss: SpinFixtures.loss(), gradient: &unused)
    }
    for _ in 0..<3 {
      let direction = EnsembleControls(
        samples: noise.samples(48, hertz: 1), delays: noise.samples(row.delays, hertz: 1e-5))
      func moved(_ step: Double) -> Double {
        value(
          EnsembleControls(
            samples: zip(controls.samples, direction.samples).map { $0 + step * $1 },
            delays: zip(controls.delays, direction.delays).map { $0 + step * $1 }))
      }
      // Richardson: the error of the difference is of fourth order.
      let coarse = (moved(2) - moved(-2)) / 4
      let fine = (moved(1) - moved(-1)) / 2
      let difference = (4 * fine - coarse) / 3
      let product =
        zip(gradient.samples, direction.samples).reduce(0) { $0 + $1.0 * $1.1 }
        + zip(gradient.delays, direction.delays).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(
        abs(product - difference) < 1e-7 * max(abs(product), abs(difference)), "\(product) \(difference)")
    }
  }

  @Test func threadsDoNotChangeABit() {
    let program = SpinProgram(
      steps: [.pulse(.init(.control(first: 0, count: 24), dwellSeconds: 50e-6))], controlSampleCount: 24)
    var noise = SpinFixtures.Noise(4)
    let controls = EnsembleControls(samples: noise.samples(48, hertz: 500))
    let results = [1, 2, 3].map { threads -> EnsembleControls in
      let engine = SpinFixtures.setup(
        [
          SpinFixtures.molecule("Glu", SpinFixtures.glutamate),
          SpinFixtures.molecule("Asp", SpinFixtures.threeSpins),
        ],
        members: Self.members, program: program, threads: threads
      ).engine()
      var gradient = EnsembleControls()
      _ = engine.evaluate(controls, loss: SpinFixtures.loss(), gradient: &gradient)
      return gradient
    }
    #expect(results[0] == results[1] && results[1] == results[2])
  }
}
