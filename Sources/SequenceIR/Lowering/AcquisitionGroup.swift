/// Acquisitions: a bare sampling window, or a line of k-space with lobes after it.
extension Lowering {
  mutating func acquisitionGroup(
    _ item: Syntax.Item, _ line: Line, _ modifiers: Syntax.Modifiers, at span: SourceSpan
  ) -> BlockGroup? {
    guard let phase = phase(modifiers), let frequency = frequency(modifiers) else { return nil }
    if let carrier = modifiers.carrier {
      error(.unexpected, "the receiver has no carrier of its own", at: carrier.span, help: "use `frequency`")
      return nil
    }
    switch item.kind {
    case .acquire(let points, let dwell):
      return window(points, dwell, line, modifiers, phase, frequency)
    case .read(let name, let axes, let reversed):
      return readoutGroup(name, axes, reversed, line, modifiers, phase, frequency)
    default:
      return nil
    }
  }

  /// The echo of a bare window is its start: the first moment that is sampled.
  private mutating func window(
    _ pointsText: Syntax.Expression, _ dwellText: Syntax.Expression, _ line: Line,
    _ modifiers: Syntax.Modifiers,
    _ phase: Double, _ frequency: Double
  ) -> BlockGroup? {
    guard let points = evaluator.count(pointsText, in: 1...100_000_000, for: "the number of points"),
      let dwell = evaluator.positiveTime(dwellText, for: "the dwell time"),
      onRaster(dwell, rasters.adc, for: "the dwell time", at: dwellText.span)
    else { return nil }
    let dead = profile.time(.adcDeadTime) ?? .zero
    let delay = dead.roundedUp(to: rasters.blockDuration)
    guard let length = dwell.times(points), length < Time.longest else {
      error(.outOfRange, "the acquisition lasts longer than \(Time.longestInWords)", at: pointsText.span)
      return nil
    }
    var block = PlannedBlock(duration: (delay + length + dead).roundedUp(to: rasters.blockDuration))
    block.adc = sequence.library.add(
      ADCEvent(
        sampleCount: points, dwell: dwell, delay: delay, frequencyHertz: frequency, phaseRadians: phase))
    guard addGradients(line, modifiers, after: delay + length, to: &block) else { return nil }
    return BlockGroup(blocks: [block], anchor: delay, anchorIsEcho: true)
  }

  private mutating func readoutGroup(
    _ name: Syntax.Name, _ axes: [Syntax.AxisName], _ reversedText: Syntax.Expression?, _ line: Line,
    _ modifiers: Syntax.Modifiers, _ phase: Double, _ frequency: Double
  ) -> BlockGroup? {
    guard let readout = readout(named: name), isPlayable(readout, on: axes, name) else { return nil }
    var reversed = false
    if let reversedText {
      guard let condition = evaluator.boolean(reversedText) else { return nil }
      reversed = condition
    }
    guard let scale = scale(modifiers) else { return nil }
    var block = PlannedBlock(duration: readout.blockDuration)
    let span = modifiers.scale?.span ?? name.span
    switch readout.course {
    case .line(var trapezoid, _):
      trapezoid.amplitudeHertzPerMetre *= reversed ? -scale : scale
      guard scale == 1 || fits(trapezoid, at: span) else { return nil }
      block.gradients[axes[0].axis] = .trapezoid(trapezoid)
    case .spiral(let spiral, let delay):
      guard abs(scale) <= 1 else {
        error(
          .gradientOverLimit, "a spiral is as fast as the limits allow, so it cannot be scaled up", at: span,
          help: "declare one for a smaller field of view")
        return nil
      }
      for (axis, samples) in zip(axes, [spiral.x, spiral.y]) {
        block.gradients[axis.axis] = arbitrary(
          samples.map { reversed ? -scale * $0 : scale * $0 }, delay: delay)
      }
    }
    block.adc = sequence.library.add(
      ADCEvent(
        sampleCount: readout.sampleCount, dwell: readout.dwell, delay: readout.samplingDelay,
        frequencyHertz: frequency, phaseRadians: phase))
    guard addGradients(line, modifiers, after: readout.samplingEnd, to: &block) else { return nil }
    return BlockGroup(blocks: [block], anchor: readout.echoOffset, anchorIsEcho: true)
  }

  /// Lobes beside an acquisition are played after its last sample.
  private mutating func addGradients(
    _ line: Line, _ modifiers: Syntax.Modifiers, after end: Time, to block: inout PlannedBlock
  ) -> Bool {
    for gradient in line.gradients where !place(gradient.shape, gradient.axis, 1, .zero, in: &block) {
      return false
    }
    guard let (start, lobes) = lobes(of: line, modifiers, after: end, beside: block) else { return false }
    for (axis, lobe) in lobes {
      guard block.gradients[axis] == nil else {
        error(
          .oneEventPerBlock, "the readout is on \(axis.name) already", at: line.lobes[0].span,
          help: "write the lobe on a line of its own")
        return false
      }
      block.gradients[axis] = .trapezoid(lobe.delayed(by: start))
    }
    for gradient in block.gradients.values {
      let gradientEnd = sequence.library.end(of: gradient, raster: rasters.gradient)
      block.duration = max(block.duration, gradientEnd.roundedUp(to: rasters.blockDuration))
    }
    return true
  }

  /// When the lobes start, and their shapes: beside the readout's ramp with what it leaves of the limits, or after it
  /// with all of them, whichever ends first.
  private mutating func lobes(
    of line: Line, _ modifiers: Syntax.Modifiers, after end: Time, beside block: PlannedBlock
  ) -> (Time, [(Axis, Trapezoid)])? {
    let afterWindow = end.roundedUp(to: rasters.gradient)
    guard let full = shapes(line.lobes, 1, modifiers.lasting) else { return nil }
    guard isTurned, !full.isEmpty, !block.gradients.isEmpty else { return (afterWindow, full) }
    let afterRamp = block.gradients.values.map { sequence.library.end(of: $0, raster: rasters.gradient) }
      .reduce(afterWindow, max)
    let afterAll = (afterRamp, full)
    guard modifiers.lasting == nil, let rest = limitsLeft(by: block, lobes: full.count),
      let beside = shapes(line.lobes, 1, nil, limits: rest)
    else { return afterAll }
    func latest(_ lobes: [(Axis, Trapezoid)]) -> Time { lobes.map(\.1.duration).reduce(.zero, max) }
    return max(afterRamp, afterWindow + latest(beside)) <= afterRamp + latest(full)
      ? (afterWindow, beside) : afterAll
  }

  /// Per lobe, what a vector sum with the block's trapezoids leaves of the limits; nil when that is next to nothing.
  private func limitsLeft(by block: PlannedBlock, lobes: Int) -> GradientLimits? {
    var amplitude = scannerLimits.amplitude * scannerLimits.amplitude
    var slew = scannerLimits.slew * scannerLimits.slew
    for gradient in block.gradients.values {
      guard case .trapezoid(let shape) = gradient else { return nil }
      let size = abs(shape.amplitudeHertzPerMetre)
      let steepest = size / min(shape.rise, shape.fall).seconds
      amplitude -= size * size
      slew -= steepest * steepest
    }
    let least = 0.05
    guard amplitude > least * limits.amplitude * limits.amplitude, slew > least * limits.slew * limits.slew
    else {
      return nil
    }
    let left = GradientLimits(
      amplitude: amplitude.squareRoot(), slew: slew.squareRoot(), raster: limits.raster)
    return limits.within(left.shared(by: lobes))
  }
}
