import SequenceIR
import TestSupport
import Testing

@Suite struct CheckTests {
  private static func run(
    _ build: CheckCase.Build, profile text: String?, rasters: (gradient: Double, rf: Double) = (10, 1)
  ) throws -> (findings: [Finding], sources: SourceMap) {
    var builder = SequenceBuilder(
      gradientRasterMicroseconds: rasters.gradient, rfRasterMicroseconds: rasters.rf)
    build(&builder)
    var (sequence, sources) = builder.finished()
    var profile: ScannerProfile?
    if let text {
      let loaded = TestProfile.load(text, into: &sources)
      let read: ScannerProfile = try #require(loaded)
      profile = read
    }
    sequence.name = "test"
    return (CheckRunner.run(sequence, profile: profile), sources)
  }

  private static func failed(_ findings: [Finding]) -> [String] {
    findings.filter { $0.isSummary && $0.verdict == .fail }.map(\.check)
  }

  @Test(arguments: CheckCase.all) func theFaultIsFoundAndItsTwinPasses(_ example: CheckCase) throws {
    let bad = try Self.run(example.fault, profile: example.profile, rasters: example.rasters)
    let summary = try #require(bad.findings.first { $0.isSummary && $0.check == example.code })
    #expect(summary.verdict == example.verdict)
    let expected = (example.verdict == .fail ? [example.code] : []) + example.alsoFails
    #expect(Set(Self.failed(bad.findings)) == Set(expected))
    let shown = bad.findings.filter { $0.check == example.code || example.alsoFails.contains($0.check) }
    Golden.expect(Self.text(shown, bad.sources), at: "\(example.folder)/fault.txt")
    Golden.expect(FindingJSON.lines(shown, sources: bad.sources), at: "\(example.folder)/fault.jsonl")

    let profile =
      example.twinProfile ?? (example.verdict == .notEvaluated ? TestProfile.t3 : example.profile)
    let twin = try Self.run(example.twin, profile: profile)
    #expect(Self.failed(twin.findings) == [])
    let passed = try #require(twin.findings.first { $0.isSummary && $0.check == example.code })
    #expect(passed.verdict == .pass)
    #expect(twin.findings.allSatisfy { $0.isSummary || $0.verdict != .fail })
    let shownTwin = twin.findings.filter { $0.check == example.code || example.alsoFails.contains($0.check) }
    Golden.expect(Self.text(shownTwin, twin.sources), at: "\(example.folder)/twin.txt")
  }

  private static func text(_ findings: [Finding], _ sources: SourceMap) -> String {
    let places = FindingText.render(findings, sources: sources, colour: false)
    let lines = (1..<sources.files[0].lineCount).map { "\($0) | \(sources.files[0].line($0))\n" }.joined()
    return lines + "\n" + places + (places.isEmpty ? "" : "\n") + FindingText.table(findings)
  }

  @Test func everyCheckHasAFaultAndATwin() {
    for check in CheckTable.all {
      #expect(
        CheckCase.all.contains { $0.code == check.code && $0.verdict == .fail }, "\(check.code) has no case")
    }
    #expect(CheckCase.all.allSatisfy { CheckTable.check($0.code) != nil })
    #expect(Set(CheckCase.all.map(\.folder)).count == CheckCase.all.count)
  }

  @Test func noGoldenFileIsAnOrphan() {
    for ending in ["fault.txt", "fault.jsonl", "twin.txt"] {
      Golden.expectNoOrphans(
        in: "golden/check", ending: ending, known: CheckCase.all.map { "\($0.folder)/\(ending)" })
    }
  }

  @Test func codesAreUniqueAndEveryRowSaysAll() {
    #expect(Set(CheckTable.all.map(\.code)).count == CheckTable.all.count)
    for check in CheckTable.all {
      for text in [
        check.title, check.failure, check.rule, check.promises, check.doesNotPromise, check.source,
      ] {
        #expect(!text.isEmpty && text.last != ".")
      }
    }
  }

  /// One figure away at a time: what rests on it is not evaluated, what does not still passes, nothing else changes.
  @Test(arguments: FigureKey.allCases) func aMissingFigureIsNeverAPass(_ key: FigureKey) throws {
    let text = TestProfile.t3OfSite.split(separator: "\n").filter { !$0.hasPrefix("\(key.rawValue) ") }
      .joined(separator: "\n")
    let findings = try Self.run({ Self.everything(&$0) }, profile: text).findings
    for check in CheckTable.all {
      let summary = try #require(findings.first { $0.isSummary && $0.check == check.code })
      let missing = check.needs.contains(key)
      #expect(summary.verdict == (missing ? .notEvaluated : .pass), "\(check.code) without \(key.rawValue)")
      if missing {
        #expect(summary.label.contains("`\(key.rawValue)`") && summary.help?.contains(key.rawValue) == true)
      }
    }
  }

  @Test(arguments: FigureKey.allCases) func anUnverifiedFigureIsNeverAPass(_ key: FigureKey) throws {
    let text = TestProfile.t3OfSite.split(separator: "\n").map { line in
      line.hasPrefix("\(key.rawValue) ")
        ? String(line).replacing(" site ", with: " unverified ") : String(line)
    }.joined(separator: "\n")
    let findings = try Self.run({ Self.everything(&$0) }, profile: text).findings
    for check in CheckTable.all {
      let summary = try #require(findings.first { $0.isSummary && $0.check == check.code })
      #expect(summary.verdict == (check.needs.contains(key) ? .notEvaluated : .pass), "\(check.code)")
    }
  }

  @Test func aSimulationProfilePassesNothingThatNeedsAFigure() throws {
    let findings = try Self.run(
      { Self.everything(&$0) }, profile: TestProfile.t3OfSite + "kind simulation\n"
    ).findings
    for check in CheckTable.all {
      let summary = try #require(findings.first { $0.isSummary && $0.check == check.code })
      #expect(summary.verdict == (check.needs.isEmpty ? .pass : .notEvaluated), "\(check.code)")
    }
  }

  @Test func withoutAProfileOnlyTheFileItselfIsChecked() throws {
    let findings = try Self.run({ Self.everything(&$0) }, profile: nil).findings
    for check in CheckTable.all {
      let summary = try #require(findings.first { $0.isSummary && $0.check == check.code })
      #expect(summary.verdict == (check.needs.isEmpty ? .pass : .notEvaluated), "\(check.code)")
    }
    let bad = try Self.run(
      {
        $0.block("rf and adc", 1001, .rectangle(1, duration: 500, delay: 0), .adc(63, dwell: 1.23, delay: 10))
      },
      profile: nil
    ).findings
    #expect(Self.failed(bad) == ["R004", "A004", "T001"])
  }

  @Test func anEmptySequencePassesVacuously() throws {
    let findings = CheckRunner.run(SequenceBuilder().finished().sequence, profile: nil)
    #expect(findings.count == CheckTable.all.count)
    #expect(findings.allSatisfy { $0.verdict != .fail })
  }

  /// A legal sequence with one of everything.
  private static func everything(_ builder: inout SequenceBuilder) {
    builder.block(
      "excite", 3130, .rectangle(10, duration: 3000, delay: 100),
      .trapezoid(.z, 20, rise: 200, flat: 2700, fall: 200))
    builder.block(
      "read", 4000, .adc(256, dwell: 10, delay: 500), .trapezoid(.x, 20, rise: 200, flat: 3600, fall: 200))
    builder.endSegment(repetitions: 3)
    builder.block("rest", 30e6)
    builder.endSegment()
  }
}
