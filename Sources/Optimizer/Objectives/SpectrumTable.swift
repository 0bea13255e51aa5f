/// Spectra of several molecules on one grid of frequencies: what objectives see of the physics.

/// The frequencies at which spectra are compared: a window of the discrete Fourier transform of the sampled signal.
package struct SpectralGrid: Sendable, Equatable {
  /// Samples of the signal and their distance; the transform is 1/N sum s(n) exp(-2 pi i f n dwell).
  package var sampleCount: Int
  package var dwellSeconds: Double
  /// Frequencies of the points, Hz from the receiver's frequency, evenly spaced by 1/(N dwell), in the order of
  /// ascending ppm.
  package var frequenciesHertz: [Double]
  /// The same points in ppm.
  package var ppm: [Double]

  package init(sampleCount: Int, dwellSeconds: Double, frequenciesHertz: [Double], ppm: [Double]) {
    precondition(frequenciesHertz.count == ppm.count, "a grid has one ppm per frequency")
    self.sampleCount = sampleCount
    self.dwellSeconds = dwellSeconds
    self.frequenciesHertz = frequenciesHertz
    self.ppm = ppm
  }

  package var pointCount: Int { ppm.count }
}

/// Complex spectra of molecules, molecule outside, point inside, real and imaginary parts apart.
package struct SpectrumTable: Sendable, Equatable {
  package let moleculeCount: Int
  package let pointCount: Int
  /// moleculeCount x pointCount.
  package var real: [Double]
  package var imaginary: [Double]

  package init(moleculeCount: Int, pointCount: Int) {
    self.moleculeCount = moleculeCount
    self.pointCount = pointCount
    real = [Double](repeating: 0, count: moleculeCount * pointCount)
    imaginary = real
  }
}

/// The spectra of one member of an ensemble (one B1, one offset, one set of spin parameters), per unit concentration.
/// As a cotangent of a loss L it holds dL/dRe and dL/dIm of the same numbers.
package struct MemberSpectra: Sendable, Equatable {
  /// Spectra of s(t).
  package var signal: SpectrumTable
  /// Spectra of t s(t), t in seconds: what a small shift or broadening of the lines adds.
  package var timeWeighted: SpectrumTable

  package init(moleculeCount: Int, pointCount: Int) {
    signal = SpectrumTable(moleculeCount: moleculeCount, pointCount: pointCount)
    timeWeighted = signal
  }
}

/// A loss that depends on the spectra of one member, with its exact gradient.
package protocol SpectralObjective: Sendable {
  /// The loss, smaller is better; adds `weight` times its gradient to `cotangent`, and returns the loss unweighted.
  func loss(of spectra: MemberSpectra, weight: Double, addingGradientTo cotangent: inout MemberSpectra)
    -> Double
}
