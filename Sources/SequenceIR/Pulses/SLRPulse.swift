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
        over: grid, atLeast: least, because: "the transition between these ripples is wider",
        atMost: design.mostTimeBandwidth
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

  /// Beyond this the filter has too few coefficients for its band.
  var mostTimeBandwidth: Double { isLinearPhase ? 80 : 40 }

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

  var isLinearPhase: Bool { filter != "minimum-phase" && filter != "maximum-phase" }

  /// 32 coefficients to a unit of time-bandwidth: the band's edge is then at 1/64 of the rate, where
  /// interpolation costs nothing.
  private func tapCount(_ steps: Int, _ timeBandwidth: Double) -> Int {
    let most = isLinearPhase ? 512 : 256
    return min(steps, steps <= most ? steps : max(128, min(most, Int(32 * timeBandwidth))))
  }
}
