/// Reads the vendor's file of a gradient coil (`MP_GPA_....asc`), which a site has and which is never shipped.
///
/// Lines are `path[index].name = value`, `#` begins a comment. Names as the public readers of pypulseq and of the SAFE
/// toolbox use them: `flGSWDTauX[0..2]` (ms), `flGSWDAX[0..2]`, `flGSWDStimulationLimitX` (T/m/s), in newer files
/// below `GradPatSup.Phys.PNS` and `.CarNS`; `flGScaleFactorX`; `aflAcousticResonanceFrequency[i]` and `...Bandwidth[i]`.
struct GradientCoilFile {
  /// Text by path, in the order of the files; a later line wins.
  private var values: [(path: String, text: String)] = []
  private(set) var names: [String] = []

  static let largestFile = 4 << 20
  /// Of one profile; scanners have two.
  static let mostFiles = 4

  mutating func add(_ file: SourceFile) {
    names.append(file.name)
    for line in file.bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      let text = String(decoding: line, as: UTF8.self)
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let path = Self.trimmed(parts[0])
      var value = Self.trimmed(parts[1])
      if value.first == "\"" {
        value = String(value.dropFirst().prefix { $0 != "\"" })
      } else {
        value = Self.trimmed(value.prefix { $0 != "#" && $0 != "/" })
      }
      guard !path.isEmpty, path.first != "#" else { continue }
      values.append((path, value))
      if path.hasSuffix("tName") { names.append(value) }
    }
  }

  /// True when the files say that they are of this coil.
  func isOf(coil: String) -> Bool {
    names.contains { $0.uppercased().contains(coil.uppercased()) }
  }

  /// nil when the files say nothing of this tissue; an axis is nil when one of its constants is missing.
  func constants(for tissue: StimulatedTissue) -> SAFEConstants? {
    let section = tissue == .nerves ? "GradPatSup.Phys.PNS." : "GradPatSup.Phys.CarNS."
    let isNew = values.contains { $0.path.hasPrefix("GradPatSup.") }
    guard isNew || tissue == .nerves else { return nil }
    let prefix = isNew ? section : ""
    var result = SAFEConstants()
    for axis in Axis.allCases {
      let letter = axis.name.uppercased()
      let times = (0..<3).compactMap { number("\(prefix)flGSWDTau\(letter)[\($0)]") }
      let weights = (0..<3).compactMap { number("\(prefix)flGSWDA\(letter)[\($0)]") }
      guard times.count == 3, weights.count == 3,
        let limit = number("\(prefix)flGSWDStimulationLimit\(letter)"),
        let scale = number(endingIn: "flGScaleFactor\(letter)")
      else { continue }
      result.axes[axis.rawValue] = SAFEConstants.AxisConstants(
        timeConstants: SIMD3(times[0], times[1], times[2]) * 1e-3,
        weights: SIMD3(weights[0], weights[1], weights[2]), limit: limit, scale: scale)
    }
    return result.axes.contains { $0 != nil } ? result : nil
  }

  /// Centre and full width, hertz; entries with a frequency of zero are unused.
  var resonances: [(frequency: Double, bandwidth: Double)] {
    var found: [(frequency: Double, bandwidth: Double)] = []
    for prefix in ["aflGCAcoustic", "aflAcoustic"] {
      for index in 0..<16 {
        guard let frequency = number(endingIn: "\(prefix)ResonanceFrequency[\(index)]"),
          let bandwidth = number(endingIn: "\(prefix)ResonanceBandwidth[\(index)]"), frequency > 0,
          frequency.isFinite, bandwidth >= 0, bandwidth < 2 * frequency
        else { continue }
        found.append((frequency, bandwidth))
      }
    }
    return found
  }

  private func number(_ path: String) -> Double? {
    values.last { $0.path == path }.flatMap { DecimalText.number(Array($0.text.utf8)[...]) }
  }

  private func number(endingIn name: String) -> Double? {
    values.last { $0.path == name || $0.path.hasSuffix(".\(name)") }
      .flatMap { DecimalText.number(Array($0.text.utf8)[...]) }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let head = text.drop(while: isSpace)
    return String(head.prefix(head.reversed().drop(while: isSpace).count))
  }
}

extension ProfileReader {
  /// Puts what the coil's files say into the profile; the lines that name them are at `tokens`.
  static func readCoilFiles(
    _ tokens: [ProfileLine.Token], into profile: inout ScannerProfile, _ diagnostics: inout Diagnostics,
    _ openFile: (_ path: String, _ parent: FileID) -> SourceFile?
  ) {
    guard let first = tokens.first else { return }
    guard tokens.count <= GradientCoilFile.mostFiles else {
      diagnostics.error(
        .profileCoilFile,
        "the profile names \(tokens.count) files of a gradient coil; up to \(GradientCoilFile.mostFiles) are read",
        at: tokens[GradientCoilFile.mostFiles].span)
      return
    }
    var contents = GradientCoilFile()
    for token in tokens {
      guard let file = openFile(token.text, token.span.file) else {
        diagnostics.error(
          .profileCoilFile, "\"\(token.text)\" cannot be read", at: token.span,
          help: "the path counts from the folder of the profile; the file comes with the scanner's software")
        return
      }
      guard file.bytes.count <= GradientCoilFile.largestFile else {
        diagnostics.error(
          .profileCoilFile,
          "\"\(token.text)\" has \(file.bytes.count) bytes; files of up to \(GradientCoilFile.largestFile) are read",
          at: token.span, help: "name the `.asc` file of the gradient coil")
        return
      }
      contents.add(file)
    }
    guard let coil = profile.gradientCoil else {
      diagnostics.error(
        .profileCoilFile, "the profile does not say which gradient coil the file must be of", at: first.span,
        help: "add a line `gradient-coil \"NAME\"` with the coil's name, which stands in the file")
      return
    }
    guard contents.isOf(coil: coil) else {
      diagnostics.error(
        .profileCoilFile,
        "\"\(first.text)\" is of another gradient coil than \(profile.name), which has \(coil)",
        at: first.span, notes: ["names in it: \(contents.names.prefix(8).joined(separator: ", "))"],
        help: "use the file of this scanner: the constants of another coil say nothing about it")
      return
    }
    let source = tokens.map(\.text).joined(separator: ", ")
    for tissue in StimulatedTissue.allCases {
      guard var constants = contents.constants(for: tissue) else { continue }
      for axis in Axis.allCases {
        guard let problem = constants.axes[axis.rawValue]?.problem else { continue }
        diagnostics.error(
          .profileStimulation, "the constants of axis \(axis.name) cannot be right: \(problem)",
          at: first.span)
        return
      }
      constants.source = source
      constants.origin = first.span
      profile.safe[tissue] = constants
    }
    if profile.safe[.nerves]?.isComplete != true {
      diagnostics.error(
        .profileCoilFile, "\"\(first.text)\" lacks constants of the stimulation model", at: first.span,
        help: "newer software keeps them in a second file, `..._GSWD_SAFETY.asc`: name both, a line each")
    }
    for band in contents.resonances {
      profile.forbiddenBands.append(
        ForbiddenBand(
          form: .frequencies, lower: band.frequency - band.bandwidth / 2,
          upper: band.frequency + band.bandwidth / 2, axes: Axis.allCases,
          text: "\(DecimalText.shortest(band.frequency)) Hz width \(DecimalText.shortest(band.bandwidth)) Hz",
          source: source, confidence: .site, note: "", origin: first.span))
    }
  }
}
