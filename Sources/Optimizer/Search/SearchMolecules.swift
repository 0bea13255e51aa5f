/// The molecules of a search, by name.
import SequenceIR

/// A request that cannot be searched.
package struct SearchProblem: Error, Sendable {
  package let message: String
  package let span: SourceSpan?
  package let help: String?
  package let code: DiagnosticCode

  package init(
    _ message: String, at span: SourceSpan?, help: String? = nil, code: DiagnosticCode = .searchImpossible
  ) {
    self.message = message
    self.span = span
    self.help = help
    self.code = code
  }
}

struct SearchMolecules {
  var names: [String] = []
  var concentrations: [Double] = []
  /// [parameter set][molecule]
  var sets: [[Molecule]]
  var notes: [String] = []

  /// `spectrometerHertz`: the frequency of the nucleus, which the states of heteronuclei need.
  init(_ output: DesignCompiler.Output, _ request: OptimizationRequest, spectrometerHertz: Double)
    throws(SearchProblem)
  {
    var parameterSets: [SpinParameterSet] = []
    for wanted in request.parameterSets {
      guard let set = SpinParameterSet(rawValue: wanted.name) else {
        let all = SpinParameterSet.allCases.map(\.rawValue)
        let near = Suggestion.nearest(to: wanted.name, among: all)
        throw SearchProblem(
          "there is no set of spin parameters `\(wanted.name)`", at: wanted.span,
          help: near.map { "did you mean `\($0)`?" } ?? "there are \(all.joined(separator: ", "))")
      }
      parameterSets.append(set)
    }
    if parameterSets.isEmpty { parameterSets = [.govindaraju] }
    sets = parameterSets.map { _ in [] }
    let listed =
      request.molecules?.map { ($0.molecule.name, $0.millimolar, Optional($0.molecule.span)) }
      ?? InVivo.concentrations.map { ($0.name, $0.millimolar, nil) }
    var missing: [[String]] = parameterSets.map { _ in [] }
    for (name, millimolar, span) in listed {
      for (index, set) in parameterSets.enumerated() {
        let molecule = try SearchMolecules.molecule(name, set, own: output.molecules, at: span)
        if !molecule.isOfTheSet { missing[index].append(name) }
        sets[index].append(
          molecule.found.resolvingHeteronuclei(spectrometerHertz: spectrometerHertz).relaxing)
      }
      names.append(MoleculeLibrary.canonicalName(of: name) ?? name)
      concentrations.append(millimolar)
    }
    notes += zip(missing, parameterSets).compactMap { SearchMolecules.note(missing: $0, in: $1) }
  }

  /// nil when no molecule is missing.
  static func note(missing: [String], in set: SpinParameterSet) -> String? {
    guard !missing.isEmpty else { return nil }
    let verb = missing.count == 1 ? "has" : "have"
    return
      "\(missing.joined(separator: ", ")) \(verb) no parameters in the set \(set.rawValue): those of govindaraju stand for them"
  }

  /// The molecule of a name, and whether its parameters are those of the set or of the first choice.
  static func molecule(
    _ name: String, _ set: SpinParameterSet, own: [MoleculeDefinition], at span: SourceSpan?
  ) throws(SearchProblem) -> (found: Molecule, isOfTheSet: Bool) {
    if let own = own.first(where: { $0.name == name }) { return (try molecule(own), true) }
    if let found = MoleculeLibrary.molecule(named: name, set: set) { return (found, true) }
    if let found = MoleculeLibrary.molecule(named: name, set: .govindaraju) { return (found, false) }
    throw SearchProblem(
      "there is no molecule `\(name)`", at: span,
      help: MoleculeLibrary.suggestion(for: name).map { "did you mean `\($0)`?" }
        ?? "`seqc metabolites` lists them")
  }

  /// Groups of equivalent spins are written out, spin by spin.
  private static func molecule(_ definition: MoleculeDefinition) throws(SearchProblem) -> Molecule {
    var shifts: [Double] = []
    var members: [[Int]] = []
    for spin in definition.spins {
      members.append(Array(shifts.count..<(shifts.count + spin.count)))
      shifts += [Double](repeating: spin.shiftPPM, count: spin.count)
    }
    var couplings: [ScalarCoupling] = []
    for coupling in definition.couplings {
      for first in members[coupling.first] {
        for second in members[coupling.second] {
          couplings.append(ScalarCoupling(first, second, hertz: coupling.hertz))
        }
      }
    }
    switch Molecule.factored(name: definition.name, shiftsPPM: shifts, couplings: couplings) {
    case .failure(let problem): throw SearchProblem(problem.text, at: definition.span)
    case .success(var molecule):
      for index in molecule.groups.indices {
        molecule.groups[index].t1Seconds = definition.t1Seconds
        molecule.groups[index].t2Seconds = definition.t2Seconds
      }
      return molecule
    }
  }
}

extension Molecule {
  /// With the fallback times where a group has none of its own.
  var relaxing: Molecule {
    var result = self
    for index in groups.indices {
      let times = Relaxation3T.times(of: groups[index])
      result.groups[index].t1Seconds = times.t1Seconds
      result.groups[index].t2Seconds = times.t2Seconds
    }
    return result
  }
}
