/// Binomial pulses: short rectangles weighted 1-1, 1-2-1, 1-3-3-1, ... that excite one frequency and spare
/// another.
///
/// Hore, J. Magn. Reson. 55 (1983) 283. With n sub-pulses tau apart the small-angle profile is cos(pi f
/// tau)^(n-1): full at f = 0, zero to order n - 1 at f = 1/(2 tau). Advancing the phase of each sub-pulse by
/// 2 pi f0 tau moves the profile by f0, so the same construction excites water and spares fat, or spares the
/// carrier.
///
/// Sub-pulses may be played off resonance. With an offset d each is a spectral sinc about d, so the small-angle
/// profile is sinc((f - d) T) cos(pi f tau)^(n-1): where T = tau and (null - d) T is a whole number, the zeros of
/// both factors coincide, and what is spared is spared to one order more. That is LIBRE for n = 2 (Bastiaansen and
/// Stuber, Magn. Reson. Med. 79 (2018) 3007).
extension PulseArguments {
  func binomial() -> Result<PulseWaveform, PulseProblem> {
    let excited = quantities["excite"] ?? 0
    let spared = quantities["null"] ?? 0
    let distance = abs(spared - excited)
    guard distance > 0 else {
      return .failure(
        PulseProblem("the pulse cannot excite and spare the same frequency", parameter: "null"))
    }
    let number = quantities["subpulses"] ?? 2
    guard let count = Int(exactly: number) else {
      return .failure(
        PulseProblem(
          "\(DecimalText.significant(number, 6)) sub-pulses is not a whole number", parameter: "subpulses"))
    }
    return grid(for: "subpulse").flatMap { grid in
      guard let interval = Time(nearestToSeconds: 0.5 / distance)?.rounded(to: raster) else {
        return .failure(PulseProblem("excite and null are too close to each other", parameter: "null"))
      }
      let steps = Int(min(interval.picoseconds / raster.picoseconds, Int64(PulseGrid.mostSamples)))
      let total = (count - 1) * steps + grid.count
      guard interval >= grid.duration, total <= PulseGrid.mostSamples else {
        return .failure(intervalProblem(interval, grid))
      }
      return subpulseHertz(count, seconds: grid.duration.seconds).map { hertz in
        binomial(
          count, hertz: hertz, steps: steps, subpulse: grid.count, total: total, excited: excited)
      }
    }
  }

  private func intervalProblem(_ interval: Time, _ grid: PulseGrid) -> PulseProblem {
    if interval < grid.duration {
      return PulseProblem(
        "sub-pulses of \(grid.duration) do not fit into their interval of \(interval)", parameter: "subpulse",
        help: "at most \(interval), which is 1 / (2 |null - excite|)")
    }
    return PulseProblem(
      "an interval of \(interval) between sub-pulses needs more than \(PulseGrid.mostSamples) samples",
      parameter: "null", help: "excite and null further apart, or coarser samples")
  }

  private func binomial(
    _ count: Int, hertz: Double, steps: Int, subpulse: Int, total: Int, excited: Double
  ) -> PulseWaveform {
    var real = [Double](repeating: 0, count: total)
    var imaginary = real
    let weights = PulseArguments.binomialWeights(count)
    let dwellSeconds = raster.seconds
    let offset = quantities["offset"] ?? 0
    for (k, weight) in weights.enumerated() {
      for n in (k * steps)..<(k * steps + subpulse) {
        // The phase runs on through a sub-pulse too, so that the excited frequency is exactly on resonance.
        // That of an offset begins anew in each: it is zero in the middle, so that all turn about one axis.
        let middle = Double(2 * (n - k * steps) + 1 - subpulse) / 2
        let turns = (excited * Double(2 * n + 1 - total) / 2 + offset * middle) * dwellSeconds
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(ElementaryFunctions.twoPi * turns)
        real[n] = hertz * weight * cosine
        imaginary[n] = hertz * weight * sine
      }
    }
    let duration = raster * total
    return PulseWaveform(
      real: real, imaginary: imaginary, dwell: raster, centre: Time(picoseconds: duration.picoseconds / 2),
      use: use)
  }

