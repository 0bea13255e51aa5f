// What a sequence's spins go through: pathways, times, slices, and what is left out.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct ShotProgramTests {
  private func programs(
    _ design: String, change: (inout ShotOptions) -> Void = { _ in }
  ) throws -> ShotPrograms {
    var options = ShotOptions(fieldHertzPerPPM: SimulationFixtures.hertzPerPPM)
    change(&options)
    return try ShotPrograms.make(of: SimulationFixtures.sequence(design), options: options).get()
  }

  private func example(_ name: String) throws -> ShotPrograms {
    let run = try #require(DesignRun(at: "examples/\(name).seq"))
    let sequence = try #require(run.sequence, "\(run.rendered)")
    return try ShotPrograms.make(
      of: sequence, options: ShotOptions(fieldHertzPerPPM: SimulationFixtures.hertzPerPPM)
    ).get()
  }

  /// Seconds of all pulses and delays, each once.
  private func seconds(_ steps: [SpinProgram.Step]) -> Double {
    steps.reduce(0) { sum, step in
      switch step {
      case .pulse(let pulse): sum + pulse.dwellSeconds * Double(pulse.sampleCount)
      case .delay(let delay): sum + delay.seconds
      case .positions(let positions): sum + seconds(positions.steps)
      case .select, .symmetrize, .dephase: sum
      }
    }
  }

  private func places(_ steps: [SpinProgram.Step]) -> [SpinProgram.Positions] {
    steps.flatMap { step -> [SpinProgram.Positions] in
      if case .positions(let positions) = step { [positions] + places(positions.steps) } else { [] }
    }
  }

  private func mirrors(_ steps: [SpinProgram.Step]) -> Int {
    steps.count { $0 == .symmetrize } + places(steps).reduce(0) { $0 + $1.steps.count { $0 == .symmetrize } }
  }

  // MARK: pathways

  @Test func pressIsASpinEchoTwice() throws {
    let programs = try example("press")
    #expect(programs.items.count == 1)
    let item = try #require(programs.items.first)
    #expect(item.orders == [[-1], [1], [-1]] && item.isExact)
    #expect(item.count == 64 && item.pulseCount == 3)
    #expect(item.sampleCount == 2048 && item.dwellSeconds == 0.4e-3)
    // Samples are centred in their dwell: the echo at 35 ms is where the first one begins.
    #expect(abs(item.pathSeconds - 35.2e-3) < 1e-9)
    // From the start of the 4 ms of excitation.
    #expect(abs(seconds(item.program.steps) - 37.2e-3) < 1e-7)
  }

  /// A pulse after the echo sees what was +1 and what was -1 before: mirror images of each other.
  @Test func beforeAPulseThatFollowsAnEchoOneOfTwoMirroredPathwaysIsKept() throws {
    let programs = try example("glu-gln-3t-precise")
    #expect(programs.items.allSatisfy { $0.isExact })
    #expect(programs.items.map(\.orders) == [[[1], [-1], [-1]], [[0], [1], [-1], [-1]]])
    #expect(programs.items.map { mirrors($0.program.steps) } == [1, 1])
  }

  /// What an inverted slice is subtracted from must count the same spins, also those far outside of the slice.
  @Test func shotsWithAndWithoutAnInvertedSliceCountTheSameSpins() throws {
    let programs = try example("glu-gln-3t-precise")
    let weights = programs.items.map { item in
      places(item.program.steps).first.map { $0.weights.reduce(0, +) } ?? 0
    }
    #expect(programs.items.map(\.count) == [32, 32])
    #expect(weights[0] > 1 && abs(weights[0] - weights[1]) < 1e-12)
  }

  /// Reference shots are left out, and shots with another SET are a channel of their own.
  @Test func shotsAreStoredApartByTheLabelSet() throws {
    let programs = try example("glu-gln-3t-separated")
    #expect(programs.sets == [0, 1] && programs.items.map(\.channel).sorted() == [0, 0, 1, 1])
    #expect(programs.items.map(\.count) == [16, 16, 16, 16])
    #expect(try example("press").sets == [0])
  }

  @Test func steamIsTheStimulatedEchoAlone() throws {
    let programs = try example("steam")
    let item = try #require(programs.items.first)
    #expect(programs.items.count == 1)
    #expect(item.orders == [[1], [0], [-1]] && item.isExact)
    #expect(abs(item.pathSeconds - (20e-3 + 15e-3 + 0.2e-3)) < 1e-9)
  }

  /// Hard pulses and crushers stand for all of the slices' detail: half of the signal, times relaxation.
  @Test func stimulatedEchoIsHalfTheSignal() throws {
    let design = SimulationFixtures.design(
      """
      slab, slice x as first   phase by n (0, 180) deg
      rephase x
      spoil x y z 6 cycles across 20 mm
      slab, slice y as second  at 12 ms after first
      spoil z 11 cycles across 20 mm
      slab, slice z as third   at 15 ms after second
      rephase z
      rephase y scale -1
      spoil x y z 6 cycles across 20 mm
      acquire 512 points dwell 0.5 ms phase by n (0, 180) deg echo at 12 ms after third
      """)
    let simulation = try SimulationFixtures.simulate(design, ["rest"])
    let signal = simulation.shots[0].molecules[0]
    let size = hypot(signal.real[0], signal.imaginary[0])
    // The profile of each slice adds up to its thickness within a few per cent.
    #expect(abs(size - 0.5) < 0.05, "\(size)")
  }

  @Test func phaseCycleSelectsTheEchoWithoutCrushers() throws {
    let cycle = """
      hard
      turn phase by n (0, 90, 180, 270) deg at 10 ms
      acquire 64 points dwell 0.5 ms phase by n RECEIVER deg
      """
    func orders(_ receiver: String) throws -> [[Int]] {
      let design = SimulationFixtures.design(cycle.replacing("RECEIVER", with: receiver))
      return try #require(programs(design).items.first).orders
    }
    // EXORCYCLE: the receiver follows twice the phase of the refocusing pulse. Changes of order by two pass; from
    // equilibrium, a brief pulse makes no more than one.
    #expect(try orders("(0, 180)") == [[1], [-1]])
    // A receiver that stays lets through what the pulse leaves alone.
    #expect(try orders("(0, 0)") == [[-1], [-1]])
    let lost = SimulationFixtures.design(cycle.replacing("RECEIVER", with: "(0, 0)"))
    let signal = try SimulationFixtures.simulate(lost, ["rest"]).shots[0].molecules[0]
    #expect(hypot(signal.real[0], signal.imaginary[0]) < 1e-6)
  }

  @Test func cycleThatKeepsAPartIsToldToBeInexact() throws {
    // The mean of phases 0, 90, 180 degrees is neither all nor nothing.
    let design = SimulationFixtures.design(
      "hard phase by n (0, 90, 180) deg\nacquire 64 points dwell 0.5 ms", repetitions: 3)
    let programs = try programs(design)
    #expect(programs.items.map(\.isExact) == [false])
    #expect(
      programs.notes.contains(
        "gradients and phase cycle do not single out the pathways: unwanted ones may be counted"))
  }

  @Test func receiverThatCancelsTheSignalIsTold() throws {
    let design = SimulationFixtures.design(
      "hard\nacquire 64 points dwell 0.5 ms phase by n (0, 180) deg")
    let made = ShotPrograms.make(
      of: try SimulationFixtures.sequence(design),
      options: ShotOptions(fieldHertzPerPPM: SimulationFixtures.hertzPerPPM))
    guard case .failure(.noPathway) = made else {
      Issue.record("a signal that is added and subtracted survives")
      return
    }
  }

  // MARK: slices

  @Test func weightsAreSharesOfTheNominalVoxel() throws {
    let design = SimulationFixtures.design("slab, slice x\nrephase x\nacquire 64 points dwell 0.5 ms")
    for count in [12, 24, 48] {
      let program = try #require(programs(design) { $0.positionCount = count }.items.first).program
      let slice = try #require(places(program.steps).first)
      #expect(slice.places.count == count && slice.weights.count == count)
      let step = slice.places[1][0] - slice.places[0][0]
      // Evenly spaced, each worth its share of 20 mm.
      #expect(slice.weights.allSatisfy { abs($0 * 20e-3 - step) < 0.04 * step })
      #expect(slice.places.allSatisfy { $0[1] == 0 && $0[2] == 0 })
    }
  }

  @Test func nominalVoxelGivesTheSignalOfOneProton() throws {
    let design = SimulationFixtures.design("slab, slice x\nrephase x\nacquire 64 points dwell 0.5 ms")
    let signal = try SimulationFixtures.simulate(design, ["rest"]).shots[0].molecules[0]
    #expect(abs(hypot(signal.real[0], signal.imaginary[0]) - 1) < 0.03)
  }

  @Test func withoutSlicesEverySpinSitsInTheMiddle() throws {
    let design = SimulationFixtures.design("slab, slice x\nrephase x\nacquire 64 points dwell 0.5 ms")
    let program = try #require(programs(design) { $0.resolvesSlices = false }.items.first).program
    #expect(places(program.steps).isEmpty)
  }

  // MARK: what is left out

  @Test func saturationIsLeftOutWithANote() throws {
    let note = "saturation pulses are left out: they are taken to spare the metabolites"
    #expect(try example("press").notes.contains(note))
    #expect(try !programs(SimulationFixtures.pulseAcquire).notes.contains(note))
  }

  @Test func shotsWithoutSignalAreLeftOutWithANote() throws {
    let design = SimulationFixtures.design(
      """
      hard
      if n < 2 { spoil x 8 cycles across 20 mm }
      acquire 64 points dwell 0.5 ms
      """)
    let programs = try programs(design)
    #expect(programs.items.map(\.count) == [2])
    #expect(
      programs.notes.contains(
        "2 shots without coherence that survives gradients and phase cycle are left out"))
  }
}
