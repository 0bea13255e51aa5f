import SequenceIR

/// The bytes of a Pulseq file in the making: numbers go straight into the buffer, without a `String` for each.
struct PulseqText {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ other: PulseqText) { bytes.append(contentsOf: other.bytes) }

  mutating func append(_ row: PulseqRow) {
    row.places.span.withUnsafeBufferPointer { bytes.append(contentsOf: $0[..<row.count]) }
  }

  mutating func space() { bytes.append(32) }

  mutating func endLine() { bytes.append(10) }

  mutating func line(_ text: String) {
    append(text)
    endLine()
  }

  /// A whole number, right-aligned in `width` columns.
  mutating func append(_ value: Int, width: Int = 0) {
    var row = PulseqRow()
    row.append(value, width: width)
    append(row)
  }

  /// The shortest text that reads back equal.
  mutating func append(_ value: Double) {
    if abs(value) < 1e15, let whole = Int(exactly: value) { return append(whole) }
    if appendOnGrid(value) { return }
    append(DecimalText.shortest(value))
  }

  /// A time in microseconds, with decimals only where it needs them.
  mutating func appendMicroseconds(_ time: Time) { append(units: time.picoseconds, decimals: 6) }

  /// A time in nanoseconds, with decimals only where it needs them.
  mutating func appendNanoseconds(_ time: Time) { append(units: time.picoseconds, decimals: 3) }

  private mutating func append(units: Int64, decimals: Int) {
    let scale: Int64 = decimals == 6 ? 1_000_000 : 1_000
    if units % scale == 0 { return append(Int(units / scale)) }
    append(DecimalText.fixed(units, decimals: decimals))
  }

  /// Most numbers of a shape are whole multiples of 1e-7, for which digits are cheaper than the general search.
  private mutating func appendOnGrid(_ value: Double) -> Bool {
    let magnitude = abs(value)
    guard magnitude >= 1e-3, magnitude < 1e6 else { return false }
    let ticks = (magnitude * 1e7).rounded()
    guard ticks / 1e7 == magnitude else { return false }
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var fraction = Int(ticks) % 10_000_000
    append(Int(ticks) / 10_000_000)
    bytes.append(UInt8(ascii: "."))
    var divisor = 1_000_000
    while fraction > 0 {
      bytes.append(UInt8(48 + fraction / divisor))
      fraction %= divisor
      divisor /= 10
    }
    return true
  }
}

/// A row of whole numbers in the making, appended to the text in one piece: a file has one for each block.
struct PulseqRow {
  /// Eight numbers of twenty places, the blanks between them, and the end of the line.
  private(set) var places = InlineArray<256, UInt8>(repeating: 32)
  private(set) var count = 0

  mutating func removeAll() { count = 0 }

  mutating func space() { append(byte: 32) }

  mutating func endLine() { append(byte: 10) }

  /// A whole number, right-aligned in `width` columns.
  mutating func append(_ value: Int, width: Int) {
    let magnitude = value.magnitude
    var length = value < 0 ? 2 : 1
    var bound: UInt = 10
    while magnitude >= bound {
      length += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    for _ in 0..<max(0, width - length) { append(byte: 32) }
    if value < 0 { append(byte: UInt8(ascii: "-")) }
    let digits = value < 0 ? length - 1 : length
    var rest = magnitude
    for place in (count..<(count + digits)).reversed() {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      places[place] = UInt8(48 + digit)
      rest = quotient
    }
    count += digits
  }

  private mutating func append(byte: UInt8) {
    places[count] = byte
    count += 1
  }
}
