import SequenceIR

/// Walks the rows of an event table and turns their columns into values.
extension PulseqParser {
  /// Calls `body` with the id and the values of each row; values are nil where the row is faulty and reported. False
  /// when rows are missing, because the table has another layout than the version says or an id cannot be read: then
  /// an unknown id is no news.
  mutating func forEachRow(
    of section: PulseqSection, columns: KeyPath<PulseqLayout, [PulseqColumn]>,
    _ body: (inout PulseqParser, _ id: Int, _ values: PulseqValues?) -> Void
  ) -> Bool {
    let expected = layout[keyPath: columns]
    var lines = PulseqLines(bytes, in: section.body)
    var values = PulseqValues()
    var isFirst = true
    var isComplete = true
    while let line = lines.nextRow() {
      splitRow(line)
      if fields.count != expected.count {
        reportColumns(section, expected: expected, columns: columns)
        if isFirst { return false }
        // The id is usually there, and references to it need no second message.
        isComplete = false
        if let id = DecimalText.integer(bytes[fields[0]]), id > 0, id <= PulseqLimits.largestWhole {
          body(&self, id, nil)
        }
      } else if let id = whole(0, "id", from: 1) {
        body(&self, id, parse(expected, into: &values) ? values : nil)
      } else {
        isComplete = false
      }
      isFirst = false
    }
    return isComplete
  }

  private mutating func reportColumns(
    _ section: PulseqSection, expected: [PulseqColumn], columns: KeyPath<PulseqLayout, [PulseqColumn]>
  ) {
    let found = fields.count
    let names = expected.map(\.description.name).joined(separator: ", ")
    if let other = PulseqLayout.all.last(where: { $0[keyPath: columns].count == found }) {
      log.error(
        .pulseqLayoutMismatch, at: line,
        "the rows of [\(section.name)] have \(found) columns as in Pulseq \(other.family), but the file says it is "
          + "\(version), which has \(expected.count)",
        help: "correct the [VERSION] section, or the row: \(names)")
    } else {
      log.error(
        .pulseqColumnCount, at: line,
        "a row of [\(section.name)] has \(expected.count) columns in Pulseq \(version), this one has \(fieldCount)",
        help: "the columns are \(names)")
    }
  }

  /// Reads all fields, so that every fault of the row is reported; false when there was one.
  private mutating func parse(_ columns: [PulseqColumn], into values: inout PulseqValues) -> Bool {
    var isSound = true
    for index in 1..<columns.count {
      let column = columns[index]
      let (kind, name) = column.description
      switch kind {
      case .name: break
      case .reference:
        let lowest = column == .timeShape && version.minor >= 5 ? -1 : 0
        if let id = whole(index, name, from: lowest) { values.set(column, id) } else { isSound = false }
      case .count:
        if let count = whole(index, name, from: 1, to: PulseqLimits.samples) {
          values.set(column, count)
        } else {
          isSound = false
        }
      case .number:
        if let value = number(index, name) { values.set(column, value) } else { isSound = false }
      case .microseconds:
        if let time = microseconds(index, name) { values.set(column, time) } else { isSound = false }
      case .nanoseconds:
        if let time = nanoseconds(index, name) { values.set(column, time) } else { isSound = false }
      case .letter:
        if let use = use(index) { values.use = use } else { isSound = false }
      }
    }
    return isSound
  }

  private mutating func use(_ index: Int) -> RFUse? {
    let field = fields[index]
    if let use = RFUse(rawValue: text(field)) { return use }
    let letters = RFUse.allCases.map { "\($0.rawValue) (\($0.name))" }.joined(separator: ", ")
    log.error(
      .pulseqMalformedLine, at: field, "\(quoted(field)) is not a use of an RF pulse; uses are \(letters)")
    return nil
  }

  /// The shape with the id in `column`; `.none` for 0 where that is allowed; nil when it is missing or broken.
  mutating func shape(_ column: PulseqColumn, of values: PulseqValues, isRequired: Bool) -> ShapeID? {
    let id = values.whole(column)
    if id == 0, !isRequired { return ShapeID.none }
    switch shapes[id] {
    case .value(let shape): return shape
    case .broken: return nil
    case nil:
      log.error(
        .pulseqUnknownID, at: field(of: column), "\(column.description.name) \(id) is not defined in [SHAPES]"
      )
      return nil
    }
  }

  /// Where `column` stands in the row at hand.
  func field(of column: PulseqColumn) -> Range<Int> {
    for columns in [layout.rf, layout.gradients, layout.adc] where columns.count == fields.count {
      if let index = columns.firstIndex(of: column) { return fields[index] }
    }
    return line
  }

  mutating func reportDuplicate(_ id: Int, in section: String) {
    log.error(.pulseqDuplicateID, at: fields[0], "id \(id) is defined twice in \(section)")
  }
}
