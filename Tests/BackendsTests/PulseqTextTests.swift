// The numbers of a Pulseq file as text, against those of the standard library.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct PulseqTextTests {
  /// Zero, and both ends of every number of digits.
  private static let wholes: [Int] = {
    var wholes = [0, Int.max, Int.min]
    var bound = 1
    for _ in 0..<19 {
      wholes += [bound, -bound, bound - 1, 1 - bound]
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if !overflow { bound = next }
    }
    return wholes
  }()

  @Test func wholeNumbersAreThoseOfTheStandardLibrary() {
    var text = PulseqText(expecting: 0)
    var expected = ""
    for value in Self.wholes {
      text.append(value)
      text.endLine()
      expected += "\(value)\n"
    }
    #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
    #expect(text.takeBytes() == Array(expected.utf8))
    #expect(text.bytes.isEmpty)
  }

  @Test func rowsAreAlignedToTheRightAndWiderNumbersMoveTheRest() {
    let values = Self.wholes.filter { $0 >= 0 }
    for widths: PulseqText.Row in [[5, 3, 3, 3, 3, 3, 2, 2], [0, 1, 2, 3, 4, 8, 19, 20]] {
      var text = PulseqText(expecting: 10)
      var expected = ""
      for first in values.indices {
        var row = PulseqText.Row(repeating: 0)
        var fields: [String] = []
        for column in row.indices {
          row[column] = values[(first + 5 * column) % values.count]
          let digits = "\(row[column])"
          fields.append(String(repeating: " ", count: max(0, widths[column] - digits.count)) + digits)
        }
        text.append(row: row, widths: widths)
        expected += fields.joined(separator: " ") + "\n"
      }
      #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
    }
  }

  /// They never reach a file, for they are errors, but must not harm what is written until that is known.
  @Test func negativeNumbersOfARowHaveTheirPlace() {
    var text = PulseqText(expecting: 0)
    text.append(row: PulseqText.Row(repeating: Int.min), widths: PulseqText.Row(repeating: 3))
    let expected = [String](repeating: "\(Int.min)", count: 8).joined(separator: " ") + "\n"
    #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
  }

  @Test(arguments: UInt64(1)...20) func multiplesOf1e7thsHaveTheirDigitsAndNoMore(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<500 {
      var ticks = Int64.random(in: 10_000..<10_000_000_000_000, using: &random)
      ticks /= [1, 10, 1_000, 1_000_000].randomElement(using: &random) ?? 1
      ticks = max(ticks, 10_000) * (Bool.random(using: &random) ? 1 : -1)
      var text = PulseqText(expecting: 0)
      text.append(Double(ticks) / 1e7)
      #expect(String(decoding: text.bytes, as: UTF8.self) == DecimalText.fixed(ticks, decimals: 7))
    }
  }

  @Test(arguments: UInt64(1)...20) func anyNumberReadsBackEqual(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<500 {
      let value = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
      guard value.isFinite else { continue }
      var text = PulseqText(expecting: 0)
      text.append(value)
      #expect(DecimalText.number(text.bytes) == value)
    }
  }

  @Test func textsAreAppendedWhole() {
    var inner = PulseqText(expecting: 0)
    inner.line("shape_id 1 \u{b5}")
    var outer = PulseqText(expecting: 4)
    for _ in 0..<50 { outer.append(inner) }
    #expect(outer.count == 50 * inner.count)
    let expected = String(repeating: "shape_id 1 \u{b5}\n", count: 50)
    #expect(String(decoding: outer.bytes, as: UTF8.self) == expected)
  }

  @Test func whatIsPutBeforeATextMovesIt() {
    var head = PulseqText(expecting: 0)
    head.line("# head")
    for length in [0, 1, 5, 6, 7, 8, 100, 1_000] {
      var text = PulseqText(expecting: 8)
      let body = String((0..<length).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })
      text.append(body)
      text.prepend(head)
      text.append(row: PulseqText.Row(repeating: 7), widths: PulseqText.Row(repeating: 2))
      let expected = "# head\n" + body + " 7  7  7  7  7  7  7  7\n"
      #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
    }
  }
}
