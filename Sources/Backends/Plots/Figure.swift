/// A figure as values: panels with axes, and what is drawn in them. `FigureSVG` and `FigureText` draw it.
///
/// Nothing here knows physics; whoever makes a figure brings numbers and their units.
package struct Figure: Sendable {
  package var title: String
  package var panels: [Panel]
  /// Sentences below the drawing: what is missing, how it was computed.
  package var notes: [String]
  /// Panels beside each other; they fill rows from the left.
  package var columns: Int

  package init(_ title: String, panels: [Panel] = [], notes: [String] = [], columns: Int = 1) {
    precondition(columns >= 1, "a figure has at least one column")
    self.title = title
    self.panels = panels
    self.notes = notes
    self.columns = columns
  }
}

/// One pair of axes and what is drawn between them.
package struct Panel: Sendable {
  package enum Style: Sendable {
    /// Labels along both axes, legend above.
    case plot
    /// A low row with its name and unit at the left, as in a sequence diagram.
    case strip
  }

  package var title: String
  package var x: PlotAxis
  package var y: PlotAxis
  /// Drawn in order; colours are given in order too.
  package var series: [PlotSeries] = []
  package var heatMap: HeatMap?
  package var bands: [PlotBand] = []
  package var limits: [PlotLimit] = []
  package var markers: [PlotMarker] = []
  package var style: Style
  /// Height of the area between the axes, px at a figure's width of 760.
  package var height: Double
  /// Whether numbers and label stand below the x axis; off where the next panel has the same axis.
  package var hasLabelsBelow = true
  /// What stands in an empty panel; nil: "no data".
  package var reasonForNoData: String?

  package init(
    _ title: String = "", x: PlotAxis, y: PlotAxis, series: [PlotSeries] = [], style: Style = .plot,
    height: Double? = nil
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.style = style
    self.height = height ?? (style == .plot ? 220 : 46)
  }
}

/// An axis: what is along it, in which unit, from where to where.
package struct PlotAxis: Hashable, Sendable {
  package var label: String
  /// Never empty; what has no unit says what it is relative to (`share of M0`).
  package var unit: String
  /// nil: what the data need. The lower bound stands left, or right if the axis is reversed.
  package var range: ClosedRange<Double>?
  /// ppm runs from right to left.
  package var isReversed: Bool
  /// Ticks are multiples of this where they fit, as 90 of degrees; nil: of 1, 2 or 5 times a power of ten.
  package var tickStep: Double?
  /// Zero belongs to the axis even where all values are far from it.
  package var startsAtZero = false

  package init(
    _ label: String, unit: String, range: ClosedRange<Double>? = nil, isReversed: Bool = false,
    tickStep: Double? = nil
  ) {
    precondition(!label.isEmpty && !unit.isEmpty, "an axis has a label and a unit")
    self.label = label
    self.unit = unit
    self.range = range
    self.isReversed = isReversed
    self.tickStep = tickStep
  }

  /// `time, ms`
  package var text: String { "\(label), \(unit)" }
}

/// Points with a name, joined or not.
package struct PlotSeries: Sendable {
  package enum Kind: Hashable, Sendable {
    case line
    /// Each value holds until the next x.
    case step
    /// Filled between the values and `lower`, or zero.
    case area
    case points
    /// Joined in the given order, which need not rise: a trajectory.
    case path
  }

  package var name: String
  package var kind: Kind
  /// Rising, but for `points` and `path`. Values that are not finite interrupt the series.
  package var x: [Double]
  package var y: [Double]
  /// The lower edge of an area, for each x; nil: zero.
  package var lower: [Double]?
  /// 1...8; nil: by place in the panel. The report gives a molecule one colour in all figures.
  package var colour: Int?
  package var isDashed = false

  package init(
    _ name: String, x: [Double], y: [Double], kind: Kind = .line, lower: [Double]? = nil, colour: Int? = nil,
    isDashed: Bool = false
  ) {
    precondition(x.count == y.count, "a series has a value for each x")
    precondition(lower.map { $0.count == x.count } ?? true, "an area has a lower edge for each x")
    self.name = name
    self.kind = kind
    self.x = x
    self.y = y
    self.lower = lower
    self.colour = colour
    self.isDashed = isDashed
  }

  /// Areas on top of one another, the first at the bottom; `values` of every layer are added to those below it.
  package static func stacked(x: [Double], layers: [(name: String, values: [Double])]) -> [PlotSeries] {
    var base = [Double](repeating: 0, count: x.count)
    return layers.map { layer in
      precondition(layer.values.count == x.count, "a layer has a value for each x")
      let top = zip(base, layer.values).map { $0 + $1 }
      defer { base = top }
      return PlotSeries(layer.name, x: x, y: top, kind: .area, lower: base)
    }
  }
}

/// A part of an axis with a meaning: forbidden frequencies, a spectral window, a slice.
package struct PlotBand: Sendable {
  package enum Meaning: String, Sendable { case forbidden, window }
  package enum Orientation: Sendable {
    /// Over an interval of x, as high as the panel.
    case vertical
    /// Over an interval of y, as wide as the panel.
    case horizontal
  }

  package var range: ClosedRange<Double>
  package var label: String
  package var meaning: Meaning
  package var orientation: Orientation

  package init(
    _ range: ClosedRange<Double>, _ label: String, meaning: Meaning = .window,
    orientation: Orientation = .vertical
  ) {
    self.range = range
    self.label = label
    self.meaning = meaning
    self.orientation = orientation
  }
}

/// A horizontal line with a label: a limit, or a value to compare with.
package struct PlotLimit: Sendable {
  package enum Meaning: String, Sendable { case limit, reference }

  package var value: Double
  package var label: String
  package var meaning: Meaning

  package init(_ value: Double, _ label: String, meaning: Meaning = .limit) {
    self.value = value
    self.label = label
    self.meaning = meaning
  }
}

/// A place with a label: a vertical line, or a point if it has a y.
package struct PlotMarker: Sendable {
  package var x: Double
  package var y: Double?
  package var label: String

  package init(x: Double, y: Double? = nil, _ label: String) {
    self.x = x
    self.y = y
    self.label = label
  }
}

/// Values over a grid; the first column begins where the x range begins, the first row where the y range begins.
package struct HeatMap: Sendable {
  package var columns: Int
  package var rows: Int
  /// Row after row; what is not finite stays empty.
  package var values: [Double]
  /// The edges of the grid.
  package var x: ClosedRange<Double>
  package var y: ClosedRange<Double>
  /// Label, unit and range of the values; its range is that of the values when nil.
  package var scale: PlotAxis
  /// The value in the middle of a diverging scale; nil: the scale runs from dark to bright.
  package var centre: Double?

  package init(
    columns: Int, rows: Int, values: [Double], x: ClosedRange<Double>, y: ClosedRange<Double>,
    scale: PlotAxis,
    centre: Double? = nil
  ) {
    precondition(columns > 0 && rows > 0 && values.count == columns * rows, "a value for each cell")
    self.columns = columns
    self.rows = rows
    self.values = values
    self.x = x
    self.y = y
    self.scale = scale
    self.centre = centre
  }
}
