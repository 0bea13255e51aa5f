/// What the options of `seqc states` ask for.
import Optimizer
import SequenceIR

struct StatesRequest {
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
  let output: AnalysisOutput
  /// Times within each pulse, for a drawing.
  var samplesOfPulses = 0
  var conditions = StateExperiment.Conditions()

  init(_ invocation: Invocation) throws(UsageError) {
    molecules = try SimulationRequest.molecules(invocation)
    set = SimulationRequest.set(invocation)
    fieldTesla = try SimulationRequest.fieldTesla(invocation)
    linewidthHertz = try invocation.quantity(.linewidth, .frequency, 0.01...1000, "5.5Hz")
    askedSeconds = try invocation.quantities(.stateTimes, .time, -1000...1000, "12ms") ?? []
    let bands = try invocation.bandsPPM(.stateBands)
    self.bands = bands.isEmpty ? nil : bands.map { StateBand($0) }
    output = AnalysisOutput(invocation)
    if output.format == .svg { samplesOfPulses = StatesFigure.samplesOfPulses }
    top = try invocation.count(.top, 1...1000) ?? 8
    removed = invocation.all(.withoutPart)
    isBrief = invocation.has(.explain)
    conditions.relaxes = !invocation.has(.withoutRelaxation)
    conditions.positionCount = try invocation.count(.statePlaces, 1...1000) ?? conditions.positionCount
    if let shots = invocation.value(.stateShots), shots != "mean" {
      guard let number = Int(shots), number >= 1 else {
        throw UsageError(
          "--shots takes `mean` or the number of a kind of shot from 1, not `\(shots)`",
          help: "write --shots 1")
      }
      conditions.kind = number
    }
    conditions.b1Scale = try invocation.quantity(.b1Scale, .none, 0...2, "0.85") ?? conditions.b1Scale
    conditions.offsetHertz =
      try invocation.quantity(.offset, .frequency, -10_000...10_000, "10Hz") ?? conditions.offsetHertz
    conditions.precision =
      try invocation.quantity(.precision, .none, 1e-8...0.1, "1e-5") ?? conditions.precision
  }
}
