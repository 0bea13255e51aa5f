/// The metabolites of the brain that a proton spectrum shows: shifts and couplings in two parameter sets.
import SequenceIR

/// A collection of shifts and couplings.
package enum SpinParameterSet: String, CaseIterable, Sendable {
  case govindaraju
  case deGraaf = "degraaf"

  package var meaning: String {
    switch self {
    case .govindaraju:
      "Govindaraju 2000 with the corrigendum of 2015, GABA of Near 2013, others as cited; the first choice"
    case .deGraaf: "de Graaf 2019, for what that book was read: GABA, Gln and Glu"
    }
  }
}

package enum MoleculeLibrary {
  /// The first set, complete, in the order of `names`.
  package static let all: [MoleculeEntry] =
    (aminoAcids + peptides + acids + alcohols + sugars).sorted { $0.name.lowercased() < $1.name.lowercased() }

  /// The names of the molecules, in the alphabet's order.
  package static let names: [String] = all.map(\.name)

  /// The short name of what goes by `word`: a name, an alias or a full name, in whatever case.
  package static func canonicalName(of word: String) -> String? {
    let sought = word.lowercased()
    return all.first { entry in entry.words.contains { $0.lowercased() == sought } }?.name
  }

  /// The name, alias or full name that looks most like a word that is none; nil when none does.
  package static func suggestion(for word: String) -> String? {
    Suggestion.nearest(to: word, among: names + all.flatMap { $0.words.dropFirst() })
  }

  /// The row of a molecule in one set; nil when the molecule is unknown or the set does not have it. A caller that
  /// then takes the first set says so.
  package static func entry(named word: String, set: SpinParameterSet = .govindaraju) -> MoleculeEntry? {
    guard let name = canonicalName(of: word) else { return nil }
    switch set {
    case .govindaraju: return all.first { $0.name == name }
    case .deGraaf: return deGraaf2019.first { $0.name == name }
    }
  }

  /// The spin systems of a molecule, with the relaxation times at 3 T that are known; nil as for `entry`.
  package static func molecule(named word: String, set: SpinParameterSet = .govindaraju) -> Molecule? {
    entry(named: word, set: set)?.molecule
  }

  /// The sets that have a molecule.
  package static func sets(with word: String) -> [SpinParameterSet] {
    SpinParameterSet.allCases.filter { entry(named: word, set: $0) != nil }
  }

  /// Where shifts and couplings of a molecule come from.
  package static func citation(named word: String, set: SpinParameterSet = .govindaraju) -> String? {
    entry(named: word, set: set)?.citation
  }
}

extension MoleculeEntry {
  /// Everything the molecule goes by, the short name first.
  fileprivate var words: [String] { [name, fullName] + aliases }
}
