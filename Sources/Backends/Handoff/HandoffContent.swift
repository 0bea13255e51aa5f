import SequenceIR

/// What stands in a hand-off, as a tree.
struct HandoffContent {
  private let input: TargetInput
  private let dialect: ConsoleDialect
  private let files: [Handoff.FileRow]
  private let facts: ConsoleFacts

  init(_ input: TargetInput, _ dialect: ConsoleDialect, files: [Handoff.FileRow]) {
    self.input = input
    self.dialect = dialect
    self.files = files
    facts = ConsoleFacts(input)
  }

  var element: XMLElement {
    XMLElement(
      "handoff",
      [
        XMLAttribute("xmlns", Handoff.namespace), XMLAttribute("version", "1.0"),
        XMLAttribute("vendor", Handoff.name(of: dialect)), XMLAttribute("status", "research-use-only"),
      ],
      [
        XMLElement("generator", [XMLAttribute("name", "seqc"), XMLAttribute("version", input.version)]),
        XMLElement("statement", text: HandoffWords.statement), sequence, limits, console, radiofrequency,
        gradients,
        XMLElement("steps", HandoffWords.steps(dialect, input.name).map { XMLElement("step", text: $0) }),
        XMLElement("warnings", warnings.map { XMLElement("warning", text: $0) }),
      ])
  }

  private static func quantity(_ name: String, _ value: Double, _ unit: String, digits: Int = 6) -> XMLElement
  {
    XMLElement(
      "quantity", [XMLAttribute("name", name), XMLAttribute("unit", unit)],
      text: DecimalText.significant(value, digits))
  }

  private static func count(_ name: String, _ value: Int) -> XMLElement {
    XMLElement("quantity", [XMLAttribute("name", name), XMLAttribute("unit", "")], text: String(value))
  }

  // MARK: sequence

  private var sequence: XMLElement {
    var parts = files.map { file in
      XMLElement(
        "file",
        [
          XMLAttribute("role", file.role), XMLAttribute("path", file.path),
          XMLAttribute("bytes", String(file.byteCount)), XMLAttribute("sha256", file.digest),
        ] + (file.role == "pulseq" ? [XMLAttribute("signature", input.pulseqSignature)] : []))
    }
    if let seconds = facts.seconds { parts.append(Self.quantity("duration", seconds, "s", digits: 9)) }
    parts.append(Self.count("blocks", input.sequence.playedBlockCount))
    parts.append(Self.count("acquisitions", facts.acquisitions))
    if let samples = facts.samples { parts.append(Self.count("samples of an acquisition", samples)) }
    if let dwell = facts.dwell {
      parts.append(Self.quantity("dwell time", dwell.nanoseconds, "ns", digits: 9))
    }
    if let repetition = facts.repetitionTimeMilliseconds {
      parts.append(Self.quantity("repetition time", repetition, "ms"))
    }
    for time in facts.echoTimesMilliseconds { parts.append(Self.quantity("echo time", time, "ms")) }
    return XMLElement(
      "sequence", [XMLAttribute("name", input.sequence.name), XMLAttribute("nucleus", input.nucleus.name)],
      parts)
  }

  // MARK: limits

  private var limits: XMLElement {
    let rows = input.findings.filter(\.isSummary).map { finding -> XMLElement in
      var attributes = [
        XMLAttribute("check", finding.check), XMLAttribute("title", finding.title),
        XMLAttribute("verdict", finding.verdict.words),
      ]
      if let measured = finding.measured {
        attributes.append(XMLAttribute("achieved", Self.text(measured)))
      }
      if let limit = finding.limit {
        attributes.append(XMLAttribute("declared", DecimalText.significant(limit, 6)))
      }
      attributes.append(XMLAttribute("unit", finding.unit))
      if let confidence = finding.confidence {
        attributes.append(XMLAttribute("rests-on", confidence.rawValue))
      }
      if let source = finding.figure?.source, !source.isEmpty {
        attributes.append(XMLAttribute("source", source))
      }
      return XMLElement("limit", attributes, text: finding.label)
    }
    var attributes: [XMLAttribute] = []
    if let profile = input.profile {
      attributes = [XMLAttribute("profile", profile.name), XMLAttribute("scanner", profile.title)]
    }
    return XMLElement("limits", attributes, rows)
  }

  private static func text(_ range: ClosedRange<Double>) -> String {
    let ends = [range.lowerBound, range.upperBound].map { DecimalText.significant($0, 6) }
    return ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"
  }

  // MARK: console

  private var console: XMLElement {
    let rows = dialect.parameters(of: facts).map { parameter in
      XMLElement(
        "parameter",
        [
          XMLAttribute("card", parameter.card), XMLAttribute("label", parameter.label),
          XMLAttribute("value", parameter.value), XMLAttribute("unit", parameter.unit),
          XMLAttribute("entry", parameter.entry.words),
        ], text: parameter.note)
    }
    return XMLElement("console", [XMLAttribute("ui", dialect.console)], rows)
  }

  // MARK: RF and gradients

