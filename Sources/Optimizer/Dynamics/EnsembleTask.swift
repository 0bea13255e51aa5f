/// One spin group for as many members as a vector has lanes.
final class EnsembleTask<V: LaneVector>: @unchecked Sendable {
  let molecule: Int
  /// Indices of the members in the lanes, at most `V.scalarCount`.
  let members: [Int]
  private let propagator: LanePropagator<V>
  private let detector: LaneDetector<V>
  private let sharedRows: SharedRows<V>?
  private let laneRows: LaneRows<V>?
  private let spectra: LaneSpectra<V>
  private let start: LaneBuffer<V>
  private var prefix = 0
  /// B1 of the last forward pass, for the way back.
  private var samples: [Double] = []

  /// Roughly proportional to the time of an evaluation.
  var cost: Int { propagator.size * propagator.size.trailingZeroBitCount }

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
    self.molecule = molecule
    self.members = members
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
    spectra = LaneSpectra(pointCount: setup.grid.pointCount)
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
        propagator.state.base, planes: propagator.planes, rows: rows, withTime: withTime, into: spectra)
    } else if let rows = laneRows {
      detector.detect(
        propagator.state.base, planes: propagator.planes, rows: rows, withTime: withTime, into: spectra)
    }
  }

  func addSpectra(to result: inout [MemberSpectra], withTime: Bool) {
    for (lane, member) in members.enumerated() {
      add(spectra.part(0), lane, to: &result[member].signal.real)
      add(spectra.part(1), lane, to: &result[member].signal.imaginary)
      guard withTime else { continue }
      add(spectra.part(2), lane, to: &result[member].timeWeighted.real)
      add(spectra.part(3), lane, to: &result[member].timeWeighted.imaginary)
    }
  }

  private func add(_ part: UnsafeMutablePointer<V>, _ lane: Int, to target: inout [Double]) {
    let base = molecule * spectra.pointCount
    for point in 0..<spectra.pointCount { target[base + point] += Double(part[point][lane]) }
  }

  func backward(_ cotangents: [MemberSpectra], withTime: Bool) {
    spectra.values.base.update(repeating: V(), count: spectra.values.count)
    for (lane, member) in members.enumerated() {
      take(cotangents[member].signal.real, lane, into: spectra.part(0))
      take(cotangents[member].signal.imaginary, lane, into: spectra.part(1))
      guard withTime else { continue }
      take(cotangents[member].timeWeighted.real, lane, into: spectra.part(2))
      take(cotangents[member].timeWeighted.imaginary, lane, into: spectra.part(3))
    }
    let (target, planes) = (propagator.cotangent.base, propagator.planes)
    if let rows = sharedRows {
      detector.pullBack(spectra, rows: rows, withTime: withTime, planes: planes, into: target)
    } else if let rows = laneRows {
      detector.pullBack(spectra, rows: rows, withTime: withTime, planes: planes, into: target)
    }
    propagator.startBackward()
    withSamples { propagator.backward(propagator.schedule.nodes[prefix...], earlier: false) }
  }

  private func take(_ source: [Double], _ lane: Int, into part: UnsafeMutablePointer<V>) {
    let base = molecule * spectra.pointCount
    for point in 0..<spectra.pointCount { part[point][lane] = V.Scalar(source[base + point]) }
  }

  /// Sums over lanes in their order.
  func addGradient(to microsteps: inout [Double], _ delays: inout [Double]) {
    let gradient = propagator.microstepGradient.base
    for index in microsteps.indices {
      for lane in members.indices { microsteps[index] += Double(gradient[index][lane]) }
    }
    for index in delays.indices {
      for lane in members.indices { delays[index] += Double(propagator.delayGradient.base[index][lane]) }
    }
  }
}
