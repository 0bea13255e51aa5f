/// The fastest way along a path whose speed and acceleration are limited: spirals and VERSE pulses.
///
/// In the phase plane of length s and squared speed u, du/ds is twice the acceleration along the path. The fastest speed
/// is the largest that a walk forwards (speeding up as much as is allowed) and a walk backwards (slowing down) both
/// reach (Lustig, Kim and Pauly, IEEE Trans. Med. Imaging 27 (2008) 866).
struct TimeOptimalSpeed {
  /// Length between neighbouring nodes of the path.
  var lengths: [Double]
  /// Largest squared speed at each node.
  var ceilings: [Double]
  /// Curvature at each node; empty: a straight line.
  var curvatures: [Double] = []
  /// Largest acceleration at each node, of which what a curve takes at this speed is not there for speeding up.
  var accelerations: [Double]
  var startsAtRest: Bool

  /// Squared speed at each node.
  func squaredSpeeds() -> [Double] {
    let count = ceilings.count
    var speeds = ceilings.indices.map { ceiling($0) }
    guard count > 1 else { return speeds }
    if startsAtRest { speeds[0] = 0 }
    for node in 1..<count { speeds[node] = min(speeds[node], step(from: node - 1, to: node, speeds)) }
    for node in (0..<(count - 1)).reversed() {
      speeds[node] = min(speeds[node], step(from: node + 1, to: node, speeds))
    }
    return speeds
  }

  /// Times between nodes, of constant acceleration in each interval.
  func intervals(_ squaredSpeeds: [Double]) -> [Double] {
    lengths.indices.map { index in
      2 * lengths[index] / (squaredSpeeds[index].squareRoot() + squaredSpeeds[index + 1].squareRoot())
    }
  }

  /// With the mean of the accelerations at both ends (Heun).
  private func step(from node: Int, to next: Int, _ speeds: [Double]) -> Double {
    let length = lengths[min(node, next)]
    let first = alongPath(node, speeds[node])
    let guess = min(speeds[node] + 2 * first * length, ceiling(next))
    return speeds[node] + (first + alongPath(next, guess)) * length
  }

  private func ceiling(_ node: Int) -> Double {
    guard !curvatures.isEmpty, curvatures[node] > 0 else { return ceilings[node] }
    return min(ceilings[node], accelerations[node] / curvatures[node])
  }

  private func alongPath(_ node: Int, _ squaredSpeed: Double) -> Double {
    let acceleration = accelerations[node]
    guard !curvatures.isEmpty else { return acceleration }
    let across = curvatures[node] * squaredSpeed
    return max(0, acceleration * acceleration - across * across).squareRoot()
  }
}
