/// The search that a design asks for: pulses whose spectra meet its aims, under the limits it names.
import SequenceIR

package struct PulseSearch: Sendable {
  package let assay: Assay
  package let notes: [String]
  let scouting: ShotEngines
  let accurate: ShotEngines
  let finer: ShotEngines
  let space: ControlSpace
  let penalties: ControlPenalties?
  let objective: any EnsembleObjective

  package var request: OptimizationRequest { assay.request }

  /// `output` is the design compiled with `markers`; `fieldTesla` that of the scanner.
  package init(
    _ output: DesignCompiler.Output, markers: [String: PinnedPulse], fieldTesla: Double, threads: Int
  ) throws(SearchProblem) {
    guard let request = output.optimization, let sequence = output.sequence else {
      throw SearchProblem(
        "the design asks for no search", at: nil,
        help: "add an `optimize { ... }` block and an `optimized(...)` pulse")
    }
    if let variable = request.variables.first {
      throw SearchProblem(
        "`vary \(variable.name)` cannot be searched yet", at: variable.span,
        help: "only the samples of pulses are searched")
    }
    let perPPM = output.nucleus.hertzPerTesla * fieldTesla * 1e-6
    let shots = try PulseSearch.shots(sequence, request, markers, output.nucleus, perPPM)
    let assay = try Assay(
      output, request, fieldTesla: fieldTesla, sampleCount: shots.items[0].sampleCount,
      dwellSeconds: shots.items[0].dwellSeconds)
    self.assay = assay
    notes = assay.notes + shots.notes
    let largest = request.pulses.map(\.peakHertz).max() ?? 0
    func engines(_ kick: Double, _ relaxation: Double, _ precision: Precision) -> ShotEngines {
      assay.engines(
        shots,
        accuracy: PropagationAccuracy(
          kickSeconds: kick, relaxationSeconds: relaxation, largestB1Hertz: largest * 1.0001),
        precision: precision, threads: threads)
    }
    scouting = engines(160e-6, 4e-3, .single)
    accurate = engines(80e-6, 1e-3, .double)
    finer = engines(40e-6, 0.5e-3, .double)
    space = try PulseSearch.space(request)
    penalties = try PulseSearch.penalties(request, space)
    objective = try PulseSearch.objective(
      assay, models: try assay.models(channels: accurate.channelCount), channels: accurate.channelCount)
  }

  private static func shots(
    _ sequence: SequenceIR.Sequence, _ request: OptimizationRequest, _ markers: [String: PinnedPulse],
    _ nucleus: Nucleus, _ perPPM: Double
  ) throws(SearchProblem) -> ShotPrograms {
    var searched: [SearchedPulse] = []
    var first = 0
    for pulse in request.pulses {
      guard let marker = markers[pulse.name] else { continue }
      let (x, y) = marker.hertz(nucleus)
      searched.append(SearchedPulse(x: x, y: y, stepSeconds: pulse.grid.step.seconds, first: first))
      first += pulse.grid.count
    }
    switch ShotPrograms.make(of: sequence, searched: searched, options: ShotOptions(positionCount: 16, pulseStepSeconds: 10e-6, fieldHertzPerPPM: perPPM))
    {
    case .failure(let problem): throw SearchProblem(problem.text, at: request.span)
    case .success(let shots):
      guard shots.items.contains(where: { $0.program.playsControls }) else {
        throw SearchProblem(
          "no acquisition follows the pulses that are searched for", at: request.span,
          help: "play them before an `acquire`")
      }
      return shots
    }
  }

  private static func space(_ request: OptimizationRequest) throws(SearchProblem) -> ControlSpace {
    let blocks = request.pulses.map { pulse in
      ControlBlock.shaped(
        ShapedPulse(
          name: pulse.name, sampleCount: pulse.grid.count, dwellSeconds: pulse.grid.step.seconds,
          // What is written is rounded: a thousandth of a per cent below the bound keeps it there.
          peakHertz: pulse.peakHertz * 0.99999))
    }
    switch ControlSpace.make(blocks: blocks) {
    case .success(let space): return space
    case .failure(let problem): throw SearchProblem("\(problem)", at: request.span)
    }
  }

  private static func penalties(
    _ request: OptimizationRequest, _ space: ControlSpace
  ) throws(SearchProblem) -> ControlPenalties? {
    var terms: [ControlPenalty] = []
    for pulse in request.pulses {
      if request.energyPenalty > 0 {
        terms.append(
          ControlPenalty(
            block: pulse.name, kind: .energy, weight: request.energyPenalty, reference: pulse.peakHertz))
      }
      if request.smoothnessPenalty > 0 {
        terms.append(
          ControlPenalty(
            block: pulse.name, kind: .secondDifference, weight: request.smoothnessPenalty,
            reference: pulse.peakHertz))
      }
    }
    guard !terms.isEmpty else { return nil }
    switch ControlPenalties.make(terms, in: space) {
    case .success(let penalties): return penalties
    case .failure(let problem): throw SearchProblem("\(problem)", at: request.span)
    }
  }
}

// MARK: the search

extension PulseSearch {
  func function(_ engines: ShotEngines) -> any DifferentiableFunction {
    let objective = objective
    let weights = [Double](repeating: 1, count: engines.memberCount)
    let inner = ClosureFunction(dimension: space.controlCount) { controls, gradient in
      var part = EnsembleControls()
      let value = engines.evaluate(
        EnsembleControls(samples: controls),
        loss: { spectra, cotangents in
          objective.loss(
            of: spectra, weights: weights, nominalIndex: 0, factor: 1, addingGradientTo: &cotangents)
        }, gradient: &part)
      gradient = part.samples
      return value
    }
    return ControlledFunction(space: space, objective: inner, penalties: penalties)
  }

  /// `progress` is told of every iteration and may end the search.
  package func run(
    starts: Int, iterations: Int, seed: Int, nucleus: Nucleus, provenance: PinnedPulse.Provenance,
    progress: @escaping @Sendable (MultiStart.Progress) -> MinimizerDecision
  ) -> Found {
    var search = MultiStart(
      options: .init(
        seed: UInt64(bitPattern: Int64(seed)), starts: starts, survivors: max(1, starts / 8),
        scoutStopping: .init(relativeDecrease: 1e-4, iterationLimit: max(2, min(40, iterations / 4))),
        polishStopping: .init(relativeDecrease: 1e-6, iterationLimit: iterations)))
    let shapes: [StartShape] = request.pulses.map { pulse in
      .smoothNoise(knotSpacing: max(1, pulse.grid.count / 24), level: 0.3)
    }
    let space = space
    let outcome = search.run(
      start: { _, random in space.start(shapes, random: &random) }, scout: { function(scouting) },
      polish: { function(accurate) }, observer: progress)
    let controls = space.evaluate(outcome.best.result.x)
    var random = RandomStream(seed: UInt64(bitPattern: Int64(seed)), index: 0)
    let start = space.evaluate(space.start(shapes, random: &random))
    return found(controls, start, nucleus, provenance, outcome)
  }
}

extension SpinProgram {
  /// Whether searched samples are played.
  fileprivate var playsControls: Bool { SpinProgram.playsControls(steps) }

  private static func playsControls(_ steps: [Step]) -> Bool {
    steps.contains { step in
      switch step {
      case .pulse(let pulse): if case .control = pulse.waveform { true } else { false }
      case .positions(let positions): playsControls(positions.steps)
      case .delay, .select, .dephase: false
      }
    }
  }
}
