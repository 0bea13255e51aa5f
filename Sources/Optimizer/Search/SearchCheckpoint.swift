/// A search half way, as text that another run goes on with: what it was, and all of its state.
import SequenceIR

package struct SearchCheckpoint: Sendable {
  package let plan: PulseSearch.Plan
  /// Of the design, and the version of seqc: numbers of another version may differ in their last bits.
  package let designDigest: String
  package let version: String
  private let state: State

  private enum State: Sendable {
    case search(MultiStart)
    case read(CheckpointReader)
  }

  init(_ search: MultiStart, plan: PulseSearch.Plan, designDigest: String, version: String) {
    self.plan = plan
    self.designDigest = designDigest
    self.version = version
    state = .search(search)
  }

  /// Reads `text`; nothing of a text that is cut off is taken.
  package static func read(_ text: String) -> Result<SearchCheckpoint, CheckpointProblem> {
    var reader = CheckpointReader(text)
    let numbers = reader.integers("plan", count: 3)
    let minimizer = OptimizationRequest.Minimizer(rawValue: reader.word("minimizer"))
    if minimizer == nil { reader.report("its minimizer is not known") }
    let digest = reader.word("design-digest")
    let version = reader.word("version")
    if numbers.contains(where: { $0 < 0 }) || numbers[0] < 1 { reader.report("its plan makes no sense") }
    if let problem = reader.problem { return .failure(problem) }
    let plan = PulseSearch.Plan(
      starts: numbers[0], iterations: numbers[1], seed: numbers[2], minimizer: minimizer ?? .lbfgs)
    return .success(SearchCheckpoint(plan, digest, version, .read(reader)))
  }

  private init(_ plan: PulseSearch.Plan, _ digest: String, _ version: String, _ state: State) {
    self.plan = plan
    designDigest = digest
    self.version = version
    self.state = state
  }

  package var text: String {
    guard case .search(let search) = state else { return "" }
    var writer = CheckpointWriter()
    writer.write("plan", integers: [plan.starts, plan.iterations, plan.seed])
    writer.write("minimizer", word: plan.minimizer.rawValue)
    writer.write("design-digest", word: designDigest.isEmpty ? "none" : designDigest)
    writer.write("version", word: version.isEmpty ? "none" : version)
    search.write(to: &writer)
    return writer.text
  }

  /// The search itself, of a function with `dimension` parameters.
  func search(dimension: Int) -> Result<MultiStart, CheckpointProblem> {
    switch state {
    case .search(let search): return .success(search)
    case .read(var reader):
      return MultiStart.resumed(from: &reader, dimension: dimension, options: plan.options)
    }
  }
}
