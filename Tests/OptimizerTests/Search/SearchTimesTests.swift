// `vary`: times of a design follow their own exact gradient, and what is no time is told.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct SearchTimesTests {
  private static let times = "let TE = 30 ms\nlet TM = 10 ms"

  /// The echo at TE, and a wait of TM before the searched section.
  private func design(_ lines: String, before: String = times) -> String {
    SearchFixtures.design(lines, before: before, echo: "TE / 2")
      .replacing("    mix\n", with: "    delay TM\n    mix\n")
      .replacing("dwell 1 ms phase by", with: "dwell 1 ms echo at TE phase by")
  }

  @Test func timesHaveTheirGradient() throws {
    let search = try SearchFixtures.search(
      design("minimize crlb of pair\nvary TE in 24 ms .. 60 ms\nvary TM in 2 ms .. 20 ms"))
    #expect(search.space.dimension == 2 * 10 + 2)
    let start = search.firstStart(PulseSearch.Plan(starts: 1, iterations: 1, seed: 4))
    #expect(TestFunctions.gradientError(search.function(.polishing), at: start) < 1e-7)
  }

  /// A time moved within a search is the same design compiled with that time.
  @Test func aMovedTimeIsTheDesignWithThatTime() throws {
    let text = design("minimize crlb of pair\nvary TE in 24 ms .. 60 ms")
    let search = try SearchFixtures.search(text)
    let (_, _, markers) = try SearchFixtures.compiled(text)
    var other = SearchFixtures.recompiled(text, markers, ["TE": Quantity(Time(microseconds: 52_000))])
    other.optimization?.variables = []
    let moved = try PulseSearch(other, markers: markers, fieldTesla: 3, threads: 1)
    let samples = (0..<20).map { 200 + 20 * Double($0) }
    let delays = search.values.delays([52e-3])
    // Two delays of four parts.
    #expect(delays.count == 8)
    // Half of 22 ms before the refocusing pulse; `mix` excites, so that the echo counts from there.
    #expect(abs(delays.reduce(0, +) - 33e-3) < 1e-9, "\(delays)")
    let first = search.accurate.spectra(EnsembleControls(samples: samples, delays: delays))
    let second = moved.accurate.spectra(EnsembleControls(samples: samples))
    // Relaxation acts in other steps; the last polish is that of the design with its own times.
    #expect(ErrorEstimate(spectra: first, finer: second).relative < 5e-4)
  }

  @Test(arguments: [
    ("vary SIZE in 15 mm .. 25 mm", "`SIZE` is neither a time nor an angle nor a number"),
    ("vary DUR in 2 ms .. 4 ms", "`DUR` changes more than delays"),
    ("vary TR in 1 s .. 2 s", "`TR` changes nothing between the first pulse and the acquisition"),
    ("vary TE in 4 ms .. 60 ms", "the design cannot be built with TE = 4 ms"),
  ]) func whatIsNoDelayIsTold(line: String, words: String) throws {
    let text = design(
      "minimize crlb of pair\n\(line)",
      before: Self.times + "\nlet SIZE = 20 mm\nlet DUR = 2.6 ms\nlet TR = 1 s"
    ).replacing("duration: 2.6 ms", with: "duration: DUR").replacing("fill to 1 s", with: "fill to TR")
    do throws(SearchProblem) {
      _ = try problem(text)
      Issue.record("\(line) was searched")
    } catch {
      #expect(error.message.contains(words), "\(error.message)")
    }
  }

  private func problem(_ text: String) throws(SearchProblem) -> PulseSearch {
    do { return try SearchFixtures.search(text) } catch {
      if let problem = error as? SearchProblem { throw problem }
      throw SearchProblem("\(error)", at: nil)
    }
  }
}
