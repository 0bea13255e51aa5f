/// The figures of a result.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct SpectrumMetricsTests {
  private static let members = [SpectralFixtures.spectra(), SpectralFixtures.mismatchedMember()]

  private static func metrics() -> SpectrumMetrics {
    SpectrumMetrics(
      model: SpectralFixtures.model(), interest: [0, 1],
      leakages: SpectrumMetrics.leakages(glutamate: 0, glutamine: 1),
      signals: [
        SignalQuestion(molecule: 0, band: .glutamate, reference: members[0], grid: SpectralFixtures.grid)
      ], grid: SpectralFixtures.grid)
  }

  @Test func everyBaselineShowsBoundsCorrelationAndBias() throws {
    let table = Self.metrics().table(of: Self.members, weights: [1, 3], nominalIndex: 0)
    #expect(table.metrics.count == 3 * 7 + 4 + 2)
    #expect(table.values.allSatisfy { $0.count == table.metrics.count })
    #expect(table.notFinite.isEmpty)
    // Numbers of golden/objectives/reference.json, cases known, smooth and flexible.
    let expected: [(BaselineAssumption, Double, Double, Double)] = [
      (.known, 0.16684878014788498, -0.0708218191223408, -0.1112333546716703),
      (.smooth, 0.31762275087089215, 0.5595601735810698, -0.09654525452474225),
      (.flexible, 0.502098262659357, 0.8237487277151221, -0.11905657471002189),
    ]
    for (baseline, bound, correlation, bias) in expected {
      let crlb = try #require(table.summary("CRLB(Gln)", unit: "% of concentration", baseline: baseline))
      #expect(close(crlb.nominal, 100 * bound / 2.5, relative: 1e-8))
      #expect(crlb.worst >= crlb.nominal && crlb.mean >= crlb.nominal)
      let together = try #require(table.summary("correlation(Glu, Gln)", unit: "1", baseline: baseline))
      #expect(abs(together.nominal - correlation) < 1e-8)
      let error = try #require(table.summary("bias(Gln)", unit: "% of concentration", baseline: baseline))
      #expect(abs(error.nominal) < 1e-9)
      #expect(close(error.worst, 100 * bias / 2.5, relative: 1e-6))
      #expect(close(error.mean, abs(0.75 * error.worst), relative: 1e-6))
      let inBounds = try #require(table.summary("bias(Gln)", unit: "CRLB", baseline: baseline))
      #expect(close(inBounds.worst, bias / bound, relative: 1e-6))
    }
  }

  /// One line per molecule: |1 / (pi W + 2 pi i d)|^2 = 1 / (4 pi^2 d^2 + pi^2 W^2) at the points of the band.
  @Test func leakageIsAShareOfEnergyInTheBandOfTheOwner() throws {
    let grid = SpectralFixtures.grid
    let one = SpectralFixtures.Complex(real: 1, imaginary: 0)
    let spectra = SpectralFixtures.spectra([[(2.34, one)], [(2.46, one)]], on: grid)
    var model = FisherModel(molecules: ["Glu", "Gln"], concentrations: [10, 2.5])
    model.nuisances.globalWidth = false
    let metrics = SpectrumMetrics(
      model: model, interest: [0], leakages: SpectrumMetrics.leakages(glutamate: 0, glutamine: 1), grid: grid)
    let table = metrics.table(of: [spectra], weights: [1], nominalIndex: 0)
    func energy(_ line: Double, _ band: ClosedRange<Double>) -> Double {
      var sum = 0.0
      for ppm in grid.ppm where band.contains(ppm) {
        let (offset, decay) = (2 * Double.pi * (ppm - line) * 123.25, Double.pi * 5.5)
        sum += 1 / (offset * offset + decay * decay)
      }
      return sum
    }
    let intoGlu = energy(2.46, 2.28...2.4) / energy(2.34, 2.28...2.4)
    let intoGln = energy(2.34, 2.4...2.52) / energy(2.46, 2.4...2.52)
    func nominal(_ name: String, _ unit: String) throws -> Double {
      try #require(table.summary(name, unit: unit)).nominal
    }
    let glutamine = try nominal("leakage(Gln in Glu)", "% of energy")
    let glutamate = try nominal("leakage(Glu in Gln)", "% of energy")
    #expect(close(glutamine, 100 * intoGlu, relative: 1e-10))
    #expect(close(glutamate, 100 * intoGln, relative: 1e-10))
    let amplitude = try nominal("leakage(Glu in Gln)", "% of amplitude at 4.0:1")
    #expect(close(amplitude, 400 * intoGln.squareRoot(), relative: 1e-10))
  }

  @Test func signalIsRelativeToItsReference() throws {
    var weak = Self.members[0]
    weak.add(-0.7, times: Self.members[0])
    let table = Self.metrics().table(of: [Self.members[0], weak], weights: [1, 1], nominalIndex: 0)
    let energy = try #require(table.summary("signal(Glu)", unit: "% of reference energy"))
    let peak = try #require(table.summary("signal(Glu)", unit: "% of reference peak"))
    #expect(close(energy.nominal, 100, relative: 1e-12) && close(energy.worst, 9, relative: 1e-10))
    #expect(close(peak.mean, 65, relative: 1e-10) && close(peak.worst, 30, relative: 1e-10))
  }

  /// Two equal shots, each with its own baseline, at the noise of one: half the variance, under every baseline.
  @Test func figuresOfSeveralShotsAreThoseOfOneLongSpectrum() throws {
    var model = SpectralFixtures.model()
    let macromolecules = try #require(model.macromolecules)
    model.macromolecules = MacromoleculeSpectra(joining: [macromolecules, macromolecules])
    let metrics = SpectrumMetrics(
      model: model, interest: [0, 1], grid: SpectralFixtures.grid.repeated(2), shotCount: 2)
    let joined = Self.members.map { MemberSpectra(joining: [$0, $0]) }
    let two = metrics.table(of: joined, weights: [1, 3], nominalIndex: 0)
    let one = Self.metrics().table(of: Self.members, weights: [1, 3], nominalIndex: 0)
    for baseline in BaselineAssumption.allCases {
      let long = try #require(two.summary("CRLB(Gln)", unit: "% of concentration", baseline: baseline))
      let short = try #require(one.summary("CRLB(Gln)", unit: "% of concentration", baseline: baseline))
      #expect(close(long.mean * 2.0.squareRoot(), short.mean, relative: 1e-8))
      let bias = try #require(two.summary("bias(Gln)", unit: "% of concentration", baseline: baseline))
      let same = try #require(one.summary("bias(Gln)", unit: "% of concentration", baseline: baseline))
      #expect(close(bias.worst, same.worst, relative: 1e-7))
    }
  }

  @Test func whatCannotBeComputedIsListed() {
    var broken = Self.members[1]
    broken.signal.real[5] = .nan
    let table = Self.metrics().table(of: [Self.members[0], broken], weights: [1, 1], nominalIndex: 0)
    #expect(Set(table.notFinite.map(\.member)) == [1])
    #expect(table.summary("CRLB(Glu)", unit: "% of concentration", baseline: .known)?.worst.isNaN == true)
    #expect(
      table.summary("CRLB(Glu)", unit: "% of concentration", baseline: .known)?.nominal.isFinite == true)
  }
}
