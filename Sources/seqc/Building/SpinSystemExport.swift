/// The spin systems that a design speaks of, in the terms of targets that write some.
import Backends
import Optimizer
import SequenceIR

enum SpinSystemExport {
  /// Molecules of the design's own, those of its `molecules` line, and those of its aims; each once.
  static func molecules(of design: DesignCompiler.Output?) -> [TargetMolecule] {
    guard let design else { return [] }
    let own = design.molecules.map(molecule)
    let request = design.optimization
    let listed =
      request?.molecules?.map(\.molecule.name) ?? request?.aims.flatMap { $0.molecules.map(\.name) } ?? []
    var names: [String] = []
    for name in listed where !own.contains(where: { $0.name == name }) {
      if let known = MoleculeLibrary.canonicalName(of: name), !names.contains(known) { names.append(known) }
    }
    return own
      + names.flatMap { name in
        MoleculeLibrary.molecule(named: name, set: .govindaraju).map { molecules(from: $0) }
          ?? []
      }
  }

  private static func molecule(_ definition: MoleculeDefinition) -> TargetMolecule {
    var spins: [(group: Int, shift: Double)] = []
    for (index, spin) in definition.spins.enumerated() {
      spins += [(group: Int, shift: Double)](repeating: (index, spin.shiftPPM), count: spin.count)
    }
    let couplings = pairs(spins.count).map { first, second in
      let (a, b) = (spins[first].group, spins[second].group)
      return definition.couplings.first {
        ($0.first, $0.second) == (a, b) || ($0.first, $0.second) == (b, a)
      }?.hertz ?? 0
    }
    return TargetMolecule(
      name: definition.name, nucleus: "1H", shiftsPPM: spins.map(\.shift), couplingsHertz: couplings,
      source: "a molecule of the design's own")
  }

  /// One molecule; parts that stand for a share of it (anomers) are one each.
  private static func molecules(from molecule: Molecule) -> [TargetMolecule] {
    let source = "library of seqc, set govindaraju: seqc metabolites \(molecule.name) has the sources"
    let isWhole = molecule.groups.allSatisfy { $0.multiplicity == $0.multiplicity.rounded() }
    let parts = isWhole ? [molecule.groups] : molecule.groups.map { [$0] }
    return parts.map { groups in
      // A spin that stands for several is written as often.
      let systems = groups.flatMap { group in
        [SpinSystem](repeating: group.system, count: isWhole ? max(1, Int(group.multiplicity.rounded())) : 1)
      }
      var first = 0
      var couplings: [[Int]: Double] = [:]
      for system in systems {
        for coupling in system.couplings {
          couplings[[
            first + min(coupling.first, coupling.second), first + max(coupling.first, coupling.second),
          ]] =
            coupling.hertz
        }
        first += system.spinCount
      }
      let share = isWhole ? "" : " \(groups[0].name) (x \(DecimalText.shortest(groups[0].multiplicity)))"
      return TargetMolecule(
        name: molecule.name + share, nucleus: "1H", shiftsPPM: systems.flatMap(\.shiftsPPM),
        couplingsHertz: pairs(first).map { couplings[[$0, $1]] ?? 0 }, source: source)
    }
  }

  /// 0 and 1, 0 and 2, ..., 1 and 2, ...
  private static func pairs(_ count: Int) -> [(Int, Int)] {
    (0..<count).flatMap { first in ((first + 1)..<max(count, first + 1)).map { (first, $0) } }
  }
}
