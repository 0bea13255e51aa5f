/// `pulse`, `gradient` and `readout`: events with a name.
extension Lowering {
  mutating func declareEvent(_ statement: Syntax.Statement) {
    if case .gradient = statement.kind { firstMadeFromLimits = firstMadeFromLimits ?? statement.span }
    if case .readout = statement.kind { firstMadeFromLimits = firstMadeFromLimits ?? statement.span }
    switch statement.kind {
    case .pulse(let name, let expression): bind(name, pulse(name, expression))
    case .gradient(let name, let expression): bind(name, gradient(name.text, expression))
    case .readout(let name, let expression): bind(name, readout(name, expression))
    default: break
    }
  }

  /// The kind and the arguments of `kind(...)`.
  private mutating func constructor(
    _ expression: Syntax.Expression, _ what: String, kinds: [String]
  ) -> (Syntax.Name, [Syntax.Argument])? {
    guard case .call(let kind, let arguments) = expression.kind else {
      error(
        .wrongKind, "\(what) is made by a kind and its parameters", at: expression.span,
        help: "kinds: \(kinds.joined(separator: ", "))")
      return nil
    }
    guard kinds.contains(kind.text) else {
      error(
        .unknownPulseFamily,
        "there is no kind of \(what.split(separator: " ").last ?? "event") called `\(kind.text)`",
        at: kind.span,
        help: Suggestion.nearest(to: kind.text, among: kinds).map { "did you mean `\($0)`?" }
          ?? "kinds: \(kinds.joined(separator: ", "))")
      return nil
    }
    return (kind, arguments)
  }

  // MARK: pulses

  private mutating func pulse(_ name: Syntax.Name, _ expression: Syntax.Expression) -> Value {
    if case .name(let other) = expression.kind, case .pulse(let known)? = evaluator.scope.lookup(other)?.value
    {
      return .pulse(known)
    }
    guard let (kind, arguments) = constructor(expression, "a pulse", kinds: PulseFamily.kinds) else {
      return .invalid
    }
    let waveform: PulseWaveform?
    if kind.text == "file" {
      waveform = pulseFromFile(arguments, at: expression.span)
    } else if kind.text == PulseFamily.optimized.name {
      waveform = optimizedPulse(name, arguments, at: expression.span)
    } else if let family = PulseFamily.all.first(where: { $0.name == kind.text }) {
      waveform = designedPulse(family, arguments, at: expression.span)
    } else if let family = PulseFamily.derived.first(where: { $0.name == kind.text }) {
      waveform = derivedPulse(family, arguments, at: expression.span)
    } else {
      waveform = nil
    }
    guard let waveform else { return .invalid }
    describe(waveform, at: expression.span)
    return .pulse(DesignedPulse(identity: identity(of: waveform), name: name.text, waveform: waveform))
  }

  mutating func identity(of waveform: PulseWaveform) -> Int {
    if let known = pulseIdentities[waveform] { return known }
    pulseIdentities[waveform] = pulseIdentities.count
    return pulseIdentities.count - 1
  }

  private mutating func describe(_ waveform: PulseWaveform, at span: SourceSpan) {
    var text =
      "\(waveform.duration), peak \(Quantity(waveform.peakHertz / nucleus.hertzPerTesla, .fluxDensity))"
    if let bandwidth = waveform.bandwidthHertz { text += ", bandwidth \(Quantity(bandwidth, .frequency))" }
    if !waveform.parts.isEmpty { text += ", in \(waveform.parts.count) parts" }
    resolve(span, text)
  }

  /// A pulse made of the one that `of` names.
  private mutating func derivedPulse(
    _ family: PulseFamily, _ arguments: [Syntax.Argument], at span: SourceSpan
  ) -> PulseWaveform? {
    let named = arguments.filter { $0.name?.text == "of" }
    guard let other = named.first else {
      error(
        .missingParameter, "the pulse needs `of`", at: span,
        help: "write: \(family.name)(of: PULSE, ...), with the name of another pulse")
      return nil
    }
    if let again = named.dropFirst().first {
      error(.repeatedClause, "`of` stands twice", at: again.name?.span ?? again.value.span)
    }
    guard case .name(let name) = other.value.kind else {
      error(
        .wrongKind, "`of` needs the name of another pulse", at: other.value.span,
        help: "write: pulse other = ..., and here: of: other")
      return nil
    }
    guard let value = evaluator.scope.lookup(name)?.value else {
      evaluator.unknownName(name, at: other.value.span)
      return nil
    }
    guard case .pulse(let pulse) = value else {
      if !value.isInvalid { evaluator.wrongKind(value, needed: "a pulse", for: "`of`", at: other.value.span) }
      return nil
    }
    firstMadeFromLimits = firstMadeFromLimits ?? span
    guard var (request, spans) = pulseRequest(family, arguments.filter { $0.name?.text != "of" }, at: span)
    else {
      return nil
    }
    request.source = identity(of: pulse.waveform)
    spans["of"] = other.value.span
    let source = PulseSource(waveform: pulse.waveform, amplitude: limits.amplitude, slew: limits.slew)
    return made(family, request, spans, at: span, cached: true, source: source)
  }

