/// The results of a search against each other, and those that no other surpasses.
import Backends
import Optimizer

enum ParetoFigure {
  /// Every criterion over the bound, or over the objective where there is none.
  static func figure(of front: ParetoFront) -> Figure {
    let names = ParetoFront.criteria.map(\.name)
    let first = front.comparesLoss ? nil : front.compared.first { names[$0] == "CRLB" }
    return Figure(
      "Pareto front", panels: front.compared.filter { $0 != first }.map { panel($0, over: first, front) },
      notes: front.compared.map { "\(names[$0]): \(ParetoFront.criteria[$0].meaning)." }, columns: 2)
  }

  /// `first` nil: over the objective.
  private static func panel(_ column: Int, over first: Int?, _ front: ParetoFront) -> Panel {
    func axis(_ column: Int?) -> PlotAxis {
      guard let column else { return PlotAxis("objective", unit: "as minimized") }
      return PlotAxis(ParetoFront.criteria[column].name, unit: ParetoFront.criteria[column].unit)
    }
    func series(_ name: String, isOnFront: Bool) -> PlotSeries {
      let points = front.points.indices.filter { front.isOnFront[$0] == isOnFront }.map { front.points[$0] }
      return PlotSeries(
        name, x: points.map { point in first.map { point.values[$0] } ?? point.loss },
        y: points.map { $0.values[column] }, kind: .points)
    }
    return Panel(
      x: axis(first), y: axis(column),
      series: [series("on the front", isOnFront: true), series("surpassed", isOnFront: false)].filter {
        !$0.x.isEmpty
      })
  }
}
