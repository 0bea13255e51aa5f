/// One panel in characters: heading with legend, area between axes, numbers below.
struct PanelText {
  private let panel: Panel
  private let range: PlotRange
  private let yTicks: PlotTicks
  private let gutter: Int
  private let options: FigureTextOptions
  private var canvas: TextCanvas
  /// Whether series are told apart by letters instead of dots.
  private let hasLetters: Bool

  private static let letters: [Character] = ["*", "o", "x", "+", "#", "@", "%", "&"]
  private static let shades: [Character] = [" ", "░", "▒", "▓", "█"]
  private static let plainShades: [Character] = [" ", ".", "-", "+", "*", "#", "@"]
  /// Codes of the terminal for `s1` to `s8`.
  private static let codes = [94, 33, 32, 35, 93, 36, 91, 37]

  init(
    _ panel: Panel, _ range: PlotRange, _ yTicks: PlotTicks, gutter: Int, columns: Int, rows: Int,
    _ options: FigureTextOptions
  ) {
    self.panel = panel
    self.range = range
    self.yTicks = yTicks
    self.gutter = gutter
    self.options = options
    canvas = TextCanvas(columns: columns, rows: rows)
    hasLetters = !options.isUnicode || (panel.series.count > 1 && !options.hasColour)
  }

  mutating func lines() -> [String] {
    drawBands()
    drawHeatMap()
    drawSeries()
    drawLines()
    let rowsOfTicks = yTicks.values.map { row(of: $0) }
    var lines = panel.title.isEmpty ? [] : [panel.title]
    lines += heading()
    for row in 0..<canvas.rows {
      let tick = rowsOfTicks.firstIndex(of: row)
      let label = tick.map { yTicks.labels[$0] } ?? ""
      let blanks = String(repeating: " ", count: max(0, gutter - label.count))
      lines.append("\(blanks)\(label) \(tick == nil ? "│" : "┤")\(canvas.text(ofRow: row, codes: codes))")
    }
    return lines + below()
  }

  private var codes: [Int]? { options.hasColour ? Self.codes : nil }

  private func row(of value: Double) -> Int {
    let scale = PlotScale(range: range.y, length: Double(canvas.rows - 1), isFlipped: !panel.y.isReversed)
    return Int(min(max(scale(value), -1), Double(canvas.rows)).rounded())
  }

  private func column(of value: Double) -> Int {
    let scale = PlotScale(range: range.x, length: Double(canvas.columns - 1), isFlipped: panel.x.isReversed)
    return Int(min(max(scale(value), -1), Double(canvas.columns)).rounded())
  }

  /// Label of the y axis, and what the signs mean.
  private func heading() -> [String] {
    var words = ["\(panel.y.label), \(yTicks.prefix)\(panel.y.unit)"]
    if panel.series.count > 1 {
      for (index, series) in panel.series.enumerated() where !series.name.isEmpty {
        let sign = hasLetters ? String(Self.letters[index % Self.letters.count]) : "─"
        words.append("\(coloured(sign, series, index)) \(series.name)")
      }
    }
    var known: [String] = []
    for band in panel.bands where !known.contains(band.label) {
      known.append(band.label)
      words.append("\(sign(of: band)) \(band.label)")
    }
    if let map = panel.heatMap { words += key(of: map) }
    for limit in range.limitsBeyond { words.append("↑ \(limit.label)") }
    var lines: [String] = []
    var length = 0
    for word in words {
      let count = word.count - (word.contains("\u{1B}") ? 9 : 0)
      if let last = lines.last, length + 3 + count <= options.width {
        lines[lines.count - 1] = last + "   " + word
        length += 3 + count
      } else {
        lines.append(word)
        length = count
      }
    }
    return lines
  }

  private func coloured(_ text: String, _ series: PlotSeries, _ index: Int) -> String {
    guard options.hasColour else { return text }
    return "\u{1B}[\(Self.codes[colour(series, index)])m\(text)\u{1B}[0m"
  }

  private func colour(_ series: PlotSeries, _ index: Int) -> Int {
    ((series.colour ?? index % 8 + 1) - 1) % Self.codes.count
  }

  private func below() -> [String] {
    guard panel.hasLabelsBelow else { return [] }
    let margin = String(repeating: " ", count: gutter + 1)
    let ticks = fittingTicks()
    var axis = [Character](repeating: "─", count: canvas.columns)
    var labels = [Character](repeating: " ", count: canvas.columns)
    for (value, label) in zip(ticks.values, ticks.labels) {
      let place = min(max(column(of: value), 0), canvas.columns - 1)
      axis[place] = "┬"
      let start = min(max(place - label.count / 2, 0), max(0, canvas.columns - label.count))
      for (index, character) in label.enumerated() where start + index < labels.count {
        labels[start + index] = character
      }
    }
    let label = "\(panel.x.label), \(ticks.prefix)\(panel.x.unit)"
    let indent = String(repeating: " ", count: max(0, (canvas.columns - label.count) / 2))
    return ["\(margin)└\(String(axis))", "\(margin) \(String(labels))", "\(margin) \(indent)\(label)"]
  }

