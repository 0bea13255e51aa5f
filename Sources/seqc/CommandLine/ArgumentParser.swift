import SequenceIR

/// Reads a command line against the command table; options may stand anywhere.
struct ArgumentParser {
  let commands: [Command]

  /// What the user asks for.
  enum Request {
    case help(Command?)
    case version
    case run(Invocation)
  }

  /// A request, with what the global options say.
  struct Parsed {
    let request: Request
    let colour: String?
  }

  /// `words` does not include the program's name.
  func parse(_ words: [String]) throws(UsageError) -> Parsed {
    let (positional, given) = try split(words)
    let colour = given.last { $0.option.name == Option.color.name }?.value
    if let colour, let choices = Option.color.completion.choices, !choices.contains(colour) {
      throw wrongChoice(colour, choices, for: Option.color.name)
    }
    guard let commandName = positional.first else {
      if given.contains(where: { $0.option.name == Option.version.name }) {
        return Parsed(request: .version, colour: colour)
      }
      if given.contains(where: { $0.option.name == Option.help.name }) {
        return Parsed(request: .help(nil), colour: colour)
      }
      throw UsageError("no command given", help: "seqc --help lists the commands")
    }
    guard let command = commands.first(where: { $0.name == commandName }) else {
      throw unknownCommand(commandName)
    }
    if given.contains(where: { $0.option.name == Option.help.name }) {
      return Parsed(request: .help(command), colour: colour)
    }
    if given.contains(where: { $0.option.name == Option.version.name }) {
      return Parsed(request: .version, colour: colour)
    }
    let values = try assign(given, to: command)
    let arguments = Array(positional.dropFirst())
    try check(arguments, of: command, standalone: values.keys.contains { Option.standalone.contains($0) })
    return Parsed(
      request: .run(Invocation(command: command, arguments: arguments, values: values)), colour: colour)
  }

  private struct Given {
    let option: Option
    let value: String
  }

  /// Separates positional words from options. A name means the same kind of option (flag or with a value) in every
  /// command, so the command need not be known yet.
  private func split(_ words: [String]) throws(UsageError) -> (positional: [String], given: [Given]) {
    var positional: [String] = []
    var given: [Given] = []
    var index = 0
    var optionsEnded = false
    while index < words.count {
      let word = words[index]
      index += 1
      if optionsEnded || word == "-" || !word.hasPrefix("-") {
        positional.append(word)
        continue
      }
      if word == "--" {
        optionsEnded = true
        continue
      }
      let (name, attached) = separate(word)
      guard let option = allOptions.first(where: { $0.spellings.contains(name) }) else {
        throw unknownOption(name, command: positional.first)
      }
      guard let placeholder = option.value else {
        if attached != nil { throw UsageError("option \(name) takes no value") }
        given.append(Given(option: option, value: ""))
        continue
      }
      if let attached {
        given.append(Given(option: option, value: attached))
      } else if index < words.count {
        given.append(Given(option: option, value: words[index]))
        index += 1
      } else {
        throw UsageError("option \(name) needs a value", help: "write \(name) \(placeholder)")
      }
    }
    return (positional, given)
  }

  /// `--name=value` and `-oVALUE` into name and value.
  private func separate(_ word: String) -> (name: String, value: String?) {
    if word.hasPrefix("--") {
      guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
      return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }
    let name = String(word.prefix(2))
    let isKnown = allOptions.contains { $0.short == name }
    return isKnown && word.count > 2 ? (name, String(word.dropFirst(2))) : (word, nil)
  }

  private func assign(_ given: [Given], to command: Command) throws(UsageError) -> [String: [String]] {
    var values: [String: [String]] = [:]
    for item in given where !Option.global.contains(where: { $0.name == item.option.name }) {
      guard let option = command.options.first(where: { $0.name == item.option.name }) else {
        let owners = commands.filter { $0.options.contains { $0.name == item.option.name } }.map(\.name)
        throw UsageError(
          "\(command.name) has no option \(item.option.name)",
          help:
            "it belongs to \(owners.joined(separator: ", ")); seqc \(command.name) --help lists the options")
      }
      let words = option.takesList ? ArgumentParser.list(item.value) : [item.value]
      if let choices = option.completion.choices, option.value != nil {
        for word in words where !choices.contains(word) { throw wrongChoice(word, choices, for: option.name) }
      }
      if !option.repeats, option.value != nil, let earlier = values[option.name]?.first, earlier != item.value
      {
        throw UsageError("option \(option.name) is given twice: \(earlier) and \(item.value)")
      }
      values[option.name, default: []] += words
    }
    return values
  }

  /// Words with commas between them, blanks around them being nothing.
  private static func list(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      String(word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func check(_ arguments: [String], of command: Command, standalone: Bool) throws(UsageError) {
    let usage = "usage: \(HelpPage.usage(of: command))"
    let required = standalone ? 0 : command.arguments.count { $0.count != .optional }
    guard arguments.count >= required else {
      let missing = command.arguments[arguments.count].name
      throw UsageError("\(command.name) needs \(missing)", help: usage)
    }
    let takesMore = command.arguments.contains { $0.count == .several }
    if arguments.count > command.arguments.count, !takesMore {
      throw UsageError("unexpected argument '\(arguments[command.arguments.count])'", help: usage)
    }
    for (argument, word) in zip(command.arguments, arguments) {
      if let choices = argument.completion.choices, !choices.contains(word) {
        throw wrongChoice(word, choices, for: argument.name)
      }
    }
  }

  private func wrongChoice(_ word: String, _ choices: [String], for place: String) -> UsageError {
    let listed = choices.joined(separator: ", ")
    let guess = Suggestion.nearest(to: word, among: choices)
    return UsageError(
      "'\(word)' is not a value of \(place), which takes: \(listed)",
      help: guess.map { "did you mean \($0)?" })
  }

  private func unknownCommand(_ name: String) -> UsageError {
    let names = commands.map(\.name)
    let guess =
      names.first { name.count > 1 && $0.hasPrefix(name) } ?? Suggestion.nearest(to: name, among: names)
    return UsageError(
      "unknown command '\(name)'",
      help: guess.map { "did you mean \($0)?" } ?? "seqc --help lists the commands")
  }

  private func unknownOption(_ name: String, command: String?) -> UsageError {
    let command = commands.first { $0.name == command }
    let candidates = (command?.options ?? commands.flatMap(\.options)) + Option.global
    let guess = Suggestion.nearest(to: name, among: candidates.flatMap(\.spellings))
    let page = command.map { "seqc \($0.name) --help" } ?? "seqc --help"
    return UsageError(
      "unknown option \(name)", help: guess.map { "did you mean \($0)?" } ?? "\(page) lists the options")
  }

  private var allOptions: [Option] { Option.global + commands.flatMap(\.options) }
}

/// The command line was not understood; nothing was done.
struct UsageError: Error {
  let message: String
  let help: String?

  init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }

  var text: String { "error: \(message)\n" + (help.map { "  help: \($0)\n" } ?? "") }
}
