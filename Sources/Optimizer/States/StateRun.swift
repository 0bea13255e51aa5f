/// The work behind the states of one molecule: all spin groups, all kinds of shots.
import SequenceIR

struct StateRun: Sendable {
  let experiment: StateExperiment
  let molecule: Molecule
  private(set) var kickSeconds = 160e-6
  private(set) var errorEstimate = Double.infinity
  /// [kind][group], scaled by the share of the kind.
  private(set) var lines: [[[ResonanceLine]]] = []
  /// Where the programs are cut: a cut changes the steps of the propagation, and with them the last digits.
  private(set) var times: [Double] = []

  private static let largestHalvings = 5
  /// Changes below this are those of rounding.
  private static let rounding = 1e-12

  /// Halves the intervals of the propagation until the signal hardly changes.
  init(_ experiment: StateExperiment, _ molecule: Molecule) {
    self.experiment = experiment
    self.molecule = molecule
    lines = propagated()
    for _ in 0..<StateRun.largestHalvings {
      let coarse = lines
      kickSeconds /= 2
      lines = propagated()
      let change = StateRun.difference(coarse, lines)
      errorEstimate = change > StateRun.rounding ? change / 3 : 0
      if errorEstimate <= experiment.conditions.precision { return }
    }
  }

  /// The same with the programs cut at these times, from the first sample.
  func cut(at times: [Double]) -> StateRun {
    var result = self
    result.times = times
    result.lines = result.propagated()
    return result
  }

  var allLines: [ResonanceLine] { lines.flatMap { $0.flatMap { $0 } } }

  func spectrum(of lines: [ResonanceLine]) -> StateSpectrum {
    StateSpectrum(
      lines: lines, linewidthHertz: experiment.conditions.linewidthHertz,
      fieldHertzPerPPM: experiment.fieldHertzPerPPM, referencePPM: experiment.referencePPM)
  }

  func trajectory(_ kind: Int, _ group: Int) -> (StateProgram, StateTrajectory) {
    let program = StateProgram(experiment.kinds[kind].program, times: times)
    let trajectory = StateTrajectory(
      group: molecule.groups[group], program: program, member: experiment.member,
      fieldHertzPerPPM: experiment.fieldHertzPerPPM, receiverPPM: experiment.referencePPM,
      accuracy: experiment.accuracy(kickSeconds: kickSeconds), relaxes: experiment.conditions.relaxes)
    return (program, trajectory)
  }

  /// The lines of the final state, with the field's offset, times the share of the kind.
  func finalLines(_ trajectory: StateTrajectory, kind: Int, lane: Int = 0) -> [ResonanceLine] {
    let share = experiment.kinds[kind].share
    let shift = 2 * Double.pi * experiment.conditions.offsetHertz
    return trajectory.lines(lane: lane).map {
      ResonanceLine(
        angularFrequency: $0.angularFrequency + shift, real: share * $0.real,
        imaginary: share * $0.imaginary)
    }
  }

  /// One body for each kind of shot and spin group, in this order, on the experiment's threads.
  func map<Output: Sendable>(_ body: @Sendable (_ kind: Int, _ group: Int) -> Output) -> [[Output]] {
    let groups = molecule.groups.count
    let flat = OrderedParallel.map(
      count: experiment.kinds.count * groups, threads: experiment.conditions.threads, makeWorker: {}
    ) { _, index in body(index / groups, index % groups) }
    return experiment.kinds.indices.map { Array(flat[($0 * groups)..<(($0 + 1) * groups)]) }
  }

  private func propagated() -> [[[ResonanceLine]]] {
    map { kind, group in
      let (_, trajectory) = trajectory(kind, group)
      trajectory.propagate()
      return finalLines(trajectory, kind: kind)
    }
  }

  /// Of the lines of all groups: l2 norm of the difference over that of `finer`.
  private static func difference(_ coarse: [[[ResonanceLine]]], _ finer: [[[ResonanceLine]]]) -> Double {
    var (square, norm) = (0.0, 0.0)
    for (a, b) in zip(coarse, finer) {
      for (a, b) in zip(a, b) {
        for (a, b) in zip(a, b) {
          square += (a.real - b.real) * (a.real - b.real)
          square += (a.imaginary - b.imaginary) * (a.imaginary - b.imaginary)
          norm += b.real * b.real + b.imaginary * b.imaginary
        }
      }
    }
    return norm > 0 ? (square / norm).squareRoot() : 0
  }

  // MARK: functionals

  /// Functionals of the molecule's signal in a band, matched to the whole state.
  func functionals(of band: StateBand) -> (functionals: BandFunctionals, rangePPM: ClosedRange<Double>) {
    let range = band.rangePPM ?? wholeRange
    var functionals = BandFunctionals(
      from: (range.lowerBound - experiment.referencePPM) * experiment.fieldHertzPerPPM,
      to: (range.upperBound - experiment.referencePPM) * experiment.fieldHertzPerPPM,
      linewidthHertz: experiment.conditions.linewidthHertz)
    functionals.match(allLines)
    return (functionals, range)
  }

  /// All lines, and 20 line widths beyond, ppm.
  private var wholeRange: ClosedRange<Double> {
    let frequencies = allLines.map { $0.angularFrequency / (2 * Double.pi) }
    let margin = 20 * experiment.conditions.linewidthHertz
    let lower = (frequencies.min() ?? 0) - margin
    let upper = (frequencies.max() ?? 0) + margin
    func ppm(_ hertz: Double) -> Double { experiment.referencePPM + hertz / experiment.fieldHertzPerPPM }
    return ppm(lower)...ppm(upper)
  }

  /// Whether some line of the molecule lies in a band.
  func hasLine(in band: StateBand) -> Bool {
    guard let range = band.rangePPM else { return true }
    return allLines.contains {
      range.contains(
        experiment.referencePPM + $0.angularFrequency / (2 * Double.pi) / experiment.fieldHertzPerPPM)
    }
  }

  /// Sets a trajectory's functionals: matched in lanes 0 and 1, integral in lanes 2 and 3.
  func set(_ functionals: BandFunctionals, of trajectory: StateTrajectory, kind: Int) {
    let share = experiment.kinds[kind].share
    let shift = 2 * Double.pi * experiment.conditions.offsetHertz
    let weights = trajectory.transitions.map { functionals.weights(of: $0.angularFrequency + shift) }
    trajectory.setFunctionals(
      weights.map { (share * $0.matched.real, share * $0.matched.imaginary) },
      weights.map { (share * $0.integral.real, share * $0.integral.imaginary) })
  }
}

extension StateContribution {
  init(_ lanes: SIMD4<Double>) {
    self.init(matched: (lanes[0], lanes[1]), integral: (lanes[2], lanes[3]))
  }
}
