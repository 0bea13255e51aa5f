/// What a search will cost, before it begins: evaluations, and memory.

extension PulseSearch {
  /// Evaluations that a plan takes at most, of the coarse and of the fine function. Line searches of L-BFGS need some
  /// 1.1 evaluations an iteration.
  package func evaluations(of plan: Plan) -> (scouting: Double, polishing: Double) {
    (
      1.1 * Double(plan.starts) * Double(plan.scoutIterations + 1),
      1.1 * Double(plan.survivors) * Double(plan.iterations + 1)
    )
  }

  /// One evaluation of value and gradient, for a clock to measure.
  package func evaluateOnce(_ phase: MultiStart.Phase, _ plan: Plan) {
    let function = function(phase)
    var gradient: [Double] = []
    _ = function.evaluate(firstStart(plan), gradient: &gradient)
  }
}

extension EnsembleSetup {
  /// Memory of an engine, bytes: states, what the way back needs, the spectra of the lines. Within some ten per cent;
  /// the number of lines is an upper bound.
  package func memoryBytes(_ precision: Precision) -> Double {
    let (lanes, scalarBytes) = precision == .single ? (8, 4.0) : (4, 8.0)
    let schedule = Schedule(program, accuracy: accuracy.covering(members), relaxes: relaxes)
    let planes = schedule.isComplex ? 2.0 : 1
    let records = Double(Schedule.tapeLength(schedule.nodes))
    let microsteps = Double(schedule.microsteps.count)
    let points = Double(grid.pointCount)
    var bytes = Double(members.count * moleculeCount * grid.pointCount) * 4 * 8 * 3
    for (set, molecules) in molecules.enumerated() {
      let count = members.count { $0.parameterSet == set }
      let batches = Double((count + lanes - 1) / lanes)
      for group in molecules.flatMap(\.groups) {
        let spins = group.system.spinCount
        let size = Double(1 << (2 * spins))
        let vectors = size * (14 + planes * records) + 2 * microsteps + 4 * points
        bytes += batches * (vectors * 32 + 4 * 8 * microsteps)
        let rows = 4 * points * EnsembleSetup.mostTransitions(spins)
        // Lines are shared by all lanes, unless the receiver stays where it is.
        bytes += alignsFrequency ? rows * scalarBytes : batches * rows * 32
      }
    }
    return bytes
  }

  /// Pairs of states that differ by one spin's worth of order: 2N over N - 1.
  private static func mostTransitions(_ spins: Int) -> Double {
    var product = 1.0
    for index in 0..<max(0, spins - 1) { product = product * Double(2 * spins - index) / Double(index + 1) }
    return product
  }
}

extension Schedule {
  /// States that the way forth keeps for the way back.
  fileprivate static func tapeLength(_ nodes: [Node]) -> Int {
    nodes.reduce(0) { sum, node in
      switch node {
      case .run(let run): sum + (run.hasControls ? 1 : 0)
      case .relax(_, let control): sum + (control == nil ? 0 : 1)
      case .positions(let places, _, let inner): sum + places.count * tapeLength(inner)
      case .select, .symmetrize, .dephase: sum
      }
    }
  }
}
