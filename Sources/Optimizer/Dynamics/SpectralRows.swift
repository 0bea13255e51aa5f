/// Spectra of the lines of a Hamiltonian at the points of a grid: constant matrices, so that no Fourier transform is
/// needed in an evaluation.
import SequenceIR

/// The signal is sampled as exp(i w t - pi linewidth t); a row holds its discrete Fourier transform.
struct SpectralRows: Sendable {
  let pointCount: Int
  let transitions: [Transition]
  /// pointCount x transitionCount: spectrum of a line with its weight, and of t times it.
  let real: [Double]
  let imaginary: [Double]
  let timeReal: [Double]
  let timeImaginary: [Double]

  /// `offset`: added to the frequency of every line, rad/s. `weight`: how many times the signal counts.
  init(
    _ hamiltonian: FreeHamiltonian, grid: SpectralGrid, linewidthHertz: Double, weight: Double, offset: Double = 0
  ) {
    transitions = hamiltonian.transitions
    pointCount = grid.pointCount
    var rows = [[Double]](
      repeating: [Double](repeating: 0, count: pointCount * transitions.count), count: 4)
    for (column, transition) in transitions.enumerated() {
      for (point, frequency) in grid.frequenciesHertz.enumerated() {
        let line = SpectralLine(
          angularFrequency: transition.angularFrequency + offset, linewidthHertz: linewidthHertz, at: frequency,
          grid: grid)
        let index = point * transitions.count + column
        let scale = transition.weight * weight
        rows[0][index] = scale * line.real
        rows[1][index] = scale * line.imaginary
        rows[2][index] = scale * line.timeReal
        rows[3][index] = scale * line.timeImaginary
      }
    }
    (real, imaginary, timeReal, timeImaginary) = (rows[0], rows[1], rows[2], rows[3])
  }
}

/// One decaying line at one point of the discrete Fourier transform, by the sum of a geometric series:
/// with r = exp((i w - pi L - 2 pi i f) dt), 1/N sum r^n = (1 - r^N)/(N (1 - r)), and
/// dt/N sum n r^n = dt r (1 - N r^(N-1) + (N-1) r^N)/(N (1 - r)^2).
struct SpectralLine {
  let real: Double
  let imaginary: Double
  let timeReal: Double
  let timeImaginary: Double

  init(angularFrequency: Double, linewidthHertz: Double, at frequency: Double, grid: SpectralGrid) {
    let dt = grid.dwellSeconds
    let count = Double(grid.sampleCount)
    let phase = (angularFrequency - 2 * Double.pi * frequency) * dt
    let r = SpectralLine.exponential(-Double.pi * linewidthHertz * dt, phase)
    let last = SpectralLine.exponential(-Double.pi * linewidthHertz * dt * count, phase * count)
    let beforeLast = SpectralLine.exponential(-Double.pi * linewidthHertz * dt * (count - 1), phase * (count - 1))
    let rest = (re: 1 - r.re, im: -r.im)
    let norm = rest.re * rest.re + rest.im * rest.im
    guard norm > 1e-24 else {
      (real, imaginary, timeReal, timeImaginary) = (1, 0, dt * (count - 1) / 2, 0)
      return
    }
    let inverse = (re: rest.re / norm, im: -rest.im / norm)
    let sum = SpectralLine.times((re: 1 - last.re, im: -last.im), inverse)
    real = sum.re / count
    imaginary = sum.im / count
    let bracket = (
      re: 1 - count * beforeLast.re + (count - 1) * last.re, im: -count * beforeLast.im + (count - 1) * last.im
    )
    let weighted = SpectralLine.times(SpectralLine.times(r, bracket), SpectralLine.times(inverse, inverse))
    timeReal = dt * weighted.re / count
    timeImaginary = dt * weighted.im / count
  }

  private static func exponential(_ exponent: Double, _ phase: Double) -> (re: Double, im: Double) {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(phase)
    let size = ElementaryFunctions.exp(exponent)
    return (size * cosine, size * sine)
  }

  private static func times(_ a: (re: Double, im: Double), _ b: (re: Double, im: Double)) -> (re: Double, im: Double) {
    (a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
  }
}
