// The grammar of docs/language.md is that of the parser: what it derives is read, and what is read it derives.
import SequenceIR
import TestSupport
import Testing

@Suite struct GrammarTests {
  static let text = LanguagePageTests.page.fences.first { $0.language == "ebnf" }?.text ?? ""
  static let lexical: Set = ["NUMBER", "STRING", "NAME", "EVENT", "UNIT", "WORD", "NEWLINE", "KEYWORD"]

  private func grammar() throws -> Grammar {
    try #require(Grammar(Self.text), "the grammar is not in its notation")
  }

  @Test func everyNameIsDefinedAndUsed() throws {
    let grammar = try grammar()
    let defined = Set(grammar.rules.keys).union(Self.lexical)
    #expect(grammar.references.subtracting(defined).isEmpty)
    #expect(defined.subtracting(grammar.references) == [grammar.start])
  }

  @Test func everyWordOfTheVocabularyIsInTheGrammar() throws {
    let terminals = try grammar().terminals
    let words =
      Vocabulary.statements.map(\.word) + Vocabulary.items.map(\.word) + Vocabulary.modifiers.map(\.word)
      + Vocabulary.optimization.map(\.word) + Vocabulary.moleculeLines.map(\.word)
    #expect(Set(words).subtracting(terminals).isEmpty)
    // Words that may follow a number, so that `3 points` is no unknown unit.
    #expect(
      Vocabulary.clauseWords.subtracting(terminals).subtracting(["cycles", "duration", "in", "from"]).isEmpty)
  }

  /// A derivation may give a clause twice (S011), which the grammar does not say; nothing else may be wrong.
  @Test func parserReadsWhatTheGrammarDerives() throws {
    var sentences = GrammarSentences(try grammar(), seed: 20_26)
    var characters = 0
    for _ in 0..<2_000 {
      let text = sentences.next()
      characters += text.utf8.count
      let file = SourceFile(id: FileID(index: 0), name: "", bytes: Array(text.utf8))
      let problems = Parser.parse(file).1.items.filter { $0.code != .repeatedClause }
      if let problem = problems.first {
        Issue.record("\(problem.code.id) \(problem.message) at \(problem.span?.offset ?? 0)\n\(text)")
        return
      }
    }
    // Sentences that were all empty would prove nothing.
    #expect(characters > 200_000, "\(characters) characters")
  }

  @Test func grammarDerivesEveryDesignOfTheProject() throws {
    let grammar = try grammar()
    let examples = Golden.files(in: "examples", ending: ".seq").compactMap { Golden.text(at: $0) }
    let library = ModuleLibrary.all.map(\.text)
    let page = LanguagePageTests.examples.map {
      DocumentBench.design(of: $0.text, bench: LanguagePageTests.bench)
    }
    #expect(examples.count >= 8)
    for text in examples + library + page {
      let (isWhole, reached, tokens) = GrammarRecognizer.accepts(text, grammar)
      let near = tokens[max(0, reached - 6)..<min(tokens.count, reached + 3)].map(\.text).joined(
        separator: " ")
      #expect(isWhole, "not derived behind: \(near)\n\(text)")
    }
  }

  @Test(arguments: [
    "design \"a\"\nsequence {\n  excite\n", "design \"a\"\nfov 1 m, 2 m\n",
    "design \"a\"\nsequence { spoil 4 across 2 mm }\n",
    "design \"a\"\nlet = 3\n", "design \"a\"\nsequence { delay 3 ms 4 ms }\n",
    "design \"a\"\nlet a = (3 + 4) ms\n",
    "let a = 3\n", "design \"a\"\nsequence { acquire 64 points }\n", "design \"a\"\nrepeat 3 { }\n",
  ]) func parserAndGrammarRefuseTheSame(text: String) throws {
    let file = SourceFile(id: FileID(index: 0), name: "", bytes: Array(text.utf8))
    #expect(Parser.parse(file).1.hasErrors)
    #expect(!GrammarRecognizer.accepts(text, try grammar()).isWhole)
  }
}
