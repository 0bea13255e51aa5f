/// Propagation of up to one vector of ensemble members of one spin system, forth and back.
///
/// Memory is allocated once; evaluations allocate nothing. A propagator is used by one thread at a time.
import SequenceIR

/// One member of an ensemble.
package struct EnsembleMember: Sendable, Equatable {
  /// Actual over nominal B1.
  package var b1Scale: Double
  package var offsetHertz: Double
  /// Which of the sets of spin parameters, from 0.
  package var parameterSet: Int

  package init(b1Scale: Double = 1, offsetHertz: Double = 0, parameterSet: Int = 0) {
    self.b1Scale = b1Scale
    self.offsetHertz = offsetHertz
    self.parameterSet = parameterSet
  }
}

/// Relaxation rates of one spin group, 1/s.
package struct RelaxationRates: Sendable, Equatable {
  package var longitudinal: Double
  package var transverse: Double

  package init(longitudinal: Double, transverse: Double) {
    self.longitudinal = longitudinal
    self.transverse = transverse
  }
}

final class LanePropagator<V: LaneVector>: @unchecked Sendable {
  typealias Pointer = UnsafeMutablePointer<V>

  let hamiltonian: FreeHamiltonian
  let schedule: Schedule
  let rates: RelaxationRates?
  let spinCount: Int
  let size: Int
  /// B1 scale and offset (rad/s) of each lane.
  let scale: V
  let offset: V
  /// The state and the cotangent: one or two planes of `size` coefficients.
  let state: LaneBuffer<V>
  let cotangent: LaneBuffer<V>
  private(set) var planes: Int
  /// Gradient with respect to B1 of each microstep, rad/s, x and y in turn, per lane; and to the searched delays.
  let microstepGradient: LaneBuffer<V>
  let delayGradient: LaneBuffer<V>
  /// Position of the lanes, m; the same for all lanes unless they are spread.
  var place: (x: Double, y: Double, z: Double) = (0, 0, 0)
  /// Where each lane is while they are spread, m, x, y and z in turn: one member at several places at once.
  let lanePlaces = UnsafeMutablePointer<Double>.allocate(capacity: 3 * V.scalarCount)
  var isSpread = false
  /// All lanes carry the same member.
  let isOneMember: Bool

  let scratch: LaneBuffer<V>
  let rotations: LaneBuffer<V>
  /// What the last rotations were made of, for their gradient.
  let turns: LaneBuffer<V>
  let table: MicrostepTable<V.Scalar>
  let tape: StateTape<V>
  let orders: CoherenceOrders
  let spinOffsets: [V.Scalar]
  private var freeCache: [FreeKey: LaneFreePropagator<V>] = [:]
  private var kickTables: [Double: LaneBuffer<V>] = [:]
  private var relaxationTables: [Double: [V.Scalar]] = [:]
  /// Searched delays of this evaluation, s.
  var delays: [Double] = []
  /// Rows in which the columns of the cotangent's matrix may have entries.
  var cotangentColumns: MatrixColumns
  private let neighbourColumns: MatrixColumns
  private let allColumns: MatrixColumns
  /// B1 of the microsteps of this evaluation, rad/s.
  var samples: UnsafePointer<Double>

  private struct FreeKey: Hashable {
    let seconds: Double
    let control: Int?
  }

  private let noSamples = UnsafeMutablePointer<Double>.allocate(capacity: 1)

  deinit {
    noSamples.deallocate()
    lanePlaces.deallocate()
  }

  init(
    hamiltonian: FreeHamiltonian, schedule: Schedule, rates: RelaxationRates?, members: [EnsembleMember]
  ) {
    self.hamiltonian = hamiltonian
    self.schedule = schedule
    self.rates = rates
    spinCount = hamiltonian.spinCount
    size = hamiltonian.size
    planes = schedule.isComplex ? 2 : 1
    isOneMember = members.count == 1
    lanePlaces.initialize(repeating: 0, count: 3 * V.scalarCount)
    var scale = V()
    var offset = V()
    for lane in 0..<V.scalarCount {
      let member = members[min(lane, members.count - 1)]
      scale[lane] = V.Scalar(member.b1Scale)
      offset[lane] = V.Scalar(2 * Double.pi * member.offsetHertz)
    }
    self.scale = scale
    self.offset = offset
    state = LaneBuffer(count: 2 * size)
    cotangent = LaneBuffer(count: 2 * size)
    scratch = LaneBuffer(count: 6 * size)
    microstepGradient = LaneBuffer(count: 2 * schedule.microsteps.count)
    delayGradient = LaneBuffer(count: schedule.controlDelayCount)
    rotations = LaneBuffer(count: 9 * max(spinCount, 1))
    table = MicrostepTable(schedule)
    turns = LaneBuffer(count: Self.turnRecord * spinCount * table.longestTurn)
    tape = StateTape()
    orders = CoherenceOrders(spinCount: spinCount)
    spinOffsets = hamiltonian.offsets.map { V.Scalar($0) }
    samples = UnsafePointer(noSamples)
    neighbourColumns = MatrixColumns(dimension: hamiltonian.dimension) { abs($0) == 1 }
    allColumns = MatrixColumns(dimension: hamiltonian.dimension) { _ in true }
    cotangentColumns = neighbourColumns
  }

