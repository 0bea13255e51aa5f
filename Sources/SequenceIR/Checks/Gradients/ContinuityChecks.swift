/// Gradients are continuous: inside blocks, over the edges between blocks, and at both ends of the sequence.
enum ContinuityChecks {
  /// A step of any size asks for an infinite slew rate, so no step is allowed. Two numbers that mean the same value
  /// may still differ by what the text rounds away: amplitudes carry six significant digits and shapes seven decimals,
  /// together a millionth of the amplitude; and files before Pulseq 1.5 do not store the ends of a sampled gradient, so
  /// that readers extrapolate them from its samples, whose rounding adds up to a few millionths more in files met. One
  /// hundred-thousandth of the larger event's amplitude covers both, and is less than a step of a 16-bit converter.
  static let formatResolution = 1e-5

  static func edges(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    var previous: Edge?
    for entry in PlayedBlocks(context.sequence) where !takesNoTime(entry.block) {
      let (start, end) = edges(of: entry.block, context, &measurements, entry)
      if let before = previous { compare(before, start, entry, context, &measurements) }
      previous = end
    }
    return measurements
  }

  static func bothEnds(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    var ignored = Measurements(context)
    var last: PlayedBlocks.Entry?
    for entry in PlayedBlocks(context.sequence) where !takesNoTime(entry.block) {
      if last == nil {
        let start = edges(of: entry.block, context, &ignored, entry).start
        observe(start, "starts", entry, at: .zero, context, &measurements)
      }
      last = entry
    }
    if let last {
      let end = edges(of: last.block, context, &ignored, last).end
      observe(end, "ends", last, at: last.block.duration, context, &measurements)
    }
    return measurements
  }

  /// A block of labels alone is no time between its neighbours: a gradient may stay on over it.
  private static func takesNoTime(_ block: Block) -> Bool {
    block.duration == .zero && block.gx.isNone && block.gy.isNone && block.gz.isNone
  }

  /// Values at an edge of a block, Hz/m on the physical axes, and the amplitude their rounding is measured by.
  private struct Edge {
    var value = SIMD3<Double>()
    var amplitude = 0.0
  }

  /// The values a block starts and ends with; records the steps inside it, where an event begins late or ends early
  /// with a value.
  private static func edges(
    of block: Block, _ context: CheckContext, _ measurements: inout Measurements, _ entry: PlayedBlocks.Entry
  ) -> (start: Edge, end: Edge) {
    var start = Edge()
    var end = Edge()
    for axis in Axis.allCases where !block.gradient(axis).isNone {
      let facts = context.facts[block.gradient(axis)]
      start.amplitude = max(start.amplitude, facts.peakHertzPerMetre)
      let tolerance = formatResolution * facts.peakHertzPerMetre
      if facts.startTime == .zero {
        start.value[axis.rawValue] = facts.startHertzPerMetre
      } else if abs(facts.startHertzPerMetre) > tolerance {
        step(
          facts.startHertzPerMetre, "begins inside the block", axis, facts.startTime, entry, context,
          &measurements)
      }
      if facts.endTime == block.duration {
        end.value[axis.rawValue] = facts.endHertzPerMetre
      } else if abs(facts.endHertzPerMetre) > tolerance {
        step(
          facts.endHertzPerMetre, "ends inside the block", axis, facts.endTime, entry, context,
          &measurements)
      }
    }
    end.amplitude = start.amplitude
    if !block.extras.isNone, let rotation = context.sequence.library[block.extras].rotation {
      start.value = GradientCombination.turned(start.value, rotation.matrix)
      end.value = GradientCombination.turned(end.value, rotation.matrix)
    }
    return (start, end)
  }

  private static func compare(
    _ before: Edge, _ after: Edge, _ entry: PlayedBlocks.Entry, _ context: CheckContext,
    _ measurements: inout Measurements
  ) {
    let tolerance = formatResolution * max(before.amplitude, after.amplitude)
    for axis in Axis.allCases {
      let difference = abs(after.value[axis.rawValue] - before.value[axis.rawValue])
      let isBroken = !(difference <= tolerance)
      if isBroken || measurements.worst == nil {
        measurements.record(
          Measurements.Observation(
            measured: .exactly(context.millitesla(isBroken ? difference : 0)), limit: 0,
            what: edgeText(before, after, axis, context), axis: axis.name, block: entry.index,
            repetition: entry.repetition, relation: isBroken ? .broken : .kept))
      }
    }
  }

  private static func step(
    _ value: Double, _ what: String, _ axis: Axis, _ time: Time, _ entry: PlayedBlocks.Entry,
    _ context: CheckContext, _ measurements: inout Measurements
  ) {
    measurements.record(
      Measurements.Observation(
        measured: .exactly(context.millitesla(abs(value))), limit: 0,
        what: "\(what) at \(DecimalText.significant(context.millitesla(value), 6)) mT/m", axis: axis.name,
        block: entry.index, offset: time, repetition: entry.repetition, relation: .broken))
  }

  private static func observe(
    _ edge: Edge, _ what: String, _ entry: PlayedBlocks.Entry, at time: Time, _ context: CheckContext,
    _ measurements: inout Measurements
  ) {
    for axis in Axis.allCases {
      let size = abs(edge.value[axis.rawValue])
      let isBroken = !(size <= formatResolution * edge.amplitude)
      measurements.record(
        Measurements.Observation(
          measured: .exactly(context.millitesla(isBroken ? size : 0)), limit: 0,
          what: "the sequence \(what) at \(DecimalText.significant(context.millitesla(size), 6)) mT/m",
          axis: axis.name, block: entry.index, offset: time, repetition: entry.repetition,
          relation: isBroken ? .broken : .kept))
    }
  }

  private static func edgeText(_ before: Edge, _ after: Edge, _ axis: Axis, _ context: CheckContext) -> String
  {
    let values = [before, after].map { context.millitesla($0.value[axis.rawValue]) }
    // What a rotation leaves of zero is zero.
    let floor = 1e-9 * (values.map(abs).max() ?? 0)
    let texts = values.map { abs($0) <= floor ? "0" : DecimalText.significant($0, 6) }
    let (from, to) = (texts[0], texts[1])
    return "steps from \(from) to \(to) mT/m"
  }
}
