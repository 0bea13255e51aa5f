import SequenceIR

/// Reads the sections RF, GRADIENTS, TRAP, ADC and DELAYS.
extension PulseqParser {
  mutating func readRF(_ section: PulseqSection?) {
    guard let section else { return }
    let isComplete = forEachRow(of: section, columns: \.rf) { parser, id, values in
      let event = values.flatMap { parser.rfEvent($0) }
      let entry = event.map { PulseqIDTable<RFID>.Entry.value(parser.sequence.library.add($0)) } ?? .broken
      if !parser.rf.insert(entry, at: id) { parser.reportDuplicate(id, in: "[RF]") }
    }
    if !isComplete { rf.isBroken = true }
  }

  mutating func readGradients(_ section: PulseqSection?) {
    guard let section else { return }
    let isComplete = forEachRow(of: section, columns: \.gradients) { parser, id, values in
      parser.insertGradient(values.flatMap { parser.sampledGradient($0) }.map { .arbitrary($0) }, at: id)
    }
    if !isComplete { gradients.isBroken = true }
  }

  mutating func readTrapezoids(_ section: PulseqSection?) {
    guard let section else { return }
    let isComplete = forEachRow(of: section, columns: \.trapezoids) { parser, id, values in
      let event = values.map {
        Trapezoid(
          amplitudeHertzPerMetre: $0.number(.amplitude), rise: $0.time(.rise), flat: $0.time(.flat),
          fall: $0.time(.fall), delay: $0.time(.delay))
      }
      parser.insertGradient(event.map { .trapezoid($0) }, at: id)
    }
    if !isComplete { gradients.isBroken = true }
  }

  mutating func readADC(_ section: PulseqSection?) {
    guard let section else { return }
    let isComplete = forEachRow(of: section, columns: \.adc) { parser, id, values in
      let event = values.flatMap { parser.adcEvent($0) }
      let entry = event.map { PulseqIDTable<ADCID>.Entry.value(parser.sequence.library.add($0)) } ?? .broken
      if !parser.adc.insert(entry, at: id) { parser.reportDuplicate(id, in: "[ADC]") }
    }
    if !isComplete { adc.isBroken = true }
  }

  mutating func readDelays(_ section: PulseqSection?) {
    guard let section else { return }
    if version >= .withBlockDurations {
      log.error(
        .pulseqDelaysSection, at: section.header,
        "Pulseq \(version) has no section [DELAYS]; it ended with 1.3")
      return
    }
    var lines = PulseqLines(bytes, in: section.body)
    while let line = lines.nextRow() {
      splitRow(line)
      guard fields.count == 2 else {
        log.error(.pulseqColumnCount, at: line, "a row of [DELAYS] has 2 columns, id and delay")
        continue
      }
      guard let id = whole(0, "id", from: 1) else { continue }
      let entry = microseconds(1, "delay").map { PulseqIDTable<Time>.Entry.value($0) } ?? .broken
      if !delays.insert(entry, at: id) { reportDuplicate(id, in: "[DELAYS]") }
    }
  }

  private mutating func insertGradient(_ event: GradientEvent?, at id: Int) {
    var entry = PulseqIDTable<Int>.Entry.broken
    if let event {
      gradientEvents.append(event)
      entry = .value(gradientEvents.count - 1)
    }
    if !gradients.insert(entry, at: id) { reportDuplicate(id, in: "[GRADIENTS] and [TRAP]") }
  }

  private mutating func rfEvent(_ values: PulseqValues) -> RFEvent? {
    let magnitude = shape(.magnitude, of: values, isRequired: true)
    let phase = shape(.phaseShape, of: values, isRequired: false)
    let time =
      values.whole(.timeShape) == -1 ? unknownRFTime() : shape(.timeShape, of: values, isRequired: false)
    guard let magnitude, let phase, let time else { return nil }
    let facts = facts.facts(of: magnitude, in: sequence.library)
    guard agrees(phase, .phaseShape, count: facts.count, of: "magnitude") else { return nil }
    guard isTimeAxis(time, count: facts.count, raster: sequence.rasters.radiofrequency) else { return nil }
    warnAboutFullScale(facts, .magnitude, isSigned: false)
    var event = RFEvent(
      amplitudeHertz: values.number(.amplitude), magnitude: magnitude,
      phase: phase.isNone ? zeros(count: facts.count) : phase, time: time, centre: values.time(.centre),
      delay: values.time(.delay), frequencyPPM: values.number(.frequencyPPM),
      phasePPM: values.number(.phasePPM),
      frequencyHertz: values.number(.frequency), phaseRadians: values.number(.phase), use: values.use)
    if version < .withCentres {
      event.centre = RFCentre.recomputed(
        of: event, in: sequence.library, facts: &self.facts, raster: sequence.rasters.radiofrequency)
    }
    return event
  }

