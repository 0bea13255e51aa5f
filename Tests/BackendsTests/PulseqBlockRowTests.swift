// The fast reader of rows of [BLOCKS], against one that splits lines and looks at every field.
import TestSupport
import Testing

@testable import Backends

@Suite struct PulseqBlockRowTests {
  /// Numbers of every length, blanks of all kinds, line ends of both kinds, rows that are none; and a section that ends
  /// after every byte of them.
  @Test(arguments: UInt64(1)...24) func rowsAreThoseOfSplitLines(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let columnCount = seed % 3 == 0 ? 7 : 8
    var bytes: [UInt8] = []
    for _ in 0..<6 { bytes += Self.randomLine(columnCount: columnCount, using: &random) }
    let starts = [0] + bytes.indices.filter { bytes[$0] == 10 }.map { $0 + 1 }
    for end in 0...bytes.count {
      for start in starts { Self.compare(bytes, from: start, to: end, columnCount: columnCount) }
    }
  }

  @Test func everyByteAtEveryPlaceOfARowIsTakenOrNotAsBySplitting() {
    let row = Array("  12 213  1\t0   0  7 123456  0 \r\n3 4".utf8)
    for place in row.indices {
      for byte in UInt8.min...UInt8.max {
        var bytes = row
        bytes[place] = byte
        Self.compare(bytes, from: 0, to: bytes.count, columnCount: 8)
      }
    }
  }

  @Test(arguments: 1...20) func numbersOfUpToEighteenDigitsAreRead(length: Int) {
    for digit in 0...9 {
      for column in 0..<8 {
        var fields = [String](repeating: "5", count: 8)
        fields[column] = String(repeating: "\(digit)", count: length)
        let bytes = Array((fields.joined(separator: " ") + "\n").utf8)
        Self.compare(bytes, from: 0, to: bytes.count, columnCount: 8)
        #expect((Self.read(bytes, from: 0, to: bytes.count, columnCount: 8) != nil) == (length <= 18))
      }
    }
  }

  @Test func columnsThatALayoutLacksStayZero() {
    let bytes = Array("1 2 3 4 5 6 7\n".utf8)
    #expect(Self.read(bytes, from: 0, to: bytes.count, columnCount: 7)?.columns == [1, 2, 3, 4, 5, 6, 7, 0])
  }

  private struct Row: Equatable {
    let columns: [Int]
    let line: Range<Int>
    let next: Int
  }

  private static func compare(_ bytes: [UInt8], from start: Int, to end: Int, columnCount: Int) {
    let found = read(bytes, from: start, to: end, columnCount: columnCount)
    let expected = split(bytes, from: start, to: end, columnCount: columnCount)
    #expect(found == expected, "bytes \(start) to \(end) of \(bytes)")
  }

  private static func read(_ bytes: [UInt8], from start: Int, to end: Int, columnCount: Int) -> Row? {
    var columns = PulseqBlockRow.Columns(repeating: 0)
    let row = PulseqBlockRow(bytes, in: 0..<end, columnCount: columnCount)
    guard let (line, next) = row.read(at: start, into: &columns) else { return nil }
    return Row(columns: columns.indices.map { columns[$0] }, line: line, next: next)
  }

  private static func split(_ bytes: [UInt8], from start: Int, to end: Int, columnCount: Int) -> Row? {
    guard start < end else { return nil }
    let stop = bytes[start..<end].firstIndex(of: 10) ?? end
    let fields = bytes[start..<stop].split { blanks.contains($0) }
    guard fields.count == columnCount, let first = fields.first, let last = fields.last else { return nil }
    var columns = [Int](repeating: 0, count: 8)
    for (column, field) in fields.enumerated() {
      guard field.count <= 18, field.allSatisfy({ $0 >= 48 && $0 <= 57 }),
        let value = Int(String(decoding: field, as: UTF8.self))
      else { return nil }
      columns[column] = value
    }
    return Row(columns: columns, line: first.startIndex..<last.endIndex, next: stop + 1)
  }

  private static let blanks: [UInt8] = [32, 9, 13, 11, 12]

  private static func randomLine(columnCount: Int, using random: inout SplitMix) -> [UInt8] {
    var line: [UInt8] = []
    func blank(_ range: ClosedRange<Int>) {
      for _ in 0..<Int.random(in: range, using: &random) {
        let isSpace = Int.random(in: 0..<4, using: &random) > 0
        line.append(isSpace ? 32 : blanks.randomElement(using: &random) ?? 32)
      }
    }
    blank(0...4)
    for column in 0..<columnCount {
      if column > 0 { blank(1...4) }
      let isLong = Int.random(in: 0..<8, using: &random) == 0
      for _ in 0..<Int.random(in: 1...(isLong ? 19 : 4), using: &random) {
        line.append(UInt8.random(in: 48...57, using: &random))
      }
    }
    blank(0...3)
    // One in three is spoilt: a byte that is another, missing or doubled.
    if let place = line.indices.randomElement(using: &random) {
      switch Int.random(in: 0..<9, using: &random) {
      case 0: line[place] = UInt8.random(in: 0...255, using: &random)
      case 1: line.remove(at: place)
      case 2: line.insert(line[place], at: place)
      default: break
      }
    }
    return line + (Bool.random(using: &random) ? [10] : [13, 10])
  }
}
