/// A pulse's effect against offset, and the figures people quote about it.
import SequenceIR

package struct PulseProfile: Sendable {
  /// Ascending, evenly spaced, Hz.
  package let offsetsHertz: [Double]
  /// The effect at each offset, 0 to 1 for a perfect pulse.
  package let effect: [Double]

  package init(offsetsHertz: [Double], effect: [Double]) {
    precondition(offsetsHertz.count == effect.count, "a profile has one effect per offset")
    self.offsetsHertz = offsetsHertz
    self.effect = effect
  }

  /// `effect` by use: |Mxy| for excitation, (1 - Mz)/2 for inversion, 1 - Mz for saturation, |beta|^2 for
  /// refocusing.
  package init(
    of pulse: PulseWaveform, halfWidthHertz: Double, count: Int = 801, b1Scale: Double = 1
  ) {
    let offsets = (0..<count).map { halfWidthHertz * (2 * Double($0) / Double(max(count - 1, 1)) - 1) }
    let rotations = BlochSimulator.rotations(
      of: pulse, on: SpinEnsemble(positionsHertz: offsets, b1Scale: b1Scale))
    let effect = rotations.map { rotation in
      switch pulse.use {
      case .inversion: (1 - rotation.longitudinal) / 2
      case .saturation: 1 - rotation.longitudinal
      case .refocusing: rotation.refocusing
      default: rotation.excitation
      }
    }
    self.init(offsetsHertz: offsets, effect: effect)
  }

  /// Distance between the outermost crossings of half the value in the middle, by linear interpolation.
  package var fullWidthHalfMaximum: Double? { width(atFraction: 0.5) }

  /// Mean of both sides' distance from 90 % to 10 % of the value in the middle.
  package var transitionWidth: Double? {
    guard let low = width(atFraction: 0.1), let high = width(atFraction: 0.9) else { return nil }
    return (low - high) / 2
  }

  /// Smallest and largest effect where |offset - centre| lies in `distances`.
  package func extremes(
    atDistances distances: ClosedRange<Double>, from centre: Double = 0
  ) -> (least: Double, most: Double) {
    var result = (least: Double.infinity, most: -Double.infinity)
    for (offset, value) in zip(offsetsHertz, effect) where distances.contains(abs(offset - centre)) {
      result = (min(result.least, value), max(result.most, value))
    }
    return result
  }

  private func width(atFraction fraction: Double) -> Double? {
    guard effect.count > 2 else { return nil }
    let level = fraction * effect[effect.count / 2]
    guard let first = effect.indices.first(where: { effect[$0] >= level }), first > 0,
      let last = effect.indices.last(where: { effect[$0] >= level }), last < effect.count - 1
    else { return nil }
    return crossing(last, last + 1, level) - crossing(first, first - 1, level)
  }

  private func crossing(_ inside: Int, _ outside: Int, _ level: Double) -> Double {
    let share = (effect[inside] - level) / (effect[inside] - effect[outside])
    return offsetsHertz[inside] + share * (offsetsHertz[outside] - offsetsHertz[inside])
  }
}
