/// The statements whose syntax is more than a word and a value.
extension Parser {
  /// `NAME = VALUE`.
  package mutating func binding(_ what: String) -> (Syntax.Name, Syntax.Expression)? {
    guard let name = name(what), require(symbol: "="), let value = expression() else { return nil }
    return (name, value)
  }

  /// A binding whose name begins lines of events, where the language's own words would hide it.
  package mutating func eventBinding(_ what: String) -> (Syntax.Name, Syntax.Expression)? {
    let name = current
    guard let binding = binding(what) else { return nil }
    let isWord = Vocabulary.statement(name.text).map { $0.places.contains(.body) } ?? false
    if isWord || Vocabulary.item(name.text) != nil
      || Vocabulary.modifiers.contains(where: { $0.word == name.text })
    {
      report(
        .duplicateName, "`\(name.text)` is a word of the language", at: name.span, help: "choose another name"
      )
    }
    return binding
  }

  /// Three lengths, and `at` three more.
  package mutating func extent() -> Syntax.Extent? {
    guard let sizes = three() else { return nil }
    guard accept(word: "at") else { return Syntax.Extent(sizes: sizes, centre: []) }
    guard let centre = three() else { return nil }
    return Syntax.Extent(sizes: sizes, centre: centre)
  }

  package mutating func three() -> [Syntax.Expression]? {
    guard let first = expression(), require(symbol: ","), let second = expression(), require(symbol: ","),
      let third = expression()
    else { return nil }
    return [first, second, third]
  }

  package mutating func turn() -> Syntax.Turn? {
    guard let angle = expression(), require(word: "about"), let axis = axis() else { return nil }
    return Syntax.Turn(angle: angle, about: axis)
  }

  package mutating func turns() -> [Syntax.Turn]? {
    guard require(word: "rotate"), let first = turn() else { return nil }
    var result = [first]
    while accept(symbol: ",") {
      guard let another = turn() else { return nil }
      result.append(another)
    }
    return result
  }

  package mutating func console() -> Syntax.Statement.Kind? {
    guard require(word: "may"), require(word: "change") else { return nil }
    var names: [Syntax.Name] = []
    repeat {
      let words = ["nothing", "position", "orientation", "scale"]
      guard let name = name("one of \(words.joined(separator: ", "))") else { return nil }
      guard words.contains(name.text) else {
        report(
          .unexpected, "the operator can change position, orientation and scale, not `\(name.text)`",
          at: name.span,
          help: Suggestion.nearest(to: name.text, among: words).map { "did you mean `\($0)`?" })
        return nil
      }
      names.append(name)
    } while accept(symbol: ",")
    if names.count > 1, let nothing = names.first(where: { $0.text == "nothing" }) {
      report(
        .unexpected, "`nothing` cannot stand beside what may change", at: nothing.span,
        help: "keep one of them")
      return nil
    }
    return .console(names)
  }

  package mutating func module() -> Syntax.Statement.Kind? {
    guard let name = name("a name for the module") else { return nil }
    let open = current
    guard require(symbol: "(") else { return nil }
    var parameters: [Syntax.Module.Parameter] = []
    while !current.isSymbol(")") {
      guard let parameter = self.name("a parameter") else { return nil }
      var fallback: Syntax.Expression?
      if accept(symbol: "=") {
        guard let value = expression() else { return nil }
        fallback = value
      }
      parameters.append(Syntax.Module.Parameter(name: parameter, fallback: fallback))
      guard accept(symbol: ",") else { break }
    }
    guard close(open, with: ")"), let body = body() else { return nil }
    return .module(Syntax.Module(name: name, parameters: parameters, body: body))
  }

  package mutating func choice() -> Syntax.Statement.Kind? {
    guard let condition = expression(), let then = body() else { return nil }
    // `else` may follow on the next line.
    if current.kind == .newline, next.isWord("else") { advance() }
    guard accept(word: "else") else { return .choice(condition: condition, then: then, otherwise: []) }
    if current.isWord("if") {
      let start = current
      guard enter(at: start) else { return nil }
      defer { leave() }
      advance()
      guard let nested = choice() else { return nil }
      let statement = Syntax.Statement(kind: nested, span: span(from: start))
      return .choice(condition: condition, then: then, otherwise: [statement])
    }
    return body().map { .choice(condition: condition, then: then, otherwise: $0) }
  }