  // MARK: state

  func prepareStart() {
    let pointer = state.base
    pointer.update(repeating: V(), count: 2 * size)
    // The unit operator, which nothing but filters and averages change: what equilibrium is, and recovers to.
    if rates != nil { pointer[0] = lanes(0.5) }
    for spin in 0..<spinCount {
      switch schedule.start {
      case .equilibrium: pointer[3 << (2 * spin)] = lanes(0.5)
      case .transverse(let cosine, let sine):
        pointer[1 << (2 * spin)] = lanes(0.5 * cosine)
        pointer[2 << (2 * spin)] = lanes(0.5 * sine)
      }
    }
  }

  /// The cotangent is that of detection: coherences of order one only.
  func startBackward() {
    cotangentColumns = neighbourColumns
    microstepGradient.base.update(repeating: V(), count: microstepGradient.count)
    delayGradient.base.update(repeating: V(), count: delayGradient.count)
  }

  /// The cotangent has been through a pulse: it may have any order.
  func spreadCotangent() { cotangentColumns = allColumns }

  func copy(_ source: Pointer, to target: Pointer) { target.update(from: source, count: planes * size) }

  // MARK: operations

  func rotate(_ pointer: Pointer, planes: Int, _ matrices: Pointer, transposed: Bool) {
    for plane in 0..<planes {
      PauliKernels.rotateAll(pointer + plane * size, spinCount: spinCount, matrices, transposed: transposed)
    }
  }

  /// Half and sine of every coupling in its order, for kicks of this length; kept, for there are few lengths.
  private func kickTable(_ seconds: Double) -> LaneBuffer<V> {
    if let known = kickTables[seconds] { return known }
    let table = LaneBuffer<V>(count: 2 * hamiltonian.couplings.count)
    for (position, coupling) in hamiltonian.couplings.enumerated() {
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(2 * Double.pi * coupling.hertz * seconds)
      table.base[2 * position] = lanes((cosine - 1) / 2)
      table.base[2 * position + 1] = lanes(sine / 2)
    }
    kickTables[seconds] = table
    return table
  }

  func kick(_ pointer: Pointer, planes: Int, seconds: Double, reversed: Bool) {
    let table = kickTable(seconds).base
    let (couplings, spinCount, size) = (hamiltonian.couplings, spinCount, size)
    for position in couplings.indices {
      let index = reversed ? couplings.count - 1 - position : position
      let (first, second) = (couplings[index].first, couplings[index].second)
      for plane in 0..<planes {
        PauliKernels.coupleSpins(
          pointer + plane * size, spinCount: spinCount, first, second, table[2 * index], table[2 * index + 1])
      }
    }
  }

  func free(_ pointer: Pointer, planes: Int, seconds: Double, control: Int?, backwards: Bool) {
    let total = seconds + (control.map { delays[$0] } ?? 0)
    let key = FreeKey(seconds: total, control: nil)
    let propagator: LaneFreePropagator<V>
    if let known = freeCache[key] {
      propagator = known
    } else {
      propagator = LaneFreePropagator(hamiltonian, seconds: total, offset: offset)
      if freeCache.count > 64 { freeCache.removeAll(keepingCapacity: true) }
      freeCache[key] = propagator
    }
    let second = planes == 2 ? pointer + size : scratch.base + 4 * size
    if planes == 1 { second.update(repeating: V(), count: size) }
    propagator.apply(pointer, second, scratch: scratch.base, backwards: backwards)
  }

  /// exp(-(n_transverse/T2 + n_longitudinal/T1) t) on each product of operators; each I_z comes nearer to equilibrium.
  func relax(_ pointer: Pointer, seconds: Double) {
    guard let rates, seconds != 0 else { return }
    decay(pointer, seconds, rates)
    let share = lanes(1 - ElementaryFunctions.exp(-rates.longitudinal * seconds), as: V.self)
    for plane in 0..<planes {
      let state = pointer + plane * size
      for spin in 0..<spinCount { state[3 << (2 * spin)] = state[3 << (2 * spin)] + share * state[0] }
    }
  }

