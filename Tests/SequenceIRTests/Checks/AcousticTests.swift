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

  /// One lobe of 8 mT/m, 2 ms wide: the largest share of the energy between 100 and 400 Hz in three windows, of which one
  /// ends and one begins behind its flat top; from samples every microsecond, transformed by hand.
  @Test func theShareIsThatOfADenseTransform() throws {
    let profile = TestProfile.t3 + "acoustic-band 250 Hz width 300 Hz site \"v\"\n"
    let found = try Self.finding("V002", profile) {
      $0.block("lobe", 60_000, .trapezoid(.x, 8, rise: 500, flat: 1000, fall: 500, delay: 10_000))
    }
    let shares = [0..<2000, 0..<1500, 1500..<2000].map(Self.shareOfALobe)
    let largest = 100 * (shares.max() ?? 0)
    let share = try #require(found.measured?.upperBound)
    #expect(close(share, largest, relative: 1e-3), "\(share) \(largest)")
  }

  /// Of the microseconds of the lobe that lie in a window of 50 ms.
  private static func shareOfALobe(_ microseconds: Range<Int>) -> Double {
    var (energy, mean) = (0.0, 0.0)
    var samples: [(time: Double, value: Double)] = []
    for tick in microseconds {
      let t = Double(tick) + 0.5
      let value = t < 500 ? t / 500 : t < 1500 ? 1 : (2000 - t) / 500
      samples.append((t * 1e-6, value))
      energy += value * value * 1e-6
      mean += value * 1e-6
    }
    energy -= mean * mean / 0.05
    var inside = 0.0
    for line in 0..<300 {
      let omega = 2 * Double.pi * (100.5 + Double(line))
      var (re, im) = (0.0, 0.0)
      for sample in samples {
        re += sample.value * cos(omega * sample.time) * 1e-6
        im += sample.value * sin(omega * sample.time) * 1e-6
      }
      inside += 2 * (re * re + im * im)
    }
    return inside / energy
  }

  /// Bursts at 400 Hz with silences between them, as long as they come, in blocks of all lengths: against a transform in
  /// steps of 20 us of every window of 50 ms that begins on them. Those that are looked at begin up to 3 ms away, and are
  /// up to 3 ms longer.
  @Test(arguments: UInt64(1)...12) func noWindowShowsMuchMoreThanThoseLookedAt(seed: UInt64) throws {
    let blocks = Self.randomBursts(seed)
    let profile = TestProfile.t3 + "acoustic-band 400 Hz width 10 Hz limit 5 mT/m site \"v\"\n"
    let found = try Self.finding("V003", profile) { builder in
      for corners in blocks {
        builder.block("block", corners.last?.time ?? 0, .corners(.x, corners.map { ($0.time, $0.value) }))
      }
    }
    let value = try #require(found.measured?.lowerBound)
    let largest = Self.largestLine(Self.samples(blocks), hertz: 400)
    #expect(value >= 0.99 * largest && value <= 1.001 * largest, "\(value) \(largest)")
  }

  /// Straight pieces are looked at closely at their ends only: the window with most of the train begins in this one.
  @Test func howLongAGradientStaysOnBeforeATrainDoesNotMatter() throws {
    let profile = TestProfile.t3 + "acoustic-band 400 Hz width 10 Hz limit 5 mT/m site \"v\"\n"
    let values = try [100_000.0, 10e6, 3600e6].map { flat in
      let found = try Self.finding("V003", profile) {
        $0.block("long", flat + 2000, .trapezoid(.z, 20, rise: 1000, flat: flat, fall: 1000))
        CheckCase.train(&$0, .x, 10, lobes: 30, ramp: 100, flat: 1050)
      }
      return try #require(found.measured?.lowerBound)
    }
    #expect(values.allSatisfy { $0 > 5 && close($0, values[0], relative: 1e-9) }, "\(values)")
  }

  private typealias Corner = (time: Double, value: Double)

  /// Microseconds and mT/m. Lobes of 1240 us in 1260, that begin in either direction; a silence is part of a block of lobes.
  private static func randomBursts(_ seed: UInt64) -> [[Corner]] {
    var state = seed
    func draw(_ range: ClosedRange<Double>) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return range.lowerBound + (range.upperBound - range.lowerBound) * Double(state >> 11)
        / 9_007_199_254_740_992
    }
    return (0..<8).map { _ in
      var corners: [Corner] = [(0, 0)]
      var amplitude = draw(0...1) < 0.5 ? draw(2...10) : -draw(2...10)
      for _ in 0..<Int(draw(2...30)) {
        let start = corners.last?.time ?? 0
        corners += [
          (start + 100, amplitude), (start + 1140, amplitude), (start + 1240, 0), (start + 1260, 0),
        ]
        amplitude = -amplitude
      }
      if draw(0...1) < 0.5 { corners.append(((corners.last?.time ?? 0) + 20 * draw(1...2000).rounded(), 0)) }
      return corners
    }
  }

  /// In the middle of steps of 20 us, with 50 ms of silence on both sides.
  private static func samples(_ blocks: [[Corner]]) -> [Double] {
    var samples = [Double](repeating: 0, count: 2500)
    for corners in blocks {
      for (a, b) in zip(corners, corners.dropFirst()) {
        let count = Int(((b.time - a.time) / 20).rounded())
        for step in 0..<count {
          samples.append(a.value + (b.value - a.value) * (Double(step) + 0.5) / Double(count))
        }
      }
    }
    return samples + [Double](repeating: 0, count: 2500)
  }

  /// 2 |integral over a window| / 50 ms, the largest.
  private static func largestLine(_ samples: [Double], hertz: Double) -> Double {
    var (re, im) = ([0.0], [0.0])
    for (tick, value) in samples.enumerated() {
      let angle = 2 * Double.pi * hertz * (Double(tick) + 0.5) * 2e-5
      re.append(re[tick] + value * cos(angle))
      im.append(im[tick] + value * sin(angle))
    }
    var largest = 0.0
    for end in 2500..<re.count {
      let (x, y) = (re[end] - re[end - 2500], im[end] - im[end - 2500])
      largest = max(largest, 2 * (x * x + y * y).squareRoot() / 2500)
    }
    return largest
  }

  /// Readouts of many pieces without a silence, of which a few kinds take turns: each kind is transformed once and then
  /// turned to where it is played. Against a transform in steps of 20 us, as above; windows begin farther apart here.
  @Test(arguments: UInt64(1)...6) func longReadoutsPlayedAgainHaveTheSpectrumOfTheirSamples(seed: UInt64)
    throws
  {
    let kinds = (0..<3).map { Self.randomWalk(seed &* 100 &+ UInt64($0)) }
    let blocks = [0, 1, 0, 0, 2, 1, 0, 2].map { kinds[$0] }
    let profile = TestProfile.t3 + "acoustic-band 400 Hz width 10 Hz limit 5 mT/m site \"v\"\n"
    let found = try Self.finding("V003", profile) { builder in
      for corners in blocks {
        builder.block("readout", corners.last?.time ?? 0, .corners(.x, corners.map { ($0.time, $0.value) }))
      }
    }
    let value = try #require(found.measured?.lowerBound)
    let largest = Self.largestLine(Self.samples(blocks), hertz: 400)
    #expect(abs(value - largest) <= 0.03 * largest, "\(value) \(largest)")
  }

  /// About 400 Hz with an amplitude that wanders: 60 to 200 pieces of 20 to 160 us between zero and zero.
  private static func randomWalk(_ seed: UInt64) -> [Corner] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func draw(_ range: ClosedRange<Double>) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return range.lowerBound + (range.upperBound - range.lowerBound) * Double(state >> 11)
        / 9_007_199_254_740_992
    }
    var corners: [Corner] = [(0, 0)]
    var amplitude = 5.0
    for _ in 0..<Int(draw(60...200)) {
      let time = (corners.last?.time ?? 0) + 20 * draw(1...8).rounded()
      amplitude = min(9, max(1, amplitude + draw(-1...1)))
      // Beside zero, so that no piece is silent.
      corners.append((time, 0.01 + amplitude * sin(2 * Double.pi * 400 * time * 1e-6)))
    }
    corners.append(((corners.last?.time ?? 0) + 160, 0))
    return corners
  }

  /// Blocks end in the middle of lobes, on their ramps and on their plateaus: the train is the same.
  @Test(arguments: [100.0, 380, 850, 1700]) func whereBlocksEndInATrainDoesNotMatter(blockLength: Double)
    throws
  {
    let profile = TestProfile.t3 + "acoustic-band 590 Hz width 100 Hz site \"v\"\n"
    // Twenty lobes of 850 us.
    func value(_ time: Double) -> Double {
      let lobe = Int(time / 850)
      let inside = time - 850 * Double(lobe)
      let size = min(1, inside / 100, (850 - inside) / 100)
      return (lobe % 2 == 0 ? 10 : -10) * size
    }
    var times: [Double] = []
    for lobe in 0..<20 { times += [0, 100, 750].map { 850 * Double(lobe) + $0 } }
    times.append(17_000)
    let whole = try Self.finding("V001", profile) {
      $0.block("train", 17_000, .corners(.x, times.map { ($0, value($0)) }))
    }
    let cut = try Self.finding("V001", profile) { builder in
      for block in 0..<Int(17_000 / blockLength) {
        let (start, end) = (Double(block) * blockLength, Double(block + 1) * blockLength)
        let inside = [start] + times.filter { $0 > start && $0 < end } + [end]
        builder.block("part", blockLength, .corners(.x, inside.map { ($0 - start, value($0)) }))
      }
    }
    #expect(whole.measured != nil && whole.verdict != .pass)
    #expect(cut.verdict == whole.verdict)
    let values = [whole, cut].compactMap(\.measured?.upperBound)
    #expect(values.count == 2 && close(values[0], values[1], relative: 1e-9), "\(values)")
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
