/// A step along a direction that lowers the value enough and flattens the slope enough.

/// A point on the line, with all that was computed there.
struct LineTrial: Sendable {
  var step: Double
  var value: Double
  /// Derivative along the direction.
  var slope: Double
  var x: [Double]
  var gradient: [Double]

  var isFinite: Bool { value.isFinite && slope.isFinite && gradient.allSatisfy(\.isFinite) }
}

/// Bracketing and zooming for the strong Wolfe conditions (Nocedal and Wright, Numerical Optimization, 2nd ed.,
/// algorithms 3.5 and 3.6), with phi(a) = f(x + a d):
///
///     phi(a) <= phi(0) + c1 a phi'(0)    and    |phi'(a)| <= c2 |phi'(0)|
///
/// Trials are minimizers of the cubic through two values and two slopes. Where values differ by rounding only, the
/// first condition is replaced by phi'(a) <= (2 c1 - 1) phi'(0), its derivative form (Hager and Zhang, SIAM J. Optim.
/// 16, 170, 2005): slopes keep their digits when differences of values have lost theirs. A trial that is not finite
/// counts as too high, and the next one lies a quarter of the way.
struct WolfeLineSearch: Sendable {
  var sufficientDecrease: Double
  var curvature: Double
  /// Values closer than this times their magnitude are taken as equal.
  var valueNoise: Double
  var evaluationLimit: Int

  struct Outcome {
    /// A step with a smaller value, or one that meets the conditions; nil if none was found.
    var accepted: LineTrial?
    var evaluations: Int
  }

  func search(
    _ function: any DifferentiableFunction, from origin: LineTrial, along direction: [Double],
    firstStep: Double
  ) -> Outcome {
    var line = Line(function: function, origin: origin, direction: direction)
    var previous = origin
    var step = firstStep
    while line.evaluations < evaluationLimit {
      let trial = line.trial(at: step)
      if accepts(trial, origin) { return Outcome(accepted: trial, evaluations: line.evaluations) }
      if !descends(trial, origin) || (previous.step > 0 && trial.value >= previous.value) {
        return zoom(&line, low: previous, high: trial)
      }
      if trial.slope >= 0 { return zoom(&line, low: trial, high: previous) }
      let predicted = cubicMinimizer(previous, trial)
      previous = trial
      step = predicted.isFinite ? min(max(predicted, 1.1 * trial.step), 10 * trial.step) : 4 * trial.step
    }
    return outcome(line, low: previous)
  }

  /// `low` is the best point so far and its slope leads towards `high`.
  private func zoom(_ line: inout Line, low: LineTrial, high: LineTrial) -> Outcome {
    var (low, high) = (low, high)
    var widths = [Double.infinity, .infinity]
    while line.evaluations < evaluationLimit {
      let width = abs(high.step - low.step)
      if width <= 1e-15 * max(low.step, high.step) { break }
      // The cubic may creep: two trials must leave less than two thirds of the interval, else it is halved.
      let halve = width > 2.0 / 3.0 * widths[0]
      widths = [widths[1], width]
      let trial = line.trial(at: zoomStep(low, high, halve: halve))
      if accepts(trial, line.origin) { return Outcome(accepted: trial, evaluations: line.evaluations) }
      if !descends(trial, line.origin) || trial.value >= low.value {
        high = trial
      } else {
        if trial.slope * (high.step - low.step) >= 0 { high = low }
        low = trial
      }
    }
    return outcome(line, low: low)
  }

  private func zoomStep(_ low: LineTrial, _ high: LineTrial, halve: Bool) -> Double {
    let width = high.step - low.step
    guard high.isFinite else { return low.step + 0.25 * width }
    let share = (cubicMinimizer(low, high) - low.step) / width
    guard !halve, share.isFinite else { return low.step + 0.5 * width }
    return low.step + min(max(share, 0.001), 0.95) * width
  }

  private func outcome(_ line: Line, low: LineTrial) -> Outcome {
    let gained = low.step > 0 && low.value < line.origin.value
    return Outcome(accepted: gained ? low : nil, evaluations: line.evaluations)
  }

  private func descends(_ trial: LineTrial, _ origin: LineTrial) -> Bool {
    guard trial.isFinite else { return false }
    if trial.value <= origin.value + sufficientDecrease * trial.step * origin.slope { return true }
    return abs(trial.value - origin.value) <= valueNoise * abs(origin.value)
      && trial.slope <= (2 * sufficientDecrease - 1) * origin.slope
  }

  private func accepts(_ trial: LineTrial, _ origin: LineTrial) -> Bool {
    descends(trial, origin) && abs(trial.slope) <= curvature * abs(origin.slope)
  }

  /// The minimum of the cubic with the values and slopes of two points; not finite if there is none.
  private func cubicMinimizer(_ a: LineTrial, _ b: LineTrial) -> Double {
    let d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step)
    let root = (d1 * d1 - a.slope * b.slope).squareRoot()
    let d2 = b.step > a.step ? root : -root
    return b.step - (b.step - a.step) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2))
  }

  private struct Line {
    let function: any DifferentiableFunction
    let origin: LineTrial
    let direction: [Double]
    var evaluations = 0

    mutating func trial(at step: Double) -> LineTrial {
      var x = origin.x
      VectorMath.add(step, direction, to: &x)
      var gradient = [Double](repeating: 0, count: x.count)
      let value = function.evaluate(x, gradient: &gradient)
      evaluations += 1
      return LineTrial(
        step: step, value: value, slope: VectorMath.dot(gradient, direction), x: x, gradient: gradient)
    }
  }
}
