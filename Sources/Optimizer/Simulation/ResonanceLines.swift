/// The lines of a spin group at the end of a program, as the detector sees them, and the signal they make.
import SequenceIR

/// What a line adds to the signal: amplitude times exp(i w t).
struct ResonanceLine: Sendable {
  /// rad/s from the receiver's frequency; positive towards higher shifts.
  let angularFrequency: Double
  let real: Double
  let imaginary: Double
}

/// One spin group under one program.
struct LinePropagation: Sendable {
  let group: SpinGroup
  let program: SpinProgram
  let member: EnsembleMember
  /// gamma B0 / 2 pi 1e-6, Hz, and the shift at rest.
  let fieldHertzPerPPM: Double
  let receiverPPM: Double
  let accuracy: PropagationAccuracy

  /// One member at a time; across a slice each lane of the vectors is at another place.
  private typealias Lanes = SIMD4<Double>

  /// All lines of the state at the end, scaled so that one proton's transverse magnetisation gives `share` in all.
  func lines(share: Double = 1) -> [ResonanceLine] {
    let hamiltonian = FreeHamiltonian(
      group.system, fieldHertzPerPPM: fieldHertzPerPPM, receiverPPM: receiverPPM)
    let schedule = Schedule(program, accuracy: accuracy.covering([member]), relaxes: true)
    let propagator = LanePropagator<Lanes>(
      hamiltonian: hamiltonian, schedule: schedule, rates: rates, members: [member])
    let samples = schedule.expanded([Double](repeating: 0, count: 2 * schedule.controlSampleCount))
    propagator.delays = [Double](repeating: 0, count: schedule.controlDelayCount)
    propagator.prepareStart()
    samples.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { propagator.samples = base }
      propagator.forward(schedule.nodes[...], keepsTape: false)
    }
    return lines(of: propagator, hamiltonian, share: share)
  }

  /// A time that is not given is endless.
  private var rates: RelaxationRates? {
    guard group.t1Seconds != nil || group.t2Seconds != nil else { return nil }
    return RelaxationRates(
      longitudinal: group.t1Seconds.map { 1 / $0 } ?? 0, transverse: group.t2Seconds.map { 1 / $0 } ?? 0)
  }

  /// Rows of the unit matrix make the detector give the amplitude of each transition.
  private func lines(
    of propagator: LanePropagator<Lanes>, _ hamiltonian: FreeHamiltonian, share: Double
  ) -> [ResonanceLine] {
    let transitions = hamiltonian.transitions
    let detector = LaneDetector<Lanes>(hamiltonian: hamiltonian, transitionCount: transitions.count)
    let amplitudes = LaneSpectra<Lanes>(pointCount: transitions.count)
    detector.detect(
      propagator.state.base, planes: propagator.planes, rows: UnitRows<Lanes>(transitions: transitions),
      withTime: false, into: amplitudes)
    return transitions.enumerated().map { index, transition in
      let scale = share * transition.weight * group.multiplicity
      return ResonanceLine(
        angularFrequency: transition.angularFrequency, real: scale * amplitudes.part(0)[index][0],
        imaginary: scale * amplitudes.part(1)[index][0])
    }
  }
}

/// Rows that single out one transition each.
struct UnitRows<V: LaneVector>: RowSource {
  let transitions: [Transition]
  var pointCount: Int { transitions.count }

  func entry(_ part: Int, _ index: Int) -> V {
    let (row, column) = index.quotientAndRemainder(dividingBy: transitions.count)
    return part == 0 && row == column ? lanes(1) : V()
  }
}
