/// `reach state "2 I1z I2z" of NAME`: product operators at the start of the acquisition.
import SequenceIR

/// An aim at a state: one engine a kind of shot. The loss of a member is 1 minus its overlap, and members are combined as
/// those of all other aims.
struct StateAim: Sendable {
  let engines: [StateEngine]
  /// Share of each kind of shot.
  let shares: [Double]
  let combination: MemberCombination
  let weight: Double

  /// The weighted loss; adds its gradient when there is one to add to.
  func loss(_ controls: EnsembleControls, gradient: inout EnsembleControls, isNeeded: Bool) -> Double {
    var sum = 0.0
    for (engine, share) in zip(engines, shares) {
      let weights = [Double](repeating: 1, count: engine.memberCount)
      let factor = weight * share
      let overlaps = engine.overlaps(
        controls,
        derivatives: isNeeded
          ? { overlaps in
            combination.combine(overlaps.map { 1 - $0 }, weights: weights).derivatives.map { -factor * $0 }
          } : nil, addingGradientTo: &gradient)
      sum += factor * combination.combine(overlaps.map { 1 - $0 }, weights: weights).loss
    }
    return sum
  }
}

extension PulseSearch {
  /// The aims at states, for shots and an accuracy. What filters would keep after the last pulse is for the acquisition
  /// alone, so they are left out.
  static func states(
    _ assay: Assay, _ shots: ShotPrograms, _ accuracy: PropagationAccuracy
  ) throws(SearchProblem) -> [StateAim] {
    var result: [StateAim] = []
    let total = Double(shots.items.reduce(0) { $0 + $1.count })
    for aim in assay.request.aims {
      guard case .state(let text, let span, let molecule, let weight) = aim else { continue }
      let row = try assay.index(of: molecule)
      let (group, target) = try StateTarget.read(text, of: assay.sets[0][row], at: span)
      let engines = assay.setups(shots, accuracy: accuracy, threads: 1).map { setup in
        var setup = setup
        setup.program.steps = setup.program.steps.withoutLastFilters
        return StateEngine(setup, groups: assay.sets.map { $0[row].groups[group] }, target: target)
      }
      result.append(
        StateAim(
          engines: engines, shares: shots.items.map { Double($0.count) / total },
          combination: MemberCombination(worstCaseWeight: assay.request.worstShare), weight: weight))
    }
    return result
  }
}

extension [SpinProgram.Step] {
  /// Without the filters that no pulse follows.
  fileprivate var withoutLastFilters: [SpinProgram.Step] {
    var result = self
    for index in indices.reversed() {
      switch self[index] {
      case .pulse: return result
      case .select, .symmetrize: result.remove(at: index)
      case .positions(var positions):
        positions.steps = positions.steps.withoutLastFilters
        result[index] = .positions(positions)
        return result
      case .delay, .dephase: continue
      }
    }
    return result
  }
}

extension StateTarget {
  /// `2 I1z I2z`, `I1x I2x + I1y I2y + I1z I2z`, `-I1z`: terms of a factor and operators of spins, which are counted
  /// from 1 through all groups of the molecule. All spins must belong to one group.
  static func read(
    _ text: String, of molecule: Molecule, at span: SourceSpan
  ) throws(SearchProblem) -> (group: Int, target: StateTarget) {
    let help = "write for example: 2 I1z I2z, or: I1x I2x + I1y I2y + I1z I2z"
    var places: [(group: Int, spin: Int)] = []
    for (group, definition) in molecule.groups.enumerated() {
      for spin in 0..<definition.system.spinCount { places.append((group, spin)) }
    }
    var spaced = ""
    for character in text { spaced += "+-*".contains(character) ? " \(character) " : "\(character)" }
    var terms: [Int: Double] = [:]
    var group: Int?
    var current: (factor: Double, code: Int, count: Int)?
    var sign = 1.0
    func add(_ term: (factor: Double, code: Int, count: Int)) throws(SearchProblem) {
      guard term.count > 0 else {
        throw SearchProblem("a term of the state has no operator", at: span, help: help)
      }
      // Each operator is half a Pauli matrix.
      var value = term.factor
      for _ in 0..<term.count { value /= 2 }
      terms[term.code, default: 0] += value
    }
    for word in spaced.split(separator: " ") {
      if word == "*" { continue }
      if word == "+" || word == "-" {
        if let done = current { try add(done) }
        sign = word == "-" ? (current == nil ? -sign : -1) : (current == nil ? sign : 1)
        current = nil
        continue
      }
      var term = current ?? (sign, 0, 0)
      if let number = DecimalText.number(Array(word.utf8)[...]), number.isFinite {
        term.factor *= number
      } else {
        guard word.first == "I", let axis = "xyz".firstIndex(of: word.last ?? " "),
          let number = Int(word.dropFirst().dropLast()), number >= 1
        else { throw SearchProblem("`\(word)` is no operator of a spin", at: span, help: help) }
        guard number <= places.count else {
          throw SearchProblem(
            "\(molecule.name) has \(places.count) spins, and there is no spin \(number)", at: span, help: help
          )
        }
        let place = places[number - 1]
        guard group == nil || group == place.group else {
          throw SearchProblem(
            "spin \(number) is not coupled to the others of the state", at: span,
            help: "name spins that are coupled to one another")
        }
        group = place.group
        let shift = 2 * place.spin
        guard (term.code >> shift) & 3 == 0 else {
          throw SearchProblem("spin \(number) stands twice in a term", at: span, help: help)
        }
        term.code |= ("xyz".distance(from: "xyz".startIndex, to: axis) + 1) << shift
        term.count += 1
      }
      current = term
    }
    if let done = current { try add(done) }
    let kept = terms.sorted { $0.key < $1.key }.filter { $0.value != 0 && $0.value.isFinite }
    guard let group, !kept.isEmpty else {
      throw SearchProblem("the state is empty", at: span, help: help)
    }
    return (group, StateTarget(terms: kept.map { (code: $0.key, value: $0.value) }))
  }
}
