/// What is summed over the places of a voxel at one mark, for one spin group.
import SequenceIR

/// Coefficients b of product operators: with I = sigma/2 and the factor 2^(q-1), b is twice the coefficient of the product
/// of Pauli matrices, and equilibrium has b = 1 for each Iz.
final class StateSums: @unchecked Sendable {
  typealias V = SIMD4<Double>
  let operators: ShiftOperators
  /// Of the kind of shot with most pulses.
  private(set) var stage: StateProgram.Stage
  /// Whether the places of a slice are seen one by one.
  private(set) var isInSlice = false
  private var visits = 0
  /// Averaged coefficients, and averages of their squares.
  private(set) var real: [Double]
  private(set) var imaginary: [Double]
  private(set) var square: [Double]
  /// Contributions of each product; four functionals.
  private(set) var contributions: [V]
  /// Averages over places of squared norms, and contributions.
  private(set) var classes: [(square: Double, contribution: V)]
  /// Order p at p + N.
  private(set) var orders: [(square: Double, contribution: V)]
  private(set) var spinOrders: [(square: Double, contribution: V)]
  /// Sum over spins of b_x + i b_y, and of b_x - i b_y, as they are carried: what the receiver would see now.
  private(set) var raising: (real: Double, imaginary: Double) = (0, 0)
  private(set) var lowering: (real: Double, imaginary: Double) = (0, 0)

  init(operators: ShiftOperators, stage: StateProgram.Stage) {
    self.operators = operators
    self.stage = stage
    let size = operators.orders.count
    real = [Double](repeating: 0, count: size)
    (imaginary, square) = (real, real)
    contributions = [V](repeating: V(), count: size)
    classes = OperatorClass.allCases.map { _ in (0, V()) }
    orders = (0...2 * operators.spinCount).map { _ in (0, V()) }
    spinOrders = (0...operators.spinCount).map { _ in (0, V()) }
  }

  /// Orders whose opposites were dropped as their mirror images and can be put back: those that are kept alone.
  static func unpaired(_ stage: StateProgram.Stage) -> Set<Int> {
    guard stage.isHalved, let kept = stage.keptOrders else { return [] }
    return Set(kept.filter { $0 != 0 && !kept.contains(-$0) })
  }

  /// Adds the sums of another kind of shot or place.
  func add(_ other: StateSums) {
    if other.stage.pulsesBefore > stage.pulsesBefore { stage = other.stage }
    isInSlice = isInSlice || other.isInSlice
    for code in real.indices {
      real[code] += other.real[code]
      imaginary[code] += other.imaginary[code]
      square[code] += other.square[code]
      contributions[code] += other.contributions[code]
    }
    func join(_ a: inout [(square: Double, contribution: V)], _ b: [(square: Double, contribution: V)]) {
      for index in a.indices {
        a[index].square += b[index].square
        a[index].contribution += b[index].contribution
      }
    }
    join(&classes, other.classes)
    join(&orders, other.orders)
    join(&spinOrders, other.spinOrders)
    raising = (raising.real + other.raising.real, raising.imaginary + other.raising.imaginary)
    lowering = (lowering.real + other.lowering.real, lowering.imaginary + other.lowering.imaginary)
  }

  /// Squared norms of the averaged operator, by class.
  var averageClasses: [Double] {
    let size = real.count
    let buffer = LaneBuffer<V>(count: 2 * size)
    for code in 0..<size {
      buffer.base[code] = V(repeating: real[code])
      buffer.base[size + code] = V(repeating: imaginary[code])
    }
    StateSums.toShift(buffer.base, spinCount: operators.spinCount)
    var result = [Double](repeating: 0, count: OperatorClass.allCases.count)
    for code in 1..<size {
      let (re, im) = (buffer.base[code][0], buffer.base[size + code][0])
      result[operators.classes[code].rawValue] += operators.scales[code] * (re * re + im * im)
    }
    return result
  }

  // MARK: one place

  /// Room for one visit, used again and again.
  final class Room {
    let state: LaneBuffer<V>
    let alone: LaneBuffer<V>
    let functionals: LaneBuffer<V>

    init(size: Int) {
      state = LaneBuffer(count: 2 * size)
      alone = LaneBuffer(count: 2 * size)
      functionals = LaneBuffer(count: 2 * size)
    }
  }

