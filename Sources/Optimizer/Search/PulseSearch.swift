/// The search that a design asks for: pulses whose spectra meet its aims, under the limits it names.
import SequenceIR

package struct PulseSearch: Sendable {
  package let assay: Assay
  package let notes: [String]
  let scouting: ShotEngines
  let accurate: ShotEngines
  let shots: ShotPrograms
  let threads: Int
  let values: SearchedValues
  let scoutingStates: [StateAim]
  let accurateStates: [StateAim]
  let profiles: [(profile: OptimizationRequest.Profile, aim: ProfileAim)]
  let bands: [BandAim]
  /// Nothing is acquired: the pulses are judged by themselves, and spectra mean nothing.
  package let isOfPulsesAlone: Bool
  /// What the engines need, about.
  package let memoryBytes: Double
  let rfDutyWindowSeconds: Double?
  let space: ControlSpace
  let penalties: ControlPenalties?
  let objective: any EnsembleObjective

  package var request: OptimizationRequest { assay.request }

  /// How finely each phase simulates; nil: half the intervals of polishing, for the error.
  func accuracy(_ phase: MultiStart.Phase?) -> PropagationAccuracy {
    PulseSearch.accuracy(phase, request, values)
  }

  private static func accuracy(
    _ phase: MultiStart.Phase?, _ request: OptimizationRequest, _ values: SearchedValues
  ) -> PropagationAccuracy {
    // Relaxation within the pulses of slices is what needs the finest steps: at 1 ms it costs a per cent of a spectrum
    // with macromolecules, at 0.25 ms two thousandths, for a tenth of the time.
    let (kick, relaxation) =
      switch phase {
      case .scouting: (160e-6, 1e-3)
      case .polishing: (80e-6, 0.25e-3)
      case nil: (40e-6, 0.125e-3)
      }
    return PropagationAccuracy(
      kickSeconds: kick, relaxationSeconds: relaxation,
      largestB1Hertz: 1.0001 * max(request.pulses.map(\.peakHertz).max() ?? 0, values.peakHertz))
  }

  /// `output` is the design compiled with `markers`; `fieldTesla` that of the scanner. A search that needs more than
  /// `memoryLimitBytes` is refused; `b1RMSTesla`, `b1PeakTesla` and `rfDuty` are the scanner's limits. `recompile` gives the design
  /// with the same markers and other values of its `let`s.
  package init(
    _ output: DesignCompiler.Output, markers: [String: PinnedPulse], fieldTesla: Double, threads: Int,
    memoryLimitBytes: Double = .infinity, b1RMSTesla: Double? = nil,
    b1PeakTesla: Double? = nil, rfDuty: RFDutyLimit? = nil,
    recompile: (([String: Quantity]) -> DesignCompiler.Output)? = nil
  ) throws(SearchProblem) {
    guard let wanted = output.optimization, let sequence = output.sequence else {
      throw SearchProblem(
        "the design asks for no search", at: nil,
        help: "add an `optimize { ... }` block and an `optimized(...)` pulse")
    }
    let perPPM = output.nucleus.hertzPerTesla * fieldTesla * 1e-6
    isOfPulsesAlone = wanted.aimsAtProfilesOnly && sequence.library.adc.isEmpty
    let request =
      isOfPulsesAlone
      ? wanted.aloneWithPulses(receiverPPM: output.nucleus.referenceShift ?? 0) : wanted
    let searched = PulseSearch.searched(request, markers, output.nucleus)
    let options = PulseSearch.shotOptions(
      fieldHertzPerPPM: perPPM,
      reach: Assay.sliceReach(
        of: request, hertzPerPPM: perPPM, referencePPM: output.nucleus.referenceShift ?? 0))
    try PulseSearch.check(sequence, rfDuty, [], at: request.span)
    let design = LoweredShots(
      isOfPulsesAlone ? .alone(searched) : try PulseSearch.shots(sequence, searched, options, request),
      sequence)
    let peakHertz = b1PeakTesla.map { $0 * output.nucleus.hertzPerTesla }
    let (values, shots) = try SearchedValues.make(request.variables, design) {
      (changes: [(variable: OptimizationRequest.Variable, value: Double)]) throws(SearchProblem)
        -> LoweredShots
      in
      let sequence = try PulseSearch.sequence(changes, recompile: recompile)
      try PulseSearch.check(sequence, rfDuty, changes, at: request.span)
      let lowered = LoweredShots(try PulseSearch.shots(sequence, searched, options, request), sequence)
      try PulseSearch.check(lowered, changes, peakHertz, design, output.nucleus)
      return lowered
    }
    self.values = values
    rfDutyWindowSeconds = rfDuty?.windowSeconds
    let assay = try Assay(
      output, request, fieldTesla: fieldTesla, sampleCount: shots.items[0].sampleCount,
      dwellSeconds: shots.items[0].dwellSeconds)
    self.assay = assay
    notes = assay.notes + shots.notes
    self.shots = shots
    self.threads = threads
    let levels: [(phase: MultiStart.Phase, precision: Precision)] = [
      (.scouting, .single), (.polishing, .double),
    ]
    var bytes = 0.0
    for level in levels {
      for setup in assay.setups(
        shots, accuracy: PulseSearch.accuracy(level.phase, request, values), threads: threads)
      {
        bytes += setup.memoryBytes(level.precision)
      }
    }
    memoryBytes = bytes
    guard bytes <= memoryLimitBytes else {
      throw SearchProblem(
        "the search needs about \(PulseSearch.gigabytes(bytes)), and there are \(PulseSearch.gigabytes(memoryLimitBytes))",
        at: request.span,
        help: "fewer members (`over`), fewer molecules, or shorter pulses with longer steps need less")
    }
    func engines(_ level: Int) -> ShotEngines {
      assay.engines(
        shots, accuracy: PulseSearch.accuracy(levels[level].phase, request, values),
        precision: levels[level].precision, threads: threads)
    }
    scoutingStates = try PulseSearch.states(
      assay, shots, PulseSearch.accuracy(.scouting, request, values))
    accurateStates = try PulseSearch.states(
      assay, shots, PulseSearch.accuracy(.polishing, request, values))
    profiles = PulseSearch.profiles(wanted)
    bands = PulseSearch.bands(wanted)
    scouting = engines(0)
    accurate = engines(1)
    try PulseSearch.checkDeterminacy(assay)
    space = try PulseSearch.space(
      request,
      try PulseSearch.budgets(
        sequence, request, searched, limitHertz: b1RMSTesla.map { $0 * output.nucleus.hertzPerTesla },
        fieldHertzPerPPM: perPPM, additionalEnergy: values.additionalEnergy))
    penalties = try PulseSearch.penalties(request, space)
    objective = try PulseSearch.objective(
      assay, models: try assay.models(channels: accurate.channelCount), sets: accurate.sets)
  }

  private static func gigabytes(_ bytes: Double) -> String {
    "\(DecimalText.significant(bytes / 1e9, 2)) GB"
  }

  static func searched(
    _ request: OptimizationRequest, _ markers: [String: PinnedPulse], _ nucleus: Nucleus
  ) -> [SearchedPulse] {
    var searched: [SearchedPulse] = []
    var first = 0
    for pulse in request.pulses {
      guard let marker = markers[pulse.name] else { continue }
      let (x, y) = marker.hertz(nucleus)
      searched.append(SearchedPulse(x: x, y: y, stepSeconds: pulse.grid.step.seconds, first: first))
      first += pulse.grid.count
    }
    return searched
  }

  /// Places and steps that are enough for a search.
  static func shotOptions(fieldHertzPerPPM: Double, reach: SliceReach) -> ShotOptions {
    var reach = reach
    // Few places are better spent on the slice than on what lies beside it; and there are as many whatever values the
    // search tries.
    (reach.leastEffect, reach.addsPlaces) = (0.01, false)
    return ShotOptions(
      positionCount: 16, pulseStepSeconds: 10e-6, fieldHertzPerPPM: fieldHertzPerPPM, sliceReach: reach)
  }

  private static func shots(
    _ sequence: SequenceIR.Sequence, _ searched: [SearchedPulse], _ options: ShotOptions,
    _ request: OptimizationRequest
  ) throws(SearchProblem) -> ShotPrograms {
    switch ShotPrograms.make(of: sequence, searched: searched, options: options) {
    case .failure(let problem): throw SearchProblem(problem.text, at: request.span, help: problem.help)
    case .success(let shots):
      let played = shots.items.flatMap(\.program.playedControls)
      for (pulse, start) in zip(request.pulses, searched)
      where !played.contains(where: {
        $0.lowerBound >= start.first && $0.upperBound <= start.first + start.x.count
      }) {
        throw SearchProblem(
          "no acquisition follows `\(pulse.name)`: its samples change nothing", at: pulse.span,
          help: "play it before an `acquire`, or name in `optimize` the pulses to search")
      }
      return shots
    }
  }

  /// With less no spectrum changes visibly.
  private static let leastFlipDegrees = 5.0

  private static func space(
    _ request: OptimizationRequest, _ budgets: [EnergyBudget]
  ) throws(SearchProblem) -> ControlSpace {
    let turns = request.pulses.reduce(0) { $0 + $1.peakHertz * $1.grid.duration.seconds }
    guard request.pulses.isEmpty || 360 * turns >= leastFlipDegrees else {
      throw SearchProblem(
        "all searched pulses together turn spins by at most \(DecimalText.significant(360 * turns, 2)) deg",
        at: request.span, help: "allow more B1 or more time", code: .peakProblem)
    }
    let blocks = request.pulses.map { pulse in
      ControlBlock.shaped(
        ShapedPulse(
          name: pulse.name, sampleCount: pulse.grid.count, dwellSeconds: pulse.grid.step.seconds,
          // What is written is rounded: a thousandth of a per cent below the bound keeps it there.
          peakHertz: pulse.peakHertz * 0.99999,
          basis: pulse.knotSteps.map { .spline(knotSpacing: $0, endsAtZero: true) } ?? .raster))
    }
    let scalars = request.variables.map { variable in
      ControlBlock.scalar(
        BoundedScalar(
          name: variable.name, range: .between(variable.lower.value, variable.upper.value)))
    }
    switch ControlSpace.make(blocks: blocks + scalars, budgets: budgets) {
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

extension SpinProgram {
  /// The searched samples that it plays.
  fileprivate var playedControls: [Range<Int>] { SpinProgram.playedControls(steps) }

  private static func playedControls(_ steps: [Step]) -> [Range<Int>] {
    steps.flatMap { step -> [Range<Int>] in
      switch step {
      case .pulse(let pulse):
        if case .control(let first, let count) = pulse.waveform { return [first..<first + count] }
        return []
      case .positions(let positions): return playedControls(positions.steps)
      case .delay, .select, .symmetrize, .dephase: return []
      }
    }
  }
}
