/// Signals of molecules over place, B1 or offset as a figure.
import Backends
import Optimizer
import SequenceIR

struct SignalMapFigure {
  let report: SimulationMapReport

  var figure: Backends.Figure {
    let map = report.map
    let axis =
      switch map.variable {
      case .position: PlotAxis("position", unit: "mm")
      case .b1: PlotAxis("actual over nominal B1", unit: "ratio")
      case .offset: PlotAxis("offset of the field", unit: "Hz")
      }
    var figure = Backends.Figure("Signal over \(map.variable.rawValue) under \(report.report.file)")
    figure.panels = map.lines.map { line in
      let x = line.places.map { report.column.scale * $0 }
      var panel = Panel(
        (line.axis.map { "along \($0.name), " } ?? "") + "shots \(line.shots)", x: axis,
        y: PlotAxis(
          "signal", unit: map.variable == .position ? "share of the voxel's" : "share of the nominal"))
      panel.series = zip(map.simulation.molecules, line.shares).map {
        PlotSeries($0.name, x: x, y: $1)
      }
      return panel
    }
    figure.notes = [
      "Projection of the signal of a molecule on its reference: the whole voxel, or the nominal conditions."
    ]
    return figure
  }
}
