/// `optimize { ... }`: what is searched, for what, over which members.
extension Lowering {
  /// The whole ensemble may have this many members.
  static let mostMembers = 10_000
  /// Each is a search of its own.
  static let mostCombinations = 64
  /// Beyond these a search would be of rounding errors. A mole per litre is 1e3 here.
  static let mostWeight = 1e6
  static let mostConcentration = 1e6
  static let mostB1Scale = 10.0
  static let mostOffsetHertz = 10e3

  mutating func resolveOptimization(_ design: Syntax.Design) {
    let statement = design.statements.first { if case .optimization = $0.kind { true } else { false } }
    guard let statement, case .optimization(let block) = statement.kind else { return }
    let errorsBefore = errorCount
    var request = OptimizationRequest(span: statement.span)
    request.pulses = searched(block)
    request.bandwidthHertz = profile[.rfBandwidth]?.value
    for entry in block.entries { take(entry, design, into: &request) }
    // What was not understood may be the aim, or what varies.
    guard errorCount == errorsBefore, !isIncomplete else { return }
    check(request)
    if errorCount == errorsBefore { optimization = request }
  }

  private mutating func searched(_ block: Syntax.Optimization) -> [OptimizedPulse] {
    guard !block.pulses.isEmpty else { return optimizedPulses }
    let names = optimizedPulses.map(\.name)
    for pulse in block.pulses where !names.contains(pulse.text) {
      // A pulse that could not be made has been reported.
      if evaluator.scope.lookup(pulse.text)?.value.isInvalid == true || brokenNames.contains(pulse.text) {
        continue
      }
      let near = Suggestion.nearest(to: pulse.text, among: names)
      error(
        .unknownName, "no optimized pulse is called `\(pulse.text)`", at: pulse.span,
        help: near.map { "did you mean `\($0)`?" }
          ?? "declare it: pulse \(pulse.text) = optimized(duration: 12 ms, step: 50 us)")
    }
    return optimizedPulses.filter { pulse in block.pulses.contains { $0.text == pulse.name } }
  }

  private mutating func take(
    _ entry: Syntax.Optimization.Entry, _ design: Syntax.Design, into request: inout OptimizationRequest
  ) {
    switch entry.kind {
    case .precision, .meanSquareError, .signal, .suppression, .spectrum, .state, .profile:
      if let aim = aim(entry.kind) { request.aims.append(aim) }
    case .molecules(let amounts): request.molecules = self.amounts(amounts)
    case .typicalMolecules: request.molecules = nil
    case .macromolecules(let kind):
      request.macromolecules = OptimizationRequest.Macromolecules(rawValue: kind.text) ?? .known
    case .baselines(let baselines): request.baselines = baselines.compactMap { baseline($0) }
    case .linewidth(let value):
      if let width = positive(value, .frequency, "the linewidth", atMost: 1000) {
        request.linewidthHertz = width
      }
    case .window(let interval):
      if let window = band(interval, "the window") { request.window = window }
    case .members(let what, let interval, let steps): takeMembers(what, interval, steps, into: &request)
    case .parameterSets(let sets):
      if !request.parameterSets.isEmpty {
        error(.repeatedClause, "`over parameters` stands twice", at: entry.span)
      }
      for (index, set) in sets.enumerated() where sets[..<index].contains(where: { $0.text == set.text }) {
        error(.duplicateName, "`\(set.text)` stands twice", at: set.span)
      }
      request.parameterSets = sets.map(molecule)
    case .penalty(let what, let value): takePenalty(what, value, into: &request)
    case .bandwidth(let width, let below): takeBandwidth(width, below, into: &request)
    case .setting(let what, let value): takeSetting(what, value, into: &request)
    case .minimizer(let name):
      request.minimizer = OptimizationRequest.Minimizer(rawValue: name.text) ?? .lbfgs
    case .vary(let name, let interval):
      if let variable = variable(name, interval, design, request) { request.variables.append(variable) }
    case .choose(let name, let list):
      if let choice = choice(name, list, design, request) { request.choices.append(choice) }
    }
  }

