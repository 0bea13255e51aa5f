/// The pipeline as far as a search needs it: the design with recognisable waveforms in place of the searched pulses.
import Optimizer
import SequenceIR

extension Driver {
  struct Searched {
    var output: DesignCompiler.Output
    var markers: [String: PinnedPulse]
    var fieldTesla: Double
    var scanner: String
    var file: SourceFile
    var design: Syntax.Design
    var profile: ScannerProfile
    /// Of the design's own `let`s that were varied, once they are found or chosen, and in words.
    var values: [String: Quantity] = [:]
    var found: [PinnedPulse.FoundValue] = []
    /// Names that `--sweep` gives values to, and the digest of the design that says these values itself.
    var swept: Set<String> = []
    var sweptDigest: String?

    mutating func set(_ value: Quantity, of name: String) {
      guard let words = PinnedPulse.FoundValue(name, value) else {
        values[name] = value
        return
      }
      // What the design will say, to the last bit.
      values[name] = words.quantity ?? value
      found.append(words)
    }
  }

  /// The design with its markers and other values of its `let`s.
  func recompiled(_ searched: Searched, _ values: [String: Quantity]) -> DesignCompiler.Output {
    var output = DesignCompiler.compile(
      searched.design, profile: searched.profile, environment: designEnvironment,
      pinned: .someGiven(searched.markers), values: searched.values.merging(values) { _, new in new })
    if let digest = searched.sweptDigest { output.designDigest = digest }
    return output
  }

  /// The design with one of the combinations of values that it lists.
  func chosen(
    _ searched: Searched, _ combination: [OptimizationRequest.Chosen]
  ) throws(SearchProblem) -> Searched {
    guard !combination.isEmpty else { return searched }
    var result = searched
    for choice in combination { result.set(choice.value, of: choice.name) }
    result.markers = markers(of: result)
    if !result.swept.isEmpty { result.sweptDigest = digest(of: result) }
    result.output = recompiled(result, [:])
    guard result.output.sequence != nil else {
      let mistake = result.output.diagnostics.items.first { $0.severity == .error }?.message
      throw SearchProblem(
        "the design cannot be built with \(result.choiceWords): \(mistake ?? "it has errors")",
        at: combination.last?.span, help: "take the value out of the list")
    }
    return result
  }

  /// Waveforms that can be told apart, of the lengths that the pulses have with these values.
  private func markers(of searched: Searched) -> [String: PinnedPulse] {
    let output = DesignCompiler.compile(
      searched.design, profile: searched.profile, environment: designEnvironment, pinned: .given([:]),
      values: searched.values)
    guard output.sequence != nil else { return searched.markers }
    return PulseSearch.markers(
      for: output.optimization?.pulses ?? output.optimizedPulses, nucleus: output.nucleus)
  }

  /// Values that were found: times on the finest raster of round numbers with which the design can be built, angles to
  /// 0.1 deg, numbers to 0.001, or finer where the range needs it. nil when the design can be built with none.
  func rounded(_ values: [Double], _ searched: Searched) -> Searched? {
    let variables = searched.output.optimization?.variables ?? []
    for raster in Driver.roundTimes {
      var result = searched
      for (variable, value) in zip(variables, values) {
        guard let near = variable.nearValue(value, raster: raster) else { return nil }
        result.set(near, of: variable.name)
      }
      let output = recompiled(searched, result.values)
      guard output.sequence != nil else { continue }
      result.output = output
      result.output.optimization?.variables = []
      return result
    }
    return nil
  }

  private static let roundTimes = [100, 200, 400, 1000].map { Time(microseconds: $0) }

  /// nil after diagnostics.
  mutating func compileForSearch(_ path: String) throws(EnvironmentError) -> Searched? {
    let file = try inputs.open(path)
    guard case .success(.design) = FileKind.of(file) else {
      inputs.diagnostics.error(
        .searchImpossible, "only a design can be optimized", at: nil,
        help: "a Pulseq file has no aims; `seqc robustness` maps the signals of any sequence")
      return nil
    }
    let (design, mistakes) = Parser.parse(file)
    inputs.diagnostics.append(contentsOf: mistakes)
    guard let profile = try scanner(for: design) else { return nil }
    if let refusal = profile.refusalToBuild() {
      inputs.diagnostics.append(refusal)
      return nil
    }
    guard let field = profile[.fieldStrength]?.value else {
      inputs.diagnostics.error(
        .searchImpossible, "\(profile.name) has no `field-strength`, and shifts depend on it", at: nil)
      return nil
    }
    // Once for the list of pulses, once with waveforms that can be told apart.
    let first = DesignCompiler.compile(
      design, profile: profile, environment: designEnvironment, pinned: .given([:]))
    guard first.sequence != nil, !mistakes.hasErrors else {
      inputs.diagnostics.append(contentsOf: first.diagnostics)
      return nil
    }
    // Pulses that the block does not name stay as they were found.
    let pulses = first.optimization?.pulses ?? first.optimizedPulses
    let markers = PulseSearch.markers(for: pulses, nucleus: first.nucleus)
    let output = DesignCompiler.compile(
      design, profile: profile, environment: designEnvironment, pinned: .someGiven(markers))
    inputs.diagnostics.append(contentsOf: output.diagnostics)
    guard output.sequence != nil else { return nil }
    return Searched(
      output: output, markers: markers, fieldTesla: field, scanner: profile.name, file: file, design: design,
      profile: profile)
  }

