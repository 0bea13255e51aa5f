// Rotations, couplings and free precession keep the length of an operator.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct UnitarityTests {
  /// Sums of the squares of all coefficients before and after the program, of one lane.
  private func norms(_ program: SpinProgram, _ system: SpinSystem) -> (before: Double, after: Double) {
    let hamiltonian = FreeHamiltonian(
      system, fieldHertzPerPPM: SpinFixtures.fieldHertzPerPPM, receiverPPM: 3.0)
    let schedule = Schedule(program, accuracy: PropagationAccuracy(), relaxes: false)
    let propagator = LanePropagator<SIMD4<Double>>(
      hamiltonian: hamiltonian, schedule: schedule, rates: nil,
      members: [EnsembleMember(b1Scale: 1.1, offsetHertz: 20)])
    func norm() -> Double {
      (0..<propagator.planes * propagator.size).reduce(0) {
        $0 + propagator.state.base[$1][0] * propagator.state.base[$1][0]
      }
    }
    propagator.prepareStart()
    let before = norm()
    schedule.expanded([]).withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { propagator.samples = base }
      propagator.forward(schedule.nodes[...], keepsTape: false)
    }
    return (before, norm())
  }

  @Test(arguments: [1, 2, 3]) func aThousandStepsKeepTheNormToATrillionth(seed: UInt64) {
    var noise = SpinFixtures.Noise(40 + seed)
    let programs = [
      [SpinFixtures.randomPulse(&noise, count: 1000, hertz: 1000, dwellSeconds: 50e-6)],
      (0..<500).flatMap { _ in
        [
          SpinFixtures.randomPulse(&noise, count: 1, hertz: 2000, dwellSeconds: 40e-6),
          SpinFixtures.delay(0.5e-3 * (1.5 + noise.next())),
        ]
      },
    ]
    for steps in programs {
      let norms = norms(SpinProgram(steps: steps), SpinFixtures.randomSystem(&noise, spinCount: 3))
      #expect(abs(norms.after / norms.before - 1) < 1e-12, "\(norms)")
    }
  }

  /// The twin: a filter is no rotation, so the measure sees what is lost.
  @Test func aFilterLosesNorm() {
    let steps = [SpinFixtures.ideal(degrees: 60), .select(orders: [1])]
    let norms = norms(SpinProgram(steps: steps), SpinFixtures.threeSpins)
    let sine = ElementaryFunctions.sin(66 * Double.pi / 180)
    // A B1 of 1.1 makes it 66 degrees: sin^2 of them is transverse, half of that has the order +1, on both planes.
    #expect(abs(norms.after / norms.before - sine * sine / 2) < 1e-9, "\(norms)")
  }
}
