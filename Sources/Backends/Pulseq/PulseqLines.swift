import SequenceIR

/// The lines of a stretch of bytes, trimmed of blanks at both ends, in order.
struct PulseqLines {
  private let bytes: [UInt8]
  /// Where the next line begins.
  var position: Int
  private let end: Int

  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next line, which may be empty; nil after the last.
  mutating func next() -> Range<Int>? {
    if position >= end { return nil }
    var stop = position
    while stop < end, bytes[stop] != 10 { stop += 1 }
    var first = position
    var last = stop
    while first < last, PulseqLines.isBlank(bytes[first]) { first += 1 }
    while last > first, PulseqLines.isBlank(bytes[last - 1]) { last -= 1 }
    position = stop + 1
    return first..<last
  }

  /// The next line that is neither empty nor a comment.
  mutating func nextRow() -> Range<Int>? {
    while let line = next() {
      if !line.isEmpty, bytes[line.lowerBound] != UInt8(ascii: "#") { return line }
    }
    return nil
  }

  /// Space, tab, carriage return, vertical tab, form feed.
  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13 && byte != 10) }
}

/// A section: its name, where its header stands and where its lines are.
struct PulseqSection {
  let name: String
  let header: Range<Int>
  let body: Range<Int>
}

extension PulseqLines {
  /// Splits a file at its `[NAME]` lines; `preamble` is the first line of content before any of them.
  static func sections(of bytes: [UInt8]) -> (sections: [PulseqSection], preamble: Range<Int>?) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var headers: [(line: Range<Int>, body: Int)] = []
    var position = start
    while let bracket = firstIndex(of: UInt8(ascii: "["), in: bytes, from: position) {
      position = bracket + 1
      guard let first = startOfLine(endingAt: bracket, of: bytes, notBefore: start) else { continue }
      var lines = PulseqLines(bytes, in: first..<bytes.count)
      if let line = lines.next() {
        headers.append((line, lines.position))
        position = min(lines.position, bytes.count)
      }
    }
    var beginning = PulseqLines(bytes, in: start..<(headers.first?.line.lowerBound ?? bytes.count))
    let preamble = beginning.nextRow()
    let sections = headers.enumerated().map { index, header in
      let end = index + 1 < headers.count ? headers[index + 1].line.lowerBound : bytes.count
      let closing = bytes[header.line].firstIndex(of: UInt8(ascii: "]")) ?? header.line.upperBound
      let name = String(decoding: bytes[(header.line.lowerBound + 1)..<closing], as: UTF8.self)
      return PulseqSection(name: name, header: header.line, body: min(header.body, end)..<end)
    }
    return (sections, preamble)
  }

  /// The first such byte at or after `start`; a file is mostly looked through 32 bytes at a time.
  private static func firstIndex(of byte: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { buffer in
      let sought = UInt64(byte) &* 0x0101_0101_0101_0101
      // The high bit of a byte that is zero in `word`, and perhaps of some behind it; zero when no byte is.
      func zeros(_ offset: Int) -> UInt64 {
        let word = buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ sought
        return (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      }
      var index = start
      while index + 32 <= buffer.count {
        if zeros(index) | zeros(index + 8) | zeros(index + 16) | zeros(index + 24) != 0 { break }
        index += 32
      }
      while index < buffer.count {
        if buffer[index] == byte { return index }
        index += 1
      }
      return nil
    }
  }

  /// Where the line begins in which nothing but blanks stands before `index`; nil when something else does.
  private static func startOfLine(endingAt index: Int, of bytes: [UInt8], notBefore start: Int) -> Int? {
    var first = index
    while first > start, isBlank(bytes[first - 1]) { first -= 1 }
    return first == start || bytes[first - 1] == 10 ? first : nil
  }

  /// More than any row has: of a longer line only so many fields and one more are looked at.
  static let mostFields = 4_096

  /// Splits a line at its blanks; `fields` is emptied first, so that one array serves all rows.
  static func split(_ line: Range<Int>, of bytes: [UInt8], into fields: inout [Range<Int>]) {
    fields.removeAll(keepingCapacity: true)
    var index = line.lowerBound
    while index < line.upperBound, fields.count <= mostFields {
      while index < line.upperBound, isBlank(bytes[index]) { index += 1 }
      let start = index
      while index < line.upperBound, !isBlank(bytes[index]) { index += 1 }
      if start < index { fields.append(start..<index) }
    }
  }
}