  private func fittingTicks() -> PlotTicks {
    for most in stride(from: max(2, canvas.columns / 7), to: 2, by: -1) {
      let ticks = PlotTicks(range.x, most: most, step: panel.x.tickStep)
      let places = ticks.values.map { column(of: $0) }
      let fits = places.indices.dropFirst().allSatisfy {
        abs(places[$0] - places[$0 - 1]) >= (ticks.labels[$0].count + ticks.labels[$0 - 1].count) / 2 + 3
      }
      if fits { return ticks }
    }
    return PlotTicks(range.x, most: 2)
  }

  private func sign(of band: PlotBand) -> Character { band.meaning == .forbidden ? "░" : "·" }

  private mutating func drawBands() {
    for band in panel.bands {
      let isVertical = band.orientation == .vertical
      let ends = [band.range.lowerBound, band.range.upperBound]
        .map { isVertical ? column(of: $0) : row(of: $0) }.sorted()
      for place in ends[0]...ends[1] {
        for other in 0..<(isVertical ? canvas.rows : canvas.columns) {
          canvas.put(sign(of: band), column: isVertical ? place : other, row: isVertical ? other : place)
        }
      }
    }
  }

  private mutating func drawLines() {
    if panel.heatMap == nil, range.y.lowerBound < 0, range.y.upperBound > 0 {
      for column in 0..<canvas.columns { canvas.putIfFree("─", column: column, row: row(of: 0)) }
    }
    for limit in panel.limits where range.y.contains(limit.value) {
      let row = row(of: limit.value)
      for column in 0..<canvas.columns { canvas.putIfFree("╌", column: column, row: row) }
      canvas.write(limit.label, endingAt: canvas.columns, row: row)
    }
    for marker in panel.markers where range.x.contains(marker.x) {
      let column = column(of: marker.x)
      if let value = marker.y {
        canvas.put("+", column: column, row: row(of: value))
        canvas.write(marker.label, startingAt: column + 2, row: row(of: value))
      } else {
        for row in 0..<canvas.rows { canvas.putIfFree("┊", column: column, row: row) }
        canvas.write(marker.label, startingAt: column + 1, row: 0)
      }
    }
    let isEmpty = panel.heatMap == nil && !panel.series.contains { $0.y.contains(where: \.isFinite) }
    if isEmpty { canvas.write(panel.reasonForNoData ?? "no data", startingAt: 2, row: canvas.rows / 2) }
  }

  private mutating func drawSeries() {
    let grid: (columns: Int, rows: Int) =
      hasLetters ? (canvas.columns, canvas.rows) : (canvas.columns * 2, canvas.rows * 4)
    let x = PlotScale(range: range.x, length: Double(grid.columns - 1), isFlipped: panel.x.isReversed)
    let y = PlotScale(range: range.y, length: Double(grid.rows - 1), isFlipped: !panel.y.isReversed)
    // The first lies on top.
    for (index, series) in panel.series.enumerated().reversed() {
      let raster = SeriesRaster(series, x: x, y: y, columns: grid.columns, rows: grid.rows)
      let letter = Self.letters[index % Self.letters.count]
      let colour = colour(series, index)
      for column in 0..<grid.columns {
        for span in raster.spans(column) {
          for row in span {
            if hasLetters {
              canvas.put(letter, column: column, row: row, colour: colour)
            } else {
              canvas.dot(column: column, row: row, colour: colour)
            }
          }
        }
      }
    }
  }

  private var shades: [Character] { options.isUnicode ? Self.shades : Self.plainShades }

  private mutating func drawHeatMap() {
    guard let map = panel.heatMap else { return }
    let scale = HeatMapSVG.range(of: map)
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        let x = place(column, canvas.columns, range.x, isFlipped: panel.x.isReversed)
        let y = place(row, canvas.rows, range.y, isFlipped: !panel.y.isReversed)
        guard let value = map.value(x: x, y: y), value.isFinite else { continue }
        let share = (value - scale.lowerBound) / (scale.upperBound - scale.lowerBound)
        let level = Int(min(max(share, 0), 0.999999) * Double(shades.count))
        canvas.put(shades[level], column: column, row: row)
      }
    }
  }

  /// The value in the middle of a cell.
  private func place(_ index: Int, _ count: Int, _ range: ClosedRange<Double>, isFlipped: Bool) -> Double {
    let share = (Double(index) + 0.5) / Double(count)
    return range.lowerBound + (range.upperBound - range.lowerBound) * (isFlipped ? 1 - share : share)
  }

  /// The values at which shades change.
  private func key(of map: HeatMap) -> [String] {
    let scale = HeatMapSVG.range(of: map)
    let step = (scale.upperBound - scale.lowerBound) / Double(shades.count)
    let signs = shades.enumerated().map { index, shade in
      "'\(shade)' from \(plain(scale.lowerBound + Double(index) * step))"
    }
    return ["\(map.scale.label), \(map.scale.unit):"] + signs + ["to \(plain(scale.upperBound))"]
  }

  private func plain(_ value: Double) -> String { PlotText.significant(value) }
}
