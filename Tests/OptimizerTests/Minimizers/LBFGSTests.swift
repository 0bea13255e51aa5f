// L-BFGS on functions whose minima are known.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct LBFGSTests {
  /// SciPy 1.17 (L-BFGS-B, 30 pairs, the same starts) takes 39 iterations and 47 evaluations in 2 dimensions, 125 and
  /// 149 in 20.
  @Test(arguments: [2, 20]) func rosenbrockReachesItsMinimum(dimension: Int) {
    let start = (0..<dimension).map { $0 % 2 == 0 ? -1.2 : 1 }
    var search = LBFGS(start: start, stopping: StoppingRules(gradientNorm: 1e-9, relativeDecrease: -1))
    let result = search.run(TestFunctions.rosenbrock(dimension))
    #expect(result.reason == .gradientNorm)
    #expect(result.x.allSatisfy { abs($0 - 1) < 1e-8 })
    #expect(
      result.iterations < (dimension == 2 ? 50 : 160) && result.evaluations < (dimension == 2 ? 60 : 190))
  }

  /// With exact line searches and enough memory, n steps do on a quadratic (Nocedal and Wright, theorem 6.4).
  @Test(arguments: [3, 10, 25]) func quadraticEndsAfterAsManyStepsAsVariables(dimension: Int) {
    let options = LBFGS.Options(memory: 30, curvature: 1e-4)
    var search = LBFGS(
      start: [Double](repeating: 1, count: dimension), options: options,
      stopping: StoppingRules(gradientNorm: 1e-8, relativeDecrease: -1))
    let result = search.run(TestFunctions.quadratic(dimension))
    #expect(result.reason == .gradientNorm)
    #expect(result.iterations <= dimension + 3)
    for (index, x) in result.x.enumerated() { #expect(abs(x - 1 / Double(index + 1)) < 1e-8) }
  }

  /// SciPy takes 70 iterations and 74 evaluations.
  @Test func quadraticEndsSoonWithTheUsualLineSearch() {
    var search = LBFGS(
      start: [Double](repeating: 1, count: 100),
      stopping: StoppingRules(gradientNorm: 1e-8, relativeDecrease: -1))
    let result = search.run(TestFunctions.quadratic(100))
    #expect(result.reason == .gradientNorm && result.iterations < 85)
  }

  @Test func valuesNeverRise() {
    var values: [Double] = []
    var search = LBFGS(start: [-1.2, 1])
    _ = search.run(TestFunctions.rosenbrock(2)) {
      values.append($0.value)
      return .proceed
    }
    #expect(values.count > 10)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
  }

  /// The first trial lands at x < 0, where the function is not a number.
  @Test func regionsThatAreNotFiniteAreLeft() {
    for length in [1.0, 10, 1e6] {
      var search = LBFGS(
        start: [0.01, 3], options: LBFGS.Options(firstStepLength: length),
        stopping: StoppingRules(gradientNorm: 1e-9, relativeDecrease: -1))
      let result = search.run(TestFunctions.barrier(ElementaryFunctions.log))
      #expect(result.reason == .gradientNorm, "\(length)")
      #expect(abs(result.x[0] - 1) < 1e-8 && abs(result.x[1]) < 1e-8 && abs(result.value - 1) < 1e-14)
    }
    let start = (0..<2).map { Double($0) - 1 }
    var lost = LBFGS(start: start)
    #expect(lost.run(TestFunctions.barrier(ElementaryFunctions.log)).reason == .notFinite)
  }

  @Test func everyRuleStopsTheSearch() {
    func reason(_ rules: StoppingRules, _ options: LBFGS.Options = .init()) -> MinimizerResult {
      var search = LBFGS(start: [-1.2, 1], options: options, stopping: rules)
      return search.run(TestFunctions.rosenbrock(2))
    }
    #expect(reason(StoppingRules(gradientNorm: 1)).reason == .gradientNorm)
    #expect(reason(StoppingRules(relativeDecrease: 0.9, window: 2)).reason == .relativeDecrease)
    let limited = reason(StoppingRules(iterationLimit: 5))
    #expect(limited.reason == .iterationLimit && limited.iterations == 5)
    for limit in [1, 2, 7, 20] {
      let counted = reason(StoppingRules(evaluationLimit: limit))
      #expect(counted.reason == .evaluationLimit && counted.evaluations == limit)
    }
    var search = LBFGS(start: [-1.2, 1])
    let stopped = search.run(TestFunctions.rosenbrock(2)) { $0.iteration == 3 ? .stop : .proceed }
    #expect(stopped.reason == .observer && stopped.iterations == 3)
  }

  /// A gradient with the wrong sign leads nowhere: the search says so after its first line searches.
  @Test func wrongGradientIsToldAsNoFurtherDecrease() {
    let wrong = ClosureFunction(dimension: 1) { x, gradient in
      gradient[0] = -2 * x[0]
      return x[0] * x[0]
    }
    var search = LBFGS(start: [1])
    #expect(search.run(wrong).reason == .noFurtherDecrease)
  }

  /// Noise of 1e-7 of the value, as in single precision.
  @Test func roundedValuesDoNotStrandTheSearch() {
    let exact = TestFunctions.quadratic(40)
    let noisy = ClosureFunction(dimension: 40) { x, gradient in
      let value = 1 + exact.evaluate(x, gradient: &gradient)
      for index in gradient.indices { gradient[index] = Double(Float(gradient[index])) }
      return Double(Float(value))
    }
    var search = LBFGS(
      start: [Double](repeating: 2, count: 40), options: LBFGS.Options(valueNoise: 1e-6),
      stopping: StoppingRules(gradientNorm: 1e-5, relativeDecrease: -1))
    let result = search.run(noisy)
    #expect(result.reason == .gradientNorm)
  }

  @Test func lineSearchMeetsTheStrongWolfeConditions() {
    let function = TestFunctions.rosenbrock(6)
    var random = RandomStream(seed: 5)
    for _ in 0..<200 {
      let x = (0..<6).map { _ in 2 * random.gaussian() }
      var gradient = [Double](repeating: 0, count: 6)
      let value = function.evaluate(x, gradient: &gradient)
      let direction = gradient.map { -$0 * (0.1 + random.uniform()) }
      let origin = LineTrial(
        step: 0, value: value, slope: VectorMath.dot(gradient, direction), x: x, gradient: gradient)
      let line = WolfeLineSearch(
        sufficientDecrease: 1e-4, curvature: 0.1, valueNoise: 1e-14, evaluationLimit: 60)
      let found = line.search(
        function, from: origin, along: direction, firstStep: ElementaryFunctions.exp(4 * random.gaussian()))
      guard let trial = found.accepted else {
        Issue.record("no step")
        continue
      }
      #expect(trial.value <= value + 1e-4 * trial.step * origin.slope)
      #expect(abs(trial.slope) <= 0.1 * abs(origin.slope))
    }
  }
}
