/// The zeroth moment of gradients: what a spin that does not move has been dephased by, in cycles per metre.

/// A gradient event as straight lines with their running area, so that its moment at any time is a closed form.
package struct GradientPath: Sendable {
  /// Corner times from the start of the block, s.
  let times: [Double]
  /// Hz/m.
  private let values: [Double]
  /// Area up to each corner, 1/m.
  private let areas: [Double]

  package init(corners: [GradientCorner]) {
    times = corners.map(\.time.seconds)
    values = corners.map(\.hertzPerMetre)
    var areas: [Double] = []
    areas.reserveCapacity(corners.count)
    var sum = 0.0
    for index in corners.indices {
      if index > 0 { sum += (times[index] - times[index - 1]) * (values[index] + values[index - 1]) / 2 }
      areas.append(sum)
    }
    self.areas = areas
  }

  /// Area of the whole event, 1/m.
  package var area: Double { areas.last ?? 0 }

  /// Whether the gradient is on at some time in `window`, s from the start of the block.
  package func isOn(in window: ClosedRange<Double>) -> Bool {
    guard let first = times.first, let last = times.last else { return false }
    guard first < window.upperBound, last > window.lowerBound else { return false }
    for index in 1..<max(1, times.count)
    where times[index] > window.lowerBound && times[index - 1] < window.upperBound {
      if values[index] != 0 || values[index - 1] != 0 { return true }
    }
    return false
  }

  /// Area from the start of the event to `seconds` after the start of the block, 1/m.
  package func area(to seconds: Double) -> Double {
    guard let first = times.first, seconds > first else { return 0 }
    var low = 0
    var high = times.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if times[middle] <= seconds { low = middle } else { high = middle }
    }
    guard low + 1 < times.count else { return area }
    let step = seconds - times[low]
    let slope = (values[low + 1] - values[low]) / (times[low + 1] - times[low])
    return areas[low] + step * (values[low] + slope * step / 2)
  }

  /// Integral of G squared over time, (Hz/m)^2 s: a straight line from a to b gives dt (a^2 + a b + b^2) / 3.
  package var squareIntegral: Double {
    var sum = 0.0
    for index in 1..<max(1, times.count) {
      let (a, b) = (values[index - 1], values[index])
      sum += (times[index] - times[index - 1]) * (a * a + a * b + b * b) / 3
    }
    return sum
  }
}

/// Three components along x, y, z; 1/m where it is a point of k-space.
package struct Vector: Hashable, Sendable {
  package var x: Double
  package var y: Double
  package var z: Double

  package init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  package static let zero = Vector(x: 0, y: 0, z: 0)
  package static func + (a: Vector, b: Vector) -> Vector { Vector(x: a.x + b.x, y: a.y + b.y, z: a.z + b.z) }
  package static func - (a: Vector, b: Vector) -> Vector { Vector(x: a.x - b.x, y: a.y - b.y, z: a.z - b.z) }
  package static prefix func - (a: Vector) -> Vector { Vector(x: -a.x, y: -a.y, z: -a.z) }

  package var squaredNorm: Double { x * x + y * y + z * z }
  package var norm: Double { squaredNorm.squareRoot() }

  package subscript(axis: Axis) -> Double {
    switch axis {
    case .x: x
    case .y: y
    case .z: z
    }
  }

  /// `self` in physical axes, where `rotation` turns a block's gradients into them; nil: as they are.
  package func turned(by rotation: Rotation?) -> Vector {
    guard let m = rotation?.matrix else { return self }
    return Vector(
      x: m[0] * x + m[1] * y + m[2] * z, y: m[3] * x + m[4] * y + m[5] * z, z: m[6] * x + m[7] * y + m[8] * z)
  }
}

/// The gradients of one block, together: three paths and the rotation that acts on them.
package struct BlockMoments: Sendable {
  private let paths: [GradientPath?]
  private let rotation: Rotation?

  package init(x: GradientPath?, y: GradientPath?, z: GradientPath?, rotation: Rotation?) {
    paths = [x, y, z]
    self.rotation = rotation
  }

  /// Moment from the start of the block to `seconds` after it, 1/m, physical axes.
  package func moment(to seconds: Double) -> Vector {
    if paths.allSatisfy({ $0 == nil }) { return .zero }
    return Vector(
      x: paths[0]?.area(to: seconds) ?? 0, y: paths[1]?.area(to: seconds) ?? 0,
      z: paths[2]?.area(to: seconds) ?? 0
    ).turned(by: rotation)
  }

  /// Moment of the whole block, 1/m, physical axes.
  package var total: Vector {
    Vector(x: paths[0]?.area ?? 0, y: paths[1]?.area ?? 0, z: paths[2]?.area ?? 0).turned(by: rotation)
  }

  package func isOn(in window: ClosedRange<Double>) -> Bool {
    paths.contains { $0?.isOn(in: window) ?? false }
  }

  /// Where a gradient of any axis has a corner, s from the start of the block, in order.
  var corners: [Double] { paths.flatMap { $0?.times ?? [] }.sorted() }
}
