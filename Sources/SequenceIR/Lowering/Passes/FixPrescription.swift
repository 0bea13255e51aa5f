/// What the design does not let the operator change is fixed by flags in the first block.
enum FixPrescription {
  static func run(_ sequence: inout Sequence, _ context: PassContext, _ diagnostics: inout Diagnostics) {
    var operations: [LabelOperation] = []
    if !context.console.position { operations.append(LabelOperation(.set, .noPosition, 1)) }
    if !context.console.orientation { operations.append(LabelOperation(.set, .noRotation, 1)) }
    if !context.console.scale { operations.append(LabelOperation(.set, .noScaling, 1)) }
    sequence.setLabelsAtStart(operations)
  }
}

extension Sequence {
  /// Sets labels before anything is played. The first block takes them when it is played once; the first segment is
  /// split when it repeats, so that a counter is not reset by each repetition.
  mutating func setLabelsAtStart(_ operations: [LabelOperation]) {
    guard !operations.isEmpty, let first = blocks.first else { return }
    if let segment = segments.first, segment.repetitions > 1 {
      var block = Block(duration: .zero, origin: first.origin)
      var extras = Extras()
      extras.labels = operations
      block.extras = library.add(extras)
      blocks.insert(block, at: 0)
      for index in segments.indices {
        let range = segments[index].blocks
        segments[index].blocks = (range.lowerBound + 1)..<(range.upperBound + 1)
      }
      segments.insert(Segment(name: "", blocks: 0..<1, repetitions: 1), at: 0)
      return
    }
    var extras = first.extras.isNone ? Extras() : library[first.extras]
    extras.labels = operations + extras.labels
    blocks[0].extras = library.add(extras)
  }
}
