/// `seqc diff A B`
import SequenceIR

extension Command {
  static let diff = Command(
    name: "diff",
    summary: "say what differs between two sequences",
    arguments: [
      Argument("A", .one, "a design or a Pulseq file"), Argument("B", .one, "a design or a Pulseq file"),
    ],
    options: [.scanner, .summaryFormat],
    details: [
      """
      Compares what is played: first what inspect says of the two, then block by block the first ten events that \
      differ. How a file numbers its events, groups its blocks or stores its shapes does not matter.
      """,
      "Exits with 0 when the two play the same, with 1 when they do not.",
    ],
    examples: [Example(line: "seqc diff old.seq new.seq", meaning: "what a change did to a sequence")],
    run: { invocation, environment throws(EnvironmentError) in
      var driver = Driver(environment, invocation)
      let first = try driver.load(invocation.arguments[0])
      let second = try driver.load(invocation.arguments[1])
      driver.finish(invocation)
      guard let first, let second else { return .failed }
      let facts = SequenceDiff(
        SequenceSummary(of: first.sequence), SequenceSummary(of: second.sequence), nucleus: first.nucleus)
      let events = SequenceComparison.differences(first.sequence, second.sequence)
      let isJSON = invocation.value(.summaryFormat) == "json"
      environment.console.print(isJSON ? json(facts, events) : text(facts, events))
      return facts.differences.isEmpty && events.isEmpty ? .success : .failed
    })

  private static func text(_ facts: SequenceDiff, _ events: [SequenceDifference]) -> String {
    if facts.differences.isEmpty, events.isEmpty { return "no difference in what is played\n" }
    let list = events.map { difference in
      let place = difference.block.map { "block \($0)" } ?? "sequence"
      return "\(place): \(difference.what)\n  - \(difference.a)\n  + \(difference.b)\n"
    }
    return facts.text + (events.isEmpty ? "" : "\nfirst events that differ:\n" + list.joined())
  }

  private static func json(_ facts: SequenceDiff, _ events: [SequenceDifference]) -> String {
    let list = events.map { difference in
      var object = JSONObject()
      object.add("kind", "event")
      object.add("block", raw: difference.block.map(String.init) ?? "null")
      object.add("what", difference.what)
      object.add("first", difference.a)
      object.add("second", difference.b)
      return object.text
    }
    return (facts.json + list).map { $0 + "\n" }.joined()
  }
}
