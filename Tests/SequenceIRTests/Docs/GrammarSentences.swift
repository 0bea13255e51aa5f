// Writes random files that follow the grammar of docs/language.md.

/// Sentences of a grammar, the same for the same seed.
struct GrammarSentences {
  private let grammar: Grammar
  private var state: UInt64
  /// The least depth of a derivation of each rule, so that sentences end.
  private let heights: [String: Int]
  private var pieces: [String] = []
  private var isGlued = true

  private static let deepest = 22

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    state = seed
    heights = GrammarSentences.heights(of: grammar)
  }

  mutating func next() -> String {
    pieces = []
    isGlued = true
    write(.name(grammar.start), depth: 0)
    return pieces.joined()
  }

  private mutating func write(_ form: Grammar.Form, depth: Int) {
    let isDeep = depth > Self.deepest
    switch form {
    case .sequence(let parts): for part in parts { write(part, depth: depth + 1) }
    case .choice(let options):
      let least = options.map { GrammarSentences.height($0, heights) }.min() ?? 0
      let open = isDeep ? options.filter { GrammarSentences.height($0, heights) == least } : options
      write(open[random(below: open.count)], depth: depth + 1)
    case .optional(let part): if !isDeep, random(below: 2) == 0 { write(part, depth: depth + 1) }
    case .repeated(let part):
      for _ in 0..<(isDeep ? 0 : random(below: 3)) { write(part, depth: depth + 1) }
    case .terminal(let text): append(text)
    case .name(let name):
      if let rule = grammar.rules[name] { write(rule, depth: depth + 1) } else { append(lexical(name)) }
    case .glue: isGlued = true
    }
  }

  private mutating func append(_ text: String) {
    if !isGlued { pieces.append(" ") }
    pieces.append(text)
    isGlued = text == "\n"
  }

  private mutating func lexical(_ name: String) -> String {
    let choices: [String: [String]] = [
      "NUMBER": ["2", "0.5", "1e-3", "16"], "STRING": ["\"a text\""], "NEWLINE": ["\n", "\n\n", "  # why\n"],
      "NAME": ["alpha", "beta", "gamma_2"], "EVENT": ["alpha", "beta", "gamma_2"],
      "UNIT": ["ms", "mT", "m", "deg"],
      "WORD": ["siemens-prisma", "1H", "water_suppression"], "KEYWORD": ["goia-wurst", "minimum-phase"],
    ]
    let open = choices[name] ?? ["(no such word: \(name))"]
    return open[random(below: open.count)]
  }

  /// SplitMix64.
  private mutating func random(below count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(count))
  }

  private static func heights(of grammar: Grammar) -> [String: Int] {
    var result: [String: Int] = [:]
    for _ in 0..<grammar.rules.count {
      for (name, form) in grammar.rules { result[name] = height(form, result) + 1 }
    }
    return result
  }

  private static func height(_ form: Grammar.Form, _ known: [String: Int]) -> Int {
    switch form {
    case .sequence(let parts): parts.map { height($0, known) }.max() ?? 0
    case .choice(let options): options.map { height($0, known) }.min() ?? 0
    case .optional, .repeated, .terminal, .glue: 0
    case .name(let name): name == name.uppercased() ? 0 : known[name] ?? 1_000
    }
  }
}
