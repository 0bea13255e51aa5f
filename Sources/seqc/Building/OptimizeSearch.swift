/// One search of `seqc optimize`: its limits, its forecast, its progress.
import Foundation
import Optimizer
import SequenceIR

extension OptimizeRun {
  func search(_ searched: Driver.Searched, _ driver: Driver) throws(SearchProblem) -> PulseSearch {
    try PulseSearch(
      searched.output, markers: searched.markers, fieldTesla: searched.fieldTesla,
      threads: threads,
      memoryLimitBytes: Double(ProcessInfo.processInfo.physicalMemory),
      b1RMSTesla: searched.profile[.b1RMS]?.value, b1PeakTesla: searched.profile[.b1Peak]?.value,
      rfDuty: RFDutyLimit(searched.profile),
      recompile: { driver.recompiled(searched, $0) })
  }

  func find(
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
  func refine(
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

  func provenance(_ searched: Driver.Searched) -> PinnedPulse.Provenance {
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
  func tellForecast(_ search: PulseSearch, _ plan: PulseSearch.Plan) -> Double {
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
}
