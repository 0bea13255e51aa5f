/// The objectives of an optimization: name, meaning, formula and parameters, one row each.

package enum ObjectiveKind: String, CaseIterable, Sendable {
  case crlb
  case mse
  case separate
  case targetSpectrum = "target-spectrum"
  case targetState = "target-state"
  case profile
}

/// What an objective looks at.
package enum ObjectiveInput: String, Sendable {
  /// Spectra of one member at a time: a `SpectralObjective`.
  case memberSpectra = "spectra of a member"
  /// Spectra of all members at once: an `EnsembleObjective`.
  case ensembleSpectra = "spectra of the ensemble"
  /// The density operator at the end of the sequence.
  case finalState = "final state"
  /// The rotation of single spins: Bloch simulation.
  case rotation = "rotation of a single spin"
}

package struct ObjectiveParameter: Sendable, Equatable {
  package var name: String
  package var unit: String
  /// What holds when it is not given; nil where it must be.
  package var fallback: String?
  package var meaning: String
}

package struct ObjectiveRow: Sendable, Equatable {
  package var kind: ObjectiveKind
  package var input: ObjectiveInput
  package var meaning: String
  package var formula: String
  package var parameters: [ObjectiveParameter]
}

package enum ObjectiveTable {
  package static func row(_ kind: ObjectiveKind) -> ObjectiveRow? { rows.first { $0.kind == kind } }

  private static let weights = ObjectiveParameter(
    name: "weights", unit: "1", fallback: "1 each", meaning: "how much each molecule counts")
  private static let baselines = ObjectiveParameter(
    name: "baselines", unit: "A, B, C", fallback: "A and B",
    meaning: "assumptions on the baseline, summed over")
  private static let worstCase = ObjectiveParameter(
    name: "worst case", unit: "1", fallback: "0",
    meaning: "what the worst member counts besides the mean, and at which temperature")

  package static let rows: [ObjectiveRow] = [
    ObjectiveRow(
      kind: .crlb, input: .memberSpectra,
      meaning: "how precisely a fit can know the concentrations",
      formula: "sum_m w_m log(CRLB_m / c_m)",
      parameters: [
        ObjectiveParameter(
          name: "molecules", unit: "", fallback: nil, meaning: "whose concentrations are wanted"),
        weights, baselines, worstCase,
      ]),
    ObjectiveRow(
      kind: .mse, input: .ensembleSpectra,
      meaning:
        "how far estimates are from the truth when B1, B0 or spin parameters are not what the fit believes",
      formula: "sum_m w_m 1/2 log((V_m + b_m^2) / c_m^2)",
      parameters: [
        ObjectiveParameter(
          name: "molecules", unit: "", fallback: nil, meaning: "whose concentrations are wanted"),
        ObjectiveParameter(
          name: "noise", unit: "concentration times spectrum", fallback: nil,
          meaning: "standard deviation of a point; often stated as the CRLB that a reference sequence has"),
        weights, baselines, worstCase,
      ]),
    ObjectiveRow(
      kind: .separate, input: .memberSpectra,
      meaning: "a band of the spectrum for one molecule alone, to be read by eye",
      formula:
        "sum w (-1/2 log E_o + 1/2 log(1 + (f / E_o)^4)) + sum w 1/2 log(1 + (q / l)^2)",
      parameters: [
        ObjectiveParameter(
          name: "maximize signal of OWNER in BAND", unit: "ppm", fallback: nil,
          meaning: "energy of the owner in the band over the reference energy: E_o"),
        ObjectiveParameter(
          name: "suppress signal of OTHER in BAND below LIMIT", unit: "ppm, %", fallback: nil,
          meaning:
            "energy of the other over that of the owner in the band, per unit concentration: q, limit l"),
        ObjectiveParameter(
          name: "floor", unit: "1", fallback: "0", meaning: "E_o below which the loss rises steeply: f"),
        worstCase,
      ]),
    ObjectiveRow(
      kind: .targetSpectrum, input: .memberSpectra,
      meaning: "spectra that look as they were drawn",
      formula: "|s - t|^2 / |t|^2, or 1 - |<t, s>|^2 / (|s|^2 |t|^2) with free scale and phase",
      parameters: [
        ObjectiveParameter(
          name: "target", unit: "spectrum per unit concentration", fallback: nil,
          meaning: "one complex spectrum per molecule"),
        ObjectiveParameter(
          name: "free scale", unit: "", fallback: "no", meaning: "compare shapes, whatever the amplitude"),
        ObjectiveParameter(
          name: "free phase", unit: "", fallback: "no", meaning: "compare up to a phase common to all points"),
        ObjectiveParameter(
          name: "band", unit: "ppm", fallback: "the whole grid", meaning: "where spectra are compared"),
        worstCase,
      ]),
    ObjectiveRow(
      kind: .targetState, input: .finalState,
      meaning: "a named product operator, or singlet order, at the end",
      formula: "1 - <target, rho> / (|target| |rho_0|)",
      parameters: [
        ObjectiveParameter(
          name: "operators", unit: "", fallback: nil, meaning: "product operators with their coefficients")
      ]),
    ObjectiveRow(
      kind: .profile, input: .rotation,
      meaning: "a slice, an inversion or a rotation over a range of offsets",
      formula: "loss of the wanted rotation inside of the band, plus share of spins turned outside of it",
      parameters: [
        ObjectiveParameter(
          name: "band", unit: "Hz", fallback: nil, meaning: "width of the offsets that shall be turned"),
        ObjectiveParameter(
          name: "transition", unit: "Hz", fallback: "none",
          meaning: "beyond it spins shall stay as they are; none: nothing is asked for there"),
        ObjectiveParameter(
          name: "rotation", unit: "rad", fallback: nil,
          meaning: "excitation, inversion, refocusing or a rotation about x"),
        worstCase,
      ]),
  ]
}
