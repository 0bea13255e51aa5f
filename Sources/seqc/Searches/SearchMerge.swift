/// `seqc optimize --merge DIR`: the search that the items of a folder make up.
import Backends
import Optimizer
import SequenceIR

extension SearchesRun {
  func merge(
    _ folder: SearchFolder, _ run: OptimizeRun, _ searched: Driver.Searched, _ driver: inout Driver
  ) throws(EnvironmentError) -> ExitStatus {
    guard let results = try results(of: folder, driver) else { return .failed }
    let (description, isPartial) = (folder.description, results.count < folder.description.items.count)
    var unfinished: [Int] = []
    let finder: OptimizeRun.Finder = { index, search, plan, chosen throws(SearchProblem) in
      let own = results.filter { $0.item.combination == index }
      let scouted = own.filter { $0.item.phase == .scouting }.map(\.candidate)
      let polished = own.filter { $0.item.phase == .polishing }.map(\.candidate)
      if polished.isEmpty { unfinished.append(index) }
      return try search.merged(
        scouted: scouted, polished: polished, plan, nucleus: chosen.output.nucleus,
        provenance: run.provenance(chosen))
    }
    environment.interruption.begin()
    defer { environment.interruption.end() }
    var best: OptimizeRun.Best
    do throws(SearchProblem) {
      best = try run.findBest(searched, nil, driver, finder: finder)
      if !best.search.request.variables.isEmpty { best = try run.rounded(best, driver) }
    } catch {
      return run.failed(error, driver)
    }
    for index in unfinished where best.tried.indices.contains(index) {
      best.tried[index] = "\(description.points[index].words): nothing yet"
    }
    console.print(
      "merged        \(results.count) of \(description.items.count) items, each once\(isPartial ? ": the best so far" : "")\n"
    )
    let front = ParetoFront(
      results.filter { $0.item.phase == .polishing }.map { point(of: $0, description) })
    let status = try run.finish(best, &driver)
    if status == .success { try tell(front) }
    return status
  }

  /// All that are done; nil after a diagnostic.
  private func results(
    of folder: SearchFolder, _ driver: Driver
  ) throws(EnvironmentError) -> [SearchItemResult]? {
    let state = try folder.state()
    var results: [SearchItemResult] = []
    var missing: [SearchItem] = []
    for item in folder.description.items {
      guard state.done.contains(item) else {
        missing.append(item)
        continue
      }
      switch folder.result(of: item) {
      case .success(let result): results.append(result)
      case .failure(let problem):
        driver.inputs.diagnostics.error(
          .searchIncomplete, "'\(name)/done/\(item.name)' is no result: \(problem)", at: nil,
          help: "seqc optimize --work \(name) puts it aside and does the item again")
        return nil
      }
    }
    guard missing.isEmpty || invocation.has(.partial) else {
      driver.inputs.diagnostics.error(
        .searchIncomplete,
        "\(missing.count) of \(folder.description.items.count) items are not done, the first of them \(missing[0].name)",
        at: nil,
        help:
          "seqc optimize --work \(name) goes on, --status \(name) says who is at it, --partial takes the best so far"
      )
      return nil
    }
    return results
  }

  private func point(of result: SearchItemResult, _ description: SearchDescription) -> ParetoFront.Point {
    let words = description.points[result.item.combination].words
    return ParetoFront.Point(
      name: (words.isEmpty ? "" : "\(words), ") + "start \(result.candidate.start + 1)",
      loss: result.figures.first ?? .nan, values: Array(result.figures.dropFirst()))
  }

  private func tell(_ front: ParetoFront) throws(EnvironmentError) {
    guard !front.compared.isEmpty else { return }
    console.print(front.text)
    var files: [OutputFile] = []
    for path in invocation.all(.pareto) {
      let ending = path.lastIndex(of: ".").map { path[path.index(after: $0)...].lowercased() }
      let content =
        switch ending {
        case "csv": front.csv
        case "json": front.json + "\n"
        case "svg": ParetoFigure.figure(of: front).svg()
        default: front.text
        }
      files.append(OutputFile(path: path, bytes: Array(content.utf8)))
    }
    guard !files.isEmpty else { return }
    try environment.files.write(files)
    for file in files { console.print("wrote         \(file.path)\n") }
  }
}
