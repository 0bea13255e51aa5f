// The front is what no other result surpasses; the figures in it are those of the search.
import Testing

@testable import Optimizer

@Suite struct ParetoFrontTests {
  private static func point(_ name: String, _ values: [Double]) -> ParetoFront.Point {
    ParetoFront.Point(name: name, loss: 1, values: values)
  }

  @Test func whatAnotherSurpassesIsNotOnTheFront() {
    // leakage, signal, CRLB, energy, robustness: the second column is best large.
    let front = ParetoFront([
      Self.point("best leakage", [1, 50, 1.5, 9, 1.2]), Self.point("best signal", [2, 60, 1.5, 9, 1.2]),
      Self.point("worse in one", [1, 49, 1.5, 9, 1.2]), Self.point("the same again", [1, 50, 1.5, 9, 1.2]),
      Self.point("worse in all", [3, 40, 2, 10, 1.3]),
    ])
    #expect(front.isOnFront == [true, true, false, true, false])
    #expect(front.compared == [0, 1, 2, 3, 4])
    #expect(front.text.hasPrefix("Pareto front: 3 of 5 results"))
  }

  @Test func aFigureThatOneResultLacksIsNotCompared() {
    let front = ParetoFront([
      Self.point("a", [.nan, 50, 1.5, 9, 1.2]), Self.point("b", [1, 50, 1.6, 9, 1.2]),
    ])
    #expect(front.compared == [1, 2, 3, 4] && front.isOnFront == [true, false])
    #expect(!front.csv.contains("leakage"))
  }

  @Test func everyPointIsOnTheFrontOrSurpassedByOneThatIs() {
    var random = RandomStream(seed: 5, index: 0)
    let points = (0..<60).map { index in
      Self.point("\(index)", (0..<5).map { _ in (10 * random.uniform()).rounded() })
    }
    let front = ParetoFront(points)
    func isAtLeastAsGood(_ a: [Double], _ b: [Double]) -> Bool {
      a[0] <= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3] && a[4] <= b[4]
    }
    let members = points.indices.filter { front.isOnFront[$0] }
    #expect(members.count > 1 && members.count < points.count)
    for index in points.indices {
      let others = members.filter { points[$0].values != points[index].values }
      let isSurpassed = others.contains { isAtLeastAsGood(points[$0].values, points[index].values) }
      #expect(isSurpassed != front.isOnFront[index])
    }
  }

  @Test func namesOfItemsReadBack() {
    let plan = PulseSearch.Plan(starts: 16, iterations: 20, seed: 1)
    let items = SearchItem.all(combination: 2, plan)
    #expect(items.count == 18 && items == items.sorted())
    #expect(items[16].name == "point-003-survivor-0001")
    for item in items { #expect(SearchItem(name: item.name) == item) }
    for name in ["point-3-start-0001", "point-003-start-0000", "point-003-polish-0001", "x", ""] {
      #expect(SearchItem(name: name) == nil)
    }
  }
}
