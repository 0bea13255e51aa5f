/// A search half way, as text that another run goes on with: what it was, and all of its state.
import SequenceIR

package struct SearchCheckpoint: Sendable {
  package let plan: PulseSearch.Plan
  /// Of the design, and the version of seqc: numbers of another version may differ in their last bits.
  package let designDigest: String
  package let version: String
  /// The searches before this one.
  package let tried: Tried
  private let state: State

  /// Where a list of values is tried, each has a search of its own, one after the other.
  package struct Tried: Sendable, Equatable {
    /// What each came to; infinity where no search was possible.
    package var losses: [Double] = []
    package var best: Best?

    package init() {}

    package struct Best: Sendable, Equatable {
      package var index: Int
      package var evaluations: Int
      package var startLoss: Double
      /// Samples in Hz and values of the variables.
      package var controls: [Double]
    }
  }

  private enum State: Sendable {
    case search(MultiStart)
    case read(CheckpointReader)
  }

  init(
    _ search: MultiStart, plan: PulseSearch.Plan, designDigest: String, version: String, tried: Tried
  ) {
    self.tried = tried
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
    let tried = reader.tried()
    if let problem = reader.problem { return .failure(problem) }
    let plan = PulseSearch.Plan(
      starts: numbers[0], iterations: numbers[1], seed: numbers[2], minimizer: minimizer ?? .lbfgs)
    return .success(SearchCheckpoint(plan, digest, version, tried, .read(reader)))
  }

  private init(
    _ plan: PulseSearch.Plan, _ digest: String, _ version: String, _ tried: Tried, _ state: State
  ) {
    self.tried = tried
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
    writer.write("tried-losses", reals: tried.losses)
    writer.write("tried-best", integers: tried.best.map { [$0.index, $0.evaluations] } ?? [])
    writer.write("tried-start", reals: tried.best.map { [$0.startLoss] } ?? [])
    writer.write("tried-controls", reals: tried.best?.controls ?? [])
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

extension CheckpointReader {
  fileprivate mutating func tried() -> SearchCheckpoint.Tried {
    var result = SearchCheckpoint.Tried()
    result.losses = reals("tried-losses")
    let numbers = integers("tried-best")
    let start = reals("tried-start", count: numbers.isEmpty ? 0 : 1)
    let controls = reals("tried-controls")
    guard !numbers.isEmpty else { return result }
    guard numbers.count == 2, result.losses.indices.contains(numbers[0]), numbers[1] >= 0 else {
      report("the searches before it make no sense")
      return result
    }
    result.best = .init(
      index: numbers[0], evaluations: numbers[1], startLoss: start.first ?? .nan, controls: controls)
    return result
  }
}
