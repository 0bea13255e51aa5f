/// The elementary functions against glibc's, whose errors are below one unit in the last place, in such
/// units.
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite struct ElementaryFunctionsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let range: ClosedRange<Double>
    let limit: Double
    let ours: @Sendable (Double) -> Double
    let reference: @Sendable (Double) -> Double
    var testDescription: String { "\(name) on \(range.lowerBound) ... \(range.upperBound)" }
  }

  static let cases: [Case] = [
    Case(
      name: "sin", range: -4...4, limit: 1.5, ours: ElementaryFunctions.sin, reference: { Foundation.sin($0) }
    ),
    Case(
      name: "cos", range: -4...4, limit: 1.5, ours: ElementaryFunctions.cos, reference: { Foundation.cos($0) }
    ),
    Case(
      name: "sin", range: -1e9...1e9, limit: 1.5, ours: ElementaryFunctions.sin,
      reference: { Foundation.sin($0) }),
    Case(
      name: "cos", range: -1e300...1e300, limit: 1.5, ours: ElementaryFunctions.cos,
      reference: { Foundation.cos($0) }),
    Case(
      name: "tan", range: -7...7, limit: 3, ours: ElementaryFunctions.tan, reference: { Foundation.tan($0) }),
    Case(
      name: "exp", range: -700...700, limit: 1.5, ours: ElementaryFunctions.exp,
      reference: { Foundation.exp($0) }),
    Case(
      name: "exp", range: -1...1, limit: 1.5, ours: ElementaryFunctions.exp, reference: { Foundation.exp($0) }
    ),
    Case(
      name: "expMinusOne", range: -0.6...0.6, limit: 2.5, ours: ElementaryFunctions.expMinusOne,
      reference: { Foundation.expm1($0) }),
    Case(
      name: "log", range: 1e-3...10, limit: 1.5, ours: ElementaryFunctions.log,
      reference: { Foundation.log($0) }),
    Case(
      name: "log", range: 1e-300...1e300, limit: 1.5, ours: ElementaryFunctions.log,
      reference: { Foundation.log($0) }),
    Case(
      name: "log10", range: 1e-3...1e3, limit: 2.5, ours: ElementaryFunctions.log10,
      reference: { Foundation.log10($0) }),
    Case(
      name: "atan", range: -4...4, limit: 1.5, ours: ElementaryFunctions.atan,
      reference: { Foundation.atan($0) }),
    Case(
      name: "asin", range: -1...1, limit: 3, ours: ElementaryFunctions.asin,
      reference: { Foundation.asin($0) }),
    Case(
      name: "acos", range: -1...1, limit: 3, ours: ElementaryFunctions.acos,
      reference: { Foundation.acos($0) }),
    Case(
      name: "sinh", range: -20...20, limit: 3, ours: ElementaryFunctions.sinh,
      reference: { Foundation.sinh($0) }),
    Case(
      name: "cosh", range: -20...20, limit: 2, ours: ElementaryFunctions.cosh,
      reference: { Foundation.cosh($0) }),
    Case(
      name: "tanh", range: -3...3, limit: 3, ours: ElementaryFunctions.tanh,
      reference: { Foundation.tanh($0) }),
  ]

  @Test(arguments: cases) func errorStaysBelowALastPlace(_ function: Case) {
    var worst = (error: 0.0, at: 0.0)
    for x in Self.points(in: function.range, count: 100_000) {
      let error = Self.lastPlaces(function.ours(x), function.reference(x))
      if error > worst.error { worst = (error, x) }
    }
    #expect(worst.error <= function.limit, "worst at \(worst.at)")
  }

  @Test func powerIsGoodAcrossTheRange() {
    var worst = (error: 0.0, x: 0.0, y: 0.0)
    for (x, y) in zip(
      Self.points(in: 1e-6...50, count: 100_000), Self.points(in: -40...40, count: 100_000).reversed())
    {
      let error = Self.lastPlaces(ElementaryFunctions.pow(x, y), Foundation.pow(x, y))
      if error > worst.error { worst = (error, x, y) }
    }
    #expect(worst.error <= 1.5, "worst at \(worst.x) ^ \(worst.y)")
    #expect(ElementaryFunctions.pow(-2, 3) == -8)
    #expect(ElementaryFunctions.pow(-2, 0.5).isNaN)
    #expect(ElementaryFunctions.pow(0, -1) == .infinity)
    #expect(ElementaryFunctions.pow(2, -1080).isZero)
    #expect(ElementaryFunctions.pow(2, -1070) == Foundation.pow(2, -1070))
  }

  @Test func angleOfAPointIsRightInEveryQuadrant() {
    let values =
      [-3.0, -1, -0.0, 0, 1e-200, 0.3, 2, .infinity, -.infinity] + Self.points(in: -5...5, count: 300)
    for y in values {
      for x in values {
        let (ours, reference) = (ElementaryFunctions.atan2(y, x), Foundation.atan2(y, x))
        #expect(Self.lastPlaces(ours, reference) <= 1.5, "atan2(\(y), \(x))")
        #expect(ours.sign == reference.sign, "atan2(\(y), \(x))")
      }
    }
    #expect(ElementaryFunctions.atan2(.nan, 1).isNaN)
  }

  /// The double that comes nearest to a multiple of pi/2 (Muller, Elementary Functions, 2nd ed., section
  /// 11.3.2), with its cosine from 1400-bit arithmetic: glibc itself is 8 last places off here.
  @Test func reductionSurvivesAnglesNextToAMultipleOfARightAngle() {
    let worst = 6381956970095103.0 * 0x1p797
    #expect(ElementaryFunctions.cos(worst) == -4.687165924254628e-19)
    #expect(abs(ElementaryFunctions.sin(worst)) == 1)
    for x in [1.5707963267948966, 3.141592653589793, 1e22, 0.7853981633974484] {
      #expect(Self.lastPlaces(ElementaryFunctions.cos(x), Foundation.cos(x)) <= 1, "\(x)")
      #expect(Self.lastPlaces(ElementaryFunctions.sin(x), Foundation.sin(x)) <= 1, "\(x)")
    }
  }

  @Test func hypotenuseNeitherOverflowsNorUnderflows() {
    #expect(ElementaryFunctions.hypot(3, -4) == 5)
    #expect(close(ElementaryFunctions.hypot(3e300, 4e300), 5e300, relative: 1e-15))
    #expect(close(ElementaryFunctions.hypot(3e-300, 4e-300), 5e-300, relative: 1e-15))
    #expect(ElementaryFunctions.hypot(0, 0) == 0)
  }

  @Test func endsOfTheRangeAreHandled() {
    #expect(ElementaryFunctions.exp(1000) == .infinity)
    #expect(ElementaryFunctions.exp(-1000) == 0)
    #expect(ElementaryFunctions.exp(-744.4) == Foundation.exp(-744.4))
    #expect(ElementaryFunctions.log(0) == -.infinity)
    #expect(ElementaryFunctions.log(-1).isNaN)
    #expect(ElementaryFunctions.sin(.infinity).isNaN)
    #expect(ElementaryFunctions.tanh(100) == 1)
    #expect(ElementaryFunctions.asin(1.5).isNaN)
    #expect(ElementaryFunctions.acos(-1) == Double.pi)
  }

  /// The same bits on every machine: FNV-1a over the results, computed once and written down here. Whoever
  /// changes an expression changes emitted files and must change this number knowingly.
  @Test func bitsArePinned() {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for function in Self.cases {
      for x in Self.points(in: function.range, count: 2_000) {
        hash = (hash ^ function.ours(x).bitPattern) &* 0x100_0000_01b3
      }
    }
    for x in Self.points(in: 0.01...30, count: 2_000) {
      hash = (hash ^ ElementaryFunctions.pow(x, 3.7).bitPattern) &* 0x100_0000_01b3
      hash = (hash ^ ElementaryFunctions.atan2(x - 15, 1.25).bitPattern) &* 0x100_0000_01b3
    }
    #expect(hash == 9_191_016_524_273_588_506, "now \(hash)")
  }

  /// Difference in units of the reference's last place.
  static func lastPlaces(_ value: Double, _ reference: Double) -> Double {
    if value == reference || (value.isNaN && reference.isNaN) { return 0 }
    guard value.isFinite, reference.isFinite else { return .infinity }
    return abs(value - reference) / reference.ulp
  }

  /// Pseudo-random points, the same in every run (Knuth's MMIX generator).
  static func points(in range: ClosedRange<Double>, count: Int) -> [Double] {
    var state: UInt64 = 2024
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let fraction = Double(state >> 11) * 0x1p-53
      return range.lowerBound * (1 - fraction) + range.upperBound * fraction
    }
  }
}
