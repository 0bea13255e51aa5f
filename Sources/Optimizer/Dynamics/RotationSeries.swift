/// Rotations of single spins by RF and offset, without square roots or branches: power series in the squared angle.
enum RotationSeries<V: LaneVector> {
  /// Single precision needs about half the terms. A constant once the compiler knows the type.
  @inline(__always)
  private static var isSingle: Bool { V.Scalar.self == Float.self }

  /// cos h and sin(h)/h for t = h^2, |h| <= 0.8: to 1e-17 in double, to rounding in single precision.
  @inline(__always)
  static func half(_ t: V) -> (cosine: V, sinc: V) {
    var cosine = lanes(-1.0 / 3_628_800, as: V.self)
    var sinc = lanes(1.0 / 362_880, as: V.self)
    if !isSingle {
      cosine = lanes(1.0 / 20_922_789_888_000)
      cosine = cosine * t + lanes(-1.0 / 87_178_291_200)
      cosine = cosine * t + lanes(1.0 / 479_001_600)
      cosine = cosine * t + lanes(-1.0 / 3_628_800)
      sinc = lanes(1.0 / 355_687_428_096_000)
      sinc = sinc * t + lanes(-1.0 / 1_307_674_368_000)
      sinc = sinc * t + lanes(1.0 / 6_227_020_800)
      sinc = sinc * t + lanes(-1.0 / 39_916_800)
      sinc = sinc * t + lanes(1.0 / 362_880)
    }
    cosine = cosine * t + lanes(1.0 / 40_320)
    cosine = cosine * t + lanes(-1.0 / 720)
    cosine = cosine * t + lanes(1.0 / 24)
    cosine = cosine * t + lanes(-0.5)
    cosine = cosine * t + lanes(1)
    sinc = sinc * t + lanes(-1.0 / 5_040)
    sinc = sinc * t + lanes(1.0 / 120)
    sinc = sinc * t + lanes(-1.0 / 6)
    sinc = sinc * t + lanes(1)
    return (cosine, sinc)
  }

  /// (1 - sin(a)/a)/a^2 for t = a^2, |a| <= 1.6.
  @inline(__always)
  static func third(_ t: V) -> V {
    var value = lanes(1.0 / 6_227_020_800, as: V.self)
    if !isSingle {
      value = lanes(1.0 / 51_090_942_171_709_440_000)
      value = value * t + lanes(-1.0 / 121_645_100_408_832_000)
      value = value * t + lanes(1.0 / 355_687_428_096_000)
      value = value * t + lanes(-1.0 / 1_307_674_368_000)
      value = value * t + lanes(1.0 / 6_227_020_800)
    }
    value = value * t + lanes(-1.0 / 39_916_800)
    value = value * t + lanes(1.0 / 362_880)
    value = value * t + lanes(-1.0 / 5_040)
    value = value * t + lanes(1.0 / 120)
    value = value * t + lanes(-1.0 / 6)
    return V() - value
  }

  /// A unit quaternion w + x i + y j + z k, turned on by another.
  struct Quaternion {
    var w: V
    var x: V
    var y: V
    var z: V

    @inline(__always)
    static var one: Quaternion { Quaternion(w: lanes(1), x: V(), y: V(), z: V()) }

    /// This rotation, then one by the angle vector (px, py, pz), with cosine and sinc of half the angle.
    @inline(__always)
    mutating func turn(_ px: V, _ py: V, _ pz: V, _ c: V, _ sinc: V) {
      let h = sinc * lanes(0.5)
      let (a, b, d) = (h * px, h * py, h * pz)
      let nw = c * w - (a * x + b * y + d * z)
      let nx = c * x + a * w + (b * z - d * y)
      let ny = c * y + b * w + (d * x - a * z)
      let nz = c * z + d * w + (a * y - b * x)
      (w, x, y, z) = (nw, nx, ny, nz)
    }

    /// The 3 x 3 matrix, row after row.
    @inline(__always)
    func store(to r: UnsafeMutablePointer<V>) {
      let two = lanes(2, as: V.self)
      let one = lanes(1, as: V.self)
      r[0] = one - two * (y * y + z * z)
      r[1] = two * (x * y - w * z)
      r[2] = two * (x * z + w * y)
      r[3] = two * (x * y + w * z)
      r[4] = one - two * (x * x + z * z)
      r[5] = two * (y * z - w * x)
      r[6] = two * (x * z - w * y)
      r[7] = two * (y * z + w * x)
      r[8] = one - two * (x * x + y * y)
    }
  }
}
