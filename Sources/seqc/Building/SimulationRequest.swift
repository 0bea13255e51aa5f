/// What the options of `seqc simulate` ask for.
import Optimizer
import SequenceIR

struct SimulationRequest {
  /// nil: what the design says, or typical grey matter.
  let molecules: [SimulationMolecules.Wanted]?
  let set: SpinParameterSet?
  /// nil: that of the scanner.
  let fieldTesla: Double?
  /// nil: that of the design's search, or the usual one.
  let linewidthHertz: Double?
  let isJSON: Bool
  /// nil or `-`: standard output.
  let output: String?
  var conditions = SpectrumSimulation.Conditions()

  init(_ invocation: Invocation) throws(UsageError) {
    molecules = try SimulationRequest.molecules(invocation.value(.molecules))
    set = invocation.value(.spinParameters).flatMap(SpinParameterSet.init(rawValue:))
    fieldTesla = try SimulationRequest.quantity(.field, .fluxDensity, 0.01...50, "3T", invocation)
    linewidthHertz = try SimulationRequest.quantity(.linewidth, .frequency, 0...1000, "5.5Hz", invocation)
    output = invocation.value(.tableOutput)
    isJSON = (invocation.value(.tableFormat) ?? SimulationRequest.ending(of: output)) == "json"
    conditions.b1Scale =
      try SimulationRequest.quantity(.b1Scale, .none, 0...2, "0.85", invocation) ?? conditions.b1Scale
    conditions.offsetHertz =
      try SimulationRequest.quantity(.offset, .frequency, -10_000...10_000, "10Hz", invocation)
      ?? conditions.offsetHertz
    conditions.precision =
      try SimulationRequest.quantity(.precision, .none, 1e-8...0.1, "1e-5", invocation)
      ?? conditions.precision
    conditions.positionCount = try SimulationRequest.places(invocation) ?? conditions.positionCount
    conditions.averagesShots = invocation.value(.shots) != "each"
  }

  private static func ending(of path: String?) -> String {
    path?.lowercased().hasSuffix(".json") ?? false ? "json" : "csv"
  }

  // MARK: values

  /// `Glu`, `Glu=10`, `Glu=10mM`, joined by commas.
  static func molecules(_ text: String?) throws(UsageError) -> [SimulationMolecules.Wanted]? {
    guard let text else { return nil }
    var result: [SimulationMolecules.Wanted] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = trimmed(sides[0])
      guard !name.isEmpty else {
        throw UsageError(
          "--molecules takes names with commas between them, not `\(text)`", help: "write --molecules Glu,Gln"
        )
      }
      var millimolar: Double?
      if sides.count > 1 {
        var number = trimmed(sides[1])
        if number.hasSuffix("mM") { number = trimmed(number.dropLast(2)) }
        millimolar = DecimalText.number(Array(number.utf8)[...])
        guard let value = millimolar, value >= 0, value <= 1e6 else {
          throw UsageError(
            "`\(trimmed(sides[1]))` is no concentration of \(name) in mM",
            help: "write --molecules \(name)=10")
        }
      }
      result.append(SimulationMolecules.Wanted(name, millimolar: millimolar))
    }
    return result
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// A number with its unit, `5.5Hz` or `5.5 Hz`.
  static func quantity(
    _ option: Option, _ dimension: Dimension, _ range: ClosedRange<Double>, _ example: String,
    _ invocation: Invocation
  ) throws(UsageError) -> Double? {
    guard let text = invocation.value(option) else { return nil }
    return try quantity(option, text, dimension, range, example)
  }

  static func quantity(
    _ option: Option, _ text: String, _ dimension: Dimension, _ range: ClosedRange<Double>,
    _ example: String
  ) throws(UsageError) -> Double {
    let help = "write \(option.name) \(example)"
    let isNegative = text.hasPrefix("-")
    let rest = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    // The unit begins where no number can go on: `1e-5` has an exponent, `5 kHz` has none.
    let unit = rest.drop { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" || $0 == "e" || $0 == "E" }
    let digits = trimmed(rest.dropLast(unit.count))
    let name = trimmed(unit)
    guard DecimalText.number(Array(digits.utf8)[...]) != nil,
      let parsed = Quantity.literal(digits, unit: name.isEmpty ? nil : name)?.quantity
    else { throw UsageError("`\(text)` is not a value of \(option.name)", help: help) }
    guard parsed.dimension == dimension else {
      let what = dimension == .none ? "takes a number without unit" : "needs a number with its unit"
      throw UsageError("\(option.name) \(what), not `\(text)`", help: help)
    }
    let value = isNegative ? -parsed.value : parsed.value
    guard range.contains(value) else {
      let (least, most) = (Quantity(range.lowerBound, dimension), Quantity(range.upperBound, dimension))
      throw UsageError("\(option.name) \(text) is not between \(least) and \(most)", help: help)
    }
    return value
  }

  private static func places(_ invocation: Invocation) throws(UsageError) -> Int? {
    guard let text = invocation.value(.places) else { return nil }
    guard let value = Int(text), (1...1000).contains(value) else {
      throw UsageError("\(Option.places.name) takes a whole number from 1 to 1000, not `\(text)`")
    }
    return value
  }
}
