/// Rotations of the single spins by RF and offset: their matrices, and the gradient with respect to what made them.
import SequenceIR

/// What an evaluation reads of each microstep, in the precision of the lanes and without bounds checks.
final class MicrostepTable<Scalar: BinaryFloatingPoint>: @unchecked Sendable {
  /// Length of each microstep, s; then its gradients along x, y and z, Hz/m, and its frequency everywhere, Hz.
  let seconds: UnsafeMutablePointer<Scalar>
  let gradients: UnsafeMutablePointer<Double>
  /// Microsteps of the longest turn.
  let longestTurn: Int

  init(_ schedule: Schedule) {
    let count = schedule.microsteps.count
    seconds = .allocate(capacity: max(count, 1))
    gradients = .allocate(capacity: max(4 * count, 1))
    for index in 0..<count {
      (seconds + index).initialize(to: Scalar(schedule.microsteps.seconds[index]))
      for axis in 0..<3 {
        (gradients + (4 * index + axis)).initialize(to: schedule.microsteps.gradients[axis][index])
      }
      (gradients + (4 * index + 3)).initialize(to: schedule.microsteps.offsetsHertz[index])
    }
    longestTurn = MicrostepTable.longestTurn(schedule.nodes)
  }

  deinit {
    seconds.deallocate()
    gradients.deallocate()
  }

  private static func longestTurn(_ nodes: [Schedule.Node]) -> Int {
    var longest = 0
    for node in nodes {
      switch node {
      case .run(let run):
        for case .turn(let range) in run.operations { longest = max(longest, range.count) }
      case .positions(_, _, let inner): longest = max(longest, longestTurn(inner))
      case .relax, .select, .symmetrize, .dephase: break
      }
    }
    return longest
  }
}

extension LanePropagator {
  /// One microstep of one spin as the way back needs it: the angle vector (3), and cosine and sinc of half the angle.
  static var turnRecord: Int { 5 }

  /// Frequency of each lane at its place during a microstep, without the chemical shift, rad/s.
  @inline(__always)
  private func frequency(_ gradients: UnsafeMutablePointer<Double>, _ index: Int) -> V {
    let g = gradients + 4 &* index
    if isSpread {
      var own = V()
      for lane in 0..<V.scalarCount {
        let r = lanePlaces + 3 &* lane
        let hertz = g[0] * r[0] + g[1] * r[1] + g[2] * r[2] + g[3]
        own[lane] = V.Scalar(2 * Double.pi * hertz)
      }
      return offset + own
    }
    let hertz = g[0] * place.x + g[1] * place.y + g[2] * place.z + g[3]
    return offset + lanes(2 * Double.pi * hertz)
  }

  /// Rotation of all spins about z by 2 pi (moment . place + common).
  func dephase(_ pointer: Pointer, cyclesPerMetre moment: [Double], cycles common: Double, backwards: Bool) {
    var (cosine, sine, minus) = (V(), V(), V())
    var turns = false
    for lane in 0..<(isSpread ? V.scalarCount : 1) {
      let (x, y, z) =
        isSpread
        ? (lanePlaces[3 * lane], lanePlaces[3 * lane + 1], lanePlaces[3 * lane + 2])
        : (place.x, place.y, place.z)
      let cycles = common + moment[0] * x + moment[1] * y + moment[2] * z
      if cycles != 0 { turns = true }
      let (s, c) = ElementaryFunctions.sineAndCosine(2 * Double.pi * cycles)
      (cosine[lane], sine[lane], minus[lane]) = (V.Scalar(c), V.Scalar(s), V.Scalar(-s))
    }
    guard turns else { return }
    if !isSpread {
      (cosine, sine, minus) = (V(repeating: cosine[0]), V(repeating: sine[0]), V(repeating: minus[0]))
    }
    let (zero, one): (V, V) = (lanes(0), lanes(1))
    for spin in 0..<spinCount {
      let matrix = rotations.base + 9 * spin
      let entries = [cosine, minus, zero, sine, cosine, zero, zero, zero, one]
      for (index, entry) in entries.enumerated() { matrix[index] = entry }
    }
    rotate(pointer, planes: planes, rotations.base, transposed: backwards)
  }

  /// The rotations of all spins over a range of microsteps, 9 a spin, into `rotations`; with `records`, also what
  /// `addGradient` needs of each.
  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  func buildRotations(_ range: Range<Int>, records: Bool) {
    let (seconds, gradients, b1, scale) = (table.seconds, table.gradients, samples, scale)
    var record = turns.base
    for spin in 0..<spinCount {
      var quaternion = RotationSeries<V>.Quaternion.one
      let shift = V(repeating: spinOffsets[spin])
      var index = range.lowerBound
      while index < range.upperBound {
        let dt = seconds[index]
        let turned = scale * dt
        let px = turned * V.Scalar(b1[2 &* index])
        let py = turned * V.Scalar(b1[2 &* index &+ 1])
        let pz = (frequency(gradients, index) + shift) * dt
        let (c, sinc) = RotationSeries<V>.half((px * px + py * py + pz * pz) * lanes(0.25))
        quaternion.turn(px, py, pz, c, sinc)
        if records {
          record[0] = px
          record[1] = py
          record[2] = pz
          record[3] = c
          record[4] = sinc
          record += Self.turnRecord
        }
        index &+= 1
      }
      quaternion.store(to: rotations.base + 9 &* spin)
    }
  }

  /// Adds dL/dB1 of the microsteps of a range, whose rotations were built last; `q` is Q after the last of them.
  ///
  /// A step turns by the vector phi; dL/dphi = J^T g with the left Jacobian of the rotation group,
  /// J^T g = sin(a)/a g + (1 - sin(a)/a)/a^2 (phi.g) phi - (1 - cos a)/a^2 phi x g.
  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  func addGradient(of range: Range<Int>, _ q: Pointer) {
    let (gradient, seconds, scale) = (microstepGradient.base, table.seconds, scale)
    for spin in 0..<spinCount {
      var gx = q[1 << (2 * spin)] * lanes(0.5)
      var gy = q[2 << (2 * spin)] * lanes(0.5)
      var gz = q[3 << (2 * spin)] * lanes(0.5)
      var record = turns.base + (spin &+ 1) &* range.count &* Self.turnRecord
      var index = range.upperBound
      while index > range.lowerBound {
        index &-= 1
        record -= Self.turnRecord
        let (px, py, pz, c, sinc) = (record[0], record[1], record[2], record[3], record[4])
        let turned = scale * seconds[index]
        let h = sinc * lanes(0.5)
        let a = sinc * c
        let b = sinc * h
        let third = RotationSeries<V>.third(px * px + py * py + pz * pz)
        let dot = (px * gx + py * gy + pz * gz) * third
        // phi x g
        let (x, y, z) = (py * gz - pz * gy, pz * gx - px * gz, px * gy - py * gx)
        let g = gradient + 2 &* index
        g[0] = g[0] + turned * (a * gx + dot * px - b * x)
        g[1] = g[1] + turned * (a * gy + dot * py - b * y)
        // g before the step: g turned back, g - sin(a)/a phi x g + (1 - cos a)/a^2 phi x (phi x g).
        gx = gx - a * x + b * (py * z - pz * y)
        gy = gy - a * y + b * (pz * x - px * z)
        gz = gz - a * z + b * (px * y - py * x)
      }
    }
  }
}
