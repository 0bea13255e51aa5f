/// `seqc build FILE`
import Backends
import SequenceIR

extension Command {
  static let build = Command(
    name: "build",
    summary: "turn a design, or any Pulseq file, into files a scanner plays",
    arguments: [Argument("FILE", .one, "a design or a Pulseq file")],
    options: [.target, .output, .scanner, .pulseqVersion, .handoff, .schema, .strict, .dumpAfter, .timings]
      + BasisRequest.options,
    details: [
      """
      The sequence is worked out for the scanner, written, read back by a reader of its own, compared with what was \
      to be written, and what was read is checked against the scanner's limits. Files appear when all of that has \
      passed, all of them or none.
      """,
      """
      The Pulseq file is always written; `--target` adds files of other formats that belong to it, in the same folder. \
      `seqc targets NAME` says what is proved of each.
      """,
      """
      Targets whose names begin with basis- are basis sets for a fit: every molecule goes through the emitted sequence once, \
      for all of them. Without --molecules they are the usual ones of grey matter and those that the design speaks of; \
      lines are 2 Hz wide without --linewidth. docs/basis-sets.md says how each program loads them.
      """,
      """
      A Pulseq file is as good an input as a design: so files are converted between versions, and checked on the way. \
      Without a scanner its hardware limits are not evaluated.
      """,
    ],
    examples: [
      Example(
        line: "seqc build press.seq --scanner siemens-prisma",
        meaning: "writes press-siemens-prisma/press.seq from a design"),
      Example(
        line: "seqc build scan.seq --pulseq-version 1.4.2 -o old.seq",
        meaning: "converts a Pulseq file for an older interpreter"),
      Example(
        line: "seqc build press.seq --target mrd-header",
        meaning: "writes the header of its raw data beside the Pulseq file"),
      Example(
        line: "seqc build press.seq --target basis-fslmrs -o fit/",
        meaning: "writes what every molecule gives under the sequence, as a folder that FSL-MRS fits with"),
      Example(
        line: "seqc build press.seq --handoff for-the-scanner",
        meaning: "packs everything that the operator needs into a folder; seqc verify checks it anywhere"),
      Example(
        line: "seqc build press.seq --dump-after merge-delays",
        meaning: "shows the blocks at a stage of the compiler"),
    ],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      let status = try BuildRun(invocation: invocation).run(&driver)
      if invocation.has(.timings) { environment.console.tell(driver.timings.text) }
      return status
    })
}

/// One build: each step ends it when it fails, and only the last one touches the disk.
private struct BuildRun {
  let invocation: Invocation

  private var path: String { invocation.arguments[0] }

  /// The Pulseq file, which is always written, and what else is asked for; order and repetitions do not matter.
  private var targets: [Target] {
    let asked = invocation.all(.target)
    return Target.all.filter { $0.write == nil || asked.contains($0.name) }
  }

  func run(_ driver: inout Driver) throws(EnvironmentError) -> ExitStatus {
    if invocation.has(.schema), !invocation.has(.handoff), targets.allSatisfy(\.schemaPlaces.isEmpty) {
      let names = Target.all.filter { !$0.schemaPlaces.isEmpty }.map(\.name).joined(separator: ", ")
      let help = "these do: \(names)"
      driver.environment.console.tell(UsageError("no target of this build follows a schema", help: help).text)
      return .trouble
    }
    if invocation.value(.handoff)?.isEmpty == true {
      let help = "name the folder; a variable of the shell may be empty"
      driver.environment.console.tell(UsageError("--handoff names no folder", help: help).text)
      return .trouble
    }
    if invocation.has(.handoff), invocation.has(.output) {
      let help = "--handoff says where the package goes, Pulseq file included"
      driver.environment.console.tell(
        UsageError("--handoff and --output exclude each other", help: help).text)
      return .trouble
    }
    if let option = BasisRequest.options.first(where: invocation.has), !targets.contains(where: \.usesBasis) {
      let names = Target.all.filter(\.usesBasis).map(\.name).joined(separator: ", ")
      driver.environment.console.tell(
        UsageError(
          "\(option.name) is for basis sets, and no target of this build is one", help: "these are: \(names)"
        ).text)
      return .trouble
    }
    guard let basis = driver.asked(invocation, BasisRequest.init(_:)) else { return .trouble }
    let loaded = try driver.load(path, keepStages: invocation.has(.dumpAfter))
    driver.reportDiagnostics()
    guard let loaded else { return .failed }
    if let pass = invocation.value(.dumpAfter) { return dump(after: pass, loaded, driver) }
    if let refusal = loaded.profile?.refusalToBuild() {
      driver.inputs.diagnostics.append(refusal)
      driver.reportDiagnostics()
      return .failed
    }
    let version = invocation.value(.pulseqVersion).flatMap { PulseqVersion(text: $0) }
    switch driver.emit(loaded, version: version) {
    case .success(let emitted):
      driver.reportDiagnostics()
      return try finish(loaded, emitted, basis, &driver)
    case .failure(.cannotExpress):
      driver.reportDiagnostics()
      return .failed
    case .failure(.readBackDiffers(let differences)):
      return bug(differences, driver)
    }
  }

  private func bug(_ differences: [String], _ driver: Driver) -> ExitStatus {
    driver.inputs.diagnostics.error(
      .readBackDiffers, "the file read back is not the sequence it was made from", notes: differences,
      help: "this is a bug in seqc; nothing was written")
    driver.reportDiagnostics()
    return .bug
  }

