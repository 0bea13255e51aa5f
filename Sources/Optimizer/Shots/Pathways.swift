/// Which coherence orders survive: gradients must bring them back into phase, and the phase cycle must add them up.
import SequenceIR

/// Pulses between which neither a gradient nor the phase cycle tells coherence orders apart count as one.
struct PulseSection: Sendable {
  /// Pulses of the shot.
  var pulses: Range<Int>
}

/// A pathway gives the order after each section; the last is -1, which is what the receiver sees.
struct PathwayAnalysis: Sendable {
  let sections: [PulseSection]
  /// Orders that are kept after each section, ascending.
  let orders: [[Int]]
  /// Pathways come in pairs of opposite orders up to this section, and `orders` keep one of each pair; nil: all are kept.
  let mirroredUpTo: Int?
  let pathwayCount: Int
  /// The surviving pathways that are kept, one order a section each.
  let pathways: [[Int]]
  /// Whether the phase cycle keeps the whole of what survives it, not a part.
  let keepsWhole: Bool

  /// Whether the pathways kept are all combinations of `orders`, so that filters after each section are exact.
  var isProduct: Bool { keepsWhole && orders.reduce(1) { $0 * $1.count } == pathways.count }

  /// Order after section `other` over that after section `section`, where all pathways agree on it; pathways without
  /// coherence after `section` are not dephased there and do not count.
  func ratio(of other: Int, to section: Int) -> Double? {
    var result: Double?
    for pathway in pathways where pathway[section] != 0 {
      let ratio = Double(pathway[other]) / Double(pathway[section])
      if let known = result, known != ratio { return nil }
      result = ratio
    }
    return result ?? 0
  }

  /// Dephasing over this length, m, counts.
  static let length = 0.02
  /// Less than this many cycles over the length does not tell orders apart; more than the other removes a pathway.
  static let indistinguishable = 0.02
  static let dephased = 0.5
  /// Less than this many cycles over the length changes nothing.
  static let negligible = 1e-6

  /// `phases`: of each different shot, pulses and receiver; `counts`: how often each is played.
  init(_ shot: Shot, phases: [[Double]], counts: [Int], largestOrder: Int = 4) {
    let moments = PathwayAnalysis.moments(shot)
    var sections: [PulseSection] = []
    var between: [Vector] = []
    for index in shot.pulses.indices {
      if let last = sections.last, index > 0,
        (moments[index - 1].norm * PathwayAnalysis.length) < PathwayAnalysis.indistinguishable,
        PhaseCycle.cyclesTogether(index - 1, index, phases)
      {
        sections[sections.count - 1].pulses = last.pulses.lowerBound..<(index + 1)
        between[between.count - 1] = moments[index]
      } else {
        sections.append(PulseSection(pulses: index..<(index + 1)))
        between.append(moments[index])
      }
    }
    self.sections = sections
    let brief = sections.map { PathwayAnalysis.isBrief(shot.pulses[$0.pulses]) }
    var search = PathwaySearch(moments: between, largestOrder: largestOrder, brief: brief)
    search.run()
    let cycle = PhaseCycle(sections: sections, phases: phases, counts: counts)
    let shares = search.found.map { cycle?.share(of: $0) ?? 1 }
    let survivors = zip(search.found, shares).filter { $0.1 > PhaseCycle.least }.map { $0.0 }
    keepsWhole = shares.allSatisfy { $0 < PhaseCycle.least || $0 > 1 - PhaseCycle.least }
    pathwayCount = survivors.count
    let half = PathwayAnalysis.oneOfEachPair(survivors)
    mirroredUpTo = half?.section
    pathways = half?.pathways ?? survivors
    orders = PathwayAnalysis.orders(pathways, count: sections.count)
  }

  /// Couplings hardly act during these pulses: from equilibrium they make no multiple-quantum coherence.
  private static func isBrief(_ pulses: ArraySlice<PlayedPulse>) -> Bool {
    guard let first = pulses.first, let last = pulses.last else { return true }
    return last.end - first.start < 8e-3 && pulses.allSatisfy { $0.control == nil }
  }

  private static func orders(_ pathways: [[Int]], count: Int) -> [[Int]] {
    (0..<count).map { section in Set(pathways.map { $0[section] }).sorted() }
  }

  /// Where the survivors are no product, as before a pulse that follows an echo of both (+1, -1) and (-1, +1): those
  /// that begin with a positive order, if they are a product and all others mirror them up to some section.
  private static func oneOfEachPair(_ survivors: [[Int]]) -> (section: Int, pathways: [[Int]])? {
    guard let count = survivors.first?.count, count > 1 else { return nil }
    func isProduct(_ pathways: [[Int]]) -> Bool {
      orders(pathways, count: count).reduce(1) { $0 * $1.count } == pathways.count
    }
    guard !isProduct(survivors) else { return nil }
    let all = Set(survivors)
    let kept = survivors.filter { ($0.first { $0 != 0 } ?? 0) > 0 }
    guard 2 * kept.count == survivors.count, isProduct(kept) else { return nil }
    for section in (0..<(count - 1)).reversed() {
      let mirrored = kept.allSatisfy { pathway in
        all.contains(pathway[...section].map { -$0 } + pathway[(section + 1)...])
      }
      if mirrored { return (section, kept) }
    }
    return nil
  }

