/// Constants of the SAFE model of stimulation: what a site knows of its own gradient coil, and nobody else may say.
///
/// Hebrank and Gebhardt, SAFE-Model, Proc. ISMRM 8 (2000) 2007. Per axis, with s the slew rate and lp(x, tau) a
/// first-order low pass: stimulation = scale (a1 |lp(s, tau1)| + a2 lp(|s|, tau2) + a3 |lp(s, tau3)|) / limit.
package struct SAFEConstants: Sendable, Hashable {
  package struct AxisConstants: Sendable, Hashable {
    /// tau1 to tau3, seconds.
    package var timeConstants: SIMD3<Double>
    /// a1 to a3; their sum is one.
    package var weights: SIMD3<Double>
    /// The slew rate that would stimulate if it lasted, T/m/s.
    package var limit: Double
    package var scale: Double

    package init(
      timeConstants: SIMD3<Double>, weights: SIMD3<Double>, limit: Double, scale: Double
    ) {
      self.timeConstants = timeConstants
      self.weights = weights
      self.limit = limit
      self.scale = scale
    }

    /// How far the sum of the weights may be from one: constants are printed with few digits.
    package static let weightTolerance = 0.001

    /// What makes the constants unusable, in words; nil when nothing does.
    package var problem: String? {
      let all = [timeConstants.x, timeConstants.y, timeConstants.z, limit, scale]
      if all.contains(where: { !($0 > 0) || !$0.isFinite }) {
        return "the time constants, the limit and the scale must be above zero"
      }
      if [weights.x, weights.y, weights.z].contains(where: { !($0 >= 0) || !$0.isFinite }) {
        return "a weight is negative"
      }
      let sum = weights.x + weights.y + weights.z
      if abs(sum - 1) > Self.weightTolerance {
        return "the three weights add up to \(DecimalText.significant(sum, 6)), not to 1"
      }
      return nil
    }
  }

  /// x, y, z; nil where nothing is known. Counted, since of a literal the compiler makes a constant (Swift 6.3) whose end
  /// AddressSanitizer finds it reading past.
  package var axes = [AxisConstants?](repeating: nil, count: Axis.allCases.count)
  /// Of the least sure axis: the first such line of the profile, its word and its source.
  package var origin: SourceSpan?
  package var confidence = Confidence.site
  package var source = ""

  package init() {}

  package var isComplete: Bool { axes.allSatisfy { $0 != nil } }
}

/// What the gradients must not stimulate.
package enum StimulatedTissue: String, CaseIterable, Sendable {
  case nerves
  case heart

  /// The statement of a profile that gives its constants.
  package var statement: String {
    switch self {
    case .nerves: "pns-safe"
    case .heart: "cardiac-safe"
    }
  }
}

extension ProfileParser {
  /// x tau T1 T2 T3 ms weights A1 A2 A3 limit L T/m/s scale G CONFIDENCE "SOURCE"
  mutating func parseSAFE(_ cursor: inout ProfileCursor, _ tissue: StimulatedTissue) {
    guard let word = cursor.word("an axis") else { return }
    guard let axis = Axis.allCases.first(where: { $0.name == word.text }) else {
      cursor.fail(
        .profileMalformedLine, "`\(word.text)` is not an axis", at: word.span, help: "one of: x, y, z")
      return
    }
    guard cursor.keyword("tau"), let times = cursor.three("a time constant"), let unit = cursor.word("`ms`"),
      let factor = ["ms": 1e-3, "us": 1e-6, "s": 1.0][unit.text]
    else {
      cursor.fail(.profileMalformedLine, "expected `tau` and three times with a unit, e.g. `0.2 0.03 3 ms`")
      return
    }
    guard cursor.keyword("weights"), let weights = cursor.three("a weight"), cursor.keyword("limit"),
      let limit = cursor.quantity(.slewRate, ["T/m/s"]), cursor.keyword("scale"),
      let scale = cursor.plainNumber("a scale"), let (confidence, source) = cursor.provenance()
    else { return }
    let constants = SAFEConstants.AxisConstants(
      timeConstants: times * factor, weights: weights, limit: limit, scale: scale)
    if let problem = constants.problem {
      cursor.fail(
        .profileStimulation, "the constants of axis \(axis.name) cannot be right: \(problem)",
        at: cursor.lineSpan, help: "copy the constants of the gradient coil again")
      return
    }
    var known = safe[tissue] ?? SAFEConstants()
    if known.axes[axis.rawValue] != nil {
      cursor.fail(
        .profileDuplicate, "`\(tissue.statement) \(axis.name)` is given twice", at: word.span,
        help: "keep one of the two lines")
      return
    }
    known.axes[axis.rawValue] = constants
    if known.origin == nil || confidence.doubt > known.confidence.doubt {
      (known.confidence, known.source, known.origin) = (confidence, source, cursor.lineSpan)
    }
    safe[tissue] = known
  }

  mutating func parseCoilFile(_ cursor: inout ProfileCursor) {
    let token = cursor.peek
    if cursor.quoted("the name of a file in quotes", code: .profileMalformedLine) != nil, let token {
      coilFiles.append(token)
    }
  }
}

extension ProfileCursor {
  /// The word itself.
  mutating func keyword(_ text: String) -> Bool {
    guard let token = peek, token.text == text, token.kind == .word else {
      fail(.profileMalformedLine, "expected `\(text)`", at: peek?.span)
      return false
    }
    next()
    return true
  }

  mutating func plainNumber(_ what: String) -> Double? {
    guard let token = word(what) else { return nil }
    guard let value = DecimalText.number(Array(token.text.utf8)[...]), value.isFinite else {
      fail(.profileMalformedLine, "expected \(what), found `\(token.text)`", at: token.span)
      return nil
    }
    return value
  }

  mutating func three(_ what: String) -> SIMD3<Double>? {
    guard let first = plainNumber(what), let second = plainNumber(what), let third = plainNumber(what) else {
      return nil
    }
    return SIMD3(first, second, third)
  }
}
