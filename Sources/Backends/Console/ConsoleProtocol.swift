import SequenceIR

extension ConsoleDialect {
  /// The protocol of a sequence, card by card.
  ///
  /// A Pulseq file plays its own loops and times: what the console asks of them must not be played a second time.
  package func parameters(of facts: ConsoleFacts) -> [ConsoleParameter] {
    var result = geometry(facts)
    result += timing(facts)
    let hertz = { (value: Double) in DecimalText.rounded(value / 1e6, decimals: 6) }
    result.append(ConsoleParameter(cards.sequence, labels.nucleus, facts.nucleus.name, "", .type))
    if let frequency = facts.transmitterHertz {
      result.append(
        ConsoleParameter(
          cards.system, labels.frequency.replacing("1H", with: facts.nucleus.name), hertz(frequency), "MHz",
          .leave,
          note: "of the profile's field; the scanner's own adjustment counts"))
    }
    if let seconds = facts.seconds {
      result.append(
        ConsoleParameter(
          cards.routine, labels.duration, DecimalText.significant(seconds, 6), "s", .compare,
          note: "another duration means another file"))
    }
    let order = [cards.routine, cards.contrast, cards.resolution, cards.sequence, cards.system]
    let rank = { (parameter: ConsoleParameter) in order.firstIndex(of: parameter.card) ?? order.count }
    return result.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(
      \.element)
  }

  private func geometry(_ facts: ConsoleFacts) -> [ConsoleParameter] {
    var result: [ConsoleParameter] = []
    let (scale, unit) = usesCentimetres ? (0.1, "cm") : (1, "mm")
    let length = { (millimetres: Double) in DecimalText.rounded(millimetres * scale, decimals: 3) }
    if let field = facts.fieldOfViewMillimetres, field.count == 3 {
      result.append(ConsoleParameter(cards.routine, labels.fieldOfViewRead, length(field[0]), unit, .type))
      result.append(
        ConsoleParameter(
          cards.routine, labels.fieldOfViewPhase, DecimalText.rounded(100 * field[1] / field[0], decimals: 1),
          "%",
          .type))
    }
    if let voxel = facts.voxelMillimetres, voxel.count == 3 {
      for (index, side) in voxel.enumerated() {
        result.append(
          ConsoleParameter(
            cards.routine, labels.voxel[index], DecimalText.rounded(side, decimals: 3), "mm", .type,
            note: index == 0
              ? "the file selects this voxel, sides along its x, y and z; place the box, do not resize it"
              : ""))
      }
    }
    if let thickness = facts.sliceThicknessMillimetres, facts.isImaging {
      result.append(
        ConsoleParameter(
          cards.routine, labels.sliceThickness, DecimalText.rounded(thickness, decimals: 3), "mm", .type))
    }
    if let slices = facts.slices, facts.isImaging {
      result.append(ConsoleParameter(cards.routine, labels.slices, String(slices), "", .type))
    }
    if let matrix = facts.matrix, matrix.count == 3 {
      result.append(ConsoleParameter(cards.resolution, labels.matrixRead, String(matrix[0]), "", .derived))
      let phase =
        vendor == .siemens
        ? (DecimalText.rounded(100 * Double(matrix[1]) / Double(max(matrix[0], 1)), decimals: 1), "%")
        : (String(matrix[1]), "")
      result.append(ConsoleParameter(cards.resolution, labels.matrixPhase, phase.0, phase.1, .derived))
    }
    return result
  }

  private func timing(_ facts: ConsoleFacts) -> [ConsoleParameter] {
    var result: [ConsoleParameter] = []
    let milliseconds = { (value: Double) in DecimalText.rounded(value, decimals: 4) }
    if let time = facts.repetitionTimeMilliseconds {
      result.append(
        ConsoleParameter(cards.routine, labels.repetitionTime, milliseconds(time), "ms", .derived))
    }
    for (index, time) in facts.echoTimesMilliseconds.prefix(8).enumerated() {
      let label = facts.echoTimesMilliseconds.count > 1 ? "\(labels.echoTime) \(index + 1)" : labels.echoTime
      result.append(ConsoleParameter(cards.routine, label, milliseconds(time), "ms", .derived))
    }
    result.append(
      ConsoleParameter(
        cards.routine, labels.averages, "1", "", .type,
        note: (facts.averages ?? 1) > 1
          ? "the file plays its \(facts.averages ?? 1) averages itself" : "the file is one whole run"))
    if let time = facts.inversionTimeMilliseconds {
      result.append(
        ConsoleParameter(cards.contrast, labels.inversionTime, milliseconds(time), "ms", .derived))
    }
    if let angle = facts.flipAngleDegrees {
      result.append(
        ConsoleParameter(
          cards.contrast, labels.flipAngle, DecimalText.rounded(angle, decimals: 2), "deg", .derived))
    }
    if let bandwidth = facts.bandwidthPerPixelHertz, let whole = facts.bandwidthHertz {
      let shown =
        usesHalfBandwidth
        ? (DecimalText.rounded(whole / 2e3, decimals: 3), "kHz")
        : (DecimalText.rounded(bandwidth, decimals: 3), "Hz/Px")
      result.append(ConsoleParameter(cards.sequence, labels.bandwidth, shown.0, shown.1, .derived))
    } else if let bandwidth = facts.bandwidthHertz, let samples = facts.samples {
      result.append(
        ConsoleParameter(
          cards.sequence, labels.spectralBandwidth, DecimalText.rounded(bandwidth, decimals: 3), "Hz",
          .derived))
      result.append(ConsoleParameter(cards.sequence, labels.samples, String(samples), "", .derived))
    }
    return result
  }
}
