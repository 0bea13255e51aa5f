// Decides whether a text is in the grammar of docs/language.md: an oracle that shares nothing with the parser but the lexer.
import SequenceIR

struct GrammarRecognizer {
  private let grammar: Grammar
  private let tokens: [Token]
  private var known: [Place: Set<Int>] = [:]

  private struct Place: Hashable {
    let rule: String
    let position: Int
  }

  /// How many tokens of the longest beginning fit, and whether all of them make a file.
  static func accepts(_ text: String, _ grammar: Grammar) -> (isWhole: Bool, reached: Int, tokens: [Token]) {
    let file = SourceFile(id: FileID(index: 0), name: "", bytes: Array(text.utf8))
    var tokens: [Token] = []
    for token in Lexer.tokens(of: file).0 where token.kind != .endOfFile {
      // The parser passes over empty lines, so several line ends count as one.
      if token.kind == .newline, tokens.last.map({ $0.kind == .newline }) ?? true { continue }
      tokens.append(token)
    }
    var recognizer = GrammarRecognizer(grammar: grammar, tokens: tokens)
    let ends = recognizer.ends(ofRule: grammar.start, at: 0)
    let reached = recognizer.known.values.flatMap(\.self).max() ?? 0
    return (ends.contains(tokens.count), reached, tokens)
  }

  private init(grammar: Grammar, tokens: [Token]) {
    self.grammar = grammar
    self.tokens = tokens
  }

  private mutating func ends(ofRule name: String, at position: Int) -> Set<Int> {
    guard let form = grammar.rules[name] else { return lexical(name, at: position) }
    let place = Place(rule: name, position: position)
    if let ends = known[place] { return ends }
    let ends = ends(of: form, at: position)
    known[place] = ends
    return ends
  }

  private mutating func ends(of form: Grammar.Form, at position: Int) -> Set<Int> {
    switch form {
    case .sequence(let parts):
      var reached: Set<Int> = [position]
      for part in parts {
        var next: Set<Int> = []
        for start in reached { next.formUnion(ends(of: part, at: start)) }
        reached = next
      }
      return reached
    case .choice(let options):
      var result: Set<Int> = []
      for option in options { result.formUnion(ends(of: option, at: position)) }
      return result
    case .optional(let part): return ends(of: part, at: position).union([position])
    case .repeated(let part):
      var result: Set<Int> = [position]
      var fresh = result
      while !fresh.isEmpty {
        var next: Set<Int> = []
        for start in fresh { next.formUnion(ends(of: part, at: start)) }
        fresh = next.subtracting(result)
        result.formUnion(next)
      }
      return result
    case .terminal(let text):
      guard position < tokens.count, tokens[position].kind == .identifier || tokens[position].kind == .symbol
      else {
        return []
      }
      return tokens[position].text == text ? [position + 1] : []
    case .name(let name): return ends(ofRule: name, at: position)
    case .glue: return isAdjacent(position) ? [position] : []
    }
  }

  private func isAdjacent(_ position: Int) -> Bool {
    position > 0 && position < tokens.count
      && Int(tokens[position].span.offset) == tokens[position - 1].span.end
  }

  /// What the page writes in capitals.
  private func lexical(_ name: String, at position: Int) -> Set<Int> {
    guard position < tokens.count else { return [] }
    let token = tokens[position]
    switch name {
    case "NUMBER": return token.kind == .number ? [position + 1] : []
    case "STRING": return token.kind == .string ? [position + 1] : []
    case "NEWLINE": return token.kind == .newline ? [position + 1] : []
    case "NAME": return token.kind == .identifier ? [position + 1] : []
    case "UNIT": return Unit.named(token.text) != nil ? [position + 1] : []
    case "EVENT":
      let isTaken = Vocabulary.item(token.text) != nil || Vocabulary.statement(token.text) != nil
      return token.kind == .identifier && !isTaken ? [position + 1] : []
    case "WORD": return [adjacentRun(from: position)]
    case "KEYWORD":
      let ends = (position + 1)...max(position + 1, adjacentRun(from: position))
      let texts = ends.map { end in (end, tokens[position..<end].map(\.text).joined()) }
      return Set(texts.filter { Vocabulary.dashedKeywords.contains($0.1) }.map(\.0))
    default: return []
    }
  }

  /// Behind the tokens that follow without a blank.
  private func adjacentRun(from position: Int) -> Int {
    var end = position
    while end < tokens.count, tokens[end].kind != .newline, end == position || isAdjacent(end) { end += 1 }
    return end
  }
}
