/// How far the spectra of the engine are from exact propagation, without exact propagation: Richardson's estimate.

/// The error of a splitting of second order falls with the square of the intervals, so that halving both changes the
/// result by 3/4 of its error.
package struct ErrorEstimate: Sendable, Equatable {
  /// l2 norm of the error over that of the spectra, all members and molecules together.
  package let relative: Double
  /// The same of the member for which it is largest.
  package let worstMember: Double

  /// `spectra` are those of the setup's intervals; `finer` those of half of both.
  package init(spectra: [MemberSpectra], finer: [MemberSpectra]) {
    let members = zip(spectra, finer).map { ErrorEstimate.squares($0.signal, $1.signal) }
    let total = members.reduce((difference: 0.0, size: 0.0)) {
      ($0.difference + $1.difference, $0.size + $1.size)
    }
    relative = ErrorEstimate.ratio(total)
    worstMember = members.map { ErrorEstimate.ratio($0) }.max() ?? 0
  }

  private static func squares(_ a: SpectrumTable, _ b: SpectrumTable) -> (difference: Double, size: Double) {
    var (difference, size) = (0.0, 0.0)
    for index in a.real.indices {
      let (x, y) = (a.real[index] - b.real[index], a.imaginary[index] - b.imaginary[index])
      difference += x * x + y * y
      size += b.real[index] * b.real[index] + b.imaginary[index] * b.imaginary[index]
    }
    return (difference, size)
  }

  /// 0 where there is no signal.
  private static func ratio(_ squares: (difference: Double, size: Double)) -> Double {
    squares.size > 0 ? 4 / 3 * (squares.difference / squares.size).squareRoot() : 0
  }
}

extension EnsembleSetup {
  /// The error of what the engine gives for these controls in double precision; takes three times as long as the
  /// spectra themselves.
  package func errorEstimate(_ controls: EnsembleControls = EnsembleControls()) -> ErrorEstimate {
    var finer = self
    finer.accuracy.kickSeconds /= 2
    finer.accuracy.relaxationSeconds /= 2
    return ErrorEstimate(
      spectra: engine(.double, withTime: false).spectra(controls),
      finer: finer.engine(.double, withTime: false).spectra(controls))
  }
}
