/// What the scanner lets the searched pulses spend: its B1+rms as a budget for their energy.
import SequenceIR

extension PulseSearch {
  /// The mean square of B1 over the whole sequence, which is taken to be repeated, stays below the limit. What the other
  /// pulses need is subtracted; of searched pulses that are played unequally often, each counts as often as the one
  /// played most.
  static func budgets(
    _ sequence: SequenceIR.Sequence, _ request: OptimizationRequest, _ searched: [SearchedPulse],
    limitHertz: Double?, fieldHertzPerPPM: Double
  ) throws(SearchProblem) -> [EnergyBudget] {
    guard let limitHertz, !request.pulses.isEmpty, let seconds = sequence.duration?.seconds, seconds > 0
    else { return [] }
    let plays = playCounts(sequence, searched, fieldHertzPerPPM: fieldHertzPerPPM)
    guard let most = plays.max(), most > 0 else { return [] }
    var others = SequenceSummary(of: sequence).pulses.energy
    for (pulse, count) in zip(searched, plays) {
      let square = zip(pulse.x, pulse.y).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 }
      others -= Double(count) * square * pulse.stepSeconds
    }
    let room = limitHertz * limitHertz * seconds - max(0, others)
    guard room > 0 else {
      throw SearchProblem(
        "the pulses that are not searched already exceed the scanner's B1+rms", at: request.span,
        help: "a longer repetition time, or weaker pulses, leave room", code: .peakProblem)
    }
    let period = seconds / Double(most)
    // What is written is rounded.
    return [
      EnergyBudget(
        name: "B1+rms", pulses: request.pulses.map(\.name),
        rmsHertz: 0.99999 * (room / seconds).squareRoot(), periodSeconds: period)
    ]
  }

  /// How often each searched pulse is played; a pulse in parts counts by its first.
  private static func playCounts(
    _ sequence: SequenceIR.Sequence, _ searched: [SearchedPulse], fieldHertzPerPPM: Double
  ) -> [Int] {
    var reader = ShotReader(sequence, fieldHertzPerPPM: fieldHertzPerPPM)
    var counts = [Int](repeating: 0, count: searched.count)
    for group in reader.groups() {
      for pulse in group.first.marked(searched).pulses {
        guard let control = pulse.control else { continue }
        for (index, candidate) in searched.enumerated() where candidate.first == control.first {
          counts[index] += group.played
        }
      }
    }
    return counts
  }
}
