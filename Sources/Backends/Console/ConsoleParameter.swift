import SequenceIR

/// One line of a protocol as an operator meets it.
package struct ConsoleParameter: Hashable, Sendable {
  /// What the operator does with it.
  package enum Entry: String, CaseIterable, Sendable {
    case type
    case derived
    case leave
    case compare

    package var words: String {
      switch self {
      case .type: "type this"
      case .derived: "derived"
      case .leave: "leave as is"
      case .compare: "read back and compare"
      }
    }

    package var meaning: String {
      switch self {
      case .type: "the file needs this value at the console"
      case .derived: "the file plays it, whatever the console shows"
      case .leave: "the scanner decides"
      case .compare: "the console works it out; if it differs, stop and find out why"
      }
    }
  }

  /// In the vendor's words and order.
  package var card: String
  package var label: String
  package var value: String
  /// As the vendor writes it; empty for counts and words.
  package var unit: String
  package var entry: Entry
  package var note: String

  package init(
    _ card: String, _ label: String, _ value: String, _ unit: String, _ entry: Entry, note: String = ""
  ) {
    self.card = card
    self.label = label
    self.value = value
    self.unit = unit
    self.entry = entry
    self.note = note
  }
}

/// The names, units and order of one vendor's console.
package struct ConsoleDialect: Sendable {
  package let vendor: ScannerProfile.Vendor?
  /// Of the software whose labels these are.
  package let console: String
  let cards: Cards
  let labels: Labels
  /// Fields of view are given in cm.
  let usesCentimetres: Bool
  /// Bandwidth of a whole readout as plus and minus so many kHz; else Hz a pixel.
  let usesHalfBandwidth: Bool

  struct Cards: Sendable {
    var routine: String
    var contrast: String
    var resolution: String
    var sequence: String
    var system: String
  }

  struct Labels: Sendable {
    var repetitionTime = "TR"
    var echoTime = "TE"
    var inversionTime = "TI"
    var flipAngle: String
    var averages: String
    var slices: String
    var sliceThickness: String
    var fieldOfViewRead: String
    var fieldOfViewPhase: String
    var matrixRead: String
    var matrixPhase: String
    var bandwidth: String
    var voxel: [String]
    var samples: String
    var spectralBandwidth: String
    var nucleus: String
    var frequency: String
    var duration: String
  }

  /// The dialect of a vendor; vendors without one of their own get plain words.
  package static func of(_ vendor: ScannerProfile.Vendor?) -> ConsoleDialect {
    all.first { $0.vendor == vendor } ?? generic
  }

  package static let all = [siemens, ge, philips, unitedImaging, generic]

  /// syngo MR; labels as printed protocols of D11 have them.
  static let siemens = ConsoleDialect(
    vendor: .siemens, console: "syngo MR",
    cards: Cards(
      routine: "Routine", contrast: "Contrast", resolution: "Resolution", sequence: "Sequence",
      system: "System"),
    labels: Labels(
      flipAngle: "Flip angle", averages: "Averages", slices: "Slices", sliceThickness: "Slice thickness",
      fieldOfViewRead: "FoV read", fieldOfViewPhase: "FoV phase", matrixRead: "Base resolution",
      matrixPhase: "Phase resolution", bandwidth: "Bandwidth",
      voxel: ["VoI R >> L", "VoI A >> P", "VoI F >> H"],
      samples: "Vector size", spectralBandwidth: "Bandwidth", nucleus: "TX Nucleus", frequency: "Frequency",
      duration: "TA"),
    usesCentimetres: false, usesHalfBandwidth: false)

  static let ge = ConsoleDialect(
    vendor: .ge, console: "Signa",
    cards: Cards(
      routine: "Scan Timing", contrast: "Scan Timing", resolution: "Scan Range", sequence: "Acq Timing",
      system: "Advanced"),
    labels: Labels(
      flipAngle: "Flip Angle", averages: "NEX", slices: "# Slices", sliceThickness: "Slice Thickness",
      fieldOfViewRead: "FOV", fieldOfViewPhase: "Phase FOV", matrixRead: "Frequency", matrixPhase: "Phase",
      bandwidth: "Receiver Bandwidth", voxel: ["Voxel R/L", "Voxel A/P", "Voxel S/I"], samples: "Points",
      spectralBandwidth: "Spectral Width", nucleus: "Nucleus", frequency: "Center Frequency",
      duration: "Scan Time"),
    usesCentimetres: true, usesHalfBandwidth: true)

  static let philips = ConsoleDialect(
    vendor: .philips, console: "Ingenia / Elition",
    cards: Cards(
      routine: "geometry", contrast: "contrast", resolution: "geometry", sequence: "contrast",
      system: "initial"),
    labels: Labels(
      flipAngle: "Flip angle", averages: "NSA", slices: "slices", sliceThickness: "slice thickness",
      fieldOfViewRead: "FOV", fieldOfViewPhase: "FOV phase", matrixRead: "matrix M", matrixPhase: "matrix P",
      bandwidth: "BW in pixel", voxel: ["VOI RL", "VOI AP", "VOI FH"], samples: "samples",
      spectralBandwidth: "spectral BW", nucleus: "nucleus", frequency: "frequency", duration: "scan time"),
    usesCentimetres: false, usesHalfBandwidth: false)

  static let unitedImaging = ConsoleDialect(
    vendor: .uih, console: "uMR",
    cards: Cards(
      routine: "Basic", contrast: "Contrast", resolution: "Geometry", sequence: "Sequence", system: "System"),
    labels: generic.labels, usesCentimetres: false, usesHalfBandwidth: false)

  static let generic = ConsoleDialect(
    vendor: nil, console: "any",
    cards: Cards(
      routine: "Protocol", contrast: "Protocol", resolution: "Protocol", sequence: "Protocol",
      system: "Protocol"),
    labels: Labels(
      flipAngle: "Flip angle", averages: "Averages", slices: "Slices", sliceThickness: "Slice thickness",
      fieldOfViewRead: "FOV readout", fieldOfViewPhase: "FOV phase", matrixRead: "Matrix readout",
      matrixPhase: "Matrix phase", bandwidth: "Bandwidth per pixel",
      voxel: ["Voxel x", "Voxel y", "Voxel z"],
      samples: "Points", spectralBandwidth: "Spectral width", nucleus: "Nucleus", frequency: "Frequency",
      duration: "Duration"),
    usesCentimetres: false, usesHalfBandwidth: false)
}

