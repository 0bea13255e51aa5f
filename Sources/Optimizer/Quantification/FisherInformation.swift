/// The Fisher information of a fit and the Cramer-Rao bounds that follow from it.

/// F = D^T D / sigma^2 + prior precisions, for one set of spectra.
///
/// F is scaled to a unit diagonal before it is factored, which changes nothing but the rounding. To the scaled matrix
/// 1e-12 is added on the diagonal, and to F itself 1e-200: molecules that cannot be told apart, or have no signal,
/// then have a bound that is finite and very large, and `varianceInflation` tells that it means nothing.
package struct FisherInformation: Sendable {
  package let model: FisherModel
  let columns: FisherColumns
  private let factor: CholeskyFactor
  /// Diagonal of F, per parameter.
  private let diagonal: [Double]
  /// 1 / square root of the diagonal that is factored.
  private let scales: [Double]

  private static let relativeRidge = 1e-12
  private static let absoluteRidge = 1e-200

  package static func make(
    _ model: FisherModel, _ spectra: MemberSpectra
  ) -> Result<FisherInformation, FactorizationFailure> {
    let columns = FisherColumns(model, spectra)
    let count = columns.layout.count
    var matrix = columns.values.withUnsafeBufferPointer { values in
      values.baseAddress.map {
        VectorKernels.innerProducts(of: $0, count: count, stride: columns.length, length: columns.length)
      } ?? []
    }
    let precision = 1 / (model.noise * model.noise)
    for k in matrix.indices { matrix[k] *= precision }
    for (i, prior) in model.priorPrecisions.enumerated() { matrix[i * count + i] += prior }
    let diagonal = (0..<count).map { matrix[$0 * count + $0] }
    let scales = diagonal.map { 1 / ($0 * (1 + relativeRidge) + absoluteRidge).squareRoot() }
    for i in 0..<count {
      for j in 0..<count { matrix[i * count + j] *= scales[i] * scales[j] }
      // Not 1 where something is not finite, so that the factorization tells.
      if matrix[i * count + i].isFinite { matrix[i * count + i] = 1 }
    }
    return CholeskyFactor.factor(matrix, count: count).map {
      FisherInformation(model: model, columns: columns, factor: $0, diagonal: diagonal, scales: scales)
    }
  }

  private init(
    model: FisherModel, columns: FisherColumns, factor: CholeskyFactor, diagonal: [Double], scales: [Double]
  ) {
    self.model = model
    self.columns = columns
    self.factor = factor
    self.diagonal = diagonal
    self.scales = scales
  }

  package var parameterCount: Int { diagonal.count }

  /// F^-1 b.
  package func solve(_ right: [Double]) -> [Double] {
    let x = factor.solve(zip(right, scales).map { $0 * $1 })
    return zip(x, scales).map { $0 * $1 }
  }

  /// F^-1 e_i: the covariances of a parameter with all.
  package func covariances(of parameter: Int) -> [Double] {
    var unit = [Double](repeating: 0, count: parameterCount)
    unit[parameter] = 1
    return solve(unit)
  }

  /// F^-1, row by row: molecules, macromolecules, then the nuisances in the order of `FitNuisances`.
  package var covariance: [Double] {
    var inverse = factor.inverse()
    for i in 0..<parameterCount {
      for j in 0..<parameterCount { inverse[i * parameterCount + j] *= scales[i] * scales[j] }
    }
    return inverse
  }

  /// The smallest standard deviation that an unbiased fit can have, in the unit of the concentrations.
  package func cramerRaoBound(of molecule: Int) -> Double {
    covariances(of: molecule)[molecule].squareRoot()
  }

  /// The bound as a share of the concentration.
  package func relativeBound(of molecule: Int) -> Double {
    cramerRaoBound(of: molecule) / model.concentrations[molecule]
  }

  /// The correlation of two estimates, -1 to 1.
  package func correlation(of first: Int, _ second: Int) -> Double {
    let (a, b) = (covariances(of: first), covariances(of: second))
    return a[second] / (a[first] * b[second]).squareRoot()
  }

  /// The variance of an estimate over what it would be were everything else known. From about 1e10 on the data do not
  /// determine it, and its bound is that of the ridge.
  package func varianceInflation(of parameter: Int) -> Double {
    diagonal[parameter] * covariances(of: parameter)[parameter]
  }

  /// Molecules whose amplitude the data do not determine.
  package var undeterminedMolecules: [Int] {
    // An inflation of 0 or NaN belongs to a molecule without signal.
    (0..<model.molecules.count).filter { !(varianceInflation(of: $0) < 1e10) || diagonal[$0] < 1e-150 }
  }
}
