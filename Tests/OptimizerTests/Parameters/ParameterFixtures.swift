/// Spaces with one block of every kind, and random parameters.
import Optimizer

enum ParameterFixtures {
  static let dwellSeconds = 20e-6

  /// A Gaussian-like shape with a phase ramp, 31 samples, peak about 600 Hz.
  static let shape: [Double] = (0..<31).flatMap { (sample: Int) -> [Double] in
    let t = (Double(sample) - 15) / 8
    let height = 600 / (1 + t * t * t * t)
    return [height * (1 - 0.3 * t), height * 0.2 * t]
  }

  static func shaped(
    _ name: String, _ basis: ShapedPulse.Basis = .raster, count: Int = 40, peakHertz: Double? = 800,
    form: RadialBound.Form = .folding
  ) -> ControlBlock {
    .shaped(
      ShapedPulse(
        name: name, sampleCount: count, dwellSeconds: dwellSeconds, peakHertz: peakHertz, scaleHertz: 300,
        basis: basis, boundForm: form))
  }

  static func standard(_ name: String, peakHertz: Double? = 900) -> ControlBlock {
    .standard(
      StandardPulse(
        name: name, shapeHertz: shape, dwellSeconds: dwellSeconds, scale: 0.2...1.8, peakHertz: peakHertz))
  }

  static let blocks: [ControlBlock] = [
    shaped("free"), shaped("smooth", .spline(knotSpacing: 4, endsAtZero: false)),
    shaped("closed", .spline(knotSpacing: 5, endsAtZero: true), count: 53, form: .saturating),
    shaped("open", .raster, count: 9, peakHertz: nil), standard("refocus"),
    .scalar(BoundedScalar(name: "te", range: .between(0.1, 0.7))),
    .scalar(BoundedScalar(name: "delay", range: .atLeast(0.002, scale: 0.01))),
    .scalar(BoundedScalar(name: "angle", range: .free(scale: 0.5))),
  ]

  /// E of "all" and of "free" are a fraction of what peaks allow, so both budgets act on random parameters.
  static let budgets = [
    EnergyBudget(
      name: "sar", pulses: ["free", "smooth", "closed", "refocus"], rmsHertz: 60, periodSeconds: 0.1),
    EnergyBudget(name: "amplifier", pulses: ["free"], rmsHertz: 30, periodSeconds: 0.1),
  ]

  static func parameters(_ count: Int, _ random: inout RandomStream, size: Double = 1) -> [Double] {
    (0..<count).map { _ in size * random.gaussian() }
  }

  /// A smooth function of controls with a gradient in every direction: sum a_k sin(u_k / s_k) s_k, values near 1.
  static func probe(_ count: Int, unit: Double = 500) -> ClosureFunction {
    var random = RandomStream(seed: 99)
    let weights = (0..<count).map { _ in random.gaussian() }
    return ClosureFunction(dimension: count) { u, gradient in
      var value = 0.0
      for index in u.indices {
        let v = u[index] / unit
        value += weights[index] * (v + 0.25 * v * v - 0.1 * v * v * v)
        gradient[index] = weights[index] * (1 + 0.5 * v - 0.3 * v * v) / unit
      }
      return value
    }
  }
}
