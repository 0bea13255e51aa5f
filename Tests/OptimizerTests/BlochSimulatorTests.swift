/// The simulator against closed forms and against a slow integration of the Bloch equations.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct BlochSimulatorTests {
  /// Rabi: a constant field turns about the tilted axis; Mz = 1 - 2 (w1/W)^2 sin^2(W T / 2).
  @Test func rectangleFollowsTheRabiFormula() throws {
    for flip in [30.0, 90, 180, 270] {
      let hard = try pulse("rect", ["flip": flip * degrees, "duration": 1e-3], rasterMicroseconds: 1)
      let strength = flip / 360 / 1e-3
      let offsets = (-60...60).map { Double($0) * 50 }
      let rotations = BlochSimulator.rotations(of: hard, on: SpinEnsemble(positionsHertz: offsets))
      for (offset, rotation) in zip(offsets, rotations) {
        let effective = Foundation.hypot(strength, offset)
        let share = strength / effective * Foundation.sin(.pi * effective * 1e-3)
        #expect(abs(rotation.longitudinal - (1 - 2 * share * share)) < 1e-11, "\(flip) deg at \(offset) Hz")
      }
    }
  }

  /// Fourth-order Runge-Kutta on dM/dt = 2 pi B x M, 20 substeps a sample: no rotation matrix in sight.
  @Test func randomPulseAgreesWithSlowIntegration() {
    var state: UInt64 = 11
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-52 - 1
    }
    let count = 60
    let wave = PulseWaveform(
      real: (0..<count).map { _ in 600 * random() }, imaginary: (0..<count).map { _ in 600 * random() },
      dwell: Time(microseconds: 20), centre: .zero,
      gradientModulation: (0..<count).map { _ in 0.5 + 0.5 * random() }, use: .other)
    let ensemble = SpinEnsemble(
      offsetsHertz: [0, 40, -300, 1_000], positionsHertz: [0, 500, 2_000, -700], b1Scales: [1, 0.8, 1.3, 1])
    let start = Magnetisation(x: 0.3, y: -0.5, z: 0.8)
    let rotations = BlochSimulator.rotations(of: wave, on: ensemble)
    for n in 0..<ensemble.count {
      let expected = integrated(wave, ensemble, n, from: start)
      let result = rotations[n].applied(to: start)
      #expect(abs(result.x - expected.x) < 1e-8)
      #expect(abs(result.y - expected.y) < 1e-8)
      #expect(abs(result.z - expected.z) < 1e-8)
    }
  }

  @Test func positiveOffsetTurnsPositively() {
    var rotation = SpinRotation()
    rotation.turn(b1xHertz: 0, b1yHertz: 0, offsetHertz: 250, seconds: 1e-3)
    let turned = rotation.applied(to: Magnetisation(x: 1, y: 0, z: 0))
    #expect(abs(turned.x) < 1e-15)
    #expect(abs(turned.y - 1) < 1e-15)
  }

  @Test func pulseAlongXTakesEquilibriumToMinusY() {
    var rotation = SpinRotation()
    rotation.turn(b1xHertz: 250, b1yHertz: 0, offsetHertz: 0, seconds: 1e-3)
    let turned = rotation.applied(to: .equilibrium)
    #expect(abs(turned.y + 1) < 1e-15)
    #expect(abs(turned.z) < 1e-15)
    #expect(close(rotation.excitation, 1, relative: 1e-15))
  }

  @Test func lengthIsKeptOverManySteps() throws {
    let long = try pulse(
      "adiabatic", ["duration": 40e-3, "bandwidth": 3_000], ["family": "hs"], rasterMicroseconds: 1)
    let rotation = SpinRotation(of: long, positionHertz: 700)
    #expect(abs(rotation.alphaEnergy + rotation.refocusing - 1) < 1e-12)
  }

  @Test func profileFiguresOfATrapezoidAreExact() {
    let offsets = (-100...100).map { Double($0) }
    let profile = PulseProfile(
      offsetsHertz: offsets, effect: offsets.map { min(1, max(0, (60 - abs($0)) / 20)) })
    #expect(close(profile.fullWidthHalfMaximum ?? 0, 100, relative: 1e-12))
    #expect(close(profile.transitionWidth ?? 0, 16, relative: 1e-12))
    #expect(profile.extremes(atDistances: 0...40).least == 1)
    #expect(profile.extremes(atDistances: 60...100).most == 0)
    #expect(PulseProfile(offsetsHertz: [0, 1, 2], effect: [1, 1, 1]).fullWidthHalfMaximum == nil)
  }

  private func integrated(
    _ wave: PulseWaveform, _ ensemble: SpinEnsemble, _ spin: Int, from start: Magnetisation
  ) -> Magnetisation {
    var m = [start.x, start.y, start.z]
    let step = wave.dwell.seconds / 20
    for n in wave.real.indices {
      let gradient = wave.gradientModulation?[n] ?? 1
      let field = [
        wave.real[n] * ensemble.b1Scales[spin], wave.imaginary[n] * ensemble.b1Scales[spin],
        ensemble.offsetsHertz[spin] + gradient * ensemble.positionsHertz[spin],
      ].map { 2 * Double.pi * $0 }
      for _ in 0..<20 {
        let k1 = cross(field, m)
        let k2 = cross(field, sum(m, k1, step / 2))
        let k3 = cross(field, sum(m, k2, step / 2))
        let k4 = cross(field, sum(m, k3, step))
        for axis in 0..<3 { m[axis] += step / 6 * (k1[axis] + 2 * k2[axis] + 2 * k3[axis] + k4[axis]) }
      }
    }
    return Magnetisation(x: m[0], y: m[1], z: m[2])
  }

  private func cross(_ a: [Double], _ b: [Double]) -> [Double] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
  }

  private func sum(_ a: [Double], _ b: [Double], _ factor: Double) -> [Double] {
    zip(a, b).map { $0 + factor * $1 }
  }
}
