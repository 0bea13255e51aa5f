/// Functions whose minima are known, and central differences to check gradients with.
import Optimizer

enum TestFunctions {
  /// sum 100 (x(i+1) - x(i)^2)^2 + (1 - x(i))^2, minimum 0 at (1, ..., 1).
  static func rosenbrock(_ dimension: Int) -> ClosureFunction {
    ClosureFunction(dimension: dimension) { x, gradient in
      var value = 0.0
      gradient = [Double](repeating: 0, count: x.count)
      for i in 0..<x.count - 1 {
        let (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i])
        value += 100 * a * a + b * b
        gradient[i] += -400 * x[i] * a - 2 * b
        gradient[i + 1] += 200 * a
      }
      return value
    }
  }

  /// 1/2 sum k (x_k - 1/k)^2 for k = 1 ... n: minimum 0 at x_k = 1/k, condition number n.
  static func quadratic(_ dimension: Int) -> ClosureFunction {
    ClosureFunction(dimension: dimension) { x, gradient in
      var value = 0.0
      for i in x.indices {
        let (k, d) = (Double(i + 1), x[i] - 1 / Double(i + 1))
        gradient[i] = k * d
        value += 0.5 * k * d * d
      }
      return value
    }
  }

  /// x - log x and y^2, not a number for x <= 0: minimum 1 at (1, 0).
  static func barrier(_ logarithm: @escaping @Sendable (Double) -> Double) -> ClosureFunction {
    ClosureFunction(dimension: 2) { x, gradient in
      gradient = [1 - 1 / x[0], 2 * x[1]]
      return x[0] > 0 ? x[0] - logarithm(x[0]) + x[1] * x[1] : .nan
    }
  }

  /// Rastrigin's function without its constant: 11^n minima in [-5, 5]^n, the lowest 0 at 0.
  static func rastrigin(_ dimension: Int, _ sineAndCosine: @escaping @Sendable (Double) -> (Double, Double))
    -> ClosureFunction
  {
    ClosureFunction(dimension: dimension) { x, gradient in
      var value = 0.0
      for i in x.indices {
        let (sine, cosine) = sineAndCosine(2 * 3.141592653589793 * x[i])
        value += x[i] * x[i] + 10 * (1 - cosine)
        gradient[i] = 2 * x[i] + 20 * 3.141592653589793 * sine
      }
      return value
    }
  }

  /// Largest difference between the gradient and central differences of fourth order, over the largest entry.
  static func gradientError(_ function: any DifferentiableFunction, at x: [Double], step: Double = 1e-3)
    -> Double
  {
    var gradient = [Double](repeating: 0, count: x.count)
    var unused = gradient
    _ = function.evaluate(x, gradient: &gradient)
    var (worst, largest) = (0.0, 1e-300)
    for index in x.indices {
      func value(_ steps: Double) -> Double {
        var moved = x
        moved[index] += steps * step
        return function.evaluate(moved, gradient: &unused)
      }
      let difference = (8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * step)
      worst = max(worst, abs(difference - gradient[index]))
      largest = max(largest, abs(gradient[index]))
    }
    return worst / largest
  }
}
