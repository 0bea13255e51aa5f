/// The state of one spin group at the marks of a program, and with it what the receiver will make of each part of it:
/// the functionals of the signal, carried back from the acquisition.
import SequenceIR

/// One member in all lanes of the state; the lanes of the cotangent are four functionals of the signal.
final class StateTrajectory {
  typealias V = SIMD4<Double>
  typealias Pointer = UnsafeMutablePointer<V>

  indirect enum Node {
    case run([Schedule.Node])
    case mark(Int)
    case split(Int)
    case positions(places: [[Double]], weights: [Double], nodes: [Node], hasMarks: Bool)
  }

  /// At a mark, in one place of the voxel.
  struct Visit {
    let mark: Int
    /// Share of the place in the signal of the voxel.
    let weight: Double
    /// Two planes of coefficients of Pauli products.
    let state: Pointer
    /// Two planes of functionals f: the contribution of coefficients c is sum f_re c_re + f_im c_im, weighted already.
    let functionals: Pointer
  }

  let propagator: LanePropagator<V>
  let hamiltonian: FreeHamiltonian
  let transitions: [Transition]
  let nodes: [Node]
  let size: Int
  private let detector: LaneDetector<V>
  private let amplitudes: LaneSpectra<V>
  private let samples: [Double]
  private let multiplicity: Double

  init(
    group: SpinGroup, program: StateProgram, member: EnsembleMember, fieldHertzPerPPM: Double,
    receiverPPM: Double, accuracy: PropagationAccuracy, relaxes: Bool
  ) {
    hamiltonian = FreeHamiltonian(group.system, fieldHertzPerPPM: fieldHertzPerPPM, receiverPPM: receiverPPM)
    let hasTimes = group.t1Seconds != nil || group.t2Seconds != nil
    let rates =
      relaxes && hasTimes
      ? RelaxationRates(
        longitudinal: group.t1Seconds.map { 1 / $0 } ?? 0, transverse: group.t2Seconds.map { 1 / $0 } ?? 0)
      : nil
    var builder = ScheduleBuilder(accuracy: accuracy.covering([member]), relaxes: relaxes)
    nodes = StateTrajectory.nodes(of: program.elements, &builder)
    // A filter somewhere, so that there are two planes.
    var schedule = Schedule(
      SpinProgram(start: program.start, steps: [.dephase(cyclesPerMetre: [0, 0, 0])]), accuracy: accuracy,
      relaxes: relaxes)
    schedule.microsteps = builder.microsteps
    schedule.nodes = StateTrajectory.plain(nodes)
    propagator = LanePropagator(hamiltonian: hamiltonian, schedule: schedule, rates: rates, members: [member])
    samples = schedule.expanded([])
    size = propagator.size
    transitions = hamiltonian.transitions
    detector = LaneDetector(hamiltonian: hamiltonian, transitionCount: transitions.count)
    amplitudes = LaneSpectra(pointCount: transitions.count)
    multiplicity = group.multiplicity
  }

  private static func nodes(of elements: [StateProgram.Element], _ builder: inout ScheduleBuilder) -> [Node] {
    var result: [Node] = []
    var steps: [SpinProgram.Step] = []
    func flush(_ builder: inout ScheduleBuilder) {
      if !steps.isEmpty { result.append(.run(builder.nodes(of: steps))) }
      steps = []
    }
    for element in elements {
      switch element {
      case .step(let step): steps.append(step)
      case .mark(let index):
        flush(&builder)
        result.append(.mark(index))
      case .split(let index):
        flush(&builder)
        result.append(.split(index))
      case .positions(let places, let weights, let inner):
        flush(&builder)
        let nodes = nodes(of: inner, &builder)
        let hasMarks = nodes.contains {
          switch $0 {
          case .mark: true
          case .positions(_, _, _, let hasMarks): hasMarks
          case .run, .split: false
          }
        }
        result.append(.positions(places: places, weights: weights, nodes: nodes, hasMarks: hasMarks))
      }
    }
    flush(&builder)
    return result
  }

