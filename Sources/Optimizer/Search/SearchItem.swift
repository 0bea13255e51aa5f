/// The pieces that a search falls into, each of which whoever has it can do: starts to scout, survivors to polish.
import SequenceIR

/// One piece. A search at several points of a sweep is one of each of them, one after the other.
package struct SearchItem: Hashable, Comparable, Sendable {
  /// Which combination of swept or listed values, from 0.
  package let combination: Int
  package let phase: MultiStart.Phase
  /// The start that is scouted, or the rank among the survivors of the one that is polished; from 0.
  package let index: Int

  package init(combination: Int, phase: MultiStart.Phase, index: Int) {
    self.combination = combination
    self.phase = phase
    self.index = index
  }

  /// `point-002-start-0017`, `point-002-survivor-0003`; people count from 1.
  package var name: String {
    "point-\(SearchItem.padded(combination + 1, 3))-\(SearchItem.word(phase))-\(SearchItem.padded(index + 1, 4))"
  }

  package init?(name: some StringProtocol) {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "point", let point = Int(parts[1]), let number = Int(parts[3]),
      let phase = [MultiStart.Phase.scouting, .polishing].first(where: { SearchItem.word($0) == parts[2] }),
      point > 0, number > 0
    else { return nil }
    self.init(combination: point - 1, phase: phase, index: number - 1)
    guard self.name == name else { return nil }
  }

  private static func word(_ phase: MultiStart.Phase) -> String { phase == .scouting ? "start" : "survivor" }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// For people: `start 17 of 64`, of the plan of its combination.
  package func words(_ plan: PulseSearch.Plan) -> String {
    phase == .scouting ? "start \(index + 1) of \(plan.starts)" : "survivor \(index + 1) of \(plan.survivors)"
  }

  /// Points in order, in each the starts before the survivors.
  package static func < (a: SearchItem, b: SearchItem) -> Bool {
    (a.combination, a.phase == .scouting ? 0 : 1, a.index)
      < (b.combination, b.phase == .scouting ? 0 : 1, b.index)
  }

  /// All of one combination, in their order.
  package static func all(combination: Int, _ plan: PulseSearch.Plan) -> [SearchItem] {
    (0..<plan.starts).map { SearchItem(combination: combination, phase: .scouting, index: $0) }
      + (0..<plan.survivors).map { SearchItem(combination: combination, phase: .polishing, index: $0) }
  }
}

/// What became of an item.
package struct SearchItemResult: Equatable, Sendable {
  package let item: SearchItem
  package let candidate: MultiStart.Candidate
  /// Of what is polished; empty for scouts.
  package let figures: [Double]

  /// `search` says of which search, so that no result is taken for one of another.
  package func text(search: String) -> String {
    var writer = CheckpointWriter()
    writer.write("item", word: item.name)
    writer.write("search", word: search)
    writer.write("start", integers: [candidate.start])
    writer.write(candidate.result)
    writer.write("figures", reals: figures)
    return writer.text
  }

  /// Nothing is taken of a text that is cut off, or of another item or search.
  package static func read(
    _ text: String, of item: SearchItem, search: String
  ) -> Result<SearchItemResult, CheckpointProblem> {
    var reader = CheckpointReader(text)
    reader.expect(item, of: search)
    let start = reader.integers("start", count: 1)[0]
    let result = reader.result(dimension: nil)
    let figures = reader.reals(
      "figures", count: item.phase == .scouting ? 0 : ParetoFront.criteria.count + 1)
    if start < 0 || (item.phase == .scouting && start != item.index) {
      reader.report("it is the result of another start")
    }
    if let problem = reader.problem { return .failure(problem) }
    return .success(
      SearchItemResult(
        item: item, candidate: MultiStart.Candidate(start: start, result: result), figures: figures))
  }
}

extension CheckpointReader {
  mutating func expect(_ item: SearchItem, of search: String) {
    if word("item") != item.name { report("it is of another item than \(item.name)") }
    if word("search") != search { report("it is of another search") }
  }
}
