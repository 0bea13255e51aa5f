/// The three directions of parallel lines of k-space: along them, and the two across.
import SequenceIR

struct MRDFrame {
  /// Unit vectors: readout, phase, partition.
  let axes: [Vector]
  /// The physical axis of each, where they are along the axes of the gradients; nil: oblique.
  let physical: [Axis]?

  /// nil when the lines are not straight or not parallel.
  init?(_ lines: [AcquiredLine]) {
    guard let first = lines.first else { return nil }
    let span = first.last - first.first
    guard span.norm > 0 else { return nil }
    let along = span.scaled(1 / span.norm)
    for line in lines {
      let other = line.last - line.first
      guard line.isStraight, along.cross(other).norm <= 1e-3 * other.norm else { return nil }
    }
    let across = lines.map { line in line.middle - along.scaled(along.dot(line.middle)) }
    let readout = Axis.allCases.first { abs(along[$0]) > 0.9999 }
    if let phase = Self.phase(lines, across, tolerance: 1e-4 * span.norm) {
      axes = [along, phase, along.cross(phase)]
    } else if let readout {
      let rest = Axis.allCases.filter { $0 != readout }
      let spreads = rest.map { axis in Self.spread(across.map { $0[axis] }) }
      axes = ([readout] + (spreads[1] > 1.0001 * spreads[0] ? rest.reversed() : rest)).map(Vector.along)
    } else {
      return nil
    }
    let found = axes.compactMap { direction in Axis.allCases.first { abs(direction[$0]) > 0.9999 } }
    physical = found.count == 3 ? found : nil
  }

  /// The direction in which the counter LIN steps while PAR stands still; without counters, the one in which all lines
  /// lie beside each other. nil when neither is one direction, or nothing steps.
  private static func phase(_ lines: [AcquiredLine], _ across: [Vector], tolerance: Double) -> Vector? {
    let partition = lines.indices.filter { lines[$0].partition == lines[0].partition }
    let isLabelled = Set(partition.map { lines[$0].line }).count > 1
    let steps = (isLabelled ? partition : Array(lines.indices)).map { across[$0] - across[0] }
    guard let widest = steps.max(by: { $0.squaredNorm < $1.squaredNorm }), widest.norm > tolerance else {
      return nil
    }
    let direction = widest.scaled(1 / widest.norm)
    let isOneDirection = steps.allSatisfy { direction.cross($0).norm <= tolerance }
    return isOneDirection ? direction : nil
  }

  private static func spread(_ values: [Double]) -> Double { (values.max() ?? 0) - (values.min() ?? 0) }

  /// The different positions of the lines along an axis across them, ascending, 1/m.
  func positions(_ axis: Int, of lines: [AcquiredLine]) -> [Double] {
    MRDFrame.distinct(lines.map { axes[axis].dot($0.middle) }, scale: scale(lines))
  }

  /// What a position is compared with: noise of rounding in a file is 1e-6 of the farthest.
  private func scale(_ lines: [AcquiredLine]) -> Double {
    lines.map { max($0.first.norm, $0.last.norm) }.max() ?? 0
  }

  static func distinct(_ values: [Double], scale: Double) -> [Double] {
    var result: [Double] = []
    for value in values.sorted() where result.last.map({ value - $0 > 2e-5 * scale }) ?? true {
      result.append(value)
    }
    return result
  }

  /// What the counters LIN and PAR are where k is nearest to zero across the lines.
  func centres(_ lines: [AcquiredLine]) -> [Label: Int] {
    let nearest = { (axis: Int) in
      lines.min { abs(axes[axis].dot($0.middle)) < abs(axes[axis].dot($1.middle)) }
    }
    guard let line = nearest(1), let partition = nearest(2) else { return [:] }
    return [.line: line.line, .partition: partition.partition]
  }

  /// When the lines that come nearest to the centre of k-space reach it, after their excitation.
  func echoTimes(_ lines: [AcquiredLine]) -> [Time] {
    let passes = lines.map { line -> (time: Time?, distance: Double) in
      let span = line.last - line.first
      let along = -line.first.dot(span) / span.squaredNorm
      // Samples from the middle of the window.
      let offset = (along - 0.5) * Double(line.samples - 1) * line.dwell.seconds
      let distance = (line.first + span.scaled(along)).norm
      return (Time(nearestToSeconds: offset).map { line.sinceExcitation + $0 }, distance)
    }
    let nearest = passes.map(\.distance).min() ?? 0
    let near = passes.filter { $0.distance <= nearest + 1e-3 * scale(lines) }
    return Set(near.compactMap { $0.time?.rounded(to: Time(nanoseconds: 100)) }).sorted()
  }
}

extension Vector {
  func dot(_ other: Vector) -> Double { x * other.x + y * other.y + z * other.z }

  func cross(_ other: Vector) -> Vector {
    Vector(
      x: y * other.z - z * other.y, y: z * other.x - x * other.z, z: x * other.y - y * other.x)
  }

  func scaled(_ factor: Double) -> Vector { Vector(x: factor * x, y: factor * y, z: factor * z) }

  /// A unit vector across this one.
  var anyPerpendicular: Vector {
    let other = abs(x) < 0.9 * norm ? Vector(x: 1, y: 0, z: 0) : Vector(x: 0, y: 1, z: 0)
    let result = cross(other)
    return result.scaled(1 / result.norm)
  }

  static func along(_ axis: Axis) -> Vector {
    Vector(x: axis == .x ? 1 : 0, y: axis == .y ? 1 : 0, z: axis == .z ? 1 : 0)
  }
}

/// How many lines follow an excitation, and whether they run to and fro.
struct MRDEchoTrains {
  /// Different lines after one excitation; nil where it is one.
  private(set) var length: Int?
  private(set) var isEchoPlanar = false
  /// From echo to echo; nil when it varies.
  private(set) var spacing: Time?

  init(_ lines: [AcquiredLine], _ frame: MRDFrame) {
    var longest = 0
    var spacings = Set<Time>()
    var alternates = true
    var start = 0
    while start < lines.count {
      var end = start + 1
      while end < lines.count, lines[end].shot == lines[start].shot { end += 1 }
      let train = Array(lines[start..<end])
      longest = max(longest, max(frame.positions(1, of: train).count, frame.positions(2, of: train).count))
      for (line, next) in zip(train, train.dropFirst()) {
        spacings.insert(next.sinceExcitation - line.sinceExcitation)
        if frame.axes[0].dot(line.last - line.first) * frame.axes[0].dot(next.last - next.first) > 0 {
          alternates = false
        }
      }
      start = end
    }
    guard longest > 1 else { return }
    length = longest
    isEchoPlanar = alternates
    spacing = spacings.count == 1 ? spacings.first : nil
  }
}
