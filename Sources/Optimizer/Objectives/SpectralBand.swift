/// A range of chemical shift and what a molecule has there.
import SequenceIR

package struct SpectralBand: Sendable, Equatable {
  /// ppm, `lower < upper`; points on the ends belong to the band.
  package var lowerPPM: Double
  package var upperPPM: Double
  /// Which of several shots whose windows stand one after the other; nil: all.
  package var shot: Int?

  package init(_ lowerPPM: Double, _ upperPPM: Double, shot: Int? = nil) {
    self.shot = shot
    self.lowerPPM = min(lowerPPM, upperPPM)
    self.upperPPM = max(lowerPPM, upperPPM)
  }

  /// The bands of the C4 protons, fixed before anything was optimized.
  package static let glutamate = SpectralBand(2.28, 2.40)
  package static let glutamine = SpectralBand(2.40, 2.52)

  /// Points of a grid in the band; empty where the spectrum does not reach.
  package func points(of grid: SpectralGrid) -> [Int] {
    var current = 0
    return grid.ppm.indices.filter { point in
      // Each window ascends.
      if point > 0, grid.ppm[point] < grid.ppm[point - 1] { current += 1 }
      return grid.ppm[point] >= lowerPPM && grid.ppm[point] <= upperPPM && current == shot ?? current
    }
  }

  /// The width that two bands share, ppm.
  package func overlap(with other: SpectralBand) -> Double {
    if let shot, let other = other.shot, shot != other { return 0 }
    return max(0, min(upperPPM, other.upperPPM) - max(lowerPPM, other.lowerPPM))
  }
}

extension SpectralGrid {
  /// The window of one shot, `shotCount` times.
  package func repeated(_ shotCount: Int) -> SpectralGrid {
    var grid = self
    grid.frequenciesHertz = (0..<shotCount).flatMap { _ in frequenciesHertz }
    grid.ppm = (0..<shotCount).flatMap { _ in ppm }
    return grid
  }
}

extension SpectrumTable {
  /// Sum of |S|^2 over points, per unit concentration squared.
  package func energy(of molecule: Int, at points: [Int]) -> Double {
    var sum = 0.0
    for point in points {
      let index = molecule * pointCount + point
      sum += real[index] * real[index] + imaginary[index] * imaginary[index]
    }
    return sum
  }

  /// Largest |S| at the points.
  package func peak(of molecule: Int, at points: [Int]) -> Double {
    points.reduce(0) { largest, point in
      let index = molecule * pointCount + point
      return max(largest, ElementaryFunctions.hypot(real[index], imaginary[index]))
    }
  }

  /// As cotangent: adds factor times the gradient of the energy of `spectra`.
  mutating func addEnergyGradient(
    _ factor: Double, of molecule: Int, at points: [Int], in spectra: SpectrumTable
  ) {
    for point in points {
      let index = molecule * pointCount + point
      real[index] += 2 * factor * spectra.real[index]
      imaginary[index] += 2 * factor * spectra.imaginary[index]
    }
  }
}
