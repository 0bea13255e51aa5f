/// docs/cli.md, made from the command table.
enum CommandReference {
  static func markdown(_ commands: [Command]) -> String {
    var lines = [
      "# The command line", "", "Made by `seqc manual --format markdown`; a test keeps it true.", "",
    ]
    for paragraph in Overview.paragraphs { lines += [paragraph, ""] }
    lines += ["| command | what it does |", "|---|---|"]
    lines += commands.map { "| [`\($0.name)`](#seqc-\($0.name)) | \(cell($0.summary)) |" }
    lines += ["", "Options of every command:", ""] + table(Option.global.map { ($0.usage, $0.meaning) })
    lines += ["", "| exit status | meaning |", "|---|---|"]
    lines += ExitStatus.allCases.map { "| \($0.rawValue) | \(cell($0.meaning)) |" }
    lines += ["", "| variable | meaning |", "|---|---|"]
    lines += Overview.variables.map { "| `\($0.name)` | \(cell($0.meaning)) |" }
    for command in commands { lines += section(of: command) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(of command: Command) -> [String] {
    var lines = ["", "## seqc \(command.name)", "", "    \(HelpPage.usage(of: command))", ""]
    lines.append("\(command.summary.prefix(1).uppercased())\(command.summary.dropFirst()).")
    for paragraph in command.details { lines += ["", paragraph] }
    let rows =
      command.arguments.map { ($0.usage, $0.meaning) } + command.options.map { ($0.usage, $0.meaning) }
    if !rows.isEmpty { lines += [""] + table(rows) }
    for example in command.examples { lines += ["", "    \(example.line)", "", example.meaning] }
    return lines
  }

  private static func table(_ rows: [(String, String)]) -> [String] {
    ["| | |", "|---|---|"] + rows.map { "| `\(cell($0.0))` | \(cell($0.1)) |" }
  }

  private static func cell(_ text: String) -> String {
    text.map { $0 == "|" ? "\\|" : String($0) }.joined()
  }
}
