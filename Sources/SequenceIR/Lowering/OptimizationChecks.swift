/// What a request for a search must be as a whole: something to vary, something to reach, inside what is looked at.
extension Lowering {
  mutating func check(_ request: OptimizationRequest) {
    // A pulse that was not understood may have been the one to find.
    if request.pulses.isEmpty, request.variables.isEmpty, !hasErrors {
      error(
        .nothingToVary,
        request.choices.isEmpty
          ? "the design has no optimized pulse and varies no value"
          : "a list of values is tried around a search, and there is nothing to search", at: request.span,
        help: request.choices.isEmpty
          ? "declare one, pulse mix = optimized(duration: 12 ms, step: 50 us), or add: vary TE in 20 ms .. 40 ms"
          : "add a pulse or a range; designs without any are compared by `seqc compare`"
      )
    }
    if !request.aims.contains(where: { !$0.isReachedBySilence }) {
      error(
        .noAim,
        request.aims.isEmpty
          ? "nothing says what to reach" : "a pulse that excites nothing would suppress all",
        at: request.span,
        help: "add for example: minimize crlb of Glu, or: maximize signal of Glu in 2.28 ppm .. 2.40 ppm"
      )
    }
    checkBands(request)
    checkMolecules(request)
    checkProfiles(request)
    checkBandwidth(request)
    guard request.memberCount <= Lowering.mostMembers else {
      error(
        .outOfRange,
        "the ensemble has \(request.memberCount) members, and \(Lowering.mostMembers) is the limit",
        at: request.span)
      return
    }
  }

  /// A profile is one of a searched pulse, which is strong enough to turn spins at all, and whose steps tell its offsets
  /// apart.
  private mutating func checkProfiles(_ request: OptimizationRequest) {
    for aim in request.aims {
      guard case .profile(let profile) = aim else { continue }
      guard let pulse = request.pulses.first(where: { $0.name == profile.pulse.name }) else {
        let names = request.pulses.map(\.name)
        error(
          .unknownName, "`\(profile.pulse.name)` is no pulse that is searched", at: profile.pulse.span,
          help: Suggestion.nearest(to: profile.pulse.name, among: names).map { "did you mean `\($0)`?" }
            ?? "declare it: pulse \(profile.pulse.name) = optimized(duration: 2.6 ms, step: 20 us)")
        continue
      }
      let reach = profile.stopHertz?.upperBound ?? (profile.bandHertz / 2)
      let most = 1 / (2 * pulse.grid.step.seconds)
      if reach > most * (1 + 1e-9) {
        error(
          .outOfRange,
          "steps of \(pulse.grid.step) tell offsets up to \(Quantity(most, .frequency)) apart, and this profile reaches to \(Quantity(reach, .frequency))",
          at: profile.span,
          help: "shorter steps, or a narrower band")
      }
      let turn = 2 * ElementaryFunctions.pi * pulse.peakHertz * pulse.grid.duration.seconds
      if turn < profile.leastRadians {
        error(
          .peakProblem,
          "`\(pulse.name)` turns spins by at most \(Quantity(turn, .angle)), and this profile needs \(Quantity(profile.leastRadians, .angle))",
          at: profile.span, help: "allow more B1 or more time")
      }
    }
  }

  /// The spectrum of a pulse is as wide as 1 over its duration, or wider.
  private mutating func checkBandwidth(_ request: OptimizationRequest) {
    guard let bandwidth = request.bandwidthHertz else { return }
    for pulse in request.pulses where bandwidth * pulse.grid.duration.seconds < 1 - 1e-9 {
      error(
        .outOfRange,
        "`\(pulse.name)` lasts \(pulse.grid.duration), and the RF of no pulse so short stays within \(Quantity(bandwidth, .frequency))",
        at: pulse.span,
        help:
          "a longer pulse, or a `bandwidth` of \(Quantity(1 / pulse.grid.duration.seconds, .frequency)) or more"
      )
    }
  }

  private mutating func checkBands(_ request: OptimizationRequest) {
    for aim in request.aims {
      switch aim {
      case .signal(_, let band, _), .suppression(_, let band, _, _):
        let window = request.window
        guard let span = band.span, band.lowerPPM < window.lowerPPM || band.upperPPM > window.upperPPM else {
          continue
        }
        let range = "\(Quantity(window.lowerPPM, .shift)) .. \(Quantity(window.upperPPM, .shift))"
        error(
          .bandOutsideWindow, "this band reaches out of the window of \(range)", at: span,
          related: window.span.map { [Diagnostic.Related($0, "the window is here")] } ?? [],
          help: "widen the window, or move the band")
      default: continue
      }
    }
  }

  /// A molecule that is aimed at must be in the spectrum, when the block says what is in it. One of the design's own may
  /// bring its concentration along.
  private mutating func checkMolecules(_ request: OptimizationRequest) {
    guard let amounts = request.molecules else { return }
    let names = amounts.map(\.molecule.name) + molecules.filter { $0.millimolar != nil }.map(\.name)
    for molecule in request.aims.flatMap(\.molecules) where !names.contains(molecule.name) {
      error(
        .unknownName, "`\(molecule.name)` is not among the molecules of this block", at: molecule.span,
        help: Suggestion.nearest(to: molecule.name, among: names).map { "did you mean `\($0)`?" }
          ?? "add it to the line `molecules`, written the same way")
    }
  }
}
