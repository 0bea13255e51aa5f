/// `seqc compare DESIGN FILE...`
import Foundation
import Optimizer
import SequenceIR

extension Command {
  static let compare = Command(
    name: "compare",
    summary: "say what sequences can measure, side by side",
    arguments: [
      Argument(
        "FILE", .several, "designs or Pulseq files; the first has the `optimize` block that all are held to")
    ],
    options: [.scanner, .reference, .asSearched, .coarse, .comparisonFormat],
    details: [
      """
      Simulates the spectra of every sequence (coupled spins, pathways, slices, relaxation) under the molecules, the \
      ensemble and the fit of the first design's `optimize` block, and prints Cramer-Rao bounds, correlation, leakage, \
      signal and bias, nominal, mean and worst member. Noise and time are the same for all: what counts are ratios. \
      The ensemble is denser than the one that is searched: members are added half-way between those of the design.
      """,
      """
      Shots with different values of the label SET are stored apart and fitted together; all others are averaged. \
      Reference shots (label REF) do not count. Longitudinal magnetisation is full before every shot. The last row of a \
      table is no sequence: an ideal pulse of 90 degrees and acquisition at once.
      """,
    ],
    examples: [
      Example(
        line: "seqc compare glu-gln.seq press.seq steam.seq --relative-to press.seq",
        meaning: "ratios of bounds to those of PRESS")
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      let paths = invocation.arguments
      let reference = invocation.value(.reference)
      if let reference, !paths.contains(reference) {
        environment.console.tell(
          UsageError("--relative-to names `\(reference)`, which is not among the files").text)
        return .trouble
      }
      guard let first = try driver.load(paths[0]),
        var comparison = Comparison(first, paths[0], invocation, &driver)
      else { return .failed }
      guard comparison.add(first, paths[0], &driver) else { return .failed }
      for path in paths.dropFirst() {
        driver.reportDiagnostics()
        guard let loaded = try driver.load(path), comparison.add(loaded, path, &driver) else {
          return .failed
        }
      }
      environment.console.print(
        comparison.text(invocation.value(.comparisonFormat) ?? "text", relativeTo: reference))
      return .success
    })
}

/// Sequences under one assay.
struct Comparison {
  struct Row {
    let path: String
    let result: SequenceFigures
    let peakHertz: Double
    let rmsHertz: Double
    let durationSeconds: Double
  }

  let assay: Assay
  let hertzPerTesla: Double
  let members: [EnsembleMember]
  /// An ideal pulse and acquisition at once, for the same members: a bound, not a competitor.
  let ideal: AssayFigures
  let isCoarse: Bool
  private(set) var rows: [Row] = []

  /// nil after diagnostics.
  init?(_ loaded: Driver.Loaded, _ path: String, _ invocation: Invocation, _ driver: inout Driver) {
    guard let output = loaded.design, let field = loaded.profile?[.fieldStrength]?.value else {
      driver.inputs.diagnostics.error(
        .searchImpossible, "'\(path)' is no design with an `optimize` block for a scanner of known field",
        at: nil, help: "name first the design whose `optimize` block gives molecules, ensemble and fit")
      return nil
    }
    guard
      let assay = driver.searched({ () throws(SearchProblem) in try Assay.make(output, fieldTesla: field) })
    else { return nil }
    self.assay = assay
    hertzPerTesla = output.nucleus.hertzPerTesla
    members = invocation.has(.asSearched) ? assay.members : assay.denserMembers
    ideal = assay.idealFigures(members)
    isCoarse = invocation.has(.coarse)
  }

  /// false after diagnostics.
  mutating func add(_ loaded: Driver.Loaded, _ path: String, _ driver: inout Driver) -> Bool {
    let summary = SequenceSummary(of: loaded.sequence)
    do throws(SearchProblem) {
      let result = try assay.figures(
        of: loaded.sequence, members: members,
        accuracy: Assay.comparisonAccuracy(
          isCoarse: isCoarse, largestB1Hertz: max(summary.pulses.peakHertz, 1) * 1.0001),
        options: assay.comparisonOptions(isCoarse: isCoarse),
        estimatesError: !isCoarse, threads: ProcessInfo.processInfo.activeProcessorCount)
      rows.append(
        Row(
          path: path, result: result, peakHertz: summary.pulses.peakHertz, rmsHertz: summary.pulses.rmsHertz,
          durationSeconds: loaded.sequence.duration?.seconds ?? 0))
      return true
    } catch {
      driver.inputs.diagnostics.error(
        .searchImpossible, "'\(path)': \(error.message)", at: error.span, help: error.help)
      return false
    }
  }
}
