/// What a fit of a spectrum knows and what it has to find: the statement from which precision follows.

/// What is found besides the amplitudes of molecules and macromolecules, all of which are always free.
package struct FitNuisances: Sendable, Equatable {
  /// One phase of the whole spectrum, rad.
  package var globalPhase = true
  /// One shift of the whole spectrum, Hz.
  package var globalShift = true
  /// One additional Lorentzian width (FWHM) of the whole spectrum, Hz.
  package var globalWidth = true
  /// A shift of each molecule, known beforehand to this standard deviation, Hz; nil: none.
  package var moleculeShiftPriorHertz: Double?
  /// An additional width of each molecule, known beforehand to this standard deviation, Hz; nil: none.
  package var moleculeWidthPriorHertz: Double?

  package init() {}
}

/// Which part of the spectrum is fitted.
package enum FittedData: Sendable, Equatable {
  case complex
  case realPart
}

/// Data = sum c_m S_m + macromolecules + spline + noise, white and Gaussian, of equal standard deviation in the real
/// and the imaginary part of every point.
package struct FisherModel: Sendable, Equatable {
  package var molecules: [String]
  /// One per molecule, in the unit that the spectra are per.
  package var concentrations: [Double]
  package var macromolecules: MacromoleculeSpectra?
  package var nuisances = FitNuisances()
  /// What is known of the amplitudes beforehand: standard deviation in the unit of the concentrations, infinite for
  /// nothing. Empty: nothing of any.
  package var moleculePriors: [Double] = []
  package var macromoleculePriors: [Double] = []
  package var baseline: SplineBaseline?
  package var data: FittedData = .complex
  /// Standard deviation of the real and of the imaginary part of a point, in the unit of concentration times
  /// spectrum. A signal whose samples have the standard deviation s has s / sqrt(N) here.
  package var noise: Double

  package init(
    molecules: [String], concentrations: [Double], macromolecules: MacromoleculeSpectra? = nil,
    baseline: SplineBaseline? = nil, noise: Double = 1
  ) {
    precondition(molecules.count == concentrations.count, "one concentration per molecule")
    self.molecules = molecules
    self.concentrations = concentrations
    self.macromolecules = macromolecules
    self.baseline = baseline
    self.noise = noise
  }

  package func with(baseline: SplineBaseline?) -> FisherModel {
    var model = self
    model.baseline = baseline
    return model
  }

  package func with(noise: Double) -> FisherModel {
    var model = self
    model.noise = noise
    return model
  }
}

/// Where the parameters of a model stand: amplitudes of molecules and macromolecules, phase, shift, width, shifts and
/// widths of the molecules.
struct FitLayout: Sendable, Equatable {
  let moleculeCount: Int
  let macromoleculeCount: Int
  let phase: Int?
  let shift: Int?
  let width: Int?
  let firstMoleculeShift: Int?
  let firstMoleculeWidth: Int?
  let count: Int

  init(_ model: FisherModel) {
    moleculeCount = model.molecules.count
    macromoleculeCount = model.macromolecules?.names.count ?? 0
    var next = moleculeCount + macromoleculeCount
    func take(_ number: Int, if wanted: Bool) -> Int? {
      guard wanted else { return nil }
      defer { next += number }
      return next
    }
    phase = take(1, if: model.nuisances.globalPhase)
    shift = take(1, if: model.nuisances.globalShift)
    width = take(1, if: model.nuisances.globalWidth)
    firstMoleculeShift = take(moleculeCount, if: model.nuisances.moleculeShiftPriorHertz != nil)
    firstMoleculeWidth = take(moleculeCount, if: model.nuisances.moleculeWidthPriorHertz != nil)
    count = next
  }
}

extension FisherModel {
  /// 1 / variance of what is known of each parameter beforehand.
  var priorPrecisions: [Double] {
    let layout = FitLayout(self)
    var precisions = [Double](repeating: 0, count: layout.count)
    for (i, deviation) in moleculePriors.prefix(layout.moleculeCount).enumerated() {
      precisions[i] = 1 / (deviation * deviation)
    }
    for (i, deviation) in macromoleculePriors.prefix(layout.macromoleculeCount).enumerated() {
      precisions[layout.moleculeCount + i] = 1 / (deviation * deviation)
    }
    for (first, deviation) in [
      (layout.firstMoleculeShift, nuisances.moleculeShiftPriorHertz),
      (layout.firstMoleculeWidth, nuisances.moleculeWidthPriorHertz),
    ] {
      guard let first, let deviation else { continue }
      for i in first..<(first + layout.moleculeCount) { precisions[i] = 1 / (deviation * deviation) }
    }
    return precisions
  }
}
