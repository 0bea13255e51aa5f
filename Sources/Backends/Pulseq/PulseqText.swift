import SequenceIR

/// The bytes of a Pulseq file in the making: numbers go straight into the buffer, without a `String` for each, and room
/// is made once for a row or a number instead of once for each byte.
struct PulseqText {
  /// The text, and behind it room for more, which is blank.
  private var places: [UInt8]
  private(set) var count = 0

  /// With room for `expected` bytes; longer texts find theirs.
  init(expecting expected: Int = 1_024) { places = [UInt8](repeating: 32, count: expected) }

  var bytes: ArraySlice<UInt8> { places[..<count] }

  /// The bytes as an array, without copying them; the text is empty then.
  mutating func takeBytes() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &places)
    taken.removeLast(taken.count - count)
    count = 0
    return taken
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  mutating func append(_ other: PulseqText) { other.bytes.withUnsafeBytes { append($0) } }

  /// Puts another text before this one. To move the bytes takes less time than to touch new memory for all of them.
  mutating func prepend(_ other: PulseqText) {
    makeRoom(other.count)
    let (here, added) = (count, other.count)
    places.withUnsafeMutableBytes { places in
      // Source and destination may overlap.
      UnsafeMutableRawBufferPointer(rebasing: places[added..<added + here]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: places[..<here]))
      other.bytes.withUnsafeBytes { places.copyMemory(from: $0) }
    }
    count += added
  }

  private mutating func append(_ other: UnsafeRawBufferPointer) {
    makeRoom(other.count)
    let place = count..<count + other.count
    places.withUnsafeMutableBytes {
      UnsafeMutableRawBufferPointer(rebasing: $0[place]).copyMemory(from: other)
    }
    count += other.count
  }

  mutating func space() { append(byte: 32) }

  mutating func endLine() { append(byte: 10) }

  mutating func line(_ text: String) {
    append(text)
    endLine()
  }

  /// A whole number.
  mutating func append(_ value: Int) {
    if value < 0 { append(byte: UInt8(ascii: "-")) }
    append(digitsOf: value.magnitude)
  }

  private mutating func append(digitsOf value: UInt) {
    makeRoom(PulseqText.mostDigits)
    count = PulseqText.write(value, into: &places, at: count)
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

  private mutating func append(byte: UInt8) {
    makeRoom(1)
    places[count] = byte
    count += 1
  }

  private mutating func makeRoom(_ needed: Int) {
    if places.count - count >= needed { return }
    places += [UInt8](repeating: 32, count: max(needed, places.count))
  }
}

/// A row of [BLOCKS]: whole numbers, right-aligned in columns of their own widths, a blank between them.
extension PulseqText {
  typealias Row = InlineArray<8, Int>

  mutating func append(row: Row, widths: Row) {
    // A sign, the digits, and the blank or the line feed behind them.
    makeRoom(row.count * (PulseqText.mostDigits + 2))
    count = PulseqText.write(row, widths, into: &places, at: count)
  }

  /// Returns where the row ends. There must be room for it.
  private static func write(_ row: Row, _ widths: Row, into places: inout [UInt8], at start: Int) -> Int {
    var open = places.mutableSpan
    precondition(start >= 0 && row.count * (mostDigits + 2) <= open.count - start)
    var end = start
    for column in row.indices {
      let value = row[unchecked: column]
      // What is negative is not written in the end, for it is an error; but it has its place until that is known.
      if value < 0 {
        open[unchecked: end] = UInt8(ascii: "-")
        end &+= 1
      }
      end =
        write(value.magnitude, width: value < 0 ? 0 : widths[unchecked: column], into: &open, at: end) &+ 1
    }
    open[unchecked: end &- 1] = 10
    return end
  }

  private static func write(_ value: UInt, into places: inout [UInt8], at start: Int) -> Int {
    var open = places.mutableSpan
    precondition(start >= 0 && mostDigits <= open.count - start)
    return write(value, width: 0, into: &open, at: start)
  }

  /// As many as the largest `UInt` has.
  private static let mostDigits = 20

  /// The digits of a number to the right of `width` places from `start` on, of which no more than `mostDigits` count;
  /// returns where they end. There must be room for so many, and it is blank already.
  @inline(__always)
  private static func write(
    _ value: UInt, width: Int, into places: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    let end = start &+ max(min(width, mostDigits), digitCount(value))
    var place = end &- 1
    var rest = value
    while rest >= 10 {
      let quotient = rest / 10
      places[unchecked: place] = UInt8(truncatingIfNeeded: 48 &+ rest &- 10 &* quotient)
      rest = quotient
      place &-= 1
    }
    places[unchecked: place] = UInt8(truncatingIfNeeded: 48 &+ rest)
    return end
  }

  @inline(__always)
  private static func digitCount(_ value: UInt) -> Int {
    if value < 10 { return 1 }
    if value < 100 { return 2 }
    if value < 1_000 { return 3 }
    var digits = 4
    var rest = value / 10_000
    while rest > 0 {
      digits &+= 1
      rest /= 10
    }
    return digits
  }

  /// Most numbers of a shape are whole multiples of 1e-7, for which digits are cheaper than the general search.
  private mutating func appendOnGrid(_ value: Double) -> Bool {
    let magnitude = abs(value)
    guard magnitude >= 1e-3, magnitude < 1e6 else { return false }
    let ticks = (magnitude * 1e7).rounded()
    guard ticks / 1e7 == magnitude else { return false }
    if value < 0 { append(byte: UInt8(ascii: "-")) }
    let (whole, rest) = UInt(ticks).quotientAndRemainder(dividingBy: 10_000_000)
    append(digitsOf: whole)
    var fraction = rest
    var decimals = 7
    while decimals > 0, fraction % 10 == 0 {
      fraction /= 10
      decimals -= 1
    }
    append(byte: UInt8(ascii: "."))
    makeRoom(decimals)
    for place in (count..<count + decimals).reversed() {
      places[place] = UInt8(48 + fraction % 10)
      fraction /= 10
    }
    count += decimals
    return true
  }
}
