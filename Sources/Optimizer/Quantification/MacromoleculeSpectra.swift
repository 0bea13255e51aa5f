/// Macromolecules: broad lines of known shape that every sequence leaves in the spectrum, and that a fit must carry.
import SequenceIR

/// Spectra of the macromolecules, per unit concentration. They do not depend on the pulses that are optimized.
package struct MacromoleculeSpectra: Sendable, Equatable {
  package var names: [String]
  package var concentrations: [Double]
  package var spectra: MemberSpectra

  package init(names: [String], concentrations: [Double], spectra: MemberSpectra) {
    precondition(
      names.count == concentrations.count && names.count == spectra.signal.moleculeCount,
      "one name and one concentration per spectrum")
    self.names = names
    self.concentrations = concentrations
    self.spectra = spectra
  }

  /// The transform of the signals
  ///
  ///     s(t) = w sum_k p_k exp(-(pi W_k t)^2 / (4 ln 2)) exp(2 pi i f_k t),
  ///
  /// W_k the full width of line k in Hz; the exponential is the transform of a Gaussian of that width.
  ///
  /// - `weighting`: what relaxation and the sequence leave of the signal, exp(-TE/T2).
  /// - `signalPerProton`: the first sample of one proton in the units and the phase of the other spectra.
  /// - `concentrations`: those around which a fit is linearised, one per component.
  ///
  /// A grid of one point has no scale from ppm to hertz: nil.
  package static func make(
    _ components: [MacromoleculeComponent], concentrations: [Double], on grid: SpectralGrid,
    weighting: Double = 1,
    signalPerProton: (real: Double, imaginary: Double) = (1, 0)
  ) -> MacromoleculeSpectra? {
    guard let lowPPM = grid.ppm.first, let highPPM = grid.ppm.last, highPPM > lowPPM,
      let low = grid.frequenciesHertz.first, let high = grid.frequenciesHertz.last
    else { return nil }
    let hertzPerPPM = (high - low) / (highPPM - lowPPM)
    var spectra = MemberSpectra(moleculeCount: components.count, pointCount: grid.pointCount)
    for (row, component) in components.enumerated() {
      for line in component.lines {
        let envelope = envelope(widthHertz: abs(line.fullWidthPPM * hertzPerPPM), on: grid)
        let frequency = low + (line.ppm - lowPPM) * hertzPerPPM
        let scale = weighting * line.protons / Double(grid.sampleCount)
        let factor = (real: signalPerProton.real * scale, imaginary: signalPerProton.imaginary * scale)
        for point in 0..<grid.pointCount {
          let index = row * grid.pointCount + point
          let turns = (frequency - grid.frequenciesHertz[point]) * grid.dwellSeconds
          let sums = transform(envelope, turnsPerSample: turns)
          spectra.signal.add(sums.signal, times: factor, at: index)
          let seconds = (
            real: factor.real * grid.dwellSeconds, imaginary: factor.imaginary * grid.dwellSeconds
          )
          spectra.timeWeighted.add(sums.weighted, times: seconds, at: index)
        }
      }
    }
    return MacromoleculeSpectra(
      names: components.map(\.name), concentrations: concentrations, spectra: spectra)
  }

  /// The Gaussian decay at the samples, as long as a double can hold it.
  private static func envelope(widthHertz: Double, on grid: SpectralGrid) -> [Double] {
    var envelope: [Double] = []
    for n in 0..<grid.sampleCount {
      let angle = ElementaryFunctions.pi * widthHertz * Double(n) * grid.dwellSeconds
      // 4 ln 2
      let exponent = angle * angle / 2.772588722239781
      guard exponent < 700 else { break }
      envelope.append(ElementaryFunctions.exp(-exponent))
    }
    return envelope
  }

  private typealias Complex = (real: Double, imaginary: Double)

  /// sum g_n z^n and sum n g_n z^n for z = exp(2 pi i turns), by Horner's rule.
  private static func transform(
    _ envelope: [Double], turnsPerSample: Double
  ) -> (signal: Complex, weighted: Complex) {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(ElementaryFunctions.twoPi * turnsPerSample)
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    for n in stride(from: envelope.count - 1, through: 0, by: -1) {
      let g = envelope[n]
      (a, b) = (a * cosine - b * sine + g, a * sine + b * cosine)
      (c, d) = (c * cosine - d * sine + Double(n) * g, c * sine + d * cosine)
    }
    return ((a, b), (c, d))
  }
}

extension SpectrumTable {
  fileprivate mutating func add(
    _ value: (real: Double, imaginary: Double), times factor: (real: Double, imaginary: Double), at index: Int
  ) {
    real[index] += value.real * factor.real - value.imaginary * factor.imaginary
    imaginary[index] += value.real * factor.imaginary + value.imaginary * factor.real
  }
}
