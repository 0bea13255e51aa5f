/// Findings for people: as diagnostics with the line at fault and the line of the profile, and as a table.
package enum FindingText {
  /// What a finding says as a diagnostic; nil for those that sum up and have nothing wrong to show.
  package static func diagnostic(_ finding: Finding, sources: SourceMap) -> Diagnostic? {
    guard !finding.isSummary, finding.verdict != .pass else { return nil }
    let check = CheckTable.check(finding.check)
    let code = DiagnosticCode(finding.check, finding.title, check?.rule ?? "")
    var related: [Diagnostic.Related] = []
    if let figure = finding.figure, let place = location(figure.origin, sources) {
      related.append(Diagnostic.Related(figure.origin, "limit from \(place) (\(figure.confidence.rawValue))"))
    }
    let origin = finding.origin.flatMap { location($0, sources) == nil ? nil : $0 }
    var notes = finding.notes
    if let place = finding.place { notes.insert(whereabouts(place, axis: finding.axis), at: 0) }
    return Diagnostic(
      finding.verdict == .fail ? .error : .warning, code, finding.message, at: origin, label: finding.label,
      related: related, notes: origin == nil ? [finding.label] + notes : notes, help: finding.help)
  }

  /// Every place that breaks a limit, worst first within its check.
  package static func render(_ findings: [Finding], sources: SourceMap, colour: Bool) -> String {
    let renderer = TextRenderer(sources: sources, colour: colour)
    let shown = withoutEchoes(findings).compactMap { diagnostic($0, sources: sources) }
    return shown.map(renderer.render).joined(separator: "\n")
  }

  /// One warning for each check that came to no verdict, with what it lacks.
  package static func openQuestions(_ findings: [Finding]) -> [Diagnostic] {
    findings.filter { $0.isSummary && ($0.verdict == .notProven || $0.verdict == .notEvaluated) }.map {
      finding in
      let code = DiagnosticCode(finding.check, finding.title, CheckTable.check(finding.check)?.rule ?? "")
      return Diagnostic(
        .warning, code, "\(finding.title) is \(finding.verdict.words): \(finding.label)",
        notes: finding.notes,
        help: finding.help)
    }
  }

  /// A block that is over the limit on one axis is over it as a vector too; saying so once is enough.
  private static func withoutEchoes(_ findings: [Finding]) -> [Finding] {
    let echoes = ["G003": "G001", "G004": "G002"]
    var said: Set<String> = []
    for finding in findings where !finding.isSummary && finding.verdict != .pass {
      if let place = finding.place { said.insert("\(finding.check) \(place.block)") }
    }
    return findings.filter { finding in
      guard !finding.isSummary, let check = echoes[finding.check], let place = finding.place else {
        return true
      }
      return !said.contains("\(check) \(place.block)")
    }
  }

  /// One line a check: verdict, the value nearest to its limit, the room left, and how sure the figure is.
  package static func table(_ findings: [Finding]) -> String {
    let summaries = findings.filter(\.isSummary)
    var rows = [["check", "", "verdict", "worst", "limit", "room", "rests on"]]
    for finding in summaries { rows.append(cells(of: finding)) }
    let widths = (0..<7).map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell + String(repeating: " ", count: column < 6 ? widths[column] - cell.count + 2 : 0)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
    lines.append("")
    lines.append(counts(Finding.Counts(findings)))
    return lines.joined(separator: "\n") + "\n"
  }

  /// `18 checks: 14 pass, 1 fail, 3 not evaluated`
  package static func counts(_ counts: Finding.Counts) -> String {
    let parts = [
      (counts.pass, "pass"), (counts.fail, "fail"), (counts.notProven, "not proven"),
      (counts.notEvaluated, "not evaluated"),
    ]
    let total = parts.reduce(0) { $0 + $1.0 }
    return "\(total) checks: "
      + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  /// A row of the table: code, title, verdict, worst value or why there is none, limit, room, what the verdict rests on.
  package static func cells(of finding: Finding) -> [String] {
    var cells = [finding.check, finding.title, finding.verdict.words]
    let certainty = restsOn(finding)
    if finding.verdict == .notEvaluated || finding.verdict == .notProven || finding.measured == nil {
      return cells + [finding.label, "", "", certainty]
    }
    if let margin = finding.margin, let measured = finding.measured, let limit = finding.limit {
      let value =
        measured.upperBound.isInfinite
        ? "a step" : CheckLabel.with(CheckLabel.interval(measured), finding.unit)
      cells += [
        value, CheckLabel.with(CheckLabel.short(limit), finding.unit), percent(margin),
      ]
    } else {
      cells += [finding.verdict == .fail ? finding.label : "", "", ""]
    }
    return cells + [certainty]
  }

  /// `secondary, for want of pns-limit`
  private static func restsOn(_ finding: Finding) -> String {
    let lacking = finding.standIns.map(\.key.rawValue).joined(separator: ", ")
    let words = [finding.confidence?.rawValue, lacking.isEmpty ? nil : "for want of \(lacking)"]
    return words.compactMap { $0 }.joined(separator: ", ")
  }

  private static func percent(_ fraction: Double) -> String {
    "\(DecimalText.significant((fraction * 1000).rounded(.down) / 10, 3)) %"
  }

  private static func whereabouts(_ place: Finding.Place, axis: String?) -> String {
    let axisText = axis.map { $0 == "vector" ? "as a vector, " : "axis \($0), " } ?? ""
    let repetition = place.repetition > 0 ? ", repetition \(place.repetition + 1)" : ""
    return "\(axisText)\(place.time) into the sequence, block \(place.block + 1)\(repetition)"
  }

  /// `siemens-prisma.scanner:12`; nil when the file is not among the inputs.
  static func location(_ span: SourceSpan, _ sources: SourceMap) -> String? {
    guard Int(span.file.index) < sources.files.count else { return nil }
    let file = sources[span.file]
    return "\(file.name):\(file.position(of: Int(span.offset)).line)"
  }
}
