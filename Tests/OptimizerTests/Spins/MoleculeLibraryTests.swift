// The library against the collections it was made from, chemical formulas, and the mistakes known in collections.
import Foundation
import TestSupport
import Testing

@testable import Optimizer

@Suite struct MoleculeLibraryTests {
  /// The collections that carry each molecule as the library has it: source, and place among its entries there.
  private static let origins: [(name: String, sources: [String])] = [
    ("2HG", ["fida", "vespa"]), ("Ace", ["fida", "vespa"]), ("Ala", ["fida", "spant", "vespa"]),
    ("Asc", ["spant"]), ("Asp", ["fida", "spant", "vespa"]), ("bHB", ["fida", "spant"]), ("Cho", ["vespa"]),
    ("Cit", ["spant"]), ("Cr", ["fida", "vespa"]), ("Eth", ["vespa"]), ("EtOH", ["fida"]),
    ("GABA", ["fida", "spant 2"]), ("Glc", ["fida", "spant"]), ("Gln", ["fida", "vespa"]),
    ("Glu", ["fida", "spant", "vespa"]), ("Gly", ["fida", "spant", "vespa"]), ("Glycerol", ["vespa"]),
    ("GPC", ["vespa"]), ("GSH", ["fida"]), ("Lac", ["fida", "spant", "vespa"]), ("Lys", ["spant"]),
    ("mI", ["fida", "spant", "vespa"]), ("NAA", ["fida", "spant 2", "vespa"]), ("NAAG", ["fida"]),
    ("PCh", ["spant", "vespa"]), ("PCr", ["fida", "vespa"]), ("PE", ["spant", "vespa"]),
    ("Phe", ["fida", "vespa"]), ("Pyr", ["vespa"]), ("Ser", ["fida", "spant"]),
    ("sI", ["fida", "spant", "vespa"]), ("Suc", ["spant", "vespa"]), ("Tau", ["spant", "vespa"]),
    ("Thr", ["vespa"]), ("Tyr", ["fida", "vespa"]), ("Val", ["spant", "vespa"]),
  ]

