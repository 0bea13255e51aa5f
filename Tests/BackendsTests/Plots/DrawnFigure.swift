// A figure as somebody else would read it: the SVG parsed by libxml2, its panels with their axes, its texts with boxes.
import SequenceIR
import Testing

@testable import Backends

struct DrawnFigure {
  let root: XMLElement

  init(_ svg: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    switch XMLReader.read(Array(svg.utf8), .foreign) {
    case .success(let document): root = document.root
    case .failure(let problems):
      Issue.record("not well-formed: \(problems.items[0])", sourceLocation: sourceLocation)
      throw problems
    }
  }

  static func all(_ element: XMLElement, where matches: (XMLElement) -> Bool) -> [XMLElement] {
    (matches(element) ? [element] : []) + element.elements.flatMap { all($0, where: matches) }
  }

  func all(_ style: String) -> [XMLElement] { Self.all(root) { Self.has(style, $0) } }

  static func has(_ style: String, _ element: XMLElement) -> Bool {
    (element["class"] ?? "").split(separator: " ").contains { $0 == style }
  }

  var panels: [DrawnPanel] { all("panel").map(DrawnPanel.init) }

  struct Word {
    var text: String
    var left, top, right, bottom: Double

    func meets(_ other: Word) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  /// All texts with boxes of half their size a character: about Helvetica's mean, and no copy of the layout's estimate.
  var words: [Word] {
    Self.all(root) { $0.name == "text" }.map { element in
      let size = Self.has("title", element) ? 14.0 : Self.has("axis-x", element) ? 12 : 11
      let width = 0.5 * size * Double(element.text.count)
      let x = Self.number(element["x"])
      let left: Double
      switch element["text-anchor"] {
      case "middle": left = x - width / 2
      case "end": left = x - width
      default: left = x
      }
      let base = Self.number(element["y"])
      return Word(
        text: element.text, left: left, top: base - 0.7 * size, right: left + width, bottom: base + 1)
    }
  }

  static func number(_ text: String?) -> Double { text.flatMap { Double($0) } ?? .nan }
}

struct DrawnPanel {
  let element: XMLElement

  /// The area's coordinates run from 0 to 1000; this is what its axes say they are.
  func values(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    func axis(_ low: String, _ high: String, _ share: Double) -> Double {
      let from = DrawnFigure.number(element[low])
      return from + share * (DrawnFigure.number(element[high]) - from)
    }
    return (axis("data-x-min", "data-x-max", x / 1000), axis("data-y-min", "data-y-max", 1 - y / 1000))
  }

  func series(_ name: String) -> XMLElement? {
    DrawnFigure.all(element) { DrawnFigure.has("series", $0) && $0["data-name"] == name }.first
  }

  /// The points of a line, in the units of the axes.
  func points(_ name: String) -> [(x: Double, y: Double)] {
    let paths = series(name)?.elements("path").filter { !DrawnFigure.has("fill", $0) } ?? []
    return paths.flatMap { Self.numbers($0["d"] ?? "") }.map { values($0.0, $0.1) }
  }

  /// Of a path of straight lines through all its numbers.
  private static func numbers(_ path: String) -> [(Double, Double)] {
    let all = path.split { "MLZ ,h".contains($0) }.compactMap { Double($0) }
    return stride(from: 0, to: all.count - 1, by: 2).map { (all[$0], all[$0 + 1]) }
  }
}
