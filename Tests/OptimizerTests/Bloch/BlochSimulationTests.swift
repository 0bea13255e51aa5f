// Single spins through sequences against closed forms.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct BlochSimulationTests {
  private func simulate(
    _ body: String, repetitions: Int = 1, t1: Double? = 1, t2: Double? = 0.08, shift: Double = 4.7,
    change: (inout BlochSimulation.Conditions) -> Void = { _ in }
  ) throws -> BlochSimulation {
    let run = DesignRun(
      """
      design "test"
      scanner siemens-prisma
      voxel 20 mm, 20 mm, 20 mm
      pulse small = rect(flip: 20 deg, duration: 20 us, use: excitation)
      pulse hard = rect(flip: 90 deg, duration: 20 us, use: excitation)
      pulse turn = rect(flip: 180 deg, duration: 20 us, use: refocusing)
      pulse invert = rect(flip: 180 deg, duration: 20 us, use: inversion)
      pulse soft = rect(flip: 30 deg, duration: 2 ms, use: excitation)
      pulse slab = slr(flip: 90 deg, duration: 4 ms, bandwidth: 2 kHz, use: excitation)
      sequence {
      \(body)
      }
      """)
    let sequence = try #require(run.sequence, "\(run.rendered)")
    var conditions = BlochSimulation.Conditions()
    conditions.repetitions = repetitions
    change(&conditions)
    return try BlochSimulation(
      of: sequence,
      species: [BlochSpecies(name: "spin", shiftPPM: shift, t1Seconds: t1, t2Seconds: t2, source: "test")],
      conditions: conditions, fieldHertzPerPPM: 123.2, referencePPM: 4.7)
  }

  /// On resonance, at the last acquisition.
  private func received(_ simulation: BlochSimulation) throws -> Magnetisation {
    let profile = try #require(simulation.profiles.first)
    let event = try #require(profile.events.last { $0.kind == .acquisition })
    return BlochReport.signal(event.magnetisation[0], profile.weights)
  }

  @Test func steadyStateOfSmallPulsesIsErnsts() throws {
    // T2 is far below TR: nothing transverse is left. It acts during the pulse of 20 us too, which leaves 2e-4.
    let body = """
      repeat 5 {
        small
        acquire 8 points dwell 0.1 ms
        fill to 100 ms
      }
      """
    let angle = 20 * Double.pi / 180
    let e1 = exp(-0.1 / 1)
    for (repetition, tolerance) in [(1, 3e-4), (200, 3e-4)] {
      let signal = try received(try simulate(body, repetitions: repetition, t2: 0.004))
      let longitudinal = repetition == 1 ? 1 : (1 - e1) / (1 - e1 * cos(angle))
      // From the centre of the pulse to the middle of the first dwell.
      let simulation = try simulate(body, repetitions: repetition, t2: 0.004)
      let last = try #require(simulation.profiles[0].events.last { $0.kind == .acquisition })
      let wait = last.seconds - 10e-6
      #expect(abs(signal.x - longitudinal * sin(angle) * exp(-wait / 0.004)) < tolerance, "\(repetition)")
      #expect(abs(signal.y) < tolerance && simulation.repetitions == repetition)
    }
  }

  @Test func steadyStateOfAlternatingPulsesIsThatOfBalancedFreePrecession() throws {
    let body = """
      repeat 2 as n {
        small phase by n (0, 180) deg
        acquire 4 points dwell 10 us phase by n (0, 180) deg
        fill to 5 ms
      }
      """
    let simulation = try simulate(body, repetitions: 2000, t1: 0.5, t2: 0.1)
    let (e1, e2, angle) = (exp(-0.005 / 0.5), exp(-0.005 / 0.1), 20 * Double.pi / 180)
    let expected = sin(angle) * (1 - e1) / (1 - (e1 - e2) * cos(angle) - e1 * e2)
    let signal = try received(simulation)
    // The pulse lasts 20 us, and the first sample comes later: a thousandth.
    #expect(abs(signal.x / expected - 1) < 5e-3 && abs(signal.y / expected) < 1e-3)
    #expect(simulation.notes.contains { $0.contains("played 1000 times over") })
  }

  @Test func inversionRecoversWithT1() throws {
    let simulation = try simulate("invert\ndelay 400 ms\nhard\nacquire 8 points dwell 0.1 ms")
    let events = simulation.profiles[0].events
    let inverted = try #require(events.first?.magnetisation[0][50])
    let read = try received(simulation)
    #expect(abs(inverted.z + 1) < 1e-3)
    let between = events[1].seconds - 20e-6 - events[0].seconds + 20e-6
    #expect(abs(read.x - (1 - 2 * exp(-between / 1))) < 2e-3)
  }

  @Test func hardPulseHasTheProfileOfARotationAboutATiltedAxis() throws {
    let simulation = try simulate("soft\nacquire 4 points dwell 0.1 ms", t1: nil, t2: nil)
    let profile = simulation.profiles[0]
    #expect(profile.axis == nil && profile.places.count == 101 && profile.places[50] == 0)
    #expect(abs(profile.places[100] - 1500) < 1e-9)
    let nutation = 30.0 / 360 / 2e-3
    for (offset, m) in zip(profile.places, profile.events[0].magnetisation[0]) {
      let effective = (nutation * nutation + offset * offset).squareRoot()
      let turn = 2 * Double.pi * effective * 2e-3
      let z = (offset * offset + nutation * nutation * cos(turn)) / (effective * effective)
      let y = -nutation / effective * sin(turn)
      let x = nutation * offset / (effective * effective) * (1 - cos(turn))
      #expect(abs(m.z - z) < 1e-6 && abs(m.x - x) < 1e-6 && abs(m.y - y) < 1e-6, "\(offset)")
    }
  }

  @Test func sliceMovesWithTheChemicalShift() throws {
    let body = "slab, slice z\nrephase z\nacquire 8 points dwell 0.1 ms"
    func centre(_ simulation: BlochSimulation) throws -> Double {
      let profile = try #require(simulation.profiles.first)
      #expect(profile.axis == .z && simulation.profiles.count == 1)
      let places = try #require(profile.events.last?.magnetisation[0])
      var (sum, moment) = (0.0, 0.0)
      for (place, m) in zip(profile.places, places) {
        sum += m.x
        moment += m.x * place
      }
      return moment / sum
    }
    let water = try centre(try simulate(body))
    let fat = try centre(try simulate(body, shift: 1.3))
    // 2 kHz lie across 20 mm: -3.4 ppm are -418.9 Hz, and the spins that see the carrier sit where the gradient adds them.
    let displacement = 3.4 * 123.2 / 2000 * 20e-3
    #expect(abs(abs(fat - water) - displacement) < 0.03 * displacement, "\(fat - water)")
    #expect(abs(water) < 1e-4)
  }

  @Test func wholeSliceGivesAboutOne() throws {
    let signal = try received(
      try simulate("slab, slice z\nrephase z\nacquire 8 points dwell 0.1 ms", t1: nil, t2: nil))
    #expect(abs(signal.x - 1) < 0.05 && abs(signal.y) < 0.02)
  }

  @Test func crushersLeaveTheEchoOnly() throws {
    let echo = """
      hard
      turn, crush x y 4 cycles across 20 mm at 8 ms
      acquire 8 points dwell 0.1 ms echo at 16 ms
      """
    // A refocusing pulse of 144 degrees refocuses sin^2 72 deg; what it excites is crushed.
    let simulation = try simulate(echo, t1: nil, t2: nil) { $0.b1Scale = 0.8 }
    let signal = try received(simulation)
    let expected = sin(72 * Double.pi / 180) * pow(sin(72 * Double.pi / 180), 2)
    #expect(abs((signal.x * signal.x + signal.y * signal.y).squareRoot() - expected) < 2e-3)
  }

  @Test func sequenceWithoutPulsesIsRefused() throws {
    #expect {
      try simulate("acquire 8 points dwell 0.1 ms")
    } throws: { ($0 as? SimulationProblem)?.code == .noPulseToFollow }
    _ = try simulate("hard")
  }

  @Test func speciesAreThoseOfTheNucleusOrOfTheDesign() throws {
    let sodium = try #require(Nucleus.named("23Na"))
    #expect(try BlochSpecies.named("sodium", nucleus: sodium, own: []).shiftPPM == 0)
    #expect(try BlochSpecies.named("fat", nucleus: .proton, own: []).shiftPPM == 1.3)
    for (name, nucleus) in [("sodium", Nucleus.proton), ("water", sodium), ("gold", .proton)] {
      #expect {
        try BlochSpecies.named(name, nucleus: nucleus, own: [])
      } throws: { ($0 as? SimulationProblem)?.code == .speciesNotFound }
    }
  }
}
