/// What a pulse does to many spins without relaxation: the exact rotation of each piecewise-constant step, in
/// order.
import SequenceIR

/// The spins that a pulse is tried on, one entry each.
package struct SpinEnsemble: Sendable {
  /// Offset from the carrier that does not depend on the gradient, Hz.
  package var offsetsHertz: [Double]
  /// Offset due to position at full gradient, Hz; a gradient modulation scales it.
  package var positionsHertz: [Double]
  /// Actual over nominal B1.
  package var b1Scales: [Double]

  package init(offsetsHertz: [Double], positionsHertz: [Double], b1Scales: [Double]) {
    precondition(
      positionsHertz.count == offsetsHertz.count && b1Scales.count == offsetsHertz.count,
      "an ensemble has one offset, position and B1 per spin")
    self.offsetsHertz = offsetsHertz
    self.positionsHertz = positionsHertz
    self.b1Scales = b1Scales
  }

  /// Spins along the slice direction; without a gradient modulation, positions are offsets.
  package init(positionsHertz: [Double], offsetHertz: Double = 0, b1Scale: Double = 1) {
    self.init(
      offsetsHertz: [Double](repeating: offsetHertz, count: positionsHertz.count),
      positionsHertz: positionsHertz, b1Scales: [Double](repeating: b1Scale, count: positionsHertz.count))
  }

  package var count: Int { offsetsHertz.count }
}

package enum BlochSimulator {
  /// The rotation that `pulse` gives each spin of `ensemble`: time outside, spins inside.
  package static func rotations(of pulse: PulseWaveform, on ensemble: SpinEnsemble) -> [SpinRotation] {
    var rotations = [SpinRotation](repeating: SpinRotation(), count: ensemble.count)
    let seconds = pulse.dwell.seconds
    for sample in pulse.real.indices {
      let gradient = pulse.gradientModulation?[sample] ?? 1
      for n in 0..<ensemble.count {
        rotations[n].turn(
          b1xHertz: pulse.real[sample] * ensemble.b1Scales[n],
          b1yHertz: pulse.imaginary[sample] * ensemble.b1Scales[n],
          offsetHertz: ensemble.offsetsHertz[n] + gradient * ensemble.positionsHertz[n], seconds: seconds)
      }
    }
    return rotations
  }
}
