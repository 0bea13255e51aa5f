// The worst window of a run, against brute force: every microsecond of the run played out.
import SequenceIR
import TestSupport
import Testing

@Suite struct WindowMaximumTests {
  private struct Draw {
    var state: UInt64
    mutating func number(_ range: ClosedRange<Double>) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return range.lowerBound + (range.upperBound - range.lowerBound) * Double(state >> 11)
        / 9_007_199_254_740_992
    }
    mutating func whole(_ range: ClosedRange<Int>) -> Int {
      min(range.upperBound, Int(number(Double(range.lowerBound)...Double(range.upperBound + 1))))
    }
  }

  /// A run of a few segments, and the power of each of its microseconds.
  private struct Played {
    var sequence = SequenceIR.Sequence(name: "", rasters: .beforePulseq14)
    var shapes: [PowerShape] = []
    var profiles: [PowerTrain.Profile] = []
    var profileOfBlock: [Int?] = []
    /// Integral over each microsecond of each profile, from the start of its block.
    var perMicrosecond: [[Double]] = []

    var train: PowerTrain? {
      PowerTrain(sequence, shapes: shapes, profiles: profiles) { profileOfBlock[$0] }
    }

    /// Integral up to each microsecond of the run.
    var integral: [Double] {
      var sums = [0.0]
      for entry in sequence.timeline {
        let length = Int(entry.block.duration.picoseconds / 1_000_000)
        let power = profileOfBlock[entry.index].map { perMicrosecond[$0] } ?? []
        for index in 0..<length {
          sums.append(sums[sums.count - 1] + (index < power.count ? power[index] : 0))
        }
      }
      return sums
    }
  }

  /// Pulses of held samples; straight lines too when `isCurved`.
  private static func random(_ seed: UInt64, isCurved: Bool) -> Played {
    var draw = Draw(state: seed)
    var played = Played()
    for _ in 0..<3 { addShape(&played, &draw, isCurved) }
    var first = 0
    for _ in 0..<draw.whole(1...3) {
      for _ in 0..<draw.whole(1...4) {
        let profile = draw.number(0...1) < 0.6 ? draw.whole(0...2) : nil
        let longest = profile.map { played.perMicrosecond[$0].count } ?? 0
        let length = longest + draw.whole(0...40)
        played.sequence.blocks.append(
          Block(
            duration: Time(microseconds: Int64(length)),
            origin: SourceSpan(file: FileID(index: 0), offset: 0, length: 0)))
        played.profileOfBlock.append(profile)
      }
      played.sequence.segments.append(
        Segment(name: "", blocks: first..<played.sequence.blocks.count, repetitions: draw.whole(1...9)))
      first = played.sequence.blocks.count
    }
    return played
  }

  private static func addShape(_ played: inout Played, _ draw: inout Draw, _ isCurved: Bool) {
    let delay = draw.whole(0...5)
    let scale = draw.number(0.5...3)
    var shape = PowerShape()
    var values = [Double](repeating: 0, count: delay)
    var at = draw.number(-1...1)
    for _ in 0..<draw.whole(1...4) {
      let length = draw.whole(1...8)
      let next = draw.number(-1...1)
      if isCurved {
        shape.line(from: SIMD3(at, 0.3, 0), to: SIMD3(next, 0.3, 0), seconds: Double(length) * 1e-6)
        for index in 0..<length {
          // Simpson's rule is exact for a power of second degree.
          let ends = [0, 0.5, 1].map { at + (next - at) * (Double(index) + $0) / Double(length) }
          let squares = ends.map { $0 * $0 + 0.09 }
          values.append(scale * (squares[0] + 4 * squares[1] + squares[2]) / 6 * 1e-6)
        }
        at = next
      } else {
        shape.hold(next * next, seconds: Double(length) * 1e-6)
        values += [Double](repeating: scale * next * next * 1e-6, count: length)
      }
    }
    played.shapes.append(shape)
    played.profiles.append(
      PowerTrain.Profile(shape: played.shapes.count - 1, scale: scale, delay: Double(delay) * 1e-6))
    played.perMicrosecond.append(values)
  }

  /// Largest integral over windows of whole microseconds, over the run and over the run repeated.
  private static func bruteForce(_ integral: [Double], _ window: Int) -> (run: Double, repeated: Double) {
    let length = integral.count - 1
    let total = integral[length]
    func upTo(_ index: Int) -> Double { Double(index / length) * total + integral[index % length] }
    var run = window < length ? 0 : total
    var repeated = 0.0
    for start in 0..<length {
      let held = upTo(start + window) - upTo(start)
      repeated = max(repeated, held)
      if window < length, start + window <= length { run = max(run, held) }
    }
    return (run, repeated)
  }

  @Test(arguments: UInt64(1)...300) func heldSamplesGiveWhatBruteForceGives(seed: UInt64) throws {
    let played = Self.random(seed, isCurved: false)
    let train = try #require(played.train)
    let integral = played.integral
    guard integral.count > 1 else { return }
    for window in [1, 7, 60, 200, 1500] {
      let expected = Self.bruteForce(integral, window)
      let found = WindowMaximum(train, window: Time(microseconds: Int64(window)))
      for (peak, value) in [(found.run, expected.run), (found.repeated, expected.repeated)] {
        #expect(peak.energy.lowerBound == peak.energy.upperBound)
        #expect(
          abs(peak.energy.lowerBound - value) <= 1e-12 * max(train.energy, 1e-30), "window of \(window) us")
      }
    }
  }

  /// Between whole microseconds a curved power may hold a little more, by no more than the largest power times that.
  @Test(arguments: UInt64(1)...200) func straightLinesHoldAtLeastWhatAGridSees(seed: UInt64) throws {
    let played = Self.random(seed, isCurved: true)
    let train = try #require(played.train)
    let integral = played.integral
    guard integral.count > 1 else { return }
    let most = 1e-6 * (zip(integral.dropFirst(), integral).map { ($0 - $1) / 1e-6 }.max() ?? 0) * 2
    for window in [7, 60, 200, 1500] {
      let expected = Self.bruteForce(integral, window)
      let found = WindowMaximum(train, window: Time(microseconds: Int64(window)))
      for (peak, value) in [(found.run, expected.run), (found.repeated, expected.repeated)] {
        #expect(peak.energy.lowerBound >= value - 1e-12 * train.energy, "window of \(window) us")
        #expect(peak.energy.upperBound <= value + most + 1e-12 * train.energy, "window of \(window) us")
      }
    }
  }

  /// Two triangles of the same height, one rising and one falling: between their corners lies the best window.
  @Test func theBestWindowCanBeginBetweenCorners() throws {
    var played = Played()
    for (a, b) in [(1.0, 0.0), (0.0, 1.0)] {
      var shape = PowerShape()
      shape.line(from: SIMD3(a, 0, 0), to: SIMD3(b, 0, 0), seconds: 1)
      played.shapes.append(shape)
      played.profiles.append(PowerTrain.Profile(shape: played.shapes.count - 1, scale: 1, delay: 0))
    }
    // Rising, then falling: a window of one second holds most when it is centred on the peak.
    played.profileOfBlock = [1, 0]
    for _ in 0..<2 {
      played.sequence.blocks.append(
        Block(
          duration: Time(microseconds: 1_000_000),
          origin: SourceSpan(file: FileID(index: 0), offset: 0, length: 0)))
    }
    played.sequence.makeSingleSegment()
    let train = try #require(played.train)
    let found = WindowMaximum(train, window: Time(microseconds: 1_000_000))
    // 2 x integral of t^2 from 0.5 to 1
    #expect(close(found.run.energy.lowerBound, 2 * (1 - 0.125) / 3, relative: 1e-12))
    #expect(close(found.run.offset.seconds, 0.5, relative: 1e-9))
  }

  @Test(arguments: UInt64(1)...100) func foldedSegmentsGiveWhatUnrolledOnesGive(seed: UInt64) throws {
    let folded = Self.random(seed, isCurved: true)
    var unrolled = folded
    let order = folded.sequence.timeline.map { $0.index }
    unrolled.sequence.blocks = order.map { folded.sequence.blocks[$0] }
    unrolled.profileOfBlock = order.map { folded.profileOfBlock[$0] }
    unrolled.sequence.makeSingleSegment()
    let (a, b) = (try #require(folded.train), try #require(unrolled.train))
    #expect(close(a.energy, b.energy, relative: 1e-12) || a.energy == 0)
    for window in [3, 50, 170, 900] {
      let length = Time(microseconds: Int64(window))
      let (x, y) = (WindowMaximum(a, window: length), WindowMaximum(b, window: length))
      #expect(abs(x.run.energy.upperBound - y.run.energy.upperBound) <= 1e-12 * a.energy)
      #expect(abs(x.repeated.energy.upperBound - y.repeated.energy.upperBound) <= 1e-12 * a.energy)
    }
  }

  /// A thousand million repetitions, which nobody could unroll.
  @Test func aLongSegmentIsNotUnrolled() throws {
    var played = Played()
    var shape = PowerShape()
    shape.hold(1, seconds: 1e-3)
    played.shapes = [shape]
    played.profiles = [
      PowerTrain.Profile(shape: 0, scale: 1, delay: 0), PowerTrain.Profile(shape: 0, scale: 4, delay: 0),
    ]
    played.profileOfBlock = [0, 1]
    for _ in 0..<2 {
      played.sequence.blocks.append(
        Block(
          duration: Time(microseconds: 2_000),
          origin: SourceSpan(file: FileID(index: 0), offset: 0, length: 0)))
    }
    // One strong pulse in a thousand million weak ones: the window that holds it is found.
    played.sequence.segments = [
      Segment(name: "", blocks: 0..<1, repetitions: 1_000_000_000),
      Segment(name: "", blocks: 1..<2, repetitions: 1),
    ]
    let train = try #require(played.train)
    let found = WindowMaximum(train, window: Time(microseconds: 10_000_000))
    // 5000 pulses of 1 ms, one of them four times as strong.
    #expect(close(found.run.energy.upperBound, 5.003, relative: 1e-8))
    #expect(found.run.repetition > 999_990_000)
  }
}
