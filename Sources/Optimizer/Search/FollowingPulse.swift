/// A pulse of the design whose samples follow values that are varied: a flip angle, a phase.
import SequenceIR

/// w = exp(i sum k (v - v0)) f(u) with variables v that turn it, k radians per unit, and at most one variable u that
/// changes its shape. Samples are x0, y0, x1, y1, ... in Hz.
struct FollowingPulse: Sendable {
  struct Turn: Sendable {
    var variable: Int
    /// k, rad per unit of the variable.
    var radians: Double
    /// v0
    var origin: Double
  }

  var turns: [Turn] = []
  /// The variable that changes the shape; nil: none does.
  var shapeVariable: Int?
  var shape: WaveformFamily

  func samples(_ values: [Double]) -> [Double] {
    turned(shapeVariable.map { shape.samples(values[$0]) } ?? shape.samples(0), values)
  }

  /// Adds dL/dvalue for the gradient of L by the samples.
  func addGradient(_ bySamples: ArraySlice<Double>, at values: [Double], to result: inout [Double]) {
    let gradient = Array(bySamples)
    if !turns.isEmpty {
      let own = samples(values)
      // d(x + iy) = i k (x + iy) dv.
      var byAngle = 0.0
      for index in stride(from: 0, to: own.count, by: 2) {
        byAngle += gradient[index + 1] * own[index] - gradient[index] * own[index + 1]
      }
      for turn in turns { result[turn.variable] += turn.radians * byAngle }
    }
    if let shapeVariable {
      let slopes = turned(shape.slopes(values[shapeVariable]), values)
      result[shapeVariable] += VectorMath.dot(slopes, gradient)
    }
  }

  private func turned(_ samples: [Double], _ values: [Double]) -> [Double] {
    guard !turns.isEmpty else { return samples }
    let angle = turns.reduce(0) { $0 + $1.radians * (values[$1.variable] - $1.origin) }
    return Self.turned(samples, by: angle)
  }

  /// exp(i angle) times every sample, the angle in radians.
  static func turned(_ samples: [Double], by angle: Double) -> [Double] {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(angle)
    var result = samples
    for index in stride(from: 0, to: samples.count, by: 2) {
      result[index] = cosine * samples[index] - sine * samples[index + 1]
      result[index + 1] = sine * samples[index] + cosine * samples[index + 1]
    }
    return result
  }
}

/// Waveforms as a polynomial of one value, through those at some nodes (Lagrange), or as several such, one after the
/// other. Two nodes are exact for all pulses whose B1 grows in proportion to the flip angle; others need more.
struct WaveformFamily: Sendable {
  /// In the order of their nodes; the last node of one is the first of the next.
  let pieces: [Piece]

  struct Piece: Sendable {
    let nodes: [Double]
    /// [node][sample]
    let waveforms: [[Double]]
  }

  init(_ waveform: [Double]) { pieces = [Piece(nodes: [0], waveforms: [waveform])] }

  init(_ pieces: [Piece]) { self.pieces = pieces }

  /// Numbers of a waveform: two a sample.
  var count: Int { pieces[0].waveforms[0].count }

  func samples(_ value: Double) -> [Double] { piece(value).samples(value) }

  /// Derivative by the value.
  func slopes(_ value: Double) -> [Double] { piece(value).slopes(value) }

  private func piece(_ value: Double) -> Piece {
    pieces.first { value <= $0.nodes[$0.nodes.count - 1] } ?? pieces[pieces.count - 1]
  }
}

extension WaveformFamily.Piece {
  func samples(_ value: Double) -> [Double] {
    combined(
      nodes.indices.map { node in
        nodes.indices.reduce(1) { $1 == node ? $0 : $0 * (value - nodes[$1]) / (nodes[node] - nodes[$1]) }
      })
  }

  func slopes(_ value: Double) -> [Double] {
    combined(
      nodes.indices.map { node in
        var sum = 0.0
        for left in nodes.indices where left != node {
          var product = 1 / (nodes[node] - nodes[left])
          for other in nodes.indices where other != node && other != left {
            product *= (value - nodes[other]) / (nodes[node] - nodes[other])
          }
          sum += product
        }
        return sum
      })
  }

  private func combined(_ weights: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: waveforms[0].count)
    for (weight, waveform) in zip(weights, waveforms) { VectorMath.add(weight, waveform, to: &result) }
    return result
  }

  /// Extrema of the Chebyshev polynomial of degree `count` - 1 between two ends, ascending, with both ends.
  static func nodes(_ count: Int, from lower: Double, to upper: Double) -> [Double] {
    (0..<count).map { index in
      if index == 0 { return lower }
      if index == count - 1 { return upper }
      let cosine = ElementaryFunctions.cos(ElementaryFunctions.pi * Double(index) / Double(count - 1))
      return (lower + upper) / 2 - (upper - lower) / 2 * cosine
    }
  }
}
