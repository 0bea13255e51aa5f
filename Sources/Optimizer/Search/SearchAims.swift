/// The objective that a request adds up to.
import SequenceIR

extension PulseSearch {
  static func objective(
    _ assay: Assay, models: [FisherModel], sets: [Int]
  ) throws(SearchProblem) -> any EnsembleObjective {
    let (request, grid) = (assay.request, assay.grid.repeated(sets.count))
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
        try check(band, grid)
        signals.append(
          SignalTerm(
            try assay.index(of: molecule), try spectralBand(band, sets), weight: 0.15 * weight))
      case .suppression(let molecules, let band, let below, let weight):
        try check(band, grid)
        for molecule in molecules {
          suppressions.append(
            SuppressionTerm(
              try assay.index(of: molecule), try spectralBand(band, sets), below: below ?? 0.05,
              weight: weight))
        }
      case .meanSquareError(let weighted, let noise):
        let noisy = models.map { $0.with(noise: noise) }
        terms.append(
          (
            MeanSquareErrorObjective(
              molecules: try wanted(weighted, assay), models: noisy, combination: combination), 1
          ))
      case .spectrum(let molecule, let file, let weight):
        let index = try assay.index(of: molecule)
        let target = try DrawnSpectrum.read(file)
        terms.append(
          (
            MemberwiseObjective(
              try target.objective(molecule: index, assay.grid, channels: sets.count),
              combination: combination),
            weight
          ))
      // States are no spectra: `PulseSearch.states`.
      case .state, .profile: continue
      }
    }
    if !signals.isEmpty || !suppressions.isEmpty {
      switch SeparationObjective.make(
        signals: signals, suppressions: suppressions, moleculeCount: assay.molecules.count, grid: grid)
      {
      case .failure(let problem): throw separationProblem(problem, assay)
      case .success(let separation):
        terms.append((MemberwiseObjective(separation, combination: combination), 1))
      }
    }
    return WeightedObjectives(terms)
  }
  /// What not even an ideal acquisition determines, no pulse will.
  static func checkDeterminacy(_ assay: Assay) throws(SearchProblem) {
    let aims = assay.request.aims.filter { aim in
      switch aim {
      case .precision, .meanSquareError: true
      case .signal, .suppression, .spectrum, .state, .profile: false
      }
    }
    guard !aims.isEmpty else { return }
    let spectra = assay.idealSpectra
    for model in try assay.models(channels: 1) {
      guard case .success(let information) = FisherInformation.make(model, spectra) else { continue }
      let undetermined = information.undeterminedMolecules
      for molecule in aims.flatMap(\.molecules)
      where undetermined.contains(try assay.index(of: molecule)) {
        throw SearchProblem(
          "the fit cannot tell `\(molecule.name)` from the other molecules, whatever the sequence",
          at: molecule.span, help: "does another molecule look alike, or has it no signal in the window?")
      }
    }
  }

  /// The band, in the window of the shots that are meant.
  private static func spectralBand(
    _ band: OptimizationRequest.Band, _ sets: [Int]
  ) throws(SearchProblem) -> SpectralBand {
    guard let set = band.set else { return SpectralBand(band.lowerPPM, band.upperPPM) }
    guard let shot = sets.firstIndex(of: set) else {
      throw SearchProblem(
        "no acquisition has the label SET = \(set)", at: band.span,
        help: "label the shots that are stored apart: `label SET = \(set)`")
    }
    return SpectralBand(band.lowerPPM, band.upperPPM, shot: sets.count > 1 ? shot : nil)
  }

  private static func check(_ band: OptimizationRequest.Band, _ grid: SpectralGrid) throws(SearchProblem) {
    guard SpectralBand(band.lowerPPM, band.upperPPM).points(of: grid).isEmpty else { return }
    throw SearchProblem(
      "no point of the spectrum lies in this band", at: band.span,
      help:
        "points are \(DecimalText.significant((grid.ppm.last ?? 0) - (grid.ppm.dropLast().last ?? 0), 2)) ppm apart: "
        + "widen the band, or acquire for longer", code: .bandOutsideWindow)
  }

  private static func separationProblem(_ problem: SeparationProblem, _ assay: Assay) -> SearchProblem {
    let span = assay.request.span
    switch problem {
    case .noOwner(let term):
      return SearchProblem(
        "nothing says whose signal that of \(assay.molecules[term.molecule]) is compared with", at: span,
        help: "add a `maximize signal` in the same band")
    case .suppressesItsOwner(let term):
      return SearchProblem(
        "the signal of \(assay.molecules[term.molecule]) is to be maximized and suppressed in the same band",
        at: span,
        help: "name two molecules, or two bands")
    default: return SearchProblem("the bands make no objective: \(problem)", at: span)
    }
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