extension ConsoleDialect {
  /// The protocol of a sequence, card by card.
  ///
  /// A Pulseq file plays its own loops and times: what the console asks of them must not be played a second time, and
  /// what it shows of them is compared, not typed.
  package func parameters(of facts: ConsoleFacts) -> [ConsoleParameter] {
    var result = geometry(facts)
    result += timing(facts)
    let hertz = { (value: Double) in DecimalText.rounded(value / 1e6, decimals: 6) }
    result.append(ConsoleParameter(cards.system, labels.nucleus, facts.nucleus.name, "", .type))
    if let frequency = facts.transmitterHertz {
      result.append(
        ConsoleParameter(
          cards.system, labels.frequency, hertz(frequency), "MHz", .leave,
          note: "of the profile's field; the scanner's own adjustment counts"))
    }
    if let seconds = facts.seconds {
      result.append(
        ConsoleParameter(
          cards.routine, labels.duration, DecimalText.significant(seconds, 6), "s", .compare,
          note: "another duration means another file"))
    }
    let order = [cards.routine, cards.contrast, cards.resolution, cards.sequence, cards.system]
    let rank = { (parameter: ConsoleParameter) in order.firstIndex(of: parameter.card) ?? order.count }
    return result.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(
      \.element)
  }

  private func geometry(_ facts: ConsoleFacts) -> [ConsoleParameter] {
    var result: [ConsoleParameter] = []
    let (scale, unit) = usesCentimetres ? (0.1, "cm") : (1, "mm")
    let length = { (millimetres: Double) in DecimalText.rounded(millimetres * scale, decimals: 3) }
    if let field = facts.fieldOfViewMillimetres, field.count == 3 {
      result.append(ConsoleParameter(cards.routine, labels.fieldOfViewRead, length(field[0]), unit, .type))
      result.append(
        ConsoleParameter(
          cards.routine, labels.fieldOfViewPhase, DecimalText.rounded(100 * field[1] / field[0], decimals: 1),
          "%",
          .type))
    }
    if let voxel = facts.voxelMillimetres, voxel.count == 3 {
      for (index, side) in voxel.enumerated() {
        result.append(
          ConsoleParameter(
            cards.routine, labels.voxel[index], DecimalText.rounded(side, decimals: 3), "mm", .type,
            note: index == 0 ? "the file selects this voxel; place the box, do not resize it" : ""))
      }
    }
    if let thickness = facts.sliceThicknessMillimetres, facts.isImaging {
      result.append(
        ConsoleParameter(
          cards.routine, labels.sliceThickness, DecimalText.rounded(thickness, decimals: 3), "mm", .type))
    }
    if let slices = facts.slices, facts.isImaging {
      result.append(ConsoleParameter(cards.routine, labels.slices, String(slices), "", .type))
    }
    if let matrix = facts.matrix, matrix.count == 3 {
      result.append(ConsoleParameter(cards.resolution, labels.matrixRead, String(matrix[0]), "", .derived))
      let phase =
        vendor == .siemens
        ? (DecimalText.rounded(100 * Double(matrix[1]) / Double(max(matrix[0], 1)), decimals: 1), "%")
        : (String(matrix[1]), "")
      result.append(ConsoleParameter(cards.resolution, labels.matrixPhase, phase.0, phase.1, .derived))
    }
    return result
  }