  package mutating func delay() -> Syntax.Statement.Kind? {
    guard let duration = expression() else { return nil }
    guard accept(word: "adjustable") else { return .delay(duration, nil) }
    guard let hint = name("a name for the console") else { return nil }
    var factor: Syntax.Expression?
    var offset: Syntax.Expression?
    while true {
      if factor == nil, accept(word: "factor") {
        guard let value = expression() else { return nil }
        factor = value
      } else if offset == nil, accept(word: "offset") {
        guard let value = expression() else { return nil }
        offset = value
      } else {
        return .delay(duration, Syntax.Adjustable(hint: hint, factor: factor, offset: offset))
      }
    }
  }

  /// `LABEL = value` or `LABEL += value`.
  package mutating func label() -> (Syntax.Name, Bool, Syntax.Expression)? {
    guard let label = name("a label such as LIN or SLC") else { return nil }
    if accept(symbol: "+=") { return expression().map { (label, true, $0) } }
    guard require(symbol: "=") else { return nil }
    return expression().map { (label, false, $0) }
  }

  package mutating func exactBlock() -> Syntax.Statement.Kind? {
    var duration: Syntax.Expression?
    if accept(word: "duration") {
      guard let value = expression() else { return nil }
      duration = value
    }
    guard let entries = lines({ $0.blockEntry() }) else { return nil }
    return .block(Syntax.ExactBlock(duration: duration, entries: entries))
  }

  private mutating func blockEntry() -> Syntax.ExactBlock.Entry? {
    let start = current
    guard let kind = blockEntryKind() else { return nil }
    var delay: Syntax.Expression?
    var phase: Syntax.Expression?
    var frequency: Syntax.Expression?
    var scale: Syntax.Expression?
    while current.kind == .identifier {
      let word = current
      advance()
      guard let value = expression() else { return nil }
      switch word.text {
      case "delay" where delay == nil: delay = value
      case "phase" where phase == nil: phase = value
      case "frequency" where frequency == nil: frequency = value
      case "scale" where scale == nil: scale = value
      case "delay", "phase", "frequency", "scale":
        report(.repeatedClause, "`\(word.text)` stands twice in this entry", at: word.span)
        return nil
      default:
        report(
          .unexpected, "`\(word.text)` is no clause of a block's entry", at: word.span,
          help: "clauses: delay, phase, frequency, scale")
        return nil
      }
    }
    return Syntax.ExactBlock.Entry(
      kind: kind, delay: delay, phase: phase, frequency: frequency, scale: scale, span: span(from: start))
  }

  private mutating func blockEntryKind() -> Syntax.ExactBlock.Entry.Kind? {
    if accept(word: "rf") { return name("a pulse").map { .rf($0) } }
    if accept(word: "gradient") {
      guard let axis = axis(), let shape = expression() else { return nil }
      return .gradient(axis, shape)
    }
    if accept(word: "adc") {
      guard let points = expression(), require(word: "points"), require(word: "dwell"),
        let dwell = expression()
      else {
        return nil
      }
      return .adc(points: points, dwell: dwell)
    }
    if accept(word: "output") {
      guard let channel = name("a digital output"), require(word: "for"), let duration = expression() else {
        return nil
      }
      return .output(channel, duration: duration)
    }
    if accept(word: "label") { return label().map { .label($0, increment: $1, $2) } }
    if accept(word: "shim") { return shim().map { .shim(magnitudes: $0, phases: $1) } }
    expected("an entry of a block", help: "entries: rf, gradient, adc, label, output, shim")
    return nil
  }

  package mutating func shim() -> (Syntax.Expression, Syntax.Expression?)? {
    guard let magnitudes = expression() else { return nil }
    guard accept(word: "phases") else { return (magnitudes, nil) }
    return expression().map { (magnitudes, $0) }
  }
}
