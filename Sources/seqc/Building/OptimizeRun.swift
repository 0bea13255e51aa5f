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
      // Times stay what the design says.
      searched.output.optimization?.variables = []
    }
    var stopped: SearchCheckpoint?
    if isResuming {
      stopped = try driver.stoppedSearch(of: path)
      if stopped == nil { return .failed }
    }
    // Threads of the engines inherit who is told of Ctrl-C.
    environment.interruption.begin()
    defer { environment.interruption.end() }
    var result: (search: PulseSearch, found: PulseSearch.Found, searched: Driver.Searched)
    do throws(SearchProblem) {
      let search = try self.search(searched, driver)
      for note in search.notes { console.tell("note: \(note)\n") }
      let plan = stopped?.plan ?? plan(search.request)
      let found =
        isRefining
        ? refine(pinned, search, plan, searched) : try find(search, plan, stopped, searched)
      result = (search, found, searched)
      if !search.request.variables.isEmpty { result = try onRaster(result, plan, driver) }
    } catch {
      return failed(error, driver)
    }
    return try finish(result.found, result.search, result.searched, &driver)
  }

  private func search(_ searched: Driver.Searched, _ driver: Driver) throws(SearchProblem) -> PulseSearch {
    try PulseSearch(
      searched.output, markers: searched.markers, fieldTesla: searched.fieldTesla,
      threads: ProcessInfo.processInfo.activeProcessorCount,
      memoryLimitBytes: Double(ProcessInfo.processInfo.physicalMemory),
      b1RMSTesla: searched.profile[.b1RMS]?.value, recompile: { driver.recompiled(searched, $0) })
  }

  /// With times that the design can say, and the pulses polished once more for them.
  private func onRaster(
    _ result: (search: PulseSearch, found: PulseSearch.Found, searched: Driver.Searched),
    _ plan: PulseSearch.Plan, _ driver: Driver
  ) throws(SearchProblem) -> (PulseSearch, PulseSearch.Found, Driver.Searched) {
    let request = result.search.request
    guard let rounded = driver.rounded(result.found.seconds, result.searched) else {
      throw SearchProblem(
        "the times that were found cannot be built: "
          + zip(request.variables, result.found.seconds).map {
            "\($0.name) = \(DecimalText.significant($1 * 1e3, 4)) ms"
          }.joined(separator: ", "), at: request.span, help: "narrow the ranges of `vary`")
    }
    var provenance = provenance(rounded)
    provenance.seed = plan.seed
    for variable in request.variables {
      guard let time = rounded.values[variable.name]?.time else { continue }
      provenance.found.append(
        .init(variable.name, digits: DecimalText.shortest(time.milliseconds), unit: "ms"))
    }
    guard !request.pulses.isEmpty else { return (result.search, result.found, rounded) }
    let search = try search(rounded, driver)
    let interruption = environment.interruption
    let found = search.polish(
      result.found, iterations: result.found.isComplete ? min(50, plan.iterations) : 0,
      nucleus: rounded.output.nucleus, provenance: provenance,
      shouldStop: { interruption.isRequested() })
    return (search, found, rounded)
  }

  private func failed(_ problem: SearchProblem, _ driver: Driver) -> ExitStatus {
    driver.inputs.diagnostics.error(problem.code, problem.message, at: problem.span, help: problem.help)
    return .failed
  }

  private func plan(_ request: OptimizationRequest) -> PulseSearch.Plan {
    PulseSearch.Plan(
      starts: starts ?? (isQuick ? min(4, request.starts) : request.starts),
      iterations: isQuick ? min(15, request.iterations) : request.iterations, seed: seed ?? request.seed)
  }

  // MARK: the search

  private func find(
    _ search: PulseSearch, _ plan: PulseSearch.Plan, _ stopped: SearchCheckpoint?, _ searched: Driver.Searched
  ) throws(SearchProblem) -> PulseSearch.Found {
    let polishingSeconds = tellForecast(search, plan)
    // Progress comes from this thread only: the starts run one after the other.
    nonisolated(unsafe) let progress = SearchProgress(
      console: console, terminal: environment.terminal, polishingSeconds: polishingSeconds)
    defer { progress.finish() }
    let (interruption, keeper) = (environment.interruption, CheckpointKeeper(path: path, environment))
    return try search.run(
      plan, resuming: stopped, nucleus: searched.output.nucleus, provenance: provenance(searched),
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
    provenance.seed = pinned.first?.provenance.seed ?? plan.seed
    return search.refine(
      pinned, iterations: plan.iterations, nucleus: searched.output.nucleus, provenance: provenance
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

  private func finish(
    _ found: PulseSearch.Found, _ search: PulseSearch, _ searched: Driver.Searched, _ driver: inout Driver
  ) throws(EnvironmentError) -> ExitStatus {
    // What was found is safe before it is looked at again.
    try driver.pin(found, of: search.request, beside: path)
    guard let sequence = driver.emitted(searched, with: found.pulses) else { return .failed }
    var found = found
    let verification: PulseSearch.Verification
    do throws(SearchProblem) {
      verification = try search.verify(&found, emitted: sequence)
    } catch {
      return failed(error, driver)
    }
    try driver.pin(found, of: search.request, beside: path)
    console.print(report(found) + report(verification, searched))
    for (name, value) in searched.values.sorted(by: { $0.key < $1.key }) {
      console.print("found         \(name) = \(value): write `let \(name) = \(value)` in the design\n")
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

  private func report(_ verification: PulseSearch.Verification, _ searched: Driver.Searched) -> String {
    let figure = { DecimalText.significant($0, 2) }
    let microtesla = verification.rmsHertz / searched.output.nucleus.hertzPerTesla * 1e6
    var text = "B1+rms        \(DecimalText.significant(microtesla, 3)) uT over the sequence"
    text +=
      searched.profile[.b1RMS].map { " (limit \(DecimalText.significant($0.value * 1e6, 3)) uT)\n" } ?? "\n"
    text += "emitted       spectra differ by \(figure(verification.difference)) from the search's"
    text += " (numerics of both: \(figure(verification.tolerance)))\n"
    if let exact = verification.exact {
      text += "exact         spectra of \(exact.molecules.joined(separator: ", ")) differ by "
      text += "\(figure(exact.relative)) from matrix exponentials (nominal member, two places a slice)\n"
    }
    return text
  }

  private func report(_ found: PulseSearch.Found) -> String {
    var text = "objective     \(DecimalText.rounded(found.loss, decimals: 4))"
    text +=
      " (first start \(DecimalText.rounded(found.startLoss, decimals: 4)), \(found.evaluations) evaluations)\n"
    text +=
      "numerics      spectra change by \(DecimalText.significant(found.error, 2)) with intervals halved\n"
    for bound in found.figures.bounds {
      let name = "CRLB \(bound.molecule)".padding(toLength: 14, withPad: " ", startingAt: 0)
      text += name + "baseline \(bound.baseline.rawValue): "
      text += "nominal \(DecimalText.rounded(bound.nominal, decimals: 3)), "
      text +=
        "mean \(DecimalText.rounded(bound.mean, decimals: 3)), worst \(DecimalText.rounded(bound.worst, decimals: 3))"
      text += " of an ideal 90 degree pulse with no echo time\n"
    }
    for pulse in found.pulses {
      text += "pinned        \(pulse.name): \(pulse.microteslaX.count) samples, peak "
      text += "\(DecimalText.rounded(pulse.peakMicrotesla, decimals: 2)) uT\n"
    }
    return text
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
