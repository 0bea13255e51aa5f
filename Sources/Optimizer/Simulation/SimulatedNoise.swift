/// Noise of a receiver: normally distributed, independent in real and imaginary part of every sample.
import SequenceIR

package struct SimulatedNoise: Sendable, Equatable {
  package enum Level: Sendable, Equatable {
    /// Standard deviation of the real and of the imaginary part of each sample, in the unit of the mixture.
    case deviation(Double)
    /// Height of the tallest point of the mixture's magnitude spectrum over the standard deviation of the noise in the
    /// real part of that spectrum (Kreis et al., NMR Biomed 2021;34:e4347, with the magnitude for the phased peak).
    case ratio(Double)
  }

  package var level: Level
  package var seed: UInt64

  package init(_ level: Level, seed: UInt64 = 1) {
    self.level = level
    self.seed = seed
  }

  /// Of each part of each sample. A spectrum is 1/N times the sum over N samples, which leaves sigma / sqrt(N) of it.
  func deviation(for mixtures: [SampledSignal]) -> Double {
    switch level {
    case .deviation(let value): return value
    case .ratio(let ratio):
      return mixtures.reduce(0) { most, mixture in
        max(most, mixture.spectrum.tallest * Double(mixture.count).squareRoot())
      } / ratio
    }
  }
}

extension SampledSignal {
  /// Largest magnitude of all points.
  package var tallest: Double {
    real.indices.reduce(0) { max($0, real[$1] * real[$1] + imaginary[$1] * imaginary[$1]) }.squareRoot()
  }

  /// Adds numbers of stream `index` of the seed: real part, imaginary part, sample by sample.
  mutating func addNoise(deviation: Double, seed: UInt64, index: Int) {
    var stream = RandomStream(seed: seed, index: index)
    for sample in real.indices {
      real[sample] += deviation * stream.gaussian()
      imaginary[sample] += deviation * stream.gaussian()
    }
  }
}

extension SpectrumSimulation {
  /// The mixtures of all kinds of shots, acquired `count` times: each with noise of its own, of the streams of one seed.
  /// The spins are those of the simulation, which has no noise then. The first acquisition is what a simulation with this
  /// noise gives.
  package func acquisitions(
    _ count: Int, noise: SimulatedNoise?
  ) -> (deviation: Double?, signals: [[SampledSignal]]) {
    let mixtures = shots.map(\.mixture)
    let deviation = noise.map { $0.deviation(for: mixtures) }
    let signals = (0..<count).map { acquisition in
      mixtures.enumerated().map { kind, mixture -> SampledSignal in
        guard let noise, let deviation else { return mixture }
        var signal = mixture
        signal.addNoise(
          deviation: deviation, seed: noise.seed, index: acquisition * mixtures.count + kind)
        return signal
      }
    }
    return (deviation, signals)
  }
}
