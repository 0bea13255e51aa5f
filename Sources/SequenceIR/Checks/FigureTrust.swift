/// How sure the figures are that a verdict rests on, and why it may not be a pass.
struct FigureTrust {
  var confidence: Confidence?
  /// Nil when a verdict may rest on the figures.
  var reason: String?

  /// `used` are figures beyond those that the check needs; `others` whatever else the verdict rests on.
  init(_ check: Check, _ profile: ScannerProfile?, used: [FigureKey] = [], others: [Confidence] = []) {
    guard let profile else { return }
    let figures = (check.needs + used).compactMap { key in profile[key].map { (key, $0) } }
    let parts = check.parts.map { ($0.statement, $0.confidences(profile)) }
    confidence = Confidence.leastSure(figures.map(\.1.confidence) + parts.flatMap(\.1) + others)
    if !check.needs.isEmpty || !check.parts.isEmpty, profile.kind == .simulation {
      reason = "\(profile.name) describes a simulation, not a machine"
    } else if let (key, _) = figures.first(where: { !$0.1.confidence.mayPass }) {
      reason = "`\(key.rawValue)` is unverified in \(profile.name)"
    } else if let (name, _) = parts.first(where: { $0.1.contains { !$0.mayPass } }) {
      reason = "`\(name)` is unverified in \(profile.name)"
    }
  }
}
