// Trapezoids from limits, over random areas and limits: within the limits, and not longer than they must be.
import SequenceIR
import TestSupport
import Testing

@Suite struct TrapezoidDesignTests {
  /// SplitMix64 (Steele, Lea, Flood 2014): the same numbers in every run.
  struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static func limits(_ random: inout Random) -> GradientLimits {
    GradientLimits(
      amplitude: Double.random(in: 2e5...1.3e7, using: &random),
      slew: Double.random(in: 4e8...2e10, using: &random),
      raster: Time(microseconds: [1, 4, 10, 20].randomElement(using: &random) ?? 10))
  }

  private static func isWithin(_ shape: Trapezoid, _ limits: GradientLimits) -> Bool {
    let amplitude = abs(shape.amplitudeHertzPerMetre)
    // A millionth of a raster is granted to rounding.
    let slack = 1 + 1e-5
    return amplitude <= limits.amplitude * slack && amplitude <= limits.slew * slack * shape.rise.seconds
      && amplitude <= limits.slew * slack * shape.fall.seconds && shape.flat >= .zero
      && [shape.rise, shape.flat, shape.fall].allSatisfy { $0.isMultiple(of: limits.raster) }
  }

  /// The least time in which an area can be played with free timing: two ramps, or two ramps and a plateau.
  private static func leastSeconds(_ area: Double, _ limits: GradientLimits) -> Double {
    let triangle = (area / limits.slew).squareRoot()
    if triangle * limits.slew <= limits.amplitude { return 2 * triangle }
    return area / limits.amplitude + limits.amplitude / limits.slew
  }

  @Test func theShortestIsWithinTheLimitsAndHardlyLongerThanItMustBe() {
    var random = Random(state: 1)
    for _ in 0..<20_000 {
      let limits = Self.limits(&random)
      let area = Double.random(in: -5000...5000, using: &random)
      let shape = limits.shortest(area: area)
      #expect(Self.isWithin(shape, limits))
      #expect(close(shape.areaPerMetre, area, relative: 1e-12))
      // At most one raster too long in each of its three parts.
      let excess = shape.duration.seconds - Self.leastSeconds(abs(area), limits)
      #expect(excess <= 3 * limits.raster.seconds * (1 + 1e-6))
    }
  }

  @Test func aGivenDurationIsKeptOrRefusedRightly() {
    var random = Random(state: 2)
    var refused = 0
    for _ in 0..<20_000 {
      let limits = Self.limits(&random)
      let area = Double.random(in: -5000...5000, using: &random)
      let least = Self.leastSeconds(abs(area), limits)
      let duration = limits.roundedUp(seconds: least * Double.random(in: 0.5...3, using: &random))
      guard let shape = limits.lasting(duration, area: area) else {
        refused += 1
        #expect(duration.seconds < least + 4 * limits.raster.seconds)
        continue
      }
      #expect(duration.seconds > least * (1 - 1e-6))
      #expect(shape.duration == duration)
      #expect(Self.isWithin(shape, limits))
      #expect(close(shape.areaPerMetre, area, relative: 1e-12))
    }
    #expect(refused > 1000)
  }

  @Test func whatFitsAsShortestFitsAsLasting() {
    var random = Random(state: 3)
    for _ in 0..<20_000 {
      let limits = Self.limits(&random)
      let area = Double.random(in: -5000...5000, using: &random)
      #expect(limits.lasting(limits.shortest(area: area).duration, area: area) != nil)
    }
  }

  @Test func threeAxesAtOnceStayWithinTheLimitAsAVector() {
    let limits = GradientLimits(amplitude: 3e6, slew: 8e9, raster: Time(microseconds: 10))
    let shape = limits.shared(by: 3).shortest(area: 2000)
    let length = (3 * shape.amplitudeHertzPerMetre * shape.amplitudeHertzPerMetre).squareRoot()
    #expect(length <= 3e6 * (1 + 1e-9))
    #expect(length / shape.rise.seconds <= 8e9 * (1 + 1e-5))
  }

  @Test func noAreaIsATrapezoidOfNoStrength() {
    let limits = GradientLimits(amplitude: 3e6, slew: 8e9, raster: Time(microseconds: 10))
    #expect(limits.shortest(area: 0).areaPerMetre == 0)
    #expect(limits.lasting(Time(microseconds: 100), area: 0)?.areaPerMetre == 0)
  }
}
