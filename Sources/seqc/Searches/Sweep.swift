/// `--sweep TE=60ms..140ms/5ms`: values of a `let` of the design, each with a search of its own.
import SequenceIR

struct Sweep: Equatable {
  /// As on the command line.
  let text: String
  let name: String
  /// In the order they are searched.
  let values: [Quantity]

  static let example = "TE=60ms..140ms/5ms"
  static let mostPoints = 1000

  init(_ text: String) throws(UsageError) {
    self.text = String(text.filter { $0 != " " })
    let parts = self.text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw Sweep.problem("--sweep takes a name and its values, not `\(text)`")
    }
    name = String(parts[0])
    values =
      parts[1].contains("..") ? try Sweep.range(parts[1], in: text) : try Sweep.list(parts[1], in: text)
    for (index, value) in values.enumerated()
    where values[..<index].contains(where: { $0.value == value.value }) {
      throw Sweep.problem("\(value) stands twice in --sweep \(text)")
    }
    guard values.count <= Sweep.mostPoints else { throw Sweep.tooMany(values.count) }
  }

  static func all(_ invocation: Invocation) throws(UsageError) -> [Sweep] {
    var sweeps: [Sweep] = []
    for text in invocation.all(.sweep) {
      let sweep = try Sweep(text)
      if sweeps.contains(where: { $0.name == sweep.name }) {
        throw problem("\(sweep.name) is swept twice")
      }
      sweeps.append(sweep)
    }
    let count = sweeps.reduce(1) { $0 * $1.values.count }
    guard count <= mostPoints else { throw tooMany(count) }
    return sweeps
  }

  private static func problem(_ message: String) -> UsageError {
    UsageError(message, help: "write --sweep \(example), or --sweep TE=60ms,80ms")
  }

  private static func tooMany(_ count: Int) -> UsageError {
    UsageError(
      "\(count) points to search, and \(mostPoints) is the limit of --sweep",
      help: "larger steps or narrower ranges make fewer")
  }

  // MARK: values

  /// A number and its unit; empty for none.
  private static func split(_ word: Substring, in text: String) throws(UsageError) -> (Double, String) {
    let unit = word.drop { $0.isNumber || ".+-eE".contains($0) }
    guard let number = DecimalText.number(Array(word.dropLast(unit.count).utf8)[...]), number.isFinite else {
      throw problem("`\(word)` in --sweep \(text) is not a number with its unit")
    }
    return (number, String(unit))
  }

  /// Of few digits: what a design can say.
  private static func quantity(
    _ number: Double, _ unit: String, in text: String
  ) throws(UsageError) -> Quantity {
    let digits = DecimalText.significant(abs(number), 12)
    guard let (value, isTooFine) = Quantity.literal(digits, unit: unit.isEmpty ? nil : unit) else {
      let near = Suggestion.nearest(
        to: unit, among: ["ms", "us", "s", "deg", "Hz", "kHz", "mm", "uT", "ppm"])
      throw UsageError(
        "`\(unit)` in --sweep \(text) is not a unit",
        help: near.map { "did you mean `\($0)`?" } ?? "write --sweep \(example)")
    }
    guard !isTooFine, value.value.isFinite else {
      throw problem("\(digits) \(unit) in --sweep \(text) is finer than a picosecond, or too long")
    }
    return number < 0 ? value.negated : value
  }

  private static func list(_ words: Substring, in text: String) throws(UsageError) -> [Quantity] {
    var values: [Quantity] = []
    for word in words.split(separator: ",", omittingEmptySubsequences: false) {
      let (number, unit) = try split(word, in: text)
      values.append(try quantity(number, unit, in: text))
    }
    guard values.allSatisfy({ $0.dimension == values[0].dimension }) else {
      throw problem("the values of --sweep \(text) are not of one kind")
    }
    return values
  }

  /// Both ends, where the steps meet the last one. An end without a unit has that of the step.
  private static func range(_ words: Substring, in text: String) throws(UsageError) -> [Quantity] {
    let parts = words.split(separator: "/", omittingEmptySubsequences: false)
    let ends = parts[0].split(separator: "..", omittingEmptySubsequences: false)
    guard parts.count == 2, ends.count == 2 else {
      throw problem("--sweep \(text) needs first, last and step")
    }
    let (step, unit) = try split(parts[1], in: text)
    var numbers: [Double] = []
    for end in ends {
      let (number, own) = try split(end, in: text)
      guard own.isEmpty || own == unit else {
        throw problem("--sweep \(text) has the units `\(own)` and `\(unit)`, and takes one")
      }
      numbers.append(number)
    }
    guard step > 0 else { throw problem("the step of --sweep \(text) must be more than 0") }
    guard numbers[0] <= numbers[1] else { throw problem("the range of --sweep \(text) falls") }
    let steps = (numbers[1] - numbers[0]) / step + 1e-9
    guard steps < Double(mostPoints) else { throw tooMany(steps < 1e9 ? Int(steps) + 1 : 1_000_000_000) }
    var values: [Quantity] = []
    for index in 0...Int(steps) {
      values.append(try quantity(numbers[0] + Double(index) * step, unit, in: text))
    }
    return values
  }
}

