/// The results of a search against each other, and those that no other surpasses.
import Backends
import Optimizer

enum ParetoFigure {
  /// Every criterion over the bound, or over the first that there is.
  static func figure(of front: ParetoFront) -> Figure {
    let names = ParetoFront.criteria.map(\.name)
    let first = front.compared.first { names[$0] == "CRLB" } ?? front.compared.first ?? 0
    let others = front.compared.filter { $0 != first }
    return Figure(
      "Pareto front", panels: (others.isEmpty ? [first] : others).map { panel($0, over: first, front) },
      notes: front.compared.map { "\(names[$0]): \(ParetoFront.criteria[$0].meaning)." }, columns: 2)
  }

  private static func panel(_ column: Int, over first: Int, _ front: ParetoFront) -> Panel {
    func axis(_ column: Int) -> PlotAxis {
      PlotAxis(ParetoFront.criteria[column].name, unit: ParetoFront.criteria[column].unit)
    }
    func series(_ name: String, isOnFront: Bool) -> PlotSeries {
      let points = front.points.indices.filter { front.isOnFront[$0] == isOnFront }.map { front.points[$0] }
      return PlotSeries(
        name, x: points.map { $0.values[first] }, y: points.map { $0.values[column] }, kind: .points)
    }
    return Panel(
      x: axis(first), y: axis(column),
      series: [series("on the front", isOnFront: true), series("surpassed", isOnFront: false)].filter {
        !$0.x.isEmpty
      })
  }
}
