/// A budget of B1+rms or SAR as an exact bound on the energy of one or several pulses.

/// Samples v of the pulses named, n = sum dt |v|^2, r = n / E:
///
///     u = v (1 + r^4)^(-1/8),    so    sum dt |u|^2 = n (1 + r^4)^(-1/4) < E
///
/// a smooth form of u = v min(1, sqrt(1 / r)), whose gradient jumps at r = 1: below half the budget the factor differs
/// from 1 by less than 0.8 %, at the corner by 8 %. Gradient: dL/dv = f g + 2 dt v (v.g) df/dn.
package struct EnergyBudget: Sendable, Equatable {
  package let name: String
  /// Names of pulses; several share one budget.
  package let pulses: [String]
  /// E, Hz^2 s.
  package let limitHertzSquaredSeconds: Double
  /// The budget as B1 rms over `periodSeconds`, for reports.
  package let periodSeconds: Double
  /// Largest share of E a start may have: at E itself v would be infinite.
  static let startLimit = 0.98

  /// B1 rms of the pulses over a period, such as the repetition time.
  package init(name: String, pulses: [String], rmsHertz: Double, periodSeconds: Double) {
    self.name = name
    self.pulses = pulses
    self.periodSeconds = periodSeconds
    limitHertzSquaredSeconds = rmsHertz * rmsHertz * periodSeconds
  }

  package var limitRMSHertz: Double { (limitHertzSquaredSeconds / periodSeconds).squareRoot() }

  /// E less what adding up many squares may round off.
  private var safeLimit: Double { limitHertzSquaredSeconds * (1 - 1e-11) }

  /// Factor and its derivative by n.
  func factor(energy: Double) -> (factor: Double, slope: Double) {
    let ratio = energy / safeLimit
    if ratio > 1e30 {
      let factor = 1 / ratio.squareRoot()
      return (factor, -0.5 * factor / energy)
    }
    let cube = ratio * ratio * ratio
    let sum = 1 + cube * ratio
    let factor = 1 / sum.squareRoot().squareRoot().squareRoot()
    return (factor, -0.5 * factor * cube / (safeLimit * sum))
  }

  /// What samples u of the energy given must be multiplied with to become v.
  func inverseFactor(energy: Double) -> Double {
    let share = energy / safeLimit
    guard share > 0 else { return 1 }
    let kept = min(share, EnergyBudget.startLimit)
    let square = kept * kept
    let ratio = kept / (1 - square * square).squareRoot().squareRoot()
    return (ratio / share).squareRoot()
  }
}

/// Figures of samples x0, y0, x1, y1, ... in Hz.
package enum ControlMeasures {
  package static func peakHertz(_ samples: [Double]) -> Double {
    var largest = 0.0
    for index in stride(from: 0, to: samples.count - 1, by: 2) {
      let square = samples[index] * samples[index] + samples[index + 1] * samples[index + 1]
      largest = max(largest, square)
    }
    return largest.squareRoot()
  }

  /// sum dt |u|^2, Hz^2 s.
  package static func energy(_ samples: [Double], dwellSeconds: Double) -> Double {
    dwellSeconds * VectorMath.dot(samples, samples)
  }
}
