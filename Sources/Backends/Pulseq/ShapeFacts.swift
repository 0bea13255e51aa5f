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
  /// The last four samples, fewer where the shape has fewer.
  let tail: [Double]

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
    tail = (max(0, shape.sampleCount - 4)..<shape.sampleCount).compactMap { shape.sample(at: $0) }
  }

  /// The edge after the last sample, in units of the samples, when `first` is that before the first.
  ///
  /// The sum of alternating signs is exact where a waveform is straight from edge to edge and `first` is right. An error
  /// of `first`, and what curves leave on the way, it carries to the end undamped, up and down in turn. That is seen
  /// where the edges between the last four samples lie beside their neighbours' means by more than a thousandth of the
  /// peak, each on the other side of the one before; then the last two samples say better where the waveform ends, and a
  /// last sample of zero, as of waveforms sampled at the edges, that it ends there. A sum that has come back to zero is
  /// believed.
  func lastEdge(first: Double) -> Double {
    let sum = edgeSign * first + edgeSum
    let tolerance = 1e-3 * peak
    guard tail.count == 4, abs(sum) > tolerance else { return sum }
    var edge = sum
    var differences: [Double] = []
    for index in [3, 2, 1] {
      edge = 2 * tail[index] - edge
      differences.append(edge - (tail[index] + tail[index - 1]) / 2)
    }
    let alternates =
      differences.allSatisfy { abs($0) > tolerance } && differences[0] * differences[1] < 0
      && differences[1] * differences[2] < 0
    guard alternates else { return sum }
    return tail[3] == 0 ? 0 : 1.5 * tail[3] - 0.5 * tail[2]
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
