/// What `seqc --help` and `seqc COMMAND --help` print.
enum HelpPage {
  static func overview(_ commands: [Command], width: Int) -> String {
    var lines = [
      "seqc \(Version.text): \(Version.summary)", "", "Usage: seqc COMMAND [ARGUMENTS] [OPTIONS]", "",
    ]
    lines.append("Commands:")
    lines += TextLayout.columns(commands.map { ($0.name, $0.summary) }, width: width, nameWidth: 12)
    lines += ["", "Options of every command:"]
    lines += TextLayout.columns(Option.global.map { ($0.usage, $0.meaning) }, width: width, nameWidth: 14)
    lines += ["", "Exit status:"]
    lines += TextLayout.columns(
      ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) }, width: width, nameWidth: 4)
    lines += ["", "seqc COMMAND --help explains one command; seqc manual prints the manual page."]
    return lines.joined(separator: "\n") + "\n"
  }

  static func page(of command: Command, width: Int) -> String {
    var lines = TextLayout.wrap("seqc \(command.name): \(command.summary)", width: width) + [""]
    lines += TextLayout.wrap("Usage: \(usage(of: command))", width: width)
    for paragraph in command.details { lines += [""] + TextLayout.wrap(paragraph, width: width) }
    if !command.arguments.isEmpty {
      lines += ["", "Arguments:"]
      lines += TextLayout.columns(
        command.arguments.map { ($0.name, $0.meaning) }, width: width, nameWidth: nameWidth)
    }
    lines += ["", "Options:"]
    let options = command.options + Option.global
    lines += TextLayout.columns(options.map { ($0.usage, $0.meaning) }, width: width, nameWidth: nameWidth)
    if !command.examples.isEmpty { lines += ["", "Examples:"] }
    for example in command.examples {
      lines.append("  \(example.line)")
      lines += TextLayout.wrap(example.meaning, width: width, indent: 6)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `seqc build FILE [--target TARGET]... [-o DIR|FILE]`
  static func usage(of command: Command) -> String {
    let options = command.options.map { option in
      let name = option.short ?? option.name
      return "[\(option.value.map { "\(name) \($0)" } ?? name)]" + (option.repeats ? "..." : "")
    }
    return (["seqc", command.name] + command.arguments.map(\.usage) + options).joined(separator: " ")
  }

  private static let nameWidth = 26
}
