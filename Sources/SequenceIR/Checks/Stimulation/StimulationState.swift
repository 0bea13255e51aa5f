/// A stimulation model in motion: its modes, carried from piece to piece, and the largest response met.
struct StimulationState {
  let model: StimulationModel
  /// exp(-rate x duration) for each distinct duration of a piece, modes innermost.
  private let decays: [SIMD4<Double>]
  /// y of each mode, Hz/m/s.
  private(set) var modes: [SIMD4<Double>]
  private var next: [SIMD4<Double>]
  /// The part of the response that keeps its sign, per axis, for `modes`.
  private var signed = SIMD4<Double>()

  /// Square of the largest response in the block that is played, percent^2, where, and what each axis adds.
  private(set) var peak = Peak()

  struct Peak {
    var square = 0.0
    var time = Time.zero
    /// Percent.
    var axes = SIMD4<Double>()
  }

  init(_ model: StimulationModel, durations: [Double]) {
    self.model = model
    modes = Array(repeating: SIMD4(), count: model.modes.count)
    next = modes
    var decays: [SIMD4<Double>] = []
    decays.reserveCapacity(durations.count * model.modes.count)
    for duration in durations {
      for mode in model.modes { decays.append(mode.decay(over: duration)) }
    }
    self.decays = decays
  }

  /// Plays a block that has been played before from nearly the same modes, if nothing in it can exceed `floor`
  /// (percent^2) by more than a hair; false when that cannot be said, and nothing has been played then.
  ///
  /// Responses are sums of magnitudes of sums of modes, so those from two starts differ, at every instant, by no more
  /// than the weighted magnitudes of the difference of the modes, which only decays; and the difference at the end is
  /// what has not decayed of that at the start.
  mutating func replay(_ before: PlayedStimulation, above floor: Double) -> Bool {
    var difference = SIMD4<Double>()
    for index in modes.indices {
      difference += model.modes[index].weight * Self.magnitude(modes[index] - before.start[index])
    }
    let largest = before.largest + (difference * difference).sum().squareRoot()
    guard largest * largest <= floor * (1 + Self.settled) else { return false }
    signed = SIMD4()
    for index in modes.indices {
      modes[index] = before.end[index] + (modes[index] - before.start[index]) * before.decays[index]
      if !model.modes[index].givesMagnitude { signed += model.modes[index].weight * modes[index] }
    }
    peak = Peak()
    peak.square = floor
    return true
  }

  /// Plays the pieces of a block. `peak` is then the largest response in it, if that is above `floor` (percent^2); what cannot be is
  /// not looked at closely.
  mutating func play(_ pieces: ArraySlice<GradientPlay.Piece>, above floor: Double) {
    peak = Peak()
    peak.square = floor
    for piece in pieces {
      let end = advance(piece)
      if end.bound > peak.square * (1 + Self.settled) { refine(piece) }
      if end.isNearPeak { considerSamples(at: piece.start + piece.duration) }
      swap(&modes, &next)
      signed = end.signed
    }
  }

  private struct End {
    var signed: SIMD4<Double>
    /// No response within the piece has a larger square.
    var bound: Double
    var isNearPeak: Bool
  }

  /// Fills `next` with the modes at the end of the piece.
  private mutating func advance(_ piece: GradientPlay.Piece) -> End {
    let count = modes.count
    let offset = Int(piece.durationIndex) * count
    let slew = piece.slew
    let magnitude = Self.magnitude(slew)
    var end = SIMD4<Double>()
    var largest = SIMD4<Double>()
    var added = SIMD4<Double>()
    var addedEnd = SIMD4<Double>()
    for index in 0..<count {
      let mode = model.modes[index]
      let from = modes[index]
      let target = mode.takesMagnitude ? magnitude : slew
      let to = target + (from - target) * decays[offset + index]
      next[index] = to
      if mode.givesMagnitude {
        let (a, b) = (Self.magnitude(from), Self.magnitude(to))
        added += mode.weight * Self.larger(a, b)
        addedEnd += mode.weight * b
      } else {
        end += mode.weight * to
        largest += mode.weight * Self.larger(from, to)
      }
    }
    // Every mode moves one way, so its part lies between its two ends.
    let smallest = signed + end - largest
    let bound = Self.larger(Self.magnitude(largest), Self.magnitude(smallest)) + added
    let final = Self.magnitude(end) + addedEnd
    let square = (final * final).sum()
    return End(
      signed: end, bound: (bound * bound).sum() * (1 + 1e-14), isNearPeak: square > 0.98 * peak.square)
  }

