// The fast reader of the numbers of [SHAPES], against the one of all numbers.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct PulseqSampleLinesTests {
  /// Numbers in every form and length, cut and spoilt, in sections that end after every byte.
  @Test(arguments: UInt64(1)...24) func linesAreThoseOfTheReaderOfAllNumbers(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var bytes: [UInt8] = []
    for _ in 0..<12 {
      bytes +=
        Self.randomLine(using: &random) + (Int.random(in: 0..<6, using: &random) > 0 ? [10] : [13, 10])
    }
    let starts = [0] + bytes.indices.filter { bytes[$0] == 10 }.map { $0 + 1 }
    for end in 0...bytes.count {
      for start in starts {
        let found = PulseqSampleLines(bytes, in: 0..<end).read(at: start)
        let expected = Self.number(bytes, from: start, to: end)
        #expect(found?.value.bitPattern == expected?.value.bitPattern, "\(start) to \(end) of \(bytes)")
        #expect(found?.next == expected?.next)
      }
    }
  }

  @Test func everyByteAtEveryPlaceOfANumberIsTakenOrNot() {
    let line = Array("-10.2500625\n7".utf8)
    for place in line.indices {
      for byte in UInt8.min...UInt8.max {
        var bytes = line
        bytes[place] = byte
        let found = PulseqSampleLines(bytes, in: 0..<bytes.count).read(at: 0)
        let expected = Self.number(bytes, from: 0, to: bytes.count)
        #expect(found?.value.bitPattern == expected?.value.bitPattern, "\(bytes)")
        #expect(found?.next == expected?.next)
      }
    }
  }

  private static func number(_ bytes: [UInt8], from start: Int, to end: Int) -> (value: Double, next: Int)? {
    guard start < end, let stop = bytes[start..<end].firstIndex(of: 10),
      let value = DecimalText.number(bytes[start..<stop]), value.isFinite
    else { return nil }
    return (value, stop + 1)
  }

  private static func randomLine(using random: inout SplitMix) -> [UInt8] {
    func digits(_ most: Int) -> String {
      (0..<Int.random(in: 0...most, using: &random)).map { _ in "\(Int.random(in: 0...9, using: &random))" }
        .joined()
    }
    var text = ["", "", "-", "+", "--"].randomElement(using: &random) ?? ""
    text += digits(Bool.random(using: &random) ? 3 : 19)
    if Bool.random(using: &random) { text += "." + digits(Bool.random(using: &random) ? 8 : 19) }
    if Int.random(in: 0..<5, using: &random) == 0 {
      text += "e" + ["", "-", "+"][Int(random.next() % 3)] + digits(3)
    }
    var line = Array(text.utf8)
    if Int.random(in: 0..<5, using: &random) == 0, let place = line.indices.randomElement(using: &random) {
      line[place] = UInt8.random(in: 0...255, using: &random)
    }
    return line
  }
}
