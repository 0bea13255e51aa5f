/// Bounds that are known in closed form, and the linear algebra beneath.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Optimizer

@Suite struct FisherInformationTests {
  private func one() -> SpectralFixtures.Complex { .init(real: 1, imaginary: 0) }

  private func bare(_ count: Int, noise: Double) -> FisherModel {
    var model = FisherModel(
      molecules: (0..<count).map { "M\($0)" }, concentrations: [Double](repeating: 2, count: count),
      noise: noise)
    model.nuisances.globalPhase = false
    model.nuisances.globalShift = false
    model.nuisances.globalWidth = false
    return model
  }

  // MARK: closed forms

  /// integral |1 / (pi W + 2 pi i f)|^2 df = 1 / (2 pi W): the energy of exp(-pi W t). With points df apart the
  /// amplitude of one line has the variance sigma^2 2 pi W df.
  @Test func oneLineHasTheBoundOfItsEnergy() throws {
    let grid = SpectralFixtures.grid(from: -4, to: 10)
    let spectra = SpectralFixtures.spectra([[(3, one())]], widthHertz: 5.5, on: grid)
    let information = try FisherInformation.make(bare(1, noise: 0.3), spectra).get()
    let spacing = 1 / (2_048 * 0.5e-3)
    let expected = 0.3 * (2 * Double.pi * 5.5 * spacing).squareRoot()
    // The tails beyond the grid of +-862 Hz hold W / (pi 862) = 0.2 % of the energy.
    #expect(close(information.cramerRaoBound(of: 0), expected, relative: 2e-3))
    #expect(close(information.relativeBound(of: 0), expected / 2, relative: 2e-3))
  }

  /// Phase is orthogonal to the amplitude of a line, and for a line at the carrier so is its shift: the bound stays.
  /// Amplitude and width are correlated: <s, s> = 1/(2 pi W), <s, -pi t s> = -1/(4 pi W^2),
  /// <pi t s, pi t s> = 1/(4 pi W^3), so the variance doubles.
  @Test func anUnknownWidthDoublesTheVarianceOfALine() throws {
    let grid = SpectralFixtures.grid(from: -4, to: 10)
    let spectra = SpectralFixtures.spectra([[(3, one())]], widthHertz: 5.5, on: grid)
    var model = bare(1, noise: 1)
    let alone = try FisherInformation.make(model, spectra).get().cramerRaoBound(of: 0)
    model.nuisances.globalPhase = true
    model.nuisances.globalShift = true
    let turned = try FisherInformation.make(model, spectra).get().cramerRaoBound(of: 0)
    #expect(close(turned, alone, relative: 1e-3))
    model.nuisances.globalWidth = true
    let information = try FisherInformation.make(model, spectra).get()
    #expect(close(information.cramerRaoBound(of: 0), alone * 2.0.squareRoot(), relative: 3e-3))
    #expect(close(information.varianceInflation(of: 0), 2, relative: 6e-3))
  }

  /// Lines a distance d apart: <a, b> / <a, a> has the real part 1 / (1 + (d/W)^2) in the continuous limit; the
  /// correlation of the estimates is minus that.
  @Test(arguments: [0.5, 1, 2, 5]) func twoLinesHaveTheCorrelationOfTheirOverlap(distance: Double) throws {
    let grid = SpectralFixtures.grid(from: -4, to: 10)
    let width = 5.5
    let shift = distance * width / SpectralFixtures.hertzPerPPM
    let spectra = SpectralFixtures.spectra([[(3, one())], [(3 + shift, one())]], widthHertz: width, on: grid)
    let information = try FisherInformation.make(bare(2, noise: 1), spectra).get()
    let overlap = 1 / (1 + distance * distance)
    #expect(abs(information.correlation(of: 0, 1) + overlap) < 3e-3)
    #expect(close(information.varianceInflation(of: 0), 1 / (1 - overlap * overlap), relative: 5e-3))
  }

