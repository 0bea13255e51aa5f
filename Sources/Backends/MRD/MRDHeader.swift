/// The header of ISMRMRD raw data (`ismrmrdHeader`): how a sequence encodes, in the terms of a reconstruction.
///
/// Only elements that version 1.8.0 of the schema and the current one share are written, so that a reader of either takes
/// the file. `userParameters/userParameterString`, where the signature stands, is in both; what 1.8.0 lacks is
/// `userParameterString` of `trajectoryDescription`, which is not written. `measurementInformation` is left out: it demands
/// a patient position, which no sequence knows.
import SequenceIR

enum MRDHeader {
  static let namespace = "http://www.ismrm.org/ISMRMRD"

  static func write(_ input: TargetInput) -> TargetOutput {
    let document: XMLDocument
    switch tree(input) {
    case .success(let made): document = made
    case .failure(let refusal): return TargetOutput(refusedFor: refusal.diagnostic)
    }
    var output = TargetOutput()
    switch XMLWriter.write(document, reading: rules) {
    case .success(let bytes):
      output.files = [TargetFile(path: "\(input.name).mrd.xml", bytes: bytes)]
      output.bugs = MRDHeaderRules.violations(of: document.root)
      check(bytes, against: input.schema, &output)
    case .failure(let problem): output.add(problem)
    }
    return output
  }

  static let rules = XMLReadingRules(root: XMLReadingRules.Root("ismrmrdHeader", namespace: namespace))

  private static func check(
    _ bytes: [UInt8], against schema: (name: String, bytes: [UInt8])?, _ output: inout TargetOutput
  ) {
    guard let schema else {
      output.proofs.append(
        "not checked against the official schema, which is not here (Debian's package ismrmrd-schema, or --schema)"
      )
      return
    }
    let violations = XMLSchema.violations(of: bytes, against: schema.bytes)
    for problem in violations.prefix(5) {
      output.diagnostics.append(
        problem.diagnostic(help: "the schema is \(schema.name); another version may be meant"))
    }
    if violations.isEmpty { output.proofs.append("follows \(schema.name)") }
  }

  /// A place of the header that cannot be filled.
  struct Refusal: Error {
    var diagnostic: Diagnostic
  }

  private static func tree(_ input: TargetInput) -> Result<XMLDocument, Refusal> {
    do throws(Refusal) {
      guard let field = input.profile?[.fieldStrength]?.value else {
        throw missing(
          "the field strength, for H1resonanceFrequency_Hz", help: "name the scanner with --scanner")
      }
      let summary = SequenceSummary(of: input.sequence)
      let lines = AcquiredLines.all(of: input.sequence)
      let encoding = try MRDEncoding(input, lines, summary)
      var children = [systemInformation(input.profile, field: field)]
      let frequency = (field * Nucleus.proton.hertzPerTesla).rounded()
      children.append(
        XMLElement(
          "experimentalConditions",
          [XMLElement("H1resonanceFrequency_Hz", text: DecimalText.shortest(frequency))]))
      children.append(encoding.element)
      children += MRDSequenceParameters(input.sequence, summary, encoding).element.map { [$0] } ?? []
      children.append(userParameters(input, lines, field: field))
      let root = XMLElement("ismrmrdHeader", [XMLAttribute("xmlns", namespace)], children)
      let note =
        " Written by seqc from the emitted sequence. Patient, coil and measurement are not known here. "
      return .success(XMLDocument(prologue: [.comment(note)], root: root))
    } catch { return .failure(error) }
  }

  static func missing(_ what: String, help: String) -> Refusal {
    Refusal(
      diagnostic: Diagnostic(.error, .targetValueMissing, "an ISMRMRD header needs \(what)", help: help))
  }

  private static func systemInformation(_ profile: ScannerProfile?, field: Double) -> XMLElement {
    var parts: [XMLElement] = []
    if let profile {
      parts.append(XMLElement("systemVendor", text: profile.vendor.rawValue))
      parts.append(XMLElement("systemModel", text: profile.title))
    }
    parts.append(XMLElement("systemFieldStrength_T", text: DecimalText.rounded(field, decimals: 6)))
    return XMLElement("acquisitionSystemInformation", parts)
  }

  private static func userParameters(
    _ input: TargetInput, _ lines: [AcquiredLine], field: Double
  ) -> XMLElement {
    var parts: [XMLElement] = []
    let dwells = Set(lines.filter(\.isImaging).map(\.dwell))
    if dwells.count == 1, let dwell = dwells.first {
      let microseconds = DecimalText.fixed(dwell.picoseconds, decimals: 6)
      parts.append(parameter("userParameterDouble", "dwellTime_us", microseconds))
    }
    if input.nucleus != .proton {
      let hertz = (field * input.nucleus.hertzPerTesla).rounded()
      parts.append(parameter("userParameterDouble", "resonanceFrequency_Hz", DecimalText.shortest(hertz)))
    }
    // First of its kind: converters of raw data look there for what the interpreter knows of its file.
    parts.append(parameter("userParameterString", "seq_signature", input.pulseqSignature))
    parts.append(parameter("userParameterString", "seq_file", "\(input.name).seq"))
    parts.append(parameter("userParameterString", "sequence_name", input.sequence.name))
    parts.append(parameter("userParameterString", "nucleus", input.nucleus.name))
    return XMLElement("userParameters", parts)
  }

  private static func parameter(_ kind: String, _ name: String, _ value: String) -> XMLElement {
    XMLElement(kind, [XMLElement("name", text: name), XMLElement("value", text: value)])
  }
}
