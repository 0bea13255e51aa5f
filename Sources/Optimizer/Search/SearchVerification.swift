/// What was found, once more: in the sequence as it is emitted, and by exact exponentials.
import SequenceIR

extension PulseSearch {
  /// How the emitted sequence compares with what the search believed.
  package struct Verification: Sendable {
    /// Relative difference of all spectra between the emitted sequence and the search; nil when nothing is acquired.
    package var difference: Double?
    /// Sum of the estimated errors of both and of what steps cost: a larger difference is not one of numerics.
    package var tolerance: Double
    package var exact: ExactCheck?
    /// Of all pulses over the whole sequence, Hz.
    package var rmsHertz: Double
    /// Largest share of time with RF on, within the scanner's window.
    package var rfDuty: Double

    package var isConfirmed: Bool { difference.map { $0 <= tolerance } ?? true }
  }

  /// The engine against `ExactPropagation`, on the emitted sequence seen coarsely: two places a slice, one member.
  package struct ExactCheck: Sendable {
    package var molecules: [String]
    /// Different kinds of shots, all of which were compared.
    package var shotKinds: Int
    /// l2 norm of the difference of the spectra over that of the spectra, of the kind of shot where it is largest.
    package var relative: Double
  }

  /// Replaces the figures of `found` by those of the sequence that a build emits, read back.
  package func verify(
    _ found: inout Found, emitted sequence: SequenceIR.Sequence
  ) throws(SearchProblem) -> Verification {
    guard !isOfPulsesAlone else {
      return try verification(of: sequence, difference: nil, tolerance: 0, exact: nil)
    }
    let shots: ShotPrograms
    switch ShotPrograms.make(
      of: sequence,
      options: PulseSearch.shotOptions(fieldHertzPerPPM: assay.fieldHertzPerPPM, reach: assay.sliceReach))
    {
    case .success(let made): shots = made
    case .failure(let problem): throw SearchProblem(problem.text, at: request.span)
    }
    let engines = assay.engines(
      shots, accuracy: accuracy(.polishing), precision: .double, threads: threads)
    let spectra = engines.spectra()
    let finer = assay.engines(shots, accuracy: accuracy(nil), precision: .double, threads: threads)
    let error = ErrorEstimate(spectra: spectra, finer: finer.spectra()).relative
    // The estimate scales a difference by 4/3, which is not wanted here.
    let difference = 0.75 * ErrorEstimate(spectra: spectra, finer: found.spectra).relative
    let states = try PulseSearch.states(assay, shots, accuracy(.polishing))
    let verification = try verification(
      of: sequence,
      // Without pulses only times were searched, which have been rounded since.
      difference: request.pulses.isEmpty ? 0 : difference,
      tolerance: found.error + error + PulseSearch.steps, exact: try exactCheck(sequence))
    found.error = error
    found.take(
      spectra, assay.figures(of: spectra, channels: engines.channelCount),
      loss(of: spectra, states) + profileLoss(found.controls))
    return verification
  }

  private func verification(
    of sequence: SequenceIR.Sequence, difference: Double?, tolerance: Double, exact: ExactCheck?
  ) throws(SearchProblem) -> Verification {
    Verification(
      difference: difference, tolerance: tolerance, exact: exact,
      rmsHertz: SequenceSummary(of: sequence).pulses.rmsHertz,
      rfDuty: try PulseSearch.rfShare(sequence, rfDutyWindowSeconds, at: request.span))
  }

  /// Samples are held with the phase of their middle over each raster of the sequence, (2 pi 300 Hz 10 us)^2 / 24 =
  /// 1.5e-5 of what the pulse turns, and rounded in the file to 1e-5 of the peak; pulses turn spins by some ten times,
  /// which makes 2.5e-4.
  private static let steps = 3e-4

  /// Larger groups of spins would take minutes.
  private static let mostExactSpins = 5

  /// The molecules of the aims under the nominal member; nil when all of them are too large.
  private func exactCheck(_ sequence: SequenceIR.Sequence) throws(SearchProblem) -> ExactCheck? {
    let rows = assay.interest.filter { row in
      assay.sets[0][row].groups.allSatisfy { $0.system.spinCount <= PulseSearch.mostExactSpins }
    }
    guard !rows.isEmpty else { return nil }
    let options = ShotOptions(
      positionCount: 2, pulseStepSeconds: 20e-6, fieldHertzPerPPM: assay.fieldHertzPerPPM)
    guard case .success(let shots) = ShotPrograms.make(of: sequence, options: options) else { return nil }
    let setups = assay.setups(
      shots, accuracy: accuracy(.polishing), threads: threads, members: [assay.members[0]])
    var worst = 0.0
    for var setup in setups {
      setup.molecules = assay.sets.map { set in rows.map { set[$0] } }
      let exact = setup.exactSpectra(member: 0)
      let engine = setup.engine(.double, withTime: false).spectra()
      worst = max(worst, 0.75 * ErrorEstimate(spectra: engine, finer: [exact]).relative)
    }
    return ExactCheck(
      molecules: rows.map { assay.molecules[$0] }, shotKinds: setups.count, relative: worst)
  }
}

extension PulseSearch.Found {
  /// The figures of these spectra, in the pulses as well.
  mutating func take(_ spectra: [MemberSpectra], _ figures: AssayFigures, _ loss: Double) {
    self.spectra = spectra
    self.figures = figures
    self.loss = loss
    for index in pulses.indices {
      pulses[index].provenance.errorEstimate = error
      pulses[index].provenance.metrics =
        [PinnedPulse.Metric("loss", loss)]
        + figures.bounds.filter(\.mean.isFinite).map {
          PinnedPulse.Metric("crlb-\($0.molecule)-\($0.baseline.rawValue)-mean", $0.mean)
        }
    }
  }
}
