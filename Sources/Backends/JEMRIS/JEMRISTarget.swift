import SequenceIR

/// The files of a JEMRIS simulation: the sequence, its shapes, one coil, and the file that names them.
enum JEMRISTarget {
  /// What JEMRIS looks for in a shape file.
  static let dataset = "extpulse"

  /// Sequences beyond this are not written: JEMRIS holds every module as an object.
  static let mostAtoms = 100_000

  @Sendable static func write(_ input: TargetInput) -> TargetOutput {
    let atoms = input.sequence.blocks.count
    guard atoms <= mostAtoms else {
      return TargetOutput(
        refusedFor: Diagnostic(
          .error, .targetCannotExpress,
          "the sequence has \(atoms) different blocks, and a JEMRIS file may have \(mostAtoms)",
          help: "simulate a part of it: fewer repetitions, lines or slices"))
    }
    let fieldHertz = input.profile?[.fieldStrength].map { $0.value * input.nucleus.hertzPerTesla }
    var flattening = JEMRISFlattening(input.sequence, fieldHertz: fieldHertz)
    let sequence = flattening.flattened(parameters(of: input))
    var output = TargetOutput()
    for problem in flattening.problems {
      output.diagnostics.append(
        Diagnostic(.error, .targetCannotExpress, problem.message, at: problem.origin, help: problem.help))
    }
    if output.diagnostics.hasErrors { return output }
    add(sequence, of: input, fieldHertz: fieldHertz, to: &output)
    return output
  }

  private static func parameters(of input: TargetInput) -> JEMRISSequence.Parameters {
    var parameters = JEMRISSequence.Parameters(name: input.name)
    let metres = input.sequence.numbers(ofDefinition: "FOV")
    if let metres, metres.count == 3 { parameters.fieldOfViewMillimetres = metres.map { $0 * 1e3 } }
    parameters.echoTimeMilliseconds = MRDSequenceParameters.defined("TE", input.sequence)
    parameters.repetitionTimeMilliseconds = MRDSequenceParameters.defined("TR", input.sequence)
    let hertzPerTesla = input.nucleus.hertzPerTesla
    // Figures of a profile are SI: T/m and T/m/s.
    parameters.largestGradient = input.profile?[.gradientAmplitude].map {
      JEMRISUnits.gradient(hertzPerMetre: $0.value * hertzPerTesla)
    }
    parameters.largestSlew = input.profile?[.gradientSlewRate].map {
      JEMRISUnits.slew(hertzPerMetrePerSecond: $0.value * hertzPerTesla)
    }
    return parameters
  }

  private static func add(
    _ sequence: JEMRISSequence, of input: TargetInput, fieldHertz: Double?, to output: inout TargetOutput
  ) {
    let shapeFile = { (number: Int) in "\(input.name)-shape-\(number).h5" }
    let shapes = sequence.shapes.enumerated().map { index, rows in
      TargetFile(
        path: "jemris/\(shapeFile(index + 1))", bytes: HDF5Matrix(name: dataset, rows: rows).bytes)
    }
    let documents = [
      ("\(input.name).xml", JEMRISXML.document(of: sequence, shapeFile: shapeFile)),
      ("simu.xml", simulation(of: input.name)), ("coil.xml", coil),
    ]
    var files: [TargetFile] = []
    for (name, document) in documents {
      switch XMLWriter.write(document, reading: rules) {
      case .success(let bytes): files.append(TargetFile(path: "jemris/\(name)", bytes: bytes))
      case .failure(let problem): output.add(problem)
      }
    }
    guard files.count == documents.count, !output.diagnostics.hasErrors else { return }
    files += shapes
    let differences = readBack(files, of: input, fieldHertz: fieldHertz)
    if differences.isEmpty {
      output.files = files
      output.proofs.append(
        "jemris: every waveform, read back from XML and HDF5, equals the Pulseq file's within 1e-5 of its peak"
      )
    } else {
      output.bugs += differences
    }
  }

  /// Sequences are longer than documents that people write.
  private static let rules: XMLReadingRules = {
    var rules = XMLReadingRules.foreign
    rules.mostNodes = 20_000_000
    rules.mostBytes = 512 << 20
    return rules
  }()

  /// From the bytes alone: what differs from the sequence.
  static func readBack(_ files: [TargetFile], of input: TargetInput, fieldHertz: Double?) -> [String] {
    let bytes = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.bytes) })
    guard let text = bytes["jemris/\(input.name).xml"],
      case .success(let document) = XMLReader.read(text, rules)
    else { return ["the sequence's XML cannot be read"] }
    let read = JEMRISXML.sequence(document) { name in
      bytes["jemris/\(name)"].flatMap { HDF5Matrix.read($0, name: dataset)?.rows }
    }
    switch read {
    case .success(let sequence):
      return JEMRISComparison.differences(sequence, from: input.sequence, fieldHertz: fieldHertz)
    case .failure(let problem): return [problem.message]
    }
  }

  // MARK: around the sequence

  /// A simulation of this sequence; the sample is the user's.
  private static func simulation(of name: String) -> XMLDocument {
    XMLDocument(
      prologue: [.comment(" sample.h5 is yours: JEMRIS's tools make one. Run: jemris simu.xml ")],
      root: XMLElement(
        "simulate", [XMLAttribute("name", "JEMRIS")],
        [
          XMLElement("sample", [XMLAttribute("name", "sample"), XMLAttribute("uri", "sample.h5")]),
          XMLElement("TXcoilarray", [XMLAttribute("uri", "coil.xml")]),
          XMLElement("RXcoilarray", [XMLAttribute("uri", "coil.xml")]),
          XMLElement("sequence", [XMLAttribute("name", name), XMLAttribute("uri", "\(name).xml")]),
          XMLElement("model", [XMLAttribute("name", "Bloch"), XMLAttribute("type", "CVODE")]),
        ]))
  }

  private static let coil = XMLDocument(
    root: XMLElement("CoilArray", [], [XMLElement("IdealCoil", [XMLAttribute("Name", "C1")])]))
}
