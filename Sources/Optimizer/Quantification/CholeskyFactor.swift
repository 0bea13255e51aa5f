/// Dense symmetric positive definite matrices: the few dozen parameters of a fit.

/// Why a matrix has no Cholesky factor.
package enum FactorizationFailure: Error, Sendable, Equatable {
  /// An element is NaN or infinite.
  case notFinite
  /// What is left of this row's diagonal after the rows above is not positive: the row depends on them.
  case notPositive(row: Int)
}

/// The lower triangle L of A = L L^T.
package struct CholeskyFactor: Sendable {
  package let count: Int
  /// Row by row, count x count; above the diagonal zero.
  package let lower: [Double]

  /// Factors the matrix whose elements stand row by row; only the lower triangle is read.
  package static func factor(
    _ matrix: [Double], count: Int
  ) -> Result<CholeskyFactor, FactorizationFailure> {
    precondition(matrix.count == count * count, "a square matrix has count x count elements")
    guard matrix.allSatisfy(\.isFinite) else { return .failure(.notFinite) }
    var lower = [Double](repeating: 0, count: count * count)
    var failedRow: Int?
    lower.withUnsafeMutableBufferPointer { rows in
      guard let base = rows.baseAddress else { return }
      for i in 0..<count {
        let row = base + i * count
        for j in 0..<i {
          let other = base + j * count
          row[j] = (matrix[i * count + j] - VectorKernels.dot(row, other, j)) / other[j]
        }
        let pivot = matrix[i * count + i] - VectorKernels.dot(row, row, i)
        guard pivot > 0, pivot.isFinite else {
          failedRow = i
          return
        }
        row[i] = pivot.squareRoot()
      }
    }
    if let failedRow { return .failure(.notPositive(row: failedRow)) }
    return .success(CholeskyFactor(count: count, lower: lower))
  }

  private init(count: Int, lower: [Double]) {
    self.count = count
    self.lower = lower
  }

  /// x of A x = b.
  package func solve(_ right: [Double]) -> [Double] {
    precondition(right.count == count, "the right side has one element per row")
    var x = right
    x.withUnsafeMutableBufferPointer { x in
      lower.withUnsafeBufferPointer { rows in
        guard let base = rows.baseAddress, let x = x.baseAddress else { return }
        for i in 0..<count {
          let row = base + i * count
          x[i] = (x[i] - VectorKernels.dot(row, x, i)) / row[i]
        }
        for i in stride(from: count - 1, through: 0, by: -1) {
          let row = base + i * count
          x[i] = x[i] / row[i]
          VectorKernels.add(-x[i], times: row, to: x, i)
        }
      }
    }
    return x
  }

  /// A^-1, row by row.
  package func inverse() -> [Double] {
    var inverse = [Double](repeating: 0, count: count * count)
    for column in 0..<count {
      var unit = [Double](repeating: 0, count: count)
      unit[column] = 1
      let x = solve(unit)
      for row in 0..<count { inverse[row * count + column] = x[row] }
    }
    return inverse
  }
}
