/// Sums over long vectors of real numbers, in a fixed order: what the Fisher matrix spends its time in.

enum VectorKernels {
  /// The sum of a[k] b[k], in four interleaved partial sums.
  static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    var sums = SIMD4<Double>.zero
    var k = 0
    while k + 4 <= count {
      sums += load(a, k) * load(b, k)
      k += 4
    }
    var sum = (sums[0] + sums[1]) + (sums[2] + sums[3])
    while k < count {
      sum += a[k] * b[k]
      k += 1
    }
    return sum
  }

  /// sum[k] += factor a[k].
  static func add(
    _ factor: Double, times a: UnsafePointer<Double>, to sum: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    for k in 0..<count { sum[k] = sum[k] + factor * a[k] }
  }

  /// The matrix of inner products of `count` vectors that lie `stride` apart, row by row. Tiles of two by two vectors
  /// halve the loads.
  static func innerProducts(
    of vectors: UnsafePointer<Double>, count: Int, stride: Int, length: Int
  ) -> [Double] {
    var products = [Double](repeating: 0, count: count * count)
    products.withUnsafeMutableBufferPointer { result in
      func put(_ i: Int, _ j: Int, _ value: Double) {
        result[i * count + j] = value
        result[j * count + i] = value
      }
      for i in Swift.stride(from: 0, to: count, by: 2) {
        for j in Swift.stride(from: 0, through: i, by: 2) {
          if i + 1 < count {
            let tile = tile(vectors + i * stride, vectors + j * stride, stride, length)
            put(i, j, tile.0)
            put(i, j + 1, tile.1)
            put(i + 1, j, tile.2)
            put(i + 1, j + 1, tile.3)
          } else {
            put(i, j, dot(vectors + i * stride, vectors + j * stride, length))
            if j + 1 < count { put(i, j + 1, dot(vectors + i * stride, vectors + (j + 1) * stride, length)) }
          }
        }
      }
    }
    return products
  }

  /// Inner products of two neighbouring vectors with two others: (a, b), (a, b'), (a', b), (a', b').
  private static func tile(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ stride: Int, _ length: Int
  ) -> (Double, Double, Double, Double) {
    var (first, second, third, fourth) = (
      SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero
    )
    var k = 0
    while k + 4 <= length {
      let (a0, a1) = (load(a, k), load(a, stride + k))
      let (b0, b1) = (load(b, k), load(b, stride + k))
      first += a0 * b0
      second += a0 * b1
      third += a1 * b0
      fourth += a1 * b1
      k += 4
    }
    var sums = (total(first), total(second), total(third), total(fourth))
    while k < length {
      sums.0 += a[k] * b[k]
      sums.1 += a[k] * b[stride + k]
      sums.2 += a[stride + k] * b[k]
      sums.3 += a[stride + k] * b[stride + k]
      k += 1
    }
    return sums
  }

  private static func load(_ a: UnsafePointer<Double>, _ k: Int) -> SIMD4<Double> {
    UnsafeRawPointer(a + k).loadUnaligned(as: SIMD4<Double>.self)
  }

  private static func total(_ x: SIMD4<Double>) -> Double { (x[0] + x[1]) + (x[2] + x[3]) }
}
