// Requests that cannot be searched are told with their reason; each beside a twin that can.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct SearchRequestTests {
  /// nil: the request is searched.
  private func problem(_ text: String) throws -> SearchProblem? {
    do throws(SearchProblem) {
      let (_, output, markers) = try compiled(text)
      _ = try PulseSearch(output, markers: markers, fieldTesla: 3, threads: 1)
      return nil
    } catch { return error }
  }

  private func compiled(_ text: String) throws(SearchProblem) -> (
    Void, DesignCompiler.Output, [String: PinnedPulse]
  ) {
    do {
      let (_, output, markers) = try SearchFixtures.compiled(text)
      return ((), output, markers)
    } catch { throw SearchProblem("\(error)", at: nil) }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var bad: String
    var code: DiagnosticCode
    var words: String
    var good: String
    var testDescription: String { words }
  }

  static let cases = [
    // 1 ms dwell at 3 T: 7.8 ppm around 4.65 ppm.
    Case(
      bad: "minimize crlb of pair\nwindow 0.5 ppm .. 4.2 ppm", code: .bandOutsideWindow,
      words: "the window reaches out of the spectrum",
      good: "minimize crlb of pair\nwindow 0.8 ppm .. 4.2 ppm"),
    Case(
      bad: "maximize signal of pair in 2.301 ppm .. 2.302 ppm", code: .bandOutsideWindow,
      words: "no point of the spectrum lies in this band",
      good: "maximize signal of pair in 2.3 ppm .. 2.4 ppm"),
    Case(
      bad: "minimize crlb of pair\nsuppress signal of Cr in 2.3 ppm .. 2.4 ppm", code: .searchImpossible,
      words: "nothing says whose signal that of Cr is compared with",
      good: "maximize signal of pair in 2.3 ppm .. 2.4 ppm\nsuppress signal of Cr in 2.3 ppm .. 2.4 ppm"),
    Case(
      bad: "maximize signal of pair in 2.3 ppm .. 2.4 ppm\nsuppress signal of pair in 2.3 ppm .. 2.4 ppm",
      code: .searchImpossible, words: "maximized and suppressed in the same band",
      good: "maximize signal of pair in 2.3 ppm .. 2.4 ppm\nsuppress signal of Cr in 2.0 ppm .. 2.2 ppm"),
    Case(
      bad: "minimize crlb of pair\nover parameters govindarju", code: .searchImpossible,
      words: "there is no set of spin parameters `govindarju`",
      good: "minimize crlb of pair\nover parameters govindaraju"),
    Case(
      bad: "minimize crlb of pair\nbaseline spline 0.005 ppm", code: .searchImpossible,
      words: "a spline of 0.005 ppm", good: "minimize crlb of pair\nbaseline spline 0.4 ppm"),
  ]

  @Test(arguments: cases) func whatCannotBeSearchedIsToldAndItsTwinIsSearched(example: Case) throws {
    let found = try #require(try problem(SearchFixtures.design(example.bad)))
    #expect(found.code.id == example.code.id)
    #expect(found.message.contains(example.words), "\(found.message)")
    #expect(found.help != nil)
    #expect(try problem(SearchFixtures.design(example.good)) == nil)
  }

  @Test func pulsesTooWeakForAnyEffectAreTold() throws {
    // 15 nT for 1 ms at most 0.23 deg is refused by the language; 100 nT turns by 1.5 deg.
    let weak = "optimized(duration: 1 ms, step: 100 us, peak: 0.1 uT)"
    let found = try #require(try problem(SearchFixtures.design("minimize crlb of pair", mix: weak)))
    #expect(found.code.id == DiagnosticCode.peakProblem.id && found.message.contains("1.5 deg"))
    let strong = "optimized(duration: 1 ms, step: 100 us, peak: 0.4 uT)"
    #expect(try problem(SearchFixtures.design("minimize crlb of pair", mix: strong)) == nil)
  }

  @Test func aPulseThatIsNotPlayedIsTold() throws {
    let more = "pulse idle = optimized(duration: 1 ms, step: 100 us, peak: 10 uT)"
    let found = try #require(try problem(SearchFixtures.design("minimize crlb of pair", before: more)))
    #expect(found.message.contains("no acquisition follows `idle`"))
    let named = SearchFixtures.design("minimize crlb of pair", before: more)
      .replacing("optimize {", with: "optimize mix {")
    #expect(try problem(named) == nil)
  }

  @Test func moleculesThatLookAlikeAreTold() throws {
    let twin = """
      molecule twin {
        spin A at 2.35 ppm
        spin B at 2.10 ppm
        couple A, B 7.3 Hz
        t1 1.2 s
        t2 160 ms
      }
      """
    let text = SearchFixtures.design("minimize crlb of pair", before: twin)
      .replacing("molecules pair 5 mM,", with: "molecules pair 5 mM, twin 5 mM,")
    let found = try #require(try problem(text))
    #expect(found.message.contains("the fit cannot tell `pair` from the other molecules"))
    #expect(try problem(text.replacing("A at 2.35", with: "A at 2.45", maxReplacements: 1)) == nil)
  }
}