  @Test(.enabled(if: CollectedSpinSystems.shared != nil))
  func numbersAreThoseOfTheCollections() throws {
    let collected = try #require(CollectedSpinSystems.shared)
    #expect(Set(collected.metabolites.keys) == Set(MoleculeLibrary.names))
    #expect(Self.origins.map(\.name) == MoleculeLibrary.names)
    for (name, sources) in Self.origins {
      let ours = ProtonList(try #require(MoleculeLibrary.molecule(named: name)))
      for source in sources {
        let theirs = ProtonList(try entry(name, source, in: collected), timesWeight: name == "Cit" ? 2 : 1)
        #expect(ours.isSame(as: theirs, ignoring: theirs.isWithoutEffect), "\(name) differs from \(source)")
      }
    }
  }

  @Test(.enabled(if: CollectedSpinSystems.shared != nil))
  func secondSetIsThatOfTheCollection() throws {
    let collected = try #require(CollectedSpinSystems.shared)
    for name in MoleculeLibrary.names {
      let theirs = collected.metabolites[name]?.first { $0.source.hasPrefix("degraaf") }.map {
        ProtonList($0)
      }
      let ours = MoleculeLibrary.molecule(named: name, set: .deGraaf).map { ProtonList($0) }
      #expect((ours == nil) == (theirs == nil), "\(name)")
      guard let ours, let theirs else { continue }
      #expect(ours.isSame(as: theirs) { _, _ in false }, "\(name)")
    }
  }

  @Test(.enabled(if: CollectedSpinSystems.shared != nil))
  func aTypoInOneNumberIsFound() throws {
    let collected = try #require(CollectedSpinSystems.shared)
    let theirs = ProtonList(try entry("GABA", "fida", in: collected))
    var molecule = try #require(MoleculeLibrary.molecule(named: "GABA"))
    molecule.groups[0].system.couplings[1].hertz = 7.687
    #expect(!ProtonList(molecule).isSame(as: theirs, ignoring: theirs.isWithoutEffect))
    // Two couplings of the same pair of carbons, exchanged for one of the protons.
    molecule = try #require(MoleculeLibrary.molecule(named: "GABA"))
    (molecule.groups[0].system.couplings[1].hertz, molecule.groups[0].system.couplings[2].hertz) = (
      6.98, 7.678
    )
    #expect(!ProtonList(molecule).isSame(as: theirs, ignoring: theirs.isWithoutEffect))
  }

  /// `spant 2` is the second entry of spant.
  private func entry(
    _ name: String, _ source: String, in collected: CollectedSpinSystems
  ) throws -> CollectedSpinSystems.Entry {
    let words = source.split(separator: " ")
    let entries = (collected.metabolites[name] ?? []).filter { $0.source == words[0] }
    let place = words.count > 1 ? (Int(words[1]) ?? 1) - 1 : 0
    return try #require(entries.count > place ? entries[place] : nil, "\(name) of \(source)")
  }

  /// Hydrogens of the neutral molecule (Cho, PCh, GPC: of the ion as it is), those on O and N, and how many of the
  /// latter the library lists.
  private static let formulas: [(name: String, hydrogens: Double, exchanging: Double, listed: Double)] = [
    ("2HG", 8, 3, 0),  // C5H8O5: 2 COOH, OH
    ("Ace", 4, 1, 0),  // C2H4O2
    ("Ala", 7, 3, 0),  // C3H7NO2: COOH, NH2
    ("Asc", 8, 4, 0),  // C6H8O6: 4 OH
    ("Asp", 7, 4, 0),  // C4H7NO4: 2 COOH, NH2
    ("bHB", 8, 2, 0),  // C4H8O3: COOH, OH
    ("Cho", 14, 1, 0),  // C5H14NO+
    ("Cit", 8, 4, 0),  // C6H8O7: 3 COOH, OH
    ("Cr", 9, 4, 1),  // C4H9N3O2: COOH, NH, NH2
    ("Eth", 7, 3, 0),  // C2H7NO: OH, NH2
    ("EtOH", 6, 1, 0),  // C2H6O
    ("GABA", 9, 3, 0),  // C4H9NO2: COOH, NH2
    ("Glc", 12, 5, 0),  // C6H12O6: 5 OH
    ("Gln", 10, 5, 2),  // C5H10N2O3: COOH, NH2, CONH2
    ("Glu", 9, 4, 0),  // C5H9NO4: 2 COOH, NH2
    ("Gly", 5, 3, 0),  // C2H5NO2
    ("Glycerol", 8, 3, 0),  // C3H8O3
    ("GPC", 20, 2, 0),  // C8H20NO6P: 2 OH
    ("GSH", 17, 7, 2),  // C10H17N3O6S: 2 COOH, NH2, 2 CONH, SH
    ("Lac", 6, 2, 0),  // C3H6O3
    ("Lys", 14, 5, 0),  // C6H14N2O2: COOH, 2 NH2
    ("mI", 12, 6, 0),  // C6H12O6
    ("NAA", 9, 3, 1),  // C6H9NO5: 2 COOH, NH
    ("NAAG", 16, 5, 2),  // C11H16N2O8: 3 COOH, 2 NH
    ("PCh", 14, 1, 0),  // C5H14NO4P: PO3H-
    ("PCr", 10, 5, 2),  // C4H10N3O5P: COOH, PO3H2, 2 NH
    ("PE", 8, 4, 0),  // C2H8NO4P: PO4H2, NH2
    ("Phe", 11, 3, 0),  // C9H11NO2
    ("Pyr", 4, 1, 0),  // C3H4O3
    ("Ser", 7, 4, 0),  // C3H7NO3: COOH, OH, NH2
    ("sI", 12, 6, 0),  // C6H12O6
    ("Suc", 6, 2, 0),  // C4H6O4
    ("Tau", 7, 3, 0),  // C2H7NO3S: SO3H, NH2
    ("Thr", 9, 4, 0),  // C4H9NO3
    ("Tyr", 11, 4, 0),  // C9H11NO3
    ("Val", 11, 3, 0),  // C5H11NO2
  ]

  @Test func protonsAreThoseOfTheChemicalFormula() throws {
    #expect(Self.formulas.map(\.name) == MoleculeLibrary.names)
    for (name, hydrogens, exchanging, listed) in Self.formulas {
      let entry = try #require(MoleculeLibrary.entry(named: name))
      #expect(abs(entry.protonCount - (hydrogens - exchanging + listed)) < 1e-12, "\(name)")
    }
  }

  @Test func everyGroupIsConnectedAndHasNoCouplingWithoutEffect() {
    for set in SpinParameterSet.allCases {
      for name in MoleculeLibrary.names {
        for group in MoleculeLibrary.molecule(named: name, set: set)?.groups ?? [] {
          #expect(group.system.connectedSpins.count == 1, "\(name) \(group.name)")
          #expect(group.system.droppingCouplingsWithoutEffect == group.system, "\(name) \(group.name)")
          #expect(group.system.spinCount <= 9)
        }
      }
    }
  }

  @Test func everyRowHasItsNamesAndSourceAndNoneIsAmbiguous() {
    var owner: [String: String] = [:]
    for entry in MoleculeLibrary.all {
      #expect(!entry.fullName.isEmpty && !entry.citation.isEmpty)
      for word in [entry.name, entry.fullName] + entry.aliases {
        #expect(owner[word.lowercased()] ?? entry.name == entry.name, "\(word) is two molecules")
        owner[word.lowercased()] = entry.name
        #expect(MoleculeLibrary.canonicalName(of: word.uppercased()) == entry.name)
      }
    }
    #expect(MoleculeLibrary.names.count == 36)
    #expect(MoleculeLibrary.deGraaf2019.map(\.name) == ["GABA", "Gln", "Glu"])
  }

  @Test func moleculesAreFoundByOtherNamesAndNearOnesAreSuggested() {
    #expect(MoleculeLibrary.molecule(named: "myo-inositol") == MoleculeLibrary.molecule(named: "Ins"))
    #expect(MoleculeLibrary.molecule(named: "glutamine")?.name == "Gln")
    #expect(MoleculeLibrary.molecule(named: "glutamime") == nil)
    #expect(MoleculeLibrary.suggestion(for: "glutamime") == "glutamine")
    #expect(MoleculeLibrary.suggestion(for: "NAAA") == "NAA")
    #expect(MoleculeLibrary.suggestion(for: "unobtainium") == nil)
  }

  // MARK: mistakes known in collections

  @Test func glycineOfGlutathioneIsCountedOnce() throws {
    let molecule = try #require(MoleculeLibrary.molecule(named: "GSH"))
    let nearGlycine = molecule.groups.map { group in
      group.multiplicity * Double(group.system.shiftsPPM.count { (3.76...3.79).contains($0) })
    }
    // Two of glycine, one of glutamate.
    #expect(nearGlycine.reduce(0, +) == 3)
  }

  @Test func geminalCouplingsOfAAXXSystemsAreThere() throws {
    for (name, geminal) in [("GABA", 3), ("Tau", 2), ("PCh", 2), ("PE", 2), ("Cho", 2), ("Eth", 2)] {
      let molecule = try #require(MoleculeLibrary.molecule(named: name))
      let couplings = molecule.groups.flatMap(\.system.couplings)
      #expect(couplings.count { $0.hertz < -9 } == geminal, "\(name)")
    }
  }

  @Test func creatinesHaveBothTheirLines() throws {
    for name in ["Cr", "PCr"] {
      let groups = try #require(MoleculeLibrary.molecule(named: name)).groups
      #expect(groups.first { $0.name == "CH3" }?.multiplicity == 3)
      #expect(groups.first { $0.name == "CH2" }?.multiplicity == 2)
    }
  }

  @Test func anomersOfGlucoseAreWeighted() throws {
    let groups = try #require(MoleculeLibrary.molecule(named: "Glc")).groups
    #expect(groups.map(\.name) == ["alpha", "beta"])
    #expect(groups.map(\.multiplicity) == [0.36, 0.64])
  }

  @Test func methylsHaveThreeProtonsAndNAAGItsThreeParts() throws {
    let threonine = try #require(MoleculeLibrary.molecule(named: "Thr"))
    #expect(threonine.groups[0].system.shiftsPPM.count { $0 == 1.3158 } == 3)
    let naag = try #require(MoleculeLibrary.molecule(named: "NAAG"))
    #expect(
      naag.groups.map { "\($0.name) \($0.system.spinCount) \($0.multiplicity)" } == [
        "acetyl 1 3.0", "aspartyl 4 1.0", "glu 6 1.0",
      ])
  }

