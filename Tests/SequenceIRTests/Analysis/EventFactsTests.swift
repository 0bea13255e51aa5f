import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite struct EventFactsTests {
  private static let rasters = SequenceIR.Sequence.Rasters.beforePulseq14

  private static func facts(_ build: (inout EventLibrary) -> Void) -> EventFacts {
    var library = EventLibrary()
    build(&library)
    return EventFacts(library, rasters: rasters)
  }

  /// An RF event of `samples` 1 us apart, turned so that its flip angle on resonance is `degrees`.
  private static func pulse(_ samples: [Double], degrees: Double) -> RFFacts {
    let peak = samples.map(abs).max() ?? 1
    let area = samples.reduce(0, +) / peak * 1e-6
    let facts = facts { library in
      let magnitude = library.add(Shape(quantizing: samples.map { abs($0) / peak }))
      let phase = library.add(Shape(quantizing: samples.map { $0 < 0 ? 0.5 : 0 }))
      _ = library.add(
        RFEvent(
          amplitudeHertz: degrees / 360 / abs(area), magnitude: magnitude, phase: phase, centre: .zero,
          delay: Time(microseconds: 100)))
    }
    return facts.rf[0]
  }

  private static func sinc(milliseconds: Double, timeBandwidth: Double, apodisation: Double) -> [Double] {
    let count = Int(milliseconds * 1000)
    return (0..<count).map { index in
      let t = (Double(index) + 0.5) / Double(count) - 0.5
      let x = Double.pi * timeBandwidth * t
      return (1 - apodisation + apodisation * cos(2 * .pi * t)) * (x == 0 ? 1 : sin(x) / x)
    }
  }

  /// B1 and energy of textbook pulses at 42.576 MHz/T, computed by an independent script.
  @Test(arguments: [
    (180.0, 1.0, 11.743705373919578, 0.13791461590942758), (90, 1, 5.871852686959789, 0.034478653977356895),
    (180, 0.5, 23.487410747839156, 0.27582923181885516),
    (180, 2.56, 4.5873849116873355, 0.053872896839620155),
  ])
  func rectangularPulsesHaveTheirPeakAndEnergy(
    degrees: Double, milliseconds: Double, peakMicrotesla: Double, energy: Double
  ) throws {
    let facts = Self.pulse([Double](repeating: 1, count: Int(milliseconds * 1000)), degrees: degrees)
    #expect(close(facts.peakHertz / 42.576, peakMicrotesla, relative: 1e-12))
    #expect(close(facts.energyHertzSquaredSeconds / (42.576 * 42.576), energy, relative: 1e-12))
    #expect(close(try #require(facts.flipAngleRadians) * 180 / .pi, degrees, relative: 1e-12))
    #expect(facts.start == Time(microseconds: 100) && facts.duration.milliseconds == milliseconds)
  }

  /// The shapes are kept to 1e-7, so energies agree to a few 1e-7 with those of the unrounded pulse.
  @Test func sincPulsesHaveTheirPeakAndEnergy() throws {
    let facts = Self.pulse(Self.sinc(milliseconds: 3, timeBandwidth: 4, apodisation: 0.5), degrees: 90)
    #expect(close(facts.peakHertz / 42.576, 7.730921436717599, relative: 1e-6))
    #expect(close(facts.energyHertzSquaredSeconds / (42.576 * 42.576), 0.03569089612741034, relative: 1e-6))
    #expect(close(try #require(facts.flipAngleRadians) * 180 / .pi, 90, relative: 1e-6))
  }

  @Test func anyPhaseIsSummedAsAVector() throws {
    // Half of the pulse a quarter turn ahead of the other: the integral is 1/sqrt(2) of the sum.
    let facts = Self.facts { library in
      let magnitude = library.add(Shape(quantizing: [Double](repeating: 1, count: 1000)))
      let phase = library.add(Shape(quantizing: (0..<1000).map { $0 < 500 ? 0.1 : 0.35 }))
      _ = library.add(
        RFEvent(amplitudeHertz: 250, magnitude: magnitude, phase: phase, centre: .zero, delay: .zero))
    }
    let angle = try #require(facts.rf[0].flipAngleRadians)
    #expect(close(angle, 2 * .pi * 250 * 1e-3 / 2.0.squareRoot(), relative: 1e-9))
  }

  @Test func energyFromRunsIsThatOfTheSamples() {
    let ramp = (0..<2000).map { Double($0) / 1999 }
    let shape = Shape(quantizing: ramp)
    let facts = Self.pulse(ramp, degrees: 90)
    let peak = facts.peakHertz
    let sum = shape.samples().reduce(0) { $0 + $1 * $1 } * peak * peak * 1e-6
    #expect(close(facts.energyHertzSquaredSeconds, sum, relative: 1e-9))
  }

  @Test func aBlockPulseOfTwoSamplesIsHeldBetweenThem() throws {
    let facts = Self.facts { library in
      let magnitude = library.add(Shape(sampleCount: 2, stored: [1, 1], isCompressed: false))
      let phase = library.add(Shape(sampleCount: 2, stored: [0, 0], isCompressed: false))
      let time = library.add(Shape(sampleCount: 2, stored: [0, 1000], isCompressed: false))
      _ = library.add(
        RFEvent(
          amplitudeHertz: 500, magnitude: magnitude, phase: phase, time: time, centre: .zero, delay: .zero))
    }
    #expect(close(facts.rf[0].energyHertzSquaredSeconds, 500 * 500 * 1e-3, relative: 1e-12))
    #expect(close(try #require(facts.rf[0].flipAngleRadians), .pi, relative: 1e-12))
    #expect(facts.rf[0].end == Time(microseconds: 1000))
  }

  @Test func aDwellOfSeveralRastersCountsAsLong() {
    let facts = Self.facts { library in
      let magnitude = library.add(Shape(quantizing: [Double](repeating: 1, count: 100)))
      let phase = library.add(Shape(quantizing: [Double](repeating: 0, count: 100)))
      let time = library.add(Shape(sampleCount: 100, stored: [2.5, 5, 5, 97], isCompressed: true))
      _ = library.add(
        RFEvent(
          amplitudeHertz: 1, magnitude: magnitude, phase: phase, time: time, centre: .zero, delay: .zero))
    }
    #expect(close(facts.rf[0].energyHertzSquaredSeconds, 500e-6, relative: 1e-12))
  }

  @Test func aTrapezoidKnowsItsRampsAndArea() {
    let facts = GradientFacts([
      GradientCorner(time: .zero, hertzPerMetre: 0),
      GradientCorner(time: Time(microseconds: 100), hertzPerMetre: -5e5),
      GradientCorner(time: Time(microseconds: 300), hertzPerMetre: -5e5),
      GradientCorner(time: Time(microseconds: 350), hertzPerMetre: 0),
    ])
    #expect(facts.peakHertzPerMetre == 5e5 && facts.peakTime == Time(microseconds: 100))
    #expect(close(facts.peakSlewHertzPerMetreSecond, 1e10, relative: 1e-12))
    #expect(facts.slewTime == Time(microseconds: 300))
    #expect(close(facts.areaPerMetre, -5e5 * 275e-6, relative: 1e-12))
  }

  @Test func timeThatRunsBackwardsIsInfinitelySteep() {
    let facts = GradientFacts([
      GradientCorner(time: Time(microseconds: 10), hertzPerMetre: 0),
      GradientCorner(time: .zero, hertzPerMetre: 0),
    ])
    #expect(facts.peakSlewHertzPerMetreSecond == .infinity)
  }

  @Test func anAcquisitionBeyondAllTimesEndsAtTheLongest() {
    let facts = Self.facts { library in
      _ = library.add(ADCEvent(sampleCount: .max, dwell: Time(microseconds: 1), delay: .zero))
    }
    #expect(facts.adc[0].end == .longest)
  }
}
