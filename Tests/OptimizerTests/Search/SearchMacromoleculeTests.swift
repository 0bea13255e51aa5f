// What a design says of macromolecules decides what the fit has to find.
import Testing

@testable import Optimizer

@Suite struct SearchMacromoleculeTests {
  /// The bound of an ideal acquisition, % of the concentration, at noise 1.
  private func bound(macromolecules: String) throws -> Double {
    let text = SearchFixtures.design("minimize crlb of pair").replacing(
      "macromolecules none", with: "macromolecules \(macromolecules)")
    let assay = try Assay.make(try SearchFixtures.compiled(text).output, fieldTesla: 3)
    #expect(assay.molecules.count == (macromolecules == "none" ? 2 : 7))
    let table = assay.idealFigures([EnsembleMember()]).table
    return try #require(
      table.summary("CRLB(pair)", unit: "% of concentration", baseline: .known)
    ).nominal
  }

  /// Phase, shift and width are fitted to the whole spectrum, so that known macromolecules change bounds a little.
  @Test func knownMacromoleculesCostNothingAndFreeOnesDo() throws {
    let (none, known, free) = (
      try bound(macromolecules: "none"), try bound(macromolecules: "known"), try bound(macromolecules: "free")
    )
    #expect(abs(known / none - 1) < 0.03, "\(known) \(none)")
    #expect(free > 1.02 * known, "\(free) \(known)")
  }

  /// A molecule with a certain amplitude is not estimated: its bound is that of its prior.
  @Test func aKnownAmplitudeHasTheBoundOfItsPrior() throws {
    let text = SearchFixtures.design("minimize crlb of pair").replacing(
      "macromolecules none", with: "macromolecules known")
    let assay = try Assay.make(try SearchFixtures.compiled(text).output, fieldTesla: 3)
    guard case .success(let information) = FisherInformation.make(assay.model(), assay.idealSpectra) else {
      Issue.record("no information")
      return
    }
    for index in 2..<7 {
      #expect(abs(information.relativeBound(of: index) / 1e-6 - 1) < 1e-3)
    }
  }
}
