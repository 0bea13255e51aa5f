/// `seqc report FILE`
import Backends
import SequenceIR

extension Command {
  static let report = Command(
    name: "report",
    summary: "all that is known of a sequence, on one page of HTML",
    arguments: [Argument("FILE", .one, "a design or a Pulseq file")],
    options: [
      .reportOutput, .scanner, .molecules, .spinParameters, .field, .linewidth, .reportPlaces, .precision,
      .strict,
      .timings,
    ],
    details: [
      """
      Writes one HTML file that needs no network and no other file: summary, verdicts, sequence diagram, spectra, spin \
      states, pulses with their profiles, the scanner's figures with their sources, and how to make it again. Figures \
      can be zoomed, moved and read, with keys too; docs/report.md describes it.
      """,
      """
      A design is reported as build compiles it: the emitted file is read back, checked and simulated. The page is \
      written when checks fail, too, and says so first; the exit status is then 1.
      """,
    ],
    examples: [
      Example(line: "seqc report press.seq -o report.html", meaning: "a design, for the scanner it names"),
      Example(
        line: "seqc report scan.seq --scanner siemens-prisma --molecules NAA,Cr,Cho",
        meaning: "a Pulseq file; the page is scan-report.html"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      defer { driver.finish(invocation) }
      guard var spectra = driver.asked(invocation, SimulationRequest.init),
        var states = driver.asked(invocation, StatesRequest.init)
      else { return .trouble }
      spectra.conditions.positionCount = places(invocation)
      states.conditions.positionCount = places(invocation)
      let path = invocation.arguments[0]
      let output = invocation.value(.reportOutput) ?? "\(OutputPlan.stem(of: path))-report.html"
      try driver.foresee(output: output, of: path)
      let material = try driver.reportMaterial(
        path, spectra, states, options: options(of: invocation))
      driver.reportDiagnostics()
      guard let material else { return .failed }
      let bytes = Array(ReportHTML.text(of: material.page).utf8)
      driver.timings.end("report")
      let told = "\(material.checks.summary)\n"
      if output == "-" {
        environment.console.print(bytes)
        environment.console.tell(told)
      } else {
        try environment.files.write([OutputFile(path: output, bytes: bytes)])
        environment.console.print("reported      \(output), \(bytes.count) bytes\n  \(told)")
      }
      driver.timings.end("write")
      return material.checks.status(strict: invocation.has(.strict))
    })

  /// 24 across a slice: for PRESS with Shinnar-Le Roux pulses within 1 % of the tallest line of 64, in a third of the
  /// time.
  private static let usualPlaces = 24

  private static func places(_ invocation: Invocation) -> Int {
    invocation.value(.reportPlaces).flatMap(Int.init) ?? usualPlaces
  }

  /// What decides the content of the page; with these, `seqc simulate` gives the same spectra.
  private static func options(of invocation: Invocation) -> [String] {
    let all: [Option] = [.scanner, .molecules, .spinParameters, .field, .linewidth, .precision]
    return all.flatMap { option in invocation.value(option).map { [option.name, $0] } ?? [] }
      + [Option.reportPlaces.name, String(places(invocation))]
  }
}
