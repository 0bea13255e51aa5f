/// Simulated spectra as one JSON object.
import SequenceIR

extension SimulationReport {
  package var json: String {
    let conditions = simulation.conditions
    var object = JSONObject()
    object.add("format", "seqc-spectra 1")
    object.add("version", version)
    object.add("file", file)
    object.add("nucleus", nucleus.name)
    object.add("field_tesla", fieldTesla)
    object.add("hertz_per_ppm", simulation.fieldHertzPerPPM)
    object.add("reference_ppm", simulation.referencePPM)
    object.add("spin_parameters", set.rawValue)
    object.add("linewidth_hertz", conditions.linewidthHertz)
    object.add("b1_scale", conditions.b1Scale)
    object.add("offset_hertz", conditions.offsetHertz)
    if conditions.b1Spread > 0 { object.add("b1_spread", conditions.b1Spread) }
    if conditions.offsetSpreadHertz > 0 { object.add("offset_spread_hertz", conditions.offsetSpreadHertz) }
    object.add("places_across_slices", conditions.positionCount)
    object.add("slices", raw: JSONText.array(slices))
    object.add("error_estimate", raw: DecimalText.significant(simulation.errorEstimate, 2))
    object.add("kick_seconds", simulation.kickSeconds)
    if let deviation = simulation.noiseDeviation, let noise = conditions.noise {
      object.add("noise_deviation", deviation)
      object.add("noise_seed", raw: String(noise.seed))
    }
    object.add("notes", raw: JSONText.array(simulation.notes.map(JSONText.string)))
    object.add("shots", raw: JSONText.array(simulation.shots.map { self.object(of: $0).text }))
    return object.text
  }

  /// One object for each slice of each kind of shots; kinds and pulses are counted from 1.
  private var slices: [String] {
    simulation.slices.enumerated().flatMap { kind, slices in
      slices.map { slice in
        var object = JSONObject()
        object.add("kind", kind + 1)
        object.add("axis", ["x", "y", "z"][slice.axis])
        object.add("pulses", raw: JSONText.array(slice.pulses.map { String($0 + 1) }))
        object.add("first_metres", slice.firstMetres)
        object.add("step_metres", slice.stepMetres)
        object.add("places", slice.count)
        object.add("weight", slice.weight)
        return object.text
      }
    }
  }

  private func object(of shots: SpectrumSimulation.Shots) -> JSONObject {
    let frequencies = SampledSignal.frequencies(count: shots.sampleCount, dwellSeconds: shots.dwellSeconds)
    var object = JSONObject()
    object.add("shots", shots.title)
    object.add("played", shots.played)
    object.add("samples", shots.sampleCount)
    object.add("dwell_seconds", shots.dwellSeconds)
    object.add("first_sample_seconds", raw: SimulationReport.axis(shots.firstSampleSeconds))
    object.add(
      "time_seconds",
      raw: JSONText.array(
        (0..<shots.sampleCount).map { SimulationReport.axis(Double($0) * shots.dwellSeconds) }))
    object.add("frequency_hertz", raw: JSONText.array(frequencies.map(SimulationReport.axis)))
    object.add(
      "shift_ppm",
      raw: JSONText.array(
        frequencies.map { SimulationReport.axis(simulation.referencePPM + $0 / simulation.fieldHertzPerPPM) })
    )
    var mixture = JSONObject()
    add(shots.mixture, to: &mixture)
    object.add("mixture", mixture)
    let molecules = zip(simulation.molecules, shots.molecules).map { molecule, signal in
      var object = JSONObject()
      object.add("name", molecule.name)
      object.add("millimolar", molecule.millimolar)
      add(signal, to: &object)
      return object.text
    }
    object.add("molecules", raw: JSONText.array(molecules))
    return object
  }

  private func add(_ signal: SampledSignal, to object: inout JSONObject) {
    let spectrum = signal.spectrum
    object.add("signal_re", raw: JSONText.array(signal.real.map(SimulationReport.value)))
    object.add("signal_im", raw: JSONText.array(signal.imaginary.map(SimulationReport.value)))
    object.add("spectrum_re", raw: JSONText.array(spectrum.real.map(SimulationReport.value)))
    object.add("spectrum_im", raw: JSONText.array(spectrum.imaginary.map(SimulationReport.value)))
  }
}
