// Two hundred experiments at random, each with what physics demands of it whatever the numbers.
import Optimizer
import SequenceIR
import Testing

@Suite struct DynamicsPropertyTests {
  private typealias Noise = SpinFixtures.Noise

  /// What holds, and a case of it: the difference of two numbers or signals that have to agree, and the tolerance.
  private static let properties:
    [(name: String, tolerance: Double, difference: @Sendable (inout Noise) -> Double)] =
      [
        ("the signal is linear in the state at the start", 1e-12, linearity),
        ("a reversed experiment gives back what it was made from", 1e-11, timeReversal),
        ("all lines together are one for each proton", 1e-10, sumRule),
        ("molecules apart are a molecule without couplings between them", 1e-11, clusters),
        ("turning all pulses turns the signal", 1e-11, phases),
        ("a coupling between equivalent spins has no effect", 2e-5, equivalence),
        ("B1 scale is a factor of B1", 1e-12, b1Scale),
        ("an offset is a shift of all spins", 1e-10, offset),
      ]

  @Test(arguments: 0..<25) func twoHundredRandomExperimentsObeyTheLaws(round: Int) {
    for (index, property) in Self.properties.enumerated() {
      var noise = Noise(UInt64(1000 + 8 * round + index))
      for _ in 0..<8 { _ = noise.next() }
      let difference = property.difference(&noise)
      #expect(difference < property.tolerance, "\(property.name), case \(8 * round + index)")
    }
  }

  // MARK: experiments at random

  private static func whole(_ noise: inout Noise, _ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int((noise.next() + 1) / 2 * Double(range.count)) % range.count
  }

  private static func system(_ noise: inout Noise) -> SpinSystem {
    SpinFixtures.randomSystem(&noise, spinCount: whole(&noise, 1...3))
  }

  private static func member(_ noise: inout Noise) -> EnsembleMember {
    EnsembleMember(b1Scale: 1 + 0.15 * noise.next(), offsetHertz: 20 * noise.next())
  }

  /// A pulse, a delay, sometimes a filter, another pulse and delay; `turned` adds to all phases, `b1` to all fields.
  private static func steps(_ noise: inout Noise, turned: Double = 0, b1: Double = 1) -> [SpinProgram.Step] {
    var steps: [SpinProgram.Step] = []
    for _ in 0..<2 {
      let count = whole(&noise, 3...12)
      let (x, y) = (noise.samples(count, hertz: 1000 * b1), noise.samples(count, hertz: 1000 * b1))
      let phase = 3 * noise.next() + turned
      steps.append(
        .pulse(.init(.fixed(x: x, y: y), dwellSeconds: 40e-6 * (1.2 + noise.next()), phase: phase)))
      if noise.next() > 0 { steps.append(.select(orders: [-1, 0, 1, 2])) }
      steps.append(SpinFixtures.delay(2e-3 * (1.1 + noise.next())))
    }
    return steps
  }

  private static func signal(
    _ system: SpinSystem, _ program: SpinProgram, _ member: EnsembleMember, aligns: Bool = true
  ) -> [Complex] {
    SpinFixtures.signalSetup(system, program, member: member, sampleCount: 32, aligns: aligns)
      .engine(withTime: false).spectra()[0].signal.points
  }

  // MARK: laws

  private static func linearity(_ noise: inout Noise) -> Double {
    let (system, member, steps) = (system(&noise), member(&noise), steps(&noise))
    let (a, b) = (noise.next(), noise.next())
    let signals = [(a, b), (1, 0), (0, 1)].map {
      signal(system, SpinProgram(start: .transverse(cosine: $0.0, sine: $0.1), steps: steps), member)
    }
    let sum = zip(signals[1], signals[2]).map { Complex(a) * $0 + Complex(b) * $1 }
    return relativeDifference(signals[0], sum)
  }

