// The gradient of everything a design can ask for, through its whole sequence, against central differences.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct SearchGradientTests {
  private static let members = "over b1 0.9 .. 1.1 in 2 steps\nover offset -10 Hz .. 10 Hz in 2 steps"

  @Test(arguments: [
    "minimize crlb of pair", "minimize mse of pair noise 0.02\n" + members,
    "maximize signal of pair in 2.2 ppm .. 2.5 ppm\nsuppress signal of Cr in 2.9 ppm .. 3.1 ppm",
    "minimize mse of pair, Cr weight 2 noise 0.1\nbaseline none, spline 0.6 ppm\n" + members,
  ]) func aimsHaveTheirGradient(lines: String) throws {
    let search = try SearchFixtures.search(SearchFixtures.design(lines))
    let start = search.firstStart(PulseSearch.Plan(starts: 1, iterations: 1, seed: 3))
    #expect(TestFunctions.gradientError(search.function(search.accurate), at: start) < 1e-7)
  }

  /// With one member there is no bias, and what is left of the mean square error is the variance: half the logarithm
  /// of its square root's square. The noise then only adds a constant.
  @Test func theSquareErrorOfOneMemberIsItsVariance() throws {
    func loss(_ lines: String) throws -> Double {
      let search = try SearchFixtures.search(SearchFixtures.design(lines))
      var gradient: [Double] = []
      let start = search.firstStart(PulseSearch.Plan(starts: 1, iterations: 1, seed: 3))
      return search.function(search.accurate).evaluate(start, gradient: &gradient)
    }
    let bound = try loss("minimize crlb of pair")
    let error = try loss("minimize mse of pair noise 0.01")
    // Mean and worst share: 1 + 0.3 of the same loss.
    #expect(abs(error - (bound + 1.3 * ElementaryFunctions.log(0.01))) < 1e-9)
  }
}
