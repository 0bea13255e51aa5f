/// The gradient of every objective against central differences, for every kind of nuisance.
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct ObjectiveGradientTests {
  private static let members = [SpectralFixtures.spectra(), SpectralFixtures.mismatchedMember()]
  private static let weights = [1.0, 2.0]
  private static let worstCase = MemberCombination(worstCaseWeight: 0.4, temperature: 0.1)
  private static let wanted = [WeightedMolecule(0, weight: 0.7), WeightedMolecule(1, weight: 1.3)]

  enum Nuisance: String, CaseIterable {
    case amplitudesOnly, phase, shift, width, all, moleculeShifts, moleculeWidths, amplitudePriors,
      smoothBaseline
    case flexibleBaseline, realPart, everything

    var model: FisherModel {
      var model = SpectralFixtures.model()
      model.nuisances.globalPhase = [.phase].contains(self)
      model.nuisances.globalShift = [.shift].contains(self)
      model.nuisances.globalWidth = [.width].contains(self)
      switch self {
      case .amplitudesOnly, .phase, .shift, .width: break
      case .all: model = SpectralFixtures.model()
      case .moleculeShifts: model.nuisances.moleculeShiftPriorHertz = 0.5
      case .moleculeWidths: model.nuisances.moleculeWidthPriorHertz = 2
      case .amplitudePriors: model.moleculePriors = [.infinity, 0.2, 0.3, 0.3]
      case .smoothBaseline: model = SpectralFixtures.model(spacingPPM: 0.4)
      case .flexibleBaseline: model = SpectralFixtures.model(spacingPPM: 0.15)
      case .realPart:
        model = SpectralFixtures.model(spacingPPM: 0.4)
        model.data = .realPart
      case .everything: model = SpectralFixtures.modelWithEverything()
      }
      return model
    }

    var timeWeightedMatters: Bool {
      switch self {
      case .amplitudesOnly, .phase, .amplitudePriors: false
      default: true
      }
    }
  }

  @Test(arguments: Nuisance.allCases) func cramerRaoHasItsExactGradient(nuisance: Nuisance) {
    let objective = MemberwiseObjective(CramerRaoObjective(molecules: Self.wanted, models: [nuisance.model]))
    let error = SpectralFixtures.gradientError(
      of: objective, at: [Self.members[0]], weights: [1], timeWeightedMatters: nuisance.timeWeightedMatters)
    #expect(error < 1e-7)
  }

  @Test(arguments: Nuisance.allCases) func meanSquareErrorHasItsExactGradient(nuisance: Nuisance) {
    let objective = MeanSquareErrorObjective(molecules: Self.wanted, models: [nuisance.model])
    let error = SpectralFixtures.gradientError(
      of: objective, at: Self.members, weights: Self.weights,
      timeWeightedMatters: nuisance.timeWeightedMatters)
    #expect(error < 1e-7)
  }

  @Test func severalBaselinesAndTheWorstMemberHaveTheirExactGradient() {
    let models = [SpectralFixtures.model(), SpectralFixtures.model(spacingPPM: 0.4)]
    let bounds = MemberwiseObjective(
      CramerRaoObjective(molecules: Self.wanted, models: models), combination: Self.worstCase)
    let errors = MeanSquareErrorObjective(molecules: Self.wanted, models: models, combination: Self.worstCase)
    for objective in [bounds, errors] as [any EnsembleObjective] {
      let error = SpectralFixtures.gradientError(
        of: objective, at: Self.members, weights: Self.weights, nominalIndex: 1)
      #expect(error < 1e-7)
    }
  }

  @Test func separationHasItsExactGradient() throws {
    let signals: [SignalTerm] = [
      SignalTerm(0, .glutamate, referenceEnergy: 1e-3, floor: 30),
      SignalTerm(1, .glutamine, referenceEnergy: 2e-3),
    ]
    let suppressions: [SuppressionTerm] = [
      SuppressionTerm(1, SpectralBand(2.2, 2.6), below: 0.5),
      SuppressionTerm(0, .glutamine, below: 0.05, weight: 0.6),
      SuppressionTerm(3, .glutamine, below: 0.02, owner: 1),
    ]
    let objective = try SeparationObjective.make(
      signals: signals, suppressions: suppressions, moleculeCount: 4, grid: SpectralFixtures.grid
    ).get()
    let error = SpectralFixtures.gradientError(
      of: MemberwiseObjective(objective, combination: Self.worstCase), at: Self.members,
      weights: Self.weights,
      timeWeightedMatters: false)
    #expect(error < 1e-7)
  }

  @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
  func targetSpectrumHasItsExactGradient(scaleIsFree: Bool, phaseIsFree: Bool) throws {
    let drawn = Self.members[1].signal
    let points = drawn.pointCount
    var targets: [TargetSpectrum] = []
    for row in [0, 2] {
      let range = row * points..<(row + 1) * points
      targets.append(
        TargetSpectrum(
          row, real: Array(drawn.real[range]), imaginary: Array(drawn.imaginary[range]),
          weight: 1 + Double(row)))
    }
    let objective = try #require(
      TargetSpectrumObjective(
        targets, scaleIsFree: scaleIsFree, phaseIsFree: phaseIsFree, band: SpectralBand(2.1, 2.5),
        grid: SpectralFixtures.grid))
    let error = SpectralFixtures.gradientError(
      of: MemberwiseObjective(objective), at: [Self.members[0]], weights: [1], timeWeightedMatters: false)
    #expect(error < 1e-7)
  }

  @Test func combinedShotsHaveTheirExactGradient() throws {
    let joined = MemberSpectra(joining: Self.members)
    let bounds = CramerRaoObjective(molecules: Self.wanted, models: [SpectralFixtures.model(spacingPPM: 0.4)])
    let difference = CombinedShotsObjective(bounds, coefficients: [1, -0.6])
    let error = SpectralFixtures.gradientError(
      of: MemberwiseObjective(difference), at: [joined], weights: [1])
    #expect(error < 1e-7)
    // A combination of equal shots is a multiple of one of them.
    let twice = MemberSpectra(joining: [Self.members[0], Self.members[0]])
    var (one, two) = (Self.members[0], twice)
    var model = SpectralFixtures.model()
    model.macromolecules = nil
    let bare = CramerRaoObjective(molecules: [WeightedMolecule(0)], models: [model])
    let single = bare.loss(of: Self.members[0], weight: 1, addingGradientTo: &one)
    let sum = CombinedShotsObjective(bare, coefficients: [1.5, 0.5])
      .loss(of: twice, weight: 1, addingGradientTo: &two)
    #expect(abs(single - sum - ElementaryFunctions.log(2)) < 1e-12)
  }

  @Test func weightedSumsHaveTheirExactGradient() throws {
    let bounds = MemberwiseObjective(
      CramerRaoObjective(molecules: Self.wanted, models: [SpectralFixtures.model()]))
    let signal = try SeparationObjective.make(
      signals: [SignalTerm(0, .glutamate)], suppressions: [], moleculeCount: 4, grid: SpectralFixtures.grid
    ).get()
    let objective = WeightedObjectives([(bounds, 0.3), (MemberwiseObjective(signal), 2)])
    let error = SpectralFixtures.gradientError(of: objective, at: Self.members, weights: Self.weights)
    #expect(error < 1e-7)
  }

  @Test func theGradientIsAddedTimesTheFactor() {
    let objective = CramerRaoObjective(molecules: Self.wanted, models: [SpectralFixtures.model()])
    var once = MemberSpectra(moleculeCount: 4, pointCount: SpectralFixtures.grid.pointCount)
    var twice = once
    let loss = objective.loss(of: Self.members[0], weight: 3, addingGradientTo: &once)
    for _ in 0..<2 {
      #expect(objective.loss(of: Self.members[0], weight: 1.5, addingGradientTo: &twice) == loss)
    }
    for (a, b) in zip(
      once.signal.real + once.timeWeighted.imaginary, twice.signal.real + twice.timeWeighted.imaginary)
    {
      #expect(close(a, b, relative: 1e-12, floor: 1e-15))
    }
  }
}
