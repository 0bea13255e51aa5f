/// Free precession for a given time, exact: a block-diagonal matrix from the left, its adjoint from the right, and the
/// phases of the offsets.
import SequenceIR

final class LaneFreePropagator<V: LaneVector> {
  typealias Pointer = UnsafeMutablePointer<V>
  private let hamiltonian: FreeHamiltonian
  private let blocks: BlockPropagator
  /// exp(-i p offset t) for p = -N ... N: cosine and minus sine of each lane.
  private let cosines: [V]
  private let sines: [V]

  init(_ hamiltonian: FreeHamiltonian, seconds: Double, offset: V) {
    self.hamiltonian = hamiltonian
    blocks = hamiltonian.propagator(seconds: seconds)
    var cosines: [V] = []
    var sines: [V] = []
    for order in -hamiltonian.spinCount...hamiltonian.spinCount {
      var (cosine, sine) = (V(), V())
      for lane in 0..<V.scalarCount {
        let pair = ElementaryFunctions.sineAndCosine(Double(order) * Double(offset[lane]) * seconds)
        cosine[lane] = V.Scalar(pair.cosine)
        sine[lane] = V.Scalar(-pair.sine)
      }
      cosines.append(cosine)
      sines.append(sine)
    }
    self.cosines = cosines
    self.sines = sines
  }

  /// U rho U+, or U+ rho U backwards, on the planes of the coefficients; `scratch` holds 2 x 4^N vectors.
  func apply(_ re: Pointer, _ im: Pointer, scratch: Pointer, backwards: Bool) {
    let count = hamiltonian.spinCount
    let size = hamiltonian.size
    PauliKernels.toMatrix(re, im, spinCount: count)
    let (tr, ti) = (scratch, scratch + size)
    hamiltonian.codes.withUnsafeBufferPointer { codes in
      multiply(re, im, tr, ti, codes, fromLeft: true, conjugated: backwards)
      multiply(tr, ti, re, im, codes, fromLeft: false, conjugated: backwards)
      turn(re, im, codes, backwards: backwards)
    }
    PauliKernels.toPauli(re, im, spinCount: count)
  }

  /// target = U source, or source U+; with U replaced by U+ where `conjugated`. U is symmetric, because H is real.
  private func multiply(
    _ sr: Pointer, _ si: Pointer, _ tr: Pointer, _ ti: Pointer, _ codes: UnsafeBufferPointer<Int>, fromLeft: Bool,
    conjugated: Bool
  ) {
    let dimension = hamiltonian.dimension
    // From the left: U or U+ = conj(U). From the right: U+ = conj(U), or U.
    let sign: V.Scalar = fromLeft != conjugated ? 1 : -1
    for (block, states) in hamiltonian.blocks.enumerated() {
      let order = states.count
      blocks.real[block].withUnsafeBufferPointer { ur in
        blocks.imaginary[block].withUnsafeBufferPointer { ui in
          states.withUnsafeBufferPointer { states in
            for other in 0..<dimension {
              for a in 0..<order {
                var (x, y) = (V(), V())
                for b in 0..<order {
                  let c = V.Scalar(ur[a &* order &+ b])
                  let s = sign * V.Scalar(ui[a &* order &+ b])
                  let code = fromLeft ? codes[states[b] &* dimension &+ other] : codes[other &* dimension &+ states[b]]
                  let (p, q) = (sr[code], si[code])
                  x = x + (c * p - s * q)
                  y = y + (c * q + s * p)
                }
                let code = fromLeft ? codes[states[a] &* dimension &+ other] : codes[other &* dimension &+ states[a]]
                tr[code] = x
                ti[code] = y
              }
            }
          }
        }
      }
    }
  }

  /// The offset turns the element (row, column) by exp(-i p offset t), p = Mz(row) - Mz(column).
  private func turn(_ re: Pointer, _ im: Pointer, _ codes: UnsafeBufferPointer<Int>, backwards: Bool) {
    let dimension = hamiltonian.dimension
    for row in 0..<dimension {
      for column in 0..<dimension {
        let order = column.nonzeroBitCount - row.nonzeroBitCount
        guard order != 0 else { continue }
        let (c, s) = (cosines[order + hamiltonian.spinCount], sines[order + hamiltonian.spinCount])
        let code = codes[row &* dimension &+ column]
        let (x, y) = (re[code], im[code])
        re[code] = backwards ? c * x + s * y : c * x - s * y
        im[code] = backwards ? c * y - s * x : c * y + s * x
      }
    }
  }
}
