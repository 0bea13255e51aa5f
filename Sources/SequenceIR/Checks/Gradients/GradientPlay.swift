/// The gradients of a run as distinct blocks and the order they are played in, with repetitions folded: what a check
/// with a memory walks through.
struct GradientPlay {
  /// Gradients on the physical axes while one block lasts.
  struct DistinctBlock {
    var duration: Time
    /// Straight pieces in time order, gap-free from 0 to `duration`.
    var pieces: [Piece] = []
    /// True when a gradient steps inside the block or is not a number.
    var isBroken = false
    /// Largest magnitude in the block on any axis, Hz/m.
    var peak = 0.0

    var isSilent: Bool { pieces.allSatisfy(\.isZero) }
  }

  struct Piece {
    /// From the start of the block.
    var start: Time
    var duration: Time
    /// Index into `durations`.
    var durationIndex: Int
    /// Hz/m at both ends; the fourth number is zero.
    var first: SIMD4<Double>
    var last: SIMD4<Double>
    /// Hz/m/s.
    var slew: SIMD4<Double>

    var isZero: Bool { first == SIMD4() && last == SIMD4() }
  }

  /// Blocks played one after the other, `repetitions` times.
  struct Stretch: Equatable {
    /// Indices into `Sequence.blocks`.
    var blocks: Range<Int>
    var repetitions: Int
    /// True for a segment that repeats; false for blocks of which all repetitions stand in the file.
    var isSegment: Bool

    /// The blocks of one repetition.
    func blocks(in repetition: Int) -> Range<Int> {
      let shift = isSegment ? 0 : repetition * blocks.count
      return (blocks.lowerBound + shift)..<(blocks.upperBound + shift)
    }

    /// What places call the repetition.
    func number(of repetition: Int) -> Int { isSegment ? repetition : 0 }
  }

  private(set) var distinct: [DistinctBlock] = []
  /// Index into `distinct` of each block of the sequence; -1 for blocks that are never played.
  private(set) var kinds: [Int32]
  private(set) var stretches: [Stretch] = []
  /// The distinct durations of pieces, seconds.
  private(set) var durations: [Double] = []
  /// True when the console may turn some block that has gradients.
  private(set) var isFree = false
  /// True when a gradient steps, within a block or over an edge, beyond what a file rounds away, or is not a number.
  private(set) var isBroken = false

  private var durationIndices: [Time: Int] = [:]

  private struct Kind: Hashable {
    var gradients: UInt64
    var gz: UInt32
    var duration: Time
    /// Index into `library.extras` of a rotation, plus one.
    var rotation: UInt32
  }

  init(_ sequence: Sequence, _ facts: EventFacts, _ uses: EventUses) {
    kinds = Array(repeating: -1, count: sequence.blocks.count)
    var known: [Kind: Int32] = [:]
    var kindOfCombination = [Int32](repeating: -1, count: uses.combinations.count)
    isFree = uses.combinations.contains { $0.combination.isFree }
    let isRotated = sequence.library.extras.map { $0.rotation != nil }
    for segment in uses.playedSegments {
      let played = sequence.segments[segment]
      for index in played.blocks {
        let block = sequence.blocks[index]
        let combination = Int(uses.combinationOfBlock[index])
        // Gradients that play together do so for the same time, with few exceptions.
        if combination >= 0, kindOfCombination[combination] >= 0,
          distinct[Int(kindOfCombination[combination])].duration == block.duration
        {
          kinds[index] = kindOfCombination[combination]
          continue
        }
        let hasRotation = !block.extras.isNone && isRotated[Int(block.extras.number) - 1]
        let kind = Kind(
          gradients: UInt64(block.gx.number) << 32 | UInt64(block.gy.number), gz: block.gz.number,
          duration: block.duration, rotation: hasRotation ? block.extras.number : 0)
        if let number = known[kind] {
          kinds[index] = number
        } else {
          let number = Int32(distinct.count)
          append(block, sequence, facts)
          known[kind] = number
          kinds[index] = number
        }
        if combination >= 0, kindOfCombination[combination] < 0 {
          kindOfCombination[combination] = kinds[index]
        }
      }
      if played.repetitions == 1 {
        stretches += Self.folded(played.blocks, kinds)
      } else {
        stretches.append(
          Stretch(blocks: played.blocks, repetitions: played.repetitions, isSegment: true))
      }
    }
    isBroken = distinct.contains(where: \.isBroken) || hasSteps
  }

