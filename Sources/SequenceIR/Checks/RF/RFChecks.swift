/// Peak, length and frequency of RF events.
enum RFChecks {
  static func peak(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    // Another nucleus has a coil and an amplifier of its own, which only the site can tell.
    let isOfTheSite = [Confidence.site, .example].contains { $0 == context.profile?[.b1Peak]?.confidence }
    guard context.nucleus == .proton || isOfTheSite else {
      measurements.recordMissing(
        "public figures are of the coil for protons, not of one for \(context.nucleus.name)", [.b1Peak])
      return measurements
    }
    let limit = context.value(.b1Peak) * 1e6
    forEachEvent(context) { id, facts, block in
      let peak = context.microtesla(facts.peakHertz)
      measurements.record(
        Measurements.Observation(
          measured: .exactly(peak), limit: limit, block: block, offset: facts.start),
        tolerance: GradientChecks.conversionNoise)
    }
    // The weights of a shim say what each channel gets, and only the coil knows what that makes of B1.
    let isShimmed = context.sequence.library.extras.map { $0.shim != nil }
    guard isShimmed.contains(true) else { return measurements }
    for (_, block) in context.playedOnce
    where !block.rf.isNone && !block.extras.isNone && isShimmed[Int(block.extras.number) - 1] {
      measurements.recordUnknown("the sum of the channels of an RF shim depends on the coil")
    }
    return measurements
  }

  static func peakHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let block = context.sequence.blocks[observation.block]
    guard !block.rf.isNone, observation.limit > 0 else { return nil }
    guard observation.measured.upperBound.isFinite else { return CheckAdvice.notANumber }
    let factor = observation.measured.upperBound / observation.limit
    let duration = context.facts[block.rf].duration
    guard
      let exact = Time(nearestToSeconds: duration.seconds * factor * (1 - GradientChecks.conversionNoise)),
      context.sequence.rasters.radiofrequency > .zero
    else { return nil }
    let longer = exact.roundedUp(to: context.sequence.rasters.radiofrequency)
    return "the same flip angle and shape need \(longer) instead of \(duration)"
  }

  static func longest(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    forEachEvent(context) { id, facts, block in
      measurements.record(
        Measurements.Observation(
          measured: .exactly(facts.duration.milliseconds), limit: context.time(.longestRF).milliseconds,
          block: block, offset: facts.start))
    }
    return measurements
  }

  static func frequencyOffset(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let limit = context.value(.frequencyOffset) / 1e3
    func record(_ what: String, _ hertz: Double, _ ppm: Double, _ block: Int, _ time: Time) {
      guard ppm == 0 || context.profile?[.fieldStrength] != nil else {
        measurements.recordUnknown("an offset in ppm needs the field strength, which the profile lacks")
        return
      }
      if ppm != 0 { measurements.rest(on: .fieldStrength, context) }
      // ppm of the Larmor frequency: 1e-6 gamma B0.
      let larmorMegahertz = context.nucleus.gyromagneticRatio * context.value(.fieldStrength) / 1e6
      let offset = abs(hertz + ppm * larmorMegahertz) / 1e3
      measurements.record(
        Measurements.Observation(
          measured: .exactly(offset), limit: limit, what: what, block: block, offset: time),
        tolerance: GradientChecks.conversionNoise)
    }
    forEachEvent(context) { id, facts, block in
      let event = context.sequence.library[id]
      record("RF", event.frequencyHertz, event.frequencyPPM, block, facts.start)
    }
    for (index, block) in context.uses.adc.enumerated() {
      guard let block else { continue }
      let event = context.sequence.library.adc[index]
      record("ADC", event.frequencyHertz, event.frequencyPPM, block, event.delay)
    }
    return measurements
  }

  /// Every distinct event that is played, with the block that plays it first.
  static func forEachEvent(_ context: CheckContext, _ body: (RFID, RFFacts, Int) -> Void) {
    for (index, block) in context.uses.rf.enumerated() {
      guard let block else { continue }
      body(RFID(number: UInt32(index + 1)), context.facts.rf[index], block)
    }
  }
}
