/// The sensitivity of pulses as one JSON object.
import SequenceIR

extension SensitivityReport {
  package var json: String {
    var object = JSONObject()
    object.add("format", "seqc-sensitivity 1")
    object.add("version", version)
    object.add("file", file)
    object.add("aims", sensitivity.objective)
    object.add("ensemble", sensitivity.ensemble)
    object.add("members", sensitivity.memberCount)
    object.add("loss", raw: Self.value(sensitivity.loss))
    object.add("stiff_directions", sensitivity.stiffDirections)
    object.add("asymmetry", raw: Self.number(sensitivity.asymmetry, 2))
    object.add("eigenvalues", raw: Self.array(sensitivity.eigenvalues))
    object.add("outcomes", raw: JSONText.array(sensitivity.outcomes.map { self.object(of: $0).text }))
    object.add("pulses", raw: JSONText.array(sensitivity.pulses.map { self.object(of: $0).text }))
    object.add("parts", raw: JSONText.array(sensitivity.parts.map { self.object(of: $0).text }))
    object.add("notes", raw: JSONText.array(sensitivity.notes.map(JSONText.string)))
    return object.text
  }

  /// To eight digits: the rest is that of numerics.
  private static func value(_ value: Double) -> String {
    JSONText.number(value, digits: 8)
  }

  private static func array(_ values: some Swift.Sequence<Double>) -> String {
    JSONText.array(values.map { value($0) })
  }

  private func object(of outcome: PulseSensitivity.Outcome) -> JSONObject {
    var object = JSONObject()
    object.add("change", outcome.words)
    object.add("loss", raw: Self.value(outcome.loss))
    object.add(
      "figures",
      raw: JSONText.array(
        outcome.figures.map { summary in
          var figure = summary.metric.json
          figure.add("nominal", raw: Self.value(summary.nominal))
          figure.add("mean", raw: Self.value(summary.mean))
          figure.add("worst", raw: Self.value(summary.worst))
          return figure.text
        }))
    return object
  }

  private func object(of pulse: PulseSensitivity.Pulse) -> JSONObject {
    var object = JSONObject()
    object.add("name", pulse.name)
    object.add("step_seconds", pulse.stepSeconds)
    func samples(_ values: [Double], _ axis: Int) -> String {
      Self.array(pulse.samples.map { values[2 * $0 + axis] })
    }
    object.add("x_hertz", raw: samples(sensitivity.controls, 0))
    object.add("y_hertz", raw: samples(sensitivity.controls, 1))
    object.add("gradient_x_per_hertz", raw: samples(sensitivity.gradient, 0))
    object.add("gradient_y_per_hertz", raw: samples(sensitivity.gradient, 1))
    return object
  }

  private func object(of part: PulseSensitivity.Part) -> JSONObject {
    var object = JSONObject()
    object.add("pulse", sensitivity.pulses[part.pulse].name)
    object.add("start_seconds", raw: SimulationReport.axis(part.startSeconds))
    object.add("end_seconds", raw: SimulationReport.axis(part.endSeconds))
    object.add("energy_share", raw: Self.value(part.energyShare))
    object.add("gradient_amplitude", raw: Self.value(part.amplitude.gradient))
    object.add("curvature_amplitude", raw: Self.value(part.amplitude.curvature))
    object.add("gradient_phase_per_radian", raw: Self.value(part.phase.gradient))
    object.add("curvature_phase_per_radian2", raw: Self.value(part.phase.curvature))
    object.add("removed", self.object(of: part.removed))
    return object
  }
}
