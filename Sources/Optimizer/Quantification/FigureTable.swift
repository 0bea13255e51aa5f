/// A table of figures for people: columns of text, or Markdown.

package struct FigureTable: Sendable {
  package let title: String
  package let header: [String]
  package var rows: [[String]]

  package init(_ title: String, _ header: [String], _ rows: [[String]]) {
    (self.title, self.header, self.rows) = (title, header, rows)
  }

  /// The first column is aligned to the left, all others to the right.
  package var text: String {
    let lines = [header] + rows
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    var text = title + "\n"
    for line in lines {
      var cells: [String] = []
      for (column, cell) in line.enumerated() {
        let space = String(repeating: " ", count: widths[column] - cell.count)
        cells.append(column == 0 ? cell + space : space + cell)
      }
      var written = "  " + cells.joined(separator: "  ")
      while written.last == " " { written.removeLast() }
      text += written + "\n"
    }
    return text
  }

  package var markdown: String {
    var text = "| " + header.joined(separator: " | ") + " |\n|"
    text += header.map { _ in " --- |" }.joined() + "\n"
    for row in rows { text += "| " + row.joined(separator: " | ") + " |\n" }
    return text
  }
}
