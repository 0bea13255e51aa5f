/// `reach profile excitation of NAME band 2 kHz`: what a searched pulse alone does to spins at the offsets of a band.
import SequenceIR

/// An aim at a profile. The loss of a scale of B1 is that of `ProfileObjective`, and scales are combined as the members of
/// all other aims.
struct ProfileAim: Sendable {
  let objective: ProfileObjective
  /// Of the searched samples, two numbers each.
  let controls: Range<Int>
  /// 0 in the gaps of a pulse that is played in parts, 1 elsewhere; one number a sample.
  let isPlayed: [Double]
  let combination: MemberCombination
  let weight: Double

  private func samples(_ controls: [Double]) -> [Double] {
    self.controls.map { controls[$0] * isPlayed[($0 - self.controls.lowerBound) / 2] }
  }

  /// The weighted loss.
  func loss(_ controls: [Double]) -> Double {
    weight * combined(objective.losses(samples(controls))).loss
  }

  /// The weighted loss; adds its gradient.
  func loss(_ controls: [Double], addingGradientTo gradient: inout [Double]) -> Double {
    let samples = samples(controls)
    let (loss, derivatives) = combined(objective.losses(samples))
    var own = [Double](repeating: 0, count: samples.count)
    objective.addGradient(derivatives.map { weight * $0 }, at: samples, to: &own)
    for (index, slope) in own.enumerated() {
      gradient[self.controls.lowerBound + index] += slope * isPlayed[index / 2]
    }
    return weight * loss
  }

  func figures(_ controls: [Double]) -> [ProfileObjective.Figures] { objective.figures(samples(controls)) }

  private func combined(_ losses: [Double]) -> (loss: Double, derivatives: [Double]) {
    combination.combine(losses, weights: losses.map { _ in 1 })
  }
}

extension PulseSearch {
  /// What a pulse does over its band, for the report.
  package struct ProfileFigures: Sendable {
    package var pulse: String
    package var words: String
    /// One a scale of B1.
    package var scales: [ProfileObjective.Figures]
  }

  /// The profiles that a request aims at; `pulses` are its own.
  static func profiles(_ request: OptimizationRequest) -> [(
    profile: OptimizationRequest.Profile, aim: ProfileAim
  )] {
    request.aims.compactMap { aim in
      guard case .profile(let profile) = aim else { return nil }
      var first = 0
      for pulse in request.pulses {
        let range = 2 * first..<2 * (first + pulse.grid.count)
        first += pulse.grid.count
        guard pulse.name == profile.pulse.name else { continue }
        let (inside, outside) = offsets(profile, pulse)
        let objective = ProfileObjective(
          target(profile.kind), insideHertz: inside, outsideHertz: outside,
          stepSeconds: pulse.grid.step.seconds, b1Scales: request.b1Scales)
        return (
          profile,
          ProfileAim(
            objective: objective, controls: range,
            isPlayed: pulse.plan.silenced([Double](repeating: 1, count: pulse.grid.count)),
            combination: MemberCombination(worstCaseWeight: request.worstShare), weight: profile.weight)
        )
      }
      return nil
    }
  }

  private static func target(_ kind: OptimizationRequest.Profile.Kind) -> ProfileObjective.Target {
    switch kind {
    case .excitation: .excitation
    case .inversion: .inversion
    case .refocusing: .refocusing
    case .rotation(let radians): .rotation(radians: radians)
    }
  }

  /// Offsets close enough to see what a pulse of this length can do between them, and the transition.
  private static func offsets(
    _ profile: OptimizationRequest.Profile, _ pulse: OptimizedPulse
  ) -> (inside: [Double], outside: [Double]) {
    let spacing = min(
      1 / (4 * pulse.grid.duration.seconds), profile.bandHertz / 8,
      (profile.transitionHertz ?? .infinity) / 2)
    func evenly(_ lower: Double, _ upper: Double) -> [Double] {
      let count = min(mostOffsets, Int(((upper - lower) / spacing).rounded(.up)))
      return (0...max(1, count)).map { lower + (upper - lower) * Double($0) / Double(max(1, count)) }
    }
    let edge = profile.bandHertz / 2
    guard let border = profile.stopHertz else { return (evenly(-edge, edge), []) }
    let outside = evenly(border.lowerBound, border.upperBound)
    return (evenly(-edge, edge), outside.reversed().map { -$0 } + outside)
  }

  private static let mostOffsets = 1_000

  /// All aims at profiles together.
  func profileLoss(_ controls: [Double]) -> Double { profiles.reduce(0) { $0 + $1.aim.loss(controls) } }
}
