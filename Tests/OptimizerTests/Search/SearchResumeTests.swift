// A search that is stopped keeps the best, and goes on to the result it would have had.
import SequenceIR
import Synchronization
import Testing

@testable import Optimizer

@Suite struct SearchResumeTests {
  private static let plan = PulseSearch.Plan(starts: 9, iterations: 24, seed: 5)

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

  @Test(arguments: [3, 20, 60, 70]) func aStoppedSearchGoesOnToTheSameResult(iterations: Int) throws {
    let search = try SearchFixtures.search(SearchFixtures.design("minimize crlb of pair"))
    let whole = try search.run(Self.plan, nucleus: .proton, provenance: provenance)
    #expect(whole.isComplete && whole.checkpoint == nil)
    let part = try search.run(
      Self.plan, nucleus: .proton, provenance: provenance, observer: observer(stoppingAfter: iterations))
    #expect(!part.isComplete)
    #expect(part.pulses[0].microteslaX.count == 10)
    let text = try #require(part.checkpoint?.text)
    let read = try SearchCheckpoint.read(text).get()
    #expect(read.plan == Self.plan)
    let other = PulseSearch.Plan(starts: 1, iterations: 1, seed: 0)
    let resumed = try search.run(other, resuming: read, nucleus: .proton, provenance: provenance)
    #expect(resumed.isComplete)
    #expect(resumed.pulses == whole.pulses && resumed.loss == whole.loss)
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
