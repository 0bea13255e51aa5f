/// A robustness map as text for people, as CSV and as JSON.
import SequenceIR

package struct RobustnessReport: Sendable {
  package let map: RobustnessMap
  /// Of `seqc`.
  package let version: String
  /// The input as the user named it.
  package let file: String
  /// What is asked of: molecules of the aims, or all that were asked for.
  package let interest: [String]

  package init(_ map: RobustnessMap, version: String, file: String, interest: [String]) {
    (self.map, self.version, self.file, self.interest) = (map, version, file, interest)
  }

  private static func cell(_ value: Double) -> String { SensitivityReport.number(value) }

  private static func words(_ metric: SpectrumMetric) -> String {
    metric.name + (metric.baseline.map { " \($0.rawValue)" } ?? "")
  }

  // MARK: text

  /// A line a figure, then the maps of the signals of interest, their bounds and leakages.
  package var text: String {
    summary.text + mapsOfInterest.map { "\n" + table($0).text }.joined()
  }

  /// Bias follows from a fit with the nominal spectra, amplitudes from energies: they are in the other formats.
  private func isTold(_ metric: SpectrumMetric) -> Bool {
    !metric.name.hasPrefix("bias") && metric.unit != "% of reference peak"
      && !metric.unit.hasPrefix("% of amplitude")
  }

  /// The maps that the text shows.
  package var mapsOfInterest: [RobustnessMap.Figure] { map.figures.filter(isOfInterest) }

  private func isOfInterest(_ figure: RobustnessMap.Figure) -> Bool {
    let metric = figure.metric
    let names = Set(interest.map { "signal(\($0))" })
    return metric.unit == RobustnessMap.norm && names.contains(metric.name)
      || metric.name.hasPrefix("CRLB") && metric.baseline == .known
      || metric.name.hasPrefix("leakage") && metric.unit == "% of energy"
  }

  package var summary: FigureTable {
    let (scales, offsets) = (map.grid.b1Scales, map.grid.offsetsHertz)
    return FigureTable(
      "Figures with nominal B1 and field, and the worst of \(scales.count) x \(offsets.count) cells",
      ["figure", "unit", "nominal", "worst", "at B1", "at Hz"],
      map.figures.filter { isTold($0.metric) }.map { figure in
        let worst = figure.worst
        return [
          Self.words(figure.metric), figure.metric.unit, Self.cell(figure.nominal), Self.cell(worst.value),
          Self.cell(scales[worst.row]), Self.cell(offsets[worst.column]),
        ]
      })
  }

  /// Rows are scales of B1, columns are offsets.
  package func table(_ figure: RobustnessMap.Figure) -> FigureTable {
    FigureTable(
      "\(Self.words(figure.metric)), \(figure.metric.unit)",
      ["B1 \\ Hz"] + map.grid.offsetsHertz.map(Self.cell),
      zip(map.grid.b1Scales, figure.values).map { scale, values in
        [Self.cell(scale)] + values.map(Self.cell)
      })
  }

  // MARK: files

  /// One line a cell and figure.
  package var csv: String {
    var text = "# seqc \(version) robustness \(SimulationReport.oneLine(file))\n"
    text += map.notes.map { "# note: \(SimulationReport.oneLine($0))\n" }.joined()
    text += "b1_scale,offset_Hz,figure,baseline,unit,value\n"
    func line(_ scale: Double, _ offset: Double, _ metric: SpectrumMetric, _ value: Double) -> String {
      [
        SimulationReport.axis(scale), SimulationReport.axis(offset),
        SensitivityReport.quoted(metric.name), metric.baseline?.rawValue ?? "",
        SensitivityReport.quoted(metric.unit),
        value.isFinite ? DecimalText.significant(value, 6) : "",
      ].joined(separator: ",") + "\n"
    }
    for figure in map.figures {
      for (scale, values) in zip(map.grid.b1Scales, figure.values) {
        for (offset, value) in zip(map.grid.offsetsHertz, values) {
          text += line(scale, offset, figure.metric, value)
        }
      }
    }
    return text
  }

  package var json: String {
    func array(_ values: [Double]) -> String {
      JSONText.array(values.map { JSONText.number($0, digits: 8) })
    }
    var object = JSONObject()
    object.add("format", "seqc-robustness 1")
    object.add("version", version)
    object.add("file", file)
    object.add("b1_scales", raw: array(map.grid.b1Scales))
    object.add("offsets_hertz", raw: array(map.grid.offsetsHertz))
    object.add(
      "figures",
      raw: JSONText.array(
        map.figures.map { figure in
          var item = figure.metric.json
          item.add("nominal", raw: JSONText.number(figure.nominal, digits: 8))
          item.add("values", raw: JSONText.array(figure.values.map(array)))
          return item.text
        }))
    object.add("notes", raw: JSONText.array(map.notes.map(JSONText.string)))
    return object.text
  }
}
