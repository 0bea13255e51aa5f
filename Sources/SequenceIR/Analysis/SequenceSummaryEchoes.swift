/// Echo times, repetition times and k-space, found by following the moments from pulse to pulse.
///
/// The picture is the textbook's: an excitation puts k to zero at its centre, gradients move it, a refocusing pulse
/// negates it; off-resonance phase runs with time and is negated too. What other pathways do (stimulated echoes,
/// steady states) is not followed: after a second excitation, times count from that one.
package struct EchoSummary: Sendable {
  /// Sorted by kind, then time.
  package var echoes: [Echo]
  /// Excitation centre to excitation centre, sorted by time.
  package var repetitionTimes: [Interval]
  /// Per axis, the extent of k over all samples, 1/m; nil when nothing is acquired after an excitation.
  package var extent: [ClosedRange<Double>]?
  /// The largest distance from the centre of k-space of any sample, 1/m.
  package var farthest: Double
  /// Of the echo of each excitation that is nearest to the centre of k-space, in the order they are first played.
  package var weightings: [DiffusionWeighting]

  package struct Interval: Hashable, Sendable {
    package var time: Time
    package var count: Int
  }

  package struct Echo: Hashable, Sendable {
    package var kind: EchoKind
    /// From the centre of the excitation.
    package var time: Time
    package var count: Int
    /// How near k comes to the centre at this time, 1/m; the smallest of all `count` acquisitions.
    package var closest: Double
  }

  /// Distance resolved along an axis, m: 1 / (2 |k|) where k reaches farthest on it; nil where k stays at zero.
  package func resolutionMetres(_ axis: Axis) -> Double? {
    guard let range = extent?[axis.rawValue] else { return nil }
    let reach = max(abs(range.lowerBound), abs(range.upperBound))
    // What rounding in a file leaves over is no encoding.
    return reach > 1e-3 * farthest ? 1 / (2 * reach) : nil
  }

  /// Of the echoes found in k-space, those that come nearest to its centre: what a reader calls "the" echo time.
  package var effective: [Echo] {
    let found = echoes.filter { $0.kind == .kSpaceCentre }
    guard let nearest = found.map(\.closest).min() else { return echoes }
    return echoes.filter { $0.kind != .kSpaceCentre || $0.closest <= nearest + 1e-3 * farthest }
  }
}

package enum EchoKind: String, CaseIterable, Sendable {
  /// Gradients are on while data are acquired: the sample nearest to the centre of k-space.
  case kSpaceCentre = "k-space-centre"
  /// No gradient during the acquisition, after refocusing: the time at which off-resonance phase is zero.
  case spinEcho = "spin-echo"
  /// No gradient and no echo within the acquisition: its first sample.
  case acquisitionStart = "acquisition-start"
}

/// Walks the blocks as played. A segment that excites leaves the same state behind each time, so its third and later
/// runs are counted, not walked.
struct EchoFinder {
  private let sequence: Sequence
  private let uses: [RFUse]
  private var cache: MomentCache
  private var state = State()
  private var weight = 1
  private var walked = 0
  private var repetitionTimes: [Time: Int] = [:]
  private var echoes: [EchoKey: (count: Int, closest: Double)] = [:]
  private var extent: [ClosedRange<Double>]?
  private var farthest = 0.0
  private var weightings = DiffusionTable()
  /// The echo of the current excitation that comes nearest to k = 0; the last of several.
  private var nearestEcho: (distance: Double, weighting: SymmetricTensor, count: Int)?
  private(set) var notes: [String] = []

  /// Enough for an hour of imaging written out; about a second.
  private static let blockBudget = 2_000_000
  private static let distinctLimit = 10_000

  private struct EchoKey: Hashable {
    let kind: EchoKind
    let time: Time
  }

  /// Where spins are at the start of a block, extrapolated back from the last pulse where that lies within the block.
  private struct State: Equatable {
    var k = Vector.zero
    /// Since the centre of the excitation; nil: there was none yet.
    var sinceExcitation: Time?
    /// Off-resonance phase as the time of free evolution that would make it.
    var phase = Time.zero
    var isRefocused = false
    /// Integral of k k^T since the excitation, s/m^2.
    var weighting = SymmetricTensor()
  }

  init(_ sequence: Sequence, facts: EventFacts) {
    self.sequence = sequence
    uses = zip(facts.rf, sequence.library.rf).map { $0.use(of: $1) }
    cache = MomentCache(sequence, facts)
  }

  mutating func summary() -> EchoSummary {
    if sequence.duration == nil {
      notes.append("the sequence is longer than the range of times, so echoes and k-space were not followed")
    } else {
      for segment in sequence.segments { play(segment) }
    }
    recordWeighting()
    if weightings.isFull {
      notes.append("there are more b-matrices than \(weightings.rows.count): the rest is not listed")
    }
    if walked >= EchoFinder.blockBudget {
      notes.append(
        "echo times, repetition times and k-space are those of the first \(EchoFinder.blockBudget) blocks followed"
      )
    }
    let intervals = repetitionTimes.map { EchoSummary.Interval(time: $0.key, count: $0.value) }
    let found = echoes.map {
      EchoSummary.Echo(kind: $0.key.kind, time: $0.key.time, count: $0.value.count, closest: $0.value.closest)
    }
    return EchoSummary(
      echoes: found.sorted { ($0.kind.rawValue, $0.time) < ($1.kind.rawValue, $1.time) },
      repetitionTimes: intervals.sorted { $0.time < $1.time }, extent: extent, farthest: farthest,
      weightings: weightings.rows)
  }