  /// A line and the same line 90 degrees out of phase are orthogonal.
  @Test func orthogonalColumnsAreUncorrelated() throws {
    let grid = SpectralFixtures.grid(from: -4, to: 10)
    let lines: [[(Double, SpectralFixtures.Complex)]] = [[(3, one())], [(3, .init(real: 0, imaginary: 1))]]
    let spectra = SpectralFixtures.spectra(lines, widthHertz: 5.5, on: grid)
    let information = try FisherInformation.make(bare(2, noise: 1), spectra).get()
    #expect(abs(information.correlation(of: 0, 1)) < 1e-12)
    #expect(abs(information.varianceInflation(of: 1) - 1) < 1e-10)
  }

  @Test func aSharpPriorIsTheBoundOfItsMolecule() throws {
    var model = SpectralFixtures.model(spacingPPM: 0.4)
    model.moleculePriors = [.infinity, 1e-4]
    let information = try FisherInformation.make(model, SpectralFixtures.spectra()).get()
    #expect(close(information.cramerRaoBound(of: 1), 1e-4, relative: 1e-6))
    model.moleculePriors = [.infinity, .infinity]
    let free = try FisherInformation.make(model, SpectralFixtures.spectra()).get()
    #expect(information.cramerRaoBound(of: 0) < free.cramerRaoBound(of: 0))
  }

  @Test func noiseCanBeStatedAsTheBoundOfAReference() throws {
    let spectra = SpectralFixtures.spectra()
    for model in [SpectralFixtures.model(), SpectralFixtures.modelWithEverything()] {
      let stated = try #require(model.withNoise(givingRelativeBound: 0.04, of: 0, in: spectra))
      let bound = try FisherInformation.make(stated, spectra).get().relativeBound(of: 0)
      #expect(close(bound, 0.04, relative: 1e-11))
    }
    var known = SpectralFixtures.model()
    known.moleculePriors = [0.1, .infinity]
    #expect(known.withNoise(givingRelativeBound: 0.04, of: 0, in: spectra) == nil)
    let darkness = MemberSpectra(moleculeCount: 4, pointCount: SpectralFixtures.grid.pointCount)
    #expect(SpectralFixtures.model().withNoise(givingRelativeBound: 0.04, of: 0, in: darkness) == nil)
    #expect(SpectralFixtures.model().withNoise(givingRelativeBound: .nan, of: 0, in: spectra) == nil)
  }

  @Test func moreFreedomNeverImprovesTheBound() throws {
    let spectra = SpectralFixtures.spectra()
    let models = [nil, 0.4, 0.15].map { SpectralFixtures.model(spacingPPM: $0) }
    let bounds = try models.map { try FisherInformation.make($0, spectra).get().cramerRaoBound(of: 1) }
    #expect(bounds[0] < bounds[1] && bounds[1] < bounds[2])
  }

  // MARK: splines

