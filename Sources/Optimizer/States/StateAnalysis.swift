/// Which spin states a sequence passes through: all molecules, all times, all bands.
import SequenceIR

package struct StateAnalysis: Sendable {
  package let experiment: StateExperiment
  package let molecules: [MoleculeStates]
  /// What was taken away, as it was asked for.
  package let removals: [StateRemoval]
  package let notes: [String]

  /// Products that are listed at each time: so many of the largest coefficients, and of the largest contributions to each
  /// band.
  static let listedTerms = 64
  /// Edges of blocks beyond so many are left out.
  private static let mostMarks = 160

  /// `bands` nil: all lines, and the band of the C4 protons for Glu and Gln. `askedSeconds`: times beside the edges of
  /// blocks and pulses, from the centre of the first pulse. `removed`: parts of the states that are taken away at those
  /// times, or before the last pulse when no time is asked for. `samplesOfPulses`: times within each pulse, evenly spaced.
  package init(
    of sequence: SequenceIR.Sequence, molecules: SimulationMolecules, bands: [StateBand]? = nil,
    askedSeconds: [Double] = [], samplesOfPulses: Int = 0, without removed: [String] = [],
    conditions: StateExperiment.Conditions,
    fieldHertzPerPPM: Double,
    referencePPM: Double
  ) throws(SimulationProblem) {
    let experiment = try StateExperiment(
      of: sequence, conditions: conditions,
      frequencies: molecules.frequencies(
        hertzPerPPM: fieldHertzPerPPM, referencePPM: referencePPM, offsetHertz: conditions.offsetHertz),
      fieldHertzPerPPM: fieldHertzPerPPM, referencePPM: referencePPM)
    var notes = molecules.notes + experiment.notes
    var marks = try experiment.marks(askedSeconds: askedSeconds, samplesOfPulses: samplesOfPulses)
    if marks.count > StateAnalysis.mostMarks {
      marks = try experiment.marks(askedSeconds: askedSeconds, withBlockEdges: false)
      notes.append("the sequence has many blocks: states are told at pulses and the times asked for only")
    }
    var states: [MoleculeStates] = []
    for item in molecules.items {
      if let problem = StateAnalysis.problem(of: item) { throw problem }
      let own = bands ?? StateAnalysis.usualBands(of: item.name)
      states.append(
        experiment.states(of: item.molecule, named: item.name, bands: own, marks: marks))
    }
    if let bands { try StateAnalysis.check(bands, states) }
    var removals: [StateRemoval] = []
    for seconds in askedSeconds.isEmpty ? [experiment.beforeLastPulseSeconds] : askedSeconds {
      for part in removed {
        for item in molecules.items {
          removals.append(
            try experiment.removal(
              of: part, from: item, atSeconds: seconds,
              bands: bands ?? StateAnalysis.usualBands(of: item.name)))
        }
      }
    }
    self.removals = removals
    self.experiment = experiment
    self.molecules = states
    self.notes = notes + StateAnalysis.leftOut
  }

  static func usualBands(of name: String) -> [StateBand] {
    switch name {
    case "Glu": [.whole, StateBand(SpectralBand.glutamate.lowerPPM...SpectralBand.glutamate.upperPPM)]
    case "Gln": [.whole, StateBand(SpectralBand.glutamine.lowerPPM...SpectralBand.glutamine.upperPPM)]
    default: [.whole]
    }
  }

  private static let leftOut = [
    "not modelled: T1 recovery between shots (each starts from equilibrium), diffusion, motion, eddy currents, exchange",
    "gradients between the pulses of a slice turn the spins at the end of each interval, those outside where the spins "
      + "leave or enter the slice; crushers and phase cycle act as filters right after pulses",
  ]

  private static func problem(of item: SimulatedMolecule) -> SimulationProblem? {
    guard
      let group = item.molecule.groups.first(where: { $0.system.spinCount > StateExperiment.largestSpinCount }
      )
    else { return nil }
    return SimulationProblem(
      .tooManySpins,
      "\(item.name) has a group of \(group.system.spinCount) coupled spins, and at most "
        + "\(StateExperiment.largestSpinCount) are taken apart",
      help: "leave \(item.name) out of --molecules")
  }

  /// Every band must hold a line of some molecule.
  private static func check(_ bands: [StateBand], _ states: [MoleculeStates]) throws(SimulationProblem) {
    for (index, band) in bands.enumerated() {
      guard let range = band.rangePPM, !states.contains(where: { $0.hasLine[index] }) else { continue }
      let shifts = states.flatMap(\.spins).map(\.shiftPPM)
      func text(_ ppm: Double) -> String { DecimalText.rounded(ppm, decimals: 3) }
      let near = shifts.min { abs($0 - range.lowerBound) < abs($1 - range.lowerBound) }
      throw SimulationProblem(
        .bandWithoutLines,
        "none of the molecules has a line from \(text(range.lowerBound)) to \(text(range.upperBound)) ppm",
        help: near.map { "the nearest spin is at \(text($0)) ppm" })
    }
  }
}

