/// One run of `seqc optimize`: design -> search -> pinned pulses -> report.
import Foundation
import Optimizer
import SequenceIR

struct OptimizeRun {
  private let path: String
  private let environment: Environment
  private let isQuick: Bool
  private let isResuming: Bool
  private let isRefining: Bool
  private let starts: Int?
  private let seed: Int?

  private var console: Console { environment.console }

  init(_ invocation: Invocation, _ environment: Environment) throws(UsageError) {
    path = invocation.arguments[0]
    self.environment = environment
    isQuick = invocation.has(.quick)
    isResuming = invocation.has(.resume)
    isRefining = invocation.has(.refine)
    starts = try OptimizeRun.number(.starts, from: 1, invocation)
    seed = try OptimizeRun.number(.seed, from: 0, invocation)
    for option in [Option.quick, .starts, .seed] where isResuming && invocation.has(option) {
      throw UsageError(
        "--resume goes on with the numbers of the stopped search: \(option.name) cannot be given with it")
    }
    for option in [Option.resume, .starts, .seed] where isRefining && invocation.has(option) {
      throw UsageError("--refine begins at the pinned pulses: \(option.name) cannot be given with it")
    }
  }

  private static func number(
    _ option: Option, from least: Int, _ invocation: Invocation
  ) throws(UsageError) -> Int? {
    guard let text = invocation.value(option) else { return nil }
    guard let value = Int(text), value >= least, value <= 1_000_000 else {
      throw UsageError("\(option.name) takes a whole number from \(least) to 1000000, not `\(text)`")
    }
    return value
  }

  func run(_ driver: inout Driver) throws(EnvironmentError) -> ExitStatus {
    guard var searched = try driver.compileForSearch(path) else { return .failed }
    var pinned: [PinnedPulse] = []
    if isRefining {
      guard let pulses = driver.pinnedPulses(searched, beside: path) else { return .failed }
      pinned = pulses
      // Values stay what the design says.
      searched.output.optimization?.variables = []
      searched.output.optimization?.choices = []
    }
    var stopped: SearchCheckpoint?
    if isResuming {
      stopped = try driver.stoppedSearch(of: path)
      if stopped == nil { return .failed }
    }
    // Threads of the engines inherit who is told of Ctrl-C.
    environment.interruption.begin()
    defer { environment.interruption.end() }
    var best: Best
    do throws(SearchProblem) {
      if isRefining {
        let search = try self.search(searched, driver)
        for note in search.notes { console.tell("note: \(note)\n") }
        let plan = plan(search.request)
        best = Best(
          search: search, found: refine(pinned, search, plan, searched), searched: searched, plan: plan)
      } else {
        best = try findBest(searched, stopped, driver)
        if !best.search.request.variables.isEmpty { best = try rounded(best, driver) }
      }
    } catch {
      return failed(error, driver)
    }
    return try finish(best, &driver)
  }

  /// The best of the searches, and what they came to.
  private struct Best {
    var search: PulseSearch
    var found: PulseSearch.Found
    var searched: Driver.Searched
    var plan: PulseSearch.Plan
    /// Of each combination of values that was tried, where there are several.
    var tried: [String] = []
  }

  /// One search for every combination of the values that the design lists.
  private func findBest(
    _ searched: Driver.Searched, _ stopped: SearchCheckpoint?, _ driver: Driver
  ) throws(SearchProblem) -> Best {
    let combinations = searched.output.optimization?.combinations ?? [[]]
    var tried = stopped?.tried ?? SearchCheckpoint.Tried()
    var best = try resumedBest(tried, combinations, searched, stopped, driver)
    var first: SearchProblem?
    let begun = tried.losses.count
    for index in begun..<max(begun, combinations.count) {
      if combinations.count > 1 { console.tell("combination \(index + 1) of \(combinations.count)") }
      do throws(SearchProblem) {
        let chosen = try driver.chosen(searched, combinations[index])
        if combinations.count > 1 { console.tell(": \(chosen.choiceWords)\n") }
        let search = try self.search(chosen, driver)
        for note in search.notes { console.tell("note: \(note)\n") }
        let plan = stopped?.plan ?? plan(search.request)
        var found = try find(search, plan, index == begun ? stopped : nil, tried, chosen)
        let checkpoint = found.checkpoint
        let isComplete = found.isComplete
        tried.losses.append(found.loss)
        if let best, best.found.loss <= found.loss {
          found = best.found
        } else {
          tried.best = found.best(index: index)
          best = Best(search: search, found: found, searched: chosen, plan: plan)
        }
        guard isComplete else {
          best?.found.isComplete = false
          best?.found.checkpoint = checkpoint
          break
        }
      } catch {
        // Such as crushers that let nothing through.
        guard combinations.count > 1 else { throw error }
        console.tell("\nnote: not searched: \(error.message)\n")
        if first == nil { first = error }
        tried.losses.append(.infinity)
      }
    }
    guard var best else {
      throw first
        ?? SearchProblem(
          "the stopped search was one of other values", at: nil, help: "run it again without --resume",
          code: .notResumable)
    }
    if combinations.count > 1 {
      for (combination, loss) in zip(combinations, tried.losses) {
        let words = combination.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
        best.tried.append(
          "\(words): \(loss.isFinite ? "objective \(DecimalText.rounded(loss, decimals: 4))" : "not possible")"
        )
      }
    }
    return best
  }

