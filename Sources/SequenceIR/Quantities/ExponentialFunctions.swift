/// Exponential, logarithm, powers and hyperbolic functions of `ElementaryFunctions`.
extension ElementaryFunctions {
  package static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -745.2 { return 0 }
    return exp(DoubleDouble(head: x, tail: 0))
  }

  /// e^x - 1 without cancellation near zero.
  package static func expMinusOne(_ x: Double) -> Double {
    if abs(x) >= 0.5 || x.isNaN { return exp(x) - 1 }
    if abs(x) < 0x1p-54 { return x }
    // fdlibm: with r1 = 1 + sum Q_k (x^2/2)^k and t = 3 - r1 x/2, e = z (r1 - t)/(6 - x t), e^x - 1 = x - (x
    // e - z).
    let half = 0.5 * x
    let z = x * half
    let r1 =
      1 + z
      * (-3.33333333333331316428e-02 + z
        * (1.58730158725481460165e-03 + z
          * (-7.93650757867487942473e-05 + z * (4.00821782732936239552e-06 + z * -2.01099218183624371326e-07))))
    let t = 3 - r1 * half
    let error = z * ((r1 - t) / (6 - x * t))
    return x - (x * error - z)
  }

  /// Natural logarithm; minus infinity at zero, NaN below.
  package static func log(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x <= 0 { return x == 0 ? -.infinity : .nan }
    let (exponent, mantissa) = exponentAndMantissa(x)
    let k = Double(exponent)
    let f = mantissa - 1
    // fdlibm: log(1 + f) = f - (f^2/2 - s (f^2/2 + R(s^2))), s = f / (2 + f).
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let even =
      w
      * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    let odd =
      z
      * (6.666666666666735130e-01 + w
        * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    let half = 0.5 * f * f
    return k * logTwoHead - ((half - (s * (half + (even + odd)) + k * logTwoTail)) - f)
  }

  package static func log10(_ x: Double) -> Double { log(x) / 2.302585092994046 }

  /// x^y for x >= 0, and for negative x with whole y.
  package static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    if y.isInfinite || x.isInfinite || x == 0 { return powerOfSpecial(x, y) }
    let whole = y.rounded(.towardZero) == y
    if x < 0, !whole { return .nan }
    let odd = whole && (y / 2).rounded(.towardZero) * 2 != y
    let exponent = doubleDoubleLog(abs(x)) * DoubleDouble(head: y, tail: 0)
    let magnitude: Double
    if exponent.head > 709.782712893384 || (exponent.head.isNaN && y > 0) {
      magnitude = .infinity
    } else if exponent.head < -745.2 {
      magnitude = 0
    } else {
      magnitude = exp(exponent)
    }
    return x < 0 && odd ? -magnitude : magnitude
  }

  package static func sinh(_ x: Double) -> Double {
    if abs(x) > 709 { return exp(abs(x) / 2) * (exp(abs(x) / 2) * (x < 0 ? -0.5 : 0.5)) }
    if abs(x) < 1 {
      let grown = expMinusOne(x)
      return 0.5 * (grown + grown / (1 + grown))
    }
    let grown = exp(x)
    return 0.5 * (grown - 1 / grown)
  }

  package static func cosh(_ x: Double) -> Double {
    let magnitude = abs(x)
    if magnitude > 709 { return exp(magnitude / 2) * (exp(magnitude / 2) * 0.5) }
    let grown = exp(magnitude)
    return 0.5 * (grown + 1 / grown)
  }

  package static func tanh(_ x: Double) -> Double {
    if x.isNaN { return x }
    let magnitude = abs(x)
    let result: Double
    if magnitude > 22 {
      result = 1
    } else if magnitude < 1 {
      let grown = expMinusOne(2 * magnitude)
      result = grown / (grown + 2)
    } else {
      result = 1 - 2 / (exp(2 * magnitude) + 1)
    }
    return x.sign == .minus ? -result : result
  }

  /// 1 / cosh(x), 0 where that underflows.
  package static func sech(_ x: Double) -> Double { 1 / cosh(x) }

  /// ln 2 with 21 zero bits at its end, so that its product with any exponent is exact, and what is missing.
  private static let logTwoHead = 6.93147180369123816490e-01
  private static let logTwoTail = 1.90821492927058770002e-10

  /// e^(head + tail), |tail| below half a unit of the last place of head, within the range of `Double`.
  private static func exp(_ x: DoubleDouble) -> Double {
    let k = (x.head * 1.4426950408889634).rounded(.toNearestOrAwayFromZero)
    let high = x.head - k * logTwoHead
    let low = k * logTwoTail - x.tail
    let r = high - low
    let z = r * r
    let c =
      r - z
      * (1.66666666666666019037e-01 + z
        * (-2.77777777770155933842e-03 + z
          * (6.61375632143793436117e-05 + z * (-1.65339022054652515390e-06 + z * 4.13813679705723846039e-08))))
    let mantissa = 1 - ((low - (r * c) / (2 - c)) - high)
    return scaled(mantissa, byTwoToThe: Int(k))
  }

  /// `value` times a power of two in two steps, so that neither factor overflows and rounding happens once.
  private static func scaled(_ value: Double, byTwoToThe exponent: Int) -> Double {
    let first = min(max(exponent, -969), 1023)
    return value * Double(sign: .plus, exponent: first, significand: 1)
      * Double(sign: .plus, exponent: min(max(exponent - first, -1022), 1023), significand: 1)
  }

  /// x = mantissa 2^exponent with mantissa in [sqrt(1/2), sqrt(2)); x positive and finite.
  private static func exponentAndMantissa(_ x: Double) -> (Int, Double) {
    let mantissa = x.significand
    let exponent = Int(x.exponent)
    return mantissa > 1.4142135623730951 ? (exponent + 1, mantissa / 2) : (exponent, mantissa)
  }

  /// ln x to about 2^-63 relative, for powers: 2 (s + s^3/3 + ...), s = (m - 1)/(m + 1), first two terms in
  /// double-double.
  private static func doubleDoubleLog(_ x: Double) -> DoubleDouble {
    let (exponent, mantissa) = exponentAndMantissa(x)
    let s = DoubleDouble(head: mantissa - 1, tail: 0) / DoubleDouble.sum(mantissa, 1)
    let square = s * s
    let z = square.head
    var series = 0.0
    for divisor in stride(from: 23, through: 5, by: -2) { series = series * z + 1 / Double(divisor) }
    let third = DoubleDouble(head: 0.3333333333333333, tail: 1.850371707708594e-17)
    let correction = s * (square * (third + DoubleDouble.product(z, series)))
    let natural = s + correction
    let doubled = DoubleDouble(head: 2 * natural.head, tail: 2 * natural.tail)
    let k = Double(exponent)
    let base = DoubleDouble.sum(k * logTwoHead, k * logTwoTail)
    return base + doubled
  }

  private static func powerOfSpecial(_ x: Double, _ y: Double) -> Double {
    let magnitude = abs(x)
    if y.isInfinite {
      if magnitude == 1 { return 1 }
      return (magnitude > 1) == (y > 0) ? .infinity : 0
    }
    let odd = y.rounded(.towardZero) == y && (y / 2).rounded(.towardZero) * 2 != y
    let result = (magnitude == 0) == (y > 0) ? 0 : Double.infinity
    return odd && x.sign == .minus ? -result : result
  }
}
