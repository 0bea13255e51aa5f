/// The units of the design language and of scanner profiles: one row each.
package struct Unit: Sendable {
  package let spelling: String
  package let dimension: Dimension
  /// SI value of one unit.
  package let factor: Double
  /// log10 of the factor where it is a power of ten, so that decimal text converts exactly.
  package let decimalExponent: Int?
  package let meaning: String

  private init(_ spelling: String, _ dimension: Dimension, tenToThe exponent: Int, _ meaning: String) {
    self.spelling = spelling
    self.dimension = dimension
    factor = exponent < 0 ? 1 / DecimalText.powerOfTen(-exponent) : DecimalText.powerOfTen(exponent)
    decimalExponent = exponent
    self.meaning = meaning
  }

  private init(_ spelling: String, _ dimension: Dimension, factor: Double, _ meaning: String) {
    self.spelling = spelling
    self.dimension = dimension
    self.factor = factor
    decimalExponent = nil
    self.meaning = meaning
  }

  // swift-format-ignore
  package static let all: [Unit] = [
    Unit("s",      .time,        tenToThe: 0,   "second"),
    Unit("ms",     .time,        tenToThe: -3,  "millisecond"),
    Unit("us",     .time,        tenToThe: -6,  "microsecond"),
    Unit("ns",     .time,        tenToThe: -9,  "nanosecond"),
    Unit("min",    .time,        factor: 60,    "minute"),
    Unit("Hz",     .frequency,   tenToThe: 0,   "hertz"),
    Unit("kHz",    .frequency,   tenToThe: 3,   "kilohertz"),
    Unit("MHz",    .frequency,   tenToThe: 6,   "megahertz"),
    Unit("m",      .length,      tenToThe: 0,   "metre"),
    Unit("cm",     .length,      tenToThe: -2,  "centimetre"),
    Unit("mm",     .length,      tenToThe: -3,  "millimetre"),
    Unit("um",     .length,      tenToThe: -6,  "micrometre"),
    Unit("T",      .fluxDensity, tenToThe: 0,   "tesla"),
    Unit("mT",     .fluxDensity, tenToThe: -3,  "millitesla"),
    Unit("uT",     .fluxDensity, tenToThe: -6,  "microtesla"),
    Unit("nT",     .fluxDensity, tenToThe: -9,  "nanotesla"),
    Unit("G",      .fluxDensity, tenToThe: -4,  "gauss"),
    Unit("deg",    .angle,       factor: 0.017453292519943295, "degree"),
    Unit("rad",    .angle,       tenToThe: 0,   "radian"),
    Unit("ppm",    .shift,       tenToThe: 0,   "parts per million of the field (chemical shift)"),
    Unit("cycles", .none,        tenToThe: 0,   "whole turns of phase (dephasing)"),
    Unit("percent", .none,       tenToThe: -2,  "hundredth"),
    Unit("kg",     Dimension(mass: 1), tenToThe: 0, "kilogram"),
    Unit("W",      .power,       tenToThe: 0,   "watt"),
    Unit("kW",     .power,       tenToThe: 3,   "kilowatt"),
    Unit("J",      .energy,      tenToThe: 0,   "joule"),
    Unit("kJ",     .energy,      tenToThe: 3,   "kilojoule"),
    Unit("V",      .voltage,     tenToThe: 0,   "volt"),
    Unit("degC",   .temperature, tenToThe: 0,   "degree Celsius"),
    Unit("mM",     .concentration, tenToThe: 0, "millimole per litre"),
  ]

  package static func named(_ spelling: String) -> Unit? { all.first { $0.spelling == spelling } }

  /// A product of units such as `mT/m`, `T/m/s`, `mT*ms/m`, `W/kg/uT/uT`: its dimension and SI value; nil when a part is
  /// unknown. `1/m` may be written `cycles/m`.
  package static func parse(_ text: String) -> (dimension: Dimension, factor: Double)? {
    guard let parts = parts(of: text) else { return nil }
    var dimension = Dimension.none
    var numerator = 1.0
    var denominator = 1.0
    for (unit, divides) in parts {
      dimension = divides ? dimension / unit.dimension : dimension * unit.dimension
      // Exact powers of ten divide and multiply as whole numbers, so that 45 mT/m is 0.045 and not its neighbour.
      let (factor, inverse) =
        unit.factor < 1 && unit.decimalExponent != nil
        ? (1.0, DecimalText.powerOfTen(-(unit.decimalExponent ?? 0))) : (unit.factor, 1.0)
      numerator *= divides ? inverse : factor
      denominator *= divides ? factor : inverse
    }
    return (dimension, numerator / denominator)
  }

  /// log10 of the SI value of a product of units, where every part is a power of ten: -3 for `mT/m`.
  package static func decimalExponent(of text: String) -> Int? {
    guard let parts = parts(of: text) else { return nil }
    var exponent = 0
    for (unit, divides) in parts {
      guard let part = unit.decimalExponent else { return nil }
      exponent += divides ? -part : part
    }
    return exponent
  }

  /// The factors of a product in the order they are written; nil when one is unknown.
  private static func parts(of text: String) -> [(unit: Unit, divides: Bool)]? {
    var result: [(unit: Unit, divides: Bool)] = []
    var divides = false
    var word = ""
    for character in text + "*" {
      guard character == "*" || character == "/" else {
        word.append(character)
        continue
      }
      guard let unit = named(word) else { return nil }
      result.append((unit, divides))
      divides = character == "/"
      word = ""
    }
    return result
  }
}
