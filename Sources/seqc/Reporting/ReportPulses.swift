/// The section of pulses: a table of all, and each of the first with its course and its profile.
import Backends
import Optimizer
import SequenceIR

extension ReportMaterial {
  /// Pulses that are drawn; a report is no archive.
  private static let mostPulses = 8

  var pulseSection: ReportSection {
    let pulses = DistinctPulse.all(of: sequence).filter { $0.peakHertz > 0 }
    if pulses.isEmpty { return ReportSection("pulses", "Pulses", [.paragraph("The sequence has no pulses.")]) }
    let figures = pulses.prefix(Self.mostPulses).map { ReportBlock.figure(figure(of: $0)) }
    let more = pulses.count - Self.mostPulses
    return ReportSection(
      "pulses", "Pulses",
      [.table(table(of: pulses))] + figures
        + (more > 0 ? [.note("The first \(Self.mostPulses) are drawn, \(more) are not.")] : []))
  }

  private func table(of pulses: [DistinctPulse]) -> ReportTable {
    let titles = ["pulse", "use", "played", "duration", "peak, uT", "rms, uT", "flip angle, deg"]
    let rows = pulses.prefix(200).map { pulse in
      ReportTable.Row([
        String(pulse.number), pulse.use.name, pulse.count == Int.max ? "many" : String(pulse.count),
        pulse.duration.description, microtesla(pulse.peakHertz), microtesla(pulse.rmsHertz),
        pulse.flipAngleRadians.map { DecimalText.rounded($0 * 180 / ElementaryFunctions.pi, decimals: 1) } ?? "",
      ])
    }
    let rest = pulses.count > 200 ? "; the first 200 of \(pulses.count)" : ""
    return ReportTable(
      "Distinct pulses in playing order; flip angles on resonance\(rest)",
      columns: titles.enumerated().map { ReportTable.Column($1, isNumber: $0 > 1) }, rows: rows)
  }

  // The whole pulse of many samples is a smooth curve, which fewer describe as well.
  private static let mostSamples = 4000

  private func figure(of pulse: DistinctPulse) -> ReportFigure {
    let raster = sequence.rasters.radiofrequency
    let natural = pulse.naturalSampleCount(of: sequence.library, raster: raster)
    let samples = pulse.samples(count: min(natural, Self.mostSamples), of: sequence.library, raster: raster)
    let milliseconds = samples.indices.map { (Double($0) + 0.5) * pulse.duration.seconds * 1e3 / Double(samples.count) }
    let peak = pulse.peakHertz / nucleus.hertzPerTesla * 1e6
    let time = PlotAxis("time", unit: "ms", range: 0...pulse.duration.seconds * 1e3)
    let course = Panel(
      x: time, y: PlotAxis("|B1|", unit: "uT"),
      series: [PlotSeries("|B1|", x: milliseconds, y: samples.map { $0.magnitude * peak }, colour: 1)], height: 140)
    let title = "Pulse \(pulse.number): \(pulse.use.name), \(pulse.duration)"
    return ReportFigure("pulse-\(pulse.number)", Figure(title, panels: [course]))
  }

  private func microtesla(_ hertz: Double) -> String {
    DecimalText.significant(hertz / nucleus.hertzPerTesla * 1e6, 4)
  }
}
