/// What all minimizers share: steps, progress, rules for stopping, results.

/// Where a search stands after an iteration.
package struct MinimizerProgress: Sendable, Equatable {
  /// 0 after the evaluation of the start.
  package var iteration: Int
  /// Evaluations of value and gradient so far.
  package var evaluations: Int
  /// The value at the current point, and the smallest seen.
  package var value: Double
  package var best: Double
  /// Euclidean norm at the current point.
  package var gradientNorm: Double
}

/// What an observer wants: Ctrl-C and time limits return `stop`.
package enum MinimizerDecision: Sendable, Equatable {
  case proceed
  case stop
}

package enum StopReason: String, Sendable, Equatable, CaseIterable {
  /// The norm of the gradient is small enough.
  case gradientNorm = "gradient-norm"
  /// The last iterations have gained too little.
  case relativeDecrease = "relative-decrease"
  case iterationLimit = "iteration-limit"
  case evaluationLimit = "evaluation-limit"
  /// The observer asked for it.
  case observer = "observer"
  /// Not even along the negative gradient is there a smaller value: a minimum within rounding.
  case noFurtherDecrease = "no-further-decrease"
  /// Value or gradient of the start is not finite, or no way back to finite values was found.
  case notFinite = "not-finite"
}

package struct StoppingRules: Sendable, Equatable {
  /// Stop at a Euclidean norm of the gradient of at most this.
  package var gradientNorm: Double
  /// Stop when the value fell by at most this times its magnitude over the last `window` iterations; 0 asks for an
  /// exact standstill, a negative number turns the rule off.
  package var relativeDecrease: Double
  package var window: Int
  package var iterationLimit: Int
  package var evaluationLimit: Int

  package init(
    gradientNorm: Double = 1e-12, relativeDecrease: Double = 1e-9, window: Int = 10,
    iterationLimit: Int = 500,
    evaluationLimit: Int = .max
  ) {
    self.gradientNorm = gradientNorm
    self.relativeDecrease = relativeDecrease
    self.window = max(1, window)
    self.iterationLimit = iterationLimit
    self.evaluationLimit = evaluationLimit
  }

  /// `recentValues` are the values of the last `window` + 1 iterations, oldest first.
  func reason(for progress: MinimizerProgress, recentValues: [Double]) -> StopReason? {
    if progress.gradientNorm <= gradientNorm { return .gradientNorm }
    if relativeDecrease >= 0, recentValues.count > window {
      let (old, new) = (recentValues[recentValues.count - 1 - window], recentValues[recentValues.count - 1])
      if old - new <= relativeDecrease * max(abs(old), abs(new)) { return .relativeDecrease }
    }
    if progress.iteration >= iterationLimit { return .iterationLimit }
    if progress.evaluations >= evaluationLimit { return .evaluationLimit }
    return nil
  }
}

package struct MinimizerResult: Sendable, Equatable {
  /// The best point seen and its value.
  package var x: [Double]
  package var value: Double
  package var reason: StopReason
  package var iterations: Int
  package var evaluations: Int
}

/// A search that goes on one iteration at a time; between two iterations all of its state can be written down.
package protocol Minimizer: Sendable {
  var stopping: StoppingRules { get set }
  var progress: MinimizerProgress { get }
  /// The best point seen.
  var best: [Double] { get }
  /// One iteration; the first call evaluates the start. Says why the search has ended, if it has.
  mutating func iterate(_ function: any DifferentiableFunction) -> StopReason?
  /// All that another run needs to go on with the same bits.
  func write(to writer: inout CheckpointWriter)
}

extension Minimizer {
  /// Iterates until a rule or the observer, which is asked after every iteration, ends the search.
  package mutating func run(
    _ function: any DifferentiableFunction,
    observer: (MinimizerProgress) -> MinimizerDecision = { _ in .proceed }
  ) -> MinimizerResult {
    while true {
      let reason = iterate(function)
      let decision = observer(progress)
      if let reason { return result(reason) }
      if decision == .stop { return result(.observer) }
    }
  }

  package func result(_ reason: StopReason) -> MinimizerResult {
    MinimizerResult(
      x: best, value: progress.best, reason: reason, iterations: progress.iteration,
      evaluations: progress.evaluations)
  }
}
