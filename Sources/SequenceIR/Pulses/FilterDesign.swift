/// Low-pass filters of linear or minimum phase: what a slice-selective pulse is before it is a pulse.
struct LowPass {
  /// Number of coefficients.
  let count: Int
  /// Edges in cycles per coefficient; between them the response is free.
  let passEdge: Double
  let stopEdge: Double
  /// Relative importance of the stopband's error.
  let stopWeight: Double

  /// `width` is the fractional transition, (stop - pass) / bandwidth.
  init(count: Int, timeBandwidth: Double, width: Double, stopWeight: Double) {
    self.count = count
    passEdge = max(1 - width, 0.01) * timeBandwidth / 2 / Double(count)
    stopEdge = (1 + width) * timeBandwidth / 2 / Double(count)
    self.stopWeight = stopWeight
  }

  /// Transition width x time that an optimal filter with these ripples needs: Herrmann, Rabiner and Chan,
  /// Bell Syst. Tech. J. 52 (1973) 769, the D-infinity of Pauly 1991, eq. 21.
  static func performance(passRipple: Double, stopRipple: Double) -> Double {
    let pass = ElementaryFunctions.log10(passRipple)
    let stop = ElementaryFunctions.log10(stopRipple)
    return (5.309e-3 * pass * pass + 7.114e-2 * pass - 4.761e-1) * stop
      + (-2.66e-3 * pass * pass - 5.941e-1 * pass - 4.278e-1)
  }
}

extension LowPass {
  /// The linear-phase filter of least weighted squared error, sum one.
  ///
  /// Normal equations over H(f) = sum c_j cos(2 pi f t_j), t_j = j or j + 1/2: the integrals of the products
  /// depend on t_i - t_j and t_i + t_j, whole numbers both.
  func leastSquares() -> [Double] {
    let size = (count + 1) / 2
    let shift = count % 2 == 0 ? 0.5 : 0.0
    let integrals = (0...count).map { integral(at: Double($0)) }
    var matrix = [Double](repeating: 0, count: size * size)
    var right = [Double](repeating: 0, count: size)
    for i in 0..<size {
      for j in 0...i {
        let sum = i + j + (count % 2 == 0 ? 1 : 0)
        matrix[i * size + j] = 0.5 * (integrals[i - j] + integrals[sum])
      }
      right[i] = sineIntegral(passEdge, Double(i) + shift)
    }
    solve(&matrix, &right, size)
    return symmetric(right, shift: shift)
  }

  /// Integral of cos(2 pi f t) over the passband, plus weight times that over the stopband.
  private func integral(at t: Double) -> Double {
    sineIntegral(passEdge, t) + stopWeight * (sineIntegral(0.5, t) - sineIntegral(stopEdge, t))
  }

  private func sineIntegral(_ edge: Double, _ t: Double) -> Double {
    t == 0
      ? edge : ElementaryFunctions.sin(ElementaryFunctions.twoPi * edge * t) / (ElementaryFunctions.twoPi * t)
  }

  /// Cholesky's method on the lower triangle of a positive definite matrix; the solution replaces `right`.
  private func solve(_ matrix: inout [Double], _ right: inout [Double], _ size: Int) {
    for j in 0..<size {
      for i in j..<size {
        var sum = matrix[i * size + j]
        for k in 0..<j { sum -= matrix[i * size + k] * matrix[j * size + k] }
        // Rounding may take the last pivots of an ill-conditioned system below zero; they carry no
        // information.
        matrix[i * size + j] = i == j ? max(sum, 1e-15).squareRoot() : sum / matrix[j * size + j]
      }
    }
    for i in 0..<size {
      for k in 0..<i { right[i] -= matrix[i * size + k] * right[k] }
      right[i] /= matrix[i * size + i]
    }
    for i in (0..<size).reversed() {
      for k in (i + 1)..<max(size, i + 1) { right[i] -= matrix[k * size + i] * right[k] }
      right[i] /= matrix[i * size + i]
    }
  }

  /// Coefficients from the amplitudes of cos(2 pi f t_j).
  private func symmetric(_ cosines: [Double], shift: Double) -> [Double] {
    let half = cosines.indices.map { $0 == 0 && shift == 0 ? cosines[0] : 0.5 * cosines[$0] }
    return shift == 0 ? half.dropFirst().reversed() + half : half.reversed() + half
  }

  /// A sinc under a Hamming window: no ripple is asked for and none is promised.
  static func windowedSinc(count: Int, timeBandwidth: Double) -> [Double] {
    let taps = (0..<count).map { n in
      let u = (Double(n) + 0.5) / Double(count) - 0.5
      return ElementaryFunctions.normalisedSinc(timeBandwidth * u)
        * (0.54 + 0.46 * ElementaryFunctions.cos(ElementaryFunctions.twoPi * u))
    }
    var sum = 0.0
    for tap in taps { sum += tap }
    return taps.map { $0 / sum }
  }

  /// The minimum-phase filter with ripples passRipple and stopRipple: the square root of an equiripple filter
  /// of twice the length, lifted until it is nowhere negative (Herrmann and Schuessler, Electron. Lett. 6
  /// (1970) 329).
  ///
  /// Squaring doubles the passband ripple, and lifting by d turns a stopband of +-d into 0 ... 2d =
  /// stopRipple^2.
  static func minimumPhase(
    count: Int, timeBandwidth: Double, performance: Double, passRipple: Double, stopRipple: Double
  ) -> Equiripple? {
    let (pass, stop) = (2 * passRipple, 0.5 * stopRipple * stopRipple)
    let square = LowPass(
      count: 2 * count - 1, timeBandwidth: timeBandwidth * Double(2 * count - 1) / Double(count),
      width: performance / timeBandwidth, stopWeight: pass / stop)
    guard let design = square.equiripple() else { return nil }
    let transform = FourierTransform(count: 8 * SLRTransform.transformLength(for: count))
    var real = design.taps + [Double](repeating: 0, count: transform.count - square.count)
    // Rotated so that the middle coefficient is at zero: the spectrum is then the amplitude response.
    for n in 0..<transform.count {
      let source = (n + count - 1) % transform.count
      real[n] = source < square.count ? design.taps[source] : 0
    }
    var imaginary = [Double](repeating: 0, count: transform.count)
    transform.forward(&real, &imaginary)
    let lift = design.stopRipple * 1.02
    let logMagnitude = real.map { 0.5 * ElementaryFunctions.log(max($0 + lift, 1e-12) / (1 + lift)) }
    return Equiripple(
      taps: Array(transform.minimumPhase(logMagnitude: logMagnitude).prefix(count)),
      stopRipple: (design.stopRipple + lift).squareRoot())
  }
}
