/// A pulse of fixed shape whose flip angle and phase are free.
import SequenceIR

/// u = s exp(i phi) shape, with s between bounds (`BoundedScalar`) and phi free: two parameters. Where the pulse has a
/// peak, the upper bound of s is the one at which the shape reaches it.
package struct StandardPulse: Sendable, Equatable {
  package let name: String
  /// Samples of the nominal pulse x0, y0, x1, y1, ... in Hz.
  package let shapeHertz: [Double]
  package let dwellSeconds: Double
  package let peakHertz: Double?
  /// Bounds of s asked for.
  package let leastScale: Double
  package let greatestScale: Double
  let scale: BoundedScalar

  package init(
    name: String, shapeHertz: [Double], dwellSeconds: Double, scale: ClosedRange<Double> = 0...2,
    peakHertz: Double?
  ) {
    self.name = name
    self.shapeHertz = shapeHertz
    self.dwellSeconds = dwellSeconds
    self.peakHertz = peakHertz
    leastScale = scale.lowerBound
    let largest = ControlMeasures.peakHertz(shapeHertz)
    var greatest = scale.upperBound
    if let peakHertz, largest > 0 { greatest = min(greatest, peakHertz * (1 - 0x1p-50) / largest) }
    greatestScale = greatest
    self.scale = BoundedScalar(name: name, range: .between(leastScale, greatest))
  }

  /// x[0] makes the scale, x[1] is the phase, rad.
  func controls(_ x: [Double]) -> [Double] {
    let (c, s) = rotation(x)
    var result = shapeHertz
    for index in stride(from: 0, to: result.count, by: 2) {
      result[index] = c * shapeHertz[index] - s * shapeHertz[index + 1]
      result[index + 1] = s * shapeHertz[index] + c * shapeHertz[index + 1]
    }
    return result
  }

  func pullBack(_ gradient: [Double], at x: [Double]) -> [Double] {
    // dL/dc and dL/ds of the matrix ((c, -s), (s, c)), c = scale cos, s = scale sin.
    var (byCosine, bySine) = (0.0, 0.0)
    for index in stride(from: 0, to: shapeHertz.count, by: 2) {
      byCosine += gradient[index] * shapeHertz[index] + gradient[index + 1] * shapeHertz[index + 1]
      bySine += gradient[index + 1] * shapeHertz[index] - gradient[index] * shapeHertz[index + 1]
    }
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(x[1])
    let (c, s) = rotation(x)
    return [scale.slope(x[0]) * (byCosine * cosine + bySine * sine), bySine * c - byCosine * s]
  }

  /// Scale and phase of the multiple of the shape that is closest to `controls`.
  func parameters(closestTo controls: [Double]) -> [Double] {
    var (real, imaginary) = (0.0, 0.0)
    for index in stride(from: 0, to: shapeHertz.count, by: 2) {
      real += controls[index] * shapeHertz[index] + controls[index + 1] * shapeHertz[index + 1]
      imaginary += controls[index + 1] * shapeHertz[index] - controls[index] * shapeHertz[index + 1]
    }
    let energy = VectorMath.dot(shapeHertz, shapeHertz)
    let factor = energy > 0 ? ElementaryFunctions.hypot(real, imaginary) / energy : 0
    return [scale.parameter(of: factor), ElementaryFunctions.atan2(imaginary, real)]
  }

  private func rotation(_ x: [Double]) -> (cosine: Double, sine: Double) {
    let factor = scale.value(x[0])
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(x[1])
    return (factor * cosine, factor * sine)
  }
}
