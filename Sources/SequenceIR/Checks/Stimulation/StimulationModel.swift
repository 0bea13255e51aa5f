/// Models of what changing gradients do to nerves and heart, as banks of first-order low passes.
///
/// Each mode follows y' = rate (x - y), where x is the slew rate s of an axis or its magnitude; an axis responds with
/// |sum of weight y| over the modes that keep their sign, plus the sum of weight |y| over those that do not, in percent
/// of the threshold; the axes add as root of the sum of squares. While a gradient is straight, s is constant and
/// y = s + (y0 - s) exp(-rate t) exactly.
struct StimulationModel {
  struct Mode {
    /// 1/s, per axis; the fourth number is one.
    var rate: SIMD4<Double>
    /// Percent per Hz/m/s, per axis; the fourth number is zero.
    var weight: SIMD4<Double>
    /// The weight with which a sampled computation sees the mode; equal to `weight` where that has modes of its own.
    var sampledWeight: SIMD4<Double>
    /// x = |s| instead of s.
    var takesMagnitude = false
    /// Adds |y| instead of y.
    var givesMagnitude = false

    /// exp(-rate x seconds), per axis; the fourth number is zero.
    func decay(over seconds: Double) -> SIMD4<Double> {
      let x = ElementaryFunctions.exp(-rate.x * seconds)
      let y = rate.y == rate.x ? x : ElementaryFunctions.exp(-rate.y * seconds)
      let z = rate.z == rate.x ? x : ElementaryFunctions.exp(-rate.z * seconds)
      return SIMD4(x, y, z, 0)
    }
  }

  var modes: [Mode]
  /// How far the bank may be from the model it stands for, as a fraction of the response.
  var relativeError = 0.0

  /// The modes after a piece of constant slew rate (Hz/m/s), `decays` over it.
  func advance(_ current: inout [SIMD4<Double>], _ slew: SIMD4<Double>, _ decays: [SIMD4<Double>]) {
    let magnitude = StimulationState.magnitude(slew)
    for (index, mode) in modes.enumerated() {
      let target = mode.takesMagnitude ? magnitude : slew
      current[index] = target + (current[index] - target) * decays[index]
    }
  }

  /// Of each axis, percent.
  func response(_ current: [SIMD4<Double>]) -> SIMD4<Double> {
    var kept = SIMD4<Double>()
    var added = SIMD4<Double>()
    for (index, mode) in modes.enumerated() {
      if mode.givesMagnitude {
        added += mode.weight * StimulationState.magnitude(current[index])
      } else {
        kept += mode.weight * current[index]
      }
    }
    return StimulationState.magnitude(kept) + added
  }
}

extension StimulationModel {
  /// IEC 60601-2-33 (2022), AA.21, as GE uses it: response = integral of s(t - u) c / (c + u)^2 du / (rheobase / length).
  ///
  /// The step response of the kernel is 1 - c/(c + u), and c/(c + u) = integral of exp(z - exp(z) (1 + u/c)) dz over all
  /// z. The trapezoid rule with step h turns the integral into exponentials of rate exp(z)/c; it is off by the relative
  /// amount 2 |Gamma(1 + 2 pi i/h)| = 2 sqrt(pi y / sinh(pi y)), y = 2 pi/h, whatever u is: 1e-12 for h = 0.32, which the
  /// difference of two such terms for a short ramp makes up to 1e-10 of its response. Left out are z above 3.5, where
  /// exp(-exp(z)) is 2e-15, and below -12: time constants beyond 0.16 million chronaxies. A mode of rate x sees of a
  /// gradient that stays below G no more than 2 x G, so that those left out add up to 1e-8 % for 80 mT/m.
  ///
  /// Public code samples the kernel at the middle of each raster step. For slews that are constant over whole steps this
  /// is the same bank with each weight times (a/2)/sinh(a/2), a = rate x step.
  static func rheobaseAndChronaxie(
    chronaxie: Double, rheobase: Double, effectiveLength: Double, hertzPerTesla: Double, step: Double
  ) -> StimulationModel {
    let percent = 100 * effectiveLength / rheobase / hertzPerTesla
    let spacing = 0.32
    var shares: [(rate: Double, share: Double)] = []
    for index in -38...11 {
      let growth = ElementaryFunctions.exp(spacing * Double(index))
      shares.append((growth / chronaxie, spacing * growth * ElementaryFunctions.exp(-growth)))
    }
    let modes = shares.map { rate, share in
      let half = rate * step / 2
      let sampled = half > 0 ? half / ElementaryFunctions.sinh(half) : 1
      let weight = percent * share
      return Mode(
        rate: SIMD4(rate, rate, rate, 1), weight: SIMD4(weight, weight, weight, 0),
        sampledWeight: SIMD4(weight * sampled, weight * sampled, weight * sampled, 0))
    }
    return StimulationModel(modes: modes, relativeError: 1e-9)
  }

  /// With the figures of a profile; nil: it lacks one.
  static func rheobaseAndChronaxie(
    of profile: ScannerProfile, hertzPerTesla: Double, raster: Time
  ) -> StimulationModel? {
    guard let chronaxie = profile[.stimulationChronaxie]?.value,
      let rheobase = profile[.stimulationRheobase]?.value,
      let length = profile[.stimulationEffectiveLength]?.value
    else { return nil }
    return rheobaseAndChronaxie(
      chronaxie: chronaxie, rheobase: rheobase, effectiveLength: length, hertzPerTesla: hertzPerTesla,
      step: raster.seconds)
  }

  /// The SAFE model; see `SAFEConstants`. With a `step` its low passes are those of the sampled form
  /// y_n = alpha x_n + (1 - alpha) y_(n-1), alpha = step/(tau + step), which over whole steps of constant slew are low
  /// passes of the time constant step / ln(1 + step/tau). `order` says which axis of the file plays the coil's x, y, z.
  static func safe(
    _ constants: SAFEConstants, hertzPerTesla: Double, step: Double? = nil, order: [Int] = [0, 1, 2]
  ) -> StimulationModel {
    var modes = (0..<3).map { index in
      Mode(
        rate: SIMD4(repeating: 1), weight: SIMD4(), sampledWeight: SIMD4(), takesMagnitude: index == 1,
        givesMagnitude: true)
    }
    for (coil, axis) in order.enumerated() {
      guard let values = constants.axes[coil] else { continue }
      for index in 0..<3 {
        let tau = values.timeConstants[index]
        let rate = step.map { ElementaryFunctions.log(1 + $0 / tau) / $0 } ?? 1 / tau
        let weight = 100 * values.scale * values.weights[index] / values.limit / hertzPerTesla
        modes[index].rate[axis] = rate
        modes[index].weight[axis] = weight
        modes[index].sampledWeight[axis] = weight
      }
    }
    return StimulationModel(modes: modes)
  }

  /// The heart's threshold for a ramp of duration t is rheobase / (1 - exp(-t/tau)) as dB/dt (Reilly; IEC 60601-2-33):
  /// a low pass of dB/dt that must stay below the rheobase.
  static func cardiac(
    rheobase: Double, timeConstant: Double, effectiveLength: Double, hertzPerTesla: Double
  ) -> StimulationModel {
    let (rate, weight) = (1 / timeConstant, 100 * effectiveLength / rheobase / hertzPerTesla)
    return StimulationModel(modes: [
      Mode(
        rate: SIMD4(rate, rate, rate, 1), weight: SIMD4(weight, weight, weight, 0),
        sampledWeight: SIMD4(weight, weight, weight, 0))
    ])
  }
}
