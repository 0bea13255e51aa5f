/// The inner loops: what a rotation of one spin and a scalar coupling do to an operator in the product basis.
///
/// An operator of N spins 1/2 is its 4^N coefficients in products of (1, sx, sy, sz), the Pauli matrices. The code of
/// a product has one base-4 digit a spin: 0 for 1, 1 for sx, 2 for sy, 3 for sz; spin s has stride 4^s. Each
/// coefficient is a vector of ensemble members. Hermitian operators have real coefficients; others are kept as two
/// planes, real and imaginary, which rotations and couplings do not mix.
enum PauliKernels<V: LaneVector> {
  typealias Pointer = UnsafeMutablePointer<V>

  /// Rotates the spin of `stride` by the 3 x 3 matrix at `matrix` (row after row), or by its transpose.
  @inline(__always)
  static func rotate(_ state: Pointer, _ size: Int, _ stride: Int, _ matrix: Pointer, transposed: Bool) {
    let m0 = matrix[0], m4 = matrix[4], m8 = matrix[8]
    let m1 = transposed ? matrix[3] : matrix[1]
    let m2 = transposed ? matrix[6] : matrix[2]
    let m3 = transposed ? matrix[1] : matrix[3]
    let m5 = transposed ? matrix[7] : matrix[5]
    let m6 = transposed ? matrix[2] : matrix[6]
    let m7 = transposed ? matrix[5] : matrix[7]
    var block = 0
    while block < size {
      for inner in 0..<stride {
        let p = state + (block &+ inner)
        let x = p[stride]
        let y = p[2 &* stride]
        let z = p[3 &* stride]
        p[stride] = m0 * x + m1 * y + m2 * z
        p[2 &* stride] = m3 * x + m4 * y + m5 * z
        p[3 &* stride] = m6 * x + m7 * y + m8 * z
      }
      block &+= 4 &* stride
    }
  }

  /// Rotates all spins, each by its own matrix.
  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  static func rotateAll(
    _ state: Pointer, spinCount: Int, _ matrices: Pointer, transposed: Bool
  ) {
    let size = 1 << (2 * spinCount)
    // Strides the compiler knows: the loops over the fastest spins unroll.
    if spinCount > 0 { rotate(state, size, 1, matrices, transposed: transposed) }
    if spinCount > 1 { rotate(state, size, 4, matrices + 9, transposed: transposed) }
    if spinCount > 2 { rotate(state, size, 16, matrices + 18, transposed: transposed) }
    if spinCount > 3 { rotate(state, size, 64, matrices + 27, transposed: transposed) }
    var spin = 4
    while spin < spinCount {
      rotate(state, size, 1 << (2 * spin), matrices + 9 * spin, transposed: transposed)
      spin += 1
    }
  }

  /// The difference of one component, (a - b), turns into the antisymmetric product, (u - w).
  @inline(__always)
  static func mix(_ p: Pointer, _ ia: Int, _ ib: Int, _ iu: Int, _ iw: Int, _ half: V, _ sine: V) {
    let a = p[ia]
    let b = p[ib]
    let u = p[iu]
    let w = p[iw]
    let difference = a - b
    let product = u - w
    let alongDifference = half * difference - sine * product
    let alongProduct = sine * difference + half * product
    p[ia] = a + alongDifference
    p[ib] = b - alongDifference
    p[iu] = u + alongProduct
    p[iw] = w - alongProduct
  }

  /// exp(-i theta I.S) for the spins of strides `low` < `high`: half = (cos theta - 1)/2, sine = sin theta / 2.
  /// The three components commute, so this is exact.
  @inline(__always)
  static func couple(_ state: Pointer, _ size: Int, _ low: Int, _ high: Int, _ half: V, _ sine: V) {
    var outer = 0
    while outer < size {
      var middle = 0
      while middle < high {
        for inner in 0..<low {
          let p = state + (outer &+ middle &+ inner)
          mix(p, low, high, 2 &* low &+ 3 &* high, 3 &* low &+ 2 &* high, half, sine)
          mix(p, 2 &* low, 2 &* high, 3 &* low &+ high, low &+ 3 &* high, half, sine)
          mix(p, 3 &* low, 3 &* high, low &+ 2 &* high, 2 &* low &+ high, half, sine)
        }
        middle &+= 4 &* low
      }
      outer &+= 4 &* high
    }
  }

