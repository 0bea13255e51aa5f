/// The way back: the cotangent of the state, and with it the gradient of everything that is searched for.
///
/// With Q = -i [rho, Lambda], which turns as rho does, the derivative with respect to a rotation of spin i about axis
/// a at any time is Tr(I_ia Q)/2^N: one operator is carried back for the gradient of a whole run, and no trajectory is
/// kept.
extension LanePropagator {
  /// Carries the cotangent back through `nodes` and adds to the gradients. `earlier`: something before these nodes is
  /// searched for, so the cotangent at their beginning is needed.
  func backward(_ nodes: ArraySlice<Schedule.Node>, earlier: Bool) {
    for position in nodes.indices.reversed() {
      let needed = earlier || nodes[nodes.startIndex..<position].contains { $0.hasControls }
      switch nodes[position] {
      case .run(let run): backward(run, carriesCotangent: needed)
      case .relax(let seconds, let control): backwardRelax(seconds, control)
      case .select(let orders): select(cotangent.base, orders)
      case .symmetrize: symmetrize(cotangent.base)
      case .dephase(let moment, let cycles):
        dephase(cotangent.base, cyclesPerMetre: moment, cycles: cycles, backwards: true)
      case .positions(let places, let weights, let inner):
        backwardAverage(places: places, weights: weights, inner[...], earlier: needed)
      }
    }
  }

  private func backward(_ run: Schedule.Run, carriesCotangent: Bool) {
    let q = scratch.base + 5 * size
    if run.hasControls { buildCommutator(state: tape.pop(), into: q) }
    guard run.hasControls || carriesCotangent else { return }
    for operation in run.operations.reversed() {
      switch operation {
      case .turn(let range):
        buildRotations(range, records: run.hasControls)
        if run.hasControls {
          addGradient(of: range, q)
          rotate(q, planes: 1, rotations.base, transposed: true)
        }
        if carriesCotangent {
          rotate(cotangent.base, planes: planes, rotations.base, transposed: true)
          spreadCotangent()
        }
      case .kick(let seconds, let reversed):
        if run.hasControls { kick(q, planes: 1, seconds: -seconds, reversed: !reversed) }
        if carriesCotangent { kick(cotangent.base, planes: planes, seconds: -seconds, reversed: !reversed) }
      case .relax(let seconds):
        if carriesCotangent { relaxBackwards(cotangent.base, seconds: seconds) }
      case .free(let seconds, let control):
        if let control { delayGradient.base[control] = delayGradient.base[control] + energyDerivative(q) }
        if run.hasControls { free(q, planes: 1, seconds: seconds, control: control, backwards: true) }
        if carriesCotangent {
          free(cotangent.base, planes: planes, seconds: seconds, control: control, backwards: true)
        }
      }
    }
  }

  private func backwardRelax(_ seconds: Double, _ control: Int?) {
    if let control, let rates {
      // d/dt exp(-r t) = -r exp(-r t): the tape has the state before.
      let before = tape.pop()
      relaxBackwards(cotangent.base, seconds: seconds + delays[control])
      var sum = V()
      for code in 0..<size {
        let (transverse, longitudinal) = operatorCounts(code)
        let rate = V.Scalar(Double(transverse) * rates.transverse + Double(longitudinal) * rates.longitudinal)
        for plane in 0..<planes {
          sum = sum - (before[plane * size + code] * cotangent.base[plane * size + code]) * rate
        }
      }
      // d/dt (1 - exp(-r t)) = r exp(-r t)
      for plane in 0..<planes {
        for spin in 0..<spinCount {
          sum =
            sum + (before[plane * size] * cotangent.base[plane * size + (3 << (2 * spin))])
            * V.Scalar(rates.longitudinal)
        }
      }
      delayGradient.base[control] = delayGradient.base[control] + sum
    } else {
      relaxBackwards(cotangent.base, seconds: seconds)
    }
  }

  private func backwardAverage(
    places: [[Double]], weights: [Double], _ nodes: ArraySlice<Schedule.Node>, earlier: Bool
  ) {
    guard earlier || nodes.contains(where: { $0.hasControls }) else { return }
    let end = LaneBuffer<V>(count: planes * size)
    let sum = LaneBuffer<V>(count: planes * size)
    copy(cotangent.base, to: end.base)
    let outer = place
    for index in places.indices.reversed() {
      let share = lanes(weights[index], as: V.self)
      for entry in 0..<planes * size { cotangent.base[entry] = share * end.base[entry] }
      let position = places[index]
      place = (outer.x + position[0], outer.y + position[1], outer.z + position[2])
      backward(nodes, earlier: earlier)
      for entry in 0..<planes * size { sum.base[entry] = sum.base[entry] + cotangent.base[entry] }
    }
    place = outer
    copy(sum.base, to: cotangent.base)
  }

  // MARK: the commutator

