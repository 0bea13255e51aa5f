// Adam against its first steps by hand and on functions whose minima are known.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct AdamTests {
  private static let patient = StoppingRules(gradientNorm: 0, relativeDecrease: -1, iterationLimit: 4_000)

  /// Corrected for its start, the first step is rate g/|g| in every entry, whatever the size of g.
  @Test func firstStepIsTheRate() {
    var search = Adam(start: [3, -2], options: Adam.Options(rate: 0.1, epsilon: 0))
    _ = search.iterate(TestFunctions.rosenbrock(2))
    _ = search.iterate(TestFunctions.rosenbrock(2))
    #expect(abs(search.x[0] - 2.9) < 1e-15 && abs(search.x[1] + 1.9) < 1e-15)
  }

  /// Two steps on f = x^2 from 1 with rate 0.1, b1 = 0.9, b2 = 0.999, computed with numpy: 0.9, then 0.8004122276712474
  @Test func secondStepAgreesWithTheEquations() {
    let square = ClosureFunction(dimension: 1) { x, gradient in
      gradient[0] = 2 * x[0]
      return x[0] * x[0]
    }
    var search = Adam(start: [1], options: Adam.Options(rate: 0.1, epsilon: 0))
    for _ in 0..<3 { _ = search.iterate(square) }
    #expect(abs(search.x[0] - 0.8004122276712474) < 1e-14)
  }

  @Test func cosineDecayLetsItSettle() {
    let start = [Double](repeating: 1, count: 10)
    var decaying = Adam(
      start: start, options: Adam.Options(rate: 0.05, decayIterations: 1_000),
      stopping: StoppingRules(gradientNorm: 0, relativeDecrease: -1, iterationLimit: 1_000))
    #expect(decaying.run(TestFunctions.quadratic(10)).value < 1e-10)
    #expect(decaying.currentRate < 1e-15)
    var middle = Adam(
      start: start, options: Adam.Options(rate: 0.05, decayIterations: 1_000, finalRate: 0.01))
    middle.progress.iteration = 500
    #expect(abs(middle.currentRate - 0.03) < 1e-15)
  }

  @Test func rosenbrockReachesItsMinimum() {
    var search = Adam(
      start: [-1.2, 1], options: Adam.Options(rate: 0.05, decayIterations: 4_000), stopping: Self.patient)
    #expect(search.run(TestFunctions.rosenbrock(2)).value < 1e-6)
  }

  @Test func regionsThatAreNotFiniteAreLeft() {
    var search = Adam(
      start: [0.01, 3], options: Adam.Options(rate: 0.5, decayIterations: 4_000), stopping: Self.patient)
    let barrier = ClosureFunction(dimension: 2) { x, gradient in
      gradient = [2 * (x[0] - 0.05), 2 * x[1]]
      return x[0] > 0 ? (x[0] - 0.05) * (x[0] - 0.05) + x[1] * x[1] : .infinity
    }
    let result = search.run(barrier)
    #expect(result.value < 1e-6 && result.reason == .iterationLimit)
    #expect(search.caution < 1)
  }
}
