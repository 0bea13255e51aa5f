/// When a time of the design is too short, finds the value that would do: "TE of at least 31.4 ms".
///
/// The shortfall at one place says little, because the times before it may depend on the same name. So the design is
/// lowered again with other values of that name until everything that depends on it fits.
struct TimingAdvice {
  private let design: Syntax.Design
  private let profile: ScannerProfile
  private let environment: DesignEnvironment
  private let raster: Time

  /// Each name takes some thirty trials, and who has mended some lets the design be compiled again.
  private static let mostNames = 8

  static func advised(
    _ diagnostics: Diagnostics, design: Syntax.Design, profile: ScannerProfile, environment: DesignEnvironment
  ) -> Diagnostics {
    guard let raster = profile.rasters?.blockDuration,
      diagnostics.items.contains(where: { $0.code == .timingTooShort }),
      diagnostics.items.allSatisfy({ $0.severity != .error || $0.code == .timingTooShort })
    else { return diagnostics }
    let advice = TimingAdvice(design: design, profile: profile, environment: environment, raster: raster)
    var known: [String: Time?] = [:]
    var result = Diagnostics()
    for var diagnostic in diagnostics.items {
      if diagnostic.code == .timingTooShort, let span = diagnostic.span,
        let (name, start) = advice.cause(of: span), known[name] != nil || known.count < mostNames
      {
        let least = known[name] ?? advice.leastValue(of: name, from: start)
        known[name] = .some(least)
        if let least { diagnostic.help = "\(name) of at least \(least) would do" }
      }
      result.append(diagnostic)
    }
    return result
  }

  /// The top-level time, given as a number, that the expression at fault depends on.
  private func cause(of span: SourceSpan) -> (name: String, given: Time)? {
    for statement in design.statements {
      guard case .constant(let name, let value) = statement.kind,
        case .number(let digits, let unit) = value.kind,
        let literal = Quantity.literal(digits, unit: unit?.text)?.quantity, let given = literal.time,
        design.mentions(name.text, at: span)
      else { continue }
      return (name.text, given)
    }
    return nil
  }

  /// The least time that can be played, as far as it is about `name`; nil when none is found.
  private func leastValue(of name: String, from given: Time) -> Time? {
    guard let enough = search(name, from: given.roundedUp(to: raster)) else { return nil }
    // A time that is long enough may still lie between rasters where the design divides it.
    for count in 0..<64
    where problems(name, enough + raster * count, [.timingTooShort, .offRaster], quickly: true) == 0 {
      let least = enough + raster * count
      return problems(name, least, [.timingTooShort, .offRaster], quickly: false) == 0 ? least : nil
    }
    return nil
  }

  /// Doubles the step until the design fits, then halves the interval: some thirty trials.
  private func search(_ name: String, from start: Time) -> Time? {
    var low = start
    var stride = raster * 16
    while problems(name, low + stride, [.timingTooShort], quickly: true) > 0 {
      low += stride
      stride = stride * 2
      if stride > Time(microseconds: 100_000_000) { return nil }
    }
    var high = low + stride
    while high - low > raster {
      let middle = (low + Time(picoseconds: (high - low).picoseconds / 2)).roundedDown(to: raster)
      if problems(name, middle, [.timingTooShort], quickly: true) == 0 { high = middle } else { low = middle }
    }
    return high
  }

  /// How many errors of these kinds depend on `name` when it has this value.
  private func problems(_ name: String, _ time: Time, _ codes: Set<DiagnosticCode>, quickly: Bool) -> Int {
    let trial = DesignCompiler.lower(
      design, profile: profile, environment: environment, overrides: [name: Quantity(time)], isTrial: quickly)
    return trial.diagnostics.items.count { item in
      guard item.severity == .error, codes.contains(item.code), let span = item.span else { return false }
      return design.mentions(name, at: span)
    }
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
