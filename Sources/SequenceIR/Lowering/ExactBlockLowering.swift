/// `block { ... }`: every event where the design puts it; nothing is moved, what does not fit is an error.
extension Lowering {
  mutating func exactBlock(_ statement: Syntax.ExactBlock, at span: SourceSpan) {
    let errorsBefore = errorCount
    var planned = PlannedBlock(duration: .zero)
    var end = Time.zero
    var rotationPoint: (time: Time, use: RFUse)?
    var rfSpan: SourceSpan?
    var adcSpan: SourceSpan?
    // An event whose declaration failed is missing without another error.
    var isWhole = true
    for entry in statement.entries {
      guard let delay = delay(of: entry) else { continue }
      switch entry.kind {
      case .rf(let name):
        if let rfSpan {
          error(
            .oneEventPerBlock, "a second pulse in one block", at: entry.span,
            related: [Diagnostic.Related(rfSpan, "the first is here")],
            help: "write a block of its own for it")
          continue
        }
        rfSpan = entry.span
        rotationPoint = rf(name, entry, delay, in: &planned, end: &end)
        isWhole = isWhole && !planned.rf.isNone
      case .gradient(let axis, let expression):
        gradient(axis, expression, entry, delay, in: &planned)
        isWhole = isWhole && planned.gradients[axis.axis] != nil
      case .adc(let points, let dwell):
        if adcSpan != nil {
          error(.oneEventPerBlock, "a second acquisition in one block", at: entry.span)
          continue
        }
        adcSpan = entry.span
        adc(points, dwell, entry, delay, in: &planned, end: &end)
        isWhole = isWhole && !planned.adc.isNone
      case .output(let name, let expression): output(name, expression, delay, in: &planned, end: &end)
      case .label(let name, let increment, let value):
        if let operation = label(name, increment, value) { planned.extras.labels.add(operation) }
      case .shim(let magnitudes, let phases): planned.extras.shim = shim(magnitudes, phases)
      }
    }
    if let rfSpan, let adcSpan, isWhole, errorCount == errorsBefore {
      checkReceiver(planned, rfSpan, adcSpan)
    }
    for gradient in planned.gradients.values {
      end = max(end, sequence.library.end(of: gradient, raster: rasters.gradient))
    }
    guard isWhole, errorCount == errorsBefore, let duration = duration(statement, end, at: span),
      errorCount == errorsBefore
    else {
      hasGaps = true
      return
    }
    planned.duration = duration
    let start = now
    append(planned, origin: span)
    if let rotationPoint { noteEffect(of: rotationPoint.use, centre: start + rotationPoint.time) }
  }

  private mutating func delay(of entry: Syntax.ExactBlock.Entry) -> Time? {
    guard let expression = entry.delay else { return .zero }
    let raster: Time
    switch entry.kind {
    case .gradient: raster = rasters.gradient
    default: raster = rasters.radiofrequency
    }
    guard let delay = evaluator.time(expression, for: "the delay"),
      onRaster(delay, raster, for: "the delay", at: expression.span)
    else { return nil }
    guard delay <= GradientLimits.longestPart else {
      error(.outOfRange, "the delay is longer than \(GradientLimits.longestPart)", at: expression.span)
      return nil
    }
    return delay
  }

  private mutating func duration(_ statement: Syntax.ExactBlock, _ end: Time, at span: SourceSpan) -> Time? {
    guard let expression = statement.duration else { return end.roundedUp(to: rasters.blockDuration) }
    guard let duration = evaluator.time(expression, for: "the duration of the block"),
      onRaster(duration, rasters.blockDuration, for: "the duration of the block", at: expression.span)
    else { return nil }
    guard duration >= end else {
      error(
        .eventOutsideBlock, "the block lasts \(duration), its events need \(end)", at: expression.span,
        help: "use at least \(end.roundedUp(to: rasters.blockDuration)), or leave the duration out")
      return nil
    }
    return duration
  }

  private func modifiers(_ entry: Syntax.ExactBlock.Entry) -> Syntax.Modifiers {
    var result = Syntax.Modifiers()
    result.phase = entry.phase.map { .fixed($0) }
    result.frequency = entry.frequency
    result.scale = entry.scale
    return result
  }

