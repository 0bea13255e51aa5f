/// The Fourier transform of a straight line, for one frequency and one duration h: what it takes of the line's first
/// value g0 and of its slope s.
///
/// Integral from 0 to h of (g0 + s t) exp(-i w t) dt = g0 (1 - e)/(i w) + s (e (1 + i w h) - 1)/w^2, e = exp(-i w h).
struct StraightPiece {
  /// Of w h.
  var cosine: Double
  var sine: Double
  /// Seconds: what multiplies the first value.
  var firstReal: Double
  var firstImaginary: Double
  /// Seconds squared: what multiplies the slope.
  var slopeReal: Double
  var slopeImaginary: Double

  /// `omega` in radians per second, `duration` in seconds.
  init(omega: Double, duration: Double) {
    let angle = omega * duration
    (sine, cosine) = ElementaryFunctions.sineAndCosine(angle)
    firstReal = sine / omega
    firstImaginary = (cosine - 1) / omega
    slopeReal = (cosine + angle * sine - 1) / (omega * omega)
    slopeImaginary = (angle * cosine - sine) / (omega * omega)
  }

  func transform(first: Double, slope: Double) -> (real: Double, imaginary: Double) {
    (first * firstReal + slope * slopeReal, first * firstImaginary + slope * slopeImaginary)
  }
}

/// `StraightPiece` for four frequencies at once.
struct StraightPieces {
  var cosine = SIMD4<Double>()
  var sine = SIMD4<Double>()
  var firstReal = SIMD4<Double>()
  var firstImaginary = SIMD4<Double>()
  var slopeReal = SIMD4<Double>()
  var slopeImaginary = SIMD4<Double>()

  init(omega: SIMD4<Double>, duration: Double) {
    for lane in 0..<4 {
      let piece = StraightPiece(omega: omega[lane], duration: duration)
      cosine[lane] = piece.cosine
      sine[lane] = piece.sine
      firstReal[lane] = piece.firstReal
      firstImaginary[lane] = piece.firstImaginary
      slopeReal[lane] = piece.slopeReal
      slopeImaginary[lane] = piece.slopeImaginary
    }
  }
}
