/// Where each distinct event, and each distinct set of gradients, is first played.
struct EventUses {
  /// First block that plays the event with this id, by id - 1; nil when none does.
  private(set) var rf: [Int?]
  private(set) var adc: [Int?]
  /// Sets of gradients that play together, in order of their first block.
  private(set) var combinations: [(combination: GradientCombination, block: Int)] = []
  /// Blocks of each segment that is played at all, in playing order.
  private(set) var playedSegments: [Int] = []
  /// When a block starts within one repetition of its segment, by index; and how long each repetition is.
  private(set) var startInSegment: [Time]
  private(set) var segmentDurations: [Time]
  /// The last block that is played; nil when none is.
  private(set) var lastPlayed: Int?
  /// Index into `combinations` of each block that plays gradients, by index; -1 for the others.
  private(set) var combinationOfBlock: [Int32]

  init(_ sequence: Sequence) {
    rf = Array(repeating: nil, count: sequence.library.rf.count)
    adc = Array(repeating: nil, count: sequence.library.adc.count)
    startInSegment = Array(repeating: .zero, count: sequence.blocks.count)
    segmentDurations = []
    for segment in sequence.segments {
      var time = Time.zero
      for index in segment.blocks {
        startInSegment[index] = time
        time = time.addingOrLongest(sequence.blocks[index].duration)
      }
      segmentDurations.append(time)
    }
    combinationOfBlock = Array(repeating: -1, count: sequence.blocks.count)
    for (index, segment) in sequence.segments.enumerated()
    where segment.repetitions > 0 && !segment.blocks.isEmpty {
      playedSegments.append(index)
      lastPlayed = segment.blocks.upperBound - 1
    }
    for segment in playedSegments { findEvents(sequence, sequence.segments[segment].blocks) }
    findCombinations(sequence)
  }

  private mutating func findEvents(_ sequence: Sequence, _ blocks: Range<Int>) {
    for index in blocks {
      let (pulse, acquisition) = (sequence.blocks[index].rf, sequence.blocks[index].adc)
      if !pulse.isNone, rf[Int(pulse.number) - 1] == nil { rf[Int(pulse.number) - 1] = index }
      if !acquisition.isNone, adc[Int(acquisition.number) - 1] == nil {
        adc[Int(acquisition.number) - 1] = index
      }
    }
  }

  private mutating func findCombinations(_ sequence: Sequence) {
    let fixed = Self.fixedBlocks(sequence)
    let rotations = sequence.library.extras.map(\.rotation)
    var numbering = Numbering()
    var found: [(combination: GradientCombination, block: Int)] = []
    for segment in playedSegments {
      for index in sequence.segments[segment].blocks {
        let block = sequence.blocks[index]
        guard !block.gx.isNone || !block.gy.isNone || !block.gz.isNone else { continue }
        let combination = GradientCombination(
          gx: block.gx, gy: block.gy, gz: block.gz,
          rotation: block.extras.isNone ? nil : rotations[Int(block.extras.number) - 1],
          isFree: fixed.isEmpty || !fixed[index])
        let (number, isNew) = numbering.number(of: combination.numberingHash) {
          found[$0].combination == combination
        }
        if isNew { found.append((combination, index)) }
        combinationOfBlock[index] = Int32(clamping: number)
      }
    }
    combinations = found
  }

  /// NOROT of each block that is played, by index: true when the console may not turn it in any repetition. Empty when
  /// no label speaks of it, so that the console may turn all.
  private static func fixedBlocks(_ sequence: Sequence) -> [Bool] {
    let sets = sequence.library.extras.map { extras in
      extras.labels.last { $0.kind == .set && $0.label == .noRotation }?.value
    }
    guard sets.contains(where: { $0 != nil }) else { return [] }
    var fixed = [Bool](repeating: true, count: sequence.blocks.count)
    var isUnderNoRotation = false
    for entry in PlayedBlocks(sequence) {
      if !entry.block.extras.isNone, let value = sets[Int(entry.block.extras.number) - 1] {
        isUnderNoRotation = value != 0
      }
      fixed[entry.index] = fixed[entry.index] && isUnderNoRotation
    }
    return fixed
  }
}
