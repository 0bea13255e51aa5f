/// `seqc optimize --status DIR`: how far a search is, from what lies in its folder.
import Optimizer
import SequenceIR

extension SearchesRun {
  func status(_ folder: SearchFolder) throws(EnvironmentError) -> ExitStatus {
    let state = try folder.state()
    let description = folder.description
    var damaged: [SearchItem] = []
    var best: [Int: Double] = [:]
    for item in state.done.sorted() {
      guard case .success(let result) = folder.result(of: item) else {
        damaged.append(item)
        continue
      }
      if item.phase == .polishing, result.candidate.result.value.isFinite {
        best[item.combination] = min(best[item.combination] ?? .infinity, result.candidate.result.value)
      }
    }
    console.print(table(description, state, damaged: Set(damaged), best).text)
    for claim in state.open {
      console.print("working       \(claim.item.name): \(words(of: claim, folder))\n")
    }
    for item in damaged {
      console.print("damaged       done/\(item.name): the next --work does it again\n")
    }
    for item in state.lost { console.print("missing       \(item.name): the next --work does it again\n") }
    let done = state.done.count - damaged.count
    console.print(
      "items         \(description.items.count): \(done) done, \(state.open.count) worked on, "
        + "\(state.waiting.count + state.lost.count + damaged.count) waiting\n")
    return .success
  }

  private func table(
    _ description: SearchDescription, _ state: SearchFolder.State, damaged: Set<SearchItem>,
    _ best: [Int: Double]
  ) -> FigureTable {
    let rows = description.points.enumerated().map { index, point -> [String] in
      let words = point.words.isEmpty ? "point \(index + 1)" : point.words
      guard let plan = point.plan else { return ["\(words)", "-", "-", "-", "not possible"] }
      func done(_ phase: MultiStart.Phase) -> Int {
        state.done.subtracting(damaged).count { $0.combination == index && $0.phase == phase }
      }
      return [
        words, "\(done(.scouting)) of \(plan.starts)", "\(done(.polishing)) of \(plan.survivors)",
        "\(state.open.count { $0.item.combination == index })",
        best[index].map { DecimalText.significant($0, 6) } ?? "-",
      ]
    }
    return FigureTable(
      "Search of \(description.design)", ["point", "starts", "survivors", "worked on", "best"], rows)
  }

  private func words(of claim: SearchFolder.Claim, _ folder: SearchFolder) -> String {
    let age = folder.folder.secondsSinceChange(of: claim.file).map {
      ", last heard of \(SearchProgress.time($0)) ago"
    }
    let isGone = claim.worker.life(seenFrom: environment.worker) == .gone
    return claim.worker.words + (age ?? "") + (isGone ? ", which is gone" : "")
  }
}
