/// What the transmitter is asked for over time: duty, B1+rms, its voltage, and the channels of the coil.
enum RFPowerChecks {
  /// The reference voltage makes a rectangle of 1 ms turn by 180 deg: 500 Hz of B1.
  private static let referenceHertz = 500.0

  static func referenceVoltage(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let share = context.value(.peakVoltage) / context.value(.referenceVoltage)
    let limit = context.microtesla(referenceHertz) * share
    RFChecks.forEachEvent(context) { id, facts, block in
      measurements.record(
        Measurements.Observation(
          measured: .exactly(context.microtesla(facts.peakHertz)), limit: limit, block: block,
          offset: facts.start),
        tolerance: GradientChecks.conversionNoise)
    }
    return measurements
  }

  static func shimChannels(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let channels = Int(context.value(.transmitChannels))
    let counts = context.sequence.library.extras.map { $0.shim?.channels.count ?? 0 }
    for (index, block) in context.playedOnce where !block.rf.isNone && !block.extras.isNone {
      let count = counts[Int(block.extras.number) - 1]
      guard count > 0 else { continue }
      measurements.record(
        Measurements.Observation(
          measured: .exactly(Double(count)), limit: Double(channels),
          what: "a shim of \(count) \(count == 1 ? "channel" : "channels") for a coil of \(channels)",
          block: index, relation: count == channels ? .kept : .broken))
    }
    return measurements
  }

  static func duty(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let window = context.time(.rfDutyWindow)
    guard let time = RFOnTime(context.sequence) else {
      measurements.recordMissing("the run is longer than \(Time.longestInWords)")
      return measurements
    }
    let mean = WindowMean(time.train, window: window, factor: 100)
    measurements.record(
      mean.observation(mean.value, limit: context.value(.rfDuty) * 100),
      tolerance: GradientChecks.conversionNoise)
    return measurements
  }

  static func dutyHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let ratio = observation.measured.upperBound / observation.limit
    guard ratio > 1, ratio.isFinite else { return nil }
    return
      "the same pulses in \(DecimalText.significant((ratio * 100).rounded(.up) / 100, 4)) times the time would do"
  }

  /// The share of the whole run with RF on.
  static func dutyOfRun(_ context: CheckContext) -> String? {
    guard let share = RFOnTime(context.sequence)?.shareOfRun, share.isFinite else { return nil }
    return "RF is on for \(CheckLabel.short(100 * share)) % of the run"
  }

  static func b1RMS(_ context: CheckContext) -> Measurements { b1RMS(context, .b1RMS) }
  static func b1RMSForImplant(_ context: CheckContext) -> Measurements { b1RMS(context, .implantB1RMS) }

  private static func b1RMS(_ context: CheckContext, _ key: FigureKey) -> Measurements {
    var measurements = Measurements(context)
    guard let exposure = usable(context, &measurements) else { return measurements }
    let mean = exposure.short
    measurements.record(
      mean.observation(mean.rootMeanSquare, limit: context.value(key) * 1e6, key: key),
      tolerance: GradientChecks.conversionNoise)
    return measurements
  }

  /// B1+rms over both windows, whatever its limit.
  static func b1RMSInWords(_ context: CheckContext) -> String? {
    guard let exposure = context.rfExposure, exposure.shimmedBlock == nil else { return nil }
    let (ten, six) = (exposure.short.rootMeanSquare, exposure.long.rootMeanSquare)
    guard ten.upperBound.isFinite, six.upperBound.isFinite else { return nil }
    return
      "\(CheckLabel.interval(ten)) uT over any 10 s, \(CheckLabel.interval(six)) uT over any 6 min"
  }

  /// What is transmitted, where it can be said in uT; else the reason is recorded.
  static func usable(_ context: CheckContext, _ measurements: inout Measurements) -> RFExposure? {
    guard let exposure = context.rfExposure else {
      measurements.recordMissing("the run, or a pulse, is too long to be integrated")
      return nil
    }
    if exposure.shimmedBlock != nil {
      measurements.recordMissing(
        "parallel transmission: B1 and SAR depend on the channels of the coil; X008 asks its matrices"
      )
      return nil
    }
    return exposure
  }

  /// What would keep the limit: a mean square is in proportion to the time and to the square of the amplitude.
  static func lessRFHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let isRootMeanSquare = observation.key == .b1RMS || observation.key == .implantB1RMS
    let ratio = observation.limit / observation.measured.upperBound
    guard observation.measured.upperBound.isFinite else { return CheckAdvice.notANumber }
    guard ratio > 0, ratio < 1 else { return nil }
    let amplitude = isRootMeanSquare ? ratio : ratio.squareRoot()
    let percent = DecimalText.significant((amplitude * 1000).rounded(.down) / 10, 4)
    let time = DecimalText.significant((100 / (amplitude * amplitude)).rounded(.up) / 100, 4)
    return
      "B1 at \(percent) % (lower flip angles, longer pulses), or \(time) times as long for the same pulses, would do"
  }
}
