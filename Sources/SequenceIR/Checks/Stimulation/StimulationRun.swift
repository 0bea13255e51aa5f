/// Plays the gradients of a run into a model of stimulation, history included, and keeps the largest responses.
struct StimulationRun {
  /// The largest response in one played block.
  struct Response {
    /// Percent of the threshold.
    var percent: Double
    /// Of each axis at that moment.
    var axes: SIMD4<Double>
    var block: Int
    var repetition: Int
    var offset: Time
  }

  /// The largest of the run; nil when no gradient is played.
  private(set) var largest: Response?
  /// The largest at each line of the input that exceeds the limit, in playing order.
  private(set) var overLimit: [Response] = []
  /// How much larger a response that was not looked at can be, percent.
  private(set) var uncertainty = 0.0

  private let sequence: Sequence
  private let play: GradientPlay
  private let limit: Double
  private var state: StimulationState
  private var byOrigin: [SourceSpan: Int] = [:]
  private var played = PlayedStimulations()

  /// Of a square: responses down to 95 % of the largest are known where a long block was played.
  private static let furtherDown = 0.9

  /// Repetitions of which the rest stays within this, percent, are not played one by one.
  static let steadyPercent = 1e-9
  /// Lines of the input that are told apart.
  private static let mostPlaces = 10_000

  init(_ model: StimulationModel, _ sequence: Sequence, _ play: GradientPlay, limitPercent: Double) {
    self.sequence = sequence
    self.play = play
    limit = limitPercent
    state = StimulationState(model, durations: play.durations)
    for stretch in play.stretches { run(stretch) }
    let slack = model.relativeError * (largest?.percent ?? 0)
    uncertainty += slack
  }

  private mutating func run(_ stretch: GradientPlay.Stretch) {
    var period = 0.0
    for index in stretch.blocks { period += sequence.blocks[index].duration.seconds }
    var repetition = 0
    while repetition < stretch.repetitions {
      let before = state.modes
      for index in stretch.blocks(in: repetition) {
        run(index, repetition: stretch.number(of: repetition))
      }
      repetition += 1
      guard repetition < stretch.repetitions, period > 0 else { continue }
      let change = state.remainingChange(since: before, period: period)
      if change <= Self.steadyPercent {
        state.skip(stretch.repetitions - repetition, since: before, period: period)
        uncertainty = max(uncertainty, change)
        return
      }
    }
  }

  private mutating func run(_ index: Int, repetition: Int) {
    let known = min(largest?.percent ?? -1, limit)
    let floor = known > 0 ? known * known : -1
    let kind = play.kinds[index]
    let pieces = play.pieces(of: kind)
    if pieces.count < PlayedStimulations.fewestPieces {
      state.play(pieces, above: floor)
    } else {
      playLong(kind, above: floor)
    }
    let peak = state.peak
    guard peak.square > floor else { return }
    let response = Response(
      percent: peak.square.squareRoot(), axes: peak.axes, block: index, repetition: repetition,
      offset: peak.time)
    if response.percent > largest?.percent ?? -1 { largest = response }
    if response.percent > limit { keep(response) }
  }

  /// Leaves the block out where it cannot exceed `floor`. Where it is played, it is looked at a little further down, so
  /// that it can be left out next time.
  private mutating func playLong(_ kind: Int32, above floor: Double) {
    for before in played.of(kind) where state.replay(before, above: floor) { return }
    let start = state.modes
    state.play(play.pieces(of: kind), above: floor > 0 ? floor * Self.furtherDown : floor)
    let seconds = play.distinct[Int(kind)].duration.seconds
    played.add(
      PlayedStimulation(
        start: start, end: state.modes, decays: state.model.modes.map { $0.decay(over: seconds) },
        largest: max(0, state.peak.square).squareRoot()), of: kind)
  }

  private mutating func keep(_ response: Response) {
    let origin = sequence.blocks[response.block].origin
    if let known = byOrigin[origin] {
      if response.percent > overLimit[known].percent { overLimit[known] = response }
    } else if overLimit.count < Self.mostPlaces {
      byOrigin[origin] = overLimit.count
      overLimit.append(response)
    }
  }
}
