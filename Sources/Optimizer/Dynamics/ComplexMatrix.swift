/// Dense square complex matrices, for the slow reference path.

struct ComplexMatrix: Sendable, Equatable {
  let order: Int
  /// Row after row.
  var real: [Double]
  var imaginary: [Double]

  /// Zero.
  init(order: Int) {
    self.order = order
    real = [Double](repeating: 0, count: order * order)
    imaginary = real
  }

  init(diagonal: [Double]) {
    self.init(order: diagonal.count)
    for (index, value) in diagonal.enumerated() { real[index * order + index] = value }
  }

  static func identity(order: Int) -> ComplexMatrix {
    ComplexMatrix(diagonal: [Double](repeating: 1, count: order))
  }

  var adjoint: ComplexMatrix {
    var result = ComplexMatrix(order: order)
    for row in 0..<order {
      for column in 0..<order {
        result.real[column * order + row] = real[row * order + column]
        result.imaginary[column * order + row] = -imaginary[row * order + column]
      }
    }
    return result
  }

  /// Largest sum of moduli in a row.
  var norm: Double {
    (0..<order).reduce(0) { largest, row in
      let range = row * order..<(row + 1) * order
      return max(
        largest, range.reduce(0) { $0 + (real[$1] * real[$1] + imaginary[$1] * imaginary[$1]).squareRoot() })
    }
  }

  /// (re + i im) times the matrix.
  func scaled(_ re: Double, _ im: Double = 0) -> ComplexMatrix {
    var result = self
    for index in real.indices {
      result.real[index] = re * real[index] - im * imaginary[index]
      result.imaginary[index] = re * imaginary[index] + im * real[index]
    }
    return result
  }

  static func + (a: ComplexMatrix, b: ComplexMatrix) -> ComplexMatrix {
    var result = a
    for index in a.real.indices {
      result.real[index] += b.real[index]
      result.imaginary[index] += b.imaginary[index]
    }
    return result
  }

  /// Zeros of the left factor are passed over: Hamiltonians have many.
  static func * (a: ComplexMatrix, b: ComplexMatrix) -> ComplexMatrix {
    precondition(a.order == b.order, "factors of a product have the same order")
    let order = a.order
    var result = ComplexMatrix(order: order)
    result.real.withUnsafeMutableBufferPointer { cr in
      result.imaginary.withUnsafeMutableBufferPointer { ci in
        b.real.withUnsafeBufferPointer { br in
          b.imaginary.withUnsafeBufferPointer { bi in
            for row in 0..<order {
              for middle in 0..<order {
                let (x, y) = (a.real[row * order + middle], a.imaginary[row * order + middle])
                guard x != 0 || y != 0 else { continue }
                let (to, from) = (row * order, middle * order)
                for column in 0..<order {
                  cr[to + column] += x * br[from + column] - y * bi[from + column]
                  ci[to + column] += x * bi[from + column] + y * br[from + column]
                }
              }
            }
          }
        }
      }
    }
    return result
  }

  /// Tr(a b)
  static func trace(_ a: ComplexMatrix, _ b: ComplexMatrix) -> (real: Double, imaginary: Double) {
    var (re, im) = (0.0, 0.0)
    for row in 0..<a.order {
      for column in 0..<a.order {
        let (here, there) = (row * a.order + column, column * a.order + row)
        re += a.real[here] * b.real[there] - a.imaginary[here] * b.imaginary[there]
        im += a.real[here] * b.imaginary[there] + a.imaginary[here] * b.real[there]
      }
    }
    return (re, im)
  }

  /// The Kronecker product: rows and columns of `a` are the slow ones.
  static func kronecker(_ a: ComplexMatrix, _ b: ComplexMatrix) -> ComplexMatrix {
    var result = ComplexMatrix(order: a.order * b.order)
    for row in 0..<result.order {
      for column in 0..<result.order {
        let outer = row / b.order * a.order + column / b.order
        let inner = row % b.order * b.order + column % b.order
        result.real[row * result.order + column] =
          a.real[outer] * b.real[inner] - a.imaginary[outer] * b.imaginary[inner]
        result.imaginary[row * result.order + column] =
          a.real[outer] * b.imaginary[inner] + a.imaginary[outer] * b.real[inner]
      }
    }
    return result
  }

  /// exp(A) by scaling and squaring: the Taylor series of A/2^s, whose norm is at most 1/2, to the 15th order
  /// (remainder below 1e-18), then s squarings.
  var exponential: ComplexMatrix {
    var squarings = 0
    var scale = 1.0
    while norm * scale > 0.5 {
      scale /= 2
      squarings += 1
    }
    let small = scaled(scale)
    let one = ComplexMatrix.identity(order: order)
    var result = one
    for term in stride(from: 15, to: 0, by: -1) { result = one + (small * result).scaled(1 / Double(term)) }
    for _ in 0..<squarings { result = result * result }
    return result
  }
}
