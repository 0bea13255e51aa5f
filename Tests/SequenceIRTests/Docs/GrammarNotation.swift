// Reads the EBNF of docs/language.md, so that tests can hold the parser against it.

/// Productions by name, in the notation that the page explains.
struct Grammar {
  indirect enum Form {
    case sequence([Form])
    case choice([Form])
    case optional(Form)
    case repeated(Form)
    /// A word or sign as written.
    case terminal(String)
    /// A rule, or in capitals what the lexer makes.
    case name(String)
    /// No blank may stand here.
    case glue
  }

  private(set) var rules: [String: Form] = [:]
  /// The first rule is where a file begins.
  private(set) var start = ""

  /// nil when the text is not in the notation.
  init?(_ text: String) {
    var reader = Reader(words: Grammar.words(of: text))
    while let name = reader.next() {
      guard reader.next() == "=", let form = reader.choice(), reader.next() == ";" else { return nil }
      if start.isEmpty { start = name }
      rules[name] = form
    }
  }

  /// Names, quoted texts (with their quotes) and signs.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var rest = Substring(text)
    while let first = rest.first {
      let length: Int
      if first == "\"" {
        length =
          (rest.dropFirst().firstIndex(of: "\"").map { rest.distance(from: rest.startIndex, to: $0) } ?? 0)
          + 1
      } else if first.isLetter {
        length = rest.prefix { $0.isLetter || $0 == "-" }.count
      } else {
        length = 1
      }
      if !first.isWhitespace { words.append(String(rest.prefix(length))) }
      rest = rest.dropFirst(length)
    }
    return words
  }

  private struct Reader {
    let words: [String]
    var index = 0

    var current: String? { index < words.count ? words[index] : nil }

    mutating func next() -> String? {
      defer { index += 1 }
      return current
    }

    mutating func choice() -> Form? {
      var options: [Form] = []
      repeat {
        if current == "|" { index += 1 }
        guard let option = sequence() else { return nil }
        options.append(option)
      } while current == "|"
      return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func sequence() -> Form? {
      var parts: [Form] = []
      while let word = current, !["|", ";", ")", "]", "}"].contains(word) {
        guard let part = part() else { return nil }
        parts.append(part)
      }
      return parts.isEmpty ? nil : .sequence(parts)
    }

    private mutating func part() -> Form? {
      guard let word = next() else { return nil }
      switch word {
      case "(": return closed(by: ")")
      case "[": return closed(by: "]").map { .optional($0) }
      case "{": return closed(by: "}").map { .repeated($0) }
      case "~": return .glue
      case _ where word.hasPrefix("\""): return .terminal(String(word.dropFirst().dropLast()))
      case _ where word.first?.isLetter == true: return .name(word)
      default: return nil
      }
    }

    private mutating func closed(by end: String) -> Form? {
      guard let form = choice(), next() == end else { return nil }
      return form
    }
  }
}

extension Grammar {
  /// Words in quotes, anywhere in the grammar.
  var terminals: Set<String> { rules.values.reduce(into: []) { $0.formUnion(Self.terminals(of: $1)) } }

  /// Rules and lexical names that productions refer to.
  var references: Set<String> { rules.values.reduce(into: []) { $0.formUnion(Self.references(of: $1)) } }

  private static func terminals(of form: Form) -> Set<String> {
    if case .terminal(let text) = form { return [text] }
    return parts(of: form).reduce(into: []) { $0.formUnion(terminals(of: $1)) }
  }

  private static func references(of form: Form) -> Set<String> {
    if case .name(let name) = form { return [name] }
    return parts(of: form).reduce(into: []) { $0.formUnion(references(of: $1)) }
  }

  private static func parts(of form: Form) -> [Form] {
    switch form {
    case .sequence(let parts), .choice(let parts): parts
    case .optional(let part), .repeated(let part): [part]
    case .terminal, .name, .glue: []
    }
  }
}
