/// Waveforms that stand for the searched pulses while their sequence is compiled.
import SequenceIR

extension PulseSearch {
  /// Waveforms that cannot be mistaken, to recognise the searched pulses in a compiled sequence.
  package static func markers(
    for pulses: [OptimizedPulse], nucleus: Nucleus
  ) -> [String: PinnedPulse] {
    var result: [String: PinnedPulse] = [:]
    for (index, pulse) in pulses.enumerated() {
      var random = RandomStream(seed: 1, index: index)
      var (x, y): ([Double], [Double]) = ([], [])
      for _ in 0..<pulse.grid.count {
        x.append(pulse.peakHertz * (0.2 + 0.4 * random.uniform()))
        y.append(pulse.peakHertz * (0.2 + 0.4 * random.uniform()))
      }
      result[pulse.name] = PinnedPulse(
        name: pulse.name, step: pulse.grid.step, hertzX: pulse.plan.silenced(x),
        hertzY: pulse.plan.silenced(y),
        nucleus: nucleus)
    }
    return result
  }
}
