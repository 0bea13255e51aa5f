/// The equiripple low-pass filter of Parks and McClellan, by Remez exchange.
///
/// IEEE Trans. Circuit Theory 19 (1972) 189. A linear-phase response is Q(f) P(cos 2 pi f) with Q = 1 for an
/// odd number of coefficients and Q = cos(pi f) for an even one; P of degree r - 2 minimises the largest
/// weighted error when that error alternates between r points. Each round interpolates through r points with
/// a common error, then moves the points to where the error is largest.
extension LowPass {
  struct Equiripple {
    let taps: [Double]
    /// Largest error in the stopband.
    let stopRipple: Double
  }

  /// nil when the exchange does not settle, which happens for responses that are all transition.
  func equiripple() -> Equiripple? {
    var exchange = RemezExchange(self)
    for _ in 0..<60 {
      guard exchange.interpolate() else { return nil }
      guard let excess = exchange.moveExtrema() else { return nil }
      if excess <= 1e-6 {
        return Equiripple(taps: taps(exchange), stopRipple: abs(exchange.deviation) / stopWeight)
      }
    }
    return nil
  }

  /// Frequency sampling: `count` samples of the response determine the coefficients.
  private func taps(_ exchange: RemezExchange) -> [Double] {
    let highest = (count - 1) / 2
    let response = (0...highest).map { exchange.response(at: Double($0) / Double(count)) }
    // cos(2 pi k (n - (count - 1)/2) / count), whose argument is a multiple of 2 pi / (2 count).
    let cosines = (0..<(2 * count)).map {
      ElementaryFunctions.cos(ElementaryFunctions.pi * Double($0) / Double(count))
    }
    return (0..<count).map { n in
      let offset = abs(2 * n - count + 1)
      var sum = response[0]
      for k in 1..<max(highest + 1, 1) { sum += 2 * response[k] * cosines[k * offset % (2 * count)] }
      return sum / Double(count)
    }
  }
}

private struct RemezExchange {
  private let isEven: Bool
  /// Grid of both bands in cos(2 pi f), with desired value and weight of P there.
  private var frequencies: [Double] = []
  private var cosines: [Double] = []
  private var desired: [Double] = []
  private var weights: [Double] = []
  private let stopStart: Int

  private var extrema: [Int] = []
  private var nodes: [Double] = []
  private var values: [Double] = []
  private var barycentric: [Double] = []
  /// The common weighted error of the last interpolation, signed.
  private(set) var deviation = 0.0

  init(_ filter: LowPass) {
    isEven = filter.count % 2 == 0
    let alternations = (filter.count + 1) / 2 + 1
    let passPoints = RemezExchange.points(filter.passEdge, alternations)
    let stopPoints = RemezExchange.points(0.5 - filter.stopEdge, alternations)
    stopStart = passPoints
    for n in 0..<passPoints { frequencies.append(filter.passEdge * Double(n) / Double(passPoints - 1)) }
    // cos(pi f) vanishes at 1/2, so an even filter's grid stops short of it.
    let end = isEven ? 0.5 - 0.1 / Double(filter.count) : 0.5
    for n in 0..<stopPoints {
      frequencies.append(filter.stopEdge + (end - filter.stopEdge) * Double(n) / Double(stopPoints - 1))
    }
    for (n, frequency) in frequencies.enumerated() {
      let factor = isEven ? ElementaryFunctions.cos(ElementaryFunctions.pi * frequency) : 1
      cosines.append(ElementaryFunctions.cos(ElementaryFunctions.twoPi * frequency))
      desired.append(n < stopStart ? 1 / factor : 0)
      weights.append((n < stopStart ? 1 : filter.stopWeight) * factor)
    }
    extrema = (0..<alternations).map { $0 * (frequencies.count - 1) / (alternations - 1) }
  }

  /// Twelve points to an alternation, and enough for the few alternations of a narrow band.
  private static func points(_ width: Double, _ alternations: Int) -> Int {
    max(32, Int(2 * width * Double(12 * alternations)))
  }

  /// Common error, and P as barycentric interpolation through the extrema. False when two of them coincide.
  mutating func interpolate() -> Bool {
    nodes = extrema.map { cosines[$0] }
    barycentric = []
    for i in nodes.indices {
      var product = 1.0
      for j in nodes.indices where j != i { product *= 2 * (nodes[i] - nodes[j]) }
      guard product != 0, product.isFinite else { return false }
      barycentric.append(1 / product)
    }
    var above = 0.0
    var below = 0.0
    for (k, index) in extrema.enumerated() {
      above += barycentric[k] * desired[index]
      below += (k % 2 == 0 ? barycentric[k] : -barycentric[k]) / weights[index]
    }
    deviation = above / below
    values = extrema.enumerated().map { k, index in
      desired[index] - (k % 2 == 0 ? deviation : -deviation) / weights[index]
    }
    return deviation.isFinite
  }

  /// Moves the extrema to the largest errors; how much the largest exceeds the common one, relative. nil when
  /// there are too few.
  mutating func moveExtrema() -> Double? {
    let errors = frequencies.indices.map { weights[$0] * (desired[$0] - polynomial(at: cosines[$0])) }
    var candidates: [Int] = []
    for index in errors.indices where isPeak(index, errors) {
      if let last = candidates.last, (errors[last] < 0) == (errors[index] < 0) {
        if abs(errors[index]) > abs(errors[last]) { candidates[candidates.count - 1] = index }
      } else {
        candidates.append(index)
      }
    }
    // Alternation must stay, so surplus goes from the ends, the smaller first.
    while candidates.count > extrema.count {
      let (first, last) = (abs(errors[candidates[0]]), abs(errors[candidates[candidates.count - 1]]))
      if first < last { candidates.removeFirst() } else { candidates.removeLast() }
    }
    guard candidates.count == extrema.count else { return nil }
    extrema = candidates
    let largest = candidates.reduce(0) { max($0, abs(errors[$1])) }
    return (largest - abs(deviation)) / largest
  }

  /// A local extremum of the error that lies on its own side of zero; band edges count.
  private func isPeak(_ index: Int, _ errors: [Double]) -> Bool {
    let sign: Double = errors[index] < 0 ? -1 : 1
    let value = sign * errors[index]
    let isFirst = index == 0 || index == stopStart
    let isLast = index == errors.count - 1 || index == stopStart - 1
    return (isFirst || sign * errors[index - 1] < value) && (isLast || sign * errors[index + 1] <= value)
  }

  func response(at frequency: Double) -> Double {
    let value = polynomial(at: ElementaryFunctions.cos(ElementaryFunctions.twoPi * frequency))
    return isEven ? value * ElementaryFunctions.cos(ElementaryFunctions.pi * frequency) : value
  }

  private func polynomial(at x: Double) -> Double {
    var above = 0.0
    var below = 0.0
    for k in nodes.indices {
      let distance = x - nodes[k]
      if distance == 0 { return values[k] }
      let share = barycentric[k] / distance
      above += share * values[k]
      below += share
    }
    return above / below
  }
}
