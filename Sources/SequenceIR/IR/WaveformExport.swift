/// The waveforms of a sequence as compact JSON, for programs that compare them with what other readers make of a file.
///
/// Distinct events stand once, blocks refer to them by index from 0 or null:
///
///     {"rasters_s": {"gradient": ..., "rf": ..., "adc": ..., "block": ...},
///      "shapes": [{"samples": N, "compressed": true, "stored": [...]}, ...],
///      "rf": [{"amplitude_hz", "magnitude", "phase", "times" (shapes), "delay_s", "centre_s", "use",
///              "offset_hz", "phase_rad", "offset_ppm", "phase_rad_per_mhz"}, ...],
///      "gradients": [[[time_s, hz_per_m], ...], ...],
///      "adc": [{"samples", "dwell_s", "delay_s", "modulation" (shape), "offset_hz", ...}, ...],
///      "rotations": [[9 numbers], ...],
///      "blocks": [[start_s, duration_s, rf, gx, gy, gz, adc, rotation], ...]}
///
/// Gradients are corner points from the start of the block, before the block's rotation. A pulse is
/// `amplitude x magnitude x exp(i 2 pi phase)`, and its offsets act as exp(i (phase_rad + 2 pi offset_hz t)) with t from
/// the start of the shape; without a time shape the samples sit at the centres of RF raster cells.
package struct WaveformExport {
  private let sequence: Sequence
  private var text = ""
  private var rotations: [[Double]] = []
  /// Index into `rotations` for each of the library's extras.
  private var rotationIndex: [Int?]

  package static func json(of sequence: Sequence) -> String {
    var export = WaveformExport(sequence)
    export.addRasters()
    export.addShapes()
    export.addRF()
    export.addGradients()
    export.addADC()
    export.addRotations()
    export.addBlocks()
    return export.text
  }

  private init(_ sequence: Sequence) {
    self.sequence = sequence
    rotationIndex = [Int?](repeating: nil, count: sequence.library.extras.count)
    for (index, extras) in sequence.library.extras.enumerated() {
      guard let rotation = extras.rotation else { continue }
      rotationIndex[index] = rotations.count
      rotations.append(rotation.matrix)
    }
  }

  private mutating func addRasters() {
    let rasters = sequence.rasters
    text +=
      "{\"rasters_s\":{\"gradient\":\(seconds(rasters.gradient)),\"rf\":\(seconds(rasters.radiofrequency)),"
    text += "\"adc\":\(seconds(rasters.adc)),\"block\":\(seconds(rasters.blockDuration))},\n"
  }

  private mutating func addShapes() {
    text += jsonList("shapes", sequence.library.shapes) { shape in
      "{\"samples\":\(shape.sampleCount),\"compressed\":\(shape.isCompressed),\"stored\":\(list(shape.stored))}"
    }
  }

  private mutating func addRF() {
    text += jsonList("rf", sequence.library.rf) { event in
      "{\"amplitude_hz\":\(number(event.amplitudeHertz)),\"magnitude\":\(index(event.magnitude.number)),"
        + "\"phase\":\(index(event.phase.number)),\"times\":\(index(event.time.number)),"
        + "\"delay_s\":\(seconds(event.delay)),\"centre_s\":\(seconds(event.centre)),\"use\":\"\(event.use.rawValue)\","
        + offsets(event.frequencyHertz, event.phaseRadians, event.frequencyPPM, event.phasePPM) + "}"
    }
  }

  private mutating func addGradients() {
    let ids = gradientIDs()
    text += jsonList("gradients", sequence.library.gradients.indices.map { $0 }) { position in
      guard let id = ids[position] else { return "null" }
      let corners = sequence.library.corners(of: id, gradientRaster: sequence.rasters.gradient)
      let pairs = corners.map { "[\(seconds($0.time)),\(number($0.hertzPerMetre))]" }
      return "[\(pairs.joined(separator: ","))]"
    }
  }

  /// The ids that blocks use, by position in the library; nil for gradients that no block uses.
  private func gradientIDs() -> [GradientID?] {
    var ids = [GradientID?](repeating: nil, count: sequence.library.gradients.count)
    for block in sequence.blocks {
      for axis in Axis.allCases where !block.gradient(axis).isNone {
        ids[Int(block.gradient(axis).number) - 1] = block.gradient(axis)
      }
    }
    return ids
  }

  private mutating func addADC() {
    text += jsonList("adc", sequence.library.adc) { event in
      "{\"samples\":\(event.sampleCount),\"dwell_s\":\(seconds(event.dwell)),\"delay_s\":\(seconds(event.delay)),"
        + "\"modulation\":\(index(event.phaseModulation.number)),"
        + offsets(event.frequencyHertz, event.phaseRadians, event.frequencyPPM, event.phasePPM) + "}"
    }
  }

  private mutating func addRotations() { text += jsonList("rotations", rotations) { list($0) } }

  private mutating func addBlocks() {
    text += "\"blocks\":["
    var separator = "\n"
    for entry in sequence.timeline {
      let block = entry.block
      let rotation = block.extras.isNone ? nil : rotationIndex[Int(block.extras.number) - 1]
      text += separator
      text += "[\(seconds(entry.start)),\(seconds(block.duration)),\(index(block.rf.number)),"
      text += "\(index(block.gx.number)),\(index(block.gy.number)),\(index(block.gz.number)),"
      text += "\(index(block.adc.number)),\(rotation.map { String($0) } ?? "null")]"
      separator = ",\n"
    }
    text += "\n]}\n"
  }

  private func jsonList<Item>(_ name: String, _ items: [Item], _ json: (Item) -> String) -> String {
    "\"\(name)\":[\(items.map { "\n" + json($0) }.joined(separator: ","))\n],\n"
  }

  private func offsets(_ hertz: Double, _ radians: Double, _ ppm: Double, _ perMHz: Double) -> String {
    "\"offset_hz\":\(number(hertz)),\"phase_rad\":\(number(radians)),"
      + "\"offset_ppm\":\(number(ppm)),\"phase_rad_per_mhz\":\(number(perMHz))"
  }

  /// A library number, from 1, as an index from 0; null for none.
  private func index(_ number: UInt32) -> String { number == 0 ? "null" : String(number - 1) }

  private func list(_ values: [Double]) -> String { "[\(values.map(number).joined(separator: ","))]" }

  private func number(_ value: Double) -> String { DecimalText.shortest(value) }

  private func seconds(_ time: Time) -> String { DecimalText.shortest(time.seconds) }
}