  /// The same for strides that are multiples of a page of the cache: one component after the other, because the twelve
  /// streams of all three fall into the same set of a cache of eight ways.
  @inline(__always)
  static func coupleFar(_ state: Pointer, _ size: Int, _ low: Int, _ high: Int, _ half: V, _ sine: V) {
    var outer = 0
    while outer < size {
      var middle = 0
      while middle < high {
        let p = state + (outer &+ middle)
        for inner in 0..<low {
          mix(p + inner, low, high, 2 &* low &+ 3 &* high, 3 &* low &+ 2 &* high, half, sine)
        }
        for inner in 0..<low {
          mix(p + inner, 2 &* low, 2 &* high, 3 &* low &+ high, low &+ 3 &* high, half, sine)
        }
        for inner in 0..<low {
          mix(p + inner, 3 &* low, 3 &* high, low &+ 2 &* high, 2 &* low &+ high, half, sine)
        }
        middle &+= 4 &* low
      }
      outer &+= 4 &* high
    }
  }

  /// The components of the other spins that `couple` must see: all strides below 256 are compile-time constants.
  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  static func coupleSpins(_ state: Pointer, spinCount: Int, _ first: Int, _ second: Int, _ half: V, _ sine: V)
  {
    let size = 1 << (2 * spinCount)
    let high = 1 << (2 * second)
    switch first {
    case 0: couple(state, size, 1, high, half, sine)
    case 1: couple(state, size, 4, high, half, sine)
    case 2: couple(state, size, 16, high, half, sine)
    case 3: coupleFar(state, size, 64, high, half, sine)
    default: coupleFar(state, size, 1 << (2 * first), high, half, sine)
    }
  }

  /// Pauli coefficients to matrix elements, in place: digit 2 a + b of a spin becomes the element (a, b) of its 2 x 2
  /// matrix. `re` and `im` are the planes of the coefficients.
  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  static func toMatrix(_ re: Pointer, _ im: Pointer, spinCount: Int) {
    let size = 1 << (2 * spinCount)
    for spin in 0..<spinCount {
      let stride = 1 << (2 * spin)
      var block = 0
      while block < size {
        for inner in 0..<stride {
          let b = block &+ inner
          let x = b &+ stride
          let y = x &+ stride
          let z = y &+ stride
          let (er, ei, xr, xi, yr, yi, zr, zi) = (re[b], im[b], re[x], im[x], re[y], im[y], re[z], im[z])
          re[b] = er + zr
          im[b] = ei + zi
          re[x] = xr + yi
          im[x] = xi - yr
          re[y] = xr - yi
          im[y] = xi + yr
          re[z] = er - zr
          im[z] = ei - zi
        }
        block &+= 4 &* stride
      }
    }
  }

  /// The inverse of `toMatrix`.
  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  static func toPauli(_ re: Pointer, _ im: Pointer, spinCount: Int) {
    let size = 1 << (2 * spinCount)
    let half = V(repeating: 0.5)
    for spin in 0..<spinCount {
      let stride = 1 << (2 * spin)
      var block = 0
      while block < size {
        for inner in 0..<stride {
          let b = block &+ inner
          let p = b &+ stride
          let q = p &+ stride
          let d = q &+ stride
          let (ar, ai, pr, pi, qr, qi, dr, di) = (re[b], im[b], re[p], im[p], re[q], im[q], re[d], im[d])
          re[b] = (ar + dr) * half
          im[b] = (ai + di) * half
          re[p] = (pr + qr) * half
          im[p] = (pi + qi) * half
          re[q] = (qi - pi) * half
          im[q] = (pr - qr) * half
          re[d] = (ar - dr) * half
          im[d] = (ai - di) * half
        }
        block &+= 4 &* stride
      }
    }
  }
}
