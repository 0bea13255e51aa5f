/// The pipeline, from the file a user names to the sequence it holds and the files made from it.
///
///     open -> parse -> scanner -> lower -> passes            a design
///     open -> read                                           a Pulseq file
///     emit -> read back -> compare -> check -> write         what becomes of either
import Backends
import SequenceIR

struct Driver {
  let environment: Environment
  let inputs: Inputs
  var timings = StageTimings()

  /// `--scanner`; it wins over the scanner a design names.
  let scannerOption: String?

  init(_ environment: Environment, _ invocation: Invocation) {
    self.environment = environment
    inputs = Inputs(files: environment.files)
    scannerOption = invocation.value(.scanner)
  }

  /// An input, understood.
  struct Loaded {
    var file: SourceFile
    var sequence: SequenceIR.Sequence
    /// nil: none was named, which only a Pulseq file can do without.
    var profile: ScannerProfile?
    var nucleus = Nucleus.proton
    /// What only a design has.
    var design: DesignCompiler.Output?
    /// What only a Pulseq file has.
    var pulseq: PulseqFile?
  }

  /// The sequence in the file at `path`; nil after diagnostics.
  mutating func load(_ path: String, keepStages: Bool = false) throws(EnvironmentError) -> Loaded? {
    let file = try inputs.open(path)
    timings.end("open")
    switch FileKind.of(file) {
    case .success(.design): return try compile(file, keepStages: keepStages)
    case .success(.pulseq): return try read(file)
    case .failure(let problem):
      inputs.diagnostics.append(problem.diagnostic)
      return nil
    }
  }

  /// parse -> scanner -> lower -> passes
  private mutating func compile(_ file: SourceFile, keepStages: Bool) throws(EnvironmentError) -> Loaded? {
    let (design, mistakes) = Parser.parse(file)
    inputs.diagnostics.append(contentsOf: mistakes)
    timings.end("parse")
    guard let profile = try scanner(for: design) else { return nil }
    timings.end("scanner")
    if let refusal = profile.refusalToBuild() {
      inputs.diagnostics.append(refusal)
      return nil
    }
    let output = DesignCompiler.compile(
      design, profile: profile, environment: designEnvironment, keepStages: keepStages)
    inputs.diagnostics.append(contentsOf: output.diagnostics)
    timings.end("lower")
    // What was not understood is missing from the design, so nothing may be built from the rest.
    guard let sequence = output.sequence, !mistakes.hasErrors else { return nil }
    return Loaded(file: file, sequence: sequence, profile: profile, nucleus: output.nucleus, design: output)
  }

  private mutating func read(_ file: SourceFile) throws(EnvironmentError) -> Loaded? {
    let (pulseq, mistakes) = PulseqReader.read(file)
    inputs.diagnostics.append(contentsOf: mistakes)
    timings.end("read")
    var profile: ScannerProfile?
    if let name = scannerOption {
      profile = try scanner(named: name)
      if profile == nil { return nil }
      timings.end("scanner")
    }
    guard let pulseq else { return nil }
    // Pulseq stores hertz; the nucleus that they are meant for stands in a definition, if anywhere.
    let nucleus = pulseq.sequence.definition("Nucleus").flatMap(Nucleus.named) ?? .proton
    return Loaded(file: file, sequence: pulseq.sequence, profile: profile, nucleus: nucleus, pulseq: pulseq)
  }

  var designEnvironment: DesignEnvironment {
    let inputs = inputs
    return DesignEnvironment(
      openFile: { inputs.open($0, namedIn: $1) }, openLibrary: { inputs.openLibrary($0) },
      readPulseq: { file in
        let (pulseq, diagnostics) = PulseqReader.read(file)
        return (pulseq?.sequence, diagnostics)
      }, nameOfFile: { inputs.sources[$0].name })
  }

  /// That of `--scanner`, else of the design at `path`; nil when neither names one, or after diagnostics.
  func scanner(ofFileAt path: String?) throws(EnvironmentError) -> ScannerProfile? {
    if let name = scannerOption { return try scanner(named: name) }
    guard let path else { return nil }
    let file = try inputs.open(path)
    switch FileKind.of(file) {
    case .success(.design):
      let (design, mistakes) = Parser.parse(file)
      let profile = try scanner(for: design)
      // Of a design that is understood as far as its scanner, nothing else matters here.
      if profile == nil { inputs.diagnostics.append(contentsOf: mistakes) }
      return profile
    case .success(.pulseq): return nil
    case .failure(let problem):
      inputs.diagnostics.append(problem.diagnostic)
      return nil
    }
  }

