/// Which labels a sequence uses, and the values they have where data are acquired.
package struct LabelRange: Hashable, Sendable {
  package var label: Label
  /// Smallest and largest value while an ADC plays; nil when no data are acquired under it.
  package var values: ClosedRange<Int>?

  /// Of one label while data are acquired; nil when the sequence does not use it, or acquires nothing.
  package static func of(_ label: Label, in sequence: Sequence) -> ClosedRange<Int>? {
    all(of: sequence).first { $0.label == label }?.values
  }

  /// In the order of `Label`. Repetitions are not unrolled: from its second run on, a segment either sets a label to
  /// the same values every time or adds the same increment every time, so the first, second and last runs hold the
  /// extremes.
  static func all(of sequence: Sequence) -> [LabelRange] {
    var used = Set<Label>()
    for extras in sequence.library.extras { for operation in extras.labels { used.insert(operation.label) } }
    return Label.allCases.filter(used.contains).map { label in
      var counter = LabelCounter(label: label)
      for segment in sequence.segments where segment.repetitions > 0 {
        counter.play(segment, of: sequence)
      }
      return LabelRange(label: label, values: counter.seen)
    }
  }
}

/// Follows one label through the sequence.
private struct LabelCounter {
  let label: Label
  var value = 0
  var seen: ClosedRange<Int>?

  init(label: Label) { self.label = label }

  mutating func play(_ segment: Segment, of sequence: Sequence) {
    playOnce(segment, of: sequence)
    guard segment.repetitions > 1 else { return }
    let before = value
    playOnce(segment, of: sequence)
    guard segment.repetitions > 2 else { return }
    let (jump, overflow) = (value &- before).multipliedReportingOverflow(by: segment.repetitions - 3)
    value = overflow ? value : value &+ jump
    playOnce(segment, of: sequence)
  }

  private mutating func playOnce(_ segment: Segment, of sequence: Sequence) {
    for index in segment.blocks {
      let block = sequence.blocks[index]
      if !block.extras.isNone { apply(sequence.library[block.extras].labels) }
      guard !block.adc.isNone else { continue }
      seen = min(seen?.lowerBound ?? value, value)...max(seen?.upperBound ?? value, value)
    }
  }

  /// Within a block all sets act before all increments.
  private mutating func apply(_ operations: [LabelOperation]) {
    for operation in operations where operation.label == label && operation.kind == .set {
      value = operation.value
    }
    for operation in operations where operation.label == label && operation.kind == .increment {
      value = value &+ operation.value
    }
  }
}
