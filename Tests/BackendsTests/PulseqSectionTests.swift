// Where the sections of a file are, against a walk over its lines that knows no shortcut.
import TestSupport
import Testing

@testable import Backends

@Suite struct PulseqSectionTests {
  /// Lines of all kinds in random order and of random lengths, so that headers stand everywhere beside the 64 bytes that
  /// are looked through at a time.
  @Test(arguments: UInt64(1)...40) func sectionsAreThoseOfAWalkOverLines(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let kinds = [
      "[BLOCKS]", "  [RF]", "\t[SHAPES]\r", "# [COMMENT]", "1 2 3 [4]", "", "   ", "0.25", "[",
      "[TWO] [HEADERS]", "[X",
      String(repeating: "7 ", count: 40), String(repeating: " ", count: 70) + "[FAR]", "\u{0b}[TAB]",
    ]
    var text = seed % 3 == 0 ? "\u{FEFF}" : ""
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      text += kinds.randomElement(using: &random) ?? ""
      text += Bool.random(using: &random) ? "\n" : "\r\n"
    }
    if Bool.random(using: &random) { text += kinds.randomElement(using: &random) ?? "" }
    let bytes = Array(text.utf8)
    let (sections, preamble) = PulseqLines.sections(of: bytes)
    let expected = Self.walked(bytes)
    #expect(sections.map(\.name) == expected.names)
    #expect(sections.map(\.header) == expected.headers)
    #expect(preamble == expected.preamble)
    for (index, section) in sections.enumerated() {
      let end = index + 1 < expected.headers.count ? expected.headers[index + 1].lowerBound : bytes.count
      #expect(section.body.upperBound == end)
      #expect(section.body.lowerBound >= section.header.upperBound || section.body.isEmpty)
    }
  }

  private static func walked(
    _ bytes: [UInt8]
  ) -> (names: [String], headers: [Range<Int>], preamble: Range<Int>?) {
    var names: [String] = []
    var headers: [Range<Int>] = []
    var preamble: Range<Int>?
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for line in bytes[position...].split(separator: 10, omittingEmptySubsequences: false) {
      let blanks: Set<UInt8> = [9, 11, 12, 13, 32]
      let first = line.firstIndex { !blanks.contains($0) }
      if let first, let last = line.lastIndex(where: { !blanks.contains($0) }) {
        if line[first] == 91 {
          let name = line[first...last].dropFirst().prefix { $0 != 93 }
          names.append(String(decoding: name, as: UTF8.self))
          headers.append(first..<(last + 1))
        } else if line[first] != 35, headers.isEmpty, preamble == nil {
          preamble = first..<(last + 1)
        }
      }
      position += line.count + 1
    }
    return (names, headers, preamble)
  }
}
