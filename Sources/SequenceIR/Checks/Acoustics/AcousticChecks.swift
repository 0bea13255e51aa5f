/// Frequencies that the gradient coil must not be driven at.
enum AcousticChecks {
  /// A harmonic below this share of the fundamental is not looked at.
  private static let audibleHarmonic = 0.1
  /// The share of the energy in the bands that one public checker refuses; measured there: spin echo 0.19, a train at a
  /// resonance 0.98.
  private static let largestShare = 0.3

  static func trains(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    let raster = context.sequence.rasters.gradient.seconds
    let nyquist = raster > 0 ? 1 / (2 * raster) : 0
    for train in EchoTrains(context.play).trains {
      for band in context.profile?.forbiddenBands ?? [] where band.largestAmplitude == nil {
        measurements.record(judge(train, band, nyquist, context))
      }
    }
    return measurements
  }

  private static func judge(
    _ train: EchoTrains.Train, _ band: ForbiddenBand, _ nyquist: Double, _ context: CheckContext
  ) -> Measurements.Observation {
    let hertz = train.fundamental
    let spacing = DecimalText.significant(train.spacing * 1e3, 4)
    let name = "\(train.lobes) lobes of \(spacing) ms oscillate at \(DecimalText.significant(hertz, 4)) Hz"
    let range =
      "\(DecimalText.significant(band.hertz.lowerBound, 4)) to "
      + "\(DecimalText.significant(band.hertz.upperBound, 4)) Hz"
    var result = Measurements.Observation(
      measured: .exactly(hertz), limit: band.hertz.upperBound, what: "\(name), outside \(range)",
      figure: figure(band),
      axis: train.axis.name, block: train.firstLobe.block, offset: train.firstLobe.offset,
      repetition: train.firstLobe.repetition, relation: .kept)
    let isHere = band.axes.contains(train.axis)
    guard isHere || context.play.isFree else { return result }
    if band.hertz.contains(hertz) {
      result.what =
        isHere
        ? "\(name), inside \(range)"
        : "\(name), inside \(range) if the console turns it onto \(band.axes.map(\.name).joined(separator: " or "))"
      result.relation = isHere ? .broken : .open
      return result
    }
    guard isHere else { return result }
    let fundamental = train.amplitude(ofHarmonic: 1)
    var k = 3
    while Double(k) * hertz <= min(nyquist, band.hertz.upperBound) {
      if band.hertz.contains(Double(k) * hertz) {
        let share = train.amplitude(ofHarmonic: k) / fundamental
        if share > audibleHarmonic {
          result.what =
            "\(name); harmonic \(k) at \(DecimalText.significant(Double(k) * hertz, 4)) Hz, inside \(range), has "
            + "\(DecimalText.significant(share * 100, 3)) % of its amplitude"
          result.relation = .open
          return result
        }
      }
      k += 2
    }
    return result
  }

  private static func figure(_ band: ForbiddenBand) -> ProfileFigure {
    ProfileFigure(
      value: band.lower, text: band.text, unit: "", source: band.source, confidence: band.confidence,
      note: band.note, origin: band.origin)
  }

