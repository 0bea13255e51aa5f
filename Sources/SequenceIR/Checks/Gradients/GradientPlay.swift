/// The gradients of a run as distinct blocks and the order they are played in, with repetitions folded: what a check
/// with a memory walks through.
struct GradientPlay {
  /// Gradients on the physical axes while one block lasts.
  struct DistinctBlock {
    var duration: Time
    /// Straight pieces in time order, gap-free from 0 to `duration`: indices into `GradientPlay.pieces`.
    var pieces: Range<Int>
    /// True when a gradient steps inside the block or is not a number.
    var isBroken = false
    /// Largest magnitude in the block on any axis, Hz/m.
    var peak = 0.0
    /// Whether anything but zero is played on each axis.
    var isActive = InlineArray<3, Bool>(repeating: false)
  }

  /// 72 bytes, for there are millions of them.
  struct Piece {
    /// From the start of the block.
    var start: Time
    var duration: Time
    /// Index into `durations`.
    var durationIndex: Int32
    /// Hz/m at both ends: of x, y and z, at the first and at the last.
    private var values: InlineArray<6, Double>

    init(
      start: Time, duration: Time, durationIndex: Int, first: SIMD3<Double> = .zero,
      last: SIMD3<Double> = .zero
    ) {
      self.start = start
      self.duration = duration
      self.durationIndex = Int32(clamping: durationIndex)
      values = [first.x, first.y, first.z, last.x, last.y, last.z]
    }

    /// Hz/m at both ends; the fourth number is zero.
    var first: SIMD4<Double> { SIMD4(values[0], values[1], values[2], 0) }
    var last: SIMD4<Double> { SIMD4(values[3], values[4], values[5], 0) }
    /// Hz/m/s.
    var slew: SIMD4<Double> { (last - first) / duration.seconds }

    func ends(onAxis axis: Int) -> (first: Double, last: Double) { (values[axis], values[axis + 3]) }

    var isZero: Bool {
      values[0] == 0 && values[1] == 0 && values[2] == 0 && values[3] == 0 && values[4] == 0 && values[5] == 0
    }
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
  /// Of all distinct blocks, one after the other.
  private(set) var pieces: [Piece] = []
  /// Index into `distinct` of each block of the sequence; -1 for blocks that are never played.
  private(set) var kinds: [Int32]
  private(set) var stretches: [Stretch] = []
  /// The distinct durations of pieces, seconds.
  private(set) var durations: [Double] = []
  private var durationTimes: [Time] = []
  /// True when the console may turn some block that has gradients.
  private(set) var isFree = false
  /// True when a gradient steps, within a block or over an edge, beyond what a file rounds away, or is not a number.
  private(set) var isBroken = false

  init(_ sequence: Sequence, _ facts: EventFacts, _ uses: EventUses) {
    kinds = Array(repeating: -1, count: sequence.blocks.count)
    isFree = uses.combinations.contains { $0.combination.isFree }
    findDistinct(sequence, facts, uses)
    for segment in uses.playedSegments {
      let played = sequence.segments[segment]
      if played.repetitions == 1 {
        stretches += Self.folded(played.blocks, kinds)
      } else {
        stretches.append(
          Stretch(blocks: played.blocks, repetitions: played.repetitions, isSegment: true))
      }
    }
    isBroken = distinct.contains(where: \.isBroken) || hasStepsAtEdges
  }

  /// Blocks with the same gradients, the same rotation and the same duration are one.
  private mutating func findDistinct(_ sequence: Sequence, _ facts: EventFacts, _ uses: EventUses) {
    var kindOfCombination = [Int32](repeating: -1, count: uses.combinations.count)
    // Most combinations are one kind, with no more pieces than their gradients have corners, and one before and behind
    // them. What is reserved and not used is never touched; to grow would hold everything twice for a moment.
    distinct.reserveCapacity(uses.combinations.count)
    pieces.reserveCapacity(min(Self.mostReserved, Self.mostPieces(uses, facts)))
    let isRotated = sequence.library.extras.map { $0.rotation != nil }
    func rotation(_ block: Block) -> ExtrasID {
      !block.extras.isNone && isRotated[Int(block.extras.number) - 1] ? block.extras : .none
    }
    // A block of each kind, by its index.
    var examples: [Int] = []
    var known = Numbering()
    var knownDurations = Numbering()
    for segment in uses.playedSegments {
      for index in sequence.segments[segment].blocks {
        let block = sequence.blocks[index]
        let combination = Int(uses.combinationOfBlock[index])
        // Gradients that play together do so for the same time, with few exceptions.
        if combination >= 0, kindOfCombination[combination] >= 0,
          distinct[Int(kindOfCombination[combination])].duration == block.duration
        {
          kinds[index] = kindOfCombination[combination]
          continue
        }
        let gradients = Numbering.hash(
          UInt64(block.gx.number) << 32 | UInt64(block.gy.number),
          UInt64(block.gz.number) << 32 | UInt64(rotation(block).number))
        let hash = Numbering.hash(gradients, UInt64(bitPattern: block.duration.picoseconds))
        let (number, isNew) = known.number(of: hash) {
          let other = sequence.blocks[examples[$0]]
          return other.gx == block.gx && other.gy == block.gy && other.gz == block.gz
            && other.duration == block.duration && rotation(other) == rotation(block)
        }
        if isNew {
          append(block, sequence, facts, &knownDurations)
          examples.append(index)
        }
        kinds[index] = Int32(clamping: number)
        if combination >= 0, kindOfCombination[combination] < 0 {
          kindOfCombination[combination] = kinds[index]
        }
      }
    }
  }

