/// What is read from the spectrum of a band, as linear functionals of its lines.
import SequenceIR

struct BandFunctionals: Sendable {
  /// Middles of equal steps over the band, Hz from the reference.
  let frequenciesHertz: [Double]
  let stepHertz: Double
  let linewidthHertz: Double
  /// |S| in the band, and conj(S)/|S| times the step at each point; zeros where there is no signal.
  private(set) var size = 0.0
  private(set) var template: [(real: Double, imaginary: Double)] = []
  /// Integral over the band.
  private(set) var integral: (real: Double, imaginary: Double) = (0, 0)

  /// Steps a line width.
  private static let steps = 8.0

  init(from lower: Double, to upper: Double, linewidthHertz: Double) {
    let count = max(8, Int(((upper - lower) * BandFunctionals.steps / linewidthHertz).rounded(.up)))
    let step = (upper - lower) / Double(count)
    stepHertz = step
    frequenciesHertz = (0..<count).map { lower + (Double($0) + 0.5) * step }
    self.linewidthHertz = linewidthHertz
  }

  /// A line of amplitude 1 that decays from time 0: 2 / (pi w + 2 pi i (f - f0)), whose real part has the area 1.
  func response(of angularFrequency: Double, at point: Int) -> (real: Double, imaginary: Double) {
    let a = Double.pi * linewidthHertz
    let d = 2 * Double.pi * frequenciesHertz[point] - angularFrequency
    let norm = a * a + d * d
    return (2 * a / norm, -2 * d / norm)
  }

  func spectrum(of lines: [ResonanceLine]) -> [(real: Double, imaginary: Double)] {
    var result = [(real: Double, imaginary: Double)](repeating: (0, 0), count: frequenciesHertz.count)
    for line in lines {
      for point in result.indices {
        let r = response(of: line.angularFrequency, at: point)
        result[point].real += line.real * r.real - line.imaginary * r.imaginary
        result[point].imaginary += line.real * r.imaginary + line.imaginary * r.real
      }
    }
    return result
  }

  /// Makes the spectrum of the whole state the template.
  mutating func match(_ lines: [ResonanceLine]) {
    let whole = spectrum(of: lines)
    let energy = whole.reduce(0) { $0 + $1.real * $1.real + $1.imaginary * $1.imaginary } * stepHertz
    size = energy.squareRoot()
    let factor = size > 0 ? stepHertz / size : 0
    template = whole.map { (factor * $0.real, -factor * $0.imaginary) }
    integral = whole.reduce((0, 0)) { ($0.0 + stepHertz * $1.real, $0.1 + stepHertz * $1.imaginary) }
  }

  /// What a line of amplitude 1 gives: projection on the template, and integral.
  func weights(of angularFrequency: Double) -> (
    matched: (real: Double, imaginary: Double), integral: (real: Double, imaginary: Double)
  ) {
    var (matched, integral): ((real: Double, imaginary: Double), (real: Double, imaginary: Double)) = (
      (0, 0), (0, 0)
    )
    for point in frequenciesHertz.indices {
      let r = response(of: angularFrequency, at: point)
      let t = template[point]
      matched.real += t.real * r.real - t.imaginary * r.imaginary
      matched.imaginary += t.real * r.imaginary + t.imaginary * r.real
      integral.real += stepHertz * r.real
      integral.imaginary += stepHertz * r.imaginary
    }
    return (matched, integral)
  }

  /// The contribution of lines to the signal of the band.
  func contribution(of lines: [ResonanceLine]) -> StateContribution {
    var result = StateContribution.zero
    for line in lines {
      let (m, i) = weights(of: line.angularFrequency)
      result.matched.real += m.real * line.real - m.imaginary * line.imaginary
      result.matched.imaginary += m.real * line.imaginary + m.imaginary * line.real
      result.integral.real += i.real * line.real - i.imaginary * line.imaginary
      result.integral.imaginary += i.real * line.imaginary + i.imaginary * line.real
    }
    return result
  }
}
