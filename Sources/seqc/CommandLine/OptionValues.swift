/// Values of options as numbers, with their units and within their ranges; what is not understood says what to write.
import SequenceIR

extension Invocation {
  /// A whole number.
  func count(_ option: Option, _ range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = value(option) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        "\(option.name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not `\(text)`")
    }
    return value
  }

  /// A number with its unit, `5.5Hz` or `5.5 Hz`.
  func quantity(
    _ option: Option, _ dimension: Dimension, _ range: ClosedRange<Double>, _ example: String
  ) throws(UsageError) -> Double? {
    guard let text = value(option) else { return nil }
    return try option.quantity(text, dimension, range, example)
  }

  /// Numbers with commas between them, each with its unit.
  func quantities(
    _ option: Option, _ dimension: Dimension, _ range: ClosedRange<Double>, _ example: String
  ) throws(UsageError) -> [Double]? {
    guard let words = try words(option, example) else { return nil }
    var values: [Double] = []
    for word in words { values.append(try option.quantity(word, dimension, range, example)) }
    return values
  }

  /// `0.8..1.2`, `-30..30Hz`, `-0.1kHz..30Hz`.
  func interval(
    _ option: Option, _ dimension: Dimension, _ allowed: ClosedRange<Double>, _ example: String
  ) throws(UsageError) -> ClosedRange<Double>? {
    guard let text = value(option) else { return nil }
    return try option.interval(text, dimension, allowed, example)
  }

  /// Shifts from one to another, `2.3..2.4ppm`; every one that was given.
  func bandsPPM(_ option: Option) throws(UsageError) -> [ClosedRange<Double>] {
    let example = "2.28..2.40ppm"
    var bands: [ClosedRange<Double>] = []
    for text in all(option) {
      let band = try option.interval(text, .shift, -100...100, example)
      guard band.lowerBound < band.upperBound else {
        throw UsageError(
          "the range \(text) of \(option.name) is empty", help: "write \(option.name) \(example)")
      }
      bands.append(band)
    }
    return bands
  }

  /// Words with commas between them, none of them empty.
  func words(_ option: Option, _ example: String) throws(UsageError) -> [String]? {
    guard let text = value(option) else { return nil }
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map(Option.trimmed)
    guard !words.contains("") else {
      throw UsageError(
        "\(option.name) takes values with commas between them, not `\(text)`",
        help: "write \(option.name) \(example)")
    }
    return words
  }
}

extension Option {
  func quantity(
    _ text: String, _ dimension: Dimension, _ range: ClosedRange<Double>, _ example: String
  ) throws(UsageError) -> Double {
    let help = "write \(name) \(example)"
    let isNegative = text.hasPrefix("-")
    let rest = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    // The unit begins where no number can go on: `1e-5` has an exponent, `5 kHz` has none.
    let unit = rest.drop { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" || $0 == "e" || $0 == "E" }
    let digits = Option.trimmed(rest.dropLast(unit.count))
    let unitName = Option.trimmed(unit)
    guard DecimalText.number(Array(digits.utf8)[...]) != nil,
      let parsed = Quantity.literal(digits, unit: unitName.isEmpty ? nil : unitName)?.quantity
    else { throw UsageError("`\(text)` is not a value of \(name)", help: help) }
    guard parsed.dimension == dimension else {
      let what = dimension == .none ? "takes a number without unit" : "needs a number with its unit"
      throw UsageError("\(name) \(what), not `\(text)`", help: help)
    }
    let value = isNegative ? -parsed.value : parsed.value
    guard range.contains(value) else {
      let (least, most) = (Quantity(range.lowerBound, dimension), Quantity(range.upperBound, dimension))
      throw UsageError("\(name) \(text) is not between \(least) and \(most)", help: help)
    }
    return value
  }

  /// A range without a unit at its start has that of its end.
  func interval(
    _ text: String, _ dimension: Dimension, _ allowed: ClosedRange<Double>, _ example: String
  ) throws(UsageError) -> ClosedRange<Double> {
    let help = "write \(name) \(example)"
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map(Option.trimmed)
    guard ends.count == 2 else { throw UsageError("\(name) takes a range, not `\(text)`", help: help) }
    let unit = ends[1].drop { !$0.isLetter }
    var values: [Double] = []
    for end in ends {
      let word = end.contains(where: \.isLetter) ? end : end + unit
      values.append(try quantity(word, dimension, allowed, example))
    }
    guard values[0] <= values[1] else {
      throw UsageError("the range \(text) of \(name) falls", help: help)
    }
    return values[0]...values[1]
  }

  /// Without blanks around it.
  static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
