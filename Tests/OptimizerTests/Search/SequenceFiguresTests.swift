// What `seqc compare` makes of a sequence, against `seqc simulate`.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct SequenceFiguresTests {
  /// The two share the propagation, but not its steps, precision, places and transform. What `seqc simulate` gives of
  /// these files agrees with an independent simulator: conformance/emitted_spectra.py.
  @Test(arguments: ["precise", "robust"]) func comparedSpectraAreThoseOfSimulate(name: String) throws {
    let run = try #require(DesignRun(at: "examples/glu-gln-3t-\(name).seq"))
    let (output, sequence) = (try #require(run.output), try #require(run.sequence, "\(run.rendered)"))
    let assay = try Assay.make(output, fieldTesla: SimulationFixtures.fieldTesla)
    let shots = try ShotPrograms.make(of: sequence, options: assay.comparisonOptions()).get()
    let names = ["Glu", "Gln"]
    let rows = try names.map { try #require(assay.molecules.firstIndex(of: $0)) }
    let setups = assay.setups(
      shots, accuracy: Assay.comparisonAccuracy(largestB1Hertz: 900), threads: 1, members: [assay.members[0]])
    var compared = [SpectrumTable]()
    for var setup in setups {
      setup.molecules = assay.sets.map { set in rows.map { set[$0] } }
      compared.append(setup.engine(.single).spectra()[0].signal)
    }
    let simulated = try SpectrumSimulation(
      of: sequence, molecules: SimulationFixtures.molecules(names, of: run), conditions: .init(),
      fieldHertzPerPPM: SimulationFixtures.hertzPerPPM, referencePPM: 4.7
    ).shots[0]
    let total = Double(shots.items.reduce(0) { $0 + $1.count })
    let points = assay.grid.frequenciesHertz
    for row in names.indices {
      var (difference, size) = (0.0, 0.0)
      for (point, frequency) in points.enumerated() {
        let theirs = transformed(simulated.molecules[row], at: frequency, assay.grid)
        var ours = (real: 0.0, imaginary: 0.0)
        for (item, table) in zip(shots.items, compared) {
          let share = Double(item.count) / total
          // Times i, as `seqc simulate` has it: a pulse of phase 0 gives a real signal.
          ours.real -= share * table.imaginary[row * points.count + point]
          ours.imaginary += share * table.real[row * points.count + point]
        }
        difference += pow(ours.real - theirs.real, 2) + pow(ours.imaginary - theirs.imaginary, 2)
        size += pow(theirs.real, 2) + pow(theirs.imaginary, 2)
      }
      #expect(
        (difference / size).squareRoot() < 1e-3, "\(name) \(names[row]): \((difference / size).squareRoot())")
    }
  }

  private func transformed(
    _ signal: SampledSignal, at frequency: Double, _ grid: SpectralGrid
  ) -> (real: Double, imaginary: Double) {
    var (x, y) = (0.0, 0.0)
    for n in 0..<grid.sampleCount {
      let angle = 2 * Double.pi * frequency * Double(n) * grid.dwellSeconds
      x += signal.real[n] * cos(angle) + signal.imaginary[n] * sin(angle)
      y += signal.imaginary[n] * cos(angle) - signal.real[n] * sin(angle)
    }
    return (x / Double(grid.sampleCount), y / Double(grid.sampleCount))
  }
}
