import SequenceIR

/// How a figure becomes SVG.
package struct SVGOptions: Sendable {
  /// A file of its own, with namespace and style sheet; off inside HTML, which has `PlotColours.styleSheet` once.
  package var isStandalone: Bool
  /// Width of the drawing, px; 360 suits a phone.
  package var width: Double
  /// Parts of the x axis of which a long curve keeps first, least, greatest and last value.
  package var columns: Int

  package init(isStandalone: Bool = true, width: Double = 760, columns: Int = 1200) {
    self.isStandalone = isStandalone
    self.width = width
    self.columns = columns
  }

  package static let file = SVGOptions()
  package static let inline = SVGOptions(isStandalone: false)
}

extension Figure {
  /// The figure as an SVG element; docs/plots.md describes its parts, which the report's script relies on.
  package func svg(_ options: SVGOptions = .file) -> String { FigureSVG(self, options).text }

  /// What the figure shows, in words, for those who do not see it.
  package var words: String {
    let parts = panels.map { panel -> String in
      let names = panel.series.map(\.name).filter { !$0.isEmpty }
      let values = panel.heatMap.map { "\($0.scale.text) as colour" }
      let shown = ([values].compactMap { $0 } + names).joined(separator: ", ")
      let title = panel.title.isEmpty ? "" : "\(panel.title): "
      return "\(title)\(panel.y.text) over \(panel.x.text)" + (shown.isEmpty ? "" : " (\(shown))")
    }
    return ([title] + parts + notes).filter { !$0.isEmpty }.joined(separator: ". ")
  }
}

/// Places panels in rows and columns, with title above and notes below.
struct FigureSVG {
  private let figure: Figure
  private let options: SVGOptions

  private static let margin = 10.0
  private static let gapBetweenPanels = 12.0

  init(_ figure: Figure, _ options: SVGOptions) {
    self.figure = figure
    self.options = options
  }

  var text: String {
    var lines: [String] = []
    var top = Self.margin
    for line in PlotText.wrapped(figure.title, size: 14, width: inner) {
      top += 16
      lines.append(
        "<text class=\"title\" x=\"\(n(Self.margin))\" y=\"\(n(top - 2))\">\(PlotText.escaped(line))</text>")
    }
    top += 6
    for row in rows() {
      let above = row.map(\.above).max() ?? 0
      for (column, panel) in row.enumerated() {
        lines += panel.lines(left: left(ofColumn: column), top: top + above)
      }
      top += above + (row.map { $0.panel.height + $0.below }.max() ?? 0)
      top += row.contains { $0.panel.hasLabelsBelow } ? Self.gapBetweenPanels : 0
    }
    for note in figure.notes {
      for line in PlotText.wrapped(note, size: 11, width: inner) {
        top += 14
        lines.append(
          "<text class=\"note\" x=\"\(n(Self.margin))\" y=\"\(n(top - 3))\">\(PlotText.escaped(line))</text>")
      }
    }
    return ([opening(height: top + Self.margin)] + lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func n(_ value: Double) -> String { PlotText.number(value) }

  private var inner: Double { options.width - 2 * Self.margin }

  private var columnWidth: Double {
    (inner - Self.gapBetweenPanels * Double(figure.columns - 1)) / Double(figure.columns)
  }

  private func left(ofColumn column: Int) -> Double {
    Self.margin + Double(column) * (columnWidth + Self.gapBetweenPanels)
  }

  /// The panels in their rows; those above one another have their axes above one another.
  private func rows() -> [[PanelSVG]] {
    var panels = figure.panels.map { PanelSVG($0, curveColumns: options.columns) }
    for column in 0..<figure.columns {
      let members = stride(from: column, to: panels.count, by: figure.columns)
      let left = members.map { panels[$0].left }.max() ?? 0
      let right = members.map { panels[$0].right }.max() ?? 0
      for index in members { panels[index].arrange(left: left, right: right, width: columnWidth) }
    }
    return stride(from: 0, to: panels.count, by: figure.columns).map {
      Array(panels[$0..<min($0 + figure.columns, panels.count)])
    }
  }

  private func opening(height: Double) -> String {
    let size = "viewBox=\"0 0 \(n(options.width)) \(n(height))\""
    let words = "role=\"img\" aria-label=\"\(PlotText.escaped(figure.words))\""
    if !options.isStandalone { return "<svg class=\"figure\" \(size) \(words)>" }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" class="figure" width="\(n(options.width))" height="\(n(height))" \
      \(size) \(words)>
      <style>
      \(PlotColours.styleSheet)
      </style>
      <rect width="100%" height="100%" style="fill:var(--paper)"/>
      """
  }
}
