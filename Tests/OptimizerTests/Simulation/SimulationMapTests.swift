// Signals over place, B1 and offset against what can be worked out by hand.
import Foundation
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct SimulationMapTests {
  private typealias Fixtures = SimulationFixtures

  private static let sliced = Fixtures.design("slab, slice z\nrephase z\nacquire 64 points dwell 0.5 ms")

  private func map(
    _ variable: SimulationMap.Variable, _ values: [Double], _ design: String, _ names: [String],
    change: (inout SpectrumSimulation.Conditions) -> Void = { _ in }
  ) throws -> SimulationMap {
    try SimulationMap(variable, values: values, of: try Fixtures.simulate(design, names, change: change))
  }

  @Test func sharesAddUpAndTheSliceMovesWithTheShift() throws {
    let map = try map(.position, [], Self.sliced, ["rest", "left"]) { $0.positionCount = 32 }
    let line = try #require(map.lines.first)
    #expect(map.lines.count == 1 && line.axis == .z && line.places.count >= 32)
    for share in line.shares {
      let sum = zip(line.weights, share).map { $0 * $1 }.reduce(0, +)
      #expect(abs(sum - 1) < 1e-9)
    }
    let (rest, left) = (line.extent(ofMolecule: 0), line.extent(ofMolecule: 1))
    // 4 kHz lie across 20 mm, and the shifts are 1 ppm apart.
    let displacement = Fixtures.hertzPerPPM / 4000 * 20e-3
    #expect(abs(abs(left.centre - rest.centre) - displacement) < 0.05 * displacement)
    #expect(abs((rest.width ?? 0) - 20e-3) < 0.5e-3)
  }

  @Test func signalOverB1IsTheSineOfTheAngle() throws {
    let values = [0.5, 0.8, 1, 1.2]
    let line = try #require(try map(.b1, values, Fixtures.pulseAcquire, ["rest"]).lines.first)
    for (value, share) in zip(values, line.shares[0]) {
      #expect(abs(share - sin(value * Double.pi / 2)) < 1e-4)
    }
    #expect(zip(line.shares[0], line.sizes[0]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func offsetTurnsAFreeDecayAndNotAnEcho() throws {
    let offsets = [-20.0, 0, 20]
    let decay = try #require(try map(.offset, offsets, Fixtures.pulseAcquire, ["rest"]).lines.first)
    let echo = try #require(
      try map(.offset, offsets, Fixtures.spinEcho(milliseconds: 20), ["rest"]).lines.first)
    let wait = try Fixtures.simulate(Fixtures.pulseAcquire, ["rest"]).shots[0].firstSampleSeconds
    #expect(abs(decay.shares[0][2] - cos(2 * Double.pi * 20 * wait)) < 2e-3)
    #expect(echo.sizes[0].allSatisfy { abs($0 - 1) < 2e-3 })
  }

  @Test func spreadOfB1IsTheMeanOverTheNormalDistribution() throws {
    let signal = try Fixtures.simulate(Fixtures.pulseAcquire, ["rest"]) { $0.b1Spread = 0.2 }.shots[0]
      .molecules[0]
    // <sin(pi/2 (1 + x))> = <cos(pi x/2)> = exp(-(pi sigma/2)^2 / 2)
    #expect(abs(signal.real[0] - exp(-pow(Double.pi * 0.2 / 2, 2) / 2)) < 1e-4)
  }

  @Test func spreadOfTheFieldDephasesADecayAndNotAnEcho() throws {
    let free = try Fixtures.simulate(Fixtures.pulseAcquire, ["rest"])
    let wait = free.shots[0].firstSampleSeconds
    let spread = 0.1 / wait
    let decay = try Fixtures.simulate(Fixtures.pulseAcquire, ["rest"]) { $0.offsetSpreadHertz = spread }
      .shots[0].molecules[0]
    #expect(abs(decay.real[0] - exp(-pow(2 * Double.pi * 0.1, 2) / 2)) < 5e-3)
    let echo = try Fixtures.simulate(Fixtures.spinEcho(milliseconds: 20), ["rest"]) {
      $0.offsetSpreadHertz = 20
    }.shots[0].molecules[0]
    let plain = try Fixtures.simulate(Fixtures.spinEcho(milliseconds: 20), ["rest"]).shots[0].molecules[0]
    #expect(abs(hypot(echo.real[0], echo.imaginary[0]) - hypot(plain.real[0], plain.imaginary[0])) < 2e-3)
  }

  @Test func sequenceWithoutSlicesHasNoPlaces() throws {
    #expect {
      try map(.position, [], Fixtures.pulseAcquire, ["rest"])
    } throws: { ($0 as? SimulationProblem)?.code == .noPlaces }
  }
}
