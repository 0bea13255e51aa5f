/// Times that the electronics need around RF and ADC events, within blocks and over the edges between them.
///
/// Two rules. Inside a block an event leaves room for its own dead time before and after it, because most interpreters
/// prepare and end an event within its block; this is what the reference toolbox tests too. GE's reckons with events
/// alone. And over the whole timeline the time reserved by one event never reaches into that of the next, whichever
/// blocks they are in; the run begins and ends as if nothing were beyond it.
enum DeadTimeChecks {
  static func beforeRF(_ context: CheckContext) -> Measurements {
    let needed = context.time(.rfDeadTime)
    return measure(context) { before, after, measurements in
      guard let after, after.isRF else { return }
      measurements.record(gapBefore(after, before, needed, context))
    }
  }

  static func afterRF(_ context: CheckContext) -> Measurements {
    let needed = context.time(.rfRingdownTime)
    let leads = (rf: context.time(.rfDeadTime), adc: context.time(.adcDeadTime))
    return measure(context) { before, after, measurements in
      guard let before, before.isRF else { return }
      let nextNeeds = after.map { $0.isRF ? leads.rf : leads.adc } ?? .zero
      if let after {
        let key: FigureKey = after.isRF ? .rfDeadTime : .adcDeadTime
        measurements.rest(on: key, context)
        if context.profile?[key] == nil {
          measurements.recordUnknown("what follows an RF needs its own `\(key.rawValue)`, which is not known")
        }
      }
      measurements.record(gapAfter(before, after, needed, nextNeeds, context))
    }
  }

  static func aroundADC(_ context: CheckContext) -> Measurements {
    let lead = context.time(.adcDeadTime)
    let hasOwnTail = context.profile?[.adcRingdownTime] != nil
    let tail = hasOwnTail ? context.time(.adcRingdownTime) : lead
    return measure(context) { before, after, measurements in
      if let after, !after.isRF { measurements.record(gapBefore(after, before, lead, context)) }
      if let before, !before.isRF {
        measurements.record(gapAfter(before, after, tail, .zero, context))
        // Without it the dead time is meant for both sides.
        if hasOwnTail { measurements.rest(on: .adcRingdownTime, context) }
      }
    }
  }

  static func transmitWhileReceiving(_ context: CheckContext) -> Measurements {
    measure(context) { before, after, measurements in
      guard let before, let after, before.isRF != after.isRF else { return }
      let overlap = before.end - after.start
      let isBroken = overlap > .zero
      measurements.record(
        Measurements.Observation(
          measured: .exactly(isBroken ? overlap.microseconds : 0), limit: 0,
          what: isBroken ? "RF and ADC overlap by \(overlap)" : "RF and ADC do not overlap",
          block: after.block,
          offset: after.offset, repetition: after.repetition, relation: isBroken ? .broken : .kept))
    }
  }

  static func delayHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let missing = observation.limit - observation.measured.lowerBound
    guard missing > 0, missing.isFinite else { return nil }
    return "leave \(DecimalText.significant(missing, 9)) us more \(observation.what)"
  }

  private typealias Played = EventNeighbours.Event

  /// Calls `body` with every two neighbours in time, or where these break no rule, with every two that stand otherwise
  /// than those before them; one of them is missing at either end of the run.
  private static func measure(
    _ context: CheckContext, _ body: (_ before: Played?, _ after: Played?, inout Measurements) -> Void
  ) -> Measurements {
    var measurements = Measurements(context)
    if let distinct = context.neighbours.distinct {
      for pair in distinct { body(pair.before, pair.after, &measurements) }
      if measurements.isClean { return measurements }
      measurements = Measurements(context)
    }
    EventNeighbours.forEach(context.sequence, context.facts, context.deadTimesStayInsideBlocks) { pair in
      body(pair.before, pair.after, &measurements)
    }
    return measurements
  }

  /// The tighter of the gaps before an event: to the start of its block, and to what comes before it. At the start of
  /// the run nothing comes before it, but the hardware still has to get ready.
  private static func gapBefore(
    _ event: Played, _ previous: Played?, _ needed: Time, _ context: CheckContext
  ) -> Measurements.Observation {
    let what = previous.map { $0.isRF ? "after the RF" : "after the ADC" } ?? "after the run begins"
    let between = gap(event.start - (previous?.end ?? .zero), needed, what, event, event.offset)
    guard context.deadTimesStayInsideBlocks else { return between }
    let inside = gap(event.offset, needed, "after the block begins", event, event.offset)
    return between.isWorse(than: inside) ? between : inside
  }

  /// The tighter of the gaps behind an event: to the end of its block, and to what comes next less its own dead time.
  private static func gapAfter(
    _ event: Played, _ next: Played?, _ needed: Time, _ nextNeeds: Time, _ context: CheckContext
  ) -> Measurements.Observation {
    let end = event.end - event.blockStart
    let edge = context.deadTimesStayInsideBlocks ? "before the block ends" : "before the run ends"
    let inside = gap(event.blockEnd - event.end, needed, edge, event, end)
    guard let next else { return inside }
    let what = next.isRF ? "before the next RF" : "before the next ADC"
    let between = gap(next.start - event.end, needed + nextNeeds, what, event, end)
    return context.deadTimesStayInsideBlocks && !between.isWorse(than: inside) ? inside : between
  }

  private static func gap(
    _ free: Time, _ needed: Time, _ what: String, _ event: Played, _ offset: Time
  ) -> Measurements.Observation {
    Measurements.Observation(
      measured: .exactly(free.microseconds), limit: needed.microseconds, what: what, block: event.block,
      offset: offset, repetition: event.repetition, relation: .atLeast)
  }
}
