/// Complex samples of a signal, and their spectrum.
import SequenceIR

package struct SampledSignal: Sendable, Equatable {
  package var real: [Double]
  package var imaginary: [Double]

  package init(count: Int) {
    real = [Double](repeating: 0, count: count)
    imaginary = real
  }

  package var count: Int { real.count }

  /// Sum of |s|^2.
  package var energy: Double {
    real.indices.reduce(0) { $0 + real[$1] * real[$1] + imaginary[$1] * imaginary[$1] }
  }

  package mutating func add(_ other: SampledSignal, times factor: Double) {
    for index in real.indices {
      real[index] += factor * other.real[index]
      imaginary[index] += factor * other.imaginary[index]
    }
  }

  /// Adds a exp(i (w + offset) t - pi linewidth t) at t = 0, dwell, 2 dwell, ... for every line.
  mutating func add(
    _ lines: [ResonanceLine], dwellSeconds: Double, linewidthHertz: Double, offsetHertz: Double
  ) {
    let decay = ElementaryFunctions.exp(-Double.pi * linewidthHertz * dwellSeconds)
    for line in lines {
      let angle = (line.angularFrequency + 2 * Double.pi * offsetHertz) * dwellSeconds
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(angle)
      let (stepReal, stepImaginary) = (decay * cosine, decay * sine)
      // Each product rounds to one part in 1e16: after ten thousand samples the phase is good to 1e-12.
      var (re, im) = (line.real, line.imaginary)
      for index in real.indices {
        real[index] += re
        imaginary[index] += im
        (re, im) = (re * stepReal - im * stepImaginary, re * stepImaginary + im * stepReal)
      }
    }
  }

  /// Times i: a pulse of phase 0 turns z to -y, which then counts as real.
  mutating func turnQuarter() {
    for index in real.indices { (real[index], imaginary[index]) = (-imaginary[index], real[index]) }
  }

  /// 1/N sum s(n) exp(-2 pi i k n / N), from k = -floor(N/2) up: the sum of the points is the first sample.
  package var spectrum: SampledSignal {
    let ordered = DiscreteFourierTransform.forward(real, imaginary)
    var result = SampledSignal(count: count)
    let half = count / 2
    for index in 0..<count {
      let source = (index - half + count) % count
      result.real[index] = ordered.real[source] / Double(count)
      result.imaginary[index] = ordered.imaginary[source] / Double(count)
    }
    return result
  }

  /// The frequencies of `spectrum`, Hz.
  package static func frequencies(count: Int, dwellSeconds: Double) -> [Double] {
    (0..<count).map { Double($0 - count / 2) / (Double(count) * dwellSeconds) }
  }
}
