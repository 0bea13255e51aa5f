/// The functions of expressions: one row each.
package struct ExpressionFunction: Sendable {
  package let name: String
  package let parameters: String
  package let meaning: String
  package let argumentCount: ClosedRange<Int>
  /// From evaluated arguments; nil: a diagnostic has been given.
  let apply: @Sendable (inout Evaluator, [Value], SourceSpan) -> Value?

  // swift-format-ignore
  package static let all: [ExpressionFunction] = [
    row("abs", "x", "x without its sign", 1...1) { call($0, $1, $2) { Quantity(abs($0.value), $0.dimension) } },
    row("sqrt", "x", "the square root", 1...1) { squareRoot(&$0, $1, $2) },
    row("min", "x, y, ...", "the smallest", 1...64) { extreme(&$0, $1, $2) { $0.value < $1.value } },
    row("max", "x, y, ...", "the largest", 1...64) { extreme(&$0, $1, $2) { $0.value > $1.value } },
    row("floor", "x", "the whole number below", 1...1) { plain(&$0, $1, $2) { $0.rounded(.down) } },
    row("ceil", "x", "the whole number above", 1...1) { plain(&$0, $1, $2) { $0.rounded(.up) } },
    row("round", "x", "the nearest whole number, halves away from zero", 1...1) { plain(&$0, $1, $2) { $0.rounded(.toNearestOrAwayFromZero) } },
    row("sin", "angle", "the sine", 1...1) { angle(&$0, $1, $2, ElementaryFunctions.sin) },
    row("cos", "angle", "the cosine", 1...1) { angle(&$0, $1, $2, ElementaryFunctions.cos) },
    row("exp", "x", "the exponential", 1...1) { plain(&$0, $1, $2, ElementaryFunctions.exp) },
    row("log", "x", "the natural logarithm", 1...1) { plain(&$0, $1, $2, ElementaryFunctions.log) },
    row("atan2", "y, x", "the angle of the direction (x, y)", 2...2) { arcTangent(&$0, $1, $2) },
    row("count", "list", "how many elements the list has", 1...1) { evaluator, values, span in
      guard case .list(let elements) = values[0] else { return wrong(&evaluator, values[0], "a list", span) }
      return .quantity(Quantity(count: elements.count))
    },
    row("choose", "condition, x, y", "x when the condition holds, else y", 3...3) { evaluator, values, span in
      guard case .boolean(let condition) = values[0] else { return wrong(&evaluator, values[0], "a condition", span) }
      return condition ? values[1] : values[2]
    },
  ]

  private static func row(
    _ name: String, _ parameters: String, _ meaning: String, _ count: ClosedRange<Int>,
    _ apply: @escaping @Sendable (inout Evaluator, [Value], SourceSpan) -> Value?
  ) -> ExpressionFunction {
    ExpressionFunction(
      name: name, parameters: parameters, meaning: meaning, argumentCount: count, apply: apply)
  }

  private static func wrong(
    _ evaluator: inout Evaluator, _ value: Value, _ needed: String, _ span: SourceSpan
  ) -> Value? {
    evaluator.wrongKind(value, needed: needed, for: "this function", at: span)
    return nil
  }

  private static func call(
    _ evaluator: Evaluator, _ values: [Value], _ span: SourceSpan, _ body: (Quantity) -> Quantity
  ) -> Value? {
    guard case .quantity(let quantity) = values[0] else { return nil }
    return .quantity(body(quantity))
  }

  private static func plain(
    _ evaluator: inout Evaluator, _ values: [Value], _ span: SourceSpan, _ body: (Double) -> Double
  ) -> Value? {
    guard case .quantity(let quantity) = values[0], quantity.dimension == .none else {
      return wrong(&evaluator, values[0], "a plain number", span)
    }
    return .quantity(Quantity(body(quantity.value), .none))
  }

  private static func angle(
    _ evaluator: inout Evaluator, _ values: [Value], _ span: SourceSpan, _ body: (Double) -> Double
  ) -> Value? {
    guard case .quantity(let quantity) = values[0], quantity.dimension == .angle else {
      return wrong(&evaluator, values[0], "an angle (deg, rad)", span)
    }
    return .quantity(Quantity(body(quantity.value), .none))
  }

  private static func arcTangent(_ evaluator: inout Evaluator, _ values: [Value], _ span: SourceSpan)
    -> Value?
  {
    guard case .quantity(let y) = values[0], case .quantity(let x) = values[1], x.dimension == y.dimension
    else {
      return wrong(&evaluator, values[1], "two like quantities", span)
    }
    return .quantity(Quantity(ElementaryFunctions.atan2(y.value, x.value), .angle))
  }

  private static func squareRoot(_ evaluator: inout Evaluator, _ values: [Value], _ span: SourceSpan)
    -> Value?
  {
    guard case .quantity(let quantity) = values[0], let dimension = quantity.dimension.squareRoot else {
      return wrong(&evaluator, values[0], "a number or the square of a quantity", span)
    }
    return .quantity(Quantity(quantity.value.squareRoot(), dimension))
  }

  private static func extreme(
    _ evaluator: inout Evaluator, _ values: [Value], _ span: SourceSpan,
    _ isBetter: (Quantity, Quantity) -> Bool
  ) -> Value? {
    var best: Quantity?
    for value in values {
      guard case .quantity(let quantity) = value, best.map({ $0.dimension == quantity.dimension }) ?? true
      else {
        return wrong(&evaluator, value, "like quantities", span)
      }
      if best.map({ isBetter(quantity, $0) }) ?? true { best = quantity }
    }
    return best.map { .quantity($0) }
  }
}

