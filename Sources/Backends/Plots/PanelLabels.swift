/// The words of a panel: heading, legend, and labels between the axes, none over another.
struct PanelLabels {
  private enum Swatch {
    case series(String, PlotSeries.Kind)
    case band(String)
  }

  private struct Entry {
    var swatch: Swatch
    var name: String
    var text: String
    var left: Double
    var row: Int
  }

  private struct Label {
    var text: String
    var anchor: String
    var x: Double
    var y: Double
  }

  private var title = ""
  private var yLabel = ""
  private var scale = ""
  private var scaleRow = 0
  private var outer = 0.0
  private var entries: [Entry] = []
  private var labels: [Label] = []
  private var rows = 0
  private var hasHeading = false

  private static let size = 11.0
  private static let rowHeight = 16.0
  private static let swatchWidth = 20.0

  init() {}

  /// `width` of the area, `outer` of the panel with its margins, px.
  init(
    _ panel: Panel, _ range: PlotRange, width: Double, outer: Double, left: Double, yLabel: String,
    scale: (label: String, unit: String)?
  ) {
    title = panel.title
    self.outer = outer
    hasHeading = panel.style == .plot
    self.yLabel = hasHeading ? PlotText.cut(yLabel, size: 12, width: outer) : ""
    let unplaced = placeInside(panel, range, width: width)
    var cursor = self.yLabel.isEmpty ? left : PlotText.width(self.yLabel, size: 12) + 24
    if let scale {
      self.scale = PlotText.cut("\(scale.label), \(scale.unit)", size: 12, width: outer)
      let needed = PlotText.width(self.scale, size: 12)
      scaleRow = cursor + needed > outer ? 1 : 0
      rows = scaleRow
    }
    let wanted = legend(panel, unplaced)
    for (swatch, text) in wanted {
      let shown = PlotText.cut(text, size: Self.size, width: outer - Self.swatchWidth - 16)
      let needed = Self.swatchWidth + PlotText.width(shown, size: Self.size) + 14
      if cursor + needed > outer, cursor > 0 {
        rows += 1
        cursor = 0
      }
      entries.append(Entry(swatch: swatch, name: text, text: shown, left: cursor, row: rows))
      cursor += needed
    }
  }

  /// Height of what stands above the area.
  var above: Double {
    let lines = hasHeading || !entries.isEmpty ? Double(rows + 1) * Self.rowHeight : 0
    return lines + (title.isEmpty ? 0 : 18) + 4
  }

  /// Series where there are several, and bands whose label found no place, each label once.
  private func legend(_ panel: Panel, _ unplaced: [PlotBand]) -> [(Swatch, String)] {
    var wanted: [(Swatch, String)] = []
    if panel.series.count > 1 {
      for (index, series) in panel.series.enumerated() where !series.name.isEmpty {
        wanted.append((.series(AreaSVG.style(series, index), series.kind), series.name))
      }
    }
    for band in unplaced where !wanted.contains(where: { $0.1 == band.label }) {
      wanted.append((.band(band.meaning.rawValue), band.label))
    }
    return wanted
  }

  /// Labels of limits, markers and bands; gives back the bands whose label has no room.
  private mutating func placeInside(_ panel: Panel, _ range: PlotRange, width: Double) -> [PlotBand] {
    let x = PlotScale(range: range.x, length: width, isFlipped: panel.x.isReversed)
    let y = PlotScale(range: range.y, length: panel.height, isFlipped: !panel.y.isReversed)
    let area = LabelPlaces.Box(left: 0, top: 0, right: width, bottom: panel.height)
    var places = LabelPlaces()
    for limit in panel.limits where range.y.contains(limit.value) {
      places.keepFree(
        LabelPlaces.Box(left: 0, top: y(limit.value) - 1, right: width, bottom: y(limit.value) + 1))
    }
    for limit in panel.limits {
      let isBeyond = range.limitsBeyond.contains { $0.value == limit.value && $0.label == limit.label }
      guard isBeyond || range.y.contains(limit.value) else { continue }
      let line = isBeyond ? -3 : y(limit.value)
      let text = isBeyond ? "↑ \(limit.label)" : limit.label
      let ways = [width, width * 0.66, width * 0.33].flatMap { end in [(end, line - 4), (end, line + 13)] }
      let more = isBeyond ? (1...6).map { (width, line + 14 + 14 * Double($0)) } : []
      put(text, ends: ways + more, in: area, &places)
    }
    for marker in panel.markers where range.x.contains(marker.x) && !marker.label.isEmpty {
      let place = x(marker.x)
      if let value = marker.y {
        put(marker.label, starts: [-6, 14].map { (place + 6, y(value) + $0) }, in: area, &places)
      } else {
        put(marker.label, starts: [12, 26, 40].map { (place + 3, $0) }, in: area, &places)
      }
    }
    return panel.bands.filter { band in
      if band.label.isEmpty { return false }
      switch band.orientation {
      case .vertical:
        guard band.range.overlaps(range.x) else { return false }
        let middle = (x(band.range.lowerBound) + x(band.range.upperBound)) / 2
        let half = PlotText.width(band.label, size: Self.size) / 2
        return !put(band.label, starts: [12, 26].map { (middle - half, $0) }, in: area, &places)
      case .horizontal:
        guard band.range.overlaps(range.y) else { return false }
        return !put(band.label, ends: [(width, y(band.range.upperBound) + 12)], in: area, &places)
      }
    }
  }

