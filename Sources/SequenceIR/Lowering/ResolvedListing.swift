/// The design with every number that the compiler worked out below the line that asked for it.
package enum ResolvedListing {
  /// `file` is the design; what was worked out in included files is left out.
  package static func text(of file: SourceFile, notes: [SourceSpan: String]) -> String {
    var byLine: [Int: [(offset: UInt32, note: String)]] = [:]
    for (span, note) in notes where span.file == file.id {
      byLine[file.position(of: Int(span.offset)).line, default: []].append((span.offset, note))
    }
    var lines: [String] = []
    for number in 1...file.lineCount {
      let line = file.line(number)
      if number == file.lineCount, line.isEmpty { break }
      lines.append(line)
      let indent = String(line.prefix { $0 == " " })
      // Two places can share an offset: their notes stand in the order of their words.
      let sorted = (byLine[number] ?? []).sorted { ($0.offset, $0.note) < ($1.offset, $1.note) }
      lines += sorted.map { "\(indent)#= \($0.note)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
