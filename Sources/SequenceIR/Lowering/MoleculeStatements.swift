/// `molecule NAME { ... }`: spin systems of the user's own.
extension Lowering {
  /// More spins than this no search simulates.
  private static let mostSpins = 12

  mutating func resolveMolecules(_ design: Syntax.Design) {
    for statement in design.statements {
      guard case .molecule(let molecule) = statement.kind else { continue }
      if let earlier = molecules.first(where: { $0.name == molecule.name.text }) {
        error(
          .duplicateName, "a molecule `\(molecule.name.text)` exists already", at: molecule.name.span,
          related: [Diagnostic.Related(earlier.span, "it is here")])
      } else if let definition = definition(of: molecule) {
        molecules.append(definition)
      }
    }
  }

  private mutating func definition(of molecule: Syntax.Molecule) -> MoleculeDefinition? {
    let errorsBefore = errorCount
    var result = MoleculeDefinition(name: molecule.name.text, span: molecule.name.span)
    var names: [Syntax.Name] = []
    for entry in molecule.entries {
      guard case .spin(let name, let shift, let times) = entry.kind else { continue }
      if let spin = spin(name, shift, times, names) {
        names.append(name)
        result.spins.append(spin)
      }
    }
    for entry in molecule.entries {
      switch entry.kind {
      case .spin: break
      case .couple(let first, let second, let constant):
        if let coupling = coupling(first, second, constant, names, result.couplings, at: entry.span) {
          result.couplings.append(coupling)
        }
      case .property(let name, let value): take(name, value, into: &result)
      }
    }
    guard errorCount == errorsBefore else { return nil }
    checkWhole(result)
    return errorCount == errorsBefore ? result : nil
  }

  private mutating func spin(
    _ name: Syntax.Name, _ shift: Syntax.Expression, _ times: Syntax.Expression?, _ earlier: [Syntax.Name]
  ) -> MoleculeDefinition.Spin? {
    if let first = earlier.first(where: { $0.text == name.text }) {
      error(
        .moleculeProblem, "the spin `\(name.text)` stands twice", at: name.span,
        related: [Diagnostic.Related(first.span, "the first is here")],
        help: "equivalent spins are written once: times 3")
      return nil
    }
    guard let ppm = evaluator.quantity(shift, .shift, for: "the shift of `\(name.text)`") else { return nil }
    var count = 1
    if let times {
      guard let given = evaluator.count(times, in: 1...Lowering.mostSpins, for: "`times`") else { return nil }
      count = given
    }
    return MoleculeDefinition.Spin(name: name.text, shiftPPM: ppm, count: count)
  }

  private mutating func coupling(
    _ first: Syntax.Name, _ second: Syntax.Name, _ constant: Syntax.Expression, _ names: [Syntax.Name],
    _ known: [MoleculeDefinition.Coupling], at span: SourceSpan
  ) -> MoleculeDefinition.Coupling? {
    guard let hertz = evaluator.quantity(constant, .frequency, for: "the coupling"),
      let a = index(of: first, names), let b = index(of: second, names)
    else { return nil }
    guard a != b else {
      error(
        .moleculeProblem, "`\(first.text)` cannot couple with itself", at: second.span,
        help: "the coupling of equivalent spins has no effect; name two different spins")
      return nil
    }
    guard !known.contains(where: { ($0.first, $0.second) == (min(a, b), max(a, b)) }) else {
      error(.moleculeProblem, "`\(first.text)` and `\(second.text)` are coupled twice", at: span)
      return nil
    }
    return MoleculeDefinition.Coupling(first: min(a, b), second: max(a, b), hertz: hertz)
  }

  private mutating func index(of spin: Syntax.Name, _ names: [Syntax.Name]) -> Int? {
    if let index = names.firstIndex(where: { $0.text == spin.text }) { return index }
    error(
      .moleculeProblem, "the molecule has no spin `\(spin.text)`", at: spin.span,
      help: Suggestion.nearest(to: spin.text, among: names.map(\.text)).map { "did you mean `\($0)`?" }
        ?? "declare it: spin \(spin.text) at 3.7 ppm")
    return nil
  }

  private mutating func take(
    _ name: Syntax.Name, _ value: Syntax.Expression, into molecule: inout MoleculeDefinition
  ) {
    if name.text == "concentration" {
      guard let amount = evaluator.quantity(value, .concentration, for: "the concentration") else { return }
      guard amount > 0 else {
        error(.outOfRange, "the concentration must be more than 0", at: value.span)
        return
      }
      molecule.millimolar = amount
    } else if let time = evaluator.positiveTime(value, for: "`\(name.text)`") {
      if name.text == "t1" { molecule.t1Seconds = time.seconds } else { molecule.t2Seconds = time.seconds }
    }
  }

  private mutating func checkWhole(_ molecule: MoleculeDefinition) {
    let count = molecule.spins.reduce(0) { $0 + $1.count }
    if molecule.spins.isEmpty {
      error(
        .moleculeProblem, "the molecule `\(molecule.name)` has no spins", at: molecule.span,
        help: "add for example: spin H2 at 3.74 ppm")
    }
    if count > Lowering.mostSpins {
      error(
        .moleculeProblem, "`\(molecule.name)` has \(count) spins, and \(Lowering.mostSpins) is the limit",
        at: molecule.span)
    }
    // Transverse order cannot outlive twice the longitudinal one.
    if let t1 = molecule.t1Seconds, let t2 = molecule.t2Seconds, t2 > 2 * t1 {
      error(
        .moleculeProblem, "the T2 of `\(molecule.name)` is more than twice its T1", at: molecule.span,
        help: "are t1 and t2 interchanged?")
    }
  }
}
