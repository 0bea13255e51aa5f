// Formatting changes the space between words and nothing else.
import SequenceIR
import TestSupport
import Testing

@Suite struct DesignFormatterTests {
  private static let designs =
    Golden.files(in: "examples", ending: ".seq")
    + Golden.files(in: "golden/designs", ending: ".seq") + Golden.files(in: "golden/stages", ending: ".seq")
    + Golden.files(in: "golden/diagnostics", ending: ".seq").filter { path in
      Golden.bytes(at: path).map { Parser.parse(file($0)).1.isEmpty } ?? false
    }

  private static func file(_ bytes: [UInt8]) -> SourceFile {
    var sources = SourceMap()
    return sources.add(name: "test", bytes: bytes)
  }

  private static func format(_ text: String) -> String { DesignFormatter.format(file(Array(text.utf8))).text }

  private static func words(_ text: String) -> [String] {
    Lexer.tokens(of: file(Array(text.utf8))).0.map { "\($0.kind) \($0.text)" }
  }

  private static func comments(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      line.firstIndex(of: "#").map { String(line[$0...].reversed().drop { $0 == " " }.reversed()) }
    }
  }

  @Test func thereAreDesignsToFormat() { #expect(Self.designs.count > 40) }

  @Test(arguments: designs) func wordsAndCommentsStayAndASecondTimeChangesNothing(path: String) throws {
    let text = try #require(Golden.text(at: path))
    let formatted = Self.format(text)
    #expect(Self.words(formatted) == Self.words(text))
    #expect(Self.comments(formatted) == Self.comments(text))
    #expect(Self.format(formatted) == formatted)
  }

  @Test(arguments: Golden.files(in: "examples", ending: ".seq")) func theExamplesAreFormatted(path: String)
    throws
  {
    let text = try #require(Golden.text(at: path))
    #expect(Self.format(text) == text)
  }

  @Test(arguments: Golden.files(in: "examples", ending: ".seq")) func lostIndentationIsRestored(path: String)
    throws
  {
    let text = try #require(Golden.text(at: path))
    let flat = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      "\t" + line.drop { $0 == " " } + "  "
    }.joined(separator: "\r\n\r\n\r\n")
    let lines = Self.format(text).split(separator: "\n")
    #expect(Self.format(flat).split(separator: "\n") == lines)
    #expect(!Self.format(flat).contains("\n\n\n") && !Self.format(flat).contains("\r"))
  }

  @Test func bracesStandTheUsualWay() {
    let text =
      "design \"d  {\"\nsequence{\nif 1>2{delay   1 ms}\nelse{\n  delay 2 ms\n\n\n}\n  }   # end  \n\n\n"
    let expected =
      "design \"d  {\"\nsequence {\n  if 1>2 { delay   1 ms }\n  else {\n    delay 2 ms\n\n  }\n} # end\n"
    #expect(Self.format(text) == expected.replacing("} # end", with: "}   # end"))
    let joined = Self.format(
      "design \"d\"\nsequence {\nif 1 > 2 {\ndelay 1 ms\n}\n\nelse {\ndelay 2 ms\n}\n}")
    #expect(joined.contains("\n  } else {\n    delay 2 ms\n  }\n}\n"))
  }

  @Test func linesInsideParenthesesAreIndented() {
    let text = "design \"d\"\npulse p = rect(\nflip: 90 deg,\nduration: 1 ms\n)\n"
    #expect(Self.format(text) == "design \"d\"\npulse p = rect(\n  flip: 90 deg,\n  duration: 1 ms\n)\n")
  }

  @Test func linesBehindACommaAreIndented() {
    let text = "design \"d\"\nsequence {\nexcite,\n# why\nslice z,\ncrush x 1 cycles across 1 mm\nexcite\n}\n"
    let line = "  excite,\n    # why\n    slice z,\n    crush x 1 cycles across 1 mm\n"
    #expect(Self.format(text) == "design \"d\"\nsequence {\n\(line)  excite\n}\n")
  }

  @Test func aDesignWithMistakesStaysAsItIs() {
    let text = "design \"d\"\n   let a = = 3   \n"
    let (result, diagnostics) = DesignFormatter.format(Self.file(Array(text.utf8)))
    #expect(result == text)
    #expect(diagnostics.items.map(\.code.id) == ["S001"])
  }
}
