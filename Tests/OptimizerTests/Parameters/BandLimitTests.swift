// The share of a pulse's energy outside of a band: against its spectrum, known cases, and central differences.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct BandLimitTests {
  private static let dwell = 20e-6

  private func limit(_ width: Double, _ count: Int, share: Double = 0.01, silent: Range<Int> = 0..<0)
    -> BandLimit
  {
    BandLimit(
      widthHertz: width, largestShare: share, dwellSeconds: Self.dwell,
      isPlayed: (0..<count).map { silent.contains($0) ? 0 : 1 })
  }

  private func noise(_ count: Int) -> [Double] {
    var random = RandomStream(seed: 31)
    return (0..<2 * count).map { _ in 300 * random.gaussian() }
  }

  /// |spectrum of held samples|^2 over the band by the midpoint rule, by the definition.
  private func shareBySpectrum(_ u: [Double], width: Double) -> Double {
    let (points, count) = (40_000, u.count / 2)
    let step = width / Double(points)
    var inside = 0.0
    for point in 0..<points {
      let f = -width / 2 + (Double(point) + 0.5) * step
      var (re, im) = (0.0, 0.0)
      for j in 0..<count {
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(-2 * Double.pi * f * Double(j) * Self.dwell)
        re += u[2 * j] * cosine - u[2 * j + 1] * sine
        im += u[2 * j] * sine + u[2 * j + 1] * cosine
      }
      let held = Self.dwell * ElementaryFunctions.normalisedSinc(f * Self.dwell)
      inside += (re * re + im * im) * held * held * step
    }
    return 1 - inside / (Self.dwell * u.reduce(0) { $0 + $1 * $1 })
  }

  @Test(arguments: [3_000.0, 45_000, 120_000, 1_200_000]) func theShareIsThatOfTheSpectrum(width: Double) {
    let u = noise(17)
    let found = limit(width, 17).share(outsideOf: u)
    #expect(abs(found - shareBySpectrum(u, width: width)) < 1e-7, "\(width)")
  }

  /// B_d by scipy's adaptive quadrature, for F dt of 0.4 and of 25.3, on both sides of the change of method.
  @Test func entriesAreThoseOfQuadrature() {
    #expect(abs(HeldSampleBand(widthByRate: 0.4).outside(0) - (1 - 0.38299717525141025)) < 1e-13)
    #expect(abs(HeldSampleBand(widthByRate: 0.4).outside(3) - 0.0497942747426404) < 1e-13)
    #expect(abs(HeldSampleBand(widthByRate: 25.3).outside(0) - (1 - 0.9920703816050072)) < 1e-13)
    #expect(abs(HeldSampleBand(widthByRate: 25.3).outside(1) + 0.0039007763747616804) < 1e-13)
    #expect(abs(HeldSampleBand(widthByRate: 25.3).outside(5) + 3.24574767584185e-05) < 1e-13)
    for distance in 0..<6 {
      let (below, above) = (HeldSampleBand(widthByRate: 20), HeldSampleBand(widthByRate: 20 * (1 + 1e-12)))
      #expect(abs(below.outside(distance) - above.outside(distance)) < 1e-11)
    }
  }

  /// 90.28 % of the energy of a rectangle of length T is within +-1/T, 77.37 % within +-1/(2 T).
  @Test func aRectangleHasTheSpectrumOfASinc() {
    let u = [Double](repeating: 120, count: 100)
    let seconds = 50 * Self.dwell
    #expect(abs(limit(2 / seconds, 50).share(outsideOf: u) - (1 - 0.902823)) < 1e-5)
    #expect(abs(limit(1 / seconds, 50).share(outsideOf: u) - (1 - 0.773695)) < 1e-5)
    #expect(limit(1e9, 50).share(outsideOf: u) < 1e-4)
    #expect(limit(1e3, 50).share(outsideOf: [Double](repeating: 0, count: 100)) == 0)
  }

  @Test(arguments: [4_000.0, 60_000, 2_000_000]) func theBoundHasItsGradient(width: Double) {
    let u = noise(24)
    for share in [0.3, 0.01] {
      let bound = limit(width, 24, share: share, silent: 9..<12)
      var gradient = [Double](repeating: 0, count: u.count)
      _ = bound.loss(u, addingGradientTo: &gradient)
      let largest = gradient.reduce(0) { max($0, abs($1)) }
      for index in u.indices {
        func moved(_ by: Double) -> Double {
          var (other, unused) = (u, gradient)
          other[index] += by
          return bound.loss(other, addingGradientTo: &unused)
        }
        let difference = (8 * (moved(0.5) - moved(-0.5)) - (moved(1) - moved(-1))) / 6
        #expect(abs(difference - gradient[index]) < 1e-7 * largest, "\(width) \(share) \(index)")
      }
      #expect(gradient[18..<24].allSatisfy { $0 == 0 })
    }
  }

  @Test func theBoundCountsNothingBelowTheLimitAndTheLogarithmAboveIt() {
    let u = noise(20)
    let share = limit(5_000, 20).share(outsideOf: u)
    var unused = [Double](repeating: 0, count: 40)
    let far = limit(5_000, 20, share: share / 1000).loss(u, addingGradientTo: &unused)
    #expect(abs(far - ElementaryFunctions.log(1000)) < 1e-6)
    #expect(limit(5_000, 20, share: 100 * share).loss(u, addingGradientTo: &unused) < 1e-4)
  }
}