  /// 600 MB of address space.
  private static let mostReserved = 1 << 23

  private static func mostPieces(_ uses: EventUses, _ facts: EventFacts) -> Int {
    uses.combinations.reduce(0) { sum, use in
      let (gx, gy, gz) = (use.combination.gx, use.combination.gy, use.combination.gz)
      return sum + facts.corners(gx).count + facts.corners(gy).count + facts.corners(gz).count + 2
    }
  }

  private mutating func append(
    _ block: Block, _ sequence: Sequence, _ facts: EventFacts, _ knownDurations: inout Numbering
  ) {
    let begin = pieces.count
    var result = DistinctBlock(duration: block.duration, pieces: begin..<begin)
    let matrix = block.extras.isNone ? nil : sequence.library[block.extras].rotation?.matrix
    let ids: InlineArray<3, GradientID> = [block.gx, block.gy, block.gz]
    for axis in ids.indices where !ids[axis].isNone {
      let fact = facts[ids[axis]]
      if fact.peakSlewHertzPerMetreSecond.isInfinite || !fact.peakHertzPerMetre.isFinite {
        result.isBroken = true
      }
    }
    var time = Time.zero
    MergedGradients.forEachPiece(facts.corners(block.gx), facts.corners(block.gy), facts.corners(block.gz)) {
      start, end, first, last in
      guard start < block.duration else { return }
      if start > time { appendPiece(from: time, to: start, .zero, .zero, &knownDurations) }
      let (a, b) = (GradientCombination.turned(first, matrix), GradientCombination.turned(last, matrix))
      for axis in 0..<3 {
        result.peak = max(result.peak, abs(a[axis]), abs(b[axis]))
        if a[axis] != 0 || b[axis] != 0 { result.isActive[axis] = true }
      }
      appendPiece(from: start, to: end, a, b, &knownDurations)
      time = end
    }
    if time < block.duration { appendPiece(from: time, to: block.duration, .zero, .zero, &knownDurations) }
    result.pieces = begin..<pieces.count
    result.isBroken = result.isBroken || hasSteps(inside: result)
    distinct.append(result)
  }

  private mutating func appendPiece(
    from start: Time, to end: Time, _ first: SIMD3<Double>, _ last: SIMD3<Double>,
    _ knownDurations: inout Numbering
  ) {
    let duration = end - start
    let picoseconds = UInt64(bitPattern: duration.picoseconds)
    let (number, isNew) = knownDurations.number(of: Numbering.hash(picoseconds, 0)) {
      durationTimes[$0] == duration
    }
    if isNew {
      durationTimes.append(duration)
      durations.append(duration.seconds)
    }
    pieces.append(
      Piece(start: start, duration: duration, durationIndex: number, first: first, last: last))
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
  /// The straight pieces of a distinct block.
  func pieces(of kind: Int32) -> ArraySlice<Piece> { pieces[distinct[Int(kind)].pieces] }

  /// Steps from one piece to the next.
  private func hasSteps(inside block: DistinctBlock) -> Bool {
    let tolerance = ContinuityChecks.formatResolution * block.peak
    return block.pieces.dropFirst().contains {
      Self.isStep(from: pieces[$0 - 1].last, to: pieces[$0].first, tolerance)
    }
  }

  /// Steps from one block to the next, and at both ends of the run.
  private var hasStepsAtEdges: Bool {
    var before = SIMD4<Double>()
    var peak = 0.0
    for stretch in stretches {
      for _ in 0..<min(2, stretch.repetitions) {
        for index in stretch.blocks {
          let kind = Int(kinds[index])
          guard let first = distinct[kind].pieces.first, let last = distinct[kind].pieces.last else {
            continue
          }
          let tolerance = ContinuityChecks.formatResolution * max(peak, distinct[kind].peak)
          if Self.isStep(from: before, to: pieces[first].first, tolerance) { return true }
          before = pieces[last].last
          peak = distinct[kind].peak
        }
      }
    }
    return Self.isStep(from: before, to: SIMD4(), ContinuityChecks.formatResolution * peak)
  }

  @inline(__always)
  private static func isStep(from before: SIMD4<Double>, to value: SIMD4<Double>, _ tolerance: Double) -> Bool
  {
    let (x, y, z) = (abs(value.x - before.x), abs(value.y - before.y), abs(value.z - before.z))
    return !(x <= tolerance && y <= tolerance && z <= tolerance)
  }

  /// How often a stretch is played until the last `seconds` of it hold nothing but itself, and once more.
  func visits(_ stretch: Stretch, toFill seconds: Double) -> Int {
    var period = 0.0
    for index in stretch.blocks { period += distinct[Int(kinds[index])].duration.seconds }
    guard period > 0, seconds / period < 1e6 else { return min(stretch.repetitions, 2) }
    return min(stretch.repetitions, Int((seconds / period).rounded(.up)) + 2)
  }
}