extension StateExperiment {
  /// One molecule.
  func states(of molecule: Molecule, named name: String, bands: [StateBand], marks: [Mark]) -> MoleculeStates
  {
    let run = StateRun(self, molecule).cut(at: marks.map(\.seconds))
    let functionals = bands.map { run.functionals(of: $0) }
    let sums = functionals.map { run.sums($0.functionals) }
    let collector = StateCollector(run: run, sums: sums)
    let pathways = PathwayRun(run, bands: functionals.map(\.functionals))
    return MoleculeStates(
      name: name, spins: StateExperiment.spins(of: molecule, named: name),
      bands: zip(bands, functionals).map { band, found in
        StateBandSignal(
          band: band, rangePPM: found.rangePPM,
          contribution: StateContribution(
            matched: (found.functionals.size, 0), integral: found.functionals.integral))
      },
      moments: marks.indices.map { collector.moment(of: marks[$0], at: $0) },
      pathways: pathways.pathways, pathwayNote: pathways.note, hasLine: bands.map(run.hasLine),
      errorEstimate: run.errorEstimate, kickSeconds: run.kickSeconds)
  }

  /// Spins in the order of their numbers.
  static func spins(of molecule: Molecule, named name: String) -> [StateSpin] {
    let entry = MoleculeLibrary.entry(named: name)
    var result: [StateSpin] = []
    for group in molecule.groups {
      let sites = entry?.parts.first { $0.name == group.name }?.protons.flatMap { site in
        [String](repeating: site.name, count: site.count)
      }
      for (spin, ppm) in group.system.shiftsPPM.enumerated() {
        let label = sites.flatMap { $0.count == group.system.spinCount ? $0[spin] : nil }
        result.append(StateSpin(number: result.count + 1, label: label ?? group.name, shiftPPM: ppm))
      }
    }
    return result
  }
}

extension StateRun {
  /// [group][mark]: over all kinds of shots.
  func sums(_ functionals: BandFunctionals) -> [[StateSums]] {
    let parts = map { kind, group in
      let (program, trajectory) = trajectory(kind, group)
      set(functionals, of: trajectory, kind: kind)
      let operators = ShiftOperators(spinCount: trajectory.hamiltonian.spinCount)
      let sums = program.stages.map { StateSums(operators: operators, stage: $0) }
      let room = StateSums.Room(size: trajectory.size)
      trajectory.visitMarks { sums[$0.mark].add($0, share: experiment.kinds[kind].share, room: room) }
      return sums
    }
    let result = parts[0]
    for other in parts.dropFirst() {
      for group in result.indices {
        for mark in result[group].indices { result[group][mark].add(other[group][mark]) }
      }
    }
    return result
  }
}
