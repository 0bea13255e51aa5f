/// Lines of events: items that start together, separated by commas, and clauses behind them.
extension Parser {
  package mutating func play() -> Syntax.Statement.Kind? {
    var play = Syntax.Play()
    repeat {
      guard let item = item() else { return nil }
      play.items.append(item)
      while let word = modifierWord() {
        advance()
        guard modifier(word, into: &play.modifiers) else { return nil }
      }
    } while accept(symbol: ",")
    return .play(play)
  }

  private func modifierWord() -> Token? {
    current.kind == .identifier && Vocabulary.modifiers.contains { $0.word == current.text } ? current : nil
  }

  private mutating func item() -> Syntax.Item? {
    let start = current
    guard start.kind == .identifier else {
      expected("a pulse, a gradient or one of \(Vocabulary.items.map(\.word).joined(separator: ", "))")
      return nil
    }
    guard let kind = itemKind() else { return nil }
    return Syntax.Item(kind: kind, span: span(from: start))
  }

  private mutating func itemKind() -> Syntax.Item.Kind? {
    if accept(word: "slice") { return slice() }
    if accept(word: "rephase") { return axis().map { .rephase($0) } }
    if accept(word: "prephase") {
      guard let axis = axis(), require(word: "for"), let readout = name("a readout") else { return nil }
      return .prephase(axis, readout: readout, refocused: accept(word: "refocused"))
    }
    if accept(word: "encode") { return encode() }
    if accept(word: "rewind") { return rewind() }
    if accept(word: "lobe") {
      guard let axis = axis(), require(word: "area"), let area = expression() else { return nil }
      return .lobe(axis, area: area)
    }
    if accept(word: "spoil") { return dephasing().map { .spoil($0, cycles: $1, across: $2) } }
    if accept(word: "crush") { return dephasing().map { .crush($0, cycles: $1, across: $2) } }
    if accept(word: "acquire") { return acquire() }
    if accept(word: "shim") { return shim().map { .shim(magnitudes: $0, phases: $1) } }
    guard let event = name("a pulse or a gradient") else { return nil }
    guard accept(word: "on") else { return .event(event, on: nil) }
    return axis().map { .event(event, on: $0) }
  }

  private mutating func slice() -> Syntax.Item.Kind? {
    guard let axis = axis() else { return nil }
    var thickness: Syntax.Expression?
    var offset: Syntax.Expression?
    while true {
      if thickness == nil, accept(word: "thickness") {
        guard let value = expression() else { return nil }
        thickness = value
      } else if offset == nil, accept(word: "offset") {
        guard let value = expression() else { return nil }
        offset = value
      } else if current.kind == .number {
        expected("`thickness` or `offset`", help: "write: slice \(axis.axis.name) thickness 5 mm")
        return nil
      } else {
        return .slice(axis, thickness: thickness, offset: offset)
      }
    }
  }

  private mutating func encode() -> Syntax.Item.Kind? {
    guard let axis = axis(), require(word: "step"), let step = expression(), require(word: "of"),
      let count = expression(), require(word: "fov"), let fieldOfView = expression()
    else { return nil }
    return .encode(
      axis, step: step, count: count, fieldOfView: fieldOfView, refocused: accept(word: "refocused"))
  }

  private mutating func rewind() -> Syntax.Item.Kind? {
    guard let axes = axes() else { return nil }
    guard accept(word: "for") else { return .rewind(axes, readout: nil) }
    return name("a readout").map { .rewind(axes, readout: $0) }
  }

  private mutating func dephasing() -> ([Syntax.AxisName], Syntax.Expression, Syntax.Expression)? {
    guard let axes = axes(), let cycles = expression(), require(word: "across"), let length = expression()
    else {
      return nil
    }
    return (axes, cycles, length)
  }

  private mutating func acquire() -> Syntax.Item.Kind? {
    if current.kind == .identifier, next.isWord("along") {
      guard let readout = name("a readout"), require(word: "along"), let axes = axes() else { return nil }
      guard accept(word: "reversed") else { return .read(readout, along: axes, reversed: nil) }
      return expression().map { .read(readout, along: axes, reversed: $0) }
    }
    guard let points = expression() else { return nil }
    if current.kind == .newline || current.isSymbol(",") {
      expected(
        "`points` and a dwell time, or `along` and an axis",
        help: "write: acquire 2048 points dwell 0.5 ms, or: acquire READOUT along x")
      return nil
    }
    guard require(word: "points"), require(word: "dwell"), let dwell = expression() else { return nil }
    return .acquire(points: points, dwell: dwell)
  }

  /// The clause that `word` begins; false when it was not understood.
  private mutating func modifier(_ word: Token, into modifiers: inout Syntax.Modifiers) -> Bool {
    switch word.text {
    case "phase":
      guard isFirst(modifiers.phase == nil, word), let phase = phase() else { return false }
      modifiers.phase = phase
    case "at":
      guard isFirst(modifiers.at == nil, word), let anchor = anchor(from: word) else { return false }
      modifiers.at = anchor
    case "echo":
      guard isFirst(modifiers.echo == nil, word), require(word: "at"), let anchor = anchor(from: word) else {
        return false
      }
      modifiers.echo = anchor
    case "as":
      guard isFirst(modifiers.mark == nil, word), let mark = name("a name for the event") else {
        return false
      }
      modifiers.mark = mark
    case "frequency":
      return value(of: word, into: &modifiers.frequency)
    case "carrier":
      return value(of: word, into: &modifiers.carrier)
    case "scale":
      return value(of: word, into: &modifiers.scale)
    default:
      return value(of: word, into: &modifiers.lasting)
    }
    return true
  }

  private mutating func value(of word: Token, into place: inout Syntax.Expression?) -> Bool {
    guard isFirst(place == nil, word), let value = expression() else { return false }
    place = value
    return true
  }

  private mutating func isFirst(_ isFirst: Bool, _ word: Token) -> Bool {
    if !isFirst { report(.repeatedClause, "`\(word.text)` stands twice on this line", at: word.span) }
    return isFirst
  }

  private mutating func phase() -> Syntax.Modifiers.Phase? {
    guard accept(word: "by") else { return expression().map { .fixed($0) } }
    // The counter is a name, so that the list behind it does not read as its arguments.
    guard let counter = name("a counter") else { return nil }
    guard let list = expression() else { return nil }
    let expression = Syntax.Expression(kind: .name(counter.text), span: counter.span)
    return .cycled(counter: expression, list: list)
  }

  private mutating func anchor(from word: Token) -> Syntax.Modifiers.Anchor? {
    guard let time = expression() else { return nil }
    guard accept(word: "after") else {
      return Syntax.Modifiers.Anchor(time: time, after: nil, span: span(from: word))
    }
    guard let event = name("the name of an event") else { return nil }
    return Syntax.Modifiers.Anchor(time: time, after: event, span: span(from: word))
  }
}