  /// The same response as public codes sample it, which see the fastest modes a little less.
  private mutating func considerSamples(at time: Time) {
    var kept = SIMD4<Double>()
    var added = SIMD4<Double>()
    for (index, mode) in model.modes.enumerated() {
      if mode.givesMagnitude {
        added += mode.sampledWeight * Self.magnitude(next[index])
      } else {
        kept += mode.sampledWeight * next[index]
      }
    }
    note(Self.magnitude(kept) + added, at: time)
  }

  private mutating func note(_ response: SIMD4<Double>, at time: Time) {
    let square = (response * response).sum()
    if square > peak.square { peak = Peak(square: square, time: time, axes: response) }
  }

  /// Finds the largest response inside the piece by halving it until nothing larger can hide.
  private mutating func refine(_ piece: GradientPlay.Piece) {
    search(from: modes, piece, start: 0, length: piece.duration.seconds, depth: 0)
  }

  private mutating func search(
    from modes: [SIMD4<Double>], _ piece: GradientPlay.Piece, start: Double, length: Double, depth: Int
  ) {
    let range = StimulationRange(model, from: modes, slew: piece.slew, length: length)
    note(range.first, at: piece.start + (Time(nearestToSeconds: start) ?? .zero))
    note(range.last, at: piece.start + (Time(nearestToSeconds: start + length) ?? .zero))
    let bound = range.bound
    guard bound > peak.square * (1 + Self.settled) else { return }
    if depth == Self.deepest {
      peak.square = bound
      return
    }
    search(from: modes, piece, start: start, length: length / 2, depth: depth + 1)
    search(
      from: range.middle(), piece, start: start + length / 2, length: length / 2, depth: depth + 1)
  }

  private static let deepest = 40
  /// Squares that differ by less are the same.
  private static let settled = 1e-12

  /// How much any response from here on can differ from that of the repetition just played, percent, when the modes were
  /// `before` at its start and its like follows for ever: each mode's step shrinks by its decay every time.
  func remainingChange(since before: [SIMD4<Double>], period: Double) -> Double {
    var change = SIMD4<Double>()
    for (index, mode) in model.modes.enumerated() {
      let left = SIMD4(repeating: 1.0) - mode.decay(over: period)
      change += mode.weight * Self.magnitude(modes[index] - before[index]) / left
    }
    return change.sum()
  }

  /// The modes after `count` more repetitions like the last one, which began at `before`.
  mutating func skip(_ count: Int, since before: [SIMD4<Double>], period: Double) {
    signed = SIMD4()
    for (index, mode) in model.modes.enumerated() {
      let step = modes[index] - before[index]
      let once = mode.decay(over: period)
      let all = mode.decay(over: period * Double(count))
      let one = SIMD4(repeating: 1.0)
      modes[index] += step * once * (one - all) / (one - once)
      if !mode.givesMagnitude { signed += mode.weight * modes[index] }
    }
  }

  static func magnitude(_ value: SIMD4<Double>) -> SIMD4<Double> {
    value.replacing(with: -value, where: value .< 0)
  }

  static func larger(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> SIMD4<Double> {
    a.replacing(with: b, where: b .> a)
  }
}

/// The responses of a model over a stretch of constant slew: at both ends, and what bounds them between.
struct StimulationRange {
  private let model: StimulationModel
  private let modes: [SIMD4<Double>]
  private let slew: SIMD4<Double>
  private let length: Double
  /// Response of each axis at both ends, percent.
  private(set) var first = SIMD4<Double>()
  private(set) var last = SIMD4<Double>()
  /// Square of the response that nothing in between exceeds.
  private(set) var bound = 0.0

