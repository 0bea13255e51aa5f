/// Cubic B-splines on the raster of a pulse: fewer parameters, a smooth waveform, a limited band.

/// s(t) = sum c_k B_k(t) with the clamped uniform knots 0,0,0,0,h,2h,...,T,T,T,T (de Boor, A Practical Guide to
/// Splines), sampled in the middle of every raster interval. s lies within the convex hull of its coefficients, and
/// its first and last coefficients are its values at the ends.
package struct SplineBasis: Sendable, Equatable {
  package let sampleCount: Int
  package let coefficientCount: Int
  /// True when the first and last coefficient are held at zero: the pulse begins and ends there.
  package let endsAtZero: Bool
  /// The first of the four splines that a sample sees, counted with the ends, and their values.
  private let firsts: [Int]
  private let weights: [SIMD4<Double>]

  /// Knots about every `knotSpacing` samples: the spacing is changed until a whole number fits.
  package init(sampleCount: Int, knotSpacing: Int, endsAtZero: Bool = false) {
    let intervals = max(
      1, Int((Double(sampleCount) / Double(max(1, knotSpacing))).rounded(.toNearestOrAwayFromZero)))
    self.sampleCount = sampleCount
    self.endsAtZero = endsAtZero
    coefficientCount = intervals + 3 - (endsAtZero ? 2 : 0)
    var firsts: [Int] = []
    var weights: [SIMD4<Double>] = []
    for sample in 0..<sampleCount {
      let position = (Double(sample) + 0.5) * Double(intervals) / Double(max(1, sampleCount))
      let interval = min(Int(position), intervals - 1)
      firsts.append(interval)
      weights.append(SplineBasis.values(at: position, interval: interval, intervals: intervals))
    }
    self.firsts = firsts
    self.weights = weights
  }

  /// x and y samples of coefficients that lie interleaved as well.
  package func samples(of coefficients: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: 2 * sampleCount)
    forEachTerm { sample, coefficient, weight in
      result[2 * sample] += weight * coefficients[2 * coefficient]
      result[2 * sample + 1] += weight * coefficients[2 * coefficient + 1]
    }
    return result
  }

  /// The transposed map: gradient by samples to gradient by coefficients.
  package func transposed(_ gradient: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: 2 * coefficientCount)
    forEachTerm { sample, coefficient, weight in
      result[2 * coefficient] += weight * gradient[2 * sample]
      result[2 * coefficient + 1] += weight * gradient[2 * sample + 1]
    }
    return result
  }

  /// Coefficients whose spline is closest to the samples in the sense of least squares.
  ///
  /// Banded Cholesky on the normal equations, whose half bandwidth is 3; 1e-12 of the largest diagonal entry is added
  /// so that coefficients no sample sees come out zero.
  package func coefficients(closestTo samples: [Double]) -> [Double] {
    let count = coefficientCount
    guard count > 0 else { return [] }
    var band = [SIMD4<Double>](repeating: .zero, count: count)
    for sample in 0..<sampleCount {
      for row in 0..<4 {
        guard let i = coefficient(sample, row) else { continue }
        for column in 0...row {
          guard coefficient(sample, column) != nil else { continue }
          band[i][row - column] += weights[sample][row] * weights[sample][column]
        }
      }
    }
    let ridge = 1e-12 * band.reduce(1e-300) { max($0, $1[0]) }
    for index in band.indices { band[index][0] += ridge }
    SplineBasis.factorise(&band)
    return SplineBasis.solve(band, transposed(samples))
  }

  /// L L^T = A in place; `band[i][d]` is entry (i, i - d).
  private static func factorise(_ band: inout [SIMD4<Double>]) {
    for row in band.indices {
      for distance in stride(from: min(3, row), through: 0, by: -1) {
        let column = row - distance
        var sum = band[row][distance]
        for inner in max(0, row - 3)..<column where column - inner <= 3 {
          sum -= band[row][row - inner] * band[column][column - inner]
        }
        band[row][distance] = distance == 0 ? sum.squareRoot() : sum / band[column][0]
      }
    }
  }

  private static func solve(_ band: [SIMD4<Double>], _ right: [Double]) -> [Double] {
    var result = right
    for axis in 0..<2 {
      for row in band.indices {
        for inner in max(0, row - 3)..<row {
          result[2 * row + axis] -= band[row][row - inner] * result[2 * inner + axis]
        }
        result[2 * row + axis] /= band[row][0]
      }
      for row in band.indices.reversed() {
        for inner in (row + 1)..<max(row + 1, min(row + 4, band.count)) {
          result[2 * row + axis] -= band[inner][inner - row] * result[2 * inner + axis]
        }
        result[2 * row + axis] /= band[row][0]
      }
    }
    return result
  }

  private func forEachTerm(_ body: (_ sample: Int, _ coefficient: Int, _ weight: Double) -> Void) {
    for sample in 0..<sampleCount {
      for term in 0..<4 {
        if let index = coefficient(sample, term) { body(sample, index, weights[sample][term]) }
      }
    }
  }

  /// Index of the free coefficient of one of the four splines of a sample; nil for ends held at zero.
  private func coefficient(_ sample: Int, _ term: Int) -> Int? {
    let index = firsts[sample] + term - (endsAtZero ? 1 : 0)
    return index >= 0 && index < coefficientCount ? index : nil
  }

  /// The four splines at `position` (in knot intervals) by the recursion of Cox and de Boor.
  private static func values(at position: Double, interval: Int, intervals: Int) -> SIMD4<Double> {
    func knot(_ index: Int) -> Double { Double(min(max(index, 0), intervals)) }
    var values = SIMD4<Double>(1, 0, 0, 0)
    for degree in 1...3 {
      var next = SIMD4<Double>.zero
      for term in 0..<degree {
        let (left, right) = (knot(interval + term - degree + 1), knot(interval + term + 1))
        let share = values[term] / (right - left)
        next[term] += (right - position) * share
        next[term + 1] += (position - left) * share
      }
      values = next
    }
    return values
  }
}
