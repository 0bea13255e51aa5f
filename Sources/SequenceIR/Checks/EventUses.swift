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
  /// NOROT of each block, by index; true when the console may not turn it in any repetition.
  private(set) var isFixed: [Bool]
  /// Index into `combinations` of each block that plays gradients, by index; -1 for the others.
  private(set) var combinationOfBlock: [Int32]

  private var seen: [GradientCombination: Int32] = [:]

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
    isFixed = Array(repeating: true, count: sequence.blocks.count)
    combinationOfBlock = Array(repeating: -1, count: sequence.blocks.count)
    for (index, segment) in sequence.segments.enumerated()
    where segment.repetitions > 0 && !segment.blocks.isEmpty {
      playedSegments.append(index)
      lastPlayed = segment.blocks.upperBound - 1
    }
    findOrientations(sequence)
    for segment in playedSegments {
      for index in sequence.segments[segment].blocks { note(sequence.blocks[index], index, sequence.library) }
    }
  }

  private mutating func findOrientations(_ sequence: Sequence) {
    let sets = sequence.library.extras.map { extras in
      extras.labels.last { $0.kind == .set && $0.label == .noRotation }?.value
    }
    var isUnderNoRotation = false
    for entry in PlayedBlocks(sequence) {
      if !entry.block.extras.isNone, let value = sets[Int(entry.block.extras.number) - 1] {
        isUnderNoRotation = value != 0
      }
      isFixed[entry.index] = isFixed[entry.index] && isUnderNoRotation
    }
  }

  private mutating func note(_ block: Block, _ index: Int, _ library: EventLibrary) {
    if !block.rf.isNone, rf[Int(block.rf.number) - 1] == nil { rf[Int(block.rf.number) - 1] = index }
    if !block.adc.isNone, adc[Int(block.adc.number) - 1] == nil { adc[Int(block.adc.number) - 1] = index }
    guard !block.gx.isNone || !block.gy.isNone || !block.gz.isNone else { return }
    let rotation = block.extras.isNone ? nil : library[block.extras].rotation
    let combination = GradientCombination(
      gx: block.gx, gy: block.gy, gz: block.gz, rotation: rotation, isFree: !isFixed[index])
    if let known = seen[combination] {
      combinationOfBlock[index] = known
      return
    }
    let number = Int32(clamping: combinations.count)
    seen[combination] = number
    combinationOfBlock[index] = number
    combinations.append((combination, index))
  }
}
