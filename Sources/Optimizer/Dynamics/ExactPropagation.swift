/// The slow, obvious way from a program to a signal: dense matrices of spin operators, the Hamiltonian of every moment
/// written out, its exponential. The oracle of the fast engine, with which it shares no code, and the verification of
/// what an optimization found. Time grows as 8^N; six spins are comfortable.
import SequenceIR

/// One spin group and one member of an ensemble.
package struct ExactPropagation: Sendable {
  /// The density operator, scaled so that equilibrium is Fz.
  typealias State = ComplexMatrix

  let group: SpinGroup
  let member: EnsembleMember
  let program: SpinProgram
  let controls: EnsembleControls
  let rates: RelaxationRates?
  /// Longest step of relaxation and precession one after the other, s.
  let relaxationSeconds: Double
  let operators: SpinOperators
  /// Shifts and couplings, rad/s.
  let freeHamiltonian: ComplexMatrix

  package init(
    group: SpinGroup, member: EnsembleMember = EnsembleMember(), program: SpinProgram,
    controls: EnsembleControls = EnsembleControls(), fieldHertzPerPPM: Double, receiverPPM: Double,
    relaxes: Bool = false, relaxationSeconds: Double = 0.1e-3
  ) {
    self.group = group
    self.member = member
    self.program = program
    self.controls = controls
    self.relaxationSeconds = relaxationSeconds
    if relaxes, let t1 = group.t1Seconds, let t2 = group.t2Seconds {
      rates = RelaxationRates(longitudinal: 1 / t1, transverse: 1 / t2)
    } else {
      rates = nil
    }
    operators = SpinOperators(spinCount: group.system.spinCount)
    var sum = ComplexMatrix(order: operators.dimension)
    for (spin, ppm) in group.system.shiftsPPM.enumerated() {
      sum = sum + operators.z[spin].scaled(2 * Double.pi * fieldHertzPerPPM * (ppm - receiverPPM))
    }
    for coupling in group.system.couplings {
      let (a, b) = (coupling.first, coupling.second)
      let product =
        operators.x[a] * operators.x[b] + operators.y[a] * operators.y[b] + operators.z[a] * operators.z[b]
      sum = sum + product.scaled(2 * Double.pi * coupling.hertz)
    }
    freeHamiltonian = sum
  }

  // MARK: what is measured

  /// The signal 4/2^N Tr(F+ rho) at 0, 1, 2, ... dwells after the program: one proton's transverse magnetisation
  /// gives 1. It precesses undamped; `alignsFrequency` takes the offset of the member away.
  package func signal(
    sampleCount: Int, dwellSeconds: Double, alignsFrequency: Bool = true
  ) -> (real: [Double], imaginary: [Double]) {
    let raising = operators.totalX + operators.totalY.scaled(0, 1)
    let scale = 4 / Double(operators.dimension) * group.multiplicity
    let offset = operators.totalZ.scaled(alignsFrequency ? 0 : 2 * Double.pi * member.offsetHertz)
    let step = (freeHamiltonian + offset).scaled(0, -dwellSeconds).exponential
    let back = step.adjoint
    var state = finalState()
    var (real, imaginary): ([Double], [Double]) = ([], [])
    for _ in 0..<sampleCount {
      let value = ComplexMatrix.trace(raising, state)
      real.append(scale * value.real)
      imaginary.append(scale * value.imaginary)
      state = step * state * back
    }
    return (real, imaginary)
  }

  /// The spectrum of the damped signal, and of t times it, at the points of a grid; one molecule.
  package func spectrum(grid: SpectralGrid, linewidthHertz: Double, alignsFrequency: Bool = true)
    -> MemberSpectra
  {
    let undamped = signal(
      sampleCount: grid.sampleCount, dwellSeconds: grid.dwellSeconds, alignsFrequency: alignsFrequency)
    var result = MemberSpectra(moleculeCount: 1, pointCount: grid.pointCount)
    for (point, frequency) in grid.frequenciesHertz.enumerated() {
      for sample in 0..<grid.sampleCount {
        let time = Double(sample) * grid.dwellSeconds
        let weight =
          ElementaryFunctions.exp(-Double.pi * linewidthHertz * time) / Double(grid.sampleCount)
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(2 * Double.pi * frequency * time)
        let re = weight * (undamped.real[sample] * cosine + undamped.imaginary[sample] * sine)
        let im = weight * (undamped.imaginary[sample] * cosine - undamped.real[sample] * sine)
        result.signal.real[point] += re
        result.signal.imaginary[point] += im
        result.timeWeighted.real[point] += time * re
        result.timeWeighted.imaginary[point] += time * im
      }
    }
    return result
  }

  // MARK: the program

  /// The state at the end of the program.
  func finalState() -> State {
    let start: State
    switch program.start {
    case .equilibrium: start = operators.totalZ
    case .transverse(let cosine, let sine):
      start = operators.totalX.scaled(cosine) + operators.totalY.scaled(sine)
    }
    // With the unit operator, which is what relaxation leads back to.
    let unit = ComplexMatrix.identity(order: operators.dimension)
    return play(program.steps, on: rates == nil ? start : start + unit, at: [0, 0, 0])
  }

  private func play(_ steps: [SpinProgram.Step], on start: State, at place: [Double]) -> State {
    var state = start
    for step in steps {
      switch step {
      case .pulse(let pulse): state = play(pulse, on: state, at: place)
      case .delay(let delay):
        let seconds = delay.seconds + (delay.control.map { controls.delays[$0] } ?? 0)
        state = hold(state, b1Hertz: (0, 0), offsetHertz: member.offsetHertz, seconds: seconds)
      case .select(let orders): state = operators.keeping(orders, of: state)
      case .symmetrize: state = state + state.adjoint
      case .dephase(let moment):
        let angle = 2 * Double.pi * zip(moment, place).reduce(0) { $0 + $1.0 * $1.1 }
        let turn = operators.totalZ.scaled(0, -angle).exponential
        state = turn * state * turn.adjoint
      case .positions(let positions):
        var average = State(order: operators.dimension)
        for (position, weight) in zip(positions.places, positions.weights) {
          let here = zip(place, position).map { $0 + $1 }
          average = average + play(positions.steps, on: state, at: here).scaled(weight)
        }
        state = average
      }
    }
    return state
  }

  private func play(_ pulse: SpinProgram.Pulse, on start: State, at place: [Double]) -> State {
    var state = start
    for sample in 0..<pulse.sampleCount {
      var (x, y): (Double, Double)
      switch pulse.waveform {
      case .fixed(let xs, let ys): (x, y) = (xs[sample], ys[sample])
      case .control(let first, _):
        (x, y) = (controls.samples[2 * (first + sample)], controls.samples[2 * (first + sample) + 1])
      }
      func value(_ list: [Double]) -> Double { list.isEmpty ? 0 : list.count == 1 ? list[0] : list[sample] }
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(
        pulse.phase + 2 * Double.pi * pulse.turnHertz * Double(sample) * pulse.dwellSeconds)
      (x, y) = (cosine * x - sine * y, sine * x + cosine * y)
      let gradient = zip(pulse.gradients, place).reduce(0) { $0 + value($1.0) * $1.1 }
      state = hold(
        state, b1Hertz: (member.b1Scale * x, member.b1Scale * y),
        offsetHertz: member.offsetHertz + gradient - pulse.turnHertz, seconds: pulse.dwellSeconds)
      // In the frame that turns with the pulse it stands still; the state is wanted in the other.
      if pulse.turnHertz != 0 {
        let turn = operators.totalZ.scaled(0, -2 * Double.pi * pulse.turnHertz * pulse.dwellSeconds)
          .exponential
        state = turn * state * turn.adjoint
      }
    }
    return state
  }

  /// rho -> U rho U+ with U = exp(-i H t) while nothing changes; relaxation before and after, in short steps.
  private func hold(
    _ start: State, b1Hertz: (x: Double, y: Double), offsetHertz: Double, seconds: Double
  ) -> State {
    let scale = 2 * Double.pi
    let hamiltonian =
      freeHamiltonian + operators.totalX.scaled(scale * b1Hertz.x)
      + operators.totalY.scaled(scale * b1Hertz.y)
      + operators.totalZ.scaled(scale * offsetHertz)
    let count = rates == nil ? 1 : max(1, Int((seconds / relaxationSeconds).rounded(.up)))
    let step = seconds / Double(count)
    let forth = hamiltonian.scaled(0, -step).exponential
    let back = forth.adjoint
    var state = start
    for _ in 0..<count {
      state = relaxed(state, seconds: step / 2)
      state = forth * state * back
      state = relaxed(state, seconds: step / 2)
    }
    return state
  }

  private func relaxed(_ state: State, seconds: Double) -> State {
    guard let rates else { return state }
    let longitudinal = ElementaryFunctions.exp(-rates.longitudinal * seconds)
    let decayed = operators.relaxed(
      state, transverse: ElementaryFunctions.exp(-rates.transverse * seconds), longitudinal: longitudinal)
    let unit = ComplexMatrix.trace(state, ComplexMatrix.identity(order: operators.dimension))
    let share = (1 - longitudinal) / Double(operators.dimension)
    return decayed + operators.totalZ.scaled(share * unit.real, share * unit.imaginary)
  }
}

