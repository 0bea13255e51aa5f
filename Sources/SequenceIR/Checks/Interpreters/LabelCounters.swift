/// The values that label counters reach over the whole run.
enum LabelCounters {
  static let largest = 32_767

  static func ranges(_ context: CheckContext) -> Measurements {
    var run = Run(context)
    for segment in context.uses.playedSegments { run.play(context.sequence.segments[segment]) }
    return run.measurements
  }

  private struct Run {
    let context: CheckContext
    var measurements: Measurements
    /// By position in `Label.allCases`; flags stay zero.
    var values = [Int](repeating: 0, count: Label.allCases.count)
    /// What extras do to counters, by their id - 1.
    let operations: [[Operation]]
    /// The counters that are stored with an acquisition.
    let stored: [(label: Label, position: Int)]

    struct Operation {
      var isSet: Bool
      var label: Label
      var position: Int
      var value: Int
    }

    init(_ context: CheckContext) {
      self.context = context
      measurements = Measurements(context)
      let positions = Dictionary(
        uniqueKeysWithValues: Label.allCases.enumerated().filter { $0.element.family == .counter }
          .map { ($0.element, $0.offset) })
      stored = Label.allCases.enumerated()
        .filter { $0.element.family == .counter && $0.element != .segmentID }
        .map { ($0.element, $0.offset) }
      operations = context.sequence.library.extras.map { extras in
        let counted = extras.labels.compactMap { operation in
          positions[operation.label].map {
            Operation(
              isSet: operation.kind == .set, label: operation.label, position: $0, value: operation.value)
          }
        }
        // Within one block all sets act before all increments.
        return counted.filter(\.isSet) + counted.filter { !$0.isSet }
      }
    }

    /// Between the second and the last repetition every counter grows by the same amount each time, or stands still
    /// where the segment sets it: its extremes are met in the first two repetitions or in the last.
    mutating func play(_ segment: Segment) {
      for repetition in 0..<min(2, segment.repetitions) { once(segment, repetition) }
      guard segment.repetitions > 2 else { return }
      let before = values
      once(segment, 2)
      guard segment.repetitions > 3 else { return }
      let left = segment.repetitions - 4
      for index in values.indices {
        let (growth, overflow) = (values[index] - before[index]).multipliedReportingOverflow(by: left)
        let (sum, tooFar) = values[index].addingReportingOverflow(growth)
        values[index] = overflow || tooFar ? (values[index] > before[index] ? .max / 4 : .min / 4) : sum
      }
      once(segment, segment.repetitions - 1)
    }

    private mutating func once(_ segment: Segment, _ repetition: Int) {
      for index in segment.blocks {
        let block = context.sequence.blocks[index]
        if !block.extras.isNone {
          for operation in operations[Int(block.extras.number) - 1] { act(operation, index, repetition) }
        }
        guard !block.adc.isNone else { continue }
        for (label, position) in stored where values[position] < 0 {
          record(label, values[position], "at an acquisition, where 0 is the least", index, repetition)
        }
      }
    }

    private mutating func act(_ operation: Operation, _ block: Int, _ repetition: Int) {
      let (sum, overflow) = values[operation.position].addingReportingOverflow(operation.value)
      let value = operation.isSet ? operation.value : overflow ? .max / 4 : sum
      values[operation.position] = value
      if value > LabelCounters.largest {
        record(operation.label, value, "and \(LabelCounters.largest) is the most", block, repetition)
      } else if measurements.worst == nil {
        measurements.record(
          Measurements.Observation(
            measured: .exactly(Double(value)), limit: Double(LabelCounters.largest),
            what: "\(operation.label.rawValue) is \(value)", block: block, repetition: repetition,
            relation: .kept))
      }
    }

    private mutating func record(
      _ label: Label, _ value: Int, _ why: String, _ block: Int, _ repetition: Int
    ) {
      measurements.record(
        Measurements.Observation(
          measured: .exactly(Double(abs(value))), limit: Double(LabelCounters.largest),
          what: "\(label.rawValue) is \(value) \(why)", block: block, repetition: repetition,
          relation: .broken))
    }
  }
}
