// Wrong designs: every file of golden/diagnostics says on its lines which errors they make, and shows the text a user
// reads beside it. `#~ error[CODE]` speaks of its own line, `#~^ error[CODE]` of the line above.
import SequenceIR
import TestSupport
import Testing

@Suite struct DiagnosticGoldenTests {
  static let folder = "golden/diagnostics"
  static let cases = Golden.files(in: folder, ending: ".seq").filter { !$0.contains("/parts/") }

  @Test(arguments: cases) func theAnnotatedErrorsAppearAndNoOthers(path: String) throws {
    let run = try #require(DesignRun(at: path))
    let found = run.errors.map { DiagnosticGoldenTests.place(of: $0, run.sources) }.sorted()
    let expected = run.sources.files.flatMap(DiagnosticGoldenTests.annotations).sorted()
    if path.hasSuffix("/empty-file.seq") {
      // An empty file has no line to annotate.
      #expect(found == ["empty-file.seq:1 error[S006]"])
    } else {
      #expect(!expected.isEmpty, "\(path) expects no error")
      #expect(found == expected)
    }
    Golden.expect(run.rendered, at: path.replacing(".seq", with: ".stderr"))
  }

  @Test func thereAreAtLeastThirtyWrongDesigns() {
    print("golden/diagnostics: \(Self.cases.count) wrong designs")
    #expect(Self.cases.count >= 30)
  }

  @Test func everyExpectationBelongsToADesign() {
    Golden.expectNoOrphans(
      in: Self.folder, ending: ".stderr", known: Self.cases.map { $0.replacing(".seq", with: ".stderr") })
  }

  private static func place(of diagnostic: Diagnostic, _ sources: SourceMap) -> String {
    guard let span = diagnostic.span else { return "no place error[\(diagnostic.code.id)]" }
    let file = sources[span.file]
    return "\(file.name):\(file.position(of: Int(span.offset)).line) error[\(diagnostic.code.id)]"
  }

  private static func annotations(of file: SourceFile) -> [String] {
    var result: [String] = []
    for number in 1...file.lineCount {
      for part in file.line(number).split(separator: "#~").dropFirst() {
        let above = part.prefix { $0 == "^" }.count
        let code = part.dropFirst(above).drop { $0 == " " }.prefix { $0 != " " }
        result.append("\(file.name):\(number - above) \(code)")
      }
    }
    return result
  }
}
