/// What the options of `seqc states` ask for.
import Optimizer
import SequenceIR

struct StatesRequest {
  enum Format: String { case text, csv, json, svg }

  /// nil: those that the design's search aims at, else its own, else Glu and Gln.
  let molecules: [SimulationMolecules.Wanted]?
  let set: SpinParameterSet?
  /// nil: that of the scanner.
  let fieldTesla: Double?
  /// nil: that of the design's search, or the usual one.
  let linewidthHertz: Double?
  /// From the centre of the first pulse.
  let askedSeconds: [Double]
  /// nil: the usual ones.
  let bands: [StateBand]?
  /// Parts of the states that are taken away.
  let removed: [String]
  let top: Int
  let isBrief: Bool
  let format: Format
  /// nil or `-`: standard output.
  let output: String?
  /// Times within each pulse, for a drawing.
  var samplesOfPulses = 0
  var conditions = StateExperiment.Conditions()

  init(_ invocation: Invocation) throws(UsageError) {
    molecules = try SimulationRequest.molecules(invocation.value(.molecules))
    set = invocation.value(.spinParameters).flatMap(SpinParameterSet.init(rawValue:))
    fieldTesla = try SimulationRequest.quantity(.field, .fluxDensity, 0.01...50, "3T", invocation)
    linewidthHertz = try SimulationRequest.quantity(.linewidth, .frequency, 0.01...1000, "5.5Hz", invocation)
    askedSeconds = try StatesRequest.times(invocation.value(.stateTimes))
    let ranges = invocation.all(.stateBands)
    var bands: [StateBand] = []
    for text in ranges { bands.append(try StatesRequest.band(text)) }
    self.bands = bands.isEmpty ? nil : bands
    output = invocation.value(.tableOutput)
    let ending = output.flatMap { $0.split(separator: ".").last.map { $0.lowercased() } }
    format =
      (invocation.value(.stateFormat) ?? ending).flatMap(Format.init(rawValue:)) ?? .text
    if format == .svg { samplesOfPulses = StatesFigure.samplesOfPulses }
    top = try StatesRequest.number(.top, 1...1000, invocation) ?? 8
    removed = invocation.all(.withoutPart)
    isBrief = invocation.has(.explain)
    conditions.relaxes = !invocation.has(.withoutRelaxation)
    conditions.positionCount =
      try StatesRequest.number(.statePlaces, 1...1000, invocation) ?? conditions.positionCount
    if let shots = invocation.value(.stateShots), shots != "mean" {
      guard let number = Int(shots), number >= 1 else {
        throw UsageError(
          "--shots takes `mean` or the number of a kind of shot from 1, not `\(shots)`",
          help: "write --shots 1")
      }
      conditions.kind = number
    }
    conditions.b1Scale =
      try SimulationRequest.quantity(.b1Scale, .none, 0...2, "0.85", invocation) ?? conditions.b1Scale
    conditions.offsetHertz =
      try SimulationRequest.quantity(.offset, .frequency, -10_000...10_000, "10Hz", invocation)
      ?? conditions.offsetHertz
    conditions.precision =
      try SimulationRequest.quantity(.precision, .none, 1e-8...0.1, "1e-5", invocation)
      ?? conditions.precision
  }

  /// `12ms`, `1.5 ms, 8 ms`.
  private static func times(_ text: String?) throws(UsageError) -> [Double] {
    guard let text else { return [] }
    var result: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      result.append(
        try SimulationRequest.quantity(.stateTimes, trimmed(part), .time, -1000...1000, "12ms"))
    }
    return result
  }

  /// `2.3..2.4ppm`, `2.3 ppm .. 2.4 ppm`
  private static func band(_ text: String) throws(UsageError) -> StateBand {
    let parts = text.split(separator: "..", omittingEmptySubsequences: false)
    func number(_ part: Substring) -> Double? {
      var part = trimmed(part)
      if part.hasSuffix("ppm") { part = trimmed(part.dropLast(3)) }
      return DecimalText.number(Array(part.utf8)[...])
    }
    guard parts.count == 2, let lower = number(parts[0]), let upper = number(parts[1]), lower < upper,
      lower > -1000, upper < 1000
    else {
      throw UsageError(
        "--band takes a range of shifts, the lower first, not `\(text)`", help: "write --band 2.3..2.4ppm")
    }
    return StateBand(lower...upper)
  }

  private static func number(
    _ option: Option, _ range: ClosedRange<Int>, _ invocation: Invocation
  ) throws(UsageError) -> Int? {
    guard let text = invocation.value(option) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        "\(option.name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not `\(text)`")
    }
    return value
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
