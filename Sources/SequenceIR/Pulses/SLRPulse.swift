/// Shinnar-Le Roux pulses: ripples of the magnetisation become ripples of a filter, the filter becomes the
/// pulse.
///
/// Pauly, Le Roux, Nishimura and Macovski, IEEE Trans. Med. Imaging 10 (1991) 53.
extension PulseArguments {
  func slr() -> Result<PulseWaveform, PulseProblem> {
    let design = SLRDesign(
      use: use, filter: keywords["filter"] ?? "",
      flipAngle: quantities["flip"] ?? SLRDesign.fullAngle(for: use),
      passbandRipple: quantities["passband_ripple"] ?? 0.01,
      stopbandRipple: quantities["stopband_ripple"] ?? 0.01)
    if use == .excitation, design.flipAngle > SLRDesign.largestExcitation {
      return .failure(
        PulseProblem(
          "an excitation of more than 150 deg leaves less than half of the magnetisation transverse",
          parameter: "flip", help: "use: refocusing or use: inversion"))
    }
    return grid().flatMap { grid in
      guard let least = design.leastProfileWidth else {
        return .failure(SLRDesign.unsettled)
      }
      return timeBandwidth(
        over: grid, atLeast: least, because: "the transition between these ripples is wider"
      )
      .flatMap { product in design.pulse(on: grid, timeBandwidth: product) }
    }
  }
}

/// One SLR pulse: what it is for, by which filter, and how good its profile has to be.
struct SLRDesign {
  let use: RFUse
  let filter: String
  let flipAngle: Double
  /// Ripples allowed in the profile of the magnetisation, as fractions of the full effect.
  let passbandRipple: Double
  let stopbandRipple: Double

  static func fullAngle(for use: RFUse) -> Double {
    use == .refocusing || use == .inversion ? ElementaryFunctions.pi : ElementaryFunctions.pi / 2
  }

  static let largestExcitation = ElementaryFunctions.pi * 150.001 / 180

  static let unsettled = PulseProblem(
    "no equiripple filter with these values was found", parameter: "filter",
    help: "filter: least-squares, or a larger bandwidth")

  /// More hard steps than this cost time and change nothing; samples beyond it hold their step.
  static let mostSteps = 4_096

  func pulse(on grid: PulseGrid, timeBandwidth: Double) -> Result<PulseWaveform, PulseProblem> {
    let steps = min(grid.count, SLRDesign.mostSteps)
    guard steps >= 16 else {
      return .failure(
        PulseProblem(
          "\(grid.count) samples are too few for this design", parameter: "duration",
          help: "at least 16 samples of \(grid.dwell)"))
    }
    guard let plan = plan(for: timeBandwidth),
      let filter = taps(count: tapCount(steps, timeBandwidth), plan)
    else { return .failure(SLRDesign.unsettled) }
    let beta = SLRDesign.interpolated(filter.taps, to: steps)
    let angles = SLRDesign.held(SLRTransform.pulseAngles(beta: beta), to: grid.count)
    var pulse = PulseWaveform(
      real: angles.map { $0 / (ElementaryFunctions.twoPi * grid.dwellSeconds) },
      imaginary: [Double](repeating: 0, count: grid.count), dwell: grid.dwell,
      centre: Time(picoseconds: grid.duration.picoseconds / 2),
      bandwidthHertz: timeBandwidth / grid.durationSeconds, use: use)
    if !isLinearPhase { pulse.centre = pulse.rotationPoint(within: timeBandwidth / grid.durationSeconds) }
    return .success(pulse)
  }

  /// What is asked of the filter: its own time-bandwidth, and transition width x time.
  struct Plan {
    var timeBandwidth: Double
    var performance: Double
  }

  /// The filter's coefficients, scaled so that their spectrum is the beta polynomial: sin(flip/2) in the
  /// passband; and by how much the ripples exceed those asked for.
  func taps(count: Int, _ plan: Plan) -> (taps: [Double], excess: Double)? {
    let (pass, stop) = filterRipples
    let lowPass = LowPass(
      count: count, timeBandwidth: plan.timeBandwidth, width: plan.performance / plan.timeBandwidth,
      stopWeight: pass / stop)
    let shape: LowPass.Equiripple?
    switch filter {
    case "least-squares": shape = LowPass.Equiripple(taps: lowPass.leastSquares(), stopRipple: stop)
    case "equiripple": shape = lowPass.equiripple()
    case "minimum-phase", "maximum-phase":
      shape = LowPass.minimumPhase(
        count: count, timeBandwidth: plan.timeBandwidth, performance: plan.performance, passRipple: pass,
        stopRipple: stop)
    default:
      shape = LowPass.Equiripple(
        taps: LowPass.windowedSinc(count: count, timeBandwidth: plan.timeBandwidth), stopRipple: stop)
    }
    guard let shape else { return nil }
    let scale =
      ElementaryFunctions.sin(flipAngle / 2) / (peaksAtFullAngle ? SLRDesign.peak(of: shape.taps) : 1)
    let scaled = shape.taps.map { $0 * scale }
    return (filter == "maximum-phase" ? scaled.reversed() : scaled, shape.stopRipple / stop)
  }

