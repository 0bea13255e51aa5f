/// One line of a profile cut into words, quoted texts and the note behind the semicolon.
struct ProfileLine {
  enum Kind { case word, quoted, unterminated }
  struct Token {
    var kind: Kind
    /// Without the quotes.
    var text: String
    var span: SourceSpan
  }

  private(set) var tokens: [Token] = []
  /// The text behind `;`, trimmed; empty when there is none.
  private(set) var note = ""
  /// All of the line but white space and comment.
  private(set) var span: SourceSpan

  /// `range` is the line in `file` without its line ending.
  init(_ range: Range<Int>, of file: SourceFile) {
    span = SourceSpan(file: file.id, from: range.lowerBound, to: range.lowerBound)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = file.bytes[index]
      if ProfileLine.isSpace(byte) {
        index += 1
      } else if byte == UInt8(ascii: "#") {
        return
      } else if byte == UInt8(ascii: ";") {
        note = ProfileLine.trimmed(file.bytes[(index + 1)..<range.upperBound])
        return
      } else {
        index = appendToken(startingAt: index, end: range.upperBound, file: file)
      }
    }
  }

  /// The lines of `file` that hold anything, in order.
  static func all(of file: SourceFile) -> [ProfileLine] {
    var lines: [ProfileLine] = []
    var start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < file.bytes.count {
      let end = file.bytes[start...].firstIndex(of: 10) ?? file.bytes.count
      let line = ProfileLine(start..<end, of: file)
      if !line.tokens.isEmpty || !line.note.isEmpty { lines.append(line) }
      start = end + 1
    }
    return lines
  }

  private mutating func appendToken(startingAt start: Int, end: Int, file: SourceFile) -> Int {
    var index = start
    var token: Token
    if file.bytes[start] == UInt8(ascii: "\"") {
      index += 1
      while index < end, file.bytes[index] != UInt8(ascii: "\"") { index += 1 }
      let text = String(decoding: file.bytes[(start + 1)..<index], as: UTF8.self)
      token = Token(kind: index < end ? .quoted : .unterminated, text: text, span: span)
      index = min(index + 1, end)
    } else {
      while index < end, !ProfileLine.endsWord(file.bytes[index]) { index += 1 }
      token = Token(kind: .word, text: String(decoding: file.bytes[start..<index], as: UTF8.self), span: span)
    }
    token.span = SourceSpan(file: file.id, from: start, to: index)
    span = tokens.isEmpty ? token.span : span.joined(with: token.span)
    tokens.append(token)
    return index
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

  private static func endsWord(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "#")
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var rest = bytes
    while let first = rest.first, isSpace(first) { rest.removeFirst() }
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return String(decoding: rest, as: UTF8.self)
  }
}
