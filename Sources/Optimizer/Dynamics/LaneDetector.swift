/// From a state to the spectra of its lanes, and the transpose: from the cotangent of spectra to that of the state.
import SequenceIR

/// Entries of the spectral rows for all lanes: one number a row where lanes agree, one vector where they differ.
protocol RowSource {
  associatedtype V: LaneVector
  var pointCount: Int { get }
  var transitions: [Transition] { get }
  /// 0: real, 1: imaginary, 2 and 3: the same of t times the signal.
  func entry(_ part: Int, _ index: Int) -> V
}

/// Rows that all lanes share: the receiver follows the offset of each member.
final class SharedRows<V: LaneVector>: RowSource, @unchecked Sendable {
  let pointCount: Int
  let transitions: [Transition]
  private let parts: UnsafeMutablePointer<V.Scalar>
  private let stride: Int

  init(_ rows: SpectralRows) {
    pointCount = rows.pointCount
    transitions = rows.transitions
    stride = rows.real.count
    parts = .allocate(capacity: max(4 * stride, 1))
    for (part, values) in [rows.real, rows.imaginary, rows.timeReal, rows.timeImaginary].enumerated() {
      for (index, value) in values.enumerated() { parts[part * stride + index] = V.Scalar(value) }
    }
  }

  deinit { parts.deallocate() }

  @inline(__always)
  func entry(_ part: Int, _ index: Int) -> V { V(repeating: parts[part &* stride &+ index]) }
}

/// Rows of each lane: the receiver stays where it is.
final class LaneRows<V: LaneVector>: RowSource, @unchecked Sendable {
  let pointCount: Int
  let transitions: [Transition]
  private let parts: LaneBuffer<V>
  private let stride: Int

  init(_ rows: [SpectralRows]) {
    pointCount = rows[0].pointCount
    transitions = rows[0].transitions
    stride = rows[0].real.count
    parts = LaneBuffer(count: 4 * stride)
    for (lane, rows) in rows.enumerated() {
      for (part, values) in [rows.real, rows.imaginary, rows.timeReal, rows.timeImaginary].enumerated() {
        for (index, value) in values.enumerated() { parts.base[part * stride + index][lane] = V.Scalar(value) }
      }
    }
  }

  @inline(__always)
  func entry(_ part: Int, _ index: Int) -> V { parts.base[part &* stride &+ index] }
}

/// Spectra of the lanes: signal and t times signal, real and imaginary; point by point.
final class LaneSpectra<V: LaneVector> {
  let pointCount: Int
  let values: LaneBuffer<V>

  init(pointCount: Int) {
    self.pointCount = pointCount
    values = LaneBuffer(count: 4 * pointCount)
  }

  @inline(__always)
  func part(_ index: Int) -> UnsafeMutablePointer<V> { values.base + index * pointCount }
}

struct LaneDetector<V: LaneVector> {
  typealias Pointer = UnsafeMutablePointer<V>
  let hamiltonian: FreeHamiltonian
  /// Amplitudes of the transitions (real, imaginary) and room for one block.
  private let amplitudes: LaneBuffer<V>
  private let room: LaneBuffer<V>
  private let matrix: LaneBuffer<V>

  init(hamiltonian: FreeHamiltonian, transitionCount: Int) {
    self.hamiltonian = hamiltonian
    amplitudes = LaneBuffer(count: 2 * max(transitionCount, 1))
    let widest = hamiltonian.blocks.map(\.count).max() ?? 1
    room = LaneBuffer(count: 2 * widest * widest)
    matrix = LaneBuffer(count: 2 * hamiltonian.size)
  }

  /// The spectra of the state (`planes` planes of Pauli coefficients).
  func detect<Rows: RowSource>(
    _ state: Pointer, planes: Int, rows: Rows, withTime: Bool, into spectra: LaneSpectra<V>
  ) where Rows.V == V {
    let size = hamiltonian.size
    let (re, im) = (matrix.base, matrix.base + size)
    re.update(from: state, count: size)
    if planes == 2 { im.update(from: state + size, count: size) } else { im.update(repeating: V(), count: size) }
    PauliKernels.toMatrix(re, im, spinCount: hamiltonian.spinCount)
    project(re, im, rows.transitions)
    let count = rows.transitions.count
    let (ar, ai) = (amplitudes.base, amplitudes.base + count)
    for pair in stride(from: 0, to: withTime ? 4 : 2, by: 2) {
      let (sr, si) = (spectra.part(pair), spectra.part(pair + 1))
      for point in 0..<rows.pointCount {
        var (x, y) = (V(), V())
        let base = point &* count
        for line in 0..<count {
          let (c, s) = (rows.entry(pair, base &+ line), rows.entry(pair &+ 1, base &+ line))
          x = x + (c * ar[line] - s * ai[line])
          y = y + (c * ai[line] + s * ar[line])
        }
        sr[point] = x
        si[point] = y
      }
    }
  }

