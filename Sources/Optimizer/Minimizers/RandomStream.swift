/// Pseudo-random numbers that are the same on every machine, with a stream of its own for every start.
import SequenceIR

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): fills the state of the generator below.
package struct SplitMix64: Sendable, Equatable {
  package var state: UInt64

  package init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return SplitMix64.mixed(state)
  }

  static func mixed(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// xoshiro256** 1.0 (Blackman and Vigna, ACM Trans. Math. Softw. 47, 36, 2021): period 2^256 - 1.
package struct RandomStream: Sendable, Equatable, RandomNumberGenerator {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64
  /// The second number of the last Gaussian pair.
  private var spareGaussian: Double?

  /// The state itself; at least one word must not be zero.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (s0, s1, s2, s3) = state
  }

  /// Stream `index` of `seed`: four outputs of SplitMix64 started at mix(mix(seed) + index), mix being its output
  /// function, so neighbouring seeds and neighbouring indices have nothing in common.
  package init(seed: UInt64, index: Int = 0) {
    let first = SplitMix64.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    var filler = SplitMix64(state: SplitMix64.mixed(first &+ UInt64(bitPattern: Int64(index))))
    self.init(state: (filler.next(), filler.next(), filler.next(), filler.next()))
  }

  package mutating func next() -> UInt64 {
    let result = RandomStream.rotated(s1 &* 5, by: 7) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = RandomStream.rotated(s3, by: 45)
    return result
  }

  /// Evenly distributed in [0, 1), a multiple of 2^-53.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  package mutating func uniform(from lower: Double, to upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  /// Normally distributed with mean 0 and variance 1 (Box and Muller).
  package mutating func gaussian() -> Double {
    if let spare = spareGaussian {
      spareGaussian = nil
      return spare
    }
    let radius = (-2 * ElementaryFunctions.log(1 - uniform())).squareRoot()
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(ElementaryFunctions.twoPi * uniform())
    spareGaussian = radius * sine
    return radius * cosine
  }

  private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
    (word << count) | (word >> (64 - count))
  }
}
