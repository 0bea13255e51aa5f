import SequenceIR

/// Reads the section BLOCKS and gives every block its events and its duration.
extension PulseqParser {
  mutating func readBlocks(_ section: PulseqSection?) {
    guard let section else {
      log.error(.pulseqMissingSection, at: nil, "the file has no section [BLOCKS]")
      return
    }
    var assembly = BlockAssembly(raster: sequence.rasters.gradient)
    if version >= .withCentres { assembly.gradientIDs = gradientEvents.map { sequence.library.add($0) } }
    var lines = PulseqLines(bytes, in: section.body)
    let row = PulseqBlockRow(bytes: bytes, end: section.body.upperBound, columnCount: layout.blockColumns)
    var columns = PulseqBlockRow.Columns(repeating: 0)
    while !assembly.isFull {
      if let (line, next) = row.read(at: lines.position, into: &columns) {
        if sequence.blocks.isEmpty { reserveBlocks(rowLength: next - lines.position, section) }
        lines.position = next
        addBlock(columns, line, &assembly)
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

  /// What is carried from block to block.
  private struct BlockAssembly {
    /// From 1.5 on, where gradients know their ends: the id of each of `gradientEvents`.
    var gradientIDs: [GradientID] = []
    var walk: GradientEndWalk
    var total = Time.zero
    var lastNumber = 0
    var hasWarnedAboutOrder = false
    /// Set when no further block can be added.
    var isFull = false

    init(raster: Time) { walk = GradientEndWalk(raster: raster) }
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

  private mutating func addBlock(
    _ columns: PulseqBlockRow.Columns, _ line: Range<Int>, _ assembly: inout BlockAssembly
  ) {
    self.line = line
    checkOrder(columns[0], line, &assembly)
    var block = Block(duration: .zero, origin: log.span(line))
    block.rf = known(rf, columns[2], "RF event", "[RF]") ?? .none
    block.adc = known(adc, columns[6], "ADC event", "[ADC]") ?? .none
    if columns[7] != 0 { block.extras = extras(at: columns[7], block: line) }
    let gx = gradient(columns[3])
    let gy = gradient(columns[4])
    let gz = gradient(columns[5])
    let stored = version >= .withBlockDurations
    let duration = stored ? storedDuration(columns[1]) : impliedDuration(columns[1], of: block, [gx, gy, gz])
    guard let duration else { return }
    block.duration = duration
    guard let total = assembly.total.adding(duration), total <= Time.longest else {
      log.error(.pulseqOutOfRange, at: line, "with this block the sequence lasts longer than \(Time.longest)")
      assembly.isFull = true
      return
    }
    assembly.total = total
    block.gx = gradientID(gx, .x, duration, &assembly)
    block.gy = gradientID(gy, .y, duration, &assembly)
    block.gz = gradientID(gz, .z, duration, &assembly)
    sequence.blocks.append(block)
  }

  private mutating func checkOrder(_ number: Int, _ line: Range<Int>, _ assembly: inout BlockAssembly) {
    if number <= assembly.lastNumber, !assembly.hasWarnedAboutOrder {
      assembly.hasWarnedAboutOrder = true
      log.warning(
        .pulseqBlockOrder, at: line,
        "block \(number) comes after block \(assembly.lastNumber); blocks are played in the order of the file"
      )
    }
    assembly.lastNumber = number
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
      log.error(.pulseqUnknownID, at: line, "\(what) \(id) is not defined in \(place)")
      return nil
    }
  }

  /// The index into `gradientEvents`.
  @inline(__always)
  private mutating func gradient(_ id: Int) -> Int? {
    known(gradients, id, "gradient", "[GRADIENTS] or [TRAP]")
  }

  @inline(__always)
  private mutating func gradientID(
    _ event: Int?, _ axis: Axis, _ duration: Time, _ assembly: inout BlockAssembly
  ) -> GradientID {
    if version >= .withCentres { return event.map { assembly.gradientIDs[$0] } ?? .none }
    return assembly.walk.restore(
      event.map { gradientEvents[$0] }, number: event ?? 0, axis: axis, blockDuration: duration,
      library: &sequence.library, facts: &facts)
  }

  /// From 1.4 on the second column counts block rasters.
  @inline(__always)
  private mutating func storedDuration(_ column: Int) -> Time? {
    let raster = sequence.rasters.blockDuration
    let (ticks, overflow) = raster.picoseconds.multipliedReportingOverflow(by: Int64(column))
    if !overflow, Time(picoseconds: ticks) <= PulseqLimits.longest { return Time(picoseconds: ticks) }
    log.error(
      .pulseqOutOfRange, at: line, "a block of \(column) rasters of \(raster) lasts longer than 1e6 s")
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
