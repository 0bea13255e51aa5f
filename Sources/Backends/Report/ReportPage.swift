import SequenceIR

/// A report as values: headings, texts, tables and figures in the order in which they are read. `ReportHTML` writes it.
///
/// Every text is plain text, whoever wrote it; what stands in back quotes is code.
package struct ReportPage: Sendable {
  package var title: String
  /// The line below the title: what the file is.
  package var subtitle: String
  /// The verdict on the whole, first thing on the page.
  package var verdict: Finding.Verdict
  package var verdictText: String
  package var lead: [ReportBlock]
  package var sections: [ReportSection]
  /// Name and version of the program.
  package var generator: String

  package init(
    title: String, subtitle: String, verdict: Finding.Verdict, verdictText: String, lead: [ReportBlock] = [],
    sections: [ReportSection] = [], generator: String
  ) {
    self.title = title
    self.subtitle = subtitle
    self.verdict = verdict
    self.verdictText = verdictText
    self.lead = lead
    self.sections = sections
    self.generator = generator
  }
}

/// A part of the page with a heading that the contents at the top point to.
package struct ReportSection: Sendable {
  /// Of the anchor: letters and dashes, once a page.
  package var id: String
  package var title: String
  package var blocks: [ReportBlock]

  package init(_ id: String, _ title: String, _ blocks: [ReportBlock]) {
    self.id = id
    self.title = title
    self.blocks = blocks
  }
}

package enum ReportBlock: Sendable {
  case heading(String)
  case paragraph(String)
  /// Smaller: what a careful reader wants to know.
  case note(String)
  case list([String])
  /// Names with values; a name that is empty belongs to the one before.
  case facts([(name: String, value: String)])
  case table(ReportTable)
  case figure(ReportFigure)
  /// Lines as a terminal shows them.
  case code(String)
  /// What is shown when it is asked for.
  case details(title: String, [ReportBlock])
}

package struct ReportTable: Sendable {
  package struct Column: Sendable {
    package var title: String
    package var isNumber: Bool

    package init(_ title: String, isNumber: Bool = false) {
      self.title = title
      self.isNumber = isNumber
    }
  }

  package struct Row: Sendable {
    package var cells: [String]
    /// Marks the row, and its cell in column `verdict` of the table.
    package var verdict: Finding.Verdict?

    package init(_ cells: [String], verdict: Finding.Verdict? = nil) {
      self.cells = cells
      self.verdict = verdict
    }
  }

  /// What the table shows, for those who cannot see where it stands.
  package var caption: String
  package var columns: [Column]
  package var rows: [Row]

  package init(_ caption: String, columns: [Column], rows: [Row]) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }
}

package struct ReportFigure: Sendable {
  /// Of the anchor: letters and dashes, once a page.
  package var id: String
  package var title: String
  /// What is seen, with its conditions.
  package var caption: String
  package var figure: Figure
  /// How finely a long curve is kept along x: more where a reader will zoom in.
  package var columns: Int

  package init(_ id: String, _ figure: Figure, caption: String = "", columns: Int = 1200) {
    self.id = id
    title = figure.title
    self.caption = caption
    self.figure = figure
    self.columns = columns
  }
}
