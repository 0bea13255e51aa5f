/// Shinnar-Le Roux pulses: ripples of the magnetisation become ripples of a filter, the filter becomes the pulse.
///
/// Pauly, Le Roux, Nishimura and Macovski, IEEE Trans. Med. Imaging 10 (1991) 53.
extension PulseArguments {
  func slr() -> Result<PulseWaveform, PulseProblem> {
    grid().flatMap { grid in
      let design = SLRDesign(
        use: use, filter: keywords["filter"] ?? "", flipAngle: quantities["flip"] ?? SLRDesign.fullAngle(for: use),
        passbandRipple: quantities["passband_ripple"] ?? 0.01,
        stopbandRipple: quantities["stopband_ripple"] ?? 0.01)
      guard let least = design.profileWidth(filterTimeBandwidth: design.leastTimeBandwidth) else {
        return .failure(SLRDesign.unsettled)
      }
      return timeBandwidth(over: grid, atLeast: least, because: "the transition between these ripples is wider")
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

  static let unsettled = PulseProblem(
    "no equiripple filter with these values was found", parameter: "filter",
    help: "filter: least-squares, or a larger bandwidth")

  /// More hard steps than this cost time and change nothing; samples beyond it hold their step.
  static let mostSteps = 4_096

  func pulse(on grid: PulseGrid, timeBandwidth: Double) -> Result<PulseWaveform, PulseProblem> {
    guard let scaled = filterTimeBandwidth(for: timeBandwidth) else { return .failure(SLRDesign.unsettled) }
    let steps = min(grid.count, SLRDesign.mostSteps)
    guard steps >= 16 else {
      return .failure(
        PulseProblem(
          "\(grid.count) samples are too few for this design", parameter: "duration",
          help: "at least 16 samples of \(grid.dwell)"))
    }
    guard let taps = taps(count: tapCount(steps, timeBandwidth), timeBandwidth: scaled) else {
      return .failure(SLRDesign.unsettled)
    }
    let beta = SLRDesign.interpolated(taps, to: steps)
    let angles = SLRTransform.pulseAngles(beta: beta)
    let real = SLRDesign.held(angles, to: grid.count).map {
      $0 / (ElementaryFunctions.twoPi * grid.dwellSeconds)
    }
    return .success(
      PulseWaveform(
        real: real, imaginary: [Double](repeating: 0, count: grid.count), dwell: grid.dwell,
        centre: centre(of: real, grid), bandwidthHertz: timeBandwidth / grid.durationSeconds, use: use))
  }

  /// The filter's coefficients, scaled so that their spectrum is the beta polynomial: sin(flip/2) in the passband.
  func taps(count: Int, timeBandwidth: Double) -> [Double]? {
    let (pass, stop) = filterRipples
    let width = LowPass.performance(passRipple: pass, stopRipple: stop) / timeBandwidth
    let lowPass = LowPass(count: count, timeBandwidth: timeBandwidth, width: width, stopWeight: pass / stop)
    let shape: [Double]?
    switch filter {
    case "least-squares": shape = lowPass.leastSquares()
    case "equiripple": shape = lowPass.equiripple()?.taps
    case "minimum-phase", "maximum-phase":
      shape = LowPass.minimumPhase(count: count, timeBandwidth: timeBandwidth, passRipple: pass, stopRipple: stop)
    default: shape = LowPass.windowedSinc(count: count, timeBandwidth: timeBandwidth)
    }
    guard let shape else { return nil }
    let scale = ElementaryFunctions.sin(flipAngle / 2) / (peaksAtFullAngle ? SLRDesign.peak(of: shape) : 1)
    let scaled = shape.map { $0 * scale }
    return filter == "maximum-phase" ? scaled.reversed() : scaled
  }

  /// Pauly 1991, table I, written for any flip angle: ripples of beta that give the ripples of the magnetisation.
  ///
  /// Excitation: Mxy = sin(2 asin |beta|). Saturation and inversion: Mz = 1 - 2 |beta|^2. Refocusing under crushers:
  /// |beta|^2. Where the peak is held at the full angle, the passband spans twice its ripple below it.
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

  // The bandwidth asked for is that of the profile; the filter's is the middle of its transition. The two differ by a
  // factor that depends on neither scale nor number of coefficients, so it is found on a small filter.

  private static let trialTaps = 96

  /// Below this the passband vanishes.
  var leastTimeBandwidth: Double {
    let (pass, stop) = filterRipples
    switch filter {
    case "windowed-sinc": return 2
    case "minimum-phase", "maximum-phase":
      return 1.1 * 0.5 * LowPass.performance(passRipple: 2 * pass, stopRipple: 0.5 * stop * stop)
    default: return max(1.1 * LowPass.performance(passRipple: pass, stopRipple: stop), 1)
    }
  }

  /// Full width at half maximum of the magnetisation's profile times duration.
  func profileWidth(filterTimeBandwidth: Double) -> Double? {
    let count = max(SLRDesign.trialTaps, Int(4 * filterTimeBandwidth))
    guard let taps = taps(count: count, timeBandwidth: filterTimeBandwidth) else { return nil }
    return SLRDesign.width(of: taps, atLevel: halfLevel)
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

  private func filterTimeBandwidth(for timeBandwidth: Double) -> Double? {
    var filterProduct = max(timeBandwidth, leastTimeBandwidth)
    for _ in 0..<3 {
      guard let width = profileWidth(filterTimeBandwidth: filterProduct) else { return nil }
      filterProduct = max(filterProduct + timeBandwidth - width, leastTimeBandwidth)
    }
    return filterProduct
  }

  /// 32 coefficients to a unit of time-bandwidth keep the droop of linear interpolation, (pi f dt)^2 / 3 at the band's
  /// edge, below a thousandth.
  private func tapCount(_ steps: Int, _ timeBandwidth: Double) -> Int {
    let most = filter == "minimum-phase" || filter == "maximum-phase" ? 256 : 512
    return min(steps, steps <= most ? steps : max(128, min(most, Int(32 * timeBandwidth))))
  }

  /// |spectrum| of the coefficients at `frequency` cycles per coefficient.
  private static func magnitude(of taps: [Double], at frequency: Double) -> Double {
    var real = 0.0
    var imaginary = 0.0
    for (n, tap) in taps.enumerated() {
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(ElementaryFunctions.twoPi * frequency * Double(n))
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

  /// Linear interpolation at sample centres; each coefficient keeps its share of the sum, also the spikes at the ends.
  static func interpolated(_ taps: [Double], to count: Int) -> [Double] {
    guard count > taps.count else { return taps }
    var result = [Double](repeating: 0, count: count)
    let spacing = Double(count) / Double(taps.count)
    for (k, tap) in taps.enumerated() {
      let middle = (Double(k) + 0.5) * spacing - 0.5
      let range = max(0, Int(middle - spacing))...min(count - 1, Int(middle + spacing) + 1)
      let shares = range.map { max(0, 1 - abs(Double($0) - middle) / spacing) }
      let sum = shares.reduce(0, +)
      for (share, n) in zip(shares, range) { result[n] += tap * share / sum }
    }
    return result
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

  /// Linear phase: the middle. Otherwise the peak, where the magnetisation is tipped.
  private func centre(of samples: [Double], _ grid: PulseGrid) -> Time {
    guard filter == "minimum-phase" || filter == "maximum-phase" else {
      return Time(picoseconds: grid.duration.picoseconds / 2)
    }
    var best = 0
    for n in samples.indices where abs(samples[n]) > abs(samples[best]) { best = n }
    return grid.dwell * best + Time(picoseconds: grid.dwell.picoseconds / 2)
  }
}
