// Maps over B1 and offset, against closed forms and against `seqc simulate`.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct RobustnessMapTests {
  private static func map(
    _ design: String, _ names: [String], _ grid: RobustnessMap.Grid, band: ClosedRange<Double>? = nil
  ) throws -> RobustnessMap {
    let run = DesignRun(design)
    let sequence = try #require(run.sequence, "\(run.rendered)")
    return try RobustnessMap.make(
      of: sequence, molecules: SimulationFixtures.molecules(names, of: run), band: band, grid: grid,
      linewidthHertz: 5.5, fieldHertzPerPPM: SimulationFixtures.hertzPerPPM, referencePPM: 4.7, threads: 1)
  }

  /// A hard pulse of s 90 degrees on a spin on resonance leaves sin(s pi / 2).
  @Test func aPulseOfTheWrongFlipAngleLeavesItsSine() throws {
    let scales = [0.5, 0.8, 1, 1.2]
    let map = try Self.map(
      SimulationFixtures.pulseAcquire, ["rest"],
      RobustnessMap.Grid(b1Scales: scales, offsetsHertz: [0, 20]))
    let figure = try #require(map.figure("signal(rest)", unit: RobustnessMap.norm))
    #expect(abs(figure.nominal - 100) < 0.01)
    for (scale, values) in zip(scales, figure.values) {
      let expected = 100 * ElementaryFunctions.sineAndCosine(scale * Double.pi / 2).sine
      // 20 Hz hardly matter in 20 us.
      #expect(values.allSatisfy { abs($0 - expected) < 0.02 }, "\(values) \(expected)")
    }
    #expect(figure.worst.row == 0)
  }

  /// The same spectrum by another transform and other steps. The ideal acquisition that both figures of the map are shares
  /// of is left out by their ratio; its absolute value is that of the hard pulse above.
  @Test(arguments: [nil, 2.2...2.5] as [ClosedRange<Double>?])
  func theNominalCellIsWhatSimulateGives(band: ClosedRange<Double>?) throws {
    let (one, two) = (
      try Self.echo("rect(flip: 20 deg, duration: 1 ms)"), try Self.echo("rect(flip: 60 deg, duration: 1 ms)")
    )
    let grid = RobustnessMap.Grid(b1Scales: [0.9, 1], offsetsHertz: [0])
    let names = band == nil ? ["pair", "Cr"] : ["pair"]
    let maps = try [one, two].map { try Self.map($0, names, grid, band: band) }
    let simulations = try [one, two].map { try SimulationFixtures.simulate($0, names).shots[0] }
    for (row, name) in names.enumerated() {
      let figures = try maps.map { try #require($0.figure("signal(\(name))", unit: RobustnessMap.norm)) }
      let norms = simulations.map { Self.norm($0.molecules[row], band) }
      let (found, expected) = (figures[0].nominal / figures[1].nominal, norms[0] / norms[1])
      #expect(abs(found - expected) < 2e-3 * expected, "\(name): \(found) \(expected)")
      #expect(abs(expected - 1) > 0.05)
      #expect(figures[0].values[1] == [figures[0].nominal])
    }
  }

  /// Without its aims, which need a searched pulse.
  private static func echo(_ mix: String) throws -> String {
    let design = SearchFixtures.design("", mix: mix)
    return String(design[..<(try #require(design.range(of: "optimize {"))).lowerBound])
  }

  private static func norm(_ signal: SampledSignal, _ band: ClosedRange<Double>?) -> Double {
    let spectrum = signal.spectrum
    let frequencies = SampledSignal.frequencies(count: signal.count, dwellSeconds: 1e-3)
    var sum = 0.0
    for (index, frequency) in frequencies.enumerated()
    where band?.contains(4.7 + frequency / SimulationFixtures.hertzPerPPM) ?? true {
      sum +=
        spectrum.real[index] * spectrum.real[index] + spectrum.imaginary[index] * spectrum.imaginary[index]
    }
    return sum.squareRoot()
  }

  /// The figures of a design's assay are those of `seqc compare`, and the cell at the nominal member has them.
  @Test func aDesignGivesItsBoundsAndSignals() throws {
    let text = SearchFixtures.design("minimize crlb of pair")
    let pulse = PinnedPulse(
      name: "mix", step: Time(microseconds: 100), hertzX: [Double](repeating: 60, count: 10),
      hertzY: [Double](repeating: -20, count: 10), nucleus: .proton)
    let output = try SearchFixtures.compiled(text, pinned: ["mix": pulse])
    let sequence = try #require(output.sequence)
    let assay = try Assay.make(output, fieldTesla: SimulationFixtures.fieldTesla)
    let grid = RobustnessMap.Grid(b1Scales: [0.8, 1], offsetsHertz: [-10, 0])
    let map = try RobustnessMap.make(of: sequence, assay, grid: grid, threads: 1)
    let bound = try #require(map.figure("CRLB(pair)", unit: "% of concentration", baseline: .known))
    func figures(_ member: EnsembleMember) throws -> Double {
      let table = try assay.figures(
        of: sequence, members: [member],
        accuracy: Assay.comparisonAccuracy(isCoarse: true, largestB1Hertz: 900),
        options: assay.comparisonOptions(isCoarse: true), estimatesError: false, threads: 1
      ).figures.table
      return try #require(table.summary("CRLB(pair)", unit: "% of concentration", baseline: .known)).nominal
    }
    #expect(abs(bound.nominal / (try figures(assay.members[0])) - 1) < 1e-3)
    #expect(bound.values[1][1] == bound.nominal)
    let weak = try figures(EnsembleMember(b1Scale: 0.8))
    #expect(abs(bound.values[0][1] / weak - 1) < 1e-3 && abs(weak / bound.nominal - 1) > 0.01)
    let signal = try #require(map.figure("signal(pair)", unit: RobustnessMap.norm))
    #expect(signal.values[1][1] == signal.nominal)
    #expect(signal.worst.value == signal.values.joined().min())
  }
}
