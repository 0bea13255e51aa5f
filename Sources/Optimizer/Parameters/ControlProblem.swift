/// Why blocks and budgets make no space to search in: contradictions of the input, for the caller to diagnose.

package enum ControlProblem: Error, Sendable, Equatable {
  case nothingVaries
  case repeatedName(String)
  /// A pulse without samples, or one whose samples take no time.
  case emptyPulse(String)
  /// A B1 peak, a budget or a scale of zero, less, or not a number.
  case limitNotPositive(String)
  /// The lower bound is not below the upper one; for a standard pulse when its peak forbids the least scale.
  case emptyRange(String, lower: Double, upper: Double)
  case notFinite(String)
  case unknownPulse(String, in: String)

  static func of(_ block: ControlBlock) -> ControlProblem? {
    if let dwellSeconds = block.dwellSeconds {
      guard block.controlCount > 0, dwellSeconds.isFinite, dwellSeconds > 0 else {
        return .emptyPulse(block.name)
      }
    }
    if let peakHertz = block.peakHertz, !(peakHertz.isFinite && peakHertz > 0) {
      return .limitNotPositive(block.name)
    }
    switch block {
    case .shaped(let pulse):
      return pulse.scaleHertz.isFinite && pulse.scaleHertz > 0 ? nil : .limitNotPositive(pulse.name)
    case .standard(let pulse):
      if pulse.shapeHertz.count % 2 != 0 { return .emptyPulse(pulse.name) }
      if !pulse.shapeHertz.allSatisfy(\.isFinite) { return .notFinite(pulse.name) }
      if !pulse.shapeHertz.contains(where: { $0 != 0 }) { return .emptyPulse(pulse.name) }
      return of(pulse.scale)
    case .scalar(let scalar): return of(scalar)
    }
  }

  private static func of(_ scalar: BoundedScalar) -> ControlProblem? {
    switch scalar.range {
    case .between(let lower, let upper):
      guard lower.isFinite, upper.isFinite else { return .notFinite(scalar.name) }
      return lower < upper ? nil : .emptyRange(scalar.name, lower: lower, upper: upper)
    case .atLeast(let lower, let scale):
      guard lower.isFinite else { return .notFinite(scalar.name) }
      return scale.isFinite && scale > 0 ? nil : .limitNotPositive(scalar.name)
    case .free(let scale): return scale.isFinite && scale > 0 ? nil : .limitNotPositive(scalar.name)
    }
  }
}
