/// SAR of pulses whose channels are weighed by an RF shim: by the site's matrices, in every window of the run.
enum ParallelTransmission {
  static func matrices(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let shimmed = context.rfExposure.map(\.shimmedBlock)
    guard let first = shimmed else {
      measurements.recordMissing("the run, or a pulse, is too long to be integrated")
      return measurements
    }
    guard first != nil else { return measurements }
    guard let profile = context.profile, !profile.matrices.isEmpty else {
      measurements.recordMissing(
        "RF shims are played, and the profile has no `q-matrix` of the coil"
          + (context.profile == nil ? ": name a scanner" : ""))
      return measurements
    }
    if let problem = problem(profile, context) {
      measurements.recordMissing(problem)
      return measurements
    }
    measurements.model = Confidence.leastSure(profile.matrices.map(\.confidence))
    measurements.notes.append("an estimate by the matrices of the profile, not the SAR of a patient")
    for matrix in profile.matrices { record(matrix, context, &measurements) }
    return measurements
  }

  /// Why the matrices say nothing of this sequence.
  private static func problem(_ profile: ScannerProfile, _ context: CheckContext) -> String? {
    if profile.kind == .simulation { return "\(profile.name) describes a simulation, not a machine" }
    if context.nucleus != .proton { return "matrices are for the frequency of protons" }
    if profile.matrices.contains(where: { !$0.confidence.mayPass }) {
      return "a `q-matrix` is unverified in \(profile.name)"
    }
    if !profile.matrices.contains(where: { $0.kind == .local }) {
      return "\(profile.name) has no `q-matrix local`, which binds first"
    }
    let counts = context.sequence.library.extras.map { $0.shim?.channels.count }
    for (_, block) in context.playedOnce where !block.rf.isNone {
      guard !block.extras.isNone, let count = counts[Int(block.extras.number) - 1] else {
        return "a pulse has no RF shim, so that the weights of its channels are not known"
      }
      if profile.matrices.contains(where: { $0.channels != count }) {
        return "a shim of \(count) channels does not fit the matrices"
      }
    }
    return nil
  }

  private static func record(
    _ matrix: SARMatrix, _ context: CheckContext, _ measurements: inout Measurements
  ) {
    let forms = context.sequence.library.extras.map { extras in
      max(0, extras.shim.map { matrix.quadraticForm(weights($0)) } ?? 0)
    }
    guard let train = RFExposure.train(of: context.sequence, weights: forms) else { return }
    let perHertz = 1e6 / context.nucleus.hertzPerTesla
    let mode = SpecificAbsorption.mode(context)
    let limit = limit(matrix.kind, mode, context, &measurements)
    for (window, times) in [(RFExposure.longWindow, 1.0), (RFExposure.shortWindow, 2.0)] {
      let mean = WindowMean(train, window: window, factor: perHertz * perHertz)
      SpecificAbsorption.record(
        mean, mean.value, limit: (limit.lowerBound * times)...(limit.upperBound * times),
        what: "of \(matrix.kind.words) \(mean.words) in \(mode.words)", &measurements)
    }
  }

  private static func weights(_ shim: RFShim) -> [SIMD2<Double>] {
    shim.channels.map { channel in
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(channel.phaseRadians)
      return SIMD2(channel.magnitude * cosine, channel.magnitude * sine)
    }
  }

  private static func limit(
    _ kind: SARMatrix.Kind, _ mode: ScannerProfile.OperatingMode, _ context: CheckContext,
    _ measurements: inout Measurements
  ) -> ClosedRange<Double> {
    switch kind {
    case .wholeBody: return SpecificAbsorption.wholeBodyLimit(context, &measurements)
    case .head: return .exactly(SpecificAbsorption.Limit.head)
    case .local:
      // The stricter one unless the coil is at an arm or a leg.
      let coil = context.profile?.transmitCoil == .extremity ? ScannerProfile.TransmitCoil.extremity : .local
      return .exactly(SpecificAbsorption.Limit.local(mode, coil) ?? 10)
    }
  }
}
