/// Doing one item of a search, and making the search of all items.
import SequenceIR

extension PulseSearch {
  /// What goes on with an item when it is begun.
  package struct ItemTask: Sendable {
    package var item: SearchItem
    package var plan: Plan
    /// Names the search in what is written.
    package var search: String
    /// All starts of the item's combination, which what is polished depends on; empty for scouts.
    package var scouted: [MultiStart.Candidate] = []
    /// What another run of the item has left; nil begins anew.
    package var part: String?

    package init(item: SearchItem, plan: Plan, search: String) {
      self.item = item
      self.plan = plan
      self.search = search
    }
  }

  /// `observer` is told of every iteration and may end the run: then there is no result, and `keep` has been given where
  /// to go on. `keep` is offered a state after every iteration.
  package func work(
    on task: ItemTask, nucleus: Nucleus, provenance: PinnedPulse.Provenance,
    observer: (MinimizerProgress) -> MinimizerDecision, keep: (_ text: () -> String) -> Void
  ) throws(SearchProblem) -> SearchItemResult? {
    let phase = task.item.phase
    var search = try begun(task)
    let candidate = search.run(
      function(phase), observer: observer,
      checkpoint: { state in
        keep {
          var writer = CheckpointWriter()
          writer.write("item", word: task.item.name)
          writer.write("search", word: task.search)
          state.write(to: &writer)
          return writer.text
        }
      })
    guard let candidate else { return nil }
    guard phase == .polishing else {
      return SearchItemResult(item: task.item, candidate: candidate, figures: [])
    }
    let controls = space.evaluate(candidate.result.x)
    let found = found(
      controls, start: controls, nucleus, provenance, evaluations: candidate.result.evaluations,
      isComplete: true)
    return SearchItemResult(
      item: task.item, candidate: candidate, figures: [found.loss] + paretoFigures(of: found))
  }

  private func begun(_ task: ItemTask) throws(SearchProblem) -> StartSearch {
    let (item, options) = (task.item, task.plan.options)
    var start = item.index
    var survivor: MultiStart.Candidate?
    if item.phase == .polishing {
      try check(task.scouted, starts: task.plan.starts)
      survivor = MultiStart.survivors(of: task.scouted, options)[item.index]
      start = survivor?.start ?? start
    }
    if let part = task.part {
      var reader = CheckpointReader(part)
      reader.expect(item, of: task.search)
      let search = StartSearch(
        from: &reader, item.phase, start: start, dimension: space.dimension, options)
      // What cannot be read costs time, and nothing else.
      if reader.problem == nil { return search }
    }
    var random = RandomStream(seed: options.seed, index: start)
    return StartSearch(
      item.phase, start: start,
      from: survivor?.result.x ?? space.start(startShapes, random: &random), options)
  }

  private func check(_ candidates: [MultiStart.Candidate], starts: Int) throws(SearchProblem) {
    guard candidates.allSatisfy({ $0.result.x.count == space.dimension }),
      Set(candidates.map(\.start)).count == starts, candidates.count == starts
    else {
      throw SearchProblem(
        "the results of its starts are not those of this search", at: request.span,
        help: "begin the search in a new folder", code: .notResumable)
    }
  }

  /// The search that the items make up; with fewer survivors than its plan has, the best of those there are.
  package func merged(
    scouted: [MultiStart.Candidate], polished: [MultiStart.Candidate], _ plan: Plan, nucleus: Nucleus,
    provenance: PinnedPulse.Provenance
  ) throws(SearchProblem) -> Found {
    guard let outcome = MultiStart.outcome(scouted: scouted, polished: polished) else {
      throw SearchProblem("no survivor of its starts is polished yet", at: request.span, code: .notResumable)
    }
    try check(scouted, starts: plan.starts)
    let survivors = MultiStart.survivors(of: scouted, plan.options).map(\.start)
    guard
      polished.allSatisfy({ $0.result.x.count == space.dimension && survivors.contains($0.start) }),
      Set(polished.map(\.start)).count == polished.count
    else {
      throw SearchProblem(
        "what was polished does not follow from the starts", at: request.span,
        help: "begin the search in a new folder", code: .notResumable)
    }
    return try found(outcome, plan, nucleus: nucleus, provenance: provenance)
  }
}