  private mutating func rf(
    _ name: Syntax.Name, _ entry: Syntax.ExactBlock.Entry, _ delay: Time, in block: inout PlannedBlock,
    end: inout Time
  ) -> (Time, RFUse)? {
    guard let value = evaluator.scope.lookup(name.text)?.value else {
      evaluator.unknownName(name.text, at: name.span)
      return nil
    }
    guard case .pulse(let pulse) = value else {
      if !value.isInvalid { evaluator.wrongKind(value, needed: "a pulse", for: "`rf`", at: name.span) }
      return nil
    }
    let clauses = modifiers(entry)
    guard let phase = phase(clauses), let frequency = frequency(clauses), let scale = scale(clauses) else {
      return nil
    }
    if let dead = profile.time(.rfDeadTime), delay < dead {
      error(
        .deadTime, "the pulse starts \(delay) after its block, the transmitter needs \(dead)",
        at: entry.delay?.span ?? entry.span, related: limitNote(.rfDeadTime), help: "use `delay \(dead)`")
      return nil
    }
    let event = exactRF(pulse, delay, phase, frequency, scale)
    block.rf = sequence.library.add(event)
    end = max(end, delay + pulse.waveform.duration + (profile.time(.rfRingdownTime) ?? .zero))
    return (delay + pulse.waveform.centre, pulse.waveform.use)
  }

  private mutating func gradient(
    _ axis: Syntax.AxisName, _ expression: Syntax.Expression, _ entry: Syntax.ExactBlock.Entry, _ delay: Time,
    in block: inout PlannedBlock
  ) {
    guard let scale = scale(modifiers(entry)), case .gradient(let shape) = gradient("", expression) else {
      return
    }
    _ = place(shape, axis, scale, delay, in: &block)
  }

  private mutating func adc(
    _ pointsText: Syntax.Expression, _ dwellText: Syntax.Expression, _ entry: Syntax.ExactBlock.Entry,
    _ delay: Time,
    in block: inout PlannedBlock, end: inout Time
  ) {
    let clauses = modifiers(entry)
    guard let points = evaluator.count(pointsText, in: 1...100_000_000, for: "the number of points"),
      let dwell = evaluator.positiveTime(dwellText, for: "the dwell time"),
      onRaster(dwell, rasters.adc, for: "the dwell time", at: dwellText.span), let phase = phase(clauses),
      let frequency = frequency(clauses)
    else { return }
    guard let length = dwell.times(points), length < Time.longest else {
      error(.outOfRange, "the acquisition lasts longer than \(Time.longestInWords)", at: pointsText.span)
      return
    }
    let dead = profile.time(.adcDeadTime) ?? .zero
    if delay < dead {
      error(
        .deadTime, "the acquisition starts \(delay) after its block, the receiver needs \(dead)",
        at: entry.delay?.span ?? entry.span, related: limitNote(.adcDeadTime), help: "use `delay \(dead)`")
      return
    }
    block.adc = sequence.library.add(
      ADCEvent(
        sampleCount: points, dwell: dwell, delay: delay, frequencyHertz: frequency, phaseRadians: phase))
    end = max(end, delay + length + dead)
  }

  private mutating func output(
    _ name: Syntax.Name, _ expression: Syntax.Expression, _ delay: Time, in block: inout PlannedBlock,
    end: inout Time
  ) {
    guard let channel = triggerChannel(name, isInput: false),
      let duration = evaluator.positiveTime(expression, for: "the duration")
    else { return }
    block.extras.triggers.append(Trigger(channel: channel, delay: delay, duration: duration))
    end = max(end, delay + duration)
  }

  /// The receiver is blanked during a pulse.
  private mutating func checkReceiver(_ block: PlannedBlock, _ rfSpan: SourceSpan, _ adcSpan: SourceSpan) {
    let rf = sequence.library[block.rf]
    let adc = sequence.library[block.adc]
    let rfEnd = sequence.library.end(of: block.rf, raster: rasters.radiofrequency)
    guard let length = adc.duration, adc.delay < rfEnd, adc.delay + length > rf.delay else { return }
    let free = rfEnd + max(profile.time(.rfRingdownTime) ?? .zero, profile.time(.adcDeadTime) ?? .zero)
    error(
      .acquisitionOverRF,
      "the acquisition (\(adc.delay) to \(adc.delay + length)) overlaps the pulse (\(rf.delay) to \(rfEnd))",
      at: adcSpan, related: [Diagnostic.Related(rfSpan, "the pulse is here")],
      help: "start it at \(free) or later")
  }
}
