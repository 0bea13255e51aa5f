/// Renders diagnostics for a terminal: message, place, source line with caret, notes, help.
package struct TextRenderer {
  package let sources: SourceMap
  package let colour: Bool

  package init(sources: SourceMap, colour: Bool) {
    self.sources = sources
    self.colour = colour
  }

  package func render(_ diagnostic: Diagnostic) -> String {
    var lines = [
      paint("\(diagnostic.severity.rawValue)[\(diagnostic.code.id)]", as: diagnostic.severity)
        + paint(": \(TextRenderer.cut(diagnostic.message))", bold: true)
    ]
    if let span = diagnostic.span { lines += excerpt(of: span, label: diagnostic.label, arrow: "-->") }
    for related in diagnostic.related {
      lines.append("  note: \(TextRenderer.cut(related.message))")
      lines += excerpt(of: related.span, label: "", arrow: "-->")
    }
    lines += diagnostic.notes.map { "  note: \(TextRenderer.cut($0))" }
    if let help = diagnostic.help { lines.append("  help: \(TextRenderer.cut(help))") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Messages quote words of their input, which may have any length.
  private static let longestMessage = 2_000

  private static func cut(_ text: String) -> String {
    text.utf8.count <= longestMessage ? text : String(text.unicodeScalars.prefix(longestMessage)) + " ..."
  }

  /// Lines with more characters are named by their place only.
  private static let longestLine = 400

  private func excerpt(of span: SourceSpan, label: String, arrow: String) -> [String] {
    let file = sources[span.file]
    let (line, column) = file.position(of: Int(span.offset))
    let gutter = String(repeating: " ", count: String(line).count)
    let place = "\(gutter)\(arrow) \(file.name):\(line):\(column)"
    // A scalar has up to four bytes; of a line that is longer not even the text is made.
    guard file.range(ofLine: line).count <= 4 * TextRenderer.longestLine else { return [place] }
    let text = TextRenderer.printable(file.line(line))
    guard text.count <= TextRenderer.longestLine else { return [place] }
    let onThisLine = file.text(span).unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }.count
    let room = max(1, text.unicodeScalars.count - column + 1)
    let carets = String(repeating: "^", count: max(1, min(onThisLine, room)))
    let indent = String(repeating: " ", count: column - 1)
    let suffix = label.isEmpty ? "" : " \(label)"
    return [
      place,
      "\(gutter) |",
      "\(line) | \(text)",
      "\(gutter) | \(indent)\(paint(carets + suffix, as: .error))",
    ]
  }

  /// Tabs become one space, so that the caret stays under its column; control characters cannot reach the terminal.
  private static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\t" {
        result.append(" ")
      } else if scalar.value < 32 || scalar.value == 127 || (0x80..<0xA0).contains(scalar.value) {
        result.append("\u{FFFD}")
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private func paint(_ text: String, as severity: Severity) -> String {
    guard colour else { return text }
    let code = severity == .error ? "31;1" : severity == .warning ? "33;1" : "36;1"
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  private func paint(_ text: String, bold: Bool) -> String {
    colour && bold ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }
}
