/// The figure of spectra that `seqc plot` draws.
import Backends
import Optimizer
import SequenceIR

extension PlotKind {
  /// `seqc simulate -o FILE.svg` draws the same with options of its own.
  static let spectra = PlotKind(
    name: "spectra", meaning: "simulated spectra of the mixture and of its molecules", isOverTime: false
  ) { (driver: inout Driver, loaded: Driver.Loaded, plot: PlotRequest) throws(EnvironmentError) -> Figure? in
    let request: SimulationRequest
    do throws(UsageError) {
      request = try SimulationRequest(plot.invocation)
    } catch {
      driver.environment.console.tell(error.text)
      return nil
    }
    do throws(SimulationProblem) {
      return SimulationOutput.figure(of: try driver.simulate(loaded, request), loaded)
    } catch {
      driver.inputs.diagnostics.append(error.diagnostic)
      return nil
    }
  }
}
