// Places in texts, against a search through the whole text.
import SequenceIR
import TestSupport
import Testing

@Suite struct SourceFileTests {
  private static func file(_ bytes: [UInt8]) -> SourceFile {
    SourceFile(id: FileID(index: 0), name: "", bytes: bytes)
  }

  /// Around the 4096 bytes after which line ends are counted.
  @Test(arguments: [1, 2, 7, 100, 4_095, 4_096, 4_097, 9_000])
  func placesAreThoseOfASearch(lineLength: Int) {
    var random = SplitMix(seed: UInt64(lineLength))
    let bytes = (0..<20_000).map { _ in random.below(lineLength) == 0 ? UInt8(10) : UInt8(97) }
    let file = Self.file(bytes)
    #expect(file.lineCount == bytes.count { $0 == 10 } + 1)
    for _ in 0..<300 {
      let offset = random.below(bytes.count + 1)
      let before = bytes[..<offset]
      let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
      let place = file.position(of: offset)
      #expect(place.line == before.count { $0 == 10 } + 1)
      #expect(place.column == offset - start + 1)
      let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
      #expect(file.range(ofLine: place.line) == start..<end)
    }
  }

  @Test func edgesOfATextHavePlaces() {
    #expect(Self.file([]).lineCount == 1)
    #expect(Self.file([]).position(of: 5) == (1, 1))
    #expect(Self.file([]).line(1) == "")
    let lines = Self.file(Array("a\r\nb\n".utf8))
    #expect(lines.lineCount == 3)
    #expect(lines.line(1) == "a")
    #expect(lines.line(3) == "")
    #expect(lines.line(4) == "")
    #expect(lines.position(of: 5) == (3, 1))
  }

  @Test func aLineOfManyMegabytesIsNamedButNotShown() {
    var sources = SourceMap()
    let file = sources.add(name: "long", bytes: [UInt8](repeating: 97, count: 4_000_000))
    var diagnostics = Diagnostics()
    diagnostics.error(.unexpected, "x", at: SourceSpan(file: file.id, from: 3_999_990, to: 4_000_000))
    let text = diagnostics.items.map { TextRenderer(sources: sources, colour: false).render($0) }.joined()
    #expect(text == "error[S001]: x\n --> long:1:3999991\n")
  }
}
