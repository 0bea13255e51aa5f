import SequenceIR

/// A pulse as Siemens pulse tools read it: `.pta` text, magnitude and phase of each sample.
///
/// The header's figures are those of the public readers and writers of the format (sigpy, Vespa). Lines end in CR LF.
package enum PulseTable {
  /// The longest table that older pulse tools take (VB17).
  static let longest = 4096

  /// `family.name` is what the tool files the pulse under.
  package static func bytes(
    of pulse: DistinctPulse, library: EventLibrary, raster: Time, family: String, name: String
  ) -> [UInt8] {
    let samples = pulse.samples(
      count: sampleCount(of: pulse, library: library, raster: raster), of: library, raster: raster)
    let sums = Integrals(samples)
    var lines = [
      "PULSENAME: \(word(family)).\(word(name))",
      "COMMENT: \(comment(pulse, samples: samples.count))",
      "REFGRAD: \(figure(referenceGradient(samples, seconds: pulse.duration.seconds)))",
      "MINSLICE: 1.0", "MAXSLICE: 200.0",
      "AMPINT: \(figure(sums.amplitude))", "POWERINT: \(figure(sums.power))",
      "ABSINT: \(figure(sums.absolute))",
      "",
    ]
    for (index, sample) in samples.enumerated() {
      lines.append("\(figure(sample.magnitude))\t\(figure(phase(of: sample)))\t; (\(index))")
    }
    return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
  }

  /// All samples of the shape where they fit; else the fewest equal cells that do.
  static func sampleCount(of pulse: DistinctPulse, library: EventLibrary, raster: Time) -> Int {
    let natural = pulse.naturalSampleCount(of: library, raster: raster)
    let together = (natural + longest - 1) / longest
    return (natural + together - 1) / max(together, 1)
  }

  private static func comment(_ pulse: DistinctPulse, samples: Int) -> String {
    "\(pulse.use.name), \(pulse.duration), peak \(DecimalText.significant(pulse.peakHertz, 6)) Hz, \(samples) samples"
  }

  /// A phase that rounds to a whole turn is none.
  private static func phase(of sample: PulseSample) -> Double {
    let phase = sample.phaseRadians
    return phase > 2 * ElementaryFunctions.pi - 5e-10 ? 0 : phase
  }

  /// The sums that a scanner's power calibration starts from, over samples of the pulse with peak one.
  package struct Integrals: Hashable, Sendable {
    /// |sum of b|
    package let amplitude: Double
    /// sum of |b|
    package let absolute: Double
    /// sum of |b|^2
    package let power: Double

    package init(_ samples: [PulseSample]) {
      var (real, imaginary, absolute, power) = (0.0, 0.0, 0.0, 0.0)
      for sample in samples {
        real += sample.real
        imaginary += sample.imaginary
        absolute += sample.magnitude
        power += sample.real * sample.real + sample.imaginary * sample.imaginary
      }
      amplitude = ElementaryFunctions.hypot(real, imaginary)
      self.absolute = absolute
      self.power = power
    }
  }

  /// mT/m that select 10 mm with this shape stretched to 5.12 ms, for protons, from the width at half height of the
  /// pulse's Fourier transform. That is its bandwidth for small flip angles only.
  static func referenceGradient(_ samples: [PulseSample], seconds: Double) -> Double {
    let timeBandwidth = widthAtHalfHeight(samples)
    return timeBandwidth / 5.12e-3 / (Nucleus.proton.hertzPerTesla * 0.01) * 1e3
  }

  /// Width of |sum of b exp(-2 pi i f n / N)| at half its largest value, in units of one over the pulse's duration: from
  /// the lowest to the highest f that reaches it.
  static func widthAtHalfHeight(_ samples: [PulseSample]) -> Double {
    let (stepsEach, reach) = (8, 100)
    let heights = (-reach * stepsEach...reach * stepsEach).map { step in
      height(samples, turnsEach: Double(step) / Double(stepsEach) / Double(samples.count))
    }
    guard let top = heights.max(), top > 0, let low = heights.firstIndex(where: { $0 >= top / 2 }),
      let high = heights.lastIndex(where: { $0 >= top / 2 })
    else { return 0 }
    // Straight lines to the neighbours that stay below half.
    let before = low > 0 ? (heights[low] - top / 2) / (heights[low] - heights[low - 1]) : 0
    let after = high + 1 < heights.count ? (heights[high] - top / 2) / (heights[high] - heights[high + 1]) : 0
    return (Double(high - low) + before + after) / Double(stepsEach)
  }

  private static func height(_ samples: [PulseSample], turnsEach: Double) -> Double {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(-2 * ElementaryFunctions.pi * turnsEach)
    var (c, s) = (1.0, 0.0)
    var (real, imaginary) = (0.0, 0.0)
    for sample in samples {
      real += sample.real * c - sample.imaginary * s
      imaginary += sample.real * s + sample.imaginary * c
      (c, s) = (c * cosine - s * sine, c * sine + s * cosine)
    }
    return ElementaryFunctions.hypot(real, imaginary)
  }

  private static func figure(_ value: Double) -> String { DecimalText.rounded(value, decimals: 9) }

  /// Letters, digits, `_` and `-` only: the dot separates family and name.
  private static func word(_ text: String) -> String {
    let kept = text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" }
    return kept.isEmpty ? "pulse" : String(kept)
  }
}