  private mutating func unknownRFTime() -> ShapeID? {
    log.error(
      .pulseqUnknownID, at: field(of: .timeShape), "an RF pulse has no time shape -1; only gradients do")
    return nil
  }

  private mutating func zeros(count: Int) -> ShapeID {
    let shape =
      count > 3
      ? Shape(sampleCount: count, stored: [0, 0, Double(count - 2)], isCompressed: true)
      : Shape(sampleCount: count, stored: [Double](repeating: 0, count: count), isCompressed: false)
    return sequence.library.add(shape)
  }

  private mutating func sampledGradient(_ values: PulseqValues) -> ArbitraryGradient? {
    let half = values.whole(.timeShape) == -1
    let time = half ? ShapeID.none : shape(.timeShape, of: values, isRequired: false)
    guard let shape = shape(.shape, of: values, isRequired: true), let time else { return nil }
    let facts = facts.facts(of: shape, in: sequence.library)
    if half, facts.count % 2 == 0 {
      log.error(
        .pulseqShapesDisagree, at: field(of: .shape),
        "a gradient at half rasters needs an odd number of samples, and this shape has \(facts.count)")
      return nil
    }
    guard isTimeAxis(time, count: facts.count, raster: sequence.rasters.gradient) else { return nil }
    warnAboutFullScale(facts, .shape, isSigned: true)
    return ArbitraryGradient(
      amplitudeHertzPerMetre: values.number(.amplitude), firstHertzPerMetre: values.number(.first),
      lastHertzPerMetre: values.number(.last), shape: shape,
      timing: half ? .halfRaster : time.isNone ? .centres : .explicit(time), delay: values.time(.delay))
  }

  private mutating func adcEvent(_ values: PulseqValues) -> ADCEvent? {
    guard let modulation = shape(.modulation, of: values, isRequired: false) else { return nil }
    let count = values.whole(.samples)
    guard agrees(modulation, .modulation, count: count, of: "ADC") else { return nil }
    guard count > 0, values.time(.dwell) > .zero else {
      log.error(
        .pulseqOutOfRange, at: line, "an ADC event needs at least one sample and a dwell longer than zero")
      return nil
    }
    guard let duration = values.time(.dwell).times(count), duration <= PulseqLimits.longest else {
      log.error(
        .pulseqOutOfRange, at: line, "\(count) samples of \(values.time(.dwell)) take longer than 1e6 s")
      return nil
    }
    return ADCEvent(
      sampleCount: count, dwell: values.time(.dwell), delay: values.time(.delay),
      frequencyPPM: values.number(.frequencyPPM), phasePPM: values.number(.phasePPM),
      frequencyHertz: values.number(.frequency), phaseRadians: values.number(.phase),
      phaseModulation: modulation)
  }

  private mutating func agrees(_ id: ShapeID, _ column: PulseqColumn, count: Int, of what: String) -> Bool {
    if id.isNone || sequence.library[id].sampleCount == count { return true }
    let name = column.description.name
    log.error(
      .pulseqShapesDisagree, at: field(of: column),
      "the \(name) has \(sequence.library[id].sampleCount) samples and the \(what) \(count)")
    return false
  }

  /// A time shape has a time for each sample, from zero on, never backwards.
  private mutating func isTimeAxis(_ id: ShapeID, count: Int, raster: Time) -> Bool {
    if id.isNone { return true }
    guard agrees(id, .timeShape, count: count, of: "shape it times") else { return false }
    let times = facts.facts(of: id, in: sequence.library)
    if times.first >= 0, times.ascends, times.last * raster.seconds <= PulseqLimits.longest.seconds {
      return true
    }
    log.error(.pulseqShapesDisagree, at: field(of: .timeShape), faultOfTimes(sequence.library[id]))
    return false
  }

  private func faultOfTimes(_ times: Shape) -> String {
    guard let sample = ShapeFacts.firstDescent(of: times) else {
      return "sample times must lie between 0 and 1e6 s"
    }
    return "the time of sample \(sample) lies before that of sample \(sample - 1)"
  }

  private mutating func warnAboutFullScale(_ facts: ShapeFacts, _ column: PulseqColumn, isSigned: Bool) {
    // Samples are kept to 1e-7, so that a full-scale sample may be off by that much.
    let tolerance = 1e-6
    if facts.peak <= 1 + tolerance, isSigned || facts.lowest >= -tolerance { return }
    let range = isSigned ? "-1 and 1" : "0 and 1"
    log.warning(
      .pulseqSampleRange, at: field(of: column),
      "samples of a \(column.description.name) lie between \(range); this one goes from "
        + "\(DecimalText.significant(facts.lowest, 6)) up to a magnitude of "
        + "\(DecimalText.significant(facts.peak, 6))")
  }
}
