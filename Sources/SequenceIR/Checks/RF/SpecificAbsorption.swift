/// Specific absorption rates from B1+rms: limits of IEC 60601-2-33, and what public models or the site make of B1.
///
/// SAR = k x mean square of B1. The factor k depends on coil, position and subject; public numbers differ by more than
/// two, so that k is an interval unless the site gives its own.
enum SpecificAbsorption {
  /// Whole body, 3 T, circularly polarised body coil, trunk at the isocentre, W/kg per uT^2: 0.24 to 0.58 for adult
  /// models with abdominal landmark (review in IEEE Rev Biomed Eng 2017;10:95-121, table VI), and 4 % above.
  static let wholeBodyAt3T = 0.24...0.60
  /// 10 g local, likewise: 3.9 to 8.88, and a little above.
  static let localAt3T = 3.9...9.0
  /// The fields, tesla, at which those were computed (128 MHz); no other field is extrapolated to.
  static let fieldOfFactors = 2.8...3.1

  static let windowOfLimit = RFExposure.longWindow

  /// W/kg over 6 min; over 10 s twice as much is allowed.
  enum Limit {
    /// First level falls by 0.25 W/kg for each degree above 25 degC, not below the normal mode's. At a temperature
    /// that is not known it is anything between.
    static func wholeBody(
      _ mode: ScannerProfile.OperatingMode, celsius: Double?
    ) -> ClosedRange<Double> {
      guard mode == .firstLevel else { return 2...2 }
      guard let celsius else { return 2...4 }
      return .exactly(max(2, 4 - 0.25 * max(0, celsius - 25)))
    }

    static let head = 3.2

    /// `ratio`: the exposed part of the body's mass, 0 to 1.
    static func partialBody(_ mode: ScannerProfile.OperatingMode, ratio: Double) -> Double {
      mode == .normal ? 10 - 8 * ratio : 10 - 6 * ratio
    }

    /// Nil for volume coils, for which the standard has no local limit.
    static func local(
      _ mode: ScannerProfile.OperatingMode, _ coil: ScannerProfile.TransmitCoil
    ) -> Double? {
      switch coil {
      case .body, .head: nil
      case .local: mode == .normal ? 10 : 20
      case .extremity: mode == .normal ? 20 : 40
      }
    }
  }

  /// W/kg per uT^2, and where it comes from.
  struct Factor {
    var range: ClosedRange<Double>
    var words: String
    var figure: FigureKey?

    static func * (factor: Factor, square: ClosedRange<Double>) -> ClosedRange<Double> {
      (factor.range.lowerBound * square.lowerBound)...(factor.range.upperBound * square.upperBound)
    }
  }

  static func mode(_ context: CheckContext) -> ScannerProfile.OperatingMode {
    context.profile?.operatingMode ?? .normal
  }

  /// The site's own factor as the profile has it; nil when it has none.
  static func ownFactor(_ key: FigureKey, _ context: CheckContext) -> Factor? {
    guard let figure = context.profile?[key] else { return nil }
    // W/kg/T/T
    let factor = figure.value / 1e12
    return Factor(
      range: factor...factor, words: "`\(key.rawValue)` of \(CheckLabel.short(factor)) W/kg per uT^2",
      figure: key)
  }

  /// The site's factor, or the public interval where it holds; the reason why there is none is recorded.
  static func wholeBodyFactor(_ context: CheckContext, _ measurements: inout Measurements) -> Factor? {
    if let own = ownFactor(.wholeBodySAR, context) {
      measurements.rest(on: .wholeBodySAR, context)
      return own
    }
    let field = context.value(.fieldStrength)
    guard fieldOfFactors.contains(field) else {
      measurements.recordMissing(
        "public factors are of 3 T and not extrapolated to \(CheckLabel.short(field)) T", [.wholeBodySAR])
      return nil
    }
    guard let coil = context.profile?.transmitCoil else {
      measurements.recordMissing(
        "the profile does not say what transmits: `transmit-coil body` or another, or a factor of the site",
        [.wholeBodySAR])
      return nil
    }
    guard coil == .body else {
      measurements.recordMissing(
        "public factors are of the body coil, not of the \(coil.rawValue) coil", [.wholeBodySAR])
      return nil
    }
    measurements.rest(on: .wholeBodySAR, context)
    return Factor(
      range: wholeBodyAt3T,
      words: "public models of two adults (body coil, trunk at the isocentre, 3 T): 0.24 to 0.6 W/kg per uT^2"
    )
  }

  /// What is transmitted, where factors for protons hold; else the reason is recorded.
  static func exposure(_ context: CheckContext, _ measurements: inout Measurements) -> RFExposure? {
    guard context.nucleus == .proton else {
      measurements.recordMissing(
        "factors of SAR are for the frequency of protons, not of \(context.nucleus.name)")
      return nil
    }
    return RFPowerChecks.usable(context, &measurements)
  }

  /// W/kg over 6 min; an interval in a room whose temperature the profile does not tell.
  static func wholeBodyLimit(
    _ context: CheckContext, _ measurements: inout Measurements
  ) -> ClosedRange<Double> {
    let mode = mode(context)
    if mode == .firstLevel { measurements.rest(on: .ambientTemperature, context) }
    return Limit.wholeBody(mode, celsius: context.profile?[.ambientTemperature]?.value)
  }

  /// Holds the worst 6 min against `limit` and the worst 10 s against twice as much.
  static func record(
    _ exposure: RFExposure, _ factor: Factor, limit: ClosedRange<Double>, _ context: CheckContext,
    _ measurements: inout Measurements
  ) {
    let mode = mode(context)
    for (mean, times) in [(exposure.long, 1.0), (exposure.short, 2.0)] {
      record(
        mean, factor * mean.value, limit: (limit.lowerBound * times)...(limit.upperBound * times),
        what: "\(mean.words) in \(mode.words)", &measurements)
    }
    note(exposure, factor, &measurements)
  }

  /// Below both ends of the limit it is kept, above both it is broken, and between nothing is proven.
  static func record(
    _ mean: WindowMean, _ value: ClosedRange<Double>, limit: ClosedRange<Double>, what: String,
    _ measurements: inout Measurements
  ) {
    let noise = GradientChecks.conversionNoise
    let isKept = value.upperBound <= limit.lowerBound * (1 + noise)
    var observation = mean.observation(
      value, limit: isKept ? limit.lowerBound : limit.upperBound, what: what)
    if !isKept, value.upperBound <= limit.upperBound * (1 + noise), limit.lowerBound < limit.upperBound {
      observation.relation = .open
    }
    measurements.record(observation, tolerance: noise)
  }

  static func note(_ exposure: RFExposure, _ factor: Factor, _ measurements: inout Measurements) {
    measurements.notes.append("an estimate by \(factor.words), not the SAR of a patient")
    if exposure.long.needsRepetition || exposure.short.needsRepetition {
      measurements.notes.append("the run is taken to be repeated without a pause")
    }
  }
}
