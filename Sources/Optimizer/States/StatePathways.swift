/// What each coherence pathway brings: the order after each pulse but the last, which the receiver sees as -1.
import SequenceIR

/// The pathways of a molecule under all kinds of shots.
struct PathwayRun {
  let run: StateRun
  let bands: [BandFunctionals]
  /// Orders after each pulse but the last, of the shot that has most pulses; nil where they are not told apart.
  private(set) var pathways: [StatePathway] = []
  private(set) var note = ""

  /// At most so many pathways are propagated, a kind of shot and spin group.
  static let limit = 256

  /// What a kind of shot and spin group bring, by their orders.
  private struct Part: Sendable {
    var orders: [Int?]
    var lines: [ResonanceLine]
  }

  init(_ run: StateRun, bands: [BandFunctionals]) {
    self.run = run
    self.bands = bands
    let plan = (0..<run.experiment.kinds.count).map { kind in
      run.molecule.groups.indices.map { PathwayPlan(run, kind: kind, group: $0) }
    }
    let told = plan.joined().map(\.toldCount)
    let most = plan.joined().map(\.choices.count).max() ?? 0
    let least = plan.joined().map { $0.choices.count - $0.toldCount }.max() ?? 0
    if least > 0, !told.isEmpty {
      note = "orders after the first \(least) of \(most) pulses are not told apart: too many pathways"
    }
    let parts = run.map { [run] kind, group in PathwayRun.parts(run, plan[kind][group], kind, group) }
    collect(parts.joined().flatMap { $0 }, length: most)
  }

  private mutating func collect(_ parts: [Part], length: Int) {
    var sums: [[Int?]: [StateContribution]] = [:]
    var sequence: [[Int?]] = []
    for part in parts {
      // Shots with fewer pulses begin later.
      let orders = [Int?](repeating: 0, count: length - part.orders.count) + part.orders
      let own = bands.map { $0.contribution(of: part.lines) }
      if let known = sums[orders] {
        sums[orders] = zip(known, own).map { $0 + $1 }
      } else {
        sums[orders] = own
        sequence.append(orders)
      }
    }
    let all = sequence.map { StatePathway(orders: $0, contributions: sums[$0] ?? []) }
    func size(_ pathway: StatePathway) -> Double {
      pathway.contributions.reduce(0) {
        $0 + $1.matched.real * $1.matched.real + $1.matched.imaginary * $1.matched.imaginary
      }
    }
    pathways = all.enumerated().sorted { (-size($0.element), $0.offset) < (-size($1.element), $1.offset) }
      .map(\.element)
  }

  /// Four pathways at a time, one a lane.
  private static func parts(_ run: StateRun, _ plan: PathwayPlan, _ kind: Int, _ group: Int) -> [Part] {
    let (_, trajectory) = run.trajectory(kind, group)
    let spinCount = trajectory.hamiltonian.spinCount
    let orders = CoherenceOrders(spinCount: spinCount).orderOfCode
    let pathways = plan.pathways
    var result: [Part] = []
    for first in stride(from: 0, to: pathways.count, by: 4) {
      let lanes = pathways[first..<min(first + 4, pathways.count)]
      trajectory.propagate(atSplit: { split, trajectory in
        guard split < plan.choices.count, plan.choices[split].count > 1 else { return }
        let wanted = (0..<4).map { lane in lane < lanes.count ? lanes[first + lane][split] : nil }
        guard wanted.contains(where: { $0 != nil }) else { return }
        let masks = (-spinCount...spinCount).map { order in
          var mask = SIMD4<Double>()
          for lane in 0..<4 { mask[lane] = wanted[lane] ?? order == order ? 1 : 0 }
          return mask
        }
        let state = trajectory.propagator.state.base
        StateSums.toShift(state, spinCount: spinCount)
        for code in 0..<trajectory.size {
          state[code] *= masks[orders[code] + spinCount]
          state[trajectory.size + code] *= masks[orders[code] + spinCount]
        }
        StateSums.toCartesian(state, spinCount: spinCount)
      })
      for (lane, pathway) in lanes.enumerated() {
        result.append(
          Part(orders: pathway, lines: run.finalLines(trajectory, kind: kind, lane: lane)))
      }
    }
    return result
  }
}

/// Which orders are told apart after each pulse.
private struct PathwayPlan: Sendable {
  /// After each pulse but the last; empty: not told apart. One: gradients and phase cycle leave no other.
  let choices: [[Int]]
  var toldCount: Int { choices.count { !$0.isEmpty } }

  init(_ run: StateRun, kind: Int, group: Int) {
    let program = StateProgram(run.experiment.kinds[kind].program, times: [])
    let spins = run.molecule.groups[group].system.spinCount
    var choices = program.splits.dropLast().map { split in
      (split.keptOrders ?? Array(-spins...spins)).filter { abs($0) <= spins }
    }
    // Before the first pulse there is no coherence, and a short one makes single quanta only: nothing is lost by asking
    // for more.
    var count = choices.reduce(1) { $0 * max(1, $1.count) }
    for index in choices.indices where count > PathwayRun.limit && choices[index].count > 1 {
      count /= choices[index].count
      choices[index] = []
    }
    self.choices = choices
  }

  /// All combinations, the first pulse slowest.
  var pathways: [[Int?]] {
    choices.reduce([[]]) { known, orders in
      let next: [Int?] = orders.isEmpty ? [nil] : orders.map { $0 }
      return known.flatMap { pathway in next.map { pathway + [$0] } }
    }
  }
}
