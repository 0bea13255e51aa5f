/// Running a search: from its plan, or from where another run stopped, to the best that was found.
import SequenceIR
import Synchronization

extension PulseSearch {
  /// How much is tried, and with which random numbers.
  package struct Plan: Sendable, Equatable {
    package var starts: Int
    /// Most iterations of each start that is polished.
    package var iterations: Int
    package var seed: Int
    package var minimizer: OptimizationRequest.Minimizer

    package init(
      starts: Int, iterations: Int, seed: Int, minimizer: OptimizationRequest.Minimizer = .lbfgs
    ) {
      self.minimizer = minimizer
      self.starts = max(1, starts)
      self.iterations = max(1, iterations)
      self.seed = seed
    }

    /// Starts that are polished.
    package var survivors: Int { max(1, starts / 8) }
    /// Most iterations of a start before the best are chosen.
    package var scoutIterations: Int { max(2, min(40, iterations / 4)) }

    var options: MultiStart.Options {
      // The best value of Adam stands still for a while whenever its steps are too long; they then shrink.
      let window = minimizer == .lbfgs ? 10 : 40
      return .init(
        seed: UInt64(bitPattern: Int64(seed)), starts: starts, survivors: survivors, method: method,
        scoutStopping: .init(relativeDecrease: 1e-4, window: window, iterationLimit: scoutIterations),
        polishStopping: .init(relativeDecrease: 1e-6, window: window, iterationLimit: iterations))
    }

    /// Scouts of Adam take steps that lead anywhere within their few iterations; rates fall to nothing at the last one.
    private var method: MultiStart.Method {
      switch minimizer {
      case .lbfgs: .lbfgs(scout: .init(valueNoise: 1e-6), polish: .init())
      case .adam:
        .adam(
          scout: .init(rate: 0.1, decayIterations: scoutIterations),
          polish: .init(rate: 0.03, decayIterations: iterations))
      }
    }
  }

  /// Where a search stands after an iteration.
  package struct Progress: Sendable, Equatable {
    package var phase: MultiStart.Phase
    /// The start that this iteration belongs to, from 1, and how many there are in all.
    package var start: Int
    package var starts: Int
    /// Starts of this phase that are done, and how many it has.
    package var finished: Int
    package var total: Int
    package var iteration: Int
    package var iterationLimit: Int
    package var value: Double
    /// Smallest value of this phase.
    package var best: Double
    /// Largest share of its B1 peak that a pulse reached when it was last simulated.
    package var b1Share: Double

    /// Iterations that this phase may still take.
    package var iterationsLeft: Int {
      switch phase {
      case .scouting: max(0, total - finished) * iterationLimit - min(iteration, iterationLimit)
      // Survivors take turns: they all are about as far.
      case .polishing: max(0, total - finished) * max(0, iterationLimit - iteration)
      }
    }
  }

  /// `observer` is told of every iteration and may end the search, which then gives the best found so far.
  /// `checkpoint` is given the state whenever there is one worth keeping.
  package func run(
    _ plan: Plan, resuming earlier: SearchCheckpoint? = nil,
    tried: SearchCheckpoint.Tried = SearchCheckpoint.Tried(), nucleus: Nucleus,
    provenance: PinnedPulse.Provenance,
    observer: @escaping @Sendable (Progress) -> MinimizerDecision = { _ in .proceed },
    checkpoint: (SearchCheckpoint) -> Void = { _ in }
  ) throws(SearchProblem) -> Found {
    let plan = earlier?.plan ?? plan
    func state(_ search: MultiStart) -> SearchCheckpoint {
      SearchCheckpoint(
        search, plan: plan, designDigest: provenance.designDigest, version: provenance.version, tried: tried)
    }
    var search = MultiStart(options: plan.options)
    if let earlier { search = try resumed(earlier, provenance) }
    let monitor = ControlMonitor()
    let (space, shapes) = (space, startShapes)
    let outcome = search.run(
      start: { _, random in space.start(shapes, random: &random) },
      scout: { function(.scouting, monitor) }, polish: { function(.polishing, monitor) },
      observer: { progress in observer(Progress(progress, plan, b1Share: monitor.b1Share)) },
      checkpoint: { checkpoint(state($0)) })
    var found = try found(outcome, plan, nucleus: nucleus, provenance: provenance)
    if !outcome.isComplete { found.checkpoint = state(search) }
    return found
  }

  /// The best of an outcome, with its figures.
  func found(
    _ outcome: MultiStart.Outcome, _ plan: Plan, nucleus: Nucleus, provenance: PinnedPulse.Provenance
  ) throws(SearchProblem) -> Found {
    guard outcome.best.result.value.isFinite else {
      throw SearchProblem(
        "no start gives a spectrum that the aims can be judged by", at: request.span,
        help:
          "molecules that look alike cannot be told apart, and one without signal has no bound: see `seqc simulate`"
      )
    }
    var provenance = provenance
    provenance.seed = plan.seed
    provenance.minimizer = plan.minimizer.rawValue
    return found(
      space.evaluate(outcome.best.result.x), start: space.evaluate(firstStart(plan)), nucleus, provenance,
      evaluations: outcome.scoutEvaluations + outcome.polishEvaluations, isComplete: outcome.isComplete)
  }

