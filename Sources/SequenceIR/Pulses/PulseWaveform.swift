/// A designed RF pulse: complex samples on a uniform time base, in hertz.
package struct PulseWaveform: Hashable, Sendable {
  /// Real (B1x) and imaginary (B1y) part of each sample, Hz; sample n sits at `dwell x (n + 1/2)`.
  package var real: [Double]
  package var imaginary: [Double]
  package var dwell: Time
  /// The effective rotation point from the start of the pulse.
  package var centre: Time
  /// Full width at half maximum of the profile that the design promises, Hz; nil where the notion does not
  /// apply.
  package var bandwidthHertz: Double?
  /// Gradient strength during each sample relative to its maximum (GOIA); nil: constant.
  package var gradientModulation: [Double]?
  package var use: RFUse
  /// Samples that are played as RF events of their own, in order; those between are zero. Empty: one event.
  package var parts: [Range<Int>] = []

  package init(
    real: [Double], imaginary: [Double], dwell: Time, centre: Time, bandwidthHertz: Double? = nil,
    gradientModulation: [Double]? = nil, use: RFUse
  ) {
    self.real = real
    self.imaginary = imaginary
    self.dwell = dwell
    self.centre = centre
    self.bandwidthHertz = bandwidthHertz
    self.gradientModulation = gradientModulation
    self.use = use
  }

  /// Some samples tell pulses apart; equality looks at all of them.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(real.count)
    hasher.combine(dwell)
    hasher.combine(centre)
    for part in 1...16 where !real.isEmpty {
      let index = (real.count - 1) * part / 16
      hasher.combine(real[index])
      if index < imaginary.count { hasher.combine(imaginary[index]) }
    }
  }

  package var duration: Time { dwell * real.count }

  /// The largest |B1|, Hz.
  package var peakHertz: Double {
    var peak = 0.0
    for index in real.indices {
      peak = max(peak, real[index] * real[index] + imaginary[index] * imaginary[index])
    }
    return peak.squareRoot()
  }
}
