// What must hold for every sequence: drawn at random, with a fixed seed.
import SequenceIR
import TestSupport
import Testing

@Suite struct CheckPropertyTests {
  /// Uniform numbers from a fixed seed, so that a failure can be repeated.
  private struct Draw {
    var state: UInt64
    mutating func number(_ range: ClosedRange<Double>) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return range.lowerBound + (range.upperBound - range.lowerBound) * Double(state >> 11)
        / 9_007_199_254_740_992
    }
    mutating func chance(_ probability: Double) -> Bool { number(0...1) < probability }
  }

  private static func random(seed: UInt64, scale: Double = 1, rotation: Rotation? = nil) -> SequenceBuilder {
    var draw = Draw(state: seed)
    var builder = SequenceBuilder()
    var level = [0.0, 0, 0]
    for index in 0..<6 {
      var events: [SequenceBuilder.Event] = []
      for axis in Axis.allCases {
        let from = level[axis.rawValue]
        let to = draw.chance(0.5) ? draw.number(-30...30) : 0
        level[axis.rawValue] = to
        let middle = draw.number(-45...45)
        events.append(.corners(axis, [(0, from * scale), (300, middle * scale), (600, to * scale)]))
      }
      if let rotation { events.append(.rotation(rotation)) }
      if draw.chance(0.5) { events.append(.adc(8, dwell: 10, delay: draw.chance(0.5) ? 20 : 10)) }
      builder.append("block \(index)", 600, events)
      if draw.chance(0.4) { builder.endSegment(repetitions: Int(draw.number(1...4))) }
    }
    return builder
  }

  private static func verdicts(_ sequence: SequenceIR.Sequence) -> [String: Finding] {
    var sources = SourceMap()
    _ = sources.add(name: "test.seq", bytes: [])
    let profile = TestProfile.load(into: &sources)
    let summaries = CheckRunner.run(sequence, profile: profile).filter(\.isSummary)
    return Dictionary(uniqueKeysWithValues: summaries.map { ($0.check, $0) })
  }

  @Test(arguments: UInt64(1)...40) func unrollingALoopChangesNoVerdict(seed: UInt64) {
    let looped = Self.random(seed: seed).finished().sequence
    var unrolled = looped
    unrolled.blocks = looped.timeline.map(\.block)
    unrolled.makeSingleSegment()
    let (a, b) = (Self.verdicts(looped), Self.verdicts(unrolled))
    for check in CheckTable.all {
      #expect(a[check.code]?.verdict == b[check.code]?.verdict, "\(check.code)")
      #expect(a[check.code]?.measured == b[check.code]?.measured, "\(check.code)")
    }
  }

  @Test(arguments: UInt64(1)...40) func scalingGradientsScalesAmplitudeAndSlew(seed: UInt64) {
    let a = Self.verdicts(Self.random(seed: seed).finished().sequence)
    let b = Self.verdicts(Self.random(seed: seed, scale: -0.5).finished().sequence)
    for code in ["G001", "G002", "G003", "G004"] {
      let (whole, half) = (a[code]?.measured?.upperBound ?? 0, b[code]?.measured?.upperBound ?? 1)
      #expect(close(half, whole / 2, relative: 1e-6), "\(code)")
    }
    #expect(a["G005"]?.verdict == b["G005"]?.verdict)
  }

  @Test(arguments: UInt64(1)...40) func aRotationKeepsTheVector(seed: UInt64) {
    var draw = Draw(state: seed &+ 99)
    let rotation = Rotation(
      w: draw.number(-1...1), x: draw.number(-1...1), y: draw.number(-1...1), z: draw.number(0.1...1))
    let a = Self.verdicts(Self.random(seed: seed).finished().sequence)
    let b = Self.verdicts(Self.random(seed: seed, rotation: rotation).finished().sequence)
    for code in ["G003", "G004"] {
      #expect(
        close(a[code]?.measured?.upperBound ?? 0, b[code]?.measured?.upperBound ?? 1, relative: 1e-9),
        "\(code)")
      // No axis exceeds the vector, and the largest is at least its part of one in three.
      let axis = b[code == "G003" ? "G001" : "G002"]?.measured?.upperBound ?? 0
      let vector = b[code]?.measured?.upperBound ?? 0
      #expect(axis <= vector * (1 + 1e-9) && axis >= vector / 3.0.squareRoot() * (1 - 1e-9))
    }
    #expect(a["G005"]?.verdict == b["G005"]?.verdict)
  }

  /// The vector's peak against brute force: every microsecond.
  @Test(arguments: UInt64(1)...10) func theVectorPeakIsThatOfDenseSamples(seed: UInt64) {
    let sequence = Self.random(seed: seed).finished().sequence
    var largest = 0.0
    for block in sequence.blocks {
      for microsecond in 0...600 {
        var square = 0.0
        for axis in Axis.allCases where !block.gradient(axis).isNone {
          let corners = sequence.library.corners(
            of: block.gradient(axis), gradientRaster: sequence.rasters.gradient)
          let value = Self.value(corners, at: Double(microsecond))
          square += value * value
        }
        largest = max(largest, square)
      }
    }
    let peak = Self.verdicts(sequence)["G003"]?.measured?.upperBound ?? 0
    #expect(close(largest.squareRoot() / 42576, peak, relative: 1e-9))
  }

  private static func value(_ corners: [GradientCorner], at microsecond: Double) -> Double {
    for (a, b) in zip(corners, corners.dropFirst())
    where a.time.microseconds <= microsecond && microsecond <= b.time.microseconds {
      let fraction = (microsecond - a.time.microseconds) / (b.time.microseconds - a.time.microseconds)
      return a.hertzPerMetre + (b.hertzPerMetre - a.hertzPerMetre) * fraction
    }
    return 0
  }

  @Test(arguments: UInt64(1)...20) func looseningALimitNeverMakesAPassFail(seed: UInt64) {
    var sources = SourceMap()
    _ = sources.add(name: "test.seq", bytes: [])
    let sequence = Self.random(seed: seed).finished().sequence
    let strict = TestProfile.load(into: &sources)
    let loose = TestProfile.load(
      TestProfile.t3.replacing("40 mT/m", with: "60 mT/m").replacing("150 T/m/s", with: "400 T/m/s"),
      into: &sources)
    let pairs = zip(
      CheckRunner.run(sequence, profile: strict).filter(\.isSummary),
      CheckRunner.run(sequence, profile: loose).filter(\.isSummary))
    for (a, b) in pairs where a.verdict == .pass { #expect(b.verdict == .pass, "\(a.check)") }
  }
}
