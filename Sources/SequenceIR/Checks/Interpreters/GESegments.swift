/// Segments as GE's interpreter knows them: runs of blocks that each begin at a TRID label.
enum GESegments {
  /// What must be the same in every instance of a segment.
  private struct Content: Equatable {
    var hasRF: Bool
    var hasADC: Bool
    var gradients: SIMD3<Int8>
    /// Zero for pure delays, which may vary.
    var duration: Time

    init(_ block: Block) {
      hasRF = !block.rf.isNone
      hasADC = !block.adc.isNone
      gradients = SIMD3(block.gx.isNone ? 0 : 1, block.gy.isNone ? 0 : 1, block.gz.isNone ? 0 : 1)
      duration = block.isDelay ? .zero : block.duration
    }
  }

  private struct Instance {
    var number: Int
    var blocks: [PlayedBlocks.Entry] = []
  }

  static func structure(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    var known: [Int: [Content]] = [:]
    var isFirst = true
    forEachInstance(context) { instance in
      guard let first = instance.blocks.first else { return }
      func broken(_ what: String, _ entry: PlayedBlocks.Entry) {
        measurements.record(
          Measurements.Observation(
            measured: 0...0, limit: 0, what: what, block: entry.index, repetition: entry.repetition,
            relation: .broken))
      }
      defer { isFirst = false }
      if instance.number == 0, isFirst {
        broken("the first block has no TRID label", first)
        return
      }
      if !(1...1000).contains(instance.number) {
        broken("TRID is \(instance.number), and 1 to 1000 are taken", first)
      }
      let contents = instance.blocks.map { Content($0.block) }
      if let expected = known[instance.number] {
        if expected.count != contents.count {
          broken(
            "TRID \(instance.number) has \(contents.count) blocks, the first time it had \(expected.count)",
            first)
        } else if let index = contents.indices.first(where: { contents[$0] != expected[$0] }) {
          broken(
            "block \(index + 1) of TRID \(instance.number) has other events or another duration than the first time",
            instance.blocks[index])
        }
      } else {
        known[instance.number] = contents
      }
      if let entry = unended(instance, context) {
        broken("a gradient is not zero at an edge of TRID \(instance.number)", entry)
      }
      measurements.record(
        Measurements.Observation(
          measured: 0...0, limit: 0, what: "TRID \(instance.number)", block: first.index,
          repetition: first.repetition, relation: .kept))
    }
    return measurements
  }

  static func ringdown(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let limit = context.time(.segmentRingdownTime).microseconds
    forEachInstance(context) { instance in
      var free = Time.zero
      for entry in instance.blocks.reversed() {
        let end = lastEvent(entry.block, context)
        if end > .zero || entry.index == instance.blocks.first?.index {
          let rest = entry.block.duration - end
          measurements.record(
            Measurements.Observation(
              measured: .exactly(free.addingOrLongest(rest).microseconds), limit: limit,
              what: "between the last event and the end of TRID \(instance.number)", block: entry.index,
              offset: end, repetition: entry.repetition, relation: .atLeast))
          return
        }
        free = free.addingOrLongest(entry.block.duration)
      }
    }
    return measurements
  }

  /// When the block's last RF, gradient or ADC event ends; zero for pure delays.
  private static func lastEvent(_ block: Block, _ context: CheckContext) -> Time {
    var end = Time.zero
    if !block.rf.isNone { end = max(end, context.facts[block.rf].end) }
    if !block.adc.isNone { end = max(end, context.facts[block.adc].end) }
    for axis in Axis.allCases where !block.gradient(axis).isNone {
      end = max(end, context.facts[block.gradient(axis)].endTime)
    }
    return min(end, block.duration)
  }

  /// The first or last block of the instance where a gradient does not begin or end at zero.
  private static func unended(_ instance: Instance, _ context: CheckContext) -> PlayedBlocks.Entry? {
    for axis in Axis.allCases {
      if let first = instance.blocks.first, !first.block.gradient(axis).isNone {
        let facts = context.facts[first.block.gradient(axis)]
        if abs(facts.startHertzPerMetre) > ContinuityChecks.formatResolution * facts.peakHertzPerMetre {
          return first
        }
      }
      if let last = instance.blocks.last, !last.block.gradient(axis).isNone {
        let facts = context.facts[last.block.gradient(axis)]
        if abs(facts.endHertzPerMetre) > ContinuityChecks.formatResolution * facts.peakHertzPerMetre {
          return last
        }
      }
    }
    return nil
  }

  /// Every instance in playing order, each segment of the sequence at most twice.
  private static func forEachInstance(_ context: CheckContext, _ body: (Instance) -> Void) {
    let numbers = context.sequence.library.extras.map { extras in
      extras.labels.last { $0.kind == .set && $0.label == .segmentID }?.value
    }
    var current = Instance(number: 0)
    for entry in PlayedBlocks(context.sequence) {
      if !entry.block.extras.isNone, let number = numbers[Int(entry.block.extras.number) - 1] {
        if !current.blocks.isEmpty { body(current) }
        current = Instance(number: number)
      }
      current.blocks.append(entry)
    }
    if !current.blocks.isEmpty { body(current) }
  }
}
