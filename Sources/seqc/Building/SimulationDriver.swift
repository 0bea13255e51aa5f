/// From a loaded sequence to simulated spectra.
import Foundation
import Optimizer
import SequenceIR

extension Driver {
  /// What the request is for: spectra, a map of signals, or single spins; and the files it is written to. nil after a
  /// diagnostic.
  func simulation(
    of loaded: Loaded, _ request: SimulationRequest
  ) -> (output: SimulationOutput, files: [OutputFile])? {
    simulated { () throws(SimulationProblem) in
      let output: SimulationOutput
      if let species = request.species {
        output = .magnetisation(try simulateSpecies(species, loaded, request))
      } else if let over = request.over {
        output = .map(try simulateMap(over, loaded, request))
      } else {
        output = .spectra(try simulate(loaded, request), loaded)
      }
      guard let path = request.path else { return (output, []) }
      return (output, try output.files(at: path, in: request.format))
    }
  }

  /// nil after a diagnostic.
  func spectra(of loaded: Loaded, _ request: SimulationRequest) -> SimulationReport? {
    simulated { () throws(SimulationProblem) in try simulate(loaded, request) }
  }

  func simulate(_ loaded: Loaded, _ request: SimulationRequest) throws(SimulationProblem) -> SimulationReport
  {
    let field = try field(of: loaded, request.fieldTesla)
    let perPPM = loaded.nucleus.hertzPerTesla * field * 1e-6
    let wanted = loaded.design?.optimization
    let context = moleculeContext(of: loaded, fieldTesla: field)
    var molecules = try SimulationMolecules(request.molecules, set: request.set, context: context)
    var conditions = request.conditions
    conditions.linewidthHertz = request.linewidthHertz ?? wanted?.linewidthHertz ?? conditions.linewidthHertz
    if request.simulatesMacromolecules {
      try molecules.addMacromolecules(
        context: context, fieldHertzPerPPM: perPPM, linewidthHertz: conditions.linewidthHertz)
    }
    conditions.threads = ProcessInfo.processInfo.activeProcessorCount
    let simulation = try SpectrumSimulation(
      of: loaded.sequence, molecules: molecules, conditions: conditions, fieldHertzPerPPM: perPPM,
      referencePPM: loaded.nucleus.referenceShift ?? 0)
    return SimulationReport(
      simulation, version: Version.text, file: loaded.file.name, nucleus: loaded.nucleus, fieldTesla: field,
      set: molecules.set)
  }

  func moleculeContext(of loaded: Loaded, fieldTesla: Double) -> SimulationMolecules.Context {
    SimulationMolecules.Context(
      nucleus: loaded.nucleus, request: loaded.design?.optimization, own: loaded.design?.molecules ?? [],
      spectrometerHertz: loaded.nucleus.hertzPerTesla * fieldTesla)
  }

  func simulateMap(
    _ variable: SimulationMap.Variable, _ loaded: Loaded, _ request: SimulationRequest
  ) throws(SimulationProblem) -> SimulationMapReport {
    let report = try simulate(loaded, request)
    return SimulationMapReport(
      try SimulationMap(variable, values: request.values, of: report.simulation), report)
  }

  func simulateSpecies(
    _ names: [String], _ loaded: Loaded, _ request: SimulationRequest
  ) throws(SimulationProblem) -> BlochReport {
    let field = try field(of: loaded, request.fieldTesla)
    var species: [BlochSpecies] = []
    for name in names {
      guard !species.contains(where: { $0.name == name }) else {
        throw SimulationProblem(.speciesNotFound, "\(name) is asked for twice")
      }
      species.append(
        try BlochSpecies.named(name, nucleus: loaded.nucleus, own: loaded.design?.molecules ?? []))
    }
    let simulation = try BlochSimulation(
      of: loaded.sequence, species: species, conditions: request.bloch,
      fieldHertzPerPPM: loaded.nucleus.hertzPerTesla * field * 1e-6,
      referencePPM: loaded.nucleus.referenceShift ?? 0)
    return BlochReport(
      simulation, version: Version.text, file: loaded.file.name, nucleus: loaded.nucleus, fieldTesla: field)
  }

  /// `asked` by an option: for Pulseq files without a scanner.
  func field(of loaded: Loaded, _ asked: Double?) throws(SimulationProblem) -> Double {
    let scanner = loaded.profile?[.fieldStrength]?.value
    if let asked {
      guard let scanner, scanner != asked else { return asked }
      throw SimulationProblem(
        .noField,
        "the sequence is for \(DecimalText.shortest(scanner)) T, and --field says \(DecimalText.shortest(asked)) T",
        help: "--field is for Pulseq files without --scanner")
    }
    guard let scanner else {
      throw SimulationProblem(
        .noField,
        loaded.profile.map { "\($0.name) has no `field-strength`, and shifts depend on it" }
          ?? "a Pulseq file does not say the field, and shifts depend on it",
        help: "give --field 3T, or --scanner NAME")
    }
    return scanner
  }
}
