// Gradients pulled back through every map, against central differences.
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct ControlGradientTests {
  private func error(
    _ blocks: [ControlBlock], budgets: [EnergyBudget] = [], penalties: [ControlPenalty] = [],
    seed: UInt64 = 1,
    size: Double = 1, unit: Double = 500
  ) throws -> Double {
    let space = try ControlSpace.make(blocks: blocks, budgets: budgets).get()
    var random = RandomStream(seed: seed)
    let function = ControlledFunction(
      space: space, objective: ParameterFixtures.probe(space.controlCount, unit: unit),
      penalties: try ControlPenalties.make(penalties, in: space).get())
    let x = ParameterFixtures.parameters(space.dimension, &random, size: size)
    return TestFunctions.gradientError(function, at: x)
  }

  @Test(arguments: ParameterFixtures.blocks) func everyBlockPullsItsGradientBack(block: ControlBlock) throws {
    for seed in 1...5 {
      let unit = block.dwellSeconds == nil ? 1.0 : 500
      #expect(try error([block], seed: UInt64(seed), unit: unit) < 1e-9, "\(block.name)")
    }
  }

  @Test func budgetsPullTheirGradientBack() throws {
    let pulses = Array(ParameterFixtures.blocks.prefix(5))
    for size in [0.02, 0.1, 0.3, 1] {
      #expect(try error(pulses, budgets: ParameterFixtures.budgets, size: size) < 1e-9, "\(size)")
    }
  }

  @Test func everythingTogetherPullsItsGradientBack() throws {
    #expect(try error(ParameterFixtures.blocks, budgets: ParameterFixtures.budgets) < 1e-9)
  }

  @Test(arguments: [ControlPenalty.Kind.energy, .firstDifference, .secondDifference])
  func penaltiesHaveTheirGradient(kind: ControlPenalty.Kind) throws {
    let blocks = Array(ParameterFixtures.blocks.prefix(5))
    let penalties = ["smooth", "refocus"].map {
      ControlPenalty(block: $0, kind: kind, weight: 30, reference: 800)
    }
    #expect(try error(blocks, penalties: penalties) < 1e-9)
  }

  @Test func durationHasItsGradient() throws {
    let blocks = Array(ParameterFixtures.blocks.suffix(3))
    let penalty = ControlPenalty(block: "delay", kind: .linear, weight: 3, reference: 0.01)
    #expect(try error(blocks, penalties: [penalty], unit: 1) < 1e-9)
  }

  @Test func frozenEntriesStayAndTheOthersKeepTheirGradient() throws {
    let space = try ControlSpace.make(blocks: ParameterFixtures.blocks).get()
    var random = RandomStream(seed: 4)
    let x = ParameterFixtures.parameters(space.dimension, &random)
    let frozen = [space.parameterRanges[1], space.parameterRanges[5]]
    let free = FreeEntries(of: x, frozen: frozen)
    let function = ControlledFunction(
      space: space, objective: ParameterFixtures.probe(space.controlCount), freeEntries: free)
    #expect(function.dimension == space.dimension - frozen[0].count - 1)
    #expect(TestFunctions.gradientError(function, at: free.reduced(x)) < 1e-9)
    let moved = free.full(free.reduced(x).map { $0 + 1 })
    for index in x.indices {
      #expect(moved[index] == x[index] + (frozen.contains { $0.contains(index) } ? 0 : 1))
    }
  }
}
