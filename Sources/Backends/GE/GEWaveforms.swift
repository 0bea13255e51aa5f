/// Waveform XML of GE's sequence plotter, as Pulse View shows it: one file for each instance of a segment.
///
/// The grammar is that on which the public readers of such files agree; no specification is public. Gradients are in G/cm
/// at their corners, times in microseconds, RHO in counts of its converter, THETA in counts of pi / 2^23 rad with the sign
/// of the recorder, which runs against that of the sequence. Acquisition has no channel there.
import SequenceIR

enum GEWaveforms {
  static func write(_ input: TargetInput) -> TargetOutput {
    var output = TargetOutput()
    output.diagnostics = refusals(input)
    if output.diagnostics.hasErrors { return output }
    let facts = EventFacts(input.sequence.library, rasters: input.sequence.rasters)
    let scale = GEScale(input, facts)
    for instance in GEInstance.all(of: input.sequence) {
      let waveforms = GEInstanceWaveforms(instance, input.sequence, scale)
      if let tooLong = waveforms.channels.first(where: { $0.text.utf8.count > GEWaveforms.longestData }) {
        output.diagnostics.append(tooLarge(tooLong, instance))
        return output
      }
      let document = document(of: waveforms, instance, input, scale)
      switch XMLWriter.write(document, indent: 0, reading: rules) {
      case .success(let bytes):
        let differences = GEComparison.differences(bytes, instance, input.sequence, scale)
        if !differences.isEmpty {
          output.bugs = differences.map { "segment instance \(instance.index): \($0)" }
          return output
        }
        output.files.append(TargetFile(path: path(of: instance, input.name), bytes: bytes))
      case .failure(let problem):
        output.add(problem)
        return output
      }
    }
    output.proofs.append(
      "every gradient and pulse of \(output.files.count) segment instances equals that of the sequence")
    return output
  }

  /// Readers of files larger than this in one text need to be told so.
  static let longestData = 9_900_000
  /// File names have four digits.
  static let mostInstances = 9_999

  static let rules: XMLReadingRules = {
    var rules = XMLReadingRules(root: XMLReadingRules.Root("PulseSequence"))
    rules.mostBytes = 64 << 20
    return rules
  }()

  /// `scan.xml.0001`, as the plotter names them.
  private static func path(of instance: GEInstance, _ name: String) -> String {
    let digits = String(instance.index)
    return "\(name).ge-xml/scan.xml." + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func document(
    of waveforms: GEInstanceWaveforms, _ instance: GEInstance, _ input: TargetInput, _ scale: GEScale
  ) -> XMLDocument {
    let root = XMLElement(
      "PulseSequence",
      [
        XMLAttribute("name", "seqc::\(input.sequence.name)"), XMLAttribute("date", "none"),
        XMLAttribute("author", "seqc"), XMLAttribute("beginTime", "0.0"),
        XMLAttribute("endTime", DecimalText.fixed(instance.duration.picoseconds, decimals: 6)),
      ],
      waveforms.channels.map { $0.element(core: instance.number) })
    let notes = [
      " Design waveforms written by seqc, not a scanner recording. ",
      " Gradients in G/cm, times in us. RHO: \(GEScale.peakCount) is \(scale.peakGaussText) G. "
        + "THETA: minus the phase in pi/2^23 rad, offset frequencies included. SSP is not filled. ",
    ]
    return XMLDocument(
      encoding: .latin1, standalone: true, prologue: notes.map(XMLNode.comment), root: root)
  }

  private static func tooLarge(_ channel: GEChannel, _ instance: GEInstance) -> Diagnostic {
    Diagnostic(
      .error, .targetFileTooLarge,
      "\(channel.title) of segment instance \(instance.index) takes \(channel.text.utf8.count) bytes, and readers "
        + "take \(longestData)", at: instance.entries.first?.block.origin,
      help: "split the segment with `label TRID = ...`, or use fewer samples")
  }

  // MARK: what cannot be written

  private static func refusals(_ input: TargetInput) -> Diagnostics {
    var diagnostics = Diagnostics()
    let sequence = input.sequence
    guard sequence.library.extras.contains(where: { $0.labels.contains { $0.label == .segmentID } }) else {
      diagnostics.error(
        .targetCannotExpress, "the sequence has no segments, which GE's files are about",
        help: "build for a GE scanner, such as --scanner ge-premier: its segments get their labels TRID then")
      return diagnostics
    }
    for (index, block) in sequence.blocks.enumerated() where !block.extras.isNone {
      let extras = sequence.library[block.extras]
      if extras.rotation != nil {
        diagnostics.error(
          .targetCannotExpress, "block \(index + 1) is turned, which the waveforms of a segment do not show",
          at: block.origin, help: "turn the gradients themselves, or leave `orientation` to the console")
        return diagnostics
      }
      if extras.shim != nil {
        diagnostics.error(
          .targetCannotExpress, "block \(index + 1) sets RF shims, for which there is no channel",
          at: block.origin, help: "leave the shim out, or write the target `pulseq` alone")
        return diagnostics
      }
    }
    if GEScale.needsField(sequence.library), input.profile?[.fieldStrength] == nil {
      diagnostics.error(
        .targetValueMissing, "a pulse is offset in ppm, and the field is not known",
        help: "name the scanner with --scanner")
    }
    let count = GEInstance.all(of: sequence).count
    if count > mostInstances {
      diagnostics.error(
        .targetFileTooLarge,
        "the sequence plays \(count) segment instances, and \(mostInstances) files are numbered",
        help: "build a shorter run: fewer repetitions, lines or slices")
    }
    diagnostics.append(contentsOf: GERasters.problems(of: sequence))
    return diagnostics
  }
}
