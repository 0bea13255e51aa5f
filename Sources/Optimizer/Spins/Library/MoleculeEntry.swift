/// How a molecule stands in the library: one row with its protons by name, from which its spin systems are made.

/// One molecule in one parameter set.
package struct MoleculeEntry: Sendable {
  /// The short name of the field, unique in the library.
  package let name: String
  package let fullName: String
  package let aliases: [String]
  package let parts: [MoleculePart]
  /// Where shifts and couplings come from.
  package let citation: String
  /// What was decided where sources differ; empty where they do not.
  package let remark: String

  init(
    _ name: String, _ fullName: String = "", aliases: [String] = [], citation: String, remark: String = "",
    _ parts: [MoleculePart]
  ) {
    self.name = name
    self.fullName = fullName
    self.aliases = aliases
    self.parts = parts
    self.citation = citation
    self.remark = remark
  }

  /// Protons of one molecule that give signal, exchangeable ones included; shares of anomers add up to a molecule.
  package var protonCount: Double { parts.map { Double($0.spinCount) * $0.multiplicity }.reduce(0, +) }

  /// The spin systems, with the relaxation times that are known.
  package var molecule: Molecule {
    Molecule(name: name, groups: parts.map { $0.group(of: name) })
  }
}

/// Protons of a molecule that are coupled to one another.
package struct MoleculePart: Sendable {
  package let name: String
  package let protons: [ProtonSite]
  /// `H2-H3`, Hz; `H2-P` and `H2-N` are couplings to phosphorus and nitrogen.
  package let couplings: [NamedCoupling]
  package let multiplicity: Double
  /// Protons on nitrogen that exchange with water: seen or not depending on pH, temperature and water suppression,
  /// and with relaxation times of their own.
  package let isExchangeable: Bool

  /// One line: `count` equivalent protons as one spin that counts `count` times.
  static func singlet(_ name: String, _ ppm: Double, protons count: Int) -> MoleculePart {
    MoleculePart(
      name: name, protons: [ProtonSite(name, ppm)], couplings: [], multiplicity: Double(count),
      isExchangeable: false)
  }

  /// An uncoupled proton that exchanges with water.
  static func exchangeable(_ name: String, _ ppm: Double) -> MoleculePart {
    MoleculePart(
      name: name, protons: [ProtonSite(name, ppm)], couplings: [], multiplicity: 1, isExchangeable: true)
  }

  static func coupled(
    _ name: String, share: Double = 1, _ protons: [ProtonSite], _ couplings: KeyValuePairs<String, Double>
  ) -> MoleculePart {
    MoleculePart(
      name: name, protons: protons, couplings: couplings.map { NamedCoupling($0.key, hertz: $0.value) },
      multiplicity: share, isExchangeable: false)
  }

  package var spinCount: Int { protons.map(\.count).reduce(0, +) }

  /// Spins of each proton site, in the order of the spin system.
  private var spins: [[Int]] {
    var next = 0
    return protons.map { site in
      defer { next += site.count }
      return Array(next..<next + site.count)
    }
  }

  func group(of molecule: String) -> SpinGroup {
    var scalar: [ScalarCoupling] = []
    var toOthers: [(nucleus: Heteronucleus, hertz: [Double])] = []
    for coupling in couplings {
      let first = spins(at: coupling.first)
      guard let nucleus = coupling.heteronucleus else {
        for a in first {
          for b in spins(at: coupling.second) { scalar.append(ScalarCoupling(a, b, hertz: coupling.hertz)) }
        }
        continue
      }
      if !toOthers.contains(where: { $0.nucleus == nucleus }) {
        toOthers.append((nucleus, [Double](repeating: 0, count: spinCount)))
      }
      for index in toOthers.indices where toOthers[index].nucleus == nucleus {
        for spin in first { toOthers[index].hertz[spin] = coupling.hertz }
      }
    }
    let times = isExchangeable ? nil : Relaxation3T.row(molecule: molecule, group: name)
    return SpinGroup(
      name: name,
      system: SpinSystem(
        shiftsPPM: protons.flatMap { site in (0..<site.count).map { _ in site.ppm } }, couplings: scalar),
      multiplicity: multiplicity, t1Seconds: times?.t1Seconds, t2Seconds: times?.t2Seconds,
      heteronuclear: toOthers.map { HeteronuclearCoupling($0.nucleus, hertz: $0.hertz) })
  }

  private func spins(at name: String) -> [Int] {
    guard let site = protons.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("the library couples \(name), which is no proton of \(self.name)")
    }
    return spins[site]
  }
}

/// One proton, or several that are magnetically equivalent and coupled to others.
package struct ProtonSite: Sendable, Equatable {
  /// The number of its carbon: `H3`, and `H3'` for the other one there.
  package let name: String
  package let ppm: Double
  package let count: Int

  init(_ name: String, _ ppm: Double, count: Int = 1) {
    self.name = name
    self.ppm = ppm
    self.count = count
  }
}

package struct NamedCoupling: Sendable, Equatable {
  package let first: String
  package let second: String
  package let hertz: Double

  /// `pair` is `H2-H3`.
  init(_ pair: String, hertz: Double) {
    let names = pair.split(separator: "-").map(String.init)
    precondition(names.count == 2, "the library has a coupling of '\(pair)'")
    first = names[0]
    second = names[1]
    self.hertz = hertz
  }

  package var heteronucleus: Heteronucleus? {
    switch second {
    case "P": .phosphorus31
    case "N": .nitrogen14
    default: nil
    }
  }
}
