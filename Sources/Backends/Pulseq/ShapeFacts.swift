import SequenceIR

/// What readers ask of a shape, worked out once per shape however many events use it.
struct ShapeFacts {
  let count: Int
  let first: Double
  let last: Double
  let peak: Double
  let lowest: Double
  /// Indices of the first and the last sample within 1e-5 of the peak.
  let peakExtent: ClosedRange<Int>?
  /// True when no sample is below the one before it.
  let ascends: Bool
  /// The edge after the last sample is `edgeSign x (edge before the first) + edgeSum`, in units of the samples, where
  /// each sample is the mean of the edges around it.
  let edgeSign: Double
  let edgeSum: Double

  init(_ shape: Shape) {
    var sign = 1.0
    var sum = 0.0
    var lowest = Double.infinity
    var seen: (first: Double, last: Double)?
    shape.forEachStraightRun { start, step, count in
      let end = start + step * Double(count - 1)
      lowest = min(lowest, start, end)
      seen = (seen?.first ?? start, end)
      // One sample turns an edge e into 2 w - e; two along a straight line raise it by twice their step.
      if count % 2 == 0 {
        sum += step * Double(count)
      } else {
        sum = 2 * start - sum + step * Double(count - 1)
        sign = -sign
      }
    }
    count = shape.sampleCount
    first = seen?.first ?? 0
    last = seen?.last ?? 0
    self.lowest = lowest
    peak = shape.peak
    peakExtent = shape.extent(ofMagnitudeAtLeast: 0.99999 * shape.peak)
    ascends = ShapeFacts.firstDescent(of: shape) == nil
    edgeSign = sign
    edgeSum = sum
  }

  /// The first sample, from 1, below the one before it. The differences decide: sums of them carry rounding errors.
  static func firstDescent(of shape: Shape) -> Int? {
    var descent: Int?
    var passed = 0
    shape.forEachRun { step, count in
      // The first difference of a shape is from zero.
      let skipped = passed == 0 ? 1 : 0
      if descent == nil, step < 0, count > skipped { descent = passed + skipped + 1 }
      passed += count
    }
    return descent
  }
}

/// The facts of the shapes of one library.
struct ShapeFactTable {
  private var facts: [ShapeFacts?] = []

  mutating func facts(of id: ShapeID, in library: EventLibrary) -> ShapeFacts {
    let index = Int(id.number)
    if index >= facts.count { facts += [ShapeFacts?](repeating: nil, count: index + 1 - facts.count) }
    if let known = facts[index] { return known }
    let found = ShapeFacts(library[id])
    facts[index] = found
    return found
  }
}
