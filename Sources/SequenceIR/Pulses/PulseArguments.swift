/// Checks what a design gave for a pulse against the family's table, and reads it.
extension PulseArguments {
  /// Every parameter that has a fallback filled in; a problem when one is missing, unknown or out of its
  /// range.
  func completed(
    for family: String, _ parameters: [PulseFamily.Parameter]
  ) -> Result<PulseArguments, PulseProblem> {
    if let problem = unknownName(for: family, parameters) { return .failure(problem) }
    guard raster.picoseconds > 0 else {
      return .failure(PulseProblem("the raster of \(raster) that samples shall lie on is not positive"))
    }
    var result = self
    for parameter in parameters {
      if let problem = result.complete(parameter, of: family) { return .failure(problem) }
    }
    return .success(result)
  }

  /// The names given, sorted, so that the first problem is the same in every run.
  private func unknownName(for family: String, _ parameters: [PulseFamily.Parameter]) -> PulseProblem? {
    let known = parameters.map(\.name)
    let given = (Array(quantities.keys) + Array(keywords.keys) + Array(flags.keys)).sorted()
    guard let unknown = given.first(where: { !known.contains($0) }) else { return nil }
    let nearest = Suggestion.nearest(to: unknown, among: known)
    return PulseProblem(
      "\(family) has no parameter \(unknown)", parameter: unknown,
      help: nearest.map { "did you mean \($0)?" } ?? "its parameters are \(known.joined(separator: ", "))")
  }

  private mutating func complete(_ parameter: PulseFamily.Parameter, of family: String) -> PulseProblem? {
    let name = parameter.name
    switch parameter.kind {
    case .quantity(let dimension):
      if quantities[name] == nil, let fallback = parameter.fallback {
        quantities[name] = PulseFamily.Parameter.value(of: fallback)
      }
      guard let value = quantities[name] else { return missing(parameter, of: family, dimension.description) }
      return outOfRange(value, parameter)
    case .keyword(let choices):
      if keywords[name] == nil { keywords[name] = parameter.fallback }
      let list = choices.joined(separator: ", ")
      guard let word = keywords[name] else { return missing(parameter, of: family, "one of \(list)") }
      if choices.contains(word) { return nil }
      return PulseProblem(
        "\(name) \(word) is unknown", parameter: name,
        help: Suggestion.nearest(to: word, among: choices).map { "did you mean \($0)?" } ?? "one of \(list)")
    case .flag:
      if flags[name] == nil { flags[name] = parameter.fallback == "true" }
      return nil
    }
  }

  private func missing(
    _ parameter: PulseFamily.Parameter, of family: String, _ expected: String
  ) -> PulseProblem? {
    guard parameter.isRequired else { return nil }
    return PulseProblem("\(family) needs \(parameter.name), \(expected): \(parameter.meaning)")
  }

  private func outOfRange(_ value: Double, _ parameter: PulseFamily.Parameter) -> PulseProblem? {
    let name = parameter.name
    guard value.isFinite else { return PulseProblem("\(name) is not a finite number", parameter: name) }
    // A hair of slack: `0.1 percent` and 0.001 need not be the same double.
    let slack = 1e-12 * abs(value)
    if let from = parameter.from, let lowest = PulseFamily.Parameter.value(of: from), value < lowest - slack {
      return PulseProblem("\(name) is below \(from)", parameter: name, help: parameter.rangeHelp)
    }
    if let to = parameter.to, let highest = PulseFamily.Parameter.value(of: to), value > highest + slack {
      return PulseProblem("\(name) is above \(to)", parameter: name, help: parameter.rangeHelp)
    }
    return nil
  }
}

extension PulseFamily.Parameter {
  /// SI value of text such as `90 deg`, `1 percent`, `0.9`; nil when it is not a number with a known unit.
  package static func value(of text: String) -> Double? {
    let parts = text.split(separator: " ")
    guard let first = parts.first, parts.count <= 2, let number = DecimalText.number(Array(first.utf8)[...])
    else { return nil }
    if parts.count == 1 { return number }
    return Unit.parse(String(parts[1])).map { number * $0.factor }
  }

  var rangeHelp: String? {
    switch (from, to) {
    case (let from?, let to?): "between \(from) and \(to)"
    case (let from?, nil): "at least \(from)"
    case (nil, let to?): "at most \(to)"
    case (nil, nil): nil
    }
  }
}
