/// The rows of the table of targets that are basis sets.
extension Target {
  static let basisSets: [Target] = [basisFSLMRS]

  static let basisFSLMRS = Target(
    name: "basis-fslmrs",
    meaning: "basis set for FSL-MRS: the simulated signal of every molecule under this sequence",
    files: "NAME.basis-fslmrs/MOLECULE.json; NAME-0, NAME-1 and NAME-difference where the label SET differs",
    readers: "FSL-MRS (fsl_mrs --basis NAME.basis-fslmrs, basis_tools)",
    proved: [
      "each file is read back, and signal, dwell time, frequency, width and name equal those of the simulation",
    ] + simulated,
    notProved: [
      "the files hold no density matrix: FSL-MRS interpolates for other sampling, and cannot simulate it anew"
    ] + notSimulated,
    source: "FSL-MRS's documentation of the format and its reader (fsl_io.py), December 2025",
    write: BasisFSLMRS.write, usesBasis: true)

  private static let simulated = [
    "molecules went through the sequence as it was read back from the Pulseq file: docs/simulate.md says how, and how it was "
      + "compared with other simulators"
  ]

  private static let notSimulated = ["what docs/simulate.md says is not simulated; lines have one width"]
}
