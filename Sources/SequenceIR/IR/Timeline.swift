/// The blocks as played, with exact start times: the only thing that unrolls repetitions, lazily.
package struct Timeline: Swift.Sequence, IteratorProtocol {
  package struct Entry {
    /// Index into `Sequence.blocks`.
    package let index: Int
    package let block: Block
    package let start: Time
    /// Index into `Sequence.segments`.
    package let segment: Int
    /// Which repetition of the segment, from 0.
    package let repetition: Int
  }

  private let sequence: SequenceIR.Sequence
  private var segment = 0
  private var repetition = 0
  private var index: Int
  private var time = Time.zero

  package init(_ sequence: SequenceIR.Sequence) {
    self.sequence = sequence
    index = sequence.segments.first?.blocks.lowerBound ?? 0
  }

  package mutating func next() -> Entry? {
    while segment < sequence.segments.count {
      let current = sequence.segments[segment]
      if index < current.blocks.upperBound, repetition < current.repetitions {
        let block = sequence.blocks[index]
        let entry = Entry(index: index, block: block, start: time, segment: segment, repetition: repetition)
        time += block.duration
        index += 1
        return entry
      }
      repetition += 1
      if repetition < current.repetitions, !current.blocks.isEmpty {
        index = current.blocks.lowerBound
      } else {
        segment += 1
        repetition = 0
        if segment < sequence.segments.count { index = sequence.segments[segment].blocks.lowerBound }
      }
    }
    return nil
  }
}

extension Sequence {
  package var timeline: Timeline { Timeline(self) }
}
