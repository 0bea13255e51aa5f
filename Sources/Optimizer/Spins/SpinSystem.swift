/// Spin-1/2 nuclei of one kind that are coupled to one another.

/// An isotropic (scalar) coupling, 2 pi J I.S.
package struct ScalarCoupling: Sendable, Equatable {
  /// Positions of the two spins in the system, `first < second`.
  package var first: Int
  package var second: Int
  /// J, Hz.
  package var hertz: Double

  package init(_ first: Int, _ second: Int, hertz: Double) {
    self.first = min(first, second)
    self.second = max(first, second)
    self.hertz = hertz
  }
}

/// Spins with their chemical shifts and couplings; each spin is one spin 1/2.
package struct SpinSystem: Sendable, Equatable {
  /// Chemical shifts, ppm (DSS = 0).
  package var shiftsPPM: [Double]
  /// Couplings that are not zero.
  package var couplings: [ScalarCoupling]

  package init(shiftsPPM: [Double], couplings: [ScalarCoupling] = []) {
    self.shiftsPPM = shiftsPPM
    self.couplings = couplings
  }

  package var spinCount: Int { shiftsPPM.count }
}

/// Spins of a molecule that are not coupled to its other spins: what is simulated at once.
package struct SpinGroup: Sendable, Equatable {
  package var name: String
  package var system: SpinSystem
  /// How many times the signal of the group counts: 9 for one spin that stands for the nine protons of N(CH3)3,
  /// 0.36 for the share of an anomer.
  package var multiplicity: Double
  /// Relaxation times at 3 T, s; nil where none is known.
  package var t1Seconds: Double?
  package var t2Seconds: Double?
  /// Couplings to nuclei that no pulse touches (31P, 14N); leaving them out is the spectrum with those decoupled.
  package var heteronuclear: [HeteronuclearCoupling]

  package init(
    name: String, system: SpinSystem, multiplicity: Double = 1, t1Seconds: Double? = nil,
    t2Seconds: Double? = nil,
    heteronuclear: [HeteronuclearCoupling] = []
  ) {
    self.name = name
    self.system = system
    self.multiplicity = multiplicity
    self.t1Seconds = t1Seconds
    self.t2Seconds = t2Seconds
    self.heteronuclear = heteronuclear
  }
}

package struct Molecule: Sendable, Equatable {
  /// The short name of the field: Glu, mI, tNAA's parts NAA and NAAG.
  package var name: String
  package var groups: [SpinGroup]

  package init(name: String, groups: [SpinGroup]) {
    self.name = name
    self.groups = groups
  }
}
