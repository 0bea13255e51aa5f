/// What single interpreters want of a file besides the format.
enum TargetRules {
  /// Siemens' interpreter takes one trigger a block; GE's none that stands alone in its block.
  static func triggers(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let counts = context.sequence.library.extras.map(\.triggers.count)
    guard counts.contains(where: { $0 > 0 }) else { return measurements }
    guard let vendor = context.profile?.vendor else { return measurements }
    guard vendor == .siemens || vendor == .ge else {
      measurements.recordUnknown(
        "which triggers the interpreter of \(vendor.rawValue) takes is not published")
      return measurements
    }
    for (index, block) in context.playedOnce where !block.extras.isNone {
      let count = counts[Int(block.extras.number) - 1]
      guard count > 0 else { continue }
      let isBroken = vendor == .siemens ? count > 1 : block.isDelay
      let what =
        vendor == .siemens
        ? "\(count) trigger\(count == 1 ? "" : "s") in one block"
        : isBroken ? "a trigger stands alone in its block" : "a trigger stands beside other events"
      measurements.record(
        Measurements.Observation(
          measured: .exactly(Double(count)), limit: 1, what: what, block: index,
          relation: isBroken ? .broken : .kept))
    }
    return measurements
  }

  /// How many different numbers of samples the run's acquisitions have.
  static func acquisitionLengths(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    var lengths: [(count: Int, block: Int)] = []
    for (index, block) in context.uses.adc.enumerated() {
      guard let block else { continue }
      let count = context.sequence.library.adc[index].sampleCount
      if let known = lengths.firstIndex(where: { $0.count == count }) {
        lengths[known].block = min(lengths[known].block, block)
      } else {
        lengths.append((count, block))
      }
    }
    lengths.sort { $0.block < $1.block }
    guard let last = lengths.last else { return measurements }
    let limit = context.value(.acquisitionLengths)
    let numbers = lengths.prefix(4).map { "\($0.count)" }.joined(separator: ", ")
    let allowed = limit >= 1 && limit < Double(lengths.count) ? lengths[Int(limit)].block : last.block
    measurements.record(
      Measurements.Observation(
        measured: .exactly(Double(lengths.count)), limit: limit,
        what: "\(numbers)\(lengths.count > 4 ? ", ..." : "") samples:", block: allowed))
    return measurements
  }

  static func lengthsLabel(_ observation: Measurements.Observation, _ unit: String) -> String {
    let count = Int(observation.measured.upperBound)
    return "\(observation.what) \(count) different \(count == 1 ? "length" : "lengths"), "
      + "the scanner takes \(Int(observation.limit))"
  }

  static func runLength(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let last = context.uses.lastPlayed else { return measurements }
    let seconds = context.sequence.duration?.seconds ?? .infinity
    measurements.record(
      Measurements.Observation(
        measured: .exactly(seconds), limit: context.time(.runLimit).seconds, what: "playing it", block: last))
    return measurements
  }

  static func blockCount(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let last = context.uses.lastPlayed else { return measurements }
    let count = context.sequence.playedBlockCount
    let limit = context.value(.blockLimit)
    measurements.record(
      Measurements.Observation(
        measured: .exactly(Double(count)), limit: limit,
        what: "\(count) blocks, the interpreter plays \(DecimalText.shortest(limit))", block: last))
    return measurements
  }

  /// A block of no duration holds labels, or it does nothing.
  static func emptyBlocks(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let hasLabels = context.sequence.library.extras.map { !$0.labels.isEmpty || $0.softDelay != nil }
    context.forEachPlayedBlock { index, block in
      guard block.duration <= .zero else { return }
      let isLabel = !block.extras.isNone && hasLabels[Int(block.extras.number) - 1] && block.isDelay
      measurements.record(
        Measurements.Observation(
          measured: 0...0, limit: 0,
          what: isLabel ? "a block of no duration holds labels" : "a block of no duration holds no labels",
          block: index, relation: isLabel ? .kept : .open))
    }
    return measurements
  }
}

