// Two sequences are equal when they play the same, and every difference in what they play is found.
import SequenceIR
import TestSupport
import Testing

@Suite struct SequenceComparisonTests {
  let sample = SampleSequence.make()

  @Test func sequenceEqualsItself() {
    #expect(SequenceComparison.differences(sample, SampleSequence.make()) == [])
  }

  @Test func idsOriginsAndSegmentsDoNotMatter() {
    var other = Sequence(name: "sample", rasters: sample.rasters)
    other.define("FOV", "0.2 0.2 0.005")
    // Events that nobody plays come first, so that every id is another.
    _ = other.library.add(Shape(quantizing: [0.125, 0.25]))
    _ = other.library.add(ADCEvent(sampleCount: 1, dwell: Time(microseconds: 1), delay: .zero))
    for entry in sample.timeline {
      var block = Block(
        duration: entry.block.duration, origin: SourceSpan(file: FileID(index: 7), offset: 9, length: 9))
      block.rf = entry.block.rf.isNone ? .none : other.addPulse(entry.block.rf, of: sample)
      for axis in Axis.allCases where !entry.block.gradient(axis).isNone {
        block.setGradient(axis, other.addGradient(entry.block.gradient(axis), of: sample))
      }
      block.adc = entry.block.adc.isNone ? .none : other.library.add(sample.library[entry.block.adc])
      block.extras =
        entry.block.extras.isNone ? .none : other.library.add(sample.library[entry.block.extras])
      other.blocks.append(block)
    }
    other.makeSingleSegment()
    #expect(other.blocks.count == 7)
    #expect(SequenceComparison.differences(sample, other) == [])
    #expect(SequenceComparison.differences(other, sample) == [])
  }

  @Test func compressedAndPlainShapesAreEqualWhenTheirSamplesAre() {
    let samples = [Double](repeating: 0.5, count: 60)
    let plain = SampleSequence.changingGradient { gradient, library in
      gradient.shape = library.add(Shape(sampleCount: 60, stored: samples, isCompressed: false))
    }
    let compressed = SampleSequence.changingGradient { gradient, library in
      gradient.shape = library.add(Shape(sampleCount: 60, stored: [0.5, 0, 0, 57], isCompressed: true))
    }
    #expect(SequenceComparison.differences(plain, compressed) == [])
  }

