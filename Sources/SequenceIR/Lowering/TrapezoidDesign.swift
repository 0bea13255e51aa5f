/// Trapezoids worked out from the scanner's limits.
package struct GradientLimits: Hashable, Sendable {
  /// Hz/m.
  package var amplitude: Double
  /// Hz/m/s.
  package var slew: Double
  package var raster: Time

  package init(amplitude: Double, slew: Double, raster: Time) {
    self.amplitude = amplitude
    self.slew = slew
    self.raster = raster
  }

  /// Limits for each of `axes` gradients that play at once when any orientation must be playable: the vector of n
  /// equal components is sqrt(n) times as long as one of them.
  package func shared(by axes: Int) -> GradientLimits {
    guard axes > 1 else { return self }
    let factor = Double(axes).squareRoot()
    return GradientLimits(amplitude: amplitude / factor, slew: slew / factor, raster: raster)
  }

  /// The stricter of two limits.
  package func within(_ other: GradientLimits) -> GradientLimits {
    GradientLimits(amplitude: min(amplitude, other.amplitude), slew: min(slew, other.slew), raster: raster)
  }

  /// The shortest ramp between zero and `amplitudeHertzPerMetre`, at least one raster.
  package func ramp(to amplitudeHertzPerMetre: Double) -> Time {
    max(raster, roundedUp(seconds: abs(amplitudeHertzPerMetre) / slew))
  }

  /// No part of a gradient lasts longer; whoever asks for more has made a mistake.
  package static let longestPart = Time(microseconds: 1_000_000_000)

  /// The smallest multiple of the raster that is at least `seconds`; a millionth of a raster is rounding noise.
  /// Saturates at `longestPart`.
  package func roundedUp(seconds: Double) -> Time {
    guard seconds < GradientLimits.longestPart.seconds else {
      return GradientLimits.longestPart.roundedDown(to: raster)
    }
    return raster * Int((seconds / raster.seconds - 1e-6).rounded(.up))
  }

  /// Whether a gradient of this area can be played within `longestPart`; false for what is no number.
  package func canPlay(area: Double) -> Bool {
    abs(area) < amplitude * GradientLimits.longestPart.seconds / 2
  }

  /// The trapezoid (or triangle) of least duration with this area, 1/m.
  package func shortest(area: Double) -> Trapezoid {
    let size = abs(area)
    let sign = area < 0 ? -1.0 : 1.0
    let ramp = max(raster, roundedUp(seconds: (size / slew).squareRoot()))
    if size / ramp.seconds <= amplitude {
      return Trapezoid(
        amplitudeHertzPerMetre: sign * size / ramp.seconds, rise: ramp, flat: .zero, fall: ramp)
    }
    let fullRamp = self.ramp(to: amplitude)
    let flat = max(.zero, roundedUp(seconds: size / amplitude - fullRamp.seconds))
    return Trapezoid(
      amplitudeHertzPerMetre: sign * size / (flat + fullRamp).seconds, rise: fullRamp, flat: flat,
      fall: fullRamp)
  }

  /// The trapezoid with this area and duration and the shortest ramps that the slew rate allows; nil when the duration
  /// is too short. From area = A (D - r) and A <= S r follows r (D - r) >= area / S.
  package func lasting(_ duration: Time, area: Double) -> Trapezoid? {
    let size = abs(area)
    let total = duration.seconds
    let discriminant = total * total - 4 * size / slew
    guard discriminant >= -1e-9 * total * total else { return nil }
    let ramp = max(raster, roundedUp(seconds: (total - max(0, discriminant).squareRoot()) / 2))
    let flat = duration - ramp - ramp
    guard flat >= .zero else { return nil }
    let amplitude = size / (flat + ramp).seconds
    guard amplitude <= self.amplitude * (1 + 1e-12) else { return nil }
    return Trapezoid(
      amplitudeHertzPerMetre: area < 0 ? -amplitude : amplitude, rise: ramp, flat: flat, fall: ramp)
  }

  /// The trapezoid with this plateau.
  package func plateau(amplitude: Double, flat: Time) -> Trapezoid {
    let ramp = ramp(to: amplitude)
    return Trapezoid(amplitudeHertzPerMetre: amplitude, rise: ramp, flat: flat, fall: ramp)
  }
}

extension Trapezoid {
  /// The same timing with another area.
  package func scaled(toArea area: Double) -> Trapezoid {
    var result = self
    result.amplitudeHertzPerMetre = area / (flat.seconds + (rise.seconds + fall.seconds) / 2)
    return result
  }

  package func delayed(by delay: Time) -> Trapezoid {
    var result = self
    result.delay += delay
    return result
  }
}
