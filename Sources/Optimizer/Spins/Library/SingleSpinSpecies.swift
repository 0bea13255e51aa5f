/// What has no couplings that show: water, fat, sodium. One row each.
import SequenceIR

package struct SingleSpinSpecies: Sendable, Equatable {
  package let name: String
  package let nucleus: Nucleus
  package let shiftPPM: Double
  /// Spins of a molecule that have this shift.
  package let spinsPerMolecule: Double
  package let t1Seconds: Double
  package let t2Seconds: Double
  /// Typical, of spins as molecules; nil: no typical value is known.
  package let millimolar: Double?
  package let source: String

  /// Relaxation at 3 T; that of sodium hardly depends on the field.
  package static let all: [SingleSpinSpecies] = [
    SingleSpinSpecies(
      name: "water", nucleus: .proton, shiftPPM: 4.7, spinsPerMolecule: 2, t1Seconds: 1.331, t2Seconds: 0.110,
      millimolar: 43_300,
      source: "grey matter: Wansapura et al., J Magn Reson Imaging 1999;9:531-538; 78 % of 55.51 mol/l"),
    SingleSpinSpecies(
      name: "fat", nucleus: .proton, shiftPPM: 1.3, spinsPerMolecule: 1, t1Seconds: 0.371, t2Seconds: 0.133,
      millimolar: nil,
      source: "methylene of subcutaneous fat: Gold et al., AJR 2004;183:343-351"),
    SingleSpinSpecies(
      name: "sodium", nucleus: Nucleus.named("23Na") ?? .proton, shiftPPM: 0, spinsPerMolecule: 1,
      t1Seconds: 0.0525, t2Seconds: 0.060, millimolar: 140,
      source: """
        cerebrospinal fluid, the middle of the ranges of Madelin and Regatte, J Magn Reson Imaging 2013;38:511-529; \
        one time for all transitions: quadrupolar effects are not modelled
        """),
  ]

  package static func named(_ name: String) -> SingleSpinSpecies? { all.first { $0.name == name } }

  /// As a molecule of one spin, which counts as often as there are spins.
  package var molecule: Molecule {
    Molecule(
      name: name,
      groups: [
        SpinGroup(
          name: name, system: SpinSystem(shiftsPPM: [shiftPPM]), multiplicity: spinsPerMolecule,
          t1Seconds: t1Seconds, t2Seconds: t2Seconds)
      ])
  }
}
