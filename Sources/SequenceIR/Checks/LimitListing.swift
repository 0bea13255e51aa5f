/// What one check rests on with one profile, for people: every figure with its source and its place, or that it is
/// missing and what follows, and how a site would know it better.
package enum LimitListing {
  package static func explain(_ check: Check, _ profile: ScannerProfile, sources: SourceMap) -> String {
    let entries =
      check.needs.map { need($0, check, profile, sources) }
      + check.parts.flatMap { part($0, isNeeded: true, profile, sources) }
      + check.uses.map { use($0, profile, sources) }
      + check.usesParts.flatMap { part($0, isNeeded: false, profile, sources) }
      + statements(check, profile)
    let title = "With the figures of \(profile.name), \(profile.title):"
    return
      ([title] + (entries.isEmpty ? ["It asks nothing of a profile."] : entries) + [verdict(check, profile)])
      .joined(separator: "\n\n") + "\n"
  }

  private static func need(
    _ key: FigureKey, _ check: Check, _ profile: ScannerProfile, _ sources: SourceMap
  ) -> String {
    figure(key, profile, sources)
      ?? missing(
        key, "not in \(profile.name), so that \(check.code) is not evaluated",
        example: ScannerProfile.exampleLine(key))
  }

  private static func use(_ use: StandIn, _ profile: ScannerProfile, _ sources: SourceMap) -> String {
    figure(use.key, profile, sources)
      ?? missing(
        use.key, "not in \(profile.name), in its place: \(use.wordsWithConfidence)",
        example: ScannerProfile.exampleLine(use.key))
  }

  /// Nil when the profile does not have it.
  private static func figure(
    _ key: FigureKey, _ profile: ScannerProfile, _ sources: SourceMap
  ) -> String? {
    profile[key].map { figure in
      let line = ProfilePart.Line(
        text: figure.unit.isEmpty ? figure.text : "\(figure.text) \(figure.unit)",
        confidence: figure.confidence, source: figure.source, note: figure.note, origin: figure.origin)
      return entry(key.rawValue, key.meaning, line, howToKnow: key.howToKnow, sources)
    }
  }

  private static func missing(_ key: FigureKey, _ words: String, example: String) -> String {
    rows(
      key.rawValue, key.meaning,
      [("value", words), ("at the site", key.howToKnow), ("line", example)])
  }

  private static func part(
    _ part: ProfilePart, isNeeded: Bool, _ profile: ScannerProfile, _ sources: SourceMap
  ) -> [String] {
    let lines = part.lines(profile)
    guard lines.isEmpty else {
      return lines.map { entry(part.statement, part.meaning, $0, howToKnow: part.howToKnow, sources) }
    }
    let consequence =
      isNeeded ? ", so that the check is not evaluated" : ": where it is needed, not evaluated"
    return [
      rows(
        part.statement, part.meaning,
        [
          ("value", "not in \(profile.name)\(consequence)"), ("at the site", part.howToKnow),
          ("line", part.example),
        ])
    ]
  }

  private static func entry(
    _ name: String, _ meaning: String, _ line: ProfilePart.Line, howToKnow: String, _ sources: SourceMap
  ) -> String {
    let place = line.origin.flatMap { FindingText.location($0, sources) }
    return rows(
      name, meaning,
      [
        ("value", line.text), ("confidence", "\(line.confidence.rawValue): \(line.confidence.meaning)"),
        ("source", line.source), ("note", line.note), ("place", place ?? ""), ("at the site", howToKnow),
      ])
  }

  private static func statements(_ check: Check, _ profile: ScannerProfile) -> [String] {
    guard !check.statements.isEmpty else { return [] }
    let lines = check.statements.map { "  \(padded($0.rawValue))\($0.words(profile))" }
    return [(["said of the scanner"] + lines).joined(separator: "\n")]
  }

  /// What no sequence can change.
  private static func verdict(_ check: Check, _ profile: ScannerProfile) -> String {
    if let obstacle = CheckObstacle(check, profile) {
      return obstacle.verdict == .pass
        ? "\(check.code) is kept by every sequence: \(obstacle.label)."
        : "\(check.code) is not evaluated: \(obstacle.label)."
    }
    // What the check can do without may turn out not to be used.
    let others =
      [check.limitConfidence].compactMap { $0 } + check.usesParts.flatMap { $0.confidences(profile) }
    let trust = FigureTrust(check, profile, others: others)
    if let reason = trust.reason { return "\(check.code) is not evaluated: \(reason)." }
    guard let confidence = trust.confidence else { return "\(check.code) is evaluated." }
    return
      "\(check.code) is evaluated; no verdict is better than \(confidence.rawValue), its least sure figure."
  }

  private static func rows(_ name: String, _ meaning: String, _ rows: [(String, String)]) -> String {
    (["\(name): \(meaning)"] + rows.filter { !$0.1.isEmpty }.map { "  \(padded($0.0))\($0.1)" })
      .joined(separator: "\n")
  }

  private static func padded(_ word: String) -> String {
    word + String(repeating: " ", count: max(1, 16 - word.count))
  }
}
