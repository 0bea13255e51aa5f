/// A small problem of Lorentzian lines, the same as in conformance/objectives_reference.py, and directional derivatives.
import Foundation
import SequenceIR

@testable import Optimizer

enum SpectralFixtures {
  struct Complex {
    var real: Double
    var imaginary: Double

    static func * (a: Complex, b: Complex) -> Complex {
      Complex(
        real: a.real * b.real - a.imaginary * b.imaginary,
        imaginary: a.real * b.imaginary + a.imaginary * b.real)
    }
    static func / (a: Complex, b: Complex) -> Complex {
      let square = b.real * b.real + b.imaginary * b.imaginary
      return a * Complex(real: b.real / square, imaginary: -b.imaginary / square)
    }
  }

  static let hertzPerPPM = -123.25
  static let names = ["Glu", "Gln", "GABA", "GSH"]
  static let concentrations = [9.0, 2.5, 1.5, 2.0]
  static let noise = 0.05

  /// ppm and amplitude of the lines of each molecule.
  static let lines: [[(Double, Complex)]] = [
    [
      (2.337, Complex(real: 1, imaginary: 0.1)), (2.356, Complex(real: 0.9, imaginary: 0)),
      (2.375, Complex(real: 0.4, imaginary: -0.1)), (2.05, Complex(real: 0.5, imaginary: 0.3)),
      (2.12, Complex(real: 0.4, imaginary: -0.2)),
    ],
    [
      (2.42, Complex(real: 0.9, imaginary: -0.2)), (2.444, Complex(real: 1, imaginary: 0)),
      (2.468, Complex(real: 0.5, imaginary: 0.1)), (2.10, Complex(real: 0.6, imaginary: 0.2)),
      (2.15, Complex(real: 0.5, imaginary: -0.3)),
    ],
    [
      (2.26, Complex(real: 0.5, imaginary: 0)), (2.284, Complex(real: 1.1, imaginary: 0.1)),
      (2.31, Complex(real: 0.5, imaginary: -0.1)),
    ],
    [
      (2.13, Complex(real: 0.6, imaginary: 0.1)), (2.16, Complex(real: 0.8, imaginary: -0.1)),
      (2.51, Complex(real: 0.4, imaginary: 0.2)), (2.55, Complex(real: 0.5, imaginary: 0.1)),
    ],
  ]

  static let grid = grid(from: 1.9, to: 2.7)

  static func grid(from low: Double, to high: Double) -> SpectralGrid {
    let (samples, dwell) = (2_048, 0.5e-3)
    let frequencies = (-samples / 2..<samples / 2).map { Double($0) / (Double(samples) * dwell) }.reversed()
    let inside = frequencies.filter { (low..<high).contains(3 + $0 / hertzPerPPM) }
    return SpectralGrid(
      sampleCount: samples, dwellSeconds: dwell, frequenciesHertz: inside,
      ppm: inside.map { 3 + $0 / hertzPerPPM })
  }

  /// Transforms of exp(-pi width t) exp(2 pi i f t) from 0 to infinity, and of t times that.
  static func spectra(
    _ lines: [[(Double, Complex)]] = lines, factors: [Complex]? = nil, shiftPPM: Double = 0,
    widthHertz: Double = 5.5, on grid: SpectralGrid = grid
  ) -> MemberSpectra {
    var spectra = MemberSpectra(moleculeCount: lines.count, pointCount: grid.pointCount)
    for (row, lines) in lines.enumerated() {
      let factor = factors?[row] ?? Complex(real: 1, imaginary: 0)
      for (ppm, amplitude) in lines {
        for (point, frequency) in grid.frequenciesHertz.enumerated() {
          let offset = frequency - (ppm + shiftPPM - 3) * hertzPerPPM
          let decay = Complex(real: .pi * widthHertz, imaginary: 2 * .pi * offset)
          let signal = factor * amplitude / decay
          let weighted = signal / decay
          let index = row * grid.pointCount + point
          spectra.signal.real[index] += signal.real
          spectra.signal.imaginary[index] += signal.imaginary
          spectra.timeWeighted.real[index] += weighted.real
          spectra.timeWeighted.imaginary[index] += weighted.imaginary
        }
      }
    }
    return spectra
  }

  /// The member that the script fits with the spectra above.
  static func mismatchedMember() -> MemberSpectra {
    spectra(
      factors: [
        Complex(real: 0.93, imaginary: 0.2), Complex(real: 0.85, imaginary: 0.31),
        Complex(real: 1.02, imaginary: 0.15), Complex(real: 0.9, imaginary: 0.25),
      ], shiftPPM: 0.003, widthHertz: 6.1)
  }

