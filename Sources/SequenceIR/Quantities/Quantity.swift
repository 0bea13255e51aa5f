/// A number with its dimension, in SI; durations also carry their exact picoseconds.
package struct Quantity: Hashable, Sendable {
  package let value: Double
  package let dimension: Dimension
  /// The exact duration, where the arithmetic that made it was exact; nil: round `value`.
  private let exactTicks: Int64?

  package init(_ value: Double, _ dimension: Dimension) {
    self.value = value
    self.dimension = dimension
    exactTicks = nil
  }

  package init(_ time: Time) {
    value = time.seconds
    dimension = .time
    exactTicks = time.picoseconds
  }

  package init(count: Int) { self.init(Double(count), .none) }

  /// A decimal as written and its unit: exact for times, correctly rounded where the unit is a power of ten.
  /// nil when the unit is unknown; `isTooFine` is set for a time that is no whole number of picoseconds.
  package static func literal(_ digits: String, unit: String?) -> (quantity: Quantity, isTooFine: Bool)? {
    guard let unit else {
      return (Quantity(DecimalText.number(ArraySlice(digits.utf8)) ?? .infinity, .none), false)
    }
    guard let (dimension, factor) = Unit.parse(unit) else { return nil }
    if dimension == .time, let single = Unit.named(unit) {
      guard let exact = ticks(digits, single) else {
        return (Quantity((DecimalText.number(ArraySlice(digits.utf8)) ?? .infinity) * factor, .time), true)
      }
      return (Quantity(Time(picoseconds: exact)), false)
    }
    let separators = digits.contains { $0 == "e" || $0 == "E" }
    if let exponent = Unit.decimalExponent(of: unit), !separators {
      let value = DecimalText.number(ArraySlice("\(digits)e\(exponent)".utf8)) ?? .infinity
      return (Quantity(value, dimension), false)
    }
    return (Quantity((DecimalText.number(ArraySlice(digits.utf8)) ?? .infinity) * factor, dimension), false)
  }

  /// The duration to the nearest picosecond; nil when it is no time or out of range.
  package var time: Time? {
    guard dimension == .time else { return nil }
    if let exactTicks { return Time(picoseconds: exactTicks) }
    return Time(nearestToSeconds: value)
  }

  /// Exact as long as it is within the range of times, so that no later sum or sign overflows.
  private init(exactly time: Time?, orAbout seconds: @autoclosure () -> Double) {
    if let time, time.picoseconds.magnitude <= Time.longest.picoseconds.magnitude {
      self.init(time)
    } else {
      self.init(seconds(), .time)
    }
  }

  /// nil when the dimensions differ.
  package func adding(_ other: Quantity) -> Quantity? {
    guard dimension == other.dimension else { return nil }
    if let a = exactTicks, let b = other.exactTicks {
      return Quantity(
        exactly: Time(picoseconds: a).adding(Time(picoseconds: b)), orAbout: value + other.value)
    }
    return Quantity(value + other.value, dimension)
  }

  package var negated: Quantity {
    exactTicks.map { Quantity(Time(picoseconds: -$0)) } ?? Quantity(-value, dimension)
  }

  package func times(_ other: Quantity) -> Quantity {
    if let ticks = exactTicks, let count = other.wholeNumber {
      return Quantity(exactly: Time(picoseconds: ticks).times(count), orAbout: value * other.value)
    }
    if other.exactTicks != nil, wholeNumber != nil { return other.times(self) }
    return Quantity(value * other.value, dimension * other.dimension)
  }

  package func divided(by other: Quantity) -> Quantity {
    if let ticks = exactTicks, let count = other.wholeNumber, count != 0, ticks % Int64(count) == 0 {
      return Quantity(Time(picoseconds: ticks / Int64(count)))
    }
    if let a = exactTicks, let b = other.exactTicks, b != 0, a % b == 0 { return Quantity(count: Int(a / b)) }
    return Quantity(value / other.value, dimension / other.dimension)
  }

  /// The value as an integer, when it is a plain whole number.
  package var wholeNumber: Int? { dimension == .none ? Int(exactly: value) : nil }

  /// The scaled text of a decimal as whole picoseconds, or nil when it has finer digits or is out of range.
  private static func ticks(_ digits: String, _ unit: Unit) -> Int64? {
    var mantissa: Int64 = 0
    var exponent = 12
    var seenPoint = false
    var rest = Substring(digits)
    while let character = rest.first, character != "e", character != "E" {
      rest = rest.dropFirst()
      if character == "." {
        seenPoint = true
        continue
      }
      guard let digit = character.wholeNumberValue else { return nil }
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      let (sum, more) = product.addingReportingOverflow(Int64(digit))
      if overflow || more { return nil }
      mantissa = sum
      if seenPoint { exponent -= 1 }
    }
    if !rest.isEmpty {
      guard let written = Int(rest.dropFirst()), abs(written) < 100 else { return nil }
      exponent += written
    }
    if let decimal = unit.decimalExponent {
      exponent += decimal
    } else {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: Int64(unit.factor))
      if overflow { return nil }
      mantissa = product
    }
    if mantissa == 0 { return 0 }
    while exponent < 0 {
      guard mantissa % 10 == 0 else { return nil }
      mantissa /= 10
      exponent += 1
    }
    while exponent > 0 {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      mantissa = product
      exponent -= 1
    }
    return mantissa <= Time.longest.picoseconds ? mantissa : nil
  }
}

