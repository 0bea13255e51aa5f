// The spectrum of gradients against sums over samples.
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite struct AcousticTests {
  private static func finding(_ code: String, _ profile: String, _ build: (inout SequenceBuilder) -> Void)
    throws -> Finding
  {
    var builder = SequenceBuilder()
    build(&builder)
    var (sequence, sources) = builder.finished()
    sequence.name = "test"
    let loaded = TestProfile.load(profile, into: &sources)
    let scanner = try #require(loaded)
    return try #require(
      CheckRunner.run(sequence, profile: scanner).first { $0.isSummary && $0.check == code })
  }

  /// One lobe of 8 mT/m, 2 ms wide, in a window of 60 ms: share of the energy between 100 and 400 Hz from samples every
  /// microsecond, transformed by hand.
  @Test func theShareIsThatOfADenseTransform() throws {
    let profile = TestProfile.t3 + "acoustic-band 250 Hz width 300 Hz site \"v\"\n"
    let found = try Self.finding("V002", profile) {
      $0.block("lobe", 60_000, .trapezoid(.x, 8, rise: 500, flat: 1000, fall: 500, delay: 10_000))
    }
    var energy = 0.0
    var mean = 0.0
    var samples: [Double] = []
    for tick in 0..<2000 {
      let t = Double(tick) + 0.5
      samples.append(t < 500 ? t / 500 : t < 1500 ? 1 : (2000 - t) / 500)
    }
    for value in samples {
      energy += value * value * 1e-6
      mean += value * 1e-6
    }
    energy -= mean * mean / 0.06
    var inside = 0.0
    for line in 0..<300 {
      let omega = 2 * Double.pi * (100.5 + Double(line))
      var (re, im) = (0.0, 0.0)
      for (tick, value) in samples.enumerated() {
        re += value * cos(omega * (Double(tick) + 0.5) * 1e-6) * 1e-6
        im += value * sin(omega * (Double(tick) + 0.5) * 1e-6) * 1e-6
      }
      inside += 2 * (re * re + im * im)
    }
    let share = try #require(found.measured?.upperBound)
    #expect(close(share, 100 * inside / energy, relative: 1e-3), "\(share) \(100 * inside / energy)")
  }

  /// A triangle train's third harmonic is a ninth of its fundamental, 8/pi^2 of the peak.
  @Test func theLineOfATrainHasItsFourierAmplitude() throws {
    let profile = TestProfile.t3 + "acoustic-band 500 Hz width 10 Hz limit 5 mT/m site \"v\"\n"
    let found = try Self.finding("V003", profile) {
      CheckCase.train(&$0, .z, 10, lobes: 400, ramp: 500, flat: 0)
    }
    let measured = try #require(found.measured)
    #expect(found.verdict == .fail)
    #expect(close(measured.lowerBound, 80 / (Double.pi * Double.pi), relative: 1e-3))
  }

  /// Spoilers of alternating sign, a repetition apart, are no oscillation at half the repetition rate.
  @Test func pulsesWithLongPausesAreNoTrain() throws {
    let profile = TestProfile.t3 + "acoustic-band 25 Hz width 10 Hz site \"v\"\n"
    let found = try Self.finding("V001", profile) {
      for sign in [1.0, -1, 1, -1, 1, -1] {
        $0.block("spoiler", 20_000, .trapezoid(.z, 20 * sign, rise: 200, flat: 1000, fall: 200))
      }
    }
    #expect(found.verdict == .pass)
  }

  @Test func trainsShareOfEnergyIsNearlyAllAtAResonance() throws {
    let profile = TestProfile.t3 + "acoustic-band 590 Hz width 100 Hz site \"v\"\n"
    let found = try Self.finding("V002", profile) {
      CheckCase.train(&$0, .x, 10, lobes: 200, ramp: 425, flat: 0)
    }
    #expect(found.verdict == .notProven)
    // The fundamental of a triangle wave carries 96/pi^4 of its energy, less what the window spreads.
    let share = try #require(found.measured?.upperBound)
    #expect(share > 90 && share < 9600 / pow(Double.pi, 4))
  }
}
