import SequenceIR

/// The protocol as a Siemens console prints it (`PrintOut`), and every RF pulse as a `.pta` table.
///
/// Scanners export such files and do not import them. What is written here has the element names, cards and units of the
/// printed protocols of syngo MR D11 that are public, so that people and programs that read those read this.
enum SiemensPrintout {
  @Sendable static func write(_ input: TargetInput) -> TargetOutput {
    var output = TargetOutput()
    if let vendor = input.profile?.vendor, vendor != .siemens {
      output.diagnostics.error(
        .targetCannotExpress,
        "a printed protocol of Siemens for a scanner of another vendor (\(vendor.rawValue))",
        help: "build for a Siemens profile, or write `--target handoff-\(vendor.rawValue)`")
      return output
    }
    let facts = ConsoleFacts(input)
    // The time of acquisition stands in the header of a printed protocol, not on a card.
    let parameters = ConsoleDialect.siemens.parameters(of: facts).filter { $0.entry != .compare }
    switch XMLWriter.write(document(input, facts, parameters)) {
    case .success(let bytes):
      output.files = [TargetFile(path: "\(input.name).printout.xml", bytes: bytes)]
      output.bugs = violations(in: bytes, of: parameters)
    case .failure(let problem): output.add(problem)
    }
    guard output.isWritten else { return output }
    output.files += pulses(of: input)
    output.proofs.append(
      "siemens-xml: every line of the printed protocol reads back as it was worked out from the emitted sequence"
    )
    return output
  }

  /// A `.pta` for each pulse that is played, `NAME-1-excitation.pta`.
  static func pulses(of input: TargetInput) -> [TargetFile] {
    DistinctPulse.all(of: input.sequence).filter { $0.peakHertz > 0 }.map { pulse in
      let name = "\(input.name)-\(pulse.number)-\(pulse.use.name)"
      return TargetFile(
        path: "pulses/\(name).pta",
        bytes: PulseTable.bytes(
          of: pulse, library: input.sequence.library, raster: input.sequence.rasters.radiofrequency,
          family: "seqc", name: name))
    }
  }

  private static func document(
    _ input: TargetInput, _ facts: ConsoleFacts, _ parameters: [ConsoleParameter]
  ) -> XMLDocument {
    let model = input.profile?.title ?? ""
    let title = "SIEMENS " + (model.hasPrefix("Siemens ") ? String(model.dropFirst(8)) : model)
    let path = "\\\\USER\\seqc\\pulseq\\\(input.name)"
    let contents = XMLElement(
      "PrintTOC",
      [
        XMLElement(
          "TOC",
          [
            XMLElement("HeaderTitle", text: title),
            XMLElement("ProtHeaderInfo", [XMLElement("HeaderProperty", text: "Table of contents")]),
            nested([
              ("root", "USER"), ("region", "seqc"), ("NormalExam_dot_engine", "research"),
              ("program", "pulseq"),
              ("NormalStep_decision_branch", input.name),
            ]),
          ])
      ])
    let header = XMLElement(
      "ProtHeaderInfo",
      [XMLElement("HeaderProtPath", text: path), XMLElement("HeaderProperty", text: property(facts))])
    let cards = cards(parameters).enumerated().map { index, card in
      XMLElement(
        "Card", [XMLAttribute("ID", "ID_\(index + 1)"), XMLAttribute("name", card.name)],
        card.parameters.map { parameter in
          XMLElement(
            "ProtParameter",
            [
              XMLElement("Label", text: parameter.label),
              XMLElement("ValueAndUnit", text: valueAndUnit(parameter)),
            ])
        })
    }
    let sheet = XMLElement(
      "PrintProtocol", [XMLElement("Protocol", [XMLElement("HeaderTitle", text: title), header] + cards)])
    let note =
      " Written by seqc from a Pulseq file in the form of a printed protocol; not exported from a scanner, not made "
      + "or checked by Siemens. "
    return XMLDocument(prologue: [.comment(note)], root: XMLElement("PrintOut", [contents, sheet]))
  }

  /// Each element in the one before it.
  private static func nested(_ names: [(element: String, name: String)]) -> XMLElement {
    let innermost = XMLElement(
      names[names.count - 1].element, [XMLAttribute("name", names[names.count - 1].name)])
    return names.dropLast().reversed().reduce(innermost) { inner, outer in
      XMLElement(outer.element, [XMLAttribute("name", outer.name)], [inner])
    }
  }

  /// The line below the title: time of acquisition, acceleration, size of a voxel.
  private static func property(_ facts: ConsoleFacts) -> String {
    var words: [String] = []
    if let seconds = facts.seconds, seconds < 1e9 {
      let whole = Int(seconds.rounded(.up))
      words.append("TA:\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)")
    }
    let size = facts.voxelMillimetres ?? imageVoxel(facts)
    if let size {
      words.append(
        "Voxel size:" + size.map { DecimalText.rounded($0, decimals: 1) }.joined(separator: "x") + " mm")
    }
    words.append(":pulseq")
    return words.joined(separator: "  ")
  }

  private static func imageVoxel(_ facts: ConsoleFacts) -> [Double]? {
    guard let field = facts.fieldOfViewMillimetres, let matrix = facts.matrix, field.count == 3,
      matrix.count == 3
    else { return nil }
    return zip(field, matrix).map { $0 / Double(max($1, 1)) }
  }

  /// Value, a blank, and the unit, which may be nothing.
  private static func valueAndUnit(_ parameter: ConsoleParameter) -> String {
    "\(parameter.value) \(parameter.unit)"
  }

  private static func cards(
    _ parameters: [ConsoleParameter]
  ) -> [(name: String, parameters: [ConsoleParameter])] {
    var result: [(name: String, parameters: [ConsoleParameter])] = []
    for parameter in parameters {
      if result.last?.name == parameter.card {
        result[result.count - 1].parameters.append(parameter)
      } else {
        result.append((parameter.card, [parameter]))
      }
    }
    return result
  }

  /// What the bytes, read on their own, say otherwise than the parameters.
  private static func violations(in bytes: [UInt8], of parameters: [ConsoleParameter]) -> [String] {
    guard
      case .success(let document) = XMLReader.read(
        bytes, XMLReadingRules(root: XMLReadingRules.Root("PrintOut"))),
      let sheet = document.root.at("PrintProtocol", "Protocol")
    else { return ["the printed protocol cannot be read back"] }
    let read = sheet.elements("Card").flatMap { card in
      card.elements("ProtParameter").map {
        [card["name"] ?? "", $0.first("Label")?.text, $0.first("ValueAndUnit")?.text]
      }
    }
    let expected = parameters.map { [$0.card, $0.label, valueAndUnit($0)] }
    return read == expected ? [] : ["the printed protocol does not hold what was to be printed"]
  }
}
