// The parser: recovery, limits, and that the vocabulary's own examples are right.
import SequenceIR
import TestSupport
import Testing

@Suite struct ParserTests {
  private static func parse(_ text: String) -> (Syntax.Design, [Diagnostic]) {
    var sources = SourceMap()
    let (design, diagnostics) = Parser.parse(sources.add(name: "test", bytes: Array(text.utf8)))
    return (design, diagnostics.items)
  }

  private static func codes(_ text: String) -> [String] { parse(text).1.map(\.code.id) }

  @Test(arguments: Vocabulary.statements.map(\.word)) func theExampleOfEachStatementParses(word: String)
    throws
  {
    let rule = try #require(Vocabulary.statement(word))
    let isInside = !rule.places.contains(.design)
    let text = "design \"d\"\n" + (isInside ? "sequence {\n\(rule.example)\n}\n" : "\(rule.example)\n")
    let (design, diagnostics) = Self.parse(text)
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    #expect(design.statements.count == 1)
    #expect(rule.example.hasPrefix(rule.word))
    #expect(!rule.meaning.isEmpty && !rule.syntax.isEmpty)
  }

  @Test(arguments: (Vocabulary.items + Vocabulary.modifiers).map(\.word))
  func theExampleOfEachEventWordParses(word: String) throws {
    let rule = try #require((Vocabulary.items + Vocabulary.modifiers).first { $0.word == word })
    let (_, diagnostics) = Self.parse("design \"d\"\nsequence {\n\(rule.example)\n}\n")
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    #expect(rule.example.split { !$0.isLetter }.contains { $0 == word })
  }

  @Test func theExampleOfEachLineOfABlockParses() {
    let optimization = Vocabulary.optimization.map {
      ("optimize", $0.word, $0.example, $0.syntax + $0.meaning)
    }
    let molecule = Vocabulary.moleculeLines.map {
      ("molecule m", $0.word, $0.example, $0.syntax + $0.meaning)
    }
    for (block, word, example, text) in optimization + molecule {
      let (_, diagnostics) = Self.parse("design \"d\"\n\(block) {\n  \(example)\n}\n")
      #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
      #expect(example.hasPrefix("\(word) ") && !text.isEmpty)
    }
    for words in [optimization.map(\.1), molecule.map(\.1)] { #expect(Set(words).count == words.count) }
  }

  @Test(arguments: ModuleLibrary.all.map(\.name)) func theLibraryParses(name: String) throws {
    #expect(Self.codes(try #require(ModuleLibrary.text(name))) == [])
  }

  @Test func oneWordIsOneStatement() {
    let words = Vocabulary.statements.map(\.word)
    #expect(Set(words).count == words.count)
    let inLines = (Vocabulary.items + Vocabulary.modifiers).map(\.word)
    #expect(Set(inLines).count == inLines.count)
  }

  @Test func aMistakeCostsItsStatementOnly() {
    let (design, diagnostics) = Self.parse(
      "design \"d\"\nlet a = = 3\nlet b = 4\nfoo {\n  let c = 5\n}\nlet d = (1, 2\nlet e = 6\nsequence {\n  delay\n  delay 1 ms\n}\n"
    )
    #expect(diagnostics.map(\.code.id) == ["S001", "S002", "S001", "S001"])
    let names = design.statements.compactMap { statement -> String? in
      if case .constant(let name, _) = statement.kind { name.text } else { nil }
    }
    #expect(names == ["b", "e"])
    guard case .sequence(let body)? = design.statements.last?.kind else {
      Issue.record("the sequence is lost")
      return
    }
    #expect(body.count == 1)
    #expect(design.isIncomplete)
  }

  @Test func parenthesesMayRunOverLines() {
    #expect(
      Self.codes(
        "design \"d\"\nlet a = (\n  1,\n  2, # two\n\n  3\n) ms\npulse p = rect(\n  flip: 90 deg,\n  duration: 1 ms)\n"
      ) == [])
  }

  @Test func blanksAndLineEndingsDoNotMatter() {
    #expect(Self.codes("\u{FEFF}# first\r\n\r\ndesign \"d\"\r\nlet a = 3 ms\r\n") == [])
    #expect(Self.codes("design \"d\"\nlet\ta\t=\t3 ms") == [])
  }

  @Test func microSignsOfBothKindsAreUnits() {
    #expect(Self.codes("design \"d\"\nlet a = 3 \u{B5}s\nlet b = 3 \u{3BC}T\n") == [])
  }

  @Test func elseMayFollowOnTheNextLine() {
    #expect(
      Self.codes("design \"d\"\nsequence {\nif 1 > 2 {\n}\nelse if 2 > 3 {\n} else {\ndelay 1 ms\n}\n}\n")
        == [])
  }

  @Test func theBraceThatIsMissingIsNamedByTheLayout() {
    let (_, diagnostics) = Self.parse(
      "design \"d\"\nsequence {\n  repeat 3 {\n    delay 1 ms\n  delay 2 ms\n}\n")
    #expect(diagnostics.map(\.code.id) == ["S010"])
    #expect(diagnostics.first?.span?.offset == 33)
  }

  /// Start, what is repeated a hundred thousand times, and what is repeated behind it.
  static let deepExpressions = [
    ["", "(", ""], ["", "-", ""], ["", "not ", ""], ["1", "+1", ""], ["a", "[0]", ""], ["a", ".x", ""],
    ["1", "^1", ""],
    ["", "abs(", ""], ["", "(", ")"],
  ]

  @Test(arguments: deepExpressions)
  func expressionsOfAnyDepthAreRefusedWithoutACrash(parts: [String]) {
    let count = 100_000
    let middle = parts[2].isEmpty ? "" : "1"
    let text =
      parts[0] + String(repeating: parts[1], count: count) + middle
      + String(repeating: parts[2], count: count)
    #expect(Self.codes("design \"d\"\nlet a = 1\nlet x = \(text)\n") == ["S009"])
  }

  @Test(arguments: ["repeat 2 {", "if 1 > 0 {", "rotate 3 deg about x {", "if 1 > 0 {\n} else "])
  func blocksOfAnyDepthAreRefusedWithoutACrash(opening: String) {
    let text = String(repeating: opening, count: 50_000)
    #expect(Self.codes("design \"d\"\nsequence {\n\(text)\n") == ["S009"])
  }

  @Test func whatIsAllowedDeepDoesNotCrashTheLoweringEither() {
    let loops =
      String(repeating: "repeat 1 {\n", count: 190) + "delay 1 ms\n" + String(repeating: "}\n", count: 190)
    let sum = "1" + String(repeating: "+1", count: 190)
    let run = DesignRun("design \"d\"\nscanner siemens-prisma\nlet x = \(sum)\nsequence {\n\(loops)}\n")
    #expect(run.errorCodes == [])
  }

  @Test func modulesThatCallEachOtherInAChainHaveABottom() {
    var text = "design \"d\"\nscanner siemens-prisma\nmodule m0() {\n  delay 10 us\n}\n"
    for n in 1...2000 { text += "module m\(n)() {\n  m\(n - 1)()\n}\n" }
    #expect(DesignRun(text + "sequence {\n  m2000()\n}\n").errorCodes == ["S009"])
    #expect(DesignRun(text + "sequence {\n  m200()\n}\n").errorCodes == [])
  }
}