  /// `cached`: the family's name and the values say which pulse it is; samples of a file are not in them.
  mutating func designedPulse(
    _ family: PulseFamily, _ arguments: [Syntax.Argument], at span: SourceSpan, cached: Bool = true
  ) -> PulseWaveform? {
    guard let (request, spans) = pulseRequest(family, arguments, at: span) else { return nil }
    return made(family, request, spans, at: span, cached: cached)
  }

  /// What the arguments ask for in SI units, and where each stands; nil after a diagnostic.
  mutating func pulseRequest(
    _ family: PulseFamily, _ arguments: [Syntax.Argument], at span: SourceSpan
  ) -> (PulseRequest, [String: SourceSpan])? {
    let errorsBefore = errorCount
    var request = PulseRequest(family: family.name, quantities: [:], keywords: [:], flags: [:])
    var spans: [String: SourceSpan] = [:]
    var hasUnknown = false
    for argument in arguments {
      guard let name = argument.name else {
        error(
          .unknownParameter, "parameters of a pulse have names", at: argument.value.span,
          help: "write: \(family.name)(\(family.parameters.first?.name ?? "flip"): ...)")
        continue
      }
      guard let parameter = family.parameters.first(where: { $0.name == name.text }) else {
        unknownParameter(name, of: family.name, known: family.parameters.map(\.name))
        hasUnknown = true
        continue
      }
      if spans[name.text] != nil { error(.repeatedClause, "`\(name.text)` stands twice", at: name.span) }
      spans[name.text] = argument.value.span
      take(argument.value, for: parameter, into: &request)
    }
    let missing = family.parameters.filter { $0.isRequired && spans[$0.name] == nil }.map(\.name)
    // A misspelled parameter is missing under its right name: one fault, one error.
    if !missing.isEmpty, !hasUnknown {
      error(
        .missingParameter, "the pulse needs \(missing.map { "`\($0)`" }.joined(separator: " and "))",
        at: span,
        help: "parameters of \(family.name): \(family.parameters.map(\.name).joined(separator: ", "))")
    }
    return errorCount == errorsBefore ? (request, spans) : nil
  }

  private mutating func made(
    _ family: PulseFamily, _ request: PulseRequest, _ spans: [String: SourceSpan], at span: SourceSpan,
    cached: Bool, source: PulseSource? = nil
  ) -> PulseWaveform? {
    if cached, let known = pulseCache[request] { return known }
    let arguments = PulseArguments(
      quantities: request.quantities, keywords: request.keywords, flags: request.flags,
      raster: rasters.radiofrequency, nucleus: nucleus, source: source)
    switch family.design(arguments) {
    case .success(let waveform):
      if cached { pulseCache[request] = waveform }
      return waveform
    case .failure(let problem):
      report(problem, spans, at: span)
      return nil
    }
  }

  mutating func report(_ problem: PulseProblem, _ spans: [String: SourceSpan], at span: SourceSpan) {
    error(
      .pulseProblem, problem.message, at: problem.parameter.flatMap { spans[$0] } ?? span, help: problem.help)
  }

  private mutating func take(
    _ expression: Syntax.Expression, for parameter: PulseFamily.Parameter, into request: inout PulseRequest
  ) {
    switch parameter.kind {
    case .quantity(let dimension):
      if let value = evaluator.quantity(expression, dimension, for: "`\(parameter.name)`") {
        request.quantities[parameter.name] = value
      }
    case .flag:
      if let value = evaluator.boolean(expression) { request.flags[parameter.name] = value }
    case .keyword(let words):
      guard case .name(let word) = expression.kind, words.contains(word) else {
        var written = "this"
        if case .name(let word) = expression.kind { written = "`\(word)`" }
        error(
          .unknownParameter, "`\(parameter.name)` cannot be \(written)", at: expression.span,
          help: "it can be \(words.joined(separator: ", "))")
        return
      }
      request.keywords[parameter.name] = word
    }
  }

  mutating func unknownParameter(_ name: Syntax.Name, of owner: String, known: [String]) {
    error(
      .unknownParameter, "`\(owner)` has no parameter `\(name.text)`", at: name.span,
      help: Suggestion.nearest(to: name.text, among: known).map { "did you mean `\($0)`?" }
        ?? "parameters: \(known.joined(separator: ", "))")
  }
}
