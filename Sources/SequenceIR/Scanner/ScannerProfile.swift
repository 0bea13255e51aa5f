/// What is known of one scanner: every limit is a figure with unit, source and confidence, or it is absent.
package struct ScannerProfile: Sendable {
  /// Lower case with dashes: `siemens-prisma`.
  package var name: String
  /// For people: `Siemens MAGNETOM Prisma (XR, AS82)`.
  package var title: String
  /// Whose Pulseq interpreter will read the file; decides the rules of section "interpreter".
  package var vendor: Vendor
  package var figures: [FigureKey: Figure]
  package var notes: [String]

  package init(name: String, title: String, vendor: Vendor) {
    self.name = name
    self.title = title
    self.vendor = vendor
    figures = [:]
    notes = []
  }

  package subscript(key: FigureKey) -> Figure? { figures[key] }

  /// Whose machine it is, as the profile says it.
  package enum Vendor: String, CaseIterable, Sendable {
    case siemens, ge, philips, uih, canon, bruker, hyperfine, generic, other
  }
}

/// One number about a scanner.
package struct Figure: Sendable {
  /// SI (seconds, tesla, hertz, metres, T/m, T/m/s, ...); plain count where the unit is empty.
  package var value: Double
  /// As the profile writes it, e.g. `80` and `mT/m`.
  package var text: String
  package var unit: String
  package var source: String
  package var confidence: Confidence
  /// The line of the profile.
  package var origin: SourceSpan

  package init(
    value: Double, text: String, unit: String, source: String, confidence: Confidence, origin: SourceSpan
  ) {
    self.value = value
    self.text = text
    self.unit = unit
    self.source = source
    self.confidence = confidence
    self.origin = origin
  }
}

/// How sure a figure is. No verdict is better than the figure it rests on.
package enum Confidence: String, CaseIterable, Sendable {
  /// A vendor's or other primary document.
  case cited
  /// A catalogue or page that quotes the vendor.
  case secondary
  /// Computed from other figures.
  case derived
  /// A number in somebody's public code for that machine; may be derated or wrong.
  case communityCode = "community-code"
  /// Given by the site for its own machine.
  case site
  /// An example value: stands in a profile that shows how to write one.
  case example
  /// General knowledge without a source. Never enough for a pass.
  case unverified

  /// Whether a check that rests on such a figure may pass.
  package var mayPass: Bool { self != .unverified }
}

/// The figures a profile may hold: one row each; the raw value is the key in the profile's text.
package enum FigureKey: String, CaseIterable, Sendable {
  case fieldStrength = "field"
  case gradientAmplitude = "gradient-amplitude"
  case gradientSlewRate = "gradient-slew-rate"
  case boreDiameter = "bore"
  case b1Peak = "b1-peak"
  case amplifierPeakPower = "rf-amplifier-power"
  case longestRF = "rf-longest-event"
  case frequencyOffset = "rf-frequency-offset"
  case rfDeadTime = "rf-dead-time"
  case rfRingdownTime = "rf-ringdown-time"
  case adcDeadTime = "adc-dead-time"
  case adcSampleLimit = "adc-samples"
  case adcSampleDivisor = "adc-sample-divisor"
  case gradientRaster = "gradient-raster"
  case rfRaster = "rf-raster"
  case adcRaster = "adc-raster"
  case blockRaster = "block-raster"
  case segmentDeadTime = "segment-dead-time"
  case segmentRingdownTime = "segment-ringdown-time"

  /// What the figure's unit must measure.
  package var dimension: Dimension {
    switch self {
    case .fieldStrength, .b1Peak: .fluxDensity
    case .gradientAmplitude: .gradient
    case .gradientSlewRate: .slewRate
    case .boreDiameter: .length
    case .amplifierPeakPower: .power
    case .frequencyOffset: .frequency
    case .adcSampleLimit, .adcSampleDivisor: .none
    default: .time
    }
  }
}

extension ScannerProfile {
  /// A figure that is a time; nil when it is absent.
  package func time(_ key: FigureKey) -> Time? { self[key].flatMap { Time(nearestToSeconds: $0.value) } }

  /// The four rasters; nil when one is unknown (Philips and Canon do not publish them): such a scanner cannot be
  /// built for.
  package var rasters: Sequence.Rasters? {
    guard let gradient = time(.gradientRaster), let rf = time(.rfRaster), let adc = time(.adcRaster),
      let block = time(.blockRaster)
    else { return nil }
    return Sequence.Rasters(gradient: gradient, radiofrequency: rf, adc: adc, blockDuration: block)
  }
}
