/// Why a check says nothing of any sequence with this profile: it is a rule of another interpreter, or the profile lacks
/// what it needs.
struct CheckObstacle {
  /// A rule that is not for this scanner is kept by every sequence.
  var verdict = Finding.Verdict.notEvaluated
  var label: String
  var help: String?

  /// Nil when nothing is in the way. `known` is what can be said of the sequence without the figures that are missing.
  init?(_ check: Check, _ profile: ScannerProfile?, known: () -> String? = { nil }) {
    let needsProfile = check.vendor != nil || check.needsProfile
    let parts = check.parts.filter { profile.map($0.confidences)?.isEmpty ?? true }
    let keys = check.needs.filter { profile?[$0] == nil }
    if let profile, let vendor = check.vendor, profile.vendor != vendor {
      self.init(verdict: .pass, label: "a rule of the interpreter of \(vendor.rawValue) only", help: nil)
    } else if needsProfile, profile == nil {
      self.init(label: "needs a scanner profile", help: Self.nameTheScanner)
    } else if !parts.isEmpty {
      self.init(
        missing: parts.map(\.statement), lines: parts.map(\.example), "give it in a profile of the site",
        profile)
    } else if !keys.isEmpty {
      self.init(
        missing: keys.map(\.rawValue), lines: keys.map(ScannerProfile.exampleLine), Self.giveTheFigure,
        profile)
      if let known = known() { label = "\(known); \(label)" }
    } else {
      return nil
    }
  }

  private init(verdict: Finding.Verdict = .notEvaluated, label: String, help: String?) {
    self.verdict = verdict
    self.label = label
    self.help = help
  }

  private init(
    missing names: [String], lines: [String], _ request: String, _ profile: ScannerProfile?
  ) {
    let list = names.map { "`\($0)`" }.joined(separator: ", ")
    guard let profile else {
      label = "needs \(list) of a scanner profile"
      help = Self.nameTheScanner
      return
    }
    label = "\(list) \(names.count == 1 ? "is" : "are") not in \(profile.name)"
    help = Self.advice(request, lines, profile)
  }

  /// The lines by which a site would give these figures.
  static func advice(_ profile: ScannerProfile, _ keys: [FigureKey]) -> String {
    advice(giveTheFigure, keys.map(ScannerProfile.exampleLine), profile)
  }

  private static func advice(_ request: String, _ lines: [String], _ profile: ScannerProfile) -> String {
    "\(request): extends \(profile.name), and \(lines.joined(separator: "; "))"
  }

  private static let nameTheScanner = "name the scanner: --scanner NAME"
  private static let giveTheFigure = "give the figure in a profile of the site"
}
