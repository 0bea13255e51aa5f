import SequenceIR

/// One file in the making: gives the events their numbers in the order of first use, and lays out the sections in the
/// order that every reader takes (some of them are order-dependent).
struct PulseqEmission {
  let sequence: Sequence
  let version: PulseqVersion
  var diagnostics = Diagnostics()

  private(set) var rf: PulseqNumbers<RFID>
  private(set) var gradients: PulseqNumbers<GradientID>
  private(set) var adc: PulseqNumbers<ADCID>
  var shapes: PulseqNumbers<ShapeID>
  var extensions: PulseqExtensionTables

  init(_ sequence: Sequence, version: PulseqVersion) {
    self.sequence = sequence
    self.version = version
    rf = PulseqNumbers(libraryCount: sequence.library.rf.count)
    gradients = PulseqNumbers(libraryCount: sequence.library.gradients.count)
    adc = PulseqNumbers(libraryCount: sequence.library.adc.count)
    shapes = PulseqNumbers(libraryCount: sequence.library.shapes.count)
    extensions = PulseqExtensionTables(extrasCount: sequence.library.extras.count)
  }

  /// All bytes of the file, signature included, and that signature.
  mutating func file() -> (bytes: [UInt8], signature: String) {
    // The blocks number the events, those the shapes; the head of the file says what all of them need.
    var text = blockTable()
    text.append(eventTables())
    text.append(shapeTable())
    text.prepend(head())
    let hash = MD5.hexadecimal(of: text.bytes)
    text.endLine()
    text.line("[SIGNATURE]")
    text.line("# The MD5 sum of all bytes before the line feed that precedes [SIGNATURE]")
    text.line("Type md5")
    text.line("Hash \(hash)")
    return (text.takeBytes(), hash)
  }

  private mutating func head() -> PulseqText {
    var text = PulseqText()
    text.line("# Pulseq sequence file")
    text.line("# Created by seqc")
    text.endLine()
    text.line("[VERSION]")
    text.line("major \(version.major)")
    text.line("minor \(version.minor)")
    text.line("revision \(version.revision)")
    text.endLine()
    text.append(definitionTable())
    return text
  }

  private mutating func blockTable() -> PulseqText {
    let count = sequence.playedBlockCount
    let raster = sequence.rasters.blockDuration
    let widths: PulseqText.Row = [String(count).count, 3, 3, 3, 3, 3, 2, 2]
    // A row as wide as its columns, and a little for those that are wider and for what follows the blocks.
    var text = PulseqText(expecting: 128 + count * (widths[0] + 30))
    text.line("# number duration rf gx gy gz adc extensions")
    text.line("[BLOCKS]")
    var row = PulseqText.Row(repeating: 0)
    for entry in sequence.timeline {
      row[0] += 1
      let block = entry.block
      let use = PulseqUse(block: row[0], origin: block.origin)
      let (rasters, rest) = block.duration.picoseconds.quotientAndRemainder(dividingBy: raster.picoseconds)
      if rest != 0 || block.duration.picoseconds < 0 {
        report(use, "lasts \(block.duration), which is not a whole number of block rasters of \(raster)")
      }
      row[1] = Int(rasters)
      row[2] = rf.number(of: block.rf, block.rf.number, use)
      row[3] = gradients.number(of: block.gx, block.gx.number, use)
      row[4] = gradients.number(of: block.gy, block.gy.number, use)
      row[5] = gradients.number(of: block.gz, block.gz.number, use)
      row[6] = adc.number(of: block.adc, block.adc.number, use)
      row[7] = block.extras.number == 0 ? 0 : extensions.head(of: block.extras, in: sequence.library, use)
      text.append(row: row, widths: widths)
    }
    text.endLine()
    return text
  }

  /// An error about the block that used something first; at most twenty are kept.
  mutating func report(_ use: PulseqUse, _ what: String, help: String? = nil) {
    if diagnostics.items.count >= 20 { return }
    diagnostics.error(.pulseqValueCannotBeStored, "block \(use.block) \(what)", at: use.origin, help: help)
  }
}

/// The numbers that events or shapes have in the file, in the order of first use.
struct PulseqNumbers<ID> {
  /// By number in the library; 0 means not used yet, and "none" has no other.
  private var numbers: [Int]
  /// What is used, by number in the file from 1, with the block that used each first.
  private(set) var used: [(id: ID, use: PulseqUse)] = []

  init(libraryCount: Int) { numbers = [Int](repeating: 0, count: libraryCount + 1) }

  /// `number` is that of `id` in the library. Traps on an id of another library, which is a bug.
  @inline(__always)
  mutating func number(of id: ID, _ number: UInt32, _ use: PulseqUse) -> Int {
    let known = numbers[Int(number)]
    return known != 0 || number == 0 ? known : add(id, number, use)
  }

  @inline(never)
  private mutating func add(_ id: ID, _ number: UInt32, _ use: PulseqUse) -> Int {
    used.append((id, use))
    numbers[Int(number)] = used.count
    return used.count
  }
}

/// Where something is used first: the number of the block in the file, and the line that made it.
struct PulseqUse {
  let block: Int
  let origin: SourceSpan
}
