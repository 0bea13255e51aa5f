/// From the text of a design to the sequence it asks for.
package enum DesignCompiler {
  package struct Output: Sendable {
    /// nil when there are errors.
    package var sequence: Sequence?
    package var diagnostics: Diagnostics
    /// What was worked out at places of the design; for `seqc inspect --resolved`.
    package var resolved: [SourceSpan: String] = [:]
    package var console = ConsoleFreedom()
    package var nucleus = Nucleus.proton
    /// What `optimize { ... }` asks for; nil when the design has none, or it has errors.
    package var optimization: OptimizationRequest?
    /// What `molecule` statements define.
    package var molecules: [MoleculeDefinition] = []
    /// All `optimized(...)` pulses in the order they are declared.
    package var optimizedPulses: [OptimizedPulse] = []
    /// What a pinned pulse is found for, 32 hexadecimal digits; nil when nothing is to be found.
    package var designDigest: String?
    /// What the `let`s of the design itself come to, where that is a quantity.
    package var constants: [String: Quantity] = [:]
    /// Sides of the `voxel` that the design declares, m; nil when it declares none.
    package var voxelMetres: [Double]?
    /// The thinnest slice that an excitation selects, m; nil when none does.
    package var sliceThicknessMetres: Double?
    /// The sequence after lowering and after each pass, when asked for.
    package var stages: [(pass: String, sequence: Sequence)] = []
  }

  package enum ScannerReference: Sendable {
    case builtIn(String, SourceSpan)
    case file(String, SourceSpan)
  }

  /// The scanner a design names; nil when it names none.
  package static func scanner(of design: Syntax.Design) -> ScannerReference? {
    for statement in design.statements {
      if case .scanner(let name, let isFile) = statement.kind {
        return isFile ? .file(name, statement.span) : .builtIn(name, statement.span)
      }
    }
    return nil
  }

  /// The error of a design that names a scanner nobody knows; nil when it names none, or a file.
  package static func unknownScanner(in design: Syntax.Design) -> Diagnostic? {
    guard case .builtIn(let name, let span)? = scanner(of: design), !BuiltInProfiles.scanners.contains(name)
    else {
      return nil
    }
    let near = Suggestion.nearest(to: name, among: BuiltInProfiles.scanners)
    return Diagnostic(
      .error, .unknownScanner, "there is no scanner `\(name)`", at: span,
      help: near.map { "did you mean `\($0)`?" }
        ?? "`seqc scanners` lists them; a file of your own stands in quotes")
  }

  /// Lowers a parsed design for a scanner, through every pass. All independent mistakes are reported together.
  ///
  /// `values` replaces those of top-level `let` statements, for a search that varies them.
  package static func compile(
    _ design: Syntax.Design, profile: ScannerProfile, environment: DesignEnvironment,
    keepStages: Bool = false,
    values: [String: Quantity] = [:]
  ) -> Output {
    var output = lower(design, profile: profile, environment: environment, overrides: values)
    if output.diagnostics.hasErrors {
      output.sequence = nil
      // Advice is about the values that the design itself has.
      guard values.isEmpty else { return output }
      output.diagnostics = TimingAdvice.advised(
        output.diagnostics, design: design, profile: profile, environment: environment)
      return output
    }
    guard var sequence = output.sequence else { return output }
    if keepStages { output.stages.append(("lowering", sequence)) }
    let context = PassContext(profile: profile, console: output.console, nucleus: output.nucleus)
    for pass in Pipeline.passes {
      var diagnostics = Diagnostics()
      pass.run(&sequence, context, &diagnostics)
      output.diagnostics.append(contentsOf: diagnostics)
      if keepStages { output.stages.append((pass.name, sequence)) }
      if diagnostics.hasErrors {
        output.sequence = nil
        return output
      }
      let broken = Verifier.violations(of: sequence)
      precondition(
        broken.isEmpty, "pass \(pass.name) broke an invariant: \(broken.prefix(3).joined(separator: "; "))")
    }
    output.sequence = sequence
    return output
  }

  /// As `compile`, with the samples of optimized pulses from `pinned` instead of the environment's source.
  package static func compile(
    _ design: Syntax.Design, profile: ScannerProfile, environment: DesignEnvironment,
    pinned: PinnedPulseSource, values: [String: Quantity] = [:]
  ) -> Output {
    var environment = environment
    environment.pinned = pinned
    return compile(design, profile: profile, environment: environment, values: values)
  }

  static func lower(
    _ design: Syntax.Design, profile: ScannerProfile, environment: DesignEnvironment,
    overrides: [String: Quantity],
    isTrial: Bool = false
  ) -> Output {
    var output = Output(sequence: nil, diagnostics: Diagnostics())
    guard
      var lowering = Lowering(
        name: design.name?.text ?? "", profile: profile, environment: environment, overrides: overrides,
        isTrial: isTrial)
    else {
      output.diagnostics.append(incomplete(profile, design))
      return output
    }
    lowering.run(design)
    output.diagnostics = lowering.evaluator.diagnostics.withoutRepetitions
    if lowering.isIncomplete { output.diagnostics = output.diagnostics.withoutConsequences }
    output.sequence = lowering.hasErrors || lowering.isIncomplete ? nil : lowering.sequence
    output.resolved = lowering.resolved
    output.console = lowering.console
    output.nucleus = lowering.nucleus
    output.optimization = lowering.optimization
    output.molecules = lowering.molecules
    output.optimizedPulses = lowering.optimizedPulses
    output.designDigest = lowering.digest
    for case .constant(let name, _) in design.statements.map(\.kind) {
      if case .quantity(let value)? = lowering.evaluator.scope.lookup(name.text)?.value {
        output.constants[name.text] = value
      }
    }
    output.voxelMetres = lowering.voxelMetres
    output.sliceThicknessMetres = lowering.sliceThicknessMetres
    return output
  }

  private static func incomplete(_ profile: ScannerProfile, _ design: Syntax.Design) -> Diagnostic {
    let span: SourceSpan? =
      switch scanner(of: design) {
      case .builtIn(_, let span), .file(_, let span): span
      case nil: nil
      }
    if var refusal = profile.refusalToBuild() {
      refusal.span = span
      return refusal
    }
    let missing = [FigureKey.gradientAmplitude, .gradientSlewRate].filter { profile[$0] == nil }
    let names = missing.map { "`\($0.rawValue)`" }.joined(separator: " and ")
    return Diagnostic(
      .error, .profileIncomplete, "\(profile.name) cannot be built for: its profile lacks \(names)", at: span,
      help: "write a file with these lines and give it to --scanner:\n    "
        + profile.exampleLines(adding: missing).joined(separator: "\n    "))
  }
}

extension Diagnostics {
  /// Without errors that a statement that was not understood may have caused: what is played, and when, is unknown.
  fileprivate var withoutConsequences: Diagnostics {
    var result = Diagnostics()
    for item in items where !DiagnosticCode.consequences.contains(item.code) { result.append(item) }
    return result
  }
}

extension DiagnosticCode {
  fileprivate static let consequences: Set<DiagnosticCode> = [
    .timingTooShort, .noExcitation, .noSlice, .nothingToPlay, .missingStatement, .segmentStructure,
    .tooManyBlocks,
  ]
}
