/// A fast Fourier transform for pulse design: power-of-two length, the same bits on every machine.
struct FourierTransform {
  let count: Int
  private let cosines: [Double]
  private let sines: [Double]

  /// `count` must be a power of two.
  init(count: Int) {
    precondition(count > 0 && count & (count - 1) == 0, "the length of a transform is a power of two")
    self.count = count
    var cosines: [Double] = []
    var sines: [Double] = []
    for k in 0..<(count / 2) {
      let angle = ElementaryFunctions.twoPi * Double(k) / Double(count)
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(angle)
      cosines.append(cosine)
      sines.append(sine)
    }
    self.cosines = cosines
    self.sines = sines
  }

  /// X[k] = sum x[n] exp(-i 2 pi k n / count), in place.
  func forward(_ real: inout [Double], _ imaginary: inout [Double]) {
    precondition(
      real.count == count && imaginary.count == count, "the arrays have the length of the transform")
    reorder(&real, &imaginary)
    var half = 1
    while half < count {
      let stride = count / (2 * half)
      for start in Swift.stride(from: 0, to: count, by: 2 * half) {
        for k in 0..<half {
          let (c, s) = (cosines[k * stride], sines[k * stride])
          let (a, b) = (start + k, start + k + half)
          let re = real[b] * c + imaginary[b] * s
          let im = imaginary[b] * c - real[b] * s
          real[b] = real[a] - re
          imaginary[b] = imaginary[a] - im
          real[a] += re
          imaginary[a] += im
        }
      }
      half *= 2
    }
  }

  /// x[n] = sum X[k] exp(+i 2 pi k n / count) / count, in place.
  func inverse(_ real: inout [Double], _ imaginary: inout [Double]) {
    forward(&imaginary, &real)
    let scale = 1 / Double(count)
    for n in 0..<count {
      real[n] *= scale
      imaginary[n] *= scale
    }
  }

  private func reorder(_ real: inout [Double], _ imaginary: inout [Double]) {
    var j = 0
    for i in 1..<max(count, 1) {
      var bit = count >> 1
      while j & bit != 0 {
        j ^= bit
        bit >>= 1
      }
      j |= bit
      if i < j {
        real.swapAt(i, j)
        imaginary.swapAt(i, j)
      }
    }
  }
}

extension FourierTransform {
  /// The minimum-phase sequence whose spectrum has the magnitude exp(`logMagnitude`), by the cepstrum.
  ///
  /// A minimum-phase sequence has a causal cepstrum, and the magnitude fixes its even part: keep the samples
  /// at zero and at half the length, double those between, drop the rest (Oppenheim and Schafer,
  /// Discrete-Time Signal Processing, chapter 13). The length must be many times that of the sequence, or the
  /// cepstrum wraps around.
  func minimumPhase(logMagnitude: [Double]) -> [Double] {
    var real = logMagnitude
    var imaginary = [Double](repeating: 0, count: count)
    inverse(&real, &imaginary)
    for n in 0..<count {
      let fold = n == 0 || n == count / 2 ? 1.0 : n < count / 2 ? 2 : 0
      real[n] *= fold
      imaginary[n] = 0
    }
    forward(&real, &imaginary)
    for n in 0..<count {
      let magnitude = ElementaryFunctions.exp(real[n])
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(imaginary[n])
      real[n] = magnitude * cosine
      imaginary[n] = magnitude * sine
    }
    inverse(&real, &imaginary)
    return real
  }
}
