/// Questions about a shape that its runs answer without decoding it.
extension Shape {
  /// The last sample; 0 when there is none.
  package var last: Double {
    var last = 0.0
    forEachStraightRun { first, step, count in last = first + step * Double(count - 1) }
    return last
  }

  /// Sample `index` from 0; nil when there is no such sample.
  package func sample(at index: Int) -> Double? {
    if !isCompressed { return stored.indices.contains(index) ? stored[index] : nil }
    var result: Double?
    var passed = 0
    forEachStraightRun { first, step, count in
      if index >= passed, index < passed + count { result = first + step * Double(index - passed) }
      passed += count
    }
    return result
  }

  /// The first and the last index whose |sample| is at least `threshold`; nil when there is none.
  ///
  /// Along a straight line |sample| is convex: it can reach the threshold only from an end of a run, and from there
  /// without a gap, which a bisection finds.
  package func extent(ofMagnitudeAtLeast threshold: Double) -> ClosedRange<Int>? {
    var extent: ClosedRange<Int>?
    var passed = 0
    forEachStraightRun { start, step, count in
      defer { passed += count }
      let reaches = { (index: Int) in abs(start + step * Double(index)) >= threshold }
      guard reaches(0) || reaches(count - 1) else { return }
      let low = reaches(0) ? 0 : firstIndex(below: count - 1, where: reaches)
      let high = reaches(count - 1) ? count - 1 : firstIndex(below: count - 1) { !reaches($0) } - 1
      extent = (extent?.lowerBound ?? passed + low)...(passed + high)
    }
    return extent
  }

  /// The smallest index of 0...last with the property, which `last` has and which, once had, is kept.
  private func firstIndex(below last: Int, where has: (Int) -> Bool) -> Int {
    var low = 0
    var high = last
    while low < high {
      let middle = (low + high) / 2
      if has(middle) { high = middle } else { low = middle + 1 }
    }
    return high
  }
}
