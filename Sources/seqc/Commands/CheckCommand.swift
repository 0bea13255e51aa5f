/// `seqc check FILE`
import SequenceIR

extension Command {
  static let check = Command(
    name: "check",
    summary: "hold a design or a Pulseq file against a scanner's limits",
    arguments: [Argument("FILE", .one, "a design or a Pulseq file")],
    options: [.scanner, .findingFormat, .margin, .strict, .timings, .listChecks, .explainLimit],
    details: [
      """
      Each check passes, fails, is not proven, or is not evaluated because the profile lacks a figure; a missing \
      figure is never a pass. A failure points at the line of the file and at the line of the profile its limit came \
      from.
      """,
      """
      Without a scanner a Pulseq file is checked for its format and its internal timing, and every limit of hardware \
      is not evaluated. A design is checked as the blocks it is lowered to; build checks the emitted file.
      """,
    ],
    examples: [
      Example(
        line: "seqc check scan.seq --scanner siemens-prisma", meaning: "may this scanner play the file?"),
      Example(
        line: "seqc check scan.seq --scanner ./site.scanner --format json | jq .",
        meaning: "for other programs"),
      Example(line: "seqc check --explain-limit G002", meaning: "what the check of the slew rate promises"),
      Example(
        line: "seqc check --explain-limit R008 --scanner ./site.scanner",
        meaning: "the figures it rests on here, and how to know them better"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      if invocation.has(.listChecks) {
        environment.console.print(CheckListing.list())
        return .success
      }
      if let code = invocation.value(.explainLimit) { return try explain(code, invocation, environment) }
      var driver = Driver(environment, invocation)
      let loaded = try driver.load(invocation.arguments[0])
      let findings =
        loaded.map {
          CheckRunner.run(
            $0.sequence, profile: $0.profile, nucleus: $0.nucleus, file: $0.pulseq?.facts)
        } ?? []
      driver.timings.end("check")
      let report = CheckReport(findings: findings, sources: driver.inputs.sources)
      switch invocation.value(.findingFormat) {
      case "json": printJSON(report, driver)
      case "sarif": printSARIF(report, driver)
      default: printText(report, withMargins: invocation.has(.margin), isLoaded: loaded != nil, driver)
      }
      if invocation.has(.timings) { environment.console.tell(driver.timings.text) }
      return loaded == nil ? .failed : report.status(strict: invocation.has(.strict))
    })

  private static func printText(_ report: CheckReport, withMargins: Bool, isLoaded: Bool, _ driver: Driver) {
    driver.reportDiagnostics()
    guard isLoaded else { return }
    let console = driver.environment.console
    console.print(report.places(colour: console.colour))
    if withMargins {
      console.print(FindingText.table(report.findings))
    } else {
      console.tell(report.warnings)
      console.print(report.summary + "\n")
    }
  }

  private static func printJSON(_ report: CheckReport, _ driver: Driver) {
    let sources = driver.inputs.sources
    for diagnostic in driver.inputs.diagnostics.items {
      driver.environment.console.print(JSONRenderer.line(diagnostic, sources: sources) + "\n")
    }
    driver.environment.console.print(FindingJSON.lines(report.findings, sources: sources))
  }

  private static func printSARIF(_ report: CheckReport, _ driver: Driver) {
    let diagnostics = driver.inputs.diagnostics.items + report.diagnostics
    driver.environment.console.print(
      SARIFRenderer.document(diagnostics, sources: driver.inputs.sources, version: Version.text))
  }

  /// What the check is, and with a scanner, named by the option or by a design, what it rests on there.
  private static func explain(
    _ code: String, _ invocation: Invocation, _ environment: Environment
  ) throws(EnvironmentError) -> ExitStatus {
    guard let check = CheckTable.check(code.uppercased()) else {
      let guess = Suggestion.nearest(to: code.uppercased(), among: CheckTable.all.map(\.code))
      let help = guess.map { "did you mean \($0)?" } ?? "seqc check --list lists the checks"
      environment.console.tell(UsageError("there is no check '\(code)'", help: help).text)
      return .trouble
    }
    let driver = Driver(environment, invocation)
    let profile = try driver.scanner(ofFileAt: invocation.arguments.first)
    guard !driver.inputs.diagnostics.hasErrors else {
      driver.finish(invocation)
      return .trouble
    }
    environment.console.print(CheckListing.explain(check))
    if let profile {
      environment.console.print(
        "\n" + LimitListing.explain(check, profile, sources: driver.inputs.sources))
    }
    driver.finish(invocation)
    return .success
  }
}
