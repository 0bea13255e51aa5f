/// `seqc explain CODE`
import SequenceIR

extension Command {
  static let explain = Command(
    name: "explain",
    summary: "explain a diagnostic or a check by its code",
    arguments: [
      Argument(
        "CODE", .optional, completing: .check,
        "the code in brackets of a message, such as B006; none: list all")
    ],
    options: [],
    details: [],
    examples: [Example(line: "seqc explain B006", meaning: "says what decides whether a file is a design")],
    run: { invocation, environment in
      guard let word = invocation.arguments.first else {
        environment.console.print(Explanations.list())
        return .success
      }
      if let text = Explanations.text(of: word.uppercased(), width: environment.terminal.width) {
        environment.console.print(text)
        return .success
      }
      let guess = Suggestion.nearest(to: word, among: Explanations.all.map(\.id))
      let help = guess.map { "did you mean \($0)?" } ?? "seqc explain lists all codes"
      environment.console.tell(UsageError("there is no code '\(word)'", help: help).text)
      return .trouble
    })
}

/// Every code that a message can carry, diagnostics first.
enum Explanations {
  static let all: [(id: String, title: String, text: String)] =
    DiagnosticCode.all.map { ($0.id, $0.title, $0.explanation) }
    + CheckTable.all.map { ($0.code, $0.title, CheckListing.explain($0)) }

  static func list() -> String { all.map { "\($0.id)  \($0.title)\n" }.joined() }

  /// nil when there is no such code.
  static func text(of id: String, width: Int) -> String? {
    if let check = CheckTable.check(id) { return CheckListing.explain(check) }
    guard let entry = all.first(where: { $0.id == id }) else { return nil }
    let paragraphs = entry.text.split(separator: "\n\n").map {
      TextLayout.wrap(String($0), width: width).joined(separator: "\n")
    }
    return (["\(entry.id): \(entry.title)"] + paragraphs).joined(separator: "\n\n") + "\n"
  }
}
