/// The frequencies at which the spectrum of gradients is looked at, and what each says on which axis, in groups of four.
struct SpectrumBins {
  /// Frequencies lie no further apart, Hz: half the width of a line of a window of 50 ms.
  static let spacing = 10.0

  /// One frequency.
  struct Bin {
    var hertz: Double
    /// Hz of the bands that it stands for.
    var width: Double
    /// Per axis: true where some band at this frequency holds for it.
    var isInBand: [Bool]
    /// Per axis: index of the band that limits the amplitude most.
    var limitingBand: [Int?]
  }

  let bins: [Bin]
  /// Groups of four bins; the last is filled up with frequencies of no weight.
  let groups: Int
  /// Radians per second.
  let omegas: [SIMD4<Double>]
  /// 2 x width where the bin counts on the axis, else zero; axes innermost of the groups.
  let shareWeights: [SIMD4<Double>]
  /// One where a band limits the amplitude on the axis, else zero; axes innermost of the groups.
  let limited: [SIMD4<Double>]
  let hasLimits: Bool

  /// Bands cut at each other's edges, and each piece covered with frequencies. Where the orientation `isFree`, every
  /// band holds for every axis.
  init(_ bands: [ForbiddenBand], isFree: Bool) {
    let edges = Set(bands.flatMap { [$0.hertz.lowerBound, $0.hertz.upperBound] }).sorted()
    var bins: [Bin] = []
    for (low, high) in zip(edges, edges.dropFirst()) {
      let here = bands.indices.filter { bands[$0].hertz.contains((low + high) / 2) }
      guard !here.isEmpty else { continue }
      let onAxis = Axis.allCases.map { axis in here.filter { isFree || bands[$0].axes.contains(axis) } }
      let limiting = onAxis.map { bands.tightest(of: $0) }
      let count = max(1, Int(((high - low) / Self.spacing).rounded(.up)))
      let width = (high - low) / Double(count)
      for index in 0..<count {
        bins.append(
          Bin(
            hertz: low + (Double(index) + 0.5) * width, width: width, isInBand: onAxis.map { !$0.isEmpty },
            limitingBand: limiting))
      }
    }
    self.bins = bins
    groups = (bins.count + 3) / 4
    var omegas = [SIMD4<Double>](repeating: SIMD4(repeating: 1), count: groups)
    var shareWeights = [SIMD4<Double>](repeating: SIMD4(), count: groups * 3)
    var limited = shareWeights
    for (index, bin) in bins.enumerated() {
      omegas[index / 4][index % 4] = ElementaryFunctions.twoPi * bin.hertz
      for axis in 0..<3 {
        if bin.isInBand[axis] { shareWeights[index / 4 * 3 + axis][index % 4] = 2 * bin.width }
        if bin.limitingBand[axis] != nil { limited[index / 4 * 3 + axis][index % 4] = 1 }
      }
    }
    self.omegas = omegas
    self.shareWeights = shareWeights
    self.limited = limited
    hasLimits = bins.contains { $0.limitingBand.contains { $0 != nil } }
  }
}

extension [ForbiddenBand] {
  /// Of bands with a limit, the one with the lowest.
  fileprivate func tightest(of indices: [Int]) -> Int? {
    var best: (band: Int, limit: Double)?
    for index in indices {
      guard let limit = self[index].largestAmplitude, limit < best?.limit ?? .infinity else { continue }
      best = (index, limit)
    }
    return best?.band
  }
}
