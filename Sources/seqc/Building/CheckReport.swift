/// What the findings of a run mean for the user and for the exit status.
import SequenceIR

struct CheckReport {
  let findings: [Finding]
  let sources: SourceMap

  var counts: Finding.Counts { Finding.Counts(findings) }

  /// `18 checks: 14 pass, 4 not evaluated`
  var summary: String { FindingText.counts(counts) }

  /// Every place where something is wrong, as a diagnostic.
  func places(colour: Bool) -> String { FindingText.render(findings, sources: sources, colour: colour) }

  /// The checks that came to no verdict, so that none passes unseen: a line for each that is not proven or stands alone,
  /// one for all that lack their figures.
  var warnings: String {
    let missing = open.filter { $0.verdict == .notEvaluated }
    let single = missing.count > 1 ? open.filter { $0.verdict == .notProven } : open
    let lines = single.map {
      "warning[\($0.check)]: \($0.title): \($0.verdict.words), \($0.labelWithStandIns)\n"
    }
    return lines.joined() + (missing.count > 1 ? Self.condensed(missing) : "")
  }

  private static func condensed(_ missing: [Finding]) -> String {
    let codes = missing.map(\.check)
    let common = Set(missing.map(\.help)).count == 1 ? missing[0].help : nil
    let help =
      common
      ?? "`seqc check --margin` says which figures each lacks, `seqc check --explain-limit \(codes[0])` what it asks"
    return """
      warning: \(codes.count) checks not evaluated, as figures are missing or unsure: \(codes.joined(separator: ", "))
        help: \(help)

      """
  }

  /// Everything that is not a pass: the places, and the checks that came to no verdict.
  var diagnostics: [Diagnostic] {
    let rest = open.map { finding in
      Diagnostic(
        .warning, DiagnosticCode(finding.check, finding.title, CheckTable.check(finding.check)?.rule ?? ""),
        "\(finding.title): \(finding.verdict.words), \(finding.labelWithStandIns)", help: finding.help)
    }
    return findings.compactMap { FindingText.diagnostic($0, sources: sources) } + rest
  }

  private var open: [Finding] {
    findings.filter { $0.isSummary && ($0.verdict == .notEvaluated || $0.verdict == .notProven) }
  }

  func status(strict: Bool) -> ExitStatus {
    if counts.fail > 0 { return .failed }
    return strict && counts.notProven + counts.notEvaluated > 0 ? .notProven : .success
  }
}
