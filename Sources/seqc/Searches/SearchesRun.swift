/// `seqc optimize --work DIR`, `--status DIR` and `--merge DIR`: a search as items in a folder.
import Backends
import Foundation
import Optimizer
import SequenceIR

struct SearchesRun {
  enum Mode { case work, status, merge }

  let mode: Mode
  let name: String
  private let jobs: Int?
  let invocation: Invocation
  let environment: Environment

  var console: Console { environment.console }

  /// nil: a search without a folder.
  init?(_ invocation: Invocation, _ environment: Environment) throws(UsageError) {
    let modes = [(Option.work, Mode.work), (.searchStatus, .status), (.merge, .merge)].filter {
      invocation.has($0.0)
    }
    let own: [(Option, Mode)] = [
      (.jobs, .work), (.reclaim, .work), (.slurm, .work), (.slurmOptions, .work), (.partial, .merge),
      (.pareto, .merge),
    ]
    for (option, mode) in own where invocation.has(option) && !modes.contains(where: { $0.1 == mode }) {
      throw UsageError("\(option.name) needs \(mode == .work ? "--work" : "--merge") DIR")
    }
    guard let (option, mode) = modes.first else { return nil }
    guard modes.count == 1 else {
      throw UsageError("\(option.name) and \(modes[1].0.name) cannot be given together")
    }
    for other in [Option.resume, .refine] where invocation.has(other) {
      throw UsageError(
        "\(other.name) is for a search without a folder",
        help: "what is in the folder is gone on with by --work")
    }
    if mode != .work || invocation.arguments.isEmpty {
      for other in [Option.quick, .starts, .seed, .sweep] where invocation.has(other) {
        throw UsageError(
          "\(other.name) is in the folder of the search already",
          help: mode == .work ? "name the design to begin a search: seqc optimize FILE --work DIR" : nil)
      }
    }
    if invocation.has(.slurmOptions), !invocation.has(.slurm) {
      throw UsageError("--slurm-options needs --slurm")
    }
    jobs = try invocation.count(.jobs, 1...1024)
    self.mode = mode
    name = invocation.value(option) ?? ""
    self.invocation = invocation
    self.environment = environment
  }

  func run() throws(EnvironmentError) -> ExitStatus {
    let common = CommonFolder(name, environment.files)
    if mode == .work, let path = invocation.arguments.first, !common.exists {
      return try begin(path, common)
    }
    guard let folder = SearchFolder.read(common) else {
      throw EnvironmentError(
        .searchFolderProblem,
        common.exists ? "'\(name)/\(SearchDescription.file)' is damaged" : "there is no search in '\(name)'",
        help: "seqc optimize FILE --work \(name) begins one")
    }
    if mode == .status { return try status(folder) }
    let description = folder.description
    let path = invocation.arguments.first ?? description.design
    var driver = Driver(environment, scanner: invocation.value(.scanner) ?? description.scanner)
    defer { driver.reportDiagnostics() }
    guard
      let run = driver.asked(invocation, { _ throws(UsageError) in try self.run(of: description, path) })
    else { return .trouble }
    guard let compiled = try driver.compileForSearch(path), let searched = driver.swept(compiled, run.sweeps)
    else { return .failed }
    if let difference = difference(description, searched, driver) {
      driver.inputs.diagnostics.error(
        .notResumable, "the search in '\(name)' is another one: \(difference)", at: nil,
        help: "undo the change, or begin the search in another folder")
      return .failed
    }
    return mode == .merge
      ? try merge(folder, run, searched, &driver) : try work(folder, run, searched, driver)
  }

  // MARK: beginning

  private func begin(_ path: String, _ common: CommonFolder) throws(EnvironmentError) -> ExitStatus {
    var driver = Driver(environment, invocation)
    defer { driver.reportDiagnostics() }
    guard
      let run = driver.asked(
        invocation, { invocation throws(UsageError) in try OptimizeRun(invocation, environment) })
    else { return .trouble }
    guard path != "-" else {
      throw EnvironmentError(
        .searchFolderProblem, "the design of a search in a folder is a file: others read it, too")
    }
    guard let compiled = try driver.compileForSearch(path), let searched = driver.swept(compiled, run.sweeps)
    else { return .failed }
    var description = SearchDescription(
      design: absolute(path), scanner: run.environment.scanner(invocation, absolute),
      profile: searched.scanner, version: Version.text, digest: searched.output.designDigest ?? "none",
      inputs: inputs(driver))
    description.options = options
    var first: SearchProblem?
    for combination in searched.output.optimization?.combinations ?? [[]] {
      let words = combination.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
      do throws(SearchProblem) {
        let search = try run.search(try driver.chosen(searched, combination), driver)
        description.points.append(SearchDescription.Point(plan: run.plan(search.request), words: words))
      } catch {
        first = first ?? error
        description.points.append(SearchDescription.Point(plan: nil, words: error.message))
        console.tell("note: not searched: \(error.message)\n")
      }
    }
    let items = description.items.count
    guard items > 0 else {
      if let first { return run.failed(first, driver) }
      return .failed
    }
    guard items <= SearchesRun.mostItems else {
      throw EnvironmentError(
        .searchFolderProblem,
        "the search falls into \(items) items, and \(SearchesRun.mostItems) is the limit",
        help: "fewer starts, or fewer points of --sweep, make fewer")
    }
    guard let folder = try SearchFolder.make(description, in: common) else {
      throw EnvironmentError(
        .searchFolderProblem, "'\(name)' is a folder with something else in it",
        help: "give --work a new folder")
    }
    console.print(
      "search        \(items) items of \(description.points.count) point\(description.points.count == 1 ? "" : "s") in \(name)\n"
    )
    return try work(folder, run, searched, driver)
  }

