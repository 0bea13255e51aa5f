/// A summary as a screen of text: one fact a line, its name first.
extension SequenceSummary {
  /// Tesla are those of `nucleus`.
  package func text(nucleus: Nucleus = .proton) -> String {
    let lines = facts(nucleus: nucleus).map(\.line) + notes.map { "note: \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What `text` says, line by line.
  package func facts(nucleus: Nucleus = .proton) -> [Fact] {
    let formatter = SummaryFormatter(nucleus: nucleus)
    let counts = "\(events.rf) RF, \(events.gradients) gradients, \(events.adc) ADC, \(events.shapes) shapes"
    let facts = [
      Fact("sequence", name.isEmpty ? "(no name)" : name), Fact("duration", formatter.time(duration)),
      Fact("blocks", blockText), Fact("distinct", counts),
    ]
    return facts + gradients.map { Fact("gradient \($0.axis.name)", formatter.gradient($0)) }
      + pulseFacts(formatter) + acquisitionFacts(formatter) + echoFacts(formatter)
      + labels.map { Fact("label \($0.label.rawValue)", formatter.label($0)) }
      + definitions.map { Fact("definition", "\($0.key) \($0.value)") }
  }

  /// One line; a name that is empty belongs to the line before.
  package struct Fact: Hashable, Sendable {
    package var name: String
    package var value: String

    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }

    private static let nameWidth = 14
    var line: String { name + String(repeating: " ", count: max(1, Fact.nameWidth - name.count)) + value }
  }

  private var blockText: String {
    let played = playedBlocks == Int.max ? "more than \(Int.max)" : String(playedBlocks)
    return playedBlocks == storedBlocks
      ? "\(played) played" : "\(played) played, \(storedBlocks) stored in \(segments) segments"
  }

  private func pulseFacts(_ formatter: SummaryFormatter) -> [Fact] {
    guard !pulses.played.isEmpty else { return [Fact("RF", "none")] }
    var facts = [
      Fact(
        "RF",
        "peak \(formatter.fluxDensity(pulses.peakHertz)), rms \(formatter.fluxDensity(pulses.rmsHertz)), "
          + "energy \(formatter.energy(pulses.energy))")
    ]
    for (played, angles) in zip(pulses.played, pulses.flipAngles) {
      let degrees = formatter.degrees(angles)
      facts.append(Fact("", "\(played.count) x \(played.use.name), \(degrees)"))
    }
    return facts
  }

  private func acquisitionFacts(_ formatter: SummaryFormatter) -> [Fact] {
    guard acquisition.count > 0, let counts = acquisition.sampleCounts, let dwells = acquisition.dwells else {
      return [Fact("acquisition", "none")]
    }
    let samples = formatter.range("\(counts.lowerBound)", "\(counts.upperBound)")
    let dwell = formatter.range(dwells.lowerBound.description, dwells.upperBound.description)
    return [
      Fact(
        "acquisition",
        "\(acquisition.count) x \(samples) samples, dwell \(dwell), \(acquisition.samples) samples in all")
    ]
  }

  private func echoFacts(_ formatter: SummaryFormatter) -> [Fact] {
    var facts: [Fact] = []
    if let extent = echoes.extent {
      let axes = Axis.allCases.map { axis in
        let k = extent[axis.rawValue]
        return "\(axis.name) \(formatter.range(formatter.k(k.lowerBound), formatter.k(k.upperBound)))"
      }
      facts.append(Fact("k-space", axes.joined(separator: ", ") + " cycles/m"))
      let resolved = Axis.allCases.compactMap { axis in
        echoes.resolutionMetres(axis).map { "\(axis.name) \(DecimalText.significant($0 * 1e3, 4)) mm" }
      }
      if echoes.echoes.contains(where: { $0.kind == .kSpaceCentre }), !resolved.isEmpty {
        facts.append(Fact("resolution", resolved.joined(separator: ", ")))
      }
    }
    let effective = echoes.effective
    facts += formatter.list("echo time", effective.map { ($0.time, $0.count, formatter.kind($0.kind)) })
    let others = echoes.echoes.filter { !effective.contains($0) }.map(\.time)
    if let first = others.min(), let last = others.max() {
      let span = formatter.range(first.description, last.description)
      facts.append(Fact("", "\(others.count) other times, \(span), that pass k = 0 farther off"))
    }
    facts += formatter.list("repetition", echoes.repetitionTimes.map { ($0.time, $0.count, "") })
    facts += formatter.weightings(echoes.weightings)
    return facts
  }
}

/// Numbers and names of a summary, for people.
struct SummaryFormatter {
  let nucleus: Nucleus
  /// Longer lists end with how many more there are.
  private static let listLimit = 8

