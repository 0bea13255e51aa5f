/// Magnetisation of single spins as a table, as JSON, and in words.
import SequenceIR

package struct BlochReport: Sendable {
  package let simulation: BlochSimulation
  package let version: String
  package let file: String
  package let nucleus: Nucleus
  package let fieldTesla: Double

  package init(
    _ simulation: BlochSimulation, version: String, file: String, nucleus: Nucleus, fieldTesla: Double
  ) {
    self.simulation = simulation
    self.version = version
    self.file = file
    self.nucleus = nucleus
    self.fieldTesla = fieldTesla
  }

  // MARK: words

  private var heading: [String] {
    let conditions = simulation.conditions
    let species = simulation.species.map { species in
      "\(species.name) \(DecimalText.shortest(species.shiftPPM)) ppm, T1 \(Self.time(species.t1Seconds)), T2 "
        + "\(Self.time(species.t2Seconds)) (\(SimulationReport.oneLine(species.source)))"
    }
    return [
      "field \(DecimalText.shortest(fieldTesla)) T, nucleus \(nucleus.name), "
        + "\(DecimalText.shortest(simulation.fieldHertzPerPPM)) Hz per ppm, reference "
        + "\(DecimalText.shortest(simulation.referencePPM)) ppm",
      "B1 scale \(DecimalText.shortest(conditions.b1Scale)), offset "
        + "\(DecimalText.shortest(conditions.offsetHertz)) Hz, repetition \(simulation.repetitions)",
    ] + species.map { "species " + $0 }
  }

  private static func time(_ seconds: Double?) -> String {
    seconds.map { "\(DecimalText.rounded($0 * 1e3, decimals: 3)) ms" } ?? "endless"
  }

  /// What the receiver gets from each species: a line for each acquisition and profile.
  package var summary: String {
    var lines = heading
    for profile in simulation.profiles {
      for event in profile.events where event.kind == .acquisition {
        let signals = zip(simulation.species, event.magnetisation).map { species, places in
          let signal = Self.signal(places, profile.weights)
          let size = (signal.x * signal.x + signal.y * signal.y).squareRoot()
          return "\(species.name) \(DecimalText.rounded(size, decimals: 6))"
        }
        lines.append(
          "\(Self.text(of: event)) at \(DecimalText.rounded(event.seconds * 1e3, decimals: 3)) ms, \(Self.name(of: profile)): "
            + "signal " + signals.joined(separator: ", "))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Sum over the places with their shares; over offsets, the spins on resonance.
  package static func signal(_ places: [Magnetisation], _ weights: [Double]) -> Magnetisation {
    zip(places, weights).reduce(into: Magnetisation(x: 0, y: 0, z: 0)) { sum, next in
      sum.x += next.1 * next.0.x
      sum.y += next.1 * next.0.y
      sum.z += next.1 * next.0.z
    }
  }

  package static func text(of event: BlochSimulation.Event) -> String {
    switch event.kind {
    case .pulse(let use): "pulse \(event.number) (\(use.name))"
    case .acquisition: "acquisition \(event.number)"
    }
  }

  package static func name(of profile: BlochSimulation.Profile) -> String {
    profile.axis.map { "along \($0.name)" } ?? "over offset"
  }

  // MARK: table

  package var csv: String {
    var text =
      (["seqc \(version) simulate \(file)"] + heading + simulation.notes.map { "note: \($0)" } + Self.units)
      .map { "# \(SimulationReport.oneLine($0))\n" }.joined()
    let columns = simulation.species.flatMap { species in ["mx", "my", "mz"].map { "\(species.name)_\($0)" } }
    text +=
      (["profile", "event", "number", "time_s", "place", "weight"] + columns).joined(separator: ",") + "\n"
    for profile in simulation.profiles {
      for event in profile.events { append(event, of: profile, to: &text) }
    }
    return text
  }

  private static let units = [
    "profile: x, y, z with place in mm, or offset with place in Hz from the frequency of the species",
    "event: use of a pulse, at whose end the magnetisation is told, or acquisition; time_s: from the start of the "
      + "repetition's first event",
    "weight: share of the place in the signal of the nominal slice; over offsets, of the spins on resonance",
    "mx, my, mz: 1 is the magnetisation in equilibrium; at acquisitions a pulse and a receiver of the same phase give "
      + "positive mx",
  ]

  private func append(
    _ event: BlochSimulation.Event, of profile: BlochSimulation.Profile, to text: inout String
  ) {
    let scale = profile.axis == nil ? 1 : 1e3
    for place in profile.places.indices {
      text += "\(Self.label(of: profile)),\(Self.label(of: event)),\(event.number),"
      text +=
        SimulationReport.axis(event.seconds) + "," + SimulationReport.axis(scale * profile.places[place])
      text += "," + SimulationReport.axis(profile.weights[place])
      for values in event.magnetisation {
        for value in [values[place].x, values[place].y, values[place].z] {
          text += "," + SimulationReport.value(value)
        }
      }
      text += "\n"
    }
  }

  private static func label(of profile: BlochSimulation.Profile) -> String { profile.axis?.name ?? "offset" }

  private static func label(of event: BlochSimulation.Event) -> String {
    switch event.kind {
    case .pulse(let use): use.name
    case .acquisition: "acquisition"
    }
  }

  // MARK: JSON

  package var json: String {
    var object = JSONObject()
    object.add("format", "seqc-magnetization 1")
    object.add("version", version)
    object.add("file", file)
    object.add("nucleus", nucleus.name)
    object.add("field_tesla", fieldTesla)
    object.add("hertz_per_ppm", simulation.fieldHertzPerPPM)
    object.add("reference_ppm", simulation.referencePPM)
    object.add("b1_scale", simulation.conditions.b1Scale)
    object.add("offset_hertz", simulation.conditions.offsetHertz)
    object.add("repetition", simulation.repetitions)
    object.add("notes", raw: JSONText.array(simulation.notes.map(JSONText.string)))
    let species = simulation.species.map { species in
      var object = JSONObject()
      object.add("name", species.name)
      object.add("shift_ppm", species.shiftPPM)
      object.add("t1_seconds", raw: species.t1Seconds.map(JSONText.number) ?? "null")
      object.add("t2_seconds", raw: species.t2Seconds.map(JSONText.number) ?? "null")
      object.add("source", species.source)
      return object.text
    }
    object.add("species", raw: JSONText.array(species))
    object.add("profiles", raw: JSONText.array(simulation.profiles.map { self.object(of: $0).text }))
    return object.text
  }

  private func object(of profile: BlochSimulation.Profile) -> JSONObject {
    var object = JSONObject()
    object.add("profile", Self.label(of: profile))
    let name = profile.axis == nil ? "offset_hertz" : "position_metres"
    object.add(name, raw: JSONText.array(profile.places.map(SimulationReport.axis)))
    object.add("weights", raw: JSONText.array(profile.weights.map(SimulationReport.axis)))
    let events = profile.events.map { event in
      var object = JSONObject()
      object.add("event", Self.label(of: event))
      object.add("number", event.number)
      object.add("time_seconds", raw: SimulationReport.axis(event.seconds))
      let species = zip(simulation.species, event.magnetisation).map { species, places in
        let signal = Self.signal(places, profile.weights)
        var object = JSONObject()
        object.add("name", species.name)
        object.add("signal_re", raw: SimulationReport.value(signal.x))
        object.add("signal_im", raw: SimulationReport.value(signal.y))
        object.add("mx", raw: JSONText.array(places.map { SimulationReport.value($0.x) }))
        object.add("my", raw: JSONText.array(places.map { SimulationReport.value($0.y) }))
        object.add("mz", raw: JSONText.array(places.map { SimulationReport.value($0.z) }))
        return object.text
      }
      object.add("species", raw: JSONText.array(species))
      return object.text
    }
    object.add("events", raw: JSONText.array(events))
    return object
  }
}
