/// What a sequence, made for whatever purpose, measures under an assay.
import SequenceIR

package struct SequenceFigures: Sendable {
  package let figures: AssayFigures
  package let notes: [String]
  /// Different kinds of shots, and spectra that are stored apart.
  package let shotKinds: Int
  package let channels: Int
  /// From the centre of the first pulse to the first sample, s: shortest and longest of the kinds of shots.
  package let pathSeconds: ClosedRange<Double>
  package let error: ErrorEstimate?
}

extension Assay {
  /// The acquisition of a sequence decides the points of the spectrum for all that is compared with it.
  package static func make(
    _ output: DesignCompiler.Output, fieldTesla: Double
  ) throws(SearchProblem) -> Assay {
    guard let request = output.optimization, let sequence = output.sequence else {
      throw SearchProblem(
        "the design has no `optimize` block, which says what is measured", at: nil,
        help: "name first the design whose `optimize` block gives molecules, ensemble and fit")
    }
    guard let acquisition = sequence.timeline.lazy.map(\.block.adc).first(where: { !$0.isNone }) else {
      throw SearchProblem("the sequence acquires nothing", at: request.span)
    }
    let event = sequence.library[acquisition]
    return try Assay(
      output, request, fieldTesla: fieldTesla, sampleCount: event.sampleCount,
      dwellSeconds: event.dwell.seconds)
  }

  /// How `seqc compare` resolves pulses and slices.
  package func comparisonOptions(isCoarse: Bool = false) -> ShotOptions {
    ShotOptions(
      positionCount: isCoarse ? 24 : 48, pulseStepSeconds: isCoarse ? 10e-6 : 4e-6,
      fieldHertzPerPPM: fieldHertzPerPPM, sliceReach: sliceReach)
  }

  /// How finely `seqc compare` propagates.
  package static func comparisonAccuracy(
    isCoarse: Bool = false, largestB1Hertz: Double
  ) -> PropagationAccuracy {
    PropagationAccuracy(
      kickSeconds: 80e-6, relaxationSeconds: isCoarse ? 1e-3 : 0.5e-3, largestB1Hertz: largestB1Hertz)
  }

  /// The members between those of the request as well: halves of its steps of B1 and of offset.
  package var denserMembers: [EnsembleMember] {
    let scales = Assay.halved(request.b1Scales)
    let offsets = Assay.halved(request.offsetsHertz)
    var result: [EnsembleMember] = [members[0]]
    for set in sets.indices {
      for scale in scales {
        for offset in offsets {
          let member = EnsembleMember(b1Scale: scale, offsetHertz: offset, parameterSet: set)
          if member != members[0] { result.append(member) }
        }
      }
    }
    return result
  }

  private static func halved(_ values: [Double]) -> [Double] {
    var result: [Double] = []
    for (index, value) in values.enumerated() {
      result.append(value)
      if index + 1 < values.count { result.append((value + values[index + 1]) / 2) }
    }
    return result
  }

  /// The figures of one ideal 90 degree pulse and acquisition at once for these members, the nominal one first: what no
  /// sequence for the same spins, time and noise surpasses but by turning them to other states first. B1 does not
  /// scale the pulse.
  package func idealFigures(_ members: [EnsembleMember]) -> AssayFigures {
    var unscaled = members
    for index in unscaled.indices { unscaled[index].b1Scale = 1 }
    return figures(of: idealSpectra(unscaled, sets), channels: 1)
  }

  /// The figures of a sequence for these members, the nominal one first.
  package func figures(
    of sequence: SequenceIR.Sequence, members: [EnsembleMember], accuracy: PropagationAccuracy,
    options: ShotOptions, estimatesError: Bool, threads: Int
  ) throws(SearchProblem) -> SequenceFigures {
    let shots: ShotPrograms
    switch ShotPrograms.make(of: sequence, options: options) {
    case .failure(let problem): throw SearchProblem(problem.text, at: nil)
    case .success(let made): shots = made
    }
    let engines = engines(
      shots, accuracy: accuracy, precision: .single, threads: threads, members: members)
    let spectra = engines.spectra()
    var error: ErrorEstimate?
    if estimatesError {
      var finer = accuracy
      finer.kickSeconds /= 2
      finer.relaxationSeconds /= 2
      let second = self.engines(
        shots, accuracy: finer, precision: .single, threads: threads, members: [members[0]])
      error = ErrorEstimate(spectra: [spectra[0]], finer: second.spectra())
    }
    let times = shots.items.map(\.pathSeconds)
    return SequenceFigures(
      figures: figures(of: spectra, channels: engines.channelCount), notes: shots.notes,
      shotKinds: shots.items.count, channels: engines.channelCount,
      pathSeconds: (times.min() ?? 0)...(times.max() ?? 0), error: error)
  }
}
