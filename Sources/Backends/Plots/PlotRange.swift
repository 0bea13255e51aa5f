/// From where to where the axes of a panel run.
struct PlotRange {
  var x: ClosedRange<Double>
  var y: ClosedRange<Double>
  /// Limits so far above the data that including them would leave nothing to see.
  var limitsBeyond: [PlotLimit] = []

  /// A limit is drawn where it stands if data reach at least this share of it.
  private static let leastShareOfLimit = 0.2

  init(_ panel: Panel) {
    let map = panel.heatMap
    x =
      panel.x.range
      ?? Self.extent(panel.series.flatMap(\.x) + (map.map { [$0.x.lowerBound, $0.x.upperBound] } ?? []))
    if let given = panel.y.range {
      y = Self.notEmpty(given)
      limitsBeyond = panel.limits.filter { $0.value > given.upperBound }
    } else if let map {
      y = Self.notEmpty(map.y)
    } else {
      y = x
      (y, limitsBeyond) = Self.vertical(panel, within: x)
    }
    x = Self.notEmpty(x)
  }

  private static func vertical(
    _ panel: Panel, within x: ClosedRange<Double>
  ) -> (ClosedRange<Double>, [PlotLimit]) {
    var low = Double.infinity
    var high = -Double.infinity
    for series in panel.series {
      for (index, value) in series.y.enumerated() where value.isFinite && x.contains(series.x[index]) {
        let lower = series.kind == .area ? series.lower?[index] ?? 0 : value
        low = min(low, value, lower)
        high = max(high, value, lower)
      }
    }
    for marker in panel.markers {
      if let value = marker.y, value.isFinite {
        low = min(low, value)
        high = max(high, value)
      }
    }
    if low > high { (low, high) = (0, panel.limits.map(\.value).max() ?? 1) }
    let hasNegative = low < 0
    var beyond: [PlotLimit] = []
    for limit in panel.limits {
      if high >= leastShareOfLimit * limit.value || high <= 0 {
        high = max(high, limit.value)
        low = min(low, limit.value)
      } else {
        beyond.append(limit)
      }
    }
    if panel.y.startsAtZero { (low, high) = (min(low, 0), max(high, 0)) }
    // A curve near zero starts at zero.
    if low > 0, low < 0.5 * high { low = 0 }
    if high < 0, high > 0.5 * low { high = 0 }
    let range = notEmpty(low...high)
    let pad = 0.05 * (range.upperBound - range.lowerBound)
    return ((hasNegative ? range.lowerBound - pad : range.lowerBound)...(range.upperBound + pad), beyond)
  }

  private static func extent(_ values: [Double]) -> ClosedRange<Double> {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? low...high : 0...1
  }

  /// A range with an extent that numbers can resolve.
  private static func notEmpty(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    guard range.lowerBound.isFinite, range.upperBound.isFinite else { return 0...1 }
    let size = max(abs(range.lowerBound), abs(range.upperBound))
    if range.upperBound - range.lowerBound > 1e-9 * size { return range }
    if size == 0 { return 0...1 }
    return (range.lowerBound - 0.5 * size)...(range.upperBound + 0.5 * size)
  }
}

/// A range of values and where they fall between 0 and `length`.
struct PlotScale {
  var range: ClosedRange<Double>
  var length: Double
  /// The lower bound falls on `length`: y axes of screens, and ppm.
  var isFlipped: Bool

  func callAsFunction(_ value: Double) -> Double {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return length * (isFlipped ? 1 - share : share)
  }
}
