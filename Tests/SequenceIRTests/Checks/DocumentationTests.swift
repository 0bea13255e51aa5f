// Pages of docs/ that are made from tables, or must keep up with them.
import SequenceIR
import TestSupport
import Testing

@Suite struct DocumentationTests {
  @Test func thePageOfChecksIsTheTable() {
    Golden.expect(CheckListing.markdown(), at: "docs/checks.md")
  }

  @Test func thePageOfScannersIsTheBuiltInProfiles() throws {
    let profiles = try BuiltInProfiles.scanners.map { name in
      var sources = SourceMap()
      let profile = BuiltInProfiles.load(name, sources: &sources).profile
      return try #require(profile)
    }
    Golden.expect(ProfileListing.markdown(profiles), at: "docs/scanners.md")
  }

  @Test func thePageOfProfilesKnowsEveryKeyUnitAndWord() throws {
    let page = try #require(Golden.text(at: "docs/scanner-profiles.md"))
    for key in FigureKey.allCases {
      let units = key.units.isEmpty ? "a count" : key.units.joined(separator: ", ")
      #expect(page.contains("| `\(key.rawValue)` | \(units) | \(key.meaning) |\n"), "\(key.rawValue)")
    }
    for word in Confidence.allCases { #expect(page.contains("| `\(word.rawValue)` | \(word.meaning) |\n")) }
    for vendor in ScannerProfile.Vendor.allCases { #expect(page.contains(vendor.rawValue)) }
    for kind in ScannerProfile.Kind.allCases { #expect(page.contains("`\(kind.rawValue)`")) }
  }

  @Test func everyStatementIsOnThePage() throws {
    let page = try #require(Golden.text(at: "docs/scanner-profiles.md"))
    for form in ProfileReader.statementForms { #expect(page.contains("`\(form)`"), "\(form)") }
  }

  @Test func everyUnitOfAFigureMeasuresWhatTheFigureIs() {
    for key in FigureKey.allCases {
      for unit in key.units {
        #expect(Unit.parse(unit)?.dimension == key.dimension, "\(key.rawValue) \(unit)")
      }
      #expect(key.units.isEmpty == key.isCount)
    }
  }

  @Test func explainingACheckSaysEverything() {
    for check in CheckTable.all {
      let text = CheckListing.explain(check)
      for part in [check.code, check.title, check.rule, check.promises, check.doesNotPromise, check.source] {
        #expect(text.contains(part))
      }
      #expect(CheckListing.list().contains("\(check.code)  \(check.title)\n"))
    }
  }
}
