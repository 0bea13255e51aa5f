// Programs of hard pulses and delays, and what states they make: 1 Hz per ppm, so that shifts are frequencies.
import SequenceIR
import Testing

@testable import Optimizer

enum StateFixtures {
  static func system(_ hertz: [Double], _ couplings: [(Int, Int, Double)]) -> Molecule {
    Molecule(
      name: "test",
      groups: [
        SpinGroup(
          name: "all",
          system: SpinSystem(
            shiftsPPM: hertz, couplings: couplings.map { ScalarCoupling($0.0, $0.1, hertz: $0.2) }))
      ])
  }

  /// Weakly coupled: 4 kHz apart.
  static func pair(coupling: Double = 7) -> Molecule { system([2000, -2000], [(0, 1, coupling)]) }

  /// A rotation about x (axis 0) or y (axis 1).
  static func turn(_ degrees: Double, axis: Int) -> SpinProgram.Step {
    .pulse(.ideal(radians: degrees * Double.pi / 180, cosine: axis == 0 ? 1 : 0, sine: axis == 0 ? 0 : 1))
  }

  static func delay(_ seconds: Double) -> SpinProgram.Step { .delay(.init(seconds: seconds)) }

  /// Precession with shifts refocused.
  static func echo(_ seconds: Double) -> [SpinProgram.Step] {
    [delay(seconds / 2), turn(180, axis: 0), delay(seconds / 2)]
  }

  static func experiment(
    _ steps: [SpinProgram.Step], perPPM: Double = 1, reference: Double = 0,
    change: (inout StateExperiment.Conditions) -> Void = { _ in }
  ) -> StateExperiment {
    var conditions = StateExperiment.Conditions()
    conditions.linewidthHertz = 1
    change(&conditions)
    let program = SpinProgram(steps: steps)
    return StateExperiment(
      items: [
        ShotPrograms.Item(
          program: program, count: 1, channel: 0, orders: [], isExact: true, sampleCount: 1024,
          dwellSeconds: 1e-3,
          pathSeconds: StateProgram.duration(of: steps), pulseCount: 1, slices: [])
      ], conditions: conditions, fieldHertzPerPPM: perPPM, referencePPM: reference)
  }

  /// The states of a molecule at pulses and at the end.
  static func states(
    _ steps: [SpinProgram.Step], _ molecule: Molecule, bands: [StateBand] = [.whole], asked: [Double] = [],
    perPPM: Double = 1, reference: Double = 0, change: (inout StateExperiment.Conditions) -> Void = { _ in }
  ) throws -> MoleculeStates {
    let experiment = experiment(steps, perPPM: perPPM, reference: reference, change: change)
    return experiment.states(
      of: molecule, named: molecule.name, bands: bands, marks: try experiment.marks(askedSeconds: asked))
  }

  /// Coefficients by name, those above 1e-6.
  static func coefficients(_ moment: StateMoment) -> [String: Double] {
    var result: [String: Double] = [:]
    for term in moment.terms where abs(term.average.real) > 1e-6 { result[term.name] = term.average.real }
    return result
  }

  static func part(_ moment: StateMoment, _ kind: OperatorClass) -> StatePart? {
    moment.classes.first { $0.class == kind }?.part
  }

  /// Shaped pulses, slices that are averaged, filters, a frequency offset, and a pulse behind an echo of both signs.
  static func mixed(filters: Bool = true) -> [SpinProgram.Step] {
    let shape = (0..<40).map { index -> Double in
      let time = (Double(index) - 19.5) / 20
      return 260 * (1 - time * time) * (1 + 0.3 * time)
    }
    let quadrature = shape.enumerated().map { 0.2 * $1 * (Double($0) - 20) / 20 }
    let excite = SpinProgram.Pulse(
      .fixed(x: shape, y: quadrature), dwellSeconds: 50e-6, turnHertz: 40,
      gradients: [[], [], [200e3]])
    let refocus = SpinProgram.Pulse(
      .fixed(x: shape.map { 1.4 * $0 }, y: quadrature), dwellSeconds: 50e-6, gradients: [[150e3], [], []])
    let mix = SpinProgram.Pulse(
      .fixed(x: quadrature.map { 3 * $0 }, y: shape.map { 0.7 * $0 }), dwellSeconds: 50e-6)
    let places = [-6e-3, -3e-3, 0, 2.5e-3, 6e-3]
    let z = SpinProgram.Positions(
      places: places.map { [0, 0, $0] }, weights: [0.15, 0.25, 0.3, 0.25, 0.15],
      steps: [.pulse(excite)] + (filters ? [.select(orders: [1])] : [])
        + [delay(4e-3), .dephase(cyclesPerMetre: [0, 0, -200])])
    let x = SpinProgram.Positions(
      places: places.map { [$0, 0, 0] }, weights: [0.1, 0.2, 0.4, 0.2, 0.1],
      steps: [.dephase(cyclesPerMetre: [20, 0, 0]), .pulse(refocus)]
        + (filters ? [.select(orders: [-1]), .symmetrize] : []) + [
          delay(6e-3), .dephase(cyclesPerMetre: [20, 0, 0]),
        ])
    return [.positions(z), .positions(x), .pulse(mix), delay(2e-3)]
  }

  static let glutamine = Molecule(
    name: "Gln",
    groups: [
      SpinGroup(name: "C2-C4", system: SpinFixtures.glutamine, t1Seconds: 1.2, t2Seconds: 0.16),
      SpinGroup(
        name: "NH", system: SpinSystem(shiftsPPM: [6.816]), multiplicity: 2, t1Seconds: 0.9, t2Seconds: 0.1),
    ])

  static func scale(_ molecule: Molecule, relaxes: Bool) -> Molecule {
    guard !relaxes else { return molecule }
    var result = molecule
    for index in result.groups.indices {
      (result.groups[index].t1Seconds, result.groups[index].t2Seconds) = (nil, nil)
    }
    return result
  }
}
