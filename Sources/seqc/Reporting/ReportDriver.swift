/// From a file to the page about it: what is played is checked, then simulated.
import Backends
import Optimizer
import SequenceIR

extension Driver {
  /// nil after diagnostics.
  mutating func reportMaterial(
    _ path: String, _ request: SimulationRequest, _ statesRequest: StatesRequest, options: [String]
  ) throws(EnvironmentError) -> ReportMaterial? {
    guard var loaded = try load(path) else { return nil }
    var emitted: Emitted?
    if loaded.design != nil {
      switch emit(loaded, version: nil) {
      case .success(let made):
        emitted = made
        loaded.sequence = made.sequence
      case .failure(.cannotExpress): return nil
      case .failure(.readBackDiffers(let differences)):
        inputs.diagnostics.error(
          .readBackDiffers, "the file read back is not the sequence it was made from", notes: differences,
          help: "this is a bug in seqc; nothing was written")
        return nil
      }
    }
    let findings = CheckRunner.run(
      loaded.sequence, profile: loaded.profile, nucleus: loaded.nucleus,
      file: emitted?.facts ?? loaded.pulseq?.facts)
    timings.end("check")
    let spectra: Result<SimulationReport, SimulationProblem>
    do throws(SimulationProblem) {
      spectra = .success(try simulate(loaded, request))
    } catch {
      // Who asks for molecules by name wants to know that they are not there.
      if error.code == .moleculeNotFound, request.molecules != nil {
        inputs.diagnostics.append(error.diagnostic)
        return nil
      }
      spectra = .failure(error)
    }
    timings.end("simulate")
    let states: Result<StateReport, SimulationProblem>
    do throws(SimulationProblem) {
      states = .success(try self.states(loaded, statesRequest))
    } catch { states = .failure(error) }
    timings.end("states")
    return ReportMaterial(
      path: path == "-" ? Inputs.standardInputName : path, loaded: loaded, sequence: loaded.sequence,
      emitted: emitted, checks: CheckReport(findings: findings, sources: inputs.sources), spectra: spectra,
      states: states,
      inputs: inputs.read, options: options)
  }
}
