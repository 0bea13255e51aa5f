import Backends
import SequenceIR
import TestSupport
import Testing

@Suite struct CheckTests {
  static func run(
    _ build: CheckCase.Build, profile text: String?, rasters: CheckCase.Rasters = .init(),
    seal: FileFacts.Seal = .intact, without disabled: Set<String> = []
  ) throws -> (findings: [Finding], sources: SourceMap) {
    var builder = Self.builder(rasters)
    build(&builder)
    var (sequence, sources) = builder.finished()
    var profile: ScannerProfile?
    if let text {
      let loaded = TestProfile.load(text, into: &sources)
      let read: ScannerProfile = try #require(loaded)
      profile = read
    }
    sequence.name = "test"
    let findings = CheckRunner.run(
      sequence, profile: profile, file: FileFacts(seal: seal), without: disabled)
    return (findings, sources)
  }

  private static func builder(_ rasters: CheckCase.Rasters) -> SequenceBuilder {
    SequenceBuilder(
      gradientRasterMicroseconds: rasters.gradient, rfRasterMicroseconds: rasters.rf,
      adcRasterMicroseconds: rasters.adc, blockRasterMicroseconds: rasters.block)
  }

  private static func failed(_ findings: [Finding]) -> [String] {
    findings.filter { $0.isSummary && $0.verdict == .fail }.map(\.check)
  }

  @Test(arguments: CheckCase.all) func theFaultIsFoundAndItsTwinPasses(_ example: CheckCase) throws {
    let bad = try Self.run(
      example.fault, profile: example.profile, rasters: example.rasters, seal: example.seal ?? .intact)
    let summary = try #require(bad.findings.first { $0.isSummary && $0.check == example.code })
    #expect(summary.verdict == example.verdict)
    let expected = (example.verdict == .fail ? [example.code] : []) + example.alsoFails
    #expect(Set(Self.failed(bad.findings)) == Set(expected))
    let shown = bad.findings.filter { $0.check == example.code || example.alsoFails.contains($0.check) }
    Golden.expect(Self.text(shown, bad.sources), at: "\(example.folder)/fault.txt")
    Golden.expect(FindingJSON.lines(shown, sources: bad.sources), at: "\(example.folder)/fault.jsonl")

    let twin = try Self.run(
      example.twin, profile: Self.twinProfile(example), rasters: example.twinRasters)
    #expect(Self.failed(twin.findings) == [])
    let passed = try #require(twin.findings.first { $0.isSummary && $0.check == example.code })
    #expect(passed.verdict == .pass)
    #expect(twin.findings.allSatisfy { $0.isSummary || $0.verdict != .fail })
    let shownTwin = twin.findings.filter { $0.check == example.code || example.alsoFails.contains($0.check) }
    Golden.expect(Self.text(shownTwin, twin.sources), at: "\(example.folder)/twin.txt")
  }

  private static func twinProfile(_ example: CheckCase) -> String {
    example.twinProfile ?? (example.verdict == .notEvaluated ? TestProfile.complete : example.profile)
  }

  /// The same as files, so that anybody can run `seqc check` on them: what is read back gets the same verdict.
  @Test(arguments: CheckCase.all) func theFaultAndItsTwinAreFiles(_ example: CheckCase) throws {
    try Self.checkFile(
      "fail", example, example.fault, example.profile, example.rasters, example.seal, example.verdict)
    try Self.checkFile(
      "pass", example, example.twin, Self.twinProfile(example), example.twinRasters, nil, .pass)
  }

