/// How much of every limit a set of controls uses.

package struct ControlUsage: Sendable, Equatable {
  package enum Quantity: String, Sendable, Equatable, CaseIterable {
    /// Largest |B1| of a pulse, Hz.
    case peak
    /// B1 rms of a pulse over its own duration, Hz; limited by budgets only.
    case rms
    /// B1 rms of the pulses of a budget over its period, Hz.
    case budget
    /// Value of a scalar in its unit; `limit` is its upper bound.
    case value
  }

  /// Of the block or the budget.
  package var name: String
  package var quantity: Quantity
  package var used: Double
  /// Nil where there is none.
  package var limit: Double?

  package var share: Double? { limit.map { used / $0 } }
}

extension ControlSpace {
  /// One line per peak, rms, scalar, then budget, in the order of blocks and budgets.
  package func usage(of controls: [Double]) -> [ControlUsage] {
    precondition(controls.count == controlCount, "as many controls as the space has")
    var result: [ControlUsage] = []
    for (index, block) in blocks.enumerated() {
      let own = Array(controls[controlRanges[index]])
      if case .scalar(let scalar) = block {
        var limit: Double?
        if case .between(_, let upper) = scalar.range { limit = upper }
        result.append(ControlUsage(name: block.name, quantity: .value, used: own[0], limit: limit))
        continue
      }
      let rmsHertz = (VectorMath.dot(own, own) / Double(max(1, own.count / 2))).squareRoot()
      result.append(
        ControlUsage(
          name: block.name, quantity: .peak, used: ControlMeasures.peakHertz(own), limit: block.peakHertz))
      result.append(ControlUsage(name: block.name, quantity: .rms, used: rmsHertz, limit: nil))
    }
    for (index, budget) in budgets.enumerated() {
      result.append(
        ControlUsage(
          name: budget.name, quantity: .budget,
          used: (energy(of: index, controls) / budget.periodSeconds).squareRoot(), limit: budget.limitRMSHertz
        ))
    }
    return result
  }
}
