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
    func values(_ column: Int?, _ points: [ParetoFront.Point]) -> [Double] {
      points.map { point in column.map { point.values[$0] } ?? point.loss }
    }
    func axis(_ column: Int?) -> PlotAxis {
      let range = range(of: values(column, front.points))
      guard let column else { return PlotAxis("objective", unit: "as minimized", range: range) }
      let criterion = ParetoFront.criteria[column]
      return PlotAxis(criterion.name, unit: criterion.unit, range: range)
    }
    func series(_ name: String, isOnFront: Bool) -> PlotSeries {
      let points = front.points.indices.filter { front.isOnFront[$0] == isOnFront }.map { front.points[$0] }
      return PlotSeries(
        name, x: values(first, points), y: values(column, points), kind: .points)
    }
    return Panel(
      x: axis(first), y: axis(column),
      series: [series("on the front", isOnFront: true), series("surpassed", isOnFront: false)].filter {
        !$0.x.isEmpty
      })
  }

  /// A little more than what the values need: no point lies on the frame.
  private static func range(of values: [Double]) -> ClosedRange<Double>? {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    let margin = low < high ? (high - low) * 0.06 : max(abs(high), 1) * 0.06
    return (low - margin)...(high + margin)
  }
}
