/// The sensitivity of pulses as text for people, and as CSV.
import SequenceIR

package struct SensitivityReport: Sendable {
  package let sensitivity: PulseSensitivity
  /// Of `seqc`.
  package let version: String
  /// The design as the user named it.
  package let file: String

  package init(_ sensitivity: PulseSensitivity, version: String, file: String) {
    (self.sensitivity, self.version, self.file) = (sensitivity, version, file)
  }

  /// The figures that tables show: bounds without a baseline, leakage, signals in bands.
  var columns: [SpectrumMetric] {
    (sensitivity.outcomes.first?.figures ?? []).map(\.metric).filter { metric in
      metric.name.hasPrefix("CRLB") && metric.baseline == .known
        || metric.name.hasPrefix("leakage") && metric.unit == "% of energy"
        || metric.name.hasPrefix("signal") && metric.unit == "% of reference energy"
    }
  }

  static func number(_ value: Double, _ digits: Int = 3) -> String {
    value.isFinite ? DecimalText.significant(value, digits) : "-"
  }

  private func means(_ outcome: PulseSensitivity.Outcome) -> [String] {
    columns.map { metric in
      let summary = outcome.figure(metric.name, unit: metric.unit, baseline: metric.baseline)
      return Self.number(summary?.mean ?? .nan)
    }
  }

  /// Fifty members of one molecule would need no more.
  private static func change(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    let text = DecimalText.rounded(value, decimals: 4)
    return value >= 0.00005 ? "+" + text : text
  }

  // MARK: text

  package var text: String {
    var lines = [
      "aims          \(sensitivity.objective)",
      "members       \(sensitivity.memberCount)"
        + (sensitivity.ensemble.isEmpty ? "" : ": \(sensitivity.ensemble)") + "; figures are their means",
      "loss          \(DecimalText.rounded(sensitivity.loss, decimals: 4)): what the search makes small, without its penalties",
      "curvature     \(sensitivity.stiffDirections) of \(sensitivity.eigenvalues.count) directions (amplitudes and phases of parts) "
        + "have a hundredth or more of the largest",
      "numerics      second derivatives that must be equal differ by \(Self.number(sensitivity.asymmetry, 2)) of the largest",
    ].map { $0 + "\n" }.joined()
    lines += "\n" + wholes.text
    for pulse in sensitivity.pulses.indices { lines += "\n" + parts(of: pulse).text }
    return lines
  }

  /// Whole pulses, removed and changed.
  package var wholes: FigureTable {
    FigureTable(
      "Whole pulses: change of the loss, and figures after it", ["pulse", "loss"] + columns.map(heading),
      sensitivity.outcomes.enumerated().map { index, outcome in
        [outcome.words, index == 0 ? "" : Self.change(outcome.loss - sensitivity.loss)] + means(outcome)
      })
  }

  /// Parts of a pulse. The columns of errors predict by first and second derivative, for the worse sign.
  package func parts(of pulse: Int) -> FigureTable {
    let owner = sensitivity.pulses[pulse]
    let own = sensitivity.parts.filter { $0.pulse == pulse }
    let milliseconds = { (seconds: Double) in DecimalText.rounded(seconds * 1e3, decimals: 3) }
    return FigureTable(
      "Parts of `\(owner.name)`: change of the loss by 10 % of amplitude, by 10 deg of phase (predicted, the worse sign), and "
        + "when the part is removed, with the figures then",
      ["ms", "energy %", "10 %", "10 deg", "removed"] + columns.map(heading),
      own.map { part in
        [
          "\(milliseconds(part.startSeconds)) to \(milliseconds(part.endSeconds))",
          DecimalText.rounded(100 * part.energyShare, decimals: 1),
          Self.change(max(part.amplitude.change(0.1), part.amplitude.change(-0.1))),
          Self.change(max(part.phase.change(Self.tenDegrees), part.phase.change(-Self.tenDegrees))),
          Self.change(part.removed.loss - sensitivity.loss),
        ] + means(part.removed)
      })
  }

  private static let tenDegrees = Double.pi / 18

  private func heading(_ metric: SpectrumMetric) -> String {
    metric.name.hasPrefix("CRLB") ? "\(metric.name) \(metric.unit)" : "\(metric.name) %"
  }

  // MARK: CSV

  /// One line a change: whole pulses first, then what is left without each part, with the slopes of the part.
  package var csv: String {
    var text = [
      "seqc \(version) sensitivity \(SimulationReport.oneLine(file))",
      "aims \(SimulationReport.oneLine(sensitivity.objective))",
      "members \(sensitivity.memberCount); figures are their means",
      "gradient and curvature: derivatives of the loss by the relative amplitude of a part, and by its phase in radians",
    ].map { "# \($0)\n" }.joined()
    let slopes = [
      "gradient_amplitude", "curvature_amplitude", "gradient_phase_per_rad", "curvature_phase_per_rad2",
    ]
    let names = columns.map { Self.quoted("\($0.name) \($0.unit)") }
    text +=
      (["change", "pulse", "start_s", "end_s", "energy_share"] + slopes + ["loss"] + names).joined(
        separator: ",") + "\n"
    for outcome in sensitivity.outcomes {
      text += line(outcome, place: ["", "", "", ""], slopes: ["", "", "", ""])
    }
    for part in sensitivity.parts {
      text += line(
        part.removed,
        place: [
          sensitivity.pulses[part.pulse].name, SimulationReport.axis(part.startSeconds),
          SimulationReport.axis(part.endSeconds), Self.number(part.energyShare, 6),
        ],
        slopes: [part.amplitude, part.phase].flatMap { [$0.gradient, $0.curvature] }.map {
          Self.number($0, 6)
        })
    }
    return text
  }

  private func line(_ outcome: PulseSensitivity.Outcome, place: [String], slopes: [String]) -> String {
    let figures = columns.map { metric -> String in
      let summary = outcome.figure(metric.name, unit: metric.unit, baseline: metric.baseline)
      return summary.map { $0.mean.isFinite ? DecimalText.significant($0.mean, 6) : "" } ?? ""
    }
    return ([Self.quoted(outcome.words)] + place + slopes + [Self.number(outcome.loss, 8)] + figures).joined(
      separator: ",") + "\n"
  }

  static func quoted(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" }) else { return text }
    return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}
