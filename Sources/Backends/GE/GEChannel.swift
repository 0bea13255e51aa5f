/// The channels of one segment instance as rows of time and value.
import SequenceIR

struct GEChannel {
  var id: Int
  var title: String
  /// Rows `time TAB value`, with a line feed before the first and behind the last.
  var text: String

  func element(core: Int) -> XMLElement {
    let hardware = "Seq(\(id)) | Core(\(core)) | Hw(0,0,\(id + 1)) | \(title)"
    let data = XMLElement("data", [XMLAttribute("waveform", "sequencerData")], text: text)
    return XMLElement(
      "sequencer",
      [
        XMLAttribute("id", String(id)), XMLAttribute("title", hardware), XMLAttribute("xtitle", "Time (us)"),
        XMLAttribute("ytitle", "Values"),
      ], [data])
  }
}

struct GEInstanceWaveforms {
  private(set) var channels: [GEChannel] = []

  init(_ instance: GEInstance, _ sequence: Sequence, _ scale: GEScale) {
    for axis in Axis.allCases {
      let rows = Self.gradient(axis, instance, sequence, scale)
      channels.append(
        GEChannel(id: axis.rawValue, title: "Gradient \(axis.name.uppercased())", text: rows.text))
    }
    var idle = GERows()
    idle.add(.zero, "0")
    idle.add(instance.duration, "0")
    channels.append(GEChannel(id: 3, title: "SSP", text: idle.text))
    let (rho, theta) = Self.transmitter(instance, sequence, scale)
    channels.append(GEChannel(id: 4, title: "RHO1", text: rho.text))
    channels.append(GEChannel(id: 5, title: "THETA1", text: theta.text))
  }

  /// Corner points from the start of the instance to its end; zero between events. Where one event goes on at the
  /// strength at which the one before it ends, zero is not passed between them.
  private static func gradient(
    _ axis: Axis, _ instance: GEInstance, _ sequence: Sequence, _ scale: GEScale
  ) -> GERows {
    var rows = GERows()
    rows.add(.zero, "0")
    var end = GradientCorner(time: .zero, hertzPerMetre: 0)
    for entry in instance.entries where !entry.block.gradient(axis).isNone {
      let corners = sequence.library.corners(
        of: entry.block.gradient(axis), gradientRaster: sequence.rasters.gradient)
      guard let first = corners.first, let last = corners.last else { continue }
      let start = entry.start + first.time
      if start > end.time || entry.start == .zero {
        if end.hertzPerMetre != 0 { rows.add(end.time, "0") }
        rows.add(start, "0")
      }
      for corner in corners {
        let value = corner.hertzPerMetre * scale.gaussPerCentimetre
        rows.add(entry.start + corner.time, DecimalText.rounded(value, decimals: 6))
      }
      end = GradientCorner(time: entry.start + last.time, hertzPerMetre: last.hertzPerMetre)
    }
    if end.hertzPerMetre != 0 { rows.add(end.time, "0") }
    rows.add(instance.duration, "0")
    return rows
  }

  private static func transmitter(
    _ instance: GEInstance, _ sequence: Sequence, _ scale: GEScale
  ) -> (rho: GERows, theta: GERows) {
    var (rho, theta) = (GERows(), GERows())
    rho.add(.zero, "0")
    theta.add(.zero, "0")
    for entry in instance.entries where !entry.block.rf.isNone {
      let pulse = GEPulse(sequence.library[entry.block.rf], sequence, scale)
      let start = entry.start + pulse.event.delay
      rho.add(start, "0")
      theta.add(start, "0")
      for sample in pulse.samples {
        rho.add(start + sample.time, String(scale.magnitude(sample.hertz)))
        theta.add(start + sample.time, String(GEScale.phase(turns: sample.turns)))
      }
      rho.add(start + pulse.duration, "0")
      theta.add(start + pulse.duration, "0")
    }
    rho.add(instance.duration, "0")
    theta.add(instance.duration, "0")
    return (rho, theta)
  }
}

/// The samples of a pulse with all that turns its phase.
struct GEPulse {
  let event: RFEvent
  let duration: Time
  /// Time from the start of the shape, B1 without sign in Hz, phase in turns.
  let samples: [(time: Time, hertz: Double, turns: Double)]

  init(_ event: RFEvent, _ sequence: Sequence, _ scale: GEScale) {
    self.event = event
    let library = sequence.library
    let raster = sequence.rasters.radiofrequency
    duration = library.duration(of: event, raster: raster)
    let frequency = event.frequencyHertz + event.frequencyPPM * 1e-6 * scale.carrierHertz
    let phase = event.phaseRadians + event.phasePPM * 1e-6 * scale.carrierHertz
    let magnitudes = library[event.magnitude].samples()
    let phases = event.phase.isNone ? [] : library[event.phase].samples()
    samples = library.sampleTimesSeconds(of: event, raster: raster).enumerated().compactMap {
      index, seconds in
      guard let time = Time(nearestToSeconds: seconds), index < magnitudes.count else { return nil }
      let hertz = event.amplitudeHertz * magnitudes[index]
      let shape = index < phases.count ? phases[index] : 0
      let turns = shape + phase / (2 * ElementaryFunctions.pi) + frequency * seconds + (hertz < 0 ? 0.5 : 0)
      return (time, abs(hertz), turns)
    }
  }
}

/// Rows in the order of time; a row that repeats the one before it is left out.
struct GERows {
  private(set) var items: [(time: Time, value: String)] = []

  mutating func add(_ time: Time, _ value: String) {
    // "-0" comes from rounding a small negative number.
    let value = value == "-0" ? "0" : value
    if let last = items.last, last.time == time, last.value == value { return }
    items.append((time, value))
  }

  /// Nearly every time is a whole number.
  static func microseconds(_ time: Time) -> String {
    let (whole, rest) = time.picoseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return rest == 0 ? String(whole) : DecimalText.fixed(time.picoseconds, decimals: 6)
  }

  var text: String {
    var text = "\n"
    for item in items { text += "\(GERows.microseconds(item.time))\t\(item.value)\n" }
    return text
  }
}
