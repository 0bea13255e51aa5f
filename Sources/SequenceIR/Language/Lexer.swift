/// Cuts a design into tokens. Never fails: what it cannot read becomes a diagnostic and is passed over.
package struct Lexer {
  private let file: SourceFile
  private var index = 0
  private var tokens: [Token] = []
  private var diagnostics = Diagnostics()
  /// Inside parentheses and brackets a line ending does not end the statement.
  private var openBrackets = 0

  private init(_ file: SourceFile) { self.file = file }

  /// All tokens, ending with `.endOfFile`; comments (`#` to the end of the line) are dropped.
  package static func tokens(of file: SourceFile) -> ([Token], Diagnostics) {
    var lexer = Lexer(file)
    lexer.run()
    return (lexer.tokens, lexer.diagnostics)
  }

  private var bytes: [UInt8] { file.bytes }

  private mutating func run() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\n"): newline()
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\""): string()
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
      case _ where Lexer.startsIdentifier(byte): identifier()
      default: symbol()
      }
    }
    let end = SourceSpan(file: file.id, from: bytes.count, to: bytes.count)
    tokens.append(Token(kind: .newline, text: "", span: end))
    tokens.append(Token(kind: .endOfFile, text: "", span: end))
  }

  private mutating func newline() {
    let start = index
    index += 1
    // A bracket that is still open where the next statement begins has lost its partner.
    if openBrackets > 0, nextLineBeginsStatement() { openBrackets = 0 }
    // A line that ends with a comma goes on in the next.
    if openBrackets == 0, let last = tokens.last, last.kind != .newline, !last.isSymbol(",") {
      tokens.append(
        Token(kind: .newline, text: "", span: SourceSpan(file: file.id, from: start, to: start + 1)))
    }
  }

  /// Whether a statement's word and something it can act on begin the next line: then a bracket was left open, since no
  /// expression goes on like that.
  private func nextLineBeginsStatement() -> Bool {
    var start = index
    while start < bytes.count, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    var end = start
    while end < bytes.count, Lexer.startsIdentifier(bytes[end]) { end += 1 }
    guard end > start, end < bytes.count, bytes[end] == 32,
      Vocabulary.statement(String(decoding: bytes[start..<end], as: UTF8.self)) != nil
    else { return false }
    while end < bytes.count, bytes[end] == 32 { end += 1 }
    guard end < bytes.count else { return false }
    return Lexer.startsIdentifier(bytes[end]) || Lexer.isDigit(bytes[end]) || bytes[end] == UInt8(ascii: "\"")
  }

  private mutating func skipComment() {
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
  }

  private mutating func string() {
    let start = index
    index += 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\n") {
      index += 1
    }
    let content = String(decoding: bytes[(start + 1)..<index], as: UTF8.self)
    if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
      index += 1
    } else {
      diagnostics.error(
        .unterminatedText, "this text has no closing quote",
        at: SourceSpan(file: file.id, from: start, to: index),
        help: "close it with \" on the same line")
      stopIfTooManyMistakes()
    }
    append(.string, content, from: start)
  }

  private mutating func number() {
    let start = index
    skipDigits()
    // `0 .. 3` and `0..3` are ranges, so a point counts only before a digit.
    if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "."), Lexer.isDigit(bytes[index + 1]) {
      index += 1
      skipDigits()
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E") {
      var next = index + 1
      if next < bytes.count, bytes[next] == UInt8(ascii: "-") || bytes[next] == UInt8(ascii: "+") {
        next += 1
      }
      if next < bytes.count, Lexer.isDigit(bytes[next]) {
        index = next
        skipDigits()
      }
    }
    append(.number, String(decoding: bytes[start..<index], as: UTF8.self), from: start)
  }

  private mutating func skipDigits() {
    while index < bytes.count, Lexer.isDigit(bytes[index]) { index += 1 }
  }

  private mutating func identifier() {
    let start = index
    while index < bytes.count, Lexer.startsIdentifier(bytes[index]) || Lexer.isDigit(bytes[index]) {
      index += 1
    }
    var text = String(decoding: bytes[start..<index], as: UTF8.self)
    // Both code points that keyboards give for micro, and the sign for degrees.
    if text.hasPrefix("\u{B5}") || text.hasPrefix("\u{3BC}"), Unit.named("u\(text.dropFirst())") != nil {
      text = "u\(text.dropFirst())"
    }
    if text == "\u{B0}" { text = "deg" }
    append(.identifier, text, from: start)
  }

  private mutating func symbol() {
    let start = index
    for candidate in Token.punctuation where bytes[index...].starts(with: candidate.utf8) {
      index += candidate.utf8.count
      if "([".contains(candidate) { openBrackets += 1 }
      if ")]".contains(candidate) { openBrackets = max(0, openBrackets - 1) }
      // A brace cannot stand inside parentheses: one that does shows that a `)` is missing.
      if "{}".contains(candidate) { openBrackets = 0 }
      append(.symbol, candidate, from: start)
      return
    }
    index += 1
    diagnostics.error(
      .invalidCharacter, "this character has no meaning in a design",
      at: SourceSpan(file: file.id, from: start, to: index))
    stopIfTooManyMistakes()
  }

  private mutating func stopIfTooManyMistakes() {
    guard diagnostics.errorCount >= Parser.mostErrors, let last = diagnostics.items.last?.span else { return }
    diagnostics.append(.tooManyMistakes(at: last))
    index = bytes.count
  }

  private mutating func append(_ kind: Token.Kind, _ text: String, from start: Int) {
    tokens.append(Token(kind: kind, text: text, span: SourceSpan(file: file.id, from: start, to: index)))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  private static func startsIdentifier(_ byte: UInt8) -> Bool {
    (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte == UInt8(ascii: "_") || byte >= 0x80
  }
}
