/// A pulse as a file has it: samples without duration or strength until the design gives them.
package struct PulseShape: Hashable, Sendable {
  package let format: PulseFile.Format
  /// Complex samples; `PulseFile.read` returns them with the largest magnitude at one.
  package private(set) var real: [Double] = []
  package private(set) var imaginary: [Double] = []
  /// Gradient during each sample relative to its maximum; nil: constant.
  package var gradient: [Double]?
  /// Time between samples, when the file has times.
  package var dwellSeconds: Double?
  /// The largest magnitude, when the file has units.
  package private(set) var peak: Peak?
  /// Bandwidth x duration that the file states.
  package var timeBandwidth: Double?

  package enum Peak: Hashable, Sendable {
    case hertz(Double)
    case tesla(Double)
  }

  /// REFGRAD of a .pta selects this slice with a pulse of this length.
  static let referenceSliceMetres = 0.01
  static let referenceSeconds = 5.12e-3
  static let radiansPerDegree = 0.017453292519943295

  init(format: PulseFile.Format) { self.format = format }

  package var count: Int { real.count }

  mutating func append(real: Double, imaginary: Double) {
    self.real.append(real)
    self.imaginary.append(imaginary)
  }

  mutating func append(amplitude: Double, phaseRadians: Double) {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(phaseRadians)
    append(real: amplitude * cosine, imaginary: amplitude * sine)
  }

  private var largest: Double {
    zip(real, imaginary).reduce(0) { max($0, ElementaryFunctions.hypot($1.0, $1.1)) }
  }

  /// Samples with peak one; `unit` is what one unit of the file's numbers is, nil where they are relative.
  /// nil when there is no pulse or it is not finite.
  func normalised(unit: Peak?) -> PulseShape? {
    let largest = largest
    guard largest > 0, largest.isFinite, 1 / largest < .infinity else { return nil }
    var result = self
    result.real = real.map { $0 / largest }
    result.imaginary = imaginary.map { $0 / largest }
    switch unit {
    case .hertz(let one)?: result.peak = .hertz(largest * one)
    case .tesla(let one)?: result.peak = .tesla(largest * one)
    case nil: result.peak = nil
    }
    if let gradient {
      let top = gradient.reduce(0) { max($0, abs($1)) }
      result.gradient = top > 0 && top.isFinite ? gradient.map { $0 / top } : nil
    }
    return result
  }
}

extension PulseShape {
  /// The family that has this shape only, so that a design gives duration and strength as for any other
  /// pulse.
  package var family: PulseFamily {
    PulseFamily(
      name: "file", summary: "samples from a file", parameters: PulseShape.parameters,
      design: { waveform($0) })
  }

  package static let parameters: [PulseFamily.Parameter] = [
    PulseFamily.Parameter(
      "duration", .quantity(.time), whenOmitted: "from the file's times", from: "1 ns", to: "1 s",
      "length, a multiple of the RF raster"),
    PulseFamily.Parameter(
      "flip", .quantity(.angle), whenOmitted: "from `peak`, or from the file's units", from: "0.01 deg",
      to: "720 deg", "flip angle on resonance"),
    PulseFamily.Parameter(
      "peak", .quantity(.fluxDensity), whenOmitted: "from `flip`, or from the file's units", from: "1 nT",
      to: "1 mT",
      "largest B1"),
    PulseFamily.Parameter(
      "bandwidth", .quantity(.frequency), whenOmitted: "from the file's header, or unknown", from: "0.1 Hz",
      to: "1 MHz", "full width at half maximum of the profile, for slice selection"),
    PulseFamily.use(.excitation),
  ]

  private func waveform(_ given: PulseArguments) -> Result<PulseWaveform, PulseProblem> {
    var arguments = given
    if arguments.quantities["duration"] == nil {
      guard let dwellSeconds else {
        return .failure(
          PulseProblem("the file has no sample times, so a duration is needed", help: "duration: 3.2 ms"))
      }
      arguments.quantities["duration"] = dwellSeconds * Double(count)
    }
    return arguments.grid().flatMap { grid in
      let resampled = onGrid(grid)
      return scale(of: resampled, arguments).map { scale in
        var pulse = resampled
        pulse.real = resampled.real.map { $0 * scale }
        pulse.imaginary = resampled.imaginary.map { $0 * scale }
        pulse.bandwidthHertz =
          arguments.quantities["bandwidth"] ?? timeBandwidth.map { $0 / grid.durationSeconds }
        pulse.use = arguments.use
        return pulse
      }
    }
  }

