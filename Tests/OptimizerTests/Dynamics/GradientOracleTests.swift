// The gradient against derivatives of exact propagation, which knows nothing of adjoints or splittings.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct GradientOracleTests {
  private static let count = 12
  private static let member = EnsembleMember(b1Scale: 1.07, offsetHertz: 11)

  private static func setup(_ system: SpinSystem, kickSeconds: Double) -> EnsembleSetup {
    let program = SpinProgram(
      steps: [
        .pulse(.init(.control(first: 0, count: count), dwellSeconds: 80e-6)),
        .delay(.init(seconds: 4e-3, control: 0)),
        .pulse(.init(.control(first: 4, count: count - 4), dwellSeconds: 80e-6, phase: 0.9)),
      ], controlSampleCount: count, controlDelayCount: 1)
    return SpinFixtures.signalSetup(
      system, program, member: member, kickSeconds: kickSeconds, sampleCount: 16)
  }

  private static func controls() -> EnsembleControls {
    var noise = SpinFixtures.Noise(51)
    return EnsembleControls(samples: noise.samples(2 * count, hertz: 1000), delays: [0.6e-3])
  }

  private static func loss(_ spectra: [MemberSpectra]) -> Double {
    var unused = spectra.map { _ in MemberSpectra(moleculeCount: 1, pointCount: 16) }
    return SpinFixtures.loss()(spectra, &unused)
  }

  private static func gradient(_ setup: EnsembleSetup) -> [Double] {
    var gradient = EnsembleControls()
    _ = setup.engine().evaluate(controls(), loss: SpinFixtures.loss(), gradient: &gradient)
    return gradient.samples + gradient.delays.map { $0 * 1e-5 }
  }

  /// dL/dx of the exact loss by central differences of three steps, Richardson's extrapolation: sixth order. The last
  /// entry is for the delay, in units of 10 us.
  private static func exactGradient(_ setup: EnsembleSetup) -> [Double] {
    (0...2 * count).map { index in
      func difference(_ step: Double) -> Double {
        let values = [step, -step].map { move -> Double in
          var moved = controls()
          if index < 2 * count { moved.samples[index] += move } else { moved.delays[0] += move * 1e-5 }
          return loss([setup.exactSpectra(member: 0, controls: moved)])
        }
        return (values[0] - values[1]) / (2 * step)
      }
      let (one, two, four) = (difference(4), difference(8), difference(16))
      return (64 * one - 20 * two + four) / 45
    }
  }

  private static func relative(_ a: [Double], _ b: [Double]) -> Double {
    relativeDifference(a.map { Complex($0) }, b.map { Complex($0) })
  }

  /// At 10 us the splitting leaves less than a millionth, a quarter of it at 5 us; extrapolated to an interval of zero,
  /// the gradient is that of the exact exponential to 1e-9.
  @Test func theGradientConvergesToThatOfTheExactExponential() {
    let exact = Self.exactGradient(Self.setup(SpinFixtures.threeSpins, kickSeconds: 10e-6))
    let gradients = [20e-6, 10e-6, 5e-6].map {
      Self.gradient(Self.setup(SpinFixtures.threeSpins, kickSeconds: $0))
    }
    let errors = gradients.map { Self.relative($0, exact) }
    #expect(errors[1] < 1e-6, "\(errors)")
    #expect(abs(errors[0] / errors[1] - 4) < 0.8 && abs(errors[1] / errors[2] - 4) < 0.8, "\(errors)")
    let extrapolated = exact.indices.map {
      (64 * gradients[2][$0] - 20 * gradients[1][$0] + gradients[0][$0]) / 45
    }
    #expect(Self.relative(extrapolated, exact) < 1e-9, "\(Self.relative(extrapolated, exact))")
  }

  /// One spin is not split, so nothing but rounding is between the two.
  @Test func theGradientOfUncoupledSpinsIsThatOfTheExactExponential() {
    let setup = Self.setup(SpinSystem(shiftsPPM: [2.7]), kickSeconds: 80e-6)
    #expect(Self.relative(Self.gradient(setup), Self.exactGradient(setup)) < 1e-9)
  }

  /// exp of the block matrix (A, dA; 0, A) holds the derivative of exp A in its upper right block, to rounding (Van
  /// Loan, IEEE Trans. Automat. Contr. 23 (1978) 395).
  private static func exponentialAndDerivative(
    _ matrix: ComplexMatrix, _ direction: ComplexMatrix
  ) -> (value: ComplexMatrix, derivative: ComplexMatrix) {
    let order = matrix.order
    var block = ComplexMatrix(order: 2 * order)
    var (value, derivative) = (matrix, matrix)
    for row in 0..<order {
      for column in 0..<order {
        let here = row * order + column
        for (target, source) in [
          (row * 2 * order + column, matrix), ((row + order) * 2 * order + column + order, matrix),
          (row * 2 * order + column + order, direction),
        ] {
          block.real[target] = source.real[here]
          block.imaginary[target] = source.imaginary[here]
        }
      }
    }
    let exponential = block.exponential
    for row in 0..<order {
      for column in 0..<order {
        let (here, there) = (row * order + column, row * 2 * order + column)
        value.real[here] = exponential.real[there]
        value.imaginary[here] = exponential.imaginary[there]
        derivative.real[here] = exponential.real[there + order]
        derivative.imaginary[here] = exponential.imaginary[there + order]
      }
    }
    return (value, derivative)
  }

  @Test func theGradientIsTheDerivativeOfTheExponentialWithoutDifferences() {
    let system = SpinSystem(shiftsPPM: [2.9, 3.2], couplings: [ScalarCoupling(0, 1, hertz: 9)])
    var noise = SpinFixtures.Noise(52)
    let samples = noise.samples(2 * Self.count, hertz: 1000)
    let (dwell, scale) = (40e-6, 2 * Double.pi * Self.member.b1Scale)
    let program = SpinProgram(
      steps: [.pulse(.init(.control(first: 0, count: Self.count), dwellSeconds: dwell))],
      controlSampleCount: Self.count)
    let exact = ExactPropagation(
      group: SpinGroup(name: "AB", system: system), program: program,
      fieldHertzPerPPM: SpinFixtures.fieldHertzPerPPM, receiverPPM: 3)
    let operators = exact.operators
    let free =
      exact.freeHamiltonian + operators.totalZ.scaled(2 * Double.pi * Self.member.offsetHertz)
    /// d/dB1 of 4/2^N Tr(Fx rho), the real part of the first sample, 2^N being 4.
    let expected = samples.indices.map { index -> Double in
      var state = operators.totalZ
      var change = ComplexMatrix(order: operators.dimension)
      for sample in 0..<Self.count {
        let hamiltonian =
          free + operators.totalX.scaled(scale * samples[2 * sample])
          + operators.totalY.scaled(scale * samples[2 * sample + 1])
        let field = [operators.totalX, operators.totalY][index % 2]
        let direction = index / 2 == sample ? scale : 0
        let (step, turned) = Self.exponentialAndDerivative(
          hamiltonian.scaled(0, -dwell), field.scaled(0, -dwell * direction))
        change =
          step * change * step.adjoint + turned * state * step.adjoint + step * state * turned.adjoint
        state = step * state * step.adjoint
      }
      return ComplexMatrix.trace(operators.totalX, change).real
    }
    /// The first sample is the sum of all points.
    let loss: SpectralLoss = { spectra, cotangents in
      for point in spectra[0].signal.real.indices { cotangents[0].signal.real[point] = 1 }
      return spectra[0].signal.firstSample.re
    }
    let gradients = [20e-6, 10e-6, 5e-6].map { kick -> [Double] in
      var gradient = EnsembleControls()
      _ = SpinFixtures.signalSetup(
        system, program, member: Self.member, kickSeconds: kick, sampleCount: 16
      ).engine()
        .evaluate(EnsembleControls(samples: samples), loss: loss, gradient: &gradient)
      return gradient.samples
    }
    let extrapolated = samples.indices.map {
      (64 * gradients[2][$0] - 20 * gradients[1][$0] + gradients[0][$0]) / 45
    }
    #expect(Self.relative(gradients[1], expected) < 1e-6, "\(Self.relative(gradients[1], expected))")
    #expect(Self.relative(extrapolated, expected) < 1e-9, "\(Self.relative(extrapolated, expected))")
  }
}
