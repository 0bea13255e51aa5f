/// The words of a design: what the lexer makes of the text.
package struct Token: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case identifier
    case number
    case string
    /// One of `Token.punctuation`.
    case symbol
    /// A line ending that ends a statement; never inside parentheses or brackets, nor behind a comma.
    case newline
    case endOfFile
  }
  package let kind: Kind
  /// As written; of a string, what stands between the quotes.
  package let text: String
  package let span: SourceSpan

  /// Longer symbols first, so that the lexer takes the longest.
  package static let punctuation = [
    "<=", ">=", "==", "!=", "+=", "..", "(", ")", "[", "]", "{", "}", ",", ":", "=", "+", "-", "*", "/", "^",
    "<", ">",
    ".", "%",
  ]

  package func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
  package func isWord(_ word: String) -> Bool { kind == .identifier && text == word }

  /// How a message names it.
  package var description: String {
    switch kind {
    case .newline: "the end of the line"
    case .endOfFile: "the end of the file"
    case .string: "\"\(text)\""
    default: "`\(text)`"
    }
  }
}
