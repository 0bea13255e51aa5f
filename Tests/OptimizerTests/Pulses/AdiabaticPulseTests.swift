/// Adiabatic pulses invert their band, and keep doing so when B1 is off.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct AdiabaticPulseTests {
  /// The exact solution for B1 = A sech(b t) exp(i m ln sech(b t)): Silver, Joseph and Hoult 1985; Hioe 1984.
  /// With offset d: Mz = tanh(pi (d/b + m)/2) tanh(pi (d/b - m)/2) + cos(pi sqrt((A/b)^2 - m^2)) sech(..)
  /// sech(..), angles in rad/s.
  @Test(arguments: [0.6, 1.0, 1.6]) func hyperbolicSecantMatchesItsExactSolution(_ scale: Double) throws {
    let (duration, sweep, truncation, peak) = (20e-3, 1_000.0, 1e-6, 15e-6)
    let secant = try pulse(
      "adiabatic", ["duration": duration, "bandwidth": sweep, "peak": peak, "truncation": truncation],
      ["family": "hs"])
    let rate = Foundation.acosh(1 / truncation) / (duration / 2)
    let modulation = .pi * sweep / rate
    let amplitude = 2 * .pi * 42.576e6 * peak * scale / rate
    let inner = amplitude * amplitude - modulation * modulation
    let oscillation =
      inner >= 0 ? Foundation.cos(.pi * inner.squareRoot()) : Foundation.cosh(.pi * (-inner).squareRoot())
    for offset in stride(from: -1_500.0, through: 1_500, by: 37.5) {
      let low = .pi / 2 * (2 * .pi * offset / rate + modulation)
      let high = .pi / 2 * (2 * .pi * offset / rate - modulation)
      let exact =
        Foundation.tanh(low) * Foundation.tanh(high) + oscillation
        / (Foundation.cosh(low) * Foundation.cosh(high))
      let rotation = SpinRotation(of: secant, positionHertz: offset, b1Scale: scale)
      #expect(abs(rotation.longitudinal - exact) < 1e-4, "\(offset) Hz")
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let family: String
    let quantities: [String: Double]
    /// Part of the band, and the least fraction that must be inverted there.
    let part: Double
    let least: Double
    var testDescription: String { "\(family) \(quantities["order"] ?? 0)" }
  }

  static let cases = [
    Case(family: "hs", quantities: ["duration": 8e-3, "bandwidth": 2_000], part: 0.7, least: 0.991),
    Case(
      family: "hs", quantities: ["duration": 8e-3, "bandwidth": 3_000, "order": 4], part: 0.6, least: 0.994),
    Case(
      family: "goia-wurst", quantities: ["duration": 3.5e-3, "bandwidth": 20_000], part: 0.7, least: 0.99),
    Case(
      family: "goia-wurst", quantities: ["duration": 4.5e-3, "bandwidth": 16_000], part: 0.7, least: 0.99),
    Case(family: "wurst", quantities: ["duration": 4e-3, "bandwidth": 20_000], part: 0.7, least: 0.999),
  ]

  @Test(arguments: cases) func bandIsInvertedAndTheRestIsNot(_ design: Case) throws {
    let sweep = try make(design)
    let band = try #require(sweep.bandwidthHertz)
    let profile = PulseProfile(of: sweep, halfWidthHertz: 2 * band)
    #expect(profile.extremes(atDistances: 0...(design.part * band / 2)).least >= design.least)
    #expect(profile.extremes(atDistances: (0.75 * band)...(2 * band)).most <= 0.01)
    #expect(close(try #require(profile.fullWidthHalfMaximum), band, relative: 5e-3))
  }

  @Test(arguments: cases) func inversionHoldsFromFourFifthsToOneAndAHalfTimesB1(_ design: Case) throws {
    let sweep = try make(design)
    let band = try #require(sweep.bandwidthHertz)
    for scale in [0.8, 1, 1.25, 1.5] {
      let inside = PulseProfile(of: sweep, halfWidthHertz: band, count: 201, b1Scale: scale)
        .extremes(atDistances: 0...(0.3 * band))
      #expect(inside.least >= 0.99, "B1 x \(scale): \(inside.least)")
    }
  }

  @Test(arguments: cases) func inversionFailsWellBelowTheThreshold(_ design: Case) throws {
    let sweep = try make(design)
    #expect(SpinRotation(of: sweep, positionHertz: 0, b1Scale: 0.25).refocusing < 0.75)
  }

  /// Landau and Zener: a sweep through resonance leaves Mz = -1 + 2 exp(-pi Q / 2).
  @Test(arguments: [0.5, 1, 2]) func adiabaticityIsThatOfLandauAndZener(_ quality: Double) throws {
    let sweep = try pulse(
      "adiabatic", ["duration": 20e-3, "bandwidth": 40_000, "adiabaticity": quality], ["family": "wurst"],
      rasterMicroseconds: 2)
    let expected = -1 + 2 * Foundation.exp(-.pi * quality / 2)
    #expect(abs(SpinRotation(of: sweep, positionHertz: 0).longitudinal - expected) < 0.01)
  }

  @Test func peakIsTheOneGiven() throws {
    let sweep = try pulse(
      "adiabatic", ["duration": 4.5e-3, "bandwidth": 10_000, "peak": 15e-6], ["family": "goia-wurst"])
    #expect(close(sweep.peakHertz, 15e-6 * 42.576e6, relative: 1e-3))
  }

  /// Andronesi 2010: gradient 1 at the ends, 1 - 0.9 in the middle, fourth power of a sine between.
  @Test func gradientDipsToATenthInTheMiddle() throws {
    let sweep = try pulse(
      "adiabatic", ["duration": 3.5e-3, "bandwidth": 20_000], ["family": "goia-wurst"], rasterMicroseconds: 1)
    let gradient = try #require(sweep.gradientModulation)
    #expect(gradient.count == sweep.real.count)
    #expect(close(gradient[1_750], 0.1, relative: 1e-6))
    #expect(gradient[0] > 0.999 && gradient[3_499] > 0.999)
    // A quarter from the end: sin(pi/4)^4 = 1/4.
    #expect(close(gradient[875], 0.1 + 0.9 / 4, relative: 5e-3))
  }

  /// A shift of frequency, unlike one of position, is not scaled by the gradient: the profile suffers, as it
  /// must.
  @Test func offsetAndPositionDifferUnderAModulatedGradient() throws {
    let sweep = try make(Self.cases[2])
    let position = SpinRotation(of: sweep, positionHertz: 4_000).refocusing
    let offset = SpinRotation(of: sweep, offsetHertz: 4_000, positionHertz: 0).refocusing
    #expect(position > 0.99)
    #expect(offset < 0.9)
  }

  private func make(_ design: Case) throws -> PulseWaveform {
    try pulse("adiabatic", design.quantities, ["family": design.family], rasterMicroseconds: 2)
  }
}
