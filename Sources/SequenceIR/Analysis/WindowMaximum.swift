/// The largest integral of a power over any window of a given length: over the run, and over the run repeated.
///
/// With E(t) the integral up to t, the window that begins at t holds F(t) = E(t + T) - E(t). Both ends of the window
/// walk over the slots of the train together. While they stay on two slots, F is a difference of two running integrals
/// of known shapes, and its largest value is looked for at every corner of both and, where a power is curved, at the
/// zeros of its derivative between them. Repetitions of a segment that see the same as one before are counted, not
/// walked: of a long segment the first and the last `T` are walked.
package struct WindowMaximum: Sendable {
  package struct Peak: Sendable {
    /// Integral over the window: an exact value, or the two ends of what it can be.
    package var energy: ClosedRange<Double>
    /// Where the window begins: a block, the repetition of its segment, and the time since the block's start.
    package var block = 0
    package var repetition = 0
    package var offset = Time.zero
  }

  /// Over windows that lie within one run, or the whole run where the window is longer.
  package private(set) var run: Peak
  /// Over all windows of a run that is repeated without a pause.
  package private(set) var repeated: Peak

  /// Corners walked before the maximum is given as an interval: some tenths of a second.
  private static let mostCorners = 30_000_000
  /// Pairs of slots remembered: some tens of megabytes.
  private static let mostFound = 200_000

  private let train: PowerTrain
  /// Pairs of slots that have been looked into, and what was found.
  private var numbering = Numbering()
  private var keys: [Key] = []
  private var values: [Value] = []
  private var cornersLeft = Self.mostCorners
  /// What windows that were not looked into can hold at most.
  private var unseen = (run: 0.0, repeated: 0.0)

  private struct Key: Equatable {
    var tail: Int32
    var head: Int32
    var shift: Int64
    var low: Int64
    var high: Int64

    var numberingHash: UInt64 {
      let profiles = UInt64(UInt32(bitPattern: tail)) << 32 | UInt64(UInt32(bitPattern: head))
      let stretch = Numbering.hash(UInt64(bitPattern: low), UInt64(bitPattern: high))
      return Numbering.hash(Numbering.hash(profiles, UInt64(bitPattern: shift)), stretch)
    }
  }

  private struct Value {
    var gain: Double
    var at: Double
  }

  /// The window may be of any length above zero.
  package init(_ train: PowerTrain, window: Time) {
    self.train = train
    let total = train.energy.isFinite ? train.energy : .infinity
    let all = Peak(energy: total...total)
    run = all
    repeated = all
    let length = window.picoseconds
    guard length > 0, train.duration > 0, train.energy > 0, train.energy.isFinite,
      length < Time.longest.picoseconds
    else { return }
    let isWithin = length < train.duration
    run = isWithin ? Peak(energy: 0...0) : all
    repeated = Peak(energy: 0...0)
    walk(length)
    run.energy = run.energy.lowerBound...max(run.energy.lowerBound, unseen.run)
    repeated.energy = repeated.energy.lowerBound...max(repeated.energy.lowerBound, unseen.repeated)
    if !isWithin { run = all }
    forget()
  }

  private mutating func walk(_ length: Int64) {
    var tail = PowerTrain.Cursor(train, at: 0)
    var head = PowerTrain.Cursor(train, at: length)
    var earlier: (part: Int, head: PowerTrain.Cursor)?
    while tail.copy == 0 {
      look(tail, head, length)
      let (tailEnd, headEnd) = (tail.end, head.end - length)
      if headEnd <= tailEnd { head.advance(train) }
      guard tailEnd <= headEnd else { continue }
      tail.advance(train)
      guard tail.copy == 0, tail.isAtStartOfRepetition(train) else { continue }
      // The repetition that was just left saw the same as the next ones will, if the head stayed in its segment and
      // is now where it was.
      if let earlier, earlier.part == tail.part, tail.repetition > 0, earlier.head.part == tail.part,
        head.part == tail.part, head.copy == earlier.head.copy, head.slot == earlier.head.slot,
        head.repetition == earlier.head.repetition + 1, head.copy == tail.copy
      {
        let rest = train.parts[tail.part].repetitions - 1 - head.repetition
        if rest > 0 {
          tail.skip(rest, train)
          head.skip(rest, train)
        }
      }
      earlier = (tail.part, head)
    }
  }

  /// The windows that begin in the slot of `tail` and end in that of `head`.
  private mutating func look(_ tail: PowerTrain.Cursor, _ head: PowerTrain.Cursor, _ length: Int64) {
    let base = head.before - tail.before
    let isInRun = head.copy == 0
    let (tailProfile, headProfile) = (train.slots[tail.slot].profile, train.slots[head.slot].profile)
    let most = base + (headProfile < 0 ? 0 : train.energies[Int(headProfile)])
    guard most > repeated.energy.lowerBound || (isInRun && most > run.energy.lowerBound) else { return }
    let shift = head.start - length - tail.start
    let low = max(0, shift)
    let high = min(tail.end - tail.start, head.end - length - tail.start)
    guard low <= high else { return }
    let key = Key(tail: tailProfile, head: headProfile, shift: shift, low: low, high: high)
    guard let value = value(key) else {
      unseen.repeated = max(unseen.repeated, most)
      if isInRun { unseen.run = max(unseen.run, most) }
      return
    }
    let energy = base + value.gain
    if energy > repeated.energy.lowerBound { raise(\.repeated, energy, tail, value.at) }
    if isInRun, energy > run.energy.lowerBound { raise(\.run, energy, tail, value.at) }
  }

  /// Takes the new maximum. The first of several equal windows keeps the place: the last digits of sums differ.
  private mutating func raise(
    _ peak: WritableKeyPath<Self, Peak>, _ energy: Double, _ tail: PowerTrain.Cursor, _ seconds: Double
  ) {
    let isElsewhere = energy > self[keyPath: peak].energy.lowerBound * (1 + 1e-9)
    self[keyPath: peak].energy = energy...energy
    guard isElsewhere else { return }
    var start = tail
    var offset = Int64((seconds * 1e12).rounded())
    if offset >= tail.end - tail.start {
      // The window begins with the next slot.
      start.advance(train)
      offset = 0
    }
    self[keyPath: peak].block = Int(train.slots[start.slot].block)
    self[keyPath: peak].repetition = start.repetition
    self[keyPath: peak].offset = Time(picoseconds: offset)
  }

  private mutating func value(_ key: Key) -> Value? {
    guard key.tail >= 0, key.head >= 0 else { return gainOfOne(key) }
    let hash = key.numberingHash
    if let number = numbering.known(hash, { keys[$0] == key }) { return values[number] }
    guard cornersLeft > 0 else { return nil }
    let (value, corners) = largestGain(key)
    cornersLeft -= corners
    if keys.count >= Self.mostFound { forget() }
    numbering.append(hash)
    keys.append(key)
    values.append(value)
    return value
  }

  private mutating func forget() {
    numbering = Numbering()
    (keys, values) = ([], [])
  }

  /// I_head(u - shift) - I_tail(u), u in seconds from the start of the tail's slot.
  private func gain(_ key: Key, _ u: Double) -> Double {
    train.integral(key.head, to: u - Time(picoseconds: key.shift).seconds) - train.integral(key.tail, to: u)
  }

  /// The largest gain where only one end of the window moves through power: it is at an end of the stretch.
  private func gainOfOne(_ key: Key) -> Value {
    let (low, high) = (Time(picoseconds: key.low).seconds, Time(picoseconds: key.high).seconds)
    let (first, last) = (gain(key, low), gain(key, high))
    return last > first ? Value(gain: last, at: high) : Value(gain: first, at: low)
  }

  /// The largest gain over low ... high, and how many corners it took to find it.
  private func largestGain(_ key: Key) -> (Value, corners: Int) {
    let (low, high) = (Time(picoseconds: key.low).seconds, Time(picoseconds: key.high).seconds)
    let tail = Moving(train, key.tail, shift: 0)
    let head = Moving(train, key.head, shift: Time(picoseconds: key.shift).seconds)
    var best = gainOfOne(key)
    // Where only one of the two moves, there is no maximum but at an end of either.
    for u in [tail.start, tail.end, head.start, head.end] where u > low && u < high {
      let value = gain(key, u)
      if value > best.gain { best = Value(gain: value, at: u) }
    }
    let (from, to) = (max(low, tail.start, head.start), min(high, tail.end, head.end))
    guard from < to, !tail.shape.pieces.isEmpty, !head.shape.pieces.isEmpty else { return (best, 8) }
    let corners = Self.climb(tail, head, from, to, gain(key, from), &best)
    return (best, 8 + corners)
  }

  /// A profile on the time axis of the tail's slot.
  private struct Moving {
    let shape: PowerShape
    let scale: Double
    let start: Double
    var end: Double { start + shape.duration }

    init(_ train: PowerTrain, _ index: Int32, shift: Double) {
      let profile = train.profiles[Int(index)]
      shape = train.shapes[profile.shape]
      scale = profile.scale
      start = shift + profile.delay
    }

    /// Power, slope and half the curvature at `u`, which lies in piece `index`.
    func power(_ index: Int, at u: Double) -> SIMD3<Double> {
      let piece = shape.pieces[index]
      let s = u - start - piece.start
      return scale
        * SIMD3(
          piece.constant + s * (piece.linear + s * piece.square), piece.linear + 2 * s * piece.square,
          piece.square)
    }

    func end(of index: Int) -> Double {
      index + 1 < shape.pieces.count ? start + shape.pieces[index + 1].start : end
    }
  }

  /// F over a stretch where both ends of the window move through power, corner by corner; `value` is F at its start.
  /// The number of corners.
  private static func climb(
    _ tail: Moving, _ head: Moving, _ from: Double, _ to: Double, _ value: Double, _ best: inout Value
  ) -> Int {
    var (u, f) = (from, value)
    var (i, j) = (tail.shape.index(at: u - tail.start), head.shape.index(at: u - head.start))
    var corners = 0
    while u < to {
      corners += 1
      let (endOfTail, endOfHead) = (tail.end(of: i), head.end(of: j))
      let next = max(u, min(to, endOfTail, endOfHead))
      let slope = head.power(j, at: u) - tail.power(i, at: u)
      func after(_ s: Double) -> Double { f + s * (slope.x + s * (slope.y / 2 + s * (slope.z / 3))) }
      for s in zeros(slope) where s > 0 && s < next - u && after(s) > best.gain {
        best = Value(gain: after(s), at: u + s)
      }
      f = after(next - u)
      u = next
      if f > best.gain { best = Value(gain: f, at: u) }
      if endOfTail <= u, i + 1 < tail.shape.pieces.count { i += 1 }
      if endOfHead <= u, j + 1 < head.shape.pieces.count { j += 1 }
    }
    return corners
  }

  /// Real zeros of a + b s + c s^2.
  private static func zeros(_ p: SIMD3<Double>) -> [Double] {
    if p.z == 0 { return p.y == 0 ? [] : [-p.x / p.y] }
    let discriminant = p.y * p.y - 4 * p.z * p.x
    guard discriminant >= 0 else { return [] }
    // The form that does not cancel.
    let q = -0.5 * (p.y + (p.y < 0 ? -1 : 1) * discriminant.squareRoot())
    return q == 0 ? [0] : [q / p.z, p.x / q]
  }
}
