/// What kind of thing a number measures, as exponents of the base quantities.
///
/// Angle and chemical shift count as base quantities although physics calls them pure numbers: it makes
/// `90 deg + 3` and `2 ppm + 1` the mistakes they are.
package struct Dimension: Hashable, Sendable {
  package var length: Int8 = 0
  package var time: Int8 = 0
  package var mass: Int8 = 0
  package var fluxDensity: Int8 = 0
  package var angle: Int8 = 0
  package var shift: Int8 = 0
  /// Amount of substance, mol.
  package var amount: Int8 = 0
  package var temperature: Int8 = 0

  package init(
    length: Int8 = 0, time: Int8 = 0, mass: Int8 = 0, fluxDensity: Int8 = 0, angle: Int8 = 0, shift: Int8 = 0,
    amount: Int8 = 0, temperature: Int8 = 0
  ) {
    self.length = length
    self.time = time
    self.mass = mass
    self.fluxDensity = fluxDensity
    self.angle = angle
    self.shift = shift
    self.amount = amount
    self.temperature = temperature
  }

  package static let none = Dimension()
  package static let length = Dimension(length: 1)
  package static let time = Dimension(time: 1)
  package static let frequency = Dimension(time: -1)
  package static let fluxDensity = Dimension(fluxDensity: 1)
  package static let angle = Dimension(angle: 1)
  package static let shift = Dimension(shift: 1)
  package static let gradient = Dimension(length: -1, fluxDensity: 1)
  package static let gradientInHertz = Dimension(length: -1, time: -1)
  package static let slewRate = Dimension(length: -1, time: -1, fluxDensity: 1)
  package static let gradientArea = Dimension(length: -1, time: 1, fluxDensity: 1)
  package static let spatialFrequency = Dimension(length: -1)
  package static let power = Dimension(length: 2, time: -3, mass: 1)
  package static let specificPower = Dimension(length: 2, time: -3)
  package static let concentration = Dimension(length: -3, amount: 1)
  package static let sarPerFluxDensitySquared = Dimension(length: 2, time: -3, fluxDensity: -2)
  package static let energy = Dimension(length: 2, time: -2, mass: 1)
  package static let specificEnergy = Dimension(length: 2, time: -2)
  /// V = T m^2 / s
  package static let voltage = Dimension(length: 2, time: -1, fluxDensity: 1)
  package static let temperature = Dimension(temperature: 1)

  package static func * (a: Dimension, b: Dimension) -> Dimension { combine(a, b, sign: 1) }
  package static func / (a: Dimension, b: Dimension) -> Dimension { combine(a, b, sign: -1) }

  /// nil when an exponent is odd.
  package var squareRoot: Dimension? {
    guard [length, time, mass, fluxDensity, angle, shift, amount, temperature].allSatisfy({ $0 % 2 == 0 })
    else {
      return nil
    }
    return Dimension(
      length: length / 2, time: time / 2, mass: mass / 2, fluxDensity: fluxDensity / 2, angle: angle / 2,
      shift: shift / 2, amount: amount / 2, temperature: temperature / 2)
  }

  private static func combine(_ a: Dimension, _ b: Dimension, sign: Int8) -> Dimension {
    Dimension(
      length: a.length &+ sign &* b.length, time: a.time &+ sign &* b.time, mass: a.mass &+ sign &* b.mass,
      fluxDensity: a.fluxDensity &+ sign &* b.fluxDensity, angle: a.angle &+ sign &* b.angle,
      shift: a.shift &+ sign &* b.shift, amount: a.amount &+ sign &* b.amount,
      temperature: a.temperature &+ sign &* b.temperature)
  }

  /// What a physicist calls it, with units that would do: `a duration (s, ms, us, ns)`.
  package var description: String {
    for (dimension, name) in Dimension.names where dimension == self { return name }
    return "a quantity of unusual dimension"
  }

  private static let names: [(Dimension, String)] = [
    (.none, "a plain number"), (.length, "a length (m, cm, mm, um)"), (.time, "a duration (s, ms, us, ns)"),
    (.frequency, "a frequency (Hz, kHz, MHz)"), (.fluxDensity, "a flux density (T, mT, uT)"),
    (.angle, "an angle (deg, rad)"), (.shift, "a chemical shift (ppm)"),
    (.gradient, "a gradient strength (mT/m)"), (.gradientInHertz, "a gradient strength (kHz/m)"),
    (.slewRate, "a slew rate (T/m/s)"), (.gradientArea, "a gradient area (mT*ms/m)"),
    (.spatialFrequency, "a spatial frequency (cycles/m)"), (.power, "a power (W, kW)"),
    (.specificPower, "a specific absorption rate (W/kg)"), (.concentration, "a concentration (mM)"),
    (.energy, "an energy (J, kJ)"), (.specificEnergy, "an energy per mass (kJ/kg)"),
    (.voltage, "a voltage (V)"), (.temperature, "a temperature (degC)"),
  ]
}
