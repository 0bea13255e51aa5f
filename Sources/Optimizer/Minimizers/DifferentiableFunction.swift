/// What a minimizer sees of a problem: numbers in, a value and its gradient out.

/// A function of `dimension` real variables with its exact gradient.
///
/// An evaluation outside the domain returns a value or a gradient that is not finite; minimizers then step back. The
/// same `x` must give the same bits every time, else runs cannot be repeated. Scratch memory belongs to the
/// conforming type; one instance is used by one thread at a time.
package protocol DifferentiableFunction: Sendable {
  var dimension: Int { get }
  /// `x` and `gradient` have `dimension` entries; the gradient is overwritten.
  func evaluate(_ x: [Double], gradient: inout [Double]) -> Double
}

/// A function given by a closure.
package struct ClosureFunction: DifferentiableFunction {
  package let dimension: Int
  private let body: @Sendable ([Double], inout [Double]) -> Double

  package init(dimension: Int, _ body: @escaping @Sendable ([Double], inout [Double]) -> Double) {
    self.dimension = dimension
    self.body = body
  }

  package func evaluate(_ x: [Double], gradient: inout [Double]) -> Double { body(x, &gradient) }
}

/// Sums over vectors in one fixed order: four running sums over every fourth entry, added pairwise, then the rest.
enum VectorMath {
  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    precondition(a.count == b.count, "vectors of a dot product have one length")
    var sums = SIMD4<Double>.zero
    let whole = a.count / 4 * 4
    var index = 0
    while index < whole {
      let left = SIMD4<Double>(a[index], a[index + 1], a[index + 2], a[index + 3])
      let right = SIMD4<Double>(b[index], b[index + 1], b[index + 2], b[index + 3])
      sums += left * right
      index += 4
    }
    var sum = (sums[0] + sums[1]) + (sums[2] + sums[3])
    while index < a.count {
      sum += a[index] * b[index]
      index += 1
    }
    return sum
  }

  static func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }

  /// `target` += `factor` `a`.
  static func add(_ factor: Double, _ a: [Double], to target: inout [Double]) {
    for index in target.indices { target[index] += factor * a[index] }
  }
}
