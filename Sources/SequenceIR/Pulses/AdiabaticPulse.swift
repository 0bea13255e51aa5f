/// Adiabatic full-passage pulses: amplitude a(t), gradient g(t) and a frequency swept so that the
/// magnetisation follows.
///
/// All are one construction (Tannus and Garwood, NMR Biomed. 10 (1997) 423). A spin at position x, counted as
/// its offset at full gradient, is on resonance when the sweep is at g x; the sweep that gives every x the
/// same adiabaticity Q = w1^2 / (g dx/dt) is x(t) ~ integral of a^2/g, and the frequency is g x. With g = 1
/// and a = sech this is the hyperbolic secant. WURST keeps a linear sweep instead.
extension PulseArguments {
  func adiabatic() -> Result<PulseWaveform, PulseProblem> {
    let family = keywords["family"] ?? ""
    if let problem = foreignParameter(in: family) { return .failure(problem) }
    return grid().flatMap { grid in
      timeBandwidth(over: grid, atLeast: 2, because: "a sweep so short is not adiabatic").flatMap { product in
        let shape = AdiabaticShape(family: family, grid: grid, arguments: self)
        return peakHertz(for: shape, sweepHertz: product / grid.durationSeconds).map { peak in
          var pulse = waveform(shape, grid, sweepHertz: product / grid.durationSeconds, peakHertz: peak)
          pulse.bandwidthHertz = pulse.inversionWidthHertz(sweepHertz: product / grid.durationSeconds)
          return pulse
        }
      }
    }
  }

  /// Some parameters mean something to one shape only; silence about an ignored one would mislead.
  private func foreignParameter(in family: String) -> PulseProblem? {
    let owners = [("truncation", "hs"), ("gradient_order", "goia-wurst"), ("gradient_depth", "goia-wurst")]
    for (name, owner) in owners where quantities[name] != nil && owner != family {
      return PulseProblem("\(name) belongs to \(owner), and the family is \(family)", parameter: name)
    }
    return nil
  }

  /// The peak asked for, or the one that gives the adiabaticity asked for.
  private func peakHertz(for shape: AdiabaticShape, sweepHertz: Double) -> Result<Double, PulseProblem> {
    switch (quantities["peak"], quantities["adiabaticity"]) {
    case (_?, _?):
      .failure(
        PulseProblem("peak and adiabaticity are both given", parameter: "adiabaticity", help: "leave one out")
      )
    case (let peak?, nil):
      .success(peak * nucleus.hertzPerTesla)
    case (nil, let adiabaticity):
      // Q = (2 pi peak)^2 / (2 pi dx/dt) with x in Hz; dx/dt = sweep / shape.effectiveSeconds at the peak.
      .success(
        ((adiabaticity ?? PulseArguments.defaultAdiabaticity) * sweepHertz
          / (ElementaryFunctions.twoPi * shape.effectiveSeconds)).squareRoot())
    }
  }

  /// Landau and Zener: a passage leaves Mz = -1 + 2 exp(-pi Q / 2). Q = 6 gives -0.9998, and -0.995 when B1
  /// is 20 % low.
  static let defaultAdiabaticity = 6.0

  private func waveform(
    _ shape: AdiabaticShape, _ grid: PulseGrid, sweepHertz: Double, peakHertz: Double
  ) -> PulseWaveform {
    // Phase is the integral of the frequency; half a sample before and after its own, so that it is
    // symmetric.
    var phase = 0.0
    var phases: [Double] = []
    for n in 0..<grid.count {
      let turn = shape.frequency[n] * sweepHertz / 2 * grid.dwellSeconds
      phases.append(phase + 0.5 * turn)
      phase += turn
    }
    let middle =
      grid.count % 2 == 1
      ? phases[grid.count / 2] : 0.5 * (phases[grid.count / 2 - 1] + phases[grid.count / 2])
    var real: [Double] = []
    var imaginary: [Double] = []
    for n in 0..<grid.count {
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(ElementaryFunctions.twoPi * (phases[n] - middle))
      real.append(peakHertz * shape.amplitude[n] * cosine)
      imaginary.append(peakHertz * shape.amplitude[n] * sine)
    }
    return PulseWaveform(
      real: real, imaginary: imaginary, dwell: grid.dwell,
      centre: Time(picoseconds: grid.duration.picoseconds / 2),
      gradientModulation: shape.gradient, use: use)
  }
}

