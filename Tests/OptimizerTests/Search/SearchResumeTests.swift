// A search that is stopped keeps the best, and goes on to the result it would have had.
import SequenceIR
import Synchronization
import Testing

@testable import Optimizer

@Suite struct SearchResumeTests {
  private static let plan = PulseSearch.Plan(starts: 9, iterations: 24, seed: 5)
  private static let adam = PulseSearch.Plan(starts: 9, iterations: 24, seed: 5, minimizer: .adam)

  private var provenance: PinnedPulse.Provenance {
    var provenance = PinnedPulse.Provenance()
    provenance.designDigest = "abc"
    provenance.version = "test"
    return provenance
  }

  /// Stops after `count` iterations.
  private func observer(stoppingAfter count: Int) -> @Sendable (PulseSearch.Progress) -> MinimizerDecision {
    let iterations = Counter()
    return { _ in iterations.next() >= count ? .stop : .proceed }
  }

  private final class Counter: Sendable {
    private let value = Mutex(0)
    func next() -> Int {
      value.withLock {
        $0 += 1
        return $0
      }
    }
  }

  @Test(arguments: [(3, plan), (20, plan), (60, plan), (70, plan), (20, adam), (70, adam)])
  func aStoppedSearchGoesOnToTheSameResult(iterations: Int, plan: PulseSearch.Plan) throws {
    let search = try SearchFixtures.search(SearchFixtures.design("minimize crlb of pair"))
    let whole = try search.run(plan, nucleus: .proton, provenance: provenance)
    #expect(whole.isComplete && whole.checkpoint == nil)
    let part = try search.run(
      plan, nucleus: .proton, provenance: provenance, observer: observer(stoppingAfter: iterations))
    #expect(!part.isComplete)
    #expect(part.pulses[0].microteslaX.count == 10)
    let text = try #require(part.checkpoint?.text)
    let read = try SearchCheckpoint.read(text).get()
    #expect(read.plan == plan)
    let other = PulseSearch.Plan(starts: 1, iterations: 1, seed: 0)
    let resumed = try search.run(other, resuming: read, nucleus: .proton, provenance: provenance)
    #expect(resumed.isComplete)
    #expect(resumed.pulses == whole.pulses && resumed.loss == whole.loss)
  }

  /// Another minimizer finds another pulse, better than its start, and the pulse says which it was.
  @Test func aPulseSaysWhichMinimizerFoundIt() throws {
    let search = try SearchFixtures.search(
      SearchFixtures.design("minimize crlb of pair\nminimizer adam"))
    #expect(search.request.minimizer == .adam)
    let first = try search.run(Self.plan, nucleus: .proton, provenance: provenance)
    let second = try search.run(Self.adam, nucleus: .proton, provenance: provenance)
    #expect(first.pulses[0].text.contains("\nminimizer lbfgs\n"))
    #expect(second.pulses[0].text.contains("\nminimizer adam\n"))
    #expect(first.pulses[0].microteslaX != second.pulses[0].microteslaX)
    #expect(second.loss < second.startLoss)
    // Neither is far from the other's minimum.
    #expect(abs(first.loss - second.loss) < 0.2, "\(first.loss) and \(second.loss)")
  }

  @Test func aStoppedSearchOfAnUnknownMinimizerIsNotGoneOnWith() throws {
    let search = try SearchFixtures.search(SearchFixtures.design("minimize crlb of pair"))
    let part = try search.run(
      Self.adam, nucleus: .proton, provenance: provenance, observer: observer(stoppingAfter: 4))
    let text = try #require(part.checkpoint?.text)
    #expect(text.contains("\nadam\n"))
    guard case .success = SearchCheckpoint.read(text) else {
      Issue.record("a checkpoint of adam was not read")
      return
    }
    guard case .failure = SearchCheckpoint.read(text.replacing("\nadam\n", with: "\nnewton\n")) else {
      Issue.record("an unknown minimizer was read")
      return
    }
  }

  @Test func theBestOfAStoppedSearchIsNotWorseThanItsStart() throws {
    let search = try SearchFixtures.search(SearchFixtures.design("minimize crlb of pair"))
    let part = try search.run(
      Self.plan, nucleus: .proton, provenance: provenance, observer: observer(stoppingAfter: 25))
    #expect(part.loss < part.startLoss)
  }

  @Test func anotherDesignOrVersionIsNotGoneOnWith() throws {
    let search = try SearchFixtures.search(SearchFixtures.design("minimize crlb of pair"))
    let part = try search.run(
      Self.plan, nucleus: .proton, provenance: provenance, observer: observer(stoppingAfter: 4))
    let checkpoint = try #require(part.checkpoint)
    var changed = provenance
    changed.designDigest = "abd"
    #expect(throws: SearchProblem.self) {
      try search.run(Self.plan, resuming: checkpoint, nucleus: .proton, provenance: changed)
    }
    changed = provenance
    changed.version = "other"
    #expect(throws: SearchProblem.self) {
      try search.run(Self.plan, resuming: checkpoint, nucleus: .proton, provenance: changed)
    }
    let text = checkpoint.text
    guard case .failure = SearchCheckpoint.read(String(text.dropLast(20))) else {
      Issue.record("a checkpoint that was cut off was read")
      return
    }
  }

  @Test func aSearchThatDoesNotFitIsRefusedBeforeItBegins() throws {
    let (_, output, markers) = try SearchFixtures.compiled(SearchFixtures.design("minimize crlb of pair"))
    #expect(throws: SearchProblem.self) {
      try PulseSearch(output, markers: markers, fieldTesla: 3, threads: 1, memoryLimitBytes: 1e4)
    }
    let search = try PulseSearch(
      output, markers: markers, fieldTesla: 3, threads: 1, memoryLimitBytes: 1e10)
    #expect(search.memoryBytes > 1e4 && search.memoryBytes < 1e9)
  }
}
