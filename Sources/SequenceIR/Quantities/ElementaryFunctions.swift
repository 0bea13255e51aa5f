/// Sine, exponential, logarithm and their relatives, with the same last bit on every machine.
///
/// A Pulseq file is signed, so two machines must write the same bytes, and glibc's versions differ with and
/// without fused multiply-add. These use only IEEE addition, multiplication, division and square root, each
/// rounded by itself, and whole numbers. The polynomials are those of fdlibm (Sun Microsystems, 1993): sine
/// and cosine on |x| <= pi/4, exponential on |x| <= ln(2)/2, logarithm on [sqrt(1/2), sqrt(2)], arctangent on
/// |x| <= 7/16. Errors stay below about one unit in the last place; the tests state the measured figure per
/// function.
package enum ElementaryFunctions {
  package static let pi = 3.141592653589793
  package static let twoPi = 6.283185307179586

  /// Sine and cosine of `x` in radians; any finite `x` is reduced without loss. NaN for NaN and infinity.
  package static func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
    guard x.isFinite else { return (.nan, .nan) }
    let (quarterTurns, head, tail) = AngleReduction.quarterTurns(x)
    let sine = sineKernel(head, tail)
    let cosine = cosineKernel(head, tail)
    switch quarterTurns {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  package static func sin(_ x: Double) -> Double { sineAndCosine(x).sine }
  package static func cos(_ x: Double) -> Double { sineAndCosine(x).cosine }

  package static func tan(_ x: Double) -> Double {
    let (sine, cosine) = sineAndCosine(x)
    return sine / cosine
  }

  /// sin(pi x) / (pi x), 1 at zero.
  package static func normalisedSinc(_ x: Double) -> Double {
    x == 0 ? 1 : sin(pi * x) / (pi * x)
  }

  /// The angle of the point (x, y) in (-pi, pi]; the signs of zeros count as in C.
  package static func atan2(_ y: Double, _ x: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    if x.isInfinite || y.isInfinite || y == 0 { return atan2OfSpecial(y, x) }
    let positive = x == 0 ? pi / 2 : arctangent(abs(y) / abs(x))
    // pi as a sum of two doubles, so that the second quadrant is as good as the first.
    let angle = x < 0 ? pi - (positive - 1.2246467991473532e-16) : positive
    return y < 0 ? -angle : angle
  }

  package static func atan(_ x: Double) -> Double {
    x < 0 || x.sign == .minus ? -arctangent(-x) : arctangent(x)
  }

  /// NaN outside [-1, 1].
  package static func asin(_ x: Double) -> Double { atan2(x, ((1 - x) * (1 + x)).squareRoot()) }

  /// NaN outside [-1, 1].
  package static func acos(_ x: Double) -> Double { atan2(((1 - x) * (1 + x)).squareRoot(), x) }

  /// sqrt(x^2 + y^2) without overflow on the way.
  package static func hypot(_ x: Double, _ y: Double) -> Double {
    if x.isInfinite || y.isInfinite { return .infinity }
    let large = max(abs(x), abs(y))
    let small = min(abs(x), abs(y))
    guard large > 0 else { return large }
    // A power of two scales without rounding.
    let scale = large.binade
    let (a, b) = (large / scale, small / scale)
    return (a * a + b * b).squareRoot() * scale
  }

  /// sin(head + tail) for |head| <= pi/4: Taylor in the tail, fdlibm's odd polynomial in the head.
  private static func sineKernel(_ head: Double, _ tail: Double) -> Double {
    let z = head * head
    let cube = z * head
    let series =
      8.33333333332248946124e-03 + z
      * (-1.98412698298579493134e-04 + z
        * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)))
    return head - ((z * (0.5 * tail - cube * series) - tail) - cube * -1.66666666666666324348e-01)
  }

  /// cos(head + tail) for |head| <= pi/4; 1 - z/2 is formed with its rounding error kept.
  private static func cosineKernel(_ head: Double, _ tail: Double) -> Double {
    let z = head * head
    let series =
      z
      * (4.16666666666666019037e-02 + z
        * (-1.38888888888741095749e-03 + z
          * (2.48015872894767294178e-05 + z
            * (-2.75573143513906633035e-07 + z
              * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))))
    let half = 0.5 * z
    let leading = 1 - half
    return leading + (((1 - leading) - half) + (z * series - head * tail))
  }

  /// Arctangent of a number that is not negative: reduced by the angle whose tangent is 1/2, 1, 3/2 or
  /// infinity.
  private static func arctangent(_ x: Double) -> Double {
    if x > 1e300 { return pi / 2 }
    guard x >= 0.4375 else { return x - x * arctangentSeries(x) }
    for row in arctangentRows where x < row.below {
      let reduced = row.reduce(x)
      return row.angle - ((reduced * arctangentSeries(reduced) - row.angleTail) - reduced)
    }
    return .nan
  }

  /// 1 - atan(x)/x.
  private static func arctangentSeries(_ x: Double) -> Double {
    let z = x * x
    let w = z * z
    let even =
      z
      * (3.33333333333329318027e-01 + w
        * (1.42857142725034663711e-01 + w
          * (9.09088713343650656196e-02 + w
            * (6.66107313738753120669e-02 + w * (4.97687799461593236017e-02 + w * 1.62858201153657823623e-02)))))
    let odd =
      w
      * (-1.99999999998764832476e-01 + w
        * (-1.11111104054623557880e-01 + w
          * (-7.69187620504482999495e-02 + w
            * (-5.83357013379057348645e-02 + w * -3.65315727442169155270e-02))))
    return even + odd
  }

  private struct ArctangentRow: Sendable {
    let below: Double
    let angle: Double
    let angleTail: Double
    let reduce: @Sendable (Double) -> Double
  }

  private static let arctangentRows: [ArctangentRow] = [
    ArctangentRow(
      below: 0.6875, angle: 4.63647609000806093515e-01, angleTail: 2.26987774529616870924e-17,
      reduce: { (2 * $0 - 1) / (2 + $0) }),
    ArctangentRow(
      below: 1.1875, angle: 7.85398163397448278999e-01, angleTail: 3.06161699786838301793e-17,
      reduce: { ($0 - 1) / ($0 + 1) }),
    ArctangentRow(
      below: 2.4375, angle: 9.82793723247329054082e-01, angleTail: 1.39033110312309984516e-17,
      reduce: { ($0 - 1.5) / (1 + 1.5 * $0) }),
    ArctangentRow(
      below: .infinity, angle: 1.57079632679489655800e+00, angleTail: 6.12323399573676603587e-17,
      reduce: { -1 / $0 }),
  ]

  private static func atan2OfSpecial(_ y: Double, _ x: Double) -> Double {
    let angle: Double
    if y == 0 {
      angle = x.sign == .minus ? pi : 0
    } else if x.isInfinite {
      let diagonal = x < 0 ? 3 * (pi / 4) : pi / 4
      angle = y.isInfinite ? diagonal : (x < 0 ? pi : 0)
    } else {
      angle = pi / 2
    }
    return y.sign == .minus ? -angle : angle
  }
}