extension Quantity: CustomStringConvertible {
  /// For people: the value in the unit that reads best.
  package var description: String {
    if dimension == .time, let time { return time.description }
    if dimension == .none { return DecimalText.shortest(value) }
    for (candidate, unit, scale, threshold) in Quantity.display
    where candidate == dimension && abs(value) >= threshold {
      return "\(DecimalText.significant(value * scale, 6)) \(unit)"
    }
    return DecimalText.significant(value, 6)
  }

  /// Digits and unit that read back as this value to 1e-12 of it, as few as do; nil for a dimension without a unit of
  /// its own.
  package var literalText: (digits: String, unit: String?)? {
    if let time { return (DecimalText.shortest(time.milliseconds), "ms") }
    if dimension == .none { return (DecimalText.shortest(value), nil) }
    for (candidate, unit, scale, threshold) in Quantity.display
    where candidate == dimension && abs(value) >= threshold {
      for count in 1...17 {
        let digits = DecimalText.significant(abs(value) * scale, count)
        guard let (back, _) = Quantity.literal(digits, unit: unit),
          abs(back.value - abs(value)) <= 1e-12 * abs(value)
        else { continue }
        return ((value < 0 ? "-" : "") + digits, unit)
      }
    }
    return nil
  }

  /// Rows of one dimension from the largest unit down.
  private static let display: [(Dimension, unit: String, scale: Double, threshold: Double)] = [
    (.length, "mm", 1e3, 0), (.frequency, "MHz", 1e-6, 1e6), (.frequency, "kHz", 1e-3, 1e3),
    (.frequency, "Hz", 1, 0),
    (.fluxDensity, "T", 1, 0.1), (.fluxDensity, "mT", 1e3, 1e-3), (.fluxDensity, "uT", 1e6, 0),
    (.angle, "deg", 57.29577951308232, 0), (.shift, "ppm", 1, 0), (.gradient, "mT/m", 1e3, 0),
    (.gradientInHertz, "kHz/m", 1e-3, 0), (.slewRate, "T/m/s", 1, 0), (.gradientArea, "mT*ms/m", 1e6, 0),
    (.spatialFrequency, "cycles/m", 1, 0), (.specificPower, "W/kg", 1, 0), (.power, "kW", 1e-3, 1e3),
    (.power, "W", 1, 0), (.concentration, "mM", 1, 0),
  ]
}
