/// The design with every number that the compiler worked out beside the line that asked for it.
package enum ResolvedListing {
  /// `file` is the design; what was worked out in included files is left out.
  package static func text(of file: SourceFile, _ resolved: [SourceSpan: String]) -> String {
    var notes: [Int: [(column: Int, text: String)]] = [:]
    for (span, text) in resolved where span.file == file.id {
      let position = file.position(of: Int(span.offset))
      notes[position.line, default: []].append((position.column, text))
    }
    var lines: [String] = []
    for number in 1...max(1, file.lineCount) {
      let line = file.line(number)
      guard let found = notes[number] else {
        lines.append(line)
        continue
      }
      // Sorted, because a dictionary has no order.
      let text = found.sorted { ($0.column, $0.text) < ($1.column, $1.text) }.map(\.text).joined(separator: "; ")
      let width = line.unicodeScalars.count
      lines.append(line + String(repeating: " ", count: max(2, 60 - width)) + "# = " + text)
    }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }
}
