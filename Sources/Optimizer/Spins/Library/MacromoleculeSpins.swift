/// Macromolecules as spins, so that a sequence treats them as it treats everything else.
import SequenceIR

extension MacromoleculeComponent {
  /// Each Gaussian line as singlets under a Gaussian envelope, `spacingHertz` apart or closer; together they have its
  /// protons. Lorentzian lines of width w a distance d apart add up to a smooth line but for ripples of 2 exp(-pi w/d):
  /// 3 % for 5.5 Hz and 4 Hz.
  package func molecule(
    fieldHertzPerPPM: Double, t1Seconds: Double?, t2Seconds: Double?, spacingHertz: Double = 4
  ) -> Molecule {
    var groups: [SpinGroup] = []
    for line in lines {
      // FWHM = 2 sqrt(2 ln 2) sigma.
      let sigma = line.fullWidthPPM / 2.3548200450309493
      let half = max(1, Int((2.5 * sigma * abs(fieldHertzPerPPM) / spacingHertz).rounded(.up)))
      let offsets = (-half...half).map { 2.5 * sigma * Double($0) / Double(half) }
      let weights = offsets.map { MacromoleculeComponent.gaussian($0 / sigma) }
      let total = weights.reduce(0, +)
      for (offset, weight) in zip(offsets, weights) {
        groups.append(
          SpinGroup(
            name: "\(name)-\(groups.count + 1)", system: SpinSystem(shiftsPPM: [line.ppm + offset]),
            multiplicity: line.protons * weight / total, t1Seconds: t1Seconds, t2Seconds: t2Seconds))
      }
    }
    return Molecule(name: name, groups: groups)
  }

  private static func gaussian(_ x: Double) -> Double { ElementaryFunctions.exp(-x * x / 2) }
}