  /// The best of the searches that a stopped run had finished.
  private func resumedBest(
    _ tried: SearchCheckpoint.Tried, _ combinations: [[OptimizationRequest.Chosen]],
    _ searched: Driver.Searched, _ stopped: SearchCheckpoint?, _ driver: Driver
  ) throws(SearchProblem) -> Best? {
    guard let known = tried.best, let plan = stopped?.plan else { return nil }
    if combinations.indices.contains(known.index), tried.losses.count <= combinations.count {
      let chosen = try driver.chosen(searched, combinations[known.index])
      let search = try self.search(chosen, driver)
      let found = search.found(
        known, plan, nucleus: chosen.output.nucleus, provenance: provenance(chosen))
      if let found { return Best(search: search, found: found, searched: chosen, plan: plan) }
    }
    throw SearchProblem(
      "the stopped search was one of other values", at: searched.output.optimization?.span,
      help: "run it again without --resume", code: .notResumable)
  }

  private func search(_ searched: Driver.Searched, _ driver: Driver) throws(SearchProblem) -> PulseSearch {
    try PulseSearch(
      searched.output, markers: searched.markers, fieldTesla: searched.fieldTesla,
      threads: ProcessInfo.processInfo.activeProcessorCount,
      memoryLimitBytes: Double(ProcessInfo.processInfo.physicalMemory),
      b1RMSTesla: searched.profile[.b1RMS]?.value, b1PeakTesla: searched.profile[.b1Peak]?.value,
      rfDuty: RFDutyLimit(searched.profile),
      recompile: { driver.recompiled(searched, $0) })
  }

  /// With values that the design can say, and the pulses polished once more for them.
  private func rounded(_ best: Best, _ driver: Driver) throws(SearchProblem) -> Best {
    let request = best.search.request
    guard let searched = driver.rounded(best.found.values, best.searched) else {
      throw SearchProblem(
        "the values that were found cannot be built: "
          + zip(request.variables, best.found.values).map { "\($0.name) = \($0.quantity($1))" }
          .joined(separator: ", "), at: request.span, help: "narrow the ranges of `vary`")
    }
    var result = best
    result.searched = searched
    guard !request.pulses.isEmpty else { return result }
    result.search = try search(searched, driver)
    let interruption = environment.interruption
    var plan = best.plan
    plan.iterations = min(50, plan.iterations)
    let isComplete = best.found.isComplete
    result.found = result.search.polish(
      best.found, plan, nucleus: searched.output.nucleus, provenance: provenance(searched),
      shouldStop: { !isComplete || interruption.isRequested() })
    return result
  }

  private func failed(_ problem: SearchProblem, _ driver: Driver) -> ExitStatus {
    driver.inputs.diagnostics.error(problem.code, problem.message, at: problem.span, help: problem.help)
    return .failed
  }

  private func plan(_ request: OptimizationRequest) -> PulseSearch.Plan {
    PulseSearch.Plan(
      starts: starts ?? (isQuick ? min(4, request.starts) : request.starts),
      iterations: isQuick ? min(15, request.iterations) : request.iterations, seed: seed ?? request.seed,
      minimizer: request.minimizer)
  }

  // MARK: the search

  private func find(
    _ search: PulseSearch, _ plan: PulseSearch.Plan, _ stopped: SearchCheckpoint?,
    _ tried: SearchCheckpoint.Tried, _ searched: Driver.Searched
  ) throws(SearchProblem) -> PulseSearch.Found {
    let polishingSeconds = tellForecast(search, plan)
    // Progress comes from this thread only: the starts run one after the other.
    nonisolated(unsafe) let progress = SearchProgress(
      console: console, terminal: environment.terminal, polishingSeconds: polishingSeconds)
    defer { progress.finish() }
    let (interruption, keeper) = (environment.interruption, CheckpointKeeper(path: path, environment))
    return try search.run(
      plan, resuming: stopped, tried: tried, nucleus: searched.output.nucleus,
      provenance: provenance(searched),
      observer: { state in
        progress.show(state)
        return interruption.isRequested() ? .stop : .proceed
      }, checkpoint: { keeper.keep($0) })
  }

