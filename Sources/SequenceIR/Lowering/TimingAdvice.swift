/// When a time of the design is too short, finds the value that would do: "TE of at least 31.4 ms".
///
/// The shortfall at one place says little, because the times before it may depend on the same name. So the design is
/// lowered again with other values of that name until it fits; the search is exact to a block raster.
enum TimingAdvice {
  static func advised(
    _ diagnostics: Diagnostics, design: Syntax.Design, profile: ScannerProfile, environment: DesignEnvironment
  ) -> Diagnostics {
    guard diagnostics.items.contains(where: { $0.code == .timingTooShort }),
      diagnostics.items.allSatisfy({ $0.severity != .error || $0.code == .timingTooShort })
    else { return diagnostics }
    var result = Diagnostics()
    for var diagnostic in diagnostics.items {
      if diagnostic.code == .timingTooShort,
        let (name, least) = leastValue(for: diagnostic, design, profile, environment)
      {
        diagnostic.help = "\(name) of at least \(least) would do"
      }
      result.append(diagnostic)
    }
    return result
  }

  /// The top-level time that the expression at fault mentions, and its least value that has no such error there.
  private static func leastValue(
    for diagnostic: Diagnostic, _ design: Syntax.Design, _ profile: ScannerProfile, _ environment: DesignEnvironment
  ) -> (String, Time)? {
    guard let span = diagnostic.span else { return nil }
    for statement in design.statements {
      guard case .constant(let name, let value) = statement.kind, case .number(let digits, let unit) = value.kind,
        let literal = Quantity.literal(digits, unit: unit?.text)?.quantity, let start = literal.time,
        design.mentions(name.text, at: span)
      else { continue }
      guard let raster = profile.rasters?.blockDuration else { return nil }
      func fits(_ time: Time) -> Bool {
        let trial = DesignCompiler.lower(
          design, profile: profile, environment: environment, overrides: [name.text: Quantity(time)])
        return !trial.diagnostics.items.contains { $0.code == .timingTooShort && $0.span == span }
      }
      return search(from: start.roundedUp(to: raster), step: raster * 2, fits).map { (name.text, $0) }
    }
    return nil
  }

  /// Doubles the step until the design fits, then halves the interval: about forty trials of a design that is small.
  private static func search(from start: Time, step: Time, _ fits: (Time) -> Bool) -> Time? {
    var low = start
    var stride = step * 16
    var high = start + stride
    var trials = 0
    while !fits(high) {
      low = high
      stride = stride * 2
      high = low + stride
      trials += 1
      if trials > 20 { return nil }
    }
    while high - low > step {
      let middle = (low + Time(picoseconds: (high - low).picoseconds / 2)).roundedDown(to: step)
      if middle <= low { break }
      if fits(middle) { high = middle } else { low = middle }
    }
    return high.roundedUp(to: step)
  }
}

extension Syntax.Design {
  /// Whether the expression at `span` mentions the name, directly or through other constants.
  func mentions(_ name: String, at span: SourceSpan) -> Bool {
    let expression = statements.lazy.flatMap { $0.allExpressions }.first { $0.span == span }
    return expression.map { mentions(name, in: $0, depth: 0) } ?? false
  }

  private func mentions(_ name: String, in expression: Syntax.Expression, depth: Int) -> Bool {
    if expression.mentions(name) { return true }
    guard depth < 8 else { return false }
    for statement in statements {
      if case .constant(let other, let value) = statement.kind, expression.mentions(other.text),
        mentions(name, in: value, depth: depth + 1)
      {
        return true
      }
    }
    return false
  }
}

extension Syntax.Statement {
  /// Every expression of the statement and of those inside it, and their operands.
  var allExpressions: [Syntax.Expression] {
    expressions.flatMap(\.withOperands) + children.flatMap(\.allExpressions)
  }
}

extension Syntax.Expression {
  var withOperands: [Syntax.Expression] { [self] + operands.flatMap(\.withOperands) }
}
