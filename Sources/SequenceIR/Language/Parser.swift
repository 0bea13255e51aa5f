/// Parses a design into its syntax tree; recovers at the end of the line, so that one run reports every mistake.
package struct Parser {
  private let file: SourceFile
  private let tokens: [Token]
  private var position = 0
  package private(set) var diagnostics: Diagnostics
  private var depth = 0
  /// Names whose declaration was not understood.
  private var brokenNames: [String] = []

  /// How deep expressions and blocks may nest; deeper text is refused before it exhausts the stack.
  package static let deepestNesting = 200
  package static let largestFile = 16 << 20

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
    return (design, parser.diagnostics)
  }

  private init(file: SourceFile, tokens: [Token], diagnostics: Diagnostics) {
    self.file = file
    self.tokens = tokens
    self.diagnostics = diagnostics
  }

  // MARK: a whole file

  private static func refusal(of file: SourceFile) -> Diagnostic? {
    if file.bytes.count > largestFile {
      return Diagnostic(
        .error, .fileTooLarge, "the file has \(file.bytes.count) bytes; designs of up to \(largestFile) are read",
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
        help: "`seqc check` and `seqc build` take Pulseq files as they are; include and design statements do not")
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
        .notADesign, "a design begins with the word `design`, here is \(current.description)", at: current.span,
        help: "begin with: design \"a name\"")
      return design
    }
    design.statements = statements(in: design.name == nil ? .moduleFile : .design)
    design.brokenNames = brokenNames
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
    let kind: Syntax.Statement.Kind?
    if first.kind == .identifier, let rule = Vocabulary.statement(first.text) {
      if !rule.places.contains(place) { misplaced(first, rule, place) }
      advance()
      kind = rule.parse(&self)
    } else if place == .design || place == .moduleFile {
      unknownStatement(first, place)
      kind = nil
    } else if first.kind == .identifier {
      kind = next.isSymbol("(") && Vocabulary.item(first.text) == nil ? call() : play()
    } else {
      expected("a statement")
      kind = nil
    }
    guard let kind else {
      recover()
      return nil
    }
    let end = tokens[max(position - 1, 0)].span.end
    let span = SourceSpan(file: file.id, from: Int(first.span.offset), to: end)
    endOfStatement()
    return Syntax.Statement(kind: kind, span: span)
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
  package func peek(_ offset: Int) -> Token { tokens[min(position + offset, tokens.count - 1)] }

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
    guard current.kind == .identifier, let axis = Axis.allCases.first(where: { $0.name == current.text }) else {
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
    while current.kind != .newline, current.kind != .endOfFile, end == start || Int(current.span.offset) == end {
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
    guard accept(symbol: "}") else {
      diagnostics.error(.unclosedBrace, "this `{` has no closing `}`", at: open.span)
      return result
    }
    return result
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
        diagnostics.error(.unclosedBrace, "this `{` has no closing `}`", at: open.span)
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

  /// Remembers a name that was to be declared by text that was not understood, so that its uses stay silent.
  package mutating func markBroken(_ name: Syntax.Name) { brokenNames.append(name.text) }

  package func span(from start: Token) -> SourceSpan {
    SourceSpan(file: file.id, from: Int(start.span.offset), to: tokens[max(position - 1, 0)].span.end)
  }

  package mutating func report(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan, help: String? = nil
  ) {
    diagnostics.error(code, message, at: span, help: help)
  }

  package mutating func expected(_ what: String, help: String? = nil) {
    diagnostics.error(
      .unexpected, "expected \(what), found \(current.description)", at: current.span, help: help)
  }

  /// False (with a diagnostic) when nesting is too deep; pairs with `depth -= 1`.
  package mutating func enter(at token: Token) -> Bool {
    depth += 1
    if depth <= Parser.deepestNesting { return true }
    depth -= 1
    diagnostics.error(
      .tooDeep, "nested more than \(Parser.deepestNesting) levels deep", at: token.span)
    position = tokens.count - 1
    return false
  }

  package mutating func leave() { depth -= 1 }

  // MARK: ends of statements

  private mutating func endOfStatement() {
    if current.kind == .newline {
      advance()
    } else if current.kind != .endOfFile, !current.isSymbol("}") {
      expected("the end of the line")
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
