/// `vary NAME in ...` of `optimize { ... }`.

extension Lowering {
  /// What the design says of a `let` that is varied.
  mutating func varied(
    _ name: Syntax.Name, _ design: Syntax.Design, _ request: OptimizationRequest
  ) -> Quantity? {
    let constants = design.statements.compactMap { statement -> String? in
      if case .constant(let own, _) = statement.kind { own.text } else { nil }
    }
    guard constants.contains(name.text), let value = evaluator.scope.lookup(name.text)?.value else {
      let near = Suggestion.nearest(to: name.text, among: constants)
      error(
        .unknownName, "no `let` of the design is called `\(name.text)`", at: name.span,
        help: near.map { "did you mean `\($0)`?" } ?? "write at the top level, e.g.: let \(name.text) = 30 ms"
      )
      return nil
    }
    if (request.variables.map(\.name) + request.choices.map(\.name)).contains(name.text) {
      error(.repeatedClause, "`\(name.text)` is varied twice", at: name.span)
    }
    guard case .quantity(let quantity) = value else {
      if !value.isInvalid {
        evaluator.wrongKind(value, needed: "a quantity", for: "`vary`", at: name.span)
      }
      return nil
    }
    return quantity
  }

  mutating func variable(
    _ name: Syntax.Name, _ interval: Syntax.Interval, _ design: Syntax.Design, _ request: OptimizationRequest
  ) -> OptimizationRequest.Variable? {
    guard let quantity = varied(name, design, request),
      let lower = evaluator.quantity(interval.lower, anyOf: [quantity.dimension], for: "`\(name.text)`"),
      let upper = evaluator.quantity(interval.upper, anyOf: [quantity.dimension], for: "`\(name.text)`"),
      isForward(lower, upper, interval.span, mayBeEqual: false)
    else { return nil }
    return OptimizationRequest.Variable(
      name: name.text, lower: lower, upper: upper, value: quantity, span: name.span)
  }

  /// All of a list have the dimension of the `let`, and none stands twice.
  mutating func choice(
    _ name: Syntax.Name, _ list: Syntax.Expression, _ design: Syntax.Design, _ request: OptimizationRequest
  ) -> OptimizationRequest.Choice? {
    guard let quantity = varied(name, design, request) else { return nil }
    let evaluated = evaluator.evaluate(list)
    guard case .list(let elements) = evaluated else {
      if !evaluated.isInvalid {
        evaluator.wrongKind(
          evaluated, needed: "a range, 1 .. 3, or a list of values, (1, 2, 3)", for: "`vary`", at: list.span)
      }
      return nil
    }
    var values: [Quantity] = []
    for element in elements {
      guard case .quantity(let value) = element, value.dimension == quantity.dimension else {
        if !element.isInvalid {
          evaluator.wrongKind(
            element, needed: quantity.dimension.description, for: "`\(name.text)`", at: list.span)
        }
        return nil
      }
      if values.contains(where: { $0.value == value.value }) {
        error(.duplicateName, "\(value) stands twice in this list", at: list.span)
        return nil
      }
      values.append(value)
    }
    let count = request.combinations.count * values.count
    guard values.count > 1, count <= Lowering.mostCombinations else {
      error(
        .outOfRange,
        values.count < 2
          ? "one value leaves no choice"
          : "\(count) combinations of values to try, and \(Lowering.mostCombinations) is the limit",
        at: list.span)
      return nil
    }
    return OptimizationRequest.Choice(name: name.text, values: values, span: name.span)
  }
}
