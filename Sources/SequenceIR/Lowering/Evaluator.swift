/// Evaluates expressions: arithmetic with dimensions, exact times, lists, functions, properties.
package struct Evaluator {
  package var scope = Scope()
  package var diagnostics = Diagnostics()
  /// Opens a file named in an expression (`table("flips.csv")`), relative to the file of the span.
  package var openFile: OpenFile
  /// Values of number literals by their place: a loop meets the same ones again and again.
  private var literals: [SourceSpan: Value] = [:]

  /// Columns of tables that were read.
  var tables: [TableColumn: Value] = [:]
  /// How many more elements of long lists may be made, passes of loops counted.
  private var listElementsLeft = Evaluator.mostListElements

  /// A list may have so many elements, those of the lists within it counted.
  package static let longestList = 1_000_000
  /// Elements of all long lists that a design makes: lists in loops grow as the square of their length.
  package static let mostListElements = 400_000_000
  /// Shorter lists, such as phase cycles, do not count: a long scan may meet them in every pass.
  private static let shortList = 64

  package init(openFile: @escaping OpenFile) { self.openFile = openFile }

  package mutating func evaluate(_ expression: Syntax.Expression) -> Value {
    switch expression.kind {
    case .number(let digits, let unit): number(digits, unit, at: expression.span)
    case .string(let text): .text(text)
    case .name(let name): named(name, at: expression.span)
    case .list(let elements, let unit): list(elements, unit, at: expression.span)
    case .negate(let operand): negate(operand)
    case .not(let operand): boolean(operand).map { .boolean(!$0) } ?? .invalid
    case .binary(let left, let symbol, let right, let place): binary(left, symbol, right, at: place)
    case .call(let name, let arguments): callFunction(name, arguments, at: expression.span)
    case .member(let owner, let property): member(evaluate(owner), property, of: owner)
    case .element(let list, let index): element(list, index)
    case .invalid: .invalid
    }
  }

  // MARK: values of a kind that the place needs; nil: a diagnostic has been given

  package mutating func quantity(
    _ expression: Syntax.Expression, _ dimension: Dimension, for what: String
  ) -> Double? {
    quantity(expression, of: dimension, for: what)?.value
  }

  /// The common case of one dimension, without a list of them.
  private mutating func quantity(
    _ expression: Syntax.Expression, of dimension: Dimension, for what: String
  ) -> Quantity? {
    let value = evaluate(expression)
    if case .quantity(let quantity) = value, quantity.dimension == dimension, quantity.value.isFinite {
      return quantity
    }
    return checked(value, anyOf: [dimension], for: what, at: expression.span)
  }

  package mutating func quantity(
    _ expression: Syntax.Expression, anyOf dimensions: [Dimension], for what: String
  ) -> Quantity? {
    checked(evaluate(expression), anyOf: dimensions, for: what, at: expression.span)
  }

  private mutating func checked(
    _ value: Value, anyOf dimensions: [Dimension], for what: String, at span: SourceSpan
  ) -> Quantity? {
    guard case .quantity(let quantity) = value else {
      if !value.isInvalid { wrongKind(value, needed: dimensions[0].description, for: what, at: span) }
      return nil
    }
    guard dimensions.contains(quantity.dimension) else {
      wrongDimension(quantity, dimensions, for: what, at: span)
      return nil
    }
    guard quantity.value.isFinite else {
      diagnostics.error(.notANumber, "\(what) is not a finite number", at: span)
      return nil
    }
    return quantity
  }

  package mutating func time(_ expression: Syntax.Expression, for what: String, negative: Bool = false)
    -> Time?
  {
    guard let quantity = quantity(expression, of: .time, for: what) else { return nil }
    guard let time = quantity.time else {
      diagnostics.error(.outOfRange, "\(what) is longer than \(Time.longestInWords)", at: expression.span)
      return nil
    }
    if time < .zero, !negative {
      diagnostics.error(.outOfRange, "\(what) is negative: \(time)", at: expression.span)
      return nil
    }
    return time
  }

  /// A time that must be longer than zero.
  package mutating func positiveTime(_ expression: Syntax.Expression, for what: String) -> Time? {
    guard let time = time(expression, for: what) else { return nil }
    if time > .zero { return time }
    diagnostics.error(.outOfRange, "\(what) must be longer than 0 s", at: expression.span)
    return nil
  }

  package mutating func count(_ expression: Syntax.Expression, in range: ClosedRange<Int>, for what: String)
    -> Int?
  {
    guard let quantity = quantity(expression, of: .none, for: what) else { return nil }
    guard let count = quantity.wholeNumber else {
      if quantity.value.magnitude >= 0x1p63 {
        diagnostics.error(.outOfRange, "\(what) does not fit in 64 bits, is \(quantity)", at: expression.span)
        return nil
      }
      diagnostics.error(.notWhole, "\(what) must be a whole number, is \(quantity)", at: expression.span)
      return nil
    }
    guard range.contains(count) else {
      let limits =
        range.upperBound > 1 << 40
        ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      diagnostics.error(.outOfRange, "\(what) must be \(limits), is \(count)", at: expression.span)
      return nil
    }
    return count
  }

  package mutating func boolean(_ expression: Syntax.Expression) -> Bool? {
    let value = evaluate(expression)
    switch value {
    case .boolean(let result): return result
    // `reversed line mod 2` reads well, so 0 and 1 count as conditions.
    case .quantity(let quantity) where quantity.wholeNumber == 0: return false
    case .quantity(let quantity) where quantity.wholeNumber == 1: return true
    case .invalid: return nil
    default:
      wrongKind(value, needed: "a condition (a comparison, yes or no)", for: "this", at: expression.span)
      return nil
    }
  }

  package mutating func list(
    of expression: Syntax.Expression, _ dimension: Dimension, for what: String
  ) -> [Double]? {
    let value = evaluate(expression)
    let elements: [Value]
    switch value {
    case .list(let values): elements = values
    case .quantity: elements = [value]
    case .invalid: return nil
    default:
      wrongKind(value, needed: "a list", for: what, at: expression.span)
      return nil
    }
    var result: [Double] = []
    for element in elements {
      guard case .quantity(let quantity) = element else {
        if !element.isInvalid {
          wrongKind(element, needed: dimension.description, for: what, at: expression.span)
        }
        return nil
      }
      guard quantity.dimension == dimension else {
        wrongDimension(quantity, [dimension], for: what, at: expression.span)
        return nil
      }
      result.append(quantity.value)
    }
    guard !result.isEmpty else {
      diagnostics.error(.outOfRange, "\(what) is an empty list", at: expression.span)
      return nil
    }
    return result
  }

  private mutating func wrongDimension(
    _ quantity: Quantity, _ needed: [Dimension], for what: String, at span: SourceSpan
  ) {
    let wanted = needed.map(\.description).joined(separator: " or ")
    if quantity.dimension == .none {
      diagnostics.error(
        .missingUnit, "\(what) needs \(wanted), the number \(quantity) has no unit", at: span,
        help: Evaluator.unitHint(needed[0]).map { "write the unit, e.g. \(quantity) \($0)" })
    } else {
      diagnostics.error(
        .wrongDimension, "\(what) needs \(wanted), \(quantity) is \(quantity.dimension.description)", at: span
      )
    }
  }

  package mutating func wrongKind(_ value: Value, needed: String, for what: String, at span: SourceSpan) {
    diagnostics.error(.wrongKind, "\(what) needs \(needed), this is \(value.kind)", at: span)
  }

  private static func unitHint(_ dimension: Dimension) -> String? {
    let hints: [(Dimension, String)] = [
      (.time, "ms"), (.length, "mm"), (.angle, "deg"), (.frequency, "Hz"), (.fluxDensity, "uT"),
      (.shift, "ppm"),
      (.gradient, "mT/m"), (.slewRate, "T/m/s"), (.spatialFrequency, "cycles/m"),
      (.concentration, "mM"),
    ]
    return hints.first { $0.0 == dimension }?.1
  }

  // MARK: kinds of expression

  private mutating func number(_ digits: String, _ unit: Syntax.UnitText?, at span: SourceSpan) -> Value {
    if let known = literals[span] { return known }
    let value = literal(digits, unit, at: span)
    literals[span] = value
    return value
  }

  private mutating func literal(_ digits: String, _ unit: Syntax.UnitText?, at span: SourceSpan) -> Value {
    guard let (quantity, tooFine) = Quantity.literal(digits, unit: unit?.text) else {
      diagnostics.error(.unknownUnit, "`\(unit?.text ?? "")` is no unit", at: unit?.span ?? span)
      return .invalid
    }
    if tooFine {
      if quantity.value > Time.longest.seconds {
        diagnostics.error(.outOfRange, "this time is longer than \(Time.longestInWords)", at: span)
      } else {
        diagnostics.error(
          .tooFine, "this time is no whole number of picoseconds", at: span,
          help: "give a time in milliseconds with at most 9 digits after the point")
      }
      return .invalid
    }
    guard quantity.value.isFinite else {
      diagnostics.error(.notANumber, "this number is too large", at: span)
      return .invalid
    }
    return .quantity(quantity)
  }

  private mutating func named(_ name: String, at span: SourceSpan) -> Value {
    if let binding = scope.lookup(name) { return binding.value }
    if name == "yes" || name == "true" { return .boolean(true) }
    if name == "no" || name == "false" { return .boolean(false) }
    if name == "pi" { return .quantity(Quantity(Double.pi, .none)) }
    unknownName(name, at: span)
    return .invalid
  }

  package mutating func unknownName(_ name: String, at span: SourceSpan) {
    guard diagnostics.errorCount < Parser.mostErrors else { return }
    let near = Suggestion.nearest(to: name, among: scope.names)
    diagnostics.error(
      .unknownName, "nothing is called `\(name)` here", at: span, help: near.map { "did you mean `\($0)`?" })
  }

  private mutating func list(
    _ elements: [Syntax.Expression], _ unit: Syntax.UnitText?, at span: SourceSpan
  ) -> Value {
    var result: [Value] = []
    for element in elements {
      if let unit, let (digits, sign) = Evaluator.bareNumber(element) {
        var value = number(digits, unit, at: element.span)
        if sign, case .quantity(let quantity) = value { value = .quantity(quantity.negated) }
        result.append(value)
      } else {
        result.append(evaluate(element))
      }
    }
    if result.contains(where: \.isInvalid) { return .invalid }
    guard mayBeList(result, at: span) else { return .invalid }
    return .list(result)
  }

  /// Whether a list of `elements` is neither too deep nor too long; else a diagnostic has been given. Lists share their
  /// elements, so that a few lines can nest what no machine could count: the counting ends with the limit.
  private mutating func mayBeList(_ elements: [Value], at span: SourceSpan) -> Bool {
    var room = Evaluator.longestList
    var depth = 0
    for element in elements { depth = max(depth, element.listDepth(room: &room)) }
    guard depth < Value.deepestList else {
      diagnostics.error(.tooDeep, "lists stand in lists more than \(Value.deepestList) deep", at: span)
      return false
    }
    guard room >= 0 else {
      diagnostics.error(
        .listTooLong, "this list has more than \(Evaluator.longestList) elements, those of its lists counted",
        at: span)
      return false
    }
    let count = Evaluator.longestList - room
    if count > Evaluator.shortList { listElementsLeft -= count }
    guard listElementsLeft >= 0 else {
      diagnostics.error(
        .listTooLong,
        "the lists of this design have more than \(Evaluator.mostListElements) elements, passes of loops counted",
        at: span, help: "make the list with `let` above the loop, and take its elements inside")
      return false
    }
    return true
  }

  private static func bareNumber(_ expression: Syntax.Expression) -> (digits: String, negative: Bool)? {
    switch expression.kind {
    case .number(let digits, unit: nil): return (digits, false)
    case .negate(let operand):
      if case .number(let digits, unit: nil) = operand.kind { return (digits, true) }
      return nil
    default: return nil
    }
  }

  private mutating func negate(_ operand: Syntax.Expression) -> Value {
    let value = evaluate(operand)
    guard case .quantity(let quantity) = value else {
      if !value.isInvalid { wrongKind(value, needed: "a number", for: "the minus sign", at: operand.span) }
      return .invalid
    }
    return .quantity(quantity.negated)
  }

  private mutating func element(_ list: Syntax.Expression, _ index: Syntax.Expression) -> Value {
    let value = evaluate(list)
    guard case .list(let elements) = value else {
      if !value.isInvalid { wrongKind(value, needed: "a list", for: "an index", at: list.span) }
      return .invalid
    }
    guard let position = count(index, in: Int.min...Int.max, for: "an index") else { return .invalid }
    guard elements.indices.contains(position) else {
      diagnostics.error(
        .indexOutOfRange, "index \(position) is outside the list of \(elements.count)", at: index.span,
        help: "indices run from 0 to \(elements.count - 1)")
      return .invalid
    }
    return elements[position]
  }

  private mutating func member(_ value: Value, _ property: Syntax.Name, of owner: Syntax.Expression) -> Value
  {
    // `fov.x` stands in every pass of a loop: it needs no list of all properties.
    if case .list(let elements) = value, elements.count == 3,
      let axis = Axis.allCases.first(where: { $0.name == property.text }),
      case .quantity = elements[axis.rawValue]
    {
      return elements[axis.rawValue]
    }
    let properties = Evaluator.properties(of: value)
    if let found = properties.first(where: { $0.name == property.text }) { return .quantity(found.quantity) }
    if value.isInvalid { return .invalid }
    let names = properties.map(\.name)
    let near = Suggestion.nearest(to: property.text, among: names)
    diagnostics.error(
      .unknownName, "\(value.kind) has no property `\(property.text)`", at: property.span,
      help: near.map { "did you mean `\($0)`?" }
        ?? (names.isEmpty ? nil : "properties: \(names.joined(separator: ", "))"))
    return .invalid
  }

  private static func properties(of value: Value) -> [(name: String, quantity: Quantity)] {
    switch value {
    case .pulse(let pulse):
      let waveform = pulse.waveform
      var result = [("duration", Quantity(waveform.duration)), ("centre", Quantity(waveform.centre))]
      if let bandwidth = waveform.bandwidthHertz {
        result.append(("bandwidth", Quantity(bandwidth, .frequency)))
      }
      result.append(("peak", Quantity(waveform.peakHertz, .frequency)))
      return result
    case .readout(let readout):
      var result = [("duration", Quantity(readout.blockDuration)), ("echo", Quantity(readout.echoOffset))]
      if case .line(let trapezoid, _) = readout.course {
        result.append(("area", Quantity(trapezoid.areaPerMetre, .spatialFrequency)))
      }
      return result
    case .gradient(let shape):
      if case .trapezoid(let trapezoid) = shape.event {
        return [
          ("duration", Quantity(trapezoid.duration)),
          ("area", Quantity(trapezoid.areaPerMetre, .spatialFrequency)),
        ]
      }
      return []
    case .list(let elements):
      // `voxel` and `fov` are lists of three lengths whose elements also go by axis.
      guard elements.count == 3 else { return [("count", Quantity(count: elements.count))] }
      var result: [(String, Quantity)] = [("count", Quantity(count: 3))]
      for (axis, element) in zip(Axis.allCases, elements) {
        if case .quantity(let quantity) = element { result.append((axis.name, quantity)) }
      }
      return result
    default: return []
    }
  }

  // MARK: operators

  private mutating func binary(
    _ left: Syntax.Expression, _ symbol: Syntax.BinaryOperator, _ right: Syntax.Expression,
    at span: SourceSpan
  ) -> Value {
    if symbol == .and || symbol == .or {
      guard let a = boolean(left) else { return .invalid }
      if a == (symbol == .or) { return .boolean(a) }
      return boolean(right).map { .boolean($0) } ?? .invalid
    }
    let values = (evaluate(left), evaluate(right))
    if symbol == .equal || symbol == .notEqual, let same = Evaluator.sameSimpleValue(values.0, values.1) {
      return .boolean(same == (symbol == .equal))
    }
    guard case .quantity(let a) = values.0 else { return notANumber(values.0, symbol, at: left.span) }
    guard case .quantity(let b) = values.1 else { return notANumber(values.1, symbol, at: right.span) }
    guard let result = combine(a, symbol, b, at: span) else { return .invalid }
    if case .quantity(let quantity) = result, !quantity.value.isFinite {
      diagnostics.error(.notANumber, "the result of `\(symbol.rawValue)` is not a finite number", at: span)
      return .invalid
    }
    return result
  }

  private mutating func notANumber(_ value: Value, _ symbol: Syntax.BinaryOperator, at span: SourceSpan)
    -> Value
  {
    if !value.isInvalid { wrongKind(value, needed: "a number", for: "`\(symbol.rawValue)`", at: span) }
    return .invalid
  }

  /// Equality of texts and conditions; nil for everything else.
  private static func sameSimpleValue(_ a: Value, _ b: Value) -> Bool? {
    switch (a, b) {
    case (.text(let x), .text(let y)): x == y
    case (.boolean(let x), .boolean(let y)): x == y
    default: nil
    }
  }

  private mutating func combine(
    _ a: Quantity, _ symbol: Syntax.BinaryOperator, _ b: Quantity, at span: SourceSpan
  ) -> Value? {
    switch symbol {
    case .multiply: return .quantity(a.times(b))
    case .divide:
      guard b.value != 0 else {
        diagnostics.error(.notANumber, "this divides \(a) by zero", at: span)
        return nil
      }
      return .quantity(a.divided(by: b))
    case .power: return power(a, b, at: span)
    default: break
    }
    guard a.dimension == b.dimension else {
      diagnostics.error(
        .unlikeOperands,
        "`\(symbol.rawValue)` needs like quantities: \(a) is \(a.dimension.description), \(b) is \(b.dimension.description)",
        at: span)
      return nil
    }
    let difference = b.negated.adding(a)?.value ?? .nan
    switch symbol {
    case .add: return a.adding(b).map { .quantity($0) }
    case .subtract: return a.adding(b.negated).map { .quantity($0) }
    case .less: return .boolean(difference < 0)
    case .lessOrEqual: return .boolean(difference <= 0)
    case .greater: return .boolean(difference > 0)
    case .greaterOrEqual: return .boolean(difference >= 0)
    case .equal: return .boolean(difference == 0)
    case .notEqual: return .boolean(difference != 0)
    default: return modulo(a, b, at: span)
    }
  }

  /// The remainder with the sign of the divisor, so that counters wrap as one expects.
  private mutating func modulo(_ a: Quantity, _ b: Quantity, at span: SourceSpan) -> Value? {
    guard b.value != 0 else {
      diagnostics.error(.notANumber, "`mod` by zero", at: span)
      return nil
    }
    if let x = a.wholeNumber, let y = b.wholeNumber {
      // The smallest integer divided by -1 overflows, its remainder is still zero.
      let remainder = x.remainderReportingOverflow(dividingBy: y).partialValue
      return .quantity(
        Quantity(count: remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder))
    }
    let remainder = a.value - (a.value / b.value).rounded(.down) * b.value
    return .quantity(Quantity(remainder, a.dimension))
  }

  private mutating func power(_ base: Quantity, _ exponent: Quantity, at span: SourceSpan) -> Value? {
    guard exponent.dimension == .none else {
      diagnostics.error(.wrongDimension, "an exponent is a plain number", at: span)
      return nil
    }
    if let count = exponent.wholeNumber, count.magnitude <= 64 {
      var result = Quantity(count: 1)
      for _ in 0..<count.magnitude { result = result.times(base) }
      return .quantity(count < 0 ? Quantity(count: 1).divided(by: result) : result)
    }
    guard base.dimension == .none else {
      diagnostics.error(.wrongDimension, "only a plain number can be raised to \(exponent)", at: span)
      return nil
    }
    return .quantity(Quantity(ElementaryFunctions.pow(base.value, exponent.value), .none))
  }
}

/// Opens a file named in a design, relative to the file that names it; nil when it cannot be read.
package typealias OpenFile = (_ path: String, _ namedIn: FileID) -> SourceFile?
