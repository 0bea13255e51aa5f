/// Profiles of the magnetisation of single spins as a figure.
import Backends
import Optimizer
import SequenceIR

struct MagnetisationFigure {
  let report: BlochReport

  /// Events that are drawn of each profile: the pulses before the first acquisition, the first and the last acquisition.
  private static let most = 6

  var figure: Backends.Figure {
    let simulation = report.simulation
    var figure = Backends.Figure("Magnetisation under \(report.file)")
    for profile in simulation.profiles {
      for event in MagnetisationFigure.shown(profile.events) { figure.panels.append(panel(event, profile)) }
    }
    figure.notes = [
      "Repetition \(simulation.repetitions). 1 is the magnetisation in equilibrium; full lines: transverse, dashed: "
        + "longitudinal."
    ]
    return figure
  }

  private static func shown(_ events: [BlochSimulation.Event]) -> [BlochSimulation.Event] {
    let pulses = events.prefix { $0.kind != .acquisition }
    let acquisitions = events.filter { $0.kind == .acquisition }
    let ends =
      acquisitions.count > 1 ? [acquisitions[0], acquisitions[acquisitions.count - 1]] : acquisitions
    return pulses.suffix(most - ends.count) + ends
  }

  private func panel(_ event: BlochSimulation.Event, _ profile: BlochSimulation.Profile) -> Panel {
    let x = profile.axis == nil ? profile.places : profile.places.map { $0 * 1e3 }
    let label = profile.axis.map { "position along \($0.name)" } ?? "offset from each species"
    var series: [PlotSeries] = []
    for (index, (species, places)) in zip(report.simulation.species, event.magnetisation).enumerated() {
      let transverse = places.map { ($0.x * $0.x + $0.y * $0.y).squareRoot() }
      series.append(PlotSeries(species.name, x: x, y: transverse, colour: index % 8 + 1))
      var longitudinal = PlotSeries(
        "\(species.name), longitudinal", x: x, y: places.map(\.z), colour: index % 8 + 1)
      longitudinal.isDashed = true
      series.append(longitudinal)
    }
    let milliseconds = DecimalText.rounded(event.seconds * 1e3, decimals: 3)
    return Panel(
      "\(BlochReport.text(of: event)) at \(milliseconds) ms",
      x: PlotAxis(label, unit: profile.axis == nil ? "Hz" : "mm"),
      y: PlotAxis("magnetisation", unit: "share of M0"), series: series, height: 150)
  }
}
