/// What the options of `seqc robustness` ask for.
import Optimizer
import SequenceIR

struct RobustnessRequest {
  let grid: RobustnessMap.Grid
  /// nil: those of the design, or typical grey matter.
  let molecules: [SimulationMolecules.Wanted]?
  let set: SpinParameterSet?
  /// nil: the whole spectrum.
  let bandPPM: ClosedRange<Double>?
  let fieldTesla: Double?
  let linewidthHertz: Double?
  let output: AnalysisOutput

  /// These options mean nothing to the assay of a design, which says all of it.
  var asksForSignalsAlone: Bool { molecules != nil || set != nil || bandPPM != nil || linewidthHertz != nil }

  init(_ invocation: Invocation) throws(UsageError) {
    molecules = try SimulationRequest.molecules(invocation.value(.molecules))
    set = invocation.value(.spinParameters).flatMap(SpinParameterSet.init(rawValue:))
    fieldTesla = try SimulationRequest.quantity(.field, .fluxDensity, 0.01...50, "3T", invocation)
    linewidthHertz = try SimulationRequest.quantity(.linewidth, .frequency, 0...1000, "5.5Hz", invocation)
    output = try AnalysisOutput(invocation)
    let steps = try output.number(.steps, 1...101, invocation) ?? 7
    let scales = try Self.range(.b1Range, .none, 0...2, "0.7..1.3", invocation) ?? 0.7...1.3
    let offsets =
      try Self.range(.offsetRange, .frequency, -2000...2000, "-30..30Hz", invocation) ?? -30...30
    bandPPM = try Self.range(.band, .shift, -100...100, "2.28..2.40ppm", invocation)
    grid = RobustnessMap.Grid(
      b1Scales: Self.steps(scales, steps), offsetsHertz: Self.steps(offsets, steps))
  }

  /// Both ends and evenly between; the middle of a range for one step.
  private static func steps(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
    guard count > 1, range.lowerBound < range.upperBound else {
      return [0.5 * (range.lowerBound + range.upperBound)]
    }
    return (0..<count).map { index in
      let share = Double(index) / Double(count - 1)
      return (1 - share) * range.lowerBound + share * range.upperBound
    }
  }

  /// `0.8..1.2`, `-30..30Hz`, `-0.1kHz..30Hz`: a range without a unit at its start has that of its end.
  private static func range(
    _ option: Option, _ dimension: Dimension, _ allowed: ClosedRange<Double>, _ example: String,
    _ invocation: Invocation
  ) throws(UsageError) -> ClosedRange<Double>? {
    guard let text = invocation.value(option) else { return nil }
    let help = "write \(option.name) \(example)"
    let ends = text.split(separator: "..", omittingEmptySubsequences: false)
    guard ends.count == 2 else {
      throw UsageError("\(option.name) takes a range, not `\(text)`", help: help)
    }
    let unit = ends[1].drop { !$0.isLetter }
    var values: [Double] = []
    for end in ends {
      let word = end.contains(where: \.isLetter) ? String(end) : String(end + unit)
      values.append(try SimulationRequest.quantity(option, word, dimension, allowed, example))
    }
    guard values[0] <= values[1] else {
      throw UsageError("the range \(text) of \(option.name) falls", help: help)
    }
    return values[0]...values[1]
  }
}