  private mutating func play(_ segment: Segment) {
    var remaining = segment.repetitions
    weight = 1
    while remaining > 0, walked < EchoFinder.blockBudget, !segment.blocks.isEmpty {
      let before = state
      walk(segment)
      remaining -= 1
      // The run that starts as its predecessor started repeats it: one more walk stands for all that follow.
      if state == before, remaining > 0 {
        weight = remaining
        walk(segment)
        remaining = 0
      }
    }
    weight = 1
  }

  private mutating func walk(_ segment: Segment) {
    for index in segment.blocks {
      if walked >= EchoFinder.blockBudget { return }
      walked += 1
      play(sequence.blocks[index])
    }
  }

  private mutating func play(_ block: Block) {
    let moments = cache.moments(of: block)
    if !block.rf.isNone { play(block, as: uses[Int(block.rf.number) - 1], moments) }
    if !block.adc.isNone, let since = state.sinceExcitation { acquire(block, moments, since: since) }
    if state.sinceExcitation != nil {
      state.weighting =
        state.weighting + cache.integrals(of: block, to: block.duration.seconds).square(from: state.k)
    }
    if let total = moments?.total { state.k = state.k + total }
    state.phase += block.duration
    if let since = state.sinceExcitation { state.sinceExcitation = since + block.duration }
  }

  private mutating func play(_ block: Block, as use: RFUse, _ moments: BlockMoments?) {
    guard use == .excitation || use == .refocusing else { return }
    let pulse = sequence.library[block.rf]
    let centre = pulse.delay + pulse.centre
    let atCentre = moments?.moment(to: centre.seconds) ?? .zero
    let before = cache.integrals(of: block, to: centre.seconds)
    if use == .excitation {
      if let since = state.sinceExcitation { count(repetition: since + centre) }
      recordWeighting()
      state = State(k: -atCentre, sinceExcitation: -centre, phase: -centre, isRefocused: false)
      state.weighting = before.square(from: state.k).scaled(-1)
    } else {
      // k(t) = -(k + M(c)) + (M(t) - M(c)), extrapolated back to the start of the block; the same for phase.
      let played = before.square(from: state.k)
      state.k = -state.k - atCentre - atCentre
      state.weighting = state.weighting + played - before.square(from: state.k)
      state.phase = -state.phase - centre - centre
      state.isRefocused = true
    }
  }

  private mutating func count(repetition time: Time) {
    guard repetitionTimes[time] != nil || repetitionTimes.count < EchoFinder.distinctLimit else {
      return noteTooMany("repetition times")
    }
    repetitionTimes[time, default: 0] += weight
  }

  private mutating func acquire(_ block: Block, _ moments: BlockMoments?, since: Time) {
    let event = sequence.library[block.adc]
    guard event.sampleCount > 0, let duration = event.duration else { return }
    let first = event.delay + Time(picoseconds: event.dwell.picoseconds / 2)
    let last = event.delay + duration - Time(picoseconds: event.dwell.picoseconds / 2)
    guard let moments, moments.isOn(in: first.seconds...max(first.seconds, last.seconds)) else {
      let k = state.k + (moments?.moment(to: first.seconds) ?? .zero)
      include(lower: k, upper: k, distance: k.norm)
      let echo = -state.phase
      let isInside = state.isRefocused && echo <= event.delay + duration
      let time = isInside ? echo : first
      noteWeighting(block, at: max(0, time.seconds), distance: k.norm)
      record(isInside ? .spinEcho : .acquisitionStart, since + time, closest: k.norm)
      return
    }
    let trajectory = cache.trajectory(of: block, moments, event)
    include(
      lower: state.k + trajectory.lower, upper: state.k + trajectory.upper,
      distance: trajectory.farthest(from: state.k))
    let echo = trajectory.nearest(from: state.k)
    guard let time = Time(nearestToSeconds: echo.seconds) else { return }
    noteWeighting(block, at: max(0, time.seconds), distance: echo.distance)
    // Times within k-space are computed in floating point: a grid of 100 ns puts equal ones together.
    record(.kSpaceCentre, (since + time).rounded(to: Time(nanoseconds: 100)), closest: echo.distance)
  }

  private mutating func noteWeighting(_ block: Block, at seconds: Double, distance: Double) {
    if let known = nearestEcho, distance > known.distance + 1e-4 * farthest { return }
    let weighting =
      state.weighting + cache.integrals(of: block, to: seconds).square(from: state.k)
    nearestEcho = (distance, weighting, weight)
  }

  private mutating func recordWeighting() {
    if let echo = nearestEcho { weightings.add(echo.weighting, count: echo.count) }
    nearestEcho = nil
  }

  private mutating func include(lower: Vector, upper: Vector, distance: Double) {
    farthest = max(farthest, distance)
    extent = Axis.allCases.map { axis in
      let known = extent?[axis.rawValue]
      return min(
        known?.lowerBound ?? .infinity, lower[axis])...max(known?.upperBound ?? -.infinity, upper[axis])
    }
  }

  private mutating func record(_ kind: EchoKind, _ time: Time, closest: Double) {
    let key = EchoKey(kind: kind, time: time)
    guard let known = echoes[key] else {
      guard echoes.count < EchoFinder.distinctLimit else { return noteTooMany("echo times") }
      echoes[key] = (weight, closest)
      return
    }
    echoes[key] = (known.count + weight, min(known.closest, closest))
  }

  private mutating func noteTooMany(_ what: String) {
    let note = "more than \(EchoFinder.distinctLimit) different \(what): the rest is not listed"
    if !notes.contains(note) { notes.append(note) }
  }
}
