/// How strongly diffusion weights data: the b-matrix of all gradients, those that image included.
///
/// b = (2 pi)^2 integral of k k^T dt from the centre of the excitation to the echo, with k in cycles/m and negated by
/// every refocusing pulse (Stejskal and Tanner, J. Chem. Phys. 42 (1965) 288; Mattiello, Basser and Le Bihan, J. Magn. Reson.
/// A 108 (1994) 131). Gradients are straight lines between corners, so the integral is a closed form.
package struct DiffusionWeighting: Hashable, Sendable {
  /// s/m^2, physical axes.
  package var matrix: SymmetricTensor
  /// Excitations whose echo has it; saturates.
  package var count: Int

  /// The b-value, s/m^2.
  package var value: Double { matrix.trace }

  /// What is less is not told apart: 1 s/mm^2 takes a thousandth of the signal of water.
  package static let least = 1e6
  /// Larger than relative errors of the integrals, and smaller than what matters.
  static let tolerance = 1e-3

  func isLike(_ other: SymmetricTensor) -> Bool {
    let scale = max(value, other.trace, DiffusionWeighting.least)
    return (matrix - other).largest <= DiffusionWeighting.tolerance * scale
  }

  /// The direction that is weighted most, of length one, its largest component positive; nil where no one stands out.
  package var direction: Vector? {
    let third = value / 3
    var excess = matrix
    excess = excess - SymmetricTensor(xx: third, yy: third, zz: third)
    guard excess.largest > 0.05 * value else { return nil }
    var vector = Vector(x: matrix.xx, y: matrix.xy, z: matrix.xz)
    for column in [
      Vector(x: matrix.xy, y: matrix.yy, z: matrix.yz), Vector(x: matrix.xz, y: matrix.yz, z: matrix.zz),
    ] where column.squaredNorm > vector.squaredNorm { vector = column }
    // Repeated products turn any vector towards the largest eigenvalue.
    for _ in 0..<100 {
      let next = matrix.times(vector)
      guard next.norm > 0 else { return nil }
      vector = Vector(x: next.x / next.norm, y: next.y / next.norm, z: next.z / next.norm)
    }
    let largest = Axis.allCases.map { vector[$0] }.max { abs($0) < abs($1) - 1e-9 } ?? 1
    return largest < 0 ? -vector : vector
  }
}

/// Six components of a symmetric matrix.
package struct SymmetricTensor: Hashable, Sendable {
  package var xx = 0.0
  package var yy = 0.0
  package var zz = 0.0
  package var xy = 0.0
  package var xz = 0.0
  package var yz = 0.0

  package var trace: Double { xx + yy + zz }

  package var components: [Double] { [xx, yy, zz, xy, xz, yz] }
  var largest: Double { components.reduce(0) { max($0, abs($1)) } }

  func map(_ other: SymmetricTensor, _ body: (Double, Double) -> Double) -> SymmetricTensor {
    SymmetricTensor(
      xx: body(xx, other.xx), yy: body(yy, other.yy), zz: body(zz, other.zz), xy: body(xy, other.xy),
      xz: body(xz, other.xz), yz: body(yz, other.yz))
  }

  static func + (a: SymmetricTensor, b: SymmetricTensor) -> SymmetricTensor { a.map(b) { $0 + $1 } }
  static func - (a: SymmetricTensor, b: SymmetricTensor) -> SymmetricTensor { a.map(b) { $0 - $1 } }
  func scaled(_ factor: Double) -> SymmetricTensor { map(self) { value, _ in factor * value } }

  func times(_ v: Vector) -> Vector {
    Vector(
      x: xx * v.x + xy * v.y + xz * v.z, y: xy * v.x + yy * v.y + yz * v.z, z: xz * v.x + yz * v.y + zz * v.z)
  }

  /// (a b^T + b a^T) / 2.
  static func product(_ a: Vector, _ b: Vector) -> SymmetricTensor {
    SymmetricTensor(
      xx: a.x * b.x, yy: a.y * b.y, zz: a.z * b.z, xy: (a.x * b.y + a.y * b.x) / 2,
      xz: (a.x * b.z + a.z * b.x) / 2, yz: (a.y * b.z + a.z * b.y) / 2)
  }

  /// R T R^T.
  func turned(by rotation: Rotation?) -> SymmetricTensor {
    guard let m = rotation?.matrix else { return self }
    let rows = (0..<3).map { Vector(x: m[3 * $0], y: m[3 * $0 + 1], z: m[3 * $0 + 2]) }
    let images = rows.map(times)
    let element = { (i: Int, j: Int) in
      rows[i].x * images[j].x + rows[i].y * images[j].y + rows[i].z * images[j].z
    }
    return SymmetricTensor(
      xx: element(0, 0), yy: element(1, 1), zz: element(2, 2), xy: element(0, 1), xz: element(0, 2),
      yz: element(1, 2))
  }
}

