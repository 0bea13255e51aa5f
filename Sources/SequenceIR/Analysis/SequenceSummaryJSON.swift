/// A summary as one JSON object; units are in the keys, and keys stay.
extension SequenceSummary {
  package var json: String {
    var object = JSONObject()
    object.add("kind", "sequence")
    object.add("name", name)
    object.add("duration_s", raw: duration.map { JSONText.number($0.seconds) } ?? "null")
    object.add("stored_blocks", storedBlocks)
    object.add("played_blocks", playedBlocks)
    object.add("segments", segments)
    object.add("distinct", distinctObject)
    object.add("gradients", raw: JSONText.array(gradients.map(SequenceSummary.object)))
    object.add("rf", pulseObject)
    object.add("acquisition", acquisitionObject)
    object.add("k_space", raw: kSpaceText)
    object.add("echoes", raw: JSONText.array(echoes.echoes.map(SequenceSummary.object)))
    object.add("repetition_times", raw: JSONText.array(echoes.repetitionTimes.map(SequenceSummary.object)))
    object.add("diffusion", raw: JSONText.array(echoes.weightings.map(SequenceSummary.object)))
    object.add("labels", raw: JSONText.array(labels.map(SequenceSummary.object)))
    object.add("definitions", definitionObject)
    object.add("notes", raw: JSONText.array(notes.map(JSONText.string)))
    return object.text
  }

  private var distinctObject: JSONObject {
    var object = JSONObject()
    object.add("rf", events.rf)
    object.add("gradients", events.gradients)
    object.add("adc", events.adc)
    object.add("shapes", events.shapes)
    return object
  }

  private static func object(_ gradient: GradientSummary) -> String {
    var object = JSONObject()
    object.add("axis", gradient.axis.name)
    object.add("peak_hz_per_m", gradient.peakHertzPerMetre)
    object.add("rms_hz_per_m", gradient.rmsHertzPerMetre)
    object.add("peak_slew_hz_per_m_per_s", gradient.peakSlewHertzPerMetrePerSecond)
    return object.text
  }

  private var pulseObject: JSONObject {
    var object = JSONObject()
    object.add("peak_hz", pulses.peakHertz)
    object.add("rms_hz", pulses.rmsHertz)
    object.add("energy_hz2_s", pulses.energy)
    object.add("uses_are_guessed", pulses.usesAreGuessed)
    let played = zip(pulses.played, pulses.flipAngles).map { played, angles in
      var entry = JSONObject()
      entry.add("use", played.use.name)
      entry.add("count", played.count)
      entry.add("least_flip_rad", angles.lowerBound)
      entry.add("largest_flip_rad", angles.upperBound)
      return entry.text
    }
    object.add("played", raw: JSONText.array(played))
    return object
  }

  private var acquisitionObject: JSONObject {
    var object = JSONObject()
    object.add("count", acquisition.count)
    object.add("samples", acquisition.samples)
    if let counts = acquisition.sampleCounts, let dwells = acquisition.dwells {
      object.add("fewest_samples", counts.lowerBound)
      object.add("most_samples", counts.upperBound)
      object.add("shortest_dwell_s", dwells.lowerBound.seconds)
      object.add("longest_dwell_s", dwells.upperBound.seconds)
    }
    return object
  }

  private var kSpaceText: String {
    guard let extent = echoes.extent else { return "null" }
    var object = JSONObject()
    for axis in Axis.allCases {
      let range = extent[axis.rawValue]
      object.add(
        "\(axis.name)_per_m",
        raw: JSONText.array([JSONText.number(range.lowerBound), JSONText.number(range.upperBound)]))
    }
    object.add("farthest_per_m", echoes.farthest)
    return object.text
  }

  private static func object(_ echo: EchoSummary.Echo) -> String {
    var object = JSONObject()
    object.add("at", echo.kind.rawValue)
    object.add("time_s", echo.time.seconds)
    object.add("count", echo.count)
    object.add("closest_per_m", echo.closest)
    return object.text
  }

  /// Matrix: xx, yy, zz, xy, xz, yz.
  private static func object(_ weighting: DiffusionWeighting) -> String {
    var object = JSONObject()
    object.add("b_s_per_m2", weighting.value)
    object.add("matrix_s_per_m2", raw: JSONText.array(weighting.matrix.components.map(JSONText.number)))
    object.add("count", weighting.count)
    return object.text
  }

  private static func object(_ interval: EchoSummary.Interval) -> String {
    var object = JSONObject()
    object.add("time_s", interval.time.seconds)
    object.add("count", interval.count)
    return object.text
  }

  private static func object(_ range: LabelRange) -> String {
    var object = JSONObject()
    object.add("label", range.label.rawValue)
    object.add("least", raw: range.values.map { String($0.lowerBound) } ?? "null")
    object.add("largest", raw: range.values.map { String($0.upperBound) } ?? "null")
    return object.text
  }

  private var definitionObject: JSONObject {
    var object = JSONObject()
    for definition in definitions { object.add(definition.key, definition.value) }
    return object
  }
}
