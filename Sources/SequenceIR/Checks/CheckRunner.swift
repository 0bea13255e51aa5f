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
    let obstacle = CheckObstacle(check, context.profile) { check.withoutLimit(context) }
    if let obstacle { return [silent(check, context, obstacle)] }
    var measurements = check.run(context)
    let standIns = check.uses.filter { measurements.absent.contains($0.key) }
    measurements.notes += standIns.map(\.sentence)
    let limit = measurements.worst == nil ? nil : check.limitConfidence
    let trust = FigureTrust(
      check, context.profile, used: measurements.used,
      others: [measurements.model, limit].compactMap { $0 } + standIns.compactMap(\.confidence))

    var summary = finding(check, context, measurements.worst, trust)
    summary.isSummary = true
    if measurements.worst == nil { summary.label = "nothing of the kind is played" }
    summary.notes = measurements.notes
    summary.standIns = standIns
    if let missing = measurements.missing {
      summary.verdict = .notEvaluated
      summary.label = missing.reason
      summary.help = context.profile.flatMap {
        missing.keys.isEmpty ? nil : CheckObstacle.advice($0, missing.keys)
      }
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

  /// The one finding of a check that did not look at the sequence.
  private static func silent(_ check: Check, _ context: CheckContext, _ obstacle: CheckObstacle) -> Finding {
    var result = finding(check, context, nil, FigureTrust(check, nil))
    result.isSummary = true
    result.verdict = obstacle.verdict
    result.label = obstacle.label
    result.help = obstacle.help
    return result
  }

  private static func places(
    _ check: Check, _ context: CheckContext, _ measurements: Measurements, _ trust: FigureTrust
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
      open.help = check.helpWithoutProof(context, observation)
      open.notes = measurements.notes
      return open
    }
    return breaches + unproven
  }

  private static func finding(
    _ check: Check, _ context: CheckContext, _ observation: Measurements.Observation?, _ trust: FigureTrust
  ) -> Finding {
    let key = observation?.key ?? (check.limitIsAFigure ? check.needs.first : nil)
    return Finding(
      check: check.code, title: check.title, verdict: .pass, isSummary: false,
      measured: observation?.measured,
      limit: observation?.limit, unit: check.unit, axis: observation?.axis,
      place: observation.flatMap { $0.text == nil ? context.place(of: $0) : nil },
      text: observation?.text ?? nil,
      figure: observation?.figure ?? key.flatMap { context.profile?[$0] }, figureKey: key,
      confidence: trust.confidence, message: check.title,
      label: observation.map { check.label($0, check.unit) } ?? "", notes: [], help: nil,
      margin: observation.flatMap(margin))
  }

  private static func margin(_ observation: Measurements.Observation) -> Double? {
    observation.excess.isFinite ? -observation.excess : nil
  }
}
