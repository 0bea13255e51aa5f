/// Parses a design into its syntax tree; recovers at the end of the line, so that one run reports every mistake.
package struct Parser {
  private let file: SourceFile
  private let tokens: [Token]
  private var position = 0
  package private(set) var diagnostics: Diagnostics
  private var depth = 0
  /// Set when nesting is too deep: the rest of the text is passed over without further complaints.
  private var gaveUp = false
  /// The first `{` whose `}` stands further left than it should.
  private var suspect: Token?
  /// Statements that stand once in a design, where they were met.
  private var singles: [String: SourceSpan] = [:]
  /// Lines on which the lexer found a mistake: what the parser makes of them would only repeat it.
  private let linesWithLexicalErrors: Set<Int>

  /// How deep expressions and blocks may nest; deeper text is refused before it exhausts the stack.
  package static let deepestNesting = 200
  package static let largestFile = 16 << 20
  /// After so many mistakes the rest of a design is not looked at: it is something else, or made to do harm.
  package static let mostErrors = 200

  /// The tree is usable even when there are errors; what was not understood is missing from it.
  package static func parse(_ file: SourceFile) -> (Syntax.Design, Diagnostics) {
    if let refusal = refusal(of: file) {
      var diagnostics = Diagnostics()
      diagnostics.append(refusal)
      return (Syntax.Design(name: nil, statements: [], isIncomplete: true), diagnostics)
    }
    let (tokens, lexical) = Lexer.tokens(of: file)
    var parser = Parser(file: file, tokens: tokens, diagnostics: lexical)
    var design = parser.design()
    design.isIncomplete = parser.diagnostics.hasErrors
    design.tokens = tokens
    return (design, parser.diagnostics)
  }

  private init(file: SourceFile, tokens: [Token], diagnostics: Diagnostics) {
    self.file = file
    self.tokens = tokens
    self.diagnostics = diagnostics
    linesWithLexicalErrors = Set(
      diagnostics.items.compactMap { $0.span.map { file.line(of: Int($0.offset)) } })
    // What was cut up to there is parsed for what it says of the scanner, without further complaints.
    gaveUp = diagnostics.errorCount >= Parser.mostErrors
  }

  // MARK: a whole file

  private static func refusal(of file: SourceFile) -> Diagnostic? {
    if file.bytes.count > largestFile {
      return Diagnostic(
        .error, .fileTooLarge,
        "the file has \(file.bytes.count) bytes; designs of up to \(largestFile) are read",
        help: "keep waveforms and tables in files of their own")
    }
    if let offset = invalidUTF8(in: file.bytes) {
      let span = SourceSpan(file: file.id, from: offset, to: offset + 1)
      return Diagnostic(
        .error, .notUTF8, "byte \(offset) is not UTF-8 text", at: span, help: "save the file as UTF-8 text")
    }
    return nil
  }

  private static func invalidUTF8(in bytes: [UInt8]) -> Int? {
    if let zero = bytes.firstIndex(of: 0) { return zero }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }

  private mutating func design() -> Syntax.Design {
    var design = Syntax.Design(name: nil, statements: [])
    guard current.kind != .endOfFile, !(current.kind == .newline && tokens.count <= 2) else {
      diagnostics.error(
        .emptyDesign, "the file holds no design", at: SourceSpan(file: file.id, from: 0, to: 0),
        help: "begin with: design \"a name\"  (`seqc new` writes a commented one)")
      return design
    }
    if current.isSymbol("[") {
      diagnostics.error(
        .notADesign, "this is a Pulseq file, not a design", at: current.span,
        help:
          "`seqc check` and `seqc build` take Pulseq files as they are; include and design statements do not")
      return design
    }
    if current.isWord("design") {
      advance()
      if current.kind == .string {
        design.name = Syntax.Name(text: current.text, span: current.span)
        advance()
        endOfStatement()
      } else {
        expected("a name in quotes")
        recover()
      }
    } else if !current.isWord("module") {
      diagnostics.error(
        .notADesign, "a design begins with the word `design`, here is \(current.description)",
        at: current.span,
        help: "begin with: design \"a name\"")
      return design
    }
    design.statements = statements(in: design.name == nil ? .moduleFile : .design)
    return design
  }

  /// Statements up to the closing brace (not taken) or the end of the file.
  private mutating func statements(in place: StatementRule.Place) -> [Syntax.Statement] {
    var result: [Syntax.Statement] = []
    while true {
      while current.kind == .newline { advance() }
      if current.kind == .endOfFile { return result }
      if current.isSymbol("}") {
        if place == .design || place == .moduleFile {
          diagnostics.error(.unexpected, "this `}` closes nothing", at: current.span)
          advance()
          continue
        }
        return result
      }
      if let statement = statement(in: place) { result.append(statement) }
    }
  }

  private mutating func statement(in place: StatementRule.Place) -> Syntax.Statement? {
    let first = current
    let name = next
    let kind: Syntax.Statement.Kind?
    if first.kind == .identifier, let rule = Vocabulary.statement(first.text) {
      if !rule.places.contains(place) {
        misplaced(first, rule, place)
      } else if rule.isSingle {
        checkFirst(first)
      }
      advance()
      kind = rule.parse(&self)
    } else if place == .design || place == .moduleFile {
      unknownStatement(first, place)
      kind = nil
    } else if first.kind == .identifier {
      kind = next.isSymbol("(") && Vocabulary.item(first.text) == nil ? call() : misspelled() ? nil : play()
    } else {
      expected("a statement")
      kind = nil
    }
    guard let kind else {
      recover()
      return brokenDeclaration(first, name)
    }
    let end = tokens[max(position - 1, 0)].span.end
    let span = SourceSpan(file: file.id, from: Int(first.span.offset), to: end)
    endOfStatement()
    return Syntax.Statement(kind: kind, span: span)
  }

  /// Whether the line begins with a word that is none, and goes on as none but a word of the language does.
  private mutating func misspelled() -> Bool {
    guard Vocabulary.item(current.text) == nil, next.kind == .identifier || next.kind == .number,
      next.text != "on", !Vocabulary.modifiers.contains(where: { $0.word == next.text })
    else { return false }
    let words =
      Vocabulary.items.map(\.word)
      + Vocabulary.statements.filter { $0.places.contains(.body) }.map(\.word)
    guard let near = Suggestion.nearest(to: current.text, among: words) else { return false }
    report(
      .unknownStatement, "no line of events begins with `\(current.text)` and goes on like this",
      at: current.span,
      help: "did you mean `\(near)`?")
    return true
  }

  private mutating func checkFirst(_ word: Token) {
    if let earlier = singles[word.text] {
      report(
        .repeatedClause, "`\(word.text)` stands twice in this design", at: word.span,
        related: [Diagnostic.Related(earlier, "the first is here")])
    } else {
      singles[word.text] = word.span
    }
  }

  private func brokenDeclaration(_ word: Token, _ name: Token) -> Syntax.Statement? {
    guard word.kind == .identifier, Vocabulary.declarations.contains(where: { $0.word == word.text }),
      name.kind == .identifier
    else { return nil }
    return Syntax.Statement(kind: .broken(Syntax.Name(text: name.text, span: name.span)), span: word.span)
  }

  private mutating func misplaced(_ word: Token, _ rule: StatementRule, _ place: StatementRule.Place) {
    diagnostics.error(
      .misplacedStatement, "`\(word.text)` cannot stand \(place.description)", at: word.span,
      help: "it belongs \(rule.places.map(\.description).joined(separator: " or "))")
  }

  private mutating func unknownStatement(_ word: Token, _ place: StatementRule.Place) {
    let words = Vocabulary.statements.filter { $0.places.contains(place) }.map(\.word)
    var help = "statements here: \(words.joined(separator: ", "))"
    if word.kind == .identifier, let near = Suggestion.nearest(to: word.text, among: words) {
      help = "did you mean `\(near)`?"
    } else if word.kind == .identifier {
      help = "events and module calls stand inside sequence { ... }"
    }
    diagnostics.error(
      .unknownStatement, "no statement begins with \(word.description) \(place.description)", at: word.span,
      help: help)
  }

  // MARK: parts that the rules of the vocabulary use

  package var current: Token { tokens[min(position, tokens.count - 1)] }
  package var next: Token { peek(1) }
  package func peek(_ offset: Int) -> Token { tokens[max(0, min(position + offset, tokens.count - 1))] }

  package mutating func advance() { if position < tokens.count - 1 { position += 1 } }

  /// Takes the word when it comes next.
  package mutating func accept(word: String) -> Bool {
    guard current.isWord(word) else { return false }
    advance()
    return true
  }

  package mutating func accept(symbol: String) -> Bool {
    guard current.isSymbol(symbol) else { return false }
    advance()
    return true
  }

  /// Takes the word, or says that it is missing.
  package mutating func require(word: String) -> Bool {
    if accept(word: word) { return true }
    expected("`\(word)`")
    return false
  }

  package mutating func require(symbol: String) -> Bool {
    if accept(symbol: symbol) { return true }
    expected("`\(symbol)`")
    return false
  }

  package mutating func name(_ what: String) -> Syntax.Name? {
    guard current.kind == .identifier else {
      expected(what)
      return nil
    }
    defer { advance() }
    return Syntax.Name(text: current.text, span: current.span)
  }

  package mutating func axis() -> Syntax.AxisName? {
    guard current.kind == .identifier, let axis = Axis.allCases.first(where: { $0.name == current.text })
    else {
      expected("an axis: x, y or z")
      return nil
    }
    defer { advance() }
    return Syntax.AxisName(axis: axis, span: current.span)
  }

  package mutating func axes() -> [Syntax.AxisName]? {
    guard let first = axis() else { return nil }
    var result = [first]
    while current.kind == .identifier, let axis = Axis.allCases.first(where: { $0.name == current.text }) {
      result.append(Syntax.AxisName(axis: axis, span: current.span))
      advance()
    }
    return result
  }

  /// The rest of the line as one word, for names that are no expressions: `siemens-prisma`, `1H`.
  package mutating func rawWord(_ what: String) -> String? {
    guard current.kind != .newline, current.kind != .endOfFile else {
      expected(what)
      return nil
    }
    let start = Int(current.span.offset)
    var end = start
    while current.kind != .newline, current.kind != .endOfFile,
      end == start || Int(current.span.offset) == end
    {
      end = current.span.end
      advance()
    }
    return file.text(SourceSpan(file: file.id, from: start, to: end))
  }

  package mutating func quoted(_ what: String) -> String? {
    guard current.kind == .string else {
      expected(what)
      return nil
    }
    defer { advance() }
    return current.text
  }

  /// `{ statements }`.
  package mutating func body() -> [Syntax.Statement]? {
    let open = current
    guard require(symbol: "{") else { return nil }
    guard enter(at: open) else { return nil }
    defer { depth -= 1 }
    let result = statements(in: .body)
    let end = current
    guard accept(symbol: "}") else {
      unclosed(open)
      return result
    }
    // A `}` further left than the line of its `{` was meant for an outer one.
    if suspect == nil, indentation(of: end) < indentation(of: open) { suspect = open }
    return result
  }

  /// One brace is missing; the layout tells which.
  private mutating func unclosed(_ open: Token) {
    report(.unclosedBrace, "this `{` has no closing `}`", at: (suspect ?? open).span)
    gaveUp = true
  }

  private func indentation(of token: Token) -> Int {
    let line = file.line(file.position(of: Int(token.span.offset)).line)
    return line.utf8.prefix { $0 == 32 || $0 == 9 }.count
  }

  /// The entries of `block { ... }`, one a line.
  package mutating func lines<Entry>(_ entry: (inout Parser) -> Entry?) -> [Entry]? {
    let open = current
    guard require(symbol: "{") else { return nil }
    var result: [Entry] = []
    while true {
      while current.kind == .newline { advance() }
      if accept(symbol: "}") { return result }
      if current.kind == .endOfFile {
        unclosed(open)
        return result
      }
      if let parsed = entry(&self) {
        result.append(parsed)
        if current.kind != .newline, !current.isSymbol("}") {
          expected("the end of the line")
          recover()
        }
      } else {
        recover()
      }
    }
  }

  package func span(from start: Token) -> SourceSpan {
    SourceSpan(file: file.id, from: Int(start.span.offset), to: tokens[max(position - 1, 0)].span.end)
  }

  package mutating func report(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan, related: [Diagnostic.Related] = [],
    help: String? = nil
  ) {
    if gaveUp || linesWithLexicalErrors.contains(file.line(of: Int(span.offset))) { return }
    diagnostics.error(code, message, at: span, related: related, help: help)
    if diagnostics.errorCount >= Parser.mostErrors {
      diagnostics.append(.tooManyMistakes(at: span))
      gaveUp = true
      position = tokens.count - 1
    }
  }

  package mutating func expected(_ what: String, related: [Diagnostic.Related] = [], help: String? = nil) {
    report(
      .unexpected, "expected \(what), found \(current.description)", at: current.span, related: related,
      help: help)
  }

  /// Takes the bracket that closes `open`, or says that it is missing.
  package mutating func close(_ open: Token, with symbol: String) -> Bool {
    if accept(symbol: symbol) { return true }
    expected("`\(symbol)`", related: [Diagnostic.Related(open.span, "this `\(open.text)` is open")])
    return false
  }

  /// False (with a diagnostic) when nesting is too deep; pairs with `depth -= 1`.
  package mutating func enter(at token: Token) -> Bool {
    depth += 1
    if depth <= Parser.deepestNesting { return true }
    depth -= 1
    giveUp(at: token.span)
    return false
  }

  /// For trees that grow without recursion of the parser: sums of many terms, chains of properties.
  package mutating func isTooHigh(_ expression: Syntax.Expression) -> Bool {
    guard expression.height > Parser.deepestNesting else { return false }
    giveUp(at: expression.span)
    return true
  }

  private mutating func giveUp(at span: SourceSpan) {
    report(
      .tooDeep, "nested more than \(Parser.deepestNesting) levels deep", at: span,
      help: "give parts of it names with `let`, or make modules of them")
    gaveUp = true
    position = tokens.count - 1
  }

  package mutating func leave() { depth -= 1 }

  // MARK: ends of statements

  private mutating func endOfStatement() {
    if current.kind == .newline {
      advance()
    } else if current.kind != .endOfFile, !current.isSymbol("}") {
      let clauses =
        Vocabulary.modifiers.map(\.word) + ["else", "adjustable", "across", "thickness", "offset"]
      let near = current.kind == .identifier ? Suggestion.nearest(to: current.text, among: clauses) : nil
      expected("the end of the line", help: near.map { "did you mean `\($0)`?" })
      recover()
    }
  }

  /// Passes over the rest of a statement that was not understood, with the block it may open.
  private mutating func recover() {
    var open = 0
    while current.kind != .endOfFile {
      if current.isSymbol("{") { open += 1 }
      if current.isSymbol("}") {
        if open == 0 { return }
        open -= 1
      }
      if current.kind == .newline, open == 0 {
        advance()
        return
      }
      advance()
    }
  }

  private mutating func call() -> Syntax.Statement.Kind? {
    guard let name = name("a module") else { return nil }
    guard let arguments = arguments() else { return nil }
    return .call(name, arguments)
  }
}

extension Diagnostic {
  /// Said once, at the last mistake that is shown.
  static func tooManyMistakes(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, .tooManyMistakes, "these are \(Parser.mostErrors) mistakes; the rest is not looked at", at: span
    )
  }
}
