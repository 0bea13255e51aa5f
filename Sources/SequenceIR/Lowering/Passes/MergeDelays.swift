/// Joins neighbouring blocks of a segment in which only time passes.
enum MergeDelays {
  static func run(_ sequence: inout Sequence, _ context: PassContext, _ diagnostics: inout Diagnostics) {
    var blocks: [Block] = []
    blocks.reserveCapacity(sequence.blocks.count)
    for index in sequence.segments.indices {
      let start = blocks.count
      for block in sequence.blocks[sequence.segments[index].blocks] {
        if blocks.count > start, let last = blocks.last, isPlain(last), isPlain(block) {
          blocks[blocks.count - 1].duration += block.duration
        } else {
          blocks.append(block)
        }
      }
      sequence.segments[index].blocks = start..<blocks.count
    }
    sequence.blocks = blocks
  }

  private static func isPlain(_ block: Block) -> Bool { block.isDelay && block.extras.isNone }
}
