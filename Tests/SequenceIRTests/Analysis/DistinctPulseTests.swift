// Pulses as somebody at a console counts them, and their samples on another grid.
import SequenceIR
import TestSupport
import Testing

@Suite struct DistinctPulseTests {
  /// A rectangle turns by 360 degrees x amplitude x duration: 90 degrees in 500 us are 500 Hz.
  @Test func pulsesThatDifferInPhaseOnlyAreOne() throws {
    let run = DesignRun(
      """
      design "two"
      scanner siemens-prisma
      pulse a = rect(flip: 90 deg, duration: 500 us)
      pulse b = rect(flip: 180 deg, duration: 500 us, use: refocusing)
      sequence { repeat 6 as n { a phase by n (0, 90) deg
        b
        fill to 20 ms } }
      """)
    let pulses = DistinctPulse.all(of: try #require(run.sequence, "\(run.rendered)"))
    #expect(pulses.map(\.number) == [1, 2])
    #expect(pulses.map(\.use) == [.excitation, .refocusing])
    #expect(pulses.map(\.count) == [6, 6])
    for (pulse, hertz) in zip(pulses, [500.0, 1000]) {
      #expect(abs(pulse.peakHertz - hertz) < 1e-3 && abs(pulse.rmsHertz - hertz) < 1e-3)
      #expect(pulse.duration == Time(microseconds: 500))
    }
  }

  /// Corners 0, 1, 0 at 0, 50 and 100 us are |b| = t / 50 us and back: 0.2, 0.6, 1, 0.6, 0.2 at the centres of five cells.
  @Test func straightLinesAreFollowedBetweenSamplesAtGivenTimes() {
    let sequence = Self.triangle()
    let pulse = DistinctPulse.all(of: sequence)[0]
    let raster = sequence.rasters.radiofrequency
    let samples = pulse.samples(count: 5, of: sequence.library, raster: raster)
    for (sample, expected) in zip(samples, [0.2, 0.6, 1, 0.6, 0.2]) {
      #expect(abs(sample.real - expected) < 1e-6 && abs(sample.imaginary) < 1e-12)
    }
    #expect(samples.count == 5 && pulse.naturalSampleCount(of: sequence.library, raster: raster) == 100)
  }

  /// A raster of a picosecond asks for 1e8 samples of a pulse of 100 us.
  @Test func aTinyRasterDoesNotAskForAnyNumberOfSamples() {
    let sequence = Self.triangle()
    let pulse = DistinctPulse.all(of: sequence)[0]
    #expect(pulse.naturalSampleCount(of: sequence.library, raster: Time(picoseconds: 1)) <= 1 << 20)
  }

  private static func triangle() -> SequenceIR.Sequence {
    var sequence = SequenceIR.Sequence(name: "triangle", rasters: .beforePulseq14)
    let magnitude = sequence.library.add(Shape(quantizing: [0, 1, 0]))
    let time = sequence.library.add(Shape(quantizing: [0, 50, 100]))
    let event = RFEvent(
      amplitudeHertz: 700, magnitude: magnitude, phase: .none, time: time, centre: Time(microseconds: 50),
      delay: .zero, use: .excitation)
    var block = Block(
      duration: Time(microseconds: 200), origin: SourceSpan(file: FileID(index: 0), from: 0, to: 0))
    block.rf = sequence.library.add(event)
    sequence.blocks = [block]
    sequence.makeSingleSegment()
    return sequence
  }
}
