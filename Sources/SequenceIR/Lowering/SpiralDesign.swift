/// A spiral from the centre of k-space to its edge, as fast as amplitude and slew rate allow in every orientation.
///
/// In polar coordinates neighbouring turns of all interleaves together are 1 / FOV apart: d theta / d r = 2 pi FOV(r) /
/// interleaves (Meyer et al., Magn. Reson. Med. 28 (1992) 202; Kim, Adalsteinsson and Spielman, Magn. Reson. Med. 50 (2003)
/// 214 for densities that vary). Speed along it: `TimeOptimalSpeed`, with limits of the vector of both axes, so that it may
/// be turned. Behind the edge both gradients go to zero along a straight line.
package struct SpiralDesign: Sendable {
  package struct Request: Hashable, Sendable {
    /// m, at equal distances from the centre of k-space to its edge, with straight lines between; one: everywhere.
    package var fieldsOfView: [Double]
    /// Radius of k-space, 1/m.
    package var edge: Double
    package var interleaves: Int
    /// Largest vector, Hz/m.
    package var amplitude: Double
    /// Largest change of the vector, Hz/m/s.
    package var slew: Double
    package var raster: Time

    package init(
      fieldsOfView: [Double], edge: Double, interleaves: Int, amplitude: Double, slew: Double, raster: Time
    ) {
      self.fieldsOfView = fieldsOfView
      self.edge = edge
      self.interleaves = interleaves
      self.amplitude = amplitude
      self.slew = slew
      self.raster = raster
    }

    /// Turns of one interleaf.
    package var turns: Double { angle(edge) / ElementaryFunctions.twoPi }

    private var pieceWidth: Double { edge / Double(max(1, fieldsOfView.count - 1)) }

    private func piece(_ radius: Double) -> Int {
      min(max(0, Int(radius / pieceWidth)), max(0, fieldsOfView.count - 2))
    }

    private func slope(_ piece: Int) -> Double {
      fieldsOfView.count > 1 ? (fieldsOfView[piece + 1] - fieldsOfView[piece]) / pieceWidth : 0
    }

    /// theta, rad.
    func angle(_ radius: Double) -> Double {
      let last = piece(radius)
      var integral = 0.0
      for piece in 0..<last { integral += (fieldsOfView[piece] + fieldsOfView[piece + 1]) / 2 * pieceWidth }
      let rest = radius - Double(last) * pieceWidth
      integral += rest * (fieldsOfView[last] + slope(last) * rest / 2)
      return ElementaryFunctions.twoPi * integral / Double(interleaves)
    }

    /// d theta / d r and its derivative.
    func winding(_ radius: Double) -> (first: Double, second: Double) {
      let piece = piece(radius)
      let unit = ElementaryFunctions.twoPi / Double(interleaves)
      let fieldOfView = fieldsOfView[piece] + slope(piece) * (radius - Double(piece) * pieceWidth)
      return (unit * fieldOfView, unit * slope(piece))
    }
  }

  /// Hz/m at the centres of the gradient raster, both axes, equally many.
  package let x: [Double]
  package let y: [Double]
  /// From the start to the edge of k-space, s.
  package let seconds: Double
  package let raster: Time

  package static let mostTurns = 2_000.0

  package init(_ request: Request) {
    let step = request.raster.seconds
    // What a file rounds away must not be above the limit.
    let margin = 1 - 1e-5
    var allowed = request
    allowed.amplitude *= margin
    allowed.slew *= margin
    var course = SpiralCourse(allowed)
    var samples = course.samples(every: step)
    // The corners of the played lines are means of the curve; its own nodes may be off by a hair.
    for _ in 0..<4 {
      let excess = max(1, SpiralDesign.steepest(samples, step) / (request.slew * margin))
      let high = max(1, SpiralDesign.largest(samples) / (request.amplitude * margin))
      if excess == 1, high == 1 { break }
      allowed.slew /= excess * (1 + 1e-9)
      allowed.amplitude /= high * (1 + 1e-9)
      course = SpiralCourse(allowed)
      samples = course.samples(every: step)
    }
    x = samples.x
    y = samples.y
    seconds = course.secondsToEdge
    raster = request.raster
  }

  /// Zeroth moment, 1/m, as played: straight lines between the samples, from and to zero at the ends.
  package var area: (x: Double, y: Double) { (SpiralDesign.area(x, raster), SpiralDesign.area(y, raster)) }

  package var duration: Time { raster * x.count }

  package var peak: Double { SpiralDesign.largest((x, y)) }

  private static func largest(_ samples: (x: [Double], y: [Double])) -> Double {
    zip(samples.x, samples.y).reduce(0) { max($0, ($1.0 * $1.0 + $1.1 * $1.1).squareRoot()) }
  }

  private static func area(_ samples: [Double], _ raster: Time) -> Double {
    let ends = ((samples.first ?? 0) + (samples.last ?? 0)) / 4
    return (samples.reduce(0, +) - ends) * raster.seconds
  }

  private static func steepest(_ samples: (x: [Double], y: [Double]), _ step: Double) -> Double {
    var largest = 0.0
    for index in 0...samples.x.count {
      let isEnd = index == 0 || index == samples.x.count
      let before = index == 0 ? (0, 0) : (samples.x[index - 1], samples.y[index - 1])
      let behind = index == samples.x.count ? (0, 0) : (samples.x[index], samples.y[index])
      let (dx, dy) = (behind.0 - before.0, behind.1 - before.1)
      largest = max(largest, (dx * dx + dy * dy).squareRoot() / (isEnd ? step / 2 : step))
    }
    return largest
  }
}

