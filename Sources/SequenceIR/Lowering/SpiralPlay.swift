/// A spiral in time: how fast its path is gone along, and the gradients that do it.
struct SpiralPlay {
  private let path: SpiralPath
  private let request: SpiralDesign.Request
  private let step: Double
  /// Largest acceleration at each node, Hz/m/s.
  private var accelerations: [Double]
  private var amplitude: Double
  private var squaredSpeeds: [Double] = []
  /// When each node is reached, s.
  private var times: [Double] = []
  /// Mean gradients of each interval of the raster, Hz/m: what k-space does in it.
  private(set) var x: [Double] = []
  private(set) var y: [Double] = []

  /// What a file rounds away must not be above the limit.
  private static let margin = 1 - 1e-5

  init(_ path: SpiralPath, _ request: SpiralDesign.Request) {
    self.path = path
    self.request = request
    step = request.raster.seconds
    amplitude = request.amplitude * Self.margin
    accelerations = [Double](repeating: request.slew * Self.margin, count: path.radii.count)
    play()
  }

  var secondsToEdge: Double { times[times.count - 1] }
  private var lastSpeed: Double { squaredSpeeds[squaredSpeeds.count - 1].squareRoot() }
  private var lastSlew: Double { accelerations[accelerations.count - 1] }
  private var secondsToRest: Double { secondsToEdge + lastSpeed / lastSlew }

  /// The fastest under the limits. The corners of the played lines are means of the curve; its own nodes may be off by a
  /// hair, for which the limits are narrowed.
  private mutating func play() {
    for _ in 0...4 {
      follow()
      let excess = max(1, SpiralPlay.steepest(x, y, step) / (request.slew * Self.margin))
      let high = max(1, SpiralPlay.largest(x, y) / (request.amplitude * Self.margin))
      if excess == 1, high == 1 { return }
      slow(by: excess * (1 + 1e-9))
      amplitude /= high * (1 + 1e-9)
    }
    follow()
  }

  private mutating func slow(by factor: Double) {
    for node in accelerations.indices { accelerations[node] /= factor }
  }

  private mutating func follow() {
    let (cap, turning) = (amplitude * amplitude, ElementaryFunctions.twoPi * request.turning)
    let fastest = TimeOptimalSpeed(
      lengths: path.lengths,
      ceilings: path.curvatures.map { curvature in
        guard curvature > 0 else { return cap }
        return min(cap, (turning / curvature) * (turning / curvature))
      },
      curvatures: path.curvatures, accelerations: accelerations, startsAtRest: true)
    squaredSpeeds = fastest.squaredSpeeds()
    times = [0.0]
    times.reserveCapacity(squaredSpeeds.count)
    for interval in fastest.intervals(squaredSpeeds) { times.append(times[times.count - 1] + interval) }
    sample()
  }

  private mutating func sample() {
    let count = max(1, Int((secondsToRest / step - 1e-9).rounded(.up)))
    var node = 0
    (x, y) = ([], [])
    var last = (x: 0.0, y: 0.0)
    for index in 1...count {
      let place = place(at: Double(index) * step, &node)
      x.append((place.x - last.x) / step)
      y.append((place.y - last.y) / step)
      last = place
    }
  }

  /// k, 1/m; times must not go back from call to call.
  private func place(at seconds: Double, _ node: inout Int) -> (x: Double, y: Double) {
    guard seconds < secondsToEdge else {
      let rest = min(seconds, secondsToRest) - secondsToEdge
      return path.placeBehindEdge(length: rest * (lastSpeed - lastSlew * rest / 2))
    }
    while node + 2 < times.count, times[node + 1] <= seconds { node += 1 }
    let (speed, interval) = (squaredSpeeds[node].squareRoot(), times[node + 1] - times[node])
    let acceleration = (squaredSpeeds[node + 1].squareRoot() - speed) / interval
    let time = seconds - times[node]
    return path.place(node, share: (speed + acceleration * time / 2) * time / path.lengths[node])
  }

  static func largest(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { max($0, ($1.0 * $1.0 + $1.1 * $1.1).squareRoot()) }
  }

  private static func steepest(_ x: [Double], _ y: [Double], _ step: Double) -> Double {
    var largest = 0.0
    for index in 0...x.count {
      let isEnd = index == 0 || index == x.count
      let before = index == 0 ? (0, 0) : (x[index - 1], y[index - 1])
      let behind = index == x.count ? (0, 0) : (x[index], y[index])
      let (dx, dy) = (behind.0 - before.0, behind.1 - before.1)
      largest = max(largest, (dx * dx + dy * dy).squareRoot() / (isEnd ? step / 2 : step))
    }
    return largest
  }
}

extension SpiralPlay {
  /// Nerves remember about a chronaxie: what they say now came from the slew rates of this time before, s.
  private static let memory = 0.25e-3
  private static let rounds = 24

  /// Takes slew rate away where nerves would respond with more than `limit`, and gives it back where they respond with
  /// less, until the response is the limit wherever the slew rate is not: the fastest spiral that stays below. What is
  /// left of a percent above in the end is taken from all of it.
  mutating func calm(_ nerves: NerveModels, toPercent limit: Double) {
    guard nerves.largest(x, y, step) > limit else { return }
    let most = accelerations
    for _ in 0..<Self.rounds {
      let course = nerves.course(x, y, step)
      var sample = 0
      for node in accelerations.indices {
        while sample + 1 < course.count, Double(sample) * step < times[node] { sample += 1 }
        let isLast = node == accelerations.count - 1
        let end = isLast ? course.count : min(course.count, sample + 1 + Int(Self.memory / step))
        let share = course[sample..<max(sample + 1, end)].reduce(0, max) / limit
        // Half of the way: the memory couples neighbours.
        let factor = min(1.25, max(0.8, 1 / max(share, 1e-3).squareRoot()))
        accelerations[node] = min(most[node], accelerations[node] * factor)
      }
      follow()
    }
    for _ in 0..<Self.rounds {
      let excess = max(
        nerves.largest(x, y, step) / limit, Self.steepest(x, y, step) / (request.slew * Self.margin))
      if excess <= 1 { return }
      slow(by: excess * (1 + 1e-6))
      follow()
    }
  }
}
