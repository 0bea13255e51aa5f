/// The manual page (roff, man macros), made from the command table.
enum Manual {
  static func page(_ commands: [Command]) -> String {
    var lines = [
      ".TH SEQC 1 \"\" \"seqc \(Version.text)\" \"User commands\"", ".SH NAME",
      "seqc \\- \(text(Version.summary))", ".SH SYNOPSIS",
    ]
    for command in commands {
      let rest = usageAfterName(command)
      lines += [".B \(text("seqc \(command.name)"))"] + (rest.isEmpty ? [] : [text(rest)]) + [".br"]
    }
    lines += [".SH DESCRIPTION"] + Overview.paragraphs.flatMap { [".PP", text($0)] }
    lines.append(".SH COMMANDS")
    for command in commands { lines += section(of: command) }
    lines.append(".SH COMMON OPTIONS")
    lines += Option.global.flatMap { item($0.usage, $0.meaning) }
    lines.append(".SH EXIT STATUS")
    lines += ExitStatus.allCases.flatMap { item(String($0.rawValue), $0.meaning) }
    lines.append(".SH ENVIRONMENT")
    lines += Overview.variables.flatMap { item($0.name, $0.meaning) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(of command: Command) -> [String] {
    var lines = [".SS \(text("\(command.name): \(command.summary)"))"]
    for paragraph in command.details { lines += [".PP", text(paragraph)] }
    lines += command.arguments.flatMap { item($0.usage, $0.meaning) }
    lines += command.options.flatMap { item($0.usage, $0.meaning) }
    for example in command.examples {
      lines += [".PP", text("Example, \(example.meaning):"), ".RS", ".nf", text(example.line), ".fi", ".RE"]
    }
    return lines
  }

  private static func item(_ name: String, _ meaning: String) -> [String] {
    [".TP", ".B \(text(name))", text(meaning)]
  }

  private static func usageAfterName(_ command: Command) -> String {
    String(HelpPage.usage(of: command).dropFirst("seqc \(command.name)".count).drop { $0 == " " })
  }

  /// Text that roff must not interpret: a leading dot or quote starts a request, a hyphen may be broken or turned into
  /// another character.
  private static func text(_ plain: String) -> String {
    var result = ""
    for character in plain {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&\(result)" : result
  }
}

/// What the manual and docs/cli.md say about all commands together.
enum Overview {
  static let paragraphs = [
    """
    seqc turns a design, a text that says what a magnetic-resonance sequence should do, into files that a scanner may \
    play, and checks on the way that the scanner can play them. Any Pulseq file is as good an input as a design: it can \
    be checked, inspected, compared and converted.
    """,
    """
    The first line of a file that is neither blank nor a comment decides what it is, not its name: a design begins with \
    the word design, a Pulseq file with a section such as [VERSION]. Where a file is read, - stands for standard input.
    """,
    """
    Results go to standard output, messages to standard error. An input is never overwritten, and the outputs of a run \
    appear whole or not at all. Options may stand anywhere on the line; -- ends them.
    """,
  ]

  static let variables: [(name: String, meaning: String)] = [
    ("NO_COLOR", "when set and not empty, messages carry no colour unless --color always asks for it"),
    ("TERM", "when it is dumb, messages carry no colour"),
  ]
}
