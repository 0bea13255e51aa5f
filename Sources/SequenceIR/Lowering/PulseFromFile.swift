/// `pulse NAME = file("waveform.csv", ...)`: samples that somebody else made, also those of another Pulseq file.
extension Lowering {
  mutating func pulseFromFile(_ arguments: [Syntax.Argument], at span: SourceSpan) -> PulseWaveform? {
    guard let first = arguments.first, first.name == nil, case .string(let path) = first.value.kind else {
      error(
        .missingParameter, "a pulse from a file begins with the file's name in quotes", at: span,
        help: "write: file(\"pulse.csv\", flip: 90 deg, duration: 3.2 ms)")
      return nil
    }
    guard let file = environment.openFile(path, span.file) else {
      error(
        .includeNotFound, "the file \"\(path)\" cannot be read", at: first.value.span,
        help: "the path counts from the folder of the file that names it")
      return nil
    }
    if path.hasSuffix(".seq") { return pulseFromSequence(file, Array(arguments.dropFirst()), at: span) }
    let (shape, diagnostics) = PulseFile.read(file)
    evaluator.diagnostics.append(contentsOf: diagnostics)
    guard let shape else { return nil }
    return designedPulse(shape.family, Array(arguments.dropFirst()), at: span, cached: false)
  }

  /// A pulse of another Pulseq file, as it is: `number` counts its distinct RF events from 1.
  private mutating func pulseFromSequence(
    _ file: SourceFile, _ arguments: [Syntax.Argument], at span: SourceSpan
  ) -> PulseWaveform? {
    let reader = ArgumentReader(
      arguments, of: "file", known: ["number", "bandwidth", "use"], at: span, in: &self)
    let (sequence, diagnostics) = environment.readPulseq(file)
    evaluator.diagnostics.append(contentsOf: diagnostics)
    guard let sequence else { return nil }
    let events = sequence.library.rf
    guard !events.isEmpty else {
      error(.waveformProblem, "the sequence \(file.name) has no RF pulse", at: span)
      return nil
    }
    var number = 1
    if let text = reader["number"] {
      guard let given = evaluator.count(text, in: 1...events.count, for: "the number of the pulse") else {
        return nil
      }
      number = given
    }
    guard var waveform = waveform(of: events[number - 1], in: sequence, at: span) else { return nil }
    if let text = reader["bandwidth"] {
      guard let bandwidth = evaluator.quantity(text, .frequency, for: "the bandwidth") else { return nil }
      waveform.bandwidthHertz = bandwidth
    }
    if let text = reader["use"] {
      guard case .name(let word) = text.kind, let use = RFUse.allCases.first(where: { $0.name == word })
      else {
        error(
          .unknownParameter, "this is no use of a pulse", at: text.span,
          help: "it can be \(RFUse.allCases.map(\.name).joined(separator: ", "))")
        return nil
      }
      waveform.use = use
    }
    return waveform
  }

  private mutating func waveform(
    of event: RFEvent, in sequence: Sequence, at span: SourceSpan
  ) -> PulseWaveform? {
    let library = sequence.library
    let raster = sequence.rasters.radiofrequency
    let count = library[event.magnitude].sampleCount
    guard count <= PulseGrid.mostSamples else {
      error(.waveformProblem, "the pulse has \(count) samples, \(PulseGrid.mostSamples) are read", at: span)
      return nil
    }
    guard let dwell = uniformDwell(library.sampleTimesSeconds(of: event, raster: raster)),
      dwell.isMultiple(of: rasters.radiofrequency)
    else {
      error(
        .waveformProblem,
        "the pulse's samples are not evenly spaced on this scanner's raster of \(rasters.radiofrequency)",
        at: span)
      return nil
    }
    let magnitude = library[event.magnitude].samples()
    let phase = event.phase.isNone ? [Double](repeating: 0, count: count) : library[event.phase].samples()
    var real: [Double] = []
    var imaginary: [Double] = []
    for (size, turns) in zip(magnitude, phase) {
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(2 * Double.pi * turns)
      real.append(event.amplitudeHertz * size * cosine)
      imaginary.append(event.amplitudeHertz * size * sine)
    }
    return PulseWaveform(
      real: real, imaginary: imaginary, dwell: dwell, centre: event.centre,
      use: event.use == .undefined ? .excitation : event.use)
  }

  /// The dwell when sample n sits at (n + 1/2) dwells.
  private func uniformDwell(_ times: [Double]) -> Time? {
    guard let first = times.first, let dwell = Time(nearestToSeconds: 2 * first), dwell > .zero else {
      return nil
    }
    let step = dwell.seconds
    for (index, time) in times.enumerated() where abs(time - (Double(index) + 0.5) * step) > 1e-12 {
      return nil
    }
    return dwell
  }
}
