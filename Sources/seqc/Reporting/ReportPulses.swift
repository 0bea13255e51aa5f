/// The section of pulses: a table of all, and each of the first with its course and its profile.
import Backends
import Optimizer
import SequenceIR

extension ReportMaterial {
  /// Pulses that are drawn; a report is no archive.
  private static let mostPulses = 8

  var pulseSection: ReportSection {
    let pulses = DistinctPulse.all(of: sequence).filter { $0.peakHertz > 0 }
    if pulses.isEmpty {
      return ReportSection("pulses", "Pulses", [.paragraph("The sequence has no pulses.")])
    }
    let figures = pulses.prefix(Self.mostPulses).map { Self.block(figure(of: $0)) }
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
        pulse.flipAngleRadians.map { DecimalText.rounded($0 * 180 / ElementaryFunctions.pi, decimals: 1) }
          ?? "",
      ])
    }
    let rest = pulses.count > 200 ? "; the first 200 of \(pulses.count)" : ""
    return ReportTable(
      "Distinct pulses in playing order; flip angles on resonance\(rest)",
      columns: titles.enumerated().map { ReportTable.Column($1, isNumber: $0 > 1) }, rows: rows)
  }

  private func figure(of pulse: DistinctPulse) -> ReportFigure {
    var figure = PulseFigure(pulse: pulse, sequence: sequence, nucleus: nucleus).figure
    figure.columns = 1
    // The heading of the first panel is that of the figure.
    figure.panels[0].title = ""
    return ReportFigure("pulse-\(pulse.number)", figure)
  }

  private func microtesla(_ hertz: Double) -> String {
    DecimalText.significant(hertz / nucleus.hertzPerTesla * 1e6, 4)
  }
}
