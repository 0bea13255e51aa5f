/// What differs between two sequences, fact by fact of their summaries.
package struct SequenceDiff: Sendable {
  /// A fact that one of them states otherwise; empty where one of them has no such fact.
  package struct Difference: Hashable, Sendable {
    package var name: String
    package var first: String
    package var second: String
  }

  package var differences: [Difference]

  package init(_ first: SequenceSummary, _ second: SequenceSummary, nucleus: Nucleus = .proton) {
    let a = SequenceDiff.grouped(first.facts(nucleus: nucleus))
    let b = SequenceDiff.grouped(second.facts(nucleus: nucleus))
    differences = []
    for fact in a {
      let other = b.first { $0.name == fact.name }?.value ?? ""
      if other != fact.value {
        differences.append(Difference(name: fact.name, first: fact.value, second: other))
      }
    }
    for fact in b where !a.contains(where: { $0.name == fact.name }) {
      differences.append(Difference(name: fact.name, first: "", second: fact.value))
    }
  }

  /// `name` with what the two say below it, marked - and +.
  package var text: String {
    differences.map { difference in
      let lines =
        difference.first.split(separator: "\n").map { "  - \($0)" }
        + difference.second.split(separator: "\n").map { "  + \($0)" }
      return ([difference.name] + lines).joined(separator: "\n") + "\n"
    }.joined()
  }

  package var json: [String] {
    differences.map { difference in
      var object = JSONObject()
      object.add("kind", "fact")
      object.add("name", difference.name)
      object.add("first", difference.first)
      object.add("second", difference.second)
      return object.text
    }
  }

  /// Lines that belong together under one name; a definition goes by its key.
  private static func grouped(_ facts: [SequenceSummary.Fact]) -> [(name: String, value: String)] {
    var groups: [(name: String, value: String)] = []
    for fact in facts {
      if fact.name.isEmpty, !groups.isEmpty {
        groups[groups.count - 1].value += "\n" + fact.value
      } else if fact.name == "definition" {
        let parts = fact.value.split(separator: " ", maxSplits: 1)
        groups.append(("definition \(parts.first ?? "")", parts.count > 1 ? String(parts[1]) : "(empty)"))
      } else {
        groups.append((fact.name, fact.value))
      }
    }
    return groups
  }
}
