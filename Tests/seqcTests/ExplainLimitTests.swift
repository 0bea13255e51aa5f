// `seqc check --explain-limit CODE` with a scanner: every figure a check rests on, missing ones too.
import SequenceIR
import TestSupport
import Testing

@testable import seqc

@Suite struct ExplainLimitTests {
  private let run = TestRun()

  /// What a site of the Prisma might add; values are made up.
  private static let site = """
    scanner site
    extends siemens-prisma
    sar-whole-body 0.41 W/kg/uT/uT site "reported for two sequences" ; the larger
    rf-duty 20 percent unverified "hearsay"
    pns-safe x tau 0.2 0.03 3 ms weights 0.4 0.1 0.5 limit 30 T/m/s scale 0.35 site "coil file"
    pns-safe y tau 1.5 2.5 0.15 ms weights 0.55 0.15 0.3 limit 15 T/m/s scale 0.31 derived "another coil, scaled"
    pns-safe z tau 2 0.12 1 ms weights 0.42 0.4 0.18 limit 25 T/m/s scale 0.25 site "coil file"
    q-matrix local channels 1 1.2 0 W/kg/uT/uT community-code "a paper's data"

    """

  struct Case: Sendable, CustomTestStringConvertible {
    var code: String
    var claim: String
    var scanner = "site.scanner"
    /// Of the last line.
    var verdict: String
    var testDescription: String { "\(code)-\(claim)" }
    var golden: String { "golden/cli/explain-limit/\(code)-\(claim).txt" }
  }

  static let cases = [
    Case(
      code: "G002", claim: "a-figure-has-source-and-place", scanner: "siemens-prisma",
      verdict: "G002 is evaluated; no verdict is better than cited, its least sure figure."),
    Case(
      code: "R008", claim: "an-unverified-figure-and-a-missing-one",
      verdict: "R008 is not evaluated: `rf-duty-window` is not in site."),
    Case(
      code: "X003", claim: "a-site-replaces-the-public-factor",
      verdict: "X003 is evaluated; no verdict is better than community-code, its least sure figure."),
    Case(
      code: "X003", claim: "public-models-stand-in", scanner: "siemens-prisma",
      verdict: "X003 is evaluated; no verdict is better than community-code, its least sure figure."),
    Case(
      code: "E002", claim: "constants-are-as-sure-as-the-least-sure-axis",
      verdict: "E002 is evaluated; no verdict is better than derived, its least sure figure."),
    Case(
      code: "V001", claim: "every-band-is-listed", scanner: "siemens-prisma",
      verdict: "V001 is evaluated; no verdict is better than community-code, its least sure figure."),
    Case(
      code: "X008", claim: "matrices-are-listed",
      verdict: "X008 is evaluated; no verdict is better than community-code, its least sure figure."),
    Case(
      code: "I002", claim: "a-rule-of-another-interpreter", scanner: "siemens-prisma",
      verdict: "I002 is kept by every sequence: a rule of the interpreter of ge only."),
    Case(
      code: "G001", claim: "no-verdict-on-an-unverified-figure", scanner: "siemens-verio",
      verdict: "G001 is not evaluated: `gradient-amplitude` is unverified in siemens-verio."),
  ]

  @Test(arguments: cases) func eachFigureIsShown(_ example: Case) {
    run.put(Self.site, at: "site.scanner")
    #expect(
      run.run("check", "--explain-limit", example.code, "--scanner", example.scanner) == .success,
      "\(run.messageText)")
    #expect(run.outputText.hasSuffix("\n\n\(example.verdict)\n"), "\(run.outputText.suffix(200))")
    Golden.expect(run.outputText, at: example.golden)
  }

  @Test func noGoldenFileIsAnOrphan() {
    Golden.expectNoOrphans(
      in: "golden/cli/explain-limit", ending: ".txt", known: Self.cases.map(\.golden))
  }

  @Test func withoutAScannerTheTextIsTheGeneralOne() throws {
    let check = try #require(CheckTable.check("G002"))
    #expect(run.run("check", "--explain-limit", "g002") == .success)
    #expect(run.outputText == CheckListing.explain(check))
  }

  @Test func aDesignNamesItsScanner() {
    run.run("new", "mine")
    #expect(run.run("check", "mine.seq", "--explain-limit", "G002") == .success)
    #expect(run.outputText.contains("\n  place           siemens-prisma.scanner:"))
    #expect(
      run.run("check", "mine.seq", "--explain-limit", "G002", "--scanner", "siemens-skyra") == .success)
    #expect(run.outputText.contains("siemens-skyra.scanner:"))
    run.put("design \"x\"\nsequence { }\n", at: "bare.seq")
    #expect(run.run("check", "bare.seq", "--explain-limit", "G002") == .trouble)
    #expect(run.outputText.isEmpty && run.messageText.contains("no scanner is named"))
  }

  @Test func wrongCodesAndScannersGetAGuess() {
    #expect(run.run("check", "--explain-limit", "g0002") == .trouble)
    #expect(run.messageText == "error: there is no check 'g0002'\n  help: did you mean G002?\n")
    #expect(run.run("check", "--explain-limit", "G002", "--scanner", "siemens-prsma") == .trouble)
    #expect(run.messageText.contains("did you mean `siemens-prisma`?"))
    run.put("scanner site\nextends siemens-prisma\nb1-peek 1 uT site \"x\"\n", at: "wrong.scanner")
    #expect(run.run("check", "--explain-limit", "R001", "--scanner", "wrong.scanner") == .trouble)
    #expect(run.messageText.contains("did you mean `b1-peak`?") && run.outputText.isEmpty)
  }

  /// No check and no scanner leaves a figure without a word of what to do about it.
  @Test func everyCheckExplainsItselfForEveryScanner() throws {
    for name in BuiltInProfiles.scanners {
      var sources = SourceMap()
      let profile = try #require(BuiltInProfiles.load(name, sources: &sources).profile)
      for check in CheckTable.all {
        let text = LimitListing.explain(check, profile, sources: sources)
        for word in check.needs + check.uses.map(\.key) {
          #expect(text.contains("\n\(word.rawValue): \(word.meaning)\n"), "\(check.code) for \(name)")
          #expect(text.contains("  at the site     \(word.howToKnow)\n"))
          let line = profile[word].map { "  source          \($0.source)\n" }
          #expect(text.contains(line ?? ScannerProfile.exampleLine(word)), "\(check.code) for \(name)")
        }
      }
    }
  }
}
