/// Expressions: numbers with units, names, lists, calls, and the usual operators.
extension Parser {
  package mutating func expression() -> Syntax.Expression? { expression(above: 0) }

  /// Operators bind as in arithmetic; `minimum` is the precedence that ends the expression.
  private mutating func expression(above minimum: Int) -> Syntax.Expression? {
    let start = current
    guard enter(at: start) else { return nil }
    defer { leave() }
    guard var left = unary() else { return nil }
    while let symbol = binaryOperator(), symbol.precedence > minimum {
      let operatorSpan = current.span
      advance()
      // A power binds to the right, everything else to the left.
      guard let right = expression(above: symbol == .power ? symbol.precedence - 1 : symbol.precedence) else {
        return nil
      }
      left = Syntax.Expression(
        kind: .binary(left, symbol, right, operatorSpan), span: left.span.joined(with: right.span))
      if isTooHigh(left) { return nil }
    }
    return left
  }

  private func binaryOperator() -> Syntax.BinaryOperator? {
    guard current.kind == .symbol || current.kind == .identifier else { return nil }
    return Syntax.BinaryOperator(rawValue: current.text)
  }

  private mutating func unary() -> Syntax.Expression? {
    let start = current
    if accept(symbol: "-") {
      guard enter(at: start) else { return nil }
      defer { leave() }
      guard let operand = expression(above: 5) else { return nil }
      return Syntax.Expression(kind: .negate(operand), span: start.span.joined(with: operand.span))
    }
    if accept(word: "not") {
      guard enter(at: start) else { return nil }
      defer { leave() }
      guard let operand = expression(above: 2) else { return nil }
      return Syntax.Expression(kind: .not(operand), span: start.span.joined(with: operand.span))
    }
    return postfix()
  }

  private mutating func postfix() -> Syntax.Expression? {
    guard var result = primary() else { return nil }
    while true {
      if current.isSymbol("."), next.kind == .identifier {
        advance()
        guard let member = name("a property") else { return nil }
        result = Syntax.Expression(kind: .member(result, member), span: result.span.joined(with: member.span))
      } else if current.isSymbol("["), current.span.offset == result.span.end {
        let open = current
        advance()
        guard let index = expression() else { return nil }
        let end = current.span
        guard close(open, with: "]") else { return nil }
        result = Syntax.Expression(kind: .element(result, index), span: result.span.joined(with: end))
      } else {
        return result
      }
      if isTooHigh(result) { return nil }
    }
  }

  private mutating func primary() -> Syntax.Expression? {
    let token = current
    switch token.kind {
    case .number:
      advance()
      let mistakes = diagnostics.items.count
      let unit = unit(after: token)
      let end = unit?.span ?? token.span
      // A number whose unit was not understood must not count as one without a unit.
      if diagnostics.items.count > mistakes { return Syntax.Expression(kind: .invalid, span: token.span) }
      return Syntax.Expression(kind: .number(token.text, unit: unit), span: token.span.joined(with: end))
    case .string:
      advance()
      return Syntax.Expression(kind: .string(token.text), span: token.span)
    case .identifier:
      advance()
      if current.isSymbol("("), current.span.offset == token.span.end {
        guard let arguments = arguments() else { return nil }
        return Syntax.Expression(
          kind: .call(Syntax.Name(text: token.text, span: token.span), arguments), span: span(from: token))
      }
      return Syntax.Expression(kind: .name(token.text), span: token.span)
    case .symbol where token.text == "(":
      return parenthesised()
    default:
      expected("a value")
      return nil
    }
  }

  /// `(a)` groups; `(a, b, ...)` is a list, and a unit behind it counts for each plain number in it.
  private mutating func parenthesised() -> Syntax.Expression? {
    let open = current
    advance()
    var elements: [Syntax.Expression] = []
    var isList = false
    while !current.isSymbol(")") {
      guard let element = expression() else { return nil }
      elements.append(element)
      guard accept(symbol: ",") else { break }
      isList = true
    }
    guard close(open, with: ")") else { return nil }
    if !isList, let only = elements.first, elements.count == 1 {
      return Syntax.Expression(kind: only.kind, span: span(from: open))
    }
    let unit = unit(after: open)
    return Syntax.Expression(kind: .list(elements, unit: unit), span: span(from: open))
  }

