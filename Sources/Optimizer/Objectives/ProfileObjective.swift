/// What one pulse does to single spins at many offsets and scales of B1, against what it shall do to them.
import SequenceIR

/// With alpha and beta of `SpinRotation`, f the offset and T the length of the pulse, means over the offsets inside and
/// outside of the band:
///
///     excitation  1 - |mean 2 conj(alpha) beta exp(-i pi f T)| + mean 2 |beta|^2
///     inversion   mean 2 (1 - |beta|^2) + mean 2 |beta|^2
///     refocusing  1 - |mean beta^2| + mean |beta|^2
///     rotation    mean (1 - o^2) + mean |beta|^2,  o = Re(conj(alpha_0) alpha + conj(beta_0) beta)
///
/// Excited magnetisation is in phase once the precession of the second half of the pulse is taken back, which is what
/// `rephase` does; its phase, and the axis of refocusing, are free. Rotations are about x, alpha_0 = cos(angle / 2),
/// beta_0 = -i sin(angle / 2), without precession left over. The gradient goes back through the exact rotation of each
/// step, psi = R+ psi', so that nothing is stored.
package struct ProfileObjective: Sendable {
  package enum Target: Hashable, Sendable {
    case excitation
    case inversion
    case refocusing
    case rotation(radians: Double)
  }

  package let target: Target
  package let insideHertz: [Double]
  package let outsideHertz: [Double]
  package let stepSeconds: Double
  package let b1Scales: [Double]

  package init(
    _ target: Target, insideHertz: [Double], outsideHertz: [Double], stepSeconds: Double, b1Scales: [Double]
  ) {
    precondition(!insideHertz.isEmpty && !b1Scales.isEmpty, "a profile has a band and a scale of B1")
    self.target = target
    self.insideHertz = insideHertz
    self.outsideHertz = outsideHertz
    self.stepSeconds = stepSeconds
    self.b1Scales = b1Scales
  }

  /// What a scale of B1 makes of the spins.
  package struct Figures: Sendable, Equatable {
    package var b1Scale: Double
    /// |Mxy|, (1 - Mz) / 2, |beta|^2 or o^2: 1 for a perfect pulse.
    package var leastInside: Double
    package var meanInside: Double
    /// The same outside of the band, |beta|^2 for rotations; nil when nothing is asked for there.
    package var mostOutside: Double?
  }

  /// `samples`: x0, y0, x1, y1, ... in Hz.
  package func losses(_ samples: [Double]) -> [Double] {
    b1Scales.map { score(samples, $0, factor: nil).loss }
  }

  /// Adds sum factors dloss/dsamples, one factor a scale of B1.
  package func addGradient(_ factors: [Double], at samples: [Double], to gradient: inout [Double]) {
    for (scale, factor) in zip(b1Scales, factors) {
      let score = score(samples, scale, factor: factor)
      for (index, offset) in (insideHertz + outsideHertz).enumerated() {
        goBack(
          samples, scale, offset, from: score.spinors[index], cotangent: score.cotangents[index],
          to: &gradient)
      }
    }
  }

  package func figures(_ samples: [Double]) -> [Figures] {
    b1Scales.map { scale in
      let inside = insideHertz.map { effect(spinor(samples, scale, $0), isInside: true) }
      let outside = outsideHertz.map { effect(spinor(samples, scale, $0), isInside: false) }
      return Figures(
        b1Scale: scale, leastInside: inside.reduce(1, min),
        meanInside: inside.reduce(0, +) / Double(inside.count),
        mostOutside: outside.isEmpty ? nil : outside.reduce(0, max))
    }
  }

  private func effect(_ spinor: Spinor, isInside: Bool) -> Double {
    switch target {
    case .excitation: return 2 * (spinor.alpha.square * spinor.beta.square).squareRoot()
    case .inversion, .refocusing: return spinor.beta.square
    case .rotation(let radians):
      guard isInside else { return spinor.beta.square }
      let overlap = overlap(spinor, radians)
      return overlap * overlap
    }
  }
}

