/// The search that a design asks for: pulses whose spectra meet its aims, under the limits it names.
import SequenceIR

package struct PulseSearch: Sendable {
  package let request: OptimizationRequest
  package let molecules: [String]
  package let notes: [String]
  private let scouting: [SpectrumEngine]
  private let accurate: [SpectrumEngine]
  private let finer: [SpectrumEngine]
  /// Share of each kind of shot.
  private let shares: [Double]
  private let space: ControlSpace
  private let penalties: ControlPenalties?
  private let objective: any EnsembleObjective
  private let models: [FisherModel]

  // MARK: markers

  /// Waveforms that cannot be mistaken, to recognise the searched pulses in a compiled sequence.
  package static func markers(
    for pulses: [OptimizedPulse], nucleus: Nucleus
  ) -> [String: PinnedPulse] {
    var result: [String: PinnedPulse] = [:]
    for (index, pulse) in pulses.enumerated() {
      var random = RandomStream(seed: 1, index: index)
      var (x, y): ([Double], [Double]) = ([], [])
      for _ in 0..<pulse.grid.count {
        x.append(pulse.peakHertz * (0.2 + 0.4 * random.uniform()))
        y.append(pulse.peakHertz * (0.2 + 0.4 * random.uniform()))
      }
      result[pulse.name] = PinnedPulse(
        name: pulse.name, step: pulse.grid.step, hertzX: pulse.plan.silenced(x),
        hertzY: pulse.plan.silenced(y),
        nucleus: nucleus)
    }
    return result
  }

  // MARK: set-up

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
    self.request = request
    let perPPM = output.nucleus.hertzPerTesla * fieldTesla * 1e-6
    let receiver = output.nucleus.referenceShift ?? 0
    let spins = try SearchMolecules(output, request, spectrometerHertz: perPPM * 1e6)
    molecules = spins.names
    let shots = try PulseSearch.shots(sequence, request, markers, output.nucleus, perPPM)
    notes = spins.notes + shots.notes
    let total = Double(shots.items.reduce(0) { $0 + $1.count })
    shares = shots.items.map { Double($0.count) / total }
    let grid = PulseSearch.grid(shots.items[0], request.window, perPPM: perPPM, receiver: receiver)
    let members = PulseSearch.members(request, sets: spins.sets.count)
    let largest = request.pulses.map(\.peakHertz).max() ?? 0
    func engines(_ kick: Double, _ relaxation: Double, _ precision: Precision) -> [SpectrumEngine] {
      shots.items.map { item in
        EnsembleSetup(
          molecules: spins.sets, members: members, program: item.program, grid: grid,
          linewidthHertz: request.linewidthHertz, fieldHertzPerPPM: perPPM, receiverPPM: receiver,
          accuracy: PropagationAccuracy(
            kickSeconds: kick, relaxationSeconds: relaxation, largestB1Hertz: largest * 1.0001),
          threads: threads
        ).engine(precision)
      }
    }
    scouting = engines(160e-6, 4e-3, .single)
    accurate = engines(80e-6, 1e-3, .double)
    finer = engines(40e-6, 0.5e-3, .double)
    let space = try PulseSearch.space(request)
    self.space = space
    penalties = try PulseSearch.penalties(request, space)
    let models = try PulseSearch.models(request, spins, grid)
    self.models = models
    objective = try PulseSearch.objective(request, spins, models, grid)
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
    switch ShotPrograms.make(of: sequence, searched: searched, options: ShotOptions(fieldHertzPerPPM: perPPM))
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

  /// A transform of a third of a second: finer points would show the same lines again.
  private static func grid(
    _ item: ShotPrograms.Item, _ window: OptimizationRequest.Band, perPPM: Double, receiver: Double
  ) -> SpectralGrid {
    let count = max(16, min(item.sampleCount, Int((0.34 / item.dwellSeconds).rounded())))
    let spacing = 1 / (Double(count) * item.dwellSeconds)
    let frequencies = (-count / 2..<count / 2).map { Double($0) * spacing }.filter {
      (window.lowerPPM...window.upperPPM).contains(receiver + $0 / perPPM)
    }
    return SpectralGrid(
      sampleCount: count, dwellSeconds: item.dwellSeconds, frequenciesHertz: frequencies,
      ppm: frequencies.map { receiver + $0 / perPPM })
  }

  /// The nominal member first.
  private static func members(_ request: OptimizationRequest, sets: Int) -> [EnsembleMember] {
    var result: [EnsembleMember] = []
    for set in 0..<sets {
      for scale in request.b1Scales {
        for offset in request.offsetsHertz {
          result.append(EnsembleMember(b1Scale: scale, offsetHertz: offset, parameterSet: set))
        }
      }
    }
    let nominal = result.indices.min { distance(result[$0]) < distance(result[$1]) } ?? 0
    result.swapAt(0, nominal)
    return result
  }

  private static func distance(_ member: EnsembleMember) -> Double {
    abs(member.b1Scale - 1) + abs(member.offsetHertz) / 100 + Double(member.parameterSet)
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

  private static func models(
    _ request: OptimizationRequest, _ spins: SearchMolecules, _ grid: SpectralGrid
  ) throws(SearchProblem) -> [FisherModel] {
    var macromolecules: MacromoleculeSpectra?
    if request.macromolecules != .none {
      let components = InVivo.lcModelMacromolecules
      macromolecules = MacromoleculeSpectra.make(
        components, concentrations: components.map { _ in InVivo.lcModelMillimolar }, on: grid)
    }
    var models: [FisherModel] = []
    for baseline in request.baselines {
      var spline: SplineBaseline?
      if case .spline(let ppm) = baseline {
        guard case .success(let made) = SplineBaseline.make(ppm: grid.ppm, knotSpacingPPM: ppm) else {
          throw SearchProblem("a spline of \(ppm) ppm does not fit the window", at: request.span)
        }
        spline = made
      }
      models.append(
        FisherModel(
          molecules: spins.names, concentrations: spins.concentrations, macromolecules: macromolecules,
          baseline: spline))
    }
    return models
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

// MARK: aims

extension PulseSearch {
  private static func objective(
    _ request: OptimizationRequest, _ spins: SearchMolecules, _ models: [FisherModel], _ grid: SpectralGrid
  ) throws(SearchProblem) -> any EnsembleObjective {
    let combination = MemberCombination(worstCaseWeight: request.worstShare)
    var terms: [(objective: any EnsembleObjective, weight: Double)] = []
    var signals: [SignalTerm] = []
    var suppressions: [SuppressionTerm] = []
    for aim in request.aims {
      switch aim {
      case .precision(let weighted):
        var wanted: [WeightedMolecule] = []
        for item in weighted {
          wanted.append(WeightedMolecule(try spins.index(of: item.molecule), weight: item.weight))
        }
        terms.append(
          (
            MemberwiseObjective(
              CramerRaoObjective(molecules: wanted, models: models), combination: combination), 1
          ))
      case .signal(let molecule, let band, let weight):
        signals.append(
          SignalTerm(
            try spins.index(of: molecule), SpectralBand(band.lowerPPM, band.upperPPM), weight: 0.15 * weight))
      case .suppression(let molecules, let band, let below, let weight):
        for molecule in molecules {
          suppressions.append(
            SuppressionTerm(
              try spins.index(of: molecule), SpectralBand(band.lowerPPM, band.upperPPM), below: below ?? 0.05,
              weight: weight))
        }
      case .meanSquareError, .spectrum, .state:
        throw SearchProblem(
          "this aim cannot be searched yet", at: request.span,
          help: "`minimize crlb`, `maximize signal` and `suppress signal` can")
      }
    }
    if !signals.isEmpty || !suppressions.isEmpty {
      switch SeparationObjective.make(
        signals: signals, suppressions: suppressions, moleculeCount: spins.names.count, grid: grid)
      {
      case .failure(let problem): throw SearchProblem("\(problem)", at: request.span)
      case .success(let separation):
        terms.append((MemberwiseObjective(separation, combination: combination), 1))
      }
    }
    return WeightedObjectives(terms)
  }

  // MARK: evaluation

  /// Spectra of all shots together: the mean over what is played.
  private func spectra(_ engines: [SpectrumEngine], _ controls: [Double]) -> [MemberSpectra] {
    var sum: [MemberSpectra] = []
    for (engine, share) in zip(engines, shares) {
      let spectra = engine.spectra(EnsembleControls(samples: controls))
      if sum.isEmpty {
        sum = spectra.map {
          MemberSpectra(moleculeCount: $0.signal.moleculeCount, pointCount: $0.signal.pointCount)
        }
      }
      for member in sum.indices { sum[member].add(spectra[member], times: share) }
    }
    return sum
  }

  private func function(_ engines: [SpectrumEngine]) -> any DifferentiableFunction {
    let (objective, shares) = (objective, shares)
    let weights = [Double](repeating: 1, count: engines[0].setup.members.count)
    let inner = ClosureFunction(dimension: space.controlCount) { controls, gradient in
      // One kind of shot after the other; with several, the others' spectra are constants of each evaluation.
      let controls = EnsembleControls(samples: controls)
      let all = engines.count > 1 ? engines.map { $0.spectra(controls) } : []
      gradient = [Double](repeating: 0, count: controls.samples.count)
      var value = 0.0
      for (index, engine) in engines.enumerated() {
        var part = EnsembleControls()
        value = engine.evaluate(
          controls,
          loss: { spectra, cotangents in
            var sum = spectra
            if engines.count > 1 {
              for member in sum.indices {
                sum[member].scale(by: shares[index])
                for other in engines.indices where other != index {
                  sum[member].add(all[other][member], times: shares[other])
                }
              }
            }
            let loss = objective.loss(
              of: sum, weights: weights, nominalIndex: 0, factor: shares[index], addingGradientTo: &cotangents
            )
            return loss
          }, gradient: &part)
        for entry in gradient.indices { gradient[entry] += part.samples[entry] }
      }
      return value
    }
    return ControlledFunction(space: space, objective: inner, penalties: penalties)
  }

  package struct Metrics: Sendable {
    /// CRLB over that of one ideal 90-degree pulse and acquisition at once, nominal member, mean, worst; by baseline.
    package var bounds: [(molecule: String, baseline: Int, nominal: Double, mean: Double, worst: Double)] = []
  }

  package struct Found: Sendable {
    package var pulses: [PinnedPulse]
    package var loss: Double
    package var startLoss: Double
    package var metrics: Metrics
    /// Largest relative difference of spectra when the intervals are halved, times 4/3.
    package var error: Double
    package var evaluations: Int
    package var isComplete: Bool
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

  /// The figures are those of the rounded samples that are written.
  private func found(
    _ controls: [Double], _ start: [Double], _ nucleus: Nucleus, _ provenance: PinnedPulse.Provenance,
    _ outcome: MultiStart.Outcome
  ) -> Found {
    var pulses: [PinnedPulse] = []
    var rounded: [Double] = []
    var first = 0
    for pulse in request.pulses {
      let range = first..<(first + pulse.grid.count)
      let (x, y) = (range.map { controls[2 * $0] }, range.map { controls[2 * $0 + 1] })
      let pinned = PinnedPulse(
        name: pulse.name, step: pulse.grid.step, hertzX: pulse.plan.silenced(x),
        hertzY: pulse.plan.silenced(y),
        nucleus: nucleus, provenance: provenance)
      let (u, v) = pinned.hertz(nucleus)
      for (a, b) in zip(u, v) { rounded += [a, b] }
      pulses.append(pinned)
      first += pulse.grid.count
    }
    let spectra = spectra(accurate, rounded)
    var unused = spectra.map {
      MemberSpectra(moleculeCount: $0.signal.moleculeCount, pointCount: $0.signal.pointCount)
    }
    let weights = [Double](repeating: 1, count: spectra.count)
    func loss(_ spectra: [MemberSpectra]) -> Double {
      objective.loss(of: spectra, weights: weights, nominalIndex: 0, factor: 1, addingGradientTo: &unused)
    }
    let error = 4 / 3 * PulseSearch.difference(spectra, self.spectra(finer, rounded))
    let metrics = metrics(of: spectra)
    for index in pulses.indices {
      pulses[index].provenance.errorEstimate = error
      pulses[index].provenance.metrics =
        [PinnedPulse.Metric("loss", loss(spectra))]
        + metrics.bounds.map { PinnedPulse.Metric("crlb-\($0.molecule)-\($0.baseline + 1)-mean", $0.mean) }
    }
    return Found(
      pulses: pulses, loss: loss(spectra), startLoss: loss(self.spectra(accurate, start)), metrics: metrics,
      error: error, evaluations: outcome.scoutEvaluations + outcome.polishEvaluations,
      isComplete: outcome.isComplete)
  }

  private static func difference(_ a: [MemberSpectra], _ b: [MemberSpectra]) -> Double {
    var (square, norm) = (0.0, 0.0)
    for (x, y) in zip(a, b) {
      for (p, q) in zip(x.signal.real + x.signal.imaginary, y.signal.real + y.signal.imaginary) {
        square += (p - q) * (p - q)
        norm += q * q
      }
    }
    return norm > 0 ? (square / norm).squareRoot() : 0
  }

  private func metrics(of spectra: [MemberSpectra]) -> Metrics {
    var metrics = Metrics()
    var setup = accurate[0].setup
    setup.program = SpinProgram(steps: [.pulse(.ideal(radians: Double.pi / 2, cosine: 0, sine: 1))])
    setup.members = [EnsembleMember()]
    setup.molecules = [setup.molecules[0]]
    let reference = setup.engine().spectra()
    var seen: [Int] = []
    for aim in request.aims {
      for molecule in aim.molecules {
        if let index = molecules.firstIndex(
          of: MoleculeLibrary.canonicalName(of: molecule.name) ?? molecule.name),
          !seen.contains(index)
        {
          seen.append(index)
        }
      }
    }
    for (baseline, model) in models.enumerated() {
      for index in seen {
        guard case .success(let ideal) = FisherInformation.make(model, reference[0]) else { continue }
        let values = spectra.map { member -> Double in
          guard case .success(let information) = FisherInformation.make(model, member) else {
            return .infinity
          }
          return information.relativeBound(of: index) / ideal.relativeBound(of: index)
        }
        metrics.bounds.append(
          (
            molecules[index], baseline, values[0], values.reduce(0, +) / Double(values.count),
            values.max() ?? 0
          ))
      }
    }
    return metrics
  }
}

extension MemberSpectra {
  fileprivate mutating func add(_ other: MemberSpectra, times factor: Double) {
    for index in signal.real.indices {
      signal.real[index] += factor * other.signal.real[index]
      signal.imaginary[index] += factor * other.signal.imaginary[index]
      timeWeighted.real[index] += factor * other.timeWeighted.real[index]
      timeWeighted.imaginary[index] += factor * other.timeWeighted.imaginary[index]
    }
  }

  fileprivate mutating func scale(by factor: Double) {
    for index in signal.real.indices {
      signal.real[index] *= factor
      signal.imaginary[index] *= factor
      timeWeighted.real[index] *= factor
      timeWeighted.imaginary[index] *= factor
    }
  }
}
