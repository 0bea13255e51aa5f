import SequenceIR

/// Reads the lines of [SHAPES] that hold a finite number and nothing else, which is nearly all of them.
struct PulseqSampleLines {
  private let bytes: [UInt8]
  /// Where the last line of the section ends that has a line feed; before the section when none has.
  private let lastLineFeed: Int

  init(_ bytes: [UInt8], in section: Range<Int>) {
    self.bytes = bytes
    lastLineFeed = bytes[section].lastIndex(of: 10) ?? section.lowerBound - 1
  }

  /// The number on the line that begins at `start`, and where the next one begins; nil when the line holds anything else
  /// beside it, blanks included, or has no line feed.
  func read(at start: Int) -> (value: Double, next: Int)? {
    guard start >= 0, start <= lastLineFeed else { return nil }
    if let short = readShort(at: start) { return short }
    let text = bytes.span
    var stop = start
    while text[stop] > 32 { stop += 1 }
    guard text[stop] == 10, let value = DecimalText.number(text.extracting(start..<stop)), value.isFinite
    else {
      return nil
    }
    return (value, stop + 1)
  }

  /// Digits, perhaps with a sign or a point: up to fifteen of them are a whole number that a `Double` holds, divided by a
  /// power of ten that it holds too, as `DecimalText` reads them. The line feed at the end of the line is neither a digit
  /// nor a point, so no index needs a check.
  private func readShort(at start: Int) -> (value: Double, next: Int)? {
    precondition(start >= 0 && start <= lastLineFeed && lastLineFeed < bytes.count)
    let text = bytes.span
    var index = start
    let isNegative = text[unchecked: index] == UInt8(ascii: "-")
    if isNegative { index &+= 1 }
    var mantissa: UInt64 = 0
    var digits = PulseqSampleLines.readDigits(text, at: &index, into: &mantissa)
    var decimals = 0
    if text[unchecked: index] == UInt8(ascii: ".") {
      index &+= 1
      decimals = PulseqSampleLines.readDigits(text, at: &index, into: &mantissa)
      digits += decimals
    }
    guard text[unchecked: index] == 10, digits > 0, digits <= 15 else { return nil }
    let value = Double(mantissa) / DecimalText.powerOfTen(decimals)
    return (isNegative ? -value : value, index &+ 1)
  }

  /// How many digits there are from `index` on, which is moved behind them; more than fifteen give no number.
  @inline(__always)
  private static func readDigits(_ text: Span<UInt8>, at index: inout Int, into number: inout UInt64) -> Int {
    let start = index
    var digit = text[unchecked: index] &- 48
    while digit <= 9 {
      number = number &* 10 &+ UInt64(digit)
      index &+= 1
      digit = text[unchecked: index] &- 48
    }
    return index &- start
  }
}
