import SequenceIR

/// Cells of characters, and dots of Braille in them.
struct TextCanvas {
  let columns: Int
  let rows: Int
  private var characters: [Character]
  /// Dots of each cell, as the offset from U+2800.
  private var dots: [UInt32]
  private var colours: [Int?]

  /// Bits of the dots of a Braille cell: four rows of two.
  private static let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  init(columns: Int, rows: Int) {
    self.columns = max(columns, 1)
    self.rows = max(rows, 1)
    characters = Array(repeating: " ", count: self.columns * self.rows)
    dots = Array(repeating: 0, count: characters.count)
    colours = Array(repeating: nil, count: characters.count)
  }

  private func index(_ column: Int, _ row: Int) -> Int? {
    (0..<columns).contains(column) && (0..<rows).contains(row) ? row * columns + column : nil
  }

  mutating func put(_ character: Character, column: Int, row: Int, colour: Int? = nil) {
    guard let index = index(column, row) else { return }
    characters[index] = character
    colours[index] = colour
    dots[index] = 0
  }

  mutating func putIfFree(_ character: Character, column: Int, row: Int) {
    guard let index = index(column, row), characters[index] == " ", dots[index] == 0 else { return }
    characters[index] = character
  }

  /// `column` and `row` of a dot: two columns and four rows to a cell.
  mutating func dot(column: Int, row: Int, colour: Int?) {
    guard row >= 0, column >= 0, let index = index(column / 2, row / 4) else { return }
    dots[index] |= Self.bits[row % 4][column % 2]
    colours[index] = colour
  }

  mutating func write(_ text: String, startingAt column: Int, row: Int) {
    for (offset, character) in text.enumerated() { put(character, column: column + offset, row: row) }
  }

  mutating func write(_ text: String, endingAt column: Int, row: Int) {
    write(text, startingAt: column - text.count, row: row)
  }

  /// The characters of a row; `codes` are those of the terminal for colours, nil without.
  func text(ofRow row: Int, codes: [Int]?) -> String {
    var text = ""
    var current: Int?
    for index in (row * columns)..<((row + 1) * columns) {
      let colour = codes == nil ? nil : colours[index]
      if colour != current {
        text += "\u{1B}[0m" + (colour.map { "\u{1B}[\(codes?[$0] ?? 0)m" } ?? "")
        current = colour
      }
      if dots[index] > 0, let scalar = Unicode.Scalar(0x2800 + dots[index]) {
        text.unicodeScalars.append(scalar)
      } else {
        text.append(characters[index])
      }
    }
    return text + (current == nil ? "" : "\u{1B}[0m")
  }
}

/// Which rows of each column of a grid a series covers.
struct SeriesRaster {
  private var rowsOfColumn: [[ClosedRange<Int>]]
  private let columns: Int
  private let rows: Int

  /// `x` and `y` map to the middles of columns and rows.
  init(_ series: PlotSeries, x: PlotScale, y: PlotScale, columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    rowsOfColumn = Array(repeating: [], count: columns)
    for run in PlotReduction.runs(x: series.x, y: series.y, lower: series.lower) {
      let points = run.map { (x(series.x[$0]), y(series.y[$0])) }
      if series.kind == .points || points.count == 1 {
        for point in points { cover(point, point) }
        continue
      }
      for index in points.indices.dropFirst() {
        let (a, b) = (points[index - 1], points[index])
        switch series.kind {
        case .step:
          cover(a, (b.0, a.1))
          cover((b.0, a.1), b)
        case .area:
          let lower = series.lower
          let from = (a.0, lower.map { y($0[run.lowerBound + index - 1]) } ?? y(0))
          let to = (b.0, lower.map { y($0[run.lowerBound + index]) } ?? y(0))
          fill(a, b, from, to)
        default: cover(a, b)
        }
      }
    }
  }

  func spans(_ column: Int) -> [ClosedRange<Int>] { rowsOfColumn[column] }

  private typealias Point = (Double, Double)

  /// The columns between two points, with the values of a line between them at both edges of each.
  private func forEachColumn(_ a: Point, _ b: Point, _ body: (Int, Double, Double) -> Void) {
    let (left, right) = a.0 <= b.0 ? (a, b) : (b, a)
    let first = max(0, (left.0 + 0.5).rounded(.down))
    let last = min(Double(columns - 1), (right.0 + 0.5).rounded(.down))
    guard first <= last else { return }
    let width = right.0 - left.0
    for column in Int(first)...Int(last) {
      let from = max(left.0, Double(column) - 0.5)
      let to = min(right.0, Double(column) + 0.5)
      body(column, width > 0 ? (from - left.0) / width : 0, width > 0 ? (to - left.0) / width : 1)
    }
  }

  private mutating func cover(_ a: Point, _ b: Point) {
    let (left, right) = a.0 <= b.0 ? (a, b) : (b, a)
    var found: [(Int, Double, Double)] = []
    forEachColumn(a, b) { column, from, to in
      found.append((column, left.1 + (right.1 - left.1) * from, left.1 + (right.1 - left.1) * to))
    }
    for (column, first, last) in found { add(column, min(first, last), max(first, last)) }
  }

  /// Between the line from `a` to `b` and that from `from` to `to` below it.
  private mutating func fill(_ a: Point, _ b: Point, _ from: Point, _ to: Point) {
    let (left, right, low, high) = a.0 <= b.0 ? (a, b, from, to) : (b, a, to, from)
    var found: [(Int, Double, Double)] = []
    forEachColumn(a, b) { column, start, end in
      let edges = [start, end].flatMap { share in
        [left.1 + (right.1 - left.1) * share, low.1 + (high.1 - low.1) * share]
      }
      found.append((column, edges.min() ?? 0, edges.max() ?? 0))
    }
    for (column, first, last) in found { add(column, first, last) }
  }

  private mutating func add(_ column: Int, _ low: Double, _ high: Double) {
    guard low.isFinite, high.isFinite, high >= -0.5, low <= Double(rows) - 0.5 else { return }
    let first = Int(max(0, low.rounded()))
    let last = Int(min(Double(rows - 1), high.rounded()))
    guard first <= last else { return }
    if let known = rowsOfColumn[column].last, known.lowerBound <= first, known.upperBound >= last { return }
    rowsOfColumn[column].append(first...last)
  }
}

extension HeatMap {
  /// The value of the cell at a place; nil outside.
  func value(x place: Double, y: Double) -> Double? {
    let column = (place - x.lowerBound) / (x.upperBound - x.lowerBound) * Double(columns)
    let row = (y - self.y.lowerBound) / (self.y.upperBound - self.y.lowerBound) * Double(rows)
    guard column >= 0, column <= Double(columns), row >= 0, row <= Double(rows) else { return nil }
    return values[min(Int(row), rows - 1) * columns + min(Int(column), columns - 1)]
  }
}

extension PlotText {
  static func significant(_ value: Double) -> String { DecimalText.significant(value, 3) }
}
