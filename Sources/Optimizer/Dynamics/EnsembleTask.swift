/// One spin group for as many members as a vector has lanes.
final class EnsembleTask<V: LaneVector>: @unchecked Sendable {
  /// The spectra of the last forward pass.
  let spectra: TaskSpectra<V>
  private let propagator: LanePropagator<V>
  private let detector: LaneDetector<V>
  private let sharedRows: SharedRows<V>?
  private let laneRows: LaneRows<V>?
  private let start: LaneBuffer<V>
  private var prefix = 0
  /// B1 of the last forward pass, for the way back.
  private var samples: [Double] = []

  static func sharedRows(
    _ hamiltonian: FreeHamiltonian, _ group: SpinGroup, _ setup: EnsembleSetup
  ) -> SharedRows<V> {
    SharedRows(
      SpectralRows(
        hamiltonian, grid: setup.grid, linewidthHertz: setup.linewidthHertz, weight: group.multiplicity))
  }

  init(
    molecule: Int, group: SpinGroup, hamiltonian: FreeHamiltonian, members: [Int], setup: EnsembleSetup,
    schedule: Schedule, rows: SharedRows<V>?
  ) {
    var rates: RelaxationRates?
    if setup.relaxes, let t1 = group.t1Seconds, let t2 = group.t2Seconds {
      rates = RelaxationRates(longitudinal: 1 / t1, transverse: 1 / t2)
    }
    let lanes = members.map { setup.members[$0] }
    propagator = LanePropagator(hamiltonian: hamiltonian, schedule: schedule, rates: rates, members: lanes)
    sharedRows = rows
    if rows == nil {
      laneRows = LaneRows(
        (0..<V.scalarCount).map { lane in
          SpectralRows(
            hamiltonian, grid: setup.grid, linewidthHertz: setup.linewidthHertz, weight: group.multiplicity,
            offset: 2 * Double.pi * lanes[min(lane, lanes.count - 1)].offsetHertz)
        })
    } else {
      laneRows = nil
    }
    detector = LaneDetector(
      hamiltonian: hamiltonian, transitionCount: rows?.transitions.count ?? laneRows?.transitions.count ?? 0)
    spectra = TaskSpectra(
      molecule: molecule, members: members, lanes: LaneSpectra(pointCount: setup.grid.pointCount))
    start = LaneBuffer(count: 2 * propagator.size)
  }

  /// Carries the state through what does not change, once.
  func prepare(prefix: Int, samples: [Double], delays: [Double]) {
    self.prefix = prefix
    self.samples = samples
    propagator.delays = delays
    propagator.prepareStart()
    withSamples { propagator.forward(propagator.schedule.nodes[..<prefix], keepsTape: false) }
    propagator.dropImaginaryPlane(before: propagator.schedule.nodes[prefix...])
    start.base.update(from: propagator.state.base, count: 2 * propagator.size)
  }

  private func withSamples(_ body: () -> Void) {
    samples.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { propagator.samples = base }
      body()
    }
  }

  func forward(samples: [Double], delays: [Double], keepsTape: Bool, withTime: Bool) {
    self.samples = samples
    propagator.delays = delays
    propagator.tape.rewind()
    propagator.state.base.update(from: start.base, count: 2 * propagator.size)
    withSamples { propagator.forward(propagator.schedule.nodes[prefix...], keepsTape: keepsTape) }
    if let rows = sharedRows {
      detector.detect(
        propagator.state.base, planes: propagator.planes, rows: rows, withTime: withTime, into: spectra.lanes)
    } else if let rows = laneRows {
      detector.detect(
        propagator.state.base, planes: propagator.planes, rows: rows, withTime: withTime, into: spectra.lanes)
    }
  }

  func backward(_ cotangents: [MemberSpectra], withTime: Bool) {
    spectra.take(cotangents, withTime: withTime)
    let (target, planes) = (propagator.cotangent.base, propagator.planes)
    if let rows = sharedRows {
      detector.pullBack(spectra.lanes, rows: rows, withTime: withTime, planes: planes, into: target)
    } else if let rows = laneRows {
      detector.pullBack(spectra.lanes, rows: rows, withTime: withTime, planes: planes, into: target)
    }
    propagator.startBackward()
    withSamples { propagator.backward(propagator.schedule.nodes[prefix...], earlier: false) }
  }

  /// Sums over lanes in their order.
  func addGradient(to microsteps: inout [Double], _ delays: inout [Double]) {
    let gradient = propagator.microstepGradient.base
    for index in microsteps.indices {
      for lane in spectra.members.indices { microsteps[index] += Double(gradient[index][lane]) }
    }
    for index in delays.indices {
      for lane in spectra.members.indices {
        delays[index] += Double(propagator.delayGradient.base[index][lane])
      }
    }
  }
}

/// The spectra of one molecule for the members in the lanes of a vector, on the way forth and as cotangents back.
struct TaskSpectra<V: LaneVector>: @unchecked Sendable {
  let molecule: Int
  /// Indices of the members in the lanes, at most `V.scalarCount`.
  let members: [Int]
  let lanes: LaneSpectra<V>

  func add(to result: inout [MemberSpectra], withTime: Bool) {
    for (lane, member) in members.enumerated() {
      add(lanes.part(0), lane, to: &result[member].signal.real)
      add(lanes.part(1), lane, to: &result[member].signal.imaginary)
      guard withTime else { continue }
      add(lanes.part(2), lane, to: &result[member].timeWeighted.real)
      add(lanes.part(3), lane, to: &result[member].timeWeighted.imaginary)
    }
  }

  private func add(_ part: UnsafeMutablePointer<V>, _ lane: Int, to target: inout [Double]) {
    let base = molecule * lanes.pointCount
    for point in 0..<lanes.pointCount { target[base + point] += Double(part[point][lane]) }
  }

  func take(_ cotangents: [MemberSpectra], withTime: Bool) {
    lanes.values.base.update(repeating: V(), count: lanes.values.count)
    for (lane, member) in members.enumerated() {
      take(cotangents[member].signal.real, lane, into: lanes.part(0))
      take(cotangents[member].signal.imaginary, lane, into: lanes.part(1))
      guard withTime else { continue }
      take(cotangents[member].timeWeighted.real, lane, into: lanes.part(2))
      take(cotangents[member].timeWeighted.imaginary, lane, into: lanes.part(3))
    }
  }

  private func take(_ source: [Double], _ lane: Int, into part: UnsafeMutablePointer<V>) {
    let base = molecule * lanes.pointCount
    for point in 0..<lanes.pointCount { part[point][lane] = V.Scalar(source[base + point]) }
  }
}