/// A column of a text file.
struct TableColumn: Hashable, Sendable {
  let file: FileID
  let column: Int
}

extension Evaluator {
  mutating func callFunction(_ name: Syntax.Name, _ arguments: [Syntax.Argument], at span: SourceSpan)
    -> Value
  {
    if name.text == "table" { return table(arguments, at: span) }
    guard let function = ExpressionFunction.all.first(where: { $0.name == name.text }) else {
      unknownFunction(name)
      return .invalid
    }
    guard function.argumentCount.contains(arguments.count) else {
      diagnostics.error(
        .missingParameter,
        "`\(name.text)` takes (\(function.parameters)), here are \(arguments.count) values", at: span)
      return .invalid
    }
    let values = arguments.map { evaluate($0.value) }
    if values.contains(where: \.isInvalid) { return .invalid }
    guard let result = function.apply(&self, values, span) else {
      if !diagnostics.hasErrors {
        diagnostics.error(.wrongKind, "`\(name.text)` cannot take \(values[0].kind)", at: span)
      }
      return .invalid
    }
    if case .quantity(let quantity) = result, !quantity.value.isFinite {
      diagnostics.error(.notANumber, "the result of `\(name.text)` is not a finite number", at: span)
      return .invalid
    }
    return result
  }

  private mutating func unknownFunction(_ name: Syntax.Name) {
    let names = ExpressionFunction.all.map(\.name) + ["table"]
    let near = Suggestion.nearest(to: name.text, among: names)
    let families = PulseFamily.kinds + Lowering.gradientKinds + Lowering.readoutKinds
    diagnostics.error(
      .unknownFunction, "there is no function `\(name.text)`", at: name.span,
      help: near.map { "did you mean `\($0)`?" }
        ?? (families.contains(name.text)
          ? "pulses, gradients and readouts are made by `pulse`, `gradient` and `readout` statements"
          : "functions: \(names.joined(separator: ", "))"))
  }

  /// `table("file.csv", column)`: the numbers of a column (from 1) of a text file, one row a line.
  private mutating func table(_ arguments: [Syntax.Argument], at span: SourceSpan) -> Value {
    guard (1...2).contains(arguments.count), case .string(let path) = arguments[0].value.kind else {
      diagnostics.error(
        .missingParameter, "`table` takes a file in quotes and the number of a column", at: span)
      return .invalid
    }
    var column = 1
    if arguments.count == 2 {
      guard let given = count(arguments[1].value, in: 1...1000, for: "the column") else { return .invalid }
      column = given
    }
    guard let file = openFile(path, span.file) else {
      diagnostics.error(.includeNotFound, "the file \"\(path)\" cannot be read", at: arguments[0].value.span)
      return .invalid
    }
    // In a loop the same table is asked for in every pass.
    let key = TableColumn(file: file.id, column: column)
    if let known = tables[key] { return known }
    let list = numbers(of: file, column: column)
    tables[key] = list
    return list
  }

  private mutating func numbers(of file: SourceFile, column: Int) -> Value {
    var result: [Value] = []
    var start = 0
    while start < file.bytes.count {
      let end = file.bytes[start...].firstIndex(of: 10) ?? file.bytes.count
      let line = start..<end
      start = end + 1
      // Columns beyond the last that can be asked for stay together.
      let fields = file.bytes[line].split(maxSplits: 1_000) {
        $0 == 32 || $0 == 9 || $0 == 44 || $0 == 59 || $0 == 13
      }
      guard let first = fields.first, first.first != UInt8(ascii: "#") else { continue }
      let span = SourceSpan(file: file.id, from: line.lowerBound, to: line.upperBound)
      guard fields.count >= column, let number = DecimalText.number(fields[column - 1]), number.isFinite
      else {
        // A first line of words is a heading.
        if result.isEmpty, fields.allSatisfy({ DecimalText.number($0) == nil }) { continue }
        diagnostics.error(.notANumber, "column \(column) of this line is no number", at: span)
        return .invalid
      }
      guard result.count < Evaluator.longestList else {
        diagnostics.error(.listTooLong, "the table has more than \(Evaluator.longestList) rows", at: span)
        return .invalid
      }
      result.append(.quantity(Quantity(number, .none)))
    }
    return .list(result)
  }
}
