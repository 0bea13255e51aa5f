/// The state at the end of a program instead of its spectrum: how much of a wanted operator it holds, with the exact
/// gradient.
import SequenceIR

/// An operator of some spins as coefficients of Pauli products (`PauliKernels`): what a state shall become.
package struct StateTarget: Sendable, Equatable {
  /// Code of the product and its coefficient.
  package let terms: [(code: Int, value: Double)]

  package static func == (a: StateTarget, b: StateTarget) -> Bool {
    a.terms.map(\.code) == b.terms.map(\.code) && a.terms.map(\.value) == b.terms.map(\.value)
  }

  var norm: Double { terms.reduce(0) { $0 + $1.value * $1.value }.squareRoot() }
}

/// One spin group, one program, all members. The overlap is <O, rho> / (|O| |rho_0|) with the norms of Hilbert and
/// Schmidt and rho_0 = Fz: 1 is all there can be by the norm, though unitary bounds are often lower.
final class StateEngine: @unchecked Sendable {
  private typealias V = SIMD4<Double>
  private let propagators: [(propagator: LanePropagator<V>, members: [Int])]
  private let schedule: Schedule
  private let target: StateTarget
  private let scale: Double
  let memberCount: Int

  init(_ setup: EnsembleSetup, groups: [SpinGroup], target: StateTarget) {
    schedule = Schedule(
      setup.program, accuracy: setup.accuracy.covering(setup.members), relaxes: setup.relaxes)
    self.target = target
    memberCount = setup.members.count
    var result: [(propagator: LanePropagator<V>, members: [Int])] = []
    for (set, group) in groups.enumerated() {
      let members = setup.members.indices.filter { setup.members[$0].parameterSet == set }
      let hamiltonian = FreeHamiltonian(
        group.system, fieldHertzPerPPM: setup.fieldHertzPerPPM, receiverPPM: setup.receiverPPM)
      var rates: RelaxationRates?
      if setup.relaxes, let t1 = group.t1Seconds, let t2 = group.t2Seconds {
        rates = RelaxationRates(longitudinal: 1 / t1, transverse: 1 / t2)
      }
      for first in stride(from: 0, to: members.count, by: V.scalarCount) {
        let lanes = Array(members[first..<min(first + V.scalarCount, members.count)])
        result.append(
          (
            LanePropagator(
              hamiltonian: hamiltonian, schedule: schedule, rates: rates,
              members: lanes.map { setup.members[$0] }), lanes
          ))
      }
    }
    propagators = result
    let spins = Double(groups.first?.system.spinCount ?? 1)
    scale = 1 / (target.norm * 0.5 * spins.squareRoot())
  }

  /// The overlap of each member. With `derivatives` of a loss by them, which is asked for afterwards, the gradient of
  /// that loss is added to `gradient`.
  func overlaps(
    _ controls: EnsembleControls, derivatives: (([Double]) -> [Double])? = nil,
    addingGradientTo gradient: inout EnsembleControls
  ) -> [Double] {
    let samples = schedule.expanded(controls.samples)
    var overlaps = [Double](repeating: 0, count: memberCount)
    for (propagator, members) in propagators {
      propagator.delays = controls.delays
      propagator.tape.rewind()
      propagator.prepareStart()
      withSamples(samples, propagator) {
        propagator.forward(schedule.nodes[...], keepsTape: derivatives != nil)
      }
      for (lane, member) in members.enumerated() {
        for term in target.terms {
          overlaps[member] += scale * term.value * propagator.state.base[term.code][lane]
        }
      }
    }
    guard let derivatives else { return overlaps }
    let slopes = derivatives(overlaps)
    var microsteps = [Double](repeating: 0, count: 2 * schedule.microsteps.count)
    for (propagator, members) in propagators {
      propagator.startBackward()
      propagator.spreadCotangent()
      propagator.cotangent.base.update(repeating: V(), count: 2 * propagator.size)
      for term in target.terms {
        for (lane, member) in members.enumerated() {
          propagator.cotangent.base[term.code][lane] = scale * term.value * slopes[member]
        }
      }
      withSamples(samples, propagator) { propagator.backward(schedule.nodes[...], earlier: false) }
      for lane in members.indices {
        for index in microsteps.indices {
          microsteps[index] += propagator.microstepGradient.base[index][lane]
        }
        for index in controls.delays.indices where index < schedule.controlDelayCount {
          gradient.delays[index] += propagator.delayGradient.base[index][lane]
        }
      }
    }
    schedule.contract(microsteps, into: &gradient.samples)
    return overlaps
  }

  private func withSamples(_ samples: [Double], _ propagator: LanePropagator<V>, _ body: () -> Void) {
    samples.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { propagator.samples = base }
      body()
    }
  }
}
