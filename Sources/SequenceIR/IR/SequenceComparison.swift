/// Compares two sequences by what they play: block by block along their timelines, event values and not ids.
///
/// Where blocks came from (`origin`), how they are grouped into segments, and how shapes are stored does not matter;
/// every number of every event does, exactly.
package struct SequenceComparison {
  private let a: Sequence
  private let b: Sequence
  private let limit: Int
  private var differences: [SequenceDifference] = []
  /// For each event of `a`, by number, the number in `b` that it was last found equal to; blocks of a long sequence
  /// repeat a few pairs, so each pair is compared once. No event has the largest number.
  private var equalRF: [UInt32]
  private var equalGradients: [UInt32]
  private var equalADC: [UInt32]
  private var equalExtras: [UInt32]
  private var equalShapes: [UInt32]

  /// What differs, the first `limit` differences; empty when the sequences are equal.
  package static func differences(
    _ a: Sequence, _ b: Sequence, limit: Int = 10
  ) -> [SequenceDifference] {
    var comparison = SequenceComparison(a, b, limit: limit)
    comparison.compareHeads()
    comparison.compareBlocks()
    return comparison.differences
  }

  private init(_ a: Sequence, _ b: Sequence, limit: Int) {
    self.a = a
    self.b = b
    self.limit = limit
    equalRF = [UInt32](repeating: .max, count: a.library.rf.count + 1)
    equalGradients = [UInt32](repeating: .max, count: a.library.gradients.count + 1)
    equalADC = [UInt32](repeating: .max, count: a.library.adc.count + 1)
    equalExtras = [UInt32](repeating: .max, count: a.library.extras.count + 1)
    equalShapes = [UInt32](repeating: .max, count: a.library.shapes.count + 1)
  }

  private mutating func compareHeads() {
    expect(a.rasters.gradient, b.rasters.gradient, nil, "gradient raster")
    expect(a.rasters.radiofrequency, b.rasters.radiofrequency, nil, "RF raster")
    expect(a.rasters.adc, b.rasters.adc, nil, "ADC raster")
    expect(a.rasters.blockDuration, b.rasters.blockDuration, nil, "block duration raster")
    expect(a.name, b.name, nil, "name")
    let (first, second) = (definitions(of: a), definitions(of: b))
    for definition in first where b.definition(definition.key) != definition.value {
      report(nil, "definition \(definition.key)", definition.value, b.definition(definition.key) ?? "none")
    }
    for definition in second where a.definition(definition.key) == nil {
      report(nil, "definition \(definition.key)", "none", definition.value)
    }
  }

  /// `Name` is compared as the name, and what a file requires follows from what it holds.
  private func definitions(of sequence: Sequence) -> [Sequence.Definition] {
    sequence.definitions.filter { $0.key != "Name" && $0.key != "RequiredExtensions" }
  }

  private mutating func compareBlocks() {
    let (countA, countB) = (a.playedBlockCount, b.playedBlockCount)
    expect(countA, countB, nil, "number of blocks")
    var other = b.timeline
    var number = 0
    for entry in a.timeline {
      number += 1
      guard differences.count < limit, let twin = other.next() else { return }
      compare(entry.block, twin.block, number)
    }
  }

  private mutating func compare(_ x: Block, _ y: Block, _ number: Int) {
    if x.duration != y.duration { report(number, "duration", "\(x.duration)", "\(y.duration)") }
    if differ(x.rf.number, y.rf.number, equalRF) { compare(x.rf, y.rf, number) }
    for axis in Axis.allCases {
      let (one, two) = (x.gradient(axis), y.gradient(axis))
      if differ(one.number, two.number, equalGradients) { compare(one, two, number, axis) }
    }
    if differ(x.adc.number, y.adc.number, equalADC) { compare(x.adc, y.adc, number) }
    if differ(x.extras.number, y.extras.number, equalExtras) { compare(x.extras, y.extras, number) }
  }

  /// False when both are none, or known to be equal.
  private func differ(_ x: UInt32, _ y: UInt32, _ equal: [UInt32]) -> Bool {
    x == 0 ? y != 0 : equal[Int(x)] != y
  }

  private mutating func compare(_ x: RFID, _ y: RFID, _ number: Int) {
    guard bothPresent(!x.isNone, !y.isNone, number, "RF pulse") else { return }
    let (one, two) = (a.library[x], b.library[y])
    let before = differences.count
    expect(one.amplitudeHertz, two.amplitudeHertz, number, "RF amplitude (Hz)")
    expectShape(one.magnitude, two.magnitude, number, "RF magnitude")
    expectShape(one.phase, two.phase, number, "RF phase shape")
    expectShape(one.time, two.time, number, "RF sample times")
    expect(one.centre, two.centre, number, "RF centre")
    expect(one.delay, two.delay, number, "RF delay")
    expect(one.frequencyPPM, two.frequencyPPM, number, "RF offset (ppm)")
    expect(one.phasePPM, two.phasePPM, number, "RF phase (rad/MHz)")
    expect(one.frequencyHertz, two.frequencyHertz, number, "RF offset (Hz)")
    expect(one.phaseRadians, two.phaseRadians, number, "RF phase (rad)")
    expect(one.use, two.use, number, "RF use")
    if differences.count == before { equalRF[Int(x.number)] = y.number }
  }

  private mutating func compare(_ x: GradientID, _ y: GradientID, _ number: Int, _ axis: Axis) {
    let what = "gradient on \(axis.name)"
    guard bothPresent(!x.isNone, !y.isNone, number, what) else { return }
    let before = differences.count
    switch (a.library[x], b.library[y]) {
    case (.trapezoid(let one), .trapezoid(let two)):
      expect(one.amplitudeHertzPerMetre, two.amplitudeHertzPerMetre, number, "\(what): amplitude (Hz/m)")
      expect(one.rise, two.rise, number, "\(what): rise")
      expect(one.flat, two.flat, number, "\(what): flat time")
      expect(one.fall, two.fall, number, "\(what): fall")
      expect(one.delay, two.delay, number, "\(what): delay")
    case (.arbitrary(let one), .arbitrary(let two)):
      expect(one.amplitudeHertzPerMetre, two.amplitudeHertzPerMetre, number, "\(what): amplitude (Hz/m)")
      expect(one.firstHertzPerMetre, two.firstHertzPerMetre, number, "\(what): first value (Hz/m)")
      expect(one.lastHertzPerMetre, two.lastHertzPerMetre, number, "\(what): last value (Hz/m)")
      expectShape(one.shape, two.shape, number, "\(what): shape")
      compare(one.timing, two.timing, number, what)
      expect(one.delay, two.delay, number, "\(what): delay")
    case (.trapezoid, .arbitrary): report(number, what, "trapezoid", "samples")
    case (.arbitrary, .trapezoid): report(number, what, "samples", "trapezoid")
    }
    if differences.count == before { equalGradients[Int(x.number)] = y.number }
  }

  private mutating func compare(
    _ x: ArbitraryGradient.Timing, _ y: ArbitraryGradient.Timing, _ number: Int, _ what: String
  ) {
    switch (x, y) {
    case (.explicit(let one), .explicit(let two)): expectShape(one, two, number, "\(what): sample times")
    case (.centres, .centres), (.halfRaster, .halfRaster): break
    default: report(number, "\(what): time base", name(of: x), name(of: y))
    }
  }

  private func name(of timing: ArbitraryGradient.Timing) -> String {
    switch timing {
    case .centres: "raster centres"
    case .halfRaster: "half rasters"
    case .explicit: "sample times"
    }
  }

  private mutating func compare(_ x: ADCID, _ y: ADCID, _ number: Int) {
    guard bothPresent(!x.isNone, !y.isNone, number, "ADC") else { return }
    let (one, two) = (a.library[x], b.library[y])
    let before = differences.count
    expect(one.sampleCount, two.sampleCount, number, "ADC samples")
    expect(one.dwell, two.dwell, number, "ADC dwell")
    expect(one.delay, two.delay, number, "ADC delay")
    expect(one.frequencyPPM, two.frequencyPPM, number, "ADC offset (ppm)")
    expect(one.phasePPM, two.phasePPM, number, "ADC phase (rad/MHz)")
    expect(one.frequencyHertz, two.frequencyHertz, number, "ADC offset (Hz)")
    expect(one.phaseRadians, two.phaseRadians, number, "ADC phase (rad)")
    expectShape(one.phaseModulation, two.phaseModulation, number, "ADC phase modulation")
    if differences.count == before { equalADC[Int(x.number)] = y.number }
  }

  private mutating func compare(_ x: ExtrasID, _ y: ExtrasID, _ number: Int) {
    let one = x.isNone ? Extras() : a.library[x]
    let two = y.isNone ? Extras() : b.library[y]
    let before = differences.count
    expect(one.labels, two.labels, number, "labels")
    expect(one.triggers, two.triggers, number, "triggers")
    expect(one.softDelay, two.softDelay, number, "soft delay")
    expect(one.rotation, two.rotation, number, "rotation")
    expect(one.shim, two.shim, number, "RF shims")
    if differences.count == before, !x.isNone { equalExtras[Int(x.number)] = y.number }
  }

  private mutating func bothPresent(_ x: Bool, _ y: Bool, _ number: Int, _ what: String) -> Bool {
    if x != y { report(number, what, x ? "present" : "none", y ? "present" : "none") }
    return x && y
  }

  private mutating func expectShape(_ x: ShapeID, _ y: ShapeID, _ number: Int, _ what: String) {
    if x.isNone || y.isNone {
      _ = bothPresent(!x.isNone, !y.isNone, number, what)
      return
    }
    if equalShapes[Int(x.number)] == y.number { return }
    let (one, two) = (a.library[x], b.library[y])
    if one.sampleCount != two.sampleCount {
      return report(number, what, "\(one.sampleCount) samples", "\(two.sampleCount) samples")
    }
    if one == two || one.samples() == two.samples() {
      equalShapes[Int(x.number)] = y.number
      return
    }
    let index = zip(one.samples(), two.samples()).enumerated().first { $1.0 != $1.1 }
    guard let (position, pair) = index else { return }
    report(number, "\(what), sample \(position + 1)", "\(pair.0)", "\(pair.1)")
  }

  private mutating func expect<Value: Equatable>(_ x: Value, _ y: Value, _ number: Int?, _ what: String) {
    if x != y { report(number, what, "\(x)", "\(y)") }
  }

  private mutating func report(_ number: Int?, _ what: String, _ x: String, _ y: String) {
    if differences.count < limit {
      differences.append(SequenceDifference(block: number, what: what, a: x, b: y))
    }
  }
}

/// One thing in which two sequences differ.
package struct SequenceDifference: Hashable, Sendable, CustomStringConvertible {
  /// The block as played, from 1; nil for what concerns the whole sequence.
  package let block: Int?
  package let what: String
  package let a: String
  package let b: String

  package var description: String { "\(block.map { "block \($0): " } ?? "")\(what): \(a) and \(b)" }
}
