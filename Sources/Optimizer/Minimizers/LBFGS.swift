/// Limited-memory BFGS: a quasi-Newton search from the last steps and their changes of gradient.
import SequenceIR

/// d = -H g by the two-loop recursion over the last m pairs s = x(k+1) - x(k), y = g(k+1) - g(k), started with
/// H0 = (s.y / y.y) 1 of the newest pair (Nocedal, Math. Comp. 35, 773, 1980; Liu and Nocedal, Math. Program. 45, 503,
/// 1989); steps by `WolfeLineSearch`. A pair is kept where s.y > 1e-10 |s| |y|, so H stays positive definite.
package struct LBFGS: Minimizer {
  package struct Options: Sendable, Equatable {
    /// Pairs kept; 20 to 40 suit pulses of some hundred samples.
    package var memory: Int
    /// c1 and c2 of the Wolfe conditions.
    package var sufficientDecrease: Double
    package var curvature: Double
    /// Length |x1 - x0| of the first trial, in the units of x.
    package var firstStepLength: Double
    /// Relative noise of values: about 1e-14 for functions in double precision, 1e-6 in single.
    package var valueNoise: Double
    /// Evaluations of one line search at most.
    package var lineSearchLimit: Int

    package init(
      memory: Int = 30, sufficientDecrease: Double = 1e-4, curvature: Double = 0.9,
      firstStepLength: Double = 1,
      valueNoise: Double = 1e-14, lineSearchLimit: Int = 25
    ) {
      self.memory = max(1, memory)
      self.sufficientDecrease = sufficientDecrease
      self.curvature = curvature
      self.firstStepLength = firstStepLength
      self.valueNoise = valueNoise
      self.lineSearchLimit = max(2, lineSearchLimit)
    }
  }

  struct CurvaturePair: Sendable, Equatable {
    var step: [Double]
    var gradientChange: [Double]
    /// step . gradientChange
    var product: Double
  }

  package let options: Options
  package var stopping: StoppingRules
  package internal(set) var progress: MinimizerProgress
  package internal(set) var best: [Double]
  /// The current point and its gradient, which is empty before the first evaluation.
  var x: [Double]
  var gradient: [Double] = []
  /// Oldest first.
  var pairs: [CurvaturePair] = []
  /// The values of the last iterations, oldest first, as many as the rules look back on.
  var recentValues: [Double] = []

  package init(start: [Double], options: Options = Options(), stopping: StoppingRules = StoppingRules()) {
    self.options = options
    self.stopping = stopping
    x = start
    best = start
    progress = MinimizerProgress(
      iteration: 0, evaluations: 0, value: .infinity, best: .infinity, gradientNorm: .infinity)
  }

  package mutating func iterate(_ function: any DifferentiableFunction) -> StopReason? {
    precondition(function.dimension == x.count, "the start has as many entries as the function has variables")
    guard progress.evaluations > 0 else { return evaluateStart(function) }
    if let reason = stopping.reason(for: progress, recentValues: recentValues) { return reason }
    var direction = descentDirection()
    if !(VectorMath.dot(direction, gradient) < 0) {
      pairs = []
      direction = descentDirection()
    }
    var found = search(function, along: direction)
    if found == nil, !pairs.isEmpty, progress.evaluations < stopping.evaluationLimit {
      // What was learnt about the curvature misleads here: forget it and follow the gradient.
      pairs = []
      found = search(function, along: descentDirection())
    }
    guard let found else {
      return progress.evaluations >= stopping.evaluationLimit ? .evaluationLimit : .noFurtherDecrease
    }
    accept(found)
    return stopping.reason(for: progress, recentValues: recentValues)
  }

  private mutating func evaluateStart(_ function: any DifferentiableFunction) -> StopReason? {
    var start = [Double](repeating: 0, count: x.count)
    progress.value = function.evaluate(x, gradient: &start)
    progress.evaluations += 1
    gradient = start
    progress.gradientNorm = VectorMath.norm(start)
    guard progress.value.isFinite, progress.gradientNorm.isFinite else { return .notFinite }
    progress.best = progress.value
    recentValues = [progress.value]
    return stopping.reason(for: progress, recentValues: recentValues)
  }

  private mutating func search(_ function: any DifferentiableFunction, along direction: [Double])
    -> LineTrial?
  {
    let origin = LineTrial(
      step: 0, value: progress.value, slope: VectorMath.dot(direction, gradient), x: x, gradient: gradient)
    let remaining = stopping.evaluationLimit - progress.evaluations
    let lineSearch = WolfeLineSearch(
      sufficientDecrease: options.sufficientDecrease, curvature: options.curvature,
      valueNoise: options.valueNoise, evaluationLimit: min(options.lineSearchLimit, remaining))
    let firstStep = pairs.isEmpty ? options.firstStepLength / progress.gradientNorm : 1
    let outcome = lineSearch.search(function, from: origin, along: direction, firstStep: firstStep)
    progress.evaluations += outcome.evaluations
    return outcome.accepted
  }

  private mutating func accept(_ trial: LineTrial) {
    var step = trial.x
    VectorMath.add(-1, x, to: &step)
    var change = trial.gradient
    VectorMath.add(-1, gradient, to: &change)
    let product = VectorMath.dot(step, change)
    if product > 1e-10 * VectorMath.norm(step) * VectorMath.norm(change) {
      if pairs.count == options.memory { pairs.removeFirst() }
      pairs.append(CurvaturePair(step: step, gradientChange: change, product: product))
    }
    x = trial.x
    gradient = trial.gradient
    progress.iteration += 1
    progress.value = trial.value
    progress.gradientNorm = VectorMath.norm(gradient)
    if trial.value < progress.best {
      progress.best = trial.value
      best = x
    }
    recentValues.append(trial.value)
    if recentValues.count > stopping.window + 1 {
      recentValues.removeFirst(recentValues.count - stopping.window - 1)
    }
  }

  /// The two loops; the negative gradient where there are no pairs.
  private func descentDirection() -> [Double] {
    var direction = gradient.map { -$0 }
    var weights = [Double](repeating: 0, count: pairs.count)
    for index in pairs.indices.reversed() {
      weights[index] = VectorMath.dot(pairs[index].step, direction) / pairs[index].product
      VectorMath.add(-weights[index], pairs[index].gradientChange, to: &direction)
    }
    if let newest = pairs.last {
      let scale = newest.product / VectorMath.dot(newest.gradientChange, newest.gradientChange)
      for index in direction.indices { direction[index] *= scale }
    }
    for (pair, weight) in zip(pairs, weights) {
      let correction = weight - VectorMath.dot(pair.gradientChange, direction) / pair.product
      VectorMath.add(correction, pair.step, to: &direction)
    }
    return direction
  }
}
