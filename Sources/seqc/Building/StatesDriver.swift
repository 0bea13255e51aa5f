/// From a loaded sequence to the states of its spins.
import Foundation
import Optimizer
import SequenceIR

extension Driver {
  /// nil after a diagnostic.
  func stateReport(of loaded: Loaded, _ request: StatesRequest) -> StateReport? {
    simulated { () throws(SimulationProblem) in try states(loaded, request) }
  }

  func states(_ loaded: Loaded, _ request: StatesRequest) throws(SimulationProblem) -> StateReport {
    let field = try field(of: loaded, request.fieldTesla)
    let perPPM = loaded.nucleus.hertzPerTesla * field * 1e-6
    let wanted = loaded.design?.optimization
    let own = loaded.design?.molecules ?? []
    let molecules = try SimulationMolecules(
      request.molecules ?? Driver.molecules(of: wanted, own: own.map(\.name), loaded.nucleus),
      set: request.set,
      context: SimulationMolecules.Context(
        nucleus: loaded.nucleus, request: wanted, own: own, spectrometerHertz: perPPM * 1e6))
    var conditions = request.conditions
    conditions.linewidthHertz = request.linewidthHertz ?? wanted?.linewidthHertz ?? conditions.linewidthHertz
    conditions.threads = ProcessInfo.processInfo.activeProcessorCount
    let analysis = try StateAnalysis(
      of: loaded.sequence, molecules: molecules, bands: request.bands, askedSeconds: request.askedSeconds,
      samplesOfPulses: request.samplesOfPulses, without: request.removed, conditions: conditions,
      fieldHertzPerPPM: perPPM,
      referencePPM: loaded.nucleus.referenceShift ?? 0)
    return StateReport(
      analysis, version: Version.text, file: loaded.file.name, nucleus: loaded.nucleus, fieldTesla: field,
      set: molecules.set, top: request.top, isBrief: request.isBrief)
  }

  /// What a search aims at; else what the design defines; else the two that are hardest to tell apart.
  private static func molecules(
    of request: OptimizationRequest?, own: [String], _ nucleus: Nucleus
  ) -> [SimulationMolecules.Wanted]? {
    var names: [String] = []
    for name in request?.aims.flatMap(\.molecules).map(\.name) ?? [] where !names.contains(name) {
      names.append(name)
    }
    if names.isEmpty { names = own }
    if names.isEmpty, nucleus == .proton { names = ["Glu", "Gln"] }
    return names.isEmpty ? nil : names.map { SimulationMolecules.Wanted($0) }
  }
}
