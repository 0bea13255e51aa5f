/// Many cheap starts, of which the best are polished: how a search gets past poor local minima.
import Synchronization

/// Every start is a short search (L-BFGS or Adam) of the cheap function from its own stream of random numbers; those with the
/// smallest values go on with the accurate function. The outcome depends on the seed alone: starts share nothing,
/// results are compared in the order of the starts, a tie goes to the earlier one.
package struct MultiStart: Sendable {
  /// What moves the points.
  package enum Method: Sendable, Equatable {
    case lbfgs(scout: LBFGS.Options, polish: LBFGS.Options)
    case adam(scout: Adam.Options, polish: Adam.Options)
  }

  package struct Options: Sendable, Equatable {
    package var seed: UInt64
    package var starts: Int
    /// Starts that are polished.
    package var survivors: Int
    package var threads: Int
    package var method: Method
    package var scoutStopping: StoppingRules
    package var polishStopping: StoppingRules
    /// Iterations of every survivor between two checkpoints.
    package var roundIterations: Int

    package init(
      seed: UInt64, starts: Int = 64, survivors: Int = 8, threads: Int = 1,
      method: Method = .lbfgs(scout: .init(valueNoise: 1e-6), polish: .init()),
      scoutStopping: StoppingRules = .init(relativeDecrease: 1e-4, iterationLimit: 40),
      polishStopping: StoppingRules = .init(), roundIterations: Int = 10
    ) {
      self.seed = seed
      self.starts = max(1, starts)
      self.survivors = min(max(1, survivors), self.starts)
      self.threads = max(1, threads)
      self.method = method
      self.scoutStopping = scoutStopping
      self.polishStopping = polishStopping
      self.roundIterations = max(1, roundIterations)
    }

    func minimizer(_ phase: Phase, from start: [Double]) -> any Minimizer {
      let stopping = phase == .scouting ? scoutStopping : polishStopping
      switch method {
      case .lbfgs(let scout, let polish):
        return LBFGS(start: start, options: phase == .scouting ? scout : polish, stopping: stopping)
      case .adam(let scout, let polish):
        return Adam(start: start, options: phase == .scouting ? scout : polish, stopping: stopping)
      }
    }
  }

  package enum Phase: String, Sendable, Equatable {
    case scouting
    case polishing
  }

  /// Told after every iteration of any start, one at a time but from the thread that made it.
  package struct Progress: Sendable, Equatable {
    package var phase: Phase
    /// The start this iteration belongs to.
    package var start: Int
    package var iteration: MinimizerProgress
    /// Starts that have been scouted; survivors whose polishing has ended.
    package var finished: Int
    package var total: Int
    /// Smallest value of this phase so far. Values of the two phases are those of two functions.
    package var best: Double
  }

  /// What became of one start.
  package struct Candidate: Sendable, Equatable {
    package var start: Int
    package var result: MinimizerResult
  }

  package struct Outcome: Sendable, Equatable {
    /// The point with the smallest value; after a stop while scouting the value is the cheap function's.
    package var best: Candidate
    package var phase: Phase
    /// All polished starts, best first.
    package var polished: [Candidate]
    /// False when the observer has ended the search.
    package var isComplete: Bool
    /// Evaluations of the cheap and of the accurate function.
    package var scoutEvaluations: Int
    package var polishEvaluations: Int
  }

  package var options: Options
  /// What a checkpoint holds: the scouted starts in order, best `survivors` of them with their points, and the
  /// searches that polish them.
  var scoutedCount = 0
  var scoutEvaluations = 0
  var ranking: [Candidate] = []
  var polishing: [any Minimizer] = []
  var endings: [StopReason?] = []

  package init(options: Options) { self.options = options }

  package typealias StartPoint = @Sendable (_ index: Int, _ random: inout RandomStream) -> [Double]
  package typealias MakeFunction = @Sendable () -> any DifferentiableFunction

  /// `scout` and `polish` make one function for each thread. `checkpoint` is called on the caller's thread whenever
  /// there is a state worth keeping.
  package mutating func run(
    start: StartPoint, scout: MakeFunction, polish: MakeFunction,
    observer: @escaping @Sendable (Progress) -> MinimizerDecision = { _ in .proceed },
    checkpoint: (MultiStart) -> Void = { _ in }
  ) -> Outcome {
    var interrupted: [Candidate] = []
    while polishing.isEmpty, scoutedCount < options.starts {
      let batch = scoutBatch(start: start, scout: scout, observer: observer)
      if batch.contains(where: { $0.result.reason == .observer }) {
        interrupted = batch
        break
      }
      adopt(batch)
      checkpoint(self)
    }
    if !interrupted.isEmpty { return scoutingOutcome(with: interrupted) }
    beginPolishing()
    while endings.contains(nil) {
      let isStopped = polishRound(polish, observer)
      checkpoint(self)
      if isStopped { return polishingOutcome(isComplete: false) }
    }
    return polishingOutcome(isComplete: true)
  }

  // MARK: scouting

  private func scoutBatch(
    start: StartPoint, scout: MakeFunction, observer: @escaping @Sendable (Progress) -> MinimizerDecision
  ) -> [Candidate] {
    let (first, options) = (scoutedCount, options)
    // One thread needs no batch to share, and keeps the state after every start.
    let count = min(options.starts - first, options.threads == 1 ? 1 : max(8, 4 * options.threads))
    let reporter = Reporter(
      phase: .scouting, finished: first, total: options.starts, best: ranking.first?.result.value, observer)
    return OrderedParallel.map(count: count, threads: options.threads, makeWorker: scout) {
      function, offset in
      let index = first + offset
      var random = RandomStream(seed: options.seed, index: index)
      var search = options.minimizer(.scouting, from: start(index, &random))
      let result = search.run(function) { reporter.report($0, start: index) }
      reporter.finish()
      return Candidate(start: index, result: result)
    }
  }

  private mutating func adopt(_ batch: [Candidate]) {
    scoutedCount += batch.count
    scoutEvaluations += batch.reduce(0) { $0 + $1.result.evaluations }
    ranking = Array(MultiStart.ranked(ranking + batch).prefix(options.survivors))
  }

  private func scoutingOutcome(with interrupted: [Candidate]) -> Outcome {
    let all = MultiStart.ranked(ranking + interrupted)
    return Outcome(
      best: all[0], phase: .scouting, polished: [], isComplete: false,
      scoutEvaluations: scoutEvaluations + interrupted.reduce(0) { $0 + $1.result.evaluations },
      polishEvaluations: 0)
  }

  // MARK: polishing

  private mutating func beginPolishing() {
    guard polishing.isEmpty else { return }
    polishing = ranking.map { options.minimizer(.polishing, from: $0.result.x) }
    endings = [StopReason?](repeating: nil, count: polishing.count)
  }

  /// Some iterations of every survivor that is not at its end; true when the observer wants to stop.
  private mutating func polishRound(
    _ polish: MakeFunction, _ observer: @escaping @Sendable (Progress) -> MinimizerDecision
  ) -> Bool {
    let (searches, starts, roundIterations) = (polishing, ranking.map(\.start), options.roundIterations)
    let open = endings.indices.filter { endings[$0] == nil }
    let reporter = Reporter(
      phase: .polishing, finished: endings.count - open.count, total: endings.count,
      best: searches.map(\.progress.best).min(), observer)
    let advanced = OrderedParallel.map(count: open.count, threads: options.threads, makeWorker: polish) {
      function, position in
      var search = searches[open[position]]
      for _ in 0..<roundIterations {
        let reason = search.iterate(function)
        let decision = reporter.report(search.progress, start: starts[open[position]])
        if let reason {
          reporter.finish()
          return (search, Optional(reason), decision == .stop)
        }
        if decision == .stop { return (search, nil, true) }
      }
      return (search, nil, false)
    }
    for (position, (search, reason, _)) in zip(open, advanced) {
      polishing[position] = search
      endings[position] = reason
    }
    return advanced.contains { $0.2 } && endings.contains(nil)
  }

  private func polishingOutcome(isComplete: Bool) -> Outcome {
    let polished = MultiStart.ranked(
      polishing.indices.map {
        Candidate(start: ranking[$0].start, result: polishing[$0].result(endings[$0] ?? .observer))
      })
    return Outcome(
      best: polished[0], phase: .polishing, polished: polished, isComplete: isComplete,
      scoutEvaluations: scoutEvaluations,
      polishEvaluations: polishing.reduce(0) { $0 + $1.progress.evaluations })
  }

  /// Smallest value first, the earlier start where values are equal; values that are not numbers come last.
  static func ranked(_ candidates: [Candidate]) -> [Candidate] {
    func key(_ candidate: Candidate) -> Double {
      candidate.result.value.isNaN ? .infinity : candidate.result.value
    }
    return candidates.sorted { (key($0), $0.start) < (key($1), $1.start) }
  }
}

/// Passes progress of several threads to one observer, one at a time; once it says stop, that holds for all.
private final class Reporter: Sendable {
  private struct State {
    var finished: Int
    var best: Double
    var isStopped = false
  }

  private let phase: MultiStart.Phase
  private let total: Int
  private let observer: @Sendable (MultiStart.Progress) -> MinimizerDecision
  private let state: Mutex<State>

  init(
    phase: MultiStart.Phase, finished: Int, total: Int, best: Double?,
    _ observer: @escaping @Sendable (MultiStart.Progress) -> MinimizerDecision
  ) {
    self.phase = phase
    self.total = total
    self.observer = observer
    state = Mutex(State(finished: finished, best: best ?? .infinity))
  }

  func report(_ progress: MinimizerProgress, start: Int) -> MinimizerDecision {
    state.withLock { state in
      if state.isStopped { return .stop }
      state.best = min(state.best, progress.best)
      let decision = observer(
        MultiStart.Progress(
          phase: phase, start: start, iteration: progress, finished: state.finished, total: total,
          best: state.best))
      state.isStopped = decision == .stop
      return decision
    }
  }

  func finish() { state.withLock { $0.finished += 1 } }
}