  /// Pauly 1991, table I, written for any flip angle: ripples of beta that give the ripples of the
  /// magnetisation.
  ///
  /// Excitation: Mxy = sin(2 asin |beta|). Saturation and inversion: Mz = 1 - 2 |beta|^2. Refocusing under
  /// crushers: |beta|^2. Where the peak is held at the full angle, the passband spans twice its ripple below
  /// it.
  var filterRipples: (pass: Double, stop: Double) {
    let half = ElementaryFunctions.sin(flipAngle / 2)
    let energy = half * half
    switch use {
    case .refocusing: return (passbandRipple / 4, stopbandRipple.squareRoot())
    case .inversion: return (passbandRipple / (8 * energy), (stopbandRipple / (2 * energy)).squareRoot())
    case .saturation: return (passbandRipple / (4 * energy), (stopbandRipple / (2 * energy)).squareRoot())
    default:
      let cosine = ElementaryFunctions.cos(flipAngle / 2)
      let lowest = ElementaryFunctions.asin(ElementaryFunctions.sin(flipAngle) * (1 - passbandRipple))
      let farther = flipAngle <= ElementaryFunctions.pi / 2 ? lowest : ElementaryFunctions.pi - lowest
      return (0.5 * abs(flipAngle - farther) * cosine / half, stopbandRipple * cosine)
    }
  }

  /// Refocusing and inversion must not exceed 180 deg in any ripple: beta cannot exceed one.
  private var peaksAtFullAngle: Bool { use == .refocusing || use == .inversion }

  private var isLinearPhase: Bool { filter != "minimum-phase" && filter != "maximum-phase" }

  // The bandwidth asked for is that of the profile; the filter's is the middle of its transition. And the
  // formula for the transition is an estimate, off by up to a factor of two in ripple. Both are settled on a
  // small filter, since neither depends on the number of coefficients.

  private static let trialTaps = 96

  /// Profile width of the narrowest design that leaves a passband.
  var leastProfileWidth: Double? {
    let narrowest = filter == "windowed-sinc" ? 2 : max(1.3 * estimatedPerformance, 1)
    return trial(Plan(timeBandwidth: narrowest, performance: estimatedPerformance))?.width
  }

  private var estimatedPerformance: Double {
    let (pass, stop) = filterRipples
    return isLinearPhase
      ? LowPass.performance(passRipple: pass, stopRipple: stop)
      : 0.5 * LowPass.performance(passRipple: 2 * pass, stopRipple: 0.5 * stop * stop)
  }

  /// The plan whose profile has the time-bandwidth asked for and whose ripples are kept.
  private func plan(for timeBandwidth: Double) -> Plan? {
    var plan = Plan(timeBandwidth: timeBandwidth, performance: estimatedPerformance)
    for _ in 0..<4 {
      guard let trial = trial(plan) else { return nil }
      // Kaiser: transition x time grows by 20/14.6 for each factor of ten in both ripples; a minimum-phase
      // filter's square has twice that in decades and half of it in width.
      if trial.excess != 1 { plan.performance += 1.37 * ElementaryFunctions.log10(trial.excess) }
      plan.performance = min(plan.performance, 0.95 * plan.timeBandwidth)
      plan.timeBandwidth = max(plan.timeBandwidth + timeBandwidth - trial.width, 0.5)
    }
    return plan
  }

  /// Full width at half maximum of the magnetisation's profile x duration, and the excess of ripple.
  private func trial(_ plan: Plan) -> (width: Double, excess: Double)? {
    let count = max(SLRDesign.trialTaps, Int(4 * plan.timeBandwidth))
    guard let design = taps(count: count, plan) else { return nil }
    return (SLRDesign.width(of: design.taps, atLevel: halfLevel), design.excess)
  }

  /// |beta| where the profile is at half its full effect.
  private var halfLevel: Double {
    let half = ElementaryFunctions.sin(flipAngle / 2)
    switch use {
    case .refocusing, .inversion, .saturation: return half * 0.5.squareRoot()
    default:
      let angle = ElementaryFunctions.asin(0.5 * ElementaryFunctions.sin(flipAngle))
      return ElementaryFunctions.sin(angle / 2)
    }
  }

  /// 32 coefficients to a unit of time-bandwidth keep the droop of linear interpolation, (pi f dt)^2 / 3 at
  /// the band's edge, below a thousandth.
  private func tapCount(_ steps: Int, _ timeBandwidth: Double) -> Int {
    let most = isLinearPhase ? 512 : 256
    return min(steps, steps <= most ? steps : max(128, min(most, Int(32 * timeBandwidth))))
  }

