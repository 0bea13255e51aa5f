// The profile of one pulse: against rotations of single spins, known cases, and central differences.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct ProfileObjectiveTests {
  static let targets: [ProfileObjective.Target] = [
    .excitation, .inversion, .refocusing, .rotation(radians: 1.1),
  ]
  private static let inside = [-300.0, -100, 80, 310]
  private static let outside = [-900.0, 700, 1100]

  private func objective(
    _ target: ProfileObjective.Target, stepSeconds: Double = 20e-6, scales: [Double] = [1]
  ) -> ProfileObjective {
    ProfileObjective(
      target, insideHertz: Self.inside, outsideHertz: Self.outside, stepSeconds: stepSeconds, b1Scales: scales
    )
  }

  private func pulse(_ count: Int, hertz: Double) -> [Double] {
    var random = RandomStream(seed: 7)
    return (0..<2 * count).map { _ in hertz * random.gaussian() }
  }

  private func rotation(_ samples: [Double], _ scale: Double, _ offset: Double, _ seconds: Double)
    -> SpinRotation
  {
    var rotation = SpinRotation()
    for index in stride(from: 0, to: samples.count, by: 2) {
      rotation.turn(
        b1xHertz: scale * samples[index], b1yHertz: scale * samples[index + 1], offsetHertz: offset,
        seconds: seconds)
    }
    return rotation
  }

  /// Weak fields take the series of the rotation's slope, strong ones its closed form.
  @Test(arguments: targets, [(20e-6, 150.0), (200e-6, 1200)])
  func profilesHaveTheirExactGradient(
    target: ProfileObjective.Target, steps: (seconds: Double, hertz: Double)
  ) {
    let objective = objective(target, stepSeconds: steps.seconds, scales: [0.8, 1.1])
    let samples = pulse(24, hertz: steps.hertz)
    let factors = [0.7, 0.4]
    func value(_ samples: [Double]) -> Double {
      zip(objective.losses(samples), factors).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var gradient = [Double](repeating: 0, count: samples.count)
    objective.addGradient(factors, at: samples, to: &gradient)
    let largest = gradient.reduce(0) { max($0, abs($1)) }
    #expect(largest > 1e-6)
    for index in samples.indices {
      func moved(_ steps: Double) -> Double {
        var other = samples
        other[index] += steps
        return value(other)
      }
      let difference = (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / 12
      #expect(abs(difference - gradient[index]) < 1e-9 * max(1, 1e3 * largest))
      #expect(abs(difference - gradient[index]) < 1e-7 * largest)
    }
  }

  @Test func lossesAreThoseOfTheRotationsOfSingleSpins() {
    let samples = pulse(24, hertz: 600)
    let seconds = 24 * 20e-6
    for scale in [0.9, 1.2] {
      let rotations = Self.inside.map { rotation(samples, scale, $0, 20e-6) }
      let others = Self.outside.map { rotation(samples, scale, $0, 20e-6) }
      let escaped = others.reduce(0) { $0 + (1 - $1.applied(to: .equilibrium).z) } / 3
      var (x, y, z) = (0.0, 0.0, 0.0)
      for (rotation, offset) in zip(rotations, Self.inside) {
        let after = rotation.applied(to: .equilibrium)
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(-Double.pi * offset * seconds)
        x += (cosine * after.x - sine * after.y) / 4
        y += (sine * after.x + cosine * after.y) / 4
        z += (1 + after.z) / 4
      }
      let excited = objective(.excitation, scales: [scale]).losses(samples)[0]
      #expect(abs(excited - (1 - (x * x + y * y).squareRoot() + escaped)) < 1e-12)
      #expect(abs(objective(.inversion, scales: [scale]).losses(samples)[0] - (z + escaped)) < 1e-12)
      // Mxy' = -beta^2 conj(Mxy) between crushers: from x, (Re, Im) of it.
      let turned = rotations.map { ($0.betaReal, $0.betaImaginary) }
      let real = turned.reduce(0) { $0 + ($1.0 * $1.0 - $1.1 * $1.1) / 4 }
      let imaginary = turned.reduce(0) { $0 + 2 * $1.0 * $1.1 / 4 }
      let refocused = objective(.refocusing, scales: [scale]).losses(samples)[0]
      #expect(abs(refocused - (1 - (real * real + imaginary * imaginary).squareRoot() + escaped / 2)) < 1e-12)
    }
  }

  /// A pulse of a microsecond turns all spins alike about x.
  @Test func aHardPulseIsPerfectWithinItsBand() {
    func loss(_ target: ProfileObjective.Target, degrees: Double) -> Double {
      ProfileObjective(
        target, insideHertz: [-100, 0, 100], outsideHertz: [], stepSeconds: 1e-6, b1Scales: [1]
      ).losses([degrees / 360 / 1e-6, 0])[0]
    }
    #expect(loss(.excitation, degrees: 90) < 1e-6)
    #expect(loss(.inversion, degrees: 180) < 1e-6)
    #expect(loss(.refocusing, degrees: 180) < 1e-6)
    #expect(loss(.rotation(radians: Double.pi / 3), degrees: 60) < 1e-6)
    #expect(abs(loss(.excitation, degrees: 30) - 0.5) < 1e-6)
    #expect(abs(loss(.inversion, degrees: 90) - 1) < 1e-6)
    #expect(abs(loss(.refocusing, degrees: 90) - 0.5) < 1e-6)
    #expect(abs(loss(.rotation(radians: Double.pi), degrees: 60) - 0.75) < 1e-6)
  }

  @Test func noPulseAtAllDoesNothingOutside() {
    for target in Self.targets {
      let figures = objective(target).figures([Double](repeating: 0, count: 20))[0]
      #expect(figures.mostOutside == 0)
      #expect(objective(target).losses([Double](repeating: 0, count: 20))[0].isFinite)
    }
  }
}
