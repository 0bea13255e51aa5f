// The mean over a voxel, taken one direction after the other, against the mean over a grid of all places.
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

/// The pulses of each slice see the place along one direction only, so that the mean of the product over all places is the
/// product of the means: 3 N instead of N^3 propagations. Held here against all N^3, of the semi-LASER with shaped pulses.
@Suite struct SliceGridTests {
  private static let count = 4
  private static let group = SpinGroup(
    name: "AB", system: SpinSystem(shiftsPPM: [2.45, 2.1], couplings: [ScalarCoupling(0, 1, hertz: 16)]),
    t1Seconds: 1.2, t2Seconds: 0.12)

  /// Coarse pulses: the same on both sides.
  private static func program() throws -> SpinProgram {
    let run = try #require(DesignRun(at: "examples/semi-laser.seq"))
    let sequence = try #require(run.sequence, "\(run.rendered)")
    let programs = try ShotPrograms.make(
      of: sequence,
      options: ShotOptions(
        positionCount: count, pulseStepSeconds: 40e-6, fieldHertzPerPPM: SimulationFixtures.hertzPerPPM,
        sliceReach: SliceReach(addsPlaces: false))
    ).get()
    #expect(programs.items.count == 1)
    return try #require(programs.items.first).program
  }

  /// One direction's average after the other becomes one average over all combinations of their places.
  private static func grid(of program: SpinProgram) throws -> SpinProgram.Positions {
    var (places, weights) = ([[0.0, 0, 0]], [1.0])
    var steps: [SpinProgram.Step] = []
    var axes: [Int] = []
    for step in program.steps {
      guard case .positions(let slice) = step else {
        steps.append(step)
        continue
      }
      axes.append(try #require((0..<3).first { axis in slice.places.contains { $0[axis] != 0 } }))
      steps += slice.steps
      places = places.flatMap { place in slice.places.map { zip(place, $0).map { $0 + $1 } } }
      weights = weights.flatMap { weight in slice.weights.map { weight * $0 } }
    }
    #expect(axes == [0, 1, 2] && places.count == count * count * count)
    return SpinProgram.Positions(places: places, weights: weights, steps: steps)
  }

  private static func signal(of program: SpinProgram, kickSeconds: Double = 40e-6) -> SampledSignal {
    let lines = LinePropagation(
      group: group, program: program, member: EnsembleMember(),
      fieldHertzPerPPM: SimulationFixtures.hertzPerPPM, receiverPPM: 4.7,
      accuracy: PropagationAccuracy(kickSeconds: kickSeconds, relaxationSeconds: 25 * kickSeconds)
    ).lines()
    var result = SampledSignal(count: 64)
    result.add(lines, dwellSeconds: 0.5e-3, linewidthHertz: 0, offsetHertz: 0)
    return result
  }

  private static func difference(_ a: SampledSignal, _ b: SampledSignal) -> Double {
    var rest = a
    rest.add(b, times: -1)
    return (rest.energy / b.energy).squareRoot()
  }

  @Test func directionsOneByOneAreTheMeanOverTheGrid() throws {
    let program = try Self.program()
    let grid = try Self.grid(of: program)
    let rest = Self.difference(
      Self.signal(of: program), Self.signal(of: SpinProgram(steps: [.positions(grid)])))
    #expect(rest < 1e-12, "\(rest)")
  }

  /// Every place by itself with exponentials of the whole Hamiltonian, added up here.
  @Test func directionsOneByOneAreTheSumOfExactPlaces() throws {
    let program = try Self.program()
    let grid = try Self.grid(of: program)
    var sum = SampledSignal(count: 64)
    var bare = 0.0
    for (place, weight) in zip(grid.places, grid.weights) {
      let here = SpinProgram(steps: [.positions(.init(places: [place], weights: [1], steps: grid.steps))])
      let signal = ExactPropagation(
        group: Self.group, program: here, fieldHertzPerPPM: SimulationFixtures.hertzPerPPM, receiverPPM: 4.7,
        relaxes: true, relaxationSeconds: 20e-6
      ).signal(sampleCount: 64, dwellSeconds: 0.5e-3)
      var one = SampledSignal(count: 64)
      (one.real, one.imaginary) = (signal.real, signal.imaginary)
      sum.add(one, times: weight)
      bare += weight * one.energy.squareRoot()
    }
    let rest = Self.difference(Self.signal(of: program, kickSeconds: 10e-6), sum)
    #expect(rest < 5e-5, "\(rest)")
    // The places differ: they would not add up to this if they were all alike.
    #expect(sum.energy.squareRoot() < 0.98 * bare)
  }
}
