/// Numbers of `optimize { ... }`, and what they may be.

extension Lowering {
  /// 1 when it is left out.
  mutating func weight(_ expression: Syntax.Expression?) -> Double? {
    guard let expression else { return 1 }
    return positive(expression, .none, "the weight", atMost: Lowering.mostWeight)
  }

  mutating func positive(
    _ expression: Syntax.Expression, _ dimension: Dimension, _ what: String, atMost most: Double = .infinity
  ) -> Double? {
    guard let value = evaluator.quantity(expression, dimension, for: what) else { return nil }
    if value > 0, value <= most { return value }
    error(
      .outOfRange,
      value > 0
        ? "\(what) must be at most \(Quantity(most, dimension)), is \(Quantity(value, dimension))"
        : "\(what) must be more than 0", at: expression.span)
    return nil
  }

  mutating func share(
    _ expression: Syntax.Expression, _ what: String, mayBeZero: Bool = false
  ) -> Double? {
    guard let value = evaluator.quantity(expression, .none, for: what) else { return nil }
    if value <= 1, value > 0 || (mayBeZero && value == 0) { return value }
    error(.outOfRange, "\(what) must be between 0 and 1, is \(Quantity(value, .none))", at: expression.span)
    return nil
  }

  mutating func band(_ interval: Syntax.Interval, _ what: String) -> OptimizationRequest.Band? {
    guard let (lower, upper) = bounds(interval, .shift, "an end of \(what)", mayBeEqual: false) else {
      return nil
    }
    var set: Int?
    if let expression = interval.set {
      guard let value = evaluator.quantity(expression, .none, for: "the label SET") else { return nil }
      guard value >= 0, value <= 32767, value == value.rounded() else {
        error(
          .outOfRange, "the label SET is a whole number from 0 to 32767, not \(Quantity(value, .none))",
          at: expression.span)
        return nil
      }
      set = Int(value)
    }
    return OptimizationRequest.Band(lowerPPM: lower, upperPPM: upper, span: interval.span, set: set)
  }

  mutating func bounds(
    _ interval: Syntax.Interval, _ dimension: Dimension, _ what: String, mayBeEqual: Bool
  ) -> (lower: Double, upper: Double)? {
    guard let lower = evaluator.quantity(interval.lower, anyOf: [dimension], for: what),
      let upper = evaluator.quantity(interval.upper, anyOf: [dimension], for: what),
      isForward(lower, upper, interval.span, mayBeEqual: mayBeEqual)
    else { return nil }
    return (lower.value, upper.value)
  }

  mutating func isForward(
    _ lower: Quantity, _ upper: Quantity, _ span: SourceSpan, mayBeEqual: Bool
  ) -> Bool {
    if lower.value < upper.value || (mayBeEqual && lower.value == upper.value) { return true }
    error(
      .reversedRange,
      lower.value == upper.value
        ? "the range from \(lower) to \(upper) is empty" : "the range runs down, from \(lower) to \(upper)",
      at: span, help: "the smaller value stands first")
    return false
  }
}
