/// What a scanner would record of molecules under a sequence: signals and spectra of every kind of shot, or their mean.
import SequenceIR

package struct SpectrumSimulation: Sendable {
  /// How the sequence is simulated.
  package struct Conditions: Sendable, Equatable {
    /// Full width at half maximum of a line, Hz: all decay during acquisition.
    package var linewidthHertz = 5.5
    /// Actual over nominal B1.
    package var b1Scale = 1.0
    /// Offset of the field, Hz.
    package var offsetHertz = 0.0
    /// Standard deviations of the normal distributions of B1 (relative to nominal) and of the offset over the voxel.
    package var b1Spread = 0.0
    package var offsetSpreadHertz = 0.0
    /// Places across a slice.
    package var positionCount = 64
    /// Largest estimate of the relative error of the propagation that is good enough.
    package var precision = 1e-3
    /// Whether all kinds of shots are averaged, or each is given apart.
    package var averagesShots = true
    /// nil: none. It is added to the mixture, not to the molecules.
    package var noise: SimulatedNoise?
    package var threads = 1

    package init() {}
  }

  /// Signals of one kind of shot, or of several in the mean.
  package struct Shots: Sendable {
    /// `mean`, `mean 0`, `mean 1`, ... where shots are stored apart (label SET), or the number of the kind from 1.
    package var title: String
    /// How many shots of the sequence it stands for.
    package var played: Int
    package var sampleCount: Int
    package var dwellSeconds: Double
    /// From the centre of the first pulse to the first sample, s.
    package var firstSampleSeconds: Double
    /// Per proton and molecule: one proton after an ideal 90 degree pulse gives 1 at the first sample.
    package var molecules: [SampledSignal]
    /// Sum of all molecules times their concentrations, mM.
    package var mixture: SampledSignal
  }

  package let shots: [Shots]
  package let molecules: [SimulatedMolecule]
  package let conditions: Conditions
  package let fieldHertzPerPPM: Double
  package let referencePPM: Double
  /// Richardson's estimate: norm of the error over that of the signals, all molecules and shots together.
  package let errorEstimate: Double
  /// Standard deviation of the noise in each part of each sample of the mixture; nil: there is none.
  package let noiseDeviation: Double?
  /// Interval of the kicks in which couplings act, s.
  package let kickSeconds: Double
  package let notes: [String]
  /// Of each kind of shots: over which places its slices are averaged.
  package let slices: [[SliceAverage]]
  /// What was simulated.
  let items: [ShotPrograms.Item]

  /// Kinds of shots that can be told apart in reasonable time.
  static let largestKindCount = 64
  private static let largestHalvings = 5

  /// `fieldHertzPerPPM`: gamma B0 / 2 pi 1e-6; `referencePPM`: the shift at the scanner's frequency.
  package init(
    of sequence: SequenceIR.Sequence, molecules: SimulationMolecules, conditions: Conditions,
    fieldHertzPerPPM: Double, referencePPM: Double
  ) throws(SimulationProblem) {
    if let problem = SpectroscopicAcquisitions.problem(in: sequence) { throw problem }
    let programs: ShotPrograms
    let options = ShotOptions(
      positionCount: conditions.positionCount, pulseStepSeconds: 0, fieldHertzPerPPM: fieldHertzPerPPM,
      sliceReach: SliceReach(
        frequenciesHertz: molecules.frequencies(
          hertzPerPPM: fieldHertzPerPPM, referencePPM: referencePPM, offsetHertz: conditions.offsetHertz)))
    switch ShotPrograms.make(of: sequence, options: options) {
    case .failure(let problem): throw SimulationProblem(.noSignal, problem.text)
    case .success(let made): programs = made
    }
    guard programs.items.count <= SpectrumSimulation.largestKindCount else {
      throw SimulationProblem(
        .tooManyKindsOfShots,
        "the sequence has \(programs.items.count) kinds of shots, and at most \(SpectrumSimulation.largestKindCount) are simulated",
        help: "phase encoding and other sweeps are not simulated")
    }
    var notes = molecules.notes + programs.notes
    let items = SpectrumSimulation.used(programs.items, conditions, &notes)
    var run = SimulationRun(
      items: items, molecules: molecules.items, conditions: conditions,
      fieldHertzPerPPM: fieldHertzPerPPM, referencePPM: referencePPM)
    run.refine(until: conditions.precision, halvings: SpectrumSimulation.largestHalvings)
    if run.errorEstimate > conditions.precision {
      notes.append(
        "the precision asked for was not reached: \(DecimalText.significant(run.errorEstimate, 2)) is the estimate"
      )
    }
    self.molecules = molecules.items
    self.conditions = conditions
    self.fieldHertzPerPPM = fieldHertzPerPPM
    self.referencePPM = referencePPM
    self.items = items
    errorEstimate = run.errorEstimate
    kickSeconds = run.kickSeconds
    slices = items.map(\.slices)
    self.notes = notes + SpectrumSimulation.leftOut(molecules, conditions)
    var shots = SpectrumSimulation.collected(items, run.signals, molecules.items, conditions)
    noiseDeviation = conditions.noise.map { $0.deviation(for: shots.map(\.mixture)) }
    if let noiseDeviation, let seed = conditions.noise?.seed {
      for index in shots.indices {
        shots[index].mixture.addNoise(deviation: noiseDeviation, seed: seed, index: index)
      }
    }
    self.shots = shots
  }

  /// Signals without noise of other programs, or under other conditions, as finely as those of this simulation.
  func signals(of items: [ShotPrograms.Item], _ conditions: Conditions) -> [Shots] {
    var run = SimulationRun(
      items: items, molecules: molecules, conditions: conditions, fieldHertzPerPPM: fieldHertzPerPPM,
      referencePPM: referencePPM, kickSeconds: kickSeconds)
    // What a map shows is what becomes of the spins until the first sample.
    run.receiverOffsetHertz = self.conditions.offsetHertz
    run.propagate()
    return SpectrumSimulation.collected(items, run.signals, molecules, conditions)
  }

  /// Said with every result.
  private static func leftOut(_ molecules: SimulationMolecules, _ conditions: Conditions) -> [String] {
    let names = molecules.items.map(\.name)
    var without = ["diffusion", "motion", "eddy currents", "exchange"]
    if !names.contains(InVivo.lcModelMacromolecules[0].name) { without.append("macromolecules") }
    if !names.contains("water") { without.append("water") }
    if conditions.noise == nil { without.append("noise") }
    return [
      "not modelled: T1 recovery between shots (each starts from equilibrium), "
        + without.joined(separator: ", "),
      "T1 and T2 act until the first sample; from there on, every line decays with the linewidth",
    ]
  }

  /// Only kinds that sample alike have a mean: those that sample as the one that is played most.
  private static func used(
    _ items: [ShotPrograms.Item], _ conditions: Conditions, _ notes: inout [String]
  ) -> [ShotPrograms.Item] {
    guard conditions.averagesShots, items.count > 1 else { return items }
    var most = items[0]
    for item in items where item.count > most.count { most = item }
    let alike = items.filter { $0.sampleCount == most.sampleCount && $0.dwellSeconds == most.dwellSeconds }
    if alike.count < items.count {
      let left = items.reduce(0) { $0 + $1.count } - alike.reduce(0) { $0 + $1.count }
      notes.append("\(left) shots that are sampled in another way are left out of the mean")
    }
    for channel in channels(of: alike) {
      let counts = alike.filter { $0.channel == channel }.map { String($0.count) }
      guard counts.count > 1 else { continue }
      notes.append(
        "\(counts.count) kinds of shots, played \(counts.joined(separator: ", ")) times, are averaged")
    }
    return alike
  }

  /// What is stored apart is not averaged.
  private static func channels(of items: [ShotPrograms.Item]) -> [Int] { Set(items.map(\.channel)).sorted() }

  private static func collected(
    _ items: [ShotPrograms.Item], _ signals: [[SampledSignal]], _ molecules: [SimulatedMolecule],
    _ conditions: Conditions
  ) -> [Shots] {
    var each: [Shots] = []
    for (index, item) in items.enumerated() {
      each.append(
        Shots(
          title: String(index + 1), played: item.count, sampleCount: item.sampleCount,
          dwellSeconds: item.dwellSeconds, firstSampleSeconds: item.pathSeconds, molecules: signals[index],
          mixture: SampledSignal(count: item.sampleCount)))
    }
    if conditions.averagesShots {
      let channels = channels(of: items)
      each = channels.map { channel in
        var mean = mean(of: zip(items, each).filter { $0.0.channel == channel }.map { $0.1 })
        if channels.count > 1 { mean.title = "mean \(channel)" }
        return mean
      }
    }
    for index in each.indices {
      for (molecule, signal) in zip(molecules, each[index].molecules) {
        each[index].mixture.add(signal, times: molecule.millimolar)
      }
    }
    return each
  }

  private static func mean(of each: [Shots]) -> Shots {
    var result = each[0]
    result.title = "mean"
    result.played = each.reduce(0) { $0 + $1.played }
    for molecule in result.molecules.indices {
      var sum = SampledSignal(count: result.sampleCount)
      for shots in each {
        sum.add(shots.molecules[molecule], times: Double(shots.played) / Double(result.played))
      }
      result.molecules[molecule] = sum
    }
    return result
  }
}
