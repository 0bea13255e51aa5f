/// `seqc metabolites [NAME]`
import Optimizer
import SequenceIR

extension Command {
  static let metabolites = Command(
    name: "metabolites",
    summary: "list the molecules that can be simulated, or every number of one and where it comes from",
    arguments: [
      Argument(
        "NAME", .optional, completing: .metabolite, "a molecule, by its short, full or other usual name")
    ],
    options: [.spinParameters, .summaryFormat],
    details: [
      """
      Spins that are not coupled to one another are groups, simulated apart. Relaxation times are those of grey matter \
      at 3 T; where none is known, the figure that stands in is marked as assumed.
      """
    ],
    examples: [
      Example(line: "seqc metabolites Glu", meaning: "shifts, couplings, T1, T2, concentration and sources"),
      Example(line: "seqc metabolites Gln --set degraaf", meaning: "the same with the second opinion"),
    ],
    run: { invocation, environment in
      let set = invocation.value(.spinParameters).flatMap(SpinParameterSet.init(rawValue:)) ?? .govindaraju
      let isJSON = invocation.value(.summaryFormat) == "json"
      guard let name = invocation.arguments.first else {
        environment.console.print(isJSON ? MoleculeJSON.list(set) + "\n" : MoleculeListing.table(set))
        return .success
      }
      switch entry(named: name, set: set) {
      case .success(let entry):
        environment.console.print(
          isJSON ? MoleculeJSON.text(of: entry, set: set) + "\n" : MoleculeListing.detail(entry, set: set))
        return .success
      case .failure(let error):
        environment.console.tell(error.text)
        return .trouble
      }
    })

  /// What is not in the set is not replaced by another set's numbers.
  private static func entry(
    named name: String, set: SpinParameterSet
  ) -> Result<MoleculeEntry, UsageError> {
    if let entry = MoleculeLibrary.entry(named: name, set: set) { return .success(entry) }
    if let known = MoleculeLibrary.canonicalName(of: name) {
      let others = MoleculeLibrary.sets(with: known).map(\.rawValue).joined(separator: ", ")
      return .failure(
        UsageError("the set \(set.rawValue) does not have \(known)", help: "it is in \(others)"))
    }
    let help = MoleculeLibrary.suggestion(for: name).map { "did you mean \($0)?" }
    return .failure(
      UsageError("there is no molecule '\(name)'", help: help ?? "seqc metabolites lists them"))
  }
}
