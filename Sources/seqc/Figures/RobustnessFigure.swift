/// Heat maps of what a sequence gives where B1 or the field is off.
import Backends
import Optimizer
import SequenceIR

enum RobustnessFigure {
  /// A map a figure of interest: B1 up, the offset to the right.
  static func figure(of report: RobustnessReport) -> Figure {
    Figure(
      "Robustness of \(report.file)", panels: report.mapsOfInterest.map { panel($0, report.map.grid) },
      notes: [
        "A signal is the norm of the spectrum, over that of an ideal pulse of 90 degrees and acquisition at once."
      ], columns: 2)
  }

  private static func panel(_ figure: RobustnessMap.Figure, _ grid: RobustnessMap.Grid) -> Panel {
    let metric = figure.metric
    let name = metric.name + (metric.baseline.map { " \($0.rawValue)" } ?? "")
    var panel = Panel(
      name, x: PlotAxis("offset of the field", unit: "Hz"), y: PlotAxis("B1", unit: "share of nominal"))
    panel.heatMap = HeatMap(
      columns: grid.offsetsHertz.count, rows: grid.b1Scales.count, values: figure.values.flatMap { $0 },
      x: edges(grid.offsetsHertz, single: 1), y: edges(grid.b1Scales, single: 0.01),
      scale: PlotAxis(name, unit: metric.unit))
    return panel
  }

  /// Cells reach half a step beyond the values in their middle; a single one is `single` wide.
  private static func edges(_ values: [Double], single: Double) -> ClosedRange<Double> {
    let (first, last) = (values[0], values[values.count - 1])
    let half = values.count > 1 ? 0.5 * (last - first) / Double(values.count - 1) : 0.5 * single
    return (first - half)...(last + half)
  }
}

extension PlotKind {
  /// `seqc robustness -o FILE.svg` draws the same with options of its own.
  static let robustness = PlotKind(
    name: "robustness", meaning: "signals, and the bounds of a design's search, over B1 and offset",
    isOverTime: false
  ) { (driver: inout Driver, loaded: Driver.Loaded, plot: PlotRequest) throws(EnvironmentError) -> Figure? in
    driver.asked(plot.invocation, RobustnessRequest.init)
      .flatMap { driver.robustness(of: loaded, $0) }.map(RobustnessFigure.figure)
  }
}
