import SequenceIR

/// Reads the section BLOCKS and gives every block its events and its duration.
extension PulseqParser {
  mutating func readBlocks(_ section: PulseqSection?) {
    guard let section else {
      log.error(.pulseqMissingSection, at: nil, "the file has no section [BLOCKS]")
      return
    }
    var assembly = BlockAssembly(of: self)
    if assembly.endsAreStored { assembly.gradientIDs = gradientEvents.map { sequence.library.add($0) } }
    var lines = PulseqLines(bytes, in: section.body)
    let row = PulseqBlockRow(bytes, in: section.body, columnCount: layout.blockColumns)
    var columns = PulseqBlockRow.Columns(repeating: 0)
    while !assembly.isFull {
      if let (line, next) = row.read(at: lines.position, into: &columns) {
        if sequence.blocks.isEmpty { reserveBlocks(rowLength: next - lines.position, section) }
        lines.position = next
        addBlock(&columns, line, &assembly)
      } else if let line = lines.next() {
        if line.isEmpty || bytes[line.lowerBound] == UInt8(ascii: "#") { continue }
        reportFaulty(line)
        if sequence.blocks.isEmpty { return }
      } else {
        break
      }
    }
    if sequence.blocks.isEmpty, !log.hasErrors {
      log.error(
        .pulseqMissingSection, at: section.header, "a sequence has at least one block, and this has none")
    }
    sequence.makeSingleSegment()
  }

  /// Rows are about as long as the first; memory that is not used is never touched.
  private mutating func reserveBlocks(rowLength: Int, _ section: PulseqSection) {
    sequence.blocks.reserveCapacity(section.body.count / max(rowLength, 1) + 1)
  }

  /// What is carried from block to block, and what is the same for all of them.
  private struct BlockAssembly {
    /// From 1.4 on the second column is the duration, in rasters.
    let durationsAreStored: Bool
    /// From 1.5 on gradients know where they begin and end.
    let endsAreStored: Bool
    /// Where they do, the id of each of `gradientEvents`.
    var gradientIDs: [GradientID] = []
    /// Where they do not.
    var walk: GradientEndWalk
    /// A block without events.
    let blank: Block
    let durationRaster: Time
    /// How long a block may last, and all of them together.
    let longestBlock = PulseqLimits.longest
    let longest = Time.longest
    var total = Time.zero
    var lastNumber = 0
    var hasWarnedAboutOrder = false
    /// Set when no further block can be added.
    var isFull = false

    init(of parser: PulseqParser) {
      durationsAreStored = parser.version >= .withBlockDurations
      endsAreStored = parser.version >= .withCentres
      walk = GradientEndWalk(raster: parser.sequence.rasters.gradient)
      blank = Block(duration: .zero, origin: parser.log.span(0..<0))
      durationRaster = parser.sequence.rasters.blockDuration
    }
  }

  /// Says what is wrong with a row that the fast way did not take.
  private mutating func reportFaulty(_ line: Range<Int>) {
    splitRow(line)
    guard fields.count == layout.blockColumns else {
      if let other = PulseqLayout.all.last(where: { $0.blockColumns == fields.count }) {
        log.error(
          .pulseqLayoutMismatch, at: line,
          "the rows of [BLOCKS] have \(fields.count) columns as in Pulseq \(other.family), but the file says it is "
            + "\(version), which has \(layout.blockColumns)",
          help: "correct the [VERSION] section, or the row")
      } else {
        log.error(
          .pulseqColumnCount, at: line,
          "a row of [BLOCKS] has \(layout.blockColumns) columns in Pulseq \(version), this one has \(fieldCount)"
        )
      }
      return
    }
    let errorsBefore = log.errorCount
    for index in fields.indices {
      _ = whole(index, "a column of [BLOCKS]", from: 0, to: PulseqLimits.largestColumn)
    }
    if log.errorCount == errorsBefore {
      log.error(
        .pulseqMalformedNumber, at: line, "the columns of [BLOCKS] are whole numbers of at most 18 digits")
    }
  }

