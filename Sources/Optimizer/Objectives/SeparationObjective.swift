/// `separate`: a band of the spectrum for one molecule alone, to be read by eye.
import SequenceIR

/// `maximize signal of OWNER in BAND`.
package struct SignalTerm: Sendable, Equatable {
  package var molecule: Int
  package var band: SpectralBand
  package var weight: Double
  /// The energy that counts as 1, per unit concentration: that of a reference sequence in the same band.
  package var referenceEnergy: Double
  /// The energy below which the loss rises steeply, in units of the reference; 0: none.
  package var floor: Double

  package init(
    _ molecule: Int, _ band: SpectralBand, weight: Double = 0.15, referenceEnergy: Double = 1,
    floor: Double = 0
  ) {
    self.molecule = molecule
    self.band = band
    self.weight = weight
    self.referenceEnergy = referenceEnergy
    self.floor = floor
  }
}

/// `suppress signal of OTHER in BAND below LIMIT`.
package struct SuppressionTerm: Sendable, Equatable {
  package var molecule: Int
  package var band: SpectralBand
  /// Energy over the owner's in the same band, both per unit concentration: 0.05 for 5 %.
  package var limit: Double
  package var weight: Double
  /// The molecule it is compared with; nil: the one whose signal term shares most of the band.
  package var owner: Int?

  package init(
    _ molecule: Int, _ band: SpectralBand, below limit: Double, weight: Double = 1, owner: Int? = nil
  ) {
    self.molecule = molecule
    self.band = band
    self.limit = limit
    self.weight = weight
    self.owner = owner
  }
}

/// Why there is no such objective.
package enum SeparationProblem: Error, Sendable, Equatable {
  case bandOutsideSpectrum(SpectralBand)
  case limitNotPositive(Double)
  case referenceNotPositive(Double)
  case floorNegative(Double)
  case unknownMolecule(Int)
  /// No signal is asked for, so nothing is suppressed relative to anything.
  case noOwner(SuppressionTerm)
  case suppressesItsOwner(SuppressionTerm)
}

/// With E_o = energy of the owner in the band over the reference energy, q = energy of the other over that of the
/// owner in the same band, limit l and floor f:
///
///     L = sum w (-1/2 log E_o + 1/2 log(1 + (f / E_o)^4)) + sum w 1/2 log(1 + (q / l)^2)
///
/// Above its limit a leakage counts as log q, below it soon counts nothing; above its floor a signal counts as the log
/// of its amplitude, below it five times that. 1e-12 of the reference is added to every energy that is divided by.
package struct SeparationObjective: SpectralObjective {
  package let signals: [SignalTerm]
  package let suppressions: [SuppressionTerm]
  private let signalPoints: [[Int]]
  private let suppressionPoints: [[Int]]
  private let owners: [SignalTerm]

  private static let darkness = 1e-12

  package static func make(
    signals: [SignalTerm], suppressions: [SuppressionTerm], moleculeCount: Int, grid: SpectralGrid
  ) -> Result<SeparationObjective, SeparationProblem> {
    for term in signals {
      guard term.referenceEnergy > 0, term.referenceEnergy.isFinite else {
        return .failure(.referenceNotPositive(term.referenceEnergy))
      }
      guard term.floor >= 0, term.floor.isFinite else { return .failure(.floorNegative(term.floor)) }
    }
    for molecule in signals.map(\.molecule) + suppressions.flatMap({ [$0.molecule, $0.owner ?? 0] })
    where !(0..<moleculeCount).contains(molecule) {
      return .failure(.unknownMolecule(molecule))
    }
    for band in signals.map(\.band) + suppressions.map(\.band) where band.points(of: grid).isEmpty {
      return .failure(.bandOutsideSpectrum(band))
    }
    var owners: [SignalTerm] = []
    for term in suppressions {
      guard term.limit > 0, term.limit.isFinite else { return .failure(.limitNotPositive(term.limit)) }
      guard let owner = owner(of: term, among: signals) else { return .failure(.noOwner(term)) }
      guard owner.molecule != term.molecule else { return .failure(.suppressesItsOwner(term)) }
      owners.append(owner)
    }
    return .success(
      SeparationObjective(signals: signals, suppressions: suppressions, owners: owners, grid: grid))
  }

  /// The signal term of the owner that is named, or the one that shares most of the band; the first of equals.
  private static func owner(of term: SuppressionTerm, among signals: [SignalTerm]) -> SignalTerm? {
    let candidates = signals.filter { $0.molecule == term.owner || term.owner == nil }
    guard var best = candidates.first else {
      return term.owner.map { SignalTerm($0, term.band) }
    }
    for candidate in candidates.dropFirst()
    where candidate.band.overlap(with: term.band) > best.band.overlap(with: term.band) {
      best = candidate
    }
    return best
  }

  private init(
    signals: [SignalTerm], suppressions: [SuppressionTerm], owners: [SignalTerm], grid: SpectralGrid
  ) {
    self.signals = signals
    self.suppressions = suppressions
    self.owners = owners
    signalPoints = signals.map { $0.band.points(of: grid) }
    suppressionPoints = suppressions.map { $0.band.points(of: grid) }
  }

  package func loss(
    of spectra: MemberSpectra, weight: Double, addingGradientTo cotangent: inout MemberSpectra
  ) -> Double {
    var loss = 0.0
    var gradient: [(factor: Double, molecule: Int, points: [Int])] = []
    for (term, points) in zip(signals, signalPoints) {
      let energy = spectra.signal.energy(of: term.molecule, at: points) / term.referenceEnergy + Self.darkness
      let (value, slope) = Self.signal(energy, floor: term.floor)
      loss += term.weight * value
      gradient.append((term.weight * slope / term.referenceEnergy, term.molecule, points))
    }
    for (number, (term, points)) in zip(suppressions, suppressionPoints).enumerated() {
      let owner = owners[number]
      let own = spectra.signal.energy(of: owner.molecule, at: points) + Self.darkness * owner.referenceEnergy
      let leakage = spectra.signal.energy(of: term.molecule, at: points) / own
      let excess = leakage / term.limit
      loss += term.weight * 0.5 * ElementaryFunctions.log(1 + excess * excess)
      // dL/dq
      let slope = term.weight * excess / (term.limit * (1 + excess * excess))
      gradient.append((slope / own, term.molecule, points))
      gradient.append((-slope * leakage / own, owner.molecule, points))
    }
    guard loss.isFinite else { return loss }
    for part in gradient {
      cotangent.signal.addEnergyGradient(
        weight * part.factor, of: part.molecule, at: part.points, in: spectra.signal)
    }
    return loss
  }

  /// -1/2 log E + 1/2 log(1 + (f/E)^4) and its derivative by E.
  private static func signal(_ energy: Double, floor: Double) -> (value: Double, slope: Double) {
    let square = (floor / energy) * (floor / energy)
    let fourth = square * square
    let value = -0.5 * ElementaryFunctions.log(energy) + 0.5 * ElementaryFunctions.log(1 + fourth)
    return (value, (-0.5 - 2 * fourth / (1 + fourth)) / energy)
  }
}
