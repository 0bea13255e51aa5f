/// The waveforms of a sequence as JSON, for programs that compare them with what other readers make of the file.
///
/// `{"duration_s":..., "rasters_s":{"gradient":...,...}, "blocks":[{"start_s":..., "duration_s":...,
/// "rf":{"times_s":[...], "magnitude_hz":[...], "phase_turns":[...], "offset_hz":..., "phase_rad":...,
/// "offset_ppm":..., "phase_rad_per_mhz":..., "centre_s":...},
/// "gx":[[time, value], ...], "gy":..., "gz":..., "adc":{"times_s":[...], "modulation_rad":[...],
/// "offset_hz":..., "phase_rad":..., "offset_ppm":..., "phase_rad_per_mhz":...}, "rotation":[9 numbers]}, ...]}`.
///
/// Times are from the start of the block; gradients are corners in Hz/m, before the block's rotation. The offsets of an
/// RF pulse act on its samples as exp(i (phase_rad + 2 pi offset_hz t)) with t from the start of the shape, those in
/// ppm and rad/MHz on top once the field is known; likewise for the ADC, with its modulation added sample by sample.
package struct WaveformExport {
  private let sequence: Sequence
  private var text = ""
  /// The JSON of events that blocks share, made once.
  private var rf: [String?]
  private var gradients: [String?]
  private var adc: [String?]

  package static func json(of sequence: Sequence) -> String {
    var export = WaveformExport(sequence)
    export.run()
    return export.text
  }

  private init(_ sequence: Sequence) {
    self.sequence = sequence
    rf = [String?](repeating: nil, count: sequence.library.rf.count)
    gradients = [String?](repeating: nil, count: sequence.library.gradients.count)
    adc = [String?](repeating: nil, count: sequence.library.adc.count)
  }

  private mutating func run() {
    let rasters = sequence.rasters
    text += "{\"duration_s\":\(seconds(sequence.duration ?? .zero)),"
    text += "\"rasters_s\":{\"gradient\":\(seconds(rasters.gradient)),\"rf\":\(seconds(rasters.radiofrequency)),"
    text += "\"adc\":\(seconds(rasters.adc)),\"block\":\(seconds(rasters.blockDuration))},\n\"blocks\":["
    var separator = "\n"
    for entry in sequence.timeline {
      text += "\(separator){\"start_s\":\(seconds(entry.start)),\"duration_s\":\(seconds(entry.block.duration))"
      addEvents(of: entry.block)
      text += "}"
      separator = ",\n"
    }
    text += "\n]}\n"
  }

  private mutating func addEvents(of block: Block) {
    if !block.rf.isNone { text += ",\"rf\":\(json(of: block.rf))" }
    for axis in Axis.allCases where !block.gradient(axis).isNone {
      text += ",\"g\(axis.name)\":\(json(of: block.gradient(axis)))"
    }
    if !block.adc.isNone { text += ",\"adc\":\(json(of: block.adc))" }
    if !block.extras.isNone, let rotation = sequence.library[block.extras].rotation {
      text += ",\"rotation\":\(list(rotation.matrix))"
    }
  }

  private mutating func json(of id: RFID) -> String {
    let index = Int(id.number) - 1
    if let known = rf[index] { return known }
    let event = sequence.library[id]
    let delay = event.delay.seconds
    let times = sequence.library.sampleTimesSeconds(of: event, raster: sequence.rasters.radiofrequency)
    let magnitude = sequence.library[event.magnitude].samples()
    let phase =
      event.phase.isNone ? [Double](repeating: 0, count: magnitude.count) : sequence.library[event.phase].samples()
    let result =
      "{\"times_s\":\(list(times.map { $0 + delay })),\"magnitude_hz\":\(list(magnitude.map { $0 * event.amplitudeHertz })),"
      + "\"phase_turns\":\(list(phase)),"
      + offsets(event.frequencyHertz, event.phaseRadians, event.frequencyPPM, event.phasePPM)
      + ",\"centre_s\":\(seconds(event.delay + event.centre))}"
    rf[index] = result
    return result
  }

  private mutating func json(of id: GradientID) -> String {
    let index = Int(id.number) - 1
    if let known = gradients[index] { return known }
    let corners = sequence.library.corners(of: id, gradientRaster: sequence.rasters.gradient)
    let result =
      "[" + corners.map { "[\(seconds($0.time)),\(DecimalText.shortest($0.hertzPerMetre))]" }.joined(separator: ",")
      + "]"
    gradients[index] = result
    return result
  }

  private mutating func json(of id: ADCID) -> String {
    let index = Int(id.number) - 1
    if let known = adc[index] { return known }
    let event = sequence.library[id]
    let times = (0..<event.sampleCount).map { event.delay.seconds + (Double($0) + 0.5) * event.dwell.seconds }
    let modulation =
      event.phaseModulation.isNone
      ? [Double](repeating: 0, count: event.sampleCount) : sequence.library[event.phaseModulation].samples()
    let result =
      "{\"times_s\":\(list(times)),\"modulation_rad\":\(list(modulation)),"
      + offsets(event.frequencyHertz, event.phaseRadians, event.frequencyPPM, event.phasePPM) + "}"
    adc[index] = result
    return result
  }

  private func offsets(_ hertz: Double, _ radians: Double, _ ppm: Double, _ perMHz: Double) -> String {
    "\"offset_hz\":\(DecimalText.shortest(hertz)),\"phase_rad\":\(DecimalText.shortest(radians)),"
      + "\"offset_ppm\":\(DecimalText.shortest(ppm)),\"phase_rad_per_mhz\":\(DecimalText.shortest(perMHz))"
  }

  private func list(_ values: [Double]) -> String {
    "[" + values.map { DecimalText.shortest($0) }.joined(separator: ",") + "]"
  }

  private func seconds(_ time: Time) -> String { DecimalText.shortest(time.seconds) }
}