  /// |spectrum| of the coefficients at `frequency` cycles per coefficient.
  private static func magnitude(of taps: [Double], at frequency: Double) -> Double {
    var real = 0.0
    var imaginary = 0.0
    for (n, tap) in taps.enumerated() {
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(
        ElementaryFunctions.twoPi * frequency * Double(n))
      real += tap * cosine
      imaginary += tap * sine
    }
    return ElementaryFunctions.hypot(real, imaginary)
  }

  private static func peak(of taps: [Double]) -> Double {
    let transform = FourierTransform(count: SLRTransform.transformLength(for: taps.count))
    return SLRTransform.magnitudeSquared(taps, transform).reduce(0, max).squareRoot()
  }

  /// Width between the outermost points at `level`, in turns over the whole filter.
  private static func width(of taps: [Double], atLevel level: Double) -> Double {
    let transform = FourierTransform(count: SLRTransform.transformLength(for: taps.count))
    let spectrum = SLRTransform.magnitudeSquared(taps, transform)
    let outermost = (0..<(transform.count / 2)).last { spectrum[$0] >= level * level } ?? 0
    var low = Double(outermost) / Double(transform.count)
    var high = Double(outermost + 1) / Double(transform.count)
    for _ in 0..<30 {
      let middle = 0.5 * (low + high)
      if magnitude(of: taps, at: middle) >= level { low = middle } else { high = middle }
    }
    return (low + high) * Double(taps.count)
  }

  /// Cubic convolution at sample centres (Keys, IEEE Trans. ASSP 29 (1981) 1153): unlike straight lines it
  /// leaves the passband flat. Each coefficient keeps its share of the sum, also the spikes at the ends.
  static func interpolated(_ taps: [Double], to count: Int) -> [Double] {
    guard count > taps.count else { return taps }
    var result = [Double](repeating: 0, count: count)
    let spacing = Double(count) / Double(taps.count)
    for (k, tap) in taps.enumerated() {
      let middle = (Double(k) + 0.5) * spacing - 0.5
      let range = max(0, Int(middle - 2 * spacing))...min(count - 1, Int(middle + 2 * spacing) + 1)
      let shares = range.map { cubicKernel(abs(Double($0) - middle) / spacing) }
      let sum = shares.reduce(0, +)
      for (share, n) in zip(shares, range) { result[n] += tap * share / sum }
    }
    return result
  }

  private static func cubicKernel(_ u: Double) -> Double {
    if u < 1 { return (1.5 * u - 2.5) * u * u + 1 }
    return u < 2 ? ((-0.5 * u + 2.5) * u - 4) * u + 2 : 0
  }

  /// The steps as a staircase, averaged over each sample: the total angle stays the same.
  private static func held(_ angles: [Double], to count: Int) -> [Double] {
    guard count > angles.count else { return angles }
    let stepsPerSample = Double(angles.count) / Double(count)
    return (0..<count).map { n in
      let (start, end) = (Double(n) * stepsPerSample, Double(n + 1) * stepsPerSample)
      let step = min(Int(start), angles.count - 1)
      let boundary = Double(step + 1)
      if end <= boundary || step + 1 == angles.count { return angles[step] * stepsPerSample }
      return angles[step] * (boundary - start) + angles[step + 1] * (end - boundary)
    }
  }
}

extension PulseWaveform {
  /// The instant from which precession explains the phase of the profile best: t with arg Mxy(f) = 2 pi f (T
  /// - t) + constant for pulses that excite, arg beta(f) = pi f (T - 2 t) + constant for the others, by least
  /// squares over `bandwidthHertz`.
  fileprivate func rotationPoint(within bandwidthHertz: Double) -> Time {
    let count = 33
    var phase = 0.0
    var previous = (real: 1.0, imaginary: 0.0)
    var (product, square) = (0.0, 0.0)
    for n in 0..<count {
      let position = Double(2 * n - count + 1) / Double(count - 1)
      let rotation = SpinRotation(of: self, positionHertz: position * bandwidthHertz / 2)
      let current = transverse(rotation)
      // Phase step from the last point, which unwraps as it goes.
      if n > 0 {
        phase += ElementaryFunctions.atan2(
          current.imaginary * previous.real - current.real * previous.imaginary,
          current.real * previous.real + current.imaginary * previous.imaginary)
      }
      previous = current
      product += position * phase
      square += position * position
    }
    let slopeSeconds = product / square / (ElementaryFunctions.twoPi * bandwidthHertz / 2)
    let total = duration.seconds
    let instant = use == .excitation ? total - slopeSeconds : total / 2 - slopeSeconds
    return Time(nearestToSeconds: min(max(instant, 0), total)) ?? .zero
  }

  /// conj(alpha) beta for excitation, else beta.
  private func transverse(_ rotation: SpinRotation) -> (real: Double, imaginary: Double) {
    let (ar, ai) = (rotation.alphaReal, rotation.alphaImaginary)
    let (br, bi) = (rotation.betaReal, rotation.betaImaginary)
    return use == .excitation ? (ar * br + ai * bi, ar * bi - ai * br) : (br, bi)
  }
}