  /// The file's samples as they are where their dwell lies on the raster, else on the raster.
  private func onGrid(_ grid: PulseGrid) -> PulseWaveform {
    var dwell = grid.dwell
    var (x, y, modulation) = (real, imaginary, gradient)
    if grid.count % count == 0 {
      dwell = grid.dwell * (grid.count / count)
    } else {
      let resample = count < grid.count ? PulseShape.interpolated : PulseShape.averaged
      (x, y, modulation) = (resample(real, grid.count), resample(imaginary, grid.count), nil)
      modulation = gradient.map { resample($0, grid.count) }
    }
    var pulse = PulseWaveform(
      real: x, imaginary: y, dwell: dwell, centre: .zero, gradientModulation: modulation, use: .undefined)
    pulse.centre = pulse.peakTime
    return pulse
  }

  /// More samples than the file has: linear between its sample centres, constant beyond the outer ones.
  private static func interpolated(_ samples: [Double], to count: Int) -> [Double] {
    let ratio = Double(samples.count) / Double(count)
    return (0..<count).map { n in
      let position = (Double(n) + 0.5) * ratio - 0.5
      let left = min(max(Int(position.rounded(.down)), 0), samples.count - 1)
      let right = min(left + 1, samples.count - 1)
      let share = min(max(position - Double(left), 0), 1)
      return samples[left] + share * (samples[right] - samples[left])
    }
  }

  /// Fewer samples than the file has: the mean over each, so that the area stays.
  private static func averaged(_ samples: [Double], to count: Int) -> [Double] {
    let ratio = Double(samples.count) / Double(count)
    return (0..<count).map { n in
      let (start, end) = (Double(n) * ratio, Double(n + 1) * ratio)
      var sum = 0.0
      for k in Int(start)..<min(Int(end.rounded(.up)), samples.count) {
        sum += samples[k] * (min(end, Double(k + 1)) - max(start, Double(k)))
      }
      return sum / ratio
    }
  }

  /// Hertz per unit of the shape.
  private func scale(of pulse: PulseWaveform, _ arguments: PulseArguments) -> Result<Double, PulseProblem> {
    switch (arguments.quantities["flip"], arguments.quantities["peak"]) {
    case (_?, _?):
      return .failure(PulseProblem("flip and peak are both given", parameter: "peak", help: "leave one out"))
    case (let flip?, nil): return flipScale(of: pulse, flip)
    case (nil, let given?): return .success(given * arguments.nucleus.hertzPerTesla / pulse.peakHertz)
    case (nil, nil):
      switch peak {
      case .hertz(let hertz)?: return .success(hertz)
      case .tesla(let tesla)?: return .success(tesla * arguments.nucleus.hertzPerTesla)
      case nil:
        return .failure(
          PulseProblem(
            "the file has no unit of B1, so flip or peak is needed", help: "flip: 90 deg, or peak: 15 uT"))
      }
    }
  }

  private func flipScale(of pulse: PulseWaveform, _ flip: Double) -> Result<Double, PulseProblem> {
    var (x, y, magnitude) = (0.0, 0.0, 0.0)
    for n in pulse.real.indices {
      x += pulse.real[n]
      y += pulse.imaginary[n]
      magnitude += ElementaryFunctions.hypot(pulse.real[n], pulse.imaginary[n])
    }
    let sum = ElementaryFunctions.hypot(x, y)
    // Samples that cancel, as of an adiabatic pulse, turn spins by something other than their sum.
    guard sum > 0.02 * magnitude else {
      return .failure(
        PulseProblem(
          "the samples cancel on resonance, so no scale gives this flip angle", parameter: "flip",
          help: "peak: 15 uT, for example"))
    }
    return .success(flip / (ElementaryFunctions.twoPi * sum * pulse.dwell.seconds))
  }
}

extension PulseWaveform {
  /// The middle of the samples that reach the peak, as Pulseq's own tools take it.
  fileprivate var peakTime: Time {
    let threshold = peakHertz * 0.99999
    let top = real.indices.filter { ElementaryFunctions.hypot(real[$0], imaginary[$0]) >= threshold }
    guard let first = top.first, let last = top.last else {
      return Time(picoseconds: duration.picoseconds / 2)
    }
    return Time(picoseconds: dwell.picoseconds * Int64(first + last + 1) / 2)
  }
}
