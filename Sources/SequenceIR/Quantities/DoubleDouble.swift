/// Sums and products with their rounding error, for the few places where one double is not enough.
///
/// Dekker, Numerische Mathematik 18 (1971) 224. No fused multiply-add: its emulation on old machines costs
/// more than the splitting, and one way everywhere keeps the bits the same by construction.
struct DoubleDouble {
  var head: Double
  var tail: Double

  /// a + b exactly; |a| >= |b| or a = 0.
  static func quickSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    return DoubleDouble(head: sum, tail: b - (sum - a))
  }

  /// a + b exactly.
  static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    let other = sum - a
    return DoubleDouble(head: sum, tail: (a - (sum - other)) + (b - other))
  }

  /// a b exactly, away from overflow and underflow.
  static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let product = a * b
    let (aHigh, aLow) = split(a)
    let (bHigh, bLow) = split(b)
    return DoubleDouble(
      head: product, tail: ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow)
  }

  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let heads = sum(a.head, b.head)
    return quickSum(heads.head, heads.tail + (a.tail + b.tail))
  }

  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let heads = product(a.head, b.head)
    return quickSum(heads.head, heads.tail + (a.head * b.tail + a.tail * b.head))
  }

  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let quotient = a.head / b.head
    let back = product(quotient, b.head)
    let rest = ((a.head - back.head) - back.tail) + (a.tail - quotient * b.tail)
    return quickSum(quotient, rest / b.head)
  }

  private static func split(_ a: Double) -> (Double, Double) {
    let scaled = a * 134_217_729
    let high = scaled - (scaled - a)
    return (high, a - high)
  }
}
