/// Lays out prose and two-column lists for a page of a given width.
enum TextLayout {
  /// Breaks `text` at spaces so that no line is longer than `width`, each line indented; a longer word stands alone.
  static func wrap(_ text: String, width: Int, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty { lines.append(margin + line) }
    return lines
  }

  /// `  name   meaning`, with meanings in one column; a name too long for it stands on a line of its own.
  static func columns(_ rows: [(name: String, meaning: String)], width: Int, nameWidth: Int) -> [String] {
    var lines: [String] = []
    for row in rows {
      let meaning = wrap(row.meaning, width: width, indent: nameWidth + 4)
      let name = "  \(row.name)"
      guard row.name.count <= nameWidth, let first = meaning.first else {
        lines.append(name)
        lines += meaning
        continue
      }
      let padding = String(repeating: " ", count: nameWidth + 4 - name.count)
      lines.append(name + padding + first.drop { $0 == " " })
      lines += meaning.dropFirst()
    }
    return lines
  }
}
