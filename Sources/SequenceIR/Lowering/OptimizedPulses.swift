/// `pulse NAME = optimized(...)`: a pulse whose samples `seqc optimize` finds and a file beside the design keeps.

/// An optimized pulse of a design: what the search may vary, and what is known of it.
package struct OptimizedPulse: Sendable {
  package let name: String
  /// How many samples, and how long each is held.
  package let grid: OptimizedGrid
  /// Which of them are played, and where the gaps are.
  package let plan: OptimizedPulsePlan
  /// Steps between the knots of a smooth pulse; nil: every sample varies by itself.
  package let knotSteps: Int?
  /// Bound of |B1|: the design's, or the scanner's.
  package let peakHertz: Double
  package let use: RFUse
  /// The file it is pinned in, counted from the folder of the file that declares it.
  package let file: String
  /// What was read from there, or given instead; nil: the start of a search stands in for it.
  package let pinned: PinnedPulse?
  /// Of the declaration.
  package let span: SourceSpan

  package init(
    name: String, grid: OptimizedGrid, plan: OptimizedPulsePlan, knotSteps: Int? = nil, peakHertz: Double,
    use: RFUse, file: String, pinned: PinnedPulse?, span: SourceSpan
  ) {
    self.name = name
    self.grid = grid
    self.plan = plan
    self.knotSteps = knotSteps
    self.peakHertz = peakHertz
    self.use = use
    self.file = file
    self.pinned = pinned
    self.span = span
  }
}

/// A pinned file as a declaration names it.
struct PinnedFile: Hashable {
  let path: String
  let parent: FileID
}

extension Lowering {
  mutating func optimizedPulse(
    _ name: Syntax.Name, _ arguments: [Syntax.Argument], at span: SourceSpan
  ) -> PulseWaveform? {
    guard let path = pinnedPath(of: name, arguments, at: span),
      case (var request, let spans)? = pulseRequest(
        .optimized, arguments.filter { $0.name?.text != "file" }, at: span)
    else { return nil }
    if request.quantities["peak"] == nil {
      guard let peak = profile[.b1Peak]?.value else {
        error(
          .noPeak, "nothing bounds the B1 of `\(name.text)`: \(profile.name) has no `b1-peak`", at: span,
          help: "add for example peak: 15 uT, or b1-peak to the profile of your site")
        return nil
      }
      request.quantities["peak"] = peak
    }
    let given = PulseArguments(
      quantities: request.quantities, keywords: request.keywords, flags: request.flags,
      raster: rasters.radiofrequency, nucleus: nucleus)
    let family = PulseFamily.optimized
    switch given.completed(for: family.name, family.parameters) {
    case .failure(let problem):
      report(problem, spans, at: span)
      return nil
    case .success(let complete):
      switch complete.optimizedGrid() {
      case .failure(let problem):
        report(problem, spans, at: span)
        return nil
      case .success(let grid):
        guard isUsable(complete.quantities["peak"] ?? 0, name, grid, at: spans["peak"] ?? span),
          knotsFit(complete.quantities["knots"], grid, at: spans["knots"] ?? span),
          let plan = plan(grid, name, at: span)
        else { return nil }
        return waveform(of: name, complete, grid, plan, path, spans, at: span)
      }
    }
  }

  private mutating func knotsFit(_ seconds: Double?, _ grid: OptimizedGrid, at span: SourceSpan) -> Bool {
    guard let seconds, let knots = Time(nearestToSeconds: seconds) else { return true }
    if knots >= grid.step, knots <= grid.duration { return true }
    error(
      .outOfRange, "knots \(knots) apart do not fit \(grid.count) steps of \(grid.step)", at: span,
      help: "from \(grid.step) to \(grid.duration)")
    return false
  }

  /// Weaker pulses change nothing that a spectrum shows.
  private static let leastFlipDegrees = 1.0

  /// Whether a bound of B1, T, is one that the scanner allows and that has an effect.
  private mutating func isUsable(
    _ peak: Double, _ name: Syntax.Name, _ grid: OptimizedGrid, at span: SourceSpan
  ) -> Bool {
    if let limit = profile[.b1Peak]?.value, peak > limit * (1 + 1e-12) {
      error(
        .peakProblem,
        "`\(name.text)` may reach \(Quantity(peak, .fluxDensity)), the scanner \(Quantity(limit, .fluxDensity))",
        at: span, related: limitNote(.b1Peak), help: "leave `peak` out, or ask for less")
      return false
    }
    let degrees = 360 * peak * nucleus.hertzPerTesla * grid.duration.seconds
    guard degrees >= Lowering.leastFlipDegrees else {
      error(
        .peakProblem,
        "\(Quantity(peak, .fluxDensity)) for \(grid.duration) turns spins by at most \(DecimalText.significant(degrees, 2)) deg",
        at: span, help: "allow `\(name.text)` more B1 or more time")
      return false
    }
    return true
  }

  private mutating func waveform(
    of name: Syntax.Name, _ arguments: PulseArguments, _ grid: OptimizedGrid, _ plan: OptimizedPulsePlan,
    _ path: String,
    _ spans: [String: SourceSpan], at span: SourceSpan
  ) -> PulseWaveform? {
    let peak = arguments.quantities["peak"] ?? 0
    var pinned: PinnedPulse?
    switch environment.pinned {
    case .given(let pulses): pinned = pulses[name.text]
    case .someGiven(let pulses) where pulses[name.text] != nil: pinned = pulses[name.text]
    case .files, .someGiven:
      guard let read = pinnedPulse(in: path, for: name, at: span) else {
        note(name, arguments, grid, plan, path, nil, at: span)
        return nil
      }
      pinned = read
    }
    note(name, arguments, grid, plan, path, pinned, at: span)
    guard let pinned else {
      guard case .success(let start) = PulseFamily.optimized.design(arguments) else { return nil }
      return Lowering.divided(start, grid, plan)
    }
    guard fits(pinned, name, grid, plan, peak, spans, at: span) else { return nil }
    let (x, y) = pinned.hertz(nucleus)
    return Lowering.divided(arguments.optimized(x: x, y: y, on: grid), grid, plan)
  }

