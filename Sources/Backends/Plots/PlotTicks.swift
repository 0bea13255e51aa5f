import SequenceIR

/// Round numbers along an axis: steps of 1, 2 or 5 times a power of ten.
package struct PlotTicks: Sendable {
  package var values: [Double]
  package var labels: [String]
  /// Labels are values over ten to this power, a multiple of three; zero unless values are very large or small.
  package var exponent: Int

  /// The finest such ticks that are not more than `most` (at least 2), or the coarsest with two ticks.
  package init(_ range: ClosedRange<Double>, most: Int, step: Double? = nil) {
    if let step, step > 0, let ticks = Self.multiples(of: step, range, most: most) {
      (values, labels, exponent) = (ticks, ticks.map(DecimalText.shortest), 0)
      return
    }
    exponent = Self.exponent(range)
    let factor = Self.power(exponent)
    let low = range.lowerBound / factor
    let high = range.upperBound / factor
    values = [range.lowerBound, range.upperBound]
    labels = [DecimalText.shortest(low), DecimalText.shortest(high)]
    for count in max(most, 2)...(max(most, 2) + 3) {
      let (mantissa, power) = Self.step((high - low) / Double(count))
      let step = Double(mantissa) * Self.power(power)
      let first = (low / step - 1e-6).rounded(.up)
      let last = (high / step + 1e-6).rounded(.down)
      guard abs(first) < 1e9, abs(last) < 1e9, last - first < 1000 else { return }
      if last <= first { continue }
      let multiples = Array(Int64(first)...Int64(last))
      values = multiples.map { Double($0) * step * factor }
      labels = multiples.map { Self.text($0 * Int64(mantissa), power) }
      return
    }
  }

  /// `10^-6 ` before a unit; empty without an exponent.
  package var prefix: String {
    if exponent == 0 { return "" }
    let digits: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹",
    ]
    return "10\(String(String(exponent).compactMap { digits[$0] })) "
  }

  private static func power(_ exponent: Int) -> Double {
    exponent < 0 ? 1 / DecimalText.powerOfTen(-exponent) : DecimalText.powerOfTen(exponent)
  }

  /// The multiples of a step, or of its smallest multiple with which they are few enough.
  private static func multiples(of step: Double, _ range: ClosedRange<Double>, most: Int) -> [Double]? {
    for factor in 1...4 {
      let wide = step * Double(factor)
      let first = (range.lowerBound / wide - 1e-6).rounded(.up)
      let last = (range.upperBound / wide + 1e-6).rounded(.down)
      if last - first + 1 <= Double(max(most, 3)), last > first {
        return (Int(first)...Int(last)).map { Double($0) * wide }
      }
    }
    return nil
  }

  /// As many places after the point for every tick.
  private static func text(_ units: Int64, _ power: Int) -> String {
    if power >= 0 { return DecimalText.shortest(Double(units) * Self.power(power)) }
    let text = DecimalText.fixed(units, decimals: -power)
    let places = text.split(separator: ".", omittingEmptySubsequences: false)
    let missing = -power - (places.count > 1 ? places[1].count : 0)
    if units == 0 || missing == 0 { return text }
    return text + (places.count > 1 ? "" : ".") + String(repeating: "0", count: missing)
  }

  /// The least step of 1, 2 or 5 times a power of ten that is not below `size`.
  private static func step(_ size: Double) -> (mantissa: Int, power: Int) {
    guard size > 0, size.isFinite else { return (1, 0) }
    var power = 0
    while Self.power(power) > size, power > -300 { power -= 1 }
    while Self.power(power + 1) <= size, power < 300 { power += 1 }
    for mantissa in [1, 2, 5] where Double(mantissa) * Self.power(power) >= size * (1 - 1e-9) {
      return (mantissa, power)
    }
    return (1, power + 1)
  }

  private static func exponent(_ range: ClosedRange<Double>) -> Int {
    let size = max(abs(range.lowerBound), abs(range.upperBound))
    guard size > 0, size.isFinite else { return 0 }
    var exponent = 0
    while size / power(exponent) >= 1e5, exponent < 300 { exponent += 3 }
    while size / power(exponent) < 5e-3, exponent > -300 { exponent -= 3 }
    return exponent
  }
}
