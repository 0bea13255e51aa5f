// docs/language.md tells the truth: its examples compile, its tables are those of the code.
import SequenceIR
import TestSupport
import Testing

@Suite struct LanguagePageTests {
  static let path = "docs/language.md"
  static let page = DocumentText(page: path)

  static let bench = page.fences.first { $0.before == "<!-- bench -->" }?.text ?? ""

  /// Files that the page shows under a name, for designs that read them.
  static var files: [String: String] {
    var result: [String: String] = [:]
    for fence in page.fences where fence.info.count == 2 { result[fence.info[1]] = fence.text }
    return result
  }

  /// Line numbers of the designs and fragments that the page promises to compile.
  static let examples = page.fences.filter { $0.info == ["seqc"] }

  @Test(arguments: examples.map(\.line)) func exampleCompiles(line: Int) throws {
    let fence = try #require(Self.examples.first { $0.line == line })
    let text = DocumentBench.design(of: fence.text, bench: Self.bench)
    let design = DocumentDesign(files: Self.files)
    let output = design.compile(text, name: "\(Self.path):\(line)")
    let messages = design.render(output.diagnostics)
    #expect(messages == "", "\(text)")
    #expect(output.sequence?.blocks.isEmpty == false)
  }

  @Test func pageHasAnExampleForEachConcept() throws {
    #expect(!Self.bench.isEmpty)
    let headings = Self.page.lines.enumerated().filter { $0.element.hasPrefix("## ") }
    let spoken = try #require(headings.firstIndex { $0.element == "## When something is wrong" })
    for (index, heading) in headings[..<spoken].enumerated() where index != 1 {
      let range = (heading.offset + 1)..<(headings[index + 1].offset + 1)
      #expect(Self.examples.contains { range.contains($0.line) }, "\(heading.element) has no example")
    }
  }

  @Test func everyWordOfTheVocabularyIsUsedInAnExample() {
    let files = Self.examples.map { SourceFile(id: FileID(index: 0), name: "", bytes: Array($0.text.utf8)) }
    let used = Set(files.flatMap { Lexer.tokens(of: $0).0.map(\.text) })
    let words =
      Vocabulary.statements.map(\.word) + Vocabulary.items.map(\.word) + Vocabulary.modifiers.map(\.word)
      + Vocabulary.optimization.map(\.word) + Vocabulary.moleculeLines.map(\.word)
    for word in words { #expect(used.contains(word), "no example uses `\(word)`") }
  }

  @Test func tablesAreThoseOfTheCode() throws {
    let page = try #require(Self.page.replacingTables(LanguageTables.table), "a table marker is wrong")
    Golden.expect(page, at: Self.path)
    for name in LanguageTables.names {
      #expect(Self.page.lines.contains("<!-- table: \(name) -->"), "\(name)")
    }
  }

  @Test func answersAreAsThePageShowsThem() {
    let page = Self.page.replacingRenderings { input, shown in
      let design = DocumentDesign()
      if input.language == "seqc-wrong" {
        let output = design.compile(input.text, name: "too-fast.seq")
        #expect(output.sequence == nil)
        return design.render(output.diagnostics)
      }
      guard shown.before == "<!-- resolved -->" else { return nil }
      return design.compile(input.text, name: "resolved.seq").listing
    }
    Golden.expect(page, at: Self.path)
  }
}