  /// One change each, and the words that name it.
  static let changes: [(what: String, make: @Sendable () -> Sequence)] = [
    ("RF amplitude (Hz)", { SampleSequence.changingPulse { $0.amplitudeHertz = 250.12500000000003 } }),
    ("RF centre", { SampleSequence.changingPulse { $0.centre += Time(picoseconds: 1) } }),
    ("RF delay", { SampleSequence.changingPulse { $0.delay += Time(picoseconds: 1) } }),
    ("RF offset (Hz)", { SampleSequence.changingPulse { $0.frequencyHertz = -440 } }),
    ("RF phase (rad)", { SampleSequence.changingPulse { $0.phaseRadians = 0.2 } }),
    ("RF offset (ppm)", { SampleSequence.changingPulse { $0.frequencyPPM = 1 } }),
    ("RF phase (rad/MHz)", { SampleSequence.changingPulse { $0.phasePPM = 1 } }),
    ("RF use", { SampleSequence.changingPulse { $0.use = .inversion } }),
    ("RF magnitude", { SampleSequence.changingPulse { $0.magnitude = $0.phase } }),
    ("RF phase shape", { SampleSequence.changingPulse { $0.phase = $0.magnitude } }),
    ("RF sample times", { SampleSequence.changingPulse { $0.time = $0.magnitude } }),
    (
      "gradient on z: amplitude (Hz/m)",
      { SampleSequence.changingTrapezoid { $0.amplitudeHertzPerMetre = -123_456.789 } }
    ),
    ("gradient on z: rise", { SampleSequence.changingTrapezoid { $0.rise = .zero } }),
    ("gradient on z: flat time", { SampleSequence.changingTrapezoid { $0.flat = .zero } }),
    ("gradient on z: fall", { SampleSequence.changingTrapezoid { $0.fall = .zero } }),
    ("gradient on z: delay", { SampleSequence.changingTrapezoid { $0.delay = Time(microseconds: 10) } }),
    (
      "gradient on x: first value (Hz/m)",
      { SampleSequence.changingGradient { gradient, _ in gradient.firstHertzPerMetre = 1 } }
    ),
    (
      "gradient on x: last value (Hz/m)",
      { SampleSequence.changingGradient { gradient, _ in gradient.lastHertzPerMetre = 1 } }
    ),
    (
      "gradient on x: time base",
      { SampleSequence.changingGradient { gradient, _ in gradient.timing = .halfRaster } }
    ),
    (
      "gradient on x: delay",
      { SampleSequence.changingGradient { gradient, _ in gradient.delay = .zero } }
    ),
    (
      "gradient on x: shape, sample 7",
      {
        SampleSequence.changingGradient { gradient, library in
          var samples = library[gradient.shape].samples()
          samples[6] += 1e-7
          gradient.shape = library.add(Shape(quantizing: samples))
        }
      }
    ),
    ("gradient on x", { SampleSequence.make { $1.gx = .none } }),
    ("ADC", { SampleSequence.make { $1.adc = .none } }),
    ("RF pulse", { SampleSequence.make { $1.rf = $0.blocks[0].rf } }),
    ("ADC samples", { SampleSequence.changingADC { $0.sampleCount = 63 } }),
    ("ADC dwell", { SampleSequence.changingADC { $0.dwell = Time(nanoseconds: 5_001) } }),
    ("ADC delay", { SampleSequence.changingADC { $0.delay = .zero } }),
    ("ADC offset (Hz)", { SampleSequence.changingADC { $0.frequencyHertz = 0 } }),
    ("ADC phase (rad)", { SampleSequence.changingADC { $0.phaseRadians = 0 } }),
    ("ADC offset (ppm)", { SampleSequence.changingADC { $0.frequencyPPM = 1 } }),
    ("ADC phase (rad/MHz)", { SampleSequence.changingADC { $0.phasePPM = 1 } }),
    ("labels", { SampleSequence.changingExtras { $0.labels[1].value = 2 } }),
    ("labels", { SampleSequence.changingExtras { $0.labels.reverse() } }),
    ("triggers", { SampleSequence.make { $1.extras = $0.blocks[2].extras } }),
    (
      "soft delay",
      {
        SampleSequence.changingExtras {
          $0.softDelay = SoftDelay(number: 1, offset: .zero, factor: 1, hint: "TE")
        }
      }
    ),
    ("rotation", { SampleSequence.changingExtras { $0.rotation = Rotation(w: 1, x: 0, y: 0, z: 0) } }),
    ("RF shims", { SampleSequence.changingExtras { $0.shim = RFShim(channels: []) } }),
    ("duration", { SampleSequence.make { $1.duration += Time(picoseconds: 1) } }),
  ]

  @Test(arguments: changes.indices) func changeIsFoundFromEitherSide(index: Int) throws {
    let (what, make) = Self.changes[index]
    let forward = SequenceComparison.differences(sample, make(), limit: 100)
    #expect(forward.contains { $0.what == what || $0.what.hasPrefix("\(what), sample") }, "\(forward)")
    // The block of the excitation is the first, that of the first readout the second.
    #expect(
      forward.first?.block
        == (what.hasPrefix("RF") && what != "RF pulse" && what != "RF shims"
          || what.hasPrefix("gradient on z") ? 1 : 2))
    #expect(SequenceComparison.differences(make(), sample, limit: 100).count == forward.count)
  }

  @Test func rastersNamesDefinitionsAndCountsAreCompared() {
    var other = sample
    other.rasters.adc = Time(microseconds: 2)
    other.name = "another"
    other.define("FOV", "0.3")
    other.define("TE", "1")
    other.segments[1].repetitions = 4
    let found = SequenceComparison.differences(sample, other).map(\.what)
    #expect(found == ["ADC raster", "name", "definition FOV", "definition TE", "number of blocks"])
  }

  @Test func countOfReportedDifferencesIsLimited() {
    let other = SampleSequence.changingADC { $0.dwell = .zero }
    #expect(SequenceComparison.differences(sample, other, limit: 2).count == 2)
    #expect(SequenceComparison.differences(sample, other, limit: 10).count == 3)
  }
}

extension Sequence {
  /// Adds a pulse of another sequence, with its shapes.
  fileprivate mutating func addPulse(_ id: RFID, of other: Sequence) -> RFID {
    var event = other.library[id]
    event.magnitude = library.add(other.library[event.magnitude])
    event.phase = library.add(other.library[event.phase])
    return library.add(event)
  }

  /// Adds a gradient of another sequence, with its shape.
  fileprivate mutating func addGradient(_ id: GradientID, of other: Sequence) -> GradientID {
    guard case .arbitrary(var event) = other.library[id] else { return library.add(other.library[id]) }
    event.shape = library.add(other.library[event.shape])
    return library.add(.arbitrary(event))
  }
}
