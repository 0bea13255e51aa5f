/// The peak of B1 as an exact bound: a smooth map of the plane onto a disc.
import SequenceIR

/// u = A h(|z|^2) z for every sample z = (zx, zy), with |u| < A for every z, in one of two forms:
///
///     saturating   h = 1 / sqrt(1 + |z|^2)   |u| nears A as z goes to infinity
///     folding      h = 2 / (1 + |z|^2)       |u| = A at |z| = 1 and falls again beyond: a stereographic projection
///
/// The saturating form is the radial one of the pseudo-controls of Slad and Luy (arXiv 2507.13557). It suits waveforms
/// that stay below the peak; a search that wants to sit on the bound sends z to infinity, where phases hardly move any
/// more. The folding form reaches the bound at finite z with vanishing radial slope, so such a minimum is an ordinary
/// one (docs/minimizers.md has figures). Adjoint, with g = dL/du and c = 1 or 2:
///
///     dL/dz = A h (g - c z (z.g) / (1 + |z|^2))
///
/// All arrays are x0, y0, x1, y1, ...
package struct RadialBound: Sendable, Equatable {
  package enum Form: String, Sendable, Equatable, CaseIterable {
    case saturating
    case folding
  }

  /// A, Hz.
  package let peakHertz: Double
  package let form: Form
  /// A less a few roundings, so that the computed magnitude stays below A as well.
  private let safePeakHertz: Double
  /// Largest |u| / A the inverse gives back: at the bound gradients vanish along the radius.
  package static let startLimit = 0.99

  package init(peakHertz: Double, form: Form = .folding) {
    self.peakHertz = peakHertz
    self.form = form
    safePeakHertz = peakHertz * (1 - 0x1p-50)
  }

  package func apply(to z: inout [Double]) {
    for index in stride(from: 0, to: z.count, by: 2) {
      let length = lengthWithOne(z[index], z[index + 1])
      // Divided one after the other: the square of the length may be beyond the range of `Double`.
      switch form {
      case .saturating:
        z[index] = safePeakHertz * (z[index] / length)
        z[index + 1] = safePeakHertz * (z[index + 1] / length)
      case .folding:
        z[index] = 2 * safePeakHertz * (z[index] / length / length)
        z[index + 1] = 2 * safePeakHertz * (z[index + 1] / length / length)
      }
    }
  }

  /// `gradient` is dL/du on entry and dL/dz on return.
  package func pullBack(_ gradient: inout [Double], at z: [Double]) {
    let curvature = form == .saturating ? 1.0 : 2.0
    for index in stride(from: 0, to: z.count, by: 2) {
      let length = lengthWithOne(z[index], z[index + 1])
      let (nx, ny) = (z[index] / length, z[index + 1] / length)
      let (gx, gy) = (gradient[index], gradient[index + 1])
      let along = curvature * (nx * gx + ny * gy)
      let scale = form == .saturating ? safePeakHertz / length : 2 * safePeakHertz / length / length
      gradient[index] = scale * (gx - nx * along)
      gradient[index + 1] = scale * (gy - ny * along)
    }
  }

  /// The smallest z of the samples `u` in Hz; samples beyond `startLimit` are pulled inside with their phase.
  package func inverse(_ u: [Double]) -> [Double] {
    var z = u
    for index in stride(from: 0, to: u.count, by: 2) {
      let share = ElementaryFunctions.hypot(u[index], u[index + 1]) / safePeakHertz
      let kept = min(share, RadialBound.startLimit)
      let shrink = share > kept ? kept / share : 1
      let root = ((1 - kept) * (1 + kept)).squareRoot()
      let scale = shrink / (safePeakHertz * (form == .saturating ? root : 1 + root))
      z[index] *= scale
      z[index + 1] *= scale
    }
    return z
  }

  /// sqrt(1 + |z|^2); squares beyond the range of `Double` take the slow way.
  private func lengthWithOne(_ x: Double, _ y: Double) -> Double {
    let square = 1 + x * x + y * y
    if square < 1e300 { return square.squareRoot() }
    return ElementaryFunctions.hypot(ElementaryFunctions.hypot(x, y), 1)
  }
}
