/// Sets every label that the sequence uses to zero at its start.
///
/// Counters start at zero by the format, but Siemens' interpreter refuses files that use one without setting it.
enum InitialiseLabels {
  static func run(_ sequence: inout Sequence, _ context: PassContext, _ diagnostics: inout Diagnostics) {
    var used: Set<Label> = []
    for extras in sequence.library.extras {
      for operation in extras.labels { used.insert(operation.label) }
    }
    if let first = sequence.blocks.first, !first.extras.isNone {
      for operation in sequence.library[first.extras].labels where operation.kind == .set {
        used.remove(operation.label)
      }
    }
    // In the table's order, since a set has none.
    let operations = Label.allCases.filter { used.contains($0) && $0 != .segmentID }
      .map { LabelOperation(.set, $0, 0) }
    sequence.setLabelsAtStart(operations)
  }
}