/// The curve with its times, before it is sampled.
private struct SpiralCourse {
  private let request: SpiralDesign.Request
  private var radii: [Double] = [0]
  private var lengths: [Double] = []
  private let squaredSpeeds: [Double]
  /// When each node is reached, s.
  private let times: [Double]

  init(_ request: SpiralDesign.Request) {
    self.request = request
    let (slew, edge) = (request.slew, request.edge)
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
    let path = TimeOptimalSpeed(
      lengths: lengths,
      ceilings: [Double](repeating: request.amplitude * request.amplitude, count: radii.count),
      curvatures: radii.map { SpiralCourse.curvature($0, request) }, acceleration: slew, startsAtRest: true)
    squaredSpeeds = path.squaredSpeeds()
    var times = [0.0]
    for interval in path.intervals(squaredSpeeds) { times.append(times[times.count - 1] + interval) }
    self.times = times
  }

  var secondsToEdge: Double { times[times.count - 1] }
  private var lastSpeed: Double { squaredSpeeds[squaredSpeeds.count - 1].squareRoot() }
  private var secondsToRest: Double { secondsToEdge + lastSpeed / request.slew }

  /// Of a curve in polar coordinates: |w (2 + r^2 w^2) + r w'| / (1 + r^2 w^2)^(3/2) with w = d theta / d r.
  private static func curvature(_ radius: Double, _ request: SpiralDesign.Request) -> Double {
    let (first, second) = request.winding(radius)
    let around = radius * radius * first * first
    let base = 1 + around
    return abs(first * (2 + around) + radius * second) / (base * base.squareRoot())
  }

  /// Mean gradients of each interval of the raster: what k-space does in it.
  func samples(every step: Double) -> (x: [Double], y: [Double]) {
    let count = max(1, Int((secondsToRest / step - 1e-9).rounded(.up)))
    var node = 0
    var (x, y): ([Double], [Double]) = ([], [])
    var last = (x: 0.0, y: 0.0)
    for index in 1...count {
      let place = place(at: Double(index) * step, &node)
      x.append((place.x - last.x) / step)
      y.append((place.y - last.y) / step)
      last = place
    }
    return (x, y)
  }

  /// k, 1/m; times must not go back from call to call.
  private func place(at seconds: Double, _ node: inout Int) -> (x: Double, y: Double) {
    guard seconds < secondsToEdge else { return placeBehindEdge(min(seconds, secondsToRest) - secondsToEdge) }
    while node + 2 < times.count, times[node + 1] <= seconds { node += 1 }
    let (speed, interval) = (squaredSpeeds[node].squareRoot(), times[node + 1] - times[node])
    let acceleration = (squaredSpeeds[node + 1].squareRoot() - speed) / interval
    let time = seconds - times[node]
    let share = (speed + acceleration * time / 2) * time / lengths[node]
    return point(radii[node] + min(max(0, share), 1) * (radii[node + 1] - radii[node]))
  }

  private func point(_ radius: Double) -> (x: Double, y: Double) {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(request.angle(radius))
    return (radius * cosine, radius * sine)
  }

  private func placeBehindEdge(_ seconds: Double) -> (x: Double, y: Double) {
    let edge = request.edge
    let around = edge * request.winding(edge).first
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(request.angle(edge))
    let length = seconds * (lastSpeed - request.slew * seconds / 2) / (1 + around * around).squareRoot()
    let place = point(edge)
    return (
      place.x + length * (cosine - around * sine), place.y + length * (sine + around * cosine)
    )
  }
}
