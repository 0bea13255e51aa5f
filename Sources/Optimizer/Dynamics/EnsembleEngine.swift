/// Spectra of molecules under a program for every member of an ensemble, and the exact gradient of any loss on them.
import Dispatch
import SequenceIR
import Synchronization

/// What is simulated.
package struct EnsembleSetup: Sendable {
  /// [parameter set][molecule]; every set has the same molecules in the same order.
  package var molecules: [[Molecule]]
  package var members: [EnsembleMember]
  package var program: SpinProgram
  package var grid: SpectralGrid
  /// Full width at half maximum of a line, Hz: all decay during acquisition.
  package var linewidthHertz: Double
  /// gamma B0 / 2 pi 1e-6, Hz, and the shift that the receiver and B1 are tuned to.
  package var fieldHertzPerPPM: Double
  package var receiverPPM: Double
  package var accuracy: PropagationAccuracy
  /// Whether T1 and T2 act before acquisition; groups without figures do not relax.
  package var relaxes: Bool
  /// Whether spectra are given relative to each member's own frequency, as after alignment to a known line.
  package var alignsFrequency: Bool
  package var threads: Int

  package init(
    molecules: [[Molecule]], members: [EnsembleMember], program: SpinProgram, grid: SpectralGrid,
    linewidthHertz: Double, fieldHertzPerPPM: Double, receiverPPM: Double,
    accuracy: PropagationAccuracy = PropagationAccuracy(), relaxes: Bool = true, alignsFrequency: Bool = true,
    threads: Int = 1
  ) {
    self.molecules = molecules
    self.members = members
    self.program = program
    self.grid = grid
    self.linewidthHertz = linewidthHertz
    self.fieldHertzPerPPM = fieldHertzPerPPM
    self.receiverPPM = receiverPPM
    self.accuracy = accuracy
    self.relaxes = relaxes
    self.alignsFrequency = alignsFrequency
    self.threads = threads
  }

  package var moleculeCount: Int { molecules.first?.count ?? 0 }
}

/// What is searched for: RF samples and delays. As a gradient, dL/d of the same.
package struct EnsembleControls: Sendable, Equatable {
  /// B1 along x and y of each sample in turn, Hz.
  package var samples: [Double]
  /// Seconds that are added to the delays of the program.
  package var delays: [Double]

  package init(samples: [Double] = [], delays: [Double] = []) {
    self.samples = samples
    self.delays = delays
  }
}

/// A loss on the spectra of all members: returns the loss and sets the cotangents, which come in as zeros.
package typealias SpectralLoss = (_ spectra: [MemberSpectra], _ cotangents: inout [MemberSpectra]) -> Double

/// Single precision is twice as fast and good to about 1e-5; double is for results.
package enum Precision: Sendable { case single, double }

/// An engine of either precision.
package struct SpectrumEngine: Sendable {
  package let setup: EnsembleSetup
  private let spectraOf: @Sendable (EnsembleControls) -> [MemberSpectra]
  private let evaluation: @Sendable (EnsembleControls, SpectralLoss, inout EnsembleControls) -> Double

  fileprivate init(
    setup: EnsembleSetup, spectraOf: @escaping @Sendable (EnsembleControls) -> [MemberSpectra],
    evaluation: @escaping @Sendable (EnsembleControls, SpectralLoss, inout EnsembleControls) -> Double
  ) {
    self.setup = setup
    self.spectraOf = spectraOf
    self.evaluation = evaluation
  }

  /// Spectra of all members; per unit concentration.
  package func spectra(_ controls: EnsembleControls = EnsembleControls()) -> [MemberSpectra] {
    spectraOf(controls)
  }

  /// The loss, and its gradient.
  package func evaluate(
    _ controls: EnsembleControls, loss: SpectralLoss, gradient: inout EnsembleControls
  ) -> Double { evaluation(controls, loss, &gradient) }
}

extension EnsembleSetup {
  /// `withTime`: also spectra of t s(t), which losses with line shape need.
  ///
  /// The generic engine is named with its type here and nowhere else: the compiler specialises it, which a call
  /// through a protocol would prevent.
  package func engine(_ precision: Precision = .double, withTime: Bool = true) -> SpectrumEngine {
    switch precision {
    case .single:
      let engine = EnsembleEngine<SIMD8<Float>>(self, withTime: withTime)
      return SpectrumEngine(
        setup: self, spectraOf: { engine.spectra($0) },
        evaluation: { engine.evaluate($0, loss: $1, gradient: &$2) })
    case .double:
      let engine = EnsembleEngine<SIMD4<Double>>(self, withTime: withTime)
      return SpectrumEngine(
        setup: self, spectraOf: { engine.spectra($0) },
        evaluation: { engine.evaluate($0, loss: $1, gradient: &$2) })
    }
  }
}

/// Propagates tasks, each a group of spins for as many members as a vector has lanes.
///
/// A task holds some megabytes, and an ensemble of slices a thousand of them. Who asks for spectra only gets them from
/// tasks that live no longer than their turn; the first gradient makes tasks that stay. One caller at a time: its own
/// threads share the work, but two evaluations at once would share the tasks.
final class EnsembleEngine<V: LaneVector>: @unchecked Sendable {
  let setup: EnsembleSetup
  private let schedule: Schedule
  private let plans: [Plan]
  /// Positions of the tasks, dearest first.
  private let order: [Int]
  private let withTime: Bool
  /// Empty until a gradient is asked for.
  private var kept: [EnsembleTask<V>] = []