extension PulseWaveform {
  /// Width of the band in which more than half of the magnetisation is inverted, by simulation: where the
  /// amplitude fades before the sweep ends, it is narrower than the sweep. nil when the pulse does not invert
  /// in the middle.
  fileprivate func inversionWidthHertz(sweepHertz: Double) -> Double? {
    guard SpinRotation(of: self, positionHertz: 0).refocusing > 0.5 else { return nil }
    var (inside, outside) = (0.0, sweepHertz)
    for _ in 0..<20 {
      let middle = 0.5 * (inside + outside)
      if SpinRotation(of: self, positionHertz: middle).refocusing > 0.5 {
        inside = middle
      } else {
        outside = middle
      }
    }
    return inside + outside
  }
}

/// Amplitude (peak 1), frequency (-1 to 1 times half the sweep) and gradient (peak 1) of an adiabatic pulse.
struct AdiabaticShape {
  let amplitude: [Double]
  let frequency: [Double]
  let gradient: [Double]?
  /// Duration of a sweep of this width that kept the speed the sweep has where amplitude and gradient peak,
  /// s: integral of a^2/g, or the whole duration for a linear sweep.
  let effectiveSeconds: Double

  init(family: String, grid: PulseGrid, arguments: PulseArguments) {
    let times = (0..<grid.count).map(grid.relativeTime)
    switch family {
    case "hs":
      amplitude = AdiabaticShape.hyperbolicSecant(
        times, order: arguments.quantities["order"] ?? 1,
        truncation: arguments.quantities["truncation"] ?? 0.01)
      gradient = nil
    case "goia-wurst":
      amplitude = AdiabaticShape.wurst(times, order: arguments.quantities["order"] ?? 16)
      gradient = AdiabaticShape.dip(
        times, order: arguments.quantities["gradient_order"] ?? 4,
        depth: arguments.quantities["gradient_depth"] ?? 0.9)
    default:
      amplitude = AdiabaticShape.wurst(times, order: arguments.quantities["order"] ?? 40)
      gradient = nil
    }
    if family == "wurst" {
      frequency = times
      effectiveSeconds = grid.durationSeconds
    } else {
      let sweep = AdiabaticShape.offsetIndependentSweep(amplitude, gradient)
      frequency = sweep.frequency
      effectiveSeconds = sweep.effectiveSamples * grid.dwellSeconds
    }
  }

  /// sech(beta t^n), with beta such that the ends are at `truncation` (Silver, Joseph and Hoult, Phys. Rev. A
  /// 31 (1985) 2753 for n = 1; Tannus and Garwood, J. Magn. Reson. A 120 (1996) 133 for HSn).
  private static func hyperbolicSecant(_ times: [Double], order: Double, truncation: Double) -> [Double] {
    let inverse = 1 / truncation
    let beta = ElementaryFunctions.log(inverse + (inverse * inverse - 1).squareRoot())
    return times.map { ElementaryFunctions.sech(beta * ElementaryFunctions.pow(abs($0), order)) }
  }

  /// 1 - |sin(pi t / 2)|^n (Kupce and Freeman, J. Magn. Reson. A 115 (1995) 273).
  private static func wurst(_ times: [Double], order: Double) -> [Double] {
    times.map {
      1 - ElementaryFunctions.pow(abs(ElementaryFunctions.sin(ElementaryFunctions.pi / 2 * $0)), order)
    }
  }

  /// 1 - f + f |sin(pi t / 2)|^m (Andronesi et al., J. Magn. Reson. 203 (2010) 283).
  private static func dip(_ times: [Double], order: Double, depth: Double) -> [Double] {
    times.map {
      1 - depth + depth
        * ElementaryFunctions.pow(abs(ElementaryFunctions.sin(ElementaryFunctions.pi / 2 * $0)), order)
    }
  }

  /// The frequency g x with x the running integral of a^2/g from -1 to 1, and that integral in samples.
  private static func offsetIndependentSweep(
    _ amplitude: [Double], _ gradient: [Double]?
  ) -> (frequency: [Double], effectiveSamples: Double) {
    var running = 0.0
    var position: [Double] = []
    for n in amplitude.indices {
      let step = amplitude[n] * amplitude[n] / (gradient?[n] ?? 1)
      position.append(running + 0.5 * step)
      running += step
    }
    let frequency = position.indices.map { (2 * position[$0] / running - 1) * (gradient?[$0] ?? 1) }
    return (frequency, running)
  }
}
