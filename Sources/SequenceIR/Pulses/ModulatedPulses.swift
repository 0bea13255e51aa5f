/// Pulses of constant phase whose amplitude has a formula: rectangle, Gaussian, windowed sinc.
extension PulseArguments {
  /// Full width at half maximum of sinc(f T) in f T: twice the root of sin(pi x) = pi x / 2.
  static let rectangleTimeBandwidth = 1.2067091288032283

  func rect() -> Result<PulseWaveform, PulseProblem> {
    grid().map { grid in
      calibrated(
        [Double](repeating: 1, count: grid.count), grid, timeBandwidth: PulseArguments.rectangleTimeBandwidth)
    }
  }

  func gauss() -> Result<PulseWaveform, PulseProblem> {
    grid().flatMap { grid in
      timeBandwidth(
        over: grid, atLeast: PulseArguments.rectangleTimeBandwidth * 1.001,
        because: "even a rectangle of that length is broader"
      ).map { product in
        let width = gaussianWidth(timeBandwidth: product)
        let samples = (0..<grid.count).map { n in
          let x = grid.relativeTime(n) / width
          return ElementaryFunctions.exp(-0.5 * x * x)
        }
        return calibrated(samples, grid, timeBandwidth: product)
      }
    }
  }

  func sinc() -> Result<PulseWaveform, PulseProblem> {
    grid().flatMap { grid in
      timeBandwidth(over: grid, atLeast: 1, because: "the main lobe alone is longer").map { product in
        let centre = quantities["centre"] ?? 0.5
        let samples = (0..<grid.count).map { n in
          // From the main lobe's peak, as a fraction of the duration.
          let x = (Double(n) + 0.5) / Double(grid.count) - centre
          return ElementaryFunctions.normalisedSinc(product * x) * window(at: x, centre: centre)
        }
        return calibrated(samples, grid, timeBandwidth: product, centre: centre)
      }
    }
  }

  /// Hann 0.5 + 0.5 cos, Hamming 0.54 + 0.46 cos; off centre, the longer side reaches the end of the window.
  private func window(at x: Double, centre: Double) -> Double {
    let pedestal =
      switch keywords["window"] ?? "none" {
      case "hann": 0.5
      case "hamming": 0.54
      default: 1.0
      }
    let turn = ElementaryFunctions.pi * x / max(centre, 1 - centre)
    return pedestal + (1 - pedestal) * ElementaryFunctions.cos(turn)
  }

  /// Standard deviation over half the duration of the truncated Gaussian whose spectrum has the width asked
  /// for.
  ///
  /// An unlimited Gaussian has it at sqrt(8 ln 2) / (2 pi) / (time-bandwidth / 2); cutting the tails off
  /// widens the spectrum, so the width in time is found by bisection: the spectrum narrows monotonically as
  /// it grows.
  private func gaussianWidth(timeBandwidth: Double) -> Double {
    let unlimited = 2.3548200450309493 / ElementaryFunctions.pi / timeBandwidth
    // Ends at eight standard deviations cut nothing off.
    if timeBandwidth > 12 { return unlimited }
    var (low, high) = (unlimited / 2, unlimited * 64)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      let ratio =
        gaussianSpectrum(width: middle, at: timeBandwidth / 2) / gaussianSpectrum(width: middle, at: 0)
      if ratio > 0.5 { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// Cosine transform of the truncated Gaussian by the midpoint rule; `frequency` in turns over the whole
  /// pulse.
  private func gaussianSpectrum(width: Double, at frequency: Double) -> Double {
    var sum = 0.0
    for n in 0..<256 {
      let t = (Double(n) + 0.5) / 256
      let x = t / width
      sum +=
        ElementaryFunctions.exp(-0.5 * x * x)
        * ElementaryFunctions.cos(ElementaryFunctions.pi * frequency * t)
    }
    return sum
  }

  /// Scales real samples so that they turn spins on resonance by the flip angle: 2 pi sum(B1) dwell = flip.
  private func calibrated(
    _ samples: [Double], _ grid: PulseGrid, timeBandwidth: Double, centre: Double = 0.5
  ) -> PulseWaveform {
    var sum = 0.0
    for sample in samples { sum += sample }
    let scale = (quantities["flip"] ?? 0) / (ElementaryFunctions.twoPi * sum * grid.dwellSeconds)
    return PulseWaveform(
      real: samples.map { $0 * scale }, imaginary: [Double](repeating: 0, count: grid.count),
      dwell: grid.dwell,
      centre: Time(nearestToSeconds: grid.durationSeconds * centre) ?? .zero,
      bandwidthHertz: timeBandwidth / grid.durationSeconds, use: use)
  }
}
