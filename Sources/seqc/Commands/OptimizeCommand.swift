/// `seqc optimize FILE`
import Foundation
import Optimizer
import SequenceIR

extension Command {
  static let optimize = Command(
    name: "optimize",
    summary: "find the pulses a design asks for, and pin them beside it",
    arguments: [Argument("FILE", .one, "a design with an `optimize` block")],
    options: [.scanner, .quick, .starts, .seed],
    details: [
      """
      Searches the samples of the `optimized(...)` pulses by exact gradients through the dynamics of the coupled spins \
      of the whole sequence: pathways, slices, relaxation. What is found is written beside the design, one file a \
      pulse, with where it comes from; `seqc build` then compiles the design with it.
      """,
      """
      Searched today: samples of pulses, for `minimize crlb`, `maximize signal` and `suppress signal`. The result is \
      simulated with the kick interval halved, and the difference is printed.
      """,
    ],
    examples: [
      Example(line: "seqc optimize glu-gln.seq", meaning: "pins the pulses of the design"),
      Example(line: "seqc optimize glu-gln.seq --quick", meaning: "a first look: few starts, few iterations"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      let path = invocation.arguments[0]
      guard let searched = try driver.compileForSearch(path) else { return .failed }
      let numbers: (starts: Int?, seed: Int?)
      do throws(UsageError) {
        numbers = (try number(.starts, from: 1, invocation), try number(.seed, from: 0, invocation))
      } catch {
        environment.console.tell(error.text)
        return .trouble
      }
      let search: PulseSearch
      do throws(SearchProblem) {
        search = try PulseSearch(
          searched.output, markers: searched.markers, fieldTesla: searched.fieldTesla,
          threads: ProcessInfo.processInfo.activeProcessorCount)
      } catch {
        driver.inputs.diagnostics.error(.searchImpossible, error.message, at: error.span, help: error.help)
        return .failed
      }
      let quick = invocation.has(.quick)
      let starts = numbers.starts ?? (quick ? min(4, search.request.starts) : search.request.starts)
      let seed = numbers.seed ?? search.request.seed
      for note in search.notes { environment.console.tell("note: \(note)\n") }
      var provenance = PinnedPulse.Provenance()
      provenance.designDigest = searched.output.designDigest ?? ""
      provenance.scanner = searched.scanner
      provenance.version = Version.text
      provenance.seed = seed
      provenance.kickInterval = Time(picoseconds: 80_000_000)
      // Progress comes from this thread only: the starts run one after the other.
      nonisolated(unsafe) let console = environment.console
      let found = search.run(
        starts: starts, iterations: quick ? 25 : search.request.iterations, seed: seed,
        nucleus: searched.output.nucleus,
        provenance: provenance
      ) { progress in
        if progress.iteration.iteration % 10 == 0 {
          console.tell(
            "\(progress.phase) start \(progress.start + 1), \(progress.finished) of \(progress.total) done, iteration "
              + "\(progress.iteration.iteration): \(DecimalText.rounded(progress.iteration.value, decimals: 4)), best "
              + "\(DecimalText.rounded(progress.best, decimals: 4))\n")
        }
        return .proceed
      }
      try driver.pin(found, of: search.request, beside: path)
      environment.console.print(report(found, search.request))
      return .success
    })

  private static func number(
    _ option: Option, from least: Int, _ invocation: Invocation
  ) throws(UsageError) -> Int? {
    guard let text = invocation.value(option) else { return nil }
    guard let value = Int(text), value >= least, value <= 1_000_000 else {
      throw UsageError("\(option.name) takes a whole number from \(least) to 1000000, not `\(text)`")
    }
    return value
  }

  private static func report(_ found: PulseSearch.Found, _ request: OptimizationRequest) -> String {
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
