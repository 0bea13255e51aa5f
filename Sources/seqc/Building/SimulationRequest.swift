/// What the options of `seqc simulate` ask for.
import Optimizer
import SequenceIR

struct SimulationRequest {
  /// nil: what the design says, or typical grey matter.
  var molecules: [SimulationMolecules.Wanted]?
  let set: SpinParameterSet?
  /// nil: that of the scanner.
  let fieldTesla: Double?
  /// nil: that of the design's search, or the usual one.
  var linewidthHertz: Double?
  let format: SimulationFormat
  var simulatesMacromolecules: Bool
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
    molecules = try SimulationRequest.molecules(invocation)
    set = SimulationRequest.set(invocation)
    fieldTesla = try SimulationRequest.fieldTesla(invocation)
    linewidthHertz = try SimulationRequest.linewidthHertz(invocation)
    output = invocation.value(.tableOutput)
    format =
      invocation.value(.tableFormat).flatMap(SimulationFormat.init(rawValue:))
      ?? output.flatMap(SimulationFormat.init(endingOf:)) ?? .csv
    guard format != .niftiMRS || (output ?? "-") != "-" else {
      throw UsageError("nifti-mrs is no text for standard output", help: "name a file: -o press.nii.gz")
    }
    simulatesMacromolecules = invocation.has(.macromolecules)
    over = invocation.value(.over).flatMap(SimulationMap.Variable.init(rawValue:))
    let scales = try SimulationRequest.values(
      .b1Scale, .none, 0...2, "0.85", invocation, isList: over == .b1)
    let offsets = try SimulationRequest.values(
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
    conditions.b1Spread = try invocation.quantity(.b1Spread, .none, 0...0.3, "0.1") ?? 0
    conditions.offsetSpreadHertz = try invocation.quantity(.b0Spread, .frequency, 0...1000, "8Hz") ?? 0
    conditions.precision =
      try invocation.quantity(.precision, .none, 1e-8...0.1, "1e-5") ?? conditions.precision
    conditions.positionCount = try invocation.count(.places, 1...1000) ?? conditions.positionCount
    conditions.averagesShots = invocation.value(.shots) != "each"
    conditions.noise = try SimulationRequest.noise(invocation)
    species = try SimulationRequest.species(invocation)
    bloch.b1Scale = conditions.b1Scale
    bloch.offsetHertz = conditions.offsetHertz
    bloch.placeCount = try invocation.count(.places, 1...1000) ?? bloch.placeCount
    if let range = try SimulationRequest.repetitions(invocation) {
      bloch.repetitions = range.upperBound
      bloch.told = range.count
    }
    bloch.axis = over.flatMap { BlochSimulation.ProfileAxis(rawValue: $0.rawValue) }
    try checkMap(invocation)
  }

  /// `200`, or `1-480`.
  private static func repetitions(_ invocation: Invocation) throws(UsageError) -> ClosedRange<Int>? {
    guard let text = invocation.value(.repetitions), let dash = text.firstIndex(of: "-") else {
      return try invocation.count(.repetitions, 1...100_000).map { $0...$0 }
    }
    guard let first = Int(text[..<dash]), let last = Int(text[text.index(after: dash)...]), first >= 1,
      first <= last, last <= 100_000
    else {
      throw UsageError(
        "--repetitions takes a number, or the first and the last, not `\(text)`",
        help: "write --repetitions 1-480")
    }
    return first...last
  }

  /// Rising numbers for a map over them, else one.
  private static func values(
    _ option: Option, _ dimension: Dimension, _ range: ClosedRange<Double>, _ example: String,
    _ invocation: Invocation, isList: Bool
  ) throws(UsageError) -> [Double]? {
    guard isList else { return try invocation.quantity(option, dimension, range, example).map { [$0] } }
    guard let values = try invocation.quantities(option, dimension, range, example) else { return nil }
    guard zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }), values.count <= 1000 else {
      throw UsageError(
        "values of \(option.name) rise from one to the next, and are at most 1000, not "
          + "`\(invocation.value(option) ?? "")`")
    }
    return values
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
    guard let names = try invocation.words(.species, "water,fat") else {
      guard !invocation.has(.repetitions) else {
        throw UsageError("--repetitions is for --species", help: "add --species water")
      }
      return nil
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
    let deviation = try invocation.quantity(.noise, .none, 0...1e9, "0.02")
    let ratio = try invocation.quantity(.signalToNoise, .none, 1e-3...1e9, "40")
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

  // MARK: molecules

  /// `Glu`, `Glu=10`, `Glu=10mM`, joined by commas.
  static func molecules(_ invocation: Invocation) throws(UsageError) -> [SimulationMolecules.Wanted]? {
    guard let words = try invocation.words(.molecules, "Glu,Gln") else { return nil }
    var result: [SimulationMolecules.Wanted] = []
    for word in words { result.append(try molecule(word)) }
    return result
  }

  private static func molecule(_ word: String) throws(UsageError) -> SimulationMolecules.Wanted {
    let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = Option.trimmed(sides[0])
    guard !name.isEmpty else {
      throw UsageError("`\(word)` of --molecules has no name", help: "write --molecules Glu=10")
    }
    guard sides.count > 1 else { return SimulationMolecules.Wanted(name, millimolar: nil) }
    var number = Option.trimmed(sides[1])
    if number.hasSuffix("mM") { number = Option.trimmed(number.dropLast(2)) }
    guard let millimolar = DecimalText.number(Array(number.utf8)[...]), millimolar >= 0, millimolar <= 1e6
    else {
      throw UsageError(
        "`\(Option.trimmed(sides[1]))` is no concentration of \(name) in mM",
        help: "write --molecules \(name)=10")
    }
    return SimulationMolecules.Wanted(name, millimolar: millimolar)
  }

  static func set(_ invocation: Invocation) -> SpinParameterSet? {
    invocation.value(.spinParameters).flatMap(SpinParameterSet.init(rawValue:))
  }

  static func fieldTesla(_ invocation: Invocation) throws(UsageError) -> Double? {
    try invocation.quantity(.field, .fluxDensity, 0.01...50, "3T")
  }

  static func linewidthHertz(_ invocation: Invocation) throws(UsageError) -> Double? {
    try invocation.quantity(.linewidth, .frequency, 0...1000, "5.5Hz")
  }
}
