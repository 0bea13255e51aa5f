/// A sequence as text for people and for golden files: everything in it, one thing a line, in a fixed order.
package struct SequenceDump {
  private let sequence: Sequence
  private var lines: [String] = []

  /// Blocks are listed as they are stored, each once; the segments say how often they are played. Start times are
  /// those of the first time a block is played.
  package static func text(of sequence: Sequence) -> String {
    var dump = SequenceDump(sequence)
    dump.addHead()
    dump.addBlocks()
    dump.addEvents()
    dump.addExtras()
    dump.addShapes()
    return dump.lines.joined(separator: "\n") + "\n"
  }

  private init(_ sequence: Sequence) { self.sequence = sequence }

  private mutating func addHead() {
    let rasters = sequence.rasters
    lines.append("sequence \"\(sequence.name)\"")
    lines.append("  duration \(sequence.duration.map { "\($0)" } ?? "out of range")")
    lines.append(
      "  rasters: gradient \(rasters.gradient), RF \(rasters.radiofrequency), ADC \(rasters.adc), "
        + "block \(rasters.blockDuration)")
    for definition in sequence.definitions {
      lines.append("  define \(definition.key) = \(definition.value)")
    }
  }

  private mutating func addBlocks() {
    var start = Time.zero
    for (number, segment) in sequence.segments.enumerated() {
      let name = segment.name.isEmpty ? "" : " \"\(segment.name)\""
      let times = segment.repetitions == 1 ? "once" : "\(segment.repetitions) times"
      lines.append("")
      lines.append("segment \(number + 1)\(name), \(segment.blocks.count) blocks, played \(times)")
      var once = Time.zero
      for index in segment.blocks {
        lines.append("  block \(index + 1) at \(start + once): \(summary(of: sequence.blocks[index]))")
        once += sequence.blocks[index].duration
      }
      start += once * segment.repetitions
    }
  }

  private func summary(of block: Block) -> String {
    var parts = ["\(block.duration)"]
    if !block.rf.isNone { parts.append("rf \(block.rf.number)") }
    for axis in Axis.allCases where !block.gradient(axis).isNone {
      parts.append("g\(axis.name) \(block.gradient(axis).number)")
    }
    if !block.adc.isNone { parts.append("adc \(block.adc.number)") }
    if !block.extras.isNone { parts.append("extras \(block.extras.number)") }
    return parts.joined(separator: ", ")
  }

  private mutating func addEvents() {
    lines.append("")
    for (index, event) in sequence.library.rf.enumerated() {
      lines.append("rf \(index + 1): \(DecimalText.shortest(event.amplitudeHertz)) Hz, \(event.use.name)")
      let time = event.time.isNone ? "raster centres" : "shape \(event.time.number)"
      let phase = event.phase.isNone ? "none" : "shape \(event.phase.number)"
      lines.append("  magnitude shape \(event.magnitude.number), phase \(phase), times \(time)")
      lines.append(
        "  delay \(event.delay), centre \(event.centre), lasts "
          + "\(sequence.library.duration(of: event, raster: sequence.rasters.radiofrequency))")
      lines.append(
        offsets(event.frequencyHertz, event.phaseRadians, ppm: event.frequencyPPM, perMHz: event.phasePPM))
    }
    for (index, event) in sequence.library.gradients.enumerated() {
      lines.append("gradient \(index + 1): \(summary(of: event))")
    }
    for (index, event) in sequence.library.adc.enumerated() {
      let modulation =
        event.phaseModulation.isNone ? "" : ", modulated by shape \(event.phaseModulation.number)"
      lines.append(
        "adc \(index + 1): \(event.sampleCount) samples of \(event.dwell), delay \(event.delay)\(modulation)")
      lines.append(
        offsets(event.frequencyHertz, event.phaseRadians, ppm: event.frequencyPPM, perMHz: event.phasePPM))
    }
  }

  private func offsets(_ hertz: Double, _ radians: Double, ppm: Double, perMHz: Double) -> String {
    var text = "  offset \(DecimalText.shortest(hertz)) Hz, phase \(DecimalText.shortest(radians)) rad"
    if ppm != 0 { text += ", \(DecimalText.shortest(ppm)) ppm" }
    if perMHz != 0 { text += ", \(DecimalText.shortest(perMHz)) rad/MHz" }
    return text
  }

  private func summary(of event: GradientEvent) -> String {
    switch event {
    case .trapezoid(let event):
      return "trapezoid of \(DecimalText.shortest(event.amplitudeHertzPerMetre)) Hz/m, rise \(event.rise), "
        + "flat \(event.flat), fall \(event.fall), delay \(event.delay)"
    case .arbitrary(let event):
      let times =
        switch event.timing {
        case .centres: "at raster centres"
        case .halfRaster: "at half rasters"
        case .explicit(let shape): "at the times of shape \(shape.number)"
        }
      return
        "\(DecimalText.shortest(event.amplitudeHertzPerMetre)) Hz/m x shape \(event.shape.number) \(times), "
        + "from \(DecimalText.shortest(event.firstHertzPerMetre)) "
        + "to \(DecimalText.shortest(event.lastHertzPerMetre)) Hz/m, delay \(event.delay)"
    }
  }

  private mutating func addExtras() {
    for (index, extras) in sequence.library.extras.enumerated() {
      lines.append("extras \(index + 1):")
      for operation in extras.labels {
        let verb = operation.kind == .set ? "set" : "increment"
        lines.append("  \(verb) \(operation.label.rawValue) \(operation.value)")
      }
      for trigger in extras.triggers {
        lines.append(
          "  trigger \(trigger.channel.rawValue), delay \(trigger.delay), duration \(trigger.duration)")
      }
      if let delay = extras.softDelay {
        lines.append(
          "  soft delay \(delay.number) \"\(delay.hint)\", offset \(delay.offset), "
            + "factor \(DecimalText.shortest(delay.factor))")
      }
      if let rotation = extras.rotation {
        let parts = [rotation.w, rotation.x, rotation.y, rotation.z].map { DecimalText.shortest($0) }
        lines.append("  rotation \(parts.joined(separator: " "))")
      }
      for (channel, weight) in (extras.shim?.channels ?? []).enumerated() {
        lines.append(
          "  shim of channel \(channel + 1): \(DecimalText.shortest(weight.magnitude)), "
            + "\(DecimalText.shortest(weight.phaseRadians)) rad")
      }
    }
  }

  /// Long shapes show their first numbers only; `peak` and the last sample tell most changes of the rest.
  private mutating func addShapes() {
    let shown = 12
    for (index, shape) in sequence.library.shapes.enumerated() {
      let form = shape.isCompressed ? "\(shape.stored.count) numbers, compressed" : "stored as they are"
      lines.append(
        "shape \(index + 1): \(shape.sampleCount) samples, \(form), peak \(DecimalText.significant(shape.peak, 9)), "
          + "last \(DecimalText.significant(shape.last, 9))")
      let numbers = shape.stored.prefix(shown).map { DecimalText.shortest($0) }.joined(separator: " ")
      lines.append("  \(numbers)\(shape.stored.count > shown ? " ..." : "")")
    }
  }
}
