/// Cartesian operators of several spins 1/2 as dense matrices, from Kronecker products.

struct SpinOperators: Sendable {
  let spinCount: Int
  /// Ix, Iy, Iz of each spin.
  let x: [ComplexMatrix]
  let y: [ComplexMatrix]
  let z: [ComplexMatrix]
  /// Fx, Fy, Fz
  let totalX: ComplexMatrix
  let totalY: ComplexMatrix
  let totalZ: ComplexMatrix

  var dimension: Int { 1 << spinCount }

  /// States are in the order of the Kronecker product: the first spin is the slowest, up comes before down.
  init(spinCount: Int) {
    self.spinCount = spinCount
    var (halfX, halfY) = (ComplexMatrix(order: 2), ComplexMatrix(order: 2))
    halfX.real = [0, 0.5, 0.5, 0]
    halfY.imaginary = [0, -0.5, 0.5, 0]
    let halfZ = ComplexMatrix(diagonal: [0.5, -0.5])
    func all(_ one: ComplexMatrix) -> [ComplexMatrix] {
      (0..<spinCount).map { spin in
        let before = ComplexMatrix.identity(order: 1 << spin)
        let after = ComplexMatrix.identity(order: 1 << (spinCount - spin - 1))
        return ComplexMatrix.kronecker(ComplexMatrix.kronecker(before, one), after)
      }
    }
    func sum(_ operators: [ComplexMatrix]) -> ComplexMatrix {
      operators.reduce(ComplexMatrix(order: 1 << spinCount)) { $0 + $1 }
    }
    (x, y, z) = (all(halfX), all(halfY), all(halfZ))
    (totalX, totalY, totalZ) = (sum(x), sum(y), sum(z))
  }

  /// The part of an operator with these coherence orders: the element (row, column) has the order M(row) - M(column),
  /// M being the eigenvalue of Fz.
  func keeping(_ orders: [Int], of state: ComplexMatrix) -> ComplexMatrix {
    var result = state
    for row in 0..<dimension {
      for column in 0..<dimension {
        let order = totalZ.real[row * dimension + row] - totalZ.real[column * dimension + column]
        guard !orders.contains(Int(order.rounded())) else { continue }
        result.real[row * dimension + column] = 0
        result.imaginary[row * dimension + column] = 0
      }
    }
    return result
  }

  /// Each spin relaxes for itself: its transverse part shrinks by one factor, its part along z by another.
  func relaxed(_ state: ComplexMatrix, transverse: Double, longitudinal: Double) -> ComplexMatrix {
    var result = state
    for spin in 0..<spinCount {
      let bit = 1 << (spinCount - spin - 1)
      let before = result
      func update(_ old: [Double], _ new: inout [Double]) {
        for row in 0..<dimension {
          for column in 0..<dimension {
            let here = row * dimension + column
            if (row ^ column) & bit != 0 {
              new[here] = transverse * old[here]
            } else {
              let other = (row ^ bit) * dimension + (column ^ bit)
              new[here] = (old[here] + old[other]) / 2 + longitudinal * (old[here] - old[other]) / 2
            }
          }
        }
      }
      update(before.real, &result.real)
      update(before.imaginary, &result.imaginary)
    }
    return result
  }
}
