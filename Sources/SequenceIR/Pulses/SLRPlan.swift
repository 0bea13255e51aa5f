/// What an SLR pulse asks of its filter, so that the profile has the bandwidth and keeps the ripples asked
/// for.
///
/// The bandwidth asked for is that of the profile, while the filter's is the middle of its transition; and
/// the formula for the transition is an estimate, off by up to a factor of two in ripple. Both are settled on
/// a small filter, since neither depends on the number of coefficients.
extension SLRDesign {
  static let trialTaps = 96

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
  func plan(for timeBandwidth: Double) -> Plan? {
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

  /// |spectrum| of the coefficients at `frequency` cycles per coefficient.
  static func magnitude(of taps: [Double], at frequency: Double) -> Double {
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

  static func peak(of taps: [Double]) -> Double {
    let transform = FourierTransform(count: SLRTransform.transformLength(for: taps.count))
    return SLRTransform.magnitudeSquared(taps, transform).reduce(0, max).squareRoot()
  }

  /// Width between the outermost points at `level`, in turns over the whole filter.
  static func width(of taps: [Double], atLevel level: Double) -> Double {
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
}