  @Test func glycerolOfGPCIsCoupledFromItsMiddle() throws {
    let groups = try #require(MoleculeLibrary.molecule(named: "GPC")).groups
    let system = try #require(groups.first { $0.name == "glycerol" }).system
    #expect(system.couplingMatrixHertz[2] == [5.77, 4.53, 0, 5.77, 4.53])
  }

  @Test func noShiftOfTheSecondSetIsTheMisprint() throws {
    let system = try #require(MoleculeLibrary.molecule(named: "Gln", set: .deGraaf)).groups[0].system
    #expect(system.shiftsPPM == [3.767, 2.137, 2.121, 2.431, 2.458])
  }

  /// Exchanging the two protons of a carbon must make the couplings of the sets less alike, wherever it is done.
  @Test func protonsHaveTheSameNamesInBothSets() throws {
    for name in ["GABA", "Gln", "Glu"] {
      let first = try #require(MoleculeLibrary.entry(named: name)).parts[0]
      let second = try #require(MoleculeLibrary.entry(named: name, set: .deGraaf)).parts[0]
      #expect(first.protons.map(\.name) == second.protons.map(\.name))
      let a = first.group(of: name).system.couplingMatrixHertz
      let b = second.group(of: name).system.couplingMatrixHertz
      let pairs = first.protons.indices.filter { first.protons[$0].name.hasSuffix("'") }
      var distances: [Double] = []
      for choice in 0..<(1 << pairs.count) {
        var order = Array(a.indices)
        for (bit, prime) in pairs.enumerated() where choice >> bit & 1 == 1 { order.swapAt(prime - 1, prime) }
        distances.append(Self.distance(a, b, order))
      }
      // GABA's couplings are symmetric: exchanging all its pairs at once changes nothing.
      #expect(distances.allSatisfy { $0 >= distances[0] - 1e-9 }, "\(name) \(distances)")
      #expect(
        distances.count { $0 < distances[0] + 1e-9 } == (name == "GABA" ? 2 : 1), "\(name) \(distances)")
    }
  }

  /// Sum of squares of differences of vicinal couplings; those not given do not count.
  private static func distance(_ a: [[Double]], _ b: [[Double]], _ order: [Int]) -> Double {
    var sum = 0.0
    for i in a.indices {
      for j in 0..<i where a[i][j] > 0 && b[order[i]][order[j]] > 0 {
        let difference = a[i][j] - b[order[i]][order[j]]
        sum += difference * difference
      }
    }
    return sum
  }
}
