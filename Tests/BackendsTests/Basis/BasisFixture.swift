// A basis set of lines in closed form, beside which files are held.
import Foundation
import SequenceIR

@testable import Backends

enum BasisFixture {
  static let spectrometerHertz = 123.2e6
  static let dwell = 0.5e-3
  static let linewidth = 4.0

  /// exp(2 pi i f t - pi linewidth t) of the line at `ppm`, f from `reference` ppm, in Foundation's functions.
  static func line(_ ppm: Double, from reference: Double, count: Int) -> [(re: Double, im: Double)] {
    (0..<count).map { index in
      let time = Double(index) * dwell
      let decay = Foundation.exp(-Double.pi * linewidth * time)
      let angle = 2 * Double.pi * (ppm - reference) * spectrometerHertz * 1e-6 * time
      return (decay * Foundation.cos(angle), decay * Foundation.sin(angle))
    }
  }

  static func signal(_ ppm: Double, from reference: Double = 4.7, count: Int) -> BasisSignal {
    let line = line(ppm, from: reference, count: count)
    return BasisSignal(real: line.map(\.re), imaginary: line.map(\.im)).rounded
  }

  static let shifts = ["NAA": 2.008, "mI": 3.6, "MM09": 0.91]

  static func set(_ names: [String] = ["NAA", "MM09", "mI"], count: Int = 16) -> BasisSet {
    var set = BasisSet(
      name: "test", shots: "mean", dwellSeconds: dwell, sampleCount: count,
      spectrometerHertz: spectrometerHertz,
      referencePPM: 4.7, nucleus: .proton, linewidthHertz: linewidth, firstSampleSeconds: 0.0301,
      sequenceName: "closed form", signature: "0123456789abcdef0123456789abcdef",
      spinParameters: "govindaraju",
      simulation: BasisSet.Simulation(
        placesAcrossSlices: 64, kickSeconds: 80e-6, errorEstimate: 1e-5, precision: 1e-3,
        notes: ["not modelled: \"all\" else"]),
      version: "0.0.0")
    set.echoTimeSeconds = 0.03
    set.functions = names.map { name in
      BasisSet.Function(
        name: name, kind: name.hasPrefix("MM") ? .macromolecule : .metabolite, millimolar: 2,
        signal: signal(shifts[name] ?? 1, count: count), source: "closed form")
    }
    return set
  }

  static func input(_ sets: [BasisSet], nucleus: Nucleus = .proton) throws -> TargetInput {
    var input = try TargetRun(
      """
      design "hard"
      scanner siemens-prisma
      pulse hard = rect(flip: 90 deg, duration: 20 us, use: excitation)
      sequence {
        hard
        acquire 16 points dwell 0.5 ms
      }
      """
    ).input
    input.basisSets = sets
    input.nucleus = nucleus
    return input
  }

  static func output(_ target: Target, _ sets: [BasisSet], nucleus: Nucleus = .proton) throws -> TargetOutput
  {
    try target.write?(input(sets, nucleus: nucleus)) ?? TargetOutput()
  }

  /// sum s(n) exp(-2 pi i f n dwell), in the slow way.
  static func transform(_ signal: [(re: Double, im: Double)], atHertz hertz: Double) -> (
    re: Double, im: Double
  ) {
    var sum = (re: 0.0, im: 0.0)
    for (index, sample) in signal.enumerated() {
      let angle = -2 * Double.pi * hertz * dwell * Double(index)
      sum.re += sample.re * Foundation.cos(angle) - sample.im * Foundation.sin(angle)
      sum.im += sample.re * Foundation.sin(angle) + sample.im * Foundation.cos(angle)
    }
    return sum
  }

  static func farthest(_ a: [(re: Double, im: Double)], _ b: [(re: Double, im: Double)]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { max($0, abs($1.0.re - $1.1.re), abs($1.0.im - $1.1.im)) }
  }
}
