/// Completion scripts for bash, zsh and fish, made from the command table.
import Optimizer
import SequenceIR

enum Completions {
  static let shells = ["bash", "zsh", "fish"]

  /// `shell` is one of `shells`.
  static func script(for shell: String, commands: [Command]) -> String {
    switch shell {
    case "bash": bash(commands)
    case "zsh": zsh(commands)
    default: fish(commands)
    }
  }

  /// The words that may stand in a place; empty where only files or free text do.
  static func words(_ completion: Completion) -> [String] {
    switch completion {
    case .nothing, .file: []
    case .choice(let words): words
    case .scanner: CompletionWords.scanners
    case .check: CompletionWords.checks
    case .metabolite: CompletionWords.metabolites
    }
  }

  static func offersFiles(_ completion: Completion) -> Bool { completion == .file || completion == .scanner }

  private static func bash(_ commands: [Command]) -> String {
    var lines = [
      "# Completion of seqc for bash: put it where bash-completion looks, or source it.",
      "_seqc() {",
      "  local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\" command=\"\" word",
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do",
      "    case \"$word\" in \(commands.map(\.name).joined(separator: "|"))) command=\"$word\"; break ;; esac",
      "  done",
      "  COMPREPLY=()",
      "  case \"$command $previous\" in",
    ]
    for command in commands {
      for option in command.options where option.value != nil {
        let patterns = option.spellings.map { "\"\(command.name) \($0)\"" }.joined(separator: "|")
        lines.append("    \(patterns)) \(bashReply(option.completion)); return ;;")
      }
    }
    for option in Option.global where option.value != nil {
      lines.append("    *\" \(option.name)\") \(bashReply(option.completion)); return ;;")
    }
    lines += ["  esac", "  case \"$command\" in"]
    let global = Option.global.flatMap(\.spellings)
    for command in commands {
      let options = (command.options.flatMap(\.spellings) + global).joined(separator: " ")
      let argument = command.arguments.first?.completion ?? .nothing
      lines += [
        "    \(command.name))",
        "      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W \"\(options)\" -- \"$current\"))",
        "      else \(bashReply(argument)); fi ;;",
      ]
    }
    let first = (commands.map(\.name) + global).joined(separator: " ")
    lines += [
      "    *) COMPREPLY=($(compgen -W \"\(first)\" -- \"$current\")) ;;", "  esac", "}",
      "complete -o filenames -F _seqc seqc",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func bashReply(_ completion: Completion) -> String {
    let list = words(completion)
    var sources: [String] = []
    if !list.isEmpty { sources.append("-W \"\(list.joined(separator: " "))\"") }
    if offersFiles(completion) { sources.append("-f") }
    return sources.isEmpty ? ":" : "COMPREPLY=($(compgen \(sources.joined(separator: " ")) -- \"$current\"))"
  }

  private static func zsh(_ commands: [Command]) -> String {
    var lines = [
      "#compdef seqc", "# Completion of seqc for zsh: put it as _seqc into a folder of $fpath.",
      "_seqc_scanner() {",
      "  _alternative 'names:scanner:(\(words(.scanner).joined(separator: " ")))' 'files:file:_files'", "}",
      "_seqc() {",
      "  local context state state_descr line", "  typeset -A opt_args", "  _arguments -C \\",
    ]
    lines += Option.global.flatMap(zshSpecifications).map { "    \($0) \\" }
    lines += ["    '1:command:->command' '*::argument:->argument'", "  case $state in", "    command)"]
    lines.append("      local -a commands=(")
    lines += commands.map { "        \(zshQuoted("\($0.name):\($0.summary)"))" }
    lines += ["      )", "      _describe command commands ;;", "    argument)", "      case $line[1] in"]
    for command in commands {
      let options = (command.options + Option.global).flatMap(zshSpecifications)
      let arguments = command.arguments.enumerated().map { index, argument in
        let place = argument.count == .several ? "*" : String(index + 1)
        let separator = argument.count == .optional ? "::" : ":"
        return zshQuoted("\(place)\(separator)\(argument.name):\(zshAction(argument.completion))")
      }
      let specifications = (options + arguments).joined(separator: " \\\n            ")
      lines += ["        \(command.name))", "          _arguments \\\n            \(specifications) ;;"]
    }
    lines += ["      esac ;;", "  esac", "}", "_seqc \"$@\""]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func zshSpecifications(_ option: Option) -> [String] {
    let meaning = option.meaning.map { "[]:".contains($0) ? "\\\($0)" : String($0) }.joined()
    let value = option.value.map { ":\($0):\(zshAction(option.completion))" } ?? ""
    return option.spellings.map { zshQuoted("\(option.repeats ? "*" : "")\($0)[\(meaning)]\(value)") }
  }

  private static func zshAction(_ completion: Completion) -> String {
    let list = words(completion)
    if completion == .scanner { return "_seqc_scanner" }
    if offersFiles(completion) { return "_files" }
    return list.isEmpty ? " " : "(\(list.joined(separator: " ")))"
  }

  private static func zshQuoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
  }

  private static func fish(_ commands: [Command]) -> String {
    var lines = [
      "# Completion of seqc for fish: put it into ~/.config/fish/completions.",
      "complete -c seqc -f",
    ]
    for command in commands {
      lines.append(
        "complete -c seqc -n __fish_use_subcommand -a \(command.name) -d \(fishQuoted(command.summary))")
    }
    lines += Option.global.map { "complete -c seqc" + fishOption($0) }
    for command in commands {
      let condition = "complete -c seqc -n '__fish_seen_subcommand_from \(command.name)'"
      lines += command.options.map { condition + fishOption($0) }
      guard let argument = command.arguments.first else { continue }
      let list = words(argument.completion)
      if offersFiles(argument.completion) { lines.append("\(condition) -F") }
      if !list.isEmpty { lines.append("\(condition) -a \(fishQuoted(list.joined(separator: " ")))") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func fishOption(_ option: Option) -> String {
    let short = option.short.map { " -s \($0.dropFirst())" } ?? ""
    let list = words(option.completion)
    let values = list.isEmpty ? "" : " -a \(fishQuoted(list.joined(separator: " ")))"
    let takes = option.value == nil ? "" : offersFiles(option.completion) ? " -r -F" : " -x"
    return "\(short) -l \(option.name.dropFirst(2))\(takes)\(values) -d \(fishQuoted(option.meaning))"
  }

  private static func fishQuoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}

/// Names that come from tables of the other modules.
private enum CompletionWords {
  static let scanners = BuiltInProfiles.scanners
  static let checks = CheckTable.all.map(\.code)
  static let metabolites = MoleculeLibrary.names
}