extension Driver {
  /// The design with its swept values as choices of the search; nil after diagnostics.
  func swept(_ searched: Searched, _ sweeps: [Sweep]) -> Searched? {
    var result = searched
    guard let request = searched.output.optimization, !sweeps.isEmpty else { return searched }
    let names = searched.design.statements.compactMap { statement -> Syntax.Name? in
      if case .constant(let name, _) = statement.kind { name } else { nil }
    }
    for sweep in sweeps {
      guard let name = names.first(where: { $0.text == sweep.name }) else {
        let near = Suggestion.nearest(to: sweep.name, among: names.map(\.text))
        inputs.diagnostics.error(
          .unknownName, "no `let` of the design is called `\(sweep.name)`, which --sweep names", at: nil,
          help: near.map { "did you mean `\($0)`?" }
            ?? "write at the top level of the design: let \(sweep.name) = \(sweep.values[0])")
        return nil
      }
      if (request.variables.map(\.name) + request.choices.map(\.name)).contains(sweep.name) {
        inputs.diagnostics.error(
          .repeatedClause, "`\(sweep.name)` is varied by the design and by --sweep", at: name.span,
          help: "take it out of the `vary` lines, or do without --sweep")
        return nil
      }
      guard let own = searched.output.constants[sweep.name], own.dimension == sweep.values[0].dimension
      else {
        let words = searched.output.constants[sweep.name].map { "\($0)" } ?? "no quantity"
        inputs.diagnostics.error(
          .searchImpossible, "`\(sweep.name)` is \(words), and --sweep gives it \(sweep.values[0])",
          at: name.span, help: "give --sweep values of the same kind, such as --sweep \(Sweep.example)")
        return nil
      }
      result.output.optimization?.choices.append(
        OptimizationRequest.Choice(name: sweep.name, values: sweep.values, span: name.span))
      result.swept.insert(sweep.name)
    }
    return result
  }

  /// The digest of the design that says the swept values itself, which is what a build will see.
  func digest(of searched: Searched) -> String? {
    var bytes = searched.file.bytes
    let lets = searched.design.statements.compactMap { statement -> (name: String, span: SourceSpan)? in
      guard case .constant(let name, let value) = statement.kind else { return nil }
      return (name.text, value.span)
    }
    for (name, span) in lets.reversed() where searched.swept.contains(name) {
      guard let value = searched.found.first(where: { $0.name == name }) else { return nil }
      bytes.replaceSubrange(
        Int(span.offset)..<Int(span.offset + span.length), with: Array(value.text.utf8))
    }
    let file = SourceFile(id: searched.file.id, name: searched.file.name, bytes: bytes)
    let (design, _) = Parser.parse(file)
    return DesignCompiler.compile(
      design, profile: searched.profile, environment: designEnvironment,
      pinned: .someGiven(searched.markers)
    ).designDigest
  }
}
