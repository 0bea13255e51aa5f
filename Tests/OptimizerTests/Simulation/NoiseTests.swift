// Noise, macromolecules and water in simulated spectra.
import Foundation
import SequenceIR
import Testing

@testable import Optimizer

@Suite struct NoiseTests {
  private typealias Fixtures = SimulationFixtures

  private func noise(_ count: Int, seed: UInt64, index: Int = 0) -> SampledSignal {
    var signal = SampledSignal(count: count)
    signal.addNoise(deviation: 0.5, seed: seed, index: index)
    return signal
  }

  @Test func momentsAreThoseOfTheNormalDistribution() {
    let count = 20_000
    let signal = noise(count, seed: 7)
    let n = Double(count)
    for part in [signal.real, signal.imaginary] {
      let mean = part.reduce(0, +) / n
      let variance = part.reduce(0) { $0 + $1 * $1 } / n
      let fourth = part.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n
      // Five standard deviations of each estimate: sigma/sqrt(n), sigma^2 sqrt(2/n), sigma^4 sqrt(96/n).
      #expect(abs(mean) < 5 * 0.5 / n.squareRoot())
      #expect(abs(variance - 0.25) < 5 * 0.25 * (2 / n).squareRoot())
      #expect(abs(fourth - 3 * 0.0625) < 5 * 0.0625 * (96 / n).squareRoot())
    }
    let product = signal.real.indices.reduce(0) { $0 + signal.real[$1] * signal.imaginary[$1] } / n
    let next = (1..<count).reduce(0) { $0 + signal.real[$1] * signal.real[$1 - 1] } / n
    #expect(abs(product) < 5 * 0.25 / n.squareRoot() && abs(next) < 5 * 0.25 / n.squareRoot())
  }

  @Test func seedDecidesTheNoise() {
    #expect(noise(64, seed: 7) == noise(64, seed: 7))
    #expect(noise(64, seed: 7) != noise(64, seed: 8))
    #expect(noise(64, seed: 7) != noise(64, seed: 7, index: 1))
  }

  @Test func ratioIsThatOfTheTallestPointToTheNoiseOfTheSpectrum() throws {
    let clean = try Fixtures.simulate(Fixtures.pulseAcquire, ["rest", "pair"])
    let noisy = try Fixtures.simulate(Fixtures.pulseAcquire, ["rest", "pair"]) {
      $0.noise = SimulatedNoise(.ratio(40), seed: 3)
    }
    #expect(noisy.shots[0].molecules == clean.shots[0].molecules)
    var rest = noisy.shots[0].mixture
    rest.add(clean.shots[0].mixture, times: -1)
    let spectrum = rest.spectrum
    let n = Double(spectrum.count)
    let deviation = (spectrum.real.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
    let clear = clean.shots[0].mixture.spectrum
    let tallest = clear.real.indices.map { hypot(clear.real[$0], clear.imaginary[$0]) }.max() ?? 0
    // The estimate of a standard deviation from 512 points is good to 1/sqrt(1024).
    #expect(abs(tallest / deviation / 40 - 1) < 5 / 1024.0.squareRoot())
    #expect(clean.noiseDeviation == nil && noisy.noiseDeviation ?? 0 > 0)
  }

  @Test func macromoleculesAreGaussianLines() throws {
    let run = try Fixtures.sequence(Fixtures.pulseAcquire)
    let context = SimulationMolecules.Context(
      nucleus: .proton, spectrometerHertz: Fixtures.hertzPerPPM * 1e6)
    var molecules = try SimulationMolecules([SimulationMolecules.Wanted("water")], set: nil, context: context)
    try molecules.addMacromolecules(
      context: context, fieldHertzPerPPM: Fixtures.hertzPerPPM, linewidthHertz: 5.5)
    let simulation = try SpectrumSimulation(
      of: run, molecules: molecules, conditions: .init(), fieldHertzPerPPM: Fixtures.hertzPerPPM,
      referencePPM: 4.7)
    #expect(simulation.molecules.map(\.name) == ["water", "MM09", "MM12", "MM14", "MM17", "MM20"])
    let signals = simulation.shots[0].molecules
    // From the centre of the pulse to the first sample, with T2 30 ms (water: 110 ms).
    let wait = simulation.shots[0].firstSampleSeconds
    #expect(abs(hypot(signals[0].real[0], signals[0].imaginary[0]) - 2 * exp(-wait / 0.110)) < 1e-3)
    let width = 0.14 * Fixtures.hertzPerPPM
    for sample in [0, 20, 40, 80] {
      let time = 0.5e-3 * Double(sample)
      let angle = Double.pi * width * (time + wait)
      let expected =
        3 * exp(-wait / 0.030) * exp(-angle * angle / (4 * log(2.0))) * exp(-Double.pi * 5.5 * time)
      let found = hypot(signals[1].real[sample], signals[1].imaginary[sample])
      // The tails beyond 2.5 standard deviations are cut off.
      #expect(abs(found - expected) < 0.06, "\(sample): \(found) \(expected)")
    }
    #expect(
      !simulation.notes[0].contains("macromolecules, ")
        && simulation.notes.contains { $0.hasPrefix("water: T1") })
  }

  @Test func macromoleculesAreOfProtons() throws {
    let sodium = try #require(Nucleus.named("23Na"))
    let context = SimulationMolecules.Context(nucleus: sodium, spectrometerHertz: 33e6)
    var molecules = try SimulationMolecules(
      [SimulationMolecules.Wanted("sodium")], set: nil, context: context)
    #expect(throws: SimulationProblem.self) {
      try molecules.addMacromolecules(context: context, fieldHertzPerPPM: 33, linewidthHertz: 5.5)
    }
  }
}
