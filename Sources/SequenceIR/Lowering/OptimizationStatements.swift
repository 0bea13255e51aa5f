/// `optimize { ... }`: what is searched, for what, over which members.
extension Lowering {
  /// The whole ensemble may have this many members.
  static let mostMembers = 10_000
  /// Each is a search of its own.
  static let mostCombinations = 64

  mutating func resolveOptimization(_ design: Syntax.Design) {
    let statement = design.statements.first { if case .optimization = $0.kind { true } else { false } }
    guard let statement, case .optimization(let block) = statement.kind else { return }
    let errorsBefore = errorCount
    var request = OptimizationRequest(span: statement.span)
    request.pulses = searched(block)
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

  // MARK: lines

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
      if let width = positive(value, .frequency, "the linewidth") { request.linewidthHertz = width }
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
    case .setting(let what, let value): takeSetting(what, value, into: &request)
    case .minimizer(let name):
      request.minimizer = OptimizationRequest.Minimizer(rawValue: name.text) ?? .lbfgs
    case .vary(let name, let interval):
      if let variable = variable(name, interval, design, request) { request.variables.append(variable) }
    case .choose(let name, let list):
      if let choice = choice(name, list, design, request) { request.choices.append(choice) }
    }
  }

  private func molecule(_ name: Syntax.Name) -> OptimizationRequest.Molecule {
    OptimizationRequest.Molecule(name: name.text, span: name.span)
  }

  private mutating func aim(_ kind: Syntax.Optimization.Kind) -> OptimizationRequest.Aim? {
    switch kind {
    case .precision(let molecules): return weighted(molecules).map { .precision($0) }
    case .meanSquareError(let molecules, let noise):
      guard let weighted = weighted(molecules), let noise = positive(noise, .none, "the noise") else {
        return nil
      }
      return .meanSquareError(weighted, noise: noise)
    case .signal(let name, let interval, let weight):
      guard let band = band(interval, "the band"), let weight = self.weight(weight) else { return nil }
      return .signal(molecule(name), band, weight: weight)
    case .suppression(let names, let interval, let below, let weight):
      guard let band = band(interval, "the band"), let weight = self.weight(weight) else { return nil }
      var share: Double?
      if let below {
        guard let value = self.share(below, "the share") else { return nil }
        share = value
      }
      return .suppression(names.map(molecule), band, below: share, weight: weight)
    case .spectrum(let name, let path, let place, let weight):
      guard let weight = self.weight(weight) else { return nil }
      guard let file = environment.openFile(path, place.file) else {
        error(
          .includeNotFound, "the file \"\(path)\" cannot be read", at: place,
          help: "the path counts from the folder of the design")
        return nil
      }
      return .spectrum(molecule(name), file: file, weight: weight)
    case .state(let text, let place, let name, let weight):
      return self.weight(weight).map { .state(text, stateSpan: place, of: molecule(name), weight: $0) }
    case .profile(let profile): return self.profile(profile).map { .profile($0) }
    default: return nil
    }
  }

  private mutating func profile(_ profile: Syntax.Optimization.Profile) -> OptimizationRequest.Profile? {
    var kind = OptimizationRequest.Profile.Kind.excitation
    switch profile.kind.text {
    case "inversion": kind = .inversion
    case "refocusing": kind = .refocusing
    case "rotation":
      guard let expression = profile.angle, let angle = positive(expression, .angle, "the angle") else {
        return nil
      }
      guard angle <= 1.0000001 * ElementaryFunctions.pi else {
        error(
          .outOfRange, "a rotation by more than 180 deg is a smaller one the other way", at: expression.span)
        return nil
      }
      kind = .rotation(radians: angle)
    default: break
    }
    guard let band = positive(profile.band, .frequency, "the band"),
      let weight = self.weight(profile.weight)
    else { return nil }
    var transition: Double?
    if let expression = profile.transition {
      guard let width = positive(expression, .frequency, "the transition") else { return nil }
      transition = width
    }
    return OptimizationRequest.Profile(
      kind: kind, pulse: molecule(profile.pulse), bandHertz: band, transitionHertz: transition,
      weight: weight, span: profile.kind.span)
  }

  private mutating func weighted(_ molecules: [Syntax.MoleculeValue]) -> [OptimizationRequest.Weighted]? {
    reportRepetitions(molecules.map(\.name))
    var result: [OptimizationRequest.Weighted] = []
    for entry in molecules {
      guard let weight = weight(entry.value) else { return nil }
      result.append(OptimizationRequest.Weighted(molecule: molecule(entry.name), weight: weight))
    }
    return result
  }

  private mutating func amounts(_ molecules: [Syntax.MoleculeValue]) -> [OptimizationRequest.Amount] {
    reportRepetitions(molecules.map(\.name))
    return molecules.compactMap { entry in
      guard let value = entry.value,
        let amount = positive(value, .concentration, "the concentration of \(entry.name.text)")
      else { return nil }
      return OptimizationRequest.Amount(molecule: molecule(entry.name), millimolar: amount)
    }
  }

  private mutating func reportRepetitions(_ names: [Syntax.Name]) {
    for (index, name) in names.enumerated() {
      if let earlier = names[..<index].first(where: { $0.text == name.text }) {
        error(
          .duplicateName, "`\(name.text)` stands twice", at: name.span,
          related: [Diagnostic.Related(earlier.span, "the first is here")])
      }
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

  /// What the design says of a `let` that is varied.
  private mutating func varied(
    _ name: Syntax.Name, _ design: Syntax.Design, _ request: OptimizationRequest
  ) -> Quantity? {
    let constants = design.statements.compactMap { statement -> String? in
      if case .constant(let own, _) = statement.kind { own.text } else { nil }
    }
    guard constants.contains(name.text), let value = evaluator.scope.lookup(name.text)?.value else {
      let near = Suggestion.nearest(to: name.text, among: constants)
      error(
        .unknownName, "no `let` of the design is called `\(name.text)`", at: name.span,
        help: near.map { "did you mean `\($0)`?" } ?? "write at the top level, e.g.: let \(name.text) = 30 ms"
      )
      return nil
    }
    if (request.variables.map(\.name) + request.choices.map(\.name)).contains(name.text) {
      error(.repeatedClause, "`\(name.text)` is varied twice", at: name.span)
    }
    guard case .quantity(let quantity) = value else {
      if !value.isInvalid {
        evaluator.wrongKind(value, needed: "a quantity", for: "`vary`", at: name.span)
      }
      return nil
    }
    return quantity
  }

  private mutating func variable(
    _ name: Syntax.Name, _ interval: Syntax.Interval, _ design: Syntax.Design, _ request: OptimizationRequest
  ) -> OptimizationRequest.Variable? {
    guard let quantity = varied(name, design, request),
      let lower = evaluator.quantity(interval.lower, anyOf: [quantity.dimension], for: "`\(name.text)`"),
      let upper = evaluator.quantity(interval.upper, anyOf: [quantity.dimension], for: "`\(name.text)`"),
      isForward(lower, upper, interval.span, mayBeEqual: false)
    else { return nil }
    return OptimizationRequest.Variable(
      name: name.text, lower: lower, upper: upper, value: quantity, span: name.span)
  }

  /// All of a list have the dimension of the `let`, and none stands twice.
  private mutating func choice(
    _ name: Syntax.Name, _ list: Syntax.Expression, _ design: Syntax.Design, _ request: OptimizationRequest
  ) -> OptimizationRequest.Choice? {
    guard let quantity = varied(name, design, request) else { return nil }
    let evaluated = evaluator.evaluate(list)
    guard case .list(let elements) = evaluated else {
      if !evaluated.isInvalid {
        evaluator.wrongKind(
          evaluated, needed: "a range, 1 .. 3, or a list of values, (1, 2, 3)", for: "`vary`", at: list.span)
      }
      return nil
    }
    var values: [Quantity] = []
    for element in elements {
      guard case .quantity(let value) = element, value.dimension == quantity.dimension else {
        if !element.isInvalid {
          evaluator.wrongKind(
            element, needed: quantity.dimension.description, for: "`\(name.text)`", at: list.span)
        }
        return nil
      }
      if values.contains(where: { $0.value == value.value }) {
        error(.duplicateName, "\(value) stands twice in this list", at: list.span)
        return nil
      }
      values.append(value)
    }
    let count = request.combinations.count * values.count
    guard values.count > 1, count <= Lowering.mostCombinations else {
      error(
        .outOfRange,
        values.count < 2
          ? "one value leaves no choice"
          : "\(count) combinations of values to try, and \(Lowering.mostCombinations) is the limit",
        at: list.span)
      return nil
    }
    return OptimizationRequest.Choice(name: name.text, values: values, span: name.span)
  }

  // MARK: numbers

  /// 1 when it is left out.
  private mutating func weight(_ expression: Syntax.Expression?) -> Double? {
    guard let expression else { return 1 }
    return positive(expression, .none, "the weight")
  }

  private mutating func positive(
    _ expression: Syntax.Expression, _ dimension: Dimension, _ what: String
  ) -> Double? {
    guard let value = evaluator.quantity(expression, dimension, for: what) else { return nil }
    if value > 0 { return value }
    error(.outOfRange, "\(what) must be more than 0", at: expression.span)
    return nil
  }

  private mutating func share(
    _ expression: Syntax.Expression, _ what: String, mayBeZero: Bool = false
  ) -> Double? {
    guard let value = evaluator.quantity(expression, .none, for: what) else { return nil }
    if value <= 1, value > 0 || (mayBeZero && value == 0) { return value }
    error(.outOfRange, "\(what) must be between 0 and 1, is \(Quantity(value, .none))", at: expression.span)
    return nil
  }

  private mutating func band(_ interval: Syntax.Interval, _ what: String) -> OptimizationRequest.Band? {
    guard let (lower, upper) = bounds(interval, .shift, "an end of \(what)", mayBeEqual: false) else {
      return nil
    }
    var set: Int?
    if let expression = interval.set {
      guard let value = evaluator.quantity(expression, .none, for: "the label SET") else { return nil }
      guard value >= 0, value <= 32767, value == value.rounded() else {
        error(
          .outOfRange, "the label SET is a whole number from 0 to 32767, not \(Quantity(value, .none))",
          at: expression.span)
        return nil
      }
      set = Int(value)
    }
    return OptimizationRequest.Band(lowerPPM: lower, upperPPM: upper, span: interval.span, set: set)
  }

  private mutating func bounds(
    _ interval: Syntax.Interval, _ dimension: Dimension, _ what: String, mayBeEqual: Bool
  ) -> (lower: Double, upper: Double)? {
    guard let lower = evaluator.quantity(interval.lower, anyOf: [dimension], for: what),
      let upper = evaluator.quantity(interval.upper, anyOf: [dimension], for: what),
      isForward(lower, upper, interval.span, mayBeEqual: mayBeEqual)
    else { return nil }
    return (lower.value, upper.value)
  }

  private mutating func isForward(
    _ lower: Quantity, _ upper: Quantity, _ span: SourceSpan, mayBeEqual: Bool
  ) -> Bool {
    if lower.value < upper.value || (mayBeEqual && lower.value == upper.value) { return true }
    error(
      .reversedRange,
      lower.value == upper.value
        ? "the range from \(lower) to \(upper) is empty" : "the range runs down, from \(lower) to \(upper)",
      at: span, help: "the smaller value stands first")
    return false
  }
}
