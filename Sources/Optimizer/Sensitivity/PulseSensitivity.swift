/// Which parts of searched pulses matter, and how the aims of their design change when a pulse is not what it should be.
import SequenceIR

/// The loss is that of the search (`ControlledFunction` without penalties), at the samples that are pinned, over the
/// members that were searched. Slopes come from its exact gradient.
package struct PulseSensitivity: Sendable {
  package struct Pulse: Sendable, Equatable {
    package let name: String
    /// Among the samples of all searched pulses.
    package let samples: Range<Int>
    package let stepSeconds: Double
  }

  /// First and second derivative of the loss by one number.
  package struct Slope: Sendable, Equatable {
    package let gradient: Double
    package let curvature: Double

    /// The change of the loss that these two predict.
    package func change(_ step: Double) -> Double { step * gradient + 0.5 * step * step * curvature }
  }

  /// Neighbouring samples of a pulse.
  package struct Part: Sendable {
    /// Among `pulses`.
    package let pulse: Int
    /// Among the samples of all searched pulses.
    package let samples: Range<Int>
    /// From the start of its pulse, gaps included.
    package let startSeconds: Double
    package let endSeconds: Double
    /// Its share in the energy of its pulse.
    package let energyShare: Double
    /// By the relative amplitude of the part: 0.1 is ten per cent more B1.
    package let amplitude: Slope
    /// By the phase of the part, radians.
    package let phase: Slope
    package let removed: Outcome
  }

  /// What becomes of the aims.
  package struct Outcome: Sendable {
    package let change: PulseChange
    package let words: String
    package let loss: Double
    /// Of the members that were searched; empty when nothing is acquired.
    package let figures: [MetricSummary]

    package func figure(_ name: String, unit: String, baseline: BaselineAssumption? = nil) -> MetricSummary? {
      figures.first { $0.metric.name == name && $0.metric.unit == unit && $0.metric.baseline == baseline }
    }
  }

  package let pulses: [Pulse]
  /// x and y of each sample in turn, Hz.
  package let controls: [Double]
  /// dL/d of the same, per Hz.
  package let gradient: [Double]
  package let parts: [Part]
  /// Second derivatives by the amplitudes of all parts, then by their phases; row-major, symmetric. The order is twice
  /// the number of parts.
  package let hessian: [Double]
  /// Largest difference of two entries of the Hessian that must be equal, over its largest entry: its numerical error.
  package let asymmetry: Double
  /// Eigenvalues of `hessian`, the largest first.
  package let eigenvalues: [Double]
  /// The first is the pulse as it is.
  package let outcomes: [Outcome]
  /// Members of the ensemble.
  package let memberCount: Int
  package let interest: [String]
  /// The aims and the ensemble as the design says them.
  package let objective: String
  package let ensemble: String
  package let notes: [String]

  package var loss: Double { outcomes[0].loss }

  /// Directions in which the loss is curved by at least a hundredth of the largest curvature, either way.
  package var stiffDirections: Int {
    let largest = eigenvalues.reduce(0) { max($0, abs($1)) }
    return largest > 0 ? eigenvalues.count { abs($0) >= 0.01 * largest } : 0
  }
}

extension PulseSearch {
  /// Each pulse is cut into at most `partCount` parts of nearly equal length. The request must not vary values.
  /// `progress` is told after every gradient: how many are done, and of how many.
  package func sensitivity(
    of pulses: [PinnedPulse], nucleus: Nucleus, partCount: Int,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(SearchProblem) -> PulseSensitivity {
    var controls: [Double] = []
    for pulse in pulses {
      let (x, y) = pulse.hertz(nucleus)
      for (a, b) in zip(x, y) { controls += [a, b] }
    }
    for wanted in request.pulses where !pulses.contains(where: { $0.name == wanted.name }) {
      throw SearchProblem(
        "`\(wanted.name)` is not pinned: there is no \(wanted.file)", at: wanted.span,
        help: "`seqc optimize` finds and pins it")
    }
    guard !pulses.isEmpty, controls.count == space.controlCount else {
      throw SearchProblem(
        "the sensitivity is that of searched pulses, and the design searches none", at: request.span,
        help: "declare a pulse as `optimized(...)`, search it by `seqc optimize`, and play it")
    }
    return SensitivityAnalysis(search: self, controls: controls, partCount: partCount).run(progress)
  }

  /// The loss that is minimized, without penalties, and the figures of the spectra.
  func outcome(_ change: PulseChange, _ words: String, _ controls: [Double]) -> PulseSensitivity.Outcome {
    let samples = change.applied(to: controls)
    let played = EnsembleControls(samples: samples)
    let spectra = accurate.spectra(played)
    var unused = [Double](repeating: 0, count: samples.count)
    var loss = loss(of: spectra, accurateStates, played) + profileLoss(samples)
    for band in bands { loss += band.loss(samples, addingGradientTo: &unused) }
    return PulseSensitivity.Outcome(
      change: change, words: words, loss: loss,
      figures: isOfPulsesAlone
        ? [] : assay.figures(of: spectra, channels: accurate.channelCount).table.summaries)
  }
}
