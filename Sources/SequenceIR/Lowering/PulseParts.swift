/// Pulses that are played as several RF events, because the scanner takes none as long.
extension Lowering {
  /// How a pulse of `grid` is played on this scanner; nil after a diagnostic.
  mutating func plan(
    _ grid: OptimizedGrid, _ name: Syntax.Name, at span: SourceSpan
  ) -> OptimizedPulsePlan? {
    let longest = profile.time(.longestRF)
    // Between two events a block ends, which happens on its own raster.
    let gap =
      (profile.time(.rfRingdownTime) ?? .zero) + (profile.time(.rfDeadTime) ?? .zero) + rasters.blockDuration
    if let plan = OptimizedPulsePlan(count: grid.count, step: grid.step, longest: longest, gap: gap) {
      return plan
    }
    error(
      .pulseProblem,
      "`\(name.text)` of \(grid.duration) cannot be divided into RF events of at most \(longest ?? .zero)",
      at: span, related: limitNote(.longestRF), help: "use a shorter `step`")
    return nil
  }

  /// Blocks of the parts one after another, from the moment that one event would start at `timing.delay`.
  mutating func partsGroup(
    _ line: Line, _ pulse: DesignedPulse, at span: SourceSpan, timing: PulseTiming, phase: Double,
    frequency: Double, carrierPPM: Double, scale: Double
  ) -> BlockGroup? {
    guard line.slice == nil, line.gradients.isEmpty else {
      error(
        .pulseProblem,
        "`\(pulse.name)` is played in \(pulse.waveform.parts.count) parts, and no gradient runs through them",
        at: line.slice?.span ?? line.gradients.first?.span ?? span, related: limitNote(.longestRF),
        help: "a site's profile may raise rf-longest-event; or use a shorter pulse")
      return nil
    }
    let waveform = pulse.waveform
    let ringdown = profile.time(.rfRingdownTime) ?? .zero
    var group = BlockGroup(anchor: timing.delay + timing.centre, use: waveform.use)
    var boundary = Time.zero
    for (part, range) in zip(parts(of: pulse), waveform.parts) {
      let start = timing.delay + waveform.dwell * range.lowerBound
      var event = rfEvent(part, nil, delay: start - boundary, phase, frequency, carrierPPM, scale)
      // All parts turn with the phase of one pulse, whose phase at its centre is what was asked for.
      let seconds = (waveform.dwell * range.lowerBound - waveform.centre).seconds
      event.phasePPM = 2 * Double.pi * carrierPPM * seconds
      event.phaseRadians = Lowering.wrapped(phase + 2 * Double.pi * frequency * seconds)
      var block = PlannedBlock(duration: .zero)
      block.rf = sequence.library.add(event)
      if let shim = line.shim {
        guard let channels = self.shim(shim.magnitudes, shim.phases) else { return nil }
        block.extras.shim = channels
      }
      let end = (start + part.waveform.duration + ringdown).roundedUp(to: rasters.blockDuration)
      block.duration = end - boundary
      boundary = end
      group.blocks.append(block)
    }
    return group
  }

  /// Each part as a pulse of its own; the one at the rotation point has the use of the whole.
  private mutating func parts(of pulse: DesignedPulse) -> [DesignedPulse] {
    if let known = pulseParts[pulse.identity] { return known }
    let whole = pulse.waveform
    let central =
      whole.parts.firstIndex { whole.dwell * $0.upperBound > whole.centre } ?? whole.parts.count - 1
    var result: [DesignedPulse] = []
    for (index, range) in whole.parts.enumerated() {
      let length = whole.dwell * range.count
      let centre = min(max(.zero, whole.centre - whole.dwell * range.lowerBound), length)
      let part = PulseWaveform(
        real: Array(whole.real[range]), imaginary: Array(whole.imaginary[range]), dwell: whole.dwell,
        centre: centre, use: index == central ? whole.use : .other)
      result.append(DesignedPulse(identity: identity(of: part), name: pulse.name, waveform: part))
    }
    pulseParts[pulse.identity] = result
    return result
  }
}
