// `reach profile`: pulses by themselves, found under the limits of a search.
import Foundation
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct SearchProfileTests {
  private static let provenance = PinnedPulse.Provenance()

  private func design(_ lines: String, pulse: String) -> String {
    SearchFixtures.design(lines, mix: "optimized(\(pulse))")
  }

  @Test(arguments: ["excitation", "inversion", "refocusing", "rotation 70 deg"])
  func profilesHaveTheirGradientInTheSearch(kind: String) throws {
    let search = try SearchFixtures.search(
      design(
        "reach profile \(kind) of mix band 1 kHz transition 0.4 kHz weight 2\nminimize crlb of pair\n"
          + "over b1 0.9 .. 1.1 in 2 steps",
        pulse: "duration: 1.6 ms, step: 100 us, peak: 15 uT, knots: 200 us"))
    let start = search.firstStart(PulseSearch.Plan(starts: 1, iterations: 1, seed: 3))
    #expect(TestFunctions.gradientError(search.function(.polishing), at: start) < 1e-7)
  }

  /// A slice-selective excitation of five times the bandwidth, from noise, below the bound of B1.
  @Test func aSliceSelectiveExcitationIsFound() throws {
    let search = try SearchFixtures.search(
      design(
        "reach profile excitation of mix band 2 kHz transition 0.8 kHz",
        pulse: "duration: 2.56 ms, step: 40 us, peak: 18 uT"))
    let found = try search.run(
      PulseSearch.Plan(starts: 4, iterations: 120, seed: 1), nucleus: .proton, provenance: Self.provenance)
    #expect(found.loss < 0.05 && found.loss < 0.2 * found.startLoss, "\(found.loss) from \(found.startLoss)")
    let pulse = found.pulses[0]
    #expect(pulse.peakMicrotesla <= 18)
    #expect(search.request.objectiveWords == "reach profile excitation of mix band 2 kHz transition 800 Hz")
    let scales = try #require(found.profiles.first?.scales)
    #expect(scales.count == 1 && scales[0].meanInside > 0.97)
    // By rotations of single spins, between the offsets that were searched on, too.
    let (x, y) = pulse.hertz(.proton)
    func transverse(_ offset: Double) -> Double {
      var rotation = SpinRotation()
      for index in x.indices {
        rotation.turn(b1xHertz: x[index], b1yHertz: y[index], offsetHertz: offset, seconds: 40e-6)
      }
      return rotation.excitation
    }
    for offset in stride(from: -900.0, through: 900, by: 37) {
      #expect(transverse(offset) > 0.85, "\(offset)")
    }
    for offset in stride(from: 1850.0, through: 3500, by: 37) {
      #expect(transverse(offset) < 0.3 && transverse(-offset) < 0.3, "\(offset)")
    }
  }

  /// A rectangle of 180 deg turns 90.5 % of the spins over where B1 is 20 % off.
  @Test func anInversionBecomesInsensitiveToB1() throws {
    let search = try SearchFixtures.search(
      design(
        "reach profile inversion of mix band 400 Hz\nover b1 0.8 .. 1.2 in 3 steps",
        pulse: "duration: 4 ms, step: 100 us, peak: 15 uT"))
    let found = try search.run(
      PulseSearch.Plan(starts: 4, iterations: 100, seed: 1), nucleus: .proton, provenance: Self.provenance)
    let scales = try #require(found.profiles.first?.scales)
    #expect(scales.map(\.b1Scale) == [0.8, 1, 1.2])
    #expect(scales.allSatisfy { $0.leastInside > 0.97 && $0.mostOutside == nil }, "\(scales)")
  }

  @Test(arguments: ["refocusing", "rotation 90 deg"]) func otherProfilesAreFound(kind: String) throws {
    let search = try SearchFixtures.search(
      design(
        "reach profile \(kind) of mix band 300 Hz", pulse: "duration: 2 ms, step: 100 us, peak: 15 uT"))
    let found = try search.run(
      PulseSearch.Plan(starts: 2, iterations: 60, seed: 1), nucleus: .proton, provenance: Self.provenance)
    #expect(found.loss < 0.02 && found.loss < found.startLoss, "\(found.loss)")
  }

  /// RF of 2.6, 4 and 1 ms in each second, all within 20 ms.
  @Test(arguments: [(0.0077, nil, true), (0.0075, nil, false), (0.39, 0.02, true), (0.37, 0.02, false)])
  func theScannersShareOfTimeWithRFBoundsTheSequence(share: Double, window: Double?, isTaken: Bool) throws {
    let (_, output, markers) = try SearchFixtures.compiled(SearchFixtures.design("minimize crlb of pair"))
    do {
      _ = try PulseSearch(
        output, markers: markers, fieldTesla: 3, threads: 1,
        rfDuty: RFDutyLimit(share: share, windowSeconds: window))
      #expect(isTaken)
    } catch {
      #expect(!isTaken && error.message.contains("and the scanner allows"), "\(error.message)")
    }
  }
}