  private static let mostItems = 50_000

  private var options: [SearchDescription.Option] {
    var result: [SearchDescription.Option] = []
    if invocation.has(.quick) { result.append(.init(name: Option.quick.name, value: "")) }
    for option in [Option.starts, .seed] {
      if let value = invocation.value(option) { result.append(.init(name: option.name, value: value)) }
    }
    for text in invocation.all(.sweep) {
      result.append(.init(name: Option.sweep.name, value: String(text.filter { $0 != " " })))
    }
    return result
  }

  private func absolute(_ path: String) -> String {
    URL(fileURLWithPath: environment.files.resolved(path)).standardizedFileURL.path
  }

  /// Of all files that were read but the design, whose own digest forgives comments.
  private func inputs(_ driver: Driver) -> String {
    SHA256.hexadecimal(
      of: driver.inputs.read.dropFirst().flatMap { Array(SHA256.hexadecimal(of: $0.bytes).utf8) })
  }

  // MARK: going on

  private func run(of description: SearchDescription, _ path: String) throws(UsageError) -> OptimizeRun {
    var sweeps: [Sweep] = []
    for text in description.values(of: Option.sweep.name) { sweeps.append(try Sweep(text)) }
    return OptimizeRun(
      path: path, quick: !description.values(of: Option.quick.name).isEmpty,
      starts: description.values(of: Option.starts.name).first.flatMap { Int($0) },
      seed: description.values(of: Option.seed.name).first.flatMap { Int($0) }, sweeps: sweeps, environment)
  }

  /// What makes the search in the folder another one than the one that is asked for; nil: nothing.
  private func difference(
    _ description: SearchDescription, _ searched: Driver.Searched, _ driver: Driver
  ) -> String? {
    if description.version != Version.text {
      return "it was begun by seqc \(description.version), and this is \(Version.text)"
    }
    if description.digest != searched.output.designDigest ?? "none" {
      return "the design, or its scanner, has changed"
    }
    if description.profile != searched.scanner { return "it was begun for \(description.profile)" }
    if description.inputs != inputs(driver) { return "a file that the design names has changed" }
    if mode == .work, !invocation.arguments.isEmpty, description.options != options {
      let words = description.options.map { "\($0.name) \($0.value)" }.joined(separator: " ")
      return "it was begun \(words.isEmpty ? "without options" : "with \(words)")"
    }
    return nil
  }

  private func work(
    _ folder: SearchFolder, _ run: OptimizeRun, _ searched: Driver.Searched, _ driver: Driver
  ) throws(EnvironmentError) -> ExitStatus {
    if invocation.has(.slurm) {
      return try SlurmBatch(folder, tasks: jobs, options: invocation.all(.slurmOptions), environment)
        .submit()
    }
    environment.interruption.begin()
    environment.interruption.heedTermination()
    defer { environment.interruption.end() }
    var run = run
    run.threads = max(1, (environment.allottedProcessors ?? run.threads) / (jobs ?? 1))
    let slurm = Slurm(environment)
    let worker = SearchWorker(
      folder, run, driver, searched, reclaims: invocation.has(.reclaim), jobIsOver: slurm.isOver)
    let done: Int
    do throws(SearchWorker.Trouble) {
      done = try worker.work(jobs: jobs ?? 1)
    } catch {
      switch error {
      case .environment(let problem): throw problem
      case .search(let problem): return run.failed(problem, driver)
      case .differs(let item):
        throw EnvironmentError(
          .searchFolderProblem, "two runs of \(item.name) came to different results",
          help:
            "compare the programs and the machines that work in '\(name)': results must not depend on them")
      }
    }
    return try finished(folder, done: done)
  }

  private func finished(_ folder: SearchFolder, done: Int) throws(EnvironmentError) -> ExitStatus {
    let state = try folder.state()
    let all = folder.description.items.count
    console.print("done          \(done) items here, \(state.done.count) of \(all) in all\n")
    if state.done.count == all {
      console.print("complete      seqc optimize --merge \(name)\n")
    } else if environment.interruption.isRequested() {
      console.tell("stopped: seqc optimize --work \(name) goes on\n")
    } else {
      console.tell("the rest is worked on by others: seqc optimize --status \(name)\n")
    }
    return .success
  }
}

extension Environment {
  /// What `--scanner` names, found from anywhere; nil: the design's.
  fileprivate func scanner(_ invocation: Invocation, _ absolute: (String) -> String) -> String? {
    invocation.value(.scanner).map { name in
      name.contains("/") || name.hasSuffix(".scanner") ? absolute(name) : name
    }
  }
}