extension CheckTable {
  static let targets: [Check] = [
    Check(
      code: "T004", title: "blocks of no duration", failure: "a block takes no time",
      rule: "duration > 0, but for blocks that hold labels only; others are flagged", needs: [], unit: "us",
      promises: "no block does nothing for no time, which interpreters handle differently",
      doesNotPromise: "that an interpreter takes label-only blocks",
      source: "the format asks interpreters to ignore empty delays gracefully; not all do",
      run: TargetRules.emptyBlocks, helpWithoutProof: CheckAdvice.emptyBlock, label: CheckLabel.itself),
    Check(
      code: "A005", title: "label counters", failure: "a label counter is out of range",
      rule: "every counter <= 32767 at any time, and >= 0 at each ADC event, over all repetitions", needs: [],
      unit: "",
      promises: "no counter overflows the 16 bits that raw data keep of it",
      doesNotPromise: "that the reconstruction has room for so many lines",
      source:
        "counters of raw data are 16-bit numbers; negative excursions are allowed where nothing is acquired",
      run: LabelCounters.ranges, help: CheckAdvice.counter, label: CheckLabel.itself),
    Check(
      code: "I001", title: "triggers of the interpreter",
      failure: "the interpreter does not take this trigger",
      rule: "Siemens: one trigger a block; GE: no trigger alone in its block", needs: [], unit: "",
      promises: "what is published of these two interpreters is kept",
      doesNotPromise: "anything about other vendors, whose rules are not published: not proven",
      source: "Siemens' reader of extensions keeps one trigger a block; pulseq issue 37 for GE",
      run: TargetRules.triggers, help: CheckAdvice.trigger, label: CheckLabel.itself, statements: [.vendor]),
    Check(
      code: "I002", title: "segments of GE", failure: "the segment does not fit GE's interpreter",
      rule:
        "every block follows a TRID label of 1 to 1000; all runs of blocks under one TRID have the same number of blocks "
        + "and in each the same kinds of events and, unless it is a pure delay, the same duration; gradients are zero "
        + "where a segment begins and ends",
      needs: [], unit: "",
      promises: "no event is ignored because the first instance of its segment lacks it",
      doesNotPromise: "that rotations inside a segment are played one by one: the last holds for all of it",
      source: "pge2's rules for sequence design",
      run: GESegments.structure, help: CheckAdvice.segment, label: CheckLabel.itself, vendor: .ge),
    Check(
      code: "I003", title: "ringdown of GE segments", failure: "a segment is not given its ringdown time",
      rule: "end of the segment - end of its last event >= segment-ringdown-time",
      needs: [.segmentRingdownTime], unit: "us",
      promises: "the gap that the interpreter needs behind a segment cuts off no event",
      doesNotPromise: "that the driver's waits of your site are no longer",
      source: "pge2's rules for sequence design",
      run: GESegments.ringdown, help: DeadTimeChecks.delayHelp, vendor: .ge),
    Check(
      code: "I004", title: "lengths of acquisitions", failure: "acquisitions differ in length",
      rule: "number of different sample counts of ADC events <= adc-lengths", needs: [.acquisitionLengths],
      unit: "",
      promises: "an interpreter that prepares one length of acquisition is not given others",
      doesNotPromise: "that equal lengths have equal dwell times",
      source: "pulseq issue 47: two long acquisitions of different length crashed; TOPPE plays one length",
      run: TargetRules.acquisitionLengths, help: CheckAdvice.lengths, label: TargetRules.lengthsLabel),
    Check(
      code: "I005", title: "length of the run", failure: "the run is longer than the interpreter plays",
      rule: "played duration, repetitions included, <= run-limit", needs: [.runLimit], unit: "s",
      promises: "the interpreter's clock does not run over", doesNotPromise: "that a subject stays that long",
      source: "limit of the interpreter", run: TargetRules.runLength, help: CheckAdvice.longRun),
    Check(
      code: "I006", title: "number of blocks", failure: "the run has more blocks than the interpreter plays",
      rule: "played blocks, repetitions included, <= block-limit", needs: [.blockLimit], unit: "",
      promises: "the interpreter has room for the run",
      doesNotPromise: "that it loads quickly: memory and time grow with distinct events too",
      source: "limit of the interpreter", run: TargetRules.blockCount, help: CheckAdvice.longRun,
      label: CheckLabel.itself),
  ]
}
