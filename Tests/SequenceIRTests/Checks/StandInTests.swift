// Figures that a check can do without: what stands in is named, is no surer than its source, and proves nothing new.
import SequenceIR
import TestSupport
import Testing

@Suite struct StandInTests {
  private static func summary(_ code: String, _ lines: String..., microtesla: Double = 1) throws -> Finding {
    var builder = SequenceBuilder()
    builder.block(
      "rf", 1_130, .rectangle(microtesla, duration: 1_000, delay: 100))
    builder.block("gx", 1_000, .trapezoid(.x, 10, rise: 300, flat: 400, fall: 300))
    builder.block("rest", 9_000)
    var (sequence, sources) = builder.finished()
    sequence.name = "test"
    let text = TestProfile.t3OfSite + lines.map { $0 + "\n" }.joined()
    let profile = try #require(TestProfile.load(text, into: &sources))
    return try #require(
      CheckRunner.run(sequence, profile: profile).first { $0.isSummary && $0.check == code })
  }

  struct Case: Sendable {
    var code: String
    var line: String
    var key: FigureKey
    var standIn: Confidence
    /// Of the verdict with the line: limits of SAR are themselves of secondary sources.
    var own: Confidence
  }

  static let cases: [Case] = [
    Case(
      code: "E001", line: "pns-limit 80 percent site \"s\"", key: .stimulationLimit, standIn: .secondary,
      own: .site),
    Case(
      code: "E002", line: "pns-limit 80 percent site \"s\"", key: .stimulationLimit, standIn: .secondary,
      own: .site),
    Case(
      code: "X003", line: "sar-whole-body 0.4 W/kg/uT/uT site \"s\"", key: .wholeBodySAR, standIn: .secondary,
      own: .secondary),
    Case(
      code: "X005", line: "sar-whole-body 0.4 W/kg/uT/uT site \"s\"", key: .wholeBodySAR, standIn: .derived,
      own: .derived),
    Case(
      code: "X005", line: "sar-partial-body 0.8 W/kg/uT/uT site \"s\"", key: .partialBodySAR,
      standIn: .derived, own: .secondary),
    Case(
      code: "X007", line: "sar-whole-body 0.4 W/kg/uT/uT site \"s\"", key: .wholeBodySAR, standIn: .secondary,
      own: .site),
  ]

  @Test(arguments: cases) func whatStandsInIsNamedAndNoSurerThanItsSource(_ example: Case) throws {
    let without = try Self.summary(example.code)
    let row = try #require(CheckTable.check(example.code)?.uses.first { $0.key == example.key })
    #expect(without.verdict == .pass && without.confidence == example.standIn, "\(without.label)")
    #expect(without.standIns.map(\.key).contains(example.key))
    #expect(
      without.labelWithStandIns.contains(
        "lacks `\(example.key.rawValue)`, in its place: \(row.words) (\(row.confidence?.rawValue ?? ""))"
      ))
    let table = FindingText.table([without])
    #expect(table.contains("\(example.standIn.rawValue), for want of "), "\(table)")
    #expect(table.contains(example.key.rawValue))

    let with = try Self.summary(example.code, example.line)
    #expect(with.verdict == .pass && with.confidence == example.own, "\(with.label)")
    #expect(
      !with.standIns.map(\.key).contains(example.key)
        && !with.labelWithStandIns.contains(example.key.rawValue))

    let unsure = try Self.summary(example.code, example.line.replacing(" site ", with: " unverified "))
    #expect(
      unsure.verdict == .notEvaluated && unsure.label.contains("`\(example.key.rawValue)` is unverified"))
  }

  /// 2.4 W/kg over 6 min, from 0.6 W/kg per uT^2 and 2 uT rms (peak 6.67 uT for 1 of 11.13 ms).
  @Test(arguments: [
    ("", Finding.Verdict.fail), ("operating-mode first-level", .notProven),
    ("operating-mode first-level\nambient-temperature 25 degC site \"s\"", .pass),
    ("operating-mode first-level\nambient-temperature 33 degC site \"s\"", .fail),
    ("operating-mode first-level\nambient-temperature 25 degC unverified \"s\"", .notEvaluated),
  ])
  func aRoomOfUnknownTemperatureMayBeHot(lines: String, verdict: Finding.Verdict) throws {
    let finding = try Self.summary(
      "X003", "sar-whole-body 0.6 W/kg/uT/uT site \"s\"", lines, microtesla: 2 * 11.13.squareRoot())
    #expect(finding.verdict == verdict, "\(finding.label)")
    #expect(close(finding.measured?.upperBound ?? 0, 2.4, relative: 1e-3))
    #expect(
      (finding.verdict == .notProven) == finding.labelWithStandIns.contains("lacks `ambient-temperature`"))
  }

  /// Below the limit of the warmest room and above that of the coolest the temperature does not matter.
  @Test(arguments: [(1.9, Finding.Verdict.pass), (2.1, .notProven), (3.9, .notProven), (4.1, .fail)])
  func theTemperatureMattersBetweenBothLimitsOnly(sar: Double, verdict: Finding.Verdict) throws {
    let finding = try Self.summary(
      "X003", "sar-whole-body 0.6 W/kg/uT/uT site \"s\"", "operating-mode first-level",
      microtesla: (sar / 0.6 * 11.13).squareRoot())
    #expect(finding.verdict == verdict, "\(finding.label)")
  }

  @Test(arguments: [(1.9, Finding.Verdict.pass), (2.1, .notProven), (3.9, .notProven), (4.1, .fail)])
  func matricesOfTheWholeBodyAskForTheTemperatureToo(sar: Double, verdict: Finding.Verdict) throws {
    var builder = SequenceBuilder()
    builder.block(
      "rf", 10_000, .rectangle((sar / 0.6 * 10).squareRoot(), duration: 1_000, delay: 100), .shim([1]))
    var (sequence, sources) = builder.finished()
    sequence.name = "test"
    let text =
      TestProfile.t3OfSite + "operating-mode first-level\n"
      + "q-matrix whole-body channels 1 0.6 0 W/kg/uT/uT site \"s\"\n"
      + "q-matrix local channels 1 0.6 0 W/kg/uT/uT site \"s\"\n"
    let profile = try #require(TestProfile.load(text, into: &sources))
    let finding = try #require(
      CheckRunner.run(sequence, profile: profile).first { $0.isSummary && $0.check == "X008" })
    #expect(finding.verdict == verdict && finding.confidence == .secondary, "\(finding.label)")
  }

  /// Ringdown counts with the dead time of what follows; where that is not known, the verdict says so.
  @Test func ringdownSaysThatTheNextDeadTimeIsNotKnown() throws {
    var builder = SequenceBuilder()
    builder.block(
      "rf and adc", 1_130, .rectangle(1, duration: 500, delay: 100), .adc(32, dwell: 10, delay: 700))
    for (kept, confidence) in [(true, Confidence.secondary), (false, .site)] {
      var (sequence, sources) = builder.finished()
      sequence.name = "test"
      let text = TestProfile.t3.split(separator: "\n").compactMap { line -> String? in
        guard line.hasPrefix("adc-dead-time ") else { return String(line) }
        return kept ? String(line).replacing(" site ", with: " secondary ") : nil
      }.joined(separator: "\n")
      let profile = try #require(TestProfile.load(text, into: &sources))
      let finding = try #require(
        CheckRunner.run(sequence, profile: profile).first { $0.isSummary && $0.check == "R003" })
      #expect(finding.verdict == (kept ? .pass : .notProven) && finding.confidence == confidence)
      #expect(finding.standIns.map(\.key) == (kept ? [] : [.adcDeadTime]))
      #expect(finding.labelWithStandIns.contains("lacks `adc-dead-time`") == !kept)
    }
  }
}
