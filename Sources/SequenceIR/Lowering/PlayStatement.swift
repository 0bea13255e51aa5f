/// A line of events: sorts its items, then plans a pulse, an acquisition, or gradient lobes.
extension Lowering {
  /// The items of a line by what they are.
  struct Line {
    var pulse: (value: DesignedPulse, span: SourceSpan)?
    var slice:
      (axis: Syntax.AxisName, thickness: Syntax.Expression?, offset: Syntax.Expression?, span: SourceSpan)?
    var crushers: [Syntax.Item] = []
    var acquisition: Syntax.Item?
    var lobes: [Syntax.Item] = []
    var gradients: [(shape: GradientShape, axis: Syntax.AxisName, span: SourceSpan)] = []
    var shim: (magnitudes: Syntax.Expression, phases: Syntax.Expression?)?
    /// A name whose declaration failed: the line cannot be played, and the reason has been given.
    var isBroken = false

    var isReadout: Bool { if case .read = acquisition?.kind { true } else { false } }
  }

  mutating func play(_ statement: Syntax.Play, at span: SourceSpan) {
    let errorsBefore = errorCount
    guard let line = sorted(statement) else {
      hasGaps = true
      return
    }
    refuseIdleClauses(statement.modifiers, line)
    var group: BlockGroup?
    if line.pulse != nil {
      if let item = line.acquisition {
        error(
          .acquisitionOverRF, "a pulse and an acquisition cannot be played together", at: item.span,
          help: "write the acquisition on a line of its own")
        return
      }
      if let item = line.lobes.first {
        error(
          .oneEventPerBlock, "gradient lobes beside a pulse would act during it", at: item.span,
          help: "write them on a line of their own; `crush` plays a pair around the pulse")
        return
      }
      group = pulseGroup(line, statement.modifiers, at: span)
    } else if line.slice != nil || !line.crushers.isEmpty || line.shim != nil {
      let item = line.slice?.span ?? line.crushers.first?.span ?? span
      error(
        .noSlice, "there is no pulse on this line that this could go with", at: item,
        help: "write: PULSE, slice z")
      return
    } else if let acquisition = line.acquisition {
      group = acquisitionGroup(acquisition, line, statement.modifiers, at: span)
    } else {
      group = lobeGroup(line, statement.modifiers, at: span)
    }
    guard let group, errorCount == errorsBefore else {
      hasGaps = true
      return
    }
    append(group, statement.modifiers, origin: span)
  }

  private mutating func sorted(_ statement: Syntax.Play) -> Line? {
    var line = Line()
    let errorsBefore = errorCount
    for item in statement.items {
      switch item.kind {
      case .event(let name, let axis): sort(name, axis, item.span, into: &line)
      case .slice(let axis, let thickness, let offset):
        if line.slice != nil { error(.oneEventPerBlock, "one slice per pulse", at: item.span) }
        line.slice = (axis, thickness, offset, item.span)
      case .crush: line.crushers.append(item)
      case .shim(let magnitudes, let phases):
        if line.shim != nil { error(.oneEventPerBlock, "one shim per pulse", at: item.span) }
        line.shim = (magnitudes, phases)
      case .acquire, .read:
        if line.acquisition != nil { error(.oneEventPerBlock, "one acquisition per line", at: item.span) }
        line.acquisition = item
      default: line.lobes.append(item)
      }
    }
    return errorCount == errorsBefore && !line.isBroken ? line : nil
  }

  private mutating func sort(
    _ name: Syntax.Name, _ axis: Syntax.AxisName?, _ span: SourceSpan, into line: inout Line
  ) {
    guard let value = evaluator.scope.lookup(name.text)?.value else {
      unknownEvent(name, among: evaluator.scope.names)
      return
    }
    switch (value, axis) {
    case (.pulse(let pulse), nil):
      if let first = line.pulse {
        error(
          .oneEventPerBlock, "a second pulse on one line: RF is one channel", at: span,
          related: [Diagnostic.Related(first.span, "the first is here")],
          help: "write it on a line of its own")
      }
      line.pulse = (pulse, span)
    case (.gradient(let shape), let axis?): line.gradients.append((shape, axis, span))
    case (.gradient, nil):
      error(.unexpected, "a gradient needs an axis", at: span, help: "write: \(name.text) on x")
    case (.readout, _):
      error(.wrongKind, "`\(name.text)` is a readout", at: span, help: "write: acquire \(name.text) along x")
    case (.invalid, _): line.isBroken = true
    case (.pulse, _?):
      error(
        .unexpected, "a pulse is played on no axis", at: span,
        help: "write: \(name.text), or \(name.text), slice z")
    default: evaluator.wrongKind(value, needed: "a pulse or a gradient", for: "a line of events", at: span)
    }
  }

