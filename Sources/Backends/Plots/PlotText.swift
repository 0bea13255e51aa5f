import SequenceIR

/// How wide texts are, and how they are written.
package enum PlotText {
  /// Widths over the font's size, on the wide side of the sans-serif fonts a browser may choose.
  private static func width(of character: Character) -> Double {
    switch character {
    case "i", "j", "l", "I", ".", ",", ":", ";", "|", "'", "!", " ", "(", ")", "[", "]": 0.38
    case "f", "t", "r", "-", "/", "⁻", "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹": 0.42
    case "m", "w", "M", "W", "%", "@", "+", "=", "±", "→", "↑": 0.98
    case "0"..."9": 0.64
    case "A"..."Z": 0.74
    default: character.isASCII ? 0.62 : 0.7
    }
  }

  package static func width(_ text: String, size: Double) -> Double {
    size * text.reduce(0) { $0 + width(of: $1) }
  }

  static func escaped(_ text: String) -> String {
    MarkupText.escaped(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
  }

  /// A coordinate: two places after the point.
  static func number(_ value: Double) -> String {
    DecimalText.rounded(min(max(value, -1e6), 1e6), decimals: 2)
  }

  /// Lines that are not wider than `width`, broken at blanks.
  static func wrapped(_ text: String, size: Double, width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if !line.isEmpty, Self.width(longer, size: size) > width {
        lines.append(line)
        line = String(word)
      } else {
        line = longer
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  /// The text, cut with dots to at most `width`.
  static func cut(_ text: String, size: Double, width: Double) -> String {
    if Self.width(text, size: size) <= width { return text }
    var short = text
    while !short.isEmpty, Self.width(short + "...", size: size) > width { short.removeLast() }
    return short + "..."
  }
}

/// Texts placed so far, so that the next one can be put where it covers none.
struct LabelPlaces {
  struct Box {
    var left, top, right, bottom: Double

    func meets(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  private(set) var boxes: [Box] = []

  /// No text is put here.
  mutating func keepFree(_ box: Box) { boxes.append(box) }

  /// Takes the first of `candidates` that meets none placed so far; nil: all do.
  mutating func place(_ candidates: [Box], within area: Box) -> Int? {
    let index = candidates.firstIndex { candidate in
      candidate.left >= area.left && candidate.right <= area.right && candidate.top >= area.top
        && candidate.bottom <= area.bottom && !boxes.contains { $0.meets(candidate) }
    }
    if let index { boxes.append(candidates[index]) }
    return index
  }
}