  /// Every block of a file comes along here, so that what is rare is called and the rest stands in line. Times are
  /// computed with as the whole numbers they are: the operations of `Time` would be calls.
  private mutating func addBlock(
    _ columns: inout PulseqBlockRow.Columns, _ line: Range<Int>, _ assembly: inout BlockAssembly
  ) {
    self.line = line
    if columns[0] <= assembly.lastNumber { warnAboutOrder(columns[0], &assembly) }
    assembly.lastNumber = columns[0]
    var block = assembly.blank
    block.origin = log.span(line)
    if let event = known(rf, columns[2], "RF event", "[RF]") { block.rf = event }
    if let event = known(adc, columns[6], "ADC event", "[ADC]") { block.adc = event }
    if columns[7] != 0 { block.extras = extras(at: columns[7], block: line) }
    let gx = gradient(columns[3])
    let gy = gradient(columns[4])
    let gz = gradient(columns[5])
    let stored = assembly.durationsAreStored
    let duration =
      stored
      ? storedDuration(columns[1], assembly)
      : impliedDuration(columns[1], of: block, [gx, gy, gz])?.picoseconds
    guard let duration else { return }
    block.duration.picoseconds = duration
    let (total, overflow) = assembly.total.picoseconds.addingReportingOverflow(duration)
    guard !overflow, total <= assembly.longest.picoseconds else {
      log.error(.pulseqOutOfRange, at: line, "with this block the sequence lasts longer than \(Time.longest)")
      assembly.isFull = true
      return
    }
    assembly.total.picoseconds = total
    if assembly.endsAreStored {
      if let gx { block.gx = assembly.gradientIDs[gx] }
      if let gy { block.gy = assembly.gradientIDs[gy] }
      if let gz { block.gz = assembly.gradientIDs[gz] }
    } else {
      block.gx = restored(gx, .x, block.duration, &assembly)
      block.gy = restored(gy, .y, block.duration, &assembly)
      block.gz = restored(gz, .z, block.duration, &assembly)
    }
    sequence.blocks.append(block)
  }

  private mutating func warnAboutOrder(_ number: Int, _ assembly: inout BlockAssembly) {
    if assembly.hasWarnedAboutOrder { return }
    assembly.hasWarnedAboutOrder = true
    log.warning(
      .pulseqBlockOrder, at: line,
      "block \(number) comes after block \(assembly.lastNumber); blocks are played in the order of the file")
  }

  /// What an id stands for; nil for 0, and where the id is not usable, which is reported here or was before.
  @inline(__always)
  private mutating func known<Value>(
    _ table: PulseqIDTable<Value>, _ id: Int, _ what: String, _ place: String
  ) -> Value? {
    if id == 0 { return nil }
    switch table[id] {
    case .value(let value): return value
    case .broken: return nil
    case nil:
      reportUnknown(id, what, place)
      return nil
    }
  }

  @inline(never)
  private mutating func reportUnknown(_ id: Int, _ what: String, _ place: String) {
    log.error(.pulseqUnknownID, at: line, "\(what) \(id) is not defined in \(place)")
  }

  /// The index into `gradientEvents`.
  @inline(__always)
  private mutating func gradient(_ id: Int) -> Int? {
    known(gradients, id, "gradient", "[GRADIENTS] or [TRAP]")
  }

  /// The gradient as it is played here, where files do not store its ends.
  private mutating func restored(
    _ event: Int?, _ axis: Axis, _ duration: Time, _ assembly: inout BlockAssembly
  ) -> GradientID {
    assembly.walk.restore(
      event.map { gradientEvents[$0] }, number: event ?? 0, axis: axis, blockDuration: duration,
      library: &sequence.library, facts: &facts)
  }

  /// From 1.4 on the second column counts block rasters. In picoseconds.
  @inline(__always)
  private mutating func storedDuration(_ column: Int, _ assembly: borrowing BlockAssembly) -> Int64? {
    let (ticks, overflow) = assembly.durationRaster.picoseconds.multipliedReportingOverflow(by: Int64(column))
    if !overflow, ticks <= assembly.longestBlock.picoseconds { return ticks }
    log.error(
      .pulseqOutOfRange, at: line,
      "a block of \(column) rasters of \(assembly.durationRaster) lasts longer than 1e6 s")
    return nil
  }

  /// Before 1.4 it names a delay, and a block lasts as long as the longest of it and its events, rounded up to the
  /// raster.
  private mutating func impliedDuration(_ column: Int, of block: Block, _ gradients: [Int?]) -> Time? {
    var longest = known(delays, column, "delay", "[DELAYS]") ?? .zero
    if !block.rf.isNone {
      longest = max(longest, sequence.library.end(of: block.rf, raster: sequence.rasters.radiofrequency))
    }
    if !block.adc.isNone {
      let event = sequence.library[block.adc]
      longest = max(longest, event.delay + (event.duration ?? .zero))
    }
    for index in gradients.compactMap({ $0 }) {
      switch gradientEvents[index] {
      case .trapezoid(let trapezoid): longest = max(longest, trapezoid.delay + trapezoid.duration)
      case .arbitrary(let gradient):
        let samples = sequence.library[gradient.shape].sampleCount
        longest = max(longest, gradient.delay + sequence.rasters.gradient * samples)
      }
    }
    if !block.extras.isNone {
      for trigger in sequence.library[block.extras].triggers {
        longest = max(longest, trigger.delay + trigger.duration)
      }
    }
    return longest.roundedUp(to: sequence.rasters.blockDuration)
  }
}
