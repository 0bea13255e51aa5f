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
    molecules = try SimulationRequest.molecules(invocation)
    set = SimulationRequest.set(invocation)
    fieldTesla = try SimulationRequest.fieldTesla(invocation)
    linewidthHertz = try SimulationRequest.linewidthHertz(invocation)
    output = AnalysisOutput(invocation)
    let steps = try invocation.count(.steps, 1...101) ?? 7
    let scales = try invocation.interval(.b1Range, .none, 0...2, "0.7..1.3") ?? 0.7...1.3
    let offsets = try invocation.interval(.offsetRange, .frequency, -2000...2000, "-30..30Hz") ?? -30...30
    bandPPM = try invocation.bandsPPM(.band).last
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
}
