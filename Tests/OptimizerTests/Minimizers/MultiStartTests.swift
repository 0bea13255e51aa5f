// Many starts: the same result whatever the threads, the best minimum found, stops and checkpoints.
import SequenceIR
import Synchronization
import Testing

@testable import Optimizer

@Suite struct MultiStartTests {
  private static let dimension = 3
  private static let accurate: @Sendable () -> any DifferentiableFunction = {
    TestFunctions.rastrigin(dimension) { ElementaryFunctions.sineAndCosine($0) }
  }
  /// The same function in single precision.
  private static let cheap: @Sendable () -> any DifferentiableFunction = {
    let exact = accurate()
    return ClosureFunction(dimension: dimension) { x, gradient in
      let value = exact.evaluate(x, gradient: &gradient)
      for index in gradient.indices { gradient[index] = Double(Float(gradient[index])) }
      return Double(Float(value))
    }
  }
  private static let start: MultiStart.StartPoint = { _, random in
    (0..<dimension).map { _ in random.uniform(from: -2.5, to: 2.5) }
  }

  private func options(threads: Int = 1, starts: Int = 60) -> MultiStart.Options {
    MultiStart.Options(seed: 20, starts: starts, survivors: 5, threads: threads, roundIterations: 2)
  }

  private func run(_ options: MultiStart.Options) -> (MultiStart.Outcome, MultiStart) {
    var search = MultiStart(options: options)
    let outcome = search.run(start: Self.start, scout: Self.cheap, polish: Self.accurate)
    return (outcome, search)
  }

  @Test func theLowestOfManyMinimaIsFound() {
    let (outcome, _) = run(options(starts: 400))
    #expect(outcome.isComplete && outcome.phase == .polishing && outcome.polished.count == 5)
    #expect(outcome.best.result.value < 1e-12)
    #expect(outcome.best.result.x.allSatisfy { abs($0) < 1e-7 })
    #expect(outcome.best == outcome.polished[0])
    let values = outcome.polished.map(\.result.value)
    #expect(values == values.sorted())
    // One start alone ends in the minimum next to it.
    let (single, _) = run(options(starts: 1))
    #expect(single.best.result.value > 0.5)
  }

  @Test(arguments: [2, 3, 8]) func numberOfThreadsDoesNotChangeTheResult(threads: Int) {
    let (one, oneState) = run(options())
    let (many, manyState) = run(options(threads: threads))
    #expect(one == many)
    #expect(oneState.checkpoint == manyState.checkpoint)
  }

  @Test func anotherSeedIsAnotherSearch() {
    var other = options()
    other.seed = 21
    #expect(run(options()).0.polished != run(other).0.polished)
  }

  /// Resumed from every text that was handed out, in both phases, the search ends with the same bits.
  @Test func everyCheckpointLeadsToTheSameResult() throws {
    var texts: [String] = []
    var search = MultiStart(options: options())
    let expected = search.run(
      start: Self.start, scout: Self.cheap, polish: Self.accurate, checkpoint: { texts.append($0.checkpoint) }
    )
    #expect(texts.count > 9)
    for text in texts {
      var resumed = try MultiStart.resumed(
        from: text, dimension: Self.dimension, options: options(threads: 2)
      ).get()
      let outcome = resumed.run(start: Self.start, scout: Self.cheap, polish: Self.accurate)
      #expect(outcome.polished.map(\.result.x) == expected.polished.map(\.result.x))
      #expect(outcome.best == expected.best)
      #expect(outcome.scoutEvaluations == expected.scoutEvaluations)
    }
  }

  @Test(arguments: [(1, 40), (2, 40), (1, 500), (2, 500)]) func stopKeepsTheBestAndCanBeResumed(
    threads: Int, iterations: Int
  ) throws {
    let seen = Atomic(0)
    let last = Mutex("")
    var search = MultiStart(options: options(threads: threads))
    let outcome = search.run(
      start: Self.start, scout: Self.cheap, polish: Self.accurate,
      observer: { _ in
        seen.wrappingAdd(1, ordering: .relaxed).newValue >= iterations ? .stop : .proceed
      }, checkpoint: { state in last.withLock { $0 = state.checkpoint } })
    if outcome.isComplete { return }
    #expect(outcome.best.result.value.isFinite)
    #expect(seen.load(ordering: .relaxed) == iterations, "after a stop nobody is asked again")
    var resumed = search
    if !last.withLock({ $0.isEmpty }) {
      let text = last.withLock { $0 }
      resumed = try MultiStart.resumed(from: text, dimension: Self.dimension, options: options()).get()
    }
    let result = resumed.run(start: Self.start, scout: Self.cheap, polish: Self.accurate)
    #expect(result.best == run(options()).0.best)
  }

  @Test func checkpointOfAnotherSearchIsTold() {
    let text = run(options(starts: 10)).1.checkpoint
    func problem(_ options: MultiStart.Options, dimension: Int = 3) -> String? {
      switch MultiStart.resumed(from: text, dimension: dimension, options: options) {
      case .success: nil
      case .failure(let problem): problem.description
      }
    }
    #expect(problem(options(starts: 10)) == nil)
    #expect(problem(options(starts: 11)) == "the search had 10 starts and 5 survivors")
    #expect(problem(options(starts: 10), dimension: 2) == "'scouted.0.x' has 3 items, expected 2")
    var other = options(starts: 10)
    other.seed = 1
    #expect(problem(other) == "the seed is another one")
  }

  @Test func resultsStandInTheOrderOfTheWork() {
    for threads in [1, 2, 7] {
      let squares = OrderedParallel.map(count: 100, threads: threads, makeWorker: { 0 }) { _, index in
        index * index
      }
      #expect(squares == (0..<100).map { $0 * $0 })
    }
    #expect(OrderedParallel.map(count: 0, threads: 2, makeWorker: { 0 }) { _, index in index }.isEmpty)
  }
}
