/// The Hamiltonian of coupled spins without RF, and its eigenbasis.
import SequenceIR

/// H = sum w_i Iz_i + 2 pi sum J_ij I_i.I_j of a spin system, in rad/s, in the frame that rotates at the receiver's
/// frequency. It commutes with Fz, so it is diagonal in blocks of states with the same number of spins down.
package struct FreeHamiltonian: Sendable {
  package let spinCount: Int
  /// Offset of each spin, rad/s.
  package let offsets: [Double]
  package let couplings: [ScalarCoupling]
  /// Blocks by number of spins down; a state is a bit mask, bit s set where spin s is down.
  let blocks: [[Int]]
  /// Eigenvectors of each block, row-major: component of state, column of eigenstate.
  let vectors: [[Double]]
  /// Eigenvalues of each block, rad/s.
  let energies: [[Double]]
  /// [row * dimension + column] of a matrix element to the code of its coefficient.
  let codes: [Int]

  package var dimension: Int { 1 << spinCount }
  package var size: Int { 1 << (2 * spinCount) }

  /// `fieldHertzPerPPM`: gamma B0 / 2 pi 1e-6; `receiverPPM`: the shift that is at rest.
  package init(_ system: SpinSystem, fieldHertzPerPPM: Double, receiverPPM: Double) {
    spinCount = system.spinCount
    offsets = system.shiftsPPM.map { 2 * Double.pi * fieldHertzPerPPM * ($0 - receiverPPM) }
    couplings = system.couplings.filter { $0.hertz != 0 }
    let count = spinCount
    let dimension = 1 << count
    blocks = (0...count).map { down in (0..<dimension).filter { $0.nonzeroBitCount == down } }
    var vectors: [[Double]] = []
    var energies: [[Double]] = []
    for block in blocks {
      let matrix = FreeHamiltonian.matrix(on: block, offsets: offsets, couplings: couplings)
      let (values, columns) = SymmetricEigen.decompose(matrix, order: block.count)
      energies.append(values)
      vectors.append(columns)
    }
    self.vectors = vectors
    self.energies = energies
    codes = (0..<dimension * dimension).map { index in
      let (row, column) = (index / dimension, index % dimension)
      return (0..<count).reduce(0) { $0 | (2 * ((row >> $1) & 1) + ((column >> $1) & 1)) << (2 * $1) }
    }
  }

  /// The block of H on the given states, row-major, rad/s.
  private static func matrix(on states: [Int], offsets: [Double], couplings: [ScalarCoupling]) -> [Double] {
    let order = states.count
    var matrix = [Double](repeating: 0, count: order * order)
    for (row, state) in states.enumerated() {
      var diagonal = 0.0
      for (spin, offset) in offsets.enumerated() { diagonal += (state >> spin) & 1 == 0 ? offset / 2 : -offset / 2 }
      for coupling in couplings {
        let same = (state >> coupling.first) & 1 == (state >> coupling.second) & 1
        let strength = 2 * Double.pi * coupling.hertz
        diagonal += same ? strength / 4 : -strength / 4
        if !same {
          let flipped = state ^ (1 << coupling.first) ^ (1 << coupling.second)
          if let column = states.firstIndex(of: flipped) { matrix[row * order + column] += strength / 2 }
        }
      }
      matrix[row * order + row] += diagonal
    }
    return matrix
  }

  /// exp(-i H t) block by block, row-major complex.
  func propagator(seconds: Double) -> BlockPropagator {
    var real: [[Double]] = []
    var imaginary: [[Double]] = []
    for (block, states) in blocks.enumerated() {
      let order = states.count
      var re = [Double](repeating: 0, count: order * order)
      var im = re
      let (values, columns) = (energies[block], vectors[block])
      let cosines = values.map { ElementaryFunctions.cos($0 * seconds) }
      let sines = values.map { -ElementaryFunctions.sin($0 * seconds) }
      for row in 0..<order {
        for column in 0..<order {
          var (a, b) = (0.0, 0.0)
          for k in 0..<order {
            let product = columns[row * order + k] * columns[column * order + k]
            a += product * cosines[k]
            b += product * sines[k]
          }
          re[row * order + column] = a
          im[row * order + column] = b
        }
      }
      real.append(re)
      imaginary.append(im)
    }
    return BlockPropagator(real: real, imaginary: imaginary)
  }
}

/// A propagator of free precession: one complex matrix a block.
struct BlockPropagator: Sendable {
  var real: [[Double]]
  var imaginary: [[Double]]
}

/// A line of the spectrum of the free Hamiltonian: between eigenstates of neighbouring blocks.
struct Transition: Sendable {
  /// Number of spins down of the upper state; the lower state has one more.
  let block: Int
  /// Positions of the eigenstates in their blocks.
  let upper: Int
  let lower: Int
  /// Angular frequency of the line, rad/s.
  let angularFrequency: Double
  /// 4/2^N <upper|F+|lower>, so that one proton with transverse magnetisation 1 gives a signal of 1 in all.
  let weight: Double
}

extension FreeHamiltonian {
  /// Lines that F+ can see; those with less than 1e-9 of the strongest weight are left out.
  var transitions: [Transition] {
    var result: [Transition] = []
    let scale = 4 / Double(dimension)
    for block in 0..<spinCount {
      let (up, down) = (blocks[block], blocks[block + 1])
      for upper in up.indices {
        for lower in down.indices {
          var weight = 0.0
          for (a, state) in up.enumerated() {
            for (b, other) in down.enumerated() where (state ^ other).nonzeroBitCount == 1 && other & state == state {
              weight += vectors[block][a * up.count + upper] * vectors[block + 1][b * down.count + lower]
            }
          }
          result.append(
            Transition(
              block: block, upper: upper, lower: lower,
              angularFrequency: energies[block][upper] - energies[block + 1][lower], weight: weight * scale))
        }
      }
    }
    let strongest = result.map { abs($0.weight) }.max() ?? 0
    return result.filter { abs($0.weight) > 1e-9 * strongest }
  }
}
