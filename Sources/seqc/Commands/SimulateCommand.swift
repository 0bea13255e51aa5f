/// `seqc simulate FILE`
import Foundation
import Optimizer
import SequenceIR

extension Command {
  static let simulate = Command(
    name: "simulate",
    summary: "simulate the signals and spectra that a sequence records",
    arguments: [Argument("FILE", .one, "a design or a Pulseq file")],
    options: [
      .molecules, .spinParameters, .scanner, .field, .linewidth, .b1Scale, .offset, .shots, .places,
      .precision,
      .tableFormat, .tableOutput, .timings,
    ],
    details: [
      """
      Propagates the coupled spins of each molecule through one shot of each kind: shaped pulses, slices, coherence \
      pathways that gradients and phase cycle let through, T1 and T2. The file has time signal and spectrum of each \
      molecule and of their mixture; docs/simulate.md describes it. A design is simulated as build compiles it, with its \
      pinned pulses.
      """,
      """
      Only acquisitions without gradients are spectra. Saturation pulses are left out, every shot starts from \
      equilibrium. The numerical error is estimated by halving the steps, until it is below --precision.
      """,
    ],
    examples: [
      Example(
        line: "seqc simulate press.seq --molecules Glu,Gln -o press.csv",
        meaning: "two molecules, with the typical concentrations of grey matter"),
      Example(
        line: "seqc simulate scan.seq --field 3T --molecules NAA=12,Cr=8 --format json",
        meaning: "a Pulseq file and concentrations of your own, in mM"),
      Example(
        line: "seqc simulate press.seq --b1 0.85 --offset 10Hz -o weak.csv",
        meaning: "what becomes of it where B1 is weak and the field is off"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      let request: SimulationRequest
      do throws(UsageError) {
        request = try SimulationRequest(invocation)
      } catch {
        environment.console.tell(error.text)
        return .trouble
      }
      guard let loaded = try driver.load(invocation.arguments[0]) else { return .failed }
      let report: SimulationReport
      do throws(SimulationProblem) {
        report = try driver.simulate(loaded, request)
      } catch {
        driver.inputs.diagnostics.append(error.diagnostic)
        return .failed
      }
      driver.timings.end("simulate")
      try write(report, request, environment)
      driver.timings.end("write")
      return .success
    })

  private static func write(
    _ report: SimulationReport, _ request: SimulationRequest, _ environment: Environment
  ) throws(EnvironmentError) {
    let text = request.isJSON ? report.json + "\n" : report.csv
    let notes = report.simulation.notes.map { "note: \($0)\n" }.joined()
    guard let path = request.output, path != "-" else {
      environment.console.tell(notes + report.summary)
      environment.console.print(text)
      return
    }
    try environment.files.write([OutputFile(path: path, bytes: Array(text.utf8))])
    environment.console.tell(notes)
    environment.console.print("simulated     \(path)\n" + report.summary)
  }
}
