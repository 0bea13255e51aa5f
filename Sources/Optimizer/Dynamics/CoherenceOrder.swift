/// Selection of coherence orders, the effect of a crusher that is strong enough or of a phase cycle.

/// Tables for operators of N spins.
struct CoherenceOrders: Sendable {
  /// For each code of raising (digit 1) and lowering (digit 2) operators: the order p, raising minus lowering.
  let orderOfCode: [Int]

  init(spinCount: Int) {
    orderOfCode = (0..<(1 << (2 * spinCount))).map { code in
      var order = 0
      var rest = code
      while rest > 0 {
        let digit = rest & 3
        order += digit == 1 ? 1 : digit == 2 ? -1 : 0
        rest >>= 2
      }
      return order
    }
  }
}

extension PauliKernels {
  /// Keeps the coherence orders that `keep` says; order p is at index p + N. An orthogonal projection.
  ///
  /// cx sx + cy sy = (cx - i cy) s+ + (cx + i cy) s-, with s+- = (sx +- i sy)/2.
  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  static func select(
    _ re: Pointer, _ im: Pointer, spinCount: Int, orders: UnsafePointer<Int>, keep: UnsafePointer<Bool>
  ) {
    let size = 1 << (2 * spinCount)
    for spin in 0..<spinCount {
      toShift(re, im, size, 1 << (2 * spin))
    }
    for code in 0..<size where !keep[orders[code] + spinCount] {
      re[code] = V()
      im[code] = V()
    }
    for spin in 0..<spinCount {
      toCartesian(re, im, size, 1 << (2 * spin))
    }
  }

  static func toShift(_ re: Pointer, _ im: Pointer, _ size: Int, _ stride: Int) {
    var block = 0
    while block < size {
      for inner in 0..<stride {
        let x = block &+ inner &+ stride
        let y = x &+ stride
        let (xr, xi, yr, yi) = (re[x], im[x], re[y], im[y])
        re[x] = xr + yi
        im[x] = xi - yr
        re[y] = xr - yi
        im[y] = xi + yr
      }
      block &+= 4 &* stride
    }
  }

  static func toCartesian(_ re: Pointer, _ im: Pointer, _ size: Int, _ stride: Int) {
    let half = V(repeating: 0.5)
    var block = 0
    while block < size {
      for inner in 0..<stride {
        let x = block &+ inner &+ stride
        let y = x &+ stride
        let (pr, pi, mr, mi) = (re[x], im[x], re[y], im[y])
        re[x] = (pr + mr) * half
        im[x] = (pi + mi) * half
        re[y] = (mi - pi) * half
        im[y] = (pr - mr) * half
      }
      block &+= 4 &* stride
    }
  }
}
