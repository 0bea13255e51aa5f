/// The signals of all molecules and kinds of shots, propagated ever finer until they hardly change.
import SequenceIR

struct SimulationRun {
  let items: [ShotPrograms.Item]
  let molecules: [SimulatedMolecule]
  let conditions: SpectrumSimulation.Conditions
  let fieldHertzPerPPM: Double
  let referencePPM: Double
  /// [kind of shots][molecule]
  private(set) var signals: [[SampledSignal]] = []
  private(set) var errorEstimate = Double.infinity
  private(set) var kickSeconds: Double
  /// Of the field while data are acquired.
  var receiverOffsetHertz: Double

  init(
    items: [ShotPrograms.Item], molecules: [SimulatedMolecule], conditions: SpectrumSimulation.Conditions,
    fieldHertzPerPPM: Double, referencePPM: Double, kickSeconds: Double = 160e-6
  ) {
    self.items = items
    self.molecules = molecules
    self.conditions = conditions
    self.fieldHertzPerPPM = fieldHertzPerPPM
    self.referencePPM = referencePPM
    self.kickSeconds = kickSeconds
    receiverOffsetHertz = conditions.offsetHertz
  }

  mutating func propagate() { signals = propagated() }

  /// The error of a splitting of second order falls with the square of the intervals: halving both changes the result
  /// by three times the error that is left.
  mutating func refine(until precision: Double, halvings: Int) {
    signals = propagated()
    for _ in 0..<halvings {
      let coarse = signals
      kickSeconds /= 2
      signals = propagated()
      let change = SimulationRun.difference(coarse, signals)
      errorEstimate = change > SimulationRun.rounding ? change / 3 : 0
      if errorEstimate <= precision { return }
    }
  }

  /// Changes below this are those of rounding.
  private static let rounding = 1e-12

  /// A group of one molecule in one kind of shots.
  private struct Part: Sendable {
    let item: Int
    let molecule: Int
    let group: SpinGroup
    let member: EnsembleMember
    let share: Double
  }

  /// Of all spins from the reference, Hz.
  private var farthestLineHertz: Double {
    let shifts = molecules.flatMap(\.molecule.groups).flatMap(\.system.shiftsPPM)
    return shifts.map { abs(fieldHertzPerPPM * ($0 - referencePPM)) }.max() ?? 0
  }

  private func propagated() -> [[SampledSignal]] {
    let members = ConditionSpread.members(conditions)
    var parts: [Part] = []
    for item in items.indices {
      for (molecule, simulated) in molecules.enumerated() {
        for (member, share) in members {
          parts += simulated.molecule.groups.map {
            Part(item: item, molecule: molecule, group: $0, member: member, share: share)
          }
        }
      }
    }
    let accuracy = PropagationAccuracy(
      kickSeconds: kickSeconds, relaxationSeconds: 25 * kickSeconds,
      largestOffsetHertz: max(1000, farthestLineHertz) + abs(conditions.offsetHertz)
        + 3 * conditions.offsetSpreadHertz)
    let work = parts
    let lines = OrderedParallel.map(count: parts.count, threads: conditions.threads, makeWorker: {}) {
      _, index in
      LinePropagation(
        group: work[index].group, program: items[work[index].item].program,
        member: work[index].member, fieldHertzPerPPM: fieldHertzPerPPM, receiverPPM: referencePPM,
        accuracy: accuracy
      ).lines(share: work[index].share)
    }
    var result = items.map { item in molecules.map { _ in SampledSignal(count: item.sampleCount) } }
    for (part, lines) in zip(parts, lines) {
      result[part.item][part.molecule].add(
        lines, dwellSeconds: items[part.item].dwellSeconds, linewidthHertz: conditions.linewidthHertz,
        offsetHertz: receiverOffsetHertz)
    }
    for item in result.indices {
      for molecule in result[item].indices { result[item][molecule].turnQuarter() }
    }
    return result
  }

  /// l2 norm of the difference over that of `finer`; 0 where there is no signal.
  private static func difference(_ coarse: [[SampledSignal]], _ finer: [[SampledSignal]]) -> Double {
    var (square, norm) = (0.0, 0.0)
    for (a, b) in zip(coarse.joined(), finer.joined()) {
      var rest = b
      rest.add(a, times: -1)
      square += rest.energy
      norm += b.energy
    }
    return norm > 0 ? (square / norm).squareRoot() : 0
  }
}
