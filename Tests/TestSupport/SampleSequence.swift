// A small sequence with one of everything, from which the tests of the writer start.
import SequenceIR

package enum SampleSequence {
  package static let somewhere = SourceSpan(file: FileID(index: 0), offset: 0, length: 1)

  /// Two segments: an excitation, then three repetitions of a readout and a delay.
  package static func make() -> Sequence {
    var sequence = Sequence(name: "sample", rasters: .beforePulseq14)
    sequence.define("FOV", "0.2 0.2 0.005")
    var excitation = Block(duration: Time(microseconds: 3_000_000), origin: somewhere)
    excitation.rf = addPulse(to: &sequence)
    excitation.gz = sequence.library.add(
      .trapezoid(
        Trapezoid(
          amplitudeHertzPerMetre: 123_456.789, rise: Time(microseconds: 100),
          flat: Time(microseconds: 1_000_000), fall: Time(microseconds: 100))))
    var readout = Block(duration: Time(microseconds: 1_000), origin: somewhere)
    readout.gx = addSampledGradient(to: &sequence)
    readout.adc = sequence.library.add(
      ADCEvent(
        sampleCount: 64, dwell: Time(nanoseconds: 5_000), delay: Time(microseconds: 40),
        frequencyHertz: -12.5,
        phaseRadians: 1.5))
    readout.extras = sequence.library.add(labels(line: 1))
    var wait = Block(duration: Time(microseconds: 500), origin: somewhere)
    wait.extras = sequence.library.add(triggered())
    sequence.blocks = [excitation, readout, wait]
    sequence.segments = [
      Segment(name: "prepare", blocks: 0..<1, repetitions: 1),
      Segment(name: "line", blocks: 1..<3, repetitions: 3),
    ]
    return sequence
  }

  /// The sequence with its readout changed.
  package static func make(_ change: (inout Sequence, inout Block) -> Void) -> Sequence {
    var sequence = make()
    var readout = sequence.blocks[1]
    change(&sequence, &readout)
    sequence.blocks[1] = readout
    return sequence
  }

  package static func changingExtras(_ change: (inout Extras) -> Void) -> Sequence {
    make { sequence, readout in
      var extras = sequence.library[readout.extras]
      change(&extras)
      readout.extras = sequence.library.add(extras)
    }
  }

  package static func changingADC(_ change: (inout ADCEvent) -> Void) -> Sequence {
    make { sequence, readout in
      var event = sequence.library[readout.adc]
      change(&event)
      readout.adc = sequence.library.add(event)
    }
  }

  package static func changingPulse(_ change: (inout RFEvent) -> Void) -> Sequence {
    var sequence = make()
    var event = sequence.library[sequence.blocks[0].rf]
    change(&event)
    sequence.blocks[0].rf = sequence.library.add(event)
    return sequence
  }

  package static func changingTrapezoid(_ change: (inout Trapezoid) -> Void) -> Sequence {
    var sequence = make()
    guard case .trapezoid(var event) = sequence.library[sequence.blocks[0].gz] else { return sequence }
    change(&event)
    sequence.blocks[0].gz = sequence.library.add(.trapezoid(event))
    return sequence
  }

  package static func changingGradient(_ change: (inout ArbitraryGradient, inout EventLibrary) -> Void)
    -> Sequence
  {
    make { sequence, readout in
      guard case .arbitrary(var event) = sequence.library[readout.gx] else { return }
      change(&event, &sequence.library)
      readout.gx = sequence.library.add(.arbitrary(event))
    }
  }

  private static func addPulse(to sequence: inout Sequence) -> RFID {
    let magnitude = sequence.library.add(Shape(quantizing: [Double](repeating: 1, count: 1_000)))
    let phase = sequence.library.add(Shape(quantizing: [Double](repeating: 0, count: 1_000)))
    return sequence.library.add(
      RFEvent(
        amplitudeHertz: 250.125, magnitude: magnitude, phase: phase, centre: Time(microseconds: 500),
        delay: Time(microseconds: 1_500_000), frequencyHertz: 440, phaseRadians: 0.1, use: .excitation))
  }

  /// Goes up over ten samples, stays, and comes down: its ends are what a reader of 1.4 would work out.
  private static func addSampledGradient(to sequence: inout Sequence) -> GradientID {
    let ramp = (0..<10).map { (Double($0) + 0.5) / 10 }
    let samples = ramp + [Double](repeating: 1, count: 40) + ramp.reversed()
    let shape = sequence.library.add(Shape(quantizing: samples))
    return sequence.library.add(
      .arbitrary(
        ArbitraryGradient(
          amplitudeHertzPerMetre: -40_000, firstHertzPerMetre: 0, lastHertzPerMetre: 0, shape: shape,
          timing: .centres, delay: Time(microseconds: 20))))
  }

  private static func labels(line: Int) -> Extras {
    var extras = Extras()
    extras.labels = [LabelOperation(.set, .slice, 2), LabelOperation(.increment, .line, line)]
    return extras
  }

  private static func triggered() -> Extras {
    var extras = labels(line: 1)
    extras.labels.removeFirst()
    extras.triggers = [
      Trigger(channel: .osc1, delay: Time(microseconds: 10), duration: Time(microseconds: 20))
    ]
    return extras
  }
}
