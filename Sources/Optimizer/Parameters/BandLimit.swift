/// How much of a pulse's energy lies outside of the band that a transmit chain passes, and a bound for it.
import SequenceIR

/// K samples u, each held for dt as they are played, have the spectrum U(f) dt sinc(f dt) with sinc x = sin(pi x)/(pi x).
/// By Parseval's theorem the share of their energy outside of |f| < F/2, steps between the samples included, is
///
///     q = sum_jk Re(u_j* u_k) (delta_jk - B_(j-k)) / sum |u_j|^2
///     B_d = integral (1 - |s|) F dt sinc(F dt (d - s)) ds,    s = -1 ... 1
///
/// (1 - |s|) being the transform of sinc^2. As a bound l of a search it is
///
///     L = 1/2 log(1 + (q/l)^2)
///
/// which counts nothing far below the limit and log q far above it. It costs K^2 products.
package struct BandLimit: Sendable, Equatable {
  package let widthHertz: Double
  /// l.
  package let largestShare: Double
  /// delta - B by distance of samples.
  private let kernel: [Double]
  /// One a sample: 0 where the pulse is silent whatever the controls, 1 elsewhere.
  private let isPlayed: [Double]

  package init(widthHertz: Double, largestShare: Double, dwellSeconds: Double, isPlayed: [Double]) {
    precondition(
      widthHertz > 0 && largestShare > 0 && dwellSeconds > 0, "a band has a width, and samples a duration")
    self.widthHertz = widthHertz
    self.largestShare = largestShare
    self.isPlayed = isPlayed
    kernel = isPlayed.indices.map { distance in
      HeldSampleBand(widthByRate: widthHertz * dwellSeconds).outside(distance)
    }
  }

  /// q of samples x0, y0, x1, y1, ...; 0 for a pulse of nothing.
  package func share(outsideOf samples: [Double]) -> Double { parts(samples).share }

  /// L; adds its gradient.
  package func loss(_ samples: [Double], addingGradientTo gradient: inout [Double]) -> Double {
    let (share, energy, image) = parts(samples)
    guard energy > 0 else { return 0 }
    let ratio = share / largestShare
    let slope = ratio / (largestShare * (1 + ratio * ratio))
    for index in samples.indices {
      let played = isPlayed[index / 2]
      gradient[index] += 2 * slope * played * (image[index] - share * played * samples[index]) / energy
    }
    return 0.5 * ElementaryFunctions.log(1 + ratio * ratio)
  }

  /// q, sum |u|^2 and (1 - B) u.
  private func parts(_ samples: [Double]) -> (share: Double, energy: Double, image: [Double]) {
    precondition(samples.count == 2 * isPlayed.count, "two numbers a sample")
    var image = [Double](repeating: 0, count: samples.count)
    var (outside, energy) = (0.0, 0.0)
    for j in isPlayed.indices where isPlayed[j] != 0 {
      var sum = SIMD2<Double>.zero
      for k in isPlayed.indices where isPlayed[k] != 0 {
        sum += kernel[abs(j - k)] * SIMD2(samples[2 * k], samples[2 * k + 1])
      }
      let (x, y) = (samples[2 * j], samples[2 * j + 1])
      (image[2 * j], image[2 * j + 1]) = (sum.x, sum.y)
      outside += x * sum.x + y * sum.y
      energy += x * x + y * y
    }
    // Rounding may leave less than nothing.
    return (energy > 0 ? max(0, outside) / energy : 0, energy, image)
  }
}

/// delta - B of samples at a distance, for bands of F dt = `widthByRate`.
struct HeldSampleBand {
  let widthByRate: Double

  /// Up to here the integral is done by Gauss-Legendre quadrature, beyond it by its asymptotic series.
  private static let mostByQuadrature = 20.0

  func outside(_ distance: Int) -> Double {
    if widthByRate <= Self.mostByQuadrature { return (distance == 0 ? 1 : 0) - inside(distance) }
    // B is the second difference of |t|/2 + tail(t).
    let d = Double(distance)
    return 2 * tail(d) - tail(d + 1) - tail(abs(d - 1))
  }

  /// Half a turn of the sinc at most in every interval of eight points: exact to 1e-14.
  private func inside(_ distance: Int) -> Double {
    let count = 2 * (Int((widthByRate / 2).rounded(.up)) + 1)
    let half = 0.5 / Double(count)
    var sum = 0.0
    for interval in 0..<count {
      let middle = (Double(interval) + 0.5) / Double(count)
      for (node, weight) in zip(Self.nodes, Self.weights) {
        for s in [middle - half * node, middle + half * node] {
          sum += half * weight * (1 - s) * (sinc(Double(distance) - s) + sinc(Double(distance) + s))
        }
      }
    }
    return sum
  }

  private func sinc(_ x: Double) -> Double {
    widthByRate * ElementaryFunctions.normalisedSinc(widthByRate * x)
  }

  /// t (Si(x)/pi - 1/2) + cos(x)/(pi^2 F dt), x = pi F dt t, by Si's series for large x (Abramowitz and Stegun 5.2.8,
  /// 5.2.34 and 5.2.35).
  private func tail(_ t: Double) -> Double {
    let scale = ElementaryFunctions.pi * widthByRate
    guard t > 0 else { return 1 / (ElementaryFunctions.pi * scale) }
    let x = scale * t
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(x)
    // The first term of f cancels against cos(x)/(pi^2 F dt).
    var (f, g, term) = (0.0, 0.0, 1 / (x * x))
    for order in 1...8 {
      g += term
      term *= Double(2 * order) / x
      f += term
      term *= -Double(2 * order + 1) / x
    }
    return t * (cosine * f - sine * g) / ElementaryFunctions.pi
  }

  private static let nodes = [
    0.183434642495649805, 0.525532409916328986, 0.796666477413626740, 0.960289856497536232,
  ]
  private static let weights = [
    0.362683783378361983, 0.313706645877887287, 0.222381034453374471, 0.101228536290376259,
  ]
}
