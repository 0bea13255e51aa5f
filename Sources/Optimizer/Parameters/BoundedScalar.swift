/// A delay, an echo time, a mixing time or another number that must stay within bounds.
import SequenceIR

/// Between a and b: v = a + (b - a) / (1 + exp(-x)). At least a: v = a + c (x + sqrt(x^2 + 4)) / 2 with the scale c,
/// which needs no logarithm and falls off as c / |x| to the left, so that gradients do not vanish exponentially.
package struct BoundedScalar: Sendable, Equatable {
  package enum Range: Sendable, Equatable {
    case between(Double, Double)
    case atLeast(Double, scale: Double)
    /// v = scale x.
    case free(scale: Double)
  }

  package let name: String
  package let range: Range

  package init(name: String, range: Range) {
    self.name = name
    self.range = range
  }

  package func value(_ x: Double) -> Double {
    switch range {
    case .between(let lower, let upper):
      // Clamped: lower + (upper - lower) may round to above upper.
      return min(max(lower + (upper - lower) * BoundedScalar.logistic(x), lower), upper)
    case .atLeast(let lower, let scale): return lower + scale * BoundedScalar.ramp(x)
    case .free(let scale): return scale * x
    }
  }

  /// dv/dx.
  package func slope(_ x: Double) -> Double {
    switch range {
    case .between(let lower, let upper):
      return (upper - lower) * (BoundedScalar.logistic(x) * BoundedScalar.logistic(-x))
    case .atLeast(_, let scale): return scale * BoundedScalar.ramp(x) / ElementaryFunctions.hypot(x, 2)
    case .free(let scale): return scale
    }
  }

  /// x of a value; values outside or at the bounds are pulled inside by a thousandth of the range or of the scale.
  package func parameter(of value: Double) -> Double {
    switch range {
    case .between(let lower, let upper):
      guard upper > lower else { return 0 }
      let share = min(max((value - lower) / (upper - lower), 1e-3), 1 - 1e-3)
      return ElementaryFunctions.log(share / (1 - share))
    case .atLeast(let lower, let scale):
      let height = max((value - lower) / scale, 1e-3)
      return height - 1 / height
    case .free(let scale): return value / scale
    }
  }

  private static func logistic(_ x: Double) -> Double {
    let small = ElementaryFunctions.exp(-abs(x))
    return x >= 0 ? 1 / (1 + small) : small / (1 + small)
  }

  /// (x + sqrt(x^2 + 4)) / 2, without cancellation on the left.
  private static func ramp(_ x: Double) -> Double {
    let root = ElementaryFunctions.hypot(x, 2)
    return x >= 0 ? (x + root) / 2 : 2 / (root - x)
  }
}
