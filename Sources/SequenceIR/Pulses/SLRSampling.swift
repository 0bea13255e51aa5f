/// From the coefficients of an SLR filter to samples on the raster, and where such a pulse turns.
extension SLRDesign {
  /// Cubic convolution at sample centres (Keys, IEEE Trans. ASSP 29 (1981) 1153): unlike straight lines it
  /// leaves the passband flat. Each coefficient keeps its share of the sum, also the spikes at the ends.
  static func interpolated(_ taps: [Double], to count: Int) -> [Double] {
    guard count > taps.count else { return taps }
    var result = [Double](repeating: 0, count: count)
    let spacing = Double(count) / Double(taps.count)
    for (k, tap) in taps.enumerated() {
      let middle = (Double(k) + 0.5) * spacing - 0.5
      let range = max(0, Int(middle - 2 * spacing))...min(count - 1, Int(middle + 2 * spacing) + 1)
      let shares = range.map { cubicKernel(abs(Double($0) - middle) / spacing) }
      let sum = shares.reduce(0, +)
      for (share, n) in zip(shares, range) { result[n] += tap * share / sum }
    }
    return result
  }

  private static func cubicKernel(_ u: Double) -> Double {
    if u < 1 { return (1.5 * u - 2.5) * u * u + 1 }
    return u < 2 ? ((-0.5 * u + 2.5) * u - 4) * u + 2 : 0
  }

  /// The steps as a staircase, averaged over each sample: the total angle stays the same.
  static func held(_ angles: [Double], to count: Int) -> [Double] {
    guard count > angles.count else { return angles }
    let stepsPerSample = Double(angles.count) / Double(count)
    return (0..<count).map { n in
      let (start, end) = (Double(n) * stepsPerSample, Double(n + 1) * stepsPerSample)
      let step = min(Int(start), angles.count - 1)
      let boundary = Double(step + 1)
      if end <= boundary || step + 1 == angles.count { return angles[step] * stepsPerSample }
      return angles[step] * (boundary - start) + angles[step + 1] * (end - boundary)
    }
  }
}

extension PulseWaveform {
  /// The instant from which precession explains the phase of the profile best: t with arg Mxy(f) = 2 pi f (T
  /// - t) + constant for pulses that excite, arg beta(f) = pi f (T - 2 t) + constant for the others, by least
  /// squares over `bandwidthHertz`.
  func rotationPoint(within bandwidthHertz: Double) -> Time {
    let count = 33
    var phase = 0.0
    var previous = (real: 1.0, imaginary: 0.0)
    var (product, square) = (0.0, 0.0)
    for n in 0..<count {
      let position = Double(2 * n - count + 1) / Double(count - 1)
      let rotation = SpinRotation(of: self, positionHertz: position * bandwidthHertz / 2)
      let current = transverse(rotation)
      // Phase step from the last point, which unwraps as it goes.
      if n > 0 {
        phase += ElementaryFunctions.atan2(
          current.imaginary * previous.real - current.real * previous.imaginary,
          current.real * previous.real + current.imaginary * previous.imaginary)
      }
      previous = current
      product += position * phase
      square += position * position
    }
    let slopeSeconds = product / square / (ElementaryFunctions.twoPi * bandwidthHertz / 2)
    let total = duration.seconds
    let instant = use == .excitation ? total - slopeSeconds : total / 2 - slopeSeconds
    return Time(nearestToSeconds: min(max(instant, 0), total)) ?? .zero
  }

  /// conj(alpha) beta for excitation, else beta.
  private func transverse(_ rotation: SpinRotation) -> (real: Double, imaginary: Double) {
    let (ar, ai) = (rotation.alphaReal, rotation.alphaImaginary)
    let (br, bi) = (rotation.betaReal, rotation.betaImaginary)
    return use == .excitation ? (ar * br + ai * bi, ar * bi - ai * br) : (br, bi)
  }
}
