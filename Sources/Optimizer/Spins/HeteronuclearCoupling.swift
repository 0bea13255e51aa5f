/// Couplings of protons to nuclei that no pulse touches: each state of such a nucleus only shifts the protons.

package enum Heteronucleus: String, CaseIterable, Sendable {
  case phosphorus31 = "31P"
  case nitrogen14 = "14N"

  /// The values of m, equally likely at any temperature of interest: spin 1/2 and spin 1.
  package var magneticQuantumNumbers: [Double] {
    switch self {
    case .phosphorus31: [-0.5, 0.5]
    case .nitrogen14: [-1, 0, 1]
    }
  }
}

/// The couplings of one other nucleus to the spins of a group, 2 pi J Iz Sz.
package struct HeteronuclearCoupling: Sendable, Equatable {
  package var nucleus: Heteronucleus
  /// J to each spin of the group, Hz; 0 where there is none.
  package var hertz: [Double]

  package init(_ nucleus: Heteronucleus, hertz: [Double]) {
    self.nucleus = nucleus
    self.hertz = hertz
  }
}

extension SpinGroup {
  /// One group for every combination of states of the other nuclei, shifted by J m / f0 and weighted alike. Exact as
  /// long as those nuclei are neither pulsed nor relax within the sequence: Sz commutes with all that is left.
  /// `spectrometerHertz` is the protons' frequency f0.
  package func heteronuclearStates(spectrometerHertz: Double) -> [SpinGroup] {
    var states = [self]
    for coupling in heteronuclear {
      let numbers = coupling.nucleus.magneticQuantumNumbers
      states = states.flatMap { state in
        numbers.map { number in
          var shifted = state
          shifted.multiplicity = state.multiplicity / Double(numbers.count)
          for spin in shifted.system.shiftsPPM.indices {
            shifted.system.shiftsPPM[spin] += coupling.hertz[spin] * number / spectrometerHertz * 1e6
          }
          return shifted
        }
      }
    }
    for index in states.indices { states[index].heteronuclear = [] }
    return states
  }
}

extension Molecule {
  /// The same molecule with each heteronuclear coupling written out as shifted groups of protons.
  package func resolvingHeteronuclei(spectrometerHertz: Double) -> Molecule {
    Molecule(
      name: name, groups: groups.flatMap { $0.heteronuclearStates(spectrometerHertz: spectrometerHertz) })
  }
}
