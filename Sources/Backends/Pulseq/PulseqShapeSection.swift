import SequenceIR

/// Reads the section SHAPES: the numbers as they are stored, checked to decode but not decoded.
extension PulseqParser {
  mutating func readShapes(_ section: PulseqSection?) {
    guard let section else { return }
    var lines = PulseqLines(bytes, in: section.body)
    let samples = PulseqSampleLines(bytes, in: section.body)
    var shape: Pending?
    while let line = lines.next() {
      if line.isEmpty {
        // A blank line ends the numbers of a shape; before the first number it means nothing.
        if let finished = shape, finished.count != nil, !finished.stored.isEmpty || finished.isBroken {
          add(finished)
          shape = nil
        }
      } else if bytes[line.lowerBound] == UInt8(ascii: "#") {
        continue
      } else if isKey(line) {
        readKey(line, &shape)
      } else {
        readNumber(line, &shape)
        shape?.append(samples, from: &lines.position)
      }
    }
    if let shape { add(shape) }
  }

  /// A shape whose numbers are being read.
  private struct Pending {
    let id: Int
    let header: Range<Int>
    var count: Int?
    var stored: [Double] = []
    var isBroken = false

    /// Two samples take at most three numbers, as a run of two.
    var mostNumbers: Int { (count ?? 0) + (count ?? 0) / 2 }

    /// Appends the numbers of as many lines from `position` on as hold a finite number and nothing else, and moves it
    /// behind them. Shapes are long, and mostly this.
    mutating func append(_ samples: PulseqSampleLines, from position: inout Int) {
      if isBroken || count == nil { return }
      let most = mostNumbers
      while stored.count <= most, let (value, next) = samples.read(at: position) {
        stored.append(value)
        position = next
      }
    }
  }

  /// Keys begin with a letter; numbers do not.
  private func isKey(_ line: Range<Int>) -> Bool {
    let byte = bytes[line.lowerBound] | 0x20
    return byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
  }

  /// `shape_id 1` or `num_samples 100`, also as `Shape_ID` and `num_uncompressed`.
  private mutating func readKey(_ line: Range<Int>, _ shape: inout Pending?) {
    splitRow(line)
    let key = text(fields[0]).lowercased()
    guard fields.count == 2, ["shape_id", "num_samples", "num_uncompressed"].contains(key) else {
      log.error(
        .pulseqMalformedLine, at: line, "expected `shape_id` or `num_samples` and a number, or a sample")
      shape?.isBroken = true
      return
    }
    if key == "shape_id" {
      if let finished = shape { add(finished) }
      shape = whole(1, "shape id", from: 1).map { Pending(id: $0, header: line) }
      if shape == nil { shapes.isBroken = true }
      return
    }
    guard shape != nil else {
      log.error(.pulseqMalformedLine, at: line, "the number of samples stands before any shape_id")
      shapes.isBroken = true
      return
    }
    guard let count = DecimalText.integer(bytes[fields[1]]), count >= 1, count <= PulseqLimits.samples else {
      log.error(
        .pulseqShapeTooLong, at: fields[1],
        "a shape has between 1 and \(PulseqLimits.samples) samples, not \(quoted(fields[1]))")
      shape?.isBroken = true
      shape?.count = 0
      return
    }
    shape?.count = count
  }

  private mutating func readNumber(_ line: Range<Int>, _ shape: inout Pending?) {
    guard let current = shape, current.count != nil else {
      let isKnown = shape?.isBroken ?? shapes.isBroken
      if !isKnown {
        log.error(.pulseqMalformedLine, at: line, "a sample must follow `shape_id` and `num_samples`")
      }
      shape?.isBroken = true
      if shape == nil { shapes.isBroken = true }
      return
    }
    if current.isBroken { return }
    guard let value = DecimalText.number(bytes[line]), value.isFinite else {
      log.error(.pulseqMalformedNumber, at: line, "a sample must be a finite number, not \(quoted(line))")
      shape?.isBroken = true
      return
    }
    guard current.stored.count <= current.mostNumbers else {
      log.error(
        .pulseqShapeLength, at: line,
        "shape \(current.id) should have \(current.count ?? 0) samples, and this number is one too many for that"
      )
      shape?.isBroken = true
      return
    }
    shape?.stored.append(value)
  }

  private mutating func add(_ pending: Pending) {
    var entry = PulseqIDTable<ShapeID>.Entry.broken
    if !pending.isBroken, let shape = finished(pending) { entry = .value(sequence.library.add(shape)) }
    if !shapes.insert(entry, at: pending.id) {
      log.error(.pulseqDuplicateID, at: pending.header, "shape \(pending.id) is defined twice")
    }
  }

  /// From 1.4 on a shape with as many numbers as samples is not compressed; before, every shape is.
  private mutating func finished(_ pending: Pending) -> Shape? {
    guard let count = pending.count else {
      log.error(.pulseqMalformedLine, at: pending.header, "shape \(pending.id) has no num_samples")
      return nil
    }
    let stored = pending.stored
    if version >= .withBlockDurations, stored.count == count {
      guard stored.allSatisfy({ abs($0) <= PulseqLimits.largestSample }) else {
        log.error(.pulseqOutOfRange, at: pending.header, "shape \(pending.id) has a sample beyond 1e9")
        return nil
      }
      return Shape(sampleCount: count, stored: stored, isCompressed: false)
    }
    guard decodes(pending, to: count) else { return nil }
    let shape = Shape(sampleCount: count, stored: stored, isCompressed: true)
    // Kept in a form that a later version would not take for uncompressed.
    return stored.count < count
      ? shape : Shape(sampleCount: count, stored: shape.samples(), isCompressed: false)
  }

  private mutating func decodes(_ pending: Pending, to count: Int) -> Bool {
    let stored = pending.stored
    var total = 0
    var sum = 0.0
    var index = 0
    while index < stored.count {
      var run = 1
      if index + 1 < stored.count, stored[index] == stored[index + 1] {
        guard index + 2 < stored.count, let more = Int(exactly: stored[index + 2]), more >= 0 else {
          log.error(
            .pulseqShapeEncoding, at: pending.header,
            "shape \(pending.id): the equal numbers \(index + 1) and \(index + 2) must be followed by a whole number "
              + "that counts how many more there are")
          return false
        }
        run = min(more, PulseqLimits.samples) + 2
        sum += stored[index] * Double(run - 1)
        index += 2
      }
      sum += stored[index - (run > 1 ? 2 : 0)]
      index += 1
      total += run
      guard abs(sum) <= PulseqLimits.largestSample else {
        log.error(.pulseqOutOfRange, at: pending.header, "shape \(pending.id) has a sample beyond 1e9")
        return false
      }
      if total > count { break }
    }
    if total == count { return true }
    log.error(
      .pulseqShapeLength, at: pending.header,
      "shape \(pending.id) should have \(count) samples, and its \(stored.count) numbers decode to "
        + (total > count ? "more" : "\(total)"))
    return false
  }
}
