// Pulses made of other pulses: what each place sees is what the other pulse gave it.
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite struct DerivedPulseTests {
  private func derived(
    _ family: String, of waveform: PulseWaveform, _ quantities: [String: Double]
  ) throws -> PulseWaveform {
    let row = try #require(PulseFamily.derived.first { $0.name == family })
    let source = PulseSource(waveform: waveform, amplitude: 80e-3 * 42.576e6, slew: 200 * 42.576e6)
    let arguments = PulseArguments(
      quantities: quantities, raster: waveform.dwell, nucleus: .proton, source: source)
    switch row.design(arguments) {
    case .success(let pulse): return pulse
    case .failure(let problem): throw DesignFailure(description: problem.message)
    }
  }

  // MARK: multiband

  @Test(arguments: [2, 3, 5]) func eachBandIsTheSliceOfTheOtherPulse(_ bands: Int) throws {
    let single = try pulse("slr", ["flip": 60 * degrees, "duration": 5.2e-3, "time_bandwidth": 4])
    let spacing = 6 * (single.bandwidthHertz ?? 0)
    let several = try derived("multiband", of: single, ["bands": Double(bands), "spacing": spacing])
    for band in 0..<bands {
      let centre = (Double(band) - Double(bands - 1) / 2) * spacing
      for place in stride(from: -800.0, through: 800, by: 100) {
        let expected = SpinRotation(of: single, positionHertz: place).excitation
        let found = SpinRotation(of: several, positionHertz: centre + place).excitation
        // Neighbours add what their stop bands have, about a per cent each.
        #expect(abs(found - expected) < 0.02, "band \(band) at \(place) Hz")
      }
    }
  }

  /// Wong, ISMRM 2012: phases bring the peak of N bands from N down to sqrt(N) and some more; two always meet somewhere.
  @Test(arguments: [(2, 2.0), (3, 2.30), (4, 2.65), (6, 3.20), (8, 3.65)]) func phasesKeepThePeakLow(
    _ bands: Int, _ most: Double
  ) throws {
    let single = try pulse("slr", ["flip": 30 * degrees, "duration": 5.2e-3, "time_bandwidth": 4])
    let several = try derived(
      "multiband", of: single, ["bands": Double(bands), "spacing": 6 * (single.bandwidthHertz ?? 0)])
    let ratio = several.peakHertz / single.peakHertz
    #expect(ratio < most && ratio > Double(bands).squareRoot() * 0.9, "\(ratio)")
  }

  @Test func tooMuchB1IsRefusedWithTheLengthThatWouldDo() throws {
    let single = try pulse("slr", ["flip": 90 * degrees, "duration": 2.6e-3, "time_bandwidth": 4])
    let spacing = 6 * (single.bandwidthHertz ?? 0)
    #expect(throws: DesignFailure.self) {
      try derived("multiband", of: single, ["bands": 4, "spacing": spacing, "peak": 10e-6])
    }
    let weak = try derived("multiband", of: single, ["bands": 4, "spacing": spacing, "peak": 60e-6])
    #expect(weak.peakHertz < 60e-6 * 42.576e6)
  }

  // MARK: VERSE

  private static let sources: [(family: String, quantities: [String: Double], keywords: [String: String])] = [
    ("slr", ["duration": 4e-3, "time_bandwidth": 4], ["use": "refocusing", "filter": "windowed-sinc"]),
    ("slr", ["flip": 90 * degrees, "duration": 2.6e-3, "time_bandwidth": 6], [:]),
    ("sinc", ["flip": 40 * degrees, "duration": 2e-3, "time_bandwidth": 4], [:]),
  ]

  @Test(arguments: 0..<3, [1.0, 2.5]) func profileIsThatOfTheOtherPulseWithLessB1(
    _ number: Int, _ speed: Double
  )
    throws
  {
    let source = Self.sources[number]
    let other = try pulse(source.family, source.quantities, source.keywords, rasterMicroseconds: 1)
    let share = 0.55
    let peak = share * other.peakHertz
    let slow = try derived(
      "verse", of: other, ["peak": peak / 42.576e6, "thickness": 5e-3, "speed": speed])
    #expect(slow.peakHertz <= peak * (1 + 1e-9))
    let bandwidth = try #require(other.bandwidthHertz)
    let ratio = try #require(slow.bandwidthHertz) / bandwidth
    #expect(ratio <= speed + 1e-9 && ratio > 0.9)
    for place in stride(from: -1.5, through: 1.5, by: 0.125) {
      let expected = SpinRotation(of: other, positionHertz: place * bandwidth)
      let found = SpinRotation(of: slow, positionHertz: place * bandwidth * ratio)
      #expect(abs(found.refocusing - expected.refocusing) < 2e-3, "\(place) of the slice")
      #expect(abs(found.longitudinal - expected.longitudinal) < 4e-3, "\(place) of the slice")
    }
    // The gradient changes no faster than the slew rate does for 5 mm.
    let modulation = try #require(slow.gradientModulation)
    let strength = try #require(slow.bandwidthHertz) / 5e-3
    for (one, next) in zip(modulation, modulation.dropFirst()) {
      #expect(abs(next - one) * strength / slow.dwell.seconds <= 200 * 42.576e6)
    }
    let longer = slow.duration.seconds / other.duration.seconds
    #expect(speed > 1 ? longer < 1.5 : longer > 1)
  }

  /// Enough B1 and no more gradient: nothing changes.
  @Test func pulseBelowTheLimitStaysAsItIs() throws {
    let other = try pulse("sinc", ["flip": 40 * degrees, "duration": 2e-3, "time_bandwidth": 4])
    let same = try derived("verse", of: other, ["peak": 1e-4, "thickness": 5e-3])
    #expect(same.real.count == other.real.count && same.centre == other.centre)
    for (one, two) in zip(same.real, other.real) { #expect(abs(one - two) < 1e-6 * other.peakHertz) }
  }
}
