/// The README's design builds, answers as it says, and its commands exist.
import TestSupport
import Testing

@testable import seqc

@Suite struct ReadmeTests {
  private let page = Golden.text(at: "README.md") ?? ""

  /// Texts of the fenced blocks of a language, in order.
  private func blocks(_ language: String) -> [String] {
    page.split(separator: "```", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 && $0.element.hasPrefix("\(language)\n") }
      .map { String($0.element.dropFirst(language.count + 1)) }
  }

  @Test func designBuildsAndAnswersAsShown() throws {
    let design = try #require(blocks("seqc").first)
    let shown = try #require(blocks("text").first)
    let run = TestRun()
    run.put(design, at: "first.seq")
    #expect(run.run("build", "first.seq") == .success)
    #expect(run.tree.contains("first-siemens-prisma/first.seq"))
    let expected = page.split(
      separator: "```text\n\(shown)```", maxSplits: 1, omittingEmptySubsequences: false)
    Golden.expect(expected.joined(separator: "```text\n\(run.outputText)```"), at: "README.md")
  }

  @Test func commandsExist() {
    let names = Set(CommandTable.all.map(\.name))
    let named = page.split(separator: "`seqc ").dropFirst().map { String($0.prefix { $0.isLetter }) }
    #expect(named.count >= 7)
    #expect(Set(named).subtracting(names).isEmpty)
  }
}
