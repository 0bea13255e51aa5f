/// `crlb`: how precisely a fit can know the concentrations.
import SequenceIR

/// A molecule that counts in an objective.
package struct WeightedMolecule: Sendable, Equatable {
  /// Its row in the tables.
  package var index: Int
  package var weight: Double

  package init(_ index: Int, weight: Double = 1) {
    self.index = index
    self.weight = weight
  }
}

/// L = sum over models and molecules m of w_m log(CRLB_m / c_m).
///
/// With a_m = F^-1 e_m, v_m = (a_m)_m and r_m = D a_m the gradient by column j of the design is
///
///     dL/dD_j = - sum_m (w_m / v_m sigma^2) (a_m)_j r_m
///
/// and follows the columns of phase, shift and width back to the spectra they are made of.
package struct CramerRaoObjective: SpectralObjective {
  package var molecules: [WeightedMolecule]
  /// One per baseline that the result shall be good for.
  package var models: [FisherModel]

  package init(molecules: [WeightedMolecule], models: [FisherModel]) {
    precondition(!molecules.isEmpty && !models.isEmpty, "an objective has a molecule and a model")
    self.molecules = molecules
    self.models = models
  }

  package func loss(
    of spectra: MemberSpectra, weight: Double, addingGradientTo cotangent: inout MemberSpectra
  ) -> Double {
    var loss = 0.0
    var gradients: [FisherColumns] = []
    for model in models {
      switch FisherInformation.make(model, spectra) {
      case .failure(let failure): return failure.loss
      case .success(let information):
        var gradient = FisherColumns(
          zerosLike: information.columns.layout, pointCount: information.columns.pointCount)
        loss += term(information, &gradient)
        gradients.append(gradient)
      }
    }
    guard loss.isFinite else { return loss }
    for (model, gradient) in zip(models, gradients) { gradient.spread(weight, model, to: &cotangent) }
    return loss
  }

  private func term(_ information: FisherInformation, _ gradient: inout FisherColumns) -> Double {
    let model = information.model
    var loss = 0.0
    for molecule in molecules {
      let covariances = information.covariances(of: molecule.index)
      let variance = covariances[molecule.index]
      loss += molecule.weight * model.logRelative(variance: variance, of: molecule.index)
      let residual = information.columns.combination(covariances)
      let factor = -molecule.weight / (variance * model.noise * model.noise)
      gradient.addOuter(factor, residual, covariances)
    }
    return loss
  }
}

extension FisherModel {
  /// log(standard deviation / concentration); without a concentration, log of the standard deviation.
  func logRelative(variance: Double, of molecule: Int) -> Double {
    let concentration = concentrations[molecule]
    let scale = concentration > 0 ? ElementaryFunctions.log(concentration) : 0
    return 0.5 * ElementaryFunctions.log(variance) - scale
  }
}

extension FactorizationFailure {
  /// What an objective makes of it: a minimizer steps back from infinity; NaN stays NaN, so that it is seen.
  var loss: Double {
    switch self {
    case .notFinite: .nan
    case .notPositive: .infinity
    }
  }
}
