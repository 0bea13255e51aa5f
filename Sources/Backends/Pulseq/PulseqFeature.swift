import SequenceIR

/// What newer versions of the format can say and older ones cannot: one row each.
struct PulseqFeature: Sendable {
  /// As it appears in a message: "... needs <name>".
  let name: String
  /// The oldest version that has it.
  let since: PulseqVersion
  /// What to do instead of a newer version; nil when there is nothing.
  let remedy: String?
  /// Whether an event of a block needs it; nil where none of its kind can.
  var rf: (@Sendable (RFEvent) -> Bool)?
  var gradient: (@Sendable (GradientEvent) -> Bool)?
  var adc: (@Sendable (ADCEvent) -> Bool)?
  var extras: (@Sendable (Extras) -> Bool)?

  /// `withoutField`: true when gamma B0 is not known, so that offsets in ppm cannot become hertz.
  static func all(withoutField: Bool) -> [PulseqFeature] { withoutField ? always + [ppm] : always }

  private static let always: [PulseqFeature] = [
    PulseqFeature(
      name: "a gradient sampled at half rasters", since: PulseqVersion(1, 5, 0), remedy: nil,
      gradient: { event in
        if case .arbitrary(let gradient) = event { return gradient.timing == .halfRaster }
        return false
      }),
    PulseqFeature(
      name: "a phase modulation of the receiver", since: PulseqVersion(1, 5, 0), remedy: nil,
      adc: { !$0.phaseModulation.isNone }),
    PulseqFeature(
      name: "a soft delay", since: PulseqVersion(1, 5, 0), remedy: nil, extras: { $0.softDelay != nil }),
    PulseqFeature(
      name: "a rotation", since: PulseqVersion(1, 5, 1), remedy: "rotate the gradients themselves",
      extras: { $0.rotation != nil }),
    PulseqFeature(
      name: "RF shims", since: PulseqVersion(1, 5, 1), remedy: nil, extras: { $0.shim != nil }),
  ]

  private static let ppm = PulseqFeature(
    name: "an offset in ppm of the field", since: PulseqVersion(1, 5, 0),
    remedy: "give the field (gamma B0 in Hz), then the offset is written in hertz",
    rf: { $0.frequencyPPM != 0 || $0.phasePPM != 0 }, adc: { $0.frequencyPPM != 0 || $0.phasePPM != 0 })

  /// Whether any event needs it, played or not: a library is looked through sooner than the blocks.
  func isNeeded(in library: EventLibrary) -> Bool {
    if let rf, library.rf.contains(where: rf) { return true }
    if let gradient, library.gradients.contains(where: gradient) { return true }
    if let adc, library.adc.contains(where: adc) { return true }
    if let extras, library.extras.contains(where: extras) { return true }
    return false
  }

  func isNeeded(by block: Block, in library: EventLibrary) -> Bool {
    if let rf, !block.rf.isNone, rf(library[block.rf]) { return true }
    if let adc, !block.adc.isNone, adc(library[block.adc]) { return true }
    if let extras, !block.extras.isNone, extras(library[block.extras]) { return true }
    guard let gradient else { return false }
    return Axis.allCases.contains { axis in
      let id = block.gradient(axis)
      return !id.isNone && gradient(library[id])
    }
  }
}
