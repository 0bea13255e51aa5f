// What the writer writes, in which version, and what it refuses to write.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct PulseqWriterTests {
  @Test(arguments: [PulseqVersion(1, 4, 2), PulseqVersion(1, 5, 0)])
  func everyByteOfTheSampleIsAsAccepted(version: PulseqVersion) {
    let output = PulseqWriter.write(SampleSequence.make(), version: version)
    Golden.expect(String(decoding: output.bytes, as: UTF8.self), at: "golden/write/sample-\(version).pulseq")
  }

  @Test(arguments: PulseqVersion.written) func whatIsReadBackIsWhatWasWritten(version: PulseqVersion) throws {
    let output = PulseqWriter.write(SampleSequence.make(), version: version)
    let reading = Reading(name: "written", bytes: output.bytes)
    let file = try #require(reading.file)
    #expect(reading.rendered == "")
    #expect(file.version == version)
    #expect(file.signature == .valid)
    #expect(SequenceComparison.differences(output.written, file.sequence) == [])
  }

  @Test func sectionsComeInTheOrderThatEveryReaderTakes() {
    let output = PulseqWriter.write(SampleSequence.changingExtras { $0.rotation = Self.quarterTurn })
    let names = PulseqLines.sections(of: output.bytes).sections.map(\.name)
    #expect(
      names == [
        "VERSION", "DEFINITIONS", "BLOCKS", "RF", "GRADIENTS", "TRAP", "ADC", "EXTENSIONS", "SHAPES",
        "SIGNATURE",
      ])
  }

  @Test func segmentsAreUnrolled() throws {
    let output = PulseqWriter.write(SampleSequence.make())
    let file = try #require(Reading(name: "written", bytes: output.bytes).file)
    #expect(file.sequence.blocks.count == 7)
    #expect(file.sequence.segments.count == 1)
  }

  @Test func sameSequenceGivesSameBytes() {
    #expect(
      PulseqWriter.write(SampleSequence.make()).bytes == PulseqWriter.write(SampleSequence.make()).bytes)
  }

  @Test func writingWhatWasReadGivesTheSameBytes() throws {
    let first = PulseqWriter.write(SampleSequence.make())
    let file = try #require(Reading(name: "written", bytes: first.bytes).file)
    #expect(PulseqWriter.write(file.sequence).bytes == first.bytes)
  }

  static let quarterTurn = Rotation(w: 0.5.squareRoot(), x: 0, y: 0, z: 0.5.squareRoot())

  /// One use of each row of the table of features.
  static let featureUses: [(name: String, make: @Sendable () -> Sequence)] = [
    (
      "a gradient sampled at half rasters",
      {
        SampleSequence.changingGradient { gradient, library in
          gradient.shape = library.add(Shape(quantizing: [0.25, 0.5, 0.25]))
          gradient.timing = .halfRaster
        }
      }
    ),
    (
      "a phase modulation of the receiver",
      {
        SampleSequence.make { sequence, readout in
          var event = sequence.library[readout.adc]
          event.phaseModulation = sequence.library.add(Shape(quantizing: (0..<64).map { Double($0) * 0.1 }))
          readout.adc = sequence.library.add(event)
        }
      }
    ),
    (
      "a soft delay",
      {
        SampleSequence.make { sequence, readout in
          var extras = Extras()
          extras.softDelay = SoftDelay(number: 0, offset: Time(microseconds: -10), factor: 0.5, hint: "TE")
          sequence.blocks[2].extras = sequence.library.add(extras)
        }
      }
    ),
    ("a rotation", { SampleSequence.changingExtras { $0.rotation = quarterTurn } }),
    (
      "RF shims",
      {
        SampleSequence.changingExtras {
          $0.shim = RFShim(channels: [RFShim.Channel(magnitude: 1, phaseRadians: 0.5)])
        }
      }
    ),
    ("an offset in ppm of the field", { SampleSequence.changingPulse { $0.frequencyPPM = -3.4 } }),
  ]

  @Test func everyFeatureHasAUseHere() {
    #expect(PulseqFeature.all(withoutField: true).map(\.name) == Self.featureUses.map(\.name))
  }

  @Test(arguments: featureUses.indices, PulseqVersion.written)
  func olderVersionsRefuseTheFeatureAndNewerOnesKeepIt(index: Int, version: PulseqVersion) throws {
    let (name, make) = Self.featureUses[index]
    let sequence = make()
    let since = try #require(PulseqFeature.all(withoutField: true).first { $0.name == name }).since
    let output = PulseqWriter.write(sequence, version: version)
    if version < since {
      #expect(output.bytes.isEmpty)
      let diagnostic = try #require(output.diagnostics.items.first)
      #expect(diagnostic.code == .pulseqVersionCannotExpress)
      #expect(diagnostic.message.contains(name))
      #expect(diagnostic.message.contains("block "))
      #expect(diagnostic.help?.contains("\(since)") == true)
    } else {
      let file = try #require(Reading(name: "written", bytes: output.bytes).file)
      #expect(SequenceComparison.differences(sequence, file.sequence) == [])
    }
  }

  @Test(arguments: ["", "1.4", "1.4.2.1", "-1.4.2", "1..2", "1.5.x", "v1.5.0"])
  func textThatIsNoVersionIsNone(text: String) {
    #expect(PulseqVersion(text: text) == nil)
    #expect(PulseqVersion(text: "1.4.2") == PulseqVersion(1, 4, 2))
  }

  @Test func oldestVersionOf15IsTheDefault() {
    let output = PulseqWriter.write(SampleSequence.make())
    #expect(output.version == PulseqVersion(1, 5, 0))
  }

  @Test func rotationAsksForTheNewestVersionAndSaysSo() {
    let output = PulseqWriter.write(SampleSequence.changingExtras { $0.rotation = Self.quarterTurn })
    #expect(output.version == PulseqVersion(1, 5, 1))
    #expect(output.reason == "block 2 needs a rotation, which 1.5.0 does not have")
    #expect(String(decoding: output.bytes, as: UTF8.self).contains("RequiredExtensions ROTATIONS\n"))
  }

  @Test func versionsThatNobodyAsksForAreNotWritten() {
    let output = PulseqWriter.write(SampleSequence.make(), version: PulseqVersion(1, 3, 1))
    #expect(output.bytes.isEmpty)
    #expect(output.diagnostics.items.map(\.code) == [.pulseqVersionNotWritten])
  }

  @Test func offsetsInPPMBecomeHertzWhereTheFieldIsKnown() throws {
    let sequence = SampleSequence.changingPulse {
      $0.frequencyPPM = -3.4
      $0.phasePPM = 0.01
    }
    let output = PulseqWriter.write(sequence, version: PulseqVersion(1, 4, 2), fieldHertz: 123e6)
    let file = try #require(Reading(name: "written", bytes: output.bytes).file)
    let event = file.sequence.library[file.sequence.blocks[0].rf]
    #expect(close(event.frequencyHertz, 440 - 418.2, relative: 1e-12))
    #expect(close(event.phaseRadians, 0.1 + 1.23, relative: 1e-12))
  }

  @Test func version14SaysWhichCentreItForgets() {
    let moved = SampleSequence.changingPulse { $0.centre = Time(microseconds: 400) }
    let output = PulseqWriter.write(moved, version: PulseqVersion(1, 4, 2))
    let forgotten = output.diagnostics.items.filter { $0.message.contains("centre") }
    #expect(forgotten.map(\.code) == [.pulseqForgotten])
    #expect(forgotten.first?.message.contains("500 us instead of 400 us") == true)
    let kept = PulseqWriter.write(SampleSequence.make(), version: PulseqVersion(1, 4, 2))
    #expect(!kept.diagnostics.items.contains { $0.message.contains("centre") })
  }

  @Test func version14SaysThatItForgetsWhatPulsesAreFor() {
    let named = PulseqWriter.write(SampleSequence.make(), version: PulseqVersion(1, 4, 2))
    #expect(named.diagnostics.items.map(\.code) == [.pulseqForgotten])
    #expect(named.diagnostics.items.first?.message.contains("what a pulse is for") == true)
    let undefined = SampleSequence.changingPulse { $0.use = .undefined }
    #expect(PulseqWriter.write(undefined, version: PulseqVersion(1, 4, 2)).diagnostics.isEmpty)
    #expect(PulseqWriter.write(SampleSequence.make(), version: PulseqVersion(1, 5, 0)).diagnostics.isEmpty)
  }

  @Test func version14SaysWhichGradientEndItForgets() {
    let jump = SampleSequence.changingGradient { gradient, _ in gradient.lastHertzPerMetre = -5_000 }
    let output = PulseqWriter.write(jump, version: PulseqVersion(1, 4, 2))
    let forgotten = output.diagnostics.items.filter { $0.message.contains("ends at -5000 Hz/m") }
    #expect(forgotten.map(\.code) == [.pulseqForgotten])
  }

  /// Values that the format has no room for, each with the words that name it.
  static let misfits: [(words: String, make: @Sendable () -> Sequence)] = [
    ("gradient rise 100.5 us", { SampleSequence.changingTrapezoid { $0.rise = Time(nanoseconds: 100_500) } }),
    ("gradient delay -1 us", { SampleSequence.changingTrapezoid { $0.delay = Time(microseconds: -1) } }),
    ("ADC delay 40.1 us", { SampleSequence.changingADC { $0.delay = Time(nanoseconds: 40_100) } }),
    ("RF delay -1 us", { SampleSequence.changingPulse { $0.delay = Time(microseconds: -1) } }),
    ("RF amplitude nan", { SampleSequence.changingPulse { $0.amplitudeHertz = .nan } }),
    ("lasts 1.001 ms", { SampleSequence.make { $1.duration = Time(microseconds: 1_001) } }),
    (
      "trigger delay 500 ns",
      {
        SampleSequence.changingExtras {
          $0.triggers = [
            Trigger(channel: .ext1, delay: Time(nanoseconds: 500), duration: Time(microseconds: 1))
          ]
        }
      }
    ),
    (
      "hint \"echo time\"",
      {
        SampleSequence.changingExtras {
          $0.softDelay = SoftDelay(number: 0, offset: .zero, factor: 1, hint: "echo time")
        }
      }
    ),
    (
      "factor 0",
      {
        SampleSequence.changingExtras {
          $0.softDelay = SoftDelay(number: 0, offset: .zero, factor: 0, hint: "TE")
        }
      }
    ),
  ]

  @Test(arguments: misfits.indices) func valueWithoutRoomIsRefusedByName(index: Int) throws {
    let (words, make) = Self.misfits[index]
    let output = PulseqWriter.write(make())
    #expect(output.bytes.isEmpty)
    let diagnostic = try #require(output.diagnostics.items.first)
    #expect(diagnostic.code == .pulseqValueCannotBeStored)
    #expect(diagnostic.message.contains(words), "\(diagnostic.message)")
  }

  @Test func fractionOfAMicrosecondInAnRFDelayIsWrittenWithAWarning() throws {
    let sequence = SampleSequence.changingPulse { $0.delay = Time(nanoseconds: 1_430_400) }
    let output = PulseqWriter.write(sequence)
    #expect(output.diagnostics.items.map(\.severity) == [.warning])
    let file = try #require(Reading(name: "written", bytes: output.bytes).file)
    #expect(SequenceComparison.differences(sequence, file.sequence) == [])
  }

  @Test func lineTooLongForTheReferenceInterpreterIsNamed() {
    func shims(_ count: Int) -> Sequence {
      SampleSequence.changingExtras {
        $0.shim = RFShim(
          channels: (0..<count).map { RFShim.Channel(magnitude: 1 / Double($0 + 3), phaseRadians: 0) })
      }
    }
    #expect(PulseqWriter.write(shims(8)).diagnostics.isEmpty)
    #expect(PulseqWriter.write(shims(16)).diagnostics.items.map(\.code) == [.pulseqLongLine])
  }

  @Test(arguments: ["two words", "", "[SECTION]", "#comment", "GradientRasterTime"])
  func keyThatCannotBeReadBackIsRefused(key: String) {
    var sequence = SampleSequence.make()
    sequence.define(key, "1")
    let output = PulseqWriter.write(sequence)
    #expect(output.diagnostics.items.map(\.code) == [.pulseqDefinitionCannotBeStored])
  }

  @Test func valueOfTwoLinesIsRefused() {
    var sequence = SampleSequence.make()
    sequence.define("Comment", "one\ntwo")
    #expect(PulseqWriter.write(sequence).diagnostics.items.map(\.code) == [.pulseqDefinitionCannotBeStored])
  }

  @Test(arguments: [10_000_000_000, Int.max])
  func loopTooLongToWriteOutIsRefused(repetitions: Int) throws {
    var sequence = SampleSequence.make()
    sequence.segments[1].repetitions = repetitions
    let output = PulseqWriter.write(sequence, version: PulseqVersion(1, 4, 2))
    #expect(output.bytes.isEmpty)
    #expect(output.diagnostics.items.map(\.code) == [.pulseqValueCannotBeStored])
  }

  @Test func sequenceWithoutBlocksIsRefused() {
    let empty = Sequence(name: "", rasters: .beforePulseq14)
    #expect(PulseqWriter.write(empty).diagnostics.items.map(\.code) == [.pulseqNothingToWrite])
  }

  @Test func differencesThatSinglePrecisionCannotTellApartAreStoredAsSamples() throws {
    // 2 and 2.0000001 are one number in single precision, where they would begin a run.
    let samples = [2, 4.000_000_1] + [Double](repeating: 4.000_000_1, count: 20)
    let sequence = SampleSequence.changingGradient { gradient, library in
      let shape = Shape(quantizing: samples)
      #expect(shape.isCompressed)
      gradient.shape = library.add(shape)
    }
    let output = PulseqWriter.write(sequence)
    #expect(
      String(decoding: output.bytes, as: UTF8.self).contains("num_samples 22\n2\n4.0000001\n4.0000001\n"))
    let file = try #require(Reading(name: "written", bytes: output.bytes).file)
    #expect(SequenceComparison.differences(sequence, file.sequence) == [])
  }
}
