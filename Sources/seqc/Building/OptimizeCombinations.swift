/// One search for every combination of the values that a design lists, and the values that were found as a design says
/// them.
import Optimizer
import SequenceIR

extension OptimizeRun {
  /// The best of the searches, and what they came to.
  struct Best {
    var search: PulseSearch
    var found: PulseSearch.Found
    var searched: Driver.Searched
    var plan: PulseSearch.Plan
    /// Of each combination of values that was tried, where there are several.
    var tried: [String] = []
  }

  /// What finds the pulses of one combination.
  typealias Finder = (
    _ index: Int, _ search: PulseSearch, _ plan: PulseSearch.Plan, _ chosen: Driver.Searched
  ) throws(SearchProblem) -> PulseSearch.Found

  /// One search for every combination of the values that the design lists; `finder` when it has been done elsewhere.
  func findBest(
    _ searched: Driver.Searched, _ stopped: SearchCheckpoint?, _ driver: Driver, finder: Finder? = nil
  ) throws(SearchProblem) -> Best {
    let combinations = searched.output.optimization?.combinations ?? [[]]
    var tried = stopped?.tried ?? SearchCheckpoint.Tried()
    var best = try resumedBest(tried, combinations, searched, stopped, driver)
    var first: SearchProblem?
    let begun = tried.losses.count
    for index in begun..<max(begun, combinations.count) {
      if combinations.count > 1 { console.tell("combination \(index + 1) of \(combinations.count)") }
      do throws(SearchProblem) {
        let chosen = try driver.chosen(searched, combinations[index])
        if combinations.count > 1 { console.tell(": \(chosen.choiceWords)\n") }
        let search = try self.search(chosen, driver)
        for note in search.notes { console.tell("note: \(note)\n") }
        let plan = stopped?.plan ?? plan(search.request)
        var found: PulseSearch.Found
        if let finder {
          found = try finder(index, search, plan, chosen)
        } else {
          found = try find(search, plan, index == begun ? stopped : nil, tried, chosen)
        }
        let checkpoint = found.checkpoint
        let isComplete = found.isComplete
        tried.losses.append(found.loss)
        if let best, best.found.loss <= found.loss {
          found = best.found
        } else {
          tried.best = found.best(index: index)
          best = Best(search: search, found: found, searched: chosen, plan: plan)
        }
        guard isComplete else {
          best?.found.isComplete = false
          best?.found.checkpoint = checkpoint
          break
        }
      } catch {
        // Such as crushers that let nothing through.
        guard combinations.count > 1 else { throw error }
        console.tell("\nnote: not searched: \(error.message)\n")
        if first == nil { first = error }
        tried.losses.append(.infinity)
      }
    }
    guard var best else {
      throw first
        ?? SearchProblem(
          "the stopped search was one of other values", at: nil, help: "run it again without --resume",
          code: .notResumable)
    }
    if combinations.count > 1 {
      for (combination, loss) in zip(combinations, tried.losses) {
        let words = combination.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
        best.tried.append(
          "\(words): \(loss.isFinite ? "objective \(DecimalText.rounded(loss, decimals: 4))" : "not possible")"
        )
      }
    }
    return best
  }

  /// The best of the searches that a stopped run had finished.
  func resumedBest(
    _ tried: SearchCheckpoint.Tried, _ combinations: [[OptimizationRequest.Chosen]],
    _ searched: Driver.Searched, _ stopped: SearchCheckpoint?, _ driver: Driver
  ) throws(SearchProblem) -> Best? {
    guard let known = tried.best, let plan = stopped?.plan else { return nil }
    if combinations.indices.contains(known.index), tried.losses.count <= combinations.count {
      let chosen = try driver.chosen(searched, combinations[known.index])
      let search = try self.search(chosen, driver)
      let found = search.found(
        known, plan, nucleus: chosen.output.nucleus, provenance: provenance(chosen))
      if let found { return Best(search: search, found: found, searched: chosen, plan: plan) }
    }
    throw SearchProblem(
      "the stopped search was one of other values", at: searched.output.optimization?.span,
      help: "run it again without --resume", code: .notResumable)
  }

  /// With values that the design can say, and the pulses polished once more for them.
  func rounded(_ best: Best, _ driver: Driver) throws(SearchProblem) -> Best {
    let request = best.search.request
    guard let searched = driver.rounded(best.found.values, best.searched) else {
      throw SearchProblem(
        "the values that were found cannot be built: "
          + zip(request.variables, best.found.values).map { "\($0.name) = \($0.quantity($1))" }
          .joined(separator: ", "), at: request.span, help: "narrow the ranges of `vary`")
    }
    var result = best
    result.searched = searched
    guard !request.pulses.isEmpty else { return result }
    result.search = try search(searched, driver)
    let interruption = environment.interruption
    var plan = best.plan
    plan.iterations = min(50, plan.iterations)
    let isComplete = best.found.isComplete
    result.found = result.search.polish(
      best.found, plan, nucleus: searched.output.nucleus, provenance: provenance(searched),
      shouldStop: { !isComplete || interruption.isRequested() })
    return result
  }
}
