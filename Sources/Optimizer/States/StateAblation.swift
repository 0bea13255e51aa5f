/// What the signal would be without a part of the state at some time: by linearity, and by propagation without it.
import SequenceIR

extension StateSelection {
  /// The selected part of a state (two planes of coefficients of Pauli products, all lanes alike), in the same form.
  func part(
    of state: UnsafeMutablePointer<SIMD4<Double>>, group: Int, stage: StateProgram.Stage,
    operators: ShiftOperators
  ) -> LaneBuffer<SIMD4<Double>> {
    let size = operators.orders.count
    switch self {
    case .orders(let orders):
      return StateSelection.filtered(state, operators) { orders.contains(operators.orders[$0]) }
    case .spinOrders(let counts):
      return StateSelection.filtered(state, operators) { counts.contains(operators.spinOrders[$0]) }
    case .classes(let classes):
      return StateSelection.filtered(state, operators) { classes.contains(operators.classes[$0]) }
    case .products(let products):
      let codes = products.filter { $0.group == group }.map(\.product.code).filter { $0 < size }
      return StateSelection.products(codes, of: state, stage, operators)
    case .all(let selections):
      let result = LaneBuffer<SIMD4<Double>>(count: 2 * size)
      for selection in selections {
        let part = selection.part(of: state, group: group, stage: stage, operators: operators)
        for entry in 0..<2 * size { result.base[entry] += part.base[entry] }
      }
      return result
    case .complement(let selection):
      let part = selection.part(of: state, group: group, stage: stage, operators: operators)
      for entry in 0..<2 * size { part.base[entry] = state[entry] - part.base[entry] }
      return part
    }
  }

  /// Products of I+, I- and Iz with a property.
  private static func filtered(
    _ state: UnsafeMutablePointer<SIMD4<Double>>, _ operators: ShiftOperators, keeps: (Int) -> Bool
  ) -> LaneBuffer<SIMD4<Double>> {
    let size = operators.orders.count
    let result = LaneBuffer<SIMD4<Double>>(count: 2 * size)
    result.base.update(from: state, count: 2 * size)
    StateSums.toShift(result.base, spinCount: operators.spinCount)
    for code in 0..<size where !keeps(code) {
      (result.base[code], result.base[size + code]) = (SIMD4(), SIMD4())
    }
    StateSums.toCartesian(result.base, spinCount: operators.spinCount)
    return result
  }

  /// Products of Ix, Iy and Iz. Where an order was kept without its mirror image, the product is taken from the state with
  /// its mirror image, and what it holds of the kept orders is the part.
  private static func products(
    _ codes: [Int], of state: UnsafeMutablePointer<SIMD4<Double>>, _ stage: StateProgram.Stage,
    _ operators: ShiftOperators
  ) -> LaneBuffer<SIMD4<Double>> {
    let size = operators.orders.count
    let unpaired = StateSums.unpaired(stage)
    let alone = filtered(state, operators) { unpaired.contains(operators.orders[$0]) }
    let result = LaneBuffer<SIMD4<Double>>(count: 2 * size)
    for code in codes { result.base[code] = alone.base[code] * SIMD4(repeating: 2) }
    let kept = filtered(result.base, operators) { unpaired.contains(operators.orders[$0]) }
    // After the last pulse of a shot of which mirror images were dropped, nothing but order -1 is there.
    guard !stage.isDetected else { return kept }
    for code in codes {
      for plane in [0, size] { kept.base[plane + code] += state[plane + code] - alone.base[plane + code] }
    }
    return kept
  }
}

extension StateExperiment {
  /// The contribution of a part of the state at one time to the signal of each band, by linearity: what the functionals
  /// of the signal, carried back to that time, make of the part. `seconds`: from the centre of the first pulse.
  package func contributions(
    of selection: StateSelection, in molecule: Molecule, atSeconds seconds: Double, bands: [StateBand]
  ) throws(SimulationProblem) -> [StateContribution] {
    let run = StateRun(self, molecule).cut(at: [try fromEnd(seconds)])
    return bands.map { band in
      let functionals = run.functionals(of: band).functionals
      let parts = run.map { kind, group in
        let (program, trajectory) = run.trajectory(kind, group)
        run.set(functionals, of: trajectory, kind: kind)
        let operators = ShiftOperators(spinCount: trajectory.hamiltonian.spinCount)
        var sum = SIMD4<Double>()
        trajectory.visitMarks { visit in
          let part = selection.part(
            of: visit.state, group: group, stage: program.stages[visit.mark], operators: operators)
          for entry in 0..<2 * trajectory.size { sum += visit.functionals[entry] * part.base[entry] }
        }
        return sum
      }
      return StateContribution(parts.joined().reduce(SIMD4<Double>(), +))
    }
  }

  /// The spectrum of a molecule, and what it would be without a part of its state at one time: the part is taken out of
  /// the state there, at each place, and the rest propagates on.
  package func spectra(
    of molecule: Molecule, without selection: StateSelection, atSeconds seconds: Double
  ) throws(SimulationProblem) -> (whole: StateSpectrum, rest: StateSpectrum) {
    let run = StateRun(self, molecule).cut(at: [try fromEnd(seconds)])
    return spectra(of: run, without: selection)
  }

  /// The programs of `run` are cut where the part is taken out.
  func spectra(of run: StateRun, without selection: StateSelection) -> (
    whole: StateSpectrum, rest: StateSpectrum
  ) {
    let lines = run.map { kind, group in
      let (program, trajectory) = run.trajectory(kind, group)
      let operators = ShiftOperators(spinCount: trajectory.hamiltonian.spinCount)
      trajectory.propagate(atMark: { mark, trajectory in
        let state = trajectory.propagator.state.base
        let part = selection.part(
          of: state, group: group, stage: program.stages[mark], operators: operators)
        for entry in 0..<2 * trajectory.size { state[entry] -= part.base[entry] }
      })
      return run.finalLines(trajectory, kind: kind)
    }
    return (run.spectrum(of: run.allLines), run.spectrum(of: lines.flatMap { $0.flatMap { $0 } }))
  }

  func fromEnd(_ seconds: Double) throws(SimulationProblem) -> Double {
    let marks = try marks(askedSeconds: [seconds], withBlockEdges: false)
    return marks.first { $0.times.contains(.askedFor) }?.seconds ?? 0
  }
}
