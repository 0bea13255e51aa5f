/// Doing the items of a search folder until there is nothing left to do here.
import Dispatch
import Glibc
import Optimizer
import SequenceIR
import Synchronization

#if THREAD_SANITIZER
  typealias Mutex<Value> = Optimizer.Mutex<Value>
#endif

/// Several of these work in one process, each on a thread of its own with a search of its own, and any number of
/// processes in one folder.
final class SearchWorker: @unchecked Sendable {
  private let folder: SearchFolder
  private let run: OptimizeRun
  private let driver: Driver
  private let searched: Driver.Searched
  private let identity: WorkerIdentity
  /// Whether claims of other machines are taken over though nothing shows that their holders are gone.
  private let reclaims: Bool
  /// Compiling, messages and counting are for one at a time.
  private let turn = Mutex(())
  /// Items of this process. Its threads have one identity, so that their claims have one name, and the folder could not
  /// tell them apart.
  private let held = Mutex(Set<SearchItem>())
  private var done = 0
  private var isWaitTold = false
  private var answers: [String: (time: Double, isOver: Bool)] = [:]
  private let now = SearchProgress.clock()
  private let jobIsOver: (String) -> Bool

  /// A killed worker loses no more.
  private static let secondsBetween = 10.0

  init(
    _ folder: SearchFolder, _ run: OptimizeRun, _ driver: Driver, _ searched: Driver.Searched, reclaims: Bool,
    jobIsOver: @escaping (String) -> Bool
  ) {
    self.folder = folder
    self.run = run
    self.driver = driver
    self.searched = searched
    self.reclaims = reclaims
    self.jobIsOver = jobIsOver
    identity = run.environment.worker
  }

  /// What a worker of this process may trip over.
  enum Trouble: Error {
    case environment(EnvironmentError)
    case search(SearchProblem)
    /// Two results of one item.
    case differs(SearchItem)
  }

