/// `target-spectrum`: spectra that look as they were drawn.

/// The spectrum that a molecule shall have.
package struct TargetSpectrum: Sendable, Equatable {
  package var molecule: Int
  package var weight: Double
  /// One complex number per point of the grid, in the unit of the spectra unless the scale is free.
  package var real: [Double]
  package var imaginary: [Double]

  package init(_ molecule: Int, real: [Double], imaginary: [Double], weight: Double = 1) {
    precondition(real.count == imaginary.count, "a complex spectrum has as many imaginary parts as real ones")
    self.molecule = molecule
    self.real = real
    self.imaginary = imaginary
    self.weight = weight
  }
}

/// With s the spectrum, t the target, z = <t, s>, all sums over the points of the band:
///
///     scale fixed                 |s - t|^2 / |t|^2
///     scale fixed, phase free     (|s|^2 + |t|^2 - 2 |z|) / |t|^2
///     scale free                  1 - Re z / (|s| |t|)
///     scale and phase free        1 - |z|^2 / (|s|^2 |t|^2)
///
/// 1e-12 |t|^2 is added to |s|^2 where it divides, and its square root's share to |z|, so that no signal is a finite
/// loss with a finite gradient. A free scale does not mind a weak signal: add a signal term of `separate`.
package struct TargetSpectrumObjective: SpectralObjective {
  package let targets: [TargetSpectrum]
  package let scaleIsFree: Bool
  package let phaseIsFree: Bool
  private let points: [Int]
  private let targetEnergies: [Double]

  /// nil when the band holds no point, or a target has no energy there or is not on the grid.
  package init?(
    _ targets: [TargetSpectrum], scaleIsFree: Bool, phaseIsFree: Bool, band: SpectralBand? = nil,
    grid: SpectralGrid
  ) {
    let points = band?.points(of: grid) ?? Array(grid.ppm.indices)
    guard !targets.isEmpty, !points.isEmpty, targets.allSatisfy({ $0.real.count == grid.pointCount }) else {
      return nil
    }
    let energies = targets.map { target in
      points.reduce(0.0) {
        $0 + target.real[$1] * target.real[$1] + target.imaginary[$1] * target.imaginary[$1]
      }
    }
    guard energies.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    self.targets = targets
    self.scaleIsFree = scaleIsFree
    self.phaseIsFree = phaseIsFree
    self.points = points
    targetEnergies = energies
  }

  package func loss(
    of spectra: MemberSpectra, weight: Double, addingGradientTo cotangent: inout MemberSpectra
  ) -> Double {
    var loss = 0.0
    var slopes: [Slopes] = []
    for (target, energy) in zip(targets, targetEnergies) {
      let (value, slope) = distance(target, energy, spectra.signal)
      loss += target.weight * value
      slopes.append(slope)
    }
    guard loss.isFinite else { return loss }
    for (target, slope) in zip(targets, slopes) {
      let factor = weight * target.weight
      for point in points {
        let index = target.molecule * spectra.signal.pointCount + point
        let (a, b) = (target.real[point], target.imaginary[point])
        cotangent.signal.real[index] +=
          factor * (2 * slope.energy * spectra.signal.real[index] + slope.real * a - slope.imaginary * b)
        cotangent.signal.imaginary[index] +=
          factor * (2 * slope.energy * spectra.signal.imaginary[index] + slope.real * b + slope.imaginary * a)
      }
    }
    return loss
  }

  /// Derivatives by |s|^2, Re z and Im z.
  private struct Slopes {
    var energy: Double
    var real: Double
    var imaginary: Double
  }

  private func distance(
    _ target: TargetSpectrum, _ targetEnergy: Double, _ table: SpectrumTable
  ) -> (Double, Slopes) {
    var (energy, real, imaginary) = (0.0, 0.0, 0.0)
    for point in points {
      let index = target.molecule * table.pointCount + point
      let (a, b) = (target.real[point], target.imaginary[point])
      let (c, d) = (table.real[index], table.imaginary[index])
      energy += c * c + d * d
      real += a * c + b * d
      imaginary += a * d - b * c
    }
    let tiny = 1e-12 * targetEnergy
    switch (scaleIsFree, phaseIsFree) {
    case (false, false):
      let value = (energy + targetEnergy - 2 * real) / targetEnergy
      return (value, Slopes(energy: 1 / targetEnergy, real: -2 / targetEnergy, imaginary: 0))
    case (false, true):
      let size = (real * real + imaginary * imaginary + tiny * targetEnergy).squareRoot()
      let value = (energy + targetEnergy - 2 * size) / targetEnergy
      let slope = -2 / (size * targetEnergy)
      return (value, Slopes(energy: 1 / targetEnergy, real: slope * real, imaginary: slope * imaginary))
    case (true, false):
      let lengths = ((energy + tiny) * targetEnergy).squareRoot()
      return (
        1 - real / lengths,
        Slopes(energy: 0.5 * real / (lengths * (energy + tiny)), real: -1 / lengths, imaginary: 0)
      )
    case (true, true):
      let product = (energy + tiny) * targetEnergy
      let square = real * real + imaginary * imaginary
      return (
        1 - square / product,
        Slopes(
          energy: square / (product * (energy + tiny)), real: -2 * real / product,
          imaginary: -2 * imaginary / product)
      )
    }
  }
}
