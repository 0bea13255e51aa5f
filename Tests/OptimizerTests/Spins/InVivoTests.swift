// Concentrations, relaxation and macromolecules against the collected figures, and the page made of the library.
import Foundation
import TestSupport
import Testing

@testable import Optimizer

@Suite struct InVivoTests {
  private static let isCollected = SharedFolder.bytes(at: "reference/invivo.json") != nil

  private func section(_ path: String...) throws -> [String: Any] {
    let bytes = try #require(SharedFolder.bytes(at: "reference/invivo.json"))
    var object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    for key in path { object = try #require(object[key] as? [String: Any], "\(key)") }
    return object
  }

  @Test(.enabled(if: isCollected)) func relaxationTimesAreThoseCollected() throws {
    let values = try section("relaxation_3T_ms", "values")
    // The collection writes 1340 ms where T1 was not measured.
    var rows: Set<String> = []
    for row in Relaxation3T.table {
      // Phosphocreatine has the times of creatine; both are named apart from it here.
      let molecule = row.molecule == "PCr" ? "Cr" : row.molecule
      let group = row.group.map { $0 == "N(CH3)3" ? "NMe3" : $0 }
      let key = molecule + (group.map { "_\($0)" } ?? "")
      let figures = try #require(values[key] as? [Any], "\(key)").map { ($0 as? NSNumber)?.doubleValue }
      rows.insert(key)
      #expect(row.t1 == (figures[0] == 1340 ? nil : figures[0]), "\(key)")
      #expect([row.t2Occipital, row.t2Cingulate] == [figures[2], figures[3]], "\(key)")
    }
    #expect(rows == Set(values.keys))
  }

  @Test(.enabled(if: isCollected)) func concentrationsAreThoseCollected() throws {
    let values = try section("concentrations", "typical_grey_matter_mM", "values")
    for (name, level) in InVivo.concentrations where name != "Asc" {
      #expect((values[name] as? NSNumber)?.doubleValue == level, "\(name)")
    }
    #expect(InVivo.concentrations.count == values.count + 1)
    let components = try section("concentrations", "typical_grey_matter_mM", "MM_LCModel_units_relative")
    #expect(Set(components.keys) == Set(InVivo.lcModelMacromolecules.map(\.name)))
    for level in components.values { #expect((level as? NSNumber)?.doubleValue == InVivo.lcModelMillimolar) }
  }

  @Test(.enabled(if: isCollected)) func macromoleculesAreThoseCollected() throws {
    let components = try section("macromolecules", "LCModel_components")
    for component in InVivo.lcModelMacromolecules {
      let lines = component.lines.map { [$0.ppm, $0.protons, $0.fullWidthPPM] }
      #expect(components[component.name] as? [[Double]] == lines, "\(component.name)")
    }
    let birch = InVivo.birch2017.map { [$0.ppm, $0.protons, ($0.fullWidthPPM * 128 * 100).rounded() / 100] }
    #expect(try section("macromolecules", "Birch2017_3T")["peaks"] as? [[Double]] == birch)
  }

  @Test func timesReachTheGroupsAndWhatIsAssumedIsSaid() throws {
    let glutamate = try #require(MoleculeLibrary.molecule(named: "Glu")).groups[0]
    // Mean of 122 and 135 ms, rounded.
    #expect(glutamate.t1Seconds == 1.270 && glutamate.t2Seconds == 0.129)
    let glutamine = try #require(MoleculeLibrary.molecule(named: "Gln"))
    #expect(glutamine.groups.map(\.t1Seconds) == [nil, nil, nil])
    #expect(glutamine.groups.map(\.t2Seconds) == [0.111, nil, nil])
    let times = Relaxation3T.times(of: glutamine.groups[1])
    #expect(times.t1Seconds == 1.340 && times.isT1Assumed && times.isT2Assumed)
    // The fourteenth of the 27 sorted means: computed apart with numpy.
    #expect(times.t2Seconds == Relaxation3T.fallbackT2Seconds)
    #expect(Relaxation3T.fallbackT2Seconds == 0.113)
    let creatine = try #require(MoleculeLibrary.molecule(named: "Cr"))
    #expect(creatine.groups.map(\.t2Seconds) == [0.146, 0.123, nil])
  }

  @Test func everyRowOfRelaxationAndConcentrationNamesAGroupOfTheLibrary() throws {
    for row in Relaxation3T.table {
      let molecule = try #require(MoleculeLibrary.molecule(named: row.molecule))
      #expect(row.group == nil || molecule.groups.contains { $0.name == row.group }, "\(row.molecule)")
    }
    let order = InVivo.concentrations.map { MoleculeLibrary.names.firstIndex(of: $0.name) ?? -1 }
    #expect(order == order.sorted() && order.first == MoleculeLibrary.names.firstIndex(of: "Ala"))
  }

  @Test func pageIsMadeFromTheLibrary() {
    Golden.expect(MoleculeReference.markdown(), at: "docs/metabolites.md")
  }
}
