/// One run of `seqc optimize`: design -> search -> pinned pulses -> report.
import Foundation
import Optimizer
import SequenceIR

struct OptimizeRun {
  let path: String
  let environment: Environment
  let isQuick: Bool
  private let isResuming: Bool
  private let isRefining: Bool
  let starts: Int?
  let seed: Int?
  let sweeps: [Sweep]
  /// Of the engines.
  var threads = ProcessInfo.processInfo.activeProcessorCount

  var console: Console { environment.console }

  init(_ invocation: Invocation, _ environment: Environment) throws(UsageError) {
    path = invocation.arguments[0]
    self.environment = environment
    isQuick = invocation.has(.quick)
    isResuming = invocation.has(.resume)
    isRefining = invocation.has(.refine)
    starts = try invocation.count(.starts, OptimizeRun.allowedStarts)
    seed = try invocation.count(.seed, OptimizeRun.allowedSeeds)
    sweeps = try Sweep.all(invocation)
    for option in [Option.quick, .starts, .seed] where isResuming && invocation.has(option) {
      throw UsageError(
        "--resume goes on with the numbers of the stopped search: \(option.name) cannot be given with it")
    }
    for option in [Option.resume, .starts, .seed, .sweep] where isRefining && invocation.has(option) {
      throw UsageError("--refine begins at the pinned pulses: \(option.name) cannot be given with it")
    }
  }

  /// A search that others have begun.
  init(path: String, quick: Bool, starts: Int?, seed: Int?, sweeps: [Sweep], _ environment: Environment) {
    self.path = path
    self.environment = environment
    isQuick = quick
    (isResuming, isRefining) = (false, false)
    (self.starts, self.seed, self.sweeps) = (starts, seed, sweeps)
  }

  static let allowedStarts = 1...1_000_000
  static let allowedSeeds = 0...1_000_000

  func run(_ driver: inout Driver) throws(EnvironmentError) -> ExitStatus {
    guard let compiled = try driver.compileForSearch(path), var searched = driver.swept(compiled, sweeps)
    else { return .failed }
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

  func failed(_ problem: SearchProblem, _ driver: Driver) -> ExitStatus {
    driver.inputs.diagnostics.error(problem.code, problem.message, at: problem.span, help: problem.help)
    return .failed
  }

  func plan(_ request: OptimizationRequest) -> PulseSearch.Plan {
    PulseSearch.Plan(
      starts: starts ?? (isQuick ? min(4, request.starts) : request.starts),
      iterations: isQuick ? min(15, request.iterations) : request.iterations, seed: seed ?? request.seed,
      minimizer: request.minimizer)
  }

  /// Of the spectra; figures of a result are to be trusted to a per cent.
  private static let mostError = 0.01

  func finish(_ best: Best, _ driver: inout Driver) throws(EnvironmentError) -> ExitStatus {
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
    let bands = search.bandFigures(of: found)
    console.print(report(found) + report(bands, searched) + report(verification, searched))
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
    if found.error > OptimizeRun.mostError {
      console.tell(
        "warning: halving the intervals of the simulation changes its spectra by "
          + "\(DecimalText.significant(100 * found.error, 2)) %: the figures above are no better\n")
    }
    for band in bands where !band.isKept {
      console.tell(
        "warning: `\(band.pulse)` does not keep to its band; more iterations, a longer pulse, shorter steps or a wider "
          + "`bandwidth` may help\n")
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
