/// What a voxel of grey matter holds: concentrations, and the broad lines of macromolecules.

package enum InVivo {
  package static let concentrationCitation = """
    values of spant (sim_brain_1h, normal_v2) from the range that de Graaf, In Vivo NMR Spectroscopy, 3rd ed. 2019, \
    gives for normal grey matter; Asc 1 mM is an assumption of this project
    """

  /// Typical concentrations in grey matter, mM, in the order of the library.
  package static let concentrations: [(name: String, millimolar: Double)] = [
    ("Ala", 0.2), ("Asc", 1), ("Asp", 1.5), ("Cr", 5), ("GABA", 1), ("Glc", 1), ("Gln", 3), ("Glu", 10),
    ("Gly", 1), ("GPC", 1.2), ("GSH", 2), ("Lac", 0.5), ("mI", 5), ("NAA", 10), ("NAAG", 2), ("PCh", 0.5),
    ("PCr", 4.5), ("PE", 0.8), ("sI", 0.4), ("Tau", 1.5),
  ]

  /// Of a molecule of the library; nil when no typical value is known.
  package static func millimolar(of name: String) -> Double? {
    concentrations.first { $0.name == name }?.millimolar
  }

  /// No figure for human brain at 3 T was at hand. Rats at 17.2 T have 37 ms (and T1 690 ms).
  package static let macromoleculeT2Seconds = 0.030
  /// Rats at 17.2 T; before the acquisition hardly anything recovers.
  package static let macromoleculeT1Seconds = 0.69
  package static let macromoleculeRelaxationNote = """
    T2 30 ms is an assumption (37 ms in rats at 17.2 T); T1 is not known, 690 ms in rats at 17.2 T
    """

  package static let lcModelCitation = "LCModel manual, as carried by spant"
  /// The five components of LCModel, each of `lcModelMillimolar`.
  package static let lcModelMacromolecules: [MacromoleculeComponent] = [
    MacromoleculeComponent("MM09", [MacromoleculeLine(ppm: 0.91, protons: 3, fullWidthPPM: 0.14)]),
    MacromoleculeComponent("MM12", [MacromoleculeLine(ppm: 1.21, protons: 2, fullWidthPPM: 0.15)]),
    MacromoleculeComponent("MM14", [MacromoleculeLine(ppm: 1.43, protons: 2, fullWidthPPM: 0.17)]),
    MacromoleculeComponent("MM17", [MacromoleculeLine(ppm: 1.67, protons: 2, fullWidthPPM: 0.15)]),
    MacromoleculeComponent(
      "MM20",
      [
        MacromoleculeLine(ppm: 2.08, protons: 1.33, fullWidthPPM: 0.15),
        MacromoleculeLine(ppm: 2.25, protons: 0.33, fullWidthPPM: 0.2),
        MacromoleculeLine(ppm: 1.95, protons: 0.33, fullWidthPPM: 0.15),
        MacromoleculeLine(ppm: 3.0, protons: 0.4, fullWidthPPM: 0.2),
      ]),
  ]
  /// Level of each component beside metabolites in mM (spant, normal_v2).
  package static let lcModelMillimolar = 4.0

  package static let birchCitation = "Birch et al., Magn Reson Med 2017;77:34-43, as carried by spant"
  /// The measured lines of human brain at 3 T: amplitudes relative to the one at 3.96 ppm, widths at 128 MHz.
  package static let birch2017: [MacromoleculeLine] = [
    birch(0.9, 0.72, 21.2), birch(1.21, 0.28, 19.16), birch(1.38, 0.38, 15.9), birch(1.63, 0.05, 7.5),
    birch(2.01, 0.45, 29.03), birch(2.09, 0.36, 20.53), birch(2.25, 0.36, 17.89), birch(2.61, 0.04, 5.3),
    birch(2.96, 0.2, 14.02), birch(3.11, 0.11, 17.89), birch(3.67, 0.64, 33.52), birch(3.8, 0.07, 11.85),
    birch(3.96, 1.0, 37.48),
  ]

  private static func birch(_ ppm: Double, _ amplitude: Double, _ hertz: Double) -> MacromoleculeLine {
    MacromoleculeLine(ppm: ppm, protons: amplitude, fullWidthPPM: hertz / 128)
  }
}

/// A Gaussian line.
package struct MacromoleculeLine: Sendable, Equatable {
  package let ppm: Double
  /// Area: protons per unit concentration, or relative to another line where the source says no more.
  package let protons: Double
  /// Full width at half maximum.
  package let fullWidthPPM: Double

  package init(ppm: Double, protons: Double, fullWidthPPM: Double) {
    self.ppm = ppm
    self.protons = protons
    self.fullWidthPPM = fullWidthPPM
  }
}

/// Lines of fixed proportions.
package struct MacromoleculeComponent: Sendable, Equatable {
  package let name: String
  package let lines: [MacromoleculeLine]

  package init(_ name: String, _ lines: [MacromoleculeLine]) {
    self.name = name
    self.lines = lines
  }
}
