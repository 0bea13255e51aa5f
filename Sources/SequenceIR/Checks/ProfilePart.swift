/// Something a check needs of a profile that is not one figure: constants of a model, forbidden bands, matrices.
struct ProfilePart: Sendable {
  /// The statement that gives it: `pns-safe`.
  var statement: String
  var meaning: String
  /// A line that a site would write.
  var example: String
  /// Where a site finds it, or what to measure.
  var howToKnow: String
  /// What the profile says of it; empty when nothing, or not all that is needed.
  var lines: @Sendable (ScannerProfile) -> [Line]

  struct Line {
    var text: String
    var confidence: Confidence
    var source: String
    var note = ""
    var origin: SourceSpan?
  }

  /// How sure each of its lines is; empty when the profile has none.
  func confidences(_ profile: ScannerProfile) -> [Confidence] { lines(profile).map(\.confidence) }

  static let safeNerves = safe(.nerves, "; or pns-file \"MP_GPA_NAME.asc\" and gradient-coil \"NAME\"")
  static let safeHeart = safe(.heart, "")

  static let forbiddenBands = ProfilePart(
    statement: "acoustic-band", meaning: "a forbidden band of gradient frequencies",
    example: "acoustic-band NUMBER Hz width NUMBER Hz site \"WHERE THE NUMBERS COME FROM\"",
    howToKnow:
      "the vendor's file of your gradient coil; the peaks of the noise of a train of lobes whose period is swept",
    lines: { profile in
      profile.forbiddenBands.map { band in
        let axes = band.axes.count == 3 ? "" : " axes \(band.axes.map(\.name).joined(separator: ","))"
        return Line(
          text: band.text + axes, confidence: band.confidence, source: band.source, note: band.note,
          origin: band.origin)
      }
    })

  static let matrices = ProfilePart(
    statement: "q-matrix", meaning: "what the channels of the coil make of SAR together",
    example: "q-matrix local channels N RE IM ... W/kg/uT/uT site \"WHERE THE NUMBERS COME FROM\"",
    howToKnow:
      "virtual observation points from the coil's vendor or a field solver, in W/kg per uT^2 (docs/rf-exposure.md)",
    lines: { profile in
      profile.matrices.map { matrix in
        let channels = matrix.channels == 1 ? "1 channel" : "\(matrix.channels) channels"
        return Line(
          text: "\(matrix.kind.rawValue), \(channels)", confidence: matrix.confidence, source: matrix.source,
          origin: matrix.origin)
      }
    })

  private static func safe(_ tissue: StimulatedTissue, _ more: String) -> ProfilePart {
    ProfilePart(
      statement: tissue.statement, meaning: "constants of the SAFE model for the \(tissue.rawValue)",
      example:
        "\(tissue.statement) x tau N N N ms weights N N N limit N T/m/s scale N site \"WHERE\", and y, and z\(more)",
      howToKnow:
        "the vendor's file of your gradient coil, which comes with the scanner: put it beside the profile",
      lines: { profile in
        guard let constants = profile.safe[tissue], constants.isComplete else { return [] }
        return [
          Line(
            text: "constants of x, y and z", confidence: constants.confidence, source: constants.source,
            origin: constants.origin)
        ]
      })
  }
}

/// A figure that a check can do without, and what holds where the profile lacks it.
package struct StandIn: Sendable {
  package let key: FigureKey
  /// `100 %, the limit of the first level controlled operating mode`
  package let words: String
  /// How sure that is; nil where the check says less instead.
  package let confidence: Confidence?

  init(_ key: FigureKey, _ words: String, _ confidence: Confidence? = nil) {
    self.key = key
    self.words = words
    self.confidence = confidence
  }

  /// What a verdict says that rests on it.
  package var sentence: String { "the profile lacks `\(key.rawValue)`, in its place: \(wordsWithConfidence)" }

  var wordsWithConfidence: String { words + (confidence.map { " (\($0.rawValue))" } ?? "") }
}

/// What a profile says of the scanner as a whole, and some checks ask.
enum ProfileStatement: String, Sendable {
  case vendor
  case kind
  case transmitCoil = "transmit-coil"
  case operatingMode = "operating-mode"

  /// As the profile has it, or what its silence means.
  func words(_ profile: ScannerProfile) -> String {
    switch self {
    case .vendor: profile.vendor.rawValue
    case .kind: profile.kind.rawValue
    case .transmitCoil:
      profile.transmitCoil?.rawValue ?? "not in \(profile.name): what depends on the coil is not evaluated"
    case .operatingMode:
      profile.operatingMode?.rawValue ?? "not in \(profile.name): normal, which has the lower limits"
    }
  }
}
