// The scanner's limits inside the search: what it finds is below them, whatever it wants.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct SearchLimitTests {
  private static let plan = PulseSearch.Plan(starts: 1, iterations: 6, seed: 2)

  private func search(_ text: String, b1RMSTesla: Double?) throws -> (PulseSearch, DesignCompiler.Output) {
    let (_, output, markers) = try SearchFixtures.compiled(text)
    return (
      try PulseSearch(output, markers: markers, fieldTesla: 3, threads: 1, b1RMSTesla: b1RMSTesla), output
    )
  }

  /// Energy of the sequence with the found pulse in place of its marker, by the summary that `inspect` prints.
  private func rmsTesla(_ found: PulseSearch.Found, _ text: String) throws -> Double {
    let pulses = Dictionary(uniqueKeysWithValues: found.pulses.map { ($0.name, $0) })
    let output = try SearchFixtures.compiled(text, pinned: pulses)
    let sequence = try #require(output.sequence)
    return SequenceSummary(of: sequence).pulses.rmsHertz / output.nucleus.hertzPerTesla
  }

  @Test func theSequenceStaysBelowTheRootMeanSquareOfTheScanner() throws {
    let text = SearchFixtures.design(
      "maximize signal of pair in 2.2 ppm .. 2.5 ppm",
      mix: "optimized(duration: 4 ms, step: 100 us, peak: 15 uT)")
    let provenance = PinnedPulse.Provenance()
    let (free, _) = try search(text, b1RMSTesla: nil)
    let unlimited = try rmsTesla(
      try free.run(Self.plan, nucleus: .proton, provenance: provenance), text)
    var silent = try free.run(Self.plan, nucleus: .proton, provenance: provenance)
    silent.pulses[0].microteslaX = [Double](repeating: 1e-3, count: 40)
    silent.pulses[0].microteslaY = [Double](repeating: 0, count: 40)
    let others = try rmsTesla(silent, text)
    #expect(unlimited > 1.02 * others)
    // Half of the energy that the search would like to have.
    let limit = (0.5 * (unlimited * unlimited + others * others)).squareRoot()
    let (limited, _) = try search(text, b1RMSTesla: limit)
    let found = try limited.run(Self.plan, nucleus: .proton, provenance: provenance)
    let reached = try rmsTesla(found, text)
    #expect(reached <= limit)
    #expect(reached > others)
  }

  @Test func aLimitThatTheOtherPulsesExceedIsTold() throws {
    let text = SearchFixtures.design("minimize crlb of pair")
    #expect(throws: SearchProblem.self) { try search(text, b1RMSTesla: 0.1e-6) }
    _ = try search(text, b1RMSTesla: 1e-6)
  }

  @Test func aSmoothPulseHasTheGradientOfItsKnotsAndNoSharpStep() throws {
    let text = SearchFixtures.design(
      "minimize crlb of pair", mix: "optimized(duration: 4 ms, step: 50 us, peak: 15 uT, knots: 400 us)")
    let (search, _) = try search(text, b1RMSTesla: 1e-6)
    // 10 intervals of 8 steps: 13 splines, of which the first and the last stay zero.
    #expect(search.space.dimension == 2 * 11)
    let start = search.firstStart(Self.plan)
    #expect(TestFunctions.gradientError(search.function(.polishing), at: start) < 1e-7)
    let found = try search.run(Self.plan, nucleus: .proton, provenance: PinnedPulse.Provenance())
    let pulse = found.pulses[0]
    let largest = zip(pulse.microteslaX, pulse.microteslaX.dropFirst()).map { abs($0 - $1) }.max() ?? 0
    #expect(largest < 0.4 * pulse.peakMicrotesla)
    #expect(abs(pulse.microteslaX[0]) < 0.25 * pulse.peakMicrotesla)
  }
}