extension EnsembleSetup {
  /// What the engine should give for one member, by `ExactPropagation`.
  package func exactSpectra(
    member index: Int, controls: EnsembleControls = EnsembleControls(), relaxationSeconds: Double = 0.1e-3
  ) -> MemberSpectra {
    var result = MemberSpectra(moleculeCount: moleculeCount, pointCount: grid.pointCount)
    for (row, molecule) in molecules[members[index].parameterSet].enumerated() {
      for group in molecule.groups {
        let part = ExactPropagation(
          group: group, member: members[index], program: program, controls: controls,
          fieldHertzPerPPM: fieldHertzPerPPM, receiverPPM: receiverPPM, relaxes: relaxes,
          relaxationSeconds: relaxationSeconds
        ).spectrum(grid: grid, linewidthHertz: linewidthHertz, alignsFrequency: alignsFrequency)
        result.signal.add(part.signal, toMolecule: row)
        result.timeWeighted.add(part.timeWeighted, toMolecule: row)
      }
    }
    return result
  }
}

extension SpectrumTable {
  fileprivate mutating func add(_ part: SpectrumTable, toMolecule row: Int) {
    for point in 0..<pointCount {
      real[row * pointCount + point] += part.real[point]
      imaginary[row * pointCount + point] += part.imaginary[point]
    }
  }
}
