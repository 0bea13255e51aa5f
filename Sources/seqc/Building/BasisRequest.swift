/// What the options of `seqc build` ask of basis sets.
import Optimizer
import SequenceIR

struct BasisRequest {
  let simulation: SimulationRequest
  let hasMacromolecules: Bool
  /// As they were given, without what has no meaning for basis sets; a package keeps them.
  let words: [String]

  static let options: [Option] = [
    .molecules, .withoutMacromolecules, .spinParameters, .field, .linewidth, .places, .precision,
  ]

  /// Lines of a basis are narrower than any of the data, which a fit widens.
  static let linewidthHertz = 2.0

  init(_ invocation: Invocation) throws(UsageError) {
    var request = try SimulationRequest(invocation)
    request.linewidthHertz = request.linewidthHertz ?? BasisRequest.linewidthHertz
    simulation = request
    hasMacromolecules = !invocation.has(.withoutMacromolecules)
    words = BasisRequest.options.flatMap { option in
      option.value == nil
        ? invocation.has(option) ? [option.name] : []
        : invocation.value(option).map { ["\(option.name)=\($0)"] } ?? []
    }
  }

  /// Of a package.
  init(words: [String]) throws(UsageError) {
    let request = try ArgumentParser(commands: [.build]).parse(["build", "FILE"] + words).request
    guard case .run(let invocation) = request else { throw UsageError("no options of a basis set") }
    try self.init(invocation)
    // Options of other kinds must not slip in.
    guard self.words.sorted() == words.sorted() else { throw UsageError("no options of a basis set") }
  }
}
