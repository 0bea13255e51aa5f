/// A loss of the sum or difference of several shots: what an edited or interleaved measurement shows.

/// Takes joined spectra (`MemberSpectra.init(joining:)`) and gives an objective of one shot their combination,
/// sum_s k_s S_s.
package struct CombinedShotsObjective: SpectralObjective {
  package var objective: any SpectralObjective
  /// k_s, one per shot: 1, -1 for a difference.
  package var coefficients: [Double]

  package init(_ objective: any SpectralObjective, coefficients: [Double]) {
    precondition(!coefficients.isEmpty, "a combination has a shot")
    self.objective = objective
    self.coefficients = coefficients
  }

  package func loss(
    of spectra: MemberSpectra, weight: Double, addingGradientTo cotangent: inout MemberSpectra
  ) -> Double {
    var combined = MemberSpectra(
      moleculeCount: spectra.signal.moleculeCount, pointCount: spectra.signal.pointCount / coefficients.count)
    var gradient = combined
    for (coefficient, shot) in zip(coefficients, spectra.split(into: coefficients.count)) {
      combined.add(coefficient, times: shot)
    }
    let loss = objective.loss(of: combined, weight: weight, addingGradientTo: &gradient)
    guard loss.isFinite else { return loss }
    let parts = coefficients.map { coefficient in
      var part = MemberSpectra(
        moleculeCount: gradient.signal.moleculeCount, pointCount: gradient.signal.pointCount)
      part.add(coefficient, times: gradient)
      return part
    }
    cotangent.add(1, times: MemberSpectra(joining: parts))
    return loss
  }
}