  /// A fit with explicit columns for the splines knows as much as one on projected data.
  @Test(arguments: [0.4, 0.15]) func projectionEqualsExplicitColumns(spacing: Double) throws {
    let grid = SpectralFixtures.grid
    let spectra = SpectralFixtures.spectra()
    let projected = try FisherInformation.make(SpectralFixtures.model(spacingPPM: spacing), spectra).get()
    // Truncated powers span the same space as B-splines. Complex coefficients: two real amplitudes each.
    let low = grid.ppm[0]
    let span = grid.ppm[grid.pointCount - 1] - low
    let intervals = Int((span / spacing).rounded())
    func cube(_ x: Double) -> Double { x * x * x }
    let places: [Double] = grid.ppm.map { ($0 - low) / span }
    var functions: [[Double]] = [
      places.map { _ in 1 }, places.map { 2 * $0 - 1 }, places.map { (2 * $0 - 1) * (2 * $0 - 1) },
      places.map { cube(2 * $0 - 1) },
    ]
    for knot in 1..<intervals {
      let place = Double(knot) / Double(intervals)
      functions.append(places.map { cube(max(0, $0 - place)) })
    }
    var explicit = SpectralFixtures.model()
    let macromolecules = try #require(explicit.macromolecules)
    let points = grid.pointCount
    let rows = 2 + 2 * functions.count
    var columns = MemberSpectra(moleculeCount: rows, pointCount: points)
    for k in 0..<(2 * points) {
      columns.signal.real[k] = macromolecules.spectra.signal.real[k]
      columns.signal.imaginary[k] = macromolecules.spectra.signal.imaginary[k]
      columns.timeWeighted.real[k] = macromolecules.spectra.timeWeighted.real[k]
      columns.timeWeighted.imaginary[k] = macromolecules.spectra.timeWeighted.imaginary[k]
    }
    for (number, function) in functions.enumerated() {
      for k in 0..<points {
        columns.signal.real[(2 + 2 * number) * points + k] = function[k]
        columns.signal.imaginary[(3 + 2 * number) * points + k] = function[k]
      }
    }
    explicit.macromolecules = MacromoleculeSpectra(
      names: (0..<rows).map { "column \($0)" },
      concentrations: macromolecules.concentrations + [Double](repeating: 0, count: rows - 2),
      spectra: columns)
    let full = try FisherInformation.make(explicit, spectra).get()
    for molecule in 0..<4 {
      #expect(
        close(projected.cramerRaoBound(of: molecule), full.cramerRaoBound(of: molecule), relative: 1e-6))
    }
  }

  private func projected(_ vector: [Double], _ baseline: SplineBaseline) -> [Double] {
    var vector = vector
    vector.withUnsafeMutableBufferPointer {
      if let base = $0.baseAddress { baseline.project(base) }
    }
    return vector
  }

  @Test func aSplineIsProjectedAwayAndALineIsNot() throws {
    let grid = SpectralFixtures.grid
    let baseline = try #require(SpectralFixtures.spline(0.15))
    #expect(baseline.functionCount == 8)
    let real: [Double] = grid.ppm.map { 1 + $0 - 0.3 * $0 * $0 * $0 }
    let imaginary: [Double] = grid.ppm.map { 2 - 0.2 * $0 * $0 }
    #expect(projected(real + imaginary, baseline).allSatisfy { abs($0) < 1e-11 })
    let line = SpectralFixtures.spectra().signal
    let points = grid.pointCount
    let once = projected(Array(line.real[..<points]) + Array(line.imaginary[..<points]), baseline)
    let twice = projected(once, baseline)
    #expect(zip(once, twice).allSatisfy { abs($0 - $1) < 1e-13 })
    #expect(once.contains { abs($0) > 1e-3 })
  }

  /// Two shots one after the other, each with its own baseline, are worth twice one.
  @Test func twoEqualShotsHalveTheVariance() throws {
    let (grid, single) = (SpectralFixtures.grid, SpectralFixtures.spectra())
    var model = SpectralFixtures.model(spacingPPM: 0.4)
    model.macromolecules = nil
    let double = MemberSpectra(joining: [single, single])
    #expect(double.split(into: 2) == [single, single])
    let spline = try SplineBaseline.make(ppm: grid.ppm, knotSpacingPPM: 0.4, shotCount: 2).get()
    let one = try FisherInformation.make(model, single).get()
    let two = try FisherInformation.make(model.with(baseline: spline), double).get()
    #expect(close(two.cramerRaoBound(of: 1) * 2.0.squareRoot(), one.cramerRaoBound(of: 1), relative: 1e-9))
  }

  @Test func splinesThatCannotBeAreRefused() {
    let ppm = SpectralFixtures.grid.ppm
    func problem(_ ppm: [Double], _ spacing: Double) -> SplineBaselineProblem? {
      guard case .failure(let problem) = SplineBaseline.make(ppm: ppm, knotSpacingPPM: spacing) else {
        return nil
      }
      return problem
    }
    #expect(problem(ppm, 0.15) == nil)
    #expect(problem(ppm, 0) == .spacingNotPositive(ppm: 0))
    #expect(problem([2], 0.4) == .windowEmpty)
    #expect(problem([], 0.4) == .windowEmpty)
    guard case .knotsTooDense = problem(ppm, 1e-3) else {
      Issue.record("a knot between every two points is not refused")
      return
    }
    // Two clusters of points and nothing between.
    let left: [Double] = (0..<20).map { 1 + 1e-4 * Double($0) }
    let clusters: [Double] = left + left.map { $0 + 2 }
    #expect(problem(clusters, 0.2) == .knotsTooDense(functions: 13, points: 40))
  }

  // MARK: linear algebra

  /// Hilbert's matrix of order 4 has a whole-numbered inverse, 16 -120 240 -140 / ...
  @Test func choleskyInvertsAHilbertMatrix() throws {
    let hilbert: [Double] = (0..<16).map { (k: Int) in 1 / Double(k / 4 + k % 4 + 1) }
    let factor = try CholeskyFactor.factor(hilbert, count: 4).get()
    let expected: [Double] = [
      16, -120, 240, -140, -120, 1200, -2700, 1680, 240, -2700, 6480, -4200, -140, 1680, -4200, 2800,
    ]
    for (found, wanted) in zip(factor.inverse(), expected) { #expect(abs(found - wanted) < 1e-8) }
    let x = factor.solve([1, 0, 0, 0])
    #expect(zip(x, expected).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func singularAndSenselessMatricesHaveNoFactor() {
    func failure(_ matrix: [Double]) -> FactorizationFailure? {
      guard case .failure(let failure) = CholeskyFactor.factor(matrix, count: 2) else { return nil }
      return failure
    }
    #expect(failure([2, 1, 1, 2]) == nil)
    #expect(failure([1, 1, 1, 1]) == .notPositive(row: 1))
    #expect(failure([1, 2, 2, 1]) == .notPositive(row: 1))
    #expect(failure([0, 0, 0, 1]) == .notPositive(row: 0))
    #expect(failure([1, 0, .nan, 1]) == .notFinite)
    #expect(failure([.infinity, 0, 0, 1]) == .notFinite)
  }

  @Test func innerProductsOfAnyCountAndLengthAreThoseOfTheDefinition() {
    var generator = SpectralFixtures.Generator(state: 3)
    for (count, length) in [(1, 1), (2, 7), (3, 8), (5, 13), (6, 4)] {
      let stride = length + 3
      let vectors = (0..<(count * stride)).map { _ in generator.next() }
      let products = vectors.withUnsafeBufferPointer { values in
        values.baseAddress.map {
          VectorKernels.innerProducts(of: $0, count: count, stride: stride, length: length)
        } ?? []
      }
      for i in 0..<count {
        for j in 0..<count {
          var expected = 0.0
          for k in 0..<length { expected += vectors[i * stride + k] * vectors[j * stride + k] }
          #expect(abs(products[i * count + j] - expected) < 1e-13)
        }
      }
    }
  }

  /// A grid of one point has no scale from ppm to hertz.
  @Test func macromoleculesNeedAGridWithAWidth() {
    let point = SpectralGrid(sampleCount: 16, dwellSeconds: 1e-3, frequenciesHertz: [0], ppm: [3])
    let broad = InVivo.lcModelMacromolecules
    let concentrations = [Double](repeating: InVivo.lcModelMillimolar, count: broad.count)
    #expect(MacromoleculeSpectra.make(broad, concentrations: concentrations, on: point) == nil)
    #expect(
      MacromoleculeSpectra.make(broad, concentrations: concentrations, on: SpectralFixtures.grid) != nil)
  }
}
