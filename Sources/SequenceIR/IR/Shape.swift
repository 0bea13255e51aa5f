/// A normalised waveform, kept as the file has it until somebody asks for samples.
///
/// The compressed form is Pulseq's: differences of neighbouring samples, run-length encoded. A run of n >= 2 equal
/// differences v is stored as `v v n-2`, so a megasample plateau costs four numbers; whoever can, walks `runs`.
package struct Shape: Hashable, Sendable {
  package let sampleCount: Int
  /// The stored numbers: the samples themselves, or the encoded differences.
  package let stored: [Double]
  package let isCompressed: Bool

  /// Wraps numbers as read from a file. The caller has checked that they decode to `sampleCount` samples.
  package init(sampleCount: Int, stored: [Double], isCompressed: Bool) {
    self.sampleCount = sampleCount
    self.stored = stored
    self.isCompressed = isCompressed
  }

  /// The grid on which samples are kept: what Pulseq's own encoder uses.
  package static let quantum = 1e-7

  /// Rounds `samples` to the format's resolution of 1e-7 and stores whichever form is shorter, so that what is kept
  /// here is exactly what a reader of the file will see. Rounding is to nearest, so that no running error builds up;
  /// a sample never leaves [-1, 1] by it.
  ///
  /// `samples` must be finite and within +-1e6.
  package init(quantizing samples: [Double]) {
    let ticks = samples.map { Int64(($0 / Shape.quantum).rounded(.toNearestOrAwayFromZero)) }
    var differences: [Int64] = []
    differences.reserveCapacity(ticks.count)
    var previous: Int64 = 0
    for tick in ticks {
      differences.append(tick - previous)
      previous = tick
    }
    let encoded = Shape.runLengthEncoded(differences)
    sampleCount = samples.count
    if samples.count > 4, encoded.count < samples.count {
      stored = encoded
      isCompressed = true
    } else {
      stored = ticks.map(Shape.value(ofTicks:))
      isCompressed = false
    }
  }

  /// The decoded samples. Cost and memory are those of `sampleCount`; prefer `runs` for long shapes.
  package func samples() -> [Double] {
    if !isCompressed { return stored }
    var result: [Double] = []
    result.reserveCapacity(sampleCount)
    var sum = 0.0
    forEachRun { step, count in
      for _ in 0..<count {
        sum += step
        result.append(Shape.settled(sum))
      }
    }
    return result
  }

  /// Calls `body(step, count)` for each run of equal differences, in order. For an uncompressed shape every run has
  /// length one. The first difference is from zero.
  package func forEachRun(_ body: (_ step: Double, _ count: Int) -> Void) {
    if !isCompressed {
      var previous = 0.0
      for value in stored {
        body(value - previous, 1)
        previous = value
      }
      return
    }
    var index = 0
    while index < stored.count {
      if index + 2 < stored.count, stored[index] == stored[index + 1] {
        body(stored[index], Int(stored[index + 2]) + 2)
        index += 3
      } else {
        body(stored[index], 1)
        index += 1
      }
    }
  }

  /// Calls `body(first, step, count)` for each straight run of samples: sample k of it is `first + k step`. Visits
  /// every sample once, in order, in time proportional to the stored numbers.
  package func forEachStraightRun(_ body: (_ first: Double, _ step: Double, _ count: Int) -> Void) {
    if !isCompressed {
      for value in stored { body(value, 0, 1) }
      return
    }
    var sum = 0.0
    forEachRun { step, count in
      body(Shape.settled(sum + step), step, count)
      sum += step * Double(count)
    }
  }

  /// The largest |sample|, from the ends of the straight runs.
  package var peak: Double {
    var result = 0.0
    forEachStraightRun { first, step, count in
      result = max(result, abs(first), abs(Shape.settled(first + step * Double(count - 1))))
    }
    return result
  }

  /// Summing differences drifts by a few 1e-17 a step; the encoder's grid is 1e-7, so rounding to 1e-10 takes the
  /// drift away and nothing else.
  private static func settled(_ sum: Double) -> Double { (sum * 1e10).rounded() / 1e10 }

  private static func value(ofTicks ticks: Int64) -> Double { Double(ticks) / 1e7 }

  private static func runLengthEncoded(_ differences: [Int64]) -> [Double] {
    var result: [Double] = []
    var index = 0
    while index < differences.count {
      var end = index + 1
      while end < differences.count, differences[end] == differences[index] { end += 1 }
      let value = Shape.value(ofTicks: differences[index])
      result.append(value)
      if end - index > 1 {
        result.append(value)
        result.append(Double(end - index - 2))
      }
      index = end
    }
    return result
  }
}
