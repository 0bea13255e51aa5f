/// What sequences are measured by: the same molecules, ensemble, spectrum and fit for all of them.
import SequenceIR

package struct Assay: Sendable {
  package let request: OptimizationRequest
  /// Metabolites first, then macromolecules: every one has an amplitude in the fit.
  package let molecules: [String]
  package let concentrations: [Double]
  /// What is known of each amplitude beforehand: standard deviation, mM; infinite for nothing.
  let priors: [Double]
  package let notes: [String]
  /// [parameter set][molecule]
  let sets: [[Molecule]]
  /// The nominal member first.
  package let members: [EnsembleMember]
  package let fieldHertzPerPPM: Double
  package let receiverPPM: Double
  /// Of one shot.
  package let grid: SpectralGrid

  /// Metabolites and macromolecules of a request, on the spectrum that `sampleCount` samples give.
  init(
    _ output: DesignCompiler.Output, _ request: OptimizationRequest, fieldTesla: Double, sampleCount: Int,
    dwellSeconds: Double
  ) throws(SearchProblem) {
    self.request = request
    let perPPM = output.nucleus.hertzPerTesla * fieldTesla * 1e-6
    fieldHertzPerPPM = perPPM
    receiverPPM = output.nucleus.referenceShift ?? 0
    let spins = try SearchMolecules(output, request, spectrometerHertz: perPPM * 1e6)
    notes = spins.notes
    var (names, concentrations, sets) = (spins.names, spins.concentrations, spins.sets)
    if request.macromolecules != .none {
      for component in InVivo.lcModelMacromolecules {
        let molecule = component.molecule(
          fieldHertzPerPPM: perPPM, t1Seconds: InVivo.macromoleculeT1Seconds,
          t2Seconds: InVivo.macromoleculeT2Seconds)
        for set in sets.indices { sets[set].append(molecule) }
        names.append(component.name)
        concentrations.append(InVivo.lcModelMillimolar)
      }
    }
    (molecules, self.concentrations, self.sets) = (names, concentrations, sets)
    let fitted = spins.names.count
    priors = concentrations.indices.map {
      $0 >= fitted && request.macromolecules == .known ? Assay.certainty * concentrations[$0] : .infinity
    }
    grid = Assay.grid(
      sampleCount, dwellSeconds, request.window, perPPM: perPPM,
      receiver: output.nucleus.referenceShift ?? 0)
    try Assay.check(
      request.window, halfWidthPPM: 1 / (2 * dwellSeconds * perPPM),
      receiver: output.nucleus.referenceShift ?? 0, perPPM: perPPM)
    guard grid.pointCount > 0 else {
      throw SearchProblem(
        "no point of the spectrum lies in the window", at: request.window.span ?? request.span,
        help: "widen the window, or acquire with a shorter dwell time")
    }
    members = Assay.members(request, sets: sets.count)
  }

  /// A window that the design names lies within what its acquisition samples; the usual one is cut.
  private static func check(
    _ window: OptimizationRequest.Band, halfWidthPPM: Double, receiver: Double, perPPM: Double
  ) throws(SearchProblem) {
    guard let span = window.span else { return }
    let reach = max(receiver - window.lowerPPM, window.upperPPM - receiver)
    guard reach > halfWidthPPM * (1 + 1e-9) else { return }
    let (lower, upper) = (receiver - halfWidthPPM, receiver + halfWidthPPM)
    throw SearchProblem(
      "the window reaches out of the spectrum, which holds \(DecimalText.rounded(lower, decimals: 2)) to \(DecimalText.rounded(upper, decimals: 2)) ppm",
      at: span,
      help:
        "acquire with a dwell time of at most \(DecimalText.significant(1e3 / (2 * reach * perPPM), 3)) ms, or look at less",
      code: .bandOutsideWindow)
  }

  /// A transform of a third of a second: finer points would show the same lines again.
  private static func grid(
    _ samples: Int, _ dwellSeconds: Double, _ window: OptimizationRequest.Band, perPPM: Double,
    receiver: Double
  ) -> SpectralGrid {
    let count = max(16, min(samples, Int((0.34 / dwellSeconds).rounded())))
    let spacing = 1 / (Double(count) * dwellSeconds)
    let frequencies = (-count / 2..<count / 2).map { Double($0) * spacing }.filter {
      (window.lowerPPM...window.upperPPM).contains(receiver + $0 / perPPM)
    }
    return SpectralGrid(
      sampleCount: count, dwellSeconds: dwellSeconds, frequenciesHertz: frequencies,
      ppm: frequencies.map { receiver + $0 / perPPM })
  }

  private static func members(_ request: OptimizationRequest, sets: Int) -> [EnsembleMember] {
    var result: [EnsembleMember] = []
    for set in 0..<sets {
      for scale in request.b1Scales {
        for offset in request.offsetsHertz {
          result.append(EnsembleMember(b1Scale: scale, offsetHertz: offset, parameterSet: set))
        }
      }
    }
    let nominal = result.indices.min { distance(result[$0]) < distance(result[$1]) } ?? 0
    result.swapAt(0, nominal)
    return result
  }

  private static func distance(_ member: EnsembleMember) -> Double {
    abs(member.b1Scale - 1) + abs(member.offsetHertz) / 100 + Double(member.parameterSet)
  }

  /// Spins whose lines lie in the window see their slices whole.
  package var sliceReach: SliceReach {
    Assay.sliceReach(of: request, hertzPerPPM: fieldHertzPerPPM, referencePPM: receiverPPM)
  }

  static func sliceReach(
    of request: OptimizationRequest, hertzPerPPM: Double, referencePPM: Double
  ) -> SliceReach {
    let lower = hertzPerPPM * (request.window.lowerPPM - referencePPM) + (request.offsetsHertz.min() ?? 0)
    let upper = hertzPerPPM * (request.window.upperPPM - referencePPM) + (request.offsetsHertz.max() ?? 0)
    return SliceReach(frequenciesHertz: lower...upper)
  }

  func index(of molecule: OptimizationRequest.Molecule) throws(SearchProblem) -> Int {
    let name = MoleculeLibrary.canonicalName(of: molecule.name) ?? molecule.name
    if let index = molecules.firstIndex(of: name) { return index }
    let near = Suggestion.nearest(to: name, among: molecules)
    throw SearchProblem(
      "`\(molecule.name)` is not among the molecules of the spectrum", at: molecule.span,
      help: near.map { "did you mean `\($0)`?" } ?? "name it in a `molecules` line")
  }

  /// The molecules that aims name, in their order.
  package var interest: [Int] {
    var seen: [Int] = []
    for aim in request.aims {
      for molecule in aim.molecules {
        let name = MoleculeLibrary.canonicalName(of: molecule.name) ?? molecule.name
        if let index = molecules.firstIndex(of: name), !seen.contains(index) { seen.append(index) }
      }
    }
    return seen
  }

  // MARK: fits

  func model(baseline: SplineBaseline? = nil) -> FisherModel {
    var model = FisherModel(molecules: molecules, concentrations: concentrations, baseline: baseline)
    if priors.contains(where: \.isFinite) { model.moleculePriors = priors }
    return model
  }

  /// The standard deviation of a known amplitude, as a share of it: so little that no spectrum adds to it.
  private static let certainty = 1e-6

  /// One fit a baseline of the request, of spectra of `channels` kinds of shots that are stored apart.
  func models(channels: Int) throws(SearchProblem) -> [FisherModel] {
    var models: [FisherModel] = []
    for baseline in request.baselines {
      var spline: SplineBaseline?
      if case .spline(let ppm) = baseline {
        guard
          case .success(let made) = SplineBaseline.make(
            ppm: grid.ppm, knotSpacingPPM: ppm, shotCount: channels)
        else {
          throw SearchProblem(
            "a spline of \(ppm) ppm does not fit the window", at: request.span,
            help: "its knots must be further apart than the points, and the window wider than its knots")
        }
        spline = made
      }
      models.append(model(baseline: spline))
    }
    return models
  }

  /// Engines of a sequence under the conditions of the assay, or of other members.
  func engines(
    _ shots: ShotPrograms, accuracy: PropagationAccuracy, precision: Precision, threads: Int,
    members: [EnsembleMember]? = nil
  ) -> ShotEngines {
    ShotEngines(
      shots,
      engines: setups(shots, accuracy: accuracy, threads: threads, members: members).map {
        $0.engine(precision)
      })
  }

  /// What the engines of a sequence are made from, one a kind of shot.
  func setups(
    _ shots: ShotPrograms, accuracy: PropagationAccuracy, threads: Int, members: [EnsembleMember]? = nil
  ) -> [EnsembleSetup] {
    shots.items.map { item in
      EnsembleSetup(
        molecules: sets, members: members ?? self.members, program: item.program, grid: grid,
        linewidthHertz: request.linewidthHertz, fieldHertzPerPPM: fieldHertzPerPPM,
        receiverPPM: receiverPPM, accuracy: accuracy, threads: threads)
    }
  }
}
