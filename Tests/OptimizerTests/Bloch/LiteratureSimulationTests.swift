// Sequences of the literature, simulated as emitted, against the closed forms that their papers give.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct LiteratureSimulationTests {
  /// On resonance and off by `offsetHertz`, of the repetitions that are told: [acquisition].
  private func signals(
    _ name: String, t1: Double, t2: Double, repetitions: Int, told: Int, offsetHertz: Double = 0
  ) throws -> [Double] {
    let run = try #require(DesignRun(at: "examples/\(name).seq", scanner: "siemens-prisma"))
    let sequence = try #require(run.sequence, "\(run.rendered)")
    var conditions = BlochSimulation.Conditions()
    conditions.axis = .offset
    conditions.placeCount = 3
    conditions.repetitions = repetitions
    conditions.told = told
    conditions.offsetHertz = offsetHertz
    let simulation = try BlochSimulation(
      of: sequence,
      species: [BlochSpecies(name: "gel", shiftPPM: 4.7, t1Seconds: t1, t2Seconds: t2, source: "test")],
      conditions: conditions, fieldHertzPerPPM: 123.2, referencePPM: 4.7)
    let profile = try #require(simulation.profiles.first)
    return profile.events.filter { $0.kind == .acquisition }.map {
      BlochReport.signal($0.magnetisation[0], profile.weights).x
    }
  }

  /// Deichmann and Haase, J. Magn. Reson. 96 (1992) 608: 1/T1* = 1/T1 - ln(cos a)/TR.
  @Test func lookLockerSignalGivesT1() throws {
    let (t1, TR, angle) = (1.0, 5.4e-3, 6 * Double.pi / 180)
    let signals = try signals("look-locker", t1: t1, t2: 0.04, repetitions: 760, told: 760)
    #expect(signals.count == 760)
    let e1 = exp(-TR / t1)
    let steady = sin(angle) * (1 - e1) / (1 - e1 * cos(angle)) * exp(-2.7e-3 / 0.04)
    let last = signals[700...].reduce(0, +) / 60
    #expect(abs(last / steady - 1) < 0.02, "\(last), \(steady)")
    // A line through log(M* - M) over the first second.
    var (n, x, y, xx, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (index, signal) in signals.prefix(185).enumerated() {
      let (time, value) = (Double(index) * TR, log(last - signal))
      n += 1
      x += time
      y += value
      xx += time * time
      xy += time * value
    }
    let slope = (n * xy - x * y) / (n * xx - x * x)
    let apparent = -1 / slope
    #expect(abs(apparent / 0.4961 - 1) < 0.02, "T1* \(apparent) s")
    #expect(abs(1 / (1 / t1 - log(cos(angle)) / TR) - 0.4961) < 1e-3)
    let found = 1 / (1 / apparent + log(cos(angle)) / TR)
    #expect(abs(found / t1 - 1) < 0.04, "T1 \(found) s")
    // What was inverted is seen from the other side: less than all, for T2 acts in 8 ms of the adiabatic pulse.
    let share = signals[0] / (sin(angle) * exp(-2.7e-3 / 0.04))
    #expect(share < -0.85 && share > -0.98, "\(share)")
  }

  /// M0 sin a (1 - E1) / (1 - (E1 - E2) cos a - E1 E2) exp(-TE/T2) with alternating pulses, and a dark band at 1 / (2 TR).
  @Test func balancedSteadyStateHasItsSignalAndItsBands() throws {
    let (t1, t2, TR, angle) = (0.5, 0.1, 4.4e-3, 50 * Double.pi / 180)
    let (e1, e2) = (exp(-TR / t1), exp(-TR / t2))
    let expected =
      sin(angle) * (1 - e1) / (1 - (e1 - e2) * cos(angle) - e1 * e2) * exp(-TR / 2 / t2)
    // More than 1.8 s: 400 repetitions are the sequence twice over.
    let passes = try signals("bssfp", t1: t1, t2: t2, repetitions: 400, told: 2)
    // A pulse of 0.8 ms in 4.4 ms is no hard one: less of T2 acts, and the signal is a little higher (Bieri and
    // Scheffler, Magn. Reson. Med. 62 (2009) 1232).
    for signal in passes {
      #expect(signal > expected && signal < 1.04 * expected, "\(signal), \(expected)")
    }
    let band = try signals(
      "bssfp", t1: t1, t2: t2, repetitions: 400, told: 2, offsetHertz: 1 / (2 * TR))
    #expect(abs(band[0]) < 0.5 * expected)
  }
}
