// States that textbooks give in closed form, found by the names of their operators.
import Foundation
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct StateClosedFormTests {
  private typealias Fixtures = StateFixtures

  @Test func magnetizationIsAntiphaseAfterHalfAPeriodOfTheCoupling() throws {
    let states = try Fixtures.states(
      [Fixtures.turn(90, axis: 1)] + Fixtures.echo(1 / 14.0), Fixtures.pair())
    let last = try #require(states.moments.last)
    let found = Fixtures.coefficients(last)
    #expect(last.terms.prefix(2).map(\.name).sorted() == ["2 I1y I2z", "2 I1z I2y"])
    #expect(abs((found["2 I1y I2z"] ?? 0) - 1) < 2e-3)
    #expect(abs((found["2 I1z I2y"] ?? 0) - 1) < 2e-3)
    #expect(abs((Fixtures.part(last, .antiphase)?.norm ?? 0) - 1) < 1e-4)
    #expect(last.observableNow < 2e-3)
    // It was in phase after the first pulse, and nothing else.
    let first = try #require(states.moments.first { $0.title.contains("end of pulse 1") })
    #expect(abs(first.observableNow - 1) < 1e-4)
    #expect(Fixtures.coefficients(first).filter { abs($0.value) > 1e-3 }.keys.sorted() == ["I1x", "I2x"])
  }

  @Test func inphaseAndAntiphaseOfAnEchoFollowCosineAndSine() throws {
    for seconds in [0.011, 0.037, 0.081] {
      let states = try Fixtures.states(
        [Fixtures.turn(90, axis: 1)] + Fixtures.echo(seconds), Fixtures.pair())
      let found = Fixtures.coefficients(try #require(states.moments.last))
      #expect(abs((found["I1x"] ?? 0) - cos(Double.pi * 7 * seconds)) < 2e-3)
      #expect(abs((found["2 I1y I2z"] ?? 0) - sin(Double.pi * 7 * seconds)) < 2e-3)
    }
  }

  @Test func echoOfOneSpinCoupledToTwoAlikeHasDoublyAntiphaseMagnetization() throws {
    let molecule = Fixtures.system([2000, -2000, -2000], [(0, 1, 7), (0, 2, 7)])
    for seconds in [0.02, 0.05] {
      let states = try Fixtures.states([Fixtures.turn(90, axis: 1)] + Fixtures.echo(seconds), molecule)
      let found = Fixtures.coefficients(try #require(states.moments.last))
      let (c, s) = (cos(Double.pi * 7 * seconds), sin(Double.pi * 7 * seconds))
      #expect(abs((found["I1x"] ?? 0) - c * c) < 3e-3)
      #expect(abs((found["2 I1y I2z"] ?? 0) - c * s) < 3e-3)
      #expect(abs((found["2 I1y I3z"] ?? 0) - c * s) < 3e-3)
      #expect(abs((found["4 I1x I2z I3z"] ?? 0) + s * s) < 3e-3)
      // Each of the two alike sees one neighbour.
      #expect(abs((found["I2x"] ?? 0) - c) < 3e-3)
      #expect(abs((found["2 I1z I2y"] ?? 0) - s) < 3e-3)
    }
  }

  /// 90y - 1/(2J) - 90x moves antiphase magnetization from one spin to the other, as in COSY and INEPT.
  @Test func signalOfOneSpinComesFromTheAntiphaseOfTheOtherAfterATransfer() throws {
    let steps = [Fixtures.turn(90, axis: 1)] + Fixtures.echo(1 / 14.0) + [Fixtures.turn(90, axis: 0)]
    let bands = [StateBand(-2030...(-1970)), StateBand(1970...2030)]
    let states = try Fixtures.states(steps, Fixtures.pair(), bands: bands)
    let before = try #require(states.moments.first { $0.title.contains("start of pulse 3") })
    for (band, name) in ["2 I1y I2z", "2 I1z I2y"].enumerated() {
      let term = try #require(before.terms.first { $0.name == name })
      let whole = states.bands[band].contribution.matched.real
      #expect(abs(term.contributions[band].matched.real / whole - 1) < 1e-3)
      // The other one gives the other signal.
      #expect(abs(term.contributions[1 - band].matched.real / whole) < 1e-2)
    }
    let after = Fixtures.coefficients(try #require(states.moments.last))
    #expect(abs((after["2 I1z I2y"] ?? 0) + 1) < 2e-3)
    #expect(abs((after["2 I1y I2z"] ?? 0) + 1) < 2e-3)
  }

  @Test func doubleQuantumFilterHoldsDoubleQuantumCoherenceAlone() throws {
    func steps(_ filter: [SpinProgram.Step]) -> [SpinProgram.Step] {
      [Fixtures.turn(90, axis: 1)] + Fixtures.echo(1 / 14.0) + [Fixtures.turn(90, axis: 1)] + filter
        + [Fixtures.delay(1e-6), Fixtures.turn(90, axis: 1)] + Fixtures.echo(1 / 14.0)
    }
    let states = try Fixtures.states(steps([.select(orders: [-2, 2])]), Fixtures.pair())
    let filtered = try #require(states.moments.first { $0.title.contains("end of pulse 3") })
    #expect(abs((Fixtures.part(filtered, .doubleQuantum)?.norm ?? 0) - 1) < 1e-3)
    #expect(abs((Fixtures.part(filtered, .zeroQuantum)?.norm ?? 0)) < 1e-20)
    #expect(Set(filtered.terms.prefix(2).map(\.name)) == ["2 I1x I2y", "2 I1y I2x"])
    for order in [-2, 2] {
      #expect(abs((filtered.orders.first { $0.order == order }?.part.norm ?? 0) - 0.5) < 1e-3)
    }
    // Both orders bring half of the signal each; without the filter there is no more.
    let pathways = states.pathways.filter { $0.orders[2] == 2 || $0.orders[2] == -2 }
    let half = states.bands[0].contribution.matched.real / 2
    for order in [-2, 2] {
      let sum = pathways.filter { $0.orders[2] == order }.reduce(0) { $0 + $1.contributions[0].matched.real }
      #expect(abs(sum - half) < 1e-6 * half)
    }
    let unfiltered = try Fixtures.states(steps([]), Fixtures.pair())
    #expect(
      abs(unfiltered.bands[0].contribution.matched.real - 2 * half) < 1e-3 * half)
  }

  /// Numbers of dense matrices in numpy: shifts 4 and -3 Hz, J = 10 Hz, echo of 33 ms.
  @Test func stronglyCoupledPairAgreesWithDenseMatrices() throws {
    let expected = [
      "I2x": 0.942632756175, "I2y": -0.282824122918, "I1x": 0.942632756175, "2 I1x I2z": 0.16726172003,
      "I1y": 0.282824122918, "2 I1y I2z": 0.058970496817, "2 I1z I2x": -0.16726172003,
      "2 I1z I2y": 0.058970496817,
    ]
    let states = try Fixtures.states(
      [Fixtures.turn(90, axis: 1)] + Fixtures.echo(0.033), Fixtures.system([4, -3], [(0, 1, 10)]))
    let found = Fixtures.coefficients(try #require(states.moments.last))
    #expect(Set(found.filter { abs($0.value) > 1e-5 }.keys) == Set(expected.keys))
    for (name, value) in expected { #expect(abs((found[name] ?? 0) - value) < 1e-6, "\(name)") }
  }

  /// Numbers of dense matrices in numpy: 90y - 20 ms - 90x - 20 ms on three strongly coupled spins.
  @Test func threeStronglyCoupledSpinsAgreeWithDenseMatrices() throws {
    let expected = [
      "2 I2z I3x": 0.577406678825, "2 I2x I3y": -0.558036462049, "I1z": -0.460041015545,
      "I2x": 0.385284819333, "2 I2x I3x": -0.343613521132, "4 I1y I2x I3z": -0.337491939504,
      "I1y": 0.334518858752, "2 I2y I3x": 0.333912501177, "I2y": -0.333056029899,
      "2 I1z I3y": 0.316990932217, "4 I1x I2y I3z": -0.313706695363, "4 I1z I2y I3z": -0.302956875025,
    ]
    let states = try Fixtures.states(
      [
        Fixtures.turn(90, axis: 1), Fixtures.delay(0.02), Fixtures.turn(90, axis: 0), Fixtures.delay(0.02),
      ], Fixtures.system([30, -12, 5], [(0, 1, 9.1), (0, 2, 3.6), (1, 2, -17.4)]))
    let last = try #require(states.moments.last)
    let found = Fixtures.coefficients(last)
    for (name, value) in expected { #expect(abs((found[name] ?? 0) - value) < 1e-6, "\(name)") }
    #expect(abs(last.norm - 1) < 1e-12)
    #expect(last.terms.prefix(3).map(\.name) == ["2 I2z I3x", "2 I2x I3y", "I1z"])
  }

  @Test func anIdealPulseOnOneProtonGivesASignalOfOne() throws {
    let states = try Fixtures.states(
      [Fixtures.turn(90, axis: 0)], Fixtures.system([0], []), bands: [StateBand(-2000...2000)])
    let signal = states.bands[0].contribution
    // The tails of a line of 1 Hz beyond 2 kHz hold 1/(2000 pi) of its area.
    #expect(abs(signal.integral.real - 1) < 4e-4)
    #expect(abs(signal.integral.imaginary) < 1e-6)
    let last = try #require(states.moments.last)
    #expect(last.terms.first?.name == "I1y" && abs((last.terms.first?.average.real ?? 0) + 1) < 1e-6)
  }
}
