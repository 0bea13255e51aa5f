import SequenceIR

/// What newer versions of the format can say and older ones cannot: one row each.
struct PulseqFeature: Sendable {
  /// As it appears in a message: "... needs <name>".
  let name: String
  /// The oldest version that has it.
  let since: PulseqVersion
  /// Whether a block uses it.
  let isUsed: @Sendable (Block, EventLibrary) -> Bool
  /// What to do instead of a newer version; nil when there is nothing.
  let remedy: String?

  /// `withoutField`: true when gamma B0 is not known, so that offsets in ppm cannot become hertz.
  static func all(withoutField: Bool) -> [PulseqFeature] {
    let ppm = PulseqFeature(
      name: "an offset in ppm of the field", since: PulseqVersion(1, 5, 0), isUsed: usesPPM,
      remedy: "give the field (gamma B0 in Hz), then the offset is written in hertz")
    return withoutField ? always + [ppm] : always
  }

  private static let always: [PulseqFeature] = [
    PulseqFeature(
      name: "a gradient sampled at half rasters", since: PulseqVersion(1, 5, 0), isUsed: usesHalfRaster,
      remedy: nil),
    PulseqFeature(
      name: "a phase modulation of the receiver", since: PulseqVersion(1, 5, 0),
      isUsed: { block, library in !block.adc.isNone && !library[block.adc].phaseModulation.isNone },
      remedy: nil),
    PulseqFeature(
      name: "a soft delay", since: PulseqVersion(1, 5, 0),
      isUsed: { block, library in !block.extras.isNone && library[block.extras].softDelay != nil },
      remedy: nil),
    PulseqFeature(
      name: "a rotation", since: PulseqVersion(1, 5, 1),
      isUsed: { block, library in !block.extras.isNone && library[block.extras].rotation != nil },
      remedy: "rotate the gradients themselves"),
    PulseqFeature(
      name: "RF shims", since: PulseqVersion(1, 5, 1),
      isUsed: { block, library in !block.extras.isNone && library[block.extras].shim != nil },
      remedy: nil),
  ]

  private static func usesHalfRaster(_ block: Block, _ library: EventLibrary) -> Bool {
    Axis.allCases.contains { axis in
      let id = block.gradient(axis)
      if !id.isNone, case .arbitrary(let gradient) = library[id] { return gradient.timing == .halfRaster }
      return false
    }
  }

  private static func usesPPM(_ block: Block, _ library: EventLibrary) -> Bool {
    if !block.rf.isNone {
      let rf = library[block.rf]
      if rf.frequencyPPM != 0 || rf.phasePPM != 0 { return true }
    }
    guard !block.adc.isNone else { return false }
    let adc = library[block.adc]
    return adc.frequencyPPM != 0 || adc.phasePPM != 0
  }
}