  /// From the centre of each pulse to that of the next, and from the last to the acquisition, 1/m.
  private static func moments(_ shot: Shot) -> [Vector] {
    shot.pulses.indices.map { index in
      (index + 1 < shot.pulses.count ? shot.momentsAtCentre[index + 1] : shot.momentAtAcquisition)
        - shot.momentsAtCentre[index]
    }
  }
}

/// All sequences of orders whose dephasing cancels on every axis.
private struct PathwaySearch {
  let moments: [Vector]
  let largestOrder: Int
  /// Of each section, whether from equilibrium it makes orders beyond 1.
  let brief: [Bool]
  /// How much the moments from a section on can still change, per axis.
  private let reach: [Vector]
  private(set) var found: [[Int]] = []
  private var visited = 0
  private static let limit = 4_000_000

  init(moments: [Vector], largestOrder: Int, brief: [Bool]) {
    self.moments = moments
    self.brief = brief
    self.largestOrder = largestOrder
    var reach = [Vector.zero]
    for (index, moment) in moments.enumerated().reversed() {
      let order = Double(index == moments.count - 1 ? 1 : largestOrder)
      let last = reach[reach.count - 1]
      reach.append(
        Vector(
          x: last.x + order * abs(moment.x), y: last.y + order * abs(moment.y),
          z: last.z + order * abs(moment.z)))
    }
    self.reach = reach.reversed()
  }

  mutating func run() {
    guard !moments.isEmpty else { return }
    extend([], .zero)
  }

  private mutating func extend(_ pathway: [Int], _ sum: Vector) {
    visited += 1
    guard visited < Self.limit else { return }
    let most = PathwayAnalysis.dephased / PathwayAnalysis.length
    let rest = reach[pathway.count]
    guard abs(sum.x) <= rest.x + most, abs(sum.y) <= rest.y + most, abs(sum.z) <= rest.z + most else {
      return
    }
    if pathway.count == moments.count {
      found.append(pathway)
      return
    }
    let isFirst = pathway.allSatisfy { $0 == 0 } && brief[0...pathway.count].allSatisfy { $0 }
    let largest = isFirst ? 1 : largestOrder
    let choices = pathway.count == moments.count - 1 ? [-1] : Array(-largest...largest)
    for order in choices {
      let moment = moments[pathway.count]
      let p = Double(order)
      extend(
        pathway + [order], sum + Vector(x: p * moment.x, y: p * moment.y, z: p * moment.z))
    }
  }
}

/// A phase cycle over sections whose pulses are cycled together.
private struct PhaseCycle {
  /// Phase of each section and of the receiver in each shot, relative to the first shot.
  private let increments: [[Double]]
  private let counts: [Int]

  /// A share below this is none.
  static let least = 1e-3

  /// Whether two pulses keep their phases relative to each other in all shots.
  static func cyclesTogether(_ pulse: Int, _ other: Int, _ phases: [[Double]]) -> Bool {
    guard let first = phases.first else { return true }
    return phases.allSatisfy { shot in
      isWhole(((shot[pulse] - first[pulse]) - (shot[other] - first[other])) / (2 * Double.pi))
    }
  }

  /// nil: there are no shots. The pulses of a section are cycled together.
  init?(sections: [PulseSection], phases: [[Double]], counts: [Int]) {
    guard let first = phases.first else { return nil }
    var increments: [[Double]] = []
    for shot in phases {
      var row = sections.map { shot[$0.pulses.lowerBound] - first[$0.pulses.lowerBound] }
      row.append(shot[shot.count - 1] - first[first.count - 1])
      increments.append(row)
    }
    self.increments = increments
    self.counts = counts
  }

  private static func isWhole(_ turns: Double) -> Bool { abs(turns - turns.rounded()) < 1e-6 }

  /// How much of a pathway the mean over the shots leaves. A section of phase phi that changes the order by d multiplies
  /// by exp(-i d phi), the receiver by exp(-i phi).
  func share(of pathway: [Int]) -> Double {
    var (real, imaginary) = (0.0, 0.0)
    for (row, count) in zip(increments, counts) {
      var angle = row[row.count - 1]
      var order = 0
      for (section, next) in pathway.enumerated() {
        angle += Double(next - order) * row[section]
        order = next
      }
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(-angle)
      real += Double(count) * cosine
      imaginary += Double(count) * sine
    }
    let total = Double(counts.reduce(0, +))
    return (real * real + imaginary * imaginary).squareRoot() / total
  }
}
