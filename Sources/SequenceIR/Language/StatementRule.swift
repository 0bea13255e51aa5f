/// A row of the language's vocabulary: a word that begins a statement.
package struct StatementRule: Sendable {
  /// Where a statement may stand.
  package enum Place: String, Sendable {
    case design, moduleFile, body

    package var description: String {
      switch self {
      case .design: "at the top level of a design"
      case .moduleFile: "in a file of modules"
      case .body: "inside a sequence, a module or a loop"
      }
    }
  }

  package let word: String
  package let places: [Place]
  /// EBNF of what follows the word.
  package let syntax: String
  package let meaning: String
  /// A line that a reader could copy; tests parse it.
  package let example: String
  /// Whether a design has at most one.
  package let isSingle: Bool
  package let parse: @Sendable (inout Parser) -> Syntax.Statement.Kind?

  package init(
    _ word: String, _ places: [Place], syntax: String, _ meaning: String, example: String,
    isSingle: Bool = false,
    parse: @escaping @Sendable (inout Parser) -> Syntax.Statement.Kind?
  ) {
    self.word = word
    self.places = places
    self.syntax = syntax
    self.meaning = meaning
    self.example = example
    self.isSingle = isSingle
    self.parse = parse
  }
}

/// A row of the vocabulary: a word that begins an item of a line of events, or a clause behind the items.
package struct WordRule: Sendable {
  package let word: String
  package let syntax: String
  package let meaning: String
  package let example: String

  package init(_ word: String, syntax: String, _ meaning: String, example: String) {
    self.word = word
    self.syntax = syntax
    self.meaning = meaning
    self.example = example
  }
}
