/// Reads a row of [BLOCKS] the fast way: as many non-negative whole numbers as the layout has columns, and nothing else.
///
/// A file has a row for each block and not much besides, so this goes over the bytes once, finding numbers and the end
/// of the line together; what it does not take is read again by those who say what is wrong with it.
struct PulseqBlockRow {
  /// More columns than any layout has stay zero.
  typealias Columns = InlineArray<8, Int>

  let bytes: [UInt8]
  /// Where the section ends.
  let end: Int
  let columnCount: Int

  /// The line that begins at `start`, without the blanks around it, and where the next one begins; nil when it is
  /// anything but a sound row.
  func read(at start: Int, into columns: inout Columns) -> (line: Range<Int>, next: Int)? {
    precondition(start >= 0 && end <= bytes.count)
    let text = bytes.span
    var index = start
    while index < end, PulseqLines.isBlank(text[unchecked: index]) { index &+= 1 }
    let first = index
    var last = index
    var column = 0
    while index < end, text[unchecked: index] != 10 {
      guard column < columnCount else { return nil }
      let begin = index
      var value = 0
      while index < end {
        let digit = text[unchecked: index] &- 48
        if digit > 9 { break }
        value = value &* 10 &+ Int(digit)
        index &+= 1
      }
      // Eighteen digits cannot have overflowed. Anything but a digit or a blank is met here as a number of no digits.
      guard index > begin, index - begin <= 18 else { return nil }
      columns[column] = value
      column &+= 1
      last = index
      while index < end, PulseqLines.isBlank(text[unchecked: index]) { index &+= 1 }
    }
    return column == columnCount ? (first..<last, index &+ 1) : nil
  }
}
