/// The events a block can hold. All are values; equal events are one entry of the library.

/// An RF pulse: `amplitude x magnitude(t) x exp(i 2 pi phase(t))`, carried at an offset.
package struct RFEvent: Hashable, Sendable {
  /// Peak of the magnitude, Hz (B1 = amplitude / gamma).
  package var amplitudeHertz: Double
  /// Normalised magnitude, 0 to 1.
  package var magnitude: ShapeID
  /// Phase of each sample in turns, 0 to 1.
  package var phase: ShapeID
  /// Sample times in units of the RF raster; none: samples sit at the centres of raster cells.
  package var time: ShapeID
  /// The effective rotation point, from the start of the shape (`delay` not included).
  package var centre: Time
  /// From block start to the start of the shape.
  package var delay: Time
  /// Offset relative to the field, ppm of gamma B0.
  package var frequencyPPM: Double
  /// Phase that scales with the field, rad/MHz.
  package var phasePPM: Double
  package var frequencyHertz: Double
  package var phaseRadians: Double
  package var use: RFUse

  package init(
    amplitudeHertz: Double, magnitude: ShapeID, phase: ShapeID, time: ShapeID = .none, centre: Time,
    delay: Time,
    frequencyPPM: Double = 0, phasePPM: Double = 0, frequencyHertz: Double = 0, phaseRadians: Double = 0,
    use: RFUse = .undefined
  ) {
    self.amplitudeHertz = amplitudeHertz
    self.magnitude = magnitude
    self.phase = phase
    self.time = time
    self.centre = centre
    self.delay = delay
    self.frequencyPPM = frequencyPPM
    self.phasePPM = phasePPM
    self.frequencyHertz = frequencyHertz
    self.phaseRadians = phaseRadians
    self.use = use
  }
}

/// What a pulse is for; the raw value is Pulseq's letter.
package enum RFUse: String, CaseIterable, Sendable {
  case excitation = "e"
  case refocusing = "r"
  case inversion = "i"
  case saturation = "s"
  case preparation = "p"
  case other = "o"
  case undefined = "u"

  package var name: String {
    switch self {
    case .excitation: "excitation"
    case .refocusing: "refocusing"
    case .inversion: "inversion"
    case .saturation: "saturation"
    case .preparation: "preparation"
    case .other: "other"
    case .undefined: "undefined"
    }
  }
}

package enum GradientEvent: Hashable, Sendable {
  case trapezoid(Trapezoid)
  case arbitrary(ArbitraryGradient)

  package var delay: Time {
    switch self {
    case .trapezoid(let trapezoid): trapezoid.delay
    case .arbitrary(let arbitrary): arbitrary.delay
    }
  }
}

/// Corners at 0, rise, rise + flat, rise + flat + fall after `delay`; `flat` may be zero.
package struct Trapezoid: Hashable, Sendable {
  /// Signed plateau, Hz/m.
  package var amplitudeHertzPerMetre: Double
  package var rise: Time
  package var flat: Time
  package var fall: Time
  package var delay: Time

  package init(amplitudeHertzPerMetre: Double, rise: Time, flat: Time, fall: Time, delay: Time = .zero) {
    self.amplitudeHertzPerMetre = amplitudeHertzPerMetre
    self.rise = rise
    self.flat = flat
    self.fall = fall
    self.delay = delay
  }

  package var duration: Time { rise + flat + fall }
  /// Zeroth moment, 1/m (cycles per metre).
  package var areaPerMetre: Double {
    amplitudeHertzPerMetre * (flat.seconds + (rise.seconds + fall.seconds) / 2)
  }
}

/// A sampled gradient: straight lines through (0, first), the samples, (end, last).
package struct ArbitraryGradient: Hashable, Sendable {
  /// Factor of the shape, Hz/m, signed.
  package var amplitudeHertzPerMetre: Double
  /// Value at the start of the event, Hz/m (not normalised).
  package var firstHertzPerMetre: Double
  /// Value at the end of the event, Hz/m (not normalised).
  package var lastHertzPerMetre: Double
  /// Normalised samples, -1 to 1.
  package var shape: ShapeID
  package var timing: Timing
  package var delay: Time

  package enum Timing: Hashable, Sendable {
    /// Sample n (from 1) at (n - 1/2) rasters; the event lasts N rasters.
    case centres
    /// Sample n (from 1) at n/2 rasters, N odd; the event lasts (N + 1)/2 rasters.
    case halfRaster
    /// Sample times in units of the gradient raster, the first and last sample being the ends ("extended trapezoid").
    case explicit(ShapeID)
  }

  package init(
    amplitudeHertzPerMetre: Double, firstHertzPerMetre: Double, lastHertzPerMetre: Double, shape: ShapeID,
    timing: Timing, delay: Time = .zero
  ) {
    self.amplitudeHertzPerMetre = amplitudeHertzPerMetre
    self.firstHertzPerMetre = firstHertzPerMetre
    self.lastHertzPerMetre = lastHertzPerMetre
    self.shape = shape
    self.timing = timing
    self.delay = delay
  }
}

/// Sample n (from 0) at `delay + dwell x (n + 1/2)`.
package struct ADCEvent: Hashable, Sendable {
  package var sampleCount: Int
  package var dwell: Time
  package var delay: Time
  package var frequencyPPM: Double
  package var phasePPM: Double
  package var frequencyHertz: Double
  package var phaseRadians: Double
  /// Extra receiver phase of each sample, rad, stored as it is; none: none.
  package var phaseModulation: ShapeID

  package init(
    sampleCount: Int, dwell: Time, delay: Time, frequencyPPM: Double = 0, phasePPM: Double = 0,
    frequencyHertz: Double = 0, phaseRadians: Double = 0, phaseModulation: ShapeID = .none
  ) {
    self.sampleCount = sampleCount
    self.dwell = dwell
    self.delay = delay
    self.frequencyPPM = frequencyPPM
    self.phasePPM = phasePPM
    self.frequencyHertz = frequencyHertz
    self.phaseRadians = phaseRadians
    self.phaseModulation = phaseModulation
  }

  /// nil when the product leaves the range of `Time`.
  package var duration: Time? { dwell.times(sampleCount) }
}
