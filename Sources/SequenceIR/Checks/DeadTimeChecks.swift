/// Times that the electronics need around RF and ADC events, within blocks and over the edges between them.
///
/// Two rules. Inside a block an event leaves room for its own dead time before and after it, because most interpreters
/// prepare and end an event within its block; this is what the reference toolbox tests too. GE's reckons with events
/// alone. And over the whole timeline the time reserved by one event never reaches into that of the next, whichever
/// blocks they are in; the run begins and ends as if nothing were beyond it.
enum DeadTimeChecks {
  static func beforeRF(_ context: CheckContext) -> Measurements {
    let needed = context.time(.rfDeadTime)
    return measure(context) { pair in
      guard let after = pair.after, after.isRF else { return [] }
      return gapsBefore(after, pair.before, needed, context)
    }
  }

  static func afterRF(_ context: CheckContext) -> Measurements {
    let needed = context.time(.rfRingdownTime)
    let leads = (rf: context.time(.rfDeadTime), adc: context.time(.adcDeadTime))
    return measure(context) { pair in
      guard let before = pair.before, before.isRF else { return [] }
      let next = pair.after.map { $0.isRF ? leads.rf : leads.adc } ?? .zero
      return gapsAfter(before, pair.after, needed, next, context)
    }
  }

  static func aroundADC(_ context: CheckContext) -> Measurements {
    let lead = context.time(.adcDeadTime)
    let tail = context.profile?.time(.adcRingdownTime) ?? lead
    return measure(context) { pair in
      var gaps: [Measurements.Observation] = []
      if let after = pair.after, !after.isRF { gaps += gapsBefore(after, pair.before, lead, context) }
      if let before = pair.before, !before.isRF {
        gaps += gapsAfter(before, pair.after, tail, .zero, context)
      }
      return gaps
    }
  }

  static func transmitWhileReceiving(_ context: CheckContext) -> Measurements {
    measure(context) { pair in
      guard let before = pair.before, let after = pair.after, before.isRF != after.isRF else { return [] }
      let overlap = before.end - after.start
      return [
        Measurements.Observation(
          measured: .exactly(max(0, overlap.microseconds)), limit: 0,
          what: "RF and ADC overlap by \(overlap)",
          block: after.block, offset: after.offset, repetition: after.repetition,
          relation: overlap > .zero ? .broken : .kept)
      ]
    }
  }

  static func delayHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let missing = observation.limit - observation.measured.lowerBound
    guard missing > 0, missing.isFinite else { return nil }
    return "leave \(DecimalText.significant(missing, 9)) us more \(observation.what)"
  }

  /// An RF or ADC event on the timeline of `PlayedBlocks`.
  private struct Played {
    var isRF: Bool
    var start: Time
    var end: Time
    var block: Int
    var blockStart: Time
    var blockEnd: Time
    var repetition: Int
    var offset: Time { start - blockStart }
  }

  /// Neighbours in time; one is missing at either end of the run.
  private struct Pair {
    var before: Played?
    var after: Played?
  }

  /// What `body` observes of each pair of neighbours in time.
  private static func measure(
    _ context: CheckContext, _ body: (Pair) -> [Measurements.Observation]
  ) -> Measurements {
    var measurements = Measurements(context)
    var before: Played?
    for entry in PlayedBlocks(context.sequence) {
      for after in events(of: entry, context) {
        for observation in body(Pair(before: before, after: after)) { measurements.record(observation) }
        if before.map({ after.end >= $0.end }) ?? true { before = after }
      }
    }
    if let before {
      for observation in body(Pair(before: before, after: nil)) { measurements.record(observation) }
    }
    return measurements
  }

  /// The events of a block in the order they start.
  private static func events(of entry: PlayedBlocks.Entry, _ context: CheckContext) -> [Played] {
    var events: [Played] = []
    func add(_ isRF: Bool, _ start: Time, _ end: Time) {
      events.append(
        Played(
          isRF: isRF, start: entry.gapTime.addingOrLongest(start), end: entry.gapTime.addingOrLongest(end),
          block: entry.index, blockStart: entry.gapTime,
          blockEnd: entry.gapTime.addingOrLongest(entry.block.duration), repetition: entry.repetition))
    }
    if !entry.block.rf.isNone {
      let facts = context.facts[entry.block.rf]
      add(true, facts.start, facts.end)
    }
    if !entry.block.adc.isNone {
      let facts = context.facts[entry.block.adc]
      add(false, facts.start, facts.end)
    }
    if events.count == 2, events[1].start < events[0].start { events.swapAt(0, 1) }
    return events
  }

  /// The tighter of the gaps before an event: to the start of its block, and to what comes before it. At the start of
  /// the run nothing comes before it, but the hardware still has to get ready.
  private static func gapsBefore(
    _ event: Played, _ previous: Played?, _ needed: Time, _ context: CheckContext
  ) -> [Measurements.Observation] {
    var gaps = [
      gap(
        event.start - (previous?.end ?? .zero), needed,
        previous.map { $0.isRF ? "after the RF" : "after the ADC" } ?? "after the run begins", event,
        event.offset)
    ]
    if context.deadTimesStayInsideBlocks {
      gaps.append(gap(event.offset, needed, "after the block begins", event, event.offset))
    }
    return tightest(gaps)
  }

  /// The tighter of the gaps behind an event: to the end of its block, and to what comes next less its own dead time.
  private static func gapsAfter(
    _ event: Played, _ next: Played?, _ needed: Time, _ nextNeeds: Time, _ context: CheckContext
  ) -> [Measurements.Observation] {
    let end = event.end - event.blockStart
    var gaps: [Measurements.Observation] = []
    if let next {
      let what = next.isRF ? "before the next RF" : "before the next ADC"
      gaps.append(gap(next.start - event.end, needed + nextNeeds, what, event, end))
    } else {
      gaps.append(gap(event.blockEnd - event.end, needed, "before the run ends", event, end))
    }
    if context.deadTimesStayInsideBlocks {
      gaps.append(gap(event.blockEnd - event.end, needed, "before the block ends", event, end))
    }
    return tightest(gaps)
  }

  private static func gap(
    _ free: Time, _ needed: Time, _ what: String, _ event: Played, _ offset: Time
  ) -> Measurements.Observation {
    Measurements.Observation(
      measured: .exactly(free.microseconds), limit: needed.microseconds, what: what, block: event.block,
      offset: offset, repetition: event.repetition, relation: .atLeast)
  }

  private static func tightest(_ gaps: [Measurements.Observation]) -> [Measurements.Observation] {
    gaps.count == 2 ? [gaps[1].isWorse(than: gaps[0]) ? gaps[1] : gaps[0]] : gaps
  }
}