  /// check -> write
  private func finish(
    _ loaded: Driver.Loaded, _ emitted: Driver.Emitted, _ basis: BasisRequest, _ driver: inout Driver
  ) throws(EnvironmentError) -> ExitStatus {
    let console = driver.environment.console
    let findings = CheckRunner.run(
      emitted.sequence, profile: loaded.profile, nucleus: loaded.nucleus, file: emitted.facts)
    driver.timings.end("check")
    let report = CheckReport(findings: findings, sources: driver.inputs.sources)
    console.tell(report.places(colour: console.colour))
    if let folder = invocation.value(.handoff) {
      return try pack(loaded, emitted, report, basis, into: folder, &driver)
    }
    let plan = try OutputPlan.make(
      input: path, scanner: loaded.profile?.name ?? "pulseq-\(emitted.output.version)",
      hasSeveralFiles: targets.contains { $0.write != nil }, option: invocation.value(.output),
      files: driver.environment.files)
    if report.counts.fail > 0 { return refuse(report.summary, plan, driver) }
    console.tell(report.warnings)
    let companions = try Companions.make(
      targets, loaded, emitted, findings: findings, name: OutputPlan.stem(of: path),
      schema: Companions.Schema(option: invocation.value(.schema), files: driver.environment.files),
      basis: basis, &driver)
    driver.reportDiagnostics()
    switch companions {
    case .failure(.readBackDiffers(let differences)): return bug(differences, driver)
    case .failure(.cannotExpress): return refuse("a target cannot be written", plan, driver)
    case .success(let companions):
      try write(emitted, companions, plan, driver)
      driver.timings.end("write")
      let summary = BuildSummary(
        path: plan.pulseq, emitted: emitted, scanner: loaded.profile?.name, checks: report.summary)
      let text = summary.text + companions.summary(plan.path)
      if plan.pulseq == "-" { console.tell(text) } else { console.print(text) }
      return report.status(strict: invocation.has(.strict))
    }
  }

  /// check -> write, into a package
  private func pack(
    _ loaded: Driver.Loaded, _ emitted: Driver.Emitted, _ report: CheckReport, _ basis: BasisRequest,
    into folder: String, _ driver: inout Driver
  ) throws(EnvironmentError) -> ExitStatus {
    let console = driver.environment.console
    guard report.counts.fail == 0 else {
      console.tell("nothing was written: \(report.summary)\n")
      return .failed
    }
    console.tell(report.warnings)
    let request = PackageRequest(
      input: path, scannerOption: driver.scannerOption, pulseqVersion: invocation.value(.pulseqVersion),
      targets: targets.filter { $0.write != nil }.map(\.name),
      schema: Companions.Schema(option: invocation.value(.schema), files: driver.environment.files),
      basis: basis)
    let made = try request.package(loaded, emitted, report.findings, &driver)
    driver.reportDiagnostics()
    switch made {
    case .failure(.readBackDiffers(let differences)): return bug(differences, driver)
    case .failure(.cannotExpress):
      console.tell("nothing was written: the package cannot be made\n")
      return .failed
    case .success(let package):
      let folder = folder.hasSuffix("/") && folder.count > 1 ? String(folder.dropLast()) : folder
      try package.write(into: folder, driver.environment.files)
      console.print(package.summary(folder, checks: report.summary))
      return report.status(strict: invocation.has(.strict))
    }
  }

  private func refuse(_ reason: String, _ plan: OutputPlan, _ driver: Driver) -> ExitStatus {
    driver.environment.console.tell("nothing was written: \(reason)\n")
    if driver.environment.files.exists(plan.pulseq) {
      driver.environment.console.tell("note: \(plan.pulseq) is left from an earlier run\n")
    }
    return .failed
  }

  private func write(
    _ emitted: Driver.Emitted, _ companions: Companions, _ plan: OutputPlan, _ driver: Driver
  ) throws(EnvironmentError) {
    if plan.pulseq == "-" {
      driver.environment.console.print(emitted.output.bytes)
    } else {
      let files = companions.files.map { OutputFile(path: plan.path(of: $0), bytes: $0.bytes) }
      try driver.environment.files.write([OutputFile(path: plan.pulseq, bytes: emitted.output.bytes)] + files)
    }
  }

  private func dump(after pass: String, _ loaded: Driver.Loaded, _ driver: Driver) -> ExitStatus {
    let console = driver.environment.console
    guard let stage = loaded.design?.stages.first(where: { $0.pass == pass }) else {
      console.tell(UsageError("passes run on designs, and '\(path)' is a Pulseq file").text)
      return .trouble
    }
    console.print(SequenceDump.text(of: stage.sequence))
    return .success
  }
}

/// What was built, for the user.
private struct BuildSummary {
  let path: String
  let emitted: Driver.Emitted
  let scanner: String?
  let checks: String

  var text: String {
    let place = path == "-" ? Inputs.standardOutputName : path
    let duration = emitted.sequence.duration?.description ?? "an unknown time"
    let on = scanner.map { " for \($0)" } ?? ", no scanner named"
    return """
      built \(place)
        Pulseq \(emitted.output.version), \(emitted.output.reason)
        \(emitted.sequence.blocks.count) blocks, \(duration), \(emitted.output.bytes.count) bytes
        read back: every event equal, signature valid
        \(checks)\(on)

      """
  }
}