  /// `( [name:] value, ... )`.
  package mutating func arguments() -> [Syntax.Argument]? {
    let open = current
    guard require(symbol: "(") else { return nil }
    var result: [Syntax.Argument] = []
    while !current.isSymbol(")") {
      var label: Syntax.Name?
      if current.kind == .identifier, next.isSymbol(":") {
        label = name("a parameter")
        advance()
      }
      guard let value = argumentValue() else { return nil }
      result.append(Syntax.Argument(name: label, value: value))
      guard accept(symbol: ",") else { break }
    }
    guard close(open, with: ")") else { return nil }
    return result
  }

  /// An expression, or a keyword with dashes (`goia-wurst`), which reads as a name.
  private mutating func argumentValue() -> Syntax.Expression? {
    let start = current
    guard let keyword = dashedKeyword() else { return expression() }
    return Syntax.Expression(kind: .name(keyword), span: span(from: start))
  }

  private mutating func dashedKeyword() -> String? {
    guard let text = Vocabulary.dashedKeywords.first(where: { matches(dashed: $0) }) else { return nil }
    for _ in 0..<(text.split(separator: "-").count * 2 - 1) { advance() }
    return text
  }

  private func matches(dashed keyword: String) -> Bool {
    var offset = 0
    var end: Int?
    for part in keyword.split(separator: "-") {
      if let previousEnd = end {
        guard peek(offset).isSymbol("-"), Int(peek(offset).span.offset) == previousEnd else { return false }
        end = peek(offset).span.end
        offset += 1
      }
      guard peek(offset).text == part, end == nil || Int(peek(offset).span.offset) == end else {
        return false
      }
      end = peek(offset).span.end
      offset += 1
    }
    return !(peek(offset).isSymbol("-") && Int(peek(offset).span.offset) == end)
  }

  /// A unit such as `ms`, `mT/m` or `mT*ms/m` where one comes next; the parts of a product stand without spaces.
  package mutating func unit(after number: Token) -> Syntax.UnitText? {
    let start = current
    if accept(symbol: "%") { return Syntax.UnitText(text: "percent", span: start.span) }
    guard start.kind == .identifier, Unit.named(start.text) != nil else {
      return unknownUnit(start, after: number)
    }
    advance()
    var text = start.text
    while current.isSymbol("/") || current.isSymbol("*"), current.span.offset == span(from: start).end,
      next.kind == .identifier, Int(next.span.offset) == current.span.end, Unit.named(next.text) != nil
    {
      text += current.text + next.text
      advance()
      advance()
    }
    return Syntax.UnitText(text: text, span: span(from: start))
  }

  /// How units are written elsewhere, too far from ours for a guess by spelling.
  private static let otherSpellings: [String: String] = [
    "msec": "ms", "usec": "us", "sec": "s", "seconds": "s", "second": "s", "minutes": "min", "degree": "deg",
    "degrees": "deg", "radian": "rad", "radians": "rad", "hertz": "Hz", "tesla": "T", "gauss": "G",
    "meter": "m",
    "metre": "m", "micron": "um", "cycle": "cycles", "turns": "cycles",
  ]

  /// A word that stands behind a number and begins no clause is meant as a unit: `3 msec`.
  private mutating func unknownUnit(_ word: Token, after number: Token) -> Syntax.UnitText? {
    guard number.kind == .number, word.kind == .identifier, Syntax.BinaryOperator(rawValue: word.text) == nil,
      !Vocabulary.clauseWords.contains(word.text)
    else { return nil }
    let near =
      Parser.otherSpellings[word.text.lowercased()]
      ?? Suggestion.nearest(to: word.text, among: Unit.all.map(\.spelling))
    report(
      .unknownUnit, "`\(word.text)` is no unit", at: word.span,
      help: near.map { "did you mean `\($0)`?" } ?? "docs/language.md lists the units")
    advance()
    return nil
  }
}
