/// Reads a row of [BLOCKS] the fast way: as many non-negative whole numbers as the layout has columns, and nothing else.
///
/// A file has a row for each block and not much besides, so this goes over the bytes once, finding numbers and the end
/// of the line together; what it does not take is read again by those who say what is wrong with it. The numbers of a row
/// are short: to load eight bytes at once and convert them together takes a third more instructions, and twice the time.
struct PulseqBlockRow {
  /// More columns than any layout has stay zero.
  typealias Columns = InlineArray<8, Int>

  private let bytes: [UInt8]
  /// Where the section ends.
  private let end: Int
  private let columnCount: Int
  /// Where the last line of the section ends that has a line feed; before the section when none has.
  private let lastLineFeed: Int

  init(_ bytes: [UInt8], in section: Range<Int>, columnCount: Int) {
    self.bytes = bytes
    end = section.upperBound
    self.columnCount = columnCount
    lastLineFeed = bytes[section].lastIndex(of: 10) ?? section.lowerBound - 1
  }

  /// The line that begins at `start`, without the blanks around it, and where the next one begins; nil when it is
  /// anything but a sound row.
  func read(at start: Int, into columns: inout Columns) -> (line: Range<Int>, next: Int)? {
    if start <= lastLineFeed { return readClosed(at: start, into: &columns) }
    guard start < end else { return nil }
    // The last line of a file needs no line feed. With one behind it, it is read like all others.
    let closed = Array(bytes[start..<end]) + [10]
    let row = PulseqBlockRow(closed, in: 0..<closed.count, columnCount: columnCount)
    guard let (line, next) = row.readClosed(at: 0, into: &columns) else { return nil }
    return (start + line.lowerBound..<start + line.upperBound, start + next)
  }

  /// A line that ends with a line feed. That is neither a digit nor a blank, so every walk over those ends there at the
  /// latest, and inside of the bytes without looking where they end.
  private func readClosed(at start: Int, into columns: inout Columns) -> (line: Range<Int>, next: Int)? {
    precondition(
      start >= 0 && start <= lastLineFeed && lastLineFeed < bytes.count && columnCount <= columns.count)
    let text = bytes.span
    let first = PulseqBlockRow.skipBlanks(text, from: start)
    var index = first
    for column in 0..<columnCount {
      while text[unchecked: index] == 32 { index &+= 1 }
      var digit = text[unchecked: index] &- 48
      if digit > 9 {
        // Blanks of other kinds are rare.
        index = PulseqBlockRow.skipBlanks(text, from: index)
        digit = text[unchecked: index] &- 48
        guard digit <= 9 else { return nil }
      }
      let begin = index
      var value = Int(digit)
      index &+= 1
      digit = text[unchecked: index] &- 48
      if digit <= 9 {
        repeat {
          value = value &* 10 &+ Int(digit)
          index &+= 1
          digit = text[unchecked: index] &- 48
        } while digit <= 9
        // Eighteen digits cannot have overflowed.
        guard index &- begin <= 18 else { return nil }
      }
      columns[unchecked: column] = value
    }
    let next = PulseqBlockRow.skipBlanks(text, from: index)
    return text[unchecked: next] == 10 ? (first..<index, next &+ 1) : nil
  }

  /// The first byte from `start` on that is no blank, of which there must be one.
  @inline(__always)
  private static func skipBlanks(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while PulseqLines.isBlank(text[unchecked: index]) { index &+= 1 }
    return index
  }
}
