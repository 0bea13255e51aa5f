/// A noise level, stated as what it does to a known sequence.

extension FisherModel {
  /// The model with the noise at which a molecule has this bound, as a share of its concentration, in the spectra of a
  /// reference sequence. nil when there is none: a prior alone knows the molecule better, the data do not determine
  /// it, or a number is not finite.
  package func withNoise(
    givingRelativeBound wanted: Double, of molecule: Int, in reference: MemberSpectra
  ) -> FisherModel? {
    guard wanted > 0, wanted.isFinite else { return nil }
    var model = self
    // Without priors the bound is proportional to the noise, and one step suffices; with them it grows more slowly.
    for _ in 0..<200 {
      guard case .success(let information) = FisherInformation.make(model, reference),
        information.varianceInflation(of: molecule) < 1e10
      else { return nil }
      let ratio = wanted / information.relativeBound(of: molecule)
      guard ratio.isFinite, ratio > 0 else { return nil }
      if abs(ratio - 1) < 1e-12 { return model }
      model.noise *= ratio
    }
    return nil
  }
}
