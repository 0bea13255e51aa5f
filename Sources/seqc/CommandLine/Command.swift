/// What a command of `seqc` is: the row from which parsing, help, completions, the manual and docs/cli.md are made.
struct Command: Sendable {
  let name: String
  /// One line, lower case, no full stop.
  let summary: String
  let arguments: [Argument]
  let options: [Option]
  /// Paragraphs for the help page and the manual.
  let details: [String]
  let examples: [Example]
  let run: @Sendable (Invocation, Environment) throws(EnvironmentError) -> ExitStatus

  struct Example: Sendable {
    let line: String
    let meaning: String
  }
}

/// A positional argument.
struct Argument: Sendable {
  enum Count: Sendable { case one, optional, several }

  let name: String
  let count: Count
  let completion: Completion
  let meaning: String

  init(_ name: String, _ count: Count = .one, completing completion: Completion = .file, _ meaning: String) {
    self.name = name
    self.count = count
    self.completion = completion
    self.meaning = meaning
  }

  /// `FILE`, `[NAME]`, `FILE...`
  var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .several: "\(name)..."
    }
  }
}

/// An option: a flag, or a name with a value.
struct Option: Sendable {
  let name: String
  /// `-o` for `--output`; nil: none.
  let short: String?
  /// The placeholder of the value (`DIR|FILE`); nil: a flag.
  let value: String?
  let completion: Completion
  let repeats: Bool
  let meaning: String

  init(
    _ name: String, short: String? = nil, value: String? = nil, completing completion: Completion = .nothing,
    repeats: Bool = false, _ meaning: String
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.completion = completion
    self.repeats = repeats
    self.meaning = meaning
  }

  /// Whether several choices may stand in one value, with commas between them.
  var takesList: Bool { repeats && completion.choices != nil }

  /// Every spelling, the long one first.
  var spellings: [String] { [name] + (short.map { [$0] } ?? []) }

  /// `-o, --output DIR|FILE`
  var usage: String {
    let names = (short.map { "\($0), " } ?? "") + name
    return value.map { "\(names) \($0)" } ?? names
  }
}

/// What a shell may offer in a place, and, for choices, all that the place accepts.
enum Completion: Hashable, Sendable {
  case nothing
  case file
  /// Exactly these words are valid.
  case choice([String])
  /// A built-in scanner or a file of the site's own.
  case scanner
  /// The code of a check.
  case check
  /// A molecule of the library; its other names are valid too.
  case metabolite

  /// The words that are valid here; nil: any text is.
  var choices: [String]? {
    if case .choice(let words) = self { words } else { nil }
  }
}

/// A command line that was understood: the arguments and option values of one command.
struct Invocation: Sendable {
  let command: Command
  let arguments: [String]
  private let values: [String: [String]]

  init(command: Command, arguments: [String], values: [String: [String]]) {
    self.command = command
    self.arguments = arguments
    self.values = values
  }

  func has(_ option: Option) -> Bool { values[option.name] != nil }

  /// The last value given; nil: the option was not given.
  func value(_ option: Option) -> String? { values[option.name]?.last }

  /// All values, in the order given.
  func all(_ option: Option) -> [String] { values[option.name] ?? [] }
}