  func scanner(for design: Syntax.Design) throws(EnvironmentError) -> ScannerProfile? {
    if let name = scannerOption { return try scanner(named: name) }
    switch DesignCompiler.scanner(of: design) {
    case .builtIn(let name, let span):
      guard BuiltInProfiles.scanners.contains(name) else {
        let guess = Suggestion.nearest(to: name, among: BuiltInProfiles.scanners)
        inputs.diagnostics.error(
          .unknownScanner, "there is no scanner `\(name)`", at: span,
          help: guess.map { "did you mean `\($0)`?" } ?? "seqc scanners lists them")
        return nil
      }
      return inputs.builtInScanner(name)
    case .file(let path, let span):
      guard let file = inputs.open(path, namedIn: span.file) else {
        inputs.diagnostics.error(
          .unknownScanner, "the profile \"\(path)\" cannot be read", at: span,
          help: "the path counts from the folder of the design")
        return nil
      }
      return inputs.scanner(in: file)
    case nil:
      inputs.diagnostics.error(
        .scannerNeeded, "no scanner is named, and a design is built for one",
        help: "add a line such as `scanner siemens-prisma` to the design, or give --scanner")
      return nil
    }
  }

  /// A path has a slash or ends in `.scanner`; anything else is the name of a built-in profile.
  func scanner(named name: String) throws(EnvironmentError) -> ScannerProfile? {
    if name.contains("/") || name.hasSuffix(".scanner") { return inputs.scanner(in: try inputs.open(name)) }
    guard BuiltInProfiles.names.contains(name) else {
      let near = Suggestion.nearest(to: name, among: BuiltInProfiles.scanners)
      throw EnvironmentError(
        .profileNotFound, "no scanner is named `\(name)`",
        help: near.map { "did you mean `\($0)`?" }
          ?? "`seqc scanners` lists the names; the file of a site's own profile works too")
    }
    return inputs.builtInScanner(name)
  }

  /// An emitted file that has been read back and found equal to what it was made from.
  struct Emitted {
    var output: PulseqOutput
    var facts: FileFacts
    /// What was read back; its blocks point at the lines of the input they were made from.
    var sequence: SequenceIR.Sequence
  }

  /// emit -> read back -> compare
  mutating func emit(_ loaded: Loaded, version: PulseqVersion?) -> Result<Emitted, EmissionProblem> {
    let field = loaded.profile?[.fieldStrength]?.value
    let output = PulseqWriter.write(
      loaded.sequence, version: version, fieldHertz: field.map { $0 * loaded.nucleus.hertzPerTesla })
    inputs.diagnostics.append(contentsOf: output.diagnostics)
    timings.end("emit")
    guard !output.diagnostics.hasErrors else { return .failure(.cannotExpress) }

    var sources = SourceMap()
    let (file, mistakes) = PulseqReader.read(sources.add(name: "emitted.seq", bytes: output.bytes))
    timings.end("read back")
    guard let file, file.signature == .valid else {
      return .failure(.readBackDiffers(mistakes.items.map(\.message) + ["the signature must be valid"]))
    }
    let differences = SequenceComparison.differences(output.written, file.sequence)
    timings.end("compare")
    guard differences.isEmpty else { return .failure(.readBackDiffers(differences.map(\.description))) }
    return .success(
      Emitted(
        // What was read back is no input of the run, and nothing may point into it.
        output: output, facts: FileFacts(seal: file.facts.seal),
        sequence: Driver.pointing(file.sequence, toLinesOf: loaded.sequence)))
  }

  /// Findings must point at what the user wrote: both sequences play the same blocks in the same order.
  private static func pointing(
    _ readBack: SequenceIR.Sequence, toLinesOf original: SequenceIR.Sequence
  ) -> SequenceIR.Sequence {
    var result = readBack
    for (index, entry) in original.timeline.enumerated() where index < result.blocks.count {
      result.blocks[index].origin = entry.block.origin
    }
    return result
  }

  enum EmissionProblem: Error {
    /// The user's; diagnostics have been given.
    case cannotExpress
    /// Ours.
    case readBackDiffers([String])
  }

  /// Prints what was wrong since the last time.
  func reportDiagnostics() {
    environment.console.report(inputs.diagnostics, of: inputs.sources)
    inputs.diagnostics = Diagnostics()
  }

  /// Prints what was wrong, and with `--timings` how long it took.
  func finish(_ invocation: Invocation) {
    reportDiagnostics()
    if invocation.has(.timings) { environment.console.tell(timings.text) }
  }
}
