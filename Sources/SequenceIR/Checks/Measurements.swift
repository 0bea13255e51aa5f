/// What one check measured: the value nearest to its limit, and every distinct breach of it.
struct Measurements {
  /// One value held against the limit, both in the check's unit.
  struct Observation {
    var measured: ClosedRange<Double>
    var limit: Double
    /// What it is a value of, where the check's title does not say it: `rise time`.
    var what = ""
    /// The figure the limit is, where a check has several.
    var key: FigureKey?
    /// What the limit comes from, where that is no figure with a key.
    var figure: ProfileFigure?
    var axis: String?
    /// Index into `Sequence.blocks`.
    var block: Int
    /// For what concerns the text of the file and no block: its place there, which may not be known.
    var text: SourceSpan??
    /// From the start of the block.
    var offset = Time.zero
    var repetition = 0
    var relation = Relation.atMost

    /// How far beyond the limit, as a fraction of it; negative inside. Infinite for what no limit forgives.
    var excess: Double {
      switch relation {
      case .atMost:
        limit > 0 ? measured.upperBound / limit - 1 : (measured.upperBound > limit ? .infinity : 0)
      case .atLeast: limit > 0 ? 1 - measured.lowerBound / limit : -.infinity
      case .broken: .infinity
      case .open: 0
      case .kept: -.infinity
      }
    }

    /// Broken rules have no ratio to compare; the larger value is the worse one.
    func isWorse(than other: Observation) -> Bool {
      excess == other.excess && relation == .broken
        ? measured.upperBound > other.measured.upperBound : excess > other.excess
    }
  }

  /// How the value must stand to the limit.
  enum Relation {
    case atMost
    case atLeast
    /// A rule that is not a comparison, decided by whoever observed it.
    case broken
    /// Neither kept nor broken can be said.
    case open
    case kept
  }

  /// The breaches kept in full; the count says how many there were.
  static let breachesKept = 10

  private(set) var worst: Observation?
  /// The worst ones, worst first; equal ones in playing order. One line of a design that breaks a limit by the same
  /// value in many blocks is one breach.
  private(set) var breaches: [Observation] = []
  private(set) var breachCount = 0
  /// Values known only as intervals that hold their limit.
  private(set) var unproven: [Observation] = []
  /// Why a value could not be had at all, each once.
  private(set) var unknown: [String] = []
  /// Figures beyond those the check needs that the values rest on, and how sure a model is that they rest on.
  private(set) var used: [FigureKey] = []
  var model: Confidence?
  /// Figures that the profile lacks and that something else stands in for.
  private(set) var absent: [FigureKey] = []
  /// Why nothing can be said of this sequence with this profile, and the figures that would change it.
  private(set) var missing: (reason: String, keys: [FigureKey])?
  /// What a reader of the verdict should know.
  var notes: [String] = []

  /// Of `worst`.
  private var worstExcess = 0.0

  private let blocks: [Block]
  private var known: Set<Breach> = []

  private struct Breach: Hashable {
    var origin: SourceSpan
    var axis: String?
    var what: String
    var measured: Double

    func hash(into hasher: inout Hasher) {
      hasher.combine(UInt64(origin.offset) << 32 | UInt64(origin.file.index))
      hasher.combine(measured)
    }
  }

  init(_ context: CheckContext) { blocks = context.sequence.blocks }

  /// True when nothing is broken and nothing is open.
  var isClean: Bool { breachCount == 0 && unproven.isEmpty }

  /// `tolerance` is a fraction of the limit.
  mutating func record(_ observation: Observation, tolerance: Double = 0) {
    let excess = observation.excess
    if worst == nil || excess > worstExcess || (excess == worstExcess && observation.relation == .broken) {
      if worst.map(observation.isWorse) ?? true {
        worst = observation
        worstExcess = excess
      }
    }
    if observation.relation == .open {
      if unproven.count < Self.breachesKept, !unproven.contains(where: { isSame($0, observation) }) {
        unproven.append(observation)
      }
      return
    }
    guard excess > tolerance else { return }
    if observation.relation == .atMost, observation.measured.lowerBound <= observation.limit * (1 + tolerance)
    {
      if unproven.count < Self.breachesKept { unproven.append(observation) }
      return
    }
    let breach = Breach(
      origin: blocks[observation.block].origin, axis: observation.axis, what: observation.what,
      measured: observation.measured.upperBound)
    guard known.insert(breach).inserted else { return }
    breachCount += 1
    let position = breaches.firstIndex { observation.isWorse(than: $0) } ?? breaches.count
    guard position < Self.breachesKept else { return }
    breaches.insert(observation, at: position)
    if breaches.count > Self.breachesKept { breaches.removeLast() }
  }

  private func isSame(_ a: Observation, _ b: Observation) -> Bool {
    a.what == b.what && a.axis == b.axis && blocks[a.block].origin == blocks[b.block].origin
  }

  /// The values rest on this figure, or on what stands in for it.
  mutating func rest(on key: FigureKey, _ context: CheckContext) {
    if context.profile?[key] != nil {
      if !used.contains(key) { used.append(key) }
    } else if !absent.contains(key) {
      absent.append(key)
    }
  }

  mutating func recordUnknown(_ reason: String) {
    if !unknown.contains(reason) { unknown.append(reason) }
  }

  mutating func recordMissing(_ reason: String, _ keys: [FigureKey] = []) {
    if missing == nil { missing = (reason, keys) }
  }
}

extension ClosedRange<Double> {
  /// An exact value; what is not a number counts as infinite, so that it is over every limit.
  static func exactly(_ value: Double) -> ClosedRange<Double> {
    value.isNaN ? .infinity ... .infinity : value...value
  }
}
