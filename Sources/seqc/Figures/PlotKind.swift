/// The kinds of figures that `seqc plot` draws: one row each, from which help and completions are made.
import Backends
import SequenceIR

struct PlotKind: Sendable {
  let name: String
  /// One line, lower case, no full stop.
  let meaning: String
  /// Whether --from, --to and --repetition say what is shown.
  let isOverTime: Bool
  /// nil after diagnostics.
  let draw: @Sendable (inout Driver, Driver.Loaded, PlotRequest) throws(EnvironmentError) -> Figure?

  static let all: [PlotKind] = ofSequenceAlone + [.spectra, .states, .sensitivity, .robustness]

  /// Those that need the sequence and a profile alone.
  static let ofSequenceAlone: [PlotKind] = [
    PlotKind("diagram", "RF, gradients, acquisition and labels from one excitation to its data") {
      SequenceFigures.diagram($0)
    },
    PlotKind("moments", "zeroth and first moment of the gradients over time") { SequenceFigures.moments($0) },
    PlotKind("k-space", "where data are acquired in k-space, and k over time") { SequenceFigures.kSpace($0) },
    PlotKind("gradient-spectrum", "oscillation of the gradients, and the forbidden bands", isOverTime: false)
    {
      SequenceFigures.gradientSpectrum($0)
    },
    PlotKind("nerve-stimulation", "stimulation of nerves and heart, and its limits") {
      SequenceFigures.nerveStimulation($0)
    },
    PlotKind("b1rms", "B1+rms over any 10 s and 6 min, and its limits", isOverTime: false) {
      SequenceFigures.b1RootMeanSquare($0)
    },
    PlotKind("pulses", "each pulse with its profile over frequency", isOverTime: false) {
      PulseFigure.all(of: $0)
    },
  ]

  init(
    name: String, meaning: String, isOverTime: Bool,
    draw: @escaping @Sendable (inout Driver, Driver.Loaded, PlotRequest) throws(EnvironmentError) -> Figure?
  ) {
    self.name = name
    self.meaning = meaning
    self.isOverTime = isOverTime
    self.draw = draw
  }

  /// A figure of the sequence.
  private init(
    _ name: String, _ meaning: String, isOverTime: Bool = true,
    _ figure: @escaping @Sendable (SequenceFigureInput) -> Figure
  ) {
    self.init(name: name, meaning: meaning, isOverTime: isOverTime) {
      (_: inout Driver, loaded: Driver.Loaded, request: PlotRequest) throws(EnvironmentError) -> Figure? in
      figure(
        SequenceFigureInput(
          loaded.sequence, profile: loaded.profile, nucleus: loaded.nucleus, window: request.window))
    }
  }

  static func named(_ name: String) -> PlotKind? { all.first { $0.name == name } }
}
