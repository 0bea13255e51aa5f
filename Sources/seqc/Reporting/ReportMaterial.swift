/// All that a report is made of: what was loaded, what is played, what the checks found, what was simulated.
import Backends
import Optimizer
import SequenceIR

struct ReportMaterial {
  /// The input as the user named it.
  let path: String
  let loaded: Driver.Loaded
  /// What is played: of a design, the emitted file as it was read back.
  let sequence: SequenceIR.Sequence
  /// nil: the input is the file that is played.
  let emitted: Driver.Emitted?
  let checks: CheckReport
  /// Spectra, or why there are none.
  let spectra: Result<SimulationReport, SimulationProblem>
  /// Spin states, or why there are none.
  let states: Result<StateReport, SimulationProblem>
  /// Everything that was read, by the paths it was read under.
  let inputs: [(path: String, bytes: [UInt8])]
  /// Options of the command line that change what the report says, as the user wrote them.
  let options: [String]

  var nucleus: Nucleus { loaded.nucleus }
  var summary: SequenceSummary { SequenceSummary(of: sequence) }

  var page: ReportPage {
    let name = sequence.name.isEmpty ? OutputPlan.stem(of: path) : sequence.name
    let counts = checks.counts
    return ReportPage(
      title: name, subtitle: subtitle, verdict: Self.verdict(counts), verdictText: verdictText, lead: lead,
      sections: [
        summarySection, checkSection, sequenceSection, spectraSection, stateSection, pulseSection,
        scannerSection,
        reproductionSection,
      ], generator: "seqc \(Version.text)")
  }

  private var subtitle: String {
    let kind = loaded.pulseq.map { "a Pulseq file, version \($0.version)" } ?? "a design"
    let scanner = loaded.profile.map { "\($0.title) (`\($0.name)`)" } ?? "no scanner named"
    return "`\(path)`, \(kind), for \(scanner)"
  }

  /// No better than the worst of the checks; nothing checked is nothing passed.
  static func verdict(_ counts: Finding.Counts) -> Finding.Verdict {
    if counts.fail > 0 { return .fail }
    if counts.notProven > 0 { return .notProven }
    return counts.notEvaluated > 0 || counts.pass == 0 ? .notEvaluated : .pass
  }

  private var verdictText: String {
    let on = loaded.profile.map { " for \($0.name)" } ?? ", no scanner named"
    return "\(checks.summary)\(on)."
  }

  /// What failed, before anything else is said.
  private var lead: [ReportBlock] {
    let failed = checks.findings.filter { $0.isSummary && $0.verdict == .fail }
    if failed.isEmpty { return [] }
    return [
      .paragraph("This sequence must not be played as it is. What fails:"),
      .list(failed.map { "\($0.check), \($0.title): \($0.labelWithStandIns)" }),
    ]
  }
}
