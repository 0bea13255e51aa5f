// Bounds hold for every x, exactly; maps can be undone within them.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct ControlBoundTests {
  /// Parameters from 1e-3 to 1e6, and some beyond all measure.
  @Test func noBoundIsEverExceeded() throws {
    let space = try ControlSpace.make(blocks: ParameterFixtures.blocks).get()
    let budgeted = try ControlSpace.make(
      blocks: ParameterFixtures.blocks, budgets: ParameterFixtures.budgets
    ).get()
    var random = RandomStream(seed: 12)
    for size in [1e-3, 1, 10, 1e3, 1e6, 1e12, 1e160] {
      for _ in 0..<40 {
        let x = ParameterFixtures.parameters(space.dimension, &random, size: size)
        let u = space.evaluate(x)
        #expect(u.allSatisfy { $0.isFinite })
        expectPeaks(space, u)
        #expect(u[space.controlRanges[5].lowerBound] >= 0.1 && u[space.controlRanges[5].lowerBound] <= 0.7)
        #expect(u[space.controlRanges[6].lowerBound] >= 0.002)
        let v = budgeted.evaluate(x)
        expectPeaks(budgeted, v)
        for usage in budgeted.usage(of: v) where usage.quantity == .budget {
          #expect(usage.used < usage.limit ?? 0, "\(usage.name) at \(size)")
        }
      }
    }
  }

  /// Magnitudes by both ways a reader may compute them.
  private func expectPeaks(_ space: ControlSpace, _ u: [Double]) {
    for (block, range) in zip(space.blocks, space.controlRanges) {
      guard let peakHertz = block.peakHertz else { continue }
      for index in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
        #expect((u[index] * u[index] + u[index + 1] * u[index + 1]).squareRoot() < peakHertz)
        #expect(ElementaryFunctions.hypot(u[index], u[index + 1]) < peakHertz)
      }
    }
  }

  /// 3-4-5: z = (3, 4) has |z|^2 + 1 = 26.
  @Test(arguments: [(RadialBound.Form.saturating, 5.0990195135927845), (.folding, 13)])
  func radialBoundCanBeUndone(form: RadialBound.Form, divisor: Double) {
    let bound = RadialBound(peakHertz: 750, form: form)
    var random = RandomStream(seed: 2)
    let z = ParameterFixtures.parameters(200, &random, size: form == .saturating ? 1.5 : 0.15)
    var u = z
    bound.apply(to: &u)
    for (a, b) in zip(z, bound.inverse(u)) { #expect(abs(a - b) < 1e-12) }
    var known = [3.0, 4]
    bound.apply(to: &known)
    #expect(abs(known[0] - 750 * 3 / divisor) < 1e-10 && abs(known[1] - 750 * 4 / divisor) < 1e-10)
    // At and beyond the bound: pulled inside, phase kept.
    var outer = bound.inverse([600, 450, 0, -3_000, 0, 0])
    bound.apply(to: &outer)
    for (value, expected) in zip(outer, [594.0, 445.5, 0, -742.5, 0, 0]) {
      #expect(abs(value - expected) < 1e-9)
    }
  }

  /// Values from the definition, computed with numpy.
  @Test func scalarsFollowTheirFormulas() {
    let between = BoundedScalar(name: "te", range: .between(10, 30))
    let atLeast = BoundedScalar(name: "d", range: .atLeast(2, scale: 3))
    #expect(abs(between.value(0) - 20) < 1e-14 && abs(between.value(1) - 24.621171572600097) < 1e-13)
    #expect(abs(atLeast.value(0) - 5) < 1e-14 && abs(atLeast.value(-40) - 2.074953183502357) < 1e-13)
    for value in [10.5, 17, 29] { #expect(abs(between.value(between.parameter(of: value)) - value) < 1e-13) }
    for value in [2.01, 5, 700] { #expect(abs(atLeast.value(atLeast.parameter(of: value)) - value) < 1e-12) }
    #expect(abs(between.value(between.parameter(of: 99)) - 29.98) < 1e-12)
    #expect(abs(atLeast.value(atLeast.parameter(of: -1)) - 2.003) < 1e-12)
  }

  /// The budget hardly touches a pulse below half of it, and never lets one through above it.
  @Test func budgetIsCloseToTheSharpRule() {
    let budget = EnergyBudget(name: "b", pulses: ["p"], rmsHertz: 10, periodSeconds: 1)
    #expect(budget.limitHertzSquaredSeconds == 100 && budget.limitRMSHertz == 10)
    #expect(budget.factor(energy: 0).factor == 1)
    #expect(budget.factor(energy: 50).factor > 0.992)
    #expect(abs(budget.factor(energy: 100).factor - 0.917004) < 1e-6)
    for energy in [1.0, 50, 100, 300, 1e4, 1e20, 1e40] {
      let factor = budget.factor(energy: energy).factor
      #expect(factor * factor * energy < 100)
      #expect(factor <= min(1, (100 / energy).squareRoot()))
      let kept = factor * factor * energy
      if kept < 97 { #expect(abs(budget.inverseFactor(energy: kept) * factor - 1) < 1e-9) }
    }
    let pulled = budget.inverseFactor(energy: 400)
    let factor = budget.factor(energy: 400 * pulled * pulled).factor
    #expect(abs(factor * factor * pulled * pulled * 400 - 98) < 1e-6)
  }

  @Test func givenControlsAreFoundAgain() throws {
    for budgets in [[], ParameterFixtures.budgets] {
      let space = try ControlSpace.make(blocks: ParameterFixtures.blocks, budgets: budgets).get()
      var random = RandomStream(seed: 6)
      let u = space.evaluate(ParameterFixtures.parameters(space.dimension, &random, size: 0.3))
      let again = space.evaluate(space.parameters(closestTo: u))
      for (a, b) in zip(u, again) { #expect(abs(a - b) < 1e-7 * max(1, abs(a))) }
    }
  }

  @Test func contradictionsAreTold() {
    func problem(_ blocks: [ControlBlock], _ budgets: [EnergyBudget] = []) -> ControlProblem? {
      switch ControlSpace.make(blocks: blocks, budgets: budgets) {
      case .success: nil
      case .failure(let problem): problem
      }
    }
    func scalar(_ range: BoundedScalar.Range) -> ControlBlock {
      .scalar(BoundedScalar(name: "t", range: range))
    }
    #expect(problem([]) == .nothingVaries)
    #expect(problem([ParameterFixtures.shaped("a"), ParameterFixtures.shaped("a")]) == .repeatedName("a"))
    #expect(problem([ParameterFixtures.shaped("a", count: 0)]) == .emptyPulse("a"))
    for peak in [0, -1, Double.nan, .infinity] {
      #expect(problem([ParameterFixtures.shaped("a", peakHertz: peak)]) == .limitNotPositive("a"))
    }
    #expect(problem([scalar(.between(2, 1))]) == .emptyRange("t", lower: 2, upper: 1))
    #expect(problem([scalar(.between(0, .infinity))]) == .notFinite("t"))
    #expect(problem([scalar(.atLeast(0, scale: 0))]) == .limitNotPositive("t"))
    // The least scale of 0.2 needs about 126 Hz.
    guard
      case .emptyRange("r", lower: 0.2, upper: let upper) = problem([
        ParameterFixtures.standard("r", peakHertz: 50)
      ])
    else {
      Issue.record("a peak below the least scale is a contradiction")
      return
    }
    #expect(upper < 0.1)
    #expect(problem([ParameterFixtures.standard("r", peakHertz: 500)]) == nil)
    let budget = EnergyBudget(name: "sar", pulses: ["a", "t"], rmsHertz: 10, periodSeconds: 1)
    #expect(
      problem([ParameterFixtures.shaped("a"), scalar(.free(scale: 1))], [budget])
        == .unknownPulse("t", in: "sar"))
    let none = EnergyBudget(name: "sar", pulses: ["a"], rmsHertz: 0, periodSeconds: 1)
    #expect(problem([ParameterFixtures.shaped("a")], [none]) == .limitNotPositive("sar"))
    #expect(problem(ParameterFixtures.blocks, ParameterFixtures.budgets) == nil)
  }
}