  static let macromolecules = MacromoleculeSpectra.make(
    [
      MacromoleculeComponent(
        "MM20",
        [
          MacromoleculeLine(ppm: 2.08, protons: 1.33, fullWidthPPM: 0.15),
          MacromoleculeLine(ppm: 2.25, protons: 0.33, fullWidthPPM: 0.2),
          MacromoleculeLine(ppm: 1.95, protons: 0.33, fullWidthPPM: 0.15),
        ]),
      MacromoleculeComponent("MM26", [MacromoleculeLine(ppm: 2.61, protons: 0.04, fullWidthPPM: 0.043)]),
    ], concentrations: [4, 0.7], on: grid, weighting: 0.6, signalPerProton: (0.002, -0.001))

  static func model(spacingPPM: Double? = nil) -> FisherModel {
    let model = FisherModel(
      molecules: names, concentrations: concentrations, macromolecules: macromolecules, noise: noise)
    return model.with(baseline: spacingPPM.flatMap { spline($0) })
  }

  static func spline(_ spacingPPM: Double, on grid: SpectralGrid = grid) -> SplineBaseline? {
    try? SplineBaseline.make(ppm: grid.ppm, knotSpacingPPM: spacingPPM).get()
  }

  /// The model with everything that can be a nuisance.
  static func modelWithEverything() -> FisherModel {
    var model = model(spacingPPM: 0.15)
    model.nuisances.moleculeShiftPriorHertz = 0.5
    model.nuisances.moleculeWidthPriorHertz = 2
    model.moleculePriors = [.infinity, .infinity, 0.5, 0.3]
    model.macromoleculePriors = [1, 0.2]
    return model
  }

  // MARK: derivatives

  struct Generator {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-52 - 1
    }
  }

  /// Random spectra of about the size of `like`.
  static func direction(
    like spectra: MemberSpectra, signal: Bool, timeWeighted: Bool, _ generator: inout Generator
  ) -> MemberSpectra {
    func table(_ table: SpectrumTable, _ wanted: Bool) -> SpectrumTable {
      let size = (table.real.map { $0 * $0 }.reduce(0, +) / Double(table.real.count)).squareRoot()
      var result = SpectrumTable(moleculeCount: table.moleculeCount, pointCount: table.pointCount)
      guard wanted else { return result }
      for k in table.real.indices {
        result.real[k] = size * generator.next()
        result.imaginary[k] = size * generator.next()
      }
      return result
    }
    var result = spectra
    result.signal = table(spectra.signal, signal)
    result.timeWeighted = table(spectra.timeWeighted, timeWeighted)
    return result
  }

  static func inner(_ a: MemberSpectra, _ b: MemberSpectra) -> Double {
    func sum(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).map { $0 * $1 }.reduce(0, +) }
    return sum(a.signal.real, b.signal.real) + sum(a.signal.imaginary, b.signal.imaginary)
      + sum(a.timeWeighted.real, b.timeWeighted.real)
      + sum(a.timeWeighted.imaginary, b.timeWeighted.imaginary)
  }

  /// Derivative at 0 by central differences of two steps, extrapolated twice: the error is of sixth order.
  static func derivative(step: Double, _ function: (Double) -> Double) -> Double {
    func central(_ h: Double) -> Double { (function(h) - function(-h)) / (2 * h) }
    let (a, b, c) = (central(step), central(step / 2), central(step / 4))
    let (d, e) = ((4 * b - a) / 3, (4 * c - b) / 3)
    return (16 * e - d) / 15
  }

  /// The largest relative difference of gradient and difference quotient over random directions in the signal, in the
  /// time-weighted spectra and in both.
  static func gradientError(
    of objective: any EnsembleObjective, at members: [MemberSpectra], weights: [Double],
    nominalIndex: Int = 0,
    timeWeightedMatters: Bool = true, step: Double = 2e-3
  ) -> Double {
    let zero = members.map {
      MemberSpectra(moleculeCount: $0.signal.moleculeCount, pointCount: $0.signal.pointCount)
    }
    var gradient = zero
    let loss = objective.loss(
      of: members, weights: weights, nominalIndex: nominalIndex, addingGradientTo: &gradient)
    guard loss.isFinite else { return .nan }
    var generator = Generator(state: 7)
    var worst = 0.0
    let kinds = timeWeightedMatters ? [(true, false), (false, true), (true, true)] : [(true, false)]
    for (signal, timeWeighted) in kinds {
      for _ in 0..<3 {
        var directions: [MemberSpectra] = []
        for member in members {
          directions.append(
            direction(like: member, signal: signal, timeWeighted: timeWeighted, &generator))
        }
        let slope = zip(gradient, directions).map { inner($0, $1) }.reduce(0, +)
        let difference = derivative(step: step) { h in
          var moved = members
          for k in moved.indices { moved[k].add(h, times: directions[k]) }
          var ignored = zero
          return objective.loss(
            of: moved, weights: weights, nominalIndex: nominalIndex, addingGradientTo: &ignored)
        }
        worst = max(worst, abs(slope - difference) / max(abs(slope), abs(difference)))
      }
    }
    return worst
  }
}
