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
  let format: SimulationFormat
  let simulatesMacromolecules: Bool
  /// nil: molecules are simulated.
  let species: [String]?
  var bloch = BlochSimulation.Conditions()
  /// nil: spectra, or the profiles that suit the sequence.
  let over: SimulationMap.Variable?
  /// Of B1 or offset, for a map.
  private(set) var values: [Double] = []
  /// nil or `-`: standard output.
  let output: String?
  /// Of the file; nil: standard output.
  var path: String? { output == "-" ? nil : output }
  var conditions = SpectrumSimulation.Conditions()

  init(_ invocation: Invocation) throws(UsageError) {
    molecules = try SimulationRequest.molecules(invocation.value(.molecules))
    set = invocation.value(.spinParameters).flatMap(SpinParameterSet.init(rawValue:))
    fieldTesla = try SimulationRequest.quantity(.field, .fluxDensity, 0.01...50, "3T", invocation)
    linewidthHertz = try SimulationRequest.quantity(.linewidth, .frequency, 0...1000, "5.5Hz", invocation)
    output = invocation.value(.tableOutput)
    format =
      invocation.value(.tableFormat).flatMap(SimulationFormat.init(rawValue:))
      ?? output.flatMap(SimulationFormat.init(endingOf:)) ?? .csv
    guard format != .niftiMRS || (output ?? "-") != "-" else {
      throw UsageError("nifti-mrs is no text for standard output", help: "name a file: -o press.nii.gz")
    }
    simulatesMacromolecules = invocation.has(.macromolecules)
    over = invocation.value(.over).flatMap(SimulationMap.Variable.init(rawValue:))
    let scales = try SimulationRequest.quantities(
      .b1Scale, .none, 0...2, "0.85", invocation, isList: over == .b1)
    let offsets = try SimulationRequest.quantities(
      .offset, .frequency, -10_000...10_000, "10Hz", invocation, isList: over == .offset)
    if over == .b1 {
      values = scales ?? (0...12).map { 0.7 + 0.05 * Double($0) }
    } else {
      conditions.b1Scale = scales?.last ?? conditions.b1Scale
    }
    if over == .offset {
      values = offsets ?? (0...12).map { 5 * Double($0) - 30 }
    } else {
      conditions.offsetHertz = offsets?.last ?? conditions.offsetHertz
    }
    conditions.b1Spread = try SimulationRequest.quantity(.b1Spread, .none, 0...0.3, "0.1", invocation) ?? 0
    conditions.offsetSpreadHertz =
      try SimulationRequest.quantity(.b0Spread, .frequency, 0...1000, "8Hz", invocation) ?? 0
    conditions.precision =
      try SimulationRequest.quantity(.precision, .none, 1e-8...0.1, "1e-5", invocation)
      ?? conditions.precision
    conditions.positionCount =
      try SimulationRequest.count(.places, 1...1000, invocation) ?? conditions.positionCount
    conditions.averagesShots = invocation.value(.shots) != "each"
    conditions.noise = try SimulationRequest.noise(invocation)
    species = try SimulationRequest.species(invocation)
    bloch.b1Scale = conditions.b1Scale
    bloch.offsetHertz = conditions.offsetHertz
    bloch.placeCount = try SimulationRequest.count(.places, 1...1000, invocation) ?? bloch.placeCount
    bloch.repetitions =
      try SimulationRequest.count(.repetitions, 1...100_000, invocation) ?? bloch.repetitions
    bloch.axis = over.flatMap { BlochSimulation.ProfileAxis(rawValue: $0.rawValue) }
    try checkMap(invocation)
  }

  private func checkMap(_ invocation: Invocation) throws(UsageError) {
    guard let over else { return }
    if species != nil {
      guard over != .b1 else {
        throw UsageError(
          "--species gives profiles over position or offset", help: "give --b1 0.85 for another B1")
      }
      guard !invocation.has(.offset) || over != .offset else {
        throw UsageError("--over offset gives all offsets, and --offset one", help: "leave --offset out")
      }
      return
    }
    guard format != .niftiMRS else {
      throw UsageError("nifti-mrs holds spectra, and --over gives a map", help: "write csv, json or svg")
    }
    guard conditions.noise == nil else { throw UsageError("noise is for spectra, and --over gives a map") }
  }

  private static func species(_ invocation: Invocation) throws(UsageError) -> [String]? {
    guard let text = invocation.value(.species) else {
      guard !invocation.has(.repetitions) else {
        throw UsageError("--repetitions is for --species", help: "add --species water")
      }
      return nil
    }
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
    guard !names.contains("") else {
      throw UsageError(
        "--species takes names with commas between them, not `\(text)`", help: "write --species water,fat")
    }
    for option in [
      Option.molecules, .macromolecules, .spinParameters, .noise, .signalToNoise, .shots, .linewidth,
      .precision, .b1Spread, .b0Spread,
    ]
    where invocation.has(option) {
      throw UsageError("\(option.name) is for molecules, and --species asks for single spins")
    }
    guard (invocation.value(.tableFormat) ?? "") != SimulationFormat.niftiMRS.rawValue,
      invocation.value(.tableOutput).flatMap(SimulationFormat.init(endingOf:)) != .niftiMRS
    else {
      throw UsageError("nifti-mrs holds spectra, and --species gives profiles", help: "write csv or json")
    }
    return names
  }

  private static func noise(_ invocation: Invocation) throws(UsageError) -> SimulatedNoise? {
    let deviation = try quantity(.noise, .none, 0...1e9, "0.02", invocation)
    let ratio = try quantity(.signalToNoise, .none, 1e-3...1e9, "40", invocation)
    var seed: UInt64 = 1
    if let text = invocation.value(.noiseSeed) {
      guard let value = UInt64(text) else {
        throw UsageError("--seed takes a whole number from 0, not `\(text)`")
      }
      seed = value
    }
    switch (deviation, ratio) {
    case (nil, nil):
      guard !invocation.has(.noiseSeed) else {
        throw UsageError("--seed is of the noise, and there is none", help: "add --snr 40 or --noise 0.02")
      }
      return nil
    case (let deviation?, nil): return SimulatedNoise(.deviation(deviation), seed: seed)
    case (nil, let ratio?): return SimulatedNoise(.ratio(ratio), seed: seed)
    default: throw UsageError("--noise and --snr say the same thing twice", help: "leave one of them out")
    }
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

  /// Numbers with commas between them; one only, unless a list is wanted.
  private static func quantities(
    _ option: Option, _ dimension: Dimension, _ range: ClosedRange<Double>, _ example: String,
    _ invocation: Invocation, isList: Bool
  ) throws(UsageError) -> [Double]? {
    guard isList, let text = invocation.value(option) else {
      return try quantity(option, dimension, range, example, invocation).map { [$0] }
    }
    var values: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      values.append(try quantity(option, trimmed(part), dimension, range, example))
    }
    guard zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }), values.count <= 1000 else {
      throw UsageError("values of \(option.name) rise from one to the next, not `\(text)`")
    }
    return values
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

  private static func count(
    _ option: Option, _ range: ClosedRange<Int>, _ invocation: Invocation
  ) throws(UsageError) -> Int? {
    guard let text = invocation.value(option) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        "\(option.name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not `\(text)`")
    }
    return value
  }
}
