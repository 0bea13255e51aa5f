import TestSupport
import Testing

@testable import SequenceIR

@Suite struct SequenceSummaryTests {
  @Test func echoTimeOfAGradientEchoIsWhereTheAreasCancel() throws {
    let summary = SequenceSummary(of: AnalysisSequences.gradientEcho())
    // Excitation centre at 0.6 ms; readout starts at 3.2 ms; k = 0 after 0.93 ms of it.
    let echo = try #require(summary.echoes.echoes.first)
    #expect(summary.echoes.echoes.count == 1)
    #expect(echo.kind == .kSpaceCentre)
    #expect(echo.time == Time(microseconds: 3530))
    #expect(echo.closest < 1e-6)
  }

  @Test func extentOfKSpaceIsThatOfTheSamples() throws {
    let extent = try #require(SequenceSummary(of: AnalysisSequences.gradientEcho()).echoes.extent)
    // First sample at 105 us: -88 + 5 + 0.5 = -82.5 /m; last at 1695 us: -88 + 5 + 159.5 = 76.5 /m.
    #expect(close(extent[0].lowerBound, -82.5, relative: 1e-12))
    #expect(close(extent[0].upperBound, 76.5, relative: 1e-12))
    #expect(extent[1] == 0...0)
  }

  @Test func rotationTurnsKSpaceIntoPhysicalAxes() throws {
    // A quarter turn about z takes x to y.
    let half = 0.5.squareRoot()
    let turned = AnalysisSequences.gradientEcho(rotation: Rotation(w: half, x: 0, y: 0, z: half))
    let extent = try #require(SequenceSummary(of: turned).echoes.extent)
    #expect(close(extent[1].lowerBound, -82.5, relative: 1e-12))
    #expect(abs(extent[0].lowerBound) < 1e-12)
  }

  @Test func spinEchoComesAtTwiceTheDistanceToRefocusing() throws {
    let summary = SequenceSummary(of: AnalysisSequences.spinEcho(crushers: (500, 500)))
    let echo = try #require(summary.echoes.echoes.first)
    #expect(echo.kind == .spinEcho)
    #expect(echo.time == Time(microseconds: 28_000))
    #expect(echo.closest < 1e-9)
  }

  @Test func unbalancedCrushersShowAsAMomentLeftOver() throws {
    let summary = SequenceSummary(of: AnalysisSequences.spinEcho(crushers: (500, 300)))
    let echo = try #require(summary.echoes.echoes.first)
    #expect(close(echo.closest, 200, relative: 1e-12))
  }

  @Test func dataWithoutRefocusingCountFromTheirFirstSample() throws {
    var sequence = AnalysisSequences.spinEcho(crushers: (500, 500))
    sequence.blocks.remove(at: 3)
    sequence.segments[0].blocks = 0..<5
    let echo = try #require(SequenceSummary(of: sequence).echoes.echoes.first)
    #expect(echo.kind == .acquisitionStart)
    // 2 + 10 + 2 + 2 + 7.6 + 0.25 - 0.6 ms
    #expect(echo.time == Time(microseconds: 23_250))
  }

  @Test func repeatedSegmentCountsLikeOneWrittenOut() {
    var looped = AnalysisSequences.gradientEcho()
    looped.segments[0].repetitions = 50
    var writtenOut = looped
    writtenOut.blocks = Array(repeating: looped.blocks, count: 50).flatMap(\.self)
    writtenOut.makeSingleSegment()
    let (a, b) = (SequenceSummary(of: looped), SequenceSummary(of: writtenOut))
    #expect(a.echoes.echoes.map(\.count) == [50])
    #expect(a.echoes.repetitionTimes == [.init(time: Time(microseconds: 10_000), count: 49)])
    #expect(a.echoes.echoes == b.echoes.echoes)
    #expect(a.echoes.repetitionTimes == b.echoes.repetitionTimes)
    #expect(a.pulses.energy == b.pulses.energy || close(a.pulses.energy, b.pulses.energy, relative: 1e-12))
    #expect(a.duration == Time(microseconds: 500_000))
  }

  @Test func hugeRepetitionCountIsNotUnrolled() {
    var sequence = AnalysisSequences.gradientEcho()
    sequence.segments[0].repetitions = 100_000_000
    let summary = SequenceSummary(of: sequence)
    #expect(summary.echoes.repetitionTimes.map(\.count) == [99_999_999])
    #expect(summary.acquisition.samples == 16_000_000_000)
    #expect(summary.notes.isEmpty)
  }

