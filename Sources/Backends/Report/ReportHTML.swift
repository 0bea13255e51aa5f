import SequenceIR

/// Writes a report as one HTML file that needs nothing else: no network, no library, no font.
///
/// The page is well-formed XML but for its first line and its script, so that a test can read it. Its policy lets no script run
/// but ours, by digest: a name that slipped through the escaping would still do nothing.
package struct ReportHTML {
  private let page: ReportPage
  private var lines: [String] = []

  package static func text(of page: ReportPage) -> String {
    var writer = ReportHTML(page: page)
    writer.write()
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private init(page: ReportPage) { self.page = page }

  private mutating func write() {
    lines.append("<!DOCTYPE html>")
    lines.append("<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">")
    writeHead()
    lines.append("<body>")
    lines.append("<a class=\"skip\" href=\"#contents\">to the contents</a>")
    writeTitle()
    lines.append("<main>")
    for section in page.sections { write(section) }
    lines.append("</main>")
    let footer = "\(page.generator). For research use; no report replaces the scanner's own supervision."
    lines.append("<footer><p>\(text(footer))</p></footer>")
    lines.append("<script>\(ReportScript.text)</script>")
    lines.append("</body>")
    lines.append("</html>")
  }

  private mutating func writeHead() {
    let digest = Base64.text(SHA256.bytes(of: Array(ReportScript.text.utf8)))
    let policy =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'"
    lines += [
      "<head>", "<meta charset=\"utf-8\" />",
      "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\" />",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />",
      "<meta name=\"color-scheme\" content=\"light dark\" />",
      "<meta name=\"generator\" content=\"\(text(page.generator))\" />",
      "<title>\(text(page.title)): \(text(page.verdict.words))</title>",
      "<style>\n\(PlotColours.styleSheet)\n\(ReportStyle.text)\n</style>", "</head>",
    ]
  }

  private mutating func writeTitle() {
    lines += [
      "<header>", "<h1>\(text(page.title))</h1>", "<p class=\"subtitle\">\(marked(page.subtitle))</p>",
      "<p class=\"banner \(page.verdict.rawValue)\">\(Self.badge(page.verdict)) \(marked(page.verdictText))</p>",
    ]
    for block in page.lead { write(block) }
    let entries = page.sections.map { "<li><a href=\"#\($0.id)\">\(text($0.title))</a></li>" }
    lines += [
      "<nav id=\"contents\" aria-label=\"Contents\"><ul>", entries.joined(separator: "\n"), "</ul></nav>",
      "</header>",
    ]
  }

  private mutating func write(_ section: ReportSection) {
    lines.append("<section aria-labelledby=\"\(section.id)\">")
    lines.append("<h2 id=\"\(section.id)\">\(text(section.title))</h2>")
    for block in section.blocks { write(block) }
    lines.append("</section>")
  }

  private mutating func write(_ block: ReportBlock) {
    switch block {
    case .heading(let title): lines.append("<h3>\(marked(title))</h3>")
    case .paragraph(let words): lines.append("<p>\(marked(words))</p>")
    case .note(let words): lines.append("<p class=\"note\">\(marked(words))</p>")
    case .list(let items):
      lines.append("<ul>" + items.map { "<li>\(marked($0))</li>" }.joined(separator: "\n") + "</ul>")
    case .facts(let facts): write(facts)
    case .table(let table): write(table)
    case .figure(let figure): write(figure)
    case .code(let code): lines.append("<pre tabindex=\"0\"><code>\(text(code))</code></pre>")
    case .details(let title, let blocks):
      lines.append("<details><summary>\(marked(title))</summary>")
      for block in blocks { write(block) }
      lines.append("</details>")
    }
  }

  private mutating func write(_ facts: [(name: String, value: String)]) {
    lines.append("<dl>")
    for fact in facts {
      if !fact.name.isEmpty { lines.append("<dt>\(text(fact.name))</dt>") }
      lines.append("<dd>\(marked(fact.value))</dd>")
    }
    lines.append("</dl>")
  }

  // A table that is wider than the screen moves by itself, and the page does not.
  private mutating func write(_ table: ReportTable) {
    let caption = text(table.caption)
    lines.append("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"\(caption)\"><table>")
    lines.append("<caption>\(caption)</caption>")
    let titles = table.columns.map { "<th scope=\"col\"\(Self.style($0))>\(text($0.title))</th>" }
    lines.append("<thead><tr>\(titles.joined())</tr></thead>")
    lines.append("<tbody>")
    for row in table.rows {
      let cells = zip(table.columns, row.cells).map { column, cell in
        let words = row.verdict.map { cell == $0.words ? Self.badge($0) : nil } ?? nil
        return "<td\(Self.style(column))>\(words ?? marked(cell))</td>"
      }
      let style = row.verdict.map { " class=\"\($0.rawValue)\"" } ?? ""
      lines.append("<tr\(style)>\(cells.joined())</tr>")
    }
    lines.append("</tbody></table></div>")
  }

  private static func style(_ column: ReportTable.Column) -> String {
    column.isNumber ? " class=\"number\"" : ""
  }

  // Title and notes stand in the page, where they wrap as the screen is wide.
  private mutating func write(_ figure: ReportFigure) {
    var drawing = figure.figure
    drawing.title = ""
    drawing.notes = []
    let words = ([figure.caption] + figure.figure.notes).filter { !$0.isEmpty }.map { " " + marked($0) }
    lines += [
      "<figure class=\"plot\" id=\"\(figure.id)\">",
      "<figcaption><b>\(text(figure.title))</b>\(words.joined())</figcaption>", "<div class=\"view\">",
      drawing.svg(SVGOptions(isStandalone: false, columns: figure.columns)), "</div>", "</figure>",
    ]
  }

  /// The word with a sign, so that colour is never the only difference.
  private static func badge(_ verdict: Finding.Verdict) -> String {
    let sign =
      switch verdict {
      case .pass: "✓"
      case .fail: "✗"
      case .notProven: "?"
      case .notEvaluated: "–"
      }
    return
      "<span class=\"badge \(verdict.rawValue)\"><span aria-hidden=\"true\">\(sign)</span> \(verdict.words)</span>"
  }

  private func text(_ text: String) -> String { MarkupText.escaped(text) }
  private func marked(_ text: String) -> String { MarkupText.marked(text) }
}
