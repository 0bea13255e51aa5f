/// Findings as JSON, one object a line; every key is always there, `null` where there is nothing to say.
package enum FindingJSON {
  /// The places that break a limit, and one line for each check that has none; then the line that counts.
  package static func lines(_ findings: [Finding], sources: SourceMap) -> String {
    let withPlaces = Set(findings.filter { !$0.isSummary }.map(\.check))
    let shown = findings.filter { !$0.isSummary || !withPlaces.contains($0.check) }
    return (shown.map { line($0, sources: sources) } + [summary(Finding.Counts(findings))])
      .map { $0 + "\n" }.joined()
  }

  package static func line(_ finding: Finding, sources: SourceMap) -> String {
    var object = JSONObject()
    object.add("kind", "finding")
    object.add("check", finding.check)
    object.add("title", finding.title)
    object.add("verdict", finding.verdict.rawValue)
    object.add(
      "measured",
      raw: finding.measured.map { JSONText.array([number($0.lowerBound), number($0.upperBound)]) } ?? "null")
    object.add("limit", raw: finding.limit.map(number) ?? "null")
    object.add("unit", finding.unit)
    object.add("axis", raw: finding.axis.map(JSONText.string) ?? "null")
    object.add(
      "time_s", raw: finding.place.map { DecimalText.fixed($0.time.picoseconds, decimals: 12) } ?? "null")
    object.add("block", raw: finding.place.map { String($0.block + 1) } ?? "null")
    object.add("played", raw: finding.place.map { String($0.played) } ?? "null")
    let origin = finding.origin.flatMap { origin in
      FindingText.location(origin, sources).map { _ in JSONObject.place(of: origin, in: sources).text }
    }
    object.add("origin", raw: origin ?? "null")
    let source = finding.figure.flatMap { FindingText.location($0.origin, sources) }
    object.add("limit_source", raw: source.map(JSONText.string) ?? "null")
    object.add("confidence", raw: finding.confidence.map { JSONText.string($0.rawValue) } ?? "null")
    object.add("margin", raw: finding.margin.map(number) ?? "null")
    object.add("message", finding.labelWithStandIns)
    object.add("help", raw: finding.help.map(JSONText.string) ?? "null")
    return object.text
  }

  /// The last line of every run.
  package static func summary(_ counts: Finding.Counts) -> String {
    var object = JSONObject()
    object.add("kind", "summary")
    object.add("pass", counts.pass)
    object.add("fail", counts.fail)
    object.add("not_proven", counts.notProven)
    object.add("not_evaluated", counts.notEvaluated)
    return object.text
  }

  /// Nine digits: what a value carries after a conversion of units, without the noise of it.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    let text = DecimalText.significant(value, 9)
    return text.hasPrefix(".") ? "0\(text)" : text
  }
}
