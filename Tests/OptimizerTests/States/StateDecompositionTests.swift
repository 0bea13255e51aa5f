// The decomposition of the signal is exact, the norm is conserved, and what is taken away is missed by as much.
import Foundation
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct StateDecompositionTests {
  private typealias Fixtures = StateFixtures
  private static let perPPM = 123.0

  private func states(
    filters: Bool = true, relaxes: Bool = true, bands: [StateBand] = [.whole, StateBand(2.40...2.52)]
  ) throws -> MoleculeStates {
    try Fixtures.states(
      Fixtures.mixed(filters: filters), Fixtures.scale(Fixtures.glutamine, relaxes: relaxes), bands: bands,
      asked: [0.5e-3, 3.1e-3, 7.2e-3, 11.25e-3, 15e-3], perPPM: Self.perPPM, reference: 3
    ) {
      $0.relaxes = relaxes
      $0.precision = 1
      $0.linewidthHertz = 6
    }
  }

  private func expectEqual(_ a: StateContribution, _ b: StateContribution, _ size: Double, _ place: String) {
    let differences = [
      a.matched.real - b.matched.real, a.matched.imaginary - b.matched.imaginary,
      a.integral.real - b.integral.real, a.integral.imaginary - b.integral.imaginary,
    ]
    for difference in differences { #expect(abs(difference) < 1e-10 * size, "\(place)") }
  }

  @Test(arguments: [true, false]) func operatorsAddUpToTheSignalAtEveryTime(filters: Bool) throws {
    let states = try states(filters: filters)
    #expect(states.moments.count >= 12)
    for (band, signal) in states.bands.enumerated() {
      let size = signal.contribution.matched.real
      #expect(size > 1e-3)
      for moment in states.moments {
        expectEqual(moment.total[band], signal.contribution, size, "\(moment.title) \(moment.seconds)")
        for parts in [
          moment.classes.map(\.part), moment.orders.map(\.part), moment.spinOrders.map(\.part),
        ] {
          expectEqual(
            parts.reduce(.zero) { $0 + $1.contributions[band] }, signal.contribution, size, moment.title)
        }
      }
    }
  }

  @Test func listedOperatorsHoldNearlyAllOfTheSignal() throws {
    let states = try states()
    let moment = try #require(states.moments.first { $0.title.contains("start of pulse 3") })
    let sum = moment.terms.reduce(StateContribution.zero) { $0 + $1.contributions[1] }
    #expect(abs(sum.matched.real / states.bands[1].contribution.matched.real - 1) < 0.02)
  }

  @Test(arguments: [true, false]) func pathwaysAddUpToTheSignal(filters: Bool) throws {
    let states = try states(filters: filters)
    #expect(states.pathways.count > 1)
    for (band, signal) in states.bands.enumerated() {
      let sum = states.pathways.reduce(StateContribution.zero) { $0 + $1.contributions[band] }
      expectEqual(sum, signal.contribution, signal.contribution.matched.real, "pathways")
    }
  }

  @Test func normIsConservedWithoutRelaxationAndFilters() throws {
    let steps: [SpinProgram.Step] = [
      .pulse(
        SpinProgram.Pulse(
          .fixed(
            x: (0..<50).map { 300 * sin(Double($0) / 7) }, y: (0..<50).map { 200 * cos(Double($0) / 5) }),
          dwellSeconds: 40e-6)), Fixtures.delay(7e-3), Fixtures.turn(70, axis: 1), Fixtures.delay(0.1e-3),
      Fixtures.turn(120, axis: 0), Fixtures.delay(12e-3),
    ]
    let states = try Fixtures.states(
      steps, Fixtures.scale(Fixtures.glutamine, relaxes: false), asked: [1e-3, 5e-3, 16e-3],
      perPPM: Self.perPPM, reference: 3)
    #expect(states.moments.count >= 9)
    for moment in states.moments {
      #expect(abs(moment.norm - 1) < 1e-12, "\(moment.title)")
      #expect(abs(moment.averageNorm - 1) < 1e-12)
      for parts in [moment.classes.map(\.part), moment.orders.map(\.part), moment.spinOrders.map(\.part)] {
        #expect(abs(parts.reduce(0) { $0 + $1.norm } - 1) < 1e-12)
      }
      #expect(abs(moment.terms.reduce(0) { $0 + $1.share } - 1) < 0.2)
    }
  }

  @Test func normOfPartsIsThatOfTheStateWhereMirrorImagesWereDropped() throws {
    for moment in try states(relaxes: false).moments {
      for parts in [moment.classes.map(\.part), moment.orders.map(\.part), moment.spinOrders.map(\.part)] {
        #expect(abs(parts.reduce(0) { $0 + $1.norm } - moment.norm) < 1e-12 * max(1, moment.norm))
      }
    }
  }

  /// A refocused echo whose crushers keep -1, +1, -1: nothing of a weakly coupled pair is lost, counted with mirror images.
  @Test func crushersOfAnEchoCostNothingWhenMirrorImagesAreCounted() throws {
    let steps: [SpinProgram.Step] = [
      Fixtures.turn(90, axis: 0), .select(orders: [1]), Fixtures.delay(5e-3), Fixtures.turn(180, axis: 0),
      .select(orders: [-1]), Fixtures.delay(5e-3), Fixtures.turn(180, axis: 0), .select(orders: [1]),
      Fixtures.delay(5e-3), Fixtures.turn(180, axis: 0), Fixtures.delay(5e-3),
    ]
    let states = try Fixtures.states(steps, Fixtures.pair())
    for moment in states.moments {
      #expect(abs(moment.norm - 1) < 1e-4)
      if moment.pulsesBefore > 0 { #expect(moment.countsMirrorImages) }
    }
    let last = Fixtures.coefficients(try #require(states.moments.last))
    #expect(abs(abs(last["I1y"] ?? 0) - cos(Double.pi * 7 * 0.02)) < 2e-3)
    #expect(abs((states.moments.last?.observableNow ?? 0) - cos(Double.pi * 7 * 0.02)) < 2e-3)
    #expect(states.pathways.map(\.orders) == [[1, -1, 1]])
  }

  // MARK: ablation

  @Test(arguments: [
    StateSelection.orders([1]), .orders([-1, 0]), .spinOrders([2]), .classes([.antiphase, .inPhase]),
    .classes([.doubleQuantum]), .complement(.classes([.longitudinal])),
    .all([.orders([2]), .orders([-2])]),
  ]) func propagationWithoutAPartLacksWhatThePartBrings(selection: StateSelection) throws {
    try expectAblationAgrees(selection, Fixtures.glutamine)
  }

  @Test func propagationWithoutANamedProductLacksWhatItBrings() throws {
    let molecule = Fixtures.glutamine
    for names in [["2 I2x I3z"], ["I4y", "2 I4y I5z"], ["4 I2z I3x I4z", "I6x"]] {
      let products = try names.map { try #require(NamedProduct($0, of: molecule)) }
      try expectAblationAgrees(.products(products), molecule)
    }
  }

  private func expectAblationAgrees(_ selection: StateSelection, _ molecule: Molecule) throws {
    let experiment = Fixtures.experiment(Fixtures.mixed(), perPPM: Self.perPPM, reference: 3) {
      $0.precision = 1
      $0.linewidthHertz = 6
    }
    let range = 2.40...2.52
    // Within the first slice, after its filter; between the slices; before the last pulse; after it.
    for seconds in [3e-3, 6e-3, 14e-3, 17.5e-3] {
      let linear = try experiment.contributions(
        of: selection, in: molecule, atSeconds: seconds, bands: [StateBand(range)])[0]
      let (whole, rest) = try experiment.spectra(of: molecule, without: selection, atSeconds: seconds)
      let size = whole.size(inPPM: range)
      let left = rest.projection(on: whole, inPPM: range)
      #expect(abs(size - left.real - linear.matched.real) < 1e-10 * size, "\(seconds)")
      #expect(abs(-left.imaginary - linear.matched.imaginary) < 1e-10 * size)
      let (a, b) = (whole.integral(inPPM: range), rest.integral(inPPM: range))
      #expect(abs(a.real - b.real - linear.integral.real) < 1e-10 * size)
      #expect(abs(a.imaginary - b.imaginary - linear.integral.imaginary) < 1e-10 * size)
    }
  }

  @Test func removingAllThatBringsSignalLeavesNone() throws {
    let experiment = Fixtures.experiment(
      [Fixtures.turn(90, axis: 1)] + Fixtures.echo(1 / 14.0) + [Fixtures.turn(90, axis: 0)])
    let before = 1 / 14.0 - 1e-12
    let molecule = Fixtures.pair()
    let product = try #require(NamedProduct("2 I1y I2z", of: molecule))
    let (whole, rest) = try experiment.spectra(
      of: molecule, without: .products([product]), atSeconds: before)
    #expect(rest.size(inPPM: -2030...(-1970)) < 0.02 * whole.size(inPPM: -2030...(-1970)))
    #expect(rest.size(inPPM: 1970...2030) > 0.99 * whole.size(inPPM: 1970...2030))
  }

  // MARK: names

  @Test func productsAreNamedWithTheFieldsFactor() throws {
    let molecule = Fixtures.glutamine
    for name in ["I1x", "2 I2x I3z", "4 I1z I2x I3y", "I6z"] {
      let product = try #require(NamedProduct(name, of: molecule))
      #expect(product.product.name(first: molecule.firstSpins[product.group]) == name)
    }
    #expect(NamedProduct("I2x I3z", of: molecule) == NamedProduct("2 I2x I3z", of: molecule))
    // No such spin, two systems, one spin twice, another factor, no axis, nothing.
    for text in ["I7x", "2 I5x I6z", "2 I1x I1z", "3 I1x I2z", "I1", "", "2"] {
      #expect(NamedProduct(text, of: molecule) == nil, "\(text)")
    }
  }

  @Test func interferenceIsTheSumOverTheRootOfTheSquares() {
    func entry(_ real: Double, _ imaginary: Double = 0) -> StateContribution {
      StateContribution(matched: (real, imaginary), integral: (0, 0))
    }
    let adding = Interference([entry(1), entry(1), entry(1), entry(1)])
    #expect(adding.enhancement == 2 && adding.coherence == 1)
    let cancelling = Interference([entry(3), entry(-3, 4)])
    #expect(abs(cancelling.enhancement - 4 / 34.0.squareRoot()) < 1e-15)
    #expect(cancelling.coherence == 0.5)
    #expect(Interference([]).enhancement == 0)
  }
}