  /// B1 of all sub-pulses together, Hz, for the flip angle at the frequency that is excited.
  private func subpulseHertz(_ count: Int, seconds: Double) -> Result<Double, PulseProblem> {
    let flip = quantities["flip"] ?? 0
    let offset = quantities["offset"] ?? 0
    let onResonance = flip / (ElementaryFunctions.twoPi * seconds)
    guard offset != 0 else { return .success(onResonance) }
    let phase = ElementaryFunctions.pi * offset * seconds
    let share = ElementaryFunctions.sin(phase) / phase
    guard abs(share) > 1e-3 else {
      return .failure(
        PulseProblem(
          "sub-pulses at this offset turn nothing at the frequency that is excited", parameter: "offset",
          help: "an offset that is not a multiple of 1 / subpulse"))
    }
    guard flip <= ElementaryFunctions.pi / 2 else {
      return .failure(
        PulseProblem(
          "sub-pulses off resonance are worked out for flip angles up to 90 deg", parameter: "flip"))
    }
    // Off resonance the angle is not in proportion to B1: repeated division by what the last guess turned.
    let wanted = ElementaryFunctions.sin(flip / 2)
    let weights = PulseArguments.binomialWeights(count)
    var hertz = onResonance / share
    for _ in 0..<200 {
      let turned = PulseArguments.turn(weights.map { hertz * $0 }, offset: offset, seconds: seconds)
      let factor = wanted / turned
      hertz *= factor
      if abs(factor - 1) < 1e-12 { return .success(hertz) }
    }
    return .failure(
      PulseProblem("no B1 of sub-pulses at this offset gives the flip angle", parameter: "offset"))
  }

  /// Sine of half the angle by which rectangles at an offset turn a spin of the frequency that is excited.
  ///
  /// In the frame of that spin each is a rotation about an axis in the plane that is tilted by the offset, between two
  /// rotations about z by half the phase that the offset gains: (alpha, beta) = (alpha' exp(i phase), beta').
  private static func turn(_ hertz: [Double], offset: Double, seconds: Double) -> Double {
    var (alphaReal, alphaImaginary, betaReal, betaImaginary) = (1.0, 0.0, 0.0, 0.0)
    let (phaseSine, phaseCosine) = ElementaryFunctions.sineAndCosine(
      ElementaryFunctions.pi * offset * seconds)
    for strength in hertz {
      let effective = (strength * strength + offset * offset).squareRoot()
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(ElementaryFunctions.pi * effective * seconds)
      let tilt = sine * offset / effective
      // Of one rectangle: alpha = a, beta = i b with b real.
      let (aReal, aImaginary) = (
        cosine * phaseCosine + tilt * phaseSine, tilt * phaseCosine - cosine * phaseSine
      )
      let b = sine * strength / effective
      // alpha <- a alpha - conj(beta_1) beta, beta <- beta_1 alpha + conj(a) beta, with beta_1 = i b.
      let (oldReal, oldImaginary) = (alphaReal, alphaImaginary)
      alphaReal = aReal * oldReal - aImaginary * oldImaginary - b * betaImaginary
      alphaImaginary = aReal * oldImaginary + aImaginary * oldReal + b * betaReal
      let (oldBetaReal, oldBetaImaginary) = (betaReal, betaImaginary)
      betaReal = -b * oldImaginary + aReal * oldBetaReal + aImaginary * oldBetaImaginary
      betaImaginary = b * oldReal + aReal * oldBetaImaginary - aImaginary * oldBetaReal
    }
    return (betaReal * betaReal + betaImaginary * betaImaginary).squareRoot()
  }

  /// Row of Pascal's triangle, scaled to sum one.
  private static func binomialWeights(_ count: Int) -> [Double] {
    var row = [1.0]
    for _ in 1..<max(count, 1) { row = zip(row + [0], [0] + row).map { ($0 + $1) / 2 } }
    return row
  }
}
