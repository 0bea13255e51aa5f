import SequenceIR

/// What lies between the axes, in coordinates from 0 to 1000 that stretch with the panel.
struct AreaSVG {
  let panel: Panel
  let x: PlotScale
  let y: PlotScale
  let columns: Int

  var lines: [String] {
    var lines = panel.bands.map(band)
    if let map = panel.heatMap { lines += HeatMapSVG.cells(of: map, x: x, y: y) }
    if panel.heatMap == nil, y.range.contains(0) {
      lines.append("<path class=\"zero\" vector-effect=\"non-scaling-stroke\" d=\"M0 \(n(y(0)))H1000\"/>")
    }
    for (index, series) in panel.series.enumerated() { lines += draw(series, index) }
    for limit in panel.limits where y.range.contains(limit.value) {
      lines.append("<path class=\"\(limit.meaning.rawValue)\" d=\"M0 \(n(y(limit.value)))H1000\"/>")
    }
    for marker in panel.markers {
      if let value = marker.y {
        lines.append(
          "<path class=\"marker-point\" d=\"M\(n(x(marker.x))) \(n(y(value)))h0\">\(title(marker.label))</path>"
        )
      } else {
        lines.append("<path class=\"marker\" d=\"M\(n(x(marker.x))) 0V1000\">\(title(marker.label))</path>")
      }
    }
    return lines
  }

  private func n(_ value: Double) -> String { PlotText.number(value) }

  private func title(_ text: String) -> String { "<title>\(PlotText.escaped(text))</title>" }

  private func band(_ band: PlotBand) -> String {
    let scale = band.orientation == .vertical ? x : y
    let ends = [scale(band.range.lowerBound), scale(band.range.upperBound)]
    let (from, size) = (ends.min() ?? 0, abs(ends[0] - ends[1]))
    let place =
      band.orientation == .vertical
      ? "x=\"\(n(from))\" y=\"0\" width=\"\(n(size))\" height=\"1000\""
      : "x=\"0\" y=\"\(n(from))\" width=\"1000\" height=\"\(n(size))\""
    return "<rect class=\"band \(band.meaning.rawValue)\" \(place)>\(title(band.label))</rect>"
  }

  /// The class of a series: its colour, and dashes where there are more series than eyes tell colours apart.
  static func style(_ series: PlotSeries, _ index: Int) -> String {
    let colour = series.colour ?? index % PlotColours.series.count + 1
    let isDashed = series.isDashed || (series.kind != .area && series.colour == nil && index >= 4)
    return "s\(colour)" + (isDashed ? " dashed" : "")
  }

  private func draw(_ series: PlotSeries, _ index: Int) -> [String] {
    var paths: [String] = []
    for run in PlotReduction.runs(x: series.x, y: series.y, lower: series.lower) {
      let xs = Array(series.x[run])
      let ys = Array(series.y[run])
      if series.kind == .area { paths.append(fill(xs, ys, series.lower.map { Array($0[run]) })) }
      let isOrdered = series.kind != .points && series.kind != .path
      let path = isOrdered ? points(xs, ys) : cells(xs, ys)
      if path.isEmpty { continue }
      switch series.kind {
      case .line, .area, .path: paths.append("<path d=\"\(join(path))\"/>")
      case .step: paths.append("<path d=\"\(stairs(path))\"/>")
      case .points:
        let dots = path.map { "M\(n($0.x)) \(n($0.y))h0" }.joined()
        paths.append("<path class=\"dots\" d=\"\(dots)\"/>")
      }
    }
    let kind = series.kind == .path ? " trajectory" : ""
    return [
      "<g class=\"series \(Self.style(series, index))\(kind)\" data-name=\"\(PlotText.escaped(series.name))\">"
    ]
      + paths + ["</g>"]
  }

  private func points(_ xs: [Double], _ ys: [Double]) -> [(x: Double, y: Double)] {
    let kept = PlotReduction.indices(x: xs, y: ys, range: x.range, columns: columns)
    return kept.map { (x(xs[$0]), y(ys[$0])) }
  }

  private func cells(_ xs: [Double], _ ys: [Double]) -> [(x: Double, y: Double)] {
    PlotReduction.indices(x: xs, y: ys, ranges: (x.range, y.range), cells: columns).map {
      (x(xs[$0]), y(ys[$0]))
    }
  }

  private func join(_ points: [(x: Double, y: Double)]) -> String {
    "M" + points.map { "\(n($0.x)) \(n($0.y))" }.joined(separator: " ")
  }

  private func stairs(_ points: [(x: Double, y: Double)]) -> String {
    guard let first = points.first else { return "" }
    return "M\(n(first.x)) \(n(first.y))" + points.dropFirst().map { "H\(n($0.x))V\(n($0.y))" }.joined()
  }

  private func fill(_ xs: [Double], _ ys: [Double], _ lower: [Double]?) -> String {
    let top = points(xs, ys)
    var bottom: [(x: Double, y: Double)] = []
    if let lower {
      bottom = points(xs, lower).reversed()
    } else if let first = top.first, let last = top.last {
      bottom = [(last.x, y(0)), (first.x, y(0))]
    }
    return top.isEmpty ? "" : "<path class=\"fill\" d=\"\(join(top + bottom))Z\"/>"
  }
}
