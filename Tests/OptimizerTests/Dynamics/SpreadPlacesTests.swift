// One member at several places at once, a lane each, against one place after the other.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct SpreadPlacesTests {
  /// Seven places fill one vector and leave one lane of the next without a place of its own.
  private static func program() -> SpinProgram {
    var noise = SpinFixtures.Noise(31)
    let places: [[Double]] = (0..<7).map { index in
      let step = Double(index)
      return [0.002 * step - 0.005, 0.001 * Double(index % 3), 0.0007 * step]
    }
    let ramp: [Double] = (0..<20).map { 2000 * Double($0) }
    let weights: [Double] = (1...7).map { Double($0) / 28 }
    return SpinProgram(steps: [
      SpinFixtures.randomPulse(&noise, count: 10, hertz: 600, dwellSeconds: 60e-6),
      .positions(
        .init(
          places: places, weights: weights,
          steps: [
            .dephase(cyclesPerMetre: [20, 5, 0]), SpinFixtures.delay(1.1e-3),
            .select(orders: [-2, -1, 1, 2, 0]),
            .pulse(
              .init(
                .fixed(x: noise.samples(20, hertz: 800), y: noise.samples(20, hertz: 800)),
                dwellSeconds: 35e-6, phase: 0.7, gradients: [[30000], [], ramp])
            ),
          ])),
    ])
  }

  private static func state(_ members: [EnsembleMember]) -> [SIMD4<Double>] {
    let schedule = Schedule(program(), accuracy: PropagationAccuracy().covering(members), relaxes: true)
    let propagator = LanePropagator<SIMD4<Double>>(
      hamiltonian: FreeHamiltonian(SpinFixtures.threeSpins, fieldHertzPerPPM: 123.2, receiverPPM: 3),
      schedule: schedule, rates: RelaxationRates(longitudinal: 0.8, transverse: 6), members: members)
    let samples = schedule.expanded([])
    propagator.prepareStart()
    samples.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { propagator.samples = base }
      propagator.forward(schedule.nodes[...], keepsTape: false)
    }
    return (0..<propagator.planes * propagator.size).map { propagator.state.base[$0] }
  }

  @Test func notABitDiffersFromOnePlaceAfterTheOther() {
    let member = EnsembleMember(b1Scale: 1.08, offsetHertz: 14)
    let (spread, inTurn) = (Self.state([member]), Self.state([member, member]))
    #expect(spread == inTurn && spread.contains { abs($0[0]) > 0.01 })
    #expect(spread.allSatisfy { $0 == SIMD4(repeating: $0[0]) })
  }
}
