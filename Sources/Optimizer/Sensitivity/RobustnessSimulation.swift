/// Robustness maps by simulation: under the assay of a design, or of the signals of molecules alone.
import SequenceIR

extension RobustnessMap {
  /// Under the molecules, the spectrum and the fit of a design: signals of all molecules over the window, then bounds,
  /// correlation, bias, leakage and signals in bands, as `seqc compare` has them.
  package static func make(
    of sequence: SequenceIR.Sequence, _ assay: Assay, grid: Grid, threads: Int
  ) throws(SearchProblem) -> RobustnessMap {
    let shots: ShotPrograms
    switch ShotPrograms.make(of: sequence, options: assay.comparisonOptions(isCoarse: true)) {
    case .failure(let problem): throw SearchProblem(problem.text, at: nil, help: problem.help)
    case .success(let made): shots = made
    }
    let peakHertz = max(SequenceSummary(of: sequence).pulses.peakHertz, 1) * 1.0001
    let engines = assay.engines(
      shots, accuracy: Assay.comparisonAccuracy(isCoarse: true, largestB1Hertz: peakHertz),
      precision: .single, threads: threads, members: grid.members)
    let spectra = engines.spectra()
    let table = assay.figures(of: spectra, channels: engines.channelCount).table
    var ideal = assay.idealSpectra
    if engines.channelCount > 1 {
      ideal = MemberSpectra(joining: (0..<engines.channelCount).map { $0 == 0 ? ideal : ideal.silent })
    }
    let figures = signals(
      spectra, ideal: ideal, molecules: assay.molecules,
      points: Array(0..<engines.channelCount * assay.grid.pointCount), grid)
    return RobustnessMap(
      grid: grid,
      figures: figures
        + table.metrics.enumerated().map { column, metric in
          let values = table.values.map { $0[column] }
          return Figure(metric: metric, nominal: values[0], values: grid.rows(values))
        }, notes: assay.notes + shots.notes)
  }

  /// Signals of molecules under any sequence, in a band or over the whole spectrum.
  package static func make(
    of sequence: SequenceIR.Sequence, molecules: SimulationMolecules, band: ClosedRange<Double>?, grid: Grid,
    linewidthHertz: Double, fieldHertzPerPPM: Double, referencePPM: Double, threads: Int
  ) throws(SimulationProblem) -> RobustnessMap {
    if let problem = SpectroscopicAcquisitions.problem(in: sequence) { throw problem }
    let reach = grid.offsetsHertz.map {
      molecules.frequencies(hertzPerPPM: fieldHertzPerPPM, referencePPM: referencePPM, offsetHertz: $0)
    }.compactMap { $0 }
    let options = ShotOptions(
      positionCount: SpectrumSimulation.Conditions().positionCount, fieldHertzPerPPM: fieldHertzPerPPM,
      sliceReach: SliceReach(frequenciesHertz: hull(of: reach)))
    let shots: ShotPrograms
    switch ShotPrograms.make(of: sequence, options: options) {
    case .failure(let problem): throw SimulationProblem(.noSignal, problem.text)
    case .success(let made): shots = made
    }
    guard shots.items.count <= SpectrumSimulation.largestKindCount else {
      throw SimulationProblem(
        .tooManyKindsOfShots,
        "the sequence has \(shots.items.count) kinds of shots, and at most \(SpectrumSimulation.largestKindCount) are simulated",
        help: "phase encoding and other sweeps are not simulated")
    }
    let spectrum = SpectralGrid(
      wholeOf: shots.items[0].sampleCount, dwellSeconds: shots.items[0].dwellSeconds,
      hertzPerPPM: fieldHertzPerPPM, referencePPM: referencePPM)
    let points = spectrum.ppm.indices.filter { band?.contains(spectrum.ppm[$0]) ?? true }
    guard !points.isEmpty else {
      throw SimulationProblem(
        .noSignal, "the spectrum has no point in the band",
        help:
          "its points are \(DecimalText.significant(1 / (Double(spectrum.sampleCount) * spectrum.dwellSeconds * fieldHertzPerPPM), 2)) ppm apart"
      )
    }
    func setup(_ program: SpinProgram, _ members: [EnsembleMember]) -> EnsembleSetup {
      EnsembleSetup(
        molecules: [molecules.items.map(\.molecule)], members: members, program: program, grid: spectrum,
        linewidthHertz: linewidthHertz, fieldHertzPerPPM: fieldHertzPerPPM, receiverPPM: referencePPM,
        accuracy: Assay.comparisonAccuracy(
          largestB1Hertz: max(SequenceSummary(of: sequence).pulses.peakHertz, 1) * 1.0001),
        threads: threads)
    }
    let engines = ShotEngines(
      shots,
      engines: shots.items.map { setup($0.program, grid.members).engine(.single, withTime: false) })
    var ideal = setup(
      SpinProgram(steps: [.pulse(.ideal(radians: Double.pi / 2, cosine: 0, sine: 1))]), [EnsembleMember()]
    ).engine(.double, withTime: false).spectra()[0]
    var everywhere = points
    if engines.channelCount > 1 {
      ideal = MemberSpectra(joining: (0..<engines.channelCount).map { $0 == 0 ? ideal : ideal.silent })
      everywhere = (0..<engines.channelCount).flatMap { channel in
        points.map { channel * spectrum.pointCount + $0 }
      }
    }
    return RobustnessMap(
      grid: grid,
      figures: signals(
        engines.spectra(), ideal: ideal, molecules: molecules.items.map(\.name), points: everywhere, grid),
      notes: molecules.notes + shots.notes)
  }
}

extension RobustnessMap {
  private static func hull(of ranges: [ClosedRange<Double>]) -> ClosedRange<Double>? {
    guard let least = ranges.map(\.lowerBound).min(), let most = ranges.map(\.upperBound).max() else {
      return nil
    }
    return least...most
  }
}

extension MemberSpectra {
  /// As large, and zero.
  fileprivate var silent: MemberSpectra {
    MemberSpectra(moleculeCount: signal.moleculeCount, pointCount: signal.pointCount)
  }
}

extension SpectralGrid {
  /// All points of a transform of at most a third of a second: finer points would show the same lines again.
  fileprivate init(wholeOf samples: Int, dwellSeconds: Double, hertzPerPPM: Double, referencePPM: Double) {
    let count = max(1, min(samples, Int((0.34 / dwellSeconds).rounded())))
    let spacing = 1 / (Double(count) * dwellSeconds)
    let frequencies = (0..<count).map { Double($0 - count / 2) * spacing }
    self.init(
      sampleCount: count, dwellSeconds: dwellSeconds, frequenciesHertz: frequencies,
      ppm: frequencies.map { referencePPM + $0 / hertzPerPPM })
  }
}