  mutating func unknownEvent(_ name: Syntax.Name, among known: Set<String>) {
    guard looksFurther(at: name.span) else { return }
    if let module = modules[name.text] {
      error(
        .wrongKind, "`\(name.text)` is a module", at: name.span,
        related: [Diagnostic.Related(module.name.span, "it is here")],
        help:
          "call it with its values in parentheses: \(name.text)(\(module.parameters.isEmpty ? "" : "..."))")
      return
    }
    let words =
      Vocabulary.items.map(\.word)
      + Vocabulary.statements.filter { $0.places.contains(.body) }.map(\.word) + modules.keys.sorted()
    let near = Suggestion.nearest(to: name.text, among: known.union(words))
    error(
      .unknownName, "nothing is called `\(name.text)` here", at: name.span,
      help: near.map { "did you mean `\($0)`?" }
        ?? "a line of events begins with a pulse, a gradient, or a word such as acquire, spoil, delay")
  }

  // MARK: clauses that several kinds of line share

  /// A clause that would do nothing on a line of this kind is a mistake.
  private mutating func refuseIdleClauses(_ modifiers: Syntax.Modifiers, _ line: Line) {
    if modifiers.at != nil, let echo = modifiers.echo {
      error(
        .repeatedClause, "`at` and `echo at` both place this line", at: echo.span,
        help: "use `at` for a pulse and `echo at` for an acquisition")
    }
    let hasLobes = !line.lobes.isEmpty || !line.crushers.isEmpty
    if let lasting = modifiers.lasting, !hasLobes {
      idle("lasting", "without a gradient lobe", at: lasting.span)
    }
    if line.acquisition != nil {
      if let scale = modifiers.scale, !line.isReadout {
        idle("scale", "for a bare acquisition", at: scale.span)
      }
    } else if line.pulse == nil {
      if let phase = modifiers.phase { idle("phase", "for gradients", at: phase.span) }
      if let frequency = modifiers.frequency { idle("frequency", "for gradients", at: frequency.span) }
      if let carrier = modifiers.carrier { idle("carrier", "for gradients", at: carrier.span) }
      if let mark = modifiers.mark { idle("as", "for gradients", at: mark.span) }
    }
  }

  private mutating func idle(_ word: String, _ place: String, at span: SourceSpan) {
    error(
      .unexpected, "`\(word)` does nothing \(place)", at: span, help: "leave it out, or move it to its line")
  }

  /// The phase clause in radians, wrapped to [0, 2 pi); zero when there is none.
  mutating func phase(_ modifiers: Syntax.Modifiers) -> Double? {
    switch modifiers.phase {
    case nil: return 0
    case .fixed(let expression):
      return within(Lowering.largestPhase, expression, .angle, "the phase").map(Lowering.wrapped)
    case .cycled(let counter, let list):
      guard let index = evaluator.count(counter, in: 0...Int.max, for: "the counter of the phase cycle"),
        let phases = evaluator.list(of: list, .angle, for: "the phase cycle")
      else { return nil }
      let phase = phases[index % phases.count]
      guard abs(phase) <= Lowering.largestPhase else {
        error(.outOfRange, "a phase of the cycle is beyond all bounds", at: list.span)
        return nil
      }
      return Lowering.wrapped(phase)
    }
  }

  /// Beyond it a phase in radians has lost the digits that matter.
  private static let largestPhase = 1e12

  /// Into [0, 2 pi), on a grid of 1e-9 rad so that equal phases of a cycle stay equal.
  static func wrapped(_ radians: Double) -> Double {
    let turn = 2 * Double.pi
    let remainder = radians - (radians / turn).rounded(.down) * turn
    let settled = (remainder * 1e9).rounded() / 1e9
    return settled >= turn ? 0 : settled
  }

  mutating func frequency(_ modifiers: Syntax.Modifiers) -> Double? {
    guard let expression = modifiers.frequency else { return 0 }
    return within(1e9, expression, .frequency, "the frequency")
  }

  mutating func scale(_ modifiers: Syntax.Modifiers) -> Double? {
    guard let expression = modifiers.scale else { return 1 }
    return within(1e6, expression, .none, "the scale")
  }

  /// A value no larger than anything sensible, so that what is computed from it stays finite.
  private mutating func within(
    _ bound: Double, _ expression: Syntax.Expression, _ dimension: Dimension, _ what: String
  ) -> Double? {
    guard let value = evaluator.quantity(expression, dimension, for: what) else { return nil }
    guard abs(value) <= bound else {
      error(
        .outOfRange, "\(what) of \(Quantity(value, dimension)) is more than \(Quantity(bound, dimension))",
        at: expression.span)
      return nil
    }
    return value
  }
}