  /// Goes on from the pulses that are pinned.
  private func refine(
    _ pinned: [PinnedPulse], _ search: PulseSearch, _ plan: PulseSearch.Plan, _ searched: Driver.Searched
  ) -> PulseSearch.Found {
    let progress = SearchProgress(console: console, terminal: environment.terminal, polishingSeconds: 0)
    defer { progress.finish() }
    let interruption = environment.interruption
    var provenance = provenance(searched)
    provenance.found = pinned.first?.provenance.found ?? []
    var plan = plan
    plan.seed = pinned.first?.provenance.seed ?? plan.seed
    return search.refine(
      pinned, plan, nucleus: searched.output.nucleus, provenance: provenance
    ) { state in
      progress.show(state)
      return interruption.isRequested() ? .stop : .proceed
    }
  }

  private func provenance(_ searched: Driver.Searched) -> PinnedPulse.Provenance {
    var provenance = PinnedPulse.Provenance()
    provenance.designDigest = searched.output.designDigest ?? ""
    provenance.scanner = searched.scanner
    provenance.objective = searched.output.optimization?.objectiveWords ?? ""
    provenance.ensemble = searched.output.optimization?.ensembleWords ?? ""
    provenance.version = Version.text
    provenance.found = searched.found
    provenance.kickInterval = Time(picoseconds: 80_000_000)
    return provenance
  }

  /// Says what the search may take; returns the seconds of its second phase.
  private func tellForecast(_ search: PulseSearch, _ plan: PulseSearch.Plan) -> Double {
    let count = search.evaluations(of: plan)
    let scouting = count.scouting * OptimizeRun.seconds { search.evaluateOnce(.scouting, plan) }
    let polishing = count.polishing * OptimizeRun.seconds { search.evaluateOnce(.polishing, plan) }
    let time = SearchProgress.time(scouting + polishing)
    console.tell(
      "search of \(plan.starts) starts, \(plan.survivors) of them to \(plan.iterations) iterations: at most \(time), "
        + "\(DecimalText.significant(search.memoryBytes / 1e6, 2)) MB\n")
    if scouting + polishing > OptimizeRun.longSeconds {
      console.tell(
        "note: this may take more than an hour; --quick, fewer `starts` or `iterations`, fewer members (`over`), fewer "
          + "molecules or longer steps take less. Ctrl-C keeps the best, --resume goes on\n")
    }
    return polishing
  }

  private static let longSeconds = 3600.0

  private static func seconds(_ body: () -> Void) -> Double {
    let now = SearchProgress.clock()
    body()
    return now()
  }

  // MARK: what was found

  private func finish(_ best: Best, _ driver: inout Driver) throws(EnvironmentError) -> ExitStatus {
    let (search, searched) = (best.search, best.searched)
    var found = best.found
    // What was found is safe before it is looked at again.
    try driver.pin(found, of: search.request, beside: path)
    guard let sequence = driver.emitted(searched, with: found.pulses) else { return .failed }
    let verification: PulseSearch.Verification
    do throws(SearchProblem) {
      verification = try search.verify(&found, emitted: sequence)
    } catch {
      return failed(error, driver)
    }
    try driver.pin(found, of: search.request, beside: path)
    console.print(report(found) + report(verification, searched))
    for words in best.tried { console.print("tried         \(words)\n") }
    for value in searched.found {
      console.print(
        "found         \(value.name) = \(value.text): write `let \(value.name) = \(value.text)` in the design\n"
      )
    }
    if !verification.isConfirmed {
      console.tell(
        "warning: the emitted sequence is not what the search simulated; the figures above are those of the sequence\n"
      )
    }
    if !found.isComplete {
      console.tell(
        found.checkpoint == nil
          ? "stopped: the best so far is pinned; `seqc optimize \(path) --refine` goes on from it\n"
          : "stopped: the best so far is pinned; `seqc optimize \(path) --resume` goes on from \(Driver.searchFile(of: path))\n"
      )
    }
    return .success
  }
}

/// Writes a search half way beside its design, not more often than a run that is killed would miss.
private final class CheckpointKeeper {
  private let path: String
  private let environment: Environment
  private let now = SearchProgress.clock()
  private var last = 0.0

  private static let secondsBetween = 60.0

  init(path: String, _ environment: Environment) {
    self.path = Driver.searchFile(of: path)
    self.environment = environment
  }

  func keep(_ checkpoint: SearchCheckpoint) {
    guard now() - last >= Self.secondsBetween else { return }
    do throws(EnvironmentError) {
      try environment.files.write([OutputFile(path: path, bytes: Array(checkpoint.text.utf8))])
    } catch {
      // The search is worth more than its checkpoint; at its end writing is tried again.
      environment.console.tell("note: \(error.message)\n")
    }
    last = now()
  }
}
