/// What all targets of basis sets have in common.
import SequenceIR

enum BasisTarget {
  /// Ten decimals of real and imaginary part, turned by a phase.
  static let roundingOfText = 2e-10

  /// Nine digits of every number, beside the largest one.
  static let roundingOfDigits = 1e-7

  /// What stands in a comment: no line breaks, no colons.
  static func oneLine(_ set: BasisSet) -> String {
    let text =
      "seqc \(set.version), MD5 of the Pulseq file \(set.signature), spin systems \(set.spinParameters), lines "
      + "\(DecimalText.shortest(set.linewidthHertz)) Hz, \(set.simulation.placesAcrossSlices) places across slices, "
      + "shots \(set.shots)"
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0 == ":" ? " " : $0 }))
  }

  /// The sets, for a program that knows protons alone.
  static func protonSets(
    of input: TargetInput, _ program: String, _ output: inout TargetOutput
  ) -> [BasisSet]? {
    guard let sets = sets(of: input, &output) else { return nil }
    guard input.nucleus == .proton else {
      output.diagnostics.error(
        .targetCannotExpress,
        "\(program)'s axis is that of protons, and the sequence is for \(input.nucleus.name)",
        help: "write basis-fslmrs or basis-jmrui")
      return nil
    }
    return sets
  }

  /// The sets of a build; nil after a diagnostic.
  static func sets(of input: TargetInput, _ output: inout TargetOutput) -> [BasisSet]? {
    guard !input.basisSets.isEmpty, input.basisSets.allSatisfy({ !$0.functions.isEmpty }) else {
      output.diagnostics.error(
        .targetValueMissing, "there is no simulated molecule that a basis set could hold",
        help: "name molecules that the library or the design knows with --molecules")
      return nil
    }
    return input.basisSets
  }
}