  /// What an earlier run found, from its samples and values; nil when they are none of this search.
  package func found(
    _ best: SearchCheckpoint.Tried.Best, _ plan: Plan, nucleus: Nucleus, provenance: PinnedPulse.Provenance
  ) -> Found? {
    guard best.controls.count == space.controlCount, best.controls.allSatisfy(\.isFinite) else { return nil }
    var provenance = provenance
    provenance.seed = plan.seed
    provenance.minimizer = plan.minimizer.rawValue
    var found = found(
      best.controls, start: best.controls, nucleus, provenance, evaluations: best.evaluations,
      isComplete: true)
    found.startLoss = best.startLoss
    return found
  }

  private func resumed(
    _ earlier: SearchCheckpoint, _ provenance: PinnedPulse.Provenance
  ) throws(SearchProblem) -> MultiStart {
    guard earlier.designDigest == provenance.designDigest else {
      throw SearchProblem(
        "the design, or its scanner, has changed since the search stopped", at: request.span,
        help: "run it again without --resume", code: .notResumable)
    }
    guard earlier.version == provenance.version else {
      throw SearchProblem(
        "the search was begun by seqc \(earlier.version)", at: request.span,
        help: "go on with that version, or run it again without --resume", code: .notResumable)
    }
    switch earlier.search(dimension: space.dimension) {
    case .success(let search): return search
    case .failure(let problem):
      throw SearchProblem(
        "the search cannot go on: \(problem)", at: request.span, help: "run it again without --resume",
        code: .notResumable)
    }
  }

  var startShapes: [StartShape] {
    request.pulses.map { .smoothNoise(knotSpacing: max(1, $0.grid.count / 24), level: 0.3) }
      + request.variables.map { _ in .uniform }
  }

  func firstStart(_ plan: Plan) -> [Double] {
    var random = RandomStream(seed: plan.options.seed, index: 0)
    return space.start(startShapes, random: &random)
  }

  func function(_ phase: MultiStart.Phase, _ monitor: ControlMonitor? = nil) -> any DifferentiableFunction {
    ControlledFunction(space: space, objective: controlFunction(phase, monitor), penalties: penalties)
  }

  /// The loss of samples in Hz and of values, without penalties.
  func controlFunction(_ phase: MultiStart.Phase, _ monitor: ControlMonitor? = nil) -> ClosureFunction {
    let (objective, space, values) = (objective, space, values)
    let engines = phase == .scouting ? scouting : accurate
    let states = phase == .scouting ? scoutingStates : accurateStates
    let seesSpectra = request.aims.contains(where: \.looksAtSpectra)
    let (profiles, bands) = (profiles.map(\.aim), bands)
    let weights = [Double](repeating: 1, count: engines.memberCount)
    let sampleCount = space.controlCount - values.variables.count
    return ClosureFunction(dimension: space.controlCount) { controls, gradient in
      monitor?.note(controls, space)
      let played = values.controls(controls[..<sampleCount], controls[sampleCount...])
      var part = EnsembleControls(
        samples: [Double](repeating: 0, count: played.samples.count),
        delays: [Double](repeating: 0, count: played.delays.count))
      var value = 0.0
      if seesSpectra {
        value = engines.evaluate(
          played,
          loss: { spectra, cotangents in
            objective.loss(
              of: spectra, weights: weights, nominalIndex: 0, factor: 1, addingGradientTo: &cotangents)
          }, gradient: &part)
      }
      for state in states { value += state.loss(played, gradient: &part, isNeeded: true) }
      for profile in profiles { value += profile.loss(played.samples, addingGradientTo: &part.samples) }
      for band in bands { value += band.loss(played.samples, addingGradientTo: &part.samples) }
      gradient =
        part.samples[..<sampleCount]
        + values.transposed(
          samples: part.samples[sampleCount...], delays: part.delays, at: controls[sampleCount...])
      return value
    }
  }
}

extension OptimizationRequest.Aim {
  fileprivate var looksAtSpectra: Bool {
    switch self {
    case .state, .profile: false
    case .precision, .meanSquareError, .signal, .suppression, .spectrum: true
    }
  }
}

extension PulseSearch.Progress {
  fileprivate init(_ progress: MultiStart.Progress, _ plan: PulseSearch.Plan, b1Share: Double) {
    phase = progress.phase
    start = progress.start + 1
    starts = plan.starts
    finished = progress.finished
    total = progress.total
    iteration = progress.iteration.iteration
    iterationLimit = progress.phase == .scouting ? plan.scoutIterations : plan.iterations
    value = progress.iteration.value
    best = progress.best
    self.b1Share = b1Share
  }
}

/// How near the pulses that were last simulated came to their peaks.
final class ControlMonitor: Sendable {
  private let share = Mutex(0.0)

  var b1Share: Double { share.withLock { $0 } }

  func note(_ controls: [Double], _ space: ControlSpace) {
    var largest = 0.0
    for (block, range) in zip(space.blocks, space.controlRanges) {
      guard let peak = block.peakHertz else { continue }
      largest = max(largest, ControlMeasures.peakHertz(Array(controls[range])) / peak)
    }
    share.withLock { $0 = largest }
  }
}
