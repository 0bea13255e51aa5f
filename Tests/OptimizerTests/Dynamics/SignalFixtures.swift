// What tests of signals share: grids that hold the whole signal, norms, and the two ways of propagation side by side.
import Optimizer
import SequenceIR

extension SpinFixtures {
  /// All points of the discrete Fourier transform: the norm of a spectrum is that of its signal (Parseval), and the sum
  /// of its points is the first sample.
  static func wholeGrid(sampleCount: Int = 64, dwellSeconds: Double = 0.5e-3) -> SpectralGrid {
    let spacing = 1 / (dwellSeconds * Double(sampleCount))
    let frequencies = (0..<sampleCount).map { (Double($0) - Double(sampleCount / 2)) * spacing }
    return SpectralGrid(
      sampleCount: sampleCount, dwellSeconds: dwellSeconds, frequenciesHertz: frequencies,
      ppm: frequencies.map { 3.0 + $0 / fieldHertzPerPPM })
  }

  /// One molecule of one group on the whole grid.
  static func signalSetup(
    _ system: SpinSystem, _ program: SpinProgram, member: EnsembleMember = EnsembleMember(),
    kickSeconds: Double = 80e-6, sampleCount: Int = 64, aligns: Bool = true
  ) -> EnsembleSetup {
    var setup = setup(
      [molecule("M", system)], members: [member], program: program,
      accuracy: PropagationAccuracy(kickSeconds: kickSeconds), aligns: aligns)
    setup.grid = wholeGrid(sampleCount: sampleCount)
    return setup
  }

  /// `count` samples of x and y between -hertz and hertz.
  static func randomPulse(
    _ noise: inout Noise, count: Int, hertz: Double, dwellSeconds: Double
  ) -> SpinProgram.Step {
    .pulse(
      SpinProgram.Pulse(
        .fixed(x: noise.samples(count, hertz: hertz), y: noise.samples(count, hertz: hertz)),
        dwellSeconds: dwellSeconds))
  }

  static func ideal(degrees: Double, phaseDegrees: Double = 0) -> SpinProgram.Step {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(phaseDegrees * Double.pi / 180)
    return .pulse(.ideal(radians: degrees * Double.pi / 180, cosine: cosine, sine: sine))
  }

  static func delay(_ seconds: Double) -> SpinProgram.Step { .delay(.init(seconds: seconds)) }

  /// Couplings and shifts of a molecule at random: 1.5 to 4.5 ppm, up to 16 Hz.
  static func randomSystem(_ noise: inout Noise, spinCount: Int) -> SpinSystem {
    var couplings: [ScalarCoupling] = []
    for second in 0..<spinCount {
      for first in 0..<second { couplings.append(ScalarCoupling(first, second, hertz: 16 * noise.next())) }
    }
    return SpinSystem(shiftsPPM: (0..<spinCount).map { _ in 3 + 1.5 * noise.next() }, couplings: couplings)
  }
}

struct Complex: Equatable {
  var re: Double
  var im: Double
  init(_ re: Double, _ im: Double = 0) { (self.re, self.im) = (re, im) }
  static func polar(_ size: Double, _ angle: Double) -> Complex {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(angle)
    return Complex(size * cosine, size * sine)
  }
  static func + (a: Complex, b: Complex) -> Complex { Complex(a.re + b.re, a.im + b.im) }
  static func - (a: Complex, b: Complex) -> Complex { Complex(a.re - b.re, a.im - b.im) }
  static func * (a: Complex, b: Complex) -> Complex {
    Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
  }
  var size: Double { (re * re + im * im).squareRoot() }
}

extension SpectrumTable {
  var points: [Complex] { zip(real, imaginary).map { Complex($0, $1) } }

  /// On the whole grid: the first sample of the signal.
  var firstSample: Complex { points.reduce(Complex(0)) { $0 + $1 } }
}

/// l2 norm of the difference over the norm of `b`.
func relativeDifference(_ a: [Complex], _ b: [Complex]) -> Double {
  let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1).size * ($1.0 - $1.1).size }
  let norm = b.reduce(0) { $0 + $1.size * $1.size }
  return (difference / norm).squareRoot()
}

func relativeDifference(_ a: SpectrumTable, _ b: SpectrumTable) -> Double {
  relativeDifference(a.points, b.points)
}

extension EnsembleSetup {
  /// Difference of the engine from exact propagation, relative, of the first member.
  func engineError(_ precision: Precision = .double, _ controls: EnsembleControls = EnsembleControls())
    -> (signal: Double, timeWeighted: Double)
  {
    let fast = engine(precision).spectra(controls)[0]
    let exact = exactSpectra(member: 0, controls: controls)
    return (
      relativeDifference(fast.signal, exact.signal), relativeDifference(fast.timeWeighted, exact.timeWeighted)
    )
  }

  /// The first sample of the signal of the first member and molecule, on a whole grid.
  func firstSample() -> Complex { engine(withTime: false).spectra()[0].signal.firstSample }
}
