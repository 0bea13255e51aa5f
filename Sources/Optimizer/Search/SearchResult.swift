/// What a search found, with the figures of what is written.
import SequenceIR

extension PulseSearch {
  package struct Found: Sendable {
    package var pulses: [PinnedPulse]
    package var loss: Double
    package var startLoss: Double
    package var figures: AssayFigures
    /// Of the pulses whose profiles are aimed at.
    package var profiles: [ProfileFigures]
    /// Largest relative difference of spectra when the intervals are halved, times 4/3.
    package var error: Double
    package var evaluations: Int
    package var isComplete: Bool
    /// What was found for the variables of the request, in their order, in SI units.
    package var values: [Double]
    /// Samples of the pulses as they are written, Hz.
    var controls: [Double]
    /// Of all members.
    var spectra: [MemberSpectra]
    /// Where an incomplete search goes on.
    package var checkpoint: SearchCheckpoint?

    /// For a run that goes on after this search, which was that of combination `index`.
    package func best(index: Int) -> SearchCheckpoint.Tried.Best {
      .init(index: index, evaluations: evaluations, startLoss: startLoss, controls: controls + values)
    }
  }

  /// The figures are those of the rounded samples that are written.
  func found(
    _ controls: [Double], start: [Double], _ nucleus: Nucleus, _ provenance: PinnedPulse.Provenance,
    evaluations: Int, isComplete: Bool
  ) -> Found {
    var pulses: [PinnedPulse] = []
    var rounded: [Double] = []
    var first = 0
    for pulse in request.pulses {
      let range = first..<(first + pulse.grid.count)
      let (x, y) = (range.map { controls[2 * $0] }, range.map { controls[2 * $0 + 1] })
      let pinned = PinnedPulse(
        name: pulse.name, step: pulse.grid.step, hertzX: pulse.plan.silenced(x),
        hertzY: pulse.plan.silenced(y),
        nucleus: nucleus, provenance: provenance)
      let (u, v) = pinned.hertz(nucleus)
      for (a, b) in zip(u, v) { rounded += [a, b] }
      pulses.append(pinned)
      first += pulse.grid.count
    }
    func played(_ samples: [Double], _ controls: [Double]) -> EnsembleControls {
      values.controls(samples, controls.suffix(values.variables.count))
    }
    let result = played(rounded, controls)
    let unsearched = played(Array(start.prefix(rounded.count)), start)
    let spectra = accurate.spectra(result)
    let finer = assay.engines(shots, accuracy: accuracy(nil), precision: .double, threads: threads)
    var found = Found(
      pulses: pulses, loss: 0,
      startLoss: loss(
        of: accurate.spectra(unsearched), accurateStates, unsearched) + profileLoss(unsearched.samples),
      figures: assay.figures(of: spectra, channels: accurate.channelCount),
      profiles: profiles.map {
        ProfileFigures(
          pulse: $0.profile.pulse.name, words: $0.profile.words, scales: $0.aim.figures(rounded))
      },
      // Profiles are those of exact rotations.
      error: isOfPulsesAlone ? 0 : ErrorEstimate(spectra: spectra, finer: finer.spectra(result)).relative,
      evaluations: evaluations, isComplete: isComplete,
      values: Array(controls.suffix(values.variables.count)), controls: rounded, spectra: spectra)
    found.take(
      spectra, found.figures, loss(of: spectra, accurateStates, result) + profileLoss(rounded))
    return found
  }

  /// What is minimized, without penalties and profiles.
  func loss(
    of spectra: [MemberSpectra], _ states: [StateAim] = [], _ controls: EnsembleControls = EnsembleControls()
  ) -> Double {
    var none = EnsembleControls()
    let sum = states.reduce(0) { $0 + $1.loss(controls, gradient: &none, isNeeded: false) }
    var unused = spectra.map {
      MemberSpectra(moleculeCount: $0.signal.moleculeCount, pointCount: $0.signal.pointCount)
    }
    let weights = [Double](repeating: 1, count: spectra.count)
    return sum
      + objective.loss(
        of: spectra, weights: weights, nominalIndex: 0, factor: 1, addingGradientTo: &unused)
  }
}
