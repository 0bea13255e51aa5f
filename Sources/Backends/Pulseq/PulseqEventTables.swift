import SequenceIR

/// The sections RF, GRADIENTS, TRAP, ADC and EXTENSIONS of a file in the making.
extension PulseqEmission {
  mutating func eventTables() -> PulseqText {
    var text = PulseqText()
    if !rf.used.isEmpty { text.append(rfTable()) }
    text.append(sampledGradientTable())
    text.append(trapezoidTable())
    if !adc.used.isEmpty { text.append(adcTable()) }
    text.append(extensions.text(reporting: &diagnostics))
    return text
  }

  private var storesCentres: Bool { version >= .withCentres }

  private mutating func rfTable() -> PulseqText {
    var text = PulseqText()
    if storesCentres {
      text.line(
        "# id amplitude(Hz) magnitude phase time centre(us) delay(us) ppm rad/MHz offset(Hz) phase(rad) use")
    } else {
      text.line("# id amplitude(Hz) magnitude phase time delay(us) offset(Hz) phase(rad)")
    }
    text.line("[RF]")
    for (index, entry) in rf.used.enumerated() {
      let event = sequence.library[entry.id]
      text.append(index + 1)
      append(event.amplitudeHertz, "RF amplitude", entry.use, to: &text)
      append(event.magnitude, entry.use, to: &text)
      append(event.phase, entry.use, to: &text)
      append(event.time, entry.use, to: &text)
      if storesCentres {
        text.space()
        text.appendMicroseconds(event.centre)
      }
      appendRFDelay(event.delay, entry.use, to: &text)
      if storesCentres {
        append(event.frequencyPPM, "RF offset in ppm", entry.use, to: &text)
        append(event.phasePPM, "RF phase per MHz", entry.use, to: &text)
      }
      append(event.frequencyHertz, "RF offset", entry.use, to: &text)
      append(event.phaseRadians, "RF phase", entry.use, to: &text)
      if storesCentres { text.append(" \(event.use.rawValue)") }
      text.endLine()
    }
    text.endLine()
    return text
  }

  private mutating func sampledGradientTable() -> PulseqText {
    var text = PulseqText()
    for (index, entry) in gradients.used.enumerated() {
      guard case .arbitrary(let event) = sequence.library[entry.id] else { continue }
      if text.count == 0 {
        let ends = storesCentres ? " first(Hz/m) last(Hz/m)" : ""
        text.line("# id amplitude(Hz/m)\(ends) shape time delay(us)")
        text.line("[GRADIENTS]")
      }
      text.append(index + 1)
      append(event.amplitudeHertzPerMetre, "gradient amplitude", entry.use, to: &text)
      if storesCentres {
        append(event.firstHertzPerMetre, "gradient start", entry.use, to: &text)
        append(event.lastHertzPerMetre, "gradient end", entry.use, to: &text)
      }
      append(event.shape, entry.use, to: &text)
      switch event.timing {
      case .centres: text.append(" 0")
      case .halfRaster: text.append(" -1")
      case .explicit(let time): append(time, entry.use, to: &text)
      }
      append(event.delay, "gradient delay", entry.use, to: &text)
      text.endLine()
    }
    if text.count > 0 { text.endLine() }
    return text
  }

  private mutating func trapezoidTable() -> PulseqText {
    var text = PulseqText()
    for (index, entry) in gradients.used.enumerated() {
      guard case .trapezoid(let event) = sequence.library[entry.id] else { continue }
      if text.count == 0 {
        text.line("# id amplitude(Hz/m) rise(us) flat(us) fall(us) delay(us)")
        text.line("[TRAP]")
      }
      text.append(index + 1)
      append(event.amplitudeHertzPerMetre, "gradient amplitude", entry.use, to: &text)
      append(event.rise, "gradient rise", entry.use, to: &text)
      append(event.flat, "gradient plateau", entry.use, to: &text)
      append(event.fall, "gradient fall", entry.use, to: &text)
      append(event.delay, "gradient delay", entry.use, to: &text)
      text.endLine()
    }
    if text.count > 0 { text.endLine() }
    return text
  }

  private mutating func adcTable() -> PulseqText {
    var text = PulseqText()
    let middle = storesCentres ? " ppm rad/MHz" : ""
    text.line(
      "# id samples dwell(ns) delay(us)\(middle) offset(Hz) phase(rad)\(storesCentres ? " modulation" : "")")
    text.line("[ADC]")
    for (index, entry) in adc.used.enumerated() {
      let event = sequence.library[entry.id]
      text.append(index + 1)
      text.space()
      text.append(event.sampleCount)
      text.space()
      text.appendNanoseconds(event.dwell)
      if event.dwell.picoseconds % 1_000 != 0 {
        warnAboutFraction("ADC dwell", "nanoseconds", event.dwell, entry.use)
      }
      append(event.delay, "ADC delay", entry.use, to: &text)
      if storesCentres {
        append(event.frequencyPPM, "ADC offset in ppm", entry.use, to: &text)
        append(event.phasePPM, "ADC phase per MHz", entry.use, to: &text)
      }
      append(event.frequencyHertz, "ADC offset", entry.use, to: &text)
      append(event.phaseRadians, "ADC phase", entry.use, to: &text)
      if storesCentres { append(event.phaseModulation, entry.use, to: &text) }
      text.endLine()
    }
    text.endLine()
    return text
  }

  private mutating func append(_ value: Double, _ what: String, _ use: PulseqUse, to text: inout PulseqText) {
    if !value.isFinite { report(use, "has the \(what) \(value), which is not a finite number") }
    text.space()
    text.append(value)
  }

  /// The number of a shape in the file; 0 for none.
  private mutating func append(_ id: ShapeID, _ use: PulseqUse, to text: inout PulseqText) {
    text.space()
    text.append(shapes.number(of: id, id.number, use))
  }

  private mutating func append(_ time: Time, _ what: String, _ use: PulseqUse, to text: inout PulseqText) {
    if time.picoseconds % 1_000_000 != 0 || time < .zero {
      report(
        use, "has the \(what) \(time), which Pulseq cannot store: it takes whole microseconds from zero on")
    }
    text.space()
    text.appendMicroseconds(time)
  }

  /// RF rasters need not be whole microseconds, and the toolboxes write such delays with decimals.
  private mutating func appendRFDelay(_ time: Time, _ use: PulseqUse, to text: inout PulseqText) {
    if time < .zero { report(use, "has the RF delay \(time), which is negative") }
    if time.picoseconds % 1_000_000 != 0 { warnAboutFraction("RF delay", "microseconds", time, use) }
    text.space()
    text.appendMicroseconds(time)
  }

  private mutating func warnAboutFraction(_ what: String, _ unit: String, _ time: Time, _ use: PulseqUse) {
    if diagnostics.items.count >= 20 { return }
    diagnostics.warning(
      .pulseqValueCannotBeStored,
      "block \(use.block) has the \(what) \(time); it is written with its decimals, but the reference interpreter "
        + "reads whole \(unit)", at: use.origin)
  }
}
