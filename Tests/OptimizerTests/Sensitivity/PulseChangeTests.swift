// What is done to samples: removed, scaled, turned, delayed.
import Testing

@testable import Optimizer

@Suite struct PulseChangeTests {
  private let samples: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]

  @Test func nothingIsChangedByNothing() {
    #expect(PulseChange.none.applied(to: samples) == samples)
    #expect(PulseChange.removed(2..<2).applied(to: samples) == samples)
    #expect(PulseChange.scaled(0..<4, by: 1).applied(to: samples) == samples)
    #expect(PulseChange.turned(0..<4, radians: 0).applied(to: samples) == samples)
    #expect(PulseChange.delayed(0..<4, seconds: 0, stepSeconds: 1e-4).applied(to: samples) == samples)
  }

  @Test func onlyTheRangeIsChanged() {
    #expect(PulseChange.removed(1..<3).applied(to: samples) == [1, 2, 0, 0, 0, 0, 7, 8])
    #expect(PulseChange.scaled(1..<2, by: 3).applied(to: samples) == [1, 2, 9, 12, 5, 6, 7, 8])
    let turned = PulseChange.turned(3..<4, radians: Double.pi / 2).applied(to: samples)
    #expect(Array(turned[..<6]) == Array(samples[..<6]))
    #expect(abs(turned[6] + 8) < 1e-14 && abs(turned[7] - 7) < 1e-14)
  }

  @Test func aDelayOfWholeStepsMovesSamples() {
    let late = PulseChange.delayed(0..<4, seconds: 1e-4, stepSeconds: 1e-4).applied(to: samples)
    #expect(late == [0, 0, 1, 2, 3, 4, 5, 6])
    let early = PulseChange.delayed(0..<3, seconds: -2e-4, stepSeconds: 1e-4).applied(to: samples)
    #expect(early == [5, 6, 0, 0, 0, 0, 7, 8])
  }

  /// A quarter of a step late: each step has a quarter of the sample before it.
  @Test func aDelayOfAPartOfAStepMixesNeighbours() {
    let late = PulseChange.delayed(0..<4, seconds: 0.25e-4, stepSeconds: 1e-4).applied(to: samples)
    let expected = [0.75, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5]
    #expect(zip(late, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    let early = PulseChange.delayed(0..<4, seconds: -0.25e-4, stepSeconds: 1e-4).applied(to: samples)
    let other = [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 5.25, 6]
    #expect(zip(early, other).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func partsCoverAPulseOnce() {
    for (count, parts) in [(10, 3), (100, 25), (4, 9), (1, 1)] {
      let ranges = SensitivityAnalysis.parts(of: 7..<7 + count, count: parts)
      #expect(ranges.flatMap { Array($0) } == Array(7..<7 + count))
      #expect(ranges.count == min(parts, count) && ranges.allSatisfy { !$0.isEmpty })
    }
  }
}
