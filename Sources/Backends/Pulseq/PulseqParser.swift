import SequenceIR

/// The state of reading one file, and how single fields of a row become values.
struct PulseqParser {
  let file: SourceFile
  let bytes: [UInt8]
  let version: PulseqVersion
  let layout: PulseqLayout
  var log: PulseqLog
  var sequence: Sequence
  var facts = ShapeFactTable()

  var shapes = PulseqIDTable<ShapeID>()
  var rf = PulseqIDTable<RFID>()
  /// Indices into `gradientEvents`.
  var gradients = PulseqIDTable<Int>()
  var gradientEvents: [GradientEvent] = []
  var adc = PulseqIDTable<ADCID>()
  var delays = PulseqIDTable<Time>()
  var extensions = PulseqExtensions()

  /// The row at hand and its fields.
  var line = 0..<0
  var fields: [Range<Int>] = []

  init(file: SourceFile, version: PulseqVersion, layout: PulseqLayout, log: PulseqLog) {
    self.file = file
    bytes = file.bytes
    self.version = version
    self.layout = layout
    self.log = log
    sequence = Sequence(name: "", rasters: .beforePulseq14)
  }

  mutating func splitRow(_ line: Range<Int>) {
    self.line = line
    PulseqLines.split(line, of: bytes, into: &fields)
  }

  /// How many fields the row has, in words.
  var fieldCount: String {
    fields.count > PulseqLines.mostFields ? "more than \(PulseqLines.mostFields)" : "\(fields.count)"
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// For messages: long or strange fields are cut.
  func quoted(_ range: Range<Int>) -> String { "`\(text(range.prefix(32)))`" }

  /// A whole number from `lowest` to `highest`.
  mutating func whole(
    _ index: Int, _ name: String, from lowest: Int, to highest: Int = PulseqLimits.largestWhole
  ) -> Int? {
    let field = fields[index]
    guard let value = DecimalText.integer(bytes[field]) else {
      log.error(.pulseqMalformedNumber, at: field, "\(name) must be a whole number, not \(quoted(field))")
      return nil
    }
    guard value >= lowest, value <= highest else {
      log.error(
        .pulseqOutOfRange, at: field,
        "\(name) must lie between \(lowest) and \(highest), not \(quoted(field))")
      return nil
    }
    return value
  }

  mutating func number(_ index: Int, _ name: String) -> Double? {
    let field = fields[index]
    guard let value = DecimalText.number(bytes[field]), value.isFinite else {
      log.error(.pulseqMalformedNumber, at: field, "\(name) must be a finite number, not \(quoted(field))")
      return nil
    }
    return value
  }

  mutating func microseconds(_ index: Int, _ name: String, mayBeNegative: Bool = false) -> Time? {
    guard let value = number(index, name) else { return nil }
    return checked(Time(nearestToMicroseconds: value), index, name, "us", mayBeNegative)
  }

  mutating func nanoseconds(_ index: Int, _ name: String) -> Time? {
    guard let value = number(index, name) else { return nil }
    return checked(Time(nearestToNanoseconds: value), index, name, "ns", false)
  }

  private mutating func checked(
    _ time: Time?, _ index: Int, _ name: String, _ unit: String, _ mayBeNegative: Bool
  ) -> Time? {
    if let time, time <= PulseqLimits.longest, -time <= PulseqLimits.longest, mayBeNegative || time >= .zero {
      return time
    }
    let field = fields[index]
    let bound = mayBeNegative ? "within 1e6 s" : "between 0 and 1e6 s"
    log.error(.pulseqOutOfRange, at: field, "\(name) must lie \(bound), not \(quoted(field)) \(unit)")
    return nil
  }
}
