// RF duty: a search takes a sequence exactly where the check of the emitted file passes it.
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct SearchDutyTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var windowMilliseconds: Double
    /// By hand.
    var share: Double
    var build: @Sendable (inout SequenceBuilder) -> Void
  }

  private static func pulse(_ peak: Double, _ milliseconds: Double) -> SequenceBuilder.Event {
    .rectangle(peak, duration: milliseconds * 1e3, delay: 100)
  }

  static let cases: [Case] = [
    // 2 ms and 3 ms lie in one window.
    Case(testDescription: "within the run", windowMilliseconds: 20, share: 5.0 / 20) {
      $0.block("2 ms", 10_000, pulse(1, 2))
      $0.block("3 ms", 90_000, pulse(1, 3))
    },
    // The last pulse ends at 99.1 ms, the first begins 1 ms later: 3 ms and 3 ms.
    Case(testDescription: "over the end of the run", windowMilliseconds: 20, share: 6.0 / 20) {
      $0.block("first", 96_000, pulse(1, 3))
      $0.block("last", 4_000, pulse(1, 3))
    },
    Case(testDescription: "a pulse of scale 0", windowMilliseconds: 20, share: 2.0 / 20) {
      $0.block("2 ms", 10_000, pulse(1, 2))
      $0.block("5 ms of nothing", 90_000, pulse(0, 5))
    },
    Case(testDescription: "a pulse of zeros", windowMilliseconds: 20, share: 2.0 / 20) {
      $0.block("2 ms", 10_000, pulse(1, 2))
      $0.block("5 ms of zeros", 90_000, .pulse([Double](repeating: 0, count: 5_000), delay: 100))
    },
    Case(testDescription: "a negative amplitude", windowMilliseconds: 20, share: 5.0 / 20) {
      $0.block("2 ms", 10_000, pulse(-1, 2))
      $0.block("3 ms", 90_000, pulse(-1, 3))
    },
    // 10 ms hold RF of 4 ms twice, and the window of 25 ms takes a third begun: 4 + 4 + 4.
    Case(testDescription: "a window longer than the run", windowMilliseconds: 25, share: 12.0 / 25) {
      $0.block("4 ms", 10_000, pulse(1, 4))
    },
    Case(testDescription: "repetitions of a segment", windowMilliseconds: 100, share: 0.2) {
      $0.block("2 ms of 10 ms", 10_000, pulse(1, 2))
      $0.endSegment(repetitions: 50)
    },
  ]

  @Test(arguments: cases) func aSearchTakesWhatTheCheckPasses(_ example: Case) throws {
    var builder = SequenceBuilder()
    example.build(&builder)
    for (factor, isTaken) in [(1 + 1e-6, true), (1 - 1e-6, false)] {
      let limit = example.share * factor
      var (sequence, sources) = builder.finished()
      sequence.name = "test"
      let text =
        TestProfile.t3 + "rf-duty \(DecimalText.shortest(100 * limit)) percent site \"test\"\n"
        + "rf-duty-window \(DecimalText.shortest(example.windowMilliseconds)) ms site \"test\"\n"
      let profile = try #require(TestProfile.load(text, into: &sources))
      let finding = try #require(
        CheckRunner.run(sequence, profile: profile).first { $0.isSummary && $0.check == "R008" })
      #expect(finding.verdict == (isTaken ? .pass : .fail), "\(finding.label)")
      #expect(Self.takes(sequence, try #require(RFDutyLimit(profile))) == isTaken)
    }
  }

  @Test func withoutAWindowTheShareIsThatOfTheRun() throws {
    var builder = SequenceBuilder()
    builder.block("2 ms", 10_000, Self.pulse(1, 2))
    builder.block("nothing", 90_000, Self.pulse(0, 3))
    let sequence = builder.finished().sequence
    #expect(Self.takes(sequence, RFDutyLimit(share: 0.020001, windowSeconds: nil)))
    #expect(!Self.takes(sequence, RFDutyLimit(share: 0.019999, windowSeconds: nil)))
  }

  private static func takes(_ sequence: SequenceIR.Sequence, _ limit: RFDutyLimit) -> Bool {
    let span = SourceSpan(file: FileID(index: 0), offset: 0, length: 0)
    do throws(SearchProblem) {
      try PulseSearch.check(sequence, limit, [], at: span)
      return true
    } catch { return false }
  }
}
