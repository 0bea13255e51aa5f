/// A pulse whose whole waveform is free.

/// Samples on a raster, from parameters x without bounds: linearly (one pair per sample, or B-spline coefficients),
/// then through the radial bound, or times a scale where there is no bound.
package struct ShapedPulse: Sendable, Equatable {
  package enum Basis: Sendable, Equatable {
    /// Piecewise constant: x and y of every sample.
    case raster
    /// Cubic B-spline with knots about every `knotSpacing` samples.
    case spline(knotSpacing: Int, endsAtZero: Bool)
  }

  package let name: String
  package let sampleCount: Int
  package let dwellSeconds: Double
  /// Bound on the magnitude of every sample, Hz; nil where none is known.
  package let peakHertz: Double?
  /// What x = 1 means where there is no bound, Hz.
  package let scaleHertz: Double
  package let basis: Basis
  private let spline: SplineBasis?
  private let bound: RadialBound?

  package init(
    name: String, sampleCount: Int, dwellSeconds: Double, peakHertz: Double?, scaleHertz: Double = 1_000,
    basis: Basis = .raster, boundForm: RadialBound.Form = .folding
  ) {
    self.name = name
    self.sampleCount = max(0, sampleCount)
    self.dwellSeconds = dwellSeconds
    self.peakHertz = peakHertz
    self.scaleHertz = scaleHertz
    self.basis = basis
    bound = peakHertz.map { RadialBound(peakHertz: $0, form: boundForm) }
    if case .spline(let knotSpacing, let endsAtZero) = basis {
      spline = SplineBasis(sampleCount: self.sampleCount, knotSpacing: knotSpacing, endsAtZero: endsAtZero)
    } else {
      spline = nil
    }
  }

  package var parameterCount: Int { 2 * (spline?.coefficientCount ?? sampleCount) }

  /// Samples x0, y0, x1, y1, ... in Hz.
  func controls(_ x: [Double]) -> [Double] {
    var samples = spline?.samples(of: x) ?? x
    if let bound {
      bound.apply(to: &samples)
    } else {
      for index in samples.indices { samples[index] *= scaleHertz }
    }
    return samples
  }

  func pullBack(_ gradient: [Double], at x: [Double]) -> [Double] {
    var result = gradient
    if let bound {
      bound.pullBack(&result, at: spline?.samples(of: x) ?? x)
    } else {
      for index in result.indices { result[index] *= scaleHertz }
    }
    return spline?.transposed(result) ?? result
  }

  /// Parameters whose waveform is closest to `controls`: exact on the raster within the bound, least squares before
  /// the bound for splines.
  func parameters(closestTo controls: [Double]) -> [Double] {
    let samples = bound?.inverse(controls) ?? controls.map { $0 / scaleHertz }
    return spline?.coefficients(closestTo: samples) ?? samples
  }
}
