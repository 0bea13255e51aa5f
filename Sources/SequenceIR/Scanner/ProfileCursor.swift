/// Walks the words of one profile line and stops at the first that does not fit.
struct ProfileCursor {
  /// The first mistake of the line; after it nothing else is read.
  private(set) var problem: Diagnostic?
  private let line: ProfileLine
  private var position = 0

  init(_ line: ProfileLine) { self.line = line }

  var peek: ProfileLine.Token? {
    problem == nil && position < line.tokens.count ? line.tokens[position] : nil
  }

  @discardableResult mutating func next() -> ProfileLine.Token? {
    let token = peek
    if token != nil { position += 1 }
    return token
  }

  mutating func fail(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan? = nil, help: String? = nil
  ) {
    if problem == nil { problem = Diagnostic(.error, code, message, at: span ?? end, help: help) }
  }

  mutating func word(_ what: String) -> ProfileLine.Token? {
    guard let token = next(), token.kind == .word else {
      fail(.profileMalformedLine, "expected \(what)")
      return nil
    }
    return token
  }

  /// A quoted text that is not blank.
  mutating func quoted(_ what: String, code: DiagnosticCode, help: String? = nil) -> String? {
    guard let token = peek, token.kind != .word else {
      fail(code, "expected \(what)", at: peek?.span, help: help)
      return nil
    }
    next()
    if token.kind == .unterminated {
      fail(code, "the text has no closing quote", at: token.span, help: "end it with `\"` on the same line")
      return nil
    }
    guard token.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      fail(code, "the text in quotes is blank", at: token.span, help: help)
      return nil
    }
    return token.text
  }

  /// NUMBER UNIT CONFIDENCE "SOURCE" [; note], for `key`.
  mutating func figure(_ key: FigureKey) -> ProfileFigure? {
    guard let number = number(after: key.rawValue) else { return nil }
    guard let unit = unit(for: key.rawValue, dimension: key.dimension, units: key.units) else { return nil }
    let value = ProfileCursor.exactValue(of: number.text, unit: unit.text)
    guard isInRange(value, key, number) else { return nil }
    guard let (confidence, source) = provenance() else { return nil }
    return ProfileFigure(
      value: value, text: number.text, unit: unit.text, source: source, confidence: confidence,
      note: line.note,
      origin: line.span)
  }

  /// NUMBER UNIT `width` NUMBER UNIT, or NUMBER UNIT `to` NUMBER UNIT; then [axes x,y] [limit NUMBER mT/m]
  /// CONFIDENCE "SOURCE".
  mutating func band(_ form: ForbiddenBand.Form) -> ForbiddenBand? {
    let start = position
    let (keyword, dimension, units) =
      form == .frequencies
      ? ("width", Dimension.frequency, ["Hz", "kHz"]) : ("to", Dimension.time, ["ms", "us"])
    guard let first = quantity(dimension, units) else { return nil }
    guard let word = next(), word.text == keyword else {
      fail(.profileMalformedLine, "expected `\(keyword)` and a second value", at: peek?.span)
      return nil
    }
    guard let second = quantity(dimension, units) else { return nil }
    let text = line.tokens[start..<position].map(\.text).joined(separator: " ")
    let (lower, upper) = form == .frequencies ? (first - second / 2, first + second / 2) : (first, second)
    guard lower > 0, lower <= upper, upper.isFinite else {
      fail(
        .profileRange, "the band `\(text)` is empty or reaches zero", at: line.span,
        help: form == .frequencies ? "give the centre and the full width" : "give the shorter spacing first")
      return nil
    }
    guard let axes = axes(), let limit = amplitudeLimit(), let (confidence, source) = provenance() else {
      return nil
    }
    var band = ForbiddenBand(
      form: form, lower: lower, upper: upper, axes: axes, text: text, source: source, confidence: confidence,
      note: line.note, origin: line.span)
    band.largestAmplitude = limit.value
    return band
  }

  /// `text` in `unit`, as the double nearest to the decimal value: 33.3 mT/m is 33.3e-3, not 33.3 times 0.001.
  static func exactValue(of text: String, unit: String) -> Double {
    var exponent = 0
    var sign = 1
    var word = ""
    for character in unit + "*" {
      guard character == "*" || character == "/" else {
        word.append(character)
        continue
      }
      if !word.isEmpty {
        guard let known = Unit.named(word), let power = known.decimalExponent else {
          let number = DecimalText.number(Array(text.utf8)[...]) ?? .nan
          return number * (Unit.parse(unit)?.factor ?? .nan)
        }
        exponent += sign * power
      }
      sign = character == "/" ? -1 : 1
      word = ""
    }
    let parts = text.split(whereSeparator: { $0 == "e" || $0 == "E" })
    let written = parts.count == 2 ? DecimalText.integer(Array(parts[1].utf8)[...]) ?? 0 : 0
    return DecimalText.number(Array("\(parts.first ?? "")e\(written + exponent)".utf8)[...]) ?? .nan
  }

  var lineSpan: SourceSpan { line.span }

  private var end: SourceSpan {
    SourceSpan(file: line.span.file, from: line.span.end, to: line.span.end)
  }

  private mutating func number(after key: String) -> ProfileLine.Token? {
    guard let token = next(), token.kind == .word else {
      fail(.profileMalformedLine, "expected a number after `\(key)`")
      return nil
    }
    guard let value = DecimalText.number(Array(token.text.utf8)[...]) else {
      let digits = token.text.prefix { $0.isNumber || $0 == "." }
      let help =
        digits.isEmpty || digits.count == token.text.count
        ? nil : "put a space between number and unit: `\(digits) \(token.text.dropFirst(digits.count))`"
      fail(.profileMalformedLine, "expected a number, found `\(token.text)`", at: token.span, help: help)
      return nil
    }
    guard value.isFinite else {
      fail(.profileRange, "`\(token.text)` is beyond every number", at: token.span)
      return nil
    }
    return token
  }

  private mutating func unit(for key: String, dimension: Dimension, units: [String]) -> ProfileLine.Token? {
    if units.isEmpty {
      if let token = peek, token.kind == .word, Confidence(rawValue: token.text) == nil,
        Unit.parse(token.text) != nil
      {
        fail(
          .profileWrongDimension, "`\(key)` is a count and has no unit", at: token.span,
          help: "leave out `\(token.text)`")
        return nil
      }
      return ProfileLine.Token(kind: .word, text: "", span: end)
    }
    let would = "units that would do: \(units.joined(separator: ", "))"
    guard let token = peek, token.kind == .word, Confidence(rawValue: token.text) == nil else {
      fail(.profileWrongDimension, "`\(key)` needs a unit", at: peek?.span, help: would)
      return nil
    }
    next()
    guard let parsed = Unit.parse(token.text) else {
      let near = Suggestion.nearest(to: token.text, among: units)
      fail(
        .profileUnknownUnit, "`\(token.text)` is not a unit", at: token.span,
        help: near.map { "did you mean `\($0)`?" } ?? would)
      return nil
    }
    guard parsed.dimension == dimension else {
      fail(
        .profileWrongDimension,
        "`\(token.text)` measures \(parsed.dimension.description), which `\(key)` is not",
        at: token.span, help: would)
      return nil
    }
    return token
  }

  private mutating func isInRange(_ value: Double, _ key: FigureKey, _ number: ProfileLine.Token) -> Bool {
    let problem: String?
    if !value.isFinite {
      problem = "is beyond every number"
    } else if value < 0 {
      problem = "is negative"
    } else if value == 0, !key.mayBeZero {
      problem = "is zero"
    } else if key.dimension == .time, Time(nearestToSeconds: value).map({ $0 == .zero && value > 0 }) ?? true
    {
      problem = "is beyond the times a sequence can have"
    } else if key.isCount, value != value.rounded() || value > 1e15 {
      problem = "is not a whole number"
    } else {
      problem = nil
    }
    guard let problem else { return true }
    fail(
      .profileRange, "`\(key.rawValue)` of \(number.text) \(problem)", at: number.span,
      help: value == 0 ? "leave the line out if the figure is not known" : "limits are magnitudes above zero")
    return false
  }

  mutating func quantity(_ dimension: Dimension, _ units: [String]) -> Double? {
    guard let number = number(after: line.tokens[0].text),
      let unit = unit(for: line.tokens[0].text, dimension: dimension, units: units)
    else { return nil }
    return ProfileCursor.exactValue(of: number.text, unit: unit.text)
  }

  /// nil after a mistake; the value is nil when the line gives none.
  private mutating func amplitudeLimit() -> (value: Double?, Void)? {
    guard let word = peek, word.text == "limit" else { return (nil, ()) }
    next()
    guard let value = quantity(.gradient, ["mT/m"]) else { return nil }
    guard value >= 0, value.isFinite else {
      fail(.profileRange, "an amplitude limit is not negative", at: word.span)
      return nil
    }
    return (value, ())
  }

  private mutating func axes() -> [Axis]? {
    guard let word = peek, word.text == "axes" else { return Axis.allCases }
    next()
    guard let list = next() else {
      fail(.profileMalformedLine, "expected axes, e.g. `x,y`")
      return nil
    }
    let names = list.text.split(separator: ",", omittingEmptySubsequences: false)
    let axes = Axis.allCases.filter { names.contains(Substring($0.name)) }
    guard !axes.isEmpty, axes.count == names.count else {
      fail(
        .profileMalformedLine, "`\(list.text)` does not name axes", at: list.span, help: "write e.g. `x,y`")
      return nil
    }
    return axes
  }

  mutating func provenance() -> (Confidence, String)? {
    let words = Confidence.allCases.map(\.rawValue)
    guard let token = peek, token.kind == .word else {
      fail(
        .profileConfidence, "expected how sure the figure is", at: peek?.span,
        help: "one of: \(words.joined(separator: ", "))")
      return nil
    }
    next()
    guard let confidence = Confidence(rawValue: token.text) else {
      let near = Suggestion.nearest(to: token.text, among: words)
      fail(
        .profileConfidence, "`\(token.text)` is not a confidence", at: token.span,
        help: near.map { "did you mean `\($0)`?" } ?? "one of: \(words.joined(separator: ", "))")
      return nil
    }
    let help = "say where the figure comes from, e.g. \"system manual, page 12\""
    guard let source = quoted("the source in quotes", code: .profileSource, help: help) else { return nil }
    return (confidence, source)
  }
}
