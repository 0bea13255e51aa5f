/// `seqc metabolites`: what is listed, as text and JSON, and what is said of names that do not exist.
import Foundation
import Optimizer
import Testing

@testable import seqc

@Suite struct MetabolitesCommandTests {
  private let run = TestRun()

  @Test func everyMoleculeIsListedOnALineOfItsOwn() {
    #expect(run.run("metabolites") == .success)
    let names = run.outputText.split(separator: "\n").dropFirst().compactMap {
      $0.split(separator: " ").first
    }
    #expect(names.map(String.init) == MoleculeLibrary.names)
  }

  @Test func oneMoleculeIsShownWithEveryNumber() {
    #expect(run.run("metabolites", "glutamic acid") == .success)
    #expect(
      run.outputText.hasSuffix(
        """

        C2-C4: 5 spins, T1 1270 ms, T2 129 ms
          proton  ppm     J H3   J H3'    J H4   J H4'
          H2      3.7433  7.331  4.651
          H3      2.0375         -14.849  6.413  8.406
          H3'     2.12                    8.478  6.875
          H4      2.3378                         -15.915
          H4'     2.352

        """))
    #expect(run.outputText.hasPrefix("Glu: glutamate\n"))
    #expect(run.outputText.contains("Govindaraju") && run.outputText.contains("10 mM in grey matter"))
    #expect(run.outputText.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func secondSetIsShownWhereItExistsAndMissedWhereItDoesNot() {
    #expect(run.run("metabolites", "Gln", "--set", "degraaf") == .success)
    #expect(run.outputText.contains("H3'     2.121"))
    #expect(run.run("metabolites", "--set", "degraaf") == .success)
    #expect(run.outputText.split(separator: "\n").count == 4)
    #expect(run.run("metabolites", "naa", "--set", "degraaf") == .trouble)
    #expect(
      run.messageText == "error: the set degraaf does not have NAA\n  help: it is in govindaraju\n")
  }

  @Test func unknownNameIsToldWithTheNearestOne() {
    #expect(run.run("metabolites", "glutamatte") == .trouble)
    #expect(run.messageText == "error: there is no molecule 'glutamatte'\n  help: did you mean glutamate?\n")
    #expect(run.outputText.isEmpty)
    #expect(run.run("metabolites", "unobtainium") == .trouble)
    #expect(run.messageText.contains("seqc metabolites lists them"))
  }

  @Test func programsReadTheSameNumbers() throws {
    struct Listed: Decodable {
      struct Group: Decodable {
        let name: String
        let multiplicity: Double
        let t2Seconds: Double?
        let protons: [String]
        let shiftsPpm: [Double]
        let couplingsHertz: [[Double]]
      }
      let name: String
      let greyMatterMillimolar: Double?
      let groups: [Group]
    }
    #expect(run.run("metabolites", "--format", "json") == .success)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let all = try decoder.decode([Listed].self, from: Data(run.outputText.utf8))
    #expect(all.map(\.name) == MoleculeLibrary.names)
    for listed in all {
      let molecule = try #require(MoleculeLibrary.molecule(named: listed.name))
      #expect(listed.groups.map(\.name) == molecule.groups.map(\.name))
      #expect(listed.groups.map(\.shiftsPpm) == molecule.groups.map(\.system.shiftsPPM))
      #expect(listed.groups.map(\.couplingsHertz) == molecule.groups.map(\.system.couplingMatrixHertz))
      #expect(listed.groups.map(\.multiplicity) == molecule.groups.map(\.multiplicity))
      #expect(listed.groups.map(\.t2Seconds) == molecule.groups.map(\.t2Seconds))
      #expect(listed.groups.allSatisfy { $0.protons.count == $0.shiftsPpm.count })
      #expect(listed.greyMatterMillimolar == InVivo.millimolar(of: listed.name))
    }
    #expect(run.run("metabolites", "Lac", "--format", "json") == .success)
    let one = try decoder.decode(Listed.self, from: Data(run.outputText.utf8))
    #expect(one.groups[0].protons == ["H2", "H3", "H3", "H3"])
  }
}
