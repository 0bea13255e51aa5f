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
      let figures = shots.prefix(Self.mostSpectra).enumerated().map { index, shots in
        ReportBlock.figure(spectrum(of: shots, report, number: index + 1))
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
            [.list(report.simulation.notes + ["No phase is corrected: what is drawn is the real part."])]),
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

  private func spectrum(
    of shots: SpectrumSimulation.Shots, _ report: SimulationReport, number: Int
  ) -> ReportFigure {
    let simulation = report.simulation
    let frequencies = SampledSignal.frequencies(count: shots.sampleCount, dwellSeconds: shots.dwellSeconds)
    let ppm = frequencies.map { simulation.referencePPM + $0 / simulation.fieldHertzPerPPM }
    // Per hertz, so that the number of samples does not change the height.
    let scale = Double(shots.sampleCount) * shots.dwellSeconds
    let mixture = shots.mixture.spectrum
    var series = [PlotSeries("mixture", x: ppm, y: mixture.real.map { $0 * scale }, colour: 8)]
    for (index, (molecule, signal)) in zip(simulation.molecules, shots.molecules).enumerated() {
      let factor = scale * molecule.millimolar
      // Eight colours, the last of which is the mixture's: dashes tell a second and a third round apart from the first.
      series.append(
        PlotSeries(
          molecule.name, x: ppm, y: signal.spectrum.real.map { $0 * factor }, colour: index % 7 + 1,
          isDashed: (index / 7) % 2 == 1))
    }
    let panel = Panel(
      x: PlotAxis("chemical shift", unit: "ppm", range: extent(of: mixture, ppm), isReversed: true),
      y: PlotAxis("spectrum, real part", unit: "mM/Hz"), series: series, height: 320)
    let title =
      simulation.shots.count > 1
      ? "Spectra of the shots \(shots.title)" : "Spectra of the molecules and their mixture"
    return ReportFigure(
      "spectra-\(number)", Figure(title, panels: [panel]),
      caption: "Of protons or other spins that are observed, mM times spins per Hz; \(shots.played) shots.")
  }

  /// Where the mixture is above four percent of its largest point, which the feet of lines are not, and a little around.
  private func extent(of mixture: SampledSignal, _ ppm: [Double]) -> ClosedRange<Double>? {
    let sizes = mixture.real.map(abs)
    guard let most = sizes.max(), most > 0, let least = ppm.min(), let last = ppm.max() else { return nil }
    let shown = sizes.indices.filter { sizes[$0] > 0.04 * most }.map { ppm[$0] }
    guard let low = shown.min(), let high = shown.max() else { return nil }
    let air = 0.1 * max(high - low, 0.5)
    return max(low - air, least)...min(high + air, last)
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
