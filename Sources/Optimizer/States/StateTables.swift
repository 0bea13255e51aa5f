/// The states of all molecules as CSV, one line an operator and time, and as one JSON object.
import SequenceIR

extension StateReport {
  package var csv: String {
    var text = comments.map { "# \(SimulationReport.oneLine($0))\n" }.joined()
    let most = analysis.molecules.map(\.bands.count).max() ?? 0
    var columns = [
      "molecule", "time_s", "where", "operator", "spin_order", "mean_re", "mean_im", "rms", "norm_share",
    ]
    for band in 1...max(most, 1) where most > 0 {
      columns += ["matched_re", "matched_im", "integral_re", "integral_im", "share"].map {
        "band\(band)_\($0)"
      }
    }
    text += columns.joined(separator: ",") + "\n"
    for states in analysis.molecules {
      for moment in states.moments {
        for term in moment.terms { text += row(term, moment, states).joined(separator: ",") + "\n" }
      }
    }
    return text
  }

  private func row(_ term: StateTerm, _ moment: StateMoment, _ states: MoleculeStates) -> [String] {
    var row = [
      states.name, SimulationReport.axis(moment.seconds),
      "\"\(moment.title.split(separator: "\"").joined(separator: "'"))\"", term.name,
      String(term.product.product.spinOrder),
    ]
    row += [term.average.real, term.average.imaginary, term.rootMeanSquare, term.share].map(
      SimulationReport.value)
    for (band, entry) in term.contributions.enumerated() {
      row += [
        entry.matched.real, entry.matched.imaginary, entry.integral.real, entry.integral.imaginary,
        share(entry, states.bands[band]),
      ].map(SimulationReport.value)
    }
    return row
  }

  private func share(_ contribution: StateContribution, _ signal: StateBandSignal) -> Double {
    let whole = signal.contribution.matched.real
    return whole > 0 ? contribution.matched.real / whole : 0
  }

  private var comments: [String] {
    var lines = [
      "seqc \(version) states \(file)",
      "field \(DecimalText.shortest(fieldTesla)) T, nucleus \(nucleus.name), spin parameters \(set.rawValue)",
      "time_s: s from the centre of the first pulse; mean: coefficient of the operator averaged over the voxel, 1 for "
        + "each Iz of equilibrium; rms: root mean square over the voxel",
      "matched: projection on the molecule's spectrum in the band; integral: of the spectrum over the band; share: "
        + "matched_re over its sum over all operators",
    ]
    for states in analysis.molecules {
      for (index, signal) in states.bands.enumerated() {
        lines.append("\(states.name) band\(index + 1): \(StateReport.range(signal))")
      }
    }
    return lines + analysis.notes.map { "note: \($0)" }
  }

  // MARK: JSON

  package var json: String {
    var object = JSONObject()
    object.add("format", "seqc-states 1")
    object.add("version", version)
    object.add("file", file)
    object.add("nucleus", nucleus.name)
    object.add("field_tesla", fieldTesla)
    object.add("hertz_per_ppm", analysis.experiment.fieldHertzPerPPM)
    object.add("spin_parameters", set.rawValue)
    object.add("linewidth_hertz", analysis.experiment.conditions.linewidthHertz)
    object.add("b1_scale", analysis.experiment.conditions.b1Scale)
    object.add("offset_hertz", analysis.experiment.conditions.offsetHertz)
    object.add("first_sample_seconds", raw: SimulationReport.axis(analysis.experiment.pathSeconds))
    object.add("notes", raw: JSONText.array(analysis.notes.map(JSONText.string)))
    object.add("molecules", raw: JSONText.array(analysis.molecules.map { self.object(of: $0).text }))
    object.add("removals", raw: JSONText.array(analysis.removals.map { self.object(of: $0).text }))
    return object.text
  }

  private func object(of removal: StateRemoval) -> JSONObject {
    var object = JSONObject()
    object.add("molecule", removal.molecule)
    object.add("without", removal.part)
    object.add("time_seconds", raw: SimulationReport.axis(removal.seconds))
    object.add(
      "bands",
      raw: JSONText.array(
        removal.bands.map { band in
          var entry = JSONObject()
          entry.add("lower_ppm", raw: SimulationReport.axis(band.rangePPM.lowerBound))
          entry.add("upper_ppm", raw: SimulationReport.axis(band.rangePPM.upperBound))
          entry.add("share", raw: SimulationReport.value(band.share))
          entry.add("size_left", raw: SimulationReport.value(band.size))
          entry.add("change", raw: SimulationReport.value(band.change))
          return entry.text
        }))
    return object
  }

  private func object(of states: MoleculeStates) -> JSONObject {
    var object = JSONObject()
    object.add("name", states.name)
    object.add(
      "spins",
      raw: JSONText.array(
        states.spins.map { spin in
          var entry = JSONObject()
          entry.add("number", spin.number)
          entry.add("label", spin.label)
          entry.add("shift_ppm", spin.shiftPPM)
          return entry.text
        }))
    object.add(
      "bands",
      raw: JSONText.array(
        states.bands.map { signal in
          var entry = JSONObject()
          entry.add("whole", signal.band.rangePPM == nil)
          entry.add("lower_ppm", raw: SimulationReport.axis(signal.rangePPM.lowerBound))
          entry.add("upper_ppm", raw: SimulationReport.axis(signal.rangePPM.upperBound))
          add(signal.contribution, to: &entry)
          return entry.text
        }))
    object.add("error_estimate", raw: DecimalText.significant(states.errorEstimate, 2))
    object.add("kick_seconds", states.kickSeconds)
    object.add("times", raw: JSONText.array(states.moments.map { self.object(of: $0).text }))
    object.add(
      "pathways",
      raw: JSONText.array(
        states.pathways.map { pathway in
          var entry = JSONObject()
          entry.add(
            "orders", raw: JSONText.array((pathway.orders + [-1]).map { $0.map { String($0) } ?? "null" }))
          entry.add("contributions", raw: array(pathway.contributions))
          return entry.text
        }))
    object.add("words", raw: JSONText.array(StateWords.sentences(of: states).map(JSONText.string)))
    return object
  }

  private func object(of moment: StateMoment) -> JSONObject {
    var object = JSONObject()
    object.add("time_seconds", raw: SimulationReport.axis(moment.seconds))
    object.add("where", moment.title)
    object.add("pulses_before", moment.pulsesBefore)
    object.add("norm2", raw: SimulationReport.value(moment.norm))
    object.add("norm2_of_mean", raw: SimulationReport.value(moment.averageNorm))
    object.add("is_in_slice", moment.isInSlice)
    object.add("observable_now", raw: SimulationReport.value(moment.observableNow))
    object.add("counts_mirror_images", moment.countsMirrorImages)
    object.add(
      "kept_orders", raw: moment.keptOrders.map { JSONText.array($0.map { String($0) }) } ?? "null")
    object.add(
      "classes",
      raw: parts(moment.classes.map { (JSONText.string($0.class.word), $0.part) }, "class", withMean: true))
    object.add("orders", raw: parts(moment.orders.map { (String($0.order), $0.part) }, "order"))
    object.add("spin_orders", raw: parts(moment.spinOrders.map { (String($0.spins), $0.part) }, "spins"))
    object.add(
      "interference",
      raw: JSONText.array(
        moment.interference.map { value in
          var entry = JSONObject()
          entry.add("enhancement", raw: SimulationReport.value(value.enhancement))
          entry.add("coherence", raw: SimulationReport.value(value.coherence))
          return entry.text
        }))
    object.add(
      "operators",
      raw: JSONText.array(
        moment.terms.map { term in
          var entry = JSONObject()
          entry.add("name", term.name)
          entry.add("mean", raw: pair(term.average))
          entry.add("rms", raw: SimulationReport.value(term.rootMeanSquare))
          entry.add("norm_share", raw: SimulationReport.value(term.share))
          entry.add("contributions", raw: array(term.contributions))
          return entry.text
        }))
    return object
  }

  private func parts(
    _ list: [(key: String, part: StatePart)], _ name: String, withMean: Bool = false
  ) -> String {
    JSONText.array(
      list.map { item in
        var entry = JSONObject()
        entry.add(name, raw: item.key)
        entry.add("norm2", raw: SimulationReport.value(item.part.norm))
        if withMean { entry.add("norm2_of_mean", raw: SimulationReport.value(item.part.averageNorm)) }
        entry.add("contributions", raw: array(item.part.contributions))
        return entry.text
      })
  }

  private func array(_ contributions: [StateContribution]) -> String {
    JSONText.array(
      contributions.map { contribution in
        var entry = JSONObject()
        add(contribution, to: &entry)
        return entry.text
      })
  }

  private func add(_ contribution: StateContribution, to entry: inout JSONObject) {
    entry.add("matched", raw: pair(contribution.matched))
    entry.add("integral", raw: pair(contribution.integral))
  }

  private func pair(_ value: (real: Double, imaginary: Double)) -> String {
    "[\(SimulationReport.value(value.real)),\(SimulationReport.value(value.imaginary))]"
  }
}
