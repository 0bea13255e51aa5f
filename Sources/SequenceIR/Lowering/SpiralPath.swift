/// The curve of a spiral in k-space at nodes from its centre to its edge: lengths and curvatures, without times.
struct SpiralPath {
  let request: SpiralDesign.Request
  /// Of the nodes, 1/m.
  private(set) var radii: [Double] = [0]
  /// Between neighbouring nodes, 1/m.
  let lengths: [Double]
  /// At the nodes, m.
  let curvatures: [Double]

  init(_ request: SpiralDesign.Request) {
    self.request = request
    let edge = request.edge
    var radii = [0.0]
    // Two degrees, and five hundredths of a percent of the radius.
    while let last = radii.last, last < edge {
      let step = min(edge / 2_000, ElementaryFunctions.pi / 90 / request.winding(last).first)
      radii.append(last + 1.5 * step >= edge ? edge : last + step)
    }
    lengths = zip(radii, radii.dropFirst()).map { near, far in
      let middle = (near + far) / 2
      let around = middle * request.winding(middle).first
      return (far - near) * (1 + around * around).squareRoot()
    }
    curvatures = radii.map { SpiralPath.curvature($0, request) }
    self.radii = radii
  }

  /// Of a curve in polar coordinates: |w (2 + r^2 w^2) + r w'| / (1 + r^2 w^2)^(3/2) with w = d theta / d r.
  private static func curvature(_ radius: Double, _ request: SpiralDesign.Request) -> Double {
    let (first, second) = request.winding(radius)
    let around = radius * radius * first * first
    let base = 1 + around
    return abs(first * (2 + around) + radius * second) / (base * base.squareRoot())
  }

  /// k, 1/m, at a share of the way from a node to the next.
  func place(_ node: Int, share: Double) -> (x: Double, y: Double) {
    point(radii[node] + min(max(0, share), 1) * (radii[node + 1] - radii[node]))
  }

  private func point(_ radius: Double) -> (x: Double, y: Double) {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(request.angle(radius))
    return (radius * cosine, radius * sine)
  }

  /// Straight on from the edge.
  func placeBehindEdge(length: Double) -> (x: Double, y: Double) {
    let edge = request.edge
    let around = edge * request.winding(edge).first
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(request.angle(edge))
    let part = length / (1 + around * around).squareRoot()
    let place = point(edge)
    return (place.x + part * (cosine - around * sine), place.y + part * (sine + around * cosine))
  }
}