  /// The waveform with the parts that it is played in, and nothing between them.
  private static func divided(
    _ waveform: PulseWaveform, _ grid: OptimizedGrid, _ plan: OptimizedPulsePlan
  ) -> PulseWaveform {
    guard plan.parts.count > 1 else { return waveform }
    let times = waveform.real.count / grid.count
    let held = { (steps: Range<Int>) in (steps.lowerBound * times)..<(steps.upperBound * times) }
    var result = waveform
    result.parts = plan.parts.map(held)
    for index in plan.gaps.map(held).joined() {
      result.real[index] = 0
      result.imaginary[index] = 0
    }
    return result
  }

  private mutating func note(
    _ name: Syntax.Name, _ arguments: PulseArguments, _ grid: OptimizedGrid, _ plan: OptimizedPulsePlan,
    _ path: String, _ pinned: PinnedPulse?, at span: SourceSpan
  ) {
    guard !optimizedPulses.contains(where: { $0.name == name.text }) else { return }
    let knots = arguments.quantities["knots"].map { max(1, Int(($0 / grid.step.seconds).rounded())) }
    optimizedPulses.append(
      OptimizedPulse(
        name: name.text, grid: grid, plan: plan, knotSteps: knots,
        peakHertz: (arguments.quantities["peak"] ?? 0) * nucleus.hertzPerTesla, use: arguments.use,
        file: path,
        pinned: pinned, span: span))
  }

  // MARK: the pinned file

  /// `file: "name.pulse"`, or the file's own name with that of the pulse: `mix` of `glu.seq` is in `glu.mix.pulse`.
  private mutating func pinnedPath(
    of name: Syntax.Name, _ arguments: [Syntax.Argument], at span: SourceSpan
  ) -> String? {
    let given = arguments.filter { $0.name?.text == "file" }
    if given.count > 1, let place = given.last?.name?.span {
      error(.repeatedClause, "`file` stands twice", at: place)
      return nil
    }
    guard let expression = given.first?.value else {
      return "\(Lowering.stem(of: environment.nameOfFile(span.file))).\(name.text).pulse"
    }
    switch evaluator.evaluate(expression) {
    case .text(let path) where !path.isEmpty: return path
    case .invalid: return nil
    case let other:
      evaluator.wrongKind(other, needed: "a name in quotes", for: "`file`", at: expression.span)
      return nil
    }
  }

  /// The name without its folder and its last extension.
  static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    // Standard input has no name to build on.
    if name.hasPrefix("<") { return "design" }
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// What the file holds; nil after an error.
  private mutating func pinnedPulse(
    in path: String, for name: Syntax.Name, at span: SourceSpan
  ) -> PinnedPulse? {
    let key = PinnedFile(path: path, parent: span.file)
    if let known = pinnedFiles[key] { return known }
    guard let file = environment.openFile(path, span.file) else {
      error(
        .pulseNotFound, "pulse `\(name.text)` has not been found yet: there is no \(path)", at: span,
        help: "run `seqc optimize \(environment.nameOfFile(span.file))`")
      return nil
    }
    let (pulse, diagnostics) = PinnedPulse.read(file)
    evaluator.diagnostics.append(contentsOf: diagnostics)
    pinnedFiles[key] = pulse
    return pulse
  }

  // MARK: does it fit?

  private mutating func fits(
    _ pinned: PinnedPulse, _ name: Syntax.Name, _ grid: OptimizedGrid, _ plan: OptimizedPulsePlan,
    _ peak: Double, _ spans: [String: SourceSpan], at span: SourceSpan
  ) -> Bool {
    let again = "run `seqc optimize` again, or give the pulse back what it was found with"
    guard pinned.name == name.text else {
      error(
        .pinnedPulseMismatch, "the pinned pulse is called `\(pinned.name)`, not `\(name.text)`",
        at: name.span, help: "each optimized pulse has a file of its own")
      return false
    }
    guard pinned.step == grid.step else {
      error(
        .pinnedPulseMismatch,
        "the pinned pulse has steps of \(pinned.step), the design asks for \(grid.step)",
        at: spans["step"] ?? span, help: again)
      return false
    }
    guard pinned.microteslaX.count == grid.count, pinned.microteslaY.count == grid.count else {
      error(
        .pinnedPulseMismatch,
        "the pinned pulse lasts \(pinned.duration), the design asks for \(grid.duration)",
        at: spans["duration"] ?? span, help: again)
      return false
    }
    for index in plan.gaps.joined() where pinned.microteslaX[index] != 0 || pinned.microteslaY[index] != 0 {
      error(
        .pinnedPulseMismatch,
        "the pinned pulse is not silent in the gap at \(grid.step * index), between two of its \(plan.parts.count) parts",
        at: span, related: limitNote(.longestRF), help: again)
      return false
    }
    // The file rounds to 1e-6 uT.
    guard pinned.peakMicrotesla <= peak * 1e6 + 2e-6 else {
      error(
        .pinnedPulseMismatch,
        "the pinned pulse reaches \(Quantity(pinned.peakMicrotesla * 1e-6, .fluxDensity)), the bound is \(Quantity(peak, .fluxDensity))",
        at: spans["peak"] ?? span, related: spans["peak"] == nil ? limitNote(.b1Peak) : [], help: again)
      return false
    }
    return true
  }
}