  /// `share`: of this kind of shot.
  func add(_ visit: StateTrajectory.Visit, share: Double, room: Room) {
    visits += 1
    isInSlice = visits > 1
    let size = real.count
    let weight = visit.weight * share
    room.state.base.update(from: visit.state, count: 2 * size)
    room.functionals.base.update(from: visit.functionals, count: 2 * size)
    StateSums.toShift(room.state.base, spinCount: operators.spinCount)
    StateSums.toShift(room.functionals.base, spinCount: operators.spinCount)
    for code in 0..<size {
      let scale = V(repeating: operators.scales[code])
      room.functionals.base[code] *= scale
      room.functionals.base[size + code] *= scale
      if stage.isDetected, operators.orders[code] != -1 {
        (room.state.base[code], room.state.base[size + code]) = (V(), V())
      }
    }
    addParts(room, weight)
    addNow(room, weight)
    addProducts(visit, room, weight)
  }

  static func toShift(_ pointer: UnsafeMutablePointer<V>, spinCount: Int) {
    let size = 1 << (2 * spinCount)
    for spin in 0..<spinCount {
      PauliKernels<V>.toShift(pointer, pointer + size, size, 1 << (2 * spin))
    }
  }

  static func toCartesian(_ pointer: UnsafeMutablePointer<V>, spinCount: Int) {
    let size = 1 << (2 * spinCount)
    for spin in 0..<spinCount {
      PauliKernels<V>.toCartesian(pointer, pointer + size, size, 1 << (2 * spin))
    }
  }

  /// Squares of b = 2 c: mirror images count as much again.
  private func addParts(_ room: Room, _ weight: Double) {
    let size = real.count
    let factor = (stage.isHalved ? 8.0 : 4.0) * weight
    let (state, functionals) = (room.state.base, room.functionals.base)
    for code in 0..<size {
      let (re, im) = (state[code][0], state[size + code][0])
      let square = factor * operators.scales[code] * (re * re + im * im)
      let contribution = functionals[code] * re + functionals[size + code] * im
      func put(_ entry: inout (square: Double, contribution: V)) {
        entry.contribution += contribution
        if code > 0 { entry.square += square }
      }
      put(&classes[operators.classes[code].rawValue])
      put(&orders[operators.orders[code] + operators.spinCount])
      put(&spinOrders[operators.spinOrders[code]])
    }
  }

  /// c_x sx + c_y sy = (c_x - i c_y) s+ + (c_x + i c_y) s-.
  private func addNow(_ room: Room, _ weight: Double) {
    let (state, size) = (room.state.base, real.count)
    for spin in 0..<operators.spinCount {
      let (plus, minus) = (1 << (2 * spin), 2 << (2 * spin))
      raising.real += 2 * weight * state[minus][0]
      raising.imaginary += 2 * weight * state[size + minus][0]
      lowering.real += 2 * weight * state[plus][0]
      lowering.imaginary += 2 * weight * state[size + plus][0]
    }
  }

  /// The state is c1 + c2, c1 the orders that stand alone. The mirror image of c1 is put back, so that its coefficients are
  /// real, and the functional is kept to the orders of c1, so that the mirror image adds nothing. c2 is taken as it is.
  private func addProducts(_ visit: StateTrajectory.Visit, _ room: Room, _ weight: Double) {
    let size = real.count
    let unpaired = StateSums.unpaired(stage)
    let (state, alone, functionals) = (room.state.base, room.alone.base, room.functionals.base)
    let hasAlone = !unpaired.isEmpty
    if hasAlone {
      for code in 0..<size {
        let isAlone = unpaired.contains(operators.orders[code])
        for plane in [0, size] {
          alone[plane + code] = isAlone ? state[plane + code] : V()
          if isAlone { state[plane + code] = V() }
          // Back from what pairs with s+ and s- to what pairs with sx and sy.
          functionals[plane + code] =
            isAlone
            ? functionals[plane + code] * V(repeating: 1 / operators.scales[code]) : V()
        }
      }
      StateSums.toCartesian(alone, spinCount: operators.spinCount)
      StateSums.toCartesian(functionals, spinCount: operators.spinCount)
    }
    StateSums.toCartesian(state, spinCount: operators.spinCount)
    let mirrored = stage.isHalved ? 2.0.squareRoot() : 1
    for code in 0..<size {
      let (re, im) = (state[code][0], state[size + code][0])
      var b = (re: 2 * mirrored * re, im: 2 * mirrored * im)
      var contribution = visit.functionals[code] * re + visit.functionals[size + code] * im
      if hasAlone {
        let own = 2 * alone[code][0]
        b.re += 2 * own
        contribution += functionals[code] * own
      }
      real[code] += weight * b.re
      imaginary[code] += weight * b.im
      square[code] += weight * (b.re * b.re + b.im * b.im)
      contributions[code] += contribution
    }
  }
}
