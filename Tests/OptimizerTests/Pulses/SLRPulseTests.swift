/// SLR pulses keep the ripples and the bandwidth that were asked for, by simulation.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct SLRPulseTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let use: String
    let filter: String
    var testDescription: String { "\(use), \(filter)" }
  }

  static let uses = ["excitation", "refocusing", "inversion", "saturation"]
  static let cases = uses.flatMap { use in
    ["least-squares", "equiripple", "minimum-phase", "maximum-phase", "windowed-sinc"].map {
      Case(use: use, filter: $0)
    }
  }

  static let duration = 3.2e-3
  static let band = 8 / duration

  @Test(arguments: cases) func profileHasTheBandwidthAskedFor(_ design: Case) throws {
    let profile = try profile(design)
    #expect(close(try #require(profile.fullWidthHalfMaximum), Self.band, relative: 5e-3))
  }

  /// Ripples of 1 %, kept to a tenth by equiripple and minimum-phase designs right up to their transition; a
  /// least-squares filter trades its edges for the rest, so its limit is wider and its transition counts 20 %
  /// more.
  @Test(arguments: cases.filter { $0.filter != "windowed-sinc" })
  func ripplesStayWithinWhatWasAskedFor(_ design: Case) throws {
    let profile = try profile(design)
    let transition = try #require(profile.transitionWidth)
    let isLeastSquares = design.filter == "least-squares"
    let margin = transition * (isLeastSquares ? 1.2 : 1.0)
    let limit = isLeastSquares ? 0.015 : 0.011
    let inside = profile.extremes(atDistances: 0...(Self.band / 2 - margin))
    let outside = profile.extremes(atDistances: (Self.band / 2 + margin)...(3 * Self.band))
    #expect(inside.least >= 1 - limit && inside.most <= 1 + limit, "\(inside)")
    #expect(outside.most <= limit, "\(outside)")
    #expect(outside.least >= -1e-12)
  }

  @Test func inversionRippleIsThatOfTheLongitudinalMagnetisation() throws {
    let wave = try pulse(
      "slr",
      ["duration": Self.duration, "time_bandwidth": 8, "passband_ripple": 0.02, "stopband_ripple": 0.005],
      ["use": "inversion", "filter": "equiripple"])
    // Effect is (1 - Mz) / 2, so ripples of Mz count half.
    let profile = PulseProfile(of: wave, halfWidthHertz: 3 * Self.band)
    let edge = try #require(profile.transitionWidth)
    #expect(close(1 - profile.extremes(atDistances: 0...(Self.band / 2 - edge)).least, 0.01, relative: 0.1))
    #expect(
      close(
        profile.extremes(atDistances: (Self.band / 2 + edge)...(3 * Self.band)).most, 0.0025, relative: 0.1))
  }

  @Test(arguments: [10.0, 30, 60, 90]) func excitationAngleHoldsAcrossTheSlice(_ flip: Double) throws {
    let wave = try pulse(
      "slr", ["flip": flip * degrees, "duration": Self.duration, "time_bandwidth": 8],
      ["filter": "equiripple"])
    let inside = PulseProfile(of: wave, halfWidthHertz: Self.band).extremes(
      atDistances: 0...(0.3 * Self.band))
    let expected = Foundation.sin(flip * degrees)
    #expect(inside.least >= expected * (1 - 0.011) && inside.most <= expected * 1.011, "\(inside)")
  }

  @Test func transitionNarrowsWithTimeBandwidthAndWithPatienceForRipple() throws {
    func transition(_ product: Double, _ ripple: Double) throws -> Double {
      let wave = try pulse(
        "slr",
        [
          "duration": Self.duration, "time_bandwidth": product, "passband_ripple": ripple,
          "stopband_ripple": ripple,
        ], ["filter": "equiripple"])
      let width = try #require(wave.bandwidthHertz)
      return try #require(PulseProfile(of: wave, halfWidthHertz: width).transitionWidth) / width
    }
    #expect(try transition(16, 0.01) < 0.6 * transition(8, 0.01))
    #expect(try transition(8, 0.05) < 0.9 * transition(8, 0.01))
  }

  /// The coarsest sampling of the filter and the hard steps held over several samples.
  @Test(arguments: ["least-squares", "equiripple", "minimum-phase"])
  func largestTimeBandwidthKeepsItsProfile(_ filter: String) throws {
    let product = filter == "minimum-phase" ? 40.0 : 80
    let wave = try pulse(
      "slr", ["duration": 10.24e-3, "time_bandwidth": product], ["filter": filter], rasterMicroseconds: 2)
    let band = product / 10.24e-3
    let profile = PulseProfile(of: wave, halfWidthHertz: 1.2 * band, count: 601)
    #expect(close(try #require(profile.fullWidthHalfMaximum), band, relative: 3e-3))
    let inside = profile.extremes(atDistances: 0...(0.45 * band))
    #expect(inside.least > 0.985)
    #expect(profile.extremes(atDistances: (0.55 * band)...(1.2 * band)).most < 0.015)
  }

  @Test func samplesAreOnTheRasterAsAskedAndSymmetricForLinearPhase() throws {
    let wave = try pulse("slr", ["duration": Self.duration, "bandwidth": Self.band], rasterMicroseconds: 1)
    #expect(wave.real.count == 3_200)
    #expect(wave.centre == Time(microseconds: 1_600))
    for n in 0..<1_600 { #expect(abs(wave.real[n] - wave.real[3_199 - n]) < 1e-3 * wave.peakHertz) }
  }

  @Test func finerSamplesDoNotChangeTheProfile() throws {
    let quantities = ["duration": Self.duration, "bandwidth": Self.band]
    let coarse = try pulse("slr", quantities, ["use": "refocusing"], rasterMicroseconds: 16)
    let fine = try pulse("slr", quantities, ["use": "refocusing"], rasterMicroseconds: 1)
    let offsets = (-40...40).map { Double($0) * Self.band / 40 }
    let a = BlochSimulator.rotations(of: coarse, on: SpinEnsemble(positionsHertz: offsets))
    let b = BlochSimulator.rotations(of: fine, on: SpinEnsemble(positionsHertz: offsets))
    for (x, y) in zip(a, b) { #expect(abs(x.refocusing - y.refocusing) < 0.02) }
  }

  /// Undone precession since the rotation point leaves little phase: the slice adds up. From the middle of
  /// the pulse it does not.
  @Test func minimumPhaseRefocusesFromItsRotationPoint() throws {
    let wave = try pulse(
      "slr", ["duration": Self.duration, "time_bandwidth": 8], ["filter": "minimum-phase"])
    #expect(wave.centre > Time(nearestToSeconds: 0.7 * Self.duration) ?? .zero)
    #expect(try coherence(wave, from: wave.centre) > 0.9)
    #expect(try coherence(wave, from: Time(picoseconds: wave.duration.picoseconds / 2)) < 0.3)
    let mirrored = try pulse(
      "slr", ["duration": Self.duration, "time_bandwidth": 8], ["filter": "maximum-phase"])
    #expect(mirrored.centre < Time(nearestToSeconds: 0.3 * Self.duration) ?? .zero)
    #expect(try coherence(mirrored, from: mirrored.centre) > 0.93)
  }

  @Test func linearPhaseRefocusesFromItsMiddle() throws {
    let wave = try pulse("slr", ["duration": Self.duration, "time_bandwidth": 8])
    #expect(try coherence(wave, from: wave.centre) > 0.97)
  }

  /// |sum of Mxy exp(-i 2 pi f (T - t))| over sum of |Mxy| within the slice.
  private func coherence(_ wave: PulseWaveform, from instant: Time) throws -> Double {
    let after = (wave.duration - instant).seconds
    var (x, y, whole) = (0.0, 0.0, 0.0)
    for n in -200...200 {
      let offset = Double(n) / 400 * Self.band
      let m = SpinRotation(of: wave, positionHertz: offset).applied(to: .equilibrium)
      let angle = -2 * Double.pi * offset * after
      x += m.x * Foundation.cos(angle) - m.y * Foundation.sin(angle)
      y += m.x * Foundation.sin(angle) + m.y * Foundation.cos(angle)
      whole += Foundation.hypot(m.x, m.y)
    }
    return Foundation.hypot(x, y) / whole
  }

  private func profile(_ design: Case) throws -> PulseProfile {
    let wave = try pulse(
      "slr", ["duration": Self.duration, "time_bandwidth": 8], ["use": design.use, "filter": design.filter])
    return PulseProfile(of: wave, halfWidthHertz: 3 * Self.band, count: 1_201)
  }
}
