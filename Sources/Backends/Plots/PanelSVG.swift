import SequenceIR

/// One panel of a figure: what is around its area, first measured, then drawn.
struct PanelSVG {
  let panel: Panel
  private let range: PlotRange
  private let yTicks: PlotTicks
  private let colours: PlotTicks?
  private let curveColumns: Int
  private(set) var left: Double
  private(set) var right: Double
  private(set) var above = 0.0
  private(set) var below = 0.0
  private var width = 0.0
  private var xTicks = PlotTicks(0...1, most: 2)
  private var labels = PanelLabels()

  private static let tickSize = 11.0
  private static let barWidth = 12.0

  init(_ panel: Panel, curveColumns: Int) {
    self.panel = panel
    self.curveColumns = curveColumns
    range = PlotRange(panel)
    yTicks = PlotTicks(
      range.y, most: max(2, Int(panel.height / (panel.style == .plot ? 30 : 15))), step: panel.y.tickStep)
    let tickWidth = yTicks.labels.map { PlotText.width($0, size: Self.tickSize) }.max() ?? 0
    switch panel.style {
    case .plot: left = tickWidth + 8
    case .strip:
      let unit = PlotText.width(yTicks.prefix + panel.y.unit, size: Self.tickSize)
      left = tickWidth + 8 + max(PlotText.width(panel.y.label, size: 12), unit) + 10
    }
    right = 22
    colours = panel.heatMap.map { PlotTicks(HeatMapSVG.range(of: $0), most: Int(panel.height / 30)) }
    if let colours {
      right =
        12 + Self.barWidth + 8 + (colours.labels.map { PlotText.width($0, size: Self.tickSize) }.max() ?? 0)
    }
  }

  /// Fixes the margins, which panels of a column share, and what depends on them.
  mutating func arrange(left: Double, right: Double, width whole: Double) {
    self.left = left
    self.right = right
    width = max(whole - left - right, 40)
    xTicks = fittingTicks()
    labels = PanelLabels(
      panel, range, width: width, outer: whole, left: left, yLabel: yLabel,
      scale: panel.heatMap.map { ($0.scale.label, (colours?.prefix ?? "") + $0.scale.unit) })
    above = labels.above
    below = panel.hasLabelsBelow ? 34 : (panel.style == .plot ? 8 : 5)
  }

  /// The finest ticks whose labels leave room between them.
  private func fittingTicks() -> PlotTicks {
    let scale = x(width)
    for most in stride(from: max(2, Int(width / 45)), to: 2, by: -1) {
      let ticks = PlotTicks(range.x, most: most, step: panel.x.tickStep)
      let half = ticks.labels.map { PlotText.width($0, size: Self.tickSize) / 2 }
      let places = ticks.values.map { scale($0) }
      let fits = places.indices.dropFirst().allSatisfy {
        abs(places[$0] - places[$0 - 1]) >= half[$0] + half[$0 - 1] + 8
      }
      if fits { return ticks }
    }
    return PlotTicks(range.x, most: 2)
  }

  private func x(_ length: Double) -> PlotScale {
    PlotScale(range: range.x, length: length, isFlipped: panel.x.isReversed)
  }

  private func y(_ length: Double) -> PlotScale {
    PlotScale(range: range.y, length: length, isFlipped: !panel.y.isReversed)
  }

  private var yLabel: String { "\(panel.y.label), \(yTicks.prefix)\(panel.y.unit)" }
  private var xLabel: String { "\(panel.x.label), \(xTicks.prefix)\(panel.x.unit)" }

  private func n(_ value: Double) -> String { PlotText.number(value) }

  /// `left` and `top` of the panel and of its area, px.
  func lines(left outer: Double, top: Double) -> [String] {
    let areaLeft = outer + left
    var lines = [opening()]
    lines += labels.heading(outer: outer, left: areaLeft, top: top)
    lines += ticks(left: areaLeft, outer: outer, top: top)
    let place = "x=\"\(n(areaLeft))\" y=\"\(n(top))\" width=\"\(n(width))\" height=\"\(n(panel.height))\""
    lines.append("<svg class=\"area\" \(place) viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\">")
    lines += AreaSVG(panel: panel, x: x(1000), y: y(1000), columns: curveColumns).lines
    lines.append("</svg>")
    lines.append("<rect class=\"frame\" \(place)/>")
    lines += labels.inside(left: areaLeft, top: top)
    if let map = panel.heatMap, let colours {
      lines += HeatMapSVG.bar(
        of: map, ticks: colours, left: areaLeft + width + 12, top: top, width: Self.barWidth,
        height: panel.height)
    }
    if panel.heatMap == nil, !panel.series.contains(where: { $0.y.contains(where: \.isFinite) }) {
      lines.append(
        "<text class=\"label soft\" text-anchor=\"middle\" x=\"\(n(areaLeft + width / 2))\" "
          + "y=\"\(n(top + panel.height / 2 + 4))\">\(PlotText.escaped(panel.reasonForNoData ?? "no data"))</text>"
      )
    }
    lines.append("</g>")
    return lines
  }

