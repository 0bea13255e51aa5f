/// What objectives do at their edges: limits, invariances, singular and senseless input.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct ObjectiveBehaviourTests {
  private let grid = SpectralFixtures.grid
  private let both = [WeightedMolecule(0), WeightedMolecule(1)]

  private func loss(_ objective: any SpectralObjective, _ spectra: MemberSpectra) -> Double {
    gradient(objective, spectra).loss
  }

  private func gradient(
    _ objective: any SpectralObjective, _ spectra: MemberSpectra
  ) -> (loss: Double, cotangent: MemberSpectra) {
    var cotangent = MemberSpectra(
      moleculeCount: spectra.signal.moleculeCount, pointCount: spectra.signal.pointCount)
    let loss = objective.loss(of: spectra, weight: 1, addingGradientTo: &cotangent)
    return (loss, cotangent)
  }

  private func isFinite(_ spectra: MemberSpectra) -> Bool {
    [spectra.signal, spectra.timeWeighted].allSatisfy { table in
      table.real.allSatisfy { $0.isFinite } && table.imaginary.allSatisfy { $0.isFinite }
    }
  }

  // MARK: crlb

  /// Twice the signal is half the bound, macromolecules included.
  @Test func aDoubledSignalLowersEachLogBoundByLogTwo() throws {
    var model = SpectralFixtures.model(spacingPPM: 0.15)
    let spectra = SpectralFixtures.spectra()
    let single = loss(CramerRaoObjective(molecules: both, models: [model]), spectra)
    var doubled = spectra
    doubled.add(1, times: spectra)
    var macromolecules = try #require(model.macromolecules)
    macromolecules.spectra.add(1, times: macromolecules.spectra)
    model.macromolecules = macromolecules
    let double = loss(CramerRaoObjective(molecules: both, models: [model]), doubled)
    #expect(abs(single - double - 2 * Foundation.log(2)) < 1e-10)
  }

  @Test func halfTheNoiseLowersEachLogBoundByLogTwo() {
    var model = SpectralFixtures.model(spacingPPM: 0.4)
    let spectra = SpectralFixtures.spectra()
    let single = loss(CramerRaoObjective(molecules: both, models: [model]), spectra)
    model.noise /= 2
    let quiet = loss(CramerRaoObjective(molecules: both, models: [model]), spectra)
    #expect(abs(single - quiet - 2 * Foundation.log(2)) < 1e-10)
  }

  @Test func moleculesThatLookAlikeHaveAFiniteLargeLoss() throws {
    var spectra = SpectralFixtures.spectra()
    let points = grid.pointCount
    for k in 0..<points {
      spectra.signal.real[points + k] = spectra.signal.real[k]
      spectra.signal.imaginary[points + k] = spectra.signal.imaginary[k]
    }
    let model = SpectralFixtures.model()
    let (loss, cotangent) = gradient(CramerRaoObjective(molecules: both, models: [model]), spectra)
    #expect(loss.isFinite && loss > 15)
    #expect(isFinite(cotangent))
    let information = try FisherInformation.make(model, spectra).get()
    #expect(information.undeterminedMolecules == [0, 1])
    #expect(try FisherInformation.make(model, SpectralFixtures.spectra()).get().undeterminedMolecules == [])
  }

  @Test func aMoleculeWithoutSignalHasAFiniteLargeLoss() throws {
    var spectra = SpectralFixtures.spectra()
    for k in 0..<grid.pointCount {
      spectra.signal.real[k] = 0
      spectra.signal.imaginary[k] = 0
    }
    let (loss, cotangent) = gradient(
      CramerRaoObjective(molecules: both, models: [SpectralFixtures.model()]), spectra)
    #expect(loss.isFinite && loss > 200)
    #expect(isFinite(cotangent))
    let information = try FisherInformation.make(SpectralFixtures.model(), spectra).get()
    #expect(information.undeterminedMolecules == [0])
    let darkness = MemberSpectra(moleculeCount: 4, pointCount: grid.pointCount)
    #expect(
      self.loss(CramerRaoObjective(molecules: both, models: [SpectralFixtures.model()]), darkness).isFinite)
  }

  @Test(arguments: [Double.nan, .infinity]) func nonsenseIsReportedAndLeavesNoGradient(value: Double) throws {
    var spectra = SpectralFixtures.spectra()
    spectra.signal.real[3] = value
    let separation = try SeparationObjective.make(
      signals: [SignalTerm(0, SpectralBand(1.9, 2.7))], suppressions: [], moleculeCount: 4, grid: grid
    ).get()
    let target = try #require(
      TargetSpectrumObjective(
        [
          TargetSpectrum(
            0, real: [Double](repeating: 1, count: grid.pointCount),
            imaginary: [Double](repeating: 0, count: grid.pointCount))
        ], scaleIsFree: true, phaseIsFree: true, grid: grid))
    let bounds = CramerRaoObjective(molecules: both, models: [SpectralFixtures.model(spacingPPM: 0.4)])
    for objective in [separation, target, bounds] as [any SpectralObjective] {
      let (loss, cotangent) = gradient(objective, spectra)
      #expect(!loss.isFinite)
      #expect(cotangent.signal.real.allSatisfy { $0 == 0 })
    }
    let errors = MeanSquareErrorObjective(molecules: both, models: [SpectralFixtures.model()])
    var cotangents = [SpectralFixtures.spectra(), spectra].map { _ in
      MemberSpectra(moleculeCount: 4, pointCount: grid.pointCount)
    }
    let loss = errors.loss(
      of: [SpectralFixtures.spectra(), spectra], weights: [1, 1], nominalIndex: 0,
      addingGradientTo: &cotangents)
    #expect(!loss.isFinite)
    #expect(cotangents.allSatisfy { $0.signal.real.allSatisfy { $0 == 0 } })
  }

  // MARK: mse

  @Test func withoutMismatchTheMeanSquareErrorIsTheBound() {
    let models = [SpectralFixtures.model(), SpectralFixtures.model(spacingPPM: 0.4)]
    let spectra = SpectralFixtures.spectra()
    var cotangents = [spectra, spectra]
    let errors = MeanSquareErrorObjective(molecules: both, models: models).loss(
      of: [spectra, spectra], weights: [1, 1], nominalIndex: 0, addingGradientTo: &cotangents)
    #expect(abs(errors - loss(CramerRaoObjective(molecules: both, models: models), spectra)) < 1e-9)
  }

  /// The phase of a member is found by the fit and costs nothing, however large.
  @Test func aPhaseCommonToAllMoleculesIsNoBias() throws {
    var model = SpectralFixtures.model()
    model.macromolecules = nil
    let nominal = SpectralFixtures.spectra()
    let turned = SpectralFixtures.spectra(
      factors: [SpectralFixtures.Complex](
        repeating: .init(real: Foundation.cos(2.1), imaginary: Foundation.sin(2.1)), count: 4))
    let fit = try NominalFit.make(model, nominal: nominal).get()
    for molecule in 0..<4 { #expect(abs(fit.response(to: turned).changes[molecule]) < 1e-10) }
  }

  // MARK: ensemble

  @Test func theWorstCaseTendsToTheLargestLoss() {
    let losses = [1.0, 1.4, 1.2]
    let cold = MemberCombination(worstCaseWeight: 1, temperature: 1e-3).combine(losses, weights: [1, 1, 2])
    // mean 1.2, largest 1.4 + temperature log(1/4)
    #expect(abs(cold.loss - (1.2 + 1.4 + 1e-3 * Foundation.log(0.25))) < 1e-12)
    #expect(abs(cold.derivatives[1] - 1.25) < 1e-12)
    let mean = MemberCombination().combine(losses, weights: [1, 1, 2])
    #expect(abs(mean.loss - 1.2) < 1e-15)
    #expect(mean.derivatives == [0.25, 0.25, 0.5])
  }

  // MARK: separate

  private func separation(limit: Double) throws -> SeparationObjective {
    try SeparationObjective.make(
      signals: [SignalTerm(0, .glutamate)], suppressions: [SuppressionTerm(1, .glutamate, below: limit)],
      moleculeCount: 4, grid: grid
    ).get()
  }

  @Test func aLeakageFarBelowItsLimitCostsNothing() throws {
    let spectra = SpectralFixtures.spectra()
    let points = SpectralBand.glutamate.points(of: grid)
    let energy = spectra.signal.energy(of: 0, at: points)
    let leakage = spectra.signal.energy(of: 1, at: points) / energy
    let signal = -0.15 * 0.5 * Foundation.log(energy)
    let below = loss(try separation(limit: 1e3 * leakage), spectra) - signal
    #expect(abs(below - 0.5e-6) < 1e-9)
    // Far above, the log of the leakage over the limit.
    let above = loss(try separation(limit: 1e-3 * leakage), spectra) - signal
    #expect(abs(above - Foundation.log(1e3)) < 1e-6)
  }

  @Test func signalBelowItsFloorCostsFiveTimesItsLog() throws {
    let spectra = SpectralFixtures.spectra()
    let energy = spectra.signal.energy(of: 0, at: SpectralBand.glutamate.points(of: grid))
    let objective = try SeparationObjective.make(
      signals: [SignalTerm(0, .glutamate, weight: 1, referenceEnergy: energy, floor: 1e3)], suppressions: [],
      moleculeCount: 4, grid: grid
    ).get()
    // E = 1: 1/2 log(1 + 1e12)
    #expect(abs(loss(objective, spectra) - 2 * Foundation.log(1e3)) < 1e-9)
    var half = spectra
    half.add(-0.5, times: spectra)
    let rise = loss(objective, half) - loss(objective, spectra)
    #expect(abs(rise - 5 * Foundation.log(2)) < 1e-9)
  }

  @Test func theOwnerOfABandIsTheSignalThatSharesMostOfIt() throws {
    let signals = [SignalTerm(0, .glutamate), SignalTerm(1, .glutamine)]
    func make(_ term: SuppressionTerm) -> Result<SeparationObjective, SeparationProblem> {
      SeparationObjective.make(signals: signals, suppressions: [term], moleculeCount: 4, grid: grid)
    }
    let spectra = SpectralFixtures.spectra()
    let free = try make(SuppressionTerm(2, SpectralBand(2.39, 2.52), below: 0.05)).get()
    let named = try make(SuppressionTerm(2, SpectralBand(2.39, 2.52), below: 0.05, owner: 1)).get()
    let other = try make(SuppressionTerm(2, SpectralBand(2.39, 2.52), below: 0.05, owner: 0)).get()
    #expect(loss(free, spectra) == loss(named, spectra))
    #expect(loss(free, spectra) != loss(other, spectra))
  }

  @Test func senselessSeparationsAreRefused() {
    func problem(
      _ signals: [SignalTerm], _ suppressions: [SuppressionTerm] = []
    ) -> SeparationProblem? {
      let made = SeparationObjective.make(
        signals: signals, suppressions: suppressions, moleculeCount: 4, grid: grid)
      guard case .failure(let problem) = made else { return nil }
      return problem
    }
    let signal = SignalTerm(0, .glutamate)
    let outside = SpectralBand(5, 6)
    #expect(problem([signal], [SuppressionTerm(1, .glutamate, below: 0.05)]) == nil)
    #expect(problem([SignalTerm(0, outside)]) == .bandOutsideSpectrum(outside))
    #expect(problem([signal], [SuppressionTerm(1, outside, below: 0.05)]) == .bandOutsideSpectrum(outside))
    #expect(problem([signal], [SuppressionTerm(1, .glutamate, below: 0)]) == .limitNotPositive(0))
    #expect(problem([SignalTerm(0, .glutamate, referenceEnergy: 0)]) == .referenceNotPositive(0))
    #expect(problem([SignalTerm(0, .glutamate, floor: -1)]) == .floorNegative(-1))
    #expect(problem([SignalTerm(9, .glutamate)]) == .unknownMolecule(9))
    let alone = SuppressionTerm(1, .glutamate, below: 0.05)
    #expect(problem([], [alone]) == .noOwner(alone))
    let own = SuppressionTerm(0, .glutamate, below: 0.05)
    #expect(problem([signal], [own]) == .suppressesItsOwner(own))
  }

  // MARK: target-spectrum

  @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
  func aTargetIsReachedUpToWhatIsFree(scaleIsFree: Bool, phaseIsFree: Bool) throws {
    let spectra = SpectralFixtures.spectra()
    let points = grid.pointCount
    let scale = scaleIsFree ? 2.5 : 1.0
    let angle = phaseIsFree ? 1.1 : 0.0
    let (c, s) = (scale * Foundation.cos(angle), scale * Foundation.sin(angle))
    let (real, imaginary) = (spectra.signal.real[..<points], spectra.signal.imaginary[..<points])
    let target = TargetSpectrum(
      0, real: zip(real, imaginary).map { c * $0 - s * $1 },
      imaginary: zip(real, imaginary).map { s * $0 + c * $1 })
    let objective = try #require(
      TargetSpectrumObjective([target], scaleIsFree: scaleIsFree, phaseIsFree: phaseIsFree, grid: grid))
    #expect(abs(loss(objective, spectra)) < 1e-5)
    let darkness = MemberSpectra(moleculeCount: 4, pointCount: points)
    #expect(abs(loss(objective, darkness) - 1) < 1e-5)
  }

  @Test func aTargetOffTheGridIsRefused() {
    let target = TargetSpectrum(0, real: [1], imaginary: [0])
    #expect(TargetSpectrumObjective([target], scaleIsFree: false, phaseIsFree: false, grid: grid) == nil)
    let zero = [Double](repeating: 0, count: grid.pointCount)
    let dark = TargetSpectrum(0, real: zero, imaginary: zero)
    #expect(TargetSpectrumObjective([dark], scaleIsFree: false, phaseIsFree: false, grid: grid) == nil)
  }

  // MARK: table

  @Test func everyObjectiveHasItsRowAndItsPlaceInTheDocumentation() throws {
    #expect(ObjectiveTable.rows.map(\.kind) == ObjectiveKind.allCases)
    let page = try #require(Golden.text(at: "docs/objectives.md"))
    #expect(page.contains(ObjectiveListing.markdown))
    #expect(page.contains(ObjectiveListing.formulas))
    #expect(page.contains(ObjectiveListing.parameters))
  }
}
