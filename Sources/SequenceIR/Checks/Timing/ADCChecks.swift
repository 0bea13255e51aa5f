/// Number of samples and dwell time of ADC events.
enum ADCChecks {
  static func sampleLimit(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    forEachEvent(context) { event, block in
      if context.profile?.vendor == .siemens, Double(event.sampleCount) > context.value(.adcSampleLimit) {
        measurements.rest(on: .adcSampleDivisor, context)
      }
      measurements.record(
        Measurements.Observation(
          measured: .exactly(Double(atOnce(event, context))), limit: context.value(.adcSampleLimit),
          block: block,
          offset: event.delay))
    }
    return measurements
  }

  /// What the receiver takes at once: Siemens' interpreter splits longer acquisitions where they can be split.
  private static func atOnce(_ event: ADCEvent, _ context: CheckContext) -> Int {
    guard context.profile?.vendor == .siemens else { return event.sampleCount }
    let length = AcquisitionSegments.length(
      of: event, limit: Int(context.value(.adcSampleLimit)),
      divisor: Int(context.profile?[.adcSampleDivisor]?.value ?? 4),
      raster: context.sequence.rasters.gradient)
    return length ?? event.sampleCount
  }

  static func sampleDivisor(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let divisor = max(1, Int(context.value(.adcSampleDivisor)))
    forEachEvent(context) { event, block in
      let fits = event.sampleCount % divisor == 0
      measurements.record(
        Measurements.Observation(
          measured: .exactly(Double(event.sampleCount)), limit: Double(divisor),
          what: "\(event.sampleCount) samples are \(fits ? "a" : "no") multiple of \(divisor)", block: block,
          offset: event.delay, relation: fits ? .kept : .broken))
    }
    return measurements
  }

  static func divisorHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let (count, divisor) = (observation.measured.lowerBound, observation.limit)
    guard divisor > 0, count.isFinite else { return nil }
    let below = (count / divisor).rounded(.down) * divisor
    let above = below + divisor
    return below > 0
      ? "use \(DecimalText.shortest(below)) or \(DecimalText.shortest(above)) samples"
      : "use \(DecimalText.shortest(above)) samples"
  }

  /// The dwell on the file's own ADC raster; that this raster is the scanner's is another check.
  static func dwellRaster(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let raster = context.sequence.rasters.adc
    forEachEvent(context) { event, block in
      measurements.record(TimingChecks.onRaster(event.dwell, raster, "dwell", block, event.delay))
    }
    return measurements
  }

  private static func forEachEvent(_ context: CheckContext, _ body: (ADCEvent, Int) -> Void) {
    for (index, block) in context.uses.adc.enumerated() {
      if let block { body(context.sequence.library.adc[index], block) }
    }
  }
}
