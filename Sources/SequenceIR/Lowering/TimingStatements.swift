/// Statements that are about time and about labels: `delay`, `fill`, `label`, `wait`, `output`.
extension Lowering {
  mutating func delay(_ expression: Syntax.Expression, _ adjustable: Syntax.Adjustable?, at span: SourceSpan)
  {
    guard let duration = evaluator.time(expression, for: "the delay"),
      onRaster(duration, rasters.blockDuration, for: "a delay", at: expression.span)
    else { return }
    guard let adjustable else {
      appendDelay(duration, origin: span)
      return
    }
    var factor = 1.0
    if let text = adjustable.factor {
      guard let value = evaluator.quantity(text, .none, for: "the factor") else { return }
      guard value != 0 else {
        error(.outOfRange, "the factor of an adjustable delay cannot be 0", at: text.span)
        return
      }
      factor = value
    }
    var offset = Time.zero
    if let text = adjustable.offset {
      guard let value = evaluator.time(text, for: "the offset", negative: true),
        onRaster(value, Time(microseconds: 1), for: "the offset", at: text.span)
      else { return }
      offset = value
    }
    guard duration > .zero else {
      error(.outOfRange, "an adjustable delay must be longer than 0 s", at: expression.span)
      return
    }
    let hint = adjustable.hint.text
    guard hint.utf8.count <= 31 else {
      error(
        .outOfRange, "the name of an adjustable delay has at most 31 characters", at: adjustable.hint.span)
      return
    }
    guard agrees(hint, shows: (duration - offset).seconds * factor, at: span) else { return }
    let number = softDelays[hint] ?? softDelays.count
    softDelays[hint] = number
    var block = PlannedBlock(duration: duration)
    block.extras.softDelay = SoftDelay(number: number, offset: offset, factor: factor, hint: hint)
    append(block, origin: span)
  }

  /// Delays of one name are one setting at the console, so each must show the same value, (block - offset) x factor;
  /// interpreters refuse files in which they differ by more than 0.1 us.
  private mutating func agrees(_ hint: String, shows seconds: Double, at span: SourceSpan) -> Bool {
    guard let first = softDelayValues[hint] else {
      softDelayValues[hint] = (seconds, span)
      return true
    }
    if abs(first.seconds - seconds) <= Time(nanoseconds: 100).seconds { return true }
    error(
      .outOfRange,
      "this delay sets \(hint) to \(Quantity(seconds, .time)), another one to \(Quantity(first.seconds, .time))",
      at: span, related: [Diagnostic.Related(first.span, "the other one is here")],
      help: "delays of one name are one setting: (delay - offset) x factor must be the same, or use two names"
    )
    return false
  }

  mutating func fill(to expression: Syntax.Expression, at span: SourceSpan) {
    guard let total = evaluator.time(expression, for: "the time to fill to") else { return }
    let gap = passStart + total - now
    guard gap >= .zero else {
      tooShort(
        by: -gap, total, expression, what: repeatDepth > 0 ? "the end of the pass" : "the end of the sequence"
      )
      return
    }
    guard onRaster(gap, rasters.blockDuration, for: "the time that is left", at: expression.span) else {
      return
    }
    if isUnresolved(expression.span) { resolve(expression.span, "waits \(gap)") }
    appendDelay(gap, origin: span)
  }

  mutating func label(_ name: Syntax.Name, _ increment: Bool, _ expression: Syntax.Expression)
    -> LabelOperation?
  {
    guard let label = Label(rawValue: name.text) else {
      let names = Label.allCases.map(\.rawValue)
      error(
        .unknownLabel, "there is no label `\(name.text)`", at: name.span,
        help: Suggestion.nearest(to: name.text, among: names).map { "did you mean `\($0)`?" }
          ?? "labels: \(names.joined(separator: ", "))")
      return nil
    }
    let range: ClosedRange<Int> =
      switch label.family {
      case .counter: increment ? -32767...32767 : 0...32767
      case .flag: 0...1
      case .threeState: 0...2
      }
    if case .boolean(let flag) = evaluator.evaluateQuietly(expression), label.family == .flag {
      return LabelOperation(.set, label, flag ? 1 : 0)
    }
    guard let value = evaluator.count(expression, in: Int.min...Int.max, for: "the label \(name.text)") else {
      return nil
    }
    guard range.contains(value) else {
      error(
        .labelRange, "`\(name.text)` runs from \(range.lowerBound) to \(range.upperBound), not to \(value)",
        at: expression.span)
      return nil
    }
    guard !increment || label.family == .counter else {
      error(
        .labelRange, "`\(name.text)` is a flag and cannot be incremented", at: name.span,
        help: "use `label \(name.text) = 1`")
      return nil
    }
    return LabelOperation(increment ? .increment : .set, label, value)
  }

  /// `wait physio1 [for ...]` and `output osc0 for ...`.
  mutating func trigger(
    _ name: Syntax.Name, _ expression: Syntax.Expression?, isInput: Bool, at span: SourceSpan
  ) {
    guard let channel = triggerChannel(name, isInput: isInput) else { return }
    var duration = rasters.blockDuration
    if let expression {
      guard let given = evaluator.positiveTime(expression, for: "the duration of the trigger") else { return }
      guard onRaster(given, rasters.blockDuration, for: "the duration", at: expression.span) else { return }
      duration = given
    }
    var block = PlannedBlock(duration: duration)
    block.extras.triggers = [Trigger(channel: channel, delay: .zero, duration: duration)]
    append(block, origin: span)
  }

  mutating func triggerChannel(_ name: Syntax.Name, isInput: Bool) -> Trigger.Channel? {
    let channels = Trigger.Channel.allCases.filter { ($0.pulseqCodes.type == 2) == isInput }
    if let channel = channels.first(where: { $0.rawValue == name.text }) { return channel }
    error(
      .unknownLabel, "there is no \(isInput ? "trigger input" : "digital output") `\(name.text)`",
      at: name.span,
      help: "one of \(channels.map(\.rawValue).joined(separator: ", "))")
    return nil
  }
}

extension Evaluator {
  /// The value without diagnostics, to find out its kind.
  mutating func evaluateQuietly(_ expression: Syntax.Expression) -> Value {
    let before = diagnostics
    defer { diagnostics = before }
    return evaluate(expression)
  }
}
