/// Moments of blocks, computed once per distinct combination of gradients, rotation and ADC.
struct MomentCache {
  private let facts: EventFacts
  private var paths: [GradientPath?]
  /// Number of the rotation (from 1) of each entry of `library.extras`; 0: none.
  private let rotationNumbers: [Int]
  private let rotations: [Rotation]
  private var blocks: [Key: BlockMoments] = [:]
  private var trajectories: [TrajectoryKey: ReadoutTrajectory] = [:]
  private var integrals: [IntegralKey: MomentIntegrals] = [:]

  /// A rotated readout per shot would otherwise fill the memory; what is dropped is computed again.
  private static let limit = 4_000

  private struct Key: Hashable {
    let x: GradientID
    let y: GradientID
    let z: GradientID
    let rotation: Int
  }

  /// Turned blocks have the integrals of the one that is not, turned.
  private struct IntegralKey: Hashable {
    let x: GradientID
    let y: GradientID
    let z: GradientID
    let seconds: Double
  }

  private struct TrajectoryKey: Hashable {
    let gradients: Key
    let adc: ADCID
  }

  init(_ sequence: Sequence, _ facts: EventFacts) {
    self.facts = facts
    paths = Array(repeating: nil, count: sequence.library.gradients.count)
    var numbers: [Rotation: Int] = [:]
    var rotations: [Rotation] = []
    rotationNumbers = sequence.library.extras.map { extras in
      guard let rotation = extras.rotation else { return 0 }
      if let known = numbers[rotation] { return known }
      rotations.append(rotation)
      numbers[rotation] = rotations.count
      return rotations.count
    }
    self.rotations = rotations
  }

  /// nil when the block plays no gradient.
  mutating func moments(of block: Block) -> BlockMoments? {
    if block.gx.isNone, block.gy.isNone, block.gz.isNone { return nil }
    let key = key(of: block)
    if let known = blocks[key] { return known }
    let moments = BlockMoments(
      x: path(block.gx), y: path(block.gy), z: path(block.gz),
      rotation: key.rotation == 0 ? nil : rotations[key.rotation - 1])
    if blocks.count >= MomentCache.limit { blocks.removeAll(keepingCapacity: true) }
    blocks[key] = moments
    return moments
  }

  mutating func trajectory(of block: Block, _ moments: BlockMoments, _ event: ADCEvent) -> ReadoutTrajectory {
    let key = TrajectoryKey(gradients: key(of: block), adc: block.adc)
    if let known = trajectories[key] { return known }
    let trajectory = ReadoutTrajectory(moments, event)
    if trajectories.count >= MomentCache.limit { trajectories.removeAll(keepingCapacity: true) }
    trajectories[key] = trajectory
    return trajectory
  }

  mutating func integrals(of block: Block, to seconds: Double) -> MomentIntegrals {
    if block.gx.isNone, block.gy.isNone, block.gz.isNone { return MomentIntegrals(seconds: seconds) }
    let number = key(of: block).rotation
    let rotation = number == 0 ? nil : rotations[number - 1]
    let key = IntegralKey(x: block.gx, y: block.gy, z: block.gz, seconds: seconds)
    if let known = integrals[key] { return known.turned(by: rotation) }
    let straight = BlockMoments(x: path(block.gx), y: path(block.gy), z: path(block.gz), rotation: nil)
    let found = MomentIntegrals(straight, to: seconds)
    if integrals.count >= MomentCache.limit { integrals.removeAll(keepingCapacity: true) }
    integrals[key] = found
    return found.turned(by: rotation)
  }

  private func key(of block: Block) -> Key {
    let rotation = block.extras.isNone ? 0 : rotationNumbers[Int(block.extras.number) - 1]
    return Key(x: block.gx, y: block.gy, z: block.gz, rotation: rotation)
  }

  private mutating func path(_ id: GradientID) -> GradientPath? {
    if id.isNone { return nil }
    let index = Int(id.number) - 1
    if let known = paths[index] { return known }
    let path = GradientPath(corners: facts[id].corners)
    paths[index] = path
    return path
  }
}

/// k at the samples of one readout, relative to k at the start of its block.
struct ReadoutTrajectory {
  /// Per axis the least and the largest component over all samples, 1/m.
  private(set) var lower: Vector
  private(set) var upper: Vector
  /// Evenly spaced samples that stand for all: enough to find the echo between them.
  private var points: [Vector] = []
  private var times: [Double] = []
  private let last: Vector

  private static let pointLimit = 128
  private static let sampleLimit = 100_000

  init(_ moments: BlockMoments, _ event: ADCEvent) {
    let dwell = event.dwell.seconds
    let start = event.delay.seconds
    let stride = max(1, (event.sampleCount - 1) / ReadoutTrajectory.sampleLimit + 1)
    let pointStride = max(
      stride, (event.sampleCount - 1) / ReadoutTrajectory.pointLimit / stride * stride + stride)
    last = moments.moment(to: start + dwell * (Double(event.sampleCount - 1) + 0.5))
    (lower, upper) = (last, last)
    var index = 0
    while index < event.sampleCount {
      let time = start + dwell * (Double(index) + 0.5)
      let k = moments.moment(to: time)
      lower = Vector(x: min(lower.x, k.x), y: min(lower.y, k.y), z: min(lower.z, k.z))
      upper = Vector(x: max(upper.x, k.x), y: max(upper.y, k.y), z: max(upper.z, k.z))
      if index % pointStride == 0 {
        points.append(k)
        times.append(time)
      }
      index += stride
    }
  }

  /// The largest |k| of the points when the block starts at `start`.
  func farthest(from start: Vector) -> Double {
    var largest = (start + last).squaredNorm
    for point in points { largest = max(largest, (start + point).squaredNorm) }
    return largest.squareRoot()
  }

  /// When k comes nearest to zero, s after the start of the block, and how near.
  ///
  /// Under a constant gradient |k|^2 is a parabola in time, so the vertex through the smallest point and its
  /// neighbours is exact there and a good guess elsewhere.
  func nearest(from start: Vector) -> (seconds: Double, distance: Double) {
    var best = 0
    var smallest = Double.infinity
    for index in points.indices {
      let square = (start + points[index]).squaredNorm
      if square < smallest { (best, smallest) = (index, square) }
    }
    guard best > 0, best + 1 < points.count else { return (times[best], smallest.squareRoot()) }
    let before = (start + points[best - 1]).squaredNorm
    let after = (start + points[best + 1]).squaredNorm
    let curvature = before - 2 * smallest + after
    guard curvature > 0 else { return (times[best], smallest.squareRoot()) }
    let shift = (before - after) / (2 * curvature)
    let square = smallest - (before - after) * (before - after) / (8 * curvature)
    return (times[best] + shift * (times[best + 1] - times[best]), max(0, square).squareRoot())
  }
}
