/// A set of gradients that play together, and what they are as a vector: computed once however many blocks hold it.
struct GradientCombination: Equatable {
  var gx: GradientID
  var gy: GradientID
  var gz: GradientID
  var rotation: Rotation?
  /// Whether the console may turn it: no label says NOROT = 1.
  var isFree: Bool

  /// Equal combinations have equal ones.
  var numberingHash: UInt64 {
    let ids = Numbering.hash(
      UInt64(gx.number) << 32 | UInt64(gy.number), UInt64(gz.number) << 1 | (isFree ? 1 : 0))
    guard let rotation else { return ids }
    return [rotation.w, rotation.x, rotation.y, rotation.z].reduce(ids) { hash, value in
      // The two zeros are equal.
      Numbering.hash(hash, value == 0 ? 0 : value.bitPattern)
    }
  }

  /// Largest values and where, times from the start of the block.
  struct Peak {
    var value = 0.0
    var time = Time.zero

    mutating func raise(to candidate: Double, at time: Time) {
      let known = candidate.isNaN ? Double.infinity : candidate
      if known > value {
        value = known
        self.time = time
      }
    }
  }

  struct Peaks {
    /// Hz/m, per physical axis, after the rotation.
    var amplitude = InlineArray<3, Peak>(repeating: Peak())
    /// Hz/m/s, per physical axis, after the rotation.
    var slew = InlineArray<3, Peak>(repeating: Peak())
    /// Norms, which no rotation changes.
    var vectorAmplitude = Peak()
    var vectorSlew = Peak()
  }

  /// Between corners every axis is straight, so the norm of the gradient, being convex, is largest at a corner, and
  /// the slew is one vector per piece.
  func peaks(_ facts: EventFacts) -> Peaks {
    var peaks = Peaks()
    let ids: InlineArray<3, GradientID> = [gx, gy, gz]
    if let axis = onlyAxis, rotation == nil {
      let fact = facts[ids[axis]]
      peaks.amplitude[axis] = Peak(value: fact.peakHertzPerMetre, time: fact.peakTime)
      peaks.slew[axis] = Peak(value: fact.peakSlewHertzPerMetreSecond, time: fact.slewTime)
      peaks.vectorAmplitude = peaks.amplitude[axis]
      peaks.vectorSlew = peaks.slew[axis]
      return peaks
    }
    for axis in ids.indices where !ids[axis].isNone {
      let fact = facts[ids[axis]]
      guard fact.peakSlewHertzPerMetreSecond.isInfinite else { continue }
      // A step or a value that is no number: no piece shows it, and whatever it turns into is over every limit.
      for index in 0..<3 { peaks.slew[index].raise(to: .infinity, at: fact.slewTime) }
      peaks.vectorSlew.raise(to: .infinity, at: fact.slewTime)
    }
    let matrix = rotation?.matrix
    MergedGradients.forEachPiece(facts.corners(gx), facts.corners(gy), facts.corners(gz)) {
      start, end, first, last in
      let (from, to) = (Self.turned(first, matrix), Self.turned(last, matrix))
      peaks.take(from: from, to: to, start: start, end: end)
    }
    return peaks
  }

  /// The axis that has a gradient, where no other has one.
  private var onlyAxis: Int? {
    switch (gx.isNone, gy.isNone, gz.isNone) {
    case (false, true, true): 0
    case (true, false, true): 1
    case (true, true, false): 2
    default: nil
    }
  }

  /// R v, R row-major 3 x 3; v itself without a matrix.
  static func turned(_ v: SIMD3<Double>, _ matrix: [Double]?) -> SIMD3<Double> {
    guard let m = matrix else { return v }
    return SIMD3(
      m[0] * v.x + m[1] * v.y + m[2] * v.z, m[3] * v.x + m[4] * v.y + m[5] * v.z,
      m[6] * v.x + m[7] * v.y + m[8] * v.z)
  }
}

extension GradientCombination.Peaks {
  fileprivate mutating func take(from: SIMD3<Double>, to: SIMD3<Double>, start: Time, end: Time) {
    let slope = (to - from) / (end - start).seconds
    for axis in 0..<3 {
      amplitude[axis].raise(to: abs(from[axis]), at: start)
      amplitude[axis].raise(to: abs(to[axis]), at: end)
      slew[axis].raise(to: abs(slope[axis]), at: start)
    }
    vectorAmplitude.raise(to: (from * from).sum().squareRoot(), at: start)
    vectorAmplitude.raise(to: (to * to).sum().squareRoot(), at: end)
    vectorSlew.raise(to: (slope * slope).sum().squareRoot(), at: start)
  }
}

/// Three piecewise-linear gradients on their common corner times.
enum MergedGradients {
  /// Calls `body(start, end, first, last)` for each stretch of time within which all three are straight; `first` and
  /// `last` are the values just inside its ends, Hz/m. An axis without corners is zero, and so is one outside its own.
  static func forEachPiece(
    _ x: [GradientCorner], _ y: [GradientCorner], _ z: [GradientCorner],
    _ body: (_ start: Time, _ end: Time, _ first: SIMD3<Double>, _ last: SIMD3<Double>) -> Void
  ) {
    var x = Cursor(corners: x)
    var y = Cursor(corners: y)
    var z = Cursor(corners: z)
    var time = min(x.begin, y.begin, z.begin)
    guard time < .longest else { return }
    while true {
      let end = min(x.corner(after: time), y.corner(after: time), z.corner(after: time))
      guard end < .longest else { return }
      let (firstX, lastX) = x.values(from: time, to: end)
      let (firstY, lastY) = y.values(from: time, to: end)
      let (firstZ, lastZ) = z.values(from: time, to: end)
      body(time, end, SIMD3(firstX, firstY, firstZ), SIMD3(lastX, lastY, lastZ))
      time = end
    }
  }

  /// One axis, and where on it the walk is.
  private struct Cursor {
    let corners: [GradientCorner]
    /// The first corner behind the time the walk has come to.
    var next = 0

    init(corners: [GradientCorner]) { self.corners = corners }

    /// Where there is none, the longest time there is; no corner lies as far.
    var begin: Time { corners.first?.time ?? .longest }

    mutating func corner(after time: Time) -> Time {
      while next < corners.count, corners[next].time <= time { next += 1 }
      return next < corners.count ? corners[next].time : .longest
    }

    /// At both ends of a stretch that begins at `corner(after:)`'s time and has no corner inside.
    @inline(__always)
    func values(from time: Time, to end: Time) -> (first: Double, last: Double) {
      guard next > 0, next < corners.count else { return (0, 0) }
      let (a, b) = (corners[next - 1], corners[next])
      return (MergedGradients.value(at: time, a, b), MergedGradients.value(at: end, a, b))
    }
  }

  @inline(__always)
  private static func value(at time: Time, _ a: GradientCorner, _ b: GradientCorner) -> Double {
    if time == a.time { return a.hertzPerMetre }
    if time == b.time { return b.hertzPerMetre }
    let fraction = (time - a.time).seconds / (b.time - a.time).seconds
    return a.hertzPerMetre + (b.hertzPerMetre - a.hertzPerMetre) * fraction
  }
}
