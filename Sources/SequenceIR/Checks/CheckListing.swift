/// The table of checks for people: a list, one check in full, and the page `docs/checks.md`.
package enum CheckListing {
  /// One line a check.
  package static func list() -> String {
    CheckTable.all.map { "\($0.code)  \($0.title)\n" }.joined()
  }

  /// Everything a row says.
  package static func explain(_ check: Check) -> String {
    let names = check.needsInWords
    let needs = names.isEmpty ? "nothing but the file" : names.joined(separator: ", ")
    let uses = check.uses.map { "\nuses              \($0.key.rawValue); without it: \($0.words)" }.joined()
    return """
      \(check.code)  \(check.title)

      rule              \(check.rule)
      needs             \(needs)\(uses)
      promises          \(check.promises)
      does not promise  \(check.doesNotPromise)
      because           \(check.source)

      """
  }

  package static func markdown() -> String {
    var lines = [
      "# Checks", "",
      "Generated from the table of checks; `seqc check --list` and `seqc check --explain-limit CODE` print the same.",
      "With `--scanner`, `--explain-limit` shows each figure that a check rests on, and how a site would know it better.",
      "", "A check gives one of four verdicts.", "", "| verdict | means |", "|---|---|",
      "| pass | the rule holds for every block as it is played, with the figures of the profile |",
      "| fail | the rule is broken, at the places shown |",
      "| not proven | the value is known only as an interval, and the limit lies inside it |",
      "| not evaluated | a figure is missing, unverified, or of a simulation: nothing is said, and a breach is a warning |",
      "",
      "No verdict is better than the figure it rests on, whose confidence stands beside it. None of them says that a",
      "sequence is safe: the scanner's own supervision stays in charge.", "",
    ]
    for check in CheckTable.all {
      let names = check.needsInWords.map { "`\($0)`" }
      let needs = names.isEmpty ? "nothing but the file" : names.joined(separator: ", ")
      lines += ["## \(check.code) \(check.title)", "", "* Rule: \(check.rule).", "* Needs: \(needs)."]
      lines += check.uses.map { "* Uses: `\($0.key.rawValue)`; without it: \($0.words)." }
      lines += [
        "* Promises: \(check.promises).", "* Does not promise: \(check.doesNotPromise).",
        "* Because: \(check.source).", "",
      ]
    }
    lines.removeLast()
    return lines.joined(separator: "\n") + "\n"
  }
}
