/// The blocks in playing order, each segment at most twice: what a check of neighbouring blocks needs to see.
///
/// Two repetitions suffice. What a block leaves behind for the next one (the value a gradient ends at, the last RF or
/// ADC event, the state of a label) is set by the blocks of the segment alone once it has been played through, so the
/// second repetition meets the state that every later one meets, and what follows the segment meets the state after
/// any repetition but the first. The first differs by what came before the segment. Where a segment holds neither RF
/// nor ADC, its whole time still passes between the events around it; `gapTime` counts that.
struct PlayedBlocks: Swift.Sequence, IteratorProtocol {
  struct Entry {
    /// Index into `Sequence.blocks`.
    let index: Int
    let block: Block
    /// When the block starts on the way from one RF or ADC event to the next; repetitions that are not visited are
    /// left out of it, unless they hold neither.
    let gapTime: Time
    let repetition: Int
  }

  private let blocks: [Block]
  private let segments: [Segment]
  private var segment = 0
  private var repetition = 0
  private var index = 0
  /// Where the blocks of the segment end.
  private var end = 0
  /// When the next block starts; behind the last one, when the run ends. As `Entry.gapTime` counts.
  private(set) var time = Time.zero
  private var repetitionStart = Time.zero
  private var isSilent = true

  init(_ sequence: SequenceIR.Sequence) {
    blocks = sequence.blocks
    segments = sequence.segments
    enterSegment()
  }

  mutating func next() -> Entry? {
    while index >= end {
      guard segment < segments.count else { return nil }
      finishRepetition()
    }
    let block = blocks[index]
    let entry = Entry(index: index, block: block, gapTime: time, repetition: repetition)
    time = time.addingOrLongest(block.duration)
    isSilent = isSilent && block.rf.isNone && block.adc.isNone
    index += 1
    return entry
  }

  private mutating func enterSegment() {
    guard segment < segments.count else { return }
    let visited = segments[segment].repetitions > 0 ? segments[segment].blocks : 0..<0
    (index, end) = (visited.lowerBound, visited.upperBound)
  }

  private mutating func finishRepetition() {
    let (visited, repetitions) = (segments[segment].blocks, segments[segment].repetitions)
    repetition += 1
    if repetition < Swift.min(2, repetitions), !visited.isEmpty {
      index = visited.lowerBound
      repetitionStart = time
      return
    }
    if isSilent, repetitions > 2 {
      let rest = (time - repetitionStart).times(repetitions - 2) ?? .longest
      time = time.addingOrLongest(rest)
    }
    segment += 1
    repetition = 0
    isSilent = true
    repetitionStart = time
    enterSegment()
  }
}

extension Time {
  /// The sum, or the longest time there is: for sums that only ever are compared.
  func addingOrLongest(_ other: Time) -> Time {
    guard let sum = adding(other), sum < .longest else { return .longest }
    return sum
  }
}