  static func trainHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let hertz = observation.measured.upperBound
    let band = context.profile?.forbiddenBands.first { band in
      band.hertz.contains(hertz) && band.axes.contains { $0.name == observation.axis }
    }
    guard let band else { return nil }
    let shorter = DecimalText.significant(500 / band.hertz.upperBound, 4)
    let longer = DecimalText.significant(500 / band.hertz.lowerBound, 4)
    return "an echo spacing below \(shorter) ms or above \(longer) ms leaves this band"
  }

  /// A harmonic is in a band, or the fundamental is in one of another axis.
  static func flagHelp(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let hertz = observation.measured.upperBound
    let isFundamental = context.profile?.forbiddenBands.contains { $0.hertz.contains(hertz) } ?? false
    return isFundamental
      ? "another echo spacing leaves the band; the label NOROT = 1 keeps the train on its axis"
      : "longer ramps weaken the harmonics; another echo spacing moves them"
  }

  static func share(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let spectrum = spectrum(context, &measurements) else { return measurements }
    let strongest = spectrum.windows.reduce(0) { max($0, $1.energy) }
    let loud = spectrum.windows.filter { $0.energy >= SpectrumMaxima.quietWindow * strongest }
    guard let worst = loud.max(by: { $0.share < $1.share }) else { return measurements }
    measurements.record(
      Measurements.Observation(
        measured: .exactly(worst.share * 100), limit: largestShare * 100, block: worst.block,
        repetition: worst.repetition, relation: worst.share > largestShare ? .open : .atMost))
    return measurements
  }

  private static func spectrum(_ context: CheckContext, _ measurements: inout Measurements) -> BandSpectrum? {
    if context.play.isBroken {
      measurements.recordUnknown("a gradient steps or is not a number, which has no spectrum")
    }
    return context.spectrum
  }

  static func shareLabel(_ observation: Measurements.Observation, _ unit: String) -> String {
    "\(CheckLabel.short(observation.measured.upperBound)) % of the oscillation in a window of 50 ms is in forbidden bands, "
      + "\(CheckLabel.short(observation.limit)) % calls for a look at the spectrum"
  }

  static func amplitude(_ context: CheckContext) -> Measurements {
    var measurements = Measurements(context)
    guard let spectrum = spectrum(context, &measurements) else { return measurements }
    let bands = context.profile?.forbiddenBands ?? []
    for case let line? in spectrum.lines {
      let limit = (bands[line.band].largestAmplitude ?? 0) * 1e3
      let (low, high) = (context.millitesla(line.amplitude), context.millitesla(line.largest))
      measurements.record(
        Measurements.Observation(
          measured: low...high, limit: limit,
          what: "at \(DecimalText.significant(line.hertz, 4)) Hz the gradient",
          figure: figure(bands[line.band]), axis: line.axis.name,
          block: line.block, repetition: line.repetition))
    }
    return measurements
  }
}

extension CheckTable {
  static let acoustics: [Check] = [
    Check(
      code: "V001", title: "echo trains and resonances",
      failure: "a train of gradient lobes drives a resonance of the coil",
      rule:
        "1 / (2 echo spacing) of every train of four or more alternating lobes, which fill half of it, lies outside the "
        + "forbidden bands of its axis; a flag where an odd harmonic with more than 10 % of the fundamental lies inside, up to the raster's "
        + "Nyquist frequency",
      needs: [], unit: "Hz",
      promises:
        "no train of constant period, over blocks and repetitions, has its fundamental in a band the profile lists",
      doesNotPromise:
        "that the profile lists every resonance; anything about bands with an amplitude limit, which V003 asks",
      source:
        "fundamental and odd harmonics of a periodic alternating waveform; harmonics from the closed form of the lobe",
      run: AcousticChecks.trains, help: AcousticChecks.trainHelp, helpWithoutProof: AcousticChecks.flagHelp,
      label: CheckLabel.itself,
      parts: [.forbiddenBands]),
    Check(
      code: "V002", title: "gradient spectrum in forbidden bands",
      failure: "the gradients' spectrum lies in forbidden bands",
      rule:
        "in windows of 50 ms, no more than 30 % of the integral of (G - mean)^2 lies in the forbidden bands, over all "
        + "axes; more is not proven, for 30 % is nobody's limit of hardware; windows begin and end at corners of the "
        + "waveform, 1 ms or more apart, and at ends of blocks, and take up to 53 ms where no silence is at either end; "
        + "before and after the run there is silence",
      needs: [], unit: "%",
      promises:
        "neither trains nor the lines at multiples of 1/TR of a periodic sequence put most of their energy into a band",
      doesNotPromise:
        "that a smaller share is harmless; windows with less than 5 % of the energy of the strongest are left out",
      source:
        "the rule of pulseq-checks (fail above 0.3; a spin echo has 0.19, a train at a resonance 0.98); spectrum of "
        + "straight lines in closed form",
      run: AcousticChecks.share, helpWithoutProof: CheckAdvice.spectrum, label: AcousticChecks.shareLabel,
      parts: [.forbiddenBands]),
    Check(
      code: "V003", title: "oscillation in bands with an amplitude limit",
      failure: "the gradient oscillates too strongly in a forbidden band",
      rule:
        "2 |integral of G exp(-i 2 pi f t) dt| / T <= limit of the band, over V002's windows of T = 50 to 53 ms, for f "
        + "every 10 Hz in the band",
      needs: [], unit: "mT/m",
      promises:
        "no oscillation that lasts longer than such a window exceeds what the site allows in that band",
      doesNotPromise:
        "that a shorter one stays below it, of which the mean over the window counts; anything about bands without a "
        + "limit, which V001 asks",
      source:
        "limit of the site; between two of the frequencies a line is seen up to 12 % too small, which the interval covers",
      run: AcousticChecks.amplitude, help: CheckAdvice.quieter, parts: [.forbiddenBands]),
  ]
}