  /// For the tables of the propagator, which need to know the longest turn.
  private static func plain(_ nodes: [Node]) -> [Schedule.Node] {
    nodes.flatMap { node -> [Schedule.Node] in
      switch node {
      case .run(let inner): inner
      case .mark, .split: []
      case .positions(_, _, let inner, _): plain(inner)
      }
    }
  }

  // MARK: forth

  /// What is done to the state at a mark or split of this index.
  typealias Change = (Int, StateTrajectory) -> Void

  /// The state at the end; `atMark` and `atSplit` may change it on the way, at each place.
  func propagate(
    atMark: Change? = nil, atSplit: Change? = nil
  ) {
    propagator.prepareStart()
    propagator.place = (0, 0, 0)
    withSamples { forward(nodes[...], atMark, atSplit) }
  }

  func withSamples(_ body: () -> Void) {
    samples.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { propagator.samples = base }
      body()
    }
  }

  func forward(_ nodes: ArraySlice<Node>, _ atMark: Change?, _ atSplit: Change?) {
    for node in nodes {
      switch node {
      case .run(let inner): propagator.forward(inner[...], keepsTape: false)
      case .mark(let index): atMark?(index, self)
      case .split(let index): atSplit?(index, self)
      case .positions(let places, let weights, let inner, _):
        average(places, weights) { _ in forward(inner[...], atMark, atSplit) }
      }
    }
  }

  /// Carries the state through `body` at each place, and leaves the average.
  private func average(_ places: [[Double]], _ weights: [Double], _ body: (Int) -> Void) {
    let start = copy(propagator.state.base)
    let sum = LaneBuffer<V>(count: 2 * size)
    let outer = propagator.place
    for (index, position) in places.enumerated() {
      propagator.state.base.update(from: start.base, count: 2 * size)
      propagator.place = (outer.x + position[0], outer.y + position[1], outer.z + position[2])
      body(index)
      let share = V(repeating: weights[index])
      for entry in 0..<2 * size { sum.base[entry] += share * propagator.state.base[entry] }
    }
    propagator.place = outer
    propagator.state.base.update(from: sum.base, count: 2 * size)
  }

  private func copy(_ source: Pointer) -> LaneBuffer<V> {
    let result = LaneBuffer<V>(count: 2 * size)
    result.base.update(from: source, count: 2 * size)
    return result
  }

  // MARK: the signal

  /// All lines of the state, as the receiver sees them; one proton's transverse magnetization gives 1 in all. With the
  /// convention of simulated signals: what a pulse of phase 0 makes of z is real.
  func lines(lane: Int = 0) -> [ResonanceLine] {
    detector.detect(
      propagator.state.base, planes: 2, rows: UnitRows<V>(transitions: transitions), withTime: false,
      into: amplitudes)
    return transitions.enumerated().map { index, transition in
      let scale = transition.weight * multiplicity
      return ResonanceLine(
        angularFrequency: transition.angularFrequency, real: -scale * amplitudes.part(1)[index][lane],
        imaginary: scale * amplitudes.part(0)[index][lane])
    }
  }

  /// Sets the cotangent to functionals sum g a of the lines' values a; `weights` has one g for each line and lane pair:
  /// lanes 0 and 1 are real and imaginary part of the first functional, lanes 2 and 3 of the second.
  func setFunctionals(
    _ first: [(real: Double, imaginary: Double)], _ second: [(real: Double, imaginary: Double)]
  ) {
    amplitudes.values.base.update(repeating: V(), count: amplitudes.values.count)
    for (index, transition) in transitions.enumerated() {
      let scale = transition.weight * multiplicity
      var (x, y) = (V(), V())
      for (pair, g) in [first[index], second[index]].enumerated() {
        // a = i scale (A_re + i A_im): g a = scale (i g_re - g_im)(A_re + i A_im).
        let (re, im) = (-scale * g.imaginary, scale * g.real)
        (x[2 * pair], y[2 * pair]) = (re, -im)
        (x[2 * pair + 1], y[2 * pair + 1]) = (im, re)
      }
      amplitudes.part(0)[index] = x
      amplitudes.part(1)[index] = y
    }
    detector.pullBack(
      amplitudes, rows: UnitRows<V>(transitions: transitions), withTime: false, planes: 2,
      into: propagator.cotangent.base)
  }

  // MARK: back

  /// Visits every mark at every place. Before, the cotangent is set to the functionals at the end.
  func visitMarks(_ body: (Visit) -> Void) {
    propagator.startBackward()
    propagator.place = (0, 0, 0)
    withSamples {
      let stops = backward(nodes)
      propagator.prepareStart()
      forward(nodes, stops, weight: 1, body)
    }
  }

  /// Carries the cotangent back through `nodes`, and returns it at marks and at the ends of averages.
  private func backward(_ nodes: [Node]) -> [LaneBuffer<V>?] {
    var stops = [LaneBuffer<V>?](repeating: nil, count: nodes.count)
    for (index, node) in nodes.enumerated().reversed() {
      switch node {
      case .run(let inner): propagator.backward(inner[...], earlier: true)
      case .mark: stops[index] = copy(propagator.cotangent.base)
      case .split: break
      case .positions(let places, let weights, let inner, let hasMarks):
        if hasMarks { stops[index] = copy(propagator.cotangent.base) }
        carryBack(inner, at: places, weights)
      }
    }
    return stops
  }

  /// As `backward`, with nothing kept.
  func carryBack(_ nodes: [Node]) {
    for node in nodes.reversed() {
      switch node {
      case .run(let inner): propagator.backward(inner[...], earlier: true)
      case .mark, .split: break
      case .positions(let places, let weights, let inner, _): carryBack(inner, at: places, weights)
      }
    }
  }

  /// From the average over places to before it: the sum of what `nodes` carry back at each place.
  private func carryBack(_ nodes: [Node], at places: [[Double]], _ weights: [Double]) {
    let end = copy(propagator.cotangent.base)
    let sum = LaneBuffer<V>(count: 2 * size)
    let outer = propagator.place
    for place in places.indices {
      enter(places[place], weights[place], end, outer)
      carryBack(nodes)
      for entry in 0..<2 * size { sum.base[entry] += propagator.cotangent.base[entry] }
    }
    propagator.place = outer
    propagator.cotangent.base.update(from: sum.base, count: 2 * size)
  }

  /// The cotangent at the end of a place, and the place itself.
  private func enter(
    _ position: [Double], _ weight: Double, _ end: LaneBuffer<V>, _ outer: (x: Double, y: Double, z: Double)
  ) {
    let share = V(repeating: weight)
    for entry in 0..<2 * size { propagator.cotangent.base[entry] = share * end.base[entry] }
    propagator.place = (outer.x + position[0], outer.y + position[1], outer.z + position[2])
  }

  private func forward(
    _ nodes: [Node], _ stops: [LaneBuffer<V>?], weight: Double, _ body: (Visit) -> Void
  ) {
    for (index, node) in nodes.enumerated() {
      switch node {
      case .run(let inner): propagator.forward(inner[...], keepsTape: false)
      case .split: break
      case .mark(let mark):
        guard let functionals = stops[index] else { continue }
        body(
          Visit(
            mark: mark, weight: weight, state: propagator.state.base, functionals: functionals.base))
      case .positions(let places, let weights, let inner, _):
        let end = stops[index]
        let outer = propagator.place
        average(places, weights) { place in
          if let end {
            enter(places[place], weights[place], end, outer)
            let innerStops = backward(inner)
            forward(inner, innerStops, weight: weight * weights[place], body)
          } else {
            forward(inner[...], nil, nil)
          }
        }
      }
    }
  }
}