  /// Amplitude of each transition, <lower| rho |upper>.
  private func project(_ re: Pointer, _ im: Pointer, _ transitions: [Transition]) {
    let count = transitions.count
    let (ar, ai) = (amplitudes.base, amplitudes.base + count)
    var position = 0
    while position < count {
      let block = transitions[position].block
      let (up, down) = (hamiltonian.blocks[block], hamiltonian.blocks[block + 1])
      let (upper, lower) = (hamiltonian.vectors[block], hamiltonian.vectors[block + 1])
      let (tr, ti) = (room.base, room.base + down.count * up.count)
      // rho V for the columns of the upper block.
      for b in down.indices {
        for i in up.indices {
          var (x, y) = (V(), V())
          for a in up.indices {
            let code = hamiltonian.codes[down[b] * hamiltonian.dimension + up[a]]
            let v = V.Scalar(upper[a * up.count + i])
            x = x + v * re[code]
            y = y + v * im[code]
          }
          tr[b * up.count + i] = x
          ti[b * up.count + i] = y
        }
      }
      while position < count, transitions[position].block == block {
        let (i, j) = (transitions[position].upper, transitions[position].lower)
        var (x, y) = (V(), V())
        for b in down.indices {
          let v = V.Scalar(lower[b * down.count + j])
          x = x + v * tr[b * up.count + i]
          y = y + v * ti[b * up.count + i]
        }
        ar[position] = x
        ai[position] = y
        position += 1
      }
    }
  }

  /// The transpose of `detect`: adds nothing, sets the planes of the cotangent of the coefficients.
  func pullBack<Rows: RowSource>(
    _ spectra: LaneSpectra<V>, rows: Rows, withTime: Bool, planes: Int, into cotangent: Pointer
  ) where Rows.V == V {
    let count = rows.transitions.count
    let (ar, ai) = (amplitudes.base, amplitudes.base + count)
    amplitudes.base.update(repeating: V(), count: 2 * count)
    for pair in stride(from: 0, to: withTime ? 4 : 2, by: 2) {
      let (sr, si) = (spectra.part(pair), spectra.part(pair + 1))
      for point in 0..<rows.pointCount {
        let (x, y) = (sr[point], si[point])
        let base = point &* count
        for line in 0..<count {
          let (c, s) = (rows.entry(pair, base &+ line), rows.entry(pair &+ 1, base &+ line))
          ar[line] = ar[line] + (c * x + s * y)
          ai[line] = ai[line] + (c * y - s * x)
        }
      }
    }
    let size = hamiltonian.size
    let (re, im) = (matrix.base, matrix.base + size)
    matrix.base.update(repeating: V(), count: 2 * size)
    spread(re, im, rows.transitions)
    // Matrix elements are M = sum c B; the cotangent of c is Re Tr-like: the transpose of toMatrix, 2^N times toPauli.
    PauliKernels.toPauli(re, im, spinCount: hamiltonian.spinCount)
    let scale = lanes(Double(hamiltonian.dimension), as: V.self)
    for index in 0..<planes * size { cotangent[index] = matrix.base[index] * scale }
  }

  /// The transpose of `project`.
  private func spread(_ re: Pointer, _ im: Pointer, _ transitions: [Transition]) {
    let count = transitions.count
    let (ar, ai) = (amplitudes.base, amplitudes.base + count)
    var position = 0
    while position < count {
      let block = transitions[position].block
      let (up, down) = (hamiltonian.blocks[block], hamiltonian.blocks[block + 1])
      let (upper, lower) = (hamiltonian.vectors[block], hamiltonian.vectors[block + 1])
      let length = down.count * up.count
      let (tr, ti) = (room.base, room.base + length)
      room.base.update(repeating: V(), count: 2 * length)
      while position < count, transitions[position].block == block {
        let (i, j) = (transitions[position].upper, transitions[position].lower)
        for b in down.indices {
          let v = V.Scalar(lower[b * down.count + j])
          tr[b * up.count + i] = tr[b * up.count + i] + v * ar[position]
          ti[b * up.count + i] = ti[b * up.count + i] + v * ai[position]
        }
        position += 1
      }
      for b in down.indices {
        for a in up.indices {
          var (x, y) = (V(), V())
          for i in up.indices {
            let v = V.Scalar(upper[a * up.count + i])
            x = x + v * tr[b * up.count + i]
            y = y + v * ti[b * up.count + i]
          }
          let code = hamiltonian.codes[down[b] * hamiltonian.dimension + up[a]]
          re[code] = x
          im[code] = y
        }
      }
    }
  }
}
