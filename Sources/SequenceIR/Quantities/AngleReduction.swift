/// Takes whole quarter turns off an angle, exactly, for sine and cosine.
///
/// Payne and Hanek's idea (SIGNUM Newsletter 18, 1983) in whole numbers: an angle is m 2^e with 53-bit m, so
/// x / (pi/2) modulo 4 needs only the 192 bits of 2/pi that neither fall off as multiples of 4 nor lie below
/// the wanted precision. The nearest a double comes to a multiple of pi/2 is about 2^-62, so at least 70 good
/// bits remain.
enum AngleReduction {
  /// `x` = quarterTurns pi/2 + head + tail (mod 2 pi), |head| <= pi/4; `x` must be finite.
  static func quarterTurns(_ x: Double) -> (quarterTurns: Int, head: Double, tail: Double) {
    let magnitude = abs(x)
    if magnitude <= 0.7853981633974483 { return (0, x, 0) }
    var (quarter, head, tail) = reduce(
      mantissa: (magnitude.significandBitPattern | 1 << 52), exponent: Int(magnitude.exponent) - 52)
    if x < 0 { (quarter, head, tail) = ((4 - quarter) & 3, -head, -tail) }
    return (quarter, head, tail)
  }

  private static func reduce(mantissa: UInt64, exponent: Int) -> (Int, Double, Double) {
    // Bit j of the table (from 0) weighs 2^(63 - j); with weight below 4 / 2^exponent it matters.
    let first = exponent - 2 + 64
    let word = first / 64
    let shift = UInt64(first % 64)
    let (high, middle, low) = (
      window(word, shift), window(word + 1, shift), window(word + 2, shift)
    )
    // mantissa x window modulo 2^192, in units of 2^-190 quarter turns.
    let lowProduct = mantissa.multipliedFullWidth(by: low)
    let middleProduct = mantissa.multipliedFullWidth(by: middle)
    var bits = WideFraction(high: mantissa &* high &+ middleProduct.high, middle: 0, low: lowProduct.low)
    let (sum, carry) = middleProduct.low.addingReportingOverflow(lowProduct.high)
    bits.middle = sum
    if carry { bits.high &+= 1 }

    var quarter = Int(bits.high >> 62)
    bits.shiftLeft(2)
    let roundsUp = bits.high >> 63 == 1
    if roundsUp {
      quarter = (quarter + 1) & 3
      bits.negate()
    }
    let angle = bits.timesHalfPi
    return roundsUp ? (quarter, -angle.head, -angle.tail) : (quarter, angle.head, angle.tail)
  }

  private static func window(_ word: Int, _ shift: UInt64) -> UInt64 {
    shift == 0 ? twoOverPi[word] : twoOverPi[word] << shift | twoOverPi[word + 1] >> (64 - shift)
  }

  /// 2/pi, most significant word first, behind one word of zeros for angles near one.
  private static let twoOverPi: [UInt64] = [
    0,
    0xA2F9_836E_4E44_1529, 0xFC27_57D1_F534_DDC0, 0xDB62_9599_3C43_9041,
    0xFE51_63AB_DEBB_C561, 0xB724_6E3A_424D_D2E0, 0x0649_2EEA_09D1_921C,
    0xFE1D_EB1C_B129_A73E, 0xE882_35F5_2EBB_4484, 0xE99C_7026_B45F_7E41,
    0x3991_D639_8353_39F4, 0x9C84_5F8B_BDF9_283B, 0x1FF8_97FF_DE05_980F,
    0xEF2F_118B_5A0A_6D1F, 0x6D36_7ECF_27CB_09B7, 0x4F46_3F66_9E5F_EA2D,
    0x7527_BAC7_EBE5_F17B, 0x3D07_39F7_8A52_92EA, 0x6BFB_5FB1_1F8D_5D08,
    0x5603_3046_FC7B_6BAB, 0xF0CF_BC20_9AF4_361D,
  ]
}

/// A fraction of one with 192 binary places.
private struct WideFraction {
  var high: UInt64
  var middle: UInt64
  var low: UInt64

  /// `count` must lie in 0 ... 63.
  mutating func shiftLeft(_ count: UInt64) {
    guard count > 0 else { return }
    high = high << count | middle >> (64 - count)
    middle = middle << count | low >> (64 - count)
    low <<= count
  }

  /// One minus the fraction; the caller has seen that it is not zero.
  mutating func negate() {
    low = ~low &+ 1
    middle = ~middle &+ (low == 0 ? 1 : 0)
    high = ~high &+ (low == 0 && middle == 0 ? 1 : 0)
  }

  /// The fraction times pi/2 as a sum of two doubles.
  var timesHalfPi: DoubleDouble {
    var bits = self
    var zeros = 0
    if bits.high == 0 {
      bits = WideFraction(high: bits.middle, middle: bits.low, low: 0)
      zeros = 64
    }
    let leading = bits.high.leadingZeroBitCount
    if leading == 64 { return DoubleDouble(head: 0, tail: 0) }
    bits.shiftLeft(UInt64(leading))
    zeros += leading
    let scale = Double(sign: .plus, exponent: -53 - zeros, significand: 1)
    let top = Double(bits.high >> 11) * scale
    let rest = Double((bits.high & 0x7FF) << 42 | bits.middle >> 22) * scale * 0x1p-53
    let product = DoubleDouble.product(top, 1.5707963267948966)
    return DoubleDouble.quickSum(
      product.head, product.tail + (top * 6.123233995736766e-17 + rest * 1.5707963267948966))
  }
}