  @Test func sequenceBeyondTheBudgetSaysSo() {
    // Without an excitation every run starts from another k, so nothing may be skipped.
    var sequence = AnalysisSequences.gradientEcho()
    sequence.blocks.removeFirst()
    sequence.segments = [Segment(name: "", blocks: 0..<3, repetitions: 10_000_000)]
    let summary = SequenceSummary(of: sequence)
    #expect(summary.notes.contains { $0.contains("first 2000000 blocks") })
  }

  @Test func gradientFiguresOfATrapezoidAreTheClosedForms() {
    let summary = SequenceSummary(of: AnalysisSequences.gradientEcho())
    let x = summary.gradients[0]
    #expect(x.peakHertzPerMetre == 100_000)
    #expect(close(x.peakSlewHertzPerMetrePerSecond, 100_000 / 100e-6, relative: 1e-9))
    // A ramp of duration r contributes A^2 r / 3; played time 10 ms.
    let square = 80_000.0 * 80_000 * (1e-3 + 2 * 100e-6 / 3) + 100_000.0 * 100_000 * (1.6e-3 + 2 * 100e-6 / 3)
    #expect(close(x.rmsHertzPerMetre, (square / 10e-3).squareRoot(), relative: 1e-9))
    #expect(summary.gradients[1].peakHertzPerMetre == 0)
  }

  @Test func energyAndFlipAngleOfARectangleAreTheClosedForms() {
    let summary = SequenceSummary(of: AnalysisSequences.spinEcho(crushers: (500, 500)))
    // B1^2 T: (250^2 + 500^2) Hz^2 x 1 ms; flip: 2 pi B1 T.
    #expect(close(summary.pulses.energy, 312.5, relative: 1e-12))
    #expect(summary.pulses.peakHertz == 500)
    #expect(summary.pulses.played.map(\.use) == [.excitation, .refocusing])
    #expect(close(summary.pulses.flipAngles[0].lowerBound, .pi / 2, relative: 1e-9))
    #expect(close(summary.pulses.flipAngles[1].lowerBound, .pi, relative: 1e-9))
    #expect(!summary.pulses.usesAreGuessed)
  }

  @Test func usesThatAreNotGivenAreGuessedAndSaidToBe() {
    var sequence = AnalysisSequences.empty()
    sequence.blocks = [250.0, 500].map { AnalysisSequences.pulse(.undefined, hertz: $0, in: &sequence) }
    sequence.makeSingleSegment()
    let summary = SequenceSummary(of: sequence)
    #expect(summary.pulses.played.map(\.use) == [.excitation, .refocusing])
    #expect(summary.notes.contains { $0.contains("does not say what its pulses are for") })
  }

  @Test func labelsAreFollowedThroughRepetitions() throws {
    var sequence = AnalysisSequences.gradientEcho()
    var extras = Extras()
    extras.labels = [LabelOperation(.increment, .line, 2), LabelOperation(.set, .echo, 3)]
    sequence.blocks[2].extras = sequence.library.add(extras)
    sequence.segments[0].repetitions = 1000
    let labels = SequenceSummary(of: sequence).labels
    #expect(labels.map(\.label) == [.echo, .line])
    #expect(labels.map(\.values) == [3...3, 2...2000])
  }

  @Test func emptySequenceIsSummarised() {
    let summary = SequenceSummary(of: AnalysisSequences.empty())
    #expect(summary.duration == .zero)
    #expect(summary.echoes.extent == nil)
    #expect(summary.text().contains("acquisition   none"))
  }

  @Test func differencesNameWhatChangedAndNothingElse() {
    var slower = AnalysisSequences.gradientEcho()
    slower.blocks[3].duration = Time(microseconds: 6000)
    let first = SequenceSummary(of: AnalysisSequences.gradientEcho())
    let diff = SequenceDiff(first, SequenceSummary(of: slower))
    // Longer: so is the duration, and every mean over it is lower.
    #expect(diff.differences.map(\.name) == ["duration", "gradient x", "RF"])
    #expect(diff.differences[0].first == "10 ms")
    #expect(diff.differences[0].second == "11 ms")
    #expect(SequenceDiff(first, first).differences.isEmpty)
  }
}