/// A complex number of these few lines.
private struct Complex {
  var re: Double
  var im: Double

  var square: Double { re * re + im * im }
  var conjugate: Complex { Complex(re: re, im: -im) }

  static func * (a: Complex, b: Complex) -> Complex {
    Complex(re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re)
  }
  static func * (a: Double, b: Complex) -> Complex { Complex(re: a * b.re, im: a * b.im) }
  static func + (a: Complex, b: Complex) -> Complex { Complex(re: a.re + b.re, im: a.im + b.im) }
  static func - (a: Complex, b: Complex) -> Complex { Complex(re: a.re - b.re, im: a.im - b.im) }
}

/// alpha and beta of a rotation, or the gradient by them: dL = Re(conj(gradient) dspinor).
private struct Spinor {
  var alpha = Complex(re: 1, im: 0)
  var beta = Complex(re: 0, im: 0)

  static let zero = Spinor(alpha: Complex(re: 0, im: 0), beta: Complex(re: 0, im: 0))
}

/// The rotation of a step: a = cosine - i z sine, b = (y - i x) sine with the field x, y, z in Hz.
private struct Step {
  let a: Complex
  let b: Complex
  /// sin(w) / field, w = pi field seconds.
  let sine: Double
  /// d sine / dx = x slope, and so on for y.
  let slope: Double

  init(x: Double, y: Double, z: Double, seconds: Double) {
    let strength = (x * x + y * y + z * z).squareRoot()
    let time = ElementaryFunctions.pi * seconds
    let angle = time * strength
    let (sin, cos) = ElementaryFunctions.sineAndCosine(angle)
    sine = strength > 0 ? sin / strength : time
    if angle < 0.25 {
      // (w cos w - sin w) / w^3 without cancellation.
      let u = angle * angle
      let series =
        -1 / 3.0 + u * (1 / 30.0 + u * (-1 / 840.0 + u * (1 / 45360.0 - u / 3_991_680.0)))
      slope = time * time * time * series
    } else {
      slope = (time * cos - sine) / (strength * strength)
    }
    a = Complex(re: cos, im: -z * sine)
    b = Complex(re: y * sine, im: -x * sine)
  }

  func applied(to spinor: Spinor) -> Spinor {
    Spinor(
      alpha: a * spinor.alpha - b.conjugate * spinor.beta, beta: b * spinor.alpha + a.conjugate * spinor.beta)
  }

  func undone(_ spinor: Spinor) -> Spinor {
    Spinor(
      alpha: a.conjugate * spinor.alpha + b.conjugate * spinor.beta, beta: a * spinor.beta - b * spinor.alpha)
  }
}

extension ProfileObjective {
  private func spinor(_ samples: [Double], _ scale: Double, _ offset: Double) -> Spinor {
    var spinor = Spinor()
    for index in stride(from: 0, to: samples.count, by: 2) {
      let step = Step(
        x: scale * samples[index], y: scale * samples[index + 1], z: offset, seconds: stepSeconds)
      spinor = step.applied(to: spinor)
    }
    return spinor
  }

  /// Back through the pulse from its end: `spinor` and the gradient by it.
  private func goBack(
    _ samples: [Double], _ scale: Double, _ offset: Double, from spinor: Spinor, cotangent: Spinor,
    to gradient: inout [Double]
  ) {
    var (state, later) = (spinor, cotangent)
    let time = ElementaryFunctions.pi * stepSeconds
    for index in stride(from: samples.count - 2, through: 0, by: -2) {
      let (x, y) = (scale * samples[index], scale * samples[index + 1])
      let step = Step(x: x, y: y, z: offset, seconds: stepSeconds)
      state = step.undone(state)
      // dL = Re(p da + q db).
      let p = later.alpha.conjugate * state.alpha + later.beta * state.beta.conjugate
      let q = later.beta.conjugate * state.alpha - later.alpha * state.beta.conjugate
      let common =
        step.slope * (offset * p.im + y * q.re + x * q.im) - time * step.sine * p.re
      gradient[index] += scale * (common * x + step.sine * q.im)
      gradient[index + 1] += scale * (common * y + step.sine * q.re)
      later = step.undone(later)
    }
  }

