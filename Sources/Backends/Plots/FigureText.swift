import SequenceIR

/// How a figure is drawn in text.
package struct FigureTextOptions: Sendable {
  /// Characters a line.
  package var width: Int
  /// Lines that are aimed at; panels are never lower than legible.
  package var height: Int
  /// Braille and box drawing; else ASCII only.
  package var isUnicode: Bool
  /// Series in colours of the terminal.
  package var hasColour: Bool

  package init(width: Int = 100, height: Int = 40, isUnicode: Bool = true, hasColour: Bool = false) {
    self.width = max(width, 40)
    self.height = height
    self.isUnicode = isUnicode
    self.hasColour = hasColour
  }
}

extension Figure {
  /// The same figure as a drawing in text, for a terminal without a viewer; panels stand above one another.
  package func text(_ options: FigureTextOptions = FigureTextOptions()) -> String {
    FigureText(self, options).text
  }
}

/// Places the panels below one another and writes axes and words around them.
struct FigureText {
  private let figure: Figure
  private let options: FigureTextOptions

  init(_ figure: Figure, _ options: FigureTextOptions) {
    self.figure = figure
    self.options = options
  }

  var text: String {
    let ranges = figure.panels.map(PlotRange.init)
    let heights = figure.panels.map(rows)
    let yTicks = zip(figure.panels, ranges).enumerated().map { index, pair in
      PlotTicks(
        pair.1.y, most: max(2, heights[index] / (pair.0.style == .plot ? 3 : 2)), step: pair.0.y.tickStep)
    }
    let gutter = yTicks.flatMap(\.labels).map(\.count).max() ?? 1
    var lines = [figure.title]
    for (index, panel) in figure.panels.enumerated() {
      var drawing = PanelText(
        panel, ranges[index], yTicks[index], gutter: gutter, columns: options.width - gutter - 3,
        rows: heights[index], options)
      lines += drawing.lines()
    }
    for note in figure.notes { lines += wrapped(note) }
    // Blanks at ends of lines are of no use to anybody.
    let all = lines.map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
    return (options.isUnicode ? all : PlotText.ascii(all)) + "\n"
  }

  /// Lines of a panel's area: what is left when words and axes have theirs.
  private func rows(_ panel: Panel) -> Int {
    let words = figure.panels.reduce(1 + figure.notes.count) {
      $0 + 1 + ($1.hasLabelsBelow ? 3 : 1) + ($1.title.isEmpty ? 0 : 1)
    }
    func weight(_ panel: Panel) -> Double { panel.style == .plot ? 3 : 1 }
    let all = figure.panels.reduce(0) { $0 + weight($1) }
    let share = Double(options.height - words) * weight(panel) / all
    let (least, most) = panel.style == .plot ? (8.0, 24.0) : (3.0, 6.0)
    return Int(min(max(share, least), most))
  }

  private func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > options.width {
        lines.append(line)
        line = "  \(word)"
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return lines + [line]
  }
}

extension PlotText {
  /// The same with ASCII characters only, of the same width where a column matters.
  package static func ascii(_ text: String) -> String {
    let single: [Character: String] = [
      "µ": "u", "°": "deg", "·": ".", "²": "2", "³": "3", "↑": "^", "→": ">", "−": "-", "×": "x", "±": "+-",
      "│": "|", "─": "-", "┬": "+", "┴": "+", "├": "+", "┤": "+", "┼": "+", "└": "+", "┌": "+", "┐": "+",
      "┘": "+",
      "╌": "=", "┊": ":", "░": ":", "▒": "%", "▓": "#", "█": "@", "γ": "gamma", "φ": "phi",
    ]
    var result = ""
    var exponent = ""
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    for character in text {
      if character == "⁻" {
        exponent += "-"
      } else if let digit = digits.firstIndex(of: character), result.hasSuffix("10") || !exponent.isEmpty {
        exponent += String(digit)
      } else {
        result += flushed(&exponent)
        if character.isASCII { result.append(character) } else { result += single[character] ?? "?" }
      }
    }
    return result + flushed(&exponent)
  }

  private static func flushed(_ exponent: inout String) -> String {
    defer { exponent = "" }
    return exponent.isEmpty ? "" : "^\(exponent)"
  }
}
