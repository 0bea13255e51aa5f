/// The section of spectra: every molecule and the mixture, for each kind of shot that is stored apart.
import Backends
import Optimizer
import SequenceIR

extension ReportMaterial {
  var spectraSection: ReportSection {
    switch spectra {
    case .failure(let problem):
      let help = problem.help.map { " To have them: \($0)." } ?? ""
      return ReportSection(
        "spectra", "Spectra", [.paragraph("There are no spectra in this report: \(problem.message).\(help)")])
    case .success(let report):
      let shots = report.simulation.shots
      let drawing = SpectraFigure(report: report, wanted: SpectraFigure.wanted(by: loaded))
      let figures = shots.prefix(Self.mostSpectra).enumerated().map { index, shots in
        ReportBlock.figure(
          ReportFigure(
            "spectra-\(index + 1)", drawing.figure(of: shots),
            caption: shots.played == 1 ? "One shot." : "\(shots.played) shots."))
      }
      let more = shots.count - Self.mostSpectra
      let rest: [ReportBlock] =
        more > 0 ? [.note("And \(more) kinds of shots more, which `seqc simulate` writes.")] : []
      return ReportSection(
        "spectra", "Spectra",
        [.paragraph(introduction(report))] + figures + rest + [
          .details(title: "Molecules and concentrations", [.table(molecules(report))]),
          .details(
            title: "What is and what is not simulated",
            [.list(report.simulation.notes)]),
        ])
    }
  }

  /// Kinds of shots that are drawn.
  private static let mostSpectra = 6

  private func introduction(_ report: SimulationReport) -> String {
    let conditions = report.simulation.conditions
    return """
      Simulated with `seqc simulate` at \(DecimalText.shortest(report.fieldTesla)) T, lines \
      \(DecimalText.shortest(conditions.linewidthHertz)) Hz wide at half maximum, \(conditions.positionCount) places across \
      each slice or more; the relative numerical error of the propagation is \
      estimated as \(DecimalText.significant(report.simulation.errorEstimate, 2)). A simulation is no measurement.
      """
  }

  private func molecules(_ report: SimulationReport) -> ReportTable {
    ReportTable(
      "Molecules of the simulation with spin parameters \(report.set.rawValue)",
      columns: [.init("molecule"), .init("concentration, mM", isNumber: true)],
      rows: report.simulation.molecules.map {
        ReportTable.Row([$0.name, DecimalText.shortest($0.millimolar)])
      })
  }
}
