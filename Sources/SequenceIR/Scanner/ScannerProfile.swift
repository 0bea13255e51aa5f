/// What is known of one scanner: every limit is a figure with unit, source and confidence, or it is absent.
package struct ScannerProfile: Sendable {
  /// Lower case with dashes: `siemens-prisma`.
  package var name: String
  /// For people: `Siemens MAGNETOM Prisma (XR, AS82)`.
  package var title: String
  /// Whose Pulseq interpreter will read the file; decides the rules of section "interpreter".
  package var vendor: Vendor
  package var kind: Kind
  /// The profile this one extends; nil when it stands alone.
  package var base: String?
  package var figures: [FigureKey: ProfileFigure]
  package var forbiddenBands: [ForbiddenBand]
  package var notes: [String]
  /// The coil the run transmits with, and the operating mode it is meant for; nil where the profile does not say.
  package var transmitCoil: TransmitCoil?
  package var operatingMode: OperatingMode?
  /// Of the channels of the transmit coil; empty where the site gave none.
  package var matrices: [SARMatrix] = []
  /// The SAFE model's constants, where the site gave them.
  package var safe: [StimulatedTissue: SAFEConstants] = [:]
  /// The name of the gradient coil as the vendor writes it, e.g. `AS82`.
  package var gradientCoil: String?

  package init(name: String, title: String, vendor: Vendor) {
    self.name = name
    self.title = title
    self.vendor = vendor
    kind = .machine
    figures = [:]
    forbiddenBands = []
    notes = []
  }

  package subscript(key: FigureKey) -> ProfileFigure? { figures[key] }

  /// Whose machine it is, as the profile says it.
  package enum Vendor: String, CaseIterable, Sendable {
    case siemens, ge, philips, uih, canon, bruker, hyperfine, generic, other
  }
}

extension ScannerProfile {
  /// What transmits: limits of SAR and public factors depend on it.
  package enum TransmitCoil: String, CaseIterable, Sendable {
    /// The coil built into the scanner, of circular polarisation.
    case body
    /// A volume coil around the head.
    case head
    /// A local coil at the head or the trunk.
    case local
    /// A local coil at an arm or a leg.
    case extremity
  }

  /// Operating modes of IEC 60601-2-33: more is allowed under medical supervision.
  package enum OperatingMode: String, CaseIterable, Sendable {
    case normal
    case firstLevel = "first-level"

    package var words: String { self == .normal ? "normal mode" : "first-level mode" }
  }

  /// What a profile describes.
  package enum Kind: String, CaseIterable, Sendable {
    /// A scanner, or a gradient set, that exists.
    case machine
    /// Limits that several scanners share.
    case generic
    /// The defaults of a simulator or of a library: no check may pass on them.
    case simulation
    /// What the scanners of one vendor share; other profiles extend it, nothing is built for it.
    case common
  }
}

/// One number about a scanner.
package struct ProfileFigure: Sendable {
  /// SI (seconds, tesla, hertz, metres, T/m, T/m/s, ...); plain count where the unit is empty.
  package var value: Double
  /// As the profile writes it, e.g. `80` and `mT/m`.
  package var text: String
  package var unit: String
  package var source: String
  package var confidence: Confidence
  /// What a reader should know beside the source; empty when nothing.
  package var note: String
  /// The line of the profile.
  package var origin: SourceSpan

  package init(
    value: Double, text: String, unit: String, source: String, confidence: Confidence, note: String = "",
    origin: SourceSpan
  ) {
    self.value = value
    self.text = text
    self.unit = unit
    self.source = source
    self.confidence = confidence
    self.note = note
    self.origin = origin
  }
}

/// Frequencies at which the gradient coil must not be driven: acoustic and mechanical resonances.
package struct ForbiddenBand: Sendable {
  /// How the profile gives it.
  package enum Form: Sendable, Hashable {
    /// `acoustic-band 590 Hz width 100 Hz`: from `lower` to `upper`, in hertz.
    case frequencies
    /// `echo-spacing-band 0.77 ms to 1.07 ms`: from `lower` to `upper`, in seconds; a train of that echo spacing
    /// oscillates at 1 / (2 x spacing).
    case echoSpacings
  }

  package var form: Form
  package var lower: Double
  package var upper: Double
  /// The axes it holds for.
  package var axes: [Axis]
  /// The largest oscillation that is still allowed in the band, T/m; nil: none is known.
  package var largestAmplitude: Double?
  /// As the profile writes it: `590 Hz width 100 Hz`.
  package var text: String
  package var source: String
  package var confidence: Confidence
  package var note: String
  package var origin: SourceSpan

  /// The band in hertz, whichever way it is given.
  package var hertz: ClosedRange<Double> {
    form == .frequencies ? lower...upper : (1 / (2 * upper))...(1 / (2 * lower))
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

  /// Larger is less sure: what a site says of its own machine is the surest.
  package var doubt: Int {
    switch self {
    case .site: 0
    case .cited: 1
    case .secondary: 2
    case .derived: 3
    case .communityCode: 4
    case .example: 5
    case .unverified: 6
    }
  }

  /// What rests on all of `words` is as sure as this; nil when there are none.
  package static func leastSure(_ words: [Confidence]) -> Confidence? { words.max { $0.doubt < $1.doubt } }

  package var meaning: String {
    switch self {
    case .cited: "a vendor's or other primary document"
    case .secondary: "a catalogue or page that quotes the vendor"
    case .derived: "computed from other figures"
    case .communityCode: "a number in somebody's public code for that machine; may be derated or wrong"
    case .site: "given by the site for its own machine"
    case .example: "an example value, to be replaced by the site's own"
    case .unverified: "general knowledge without a source; no check passes on it"
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