  private var radiofrequency: XMLElement {
    let raster = input.sequence.rasters.radiofrequency
    let pulses = DistinctPulse.all(of: input.sequence).filter { $0.peakHertz > 0 }.map {
      pulse -> XMLElement in
      let tesla = pulse.peakHertz / input.nucleus.hertzPerTesla
      let count = pulse.naturalSampleCount(of: input.sequence.library, raster: raster)
      let sums = PulseTable.Integrals(pulse.samples(count: count, of: input.sequence.library, raster: raster))
      var parts = [
        Self.count("played", pulse.count),
        Self.quantity("duration", pulse.duration.microseconds, "us", digits: 9),
      ]
      if let flip = pulse.flipAngleRadians {
        parts.append(Self.quantity("flip angle on resonance", flip * 180 / ElementaryFunctions.pi, "deg"))
      }
      parts += [
        Self.quantity("peak", pulse.peakHertz, "Hz"), Self.quantity("peak", tesla * 1e6, "uT"),
        Self.quantity("peak", tesla * 1e4, "G"),
        Self.quantity("root mean square", pulse.rmsHertz / input.nucleus.hertzPerTesla * 1e6, "uT"),
        Self.quantity("amplitude integral", sums.amplitude / Double(max(count, 1)), "of peak x duration"),
        Self.quantity("absolute integral", sums.absolute / Double(max(count, 1)), "of peak x duration"),
        Self.quantity("power integral", sums.power / Double(max(count, 1)), "of peak^2 x duration"),
      ]
      if dialect.vendor == .siemens {
        // The reference voltage turns by 180 degrees with a rectangle of 1 ms, which is 500 Hz.
        parts.append(Self.quantity("peak over reference voltage", pulse.peakHertz / 500, "V/V"))
      }
      return XMLElement(
        "pulse", [XMLAttribute("number", String(pulse.number)), XMLAttribute("use", pulse.use.name)], parts)
    }
    return XMLElement("rf", pulses)
  }

  private var gradients: XMLElement {
    let usesGauss = dialect.vendor == .ge
    let perTesla = input.nucleus.hertzPerTesla
    let axes = SequenceSummary(of: input.sequence).gradients.map { axis -> XMLElement in
      // 1 mT/m is 0.1 G/cm.
      let scale = usesGauss ? 1e2 / perTesla : 1e3 / perTesla
      let unit = usesGauss ? "G/cm" : "mT/m"
      return XMLElement(
        "axis", [XMLAttribute("name", axis.axis.name)],
        [
          Self.quantity("peak", axis.peakHertzPerMetre * scale, unit),
          Self.quantity("root mean square", axis.rmsHertzPerMetre * scale, unit),
          Self.quantity(
            "slew rate", axis.peakSlewHertzPerMetrePerSecond * (usesGauss ? scale * 1e-3 : 1 / perTesla),
            usesGauss ? "G/cm/ms" : "T/m/s"),
        ])
    }
    return XMLElement("gradients", axes)
  }

  // MARK: warnings

  private var warnings: [String] {
    var result = HandoffWords.warnings
    let open = input.findings.filter { $0.isSummary && $0.verdict != .pass }
    if !open.isEmpty {
      result.append(
        "not proven for this scanner: "
          + open.map { "\($0.check) \($0.title) (\($0.verdict.words))" }.joined(separator: "; "))
    }
    if input.sequence.library.extras.contains(where: { $0.rotation != nil }) {
      result.append("gradients are given as the file has them, before its rotations")
    }
    if input.profile == nil {
      result.append("no scanner was named, so that no hardware limit was held against it")
    }
    return result
  }
}

/// The sentences of a hand-off.
enum HandoffWords {
  static let statement =
    "This describes a Pulseq file for research. It was not produced or validated by the vendor of the scanner, and nothing "
    + "in it was tried on one. The scanner's own supervision of RF power, stimulation and gradients stays in charge."

  static let warnings = [
    "SAR and stimulation are the scanner's to decide; do not override a refusal",
    "B1 of the file is right when the transmitter's reference is adjusted in this subject",
  ]

  /// How the file gets into the scanner and what to look at, in order.
  static func steps(_ dialect: ConsoleDialect, _ name: String) -> [String] {
    let verify =
      "On any computer: `seqc verify` on the folder of this file; it must say that nothing changed."
    let load: [String]
    switch dialect.vendor {
    case .siemens:
      load = [
        "Copy \(name).seq into the folder of the scanner that your Pulseq interpreter reads, by the name its manual asks for.",
        "Open a protocol of the Pulseq interpreter and choose the file on the card Special.",
      ]
    case .ge:
      load = [
        "Convert \(name).seq with the tool that belongs to the interpreter of the scanner (PulSeg for pge2), and copy what "
          + "it writes and its entry file to the scanner.",
        "Open a protocol of the interpreter and type the number of the entry file.",
      ]
    case .philips:
      load = [
        "Copy \(name).seq to where the interpreter of the site reads it.",
        "Start from a spectroscopy protocol of the interpreter; images of whole sequences are not reconstructed at the "
          + "scanner, export raw data.",
      ]
    default: load = ["Load \(name).seq as the manual of the scanner's Pulseq interpreter says."]
    }
    return [verify] + load + [
      "Type the values marked `type this`, card by card.",
      "Compare the values marked `read back and compare`. If one differs, stop: the file or the protocol is another one.",
      "Place slice or voxel, adjust frequency, shim and transmitter in the subject, and start.",
    ]
  }
}
