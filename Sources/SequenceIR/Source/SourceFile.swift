/// The input texts of one run, and places in them.

/// Which file of the run's `SourceMap`.
package struct FileID: Hashable, Sendable {
  package let index: UInt32
  package init(index: UInt32) { self.index = index }
}

/// Bytes `offset ..< offset + length` of one file; 12 bytes, so that every block can carry one.
package struct SourceSpan: Hashable, Sendable {
  package var file: FileID
  package var offset: UInt32
  package var length: UInt32

  package init(file: FileID, offset: UInt32, length: UInt32) {
    self.file = file
    self.offset = offset
    self.length = length
  }

  /// From bytes positions; positions beyond 4 GB saturate (such files are refused before anything is parsed).
  package init(file: FileID, from start: Int, to end: Int) {
    self.file = file
    offset = UInt32(clamping: start)
    length = UInt32(clamping: max(0, end - start))
  }

  package var end: Int { Int(offset) + Int(length) }

  /// The smallest span that covers both; both must lie in one file.
  package func joined(with other: SourceSpan) -> SourceSpan {
    SourceSpan(file: file, from: Int(min(offset, other.offset)), to: max(end, other.end))
  }
}

/// One input: its name as the user gave it, and its bytes.
package struct SourceFile: Sendable {
  package let id: FileID
  package let name: String
  package let bytes: [UInt8]
  /// How many lines end before byte k * `stride`: a table of every line would be larger than a file of short lines.
  private let endsBefore: [UInt32]

  private static let stride = 4_096

  package init(id: FileID, name: String, bytes: [UInt8]) {
    self.id = id
    self.name = name
    self.bytes = bytes
    var counts: [UInt32] = [0]
    counts.reserveCapacity(bytes.count / SourceFile.stride + 2)
    var count: UInt32 = 0
    for start in Swift.stride(from: 0, to: bytes.count, by: SourceFile.stride) {
      count += SourceFile.lineFeeds(in: bytes, start..<min(start + SourceFile.stride, bytes.count))
      counts.append(count)
    }
    endsBefore = counts
  }

  /// How many of the bytes of `range`, which must lie inside, are line feeds. Counted in single bytes for as long as they
  /// cannot overflow: then a register of the CPU counts all of its bytes at once, which reads a file ten times as fast.
  private static func lineFeeds(in bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    let text = bytes.span
    var total: UInt32 = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let near = min(index + 128, range.upperBound)
      var few: UInt8 = 0
      while index < near {
        few &+= text[unchecked: index] == 10 ? 1 : 0
        index &+= 1
      }
      total += UInt32(few)
    }
    return total
  }

  package var lineCount: Int { Int(endsBefore[endsBefore.count - 1]) + 1 }

  /// The line of an offset, from 1.
  package func line(of offset: Int) -> Int {
    let inside = min(max(offset, 0), bytes.count)
    let piece = inside / SourceFile.stride
    let ends = SourceFile.lineFeeds(in: bytes, piece * SourceFile.stride..<inside)
    return Int(endsBefore[piece]) + Int(ends) + 1
  }

  /// Line and column, both from 1; the column counts Unicode scalars.
  package func position(of offset: Int) -> (line: Int, column: Int) {
    let inside = min(max(offset, 0), bytes.count)
    let line = line(of: inside)
    let scalars = bytes[start(ofLine: line)..<inside].count { $0 & 0xC0 != 0x80 }
    return (line, scalars + 1)
  }

  /// Where the bytes of a line of 1...lineCount begin.
  private func start(ofLine number: Int) -> Int {
    if number == 1 { return 0 }
    // The piece in which the line before ends: the last one with fewer ends before it.
    var low = 0
    var high = endsBefore.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(endsBefore[middle]) < number - 1 { low = middle } else { high = middle }
    }
    var ends = Int(endsBefore[low])
    for index in low * SourceFile.stride..<bytes.count where bytes[index] == 10 {
      ends += 1
      if ends == number - 1 { return index + 1 }
    }
    return bytes.count
  }

  /// The bytes of a line (from 1) without its line ending; empty where the file has no such line.
  package func range(ofLine number: Int) -> Range<Int> {
    guard number >= 1, number <= lineCount else { return 0..<0 }
    let start = start(ofLine: number)
    var end = number < lineCount ? self.start(ofLine: number + 1) - 1 : bytes.count
    if end > start, bytes[end - 1] == 13 { end -= 1 }
    return start..<max(start, end)
  }

  /// The text of a line (from 1) without its line ending; invalid UTF-8 shows as replacement characters.
  package func line(_ number: Int) -> String { String(decoding: bytes[range(ofLine: number)], as: UTF8.self) }

  /// The whole of a line (from 1); the nearest there is when the file has no such line.
  package func span(ofLine number: Int) -> SourceSpan {
    let line = min(max(number, 1), lineCount)
    let start = start(ofLine: line)
    return SourceSpan(file: id, from: start, to: max(start, start + self.line(line).utf8.count))
  }

  package func text(_ span: SourceSpan) -> String {
    let start = min(Int(span.offset), bytes.count)
    return String(decoding: bytes[start..<min(span.end, bytes.count)], as: UTF8.self)
  }
}

/// All inputs of a run, in the order they were opened.
package struct SourceMap: Sendable {
  package private(set) var files: [SourceFile] = []

  package init() {}

  package mutating func add(name: String, bytes: [UInt8]) -> SourceFile {
    let file = SourceFile(id: FileID(index: UInt32(files.count)), name: name, bytes: bytes)
    files.append(file)
    return file
  }

  /// The same texts under other names, for documents that must not say where the files of a run lay.
  package func renamed(_ name: (String) -> String) -> SourceMap {
    var result = SourceMap()
    for file in files { _ = result.add(name: name(file.name), bytes: file.bytes) }
    return result
  }

  /// Traps on an id of another map, which is a bug.
  package subscript(id: FileID) -> SourceFile { files[Int(id.index)] }
}
