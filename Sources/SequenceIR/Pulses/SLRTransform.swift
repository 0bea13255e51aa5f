/// The Shinnar-Le Roux transform: from a filter to the pulse whose rotation has it as its beta polynomial.
///
/// Pauly, Le Roux, Nishimura and Macovski, IEEE Trans. Med. Imaging 10 (1991) 53. A pulse of N hard steps
/// turns a spin that precesses by w between steps by the spinor (alpha, beta), which are polynomials of
/// degree N - 1 in z^-1 = exp(i w). For a pulse along one axis beta = -i F with real F, and alpha has real
/// coefficients:
///
///     alpha' = C alpha - S F z^-1,   F' = S alpha + C F z^-1,   C = cos(phi/2), S = sin(phi/2),
///
/// for one more step of angle phi. Reading it backwards peels the steps off, last one first.
enum SLRTransform {
  /// Angle of each hard step in rad, in time order, for the beta coefficients `filter` (peak magnitude at
  /// most 1).
  static func pulseAngles(beta filter: [Double]) -> [Double] {
    let transform = FourierTransform(count: transformLength(for: filter.count))
    var b = limited(filter, transform)
    var a = minimumPhaseAlpha(b, transform)
    let count = filter.count
    var angles = [Double](repeating: 0, count: count)
    a.withUnsafeMutableBufferPointer { a in
      b.withUnsafeMutableBufferPointer { b in
        for step in 0..<count {
          let remaining = count - step
          let ratio = b[step] / a[0]
          angles[remaining - 1] = 2 * ElementaryFunctions.atan(ratio)
          let cosine = 1 / (1 + ratio * ratio).squareRoot()
          let sine = ratio * cosine
          peel(a, UnsafeMutableBufferPointer(rebasing: b[step...]), cosine, sine, remaining)
        }
      }
    }
    return angles
  }

  /// alpha <- C alpha + S F, F <- C F - S alpha: one coefficient fewer, which is the last of alpha and the first of F, so
  /// that F times z begins one place further on. Four coefficients at a time.
  private static func peel(
    _ a: UnsafeMutableBufferPointer<Double>, _ b: UnsafeMutableBufferPointer<Double>, _ cosine: Double,
    _ sine: Double, _ remaining: Int
  ) {
    let rawA = UnsafeMutableRawBufferPointer(a)
    let rawB = UnsafeMutableRawBufferPointer(b)
    let size = MemoryLayout<Double>.stride
    var k = 0
    while k + 4 <= remaining {
      let oldA = rawA.loadUnaligned(fromByteOffset: k * size, as: SIMD4<Double>.self)
      let oldB = rawB.loadUnaligned(fromByteOffset: k * size, as: SIMD4<Double>.self)
      rawA.storeBytes(of: cosine * oldA + sine * oldB, toByteOffset: k * size, as: SIMD4<Double>.self)
      rawB.storeBytes(of: cosine * oldB - sine * oldA, toByteOffset: k * size, as: SIMD4<Double>.self)
      k += 4
    }
    while k < remaining {
      let (oldA, oldB) = (a[k], b[k])
      a[k] = cosine * oldA + sine * oldB
      b[k] = cosine * oldB - sine * oldA
      k += 1
    }
  }

  /// The alpha of least energy in the pulse: |alpha|^2 = 1 - |beta|^2 on the unit circle, minimum phase.
  private static func minimumPhaseAlpha(_ beta: [Double], _ transform: FourierTransform) -> [Double] {
    let logMagnitude = magnitudeSquared(beta, transform).map {
      0.5 * ElementaryFunctions.log(max(1 - $0, 1e-14))
    }
    return Array(transform.minimumPhase(logMagnitude: logMagnitude).prefix(beta.count))
  }

  /// The filter, scaled down by a hair where its spectrum reaches 1: there log |alpha| would be infinite. 1 -
  /// |beta|^2 of 1e-6 at the peak is 180 deg less 0.1 deg.
  private static func limited(_ filter: [Double], _ transform: FourierTransform) -> [Double] {
    var peak = 0.0
    for value in magnitudeSquared(filter, transform) { peak = max(peak, value) }
    let most = 1 - 1e-6
    guard peak > most else { return filter }
    let scale = (most / peak).squareRoot()
    return filter.map { $0 * scale }
  }

  static func magnitudeSquared(_ filter: [Double], _ transform: FourierTransform) -> [Double] {
    var real = filter + [Double](repeating: 0, count: transform.count - filter.count)
    var imaginary = [Double](repeating: 0, count: transform.count)
    transform.forward(&real, &imaginary)
    return zip(real, imaginary).map { $0 * $0 + $1 * $1 }
  }

  /// Sixteen times the filter: near a spectrum that touches 1, alpha's cepstrum is long.
  static func transformLength(for count: Int) -> Int {
    var length = 64
    while length < 16 * count { length *= 2 }
    return length
  }
}
