// The table of docs/fuzzing.md: its diagnostics are expected by what it names, and its limits are those of the code.
import FuzzTargets
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct HostilityPageTests {
  private static let scripts = ["scripts/hostile_inputs.py", "scripts/hostility.py"]

  /// Cells of the rows under the heading of attacks.
  private static func rows() throws -> [[String]] {
    let page = try #require(Golden.text(at: "docs/fuzzing.md"))
    let lines = page.split(separator: "\n").drop { !$0.hasPrefix("## Attacks") }.drop {
      !$0.hasPrefix("|---")
    }
    return lines.dropFirst().prefix { $0.hasPrefix("|") }.map { line in
      line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    text.split(separator: " ").joined(separator: " ")
  }

  /// A letter and three digits.
  private static func codes(in text: String) -> [String] {
    text.split { !$0.isLetter && !$0.isNumber }.map(String.init).filter {
      $0.count == 4 && $0.first?.isUppercase == true && $0.dropFirst().allSatisfy(\.isNumber)
    }
  }

  /// Everything that a name at the end of a row stands for.
  private static func text(of name: String, tests: [String]) -> String? {
    if name == "hostility" { return scripts.compactMap { Golden.text(at: $0) }.joined() }
    if name == "DiagnosticGoldenTests" {
      return Golden.files(in: "golden/diagnostics", ending: "").compactMap { Golden.text(at: $0) }.joined()
    }
    return tests.first { $0.hasSuffix("/\(name).swift") }.flatMap { Golden.text(at: $0) }
  }

  @Test func everyAnswerOfARowIsExpectedByWhatItNames() throws {
    let tests = Golden.files(in: "Tests", ending: "Tests.swift")
    let catalogue = Set(DiagnosticCode.all.map(\.id))
    let rows = try Self.rows()
    #expect(rows.count > 25)
    for row in rows {
      #expect(row.count == 4)
      let names = row[3].split(separator: ",").map(Self.trimmed)
      let shown = names.map { Self.text(of: $0, tests: tests) }
      #expect(!names.isEmpty && shown.allSatisfy { $0 != nil }, "\(names)")
      for code in Self.codes(in: row[2]) {
        #expect(catalogue.contains(code))
        #expect(shown.contains { $0?.contains(code) == true }, "\(row[0]): \(code)")
      }
    }
  }

  @Test func everyDiagnosticThatTheScriptsExpectStandsInTheTable() throws {
    let table = try Self.rows().map { $0[2] }.joined(separator: " ")
    let known = Set(Self.codes(in: table))
    for path in Self.scripts {
      let script = try #require(Golden.text(at: path))
      let expected = Self.codes(in: script).filter { code in DiagnosticCode.all.contains { $0.id == code } }
      for code in expected { #expect(known.contains(code), "\(path): \(code)") }
    }
  }

  /// A limit that is changed is changed on the page, too.
  @Test func theLimitsAreThoseOfTheCode() throws {
    let limits = try Self.rows().map { $0[1] }
    let pairs: [(Int, String)] = [
      (PulseqLimits.samples, "10^8 samples of a shape"),
      (PulseqLimits.writtenNumbers, "10^7 samples written"),
      (PulseqLimits.extensions, "256 entries"),
      (PulseqLines.mostFields, "4096 columns"),
      (Parser.deepestNesting, "200; "),
      (Lowering.deepestPlay, "256 for what is played"),
      (Parser.mostErrors, "200 in a design"),
      (Evaluator.longestList, "10^6 elements of a list"),
      (Evaluator.mostListElements, "4 * 10^8 in all"),
      (Lowering.mostBlocks, "2 * 10^7 blocks of a design"),
      (Lowering.mostStatements, "4 * 10^7 statements played"),
      (Parser.largestFile >> 20, "16 MB for designs"),
      (ProfileReader.largestFile >> 20, "16 MB for designs, profiles"),
      (XMLReadingRules().mostDepth, "64 elements"),
    ]
    for (value, words) in pairs {
      #expect(limits.contains { $0.contains(words) }, "\(words)")
      #expect(Self.number(at: words) == value, "\(words)")
    }
  }

  /// `2 * 10^7 blocks` is 20 million.
  private static func number(at words: String) -> Int {
    var product = 1
    for word in words.split(separator: " ") where word != "*" {
      let parts = word.split { $0 == "^" || $0 == ";" }.map { Int($0) }
      guard let first = parts.first, let base = first else { break }
      let power = parts.count > 1 ? parts[1] ?? 1 : 1
      product *= (0..<power).reduce(1) { all, _ in all * base }
    }
    return product
  }

  @Test func everyTargetOfTheFuzzersIsOnThePage() throws {
    let page = try #require(Golden.text(at: "docs/fuzzing.md"))
    let script = try #require(Golden.text(at: "scripts/fuzz.sh"))
    for target in FuzzTarget.allCases {
      #expect(page.contains("| `\(target.rawValue)` |"))
      #expect(script.contains(" \(target.rawValue)"))
    }
  }
}