  private func timing(_ facts: ConsoleFacts) -> [ConsoleParameter] {
    var result: [ConsoleParameter] = []
    let milliseconds = { (value: Double) in DecimalText.rounded(value, decimals: 4) }
    if let time = facts.repetitionTimeMilliseconds {
      result.append(
        ConsoleParameter(cards.routine, labels.repetitionTime, milliseconds(time), "ms", .derived))
    }
    for (index, time) in facts.echoTimesMilliseconds.prefix(8).enumerated() {
      let label = facts.echoTimesMilliseconds.count > 1 ? "\(labels.echoTime) \(index + 1)" : labels.echoTime
      result.append(ConsoleParameter(cards.routine, label, milliseconds(time), "ms", .derived))
    }
    result.append(
      ConsoleParameter(
        cards.routine, labels.averages, "1", "", .type,
        note: (facts.averages ?? 1) > 1
          ? "the file plays its \(facts.averages ?? 1) averages itself" : "the file is one whole run"))
    if let time = facts.inversionTimeMilliseconds {
      result.append(
        ConsoleParameter(cards.contrast, labels.inversionTime, milliseconds(time), "ms", .derived))
    }
    if let angle = facts.flipAngleDegrees {
      result.append(
        ConsoleParameter(
          cards.contrast, labels.flipAngle, DecimalText.rounded(angle, decimals: 2), "deg", .derived))
    }
    if let bandwidth = facts.bandwidthPerPixelHertz, let whole = facts.bandwidthHertz {
      let shown =
        usesHalfBandwidth
        ? (DecimalText.rounded(whole / 2e3, decimals: 3), "kHz")
        : (DecimalText.rounded(bandwidth, decimals: 3), "Hz/Px")
      result.append(ConsoleParameter(cards.sequence, labels.bandwidth, shown.0, shown.1, .derived))
    } else if let bandwidth = facts.bandwidthHertz, let samples = facts.samples {
      result.append(
        ConsoleParameter(
          cards.sequence, labels.spectralBandwidth, DecimalText.rounded(bandwidth, decimals: 3), "Hz",
          .derived))
      result.append(ConsoleParameter(cards.sequence, labels.samples, String(samples), "", .derived))
    }
    return result
  }
}