  /// `ends` and `starts` are right or left ends of the text's base line.
  @discardableResult
  private mutating func put(
    _ text: String, starts: [(Double, Double)] = [], ends: [(Double, Double)] = [],
    in area: LabelPlaces.Box, _ places: inout LabelPlaces
  ) -> Bool {
    let wide = PlotText.width(text, size: Self.size)
    let lefts = starts + ends.map { ($0.0 - wide - 4, $0.1) }
    let boxes = lefts.map {
      LabelPlaces.Box(left: $0.0, top: $0.1 - 10, right: $0.0 + wide, bottom: $0.1 + 2)
    }
    guard let index = places.place(boxes, within: area) else { return false }
    // The text is put at the end that counts, as fonts are narrower than estimated.
    let isEnd = index >= starts.count
    labels.append(
      Label(
        text: text, anchor: isEnd ? "end" : "start", x: isEnd ? boxes[index].right : boxes[index].left,
        y: lefts[index].1))
    return true
  }

  /// Title, label of the y axis, legend.
  func heading(outer: Double, left: Double, top: Double) -> [String] {
    func n(_ value: Double) -> String { PlotText.number(value) }
    var lines: [String] = []
    let first = top - above + (title.isEmpty ? 0 : 18) + 12
    if !title.isEmpty {
      let shown = PlotText.cut(title, size: 12.5, width: self.outer)
      lines.append(
        "<text class=\"panel-title\" x=\"\(n(outer))\" y=\"\(n(first - 18))\">\(PlotText.escaped(shown))</text>"
      )
    }
    if hasHeading {
      lines.append(
        "<text class=\"axis-y\" x=\"\(n(outer))\" y=\"\(n(first))\">\(PlotText.escaped(yLabel))</text>")
    }
    if !scale.isEmpty {
      lines.append(
        "<text class=\"axis-colour\" text-anchor=\"end\" x=\"\(n(outer + self.outer))\" "
          + "y=\"\(n(first + Self.rowHeight * Double(scaleRow)))\">\(PlotText.escaped(scale))</text>")
    }
    if entries.isEmpty { return lines }
    lines.append("<g class=\"legend\">")
    for entry in entries {
      let x = outer + entry.left
      let y = first + Double(entry.row) * Self.rowHeight
      lines.append(
        "<g class=\"entry\" data-name=\"\(PlotText.escaped(entry.name))\">\(swatch(entry.swatch, x, y))"
          + "<text class=\"tick\" x=\"\(n(x + Self.swatchWidth))\" y=\"\(n(y))\">\(PlotText.escaped(entry.text))</text></g>"
      )
    }
    return lines + ["</g>"]
  }

  private func swatch(_ swatch: Swatch, _ x: Double, _ y: Double) -> String {
    func n(_ value: Double) -> String { PlotText.number(value) }
    let box = "x=\"\(n(x))\" y=\"\(n(y - 9))\" width=\"15\" height=\"9\""
    let line = "<path d=\"M\(n(x)) \(n(y - 4))h15\"/>"
    switch swatch {
    case .band(let style): return "<rect class=\"band \(style)\" \(box)/>"
    case .series(let style, .area): return "<g class=\"swatch \(style)\"><rect class=\"fill\" \(box)/></g>"
    case .series(let style, .points):
      return "<g class=\"swatch \(style)\"><path class=\"dots\" d=\"M\(n(x + 7)) \(n(y - 4))h0\"/></g>"
    case .series(let style, _): return "<g class=\"swatch \(style)\">\(line)</g>"
    }
  }

  /// Labels of limits, markers and bands.
  func inside(left: Double, top: Double) -> [String] {
    if labels.isEmpty { return [] }
    return ["<g class=\"labels\">"]
      + labels.map {
        "<text class=\"label\" text-anchor=\"\($0.anchor)\" x=\"\(PlotText.number(left + $0.x))\" "
          + "y=\"\(PlotText.number(top + $0.y))\">\(PlotText.escaped($0.text))</text>"
      } + ["</g>"]
  }
}
