/// Lays a design out: two blanks for each open brace, one blank around braces, at most one empty line in a row.
///
/// Only the space between words changes. Blanks inside a line stay as the author has them, because trailing clauses are
/// aligned by hand; comments and the order of everything stay. Formatting twice changes nothing more.
package enum DesignFormatter {
  /// The text of a design with mistakes comes back as it is, with its diagnostics: its structure is not known.
  package static func format(_ file: SourceFile) -> (text: String, Diagnostics) {
    let (_, diagnostics) = Parser.parse(file)
    if diagnostics.hasErrors { return (String(decoding: file.bytes, as: UTF8.self), diagnostics) }
    var layout = Layout(file)
    layout.run()
    return (layout.text, diagnostics)
  }
}

private struct Layout {
  private let file: SourceFile
  private let tokensOfLine: [[Token]]
  private var lines: [String] = []
  private var openBraces = 0
  private var openBrackets = 0
  /// The last line ended with a comma, so this one goes on with it.
  private var endedWithComma = false

  private var isContinued: Bool { openBrackets > 0 || endedWithComma }

  init(_ file: SourceFile) {
    self.file = file
    var byLine = [[Token]](repeating: [], count: file.lineCount)
    for token in Lexer.tokens(of: file).0 where token.kind != .newline && token.kind != .endOfFile {
      byLine[file.position(of: Int(token.span.offset)).line - 1].append(token)
    }
    tokensOfLine = byLine
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func run() {
    for (index, tokens) in tokensOfLine.enumerated() {
      add(tokens, comment: comment(index + 1, after: tokens.last))
    }
    while lines.last == "" { lines.removeLast() }
  }

  private mutating func add(_ tokens: [Token], comment: String?) {
    guard let first = tokens.first else {
      addLine(comment ?? "", depth: openBraces + (isContinued ? 1 : 0))
      return
    }
    let depth =
      openBraces - (first.isSymbol("}") ? 1 : 0) + (isContinued && !closesBracket(first) ? 1 : 0)
    var text = spaced(tokens)
    if let comment {
      let gap = tokens.last.map { blanks(from: $0.span.end) } ?? 0
      text += String(repeating: " ", count: max(1, gap)) + comment
    }
    for token in tokens { count(token) }
    endedWithComma = tokens.last?.isSymbol(",") ?? false
    if first.isWord("else"), joinsBrace(text) { return }
    addLine(text, depth: depth)
  }

  private func closesBracket(_ token: Token) -> Bool { token.isSymbol(")") || token.isSymbol("]") }

  private mutating func count(_ token: Token) {
    if token.isSymbol("(") || token.isSymbol("[") { openBrackets += 1 }
    if closesBracket(token) { openBrackets = max(0, openBrackets - 1) }
    if token.isSymbol("{") { openBraces += 1 }
    if token.isSymbol("}") { openBraces = max(0, openBraces - 1) }
  }

  private mutating func addLine(_ text: String, depth: Int) {
    if text.isEmpty {
      if let last = lines.last, last != "" { lines.append("") }
    } else {
      lines.append(String(repeating: "  ", count: max(0, depth)) + text)
    }
  }

  /// `} else {` stands on one line: puts the text behind the `}` that closes the line before; false when none does.
  private mutating func joinsBrace(_ text: String) -> Bool {
    while lines.last == "" { lines.removeLast() }
    guard let last = lines.last, last.drop(while: { $0 == " " }) == "}" else { return false }
    lines[lines.count - 1] = "\(last) \(text)"
    return true
  }

  /// The words of a line with the author's blanks between them, and one blank around braces.
  private func spaced(_ tokens: [Token]) -> String {
    var text = ""
    for (index, token) in tokens.enumerated() {
      if index > 0 {
        let isAtBrace = [token, tokens[index - 1]].contains { $0.isSymbol("{") || $0.isSymbol("}") }
        text += String(repeating: " ", count: isAtBrace ? 1 : blanks(from: tokens[index - 1].span.end))
      }
      text += file.text(token.span)
    }
    return text
  }

  /// Blanks and tabs from a byte on.
  private func blanks(from offset: Int) -> Int {
    file.bytes[offset...].prefix { $0 == 32 || $0 == 9 || $0 == 13 }.count
  }

  /// The comment that ends a line, without the blanks behind it.
  private func comment(_ line: Int, after last: Token?) -> String? {
    let text = file.line(line)
    let start =
      last.map { String(decoding: file.bytes[$0.span.end...].prefix { $0 != 10 }, as: UTF8.self) } ?? text
    guard let sign = start.firstIndex(of: "#") else { return nil }
    var comment = start[sign...]
    while let end = comment.last, end == " " || end == "\t" || end == "\r" || end == "\r\n" {
      comment.removeLast()
    }
    return String(comment)
  }
}
