import SequenceIR

/// Cells of a heat map, one path a colour, and the bar that says what colours mean.
enum HeatMapSVG {
  /// Colours of a scale.
  static let levels = 64

  static func range(of map: HeatMap) -> ClosedRange<Double> {
    var panel = Panel(x: map.scale, y: map.scale)
    let finite = map.values.filter(\.isFinite)
    let bounds = map.scale.range ?? (finite.min() ?? 0)...(finite.max() ?? 1)
    panel.y.range = bounds
    let range = PlotRange(panel).y
    guard let centre = map.centre else { return range }
    let reach = max(abs(range.upperBound - centre), abs(range.lowerBound - centre))
    return (centre - reach)...(centre + reach)
  }

  static func colour(_ level: Int, isDiverging: Bool) -> String {
    let share = (Double(level) + 0.5) / Double(levels)
    return isDiverging ? PlotColours.diverging(2 * share - 1) : PlotColours.sequential(share)
  }

  private static func level(_ value: Double, _ range: ClosedRange<Double>) -> Int? {
    guard value.isFinite else { return nil }
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return Int((min(max(share, 0), 1) * Double(levels)).rounded(.down)).clamped(to: levels - 1)
  }

  static func cells(of map: HeatMap, x: PlotScale, y: PlotScale) -> [String] {
    let range = range(of: map)
    var paths = [String](repeating: "", count: levels)
    for row in 0..<map.rows {
      var column = 0
      while column < map.columns {
        let level = level(map.values[row * map.columns + column], range)
        var end = column + 1
        while end < map.columns, Self.level(map.values[row * map.columns + end], range) == level { end += 1 }
        if let level {
          let left = x(edge(column, map.columns, map.x))
          let right = x(edge(end, map.columns, map.x))
          let top = y(edge(row, map.rows, map.y))
          let bottom = y(edge(row + 1, map.rows, map.y))
          paths[level] +=
            "M\(PlotText.number(left)) \(PlotText.number(top))H\(PlotText.number(right))"
            + "V\(PlotText.number(bottom))H\(PlotText.number(left))Z"
        }
        column = end
      }
    }
    var lines = [
      "<g class=\"heat-map\" shape-rendering=\"crispEdges\" data-label=\"\(PlotText.escaped(map.scale.text))\">"
    ]
    for (level, path) in paths.enumerated() where !path.isEmpty {
      let share = (Double(level) + 0.5) / Double(levels)
      let value = range.lowerBound + share * (range.upperBound - range.lowerBound)
      lines.append(
        "<path fill=\"\(colour(level, isDiverging: map.centre != nil))\" "
          + "data-value=\"\(DecimalText.significant(value, 4))\" d=\"\(path)\"/>")
    }
    return lines + ["</g>"]
  }

  private static func edge(_ index: Int, _ count: Int, _ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(index) / Double(count)
  }

  static func bar(
    of map: HeatMap, ticks: PlotTicks, left: Double, top: Double, width: Double, height: Double
  ) -> [String] {
    let scale = PlotScale(range: range(of: map), length: height, isFlipped: true)
    var lines = ["<g class=\"colour-bar\" shape-rendering=\"crispEdges\">"]
    let step = height / Double(levels)
    for level in 0..<levels {
      lines.append(
        "<rect x=\"\(PlotText.number(left))\" y=\"\(PlotText.number(top + height - Double(level + 1) * step))\" "
          + "width=\"\(PlotText.number(width))\" height=\"\(PlotText.number(step + 0.5))\" "
          + "fill=\"\(colour(level, isDiverging: map.centre != nil))\"/>")
    }
    for (value, label) in zip(ticks.values, ticks.labels) {
      let place = top + scale(value)
      lines.append(
        "<line class=\"zero\" x1=\"\(PlotText.number(left + width))\" x2=\"\(PlotText.number(left + width + 3))\" "
          + "y1=\"\(PlotText.number(place))\" y2=\"\(PlotText.number(place))\"/>"
          + "<text class=\"tick\" x=\"\(PlotText.number(left + width + 6))\" y=\"\(PlotText.number(place + 4))\">\(label)</text>"
      )
    }
    return lines + ["</g>"]
  }
}

extension Int {
  fileprivate func clamped(to most: Int) -> Int { Swift.min(self, most) }
}
