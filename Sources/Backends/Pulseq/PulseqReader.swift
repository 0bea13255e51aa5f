import SequenceIR

/// Reads Pulseq text of the versions 1.2 to 1.5. It never traps and never guesses: a file is read as it says, or
/// refused with the lines and the reasons.
package enum PulseqReader {
  /// The file, nil when it has errors; all independent errors are in the diagnostics, the first twenty of them.
  package static func read(_ file: SourceFile) -> (file: PulseqFile?, diagnostics: Diagnostics) {
    var log = PulseqLog(file: file.id)
    if let complaint = notText(file.bytes) {
      log.error(.notPulseq, at: nil, complaint.message, help: complaint.help)
      return (nil, log.diagnostics())
    }
    let (sections, preamble) = PulseqLines.sections(of: file.bytes)
    if sections.isEmpty {
      log.error(
        .notPulseq, at: preamble,
        "no section such as [VERSION] or [BLOCKS] was found, so this is not a Pulseq file")
      return (nil, log.diagnostics())
    }
    if let preamble {
      log.error(.pulseqMalformedLine, at: preamble, "this line stands before the first section")
    }
    let (index, version) = survey(sections, of: file, log: &log)
    guard let version, let layout = PulseqLayout.layout(of: version) else { return (nil, log.diagnostics()) }

    var parser = PulseqParser(file: file, version: version, layout: layout, log: log)
    parser.readDefinitions(index["DEFINITIONS"])
    parser.readShapes(index["SHAPES"])
    parser.readExtensions(index["EXTENSIONS"])
    parser.readRF(index["RF"])
    parser.readGradients(index["GRADIENTS"])
    parser.readTrapezoids(index["TRAP"])
    parser.readADC(index["ADC"])
    parser.readDelays(index["DELAYS"])
    parser.readBlocks(index["BLOCKS"])
    let signature = parser.checkSignature(index["SIGNATURE"])
    if parser.log.hasErrors { return (nil, parser.log.diagnostics()) }
    let header = index["SIGNATURE"]?.header
    let result = PulseqFile(
      version: version, sequence: parser.sequence, signature: signature,
      signatureOrigin: header.map {
        SourceSpan(file: file.id, from: $0.lowerBound, to: $0.upperBound)
      })
    return (result, parser.log.diagnostics())
  }

  private static let sectionNames = [
    "VERSION", "DEFINITIONS", "BLOCKS", "RF", "GRADIENTS", "TRAP", "ADC", "DELAYS", "EXTENSIONS", "SHAPES",
    "SIGNATURE",
  ]

  private static func notText(_ bytes: [UInt8]) -> (message: String, help: String?)? {
    if bytes.starts(with: [1] + Array("pulseq".utf8)) {
      return (
        "this is a binary Pulseq file, and only the text form is read",
        "write it as text (.seq) with the toolbox that made it"
      )
    }
    if bytes.isEmpty { return ("the file is empty", nil) }
    if bytes.count >= PulseqLimits.bytes { return ("the file has 4 GB or more", nil) }
    if let position = bytes.prefix(1_024).firstIndex(of: 0) {
      return ("byte \(position + 1) is zero, so this is not a text file", nil)
    }
    return nil
  }

  /// The sections by name, and the version if it can be read.
  private static func survey(
    _ sections: [PulseqSection], of file: SourceFile, log: inout PulseqLog
  ) -> ([String: PulseqSection], PulseqVersion?) {
    var index: [String: PulseqSection] = [:]
    for section in sections {
      if let first = index[section.name] {
        log.error(
          .pulseqRepeatedSection, at: section.header, "section [\(section.name)] appears twice",
          related: [Diagnostic.Related(log.span(first.header), "it appears here first")])
      } else if sectionNames.contains(section.name) {
        index[section.name] = section
      } else {
        let near = Suggestion.nearest(to: section.name, among: sectionNames)
        log.warning(
          .pulseqUnknownSection, at: section.header,
          "section [\(section.name)] is not part of the format; skipped",
          help: near.map { "did you mean [\($0)]?" })
      }
    }
    let version = PulseqVersionSection.read(index["VERSION"], of: file, first: sections.first, log: &log)
    return (index, version)
  }
}