  func time(_ time: Time?) -> String { time?.description ?? "longer than \(Time.longest)" }

  /// One value where both are the same text.
  func range(_ low: String, _ high: String) -> String { low == high ? low : "\(low) to \(high)" }

  func gradient(_ summary: GradientSummary) -> String {
    if summary.peakHertzPerMetre == 0 { return "none" }
    let scale = 1e3 / nucleus.hertzPerTesla
    let slew = summary.peakSlewHertzPerMetrePerSecond / nucleus.hertzPerTesla
    return
      "peak \(number(summary.peakHertzPerMetre * scale)) mT/m, rms \(number(summary.rmsHertzPerMetre * scale))"
      + " mT/m, slew \(slew.isFinite ? number(slew) + " T/m/s" : "a step")"
  }

  func fluxDensity(_ hertz: Double) -> String { "\(number(hertz / nucleus.hertzPerTesla * 1e6)) uT" }

  /// Relative to the square of the nucleus: uT^2 ms, the usual measure of what heats.
  func energy(_ squareHertzSeconds: Double) -> String {
    let microtesla = 1e6 / nucleus.hertzPerTesla
    return "\(number(squareHertzSeconds * microtesla * microtesla * 1e3)) uT^2 ms"
  }

  func degrees(_ radians: ClosedRange<Double>) -> String {
    guard radians.upperBound.isFinite else { return "flip angle not computed" }
    let scale = 180 / ElementaryFunctions.pi
    return range(number(radians.lowerBound * scale), number(radians.upperBound * scale)) + " deg on resonance"
  }

  /// A residue of rounding is not a place in k-space.
  func k(_ perMetre: Double) -> String { abs(perMetre) < 1e-6 ? "0" : number(perMetre) }

  func kind(_ kind: EchoKind) -> String {
    switch kind {
    case .kSpaceCentre: "nearest to the centre of k-space"
    case .spinEcho: "spin echo"
    case .acquisitionStart: "first sample"
    }
  }

  func label(_ range: LabelRange) -> String {
    guard let values = range.values else { return "never while data are acquired" }
    return self.range(String(values.lowerBound), String(values.upperBound))
  }

  func list(_ name: String, _ rows: [(time: Time, count: Int, remark: String)]) -> [SequenceSummary.Fact] {
    var facts: [SequenceSummary.Fact] = []
    for row in rows.prefix(SummaryFormatter.listLimit) {
      let remark = row.remark.isEmpty ? "" : " (\(row.remark))"
      facts.append(SequenceSummary.Fact(facts.isEmpty ? name : "", "\(row.time) x \(row.count)\(remark)"))
    }
    let rest = rows.dropFirst(SummaryFormatter.listLimit).map(\.time)
    if let first = rest.min(), let last = rest.max() {
      facts.append(
        SequenceSummary.Fact("", "and \(rest.count) more, \(range(first.description, last.description))"))
    }
    return facts
  }

  /// b-values where any matters.
  func weightings(_ rows: [DiffusionWeighting]) -> [SequenceSummary.Fact] {
    guard rows.contains(where: { $0.value >= DiffusionWeighting.least }) else { return [] }
    let shown = rows.prefix(SummaryFormatter.mostWeightings).map { row in
      let along = row.direction.map { direction in
        ", most along ("
          + Axis.allCases.map { DecimalText.rounded(direction[$0], decimals: 3) }.joined(separator: ", ")
          + ")"
      }
      return
        "\(number(row.value / 1e6)) s/mm2 x \(row.count)\(row.value >= DiffusionWeighting.least ? along ?? "" : "")"
    }
    let rest = rows.count - shown.count
    return (shown + (rest > 0 ? ["and \(rest) more"] : [])).enumerated().map {
      SequenceSummary.Fact($0.offset == 0 ? "b-value" : "", $0.element)
    }
  }

  private static let mostWeightings = 64

  private func number(_ value: Double) -> String { DecimalText.significant(value, 4) }
}
