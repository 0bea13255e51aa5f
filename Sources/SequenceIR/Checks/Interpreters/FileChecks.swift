/// What the text of a Pulseq file says around its sequence.
package struct FileFacts: Sendable {
  /// Whether the text is what its writer signed.
  package enum Seal: Sendable, Hashable {
    case intact
    case absent
    /// In words: why it proves nothing.
    case unclear(String)
    case broken
  }

  package var seal: Seal
  /// The line where the signature begins; nil when there is none, or no text among the inputs to point into.
  package var sealOrigin: SourceSpan?

  package init(seal: Seal, sealOrigin: SourceSpan? = nil) {
    self.seal = seal
    self.sealOrigin = sealOrigin
  }
}

/// The file's seal and definitions, and whether the profile is of a machine at all.
enum FileChecks {
  static func seal(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let seal = context.file?.seal, let block = context.uses.lastPlayed else { return measurements }
    let (what, relation): (String, Measurements.Relation) =
      switch seal {
      case .intact: ("the MD5 sum of the file is right", .kept)
      case .absent: ("the file has no signature, so that nothing shows whether it was changed", .open)
      case .unclear(let why): (why, .open)
      case .broken: ("the MD5 sum is not that of the text: it was changed after it was written", .broken)
      }
    measurements.record(
      Measurements.Observation(
        measured: 0...0, limit: 0, what: what, block: block, text: .some(context.file?.sealOrigin),
        relation: relation))
    return measurements
  }

  /// Definitions are hints, but one that contradicts the sequence shows that something was mixed up.
  static func definitions(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let block = context.uses.lastPlayed else { return measurements }
    func record(_ what: String, _ agrees: Bool) {
      measurements.record(
        Measurements.Observation(
          measured: 0...0, limit: 0, what: what, block: block, relation: agrees ? .kept : .open))
    }
    if let declared = number(context, "TotalDuration"), let played = context.sequence.duration?.seconds {
      let tolerance = max(1e-6 * played, context.sequence.rasters.blockDuration.seconds)
      record(
        "TotalDuration says \(DecimalText.significant(declared, 9)) s, the blocks last "
          + "\(DecimalText.significant(played, 9)) s", abs(declared - played) <= tolerance)
    }
    for key in ["Gamma", "gamma", "GAMMA", "GyromagneticRatio"] {
      guard let declared = number(context, key), declared > 0 else { continue }
      let hertz = declared < 1e4 ? declared * 1e6 : declared
      let own = context.nucleus.hertzPerTesla
      record(
        "\(key) says \(DecimalText.significant(hertz / 1e6, 8)) MHz/T, and limits are converted with "
          + "\(DecimalText.significant(own / 1e6, 8)) MHz/T", abs(hertz / own - 1) <= gammaTolerance)
    }
    if let declared = number(context, "B0"), let own = context.profile?[.fieldStrength]?.value, own > 0,
      declared > 0
    {
      record(
        "B0 says \(DecimalText.significant(declared, 6)) T, the scanner has \(DecimalText.significant(own, 6)) T",
        abs(declared / own - 1) <= 0.05)
    }
    return measurements
  }

  /// Two roundings of the same constant differ by less.
  private static let gammaTolerance = 2e-5

  private static func number(_ context: CheckContext, _ key: String) -> Double? {
    context.sequence.numbers(ofDefinition: key).flatMap { $0.count == 1 ? $0[0] : nil }
      .flatMap { $0.isFinite ? $0 : nil }
  }

  static func profileKind(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let profile = context.profile, let block = context.uses.lastPlayed else { return measurements }
    let isMachine = profile.kind == .machine || profile.kind == .generic
    measurements.record(
      Measurements.Observation(
        measured: 0...0, limit: 0,
        what: isMachine
          ? "\(profile.name) is of a machine"
          : "\(profile.name) is of kind \(profile.kind.rawValue): no machine has these limits", block: block,
        relation: isMachine ? .kept : .broken))
    return measurements
  }
}

extension CheckTable {
  static let files: [Check] = [
    Check(
      code: "F001", title: "signature of the file", failure: "the file was changed after it was written",
      rule: "MD5 of all text before [SIGNATURE] = its hash; a missing one is flagged", needs: [], unit: "",
      promises: "nobody changed the file by hand or by accident since its writer signed it",
      doesNotPromise: "who wrote it: anybody can sign anything with MD5",
      source: "Pulseq's definition of the section; interpreters treat it as a hint", run: FileChecks.seal,
      help: CheckAdvice.altered,
      label: CheckLabel.itself),
    Check(
      code: "F002", title: "definitions of the file", failure: "a definition contradicts the sequence",
      rule:
        "TotalDuration = sum of the blocks played; Gamma = the constant limits are converted with; B0 within 5 % of the "
        + "scanner's; a definition that differs is flagged",
      needs: [], unit: "", promises: "what these definitions say, where the file has them, is so",
      doesNotPromise:
        "anything about other definitions, which are hints for interpreters and reconstructions",
      source: "a gradient in Hz/m is as many mT/m as gamma says: another gamma shifts every limit",
      run: FileChecks.definitions, helpWithoutProof: CheckAdvice.definition, label: CheckLabel.itself,
      uses: [StandIn(.fieldStrength, "B0 is compared with nothing")]),
    Check(
      code: "F003", title: "the profile is of a machine", failure: "the profile is not of a machine",
      rule: "kind of the profile is machine or generic", needs: [], unit: "",
      promises: "the limits are somebody's hardware and not the defaults of a simulator or a library",
      doesNotPromise: "that the machine is yours",
      source: "defaults of libraries allow what no scanner plays", run: FileChecks.profileKind,
      help: CheckAdvice.kind,
      label: CheckLabel.itself, statements: [.kind], needsProfile: true),
  ]
}
