/// Small sequences whose timing and moments can be worked out on paper.
@testable import SequenceIR

enum AnalysisSequences {
  static let origin = SourceSpan(file: FileID(index: 0), offset: 0, length: 0)

  static func empty() -> SequenceIR.Sequence {
    SequenceIR.Sequence(
      name: "test",
      rasters: .init(
        gradient: Time(microseconds: 10), radiofrequency: Time(microseconds: 1), adc: Time(nanoseconds: 100),
        blockDuration: Time(microseconds: 10)))
  }

  /// 1 ms of constant B1 after 100 us; centre at 600 us of its block, which lasts 2 ms.
  static func pulse(_ use: RFUse, hertz: Double, in sequence: inout SequenceIR.Sequence) -> Block {
    let shape = sequence.library.add(Shape(quantizing: [Double](repeating: 1, count: 1000)))
    let flat = sequence.library.add(Shape(quantizing: [Double](repeating: 0, count: 1000)))
    var block = Block(duration: Time(microseconds: 2000), origin: origin)
    block.rf = sequence.library.add(
      RFEvent(
        amplitudeHertz: hertz, magnitude: shape, phase: flat, centre: Time(microseconds: 500),
        delay: Time(microseconds: 100), use: use))
    return block
  }

  static func trapezoid(
    _ amplitude: Double, flatMicroseconds: Int64, in sequence: inout SequenceIR.Sequence
  ) -> GradientID {
    sequence.library.add(
      .trapezoid(
        Trapezoid(
          amplitudeHertzPerMetre: amplitude, rise: Time(microseconds: 100),
          flat: Time(microseconds: flatMicroseconds), fall: Time(microseconds: 100))))
  }

  /// One line of a gradient echo: 2 ms excitation, 1.2 ms prephaser on x (-), 1.8 ms readout on x (+), 5 ms delay.
  ///
  /// Prephaser area: -80 kHz/m x 1.1 ms = -88 /m. Readout: 100 kHz/m, 100 us ramps, 1.6 ms flat, area 170 /m; ADC of
  /// 160 samples of 10 us from 100 us on. k = 0 at 5 + (t - 100 us) 100 kHz/m = 88 /m: t = 930 us of the readout.
  static func gradientEcho(rotation: Rotation? = nil) -> SequenceIR.Sequence {
    var sequence = empty()
    let excitation = pulse(.excitation, hertz: 100, in: &sequence)
    var prephaser = Block(duration: Time(microseconds: 1200), origin: origin)
    prephaser.gx = trapezoid(-80_000, flatMicroseconds: 1000, in: &sequence)
    var readout = Block(duration: Time(microseconds: 1800), origin: origin)
    readout.gx = trapezoid(100_000, flatMicroseconds: 1600, in: &sequence)
    readout.adc = sequence.library.add(
      ADCEvent(sampleCount: 160, dwell: Time(microseconds: 10), delay: Time(microseconds: 100)))
    if let rotation {
      var extras = Extras()
      extras.rotation = rotation
      prephaser.extras = sequence.library.add(extras)
      readout.extras = prephaser.extras
    }
    sequence.blocks = [
      excitation, prephaser, readout, Block(duration: Time(microseconds: 5000), origin: origin),
    ]
    sequence.segments = [Segment(name: "line", blocks: 0..<4, repetitions: 1)]
    return sequence
  }

  /// Excitation, 10 ms, refocusing between crushers of `areas`, then data from 1 ms before the echo on.
  ///
  /// The refocusing centre is 2 + 10 + 2 (crusher) + 0.6 ms into the sequence, 14 ms after the excitation centre at
  /// 0.6 ms: the echo is at 28 ms.
  static func spinEcho(crushers areas: (Double, Double)) -> SequenceIR.Sequence {
    var sequence = empty()
    let excitation = pulse(.excitation, hertz: 250, in: &sequence)
    let refocusing = pulse(.refocusing, hertz: 500, in: &sequence)
    func crusher(_ area: Double) -> Block {
      var block = Block(duration: Time(microseconds: 2000), origin: origin)
      block.gz = trapezoid(area / 1.1e-3, flatMicroseconds: 1000, in: &sequence)
      return block
    }
    var acquisition = Block(duration: Time(microseconds: 520_000), origin: origin)
    acquisition.adc = sequence.library.add(
      ADCEvent(sampleCount: 1024, dwell: Time(microseconds: 500), delay: Time(microseconds: 7600)))
    sequence.blocks = [
      excitation, Block(duration: Time(microseconds: 10_000), origin: origin), crusher(areas.0), refocusing,
      crusher(areas.1), acquisition,
    ]
    sequence.segments = [Segment(name: "shot", blocks: 0..<6, repetitions: 1)]
    return sequence
  }
}
