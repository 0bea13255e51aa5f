/// What the scanner lets the searched pulses spend: its B1+rms as a budget for their energy.
import SequenceIR

extension LoweredShots {
  init(_ programs: ShotPrograms, _ sequence: SequenceIR.Sequence) {
    let pulses = SequenceSummary(of: sequence).pulses
    self.init(programs: programs, peakHertz: pulses.peakHertz, energy: pulses.energy)
  }
}

extension PulseSearch {
  /// The design with other values, which the search could find as well.
  static func sequence(
    _ changes: [(variable: OptimizationRequest.Variable, value: Double)],
    recompile: (([String: Quantity]) -> DesignCompiler.Output)?
  ) throws(SearchProblem) -> SequenceIR.Sequence {
    var values: [String: Quantity] = [:]
    for (variable, value) in changes { values[variable.name] = variable.quantity(value) }
    let other = recompile?(values)
    if let sequence = other?.sequence { return sequence }
    let mistake = other?.diagnostics.items.first { $0.severity == .error }?.message
    throw SearchProblem(
      "the design cannot be built with \(words(changes)): \(mistake ?? "it has errors")",
      at: changes.first?.variable.span, help: "narrow the range")
  }

  /// Every value in the range must be one that the scanner can play.
  static func check(
    _ lowered: LoweredShots, _ changes: [(variable: OptimizationRequest.Variable, value: Double)],
    _ peakHertz: Double?, _ design: LoweredShots, _ nucleus: Nucleus
  ) throws(SearchProblem) {
    // What the design itself exceeds is for the checks of a build.
    guard let peakHertz, lowered.peakHertz > max(peakHertz, design.peakHertz) * (1 + 1e-6) else { return }
    let microtesla = { (hertz: Double) in
      "\(DecimalText.significant(hertz / nucleus.hertzPerTesla * 1e6, 3)) uT"
    }
    throw SearchProblem(
      "with \(words(changes)) a pulse needs \(microtesla(lowered.peakHertz)), and the scanner has \(microtesla(peakHertz))",
      at: changes.first?.variable.span, help: "narrow the range, or lengthen the pulse", code: .peakProblem)
  }

  static func words(_ changes: [(variable: OptimizationRequest.Variable, value: Double)]) -> String {
    changes.map { "\($0.variable.name) = \($0.variable.quantity($0.value))" }.joined(separator: ", ")
  }
}

extension PulseSearch {
  /// The mean square of B1 over the whole sequence, which is taken to be repeated, stays below the limit. What the other
  /// pulses need is subtracted; of searched pulses that are played unequally often, each counts as often as the one
  /// played most. `additionalEnergy`, Hz^2 s, is what varied values may add to the pulses that are not searched.
  static func budgets(
    _ sequence: SequenceIR.Sequence, _ request: OptimizationRequest, _ searched: [SearchedPulse],
    limitHertz: Double?, fieldHertzPerPPM: Double, additionalEnergy: Double
  ) throws(SearchProblem) -> [EnergyBudget] {
    guard let limitHertz, let seconds = sequence.duration?.seconds, seconds > 0 else { return [] }
    guard !request.pulses.isEmpty else {
      let energy = SequenceSummary(of: sequence).pulses.energy + additionalEnergy
      guard energy <= limitHertz * limitHertz * seconds else {
        throw SearchProblem(
          "within the ranges of `vary` the pulses exceed the scanner's B1+rms", at: request.span,
          help: "narrow the ranges, or lengthen the repetition time", code: .peakProblem)
      }
      return []
    }
    let plays = playCounts(sequence, searched, fieldHertzPerPPM: fieldHertzPerPPM)
    guard let most = plays.max(), most > 0 else { return [] }
    var others = SequenceSummary(of: sequence).pulses.energy + additionalEnergy
    for (pulse, count) in zip(searched, plays) {
      let square = zip(pulse.x, pulse.y).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 }
      others -= Double(count) * square * pulse.stepSeconds
    }
    let room = limitHertz * limitHertz * seconds - max(0, others)
    guard room > 0 else {
      throw SearchProblem(
        "the pulses that are not searched already exceed the scanner's B1+rms", at: request.span,
        help: "a longer repetition time, or weaker pulses, leave room", code: .peakProblem)
    }
    let period = seconds / Double(most)
    // What is written is rounded.
    return [
      EnergyBudget(
        name: "B1+rms", pulses: request.pulses.map(\.name),
        rmsHertz: 0.99999 * (room / seconds).squareRoot(), periodSeconds: period)
    ]
  }

  /// How often each searched pulse is played; a pulse in parts counts by its first.
  private static func playCounts(
    _ sequence: SequenceIR.Sequence, _ searched: [SearchedPulse], fieldHertzPerPPM: Double
  ) -> [Int] {
    var reader = ShotReader(sequence, fieldHertzPerPPM: fieldHertzPerPPM)
    var counts = [Int](repeating: 0, count: searched.count)
    for group in reader.groups() {
      for pulse in group.first.marked(searched).pulses {
        guard let control = pulse.control else { continue }
        for (index, candidate) in searched.enumerated() where candidate.first == control.first {
          counts[index] += group.played
        }
      }
    }
    return counts
  }
}
