/// A pulse with its slice gradient and crushers.
extension Lowering {
  mutating func pulseGroup(_ line: Line, _ modifiers: Syntax.Modifiers, at span: SourceSpan) -> BlockGroup? {
    guard let (pulse, pulseSpan) = line.pulse, let phase = phase(modifiers),
      let frequency = frequency(modifiers),
      let scale = scale(modifiers)
    else { return nil }
    var carrier = carrierOffsetPPM
    if let expression = modifiers.carrier {
      guard let shift = evaluator.quantity(expression, .shift, for: "the carrier"),
        let offset = offsetPPM(of: shift, at: expression.span)
      else { return nil }
      carrier = offset
    }
    if !pulse.waveform.parts.isEmpty {
      let timing = pulseTiming(pulse.waveform, ramp: .zero)
      guard
        let parts = partsGroup(
          line, pulse, at: pulseSpan, timing: timing, phase: phase, frequency: frequency, carrierPPM: carrier,
          scale: scale)
      else { return nil }
      return line.crushers.isEmpty ? parts : crushed(parts, line.crushers, modifiers.lasting)
    }
    guard let selection = selection(line, pulse, at: pulseSpan) else { return nil }
    var block = PlannedBlock(duration: .zero)
    let timing = pulseTiming(pulse.waveform, ramp: selection?.trapezoid.rise ?? .zero)
    if let selection {
      place(selection, timing, pulse.waveform, in: &block)
      guard isPlayable(block.gradients[selection.axis], at: line.slice?.span ?? pulseSpan) else { return nil }
    }
    for gradient in line.gradients where !place(gradient.shape, gradient.axis, 1, .zero, in: &block) {
      return nil
    }
    let rf = rfEvent(pulse, selection, delay: timing.delay, phase, frequency, carrier, scale)
    block.rf = sequence.library.add(rf)
    if let shim = line.shim {
      guard let channels = self.shim(shim.magnitudes, shim.phases) else { return nil }
      block.extras.shim = channels
    }
    let ringdown = profile.time(.rfRingdownTime) ?? .zero
    var end = timing.delay + pulse.waveform.duration + ringdown
    for gradient in block.gradients.values {
      end = max(end, sequence.library.end(of: gradient, raster: rasters.gradient))
    }
    block.duration = end.roundedUp(to: rasters.blockDuration)
    var group = BlockGroup(
      blocks: [block], anchor: timing.delay + timing.centre, use: pulse.waveform.use)
    if !line.crushers.isEmpty { group = crushed(group, line.crushers, modifiers.lasting) ?? BlockGroup() }
    return group.blocks.isEmpty ? nil : group
  }

  /// The pulse between two equal crushers.
  private mutating func crushed(
    _ pulse: BlockGroup, _ crushers: [Syntax.Item], _ lasting: Syntax.Expression?
  ) -> BlockGroup? {
    guard let shapes = shapes(crushers, 1, lasting) else { return nil }
    var lobes = PlannedBlock(duration: .zero)
    for (axis, shape) in shapes {
      lobes.gradients[axis] = .trapezoid(shape)
      lobes.duration = max(lobes.duration, shape.duration.roundedUp(to: rasters.blockDuration))
    }
    var group = pulse
    group.blocks = [lobes] + pulse.blocks + [lobes]
    group.anchor = pulse.anchor.map { lobes.duration + $0 }
    return group
  }

  // MARK: slice selection

  struct Selection {
    var axis: Axis
    /// Delay is set when the pulse's is known.
    var trapezoid: Trapezoid
    var offset: Double
  }

