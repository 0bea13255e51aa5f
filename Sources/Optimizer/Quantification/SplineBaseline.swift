/// A smooth baseline under the spectrum: cubic B-splines with free complex coefficients, projected out of the data.

/// Why there is no such baseline.
package enum SplineBaselineProblem: Error, Sendable, Equatable {
  case spacingNotPositive(ppm: Double)
  case windowEmpty
  /// The data cannot tell the splines apart: the knots are closer than the points.
  case knotsTooDense(functions: Int, points: Int)
}

/// Uniform cubic B-splines over the window of a spectrum.
///
/// Coefficients are complex and free, so the real and the imaginary part of a spectrum lose the same real subspace. A
/// vector v becomes v - B (B^T B)^-1 B^T v, exact for the span of any basis; each point meets four splines and B^T B
/// has seven diagonals, so this costs eight operations a point however many splines there are.
package struct SplineBaseline: Sendable, Equatable {
  /// Distance of the knots, ppm: the window divided into the whole number of intervals nearest to what was asked.
  package let knotSpacingPPM: Double
  /// Real functions: intervals + 3. The baseline of one shot has as many complex coefficients.
  package let functionCount: Int
  /// Points of one shot.
  package let pointCount: Int
  /// Spectra that stand one after the other, each with a baseline of its own.
  package let shotCount: Int
  /// The first of the four functions that are not zero at a point, and their values.
  private let firstFunction: [Int]
  private let values: [Double]
  /// Cholesky factor of B^T B: for row i the elements (i, i-3) ... (i, i).
  private let factor: [Double]

  /// Splines over the range of `ppm`, which ascends; spectra may hold `shotCount` such ranges one after the other.
  package static func make(
    ppm: [Double], knotSpacingPPM: Double, shotCount: Int = 1
  ) -> Result<SplineBaseline, SplineBaselineProblem> {
    guard knotSpacingPPM > 0, knotSpacingPPM.isFinite else {
      return .failure(.spacingNotPositive(ppm: knotSpacingPPM))
    }
    guard let low = ppm.first, let high = ppm.last, high > low, (high - low).isFinite, shotCount > 0 else {
      return .failure(.windowEmpty)
    }
    // Far more knots than points is a failure below; the bound keeps the whole number representable.
    let intervals = Int(max(1, min(1e6, ((high - low) / knotSpacingPPM).rounded())))
    let spacing = (high - low) / Double(intervals)
    let tooDense = SplineBaselineProblem.knotsTooDense(functions: intervals + 3, points: ppm.count)
    guard intervals + 3 <= ppm.count else { return .failure(tooDense) }
    var first: [Int] = []
    var values: [Double] = []
    for x in ppm {
      let position = (x - low) / spacing
      let interval = min(max(Int(position), 0), intervals - 1)
      first.append(interval)
      values += cubic(position - Double(interval))
    }
    guard let factor = bandedFactor(first, values, functionCount: intervals + 3) else {
      return .failure(tooDense)
    }
    return .success(
      SplineBaseline(
        knotSpacingPPM: spacing, functionCount: intervals + 3, pointCount: ppm.count, shotCount: shotCount,
        firstFunction: first, values: values, factor: factor))
  }

  private init(
    knotSpacingPPM: Double, functionCount: Int, pointCount: Int, shotCount: Int, firstFunction: [Int],
    values: [Double], factor: [Double]
  ) {
    self.knotSpacingPPM = knotSpacingPPM
    self.functionCount = functionCount
    self.pointCount = pointCount
    self.shotCount = shotCount
    self.firstFunction = firstFunction
    self.values = values
    self.factor = factor
  }

  /// The four uniform cubic B-splines that overlap an interval, at the share x of it.
  private static func cubic(_ x: Double) -> [Double] {
    let y = 1 - x
    return [
      y * y * y / 6, (3 * x * x * x - 6 * x * x + 4) / 6, (3 * y * y * y - 6 * y * y + 4) / 6, x * x * x / 6,
    ]
  }

  private static func bandedFactor(_ first: [Int], _ values: [Double], functionCount: Int) -> [Double]? {
    var band = [Double](repeating: 0, count: functionCount * 4)
    for (point, function) in first.enumerated() {
      for i in 0..<4 {
        for j in 0...i {
          band[(function + i) * 4 + 3 - (i - j)] += values[point * 4 + i] * values[point * 4 + j]
        }
      }
    }
    for i in 0..<functionCount {
      let diagonal = band[i * 4 + 3]
      for j in max(0, i - 3)...i {
        var sum = band[i * 4 + 3 - (i - j)]
        for k in max(0, i - 3)..<max(j, max(0, i - 3)) {
          sum -= band[i * 4 + 3 - (i - k)] * band[j * 4 + 3 - (j - k)]
        }
        if j < i {
          band[i * 4 + 3 - (i - j)] = sum / band[j * 4 + 3]
        } else {
          // Below this share of its length a spline is no longer told from its neighbours.
          guard sum > 1e-10 * diagonal else { return nil }
          band[i * 4 + 3] = sum.squareRoot()
        }
      }
    }
    return band
  }

  /// Takes the baseline out of complex spectra: real parts of all shots, then imaginary parts.
  func project(_ vector: UnsafeMutablePointer<Double>) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: functionCount) { coefficients in
      guard let coefficients = coefficients.baseAddress else { return }
      for part in 0..<(2 * shotCount) { project(vector + part * pointCount, coefficients) }
    }
  }

  private func project(_ part: UnsafeMutablePointer<Double>, _ x: UnsafeMutablePointer<Double>) {
    x.update(repeating: 0, count: functionCount)
    firstFunction.withUnsafeBufferPointer { first in
      values.withUnsafeBufferPointer { values in
        for point in 0..<pointCount {
          let (f, v, value) = (first[point], point * 4, part[point])
          x[f] += values[v] * value
          x[f + 1] += values[v + 1] * value
          x[f + 2] += values[v + 2] * value
          x[f + 3] += values[v + 3] * value
        }
        solve(x)
        for point in 0..<pointCount {
          let (f, v) = (first[point], point * 4)
          part[point] -=
            (x[f] * values[v] + x[f + 1] * values[v + 1])
            + (x[f + 2] * values[v + 2] + x[f + 3] * values[v + 3])
        }
      }
    }
  }

  private func solve(_ x: UnsafeMutablePointer<Double>) {
    factor.withUnsafeBufferPointer { factor in
      for i in 0..<functionCount {
        var sum = x[i]
        for j in max(0, i - 3)..<i { sum -= factor[i * 4 + 3 - (i - j)] * x[j] }
        x[i] = sum / factor[i * 4 + 3]
      }
      for i in stride(from: functionCount - 1, through: 0, by: -1) {
        x[i] = x[i] / factor[i * 4 + 3]
        for j in max(0, i - 3)..<i { x[j] -= factor[i * 4 + 3 - (i - j)] * x[i] }
      }
    }
  }
}

/// The baselines under which every result is shown. What a fit may call baseline decides which sequence is best, so
/// one alone would mislead.
package enum BaselineAssumption: String, CaseIterable, Sendable {
  /// Macromolecules known in shape, and nothing else.
  case known = "A"
  /// A smooth baseline besides.
  case smooth = "B"
  /// A baseline that can follow lines.
  case flexible = "C"

  package var knotSpacingPPM: Double? {
    switch self {
    case .known: nil
    case .smooth: 0.4
    case .flexible: 0.15
    }
  }

  package var meaning: String {
    switch self {
    case .known: "no spline"
    case .smooth: "A and a spline with a knot every 0.4 ppm"
    case .flexible: "A and a spline with a knot every 0.15 ppm"
    }
  }
}
