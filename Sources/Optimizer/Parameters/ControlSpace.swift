/// All that may vary in a design, as one vector of unbounded parameters.

/// One thing that varies: a waveform, a standard pulse, a time.
package enum ControlBlock: Sendable, Equatable {
  case shaped(ShapedPulse)
  case standard(StandardPulse)
  case scalar(BoundedScalar)

  package var name: String {
    switch self {
    case .shaped(let pulse): pulse.name
    case .standard(let pulse): pulse.name
    case .scalar(let scalar): scalar.name
    }
  }

  package var parameterCount: Int {
    switch self {
    case .shaped(let pulse): pulse.parameterCount
    case .standard: 2
    case .scalar: 1
    }
  }

  /// Two per sample of a pulse, one for a scalar.
  package var controlCount: Int {
    switch self {
    case .shaped(let pulse): 2 * pulse.sampleCount
    case .standard(let pulse): pulse.shapeHertz.count
    case .scalar: 1
    }
  }

  /// Nil for scalars.
  package var dwellSeconds: Double? {
    switch self {
    case .shaped(let pulse): pulse.dwellSeconds
    case .standard(let pulse): pulse.dwellSeconds
    case .scalar: nil
    }
  }

  package var peakHertz: Double? {
    switch self {
    case .shaped(let pulse): pulse.peakHertz
    case .standard(let pulse): pulse.peakHertz
    case .scalar: nil
    }
  }

  func controls(_ x: [Double]) -> [Double] {
    switch self {
    case .shaped(let pulse): pulse.controls(x)
    case .standard(let pulse): pulse.controls(x)
    case .scalar(let scalar): [scalar.value(x[0])]
    }
  }

  func pullBack(_ gradient: [Double], at x: [Double]) -> [Double] {
    switch self {
    case .shaped(let pulse): pulse.pullBack(gradient, at: x)
    case .standard(let pulse): pulse.pullBack(gradient, at: x)
    case .scalar(let scalar): [gradient[0] * scalar.slope(x[0])]
    }
  }

  func parameters(closestTo controls: [Double]) -> [Double] {
    switch self {
    case .shaped(let pulse): pulse.parameters(closestTo: controls)
    case .standard(let pulse): pulse.parameters(closestTo: controls)
    case .scalar(let scalar): [scalar.parameter(of: controls[0])]
    }
  }
}

