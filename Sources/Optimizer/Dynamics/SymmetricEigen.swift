/// Eigenvalues and eigenvectors of a real symmetric matrix by cyclic Jacobi rotations: slow, accurate, and the same
/// bits everywhere.
enum SymmetricEigen {
  /// `matrix` is row-major, order x order. Returns the eigenvalues and the eigenvectors as columns, row-major.
  static func decompose(_ matrix: [Double], order n: Int) -> (values: [Double], vectors: [Double]) {
    var a = matrix
    var v = [Double](repeating: 0, count: n * n)
    for i in 0..<n { v[i * n + i] = 1 }
    guard n > 1 else { return (a, v) }
    for _ in 0..<60 {
      var offDiagonal = 0.0
      var diagonal = 0.0
      for p in 0..<n {
        diagonal += a[p * n + p] * a[p * n + p]
        for q in (p + 1)..<max(n, p + 1) { offDiagonal += a[p * n + q] * a[p * n + q] }
      }
      if offDiagonal <= 1e-32 * diagonal || offDiagonal == 0 { break }
      for p in 0..<(n - 1) {
        for q in (p + 1)..<n where a[p * n + q] != 0 {
          let theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q])
          let t = (theta >= 0 ? 1.0 : -1.0) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          turn(&a, &v, n, p, q, c, t * c)
        }
      }
    }
    return ((0..<n).map { a[$0 * n + $0] }, v)
  }

  private static func turn(
    _ a: inout [Double], _ v: inout [Double], _ n: Int, _ p: Int, _ q: Int, _ c: Double, _ s: Double
  ) {
    for k in 0..<n {
      let (x, y) = (a[k * n + p], a[k * n + q])
      a[k * n + p] = c * x - s * y
      a[k * n + q] = s * x + c * y
    }
    for k in 0..<n {
      let (x, y) = (a[p * n + k], a[q * n + k])
      a[p * n + k] = c * x - s * y
      a[q * n + k] = s * x + c * y
    }
    for k in 0..<n {
      let (x, y) = (v[k * n + p], v[k * n + q])
      v[k * n + p] = c * x - s * y
      v[k * n + q] = s * x + c * y
    }
  }
}
