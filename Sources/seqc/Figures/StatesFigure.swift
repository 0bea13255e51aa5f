/// Spin states over time: what the squared norm of each molecule is made of, and where its signal was.
import Backends
import Optimizer
import SequenceIR

enum StatesFigure {
  /// Curves within a pulse have so many points.
  static let samplesOfPulses = 12

  /// Two panels a molecule: classes of operators stacked to the whole, and the share of each in the signal of the last
  /// band.
  static func figure(of analysis: StateAnalysis, file: String) -> Figure {
    Figure(
      "Spin states of \(file)", panels: analysis.molecules.flatMap { panels(of: $0, analysis) }, notes: notes)
  }

  /// The panels of one molecule alone.
  static func figure(of analysis: StateAnalysis, molecule: MoleculeStates) -> Figure {
    Figure("Spin states of \(molecule.name)", panels: panels(of: molecule, analysis), notes: notes)
  }

  private static let notes = [
    "Of the operator averaged over the voxel; while a slice is selected, of the mean squared norm. Crushers and phase "
      + "cycle act right after pulses.",
    "The shares of all classes in the recorded signal add up to 100 % at every time.",
  ]

  private static func panels(of states: MoleculeStates, _ analysis: StateAnalysis) -> [Panel] {
    [content(of: states, analysis), origin(of: states, analysis)]
  }

  private static func axis(_ analysis: StateAnalysis) -> PlotAxis {
    PlotAxis("time from the centre of the first pulse", unit: "ms")
  }

  /// Classes that anything is ever in: at least 0.5 % of the norm, or 2 % of the signal.
  private static func classes(of states: MoleculeStates) -> [OperatorClass] {
    let whole = states.bands.last?.contribution.matched.real ?? 0
    return OperatorClass.allCases.filter { kind in
      states.moments.contains { moment in
        guard let part = moment.classes.first(where: { $0.class == kind })?.part else { return false }
        let share = part.contributions.last?.matched.real ?? 0
        return moment.share(of: kind) > 0.005 || abs(share) > 0.02 * whole
      }
    }
  }

  private static func content(of states: MoleculeStates, _ analysis: StateAnalysis) -> Panel {
    let times = states.moments.map { Figure.milliseconds($0.seconds) }
    let layers = classes(of: states).filter { $0 != .unit }.map { kind in
      (
        name: kind.word,
        values: states.moments.map { 100 * $0.share(of: kind) }
      )
    }
    var panel = Panel(
      "\(states.name): what the state is", x: axis(analysis),
      y: PlotAxis("share of the squared norm", unit: "%", range: 0...100))
    panel.series = PlotSeries.stacked(x: times, layers: layers)
    panel.bands = pulses(analysis)
    return panel
  }

  private static func origin(of states: MoleculeStates, _ analysis: StateAnalysis) -> Panel {
    let times = states.moments.map { Figure.milliseconds($0.seconds) }
    var panel = Panel(
      "\(states.name): where the signal \(place(states)) was", x: axis(analysis),
      y: PlotAxis("share of the signal", unit: "%"))
    panel.bands = pulses(analysis)
    guard let whole = states.bands.last?.contribution.matched.real, whole > 0 else {
      panel.reasonForNoData = "nothing is recorded there"
      return panel
    }
    panel.series = classes(of: states).map { kind in
      PlotSeries(
        kind.word, x: times,
        y: states.moments.map { moment in
          let part = moment.classes.first { $0.class == kind }?.part
          return 100 * (part?.contributions.last?.matched.real ?? 0) / whole
        })
    }
    return panel
  }

  private static func place(_ states: MoleculeStates) -> String {
    guard let signal = states.bands.last, signal.band.rangePPM != nil else { return "of the whole spectrum" }
    let lower = DecimalText.rounded(signal.rangePPM.lowerBound, decimals: 3)
    return "at \(lower) to \(DecimalText.rounded(signal.rangePPM.upperBound, decimals: 3)) ppm"
  }

  private static func pulses(_ analysis: StateAnalysis) -> [PlotBand] {
    analysis.experiment.pulseSeconds.enumerated().map { index, pulse in
      PlotBand(Figure.milliseconds(pulse.start)...Figure.milliseconds(pulse.end), "pulse \(index + 1)")
    }
  }
}

extension PlotKind {
  /// `seqc states -o FILE.svg` draws the same with options of its own.
  static let states = PlotKind(
    name: "states", meaning: "spin states of molecules over time, and where their signals were",
    isOverTime: false
  ) { (driver: inout Driver, loaded: Driver.Loaded, plot: PlotRequest) throws(EnvironmentError) -> Figure? in
    guard var request = driver.asked(plot.invocation, StatesRequest.init) else { return nil }
    request.samplesOfPulses = StatesFigure.samplesOfPulses
    return driver.stateReport(of: loaded, request).map {
      StatesFigure.figure(of: $0.analysis, file: $0.file)
    }
  }
}