/// The map from parameters x to controls u and, transposed, of gradients from u to x.
///
/// u holds the blocks one after the other: samples x0, y0, x1, y1, ... of pulses in Hz, scalars in their own unit.
/// Every u respects every bound: peaks through `RadialBound`, ranges through `BoundedScalar`, then budgets in their
/// order, each of which only makes samples smaller.
package struct ControlSpace: Sendable, Equatable {
  package let blocks: [ControlBlock]
  package let budgets: [EnergyBudget]
  /// Where each block lies in x and in u.
  package let parameterRanges: [Range<Int>]
  package let controlRanges: [Range<Int>]
  /// Positions of the pulses of every budget.
  private let budgetMembers: [[Int]]

  package var dimension: Int { parameterRanges.last?.upperBound ?? 0 }
  package var controlCount: Int { controlRanges.last?.upperBound ?? 0 }

  package static func make(
    blocks: [ControlBlock], budgets: [EnergyBudget] = []
  ) -> Result<ControlSpace, ControlProblem> {
    for block in blocks {
      if let problem = ControlProblem.of(block) { return .failure(problem) }
    }
    for (index, block) in blocks.enumerated()
    where blocks[..<index].contains(where: { $0.name == block.name }) {
      return .failure(.repeatedName(block.name))
    }
    if blocks.isEmpty { return .failure(.nothingVaries) }
    var members: [[Int]] = []
    for budget in budgets {
      let limit = budget.limitHertzSquaredSeconds
      guard limit.isFinite, limit > 0, budget.periodSeconds > 0 else {
        return .failure(.limitNotPositive(budget.name))
      }
      let positions = blocks.indices.filter {
        budget.pulses.contains(blocks[$0].name) && blocks[$0].dwellSeconds != nil
      }
      if let unknown = budget.pulses.first(where: { name in !positions.contains { blocks[$0].name == name } })
      {
        return .failure(.unknownPulse(unknown, in: budget.name))
      }
      members.append(positions)
    }
    return .success(ControlSpace(blocks: blocks, budgets: budgets, budgetMembers: members))
  }

  private init(blocks: [ControlBlock], budgets: [EnergyBudget], budgetMembers: [[Int]]) {
    self.blocks = blocks
    self.budgets = budgets
    self.budgetMembers = budgetMembers
    var (parameters, controls) = (0, 0)
    var parameterRanges: [Range<Int>] = []
    var controlRanges: [Range<Int>] = []
    for block in blocks {
      parameterRanges.append(parameters..<parameters + block.parameterCount)
      controlRanges.append(controls..<controls + block.controlCount)
      parameters += block.parameterCount
      controls += block.controlCount
    }
    self.parameterRanges = parameterRanges
    self.controlRanges = controlRanges
  }

  /// u of x.
  package func evaluate(_ x: [Double]) -> [Double] {
    var u = unbudgeted(x)
    for budget in budgets.indices {
      let factor = budgets[budget].factor(energy: energy(of: budget, u)).factor
      scale(&u, budget, by: factor)
    }
    return u
  }

  /// dL/dx at x of dL/du.
  package func pullBack(_ gradient: [Double], at x: [Double]) -> [Double] {
    precondition(gradient.count == controlCount, "one entry of the gradient per control")
    var gradient = gradient
    if !budgets.isEmpty { pullBackThroughBudgets(&gradient, at: x) }
    var result: [Double] = []
    result.reserveCapacity(dimension)
    for (index, block) in blocks.enumerated() {
      result += block.pullBack(Array(gradient[controlRanges[index]]), at: Array(x[parameterRanges[index]]))
    }
    return result
  }

  /// x whose controls are closest to `controls`: exact for samples on the raster and scalars within their bounds.
  package func parameters(closestTo controls: [Double]) -> [Double] {
    precondition(controls.count == controlCount, "as many controls as the space has")
    var v = controls
    for budget in budgets.indices.reversed() {
      scale(&v, budget, by: budgets[budget].inverseFactor(energy: energy(of: budget, v)))
    }
    return blocks.indices.flatMap { blocks[$0].parameters(closestTo: Array(v[controlRanges[$0]])) }
  }

  /// The entry of x for reports: `refocus.x[12]`, `refocus.scale`, `te1`.
  package func parameterName(_ index: Int) -> String {
    guard let block = parameterRanges.firstIndex(where: { $0.contains(index) }) else { return "x[\(index)]" }
    let offset = index - parameterRanges[block].lowerBound
    let name = blocks[block].name
    switch blocks[block] {
    case .shaped: return "\(name).\(offset % 2 == 0 ? "x" : "y")[\(offset / 2)]"
    case .standard: return offset == 0 ? "\(name).scale" : "\(name).phase"
    case .scalar: return name
    }
  }

  package func blockIndex(named name: String) -> Int? { blocks.firstIndex { $0.name == name } }

  // MARK: budgets

  private func unbudgeted(_ x: [Double]) -> [Double] {
    precondition(x.count == dimension, "as many parameters as the space has")
    var u: [Double] = []
    u.reserveCapacity(controlCount)
    for (index, block) in blocks.enumerated() { u += block.controls(Array(x[parameterRanges[index]])) }
    return u
  }

  /// sum dt |u|^2 over the pulses of a budget, Hz^2 s.
  func energy(of budget: Int, _ u: [Double]) -> Double {
    budgetMembers[budget].reduce(0) { sum, block in
      sum
        + ControlMeasures.energy(
          Array(u[controlRanges[block]]), dwellSeconds: blocks[block].dwellSeconds ?? 0)
    }
  }

  private func scale(_ u: inout [Double], _ budget: Int, by factor: Double) {
    for block in budgetMembers[budget] {
      for index in controlRanges[block] { u[index] *= factor }
    }
  }

  private func pullBackThroughBudgets(_ gradient: inout [Double], at x: [Double]) {
    var stages = [unbudgeted(x)]
    var factors: [(factor: Double, slope: Double)] = []
    for budget in budgets.indices {
      var next = stages[budget]
      factors.append(budgets[budget].factor(energy: energy(of: budget, next)))
      scale(&next, budget, by: factors[budget].factor)
      stages.append(next)
    }
    for budget in budgets.indices.reversed() {
      let v = stages[budget]
      var along = 0.0
      for block in budgetMembers[budget] {
        for index in controlRanges[block] { along += v[index] * gradient[index] }
      }
      let (factor, slope) = factors[budget]
      for block in budgetMembers[budget] {
        let dwellSeconds = blocks[block].dwellSeconds ?? 0
        for index in controlRanges[block] {
          gradient[index] = factor * gradient[index] + 2 * dwellSeconds * v[index] * along * slope
        }
      }
    }
  }
}
