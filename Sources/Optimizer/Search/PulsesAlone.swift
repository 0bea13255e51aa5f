/// Searches for pulses by themselves: where all aims are profiles, nothing has to be acquired behind the pulses.
import SequenceIR

extension OptimizationRequest {
  /// Nothing but the searched pulses is looked at.
  var aimsAtProfilesOnly: Bool {
    !pulses.isEmpty && variables.isEmpty && !aims.isEmpty
      && aims.allSatisfy { if case .profile = $0 { true } else { false } }
  }

  /// The least that spectra can be made of; nothing looks at them.
  func aloneWithPulses(receiverPPM: Double) -> OptimizationRequest {
    var result = self
    result.molecules = [Amount(molecule: Molecule(name: "Cr", span: span), millimolar: 1)]
    result.macromolecules = .none
    result.baselines = [.none]
    result.window = Band(lowerPPM: receiverPPM - 20, upperPPM: receiverPPM + 20, span: nil)
    result.offsetsHertz = [0]
    result.b1Scales = [1]
    result.parameterSets = []
    return result
  }
}

extension ShotPrograms {
  /// The searched pulses one after the other, and samples behind them: what a sequence without an acquisition is
  /// taken for, so that a search of profiles has all that other searches have.
  static func alone(_ searched: [SearchedPulse]) -> ShotPrograms {
    let steps = searched.map { pulse in
      SpinProgram.Step.pulse(
        SpinProgram.Pulse(
          .control(first: pulse.first, count: pulse.x.count), dwellSeconds: pulse.stepSeconds))
    }
    let count = searched.map { $0.first + $0.x.count }.max() ?? 0
    return ShotPrograms(
      items: [
        Item(
          program: SpinProgram(steps: steps, controlSampleCount: count), count: 1, channel: 0, orders: [],
          isExact: true, sampleCount: 256, dwellSeconds: 0.25e-3, pathSeconds: 0, pulseCount: searched.count,
          slices: [])
      ],
      notes: ["nothing is acquired: the pulses are judged by themselves, and their profiles alone"])
  }
}
