// A filter of coherence orders is what crushers and phase cycles leave over: averages over angles show the same.
import Optimizer
import SequenceIR
import Testing

@Suite struct CoherenceSelectionTests {
  private static let first = SpinFixtures.ideal(degrees: 75, phaseDegrees: 20)
  private static let second = SpinFixtures.ideal(degrees: 140, phaseDegrees: 65)
  private static let third = SpinFixtures.ideal(degrees: 80, phaseDegrees: -30)
  private static let wait = SpinFixtures.delay(9e-3)
  /// A crusher of k/8 cycles at place k, along x or y: eight angles tell orders apart whose differences are below 8.
  private static func crush(_ axis: Int) -> SpinProgram.Step {
    .dephase(cyclesPerMetre: axis == 0 ? [1, 0, 0] : [0, 1, 0])
  }
  private static func averaged(_ axis: Int, _ steps: [SpinProgram.Step]) -> SpinProgram.Step {
    let places = (0..<8).map { axis == 0 ? [Double($0) / 8, 0, 0] : [0, Double($0) / 8, 0] }
    return .positions(.init(places: places, weights: places.map { _ in 0.125 }, steps: steps))
  }

  /// Both programs by both ways: four equal signals.
  private func expectEqual(_ one: [SpinProgram.Step], _ other: [SpinProgram.Step]) {
    let tables = [one, other].flatMap { steps -> [SpectrumTable] in
      let setup = SpinFixtures.signalSetup(
        SpinFixtures.threeSpins, SpinProgram(steps: steps), member: EnsembleMember(offsetHertz: 21))
      return [setup.engine(withTime: false).spectra()[0].signal, setup.exactSpectra(member: 0).signal]
    }
    #expect(tables[0].points.reduce(0) { max($0, $1.size) } > 1e-3, "there is a signal to compare")
    // An ideal pulse lasts a nanosecond.
    for table in tables.dropFirst() { #expect(relativeDifference(table, tables[0]) < 1e-6) }
  }

  /// Detection sees the order -1, so equal crushers around a pulse let through what was +1 before it.
  @Test func crushersAroundARefocusingPulseKeepTheOrderThatTheyRefocus() {
    expectEqual(
      [Self.first, Self.wait, .select(orders: [1]), Self.second, Self.wait],
      [
        Self.first, Self.wait, Self.averaged(0, [Self.crush(0), Self.second, Self.crush(0)]), Self.wait,
      ])
  }

  /// Crushers around a refocusing pulse let through +1 to -1 and -1 to +1; a third pulse makes signal of both.
  @Test func onePathwayOfAMirroredPairStandsForBoth() {
    let excite = SpinFixtures.ideal(degrees: 90, phaseDegrees: 20)
    expectEqual(
      [
        excite, Self.wait, .select(orders: [1]), Self.second, .select(orders: [-1]), .symmetrize, Self.wait,
        Self.third, Self.wait,
      ],
      [
        excite, Self.wait, Self.averaged(0, [Self.crush(0), Self.second, Self.crush(0)]), Self.wait,
        Self.third, Self.wait,
      ])
  }

  @Test func aCrusherInTheMixingTimeKeepsZeroOrder() {
    expectEqual(
      [
        Self.first, Self.wait, .select(orders: [1]), Self.second, .select(orders: [0]), Self.wait,
        Self.third, Self.wait,
      ],
      [
        Self.first, Self.wait,
        Self.averaged(
          0,
          [
            Self.crush(0), Self.second, Self.averaged(1, [Self.crush(1)]), Self.wait, Self.third,
            Self.crush(0),
          ]), Self.wait,
      ])
  }

  /// The pulse steps through eight phases, the receiver follows with exp(-i dp phi): coherences whose order changes by
  /// dp add up, all others cancel.
  @Test(arguments: [-2, -1, 0]) func aPhaseCycleKeepsTheChangeOfOrderThatTheReceiverFollows(change: Int) {
    let wholeChain = { (steps: [SpinProgram.Step]) -> [Complex] in
      SpinFixtures.signalSetup(SpinFixtures.threeSpins, SpinProgram(steps: steps))
        .engine(withTime: false).spectra()[0].signal.points
    }
    let selected = wholeChain([
      Self.first, Self.wait, .select(orders: [-1 - change]), Self.second, Self.wait,
    ])
    var cycled = [Complex](repeating: Complex(0), count: selected.count)
    for step in 0..<8 {
      let degrees = 45 * Double(step)
      let shot = wholeChain([
        Self.first, Self.wait, SpinFixtures.ideal(degrees: 140, phaseDegrees: 65 + degrees), Self.wait,
      ])
      // A pulse of phase phi multiplies what changes by dp with exp(-i dp phi).
      let receiver = Complex.polar(1.0 / 8, Double(change) * degrees * Double.pi / 180)
      for point in shot.indices { cycled[point] = cycled[point] + receiver * shot[point] }
    }
    #expect(relativeDifference(cycled, selected) < 1e-6)
  }

  @Test func theOrdersTogetherAreTheWhole() {
    let steps = { (orders: [Int]) in
      [Self.first, Self.wait, SpinProgram.Step.select(orders: orders), Self.second, Self.wait]
    }
    let parts = (-3...3).map {
      SpinFixtures.signalSetup(SpinFixtures.threeSpins, SpinProgram(steps: steps([$0]))).engine().spectra()[0]
        .signal.points
    }
    let sum = parts.dropFirst().reduce(parts[0]) { zip($0, $1).map { $0 + $1 } }
    let whole = SpinFixtures.signalSetup(
      SpinFixtures.threeSpins, SpinProgram(steps: [Self.first, Self.wait, Self.second, Self.wait]))
    #expect(relativeDifference(sum, whole.engine().spectra()[0].signal.points) < 1e-12)
  }
}
