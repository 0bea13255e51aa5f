/// What can be done to the samples of a pulse to see what they are for: remove, scale, turn, delay.
import SequenceIR

/// A change of the samples of a range. Ranges count the samples of all searched pulses, one pulse after the other.
package enum PulseChange: Sendable, Equatable {
  case none
  /// B1 is zero there; time goes on.
  case removed(Range<Int>)
  /// B1 times a factor.
  case scaled(Range<Int>, by: Double)
  /// The phase of B1 grows by this angle.
  case turned(Range<Int>, radians: Double)
  /// Everything in the range happens later (earlier, when negative), in steps of `stepSeconds` that last as long as they
  /// did: each holds the mean of what a delayed waveform would have had in it. What is pushed out of the range is
  /// lost, what moves in is zero; all that is outside of the range keeps its time.
  case delayed(Range<Int>, seconds: Double, stepSeconds: Double)

  /// `controls`: x and y of each sample in turn, Hz.
  package func applied(to controls: [Double]) -> [Double] {
    var result = controls
    switch self {
    case .none: break
    case .removed(let range):
      for index in 2 * range.lowerBound..<2 * range.upperBound { result[index] = 0 }
    case .scaled(let range, let factor):
      for index in 2 * range.lowerBound..<2 * range.upperBound { result[index] *= factor }
    case .turned(let range, let radians):
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(radians)
      for sample in range {
        let (x, y) = (controls[2 * sample], controls[2 * sample + 1])
        result[2 * sample] = cosine * x - sine * y
        result[2 * sample + 1] = sine * x + cosine * y
      }
    case .delayed(let range, let seconds, let stepSeconds):
      let steps = seconds / stepSeconds
      let whole = steps.rounded(.down)
      let rest = steps - whole
      let shift = Int(max(-1e6, min(1e6, whole)))
      for sample in range {
        for axis in 0..<2 {
          func value(_ sample: Int) -> Double { range.contains(sample) ? controls[2 * sample + axis] : 0 }
          result[2 * sample + axis] = (1 - rest) * value(sample - shift) + rest * value(sample - shift - 1)
        }
      }
    }
    return result
  }
}
