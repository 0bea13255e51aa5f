/// A fast Fourier transform for pulse design: power-of-two length, the same bits on every machine.
struct FourierTransform {
  let count: Int
  /// exp(-i pi k / half) of each stage, k from 0 to half - 1; those of `half` begin at half - 1.
  private let cosines: [Double]
  private let sines: [Double]

  /// `count` must be a power of two.
  init(count: Int) {
    precondition(count > 0 && count & (count - 1) == 0, "the length of a transform is a power of two")
    self.count = count
    var finest: [(sine: Double, cosine: Double)] = []
    for k in 0..<(count / 2) {
      finest.append(
        ElementaryFunctions.sineAndCosine(ElementaryFunctions.twoPi * Double(k) / Double(count)))
    }
    var cosines: [Double] = []
    var sines: [Double] = []
    cosines.reserveCapacity(count)
    sines.reserveCapacity(count)
    var half = 1
    while half < count {
      for k in 0..<half {
        let turn = finest[k * (count / (2 * half))]
        cosines.append(turn.cosine)
        sines.append(turn.sine)
      }
      half *= 2
    }
    self.cosines = cosines
    self.sines = sines
  }

  /// X[k] = sum x[n] exp(-i 2 pi k n / count), in place.
  func forward(_ real: inout [Double], _ imaginary: inout [Double]) {
    precondition(
      real.count == count && imaginary.count == count, "the arrays have the length of the transform")
    reorder(&real, &imaginary)
    real.withUnsafeMutableBytes { real in
      imaginary.withUnsafeMutableBytes { imaginary in
        cosines.withUnsafeBytes { cosines in
          sines.withUnsafeBytes { sines in
            let stage = Stage(real: real, imaginary: imaginary, cosines: cosines, sines: sines)
            var half = 1
            while half < count {
              if half < 4 {
                stage.run(half, count, Double.self)
              } else {
                stage.run(half, count, SIMD4<Double>.self)
              }
              half *= 2
            }
          }
        }
      }
    }
  }

  /// What a stage works on: every two neighbouring transforms of `half` points become one of twice as many.
  private struct Stage {
    let real: UnsafeMutableRawBufferPointer
    let imaginary: UnsafeMutableRawBufferPointer
    let cosines: UnsafeRawBufferPointer
    let sines: UnsafeRawBufferPointer

    /// As many points at a time as `Lanes` holds, which `half` is a multiple of: the same sums, whatever it is.
    @inline(__always)
    func run<Lanes: FourierLanes>(_ half: Int, _ count: Int, _ lanes: Lanes.Type) {
      let size = MemoryLayout<Double>.stride
      let (step, reach) = (MemoryLayout<Lanes>.stride, half * size)
      for block in 0..<(count / (2 * half)) {
        let start = block * 2 * reach
        var offset = 0
        while offset < reach {
          let c = cosines.loadUnaligned(fromByteOffset: (half - 1) * size + offset, as: Lanes.self)
          let s = sines.loadUnaligned(fromByteOffset: (half - 1) * size + offset, as: Lanes.self)
          let (a, b) = (start + offset, start + offset + reach)
          let (realA, realB) = (load(real, a, lanes), load(real, b, lanes))
          let (imaginaryA, imaginaryB) = (load(imaginary, a, lanes), load(imaginary, b, lanes))
          let re = realB * c + imaginaryB * s
          let im = imaginaryB * c - realB * s
          real.storeBytes(of: realA - re, toByteOffset: b, as: Lanes.self)
          imaginary.storeBytes(of: imaginaryA - im, toByteOffset: b, as: Lanes.self)
          real.storeBytes(of: realA + re, toByteOffset: a, as: Lanes.self)
          imaginary.storeBytes(of: imaginaryA + im, toByteOffset: a, as: Lanes.self)
          offset += step
        }
      }
    }

    @inline(__always)
    private func load<Lanes: FourierLanes>(
      _ numbers: UnsafeMutableRawBufferPointer, _ offset: Int, _ lanes: Lanes.Type
    ) -> Lanes {
      numbers.loadUnaligned(fromByteOffset: offset, as: lanes)
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

/// One number, or several side by side.
private protocol FourierLanes: BitwiseCopyable {
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
}

extension Double: FourierLanes {}
extension SIMD4<Double>: FourierLanes {}
