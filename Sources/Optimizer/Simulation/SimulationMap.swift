/// Signals of molecules over the place in the voxel, over B1 or over the offset of the field, beside those of the whole.
import SequenceIR

package struct SimulationMap: Sendable {
  package enum Variable: String, Sendable, CaseIterable {
    case position
    case b1
    case offset
  }

  /// One kind of shots along one axis.
  package struct Line: Sendable {
    /// As in `SpectrumSimulation.Shots`.
    package let shots: String
    /// Of positions; nil else.
    package let axis: Axis?
    /// Metres, actual over nominal B1, or hertz.
    package let places: [Double]
    /// Of positions, share of each place in the nominal voxel; else 1.
    package let weights: [Double]
    /// [molecule][place]: the projection of the signal there on that of the reference, Re <s, r> / <r, r>. Of
    /// positions, r is the signal of the voxel and s that of a voxel full of this place: weighted sums give 1.
    package let shares: [[Double]]
    /// [molecule][place]: norm of the same signal over that of the reference.
    package let sizes: [[Double]]

    /// Mean place of a molecule, and width at half of its largest share; of positions, m.
    package func extent(ofMolecule molecule: Int) -> (centre: Double, width: Double?) {
      let share = shares[molecule]
      var (sum, moment) = (0.0, 0.0)
      for place in places.indices {
        sum += weights[place] * share[place]
        moment += weights[place] * share[place] * places[place]
      }
      let half = 0.5 * (share.max() ?? 0)
      guard let first = share.firstIndex(where: { $0 >= half }), first > 0,
        let last = share.lastIndex(where: { $0 >= half }), last < share.count - 1, half > 0
      else { return (sum != 0 ? moment / sum : 0, nil) }
      func crossing(_ inside: Int, _ outside: Int) -> Double {
        let part = (share[inside] - half) / (share[inside] - share[outside])
        return places[inside] + part * (places[outside] - places[inside])
      }
      return (moment / sum, crossing(last, last + 1) - crossing(first, first - 1))
    }
  }

  package let variable: Variable
  package let lines: [Line]
  package let simulation: SpectrumSimulation
  package let notes: [String]

  /// `values`: of B1 or offset; they do not matter for positions.
  package init(
    _ variable: Variable, values: [Double], of simulation: SpectrumSimulation
  ) throws(SimulationProblem) {
    self.variable = variable
    self.simulation = simulation
    notes = simulation.notes
    switch variable {
    case .position: lines = try SimulationMap.positions(simulation)
    case .b1:
      lines = SimulationMap.conditions(simulation, values) { $0.b1Scale = $1 }
    case .offset:
      lines = SimulationMap.conditions(simulation, values) { $0.offsetHertz = $1 }
    }
  }

  // MARK: conditions

  private static func conditions(
    _ simulation: SpectrumSimulation, _ values: [Double],
    change: (inout SpectrumSimulation.Conditions, Double) -> Void
  ) -> [Line] {
    let variants = values.map { value in
      var conditions = simulation.conditions
      change(&conditions, value)
      return simulation.signals(of: simulation.items, conditions)
    }
    return simulation.shots.indices.map { kind in
      line(
        simulation, kind, axis: nil, places: values, weights: [Double](repeating: 1, count: values.count),
        signals: variants.map { $0[kind].molecules }, scales: [Double](repeating: 1, count: values.count))
    }
  }

  // MARK: places

  private static func positions(_ simulation: SpectrumSimulation) throws(SimulationProblem) -> [Line] {
    var lines: [Line] = []
    for axis in Axis.allCases {
      let found = simulation.items.lazy.compactMap { $0.program.places(along: axis.rawValue) }.first
      guard let found else { continue }
      let size = found.weights.reduce(0, +)
      let variants = found.places.indices.map { place in
        var items = simulation.items
        for index in items.indices {
          items[index].program = items[index].program.restricted(
            to: place, of: found, axis: axis.rawValue, elsewhere: found.weights[place] / size)
        }
        return simulation.signals(of: items, simulation.conditions)
      }
      for kind in simulation.shots.indices {
        lines.append(
          line(
            simulation, kind, axis: axis, places: found.places, weights: found.weights,
            signals: variants.map { $0[kind].molecules }, scales: found.weights.map { 1 / $0 }))
      }
    }
    guard !lines.isEmpty else {
      throw SimulationProblem(
        .noPlaces, "no pulse of the sequence selects a slice along one axis",
        help: "play one with a slice gradient, or ask for --over b1 or --over offset")
    }
    return lines
  }

  /// `signals`: [place][molecule]
  private static func line(
    _ simulation: SpectrumSimulation, _ kind: Int, axis: Axis?, places: [Double], weights: [Double],
    signals: [[SampledSignal]], scales: [Double]
  ) -> Line {
    let references = simulation.shots[kind].molecules
    var (shares, sizes): ([[Double]], [[Double]]) = ([], [])
    for (molecule, reference) in references.enumerated() {
      let energy = reference.energy
      func ratio(_ value: Double) -> Double { energy > 0 ? value / energy : 0 }
      shares.append(zip(signals, scales).map { $1 * ratio($0[molecule].projection(on: reference)) })
      sizes.append(zip(signals, scales).map { $1 * ratio($0[molecule].energy).squareRoot() })
    }
    return Line(
      shots: simulation.shots[kind].title, axis: axis, places: places, weights: weights, shares: shares,
      sizes: sizes)
  }
}

extension SampledSignal {
  /// Re <self, other>: the sum of the products of real and of imaginary parts.
  func projection(on other: SampledSignal) -> Double {
    real.indices.reduce(0) { $0 + real[$1] * other.real[$1] + imaginary[$1] * other.imaginary[$1] }
  }
}

extension SpinProgram {
  /// Places of the average along one axis, m, with their weights; nil: there is none.
  func places(along axis: Int) -> (places: [Double], weights: [Double])? {
    SpinProgram.places(along: axis, in: steps)
  }

  private static func places(along axis: Int, in steps: [Step]) -> (places: [Double], weights: [Double])? {
    for step in steps {
      guard case .positions(let positions) = step else { continue }
      if positions.places.contains(where: { $0[axis] != 0 }) {
        return (positions.places.map { $0[axis] }, positions.weights)
      }
      if let found = places(along: axis, in: positions.steps) { return found }
    }
    return nil
  }

  /// One place of the average along an axis, with its weight. A program without such an average, or with other places,
  /// gives `elsewhere` of its signal: it treats all places of the axis alike.
  func restricted(
    to place: Int, of known: (places: [Double], weights: [Double]), axis: Int, elsewhere: Double
  ) -> SpinProgram {
    var result = self
    if let own = places(along: axis), own.places == known.places, own.weights == known.weights {
      result.steps = SpinProgram.restricted(steps, to: place, axis: axis)
    } else if let first = steps.first {
      result.steps[0] = .positions(.init(places: [[0, 0, 0]], weights: [elsewhere], steps: [first]))
    }
    return result
  }

  private static func restricted(_ steps: [Step], to place: Int, axis: Int) -> [Step] {
    steps.map { step in
      guard case .positions(var positions) = step else { return step }
      if positions.places.contains(where: { $0[axis] != 0 }) {
        positions.places = [positions.places[place]]
        positions.weights = [positions.weights[place]]
      } else {
        positions.steps = restricted(positions.steps, to: place, axis: axis)
      }
      return .positions(positions)
    }
  }
}