  /// The pulses that are pinned beside the design, in the order of its request; nil after diagnostics. With
  /// `toReplace`, their files may then be written.
  mutating func pinnedPulses(
    _ searched: Searched, beside path: String, toReplace: Bool = true
  ) -> [PinnedPulse]? {
    let output = DesignCompiler.compile(
      searched.design, profile: searched.profile, environment: designEnvironment, pinned: .files)
    guard output.sequence != nil else {
      inputs.diagnostics.append(contentsOf: output.diagnostics)
      return nil
    }
    let wanted = searched.output.optimization?.pulses ?? []
    if toReplace {
      for pulse in wanted { environment.files.allowReplacing(Driver.folder(of: path) + pulse.file) }
    }
    return wanted.compactMap { pulse in output.optimizedPulses.first { $0.name == pulse.name }?.pinned }
  }

  /// The sequence that `build` makes with these pulses: compiled, written, read back. nil after diagnostics.
  mutating func emitted(_ searched: Searched, with pulses: [PinnedPulse]) -> SequenceIR.Sequence? {
    let named = Dictionary(pulses.map { ($0.name, $0) }) { first, _ in first }
    let output = DesignCompiler.compile(
      searched.design, profile: searched.profile, environment: designEnvironment, pinned: .someGiven(named),
      values: searched.values)
    guard let sequence = output.sequence else {
      inputs.diagnostics.append(contentsOf: output.diagnostics)
      return nil
    }
    // Warnings are those of the build that follows.
    let before = inputs.diagnostics
    let loaded = Loaded(
      file: searched.file, sequence: sequence, profile: searched.profile, nucleus: output.nucleus,
      design: output)
    switch emit(loaded, version: nil) {
    case .success(let emitted):
      inputs.diagnostics = before
      return emitted.sequence
    case .failure(.cannotExpress): return nil
    case .failure(.readBackDiffers(let differences)):
      inputs.diagnostics.error(
        .readBackDiffers, "the file read back is not the sequence it was made from", notes: differences,
        help: "this is a bug in seqc")
      return nil
    }
  }

  /// With its slash; empty when the path has none.
  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The file that a search which was stopped goes on from: `glu.search` beside `glu.seq`.
  static func searchFile(of path: String) -> String {
    let folder = folder(of: path)
    let name = path == "-" ? "design" : FileSystem.lastName(of: path)
    let dot = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? $0 : nil } ?? name.endIndex
    return folder + name[..<dot] + ".search"
  }

  /// What a stopped search of the design left; nil after a diagnostic.
  mutating func stoppedSearch(of path: String) throws(EnvironmentError) -> SearchCheckpoint? {
    let name = Driver.searchFile(of: path)
    guard environment.files.exists(name) else {
      inputs.diagnostics.error(
        .notResumable, "there is no stopped search of this design: no \(name)", at: nil,
        help: "a search that is ended by Ctrl-C leaves one")
      return nil
    }
    // Not an input in the sense of files that may not be replaced: it is ours.
    let text = String(
      decoding: try FileSystem(directory: environment.files.directory).read(name),
      as: UTF8.self)
    switch SearchCheckpoint.read(text) {
    case .success(let checkpoint): return checkpoint
    case .failure(let problem):
      inputs.diagnostics.error(
        .notResumable, "\(name) is not a search to go on with: \(problem)", at: nil,
        help: "run the search again without --resume")
      return nil
    }
  }

  /// Writes the pulses beside the design, all or none, and where to go on when the search was stopped. A complete
  /// search needs that no more.
  func pin(
    _ found: PulseSearch.Found, of request: OptimizationRequest, beside path: String
  ) throws(EnvironmentError) {
    let folder = Driver.folder(of: path)
    let stopped = Driver.searchFile(of: path)
    var files: [OutputFile] = []
    for (pulse, wanted) in zip(found.pulses, request.pulses) {
      files.append(OutputFile(path: folder + wanted.file, bytes: Array(pulse.text.utf8)))
    }
    if let checkpoint = found.checkpoint {
      files.append(OutputFile(path: stopped, bytes: Array(checkpoint.text.utf8)))
    }
    try environment.files.write(files)
    if found.checkpoint == nil { environment.files.remove(stopped) }
  }
}

extension Driver.Searched {
  /// `CRUSH = 2, TM = 10 ms`
  var choiceWords: String { found.map { "\($0.name) = \($0.text)" }.joined(separator: ", ") }
}
