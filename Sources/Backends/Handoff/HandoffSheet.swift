import SequenceIR

/// The sheet of paper beside the console: one HTML file without scripts or network, at most two pages of A4.
package enum HandoffSheet {
  package static func html(_ input: TargetInput, _ dialect: ConsoleDialect) -> String {
    let facts = ConsoleFacts(input)
    let parameters = dialect.parameters(of: facts)
    let scanner = input.profile.map { "\($0.title) (\($0.name))" } ?? "no scanner named"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>\(MarkupText.escaped(input.sequence.name))</title>
      <style>\(style)</style>
      </head>
      <body>
      <h1>\(MarkupText.escaped(input.sequence.name))</h1>
      <p class="facts">\(MarkupText.escaped(scanner)) · \(MarkupText.escaped(input.name)).seq · MD5 <code>\(input.pulseqSignature)</code></p>
      <p class="statement">\(MarkupText.escaped(HandoffWords.statement))</p>
      <h2>What it is</h2>
      <p>\(MarkupText.escaped(summary(facts, input)))</p>
      \(diagram(input))
      <h2>What to do</h2>
      <ol>\(HandoffWords.steps(dialect, input.name).map { "<li>\(MarkupText.marked($0))</li>" }.joined(separator: "\n"))</ol>
      <div class="columns">
      <section>
      <h2>Type</h2>
      \(table(parameters, .type))
      <h2>Compare</h2>
      \(table(parameters, .compare))
      <h2>Leave as is</h2>
      \(table(parameters, .leave))
      </section>
      <section>
      <h2>Played by the file</h2>
      \(table(parameters, .derived))
      <h2>Pulses</h2>
      \(pulses(input))
      </section>
      </div>
      <h2>Checked against \(MarkupText.escaped(input.profile?.name ?? "no scanner"))</h2>
      \(verdicts(input.findings))
      </body>
      </html>

      """
  }

  /// From an excitation to its data, as `seqc plot` draws it; nothing where there is no such thing.
  private static func diagram(_ input: TargetInput) -> String {
    guard case .success(let window) = PlayedWindow.shot(1, of: input.sequence) else { return "" }
    var figure = SequenceFigures.diagram(
      SequenceFigureInput(input.sequence, profile: input.profile, nucleus: input.nucleus, window: window),
      rowHeight: 34)
    figure.title = ""
    return figure.svg(.inline)
  }

  private static func summary(_ facts: ConsoleFacts, _ input: TargetInput) -> String {
    var words: [String] = [
      facts.isImaging ? "Imaging of \(facts.nucleus.name)" : "Spectroscopy of \(facts.nucleus.name)"
    ]
    if let seconds = facts.seconds { words.append("\(DecimalText.significant(seconds, 6)) s") }
    if let time = facts.repetitionTimeMilliseconds {
      words.append("TR \(DecimalText.significant(time, 6)) ms")
    }
    if let time = facts.echoTimesMilliseconds.first {
      words.append("TE \(DecimalText.significant(time, 6)) ms")
    }
    words.append("\(facts.acquisitions) acquisitions")
    if let samples = facts.samples, let dwell = facts.dwell {
      words.append("\(samples) points every \(dwell)")
    }
    words.append("\(input.sequence.playedBlockCount) blocks")
    return words.joined(separator: ", ") + "."
  }

  private static func table(_ all: [ConsoleParameter], _ entry: ConsoleParameter.Entry) -> String {
    let parameters = all.filter { $0.entry == entry }
    if parameters.isEmpty { return "<p>Nothing.</p>" }
    let meaning = "<p class=\"facts\">\(MarkupText.escaped(entry.meaning))</p>"
    let rows = parameters.map { parameter in
      let note = parameter.note.isEmpty ? "" : "<br><small>\(MarkupText.escaped(parameter.note))</small>"
      return
        "<tr><td>\(MarkupText.escaped(parameter.card))</td><td>\(MarkupText.escaped(parameter.label))\(note)</td>"
        + "<td class=\"number\">\(MarkupText.escaped(parameter.value))</td><td>\(MarkupText.escaped(parameter.unit))</td></tr>"
    }
    return "\(meaning)<table>\(rows.joined(separator: "\n"))</table>"
  }

  private static func pulses(_ input: TargetInput) -> String {
    let all = DistinctPulse.all(of: input.sequence).filter { $0.peakHertz > 0 }
    let rows = all.prefix(mostPulses).map { pulse in
      let microtesla = pulse.peakHertz / input.nucleus.hertzPerTesla * 1e6
      let flip =
        pulse.flipAngleRadians.map { DecimalText.rounded($0 * 180 / ElementaryFunctions.pi, decimals: 1) }
        ?? ""
      return "<tr><td>\(pulse.use.name)</td><td class=\"number\">\(pulse.count) x</td>"
        + "<td class=\"number\">\(pulse.duration)</td><td class=\"number\">\(DecimalText.significant(microtesla, 4)) uT</td>"
        + "<td class=\"number\">\(flip)\(flip.isEmpty ? "" : "°")</td></tr>"
    }
    let rest = all.count > mostPulses ? "<p>and \(all.count - mostPulses) more</p>" : ""
    return "<table>\(rows.joined(separator: "\n"))</table>\(rest)"
  }

  /// So many pulses, and the sheet still fits on two pages.
  private static let mostPulses = 10

  private static func verdicts(_ findings: [Finding]) -> String {
    let rows = findings.filter(\.isSummary).map { finding in
      "<li class=\"\(finding.verdict.rawValue)\"><b>\(finding.check)</b> \(MarkupText.escaped(finding.title)): "
        + "\(finding.verdict.words)\(detail(finding))</li>"
    }
    return rows.isEmpty
      ? "<p>No checks ran.</p>" : "<ul class=\"verdicts\">\(rows.joined(separator: "\n"))</ul>"
  }

  private static func detail(_ finding: Finding) -> String {
    guard finding.margin != nil, let measured = finding.measured, let limit = finding.limit,
      finding.verdict != .notEvaluated
    else { return "" }
    let unit = finding.unit.isEmpty ? "" : " \(MarkupText.escaped(finding.unit))"
    return
      ", \(DecimalText.significant(measured.upperBound, 4)) of \(DecimalText.significant(limit, 4))\(unit)"
  }

  private static let style = """
    @page { size: A4; margin: 14mm }
    body { font: 9.5pt/1.35 system-ui, sans-serif; color: #111; max-width: 182mm; margin: 8mm auto }
    h1 { font-size: 16pt; margin: 0 } h2 { font-size: 11pt; margin: 3.5mm 0 1mm; break-after: avoid }
    p { margin: 1mm 0 } .facts { color: #444 } code { font-size: 8.5pt; overflow-wrap: anywhere }
    .statement { border-left: 1mm solid #b00; padding-left: 2mm }
    ol { margin: 1mm 0; padding-left: 6mm } table { border-collapse: collapse; width: 100%; break-inside: avoid }
    td { border-bottom: 0.2mm solid #ccc; padding: 0.4mm 1.5mm 0.4mm 0; vertical-align: top }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
    .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm }
    .verdicts { columns: 2; column-gap: 6mm; list-style: none; padding: 0; margin: 1mm 0; font-size: 8.5pt }
    .verdicts li { break-inside: avoid } .fail, .not_proven { font-weight: bold } .not_evaluated { color: #555 }
    svg.figure { width: 100%; height: auto }
    \(PlotColours.lightStyleSheet)
    """
}
