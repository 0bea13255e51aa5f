import SequenceIR

/// Rewrites a sequence as files before 1.5 hold it: offsets in ppm become hertz and radians, and the RF use, the RF
/// centre and the ends of sampled gradients become what a reader will work out again.
struct PulseqDownConversion {
  private let version: PulseqVersion
  private let fieldHertz: Double
  private var facts = ShapeFactTable()
  private(set) var diagnostics = Diagnostics()

  /// `fieldHertz` is gamma B0; it matters only where the sequence has offsets in ppm.
  init(to version: PulseqVersion, fieldHertz: Double?) {
    self.version = version
    self.fieldHertz = fieldHertz ?? 0
  }

  /// The blocks as played, repetitions unrolled, because the ends of a gradient depend on what was before it.
  mutating func converted(_ sequence: Sequence) -> Sequence {
    var result = Sequence(name: sequence.name, rasters: sequence.rasters)
    result.definitions = sequence.definitions
    for shape in sequence.library.shapes { _ = result.library.add(shape) }
    let rf = sequence.library.rf.map { convert($0, into: &result) }
    let adc = sequence.library.adc.map { convert($0, into: &result) }
    let extras = sequence.library.extras.map { result.library.add($0) }
    var walk = GradientEndWalk(raster: sequence.rasters.gradient)
    result.blocks.reserveCapacity(sequence.playedBlockCount)
    for entry in sequence.timeline {
      var block = entry.block
      if !block.rf.isNone { block.rf = rf[Int(block.rf.number) - 1] }
      if !block.adc.isNone { block.adc = adc[Int(block.adc.number) - 1] }
      if !block.extras.isNone { block.extras = extras[Int(block.extras.number) - 1] }
      for axis in Axis.allCases {
        let id = entry.block.gradient(axis)
        let event = id.isNone ? nil : sequence.library[id]
        let restored = walk.restore(
          event, number: Int(id.number), axis: axis, blockDuration: block.duration, library: &result.library,
          facts: &facts)
        block.setGradient(axis, restored)
      }
      result.blocks.append(block)
    }
    result.makeSingleSegment()
    reportForgottenUses(sequence)
    reportForgottenCentres(sequence, rf: rf, in: result)
    reportForgottenEnds(sequence, in: result)
    return result
  }

  private mutating func reportForgottenUses(_ sequence: Sequence) {
    let uses = sequence.library.rf.map(\.use)
    let named = sequence.blocks.first { !$0.rf.isNone && uses[Int($0.rf.number) - 1] != .undefined }
    guard let named else { return }
    diagnostics.warning(
      .pulseqForgotten,
      "Pulseq \(version) does not store what a pulse is for (excitation, refocusing, ...): readers will guess",
      at: named.origin)
  }

  private mutating func convert(_ event: RFEvent, into result: inout Sequence) -> RFID {
    var event = event
    event.frequencyHertz += event.frequencyPPM * 1e-6 * fieldHertz
    event.phaseRadians += event.phasePPM * 1e-6 * fieldHertz
    event.frequencyPPM = 0
    event.phasePPM = 0
    event.use = .undefined
    event.centre = RFCentre.recomputed(
      of: event, in: result.library, facts: &facts, raster: result.rasters.radiofrequency)
    return result.library.add(event)
  }

  private func convert(_ event: ADCEvent, into result: inout Sequence) -> ADCID {
    var event = event
    event.frequencyHertz += event.frequencyPPM * 1e-6 * fieldHertz
    event.phaseRadians += event.phasePPM * 1e-6 * fieldHertz
    event.frequencyPPM = 0
    event.phasePPM = 0
    return result.library.add(event)
  }

  private mutating func reportForgottenCentres(_ sequence: Sequence, rf: [RFID], in result: Sequence) {
    for (index, event) in sequence.library.rf.enumerated() {
      let kept = result.library[rf[index]].centre
      let difference = Time(picoseconds: Int64((event.centre - kept).picoseconds.magnitude))
      if difference.picoseconds * 2 <= sequence.rasters.radiofrequency.picoseconds { continue }
      let block = sequence.blocks.first { Int($0.rf.number) == index + 1 }
      diagnostics.warning(
        .pulseqForgotten,
        "Pulseq \(version) does not store the centre of an RF pulse: readers will take \(kept) instead of "
          + "\(event.centre)", at: block?.origin)
      return
    }
  }

  private mutating func reportForgottenEnds(_ sequence: Sequence, in result: Sequence) {
    var worst = (difference: 0.0, message: "", origin: SourceSpan?.none)
    for (entry, block) in zip(sequence.timeline, result.blocks) {
      for axis in Axis.allCases {
        let (old, new) = (entry.block.gradient(axis), block.gradient(axis))
        guard !old.isNone, case .arbitrary(let before) = sequence.library[old],
          case .arbitrary(let after) = result.library[new]
        else { continue }
        let first = abs(before.firstHertzPerMetre - after.firstHertzPerMetre)
        let last = abs(before.lastHertzPerMetre - after.lastHertzPerMetre)
        let full = abs(before.amplitudeHertzPerMetre)
        if max(first, last) <= max(worst.difference, 1e-4 * full) { continue }
        let (place, was, becomes) =
          first >= last
          ? ("starts", before.firstHertzPerMetre, after.firstHertzPerMetre)
          : ("ends", before.lastHertzPerMetre, after.lastHertzPerMetre)
        let message =
          "Pulseq \(version) does not store where a sampled gradient starts and ends: on \(axis.name) one \(place) "
          + "at \(DecimalText.significant(was, 6)) Hz/m, and readers will take "
          + "\(DecimalText.significant(becomes, 6)) Hz/m"
        worst = (max(first, last), message, block.origin)
      }
    }
    if worst.difference > 0 { diagnostics.warning(.pulseqForgotten, worst.message, at: worst.origin) }
  }
}
