// The gradient of profiles against complex steps through 2 x 2 matrices of single spins, without differences.
import SequenceIR
import Testing

@testable import Optimizer

/// A number and its derivative: value + i h derivative, h so small that h^2 is nothing beside 1 (h = 1e-100). Functions
/// are those of complex numbers.
private struct Stepped {
  var re: Double
  var im = 0.0

  static let h = 1e-100

  static func + (a: Stepped, b: Stepped) -> Stepped { Stepped(re: a.re + b.re, im: a.im + b.im) }
  static func - (a: Stepped, b: Stepped) -> Stepped { Stepped(re: a.re - b.re, im: a.im - b.im) }
  static func * (a: Stepped, b: Stepped) -> Stepped {
    Stepped(re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re)
  }
  static func / (a: Stepped, b: Stepped) -> Stepped {
    Stepped(re: a.re / b.re, im: (a.im * b.re - a.re * b.im) / (b.re * b.re))
  }
  static prefix func - (a: Stepped) -> Stepped { Stepped(re: -a.re, im: -a.im) }

  var root: Stepped {
    let root = re.squareRoot()
    return Stepped(re: root, im: im / (2 * root))
  }

  /// sin(a + ib) = sin a cosh b + i cos a sinh b, and so on; b is far below the precision.
  var sineAndCosine: (Stepped, Stepped) {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(re)
    return (Stepped(re: sine, im: cosine * im), Stepped(re: cosine, im: -sine * im))
  }
}

/// A physical complex number: its real and imaginary part, each with a derivative.
private struct Amplitude {
  var x = Stepped(re: 0)
  var y = Stepped(re: 0)

  static func + (a: Amplitude, b: Amplitude) -> Amplitude { Amplitude(x: a.x + b.x, y: a.y + b.y) }
  static func * (a: Amplitude, b: Amplitude) -> Amplitude {
    Amplitude(x: a.x * b.x - a.y * b.y, y: a.x * b.y + a.y * b.x)
  }
  var conjugate: Amplitude { Amplitude(x: x, y: -y) }
  var square: Stepped { x * x + y * y }
}

@Suite struct ProfileComplexStepTests {
  private static let inside = [-300.0, -100, 80, 310]
  private static let outside = [-900.0, 700, 1100]

  /// The first column of U = prod exp(-i pi dt (x sx + y sy + z sz)), sx, sy, sz being the Pauli matrices.
  private func column(_ u: [Stepped], _ scale: Double, _ offset: Double, _ seconds: Double)
    -> (Amplitude, Amplitude)
  {
    var (first, second) = (Amplitude(x: Stepped(re: 1)), Amplitude())
    for index in stride(from: 0, to: u.count, by: 2) {
      let x = Stepped(re: scale) * u[index]
      let y = Stepped(re: scale) * u[index + 1]
      let z = Stepped(re: offset)
      let field = (x * x + y * y + z * z).root
      let (sine, cosine) = (Stepped(re: Double.pi * seconds) * field).sineAndCosine
      let (a, b, c) = (x / field * sine, y / field * sine, z / field * sine)
      // cos - i sin (n sigma), row by row.
      let old = (first, second)
      first = Amplitude(x: cosine, y: -c) * old.0 + Amplitude(x: -b, y: -a) * old.1
      second = Amplitude(x: b, y: -a) * old.0 + Amplitude(x: cosine, y: c) * old.1
    }
    return (first, second)
  }

  /// The table of docs/objectives.md.
  private func loss(
    _ target: ProfileObjective.Target, _ u: [Stepped], _ scale: Double, _ seconds: Double
  ) -> Stepped {
    let columns = Self.inside.map { column(u, scale, $0, seconds) }
    let beyond = Self.outside.map { column(u, scale, $0, seconds).1.square }
    let share = Stepped(re: 1 / Double(Self.inside.count))
    var result = Stepped(re: 1)
    switch target {
    case .excitation:
      var sum = Amplitude()
      for ((alpha, beta), offset) in zip(columns, Self.inside) {
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(
          Double.pi * offset * seconds * Double(u.count / 2))
        let turn = Amplitude(x: Stepped(re: 2 * cosine), y: Stepped(re: -2 * sine))
        sum = sum + alpha.conjugate * beta * turn
      }
      result = result - share * sum.square.root
    case .refocusing:
      let sum = columns.reduce(Amplitude()) { $0 + $1.1 * $1.1 }
      result = result - share * sum.square.root
    case .inversion:
      let sum = columns.reduce(Stepped(re: 0)) { $0 + $1.1.square }
      result = Stepped(re: 2) - Stepped(re: 2) * share * sum
    case .rotation(let radians):
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(radians / 2)
      for (alpha, beta) in columns {
        let overlap = Stepped(re: cosine) * alpha.x - Stepped(re: sine) * beta.y
        result = result - share * overlap * overlap
      }
    }
    let factor = target == .excitation || target == .inversion ? 2.0 : 1
    return beyond.reduce(result) { $0 + Stepped(re: factor / Double(Self.outside.count)) * $1 }
  }

  /// From steps that hardly turn a spin to steps of more than a turn.
  @Test(
    arguments: [ProfileObjective.Target.excitation, .inversion, .refocusing, .rotation(radians: 1.1)],
    [(2e-6, 40.0), (20e-6, 150), (60e-6, 850), (1e-3, 1500)])
  func gradientsAreThoseOfComplexSteps(
    target: ProfileObjective.Target, steps: (seconds: Double, hertz: Double)
  ) {
    var random = RandomStream(seed: 17)
    let samples = (0..<60).map { _ in steps.hertz * random.gaussian() }
    for scale in [0.85, 1.15] {
      let objective = ProfileObjective(
        target, insideHertz: Self.inside, outsideHertz: Self.outside, stepSeconds: steps.seconds,
        b1Scales: [scale])
      var gradient = [Double](repeating: 0, count: samples.count)
      objective.addGradient([1], at: samples, to: &gradient)
      let largest = gradient.reduce(0) { max($0, abs($1)) }
      #expect(largest > 0)
      for index in samples.indices {
        let u = samples.enumerated().map { Stepped(re: $1, im: $0 == index ? Stepped.h : 0) }
        let exact = loss(target, u, scale, steps.seconds)
        #expect(abs(exact.re - objective.losses(samples)[0]) < 1e-12)
        #expect(abs(exact.im / Stepped.h - gradient[index]) < 1e-9 * largest, "\(index)")
      }
    }
  }
}