  /// nil: an error was reported; a nil inside: the pulse is not selective.
  private mutating func selection(_ line: Line, _ pulse: DesignedPulse, at pulseSpan: SourceSpan)
    -> Selection??
  {
    guard let slice = line.slice else { return .some(nil) }
    guard let bandwidth = pulse.waveform.bandwidthHertz else {
      error(
        .noSlice, "`\(pulse.name)` has no bandwidth, so it selects no slice", at: pulseSpan,
        help: "use a pulse such as sinc or slr")
      return nil
    }
    let axis = slice.axis.axis
    guard let thickness = length(slice.thickness, from: "voxel", axis, "the thickness", slice.span),
      let offset = slice.offset == nil && evaluator.scope.lookup("voxel_centre") == nil
        ? 0 : length(slice.offset, from: "voxel_centre", axis, "the offset", slice.span)
    else { return nil }
    guard thickness > 0 else {
      error(.outOfRange, "the thickness must be more than 0 mm", at: slice.thickness?.span ?? slice.span)
      return nil
    }
    if pulse.waveform.use == .excitation {
      sliceThicknessMetres = min(sliceThicknessMetres ?? thickness, thickness)
    }
    let amplitude = bandwidth / thickness
    guard abs(offset) <= 10 else {
      error(
        .outOfRange, "the offset of \(Quantity(offset, .length)) is outside any scanner",
        at: slice.offset?.span ?? slice.span)
      return nil
    }
    guard amplitude <= limits.amplitude * (1 + 1e-9) else {
      let least = bandwidth / limits.amplitude * 1e3
      error(
        .sliceTooThin,
        "a slice of \(Quantity(thickness, .length)) needs \(millitesla(amplitude)), the limit is \(millitesla(limits.amplitude))",
        at: slice.thickness?.span ?? slice.span, related: limitNote(.gradientAmplitude),
        help:
          "use at least \(DecimalText.rounded(least + 0.005, decimals: 2)) mm, or a pulse of less bandwidth than \(Quantity(bandwidth, .frequency))"
      )
      return nil
    }
    if isUnresolved(slice.span) {
      let place = "\(Quantity(thickness, .length)) at \(Quantity(offset, .length))"
      resolve(slice.span, "\(millitesla(amplitude)), \(place)")
    }
    let rise = limits.ramp(to: amplitude)
    return .some(
      Selection(
        axis: axis,
        trapezoid: Trapezoid(amplitudeHertzPerMetre: amplitude, rise: rise, flat: .zero, fall: rise),
        offset: offset))
  }

  /// A length given on the line, or that of the voxel on this axis.
  private mutating func length(
    _ expression: Syntax.Expression?, from name: String, _ axis: Axis, _ what: String, _ span: SourceSpan
  ) -> Double? {
    if let expression { return evaluator.quantity(expression, .length, for: what) }
    guard case .list(let sizes)? = evaluator.scope.lookup(name)?.value, sizes.count == 3,
      case .quantity(let size) = sizes[axis.rawValue], size.dimension == .length
    else {
      error(
        .missingStatement, "\(what) of the slice is not given", at: span,
        help: "write `slice \(axis.name) thickness 5 mm`, or declare a voxel")
      return nil
    }
    return size.value
  }

  // MARK: timing

  struct PulseTiming {
    /// From block start to the start of the waveform.
    var delay: Time
    /// From the start of the waveform to its rotation point, on the RF raster.
    var centre: Time
  }

  /// The earliest start after the ramp and the dead time that puts the centre on the block raster, so that echo times
  /// are met exactly.
  private func pulseTiming(_ waveform: PulseWaveform, ramp: Time) -> PulseTiming {
    let raster = rasters.radiofrequency
    let centre = waveform.centre.rounded(to: raster)
    let earliest = max(ramp, profile.time(.rfDeadTime) ?? .zero).roundedUp(to: raster)
    let aligned = (earliest + centre).roundedUp(to: rasters.blockDuration) - centre
    return PulseTiming(delay: aligned.isMultiple(of: raster) ? aligned : earliest, centre: centre)
  }

