/// The section of the sequence itself: its diagram and what follows from it alone.
import Backends
import SequenceIR

extension ReportMaterial {
  /// A diagram is zoomed into, so its curves are kept finer than others.
  private static let columnsOfDiagram = 4000

  var sequenceSection: ReportSection {
    let input = SequenceFigureInput(sequence, profile: loaded.profile, nucleus: nucleus)
    var figures = [
      ReportFigure(
        "diagram", SequenceFigures.diagram(input), caption: "From one excitation to its data.",
        columns: Self.columnsOfDiagram),
      ReportFigure("moments", SequenceFigures.moments(input)),
      ReportFigure("gradient-spectrum", SequenceFigures.gradientSpectrum(input)),
      ReportFigure("nerve-stimulation", SequenceFigures.nerveStimulation(input)),
      ReportFigure("b1rms", SequenceFigures.b1RootMeanSquare(input)),
    ]
    // Spectra are at one place of k-space but for rounding.
    if summary.echoes.echoes.contains(where: { $0.kind == .kSpaceCentre }) {
      figures.insert(ReportFigure("k-space", SequenceFigures.kSpace(input)), at: 2)
    }
    return ReportSection("sequence", "Sequence", figures.map(Self.block))
  }

  /// A figure in which nothing can be drawn is a sentence.
  static func block(_ figure: ReportFigure) -> ReportBlock {
    let isEmpty = figure.figure.panels.allSatisfy { panel in
      panel.heatMap == nil && !panel.series.contains { $0.y.contains(where: \.isFinite) }
    }
    if !isEmpty { return .figure(figure) }
    let words = figure.figure.notes.joined(separator: " ")
    return .paragraph("\(figure.title): not drawn. \(words)")
  }
}
