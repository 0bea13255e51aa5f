/// Long curves are reduced to what a screen can show, without losing a peak.
package enum PlotReduction {
  /// The indices to draw: in each of `columns` equal parts of `range` the first, the least, the greatest and the last
  /// value. What is outside of the range is left out, but for one neighbour on each side.
  ///
  /// `x` rises; values are finite. A curve of at most four values a column comes back whole.
  package static func indices(
    x: [Double], y: [Double], range: ClosedRange<Double>, columns: Int
  ) -> [Int] {
    guard var first = x.firstIndex(where: { $0 >= range.lowerBound }) ?? x.indices.last else { return [] }
    var last = x.lastIndex { $0 <= range.upperBound } ?? 0
    first = max(0, min(first, last + 1) - 1)
    last = min(x.count - 1, max(last, first) + 1)
    if last - first + 1 <= 4 * columns { return Array(first...last) }
    var kept: [Int] = []
    var start = first
    while start <= last {
      let column = Self.column(x[start], range, columns)
      var end = start
      var least = start
      var greatest = start
      while end < last, Self.column(x[end + 1], range, columns) == column {
        end += 1
        if y[end] < y[least] { least = end }
        if y[end] > y[greatest] { greatest = end }
      }
      for index in [start, min(least, greatest), max(least, greatest), end] where kept.last != index {
        kept.append(index)
      }
      start = end + 1
    }
    return kept
  }

  private static func column(_ x: Double, _ range: ClosedRange<Double>, _ columns: Int) -> Int {
    let share = (x - range.lowerBound) / (range.upperBound - range.lowerBound)
    return Int((min(max(share, -0.5), 1.5) * Double(columns)).rounded(.down))
  }

  /// The same for points in any order: of consecutive ones in one cell of a grid the first is kept, and the last point.
  package static func indices(
    x: [Double], y: [Double], ranges: (x: ClosedRange<Double>, y: ClosedRange<Double>), cells: Int
  ) -> [Int] {
    let xScale = PlotScale(range: ranges.x, length: Double(cells), isFlipped: false)
    let yScale = PlotScale(range: ranges.y, length: Double(cells), isFlipped: false)
    func cell(_ index: Int) -> SIMD2<Int> {
      let place = SIMD2(xScale(x[index]), yScale(y[index])).clamped(
        lowerBound: SIMD2(repeating: -1e6), upperBound: SIMD2(repeating: 1e6))
      return SIMD2(Int(place.x.rounded(.down)), Int(place.y.rounded(.down)))
    }
    var kept: [Int] = []
    for index in x.indices {
      let isSame = kept.last.map { cell($0) == cell(index) } ?? false
      if !isSame || index == x.count - 1 { kept.append(index) }
    }
    return kept
  }

  /// The runs of finite points, as index ranges.
  package static func runs(x: [Double], y: [Double], lower: [Double]?) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for index in x.indices {
      let isFinite = x[index].isFinite && y[index].isFinite && (lower?[index].isFinite ?? true)
      if isFinite {
        start = start ?? index
      } else if let begin = start {
        runs.append(begin..<index)
        start = nil
      }
    }
    if let begin = start { runs.append(begin..<x.count) }
    return runs
  }
}