  private mutating func append(_ block: Block, _ sequence: Sequence, _ facts: EventFacts) {
    var result = DistinctBlock(duration: block.duration)
    let ids = [block.gx, block.gy, block.gz]
    let matrix = block.extras.isNone ? nil : sequence.library[block.extras].rotation?.matrix
    for id in ids where !id.isNone {
      if facts[id].peakSlewHertzPerMetreSecond.isInfinite || !facts[id].peakHertzPerMetre.isFinite {
        result.isBroken = true
      }
    }
    var time = Time.zero
    MergedGradients.forEachPiece(ids.map { $0.isNone ? [] : facts[$0].corners }) { start, end, first, last in
      guard start < block.duration else { return }
      if start > time { result.pieces.append(silence(from: time, to: start)) }
      let (from, to) = (
        GradientCombination.turned(first, matrix), GradientCombination.turned(last, matrix)
      )
      let a = SIMD4(from.x, from.y, from.z, 0)
      let b = SIMD4(to.x, to.y, to.z, 0)
      let duration = end - start
      for axis in 0..<3 { result.peak = max(result.peak, abs(a[axis]), abs(b[axis])) }
      result.pieces.append(
        Piece(
          start: start, duration: duration, durationIndex: index(of: duration), first: a, last: b,
          slew: (b - a) / duration.seconds))
      time = end
    }
    if time < block.duration { result.pieces.append(silence(from: time, to: block.duration)) }
    distinct.append(result)
  }

  private mutating func silence(from start: Time, to end: Time) -> Piece {
    let duration = end - start
    return Piece(
      start: start, duration: duration, durationIndex: index(of: duration), first: SIMD4(), last: SIMD4(),
      slew: SIMD4())
  }

  private mutating func index(of duration: Time) -> Int {
    if let known = durationIndices[duration] { return known }
    durations.append(duration.seconds)
    durationIndices[duration] = durations.count - 1
    return durations.count - 1
  }

  /// A file has no loops: finds the longest end of `blocks` that is one run of blocks over and over, by their kinds.
  ///
  /// The prefix function of the kinds read backwards gives the smallest period of every end (Knuth, Morris, Pratt); the
  /// end that saves most is folded, and what is left behind it in a last incomplete repetition stands on its own.
  static func folded(_ blocks: Range<Int>, _ kinds: [Int32]) -> [Stretch] {
    let plain = [Stretch(blocks: blocks, repetitions: 1, isSegment: false)]
    let count = blocks.count
    guard count >= 32 else { return blocks.isEmpty ? [] : plain }
    let last = blocks.upperBound - 1
    var prefix = [Int32](repeating: 0, count: count)
    var best = (saved: 0, length: 0, period: 0)
    var matched = 0
    for length in 1..<count {
      while matched > 0, kinds[last - length] != kinds[last - matched] { matched = Int(prefix[matched - 1]) }
      if kinds[last - length] == kinds[last - matched] { matched += 1 }
      prefix[length] = Int32(matched)
      let period = length + 1 - matched
      let repetitions = (length + 1) / period
      let saved = repetitions >= 3 ? repetitions * period - period : 0
      if saved > best.saved { best = (saved, repetitions * period, period) }
    }
    guard best.saved > 0 else { return plain }
    let start = blocks.upperBound - best.length
    let head = blocks.lowerBound..<start
    return (head.isEmpty ? [] : [Stretch(blocks: head, repetitions: 1, isSegment: false)])
      + [
        Stretch(
          blocks: start..<(start + best.period), repetitions: best.length / best.period, isSegment: false)
      ]
  }
}

extension GradientPlay {
  private var hasSteps: Bool {
    var before = SIMD4<Double>()
    var peak = 0.0
    func steps(to value: SIMD4<Double>, _ other: Double) -> Bool {
      let tolerance = ContinuityChecks.formatResolution * max(peak, other)
      return (0..<3).contains { !(abs(value[$0] - before[$0]) <= tolerance) }
    }
    for stretch in stretches {
      for _ in 0..<min(2, stretch.repetitions) {
        for index in stretch.blocks {
          let block = distinct[Int(kinds[index])]
          for piece in block.pieces {
            if steps(to: piece.first, block.peak) { return true }
            before = piece.last
            peak = block.peak
          }
        }
      }
    }
    return steps(to: SIMD4(), 0)
  }

  /// How often a stretch is played until the last `seconds` of it hold nothing but itself, and once more.
  func visits(_ stretch: Stretch, toFill seconds: Double) -> Int {
    var period = 0.0
    for index in stretch.blocks { period += distinct[Int(kinds[index])].duration.seconds }
    guard period > 0, seconds / period < 1e6 else { return min(stretch.repetitions, 2) }
    return min(stretch.repetitions, Int((seconds / period).rounded(.up)) + 2)
  }
}
