/// The sections of a report about facts: summary, checks, scanner.
import Backends
import SequenceIR

extension ReportMaterial {
  var summarySection: ReportSection {
    let summary = summary
    let facts = summary.facts(nucleus: nucleus).map { (name: $0.name, value: $0.value) }
    let notes = summary.notes.map { ReportBlock.note("\($0.prefix(1).uppercased())\($0.dropFirst()).") }
    return ReportSection("summary", "Summary", [.facts(facts)] + notes)
  }

  // MARK: checks

  /// Worst first: a reader must not search for what is wrong.
  private static let order: [Finding.Verdict] = [.fail, .notProven, .notEvaluated, .pass]

  /// Lines of places that are shown; more help nobody.
  private static let mostLines = 400

  var checkSection: ReportSection {
    let findings = checks.findings.filter(\.isSummary)
    let rows = Self.order.flatMap { verdict in
      findings.filter { $0.verdict == verdict }.map {
        ReportTable.Row(FindingText.cells(of: $0), verdict: verdict)
      }
    }
    let columns = ["check", "what", "verdict", "worst value, or why", "limit", "room", "rests on"]
    let table = ReportTable(
      "Every check with its verdict, the value nearest to its limit, and how sure the limit is",
      columns: columns.map { ReportTable.Column($0, isNumber: $0 == "limit" || $0 == "room") }, rows: rows)
    let what =
      emitted == nil
      ? "What was checked is the file itself."
      : "What was checked is the Pulseq file that `seqc build` writes, read back."
    let meaning = """
      \(what) \
      Not proven: the value is known as an interval, and the limit lies in it. Not evaluated: the profile lacks a \
      figure, or has no source for it. Neither is a pass.
      """
    return ReportSection("checks", "Checks", places + [.table(table), .note(meaning)])
  }

  private var places: [ReportBlock] {
    let text = checks.places(colour: false)
    if text.isEmpty { return [] }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let more = lines.count - Self.mostLines
    return [
      .heading("Where"), .code(lines.prefix(Self.mostLines).joined(separator: "\n")),
    ] + (more > 0 ? [.note("And \(more) lines more, which `seqc check` prints.")] : [])
  }

  // MARK: scanner

  var scannerSection: ReportSection {
    guard let profile = loaded.profile else {
      return ReportSection(
        "scanner", "Scanner",
        [.paragraph("No scanner is named, so that no limit of hardware was evaluated: give `--scanner`.")])
    }
    var facts: [(name: String, value: String)] = [("scanner", "\(profile.title) (`\(profile.name)`)")]
    facts.append(("vendor", profile.vendor.rawValue))
    if let coil = profile.transmitCoil { facts.append(("transmits with", "\(coil.rawValue) coil")) }
    if let mode = profile.operatingMode { facts.append(("operating mode", mode.words)) }
    let meanings = Confidence.allCases.map { "\($0.rawValue): \($0.meaning)" }
    return ReportSection(
      "scanner", "Scanner",
      [
        .facts(facts), .table(figures(of: profile)),
        .details(title: "How sure: what the words mean", [.list(meanings)]),
      ] + missing(in: profile) + profile.notes.map { .note($0) })
  }

  private func figures(of profile: ScannerProfile) -> ReportTable {
    let rows = ProfileListing.rows(of: profile).map { row in
      ReportTable.Row([row.name, row.value, row.confidence.rawValue, row.source])
    }
    return ReportTable(
      "Figures of the profile \(profile.name): value, how sure, and where it comes from",
      columns: [
        .init("figure"), .init("value", isNumber: true), .init("how sure"), .init("source"),
      ], rows: rows)
  }

  private func missing(in profile: ScannerProfile) -> [ReportBlock] {
    let keys = FigureKey.allCases.filter { profile[$0] == nil }
    if keys.isEmpty { return [] }
    return [
      .details(
        title: "\(keys.count) figures are not known; what rests on them is not evaluated",
        [.list(keys.map { "`\($0.rawValue)`: \($0.meaning)" })])
    ]
  }
}
