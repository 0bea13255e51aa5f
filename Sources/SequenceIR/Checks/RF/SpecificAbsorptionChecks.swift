/// SAR of the whole body, the head, the exposed part of the body and of 10 g, and the dose: estimates, as intervals.
enum SpecificAbsorptionChecks {
  static func wholeBody(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let exposure = SpecificAbsorption.exposure(context, &measurements),
      let factor = SpecificAbsorption.wholeBodyFactor(context, &measurements)
    else { return measurements }
    let limit = SpecificAbsorption.wholeBodyLimit(context, &measurements)
    SpecificAbsorption.record(exposure, factor, limit: limit, context, &measurements)
    return measurements
  }

  static func head(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let exposure = SpecificAbsorption.exposure(context, &measurements),
      let factor = SpecificAbsorption.ownFactor(.headSAR, context)
    else { return measurements }
    SpecificAbsorption.record(
      exposure, factor, limit: .exactly(SpecificAbsorption.Limit.head), context, &measurements)
    return measurements
  }

  /// All that the body absorbs is absorbed in the exposed part: its SAR lies between that of the whole body and that
  /// divided by the ratio of masses. The site's own factor replaces the interval.
  static func partialBody(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let ratio = context.value(.exposedMassRatio)
    guard ratio <= 1 else {
      measurements.recordMissing("`exposed-mass-ratio` is more than the whole body", [.exposedMassRatio])
      return measurements
    }
    guard let exposure = SpecificAbsorption.exposure(context, &measurements),
      let factor = partialBodyFactor(ratio, context, &measurements)
    else { return measurements }
    let limit = SpecificAbsorption.Limit.partialBody(SpecificAbsorption.mode(context), ratio: ratio)
    SpecificAbsorption.record(exposure, factor, limit: .exactly(limit), context, &measurements)
    return measurements
  }

  private static func partialBodyFactor(
    _ ratio: Double, _ context: CheckContext, _ measurements: inout Measurements
  ) -> SpecificAbsorption.Factor? {
    measurements.rest(on: .partialBodySAR, context)
    if let own = SpecificAbsorption.ownFactor(.partialBodySAR, context) { return own }
    guard var factor = SpecificAbsorption.wholeBodyFactor(context, &measurements) else { return nil }
    factor.range = factor.range.lowerBound...(factor.range.upperBound / ratio)
    factor.words += ", all of it in \(CheckLabel.short(ratio * 100)) % of the mass at most"
    return factor
  }

  static func local(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let coil = context.profile?.transmitCoil else {
      measurements.recordMissing("the profile does not say what transmits: `transmit-coil local` or another")
      return measurements
    }
    guard let exposure = SpecificAbsorption.exposure(context, &measurements),
      let factor = SpecificAbsorption.ownFactor(.localSAR, context)
    else { return measurements }
    let mode = SpecificAbsorption.mode(context)
    if let limit = SpecificAbsorption.Limit.local(mode, coil) {
      SpecificAbsorption.record(exposure, factor, limit: .exactly(limit), context, &measurements)
      return measurements
    }
    let mean = exposure.long
    let value = factor * mean.value
    var observation = mean.observation(
      value, limit: 10,
      what:
        "\(CheckLabel.interval(value)) W/kg \(mean.words); the standard limits local coils only, to 10 W/kg")
    observation.relation = .kept
    measurements.record(observation)
    SpecificAbsorption.note(exposure, factor, &measurements)
    return measurements
  }

  static func dose(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let exposure = SpecificAbsorption.exposure(context, &measurements),
      let factor = SpecificAbsorption.wholeBodyFactor(context, &measurements)
    else { return measurements }
    let joules = factor * (exposure.energy...exposure.energy)
    measurements.record(
      Measurements.Observation(
        measured: (joules.lowerBound / 1e3)...(joules.upperBound / 1e3),
        limit: context.value(.specificEnergyDose) / 1e3, what: "in one run",
        block: context.sequence.segments.first?.blocks.lowerBound ?? 0),
      tolerance: GradientChecks.conversionNoise)
    measurements.notes.append("an estimate by \(factor.words), not the dose of a patient")
    return measurements
  }

  // MARK: without limits

  /// The dose by whatever factor there is.
  static func doseInWords(_ context: CheckContext) -> String? {
    var measurements = Measurements(context)
    guard context.profile?[.fieldStrength] != nil,
      let exposure = SpecificAbsorption.exposure(context, &measurements),
      let factor = SpecificAbsorption.wholeBodyFactor(context, &measurements)
    else { return nil }
    let kilojoules = factor * ((exposure.energy / 1e3)...(exposure.energy / 1e3))
    return kilojoules.upperBound.isFinite ? "\(CheckLabel.interval(kilojoules)) kJ/kg in one run" : nil
  }

  /// What public models say of a body coil, for which there is no limit.
  static func localInWords(_ context: CheckContext) -> String? {
    var measurements = Measurements(context)
    guard context.profile?.transmitCoil == .body,
      SpecificAbsorption.fieldOfFactors.contains(context.value(.fieldStrength)),
      let exposure = SpecificAbsorption.exposure(context, &measurements)
    else { return nil }
    let factor = SpecificAbsorption.Factor(range: SpecificAbsorption.localAt3T, words: "")
    let value = factor * exposure.long.value
    guard value.upperBound.isFinite else { return nil }
    return "public models give \(CheckLabel.interval(value)) W/kg, and the standard no limit for a body coil"
  }
}
