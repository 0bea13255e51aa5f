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
    #expect(TestFunctions.gradientError(search.function(.polishing), at: start) < 1e-7)
  }

  @Test(arguments: [
    "reach state \"2 I1z I2z\" of pair", "reach state \"I1x I2x + I1y I2y + I1z I2z\" of pair weight 2",
    "reach state \"-I1x + 0.5 I2y\" of pair\nminimize crlb of pair",
  ]) func statesHaveTheirGradient(lines: String) throws {
    let search = try SearchFixtures.search(SearchFixtures.design(lines + "\n" + Self.members))
    let start = search.firstStart(PulseSearch.Plan(starts: 1, iterations: 1, seed: 3))
    #expect(TestFunctions.gradientError(search.function(.polishing), at: start) < 1e-7)
  }

  private static let drawn = "ppm real imaginary\n2.40, 0.2, 0\n2.35; 1.0; -0.1\n2.20 0.1 0\n"

  @Test func aDrawnSpectrumHasItsGradient() throws {
    let search = try SearchFixtures.search(
      SearchFixtures.design("match spectrum of pair to \"target.csv\" weight 2\n" + Self.members),
      parts: ["target.csv": Self.drawn])
    let start = search.firstStart(PulseSearch.Plan(starts: 1, iterations: 1, seed: 3))
    #expect(TestFunctions.gradientError(search.function(.polishing), at: start) < 1e-7)
  }

  /// The spectrum of known samples, drawn point by point, is matched by these samples and by no others.
  @Test func theSpectrumOfAPulseIsMatchedByThatPulse() throws {
    let plain = try SearchFixtures.search(SearchFixtures.design("minimize crlb of pair"))
    let samples = (0..<20).map { 300 - 25 * Double($0) }
    let row = try plain.assay.index(of: plain.request.aims[0].molecules[0])
    let points = plain.assay.grid.pointCount
    let spectrum = plain.accurate.spectra(EnsembleControls(samples: samples))[0].signal
    var text = "ppm real imaginary\n"
    for (point, ppm) in plain.assay.grid.ppm.enumerated() {
      text +=
        "\(ppm) \(3 * spectrum.real[row * points + point]) \(3 * spectrum.imaginary[row * points + point])\n"
    }
    let search = try SearchFixtures.search(
      SearchFixtures.design("match spectrum of pair to \"target.csv\""), parts: ["target.csv": text])
    func loss(_ samples: [Double]) -> Double {
      search.loss(of: search.accurate.spectra(EnsembleControls(samples: samples)))
    }
    #expect(abs(loss(samples)) < 1e-9)
    #expect(loss(samples.map { 0.8 * $0 }) > 1e-4)
  }

  @Test(arguments: [
    ("real imaginary ppm\n1 2 3\n", "names its columns"),
    ("ppm real imaginary\n2.3 nan 0\n", "three finite numbers"),
    ("ppm real imaginary\n2.3 1\n", "three finite numbers"),
    ("ppm real imaginary\n2.3 1 0\n", "at least two lines"),
    ("ppm real imaginary\n7.3 1 0\n7.4 1 0\n", "no point of the window"),
  ]) func aDrawingThatIsNoSpectrumIsTold(text: String, words: String) throws {
    do {
      _ = try SearchFixtures.search(
        SearchFixtures.design("match spectrum of pair to \"target.csv\""), parts: ["target.csv": text])
      Issue.record("\(text) was taken")
    } catch let problem as SearchProblem {
      #expect(problem.message.contains(words), "\(problem.message)")
    }
  }

  /// With one member there is no bias, and what is left of the mean square error is the variance: half the logarithm
  /// of its square root's square. The noise then only adds a constant.
  @Test func theSquareErrorOfOneMemberIsItsVariance() throws {
    func loss(_ lines: String) throws -> Double {
      let search = try SearchFixtures.search(SearchFixtures.design(lines))
      var gradient: [Double] = []
      let start = search.firstStart(PulseSearch.Plan(starts: 1, iterations: 1, seed: 3))
      return search.function(.polishing).evaluate(start, gradient: &gradient)
    }
    let bound = try loss("minimize crlb of pair")
    let error = try loss("minimize mse of pair noise 0.01")
    // Mean and worst share: 1 + 0.3 of the same loss.
    #expect(abs(error - (bound + 1.3 * ElementaryFunctions.log(0.01))) < 1e-9)
  }
}
