/// Adam: steps of a set size along a running mean of gradients.
import SequenceIR

/// m <- b1 m + (1 - b1) g,  v <- b2 v + (1 - b2) g^2,  x <- x - r (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + e)
/// (Kingma and Ba, arXiv 1412.6980). With a decay over T iterations, r falls as a half cosine from `rate` to
/// `finalRate` (Loshchilov and Hutter, arXiv 1608.03983, without restarts). Where the function is not finite the search
/// returns to the best point, forgets m and v and halves the rate.
package struct Adam: Minimizer {
  package struct Options: Sendable, Equatable {
    /// Largest change of an entry of x in one iteration, roughly; 0.01 to 0.03 suit pulses.
    package var rate: Double
    package var beta1: Double
    package var beta2: Double
    package var epsilon: Double
    /// Iterations of the cosine decay; nil keeps the rate.
    package var decayIterations: Int?
    package var finalRate: Double

    package init(
      rate: Double = 0.02, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
      decayIterations: Int? = nil, finalRate: Double = 0
    ) {
      self.rate = rate
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.decayIterations = decayIterations
      self.finalRate = finalRate
    }
  }

  package let options: Options
  package var stopping: StoppingRules
  package internal(set) var progress: MinimizerProgress
  package internal(set) var best: [Double]
  var x: [Double]
  var gradient: [Double] = []
  var firstMoment: [Double]
  var secondMoment: [Double]
  /// b1^t and b2^t since the moments began.
  var decay1 = 1.0
  var decay2 = 1.0
  /// 1, halved at every return from where the function is not finite.
  var caution = 1.0
  /// The best values after the last iterations, oldest first: Adam's own values go up and down.
  var recentValues: [Double] = []

  package init(start: [Double], options: Options = Options(), stopping: StoppingRules = StoppingRules()) {
    self.options = options
    self.stopping = stopping
    x = start
    best = start
    firstMoment = [Double](repeating: 0, count: start.count)
    secondMoment = firstMoment
    progress = MinimizerProgress(
      iteration: 0, evaluations: 0, value: .infinity, best: .infinity, gradientNorm: .infinity)
  }

  package mutating func iterate(_ function: any DifferentiableFunction) -> StopReason? {
    precondition(function.dimension == x.count, "the start has as many entries as the function has variables")
    let isStart = progress.evaluations == 0
    if !isStart {
      if let reason = stopping.reason(for: progress, recentValues: recentValues) { return reason }
      move()
      progress.iteration += 1
    }
    var new = [Double](repeating: 0, count: x.count)
    let value = function.evaluate(x, gradient: &new)
    progress.evaluations += 1
    progress.value = value
    progress.gradientNorm = VectorMath.norm(new)
    guard value.isFinite, progress.gradientNorm.isFinite else {
      return isStart ? .notFinite : stepBack(function)
    }
    gradient = new
    if value < progress.best {
      progress.best = value
      best = x
    }
    remember()
    return stopping.reason(for: progress, recentValues: recentValues)
  }

  /// The rate of the iteration that starts now.
  var currentRate: Double {
    guard let total = options.decayIterations, total > 0 else { return caution * options.rate }
    let share = min(1, Double(progress.iteration) / Double(total))
    let cosine = ElementaryFunctions.cos(ElementaryFunctions.pi * share)
    return caution * (options.finalRate + (options.rate - options.finalRate) * 0.5 * (1 + cosine))
  }

  private mutating func move() {
    decay1 *= options.beta1
    decay2 *= options.beta2
    let rate = currentRate
    for index in x.indices {
      let slope = gradient[index]
      firstMoment[index] = options.beta1 * firstMoment[index] + (1 - options.beta1) * slope
      secondMoment[index] = options.beta2 * secondMoment[index] + (1 - options.beta2) * (slope * slope)
      let mean = firstMoment[index] / (1 - decay1)
      let spread = (secondMoment[index] / (1 - decay2)).squareRoot()
      x[index] -= rate * mean / (spread + options.epsilon)
    }
  }

  private mutating func stepBack(_ function: any DifferentiableFunction) -> StopReason? {
    x = best
    caution *= 0.5
    firstMoment = [Double](repeating: 0, count: x.count)
    secondMoment = firstMoment
    (decay1, decay2) = (1, 1)
    progress.value = function.evaluate(x, gradient: &gradient)
    progress.evaluations += 1
    progress.gradientNorm = VectorMath.norm(gradient)
    remember()
    if caution < 1e-9 || !progress.value.isFinite { return .notFinite }
    return stopping.reason(for: progress, recentValues: recentValues)
  }

  private mutating func remember() {
    recentValues.append(progress.best)
    if recentValues.count > stopping.window + 1 {
      recentValues.removeFirst(recentValues.count - stopping.window - 1)
    }
  }
}