  /// Q = -i [rho, Lambda], summed over the real and the imaginary plane: with X = (rho Lambda+ + rho+ Lambda)/2 it is
  /// -i (X - X+).
  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  private func buildCommutator(state rho: Pointer, into q: Pointer) {
    let base = scratch.base
    base.update(from: rho, count: planes * size)
    (base + 2 * size).update(from: cotangent.base, count: planes * size)
    if planes == 1 {
      (base + size).update(repeating: V(), count: size)
      (base + 3 * size).update(repeating: V(), count: size)
    }
    PauliKernels.toMatrix(base, base + size, spinCount: spinCount)
    PauliKernels.toMatrix(base + 2 * size, base + 3 * size, spinCount: spinCount)
    let (xr, xi) = (base + 4 * size, base + 5 * size)
    hamiltonian.codes.withUnsafeBufferPointer { codes in
      guard let codes = codes.baseAddress else { return }
      if planes == 1 {
        multiplyHermitian(base, codes)
      } else {
        multiplyGeneral(base, codes)
      }
      let dimension = hamiltonian.dimension
      for row in 0..<dimension {
        for column in 0..<dimension {
          let (here, there) = (codes[row &* dimension &+ column], codes[column &* dimension &+ row])
          base[here] = xi[here] + xi[there]
          base[size &+ here] = xr[there] - xr[here]
        }
      }
    }
    PauliKernels.toPauli(base, base + size, spinCount: spinCount)
    q.update(from: base, count: size)
  }

  /// X = rho Lambda of the matrices in scratch.
  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  private func multiplyHermitian(_ base: Pointer, _ codes: UnsafePointer<Int>) {
    let dimension = hamiltonian.dimension
    let (rr, ri, lr, li) = (base, base + size, base + 2 * size, base + 3 * size)
    let (xr, xi) = (base + 4 * size, base + 5 * size)
    let columns = cotangentColumns
    columns.entries.withUnsafeBufferPointer { entries in
      for row in 0..<dimension {
        for column in 0..<dimension {
          var (x, y) = (V(), V())
          var position = columns.starts[column]
          let end = columns.starts[column + 1]
          while position < end {
            let middle = entries[position]
            position &+= 1
            let (p, q) = (codes[row &* dimension &+ middle], codes[middle &* dimension &+ column])
            x = x + (rr[p] * lr[q] - ri[p] * li[q])
            y = y + (rr[p] * li[q] + ri[p] * lr[q])
          }
          let code = codes[row &* dimension &+ column]
          xr[code] = x
          xi[code] = y
        }
      }
    }
  }

  /// X = (rho Lambda+ + rho+ Lambda)/2.
  @_specialize(where V == SIMD4<Double>)
  @_specialize(where V == SIMD8<Float>)
  private func multiplyGeneral(_ base: Pointer, _ codes: UnsafePointer<Int>) {
    let dimension = hamiltonian.dimension
    let (rr, ri, lr, li) = (base, base + size, base + 2 * size, base + 3 * size)
    let (xr, xi) = (base + 4 * size, base + 5 * size)
    let half = V(repeating: 0.5)
    for row in 0..<dimension {
      for column in 0..<dimension {
        var (x, y) = (V(), V())
        for middle in 0..<dimension {
          // rho(row, middle) conj(Lambda(column, middle)) + conj(rho(middle, row)) Lambda(middle, column)
          let (p, q) = (codes[row &* dimension &+ middle], codes[column &* dimension &+ middle])
          let (s, t) = (codes[middle &* dimension &+ row], codes[middle &* dimension &+ column])
          x = x + (rr[p] * lr[q] + ri[p] * li[q]) + (rr[s] * lr[t] + ri[s] * li[t])
          y = y + (ri[p] * lr[q] - rr[p] * li[q]) + (rr[s] * li[t] - ri[s] * lr[t])
        }
        let code = codes[row &* dimension &+ column]
        xr[code] = x * half
        xi[code] = y * half
      }
    }
  }

  // MARK: gradients of runs

  /// Tr(H Q)/2^N, the derivative with respect to the length of a delay.
  private func energyDerivative(_ q: Pointer) -> V {
    var sum = V()
    for spin in 0..<spinCount {
      sum = sum + (offset + V(repeating: spinOffsets[spin])) * q[3 << (2 * spin)] * lanes(0.5)
    }
    for coupling in hamiltonian.couplings {
      let (a, b) = (1 << (2 * coupling.first), 1 << (2 * coupling.second))
      let products = q[a + b] + q[2 * a + 2 * b] + q[3 * a + 3 * b]
      sum = sum + products * lanes(Double.pi * coupling.hertz / 2)
    }
    return sum
  }
}

extension Schedule.Node {
  /// Whether real coefficients can become complex.
  var isComplex: Bool {
    switch self {
    case .run, .relax: false
    case .select, .symmetrize, .dephase: true
    case .positions(_, _, let nodes): nodes.contains { $0.isComplex }
    }
  }

  /// Whether something inside is searched for.
  var hasControls: Bool {
    switch self {
    case .run(let run): run.hasControls
    case .relax(_, let control): control != nil
    case .select, .symmetrize, .dephase: false
    case .positions(_, _, let nodes): nodes.contains { $0.hasControls }
    }
  }
}