  private func overlap(_ spinor: Spinor, _ radians: Double) -> Double {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(radians / 2)
    return cosine * spinor.alpha.re - sine * spinor.beta.im
  }

  /// The loss of a scale of B1 and, with a factor, the gradient of factor x loss by all spinors.
  private func score(
    _ samples: [Double], _ scale: Double, factor: Double?
  ) -> (loss: Double, spinors: [Spinor], cotangents: [Spinor]) {
    let spinors = (insideHertz + outsideHertz).map { spinor(samples, scale, $0) }
    let inside = spinors[..<insideHertz.count]
    var (loss, cotangents) = scoreInside(Array(inside), seconds: stepSeconds * Double(samples.count / 2))
    if !outsideHertz.isEmpty {
      let share = outsideFactor / Double(outsideHertz.count)
      for spinor in spinors[insideHertz.count...] {
        loss += share * spinor.beta.square
        cotangents.append(Spinor(alpha: Spinor.zero.alpha, beta: 2 * share * spinor.beta))
      }
    }
    guard let factor else { return (loss, spinors, []) }
    return (
      loss, spinors, cotangents.map { Spinor(alpha: factor * $0.alpha, beta: factor * $0.beta) }
    )
  }

  private var outsideFactor: Double {
    switch target {
    case .excitation, .inversion: 2
    case .refocusing, .rotation: 1
    }
  }

  private func scoreInside(_ spinors: [Spinor], seconds: Double) -> (loss: Double, cotangents: [Spinor]) {
    let share = 1 / Double(spinors.count)
    switch target {
    case .inversion:
      let loss = spinors.reduce(0) { $0 + 2 * share * (1 - $1.beta.square) }
      return (loss, spinors.map { Spinor(alpha: Spinor.zero.alpha, beta: -4 * share * $0.beta) })
    case .rotation(let radians):
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(radians / 2)
      let overlaps = spinors.map { overlap($0, radians) }
      let loss = overlaps.reduce(0) { $0 + share * (1 - $1 * $1) }
      return (
        loss,
        overlaps.map {
          Spinor(
            alpha: Complex(re: -2 * share * $0 * cosine, im: 0),
            beta: Complex(re: 0, im: 2 * share * $0 * sine))
        }
      )
    case .excitation:
      let turns = insideHertz.map { offset in
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(-ElementaryFunctions.pi * offset * seconds)
        return 2 * share * Complex(re: cosine, im: sine)
      }
      let sum = zip(spinors, turns).reduce(Spinor.zero.alpha) {
        $0 + $1.1 * ($1.0.alpha.conjugate * $1.0.beta)
      }
      let length = sum.square.squareRoot()
      let direction = length > 0 ? (-1 / length) * sum.conjugate : Spinor.zero.alpha
      return (
        1 - length,
        zip(spinors, turns).map { spinor, turn in
          let g = direction * turn
          return Spinor(alpha: g * spinor.beta, beta: g.conjugate * spinor.alpha)
        }
      )
    case .refocusing:
      let sum = spinors.reduce(Spinor.zero.alpha) { $0 + share * ($1.beta * $1.beta) }
      let length = sum.square.squareRoot()
      let direction = length > 0 ? (-1 / length) * sum.conjugate : Spinor.zero.alpha
      return (
        1 - length,
        spinors.map {
          Spinor(alpha: Spinor.zero.alpha, beta: (2 * share) * (direction * $0.beta).conjugate)
        }
      )
    }
  }
}
