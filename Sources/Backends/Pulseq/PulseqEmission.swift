import SequenceIR

/// One file in the making: gives the events their numbers in the order of first use, and lays out the sections in the
/// order that every reader takes (some of them are order-dependent).
struct PulseqEmission {
  let sequence: Sequence
  let version: PulseqVersion
  var diagnostics = Diagnostics()

  /// Numbers in the file, by number in the library; 0 means not used yet.
  private var rfNumbers: [Int]
  private var gradientNumbers: [Int]
  private var adcNumbers: [Int]
  var shapeNumbers: [Int]
  /// The events in use, by number in the file, with the block that used each first.
  private(set) var rf: [(id: RFID, use: PulseqUse)] = []
  private(set) var gradients: [(id: GradientID, use: PulseqUse)] = []
  private(set) var adc: [(id: ADCID, use: PulseqUse)] = []
  var shapes: [ShapeID] = []
  var extensions: PulseqExtensionTables

  init(_ sequence: Sequence, version: PulseqVersion) {
    self.sequence = sequence
    self.version = version
    rfNumbers = [Int](repeating: 0, count: sequence.library.rf.count)
    gradientNumbers = [Int](repeating: 0, count: sequence.library.gradients.count)
    adcNumbers = [Int](repeating: 0, count: sequence.library.adc.count)
    shapeNumbers = [Int](repeating: 0, count: sequence.library.shapes.count)
    extensions = PulseqExtensionTables(extrasCount: sequence.library.extras.count)
  }

  /// All bytes of the file, signature included, and that signature.
  mutating func file() -> (bytes: [UInt8], signature: String) {
    let blocks = blockTable()
    let events = eventTables()
    let shapes = shapeTable()
    var text = PulseqText()
    text.line("# Pulseq sequence file")
    text.line("# Created by seqc")
    text.endLine()
    appendVersion(to: &text)
    text.append(definitionTable())
    text.append(blocks)
    text.append(events)
    text.append(shapes)
    let hash = MD5.hexadecimal(of: text.bytes[...])
    text.endLine()
    text.line("[SIGNATURE]")
    text.line("# The MD5 sum of all bytes before the line feed that precedes [SIGNATURE]")
    text.line("Type md5")
    text.line("Hash \(hash)")
    return (text.bytes, hash)
  }

  private func appendVersion(to text: inout PulseqText) {
    text.line("[VERSION]")
    text.line("major \(version.major)")
    text.line("minor \(version.minor)")
    text.line("revision \(version.revision)")
    text.endLine()
  }

  private mutating func blockTable() -> PulseqText {
    let count = sequence.playedBlockCount
    let width = String(count).count
    let raster = sequence.rasters.blockDuration
    var text = PulseqText()
    text.line("# number duration rf gx gy gz adc extensions")
    text.line("[BLOCKS]")
    var number = 0
    var row = PulseqRow()
    for entry in sequence.timeline {
      number += 1
      let block = entry.block
      let use = PulseqUse(block: number, origin: block.origin)
      if !block.duration.isMultiple(of: raster) || block.duration < .zero {
        report(use, "lasts \(block.duration), which is not a whole number of block rasters of \(raster)")
      }
      row.removeAll()
      row.append(number, width: width)
      row.space()
      row.append(Int(block.duration.picoseconds / raster.picoseconds), width: 3)
      row.space()
      row.append(self.number(of: block.rf, use), width: 3)
      for axis in Axis.allCases {
        row.space()
        row.append(self.number(of: block.gradient(axis), use), width: 3)
      }
      row.space()
      row.append(self.number(of: block.adc, use), width: 2)
      row.space()
      row.append(extensions.head(of: block.extras, in: sequence.library, use), width: 2)
      row.endLine()
      text.append(row)
    }
    text.endLine()
    return text
  }

  private mutating func number(of id: RFID, _ use: PulseqUse) -> Int {
    if id.isNone { return 0 }
    let index = Int(id.number) - 1
    if rfNumbers[index] == 0 {
      rf.append((id, use))
      rfNumbers[index] = rf.count
    }
    return rfNumbers[index]
  }

  private mutating func number(of id: GradientID, _ use: PulseqUse) -> Int {
    if id.isNone { return 0 }
    let index = Int(id.number) - 1
    if gradientNumbers[index] == 0 {
      gradients.append((id, use))
      gradientNumbers[index] = gradients.count
    }
    return gradientNumbers[index]
  }

  private mutating func number(of id: ADCID, _ use: PulseqUse) -> Int {
    if id.isNone { return 0 }
    let index = Int(id.number) - 1
    if adcNumbers[index] == 0 {
      adc.append((id, use))
      adcNumbers[index] = adc.count
    }
    return adcNumbers[index]
  }

  /// An error about the block that used something first; at most twenty are kept.
  mutating func report(_ use: PulseqUse, _ what: String, help: String? = nil) {
    if diagnostics.items.count >= 20 { return }
    diagnostics.error(.pulseqValueCannotBeStored, "block \(use.block) \(what)", at: use.origin, help: help)
  }
}

/// Where something is used first: the number of the block in the file, and the line that made it.
struct PulseqUse {
  let block: Int
  let origin: SourceSpan
}