  /// The transpose of `relax`.
  func relaxBackwards(_ pointer: Pointer, seconds: Double) {
    guard let rates, seconds != 0 else { return }
    let share = lanes(1 - ElementaryFunctions.exp(-rates.longitudinal * seconds), as: V.self)
    for plane in 0..<planes {
      let state = pointer + plane * size
      for spin in 0..<spinCount { state[0] = state[0] + share * state[3 << (2 * spin)] }
    }
    decay(pointer, seconds, rates)
  }

  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  private func decay(_ pointer: Pointer, _ seconds: Double, _ rates: RelaxationRates) {
    let (size, planes) = (size, planes)
    relaxationTable(seconds, rates).withUnsafeBufferPointer { factors in
      for plane in 0..<planes {
        for code in 0..<size { pointer[plane &* size &+ code] *= factors[code] }
      }
    }
  }

  /// The factor of every product of operators; kept, for there are few lengths but those that are searched for.
  private func relaxationTable(_ seconds: Double, _ rates: RelaxationRates) -> [V.Scalar] {
    if let known = relaxationTables[seconds] { return known }
    var factors: [V.Scalar] = []
    for transverse in 0...spinCount {
      for longitudinal in 0...spinCount {
        let rate = Double(transverse) * rates.transverse + Double(longitudinal) * rates.longitudinal
        factors.append(V.Scalar(ElementaryFunctions.exp(-rate * seconds)))
      }
    }
    let table = (0..<size).map { code in
      let (transverse, longitudinal) = operatorCounts(code)
      return factors[transverse * (spinCount + 1) + longitudinal]
    }
    if relaxationTables.count > 64 { relaxationTables.removeAll(keepingCapacity: true) }
    relaxationTables[seconds] = table
    return table
  }

  /// How many spins of a product are transverse, and how many along z.
  func operatorCounts(_ code: Int) -> (transverse: Int, longitudinal: Int) {
    let ones = 0x5555_5555_5555_5555
    let low = code & ones
    let high = (code >> 1) & ones
    return ((low ^ high).nonzeroBitCount, (low & high).nonzeroBitCount)
  }

  func select(_ pointer: Pointer, _ kept: [Int]) {
    var keep = [Bool](repeating: false, count: 2 * spinCount + 1)
    for order in kept where abs(order) <= spinCount { keep[order + spinCount] = true }
    orders.orderOfCode.withUnsafeBufferPointer { codes in
      keep.withUnsafeBufferPointer { keep in
        guard let codes = codes.baseAddress, let keep = keep.baseAddress else { return }
        PauliKernels.select(pointer, pointer + size, spinCount: spinCount, orders: codes, keep: keep)
      }
    }
  }

  /// From here on no filter makes imaginary coefficients: where there are none, their plane need not be carried.
  func dropImaginaryPlane(before nodes: ArraySlice<Schedule.Node>) {
    guard planes == 2, !nodes.contains(where: { $0.isComplex }) else { return }
    for code in size..<2 * size where state.base[code] != V() { return }
    planes = 1
  }

  /// rho + rho+: twice the real coefficients, no imaginary ones. The map is its own adjoint.
  func symmetrize(_ pointer: Pointer) {
    for code in 0..<size {
      pointer[code] = pointer[code] + pointer[code]
      if planes == 2 { pointer[size + code] = V() }
    }
  }
}

/// Where the columns of a matrix may differ from zero.
struct MatrixColumns: Sendable {
  let entries: [Int]
  /// The entries of column c are at starts[c] ..< starts[c + 1].
  let starts: [Int]

  /// `holds`: whether elements whose row has this many more spins down than the column may differ from zero.
  init(dimension: Int, holds: (Int) -> Bool) {
    var entries: [Int] = []
    var starts = [0]
    for column in 0..<dimension {
      entries += (0..<dimension).filter { holds($0.nonzeroBitCount - column.nonzeroBitCount) }
      starts.append(entries.count)
    }
    self.entries = entries
    self.starts = starts
  }
}

/// The states at the ends of runs, kept for the way back.
final class StateTape<V: LaneVector> {
  private var entries: [LaneBuffer<V>] = []
  private(set) var count = 0

  func rewind() { count = 0 }

  func push(_ source: UnsafeMutablePointer<V>, count length: Int) {
    if count == entries.count { entries.append(LaneBuffer(count: length)) }
    entries[count].base.update(from: source, count: length)
    count += 1
  }

  func pop() -> UnsafeMutablePointer<V> {
    count -= 1
    return entries[count].base
  }
}
