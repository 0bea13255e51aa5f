/// Bounds, correlations and biases against dense linear algebra of another program.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

/// golden/objectives/reference.json, written by conformance/objectives_reference.py.
private struct Reference: Decodable {
  struct Macromolecule: Decodable {
    var point: Int
    var signal: [Double]
    var weighted: [Double]
  }
  struct Case: Decodable {
    var name: String
    var bounds: [Double]
    var correlation: Double
    var bias: [Double]
    var meanSquareError: Double
  }
  var points: Int
  var macromolecules: [Macromolecule]
  var cases: [Case]

  static func read() throws -> Reference {
    let bytes = try #require(Golden.bytes(at: "golden/objectives/reference.json"))
    return try JSONDecoder().decode(Reference.self, from: Data(bytes))
  }
}

@Suite struct FisherReferenceTests {
  private static func model(_ name: String) throws -> FisherModel {
    switch name {
    case "known": return SpectralFixtures.model()
    case "smooth": return SpectralFixtures.model(spacingPPM: 0.4)
    case "flexible": return SpectralFixtures.model(spacingPPM: 0.15)
    case "realPart":
      var model = SpectralFixtures.model(spacingPPM: 0.4)
      model.data = .realPart
      return model
    case "priors":
      var model = SpectralFixtures.model(spacingPPM: 0.4)
      model.moleculePriors = [.infinity, .infinity, 0.5, 0.3]
      model.nuisances.moleculeShiftPriorHertz = 0.5
      model.nuisances.moleculeWidthPriorHertz = 2
      return model
    default:
      Issue.record("no model for the case \(name)")
      throw CancellationError()
    }
  }

  @Test func macromoleculesAreTheTransformOfTheirSignal() throws {
    let reference = try Reference.read()
    let table = try #require(SpectralFixtures.macromolecules).spectra
    #expect(table.signal.pointCount == reference.points)
    #expect(reference.macromolecules.count == 6)
    for (number, expected) in reference.macromolecules.enumerated() {
      let index = number / 3 * reference.points + expected.point
      #expect(abs(table.signal.real[index] - expected.signal[0]) < 1e-14)
      #expect(abs(table.signal.imaginary[index] - expected.signal[1]) < 1e-14)
      #expect(abs(table.timeWeighted.real[index] - expected.weighted[0]) < 1e-14)
      #expect(abs(table.timeWeighted.imaginary[index] - expected.weighted[1]) < 1e-14)
    }
  }

  @Test func boundsAndCorrelationsAgreeWithNumpy() throws {
    let reference = try Reference.read()
    #expect(reference.cases.count == 5)
    for expected in reference.cases {
      let information = try FisherInformation.make(Self.model(expected.name), SpectralFixtures.spectra())
        .get()
      for (molecule, bound) in expected.bounds.enumerated() {
        #expect(close(information.cramerRaoBound(of: molecule), bound, relative: 1e-8), "\(expected.name)")
      }
      #expect(abs(information.correlation(of: 0, 1) - expected.correlation) < 1e-8)
      let count = information.parameterCount
      #expect(close(information.covariance[count + 1].squareRoot(), expected.bounds[1], relative: 1e-8))
    }
  }

  @Test func biasesAgreeWithNumpy() throws {
    for expected in try Reference.read().cases {
      let model = try Self.model(expected.name)
      let members = [SpectralFixtures.spectra(), SpectralFixtures.mismatchedMember()]
      let fit = try NominalFit.make(model, nominal: members[0]).get()
      let response = fit.response(to: members[1])
      for (molecule, bias) in expected.bias.enumerated() {
        #expect(abs(response.changes[molecule] - bias) < 1e-7, "\(expected.name)")
      }
      var cotangents = members
      let objective = MeanSquareErrorObjective(
        molecules: [WeightedMolecule(0), WeightedMolecule(1)], models: [model])
      let loss = objective.loss(
        of: members, weights: [0, 1], nominalIndex: 0, addingGradientTo: &cotangents)
      #expect(abs(loss - expected.meanSquareError) < 1e-7, "\(expected.name)")
    }
  }
}
