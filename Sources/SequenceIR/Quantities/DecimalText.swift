/// Numbers in and out of text, locale-free, exact, and the same on every machine.
package enum DecimalText {
  /// The shortest text that reads back as the same `Double`; whole numbers carry no point (`0.1`, `1703040`, `1e-07`).
  package static func shortest(_ value: Double) -> String {
    if value == 0 { return "0" }
    if let whole = Int64(exactly: value), whole.magnitude < 1_000_000_000_000_000 { return String(whole) }
    return value.description
  }

  /// `units` of 10^-decimals as plain decimal text without trailing zeros: `fixed(3200, decimals: 3)` is `3.2`.
  package static func fixed(_ units: Int64, decimals: Int) -> String {
    var digits = String(units.magnitude)
    if digits.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
    }
    let whole = digits.dropLast(decimals)
    var fraction = digits.suffix(decimals)
    while fraction.last == "0" { fraction.removeLast() }
    let sign = units < 0 ? "-" : ""
    return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
  }

  /// `value` rounded to `digits` significant digits, for people: `significant(199.9987, 4)` is `200`.
  package static func significant(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : value.description }
    var exponent = 0
    var scaled = abs(value)
    while scaled >= 10 { scaled /= 10; exponent += 1 }
    while scaled < 1 { scaled *= 10; exponent -= 1 }
    let decimals = digits - 1 - exponent
    if decimals >= 0, decimals <= 15 { return rounded(value, decimals: decimals) }
    if decimals < 0, exponent < 15 {
      let step = powerOfTen(-decimals)
      return shortest((value / step).rounded() * step)
    }
    return value.description
  }

  /// `value` rounded to at most `decimals` places after the point, without trailing zeros.
  package static func rounded(_ value: Double, decimals: Int) -> String {
    let scaled = (value * powerOfTen(decimals)).rounded(.toNearestOrAwayFromZero)
    guard let units = Int64(exactly: scaled) else { return value.description }
    return fixed(units, decimals: decimals)
  }

  /// As Fortran and C write `E`: `scientific(-0.00123, decimals: 4)` is `-1.2300E-03`. What is not a number is zero.
  package static func scientific(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, value != 0 else { return "0." + String(repeating: "0", count: decimals) + "E+00" }
    var exponent = 0
    var scaled = abs(value)
    while scaled >= 10 { scaled /= 10; exponent += 1 }
    while scaled < 1 { scaled *= 10; exponent -= 1 }
    var units = Int64((scaled * powerOfTen(decimals)).rounded(.toNearestOrAwayFromZero))
    if units >= Int64(powerOfTen(decimals + 1)) {
      units /= 10
      exponent += 1
    }
    let digits = String(units)
    let size = String(abs(exponent))
    return (value < 0 ? "-" : "") + digits.prefix(1) + "." + digits.dropFirst() + "E"
      + (exponent < 0 ? "-" : "+") + (size.count < 2 ? "0" + size : size)
  }

  /// Reads a decimal number that fills `bytes` exactly; nil for anything else, also for `nan`, `inf` and hexadecimal.
  /// Values beyond the range of `Double` come back as infinity, which the caller must refuse.
  package static func number(_ bytes: ArraySlice<UInt8>) -> Double? { number(bytes.span) }

  /// Likewise.
  package static func number(_ bytes: Span<UInt8>) -> Double? {
    var index = 0
    let end = bytes.count
    guard index < end else { return nil }
    var negative = false
    if bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      negative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var mantissa: UInt64 = 0
    var significantDigits = 0
    var anyDigit = false
    var exponent = 0
    var seenPoint = false
    while index < end {
      let byte = bytes[index]
      if byte >= 48, byte <= 57 {
        anyDigit = true
        if significantDigits < 18 {
          mantissa = mantissa * 10 + UInt64(byte - 48)
          if mantissa != 0 { significantDigits += 1 }
          if seenPoint { exponent -= 1 }
        } else {
          significantDigits += 1
          if !seenPoint { exponent += 1 }
        }
      } else if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
      } else {
        break
      }
      index += 1
    }
    guard anyDigit else { return nil }
    if index < end {
      guard bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E") else { return nil }
      guard let written = exponentValue(bytes.extracting((index + 1)..<end)) else { return nil }
      exponent += written
    }
    // Clinger's exact case: both factors are exact doubles, so one rounding happens.
    if significantDigits <= 18, mantissa < 1 << 53, abs(exponent) <= 22 {
      let value =
        exponent < 0 ? Double(mantissa) / powerOfTen(-exponent) : Double(mantissa) * powerOfTen(exponent)
      return negative ? -value : value
    }
    return bytes.withUnsafeBufferPointer { Double(String(decoding: $0, as: UTF8.self)) }
  }

  /// Reads a decimal whole number that fills `bytes` exactly; nil for anything else or when it overflows.
  package static func integer(_ bytes: ArraySlice<UInt8>) -> Int? { integer(bytes.span) }

  /// Likewise.
  package static func integer(_ bytes: Span<UInt8>) -> Int? {
    var index = 0
    guard index < bytes.count else { return nil }
    let negative = bytes[index] == UInt8(ascii: "-")
    if negative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    guard index < bytes.count else { return nil }
    var value = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte >= 48, byte <= 57 else { return nil }
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = product.subtractingReportingOverflow(Int(byte - 48))
      if tooLarge || overflow { return nil }
      value = sum
      index += 1
    }
    if negative { return value }
    return value == Int.min ? nil : -value
  }

  /// 10^exponent, exact up to 22; `exponent` must not be negative.
  package static func powerOfTen(_ exponent: Int) -> Double {
    exponent < exactPowers.count ? exactPowers[exponent] : exactPowers[22] * powerOfTen(exponent - 22)
  }

  private static let exactPowers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]

  private static func exponentValue(_ bytes: Span<UInt8>) -> Int? {
    guard bytes.count <= 6 else { return nil }
    return integer(bytes)
  }
}
