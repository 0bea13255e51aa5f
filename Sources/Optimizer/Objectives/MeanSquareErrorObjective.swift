/// `mse`: how far an estimate is from the truth when the scanner is not what the fit believes.

/// L = combination over members e of sum over models and molecules m of w_m 1/2 log((V_m + b_em^2) / c_m^2).
///
/// All members are fitted with the nominal member's spectra, as a user does who does not know B1, B0 and the spin
/// parameters. V_m is the variance of that fit, b_em its bias (`NominalFit.response`). Variance falls with the noise
/// and bias does not, so the noise of the models must be meant.
package struct MeanSquareErrorObjective: EnsembleObjective {
  package var molecules: [WeightedMolecule]
  package var models: [FisherModel]
  package var combination: MemberCombination

  package init(
    molecules: [WeightedMolecule], models: [FisherModel],
    combination: MemberCombination = MemberCombination()
  ) {
    precondition(!molecules.isEmpty && !models.isEmpty, "an objective has a molecule and a model")
    self.molecules = molecules
    self.models = models
    self.combination = combination
  }

  package func loss(
    of members: [MemberSpectra], weights: [Double], nominalIndex: Int, factor: Double,
    addingGradientTo cotangents: inout [MemberSpectra]
  ) -> Double {
    var losses = [Double](repeating: 0, count: members.count)
    var fits: [FittedEnsemble] = []
    for model in models {
      switch NominalFit.make(model, nominal: members[nominalIndex]) {
      case .failure(let failure): return failure.loss
      case .success(let fit): fits.append(FittedEnsemble(fit, members, molecules, nominalIndex: nominalIndex))
      }
    }
    for fit in fits {
      for member in members.indices { losses[member] += fit.loss(of: member) }
    }
    let (loss, derivatives) = combination.combine(losses, weights: weights)
    guard loss.isFinite else { return loss }
    for fit in fits {
      fit.addGradient(derivatives.map { $0 * factor }, to: &cotangents)
    }
    return loss
  }
}

/// One model fitted to all members.
private struct FittedEnsemble {
  let fit: NominalFit
  let responses: [MismatchResponse]
  let molecules: [WeightedMolecule]
  /// F^-1 e_m of each molecule that counts.
  let covariances: [[Double]]
  let nominalIndex: Int

  init(_ fit: NominalFit, _ members: [MemberSpectra], _ molecules: [WeightedMolecule], nominalIndex: Int) {
    self.fit = fit
    self.molecules = molecules
    self.nominalIndex = nominalIndex
    responses = members.map(fit.response)
    covariances = molecules.map { fit.information.covariances(of: $0.index) }
  }

  private func squareError(_ member: Int, _ number: Int) -> Double {
    let molecule = molecules[number].index
    let bias = responses[member].changes[molecule]
    return covariances[number][molecule] + bias * bias
  }

  func loss(of member: Int) -> Double {
    var loss = 0.0
    for (number, molecule) in molecules.enumerated() {
      loss +=
        molecule.weight
        * fit.information.model.logRelative(variance: squareError(member, number), of: molecule.index)
    }
    return loss
  }

  /// `factors`: what the loss of each member counts.
  func addGradient(_ factors: [Double], to cotangents: inout [MemberSpectra]) {
    let information = fit.information
    let model = information.model
    let length = information.columns.length
    var columns = FisherColumns(
      zerosLike: information.columns.layout, pointCount: information.columns.pointCount)
    var nominalTotal = [Double](repeating: 0, count: length)
    var varianceFactors = [Double](repeating: 0, count: molecules.count)
    for (member, response) in responses.enumerated() {
      var adjoint = [Double](repeating: 0, count: information.parameterCount)
      for (number, molecule) in molecules.enumerated() {
        // dL/dV and dL/db of 1/2 log(V + b^2)
        let half = 0.5 * factors[member] * molecule.weight / squareError(member, number)
        varianceFactors[number] += half
        let slope = 2 * half * response.changes[molecule.index]
        for k in adjoint.indices { adjoint[k] += slope * covariances[number][k] }
      }
      var memberTotal = [Double](repeating: 0, count: length)
      fit.addGradient(
        response, adjoint: adjoint, columns: &columns, nominalTotal: &nominalTotal, memberTotal: &memberTotal)
      spread(memberTotal, to: &cotangents[member])
    }
    for (number, covariances) in covariances.enumerated() {
      let residual = information.columns.combination(covariances)
      columns.addOuter(-2 * varianceFactors[number] / (model.noise * model.noise), residual, covariances)
    }
    spread(nominalTotal, to: &cotangents[nominalIndex])
    columns.spread(1, model, to: &cotangents[nominalIndex])
  }

  private func spread(_ total: [Double], to cotangent: inout MemberSpectra) {
    for (row, concentration) in fit.information.model.concentrations.enumerated() {
      cotangent.signal.add(concentration, total, at: 0, toRow: row)
    }
  }
}
