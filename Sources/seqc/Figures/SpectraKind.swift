/// The figure of spectra that `seqc plot` draws.
import Backends
import Optimizer
import SequenceIR

extension PlotKind {
  /// `seqc simulate -o FILE.svg` draws the same with options of its own.
  static let spectra = PlotKind(
    name: "spectra", meaning: "simulated spectra of the mixture and of its molecules", isOverTime: false
  ) { (driver: inout Driver, loaded: Driver.Loaded, plot: PlotRequest) throws(EnvironmentError) -> Figure? in
    driver.asked(plot.invocation, SimulationRequest.init)
      .flatMap { driver.spectra(of: loaded, $0) }
      .map { SpectraFigure(report: $0, wanted: SpectraFigure.wanted(by: loaded)).figure }
  }
}