  init(_ model: StimulationModel, from modes: [SIMD4<Double>], slew: SIMD4<Double>, length: Double) {
    self.model = model
    self.modes = modes
    self.slew = slew
    self.length = length
    let magnitude = StimulationState.magnitude(slew)
    var keptFirst = SIMD4<Double>()
    var keptLast = SIMD4<Double>()
    var kept = Interval()
    var keptRate = Interval()
    var added = Interval()
    var addedRate = Interval()
    for (index, mode) in model.modes.enumerated() {
      let target = mode.takesMagnitude ? magnitude : slew
      let from = modes[index]
      let decay = mode.decay(over: length)
      let to = target + (from - target) * decay
      let (rateFrom, rateTo) = (mode.rate * (target - from), mode.rate * (target - to))
      let rate = Interval(rateFrom, rateTo)
      if mode.givesMagnitude {
        let (a, b) = (StimulationState.magnitude(from), StimulationState.magnitude(to))
        first += mode.weight * a
        last += mode.weight * b
        // Where the mode crosses zero its magnitude has a corner: either slope may be met, and zero is.
        let crosses = (from .< 0) .^ (to .< 0)
        var values = Interval(a, b)
        values.low = values.low.replacing(with: 0, where: crosses)
        let steepest = StimulationState.larger(
          StimulationState.magnitude(rateFrom), StimulationState.magnitude(rateTo))
        let isNegative = from .< 0
        var slopes = Interval(
          rate.low.replacing(with: -rate.high, where: isNegative),
          rate.high.replacing(with: -rate.low, where: isNegative))
        slopes.low = slopes.low.replacing(with: -steepest, where: crosses)
        slopes.high = slopes.high.replacing(with: steepest, where: crosses)
        added.add(values, times: mode.weight)
        addedRate.add(slopes, times: mode.weight)
      } else {
        keptFirst += mode.weight * from
        keptLast += mode.weight * to
        kept.add(Interval(from, to), times: mode.weight)
        keptRate.add(rate, times: mode.weight)
      }
    }
    first += StimulationState.magnitude(keptFirst)
    last += StimulationState.magnitude(keptLast)
    setBound(kept, keptRate, added, addedRate)
  }

  private mutating func setBound(
    _ kept: Interval, _ keptRate: Interval, _ added: Interval, _ addedRate: Interval
  ) {
    let (a, b) = (StimulationState.magnitude(kept.low), StimulationState.magnitude(kept.high))
    var values = Interval(a, b)
    let crosses = (kept.low .< 0) .& (kept.high .> 0)
    values.low = values.low.replacing(with: 0, where: crosses)
    let steepest = StimulationState.larger(
      StimulationState.magnitude(keptRate.low), StimulationState.magnitude(keptRate.high))
    let isNegative = kept.high .<= 0
    var slopes = Interval(
      keptRate.low.replacing(with: -keptRate.high, where: isNegative),
      keptRate.high.replacing(with: -keptRate.low, where: isNegative))
    slopes.low = slopes.low.replacing(with: -steepest, where: crosses)
    slopes.high = slopes.high.replacing(with: steepest, where: crosses)
    let (low, high) = (values.low + added.low, values.high + added.high)
    let (slowest, fastest) = (slopes.low + addedRate.low, slopes.high + addedRate.high)
    // d/dt of the sum of squares is 2 r r'.
    let rising = 2 * (fastest * high.replacing(with: low, where: fastest .< 0)).sum()
    let falling = 2 * (slowest * high.replacing(with: low, where: slowest .> 0)).sum()
    let (startSquare, endSquare) = ((first * first).sum(), (last * last).sum())
    let fromStart = startSquare + length * max(0, rising)
    let fromEnd = endSquare + length * max(0, -falling)
    bound = min((high * high).sum(), fromStart, fromEnd)
    bound = max(bound, startSquare, endSquare)
  }

  /// The modes half-way.
  func middle() -> [SIMD4<Double>] {
    let magnitude = StimulationState.magnitude(slew)
    return model.modes.indices.map { index in
      let mode = model.modes[index]
      let target = mode.takesMagnitude ? magnitude : slew
      return target + (modes[index] - target) * mode.decay(over: length / 2)
    }
  }

  private struct Interval {
    var low = SIMD4<Double>()
    var high = SIMD4<Double>()

    init() {}

    /// Of two ends in either order.
    init(_ a: SIMD4<Double>, _ b: SIMD4<Double>) {
      high = StimulationState.larger(a, b)
      low = a.replacing(with: b, where: b .< a)
    }

    /// Weights are not negative.
    mutating func add(_ other: Interval, times weight: SIMD4<Double>) {
      low += weight * other.low
      high += weight * other.high
    }
  }
}