// `bandwidth`: the RF of a search keeps to a band.
@Suite struct SearchBandTests {
  private func search(_ lines: String) throws -> PulseSearch {
    try SearchFixtures.search(
      SearchFixtures.design(
        "minimize crlb of pair\n" + lines, mix: "optimized(duration: 2 ms, step: 20 us, peak: 15 uT)"))
  }

  @Test func theBoundHasItsGradientInTheSearch() throws {
    let search = try search("bandwidth 6 kHz below 2 %")
    let start = search.firstStart(PulseSearch.Plan(starts: 1, iterations: 1, seed: 3))
    #expect(TestFunctions.gradientError(search.function(.polishing), at: start) < 1e-7)
  }

  @Test func theRFOfWhatIsFoundKeepsToItsBand() throws {
    let plan = PulseSearch.Plan(starts: 1, iterations: 40, seed: 1)
    let free = try search("")
    let bound = try search("bandwidth 4 kHz")
    #expect(free.bands.isEmpty)
    let wide = try free.run(plan, nucleus: .proton, provenance: PinnedPulse.Provenance())
    let kept = try bound.run(plan, nucleus: .proton, provenance: PinnedPulse.Provenance())
    let outside = bound.bands[0].limit.share(outsideOf: wide.controls)
    let figures = try #require(bound.bandFigures(of: kept).first)
    #expect(outside > 0.01, "\(outside)")
    #expect(figures.pulse == "mix" && figures.widthHertz == 4000 && figures.largestShare == 0.01)
    #expect(figures.isKept, "\(figures.share)")
  }

  @Test func profilesNeedNoAcquisition() throws {
    let text = SearchFixtures.design(
      "reach profile inversion of mix band 400 Hz\nover b1 0.9 .. 1.1 in 3 steps",
      mix: "optimized(duration: 2 ms, step: 100 us, peak: 15 uT)")
    let start = try #require(text.range(of: "sequence {")?.lowerBound)
    let end = try #require(text.range(of: "optimize {")?.lowerBound)
    let alone = text.replacingCharacters(in: start..<end, with: "sequence {\n  mix\n}\n")
    let (_, output, markers) = try SearchFixtures.compiled(alone)
    let search = try PulseSearch(output, markers: markers, fieldTesla: 3, threads: 1)
    #expect(search.isOfPulsesAlone)
    let plan = PulseSearch.Plan(starts: 2, iterations: 60, seed: 1)
    var found = try search.run(plan, nucleus: .proton, provenance: PinnedPulse.Provenance())
    // The same as with an acquisition behind it.
    let withOne = try SearchFixtures.search(text)
    #expect(!withOne.isOfPulsesAlone)
    let other = try withOne.run(plan, nucleus: .proton, provenance: PinnedPulse.Provenance())
    #expect(found.pulses[0].microteslaX == other.pulses[0].microteslaX && found.loss == other.loss)
    #expect(found.profiles[0].scales.count == 3 && found.profiles[0].scales[1].leastInside > 0.95)
    let built = try SearchFixtures.compiled(alone, pinned: ["mix": found.pulses[0]])
    let verification = try search.verify(&found, emitted: try #require(built.sequence))
    #expect(verification.difference == nil && verification.isConfirmed && verification.exact == nil)
    #expect(verification.rmsHertz > 0)
  }

  /// Aims that look at spectra need one.
  @Test func otherAimsNeedAnAcquisition() throws {
    let text = SearchFixtures.design("reach profile inversion of mix band 400 Hz\nminimize crlb of pair")
      .replacing("acquire 256 points dwell 1 ms phase by n (0, 180) deg", with: "")
    let (_, output, markers) = try SearchFixtures.compiled(text)
    #expect(throws: SearchProblem.self) {
      try PulseSearch(output, markers: markers, fieldTesla: 3, threads: 1)
    }
  }
}
