/// Times that the electronics need around RF and ADC events, within blocks and over the edges between them.
///
/// Two rules. Inside a block an event leaves room for its own dead time before and after it, because most interpreters
/// prepare and end an event within its block; this is what the reference toolbox tests too. GE's reckons with events
/// alone. And over the whole timeline the time reserved by one event never reaches into that of the next, whichever
/// blocks they are in; the run begins and ends as if nothing were beyond it.
enum DeadTimeChecks {
  static func beforeRF(_ context: CheckContext) -> Measurements {
    measure(context) { pair, measurements in
      guard pair.after?.isRF == true, let after = pair.after else { return }
      let needed = context.time(.rfDeadTime)
      if context.deadTimesStayInsideBlocks {
        observe(
          after.start - after.blockStart, needed, "after the block begins", after, after.offset, &measurements
        )
      }
      // At the start of the run there is nothing before it, but the hardware still has to get ready.
      let free = after.start - (pair.before?.end ?? .zero)
      observe(
        free, needed, pair.before.map { "after the \($0.name)" } ?? "after the run begins", after,
        after.offset,
        &measurements)
    }
  }

  static func afterRF(_ context: CheckContext) -> Measurements {
    measure(context) { pair, measurements in
      guard let before = pair.before, before.isRF else { return }
      let needed = context.time(.rfRingdownTime)
      let place = before.offset + (before.end - before.start)
      if context.deadTimesStayInsideBlocks {
        observe(before.blockEnd - before.end, needed, "before the block ends", before, place, &measurements)
      }
      guard let after = pair.after else {
        observe(before.blockEnd - before.end, needed, "before the run ends", before, place, &measurements)
        return
      }
      let next = after.isRF ? context.time(.rfDeadTime) : context.time(.adcDeadTime)
      observe(
        after.start - before.end, needed + next, "before the next \(after.name)", before, place, &measurements
      )
    }
  }

  static func aroundADC(_ context: CheckContext) -> Measurements {
    let lead = context.time(.adcDeadTime)
    let tail = context.profile?.time(.adcRingdownTime) ?? lead
    return measure(context) { pair, measurements in
      if let after = pair.after, !after.isRF {
        if context.deadTimesStayInsideBlocks {
          observe(
            after.start - after.blockStart, lead, "after the block begins", after, after.offset, &measurements
          )
        }
        let free = after.start - (pair.before?.end ?? .zero)
        observe(
          free, lead, pair.before.map { "after the \($0.name)" } ?? "after the run begins", after,
          after.offset,
          &measurements)
      }
      if let before = pair.before, !before.isRF {
        let place = before.offset + (before.end - before.start)
        if context.deadTimesStayInsideBlocks || pair.after == nil {
          observe(before.blockEnd - before.end, tail, "before the block ends", before, place, &measurements)
        }
        if let after = pair.after {
          observe(
            after.start - before.end, tail, "before the next \(after.name)", before, place, &measurements)
        }
      }
    }
  }

  static func transmitWhileReceiving(_ context: CheckContext) -> Measurements {
    measure(context) { pair, measurements in
      guard let before = pair.before, let after = pair.after, before.isRF != after.isRF else { return }
      let overlap = before.end - after.start
      measurements.record(
        Measurements.Observation(
          measured: .exactly(max(0, overlap.microseconds)), limit: 0,
          what: "RF and ADC overlap by \(overlap)", block: after.block,
          offset: after.offset, repetition: after.repetition, relation: overlap > .zero ? .broken : .kept))
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
    var name: String { isRF ? "RF" : "ADC" }
    var offset: Time { start - blockStart }
  }

  /// Neighbours in time; one is missing at either end of the run.
  private struct Pair {
    var before: Played?
    var after: Played?
  }

  private static func measure(
    _ context: CheckContext, _ body: (Pair, inout Measurements) -> Void
  ) -> Measurements {
    var measurements = Measurements(context)
    var before: Played?
    for entry in PlayedBlocks(context.sequence) {
      for after in events(of: entry, context) {
        body(Pair(before: before, after: after), &measurements)
        if before.map({ after.end >= $0.end }) ?? true { before = after }
      }
    }
    if let before { body(Pair(before: before, after: nil), &measurements) }
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

  private static func observe(
    _ free: Time, _ needed: Time, _ what: String, _ event: Played, _ offset: Time,
    _ measurements: inout Measurements
  ) {
    measurements.record(
      Measurements.Observation(
        measured: .exactly(free.microseconds), limit: needed.microseconds, what: what, block: event.block,
        offset: offset, repetition: event.repetition, relation: .atLeast))
  }
}
