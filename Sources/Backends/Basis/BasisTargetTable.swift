/// The rows of the table of targets that are basis sets.
extension Target {
  static let basisSets: [Target] = [basisFSLMRS, basisLCModel, basisOsprey, basisJMRUI]

  private static let kinds = "; one with -0, -1 and -difference after NAME where the label SET differs"

  static let basisFSLMRS = Target(
    name: "basis-fslmrs",
    meaning: "basis set for FSL-MRS: what every molecule gives under this sequence",
    files: "NAME.basis-fslmrs/MOLECULE.json" + kinds,
    readers: "FSL-MRS (fsl_mrs --basis, basis_tools)",
    proved: [
      "each file is read back, and signal, dwell time, frequency, width and name equal those of the simulation",
      "FSL-MRS's own reader and fit were run by hand on a phantom (docs/basis-sets.md has what they found)",
    ] + simulated,
    notProved: [
      "the files hold no density matrix: FSL-MRS interpolates for other sampling, and cannot simulate it anew"
    ] + notSimulated,
    source: "FSL-MRS's documentation of the format and its reader (fsl_io.py), December 2025",
    write: BasisFSLMRS.write, usesBasis: true)

  static let basisLCModel = Target(
    name: "basis-lcmodel",
    meaning: "basis set for LCModel: what every molecule gives under this sequence",
    files: "NAME.basis, NAME.basis-raw/MOLECULE.raw" + kinds,
    readers:
      "LCModel (FILBAS) and its MAKEBASIS, and FSL-MRS, Osprey, spant and suspect, which read its files",
    proved: [
      "the files are read back, and signals, or spectra transformed again, equal those of the simulation to nine digits",
      "LCModel 6.3, run by hand, reads it, and finds the concentrations of data that are 0.3 Hz wider (docs/basis-sets.md)",
    ] + simulated,
    notProved: [
      "MAKEBASIS was not run on the .raw files",
      "LCModel simulates macromolecules of its own: leave these out with --no-macromolecules, or those with NSIMUL = 0",
    ] + notSimulated,
    source: "the reading code of LCModel 6.3",
    write: BasisLCModel.write, usesBasis: true)

  static let basisOsprey = Target(
    name: "basis-osprey",
    meaning: "basis set for Osprey: what every molecule gives under this sequence",
    files: "NAME.basis-osprey.mat" + kinds,
    readers: "Osprey (opts.fit.basisSetFile)",
    proved: [
      "the MAT-file is read back by a reader of its own, and its signals equal those of the simulation"
    ] + simulated,
    notProved: [
      "Osprey itself was not run on these files",
      "files of edited sequences hold one condition each; Osprey's own hold all, with OFF first, which the label SET does "
        + "not tell",
    ] + notSimulated,
    source: "Osprey's readers and makers of basis sets, and the MAT-file format, level 5",
    write: BasisOsprey.write, usesBasis: true)

  static let basisJMRUI = Target(
    name: "basis-jmrui",
    meaning: "basis set for jMRUI: what every molecule gives under this sequence",
    files: "NAME.basis-jmrui/MOLECULE.txt" + kinds,
    readers: "jMRUI (QUEST, AQSES), and FSL-MRS, FID-A and spant, which read its files",
    proved: [
      "each file is read back, and its signal equals that of the simulation to ten digits"
    ] + simulated,
    notProved: ["jMRUI itself was not run on these files"] + notSimulated,
    source: "readers and writers of FID-A, FSL-MRS and spant",
    write: BasisJMRUI.write, usesBasis: true)

  private static let simulated = [
    "molecules went through the sequence as it was read back from the Pulseq file: docs/simulate.md says how, and how it was "
      + "compared with other simulators"
  ]

  private static let notSimulated = ["what docs/simulate.md says is not simulated; all lines have one width"]
}