  /// What a task is made from.
  private struct Plan {
    let molecule: Int
    let group: SpinGroup
    let hamiltonian: FreeHamiltonian
    let members: [Int]
    let rows: SharedRows<V>?

    /// Roughly proportional to the time of an evaluation.
    var cost: Int { hamiltonian.size * hamiltonian.size.trailingZeroBitCount }
  }

  init(_ setup: EnsembleSetup, withTime: Bool) {
    self.setup = setup
    self.withTime = withTime
    schedule = Schedule(
      setup.program, accuracy: setup.accuracy.covering(setup.members), relaxes: setup.relaxes)
    let plans = Self.plans(setup)
    self.plans = plans
    order = plans.indices.sorted { (plans[$1].cost, $0) < (plans[$0].cost, $1) }
  }

  private static func plans(_ setup: EnsembleSetup) -> [Plan] {
    var plans: [Plan] = []
    for (set, molecules) in setup.molecules.enumerated() {
      let members = setup.members.indices.filter { setup.members[$0].parameterSet == set }
      for (molecule, definition) in molecules.enumerated() {
        for group in definition.groups {
          let hamiltonian = FreeHamiltonian(
            group.system, fieldHertzPerPPM: setup.fieldHertzPerPPM, receiverPPM: setup.receiverPPM)
          let rows = setup.alignsFrequency ? EnsembleTask<V>.sharedRows(hamiltonian, group, setup) : nil
          for first in stride(from: 0, to: members.count, by: V.scalarCount) {
            let lanes = Array(members[first..<min(first + V.scalarCount, members.count)])
            plans.append(
              Plan(molecule: molecule, group: group, hamiltonian: hamiltonian, members: lanes, rows: rows))
          }
        }
      }
    }
    return plans
  }

  /// A task whose state has been carried through what does not change.
  private func task(_ plan: Plan) -> EnsembleTask<V> {
    let task = EnsembleTask(
      molecule: plan.molecule, group: plan.group, hamiltonian: plan.hamiltonian, members: plan.members,
      setup: setup, schedule: schedule, rows: plan.rows)
    task.prepare(
      prefix: schedule.nodes.firstIndex { $0.hasControls } ?? schedule.nodes.count,
      samples: schedule.expanded([Double](repeating: 0, count: 2 * schedule.controlSampleCount)),
      delays: [Double](repeating: 0, count: schedule.controlDelayCount))
    return task
  }

  func spectra(_ controls: EnsembleControls) -> [MemberSpectra] {
    let samples = schedule.expanded(controls.samples)
    let parts = forEachPosition { position -> TaskSpectra<V> in
      let task = self.kept.isEmpty ? self.task(self.plans[position]) : self.kept[position]
      task.forward(samples: samples, delays: controls.delays, keepsTape: false, withTime: self.withTime)
      return task.spectra
    }
    return collect(parts)
  }

  func evaluate(
    _ controls: EnsembleControls, loss: SpectralLoss, gradient: inout EnsembleControls
  ) -> Double {
    if kept.isEmpty { kept = forEachPosition { self.task(self.plans[$0]) } }
    let tasks = kept
    let samples = schedule.expanded(controls.samples)
    let spectra = collect(
      forEachPosition { position -> TaskSpectra<V> in
        tasks[position].forward(
          samples: samples, delays: controls.delays, keepsTape: true, withTime: self.withTime)
        return tasks[position].spectra
      })
    var cotangents = spectra.map { _ in
      MemberSpectra(moleculeCount: setup.moleculeCount, pointCount: setup.grid.pointCount)
    }
    let value = loss(spectra, &cotangents)
    let result = cotangents
    _ = forEachPosition { tasks[$0].backward(result, withTime: self.withTime) }
    var microsteps = [Double](repeating: 0, count: 2 * schedule.microsteps.count)
    gradient = EnsembleControls(
      samples: [Double](repeating: 0, count: 2 * schedule.controlSampleCount),
      delays: [Double](repeating: 0, count: schedule.controlDelayCount))
    for task in tasks { task.addGradient(to: &microsteps, &gradient.delays) }
    schedule.contract(microsteps, into: &gradient.samples)
    return value
  }

  private func collect(_ parts: [TaskSpectra<V>]) -> [MemberSpectra] {
    var result = setup.members.map { _ in
      MemberSpectra(moleculeCount: setup.moleculeCount, pointCount: setup.grid.pointCount)
    }
    for part in parts { part.add(to: &result, withTime: withTime) }
    return result
  }

  /// The results of `body` in the order of the plans, whoever worked them out.
  private func forEachPosition<Value: Sendable>(_ body: @Sendable (Int) -> Value) -> [Value] {
    let threads = min(max(setup.threads, 1), plans.count)
    let results = Mutex([Value?](repeating: nil, count: plans.count))
    let next = Atomic<Int>(0)
    @Sendable func work(_: Int) {
      while true {
        let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard turn < order.count else { return }
        let value = body(order[turn])
        results.withLock { $0[order[turn]] = value }
      }
    }
    if threads > 1 {
      DispatchQueue.concurrentPerform(iterations: threads, execute: work)
    } else {
      work(0)
    }
    return results.withLock { $0.compactMap { $0 } }
  }
}
