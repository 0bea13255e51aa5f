/// `seqc sensitivity DESIGN`
import Foundation
import Optimizer
import SequenceIR

extension Command {
  static let sensitivity = Command(
    name: "sensitivity",
    summary: "say which parts of a searched pulse matter, and what errors of it cost",
    arguments: [Argument("FILE", .one, "a design with an `optimize` block and its pinned pulses")],
    options: [.scanner, .parts, .analysisFormat, .analysisOutput],
    details: [
      """
      The aims of the design are evaluated at the pinned pulses: with parts of them removed, with other amplitudes, \
      phases and delays, and by gradient and curvature along the pulse (central differences of the exact gradient). \
      The loss is what the search makes small; a design without aims has none, and is refused. docs/sensitivity.md \
      describes every figure.
      """
    ],
    examples: [
      Example(
        line: "seqc sensitivity glu-gln-3t-precise.seq", meaning: "25 parts of each pulse, as tables"),
      Example(
        line: "seqc sensitivity glu.seq --parts 100 -o glu.json",
        meaning: "finer, with the gradient by every sample"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      guard let request = driver.asked(invocation, SensitivityRequest.init) else { return .trouble }
      try driver.foresee(output: request.output.path, of: invocation.arguments[0])
      guard let report = try driver.sensitivity(of: invocation.arguments[0], parts: request.parts) else {
        return .failed
      }
      try request.output.write(
        text: { report.text }, csv: { report.csv }, json: { report.json },
        figure: { SensitivityFigure.figure(of: report) },
        notes: report.sensitivity.notes, environment)
      return .success
    })
}

/// What the options of `seqc sensitivity` ask for.
struct SensitivityRequest {
  static let usualParts = 25

  let parts: Int
  let output: AnalysisOutput

  init(_ invocation: Invocation) throws(UsageError) {
    parts = try invocation.count(.parts, 1...10_000) ?? SensitivityRequest.usualParts
    output = AnalysisOutput(invocation)
  }
}

extension Driver {
  /// nil after diagnostics.
  mutating func sensitivity(of path: String, parts: Int) throws(EnvironmentError) -> SensitivityReport? {
    guard var compiled = try compileForSearch(path) else { return nil }
    guard let pinned = pinnedPulses(compiled, beside: path, toReplace: false) else { return nil }
    // Values are what the design says.
    compiled.output.optimization?.variables = []
    compiled.output.optimization?.choices = []
    let (searched, driver, console) = (compiled, self, environment.console)
    let isWatched = environment.terminal.messagesAreWatched
    return self.searched { () throws(SearchProblem) in
      let search = try PulseSearch(
        searched.output, markers: searched.markers, fieldTesla: searched.fieldTesla,
        threads: ProcessInfo.processInfo.activeProcessorCount,
        memoryLimitBytes: Double(ProcessInfo.processInfo.physicalMemory),
        recompile: { driver.recompiled(searched, $0) })
      let sensitivity = try search.sensitivity(
        of: pinned, nucleus: searched.output.nucleus, partCount: parts
      ) { done, total in
        if isWatched { console.tell("\rgradient \(done) of \(total)\(done == total ? "\n" : "")") }
      }
      return SensitivityReport(sensitivity, version: Version.text, file: path)
    }
  }
}