  /// How many items were done; ends early when the run is interrupted.
  func work(jobs: Int) throws(Trouble) -> Int {
    try mend()
    let troubles = Mutex([Trouble]())
    let failed = Atomic(false)
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      do throws(Trouble) {
        try workAlone { failed.load(ordering: .relaxed) }
      } catch {
        failed.store(true, ordering: .relaxed)
        troubles.withLock { $0.append(error) }
      }
    }
    if let trouble = troubles.withLock({ $0.first }) { throw trouble }
    return done
  }

  /// Results that cannot be read, and items that are nowhere, wait again.
  private func mend() throws(Trouble) {
    try environment { () throws(EnvironmentError) in
      for item in try folder.state().done.sorted() {
        guard case .failure(let problem) = folder.result(of: item) else { continue }
        tell("note: done/\(item.name) is put aside into damaged, and done again: \(problem)\n")
        try folder.setAside(item, identity)
      }
      for item in try folder.state().lost {
        tell("note: \(item.name) was in none of the folders, and is done again\n")
        try folder.restore(item, identity)
      }
    }
  }

  /// A search that was made for a combination.
  private struct Prepared {
    let combination: Int
    let search: PulseSearch
    let chosen: Driver.Searched
    var scouted: [MultiStart.Candidate]?
  }

  private func workAlone(othersFailed: () -> Bool) throws(Trouble) {
    var prepared: Prepared?
    while !run.environment.interruption.isRequested(), !othersFailed() {
      guard let claim = try next() else {
        guard try isWorthWaiting() else { return }
        usleep(SearchWorker.pause)
        continue
      }
      defer { held.withLock { _ = $0.remove(claim.item) } }
      do throws(Trouble) {
        if prepared?.combination != claim.item.combination {
          // The memory of one search at a time.
          prepared = nil
          prepared = try prepare(claim.item.combination)
        }
        if let ready = prepared { try work(on: claim, ready) }
      } catch {
        folder.release(claim)
        throw error
      }
    }
  }

  /// Microseconds between two looks for what others finish.
  private static let pause: UInt32 = 500_000

  // MARK: choosing

  /// The first item that can be done and is not claimed by anybody alive.
  private func next() throws(Trouble) -> SearchFolder.Claim? {
    let state = try environment { () throws(EnvironmentError) in try folder.state() }
    let scouted = Set(
      folder.description.points.indices.filter { combination in
        folder.description.points[combination].plan.map { plan in
          (0..<plan.starts).allSatisfy {
            state.done.contains(SearchItem(combination: combination, phase: .scouting, index: $0))
          }
        } ?? false
      })
    func isReady(_ item: SearchItem) -> Bool {
      item.phase == .scouting || scouted.contains(item.combination)
    }
    for item in state.waiting where isReady(item) {
      if let claim = held(item, { folder.claim(item, identity) }) { return claim }
    }
    for claim in state.running
    where state.done.contains(claim.item) && claim.worker.life(seenFrom: identity) == .gone {
      folder.clear(claim)
    }
    for claim in state.open where isReady(claim.item) && isGone(claim.worker) {
      guard let own = held(claim.item, { folder.takeOver(claim, identity) }) else { continue }
      tell("note: \(claim.item.name) is taken over from \(claim.worker.words), which is gone\n")
      return own
    }
    return nil
  }

  /// Of several threads that try, one gets it.
  private func held(_ item: SearchItem, _ attempt: () -> SearchFolder.Claim?) -> SearchFolder.Claim? {
    held.withLock { items in
      guard !items.contains(item), let claim = attempt() else { return nil }
      items.insert(item)
      return claim
    }
  }

  private func isGone(_ worker: WorkerIdentity) -> Bool {
    switch worker.life(seenFrom: identity) {
    case .gone: true
    case .alive: false
    case .unknown: reclaims || worker.job.map(isOver) ?? false
    }
  }

  /// Slurm is asked once a minute about a job, by each process: a controller has others to serve.
  private func isOver(_ job: String) -> Bool {
    turn.withLock { _ in
      let time = now()
      if let known = answers[job], time - known.time < SearchWorker.secondsBetweenQuestions {
        return known.isOver
      }
      let isOver = jobIsOver(job)
      answers[job] = (time, isOver)
      return isOver
    }
  }

  private static let secondsBetweenQuestions = 60.0

  /// Whether what others work on makes items ready that wait.
  private func isWorthWaiting() throws(Trouble) -> Bool {
    let state = try environment { () throws(EnvironmentError) in try folder.state() }
    let scouts = state.open.filter { $0.item.phase == .scouting }
    let isWorth = state.waiting.contains { item in
      item.phase == .scouting || scouts.contains { $0.item.combination == item.combination }
    }
    guard isWorth, let claim = scouts.first else { return isWorth }
    turn.withLock { _ in
      guard !isWaitTold else { return }
      isWaitTold = true
      run.console.tell(
        "waiting for \(claim.item.name), which \(claim.worker.words) works on\(claim.worker.host == identity.host ? "" : "; if that is gone, --reclaim takes it over")\n"
      )
    }
    return isWorth
  }

  // MARK: working

  private func prepare(_ combination: Int) throws(Trouble) -> Prepared {
    let result = turn.withLock { _ -> Result<Prepared, SearchProblem> in
      do throws(SearchProblem) {
        let combinations = searched.output.optimization?.combinations ?? [[]]
        let chosen = try driver.chosen(searched, combinations[combination])
        return .success(
          Prepared(combination: combination, search: try run.search(chosen, driver), chosen: chosen))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let prepared): return prepared
    case .failure(let problem): throw .search(problem)
    }
  }

  private func work(on claim: SearchFolder.Claim, _ prepared: Prepared) throws(Trouble) {
    let item = claim.item
    let point = folder.description.points[item.combination]
    guard let plan = point.plan else { return }
    var task = PulseSearch.ItemTask(item: item, plan: plan, search: folder.identity)
    if item.phase == .polishing { task.scouted = try scouted(item.combination, plan) }
    task.part = folder.part(of: item)
    let keeper = PartKeeper(
      folder, claim, seconds: run.environment.secondsBetweenParts ?? Self.secondsBetween)
    let interruption = run.environment.interruption
    let result: SearchItemResult?
    do throws(SearchProblem) {
      result = try prepared.search.work(
        on: task, nucleus: prepared.chosen.output.nucleus, provenance: run.provenance(prepared.chosen),
        observer: { _ in interruption.isRequested() ? .stop : .proceed },
        keep: { text in
          keeper.offer(text)
          if interruption.isRequested() { keeper.write(text()) }
        })
    } catch {
      throw .search(error)
    }
    if let failure = keeper.failure { tell("note: \(failure.message)\n") }
    guard let result else {
      folder.release(claim)
      return
    }
    let isSame = try environment { () throws(EnvironmentError) in try folder.finish(claim, result) }
    guard isSame else { throw .differs(item) }
    turn.withLock { _ in
      done += 1
      run.console.tell(
        "\(point.words.isEmpty ? "" : "\(point.words): ")\(item.words(plan)): "
          + "\(DecimalText.significant(result.candidate.result.value, 6))\n")
    }
  }

  private func scouted(_ combination: Int, _ plan: PulseSearch.Plan) throws(Trouble) -> [MultiStart.Candidate]
  {
    var candidates: [MultiStart.Candidate] = []
    for index in 0..<plan.starts {
      let item = SearchItem(combination: combination, phase: .scouting, index: index)
      switch folder.result(of: item) {
      case .success(let result): candidates.append(result.candidate)
      case .failure(let problem):
        throw .environment(
          EnvironmentError(
            .unreadableFile, "'\(folder.folder.name)/done/\(item.name)' is no result: \(problem)",
            help: "the next run of --work puts it aside and does it again"))
      }
    }
    return candidates
  }

  private func tell(_ text: String) { turn.withLock { _ in run.console.tell(text) } }

  private func environment<Value>(_ body: () throws(EnvironmentError) -> Value) throws(Trouble) -> Value {
    do throws(EnvironmentError) { return try body() } catch { throw .environment(error) }
  }
}

/// Writes where an item is, now and then.
private final class PartKeeper {
  private let folder: SearchFolder
  private let claim: SearchFolder.Claim
  private let seconds: Double
  private let now = SearchProgress.clock()
  private var last = 0.0
  /// The first; the item is worth more than its checkpoint.
  private(set) var failure: EnvironmentError?

  init(_ folder: SearchFolder, _ claim: SearchFolder.Claim, seconds: Double) {
    self.folder = folder
    self.claim = claim
    self.seconds = seconds
  }

  func offer(_ text: () -> String) {
    guard now() - last >= seconds else { return }
    write(text())
  }

  func write(_ text: String) {
    do throws(EnvironmentError) { try folder.keep(text, of: claim) } catch { failure = failure ?? error }
    last = now()
  }
}