  private static func checkFile(
    _ name: String, _ example: CheckCase, _ build: CheckCase.Build, _ profile: String,
    _ rasters: CheckCase.Rasters, _ seal: FileFacts.Seal?, _ verdict: Finding.Verdict
  ) throws {
    var builder = Self.builder(rasters)
    build(&builder)
    // Of long runs the builder in this test is the script that makes them.
    let played = builder.finished().sequence.playedBlockCount
    guard played <= 20_000 else { return }
    let output = PulseqWriter.write(builder.finished().sequence)
    guard !output.bytes.isEmpty else {
      #expect(example.isLostInAFile, "\(output.diagnostics.items.map(\.message))")
      return
    }
    var text = String(decoding: output.bytes, as: UTF8.self)
    if seal == .broken { text = text.replacing("[BLOCKS]", with: "# edited\n[BLOCKS]") }
    if seal == .absent, let range = text.firstRange(of: "\n[SIGNATURE]") {
      text = String(text[..<range.lowerBound])
    }
    if played <= 150 {
      Golden.expect(text, at: "\(example.folder)/\(name).seq")
      Golden.expect(profile, at: "\(example.folder)/\(name).scanner")
    }
    var sources = SourceMap()
    let file = try #require(
      PulseqReader.read(sources.add(name: "\(name).seq", bytes: Array(text.utf8))).file)
    let loaded = TestProfile.load(profile, into: &sources)
    let read = try #require(loaded)
    let findings = CheckRunner.run(file.sequence, profile: read, file: file.facts)
    let summary = try #require(findings.first { $0.isSummary && $0.check == example.code })
    #expect((summary.verdict == verdict) != (name == "fail" && example.isLostInAFile), "\(summary)")
    if example.code == "F001" { Self.expectPlaceOfSignature(findings, file.signature, sources) }
  }

  /// A broken seal is shown where it stands, a missing one nowhere; neither is a matter of any block.
  private static func expectPlaceOfSignature(
    _ findings: [Finding], _ signature: PulseqSignature, _ sources: SourceMap
  ) {
    for finding in findings where finding.check == "F001" {
      #expect(finding.place == nil)
      let line = finding.origin.map { sources[$0.file].text($0) }
      #expect(line == (signature == .absent ? nil : "[SIGNATURE]"))
      let shown = FindingText.diagnostic(finding, sources: sources)
      #expect(finding.isSummary || shown?.span == finding.origin)
    }
  }

  private static func text(_ findings: [Finding], _ sources: SourceMap) -> String {
    let places = FindingText.render(findings, sources: sources, colour: false)
    let lines = (1..<sources.files[0].lineCount).map { "\($0) | \(sources.files[0].line($0))\n" }.joined()
    return lines + "\n" + places + (places.isEmpty ? "" : "\n") + FindingText.table(findings)
  }

  @Test func everyCheckHasAFaultAndATwin() {
    for check in CheckTable.all {
      #expect(
        CheckCase.all.contains { $0.code == check.code && $0.verdict != .notEvaluated },
        "\(check.code) has no case")
    }
    #expect(CheckCase.all.allSatisfy { CheckTable.check($0.code) != nil })
    #expect(Set(CheckCase.all.map(\.folder)).count == CheckCase.all.count)
  }

  @Test func noGoldenFileIsAnOrphan() {
    let names = [
      "fault.txt", "fault.jsonl", "twin.txt", "fail.seq", "pass.seq", "fail.scanner", "pass.scanner",
    ]
    for name in names {
      Golden.expectNoOrphans(
        in: "golden/check", ending: name, known: CheckCase.all.map { "\($0.folder)/\(name)" })
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
      // A rule of one vendor only passes for all others whatever is missing.
      if check.code == "I003" { continue }
      // The ringdown of the pulse is counted with the dead time of the acquisition behind it.
      let isOpen = check.code == "R003" && key == .adcDeadTime
      #expect(
        summary.verdict == (missing ? .notEvaluated : isOpen ? .notProven : .pass),
        "\(check.code) without \(key.rawValue)")
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
      if check.code == "I003" { continue }
      // The ringdown of the pulse is counted with the dead time of the acquisition behind it.
      let restsOnKey = check.needs.contains(key) || (check.code == "R003" && key == .adcDeadTime)
      #expect(summary.verdict == (restsOnKey ? .notEvaluated : .pass), "\(check.code)")
    }
  }

  @Test func aSimulationProfilePassesNothingThatNeedsAFigure() throws {
    let findings = try Self.run(
      { Self.everything(&$0) }, profile: TestProfile.t3OfSite + "kind simulation\n"
    ).findings
    for check in CheckTable.all where check.code != "F003" && check.code != "I003" {
      let summary = try #require(findings.first { $0.isSummary && $0.check == check.code })
      #expect(
        summary.verdict == (check.isAboutTheFileAlone || check.code == "I002" ? .pass : .notEvaluated),
        "\(check.code)")
    }
  }

  @Test func withoutAProfileOnlyTheFileItselfIsChecked() throws {
    let findings = try Self.run({ Self.everything(&$0) }, profile: nil).findings
    for check in CheckTable.all {
      let summary = try #require(findings.first { $0.isSummary && $0.check == check.code })
      #expect(summary.verdict == (check.isAboutTheFileAlone ? .pass : .notEvaluated), "\(check.code)")
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
    builder.block("orientation", 10, CheckCase.fixed)
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