  /// Tr(Fx U Fx U+) is the same for U and U+: with fields, shifts, offsets and couplings reversed, and in reversed order.
  /// An even number of whole kick intervals a pulse makes the splitting itself reversible.
  private static func timeReversal(_ noise: inout Noise) -> Double {
    let (system, member) = (system(&noise), member(&noise))
    let count = 8 * whole(&noise, 1...3)
    let pulses = (0..<2).map { _ in (noise.samples(count, hertz: 1000), noise.samples(count, hertz: 1000)) }
    let wait = SpinFixtures.delay(2e-3 * (1.2 + noise.next()))
    func played(_ pulse: ([Double], [Double])) -> SpinProgram.Step {
      .pulse(.init(.fixed(x: pulse.0, y: pulse.1), dwellSeconds: 20e-6))
    }
    func reversed(_ pulse: ([Double], [Double])) -> ([Double], [Double]) {
      (pulse.0.reversed().map { -$0 }, pulse.1.reversed().map { -$0 })
    }
    func overlap(_ system: SpinSystem, _ member: EnsembleMember, _ steps: [SpinProgram.Step]) -> Double {
      let program = SpinProgram(start: .transverse(cosine: 1, sine: 0), steps: steps)
      return signal(system, program, member).reduce(0) { $0 + $1.re }
    }
    var mirrored = system
    mirrored.shiftsPPM = system.shiftsPPM.map { 6 - $0 }
    for index in mirrored.couplings.indices { mirrored.couplings[index].hertz *= -1 }
    var opposite = member
    opposite.offsetHertz *= -1
    let forth = overlap(system, member, [played(pulses[0]), wait, played(pulses[1])])
    let back = overlap(mirrored, opposite, [played(reversed(pulses[1])), wait, played(reversed(pulses[0]))])
    return abs(forth - back)
  }

  private static func sumRule(_ noise: inout Noise) -> Double {
    let (system, phase) = (system(&noise), 360 * noise.next())
    let start = SpinProgram.Start.transverse(
      cosine: ElementaryFunctions.cos(phase * Double.pi / 180),
      sine: ElementaryFunctions.sin(phase * Double.pi / 180))
    let sum = signal(system, SpinProgram(start: start, steps: []), EnsembleMember())
      .reduce(Complex(0)) { $0 + $1 }
    return abs(sum.size - Double(system.spinCount))
  }

  private static func clusters(_ noise: inout Noise) -> Double {
    let one = SpinFixtures.randomSystem(&noise, spinCount: whole(&noise, 1...2))
    let other = SpinFixtures.randomSystem(&noise, spinCount: 2)
    let member = member(&noise)
    // Filters act on all coherences of a molecule together; cut molecules have those of their parts.
    let program = SpinProgram(
      steps: steps(&noise).filter { if case .select = $0 { false } else { true } })
    let whole = SpinSystem(
      shiftsPPM: one.shiftsPPM + other.shiftsPPM,
      couplings: one.couplings
        + other.couplings.map {
          ScalarCoupling($0.first + one.spinCount, $0.second + one.spinCount, hertz: $0.hertz)
        })
    let parts = zip(signal(one, program, member), signal(other, program, member)).map { $0 + $1 }
    return relativeDifference(parts, signal(whole, program, member))
  }

  private static func phases(_ noise: inout Noise) -> Double {
    let (system, member, turned) = (system(&noise), member(&noise), 3 * noise.next())
    var again = noise
    let plain = signal(system, SpinProgram(steps: steps(&noise)), member)
    let turnedSignal = signal(system, SpinProgram(steps: steps(&again, turned: turned)), member)
    return relativeDifference(turnedSignal, plain.map { $0 * Complex.polar(1, turned) })
  }

  private static func equivalence(_ noise: inout Noise) -> Double {
    let single = SpinFixtures.randomSystem(&noise, spinCount: 2)
    let hertz = single.couplings[0].hertz
    let system = SpinSystem(
      shiftsPPM: [single.shiftsPPM[0], single.shiftsPPM[1], single.shiftsPPM[1]],
      couplings: [ScalarCoupling(0, 1, hertz: hertz), ScalarCoupling(0, 2, hertz: hertz)])
    var coupled = system
    coupled.couplings.append(ScalarCoupling(1, 2, hertz: 16 * noise.next()))
    let (member, program) = (member(&noise), SpinProgram(steps: steps(&noise)))
    return relativeDifference(signal(coupled, program, member), signal(system, program, member))
  }

  private static func b1Scale(_ noise: inout Noise) -> Double {
    let (system, member) = (system(&noise), member(&noise))
    var again = noise
    let scaled = signal(system, SpinProgram(steps: steps(&noise)), member)
    let plain = EnsembleMember(offsetHertz: member.offsetHertz)
    // The schedule of a stronger field may be cut finer: the couplings stay where they are.
    return relativeDifference(
      signal(system, SpinProgram(steps: steps(&again, b1: member.b1Scale)), plain), scaled)
  }

  private static func offset(_ noise: inout Noise) -> Double {
    let (system, member, steps) = (system(&noise), member(&noise), steps(&noise))
    var shifted = system
    shifted.shiftsPPM = system.shiftsPPM.map { $0 + member.offsetHertz / SpinFixtures.fieldHertzPerPPM }
    let plain = EnsembleMember(b1Scale: member.b1Scale)
    return relativeDifference(
      signal(system, SpinProgram(steps: steps), member, aligns: false),
      signal(shifted, SpinProgram(steps: steps), plain))
  }
}
