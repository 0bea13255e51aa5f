/// Runs the table of checks on a sequence and turns what they measured into findings.
package enum CheckRunner {
  /// Findings in the order of the table. Each check gives one finding that sums it up, and behind it one for each of
  /// the worst places, worst first, where something is to be said.
  ///
  /// Without a profile the file's own rasters serve, and every limit of hardware is not evaluated. Gradients and RF
  /// are stored in hertz; `nucleus` is the one they are meant for.
  ///
  /// Checks whose codes are in `disabled` are left out, which only tests ask for: a fault must then go unseen.
  package static func run(
    _ sequence: Sequence, profile: ScannerProfile?, nucleus: Nucleus = .proton, file: FileFacts? = nil,
    without disabled: Set<String> = []
  ) -> [Finding] {
    let context = CheckContext(sequence, profile: profile, nucleus: nucleus, file: file)
    return CheckTable.all.filter { !disabled.contains($0.code) }.flatMap { evaluate($0, context) }
  }

  private static func evaluate(_ check: Check, _ context: CheckContext) -> [Finding] {
    if let missing = missingFigures(check, context) { return [missing] }
    let measurements = check.run(context)
    let trust = Trust(check, context.profile, measurements)

    var summary = finding(check, context, measurements.worst, trust)
    summary.isSummary = true
    if measurements.worst == nil { summary.label = "nothing of the kind is played" }
    summary.notes = measurements.notes
    if let missing = measurements.missing {
      summary.verdict = .notEvaluated
      summary.label = missing.reason
      summary.help = context.profile.flatMap { missing.keys.isEmpty ? nil : advice($0, missing.keys) }
      return [summary]
    } else if let reason = trust.reason {
      summary.verdict = .notEvaluated
      summary.label = reason
    } else if measurements.breachCount > 0 {
      summary.verdict = .fail
      summary.message = check.failure
    } else if !measurements.unproven.isEmpty || !measurements.unknown.isEmpty {
      summary.verdict = .notProven
      if let unknown = measurements.unknown.first { summary.label = unknown }
    }
    if measurements.breachCount > measurements.breaches.count {
      summary.notes.append(
        "\(measurements.breachCount) places in all, the worst \(measurements.breaches.count) are shown")
    }
    if summary.verdict != .fail { summary.help = nil }
    return [summary] + places(check, context, measurements, trust)
  }

  private static func places(
    _ check: Check, _ context: CheckContext, _ measurements: Measurements, _ trust: Trust
  ) -> [Finding] {
    let breaches = measurements.breaches.map { observation in
      var breach = finding(check, context, observation, trust)
      breach.verdict = trust.reason == nil ? .fail : .notEvaluated
      breach.message = check.failure
      breach.help = check.help(context, observation)
      breach.notes = measurements.notes
      if let reason = trust.reason { breach.notes.append("a warning only: \(reason)") }
      return breach
    }
    let unproven = measurements.unproven.map { observation in
      var open = finding(check, context, observation, trust)
      open.verdict = trust.reason == nil ? .notProven : .notEvaluated
      open.notes = measurements.notes
      return open
    }
    return breaches + unproven
  }

  private static func finding(
    _ check: Check, _ context: CheckContext, _ observation: Measurements.Observation?, _ trust: Trust
  ) -> Finding {
    let key = observation?.key ?? (check.limitIsAFigure ? check.needs.first : nil)
    return Finding(
      check: check.code, title: check.title, verdict: .pass, isSummary: false,
      measured: observation?.measured,
      limit: observation?.limit, unit: check.unit, axis: observation?.axis,
      place: observation.map(context.place),
      figure: observation?.figure ?? key.flatMap { context.profile?[$0] }, figureKey: key,
      confidence: trust.confidence, message: check.title,
      label: observation.map { check.label($0, check.unit) } ?? "", notes: [], help: nil,
      margin: observation.flatMap(margin))
  }

  private static func margin(_ observation: Measurements.Observation) -> Double? {
    observation.excess.isFinite ? -observation.excess : nil
  }

  private static func missingFigures(_ check: Check, _ context: CheckContext) -> Finding? {
    wrongVendor(check, context) ?? missingParts(check, context) ?? missingKeys(check, context)
  }

  /// A rule of one interpreter says nothing about files for another.
  private static func wrongVendor(_ check: Check, _ context: CheckContext) -> Finding? {
    guard check.vendor != nil || check.needsProfile else { return nil }
    var result = finding(check, context, nil, Trust(check, nil))
    result.isSummary = true
    guard let profile = context.profile else {
      result.verdict = .notEvaluated
      result.label = "needs a scanner profile"
      result.help = "name the scanner: --scanner NAME"
      return result
    }
    guard let vendor = check.vendor, profile.vendor != vendor else { return nil }
    result.label = "a rule of the interpreter of \(vendor.rawValue) only"
    return result
  }

  private static func missingParts(_ check: Check, _ context: CheckContext) -> Finding? {
    let missing = check.parts.filter { context.profile.map($0.confidences)?.isEmpty ?? true }
    guard !missing.isEmpty else { return nil }
    var result = finding(check, context, nil, Trust(check, nil))
    result.isSummary = true
    result.verdict = .notEvaluated
    let names = missing.map { "`\($0.statement)`" }.joined(separator: ", ")
    if let profile = context.profile {
      result.label = "\(names) \(missing.count == 1 ? "is" : "are") not in \(profile.name)"
      let lines = profile.exampleLines(adding: [])
      result.help =
        "give it in a profile of the site: \(lines[1]), and \(missing.map(\.example).joined(separator: "; "))"
    } else {
      result.label = "needs \(names) of a scanner profile"
      result.help = "name the scanner: --scanner NAME"
    }
    return result
  }

  private static func missingKeys(_ check: Check, _ context: CheckContext) -> Finding? {
    let missing = check.needs.filter { context.profile?[$0] == nil }
    guard !missing.isEmpty else { return nil }
    var result = finding(check, context, nil, Trust(check, nil))
    result.isSummary = true
    result.verdict = .notEvaluated
    let names = missing.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    let known = check.withoutLimit(context).map { "\($0); " } ?? ""
    if let profile = context.profile {
      result.label = "\(known)\(names) \(missing.count == 1 ? "is" : "are") not in \(profile.name)"
      result.help = advice(profile, missing)
    } else {
      result.label = "\(known)needs \(names) of a scanner profile"
      result.help = "name the scanner: --scanner NAME"
    }
    return result
  }

  private static func advice(_ profile: ScannerProfile, _ keys: [FigureKey]) -> String {
    let lines = profile.exampleLines(adding: keys)
    return
      "give the figure in a profile of the site: \(lines[1]), and \(lines.dropFirst(2).joined(separator: "; "))"
  }

  /// How sure the figures are that a verdict rests on, and why it may not be a pass.
  private struct Trust {
    var confidence: Confidence?
    /// Nil when a verdict may rest on the figures.
    var reason: String?

    init(_ check: Check, _ profile: ScannerProfile?, _ measurements: Measurements? = nil) {
      guard let profile else { return }
      let figures = (check.needs + (measurements?.used ?? [])).compactMap { key in
        profile[key].map { (key, $0) }
      }
      let parts = check.parts.map { ($0.statement, $0.confidences(profile)) }
      let words = figures.map(\.1.confidence) + parts.flatMap(\.1) + [measurements?.model].compactMap { $0 }
      confidence = Confidence.leastSure(words)
      if !check.needs.isEmpty || !check.parts.isEmpty, profile.kind == .simulation {
        reason = "\(profile.name) describes a simulation, not a machine"
      } else if let (key, _) = figures.first(where: { !$0.1.confidence.mayPass }) {
        reason = "`\(key.rawValue)` is unverified in \(profile.name)"
      } else if let (name, _) = parts.first(where: { $0.1.contains { !$0.mayPass } }) {
        reason = "`\(name)` is unverified in \(profile.name)"
      }
    }
  }
}