  /// Which ticks of the y axis have a label, so that none touches another: zero before others, outer ones before inner.
  private func labelled(_ places: [Double]) -> Set<Int> {
    let order = places.indices.sorted {
      let (a, b) = (yTicks.values[$0], yTicks.values[$1])
      return (a == 0 ? Double.infinity : abs(a)) > (b == 0 ? Double.infinity : abs(b))
    }
    var shown: Set<Int> = []
    for index in order where shown.allSatisfy({ abs(places[$0] - places[index]) >= Self.tickSize }) {
      shown.insert(index)
    }
    return shown
  }

  private func opening() -> String {
    func bounds(_ range: ClosedRange<Double>, _ isReversed: Bool) -> (String, String) {
      let (low, high) = (DecimalText.shortest(range.lowerBound), DecimalText.shortest(range.upperBound))
      return isReversed ? (high, low) : (low, high)
    }
    let (xMin, xMax) = bounds(range.x, panel.x.isReversed)
    let (yMin, yMax) = bounds(range.y, panel.y.isReversed)
    return "<g class=\"panel\" data-x-min=\"\(xMin)\" data-x-max=\"\(xMax)\" data-y-min=\"\(yMin)\" "
      + "data-y-max=\"\(yMax)\" data-x-label=\"\(PlotText.escaped(panel.x.text))\" "
      + "data-y-label=\"\(PlotText.escaped(panel.y.text))\">"
  }

  private func ticks(left areaLeft: Double, outer: Double, top: Double) -> [String] {
    let bottom = top + panel.height
    var lines = ["<g class=\"ticks-x\">"]
    let xScale = x(width)
    for (value, label) in zip(xTicks.values, xTicks.labels) {
      let place = n(areaLeft + xScale(value))
      lines.append(
        "<line class=\"grid\" x1=\"\(place)\" x2=\"\(place)\" y1=\"\(n(top))\" y2=\"\(n(bottom))\"/>")
      if panel.hasLabelsBelow {
        lines.append(
          "<text class=\"tick\" text-anchor=\"middle\" x=\"\(place)\" y=\"\(n(bottom + 14))\">\(label)</text>"
        )
      }
    }
    lines.append("</g>")
    if panel.hasLabelsBelow {
      let label = PlotText.cut(xLabel, size: 12, width: width + 2 * min(left, right))
      lines.append(
        "<text class=\"axis-x\" text-anchor=\"middle\" x=\"\(n(areaLeft + width / 2))\" y=\"\(n(bottom + 30))\">"
          + "\(PlotText.escaped(label))</text>")
    }
    lines.append("<g class=\"ticks-y\">")
    let yScale = y(panel.height)
    let shown = labelled(yTicks.values.map { yScale($0) })
    for (index, value) in yTicks.values.enumerated() {
      let place = top + yScale(value)
      let line =
        "<line class=\"grid\" x1=\"\(n(areaLeft))\" x2=\"\(n(areaLeft + width))\" y1=\"\(n(place))\" "
        + "y2=\"\(n(place))\"/>"
      let text =
        "<text class=\"tick\" text-anchor=\"end\" x=\"\(n(areaLeft - 5))\" y=\"\(n(place + 4))\">"
        + "\(yTicks.labels[index])</text>"
      lines.append(line + (shown.contains(index) ? text : ""))
    }
    lines.append("</g>")
    if panel.style == .strip {
      let middle = top + panel.height / 2
      lines.append(
        "<text class=\"axis-y\" x=\"\(n(outer))\" y=\"\(n(middle - 2))\">\(PlotText.escaped(panel.y.label))</text>"
          + "<text class=\"tick\" x=\"\(n(outer))\" y=\"\(n(middle + 12))\">"
          + "\(PlotText.escaped(yTicks.prefix + panel.y.unit))</text>")
    }
    return lines
  }
}