  /// The flat part covers the pulse; what is left after its centre is remembered for `rephase`.
  private mutating func place(
    _ selection: Selection, _ timing: PulseTiming, _ waveform: PulseWaveform, in block: inout PlannedBlock
  ) {
    var shape = selection.trapezoid
    let flatStart = timing.delay.roundedDown(to: rasters.gradient)
    let flatEnd = (timing.delay + waveform.duration).roundedUp(to: rasters.gradient)
    shape.delay = flatStart - shape.rise
    shape.flat = flatEnd - flatStart
    let amplitude = shape.amplitudeHertzPerMetre
    let rest: Double
    if let modulation = waveform.gradientModulation {
      let samples = modulated(shape, modulation, waveform, timing)
      block.gradients[selection.axis] = arbitrary(samples, delay: shape.delay)
      rest = area(of: samples, after: timing.delay + timing.centre - shape.delay)
    } else {
      block.gradients[selection.axis] = .trapezoid(shape)
      let flat = (flatEnd - timing.delay - timing.centre).seconds
      rest = amplitude * (flat + shape.fall.seconds / 2)
    }
    // Only what a pulse excites is left dephased by its own gradient; about a refocusing pulse it is symmetric.
    guard waveform.use != .refocusing, waveform.use != .inversion, waveform.use != .saturation else { return }
    sliceRemainder[selection.axis] = Dephasing(area: rest, largest: abs(rest), rotation: rotation)
  }

  /// A gradient that follows a pulse is as steep as the slice is thin.
  private mutating func isPlayable(_ gradient: GradientEvent?, at span: SourceSpan) -> Bool {
    guard case .arbitrary(let event)? = gradient else { return true }
    let samples = sequence.library[event.shape].samples().map { $0 * event.amplitudeHertzPerMetre }
    return fits(cornersOf(samples), scale: 1 - 1e-6, at: span)
  }

  /// Zeroth moment, 1/m, of samples at raster centres from `start` on.
  private func area(of samples: [Double], after start: Time) -> Double {
    let step = rasters.gradient.seconds
    var sum = 0.0
    for (index, sample) in samples.enumerated() {
      let share = min(1, max(0, Double(index + 1) - start.seconds / step))
      sum += sample * step * share
    }
    return sum
  }

  /// Samples, Hz/m, of a gradient that follows the pulse's modulation between its ramps, at raster centres.
  private func modulated(
    _ shape: Trapezoid, _ modulation: [Double], _ waveform: PulseWaveform, _ timing: PulseTiming
  ) -> [Double] {
    let count = Int(shape.duration.picoseconds / rasters.gradient.picoseconds)
    let first = modulation.first ?? 1
    let last = modulation.last ?? 1
    let step = rasters.gradient.seconds
    let rise = shape.rise.seconds
    let lead = (timing.delay - shape.delay).seconds
    return (0..<count).map { index in
      let time = (Double(index) + 0.5) * step
      var factor: Double
      if time < rise {
        factor = first * time / rise
      } else if time > rise + shape.flat.seconds {
        factor = last * (shape.duration.seconds - time) / shape.fall.seconds
      } else {
        let position = (time - lead) / waveform.dwell.seconds - 0.5
        let lower = min(max(0, Int(position.rounded(.down))), modulation.count - 1)
        let upper = min(lower + 1, modulation.count - 1)
        let fraction = min(max(position - Double(lower), 0), 1)
        factor = modulation[lower] * (1 - fraction) + modulation[upper] * fraction
      }
      return shape.amplitudeHertzPerMetre * factor
    }
  }

  // MARK: the event

  mutating func rfEvent(
    _ pulse: DesignedPulse, _ selection: Selection?, delay: Time, _ phase: Double, _ frequency: Double,
    _ carrierPPM: Double, _ scale: Double
  ) -> RFEvent {
    let waveform = pulse.waveform
    var shapes: PulseShapes
    var hertz = frequency
    if let selection, selection.offset != 0, let modulation = waveform.gradientModulation {
      // The slice's frequency follows the gradient, so it goes into the waveform's own phase.
      shapes = self.shapes(
        of: shifted(waveform, modulation, by: selection.offset * selection.trapezoid.amplitudeHertzPerMetre))
    } else {
      hertz += selection.map { $0.offset * $0.trapezoid.amplitudeHertzPerMetre } ?? 0
      shapes = pulseShapes[pulse.identity] ?? self.shapes(of: waveform)
      pulseShapes[pulse.identity] = shapes
    }
    // Pulseq counts the phase of an offset from the start of the shape; what is asked for is the phase at the centre.
    let centre = waveform.centre
    return RFEvent(
      amplitudeHertz: shapes.peakHertz * scale, magnitude: shapes.magnitude, phase: shapes.phase,
      time: shapes.time,
      centre: centre, delay: delay, frequencyPPM: carrierPPM,
      phasePPM: -2 * Double.pi * carrierPPM * centre.seconds,
      frequencyHertz: hertz, phaseRadians: Lowering.wrapped(phase - 2 * Double.pi * hertz * centre.seconds),
      use: waveform.use)
  }