  private mutating func baseline(_ baseline: Syntax.Optimization.Baseline) -> OptimizationRequest.Baseline? {
    guard case .spline(let spacing) = baseline else { return OptimizationRequest.Baseline.none }
    return positive(spacing, .shift, "the distance of the knots").map { .spline(ppm: $0) }
  }

  private mutating func takeMembers(
    _ what: Syntax.Name, _ interval: Syntax.Interval, _ steps: Syntax.Expression,
    into request: inout OptimizationRequest
  ) {
    let isScale = what.text == "b1"
    let (dimension, name) = isScale ? (Dimension.none, "the scale of B1") : (.frequency, "the offset")
    guard let (lower, upper) = bounds(interval, dimension, name, mayBeEqual: true),
      let count = evaluator.count(steps, in: Int.min...Int.max, for: "the number of steps")
    else { return }
    guard count > 0 else {
      error(
        .noMembers, "an ensemble of \(count) steps has no members", at: steps.span, help: "at least 1 step")
      return
    }
    guard count <= Lowering.mostMembers else {
      error(.outOfRange, "\(count) steps, and \(Lowering.mostMembers) is the limit", at: steps.span)
      return
    }
    if isScale, lower <= 0 {
      error(.outOfRange, "a scale of B1 must be more than 0", at: interval.lower.span)
      return
    }
    let most = isScale ? Lowering.mostB1Scale : Lowering.mostOffsetHertz
    guard max(abs(lower), abs(upper)) <= most else {
      error(
        .outOfRange, "\(name) must lie within \(Quantity(most, dimension))", at: interval.span)
      return
    }
    let isRepeated = isScale ? request.b1Scales != [1] : request.offsetsHertz != [0]
    if isRepeated { error(.repeatedClause, "`over \(what.text)` stands twice in this block", at: what.span) }
    let values = Lowering.steps(count, from: lower, to: upper)
    if isScale { request.b1Scales = values } else { request.offsetsHertz = values }
  }

  /// Evenly spaced, both ends included; one step is the middle.
  static func steps(_ count: Int, from lower: Double, to upper: Double) -> [Double] {
    guard count > 1 else { return [(lower + upper) / 2] }
    return (0..<count).map { index in
      (lower * Double(count - 1 - index) + upper * Double(index)) / Double(count - 1)
    }
  }

  private mutating func takePenalty(
    _ what: Syntax.Name, _ value: Syntax.Expression, into request: inout OptimizationRequest
  ) {
    guard let weight = weight(value) else { return }
    let isEnergy = what.text == "energy"
    if (isEnergy ? request.energyPenalty : request.smoothnessPenalty) != 0 {
      error(.repeatedClause, "`penalty \(what.text)` stands twice in this block", at: what.span)
    }
    if isEnergy { request.energyPenalty = weight } else { request.smoothnessPenalty = weight }
  }

  private mutating func takeBandwidth(
    _ width: Syntax.Expression, _ below: Syntax.Expression?, into request: inout OptimizationRequest
  ) {
    if let below, let share = share(below, "the share") { request.shareOutOfBand = share }
    guard let hertz = positive(width, .frequency, "the bandwidth") else { return }
    if let limit = profile[.rfBandwidth]?.value, hertz > limit * (1 + 1e-12) {
      error(
        .outOfRange,
        "the RF may take \(Quantity(hertz, .frequency)), and the scanner passes \(Quantity(limit, .frequency))",
        at: width.span, related: limitNote(.rfBandwidth), help: "leave `bandwidth` out, or ask for less")
      return
    }
    request.bandwidthHertz = hertz
  }

  private mutating func takeSetting(
    _ what: Syntax.Name, _ value: Syntax.Expression, into request: inout OptimizationRequest
  ) {
    switch what.text {
    case "starts":
      if let count = evaluator.count(value, in: 1...1_000_000, for: "`starts`") { request.starts = count }
    case "seed":
      if let count = evaluator.count(value, in: 0...(1 << 53), for: "`seed`") { request.seed = count }
    case "iterations":
      if let count = evaluator.count(value, in: 1...10_000_000, for: "`iterations`") {
        request.iterations = count
      }
    default: if let share = share(value, "`worst`", mayBeZero: true) { request.worstShare = share }
    }
  }
}
