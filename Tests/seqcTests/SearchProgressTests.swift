// What a search says while it runs: one rewritten line on a terminal, few lines elsewhere.
import Testing

@testable import Optimizer
@testable import seqc

@Suite struct SearchProgressTests {
  private final class Sink {
    var text = ""
    var seconds = 0.0
  }

  private func progress(_ iteration: Int, finished: Int = 1) -> PulseSearch.Progress {
    PulseSearch.Progress(
      phase: .scouting, start: finished + 1, starts: 32, finished: finished, total: 32, iteration: iteration,
      iterationLimit: 40, value: 4.25, best: 4.125, b1Share: 0.874)
  }

  private func shown(isTerminal: Bool, _ body: (SearchProgress, Sink) -> Void) -> String {
    let sink = Sink()
    let console = Console(
      output: { _ in nil },
      messages: {
        sink.text += String(decoding: $0, as: UTF8.self)
        return nil
      })
    let progress = SearchProgress(
      console: console,
      terminal: Terminal(messagesAreWatched: isTerminal, refusesColour: false, width: 200),
      polishingSeconds: 600, now: { sink.seconds })
    body(progress, sink)
    progress.finish()
    return sink.text
  }

  @Test func theLineSaysWhereTheSearchStands() {
    #expect(
      SearchProgress.line(progress(12), secondsLeft: 125)
        == "scouting start 2 of 32, 1 of 32 done, iteration 12: 4.25, best 4.125, B1 87 % of its peak, at most 3 min left"
    )
  }

  @Test func aTerminalSeesOneLineThatIsRewritten() {
    let text = shown(isTerminal: true) { progress, sink in
      for iteration in 0..<10 {
        sink.seconds += 1
        progress.show(self.progress(iteration))
      }
    }
    #expect(text.filter { $0 == "\r" }.count == 10)
    #expect(text.filter { $0 == "\n" }.count == 1)
  }

  @Test func elsewhereALineComesHalfAMinuteAfterTheOther() {
    let text = shown(isTerminal: false) { progress, sink in
      for iteration in 0..<100 {
        sink.seconds += 1
        progress.show(self.progress(iteration))
      }
    }
    #expect(text.split(separator: "\n").count == 3)
    #expect(!text.contains("\r"))
  }

  /// 31 starts of 40 iterations, of which 8 have been seen since the first, at 2 s each: 31 x 40 - 8 are left,
  /// then 600 s.
  @Test func theTimeLeftIsThatOfTheIterationsLeft() {
    let text = shown(isTerminal: true) { progress, sink in
      for iteration in 0...8 {
        sink.seconds += 2
        progress.show(self.progress(iteration))
      }
    }
    #expect(text.contains("at most \(SearchProgress.time(2 * (31 * 40 - 8) + 600)) left"))
  }

  @Test func timesAreRoundedUp() {
    #expect(SearchProgress.time(0.2) == "1 s")
    #expect(SearchProgress.time(89) == "89 s")
    #expect(SearchProgress.time(601) == "11 min")
    #expect(SearchProgress.time(3 * 3600 + 60) == "3 h 1 min")
  }
}