/// Integrals over time of a block's moment M and of M M^T, from its start.
struct MomentIntegrals {
  let seconds: Double
  /// s/m.
  let first: Vector
  /// s/m^2.
  let second: SymmetricTensor

  /// Integral of (k + M)(k + M)^T, s/m^2, for a block that begins at `k`.
  func square(from k: Vector) -> SymmetricTensor {
    SymmetricTensor.product(k, k).scaled(seconds) + SymmetricTensor.product(k, first).scaled(2) + second
  }

  func turned(by rotation: Rotation?) -> MomentIntegrals {
    MomentIntegrals(
      seconds: seconds, first: first.turned(by: rotation), second: second.turned(by: rotation))
  }

  /// Between corners M is a parabola: three points of Gauss and Legendre are exact for its square.
  init(_ moments: BlockMoments, to seconds: Double) {
    self.seconds = seconds
    var first = Vector.zero
    var second = SymmetricTensor()
    var start = 0.0
    let node = 0.6.squareRoot() / 2
    for end in moments.corners.filter({ $0 > 0 && $0 < seconds }) + [seconds] where end > start {
      for (place, weight) in [(0.5 - node, 5.0 / 18), (0.5, 8.0 / 18), (0.5 + node, 5.0 / 18)] {
        let moment = moments.moment(to: start + place * (end - start))
        let share = weight * (end - start)
        first =
          first + Vector(x: share * moment.x, y: share * moment.y, z: share * moment.z)
        second = second + SymmetricTensor.product(moment, moment).scaled(share)
      }
      start = end
    }
    self.first = first
    self.second = second
  }

  private init(seconds: Double, first: Vector, second: SymmetricTensor) {
    self.seconds = seconds
    self.first = first
    self.second = second
  }

  /// A block without gradients.
  init(seconds: Double) { self.init(seconds: seconds, first: .zero, second: SymmetricTensor()) }
}

/// Weightings in the order they are first played.
struct DiffusionTable {
  private(set) var rows: [DiffusionWeighting] = []
  private(set) var isFull = false
  private var last = 0
  private static let most = 512

  /// `matrix`: 1/m^2 s.
  mutating func add(_ matrix: SymmetricTensor, count: Int) {
    let turn = ElementaryFunctions.twoPi
    let weighting = matrix.scaled(turn * turn)
    if rows.indices.contains(last), rows[last].isLike(weighting) { return add(count) }
    if let known = rows.firstIndex(where: { $0.isLike(weighting) }) {
      last = known
      return add(count)
    }
    guard rows.count < DiffusionTable.most else {
      isFull = true
      return
    }
    last = rows.count
    rows.append(DiffusionWeighting(matrix: weighting, count: count))
  }

  private mutating func add(_ count: Int) {
    let (sum, overflow) = rows[last].count.addingReportingOverflow(count)
    rows[last].count = overflow ? Int.max : sum
  }
}