  /// A pulse of an exact block: no slice, no carrier but its own frequency.
  mutating func exactRF(
    _ pulse: DesignedPulse, _ delay: Time, _ phase: Double, _ frequency: Double, _ scale: Double
  ) -> RFEvent {
    rfEvent(pulse, nil, delay: delay, phase, frequency, carrierOffsetPPM, scale)
  }

  private func shifted(_ waveform: PulseWaveform, _ modulation: [Double], by hertz: Double) -> PulseWaveform {
    var result = waveform
    let step = waveform.dwell.seconds
    var turns = [Double](repeating: 0, count: modulation.count)
    var sum = 0.0
    for index in modulation.indices {
      turns[index] = sum + hertz * modulation[index] * step / 2
      sum += hertz * modulation[index] * step
    }
    // The phase is that of the centre, which lies between two samples as a rule.
    let position = waveform.centre.seconds / step
    let centreIndex = min(max(0, Int(position)), modulation.count - 1)
    let reference =
      turns[centreIndex] + hertz * modulation[centreIndex] * step * (position - Double(centreIndex) - 0.5)
    for index in modulation.indices {
      let angle = 2 * Double.pi * (turns[index] - reference)
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(angle)
      result.real[index] = waveform.real[index] * cosine - waveform.imaginary[index] * sine
      result.imaginary[index] = waveform.real[index] * sine + waveform.imaginary[index] * cosine
    }
    return result
  }

  private mutating func shapes(of waveform: PulseWaveform) -> PulseShapes {
    let peak = waveform.peakHertz
    let divisor = peak > 0 ? peak : 1
    var magnitude: [Double] = []
    var phase: [Double] = []
    for (x, y) in zip(waveform.real, waveform.imaginary) {
      magnitude.append(min(1, (x * x + y * y).squareRoot() / divisor))
      var turns = x == 0 && y == 0 ? 0 : ElementaryFunctions.atan2(y, x) / (2 * Double.pi)
      if turns < 0 { turns += 1 }
      phase.append(turns >= 1 - 0.5e-7 ? 0 : turns)
    }
    let time = timeShape(of: waveform)
    return PulseShapes(
      magnitude: sequence.library.add(Shape(quantizing: magnitude)),
      phase: sequence.library.add(Shape(quantizing: phase)), time: time, peakHertz: peak)
  }

  /// None when the samples sit on the RF raster, as Pulseq assumes.
  private mutating func timeShape(of waveform: PulseWaveform) -> ShapeID {
    if waveform.dwell == rasters.radiofrequency { return .none }
    let dwell = waveform.dwell.seconds / rasters.radiofrequency.seconds
    return sequence.library.add(Shape(quantizing: waveform.real.indices.map { (Double($0) + 0.5) * dwell }))
  }

  mutating func shim(_ magnitudes: Syntax.Expression, _ phases: Syntax.Expression?) -> RFShim? {
    guard let sizes = evaluator.list(of: magnitudes, .none, for: "the magnitudes") else { return nil }
    var angles = [Double](repeating: 0, count: sizes.count)
    if let phases {
      guard let given = evaluator.list(of: phases, .angle, for: "the phases") else { return nil }
      guard given.count == sizes.count else {
        error(.outOfRange, "there are \(sizes.count) magnitudes and \(given.count) phases", at: phases.span)
        return nil
      }
      angles = given
    }
    return RFShim(channels: zip(sizes, angles).map { RFShim.Channel(magnitude: $0, phaseRadians: $1) })
  }
}
