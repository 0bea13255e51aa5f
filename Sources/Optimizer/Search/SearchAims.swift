/// The objective that a request adds up to.
import SequenceIR

extension PulseSearch {
  static func objective(
    _ assay: Assay, models: [FisherModel], channels: Int
  ) throws(SearchProblem) -> any EnsembleObjective {
    let (request, grid) = (assay.request, assay.grid.repeated(channels))
    let combination = MemberCombination(worstCaseWeight: request.worstShare)
    var terms: [(objective: any EnsembleObjective, weight: Double)] = []
    var signals: [SignalTerm] = []
    var suppressions: [SuppressionTerm] = []
    for aim in request.aims {
      switch aim {
      case .precision(let weighted):
        terms.append(
          (
            MemberwiseObjective(
              CramerRaoObjective(molecules: try wanted(weighted, assay), models: models),
              combination: combination), 1
          ))
      case .signal(let molecule, let band, let weight):
        signals.append(
          SignalTerm(
            try assay.index(of: molecule), SpectralBand(band.lowerPPM, band.upperPPM), weight: 0.15 * weight))
      case .suppression(let molecules, let band, let below, let weight):
        for molecule in molecules {
          suppressions.append(
            SuppressionTerm(
              try assay.index(of: molecule), SpectralBand(band.lowerPPM, band.upperPPM), below: below ?? 0.05,
              weight: weight))
        }
      case .meanSquareError(let weighted, let noise):
        let noisy = models.map { $0.with(noise: noise) }
        terms.append(
          (
            MeanSquareErrorObjective(
              molecules: try wanted(weighted, assay), models: noisy, combination: combination), 1
          ))
      case .spectrum, .state:
        throw SearchProblem(
          "this aim cannot be searched yet", at: request.span,
          help: "`minimize crlb`, `minimize mse`, `maximize signal` and `suppress signal` can")
      }
    }
    if !signals.isEmpty || !suppressions.isEmpty {
      switch SeparationObjective.make(
        signals: signals, suppressions: suppressions, moleculeCount: assay.molecules.count, grid: grid)
      {
      case .failure(let problem): throw SearchProblem("\(problem)", at: request.span)
      case .success(let separation):
        terms.append((MemberwiseObjective(separation, combination: combination), 1))
      }
    }
    return WeightedObjectives(terms)
  }
  private static func wanted(
    _ weighted: [OptimizationRequest.Weighted], _ assay: Assay
  ) throws(SearchProblem) -> [WeightedMolecule] {
    var result: [WeightedMolecule] = []
    for item in weighted {
      result.append(WeightedMolecule(try assay.index(of: item.molecule), weight: item.weight))
    }
    return result
  }
}
