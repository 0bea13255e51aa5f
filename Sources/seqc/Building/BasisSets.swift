/// From an emitted sequence to the basis sets that targets write: one simulation for all of them.
import Backends
import Optimizer
import SequenceIR

extension Driver {
  /// A set for each value of the label SET, and the difference of two; nil after a diagnostic.
  mutating func basisSets(
    of loaded: Loaded, _ emitted: Emitted, _ request: BasisRequest, name: String
  ) -> [BasisSet]? {
    var readBack = loaded
    readBack.sequence = emitted.sequence
    let report = simulated { () throws(SimulationProblem) in
      try simulate(
        readBack, ofBrain(request.simulation, hasMacromolecules: request.hasMacromolecules, loaded))
    }
    timings.end("basis")
    environment.console.tell((report?.simulation.notes ?? []).map { "note: \($0)\n" }.joined())
    return report.map {
      BasisSets(report: $0, sequence: emitted.sequence, signature: emitted.output.signature, name: name).all
    }
  }
}

extension Driver {
  /// What basis sets and phantoms simulate: the usual molecules where none are named, with macromolecules if they have
  /// protons.
  func ofBrain(
    _ request: SimulationRequest, hasMacromolecules: Bool, _ loaded: Loaded
  ) throws(SimulationProblem) -> SimulationRequest {
    var result = request
    let context = moleculeContext(of: loaded, fieldTesla: try field(of: loaded, request.fieldTesla))
    result.molecules = request.molecules ?? SimulationMolecules.ofBrain(context)
    result.simulatesMacromolecules = hasMacromolecules && loaded.nucleus == .proton
    return result
  }
}

struct BasisSets {
  let report: SimulationReport
  let sequence: SequenceIR.Sequence
  let signature: String
  let name: String

  private var simulation: SpectrumSimulation { report.simulation }

  var all: [BasisSet] {
    let shots = simulation.shots
    var sets = shots.enumerated().map { index, shots in
      set(of: shots, named: simulation.shots.count == 1 ? name : "\(name)-\(suffix(shots, index))")
    }
    if sets.count == 2, let difference = sets[1].minus(sets[0], named: "\(name)-difference") {
      sets.append(difference)
    }
    return sets
  }

  /// `mean 1` is of SET 1.
  private func suffix(_ shots: SpectrumSimulation.Shots, _ index: Int) -> String {
    shots.title.split(separator: " ").last.flatMap { Int($0) }.map(String.init) ?? String(index)
  }

  private func set(of shots: SpectrumSimulation.Shots, named name: String) -> BasisSet {
    let conditions = simulation.conditions
    var set = BasisSet(
      name: name, shots: shots.title, dwellSeconds: shots.dwellSeconds, sampleCount: shots.sampleCount,
      spectrometerHertz: simulation.fieldHertzPerPPM * 1e6, referencePPM: simulation.referencePPM,
      nucleus: report.nucleus, linewidthHertz: conditions.linewidthHertz,
      firstSampleSeconds: shots.firstSampleSeconds, sequenceName: sequence.name, signature: signature,
      spinParameters: report.set.rawValue,
      simulation: BasisSet.Simulation(
        placesAcrossSlices: conditions.positionCount, kickSeconds: simulation.kickSeconds,
        errorEstimate: simulation.errorEstimate, precision: conditions.precision, notes: simulation.notes),
      version: report.version)
    set.echoTimeSeconds =
      NIfTIMRSMetadata.echo(of: sequence, firstSampleSeconds: shots.firstSampleSeconds)?.echoTime
    let summary = SequenceSummary(of: sequence)
    let repetitions = summary.echoes.repetitionTimes
    // Three excitations and no refocusing between two acquisitions: PRESS and its kin refocus.
    set.hasStimulatedEcho =
      !summary.pulses.played.contains { $0.use == .refocusing }
      && summary.pulses.played.count { $0.use == .excitation } >= 3
    set.repetitionTimeSeconds = repetitions.count == 1 ? repetitions[0].time.seconds : nil
    set.functions = zip(simulation.molecules, shots.molecules).map { molecule, signal in
      BasisSet.Function(
        name: molecule.name, kind: molecule.isMacromolecule ? .macromolecule : .metabolite,
        millimolar: molecule.millimolar,
        signal: BasisSignal(real: signal.real, imaginary: signal.imaginary).rounded, source: molecule.source)
    }
    return set
  }
}
