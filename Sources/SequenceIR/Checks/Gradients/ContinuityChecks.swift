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
    let silent = silentAtEnds(context.facts)
    let rotated = context.sequence.library.extras.map { $0.rotation != nil }
    func isSilent(_ id: GradientID) -> Bool { id.isNone || silent[Int(id.number) - 1] }
    // The block before, and what it ends with if that is not silence.
    var previous: Block?
    var previousEnd: Edge?
    for entry in PlayedBlocks(context.sequence) where !takesNoTime(entry.block) {
      let block = entry.block
      let isSilent =
        isSilent(block.gx) && isSilent(block.gy) && isSilent(block.gz)
        && (block.extras.isNone || !rotated[Int(block.extras.number) - 1])
      // Most blocks begin and end at rest.
      if !isSilent || previousEnd != nil || measurements.worst == nil {
        let (start, end) = edges(of: block, context, &measurements, entry)
        if let before = previousEnd ?? previous.map({ Edge(amplitude: amplitude(of: $0, context.facts)) }) {
          compare(before, start, entry, context, &measurements)
        }
        previousEnd = isSilent ? nil : end
      }
      previous = block
    }
    return measurements
  }

  /// Largest magnitude of its gradients, Hz/m.
  private static func amplitude(of block: Block, _ facts: EventFacts) -> Double {
    [block.gx, block.gy, block.gz].reduce(0) { $1.isNone ? $0 : max($0, facts[$1].peakHertzPerMetre) }
  }

  /// Whether each gradient is zero at both ends, by id - 1.
  private static func silentAtEnds(_ facts: EventFacts) -> [Bool] {
    facts.gradients.map { $0.startHertzPerMetre == 0 && $0.endHertzPerMetre == 0 }
  }

  static func bothEnds(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    var ignored = Measurements(context)
    let first = PlayedBlocks(context.sequence).first { !takesNoTime($0.block) }
    if let first {
      let start = edges(of: first.block, context, &ignored, first).start
      observe(start, "starts", first, at: .zero, context, &measurements)
    }
    if let last = lastEntry(context) {
      let end = edges(of: last.block, context, &ignored, last).end
      observe(end, "ends", last, at: last.block.duration, context, &measurements)
    }
    return measurements
  }

  /// The last block that takes time, as `PlayedBlocks` would come to it.
  private static func lastEntry(_ context: CheckContext) -> PlayedBlocks.Entry? {
    for segment in context.uses.playedSegments.reversed() {
      let played = context.sequence.segments[segment]
      for index in played.blocks.reversed() where !takesNoTime(context.sequence.blocks[index]) {
        return PlayedBlocks.Entry(
          index: index, block: context.sequence.blocks[index], gapTime: .zero,
          repetition: min(2, played.repetitions) - 1)
      }
    }
    return nil
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
