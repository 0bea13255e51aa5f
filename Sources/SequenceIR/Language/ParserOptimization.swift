/// The lines of `optimize { ... }` and `molecule NAME { ... }`.
extension Parser {
  /// `[ PULSE { , PULSE } ] { ... }`.
  package mutating func optimization() -> Syntax.Statement.Kind? {
    var pulses: [Syntax.Name] = []
    if !current.isSymbol("{") {
      repeat {
        guard let pulse = name("a pulse or `{`") else { return nil }
        pulses.append(pulse)
      } while accept(symbol: ",")
    }
    var singles: [String: SourceSpan] = [:]
    let rules = Vocabulary.optimization
    guard
      let entries = lines({ parser -> Syntax.Optimization.Entry? in
        let word = parser.current
        guard let rule = parser.entryRule(rules, \.word, of: "optimize") else { return nil }
        if rule.isSingle { parser.checkFirst(word, in: &singles) }
        return rule.parse(&parser).map { Syntax.Optimization.Entry(kind: $0, span: parser.span(from: word)) }
      })
    else { return nil }
    return .optimization(Syntax.Optimization(pulses: pulses, entries: entries))
  }

  /// `NAME { ... }`.
  package mutating func moleculeDefinition() -> Syntax.Statement.Kind? {
    guard let name = moleculeName() else { return nil }
    var singles: [String: SourceSpan] = [:]
    let rules = Vocabulary.moleculeLines
    guard
      let entries = lines({ parser -> Syntax.Molecule.Entry? in
        let word = parser.current
        guard let rule = parser.entryRule(rules, \.word, of: "molecule") else { return nil }
        if rule.isSingle { parser.checkFirst(word, in: &singles) }
        return rule.parse(&parser).map { Syntax.Molecule.Entry(kind: $0, span: parser.span(from: word)) }
      })
    else { return nil }
    return .molecule(Syntax.Molecule(name: name, entries: entries))
  }

  /// The rule of the word that begins the line, which is taken; nil after a diagnostic.
  private mutating func entryRule<Rule>(
    _ rules: [Rule], _ wordOf: (Rule) -> String, of block: String
  ) -> Rule? {
    let word = current
    if word.kind == .identifier, let rule = rules.first(where: { wordOf($0) == word.text }) {
      advance()
      return rule
    }
    let words = rules.map(wordOf)
    let near = word.kind == .identifier ? Suggestion.nearest(to: word.text, among: words) : nil
    report(
      .unknownStatement, "no line of `\(block)` begins with \(word.description)", at: word.span,
      help: near.map { "did you mean `\($0)`?" } ?? "lines here: \(words.joined(separator: ", "))")
    return nil
  }

  private mutating func checkFirst(_ word: Token, in singles: inout [String: SourceSpan]) {
    if let earlier = singles[word.text] {
      report(
        .repeatedClause, "`\(word.text)` stands twice in this block", at: word.span,
        related: [Diagnostic.Related(earlier, "the first is here")])
    } else {
      singles[word.text] = word.span
    }
  }

  // MARK: parts that several lines have

  /// A name that may begin with digits: `Glu`, `2HG`.
  package mutating func moleculeName() -> Syntax.Name? {
    let start = current
    guard start.kind == .number, next.kind == .identifier, Int(next.span.offset) == start.span.end else {
      return name("a molecule such as Glu")
    }
    let text = start.text + next.text
    advance()
    advance()
    return Syntax.Name(text: text, span: span(from: start))
  }

  package mutating func moleculeNames() -> [Syntax.Name]? {
    var result: [Syntax.Name] = []
    repeat {
      guard let molecule = moleculeName() else { return nil }
      result.append(molecule)
    } while accept(symbol: ",")
    return result
  }

  package mutating func weightedMolecules() -> [Syntax.MoleculeValue]? {
    var result: [Syntax.MoleculeValue] = []
    repeat {
      guard let molecule = moleculeName() else { return nil }
      guard let weight = clause("weight") else { return nil }
      result.append(Syntax.MoleculeValue(name: molecule, value: weight))
    } while accept(symbol: ",")
    return result
  }

  package mutating func moleculeAmounts() -> [Syntax.MoleculeValue]? {
    var result: [Syntax.MoleculeValue] = []
    repeat {
      guard let molecule = moleculeName(), let amount = expression() else { return nil }
      result.append(Syntax.MoleculeValue(name: molecule, value: amount))
    } while accept(symbol: ",")
    return result
  }

  package mutating func interval() -> Syntax.Interval? {
    guard let lower = expression(), require(symbol: ".."), let upper = expression() else { return nil }
    return Syntax.Interval(lower: lower, upper: upper)
  }

  /// `lower .. upper [ set N ]`
  package mutating func band() -> Syntax.Interval? {
    guard var interval = interval(), let set = clause("set") else { return nil }
    interval.set = set
    return interval
  }

  /// `word VALUE` where it stands: nil after a diagnostic, a nil inside when it does not stand.
  package mutating func clause(_ word: String) -> Syntax.Expression?? {
    guard accept(word: word) else { return .some(nil) }
    return expression().map { .some($0) }
  }

  /// One of some words, or a diagnostic that names the nearest.
  package mutating func choice(of words: [String]) -> Syntax.Name? {
    let word = current
    if word.kind == .identifier, words.contains(word.text) {
      advance()
      return Syntax.Name(text: word.text, span: word.span)
    }
    let near = word.kind == .identifier ? Suggestion.nearest(to: word.text, among: words) : nil
    expected(
      "\(words.count == 1 ? "" : "one of ")\(words.map { "`\($0)`" }.joined(separator: ", "))",
      help: near.map { "did you mean `\($0)`?" })
    return nil
  }

  // MARK: lines of `optimize`

  package mutating func minimize() -> Syntax.Optimization.Kind? {
    guard let aim = choice(of: ["crlb", "mse"]), require(word: "of"), let molecules = weightedMolecules()
    else { return nil }
    if aim.text == "crlb" { return .precision(molecules) }
    guard require(word: "noise"), let noise = expression() else { return nil }
    return .meanSquareError(molecules, noise: noise)
  }

  package mutating func maximize() -> Syntax.Optimization.Kind? {
    guard require(word: "signal"), require(word: "of"), let molecule = moleculeName(), require(word: "in"),
      let band = band(), let weight = clause("weight")
    else { return nil }
    return .signal(molecule, band, weight: weight)
  }

  package mutating func suppress() -> Syntax.Optimization.Kind? {
    guard require(word: "signal"), require(word: "of"), let molecules = moleculeNames(), require(word: "in"),
      let band = band(), let below = clause("below"), let weight = clause("weight")
    else { return nil }
    return .suppression(molecules, band, below: below, weight: weight)
  }

  package mutating func match() -> Syntax.Optimization.Kind? {
    guard require(word: "spectrum"), require(word: "of"), let molecule = moleculeName(), require(word: "to")
    else { return nil }
    let place = current.span
    guard let file = quoted("a file in quotes"), let weight = clause("weight") else { return nil }
    return .spectrum(molecule, file: file, fileSpan: place, weight: weight)
  }

  package mutating func reach() -> Syntax.Optimization.Kind? {
    guard let what = choice(of: ["state", "profile"]) else { return nil }
    if what.text == "profile" { return profile() }
    let place = current.span
    guard let state = quoted("product operators in quotes, such as \"2 I1z I2z\""), require(word: "of"),
      let molecule = moleculeName(), let weight = clause("weight")
    else { return nil }
    return .state(state, stateSpan: place, of: molecule, weight: weight)
  }

  private mutating func profile() -> Syntax.Optimization.Kind? {
    guard let kind = choice(of: ["excitation", "inversion", "refocusing", "rotation"]) else { return nil }
    var angle: Syntax.Expression?
    if kind.text == "rotation" {
      guard let turn = expression() else { return nil }
      angle = turn
    }
    guard require(word: "of"), let pulse = name("an optimized pulse"), require(word: "band"),
      let band = expression(), let transition = clause("transition"), let weight = clause("weight")
    else { return nil }
    return .profile(
      Syntax.Optimization.Profile(
        kind: kind, angle: angle, pulse: pulse, band: band, transition: transition, weight: weight))
  }

  package mutating func molecules() -> Syntax.Optimization.Kind? {
    if accept(word: "in") { return require(word: "brain") ? .typicalMolecules : nil }
    return moleculeAmounts().map { .molecules($0) }
  }

  package mutating func baselines() -> Syntax.Optimization.Kind? {
    var result: [Syntax.Optimization.Baseline] = []
    repeat {
      guard let kind = choice(of: ["none", "spline"]) else { return nil }
      if kind.text == "none" {
        result.append(.none)
      } else {
        guard let spacing = expression() else { return nil }
        result.append(.spline(spacing))
      }
    } while accept(symbol: ",")
    return .baselines(result)
  }

  package mutating func over() -> Syntax.Optimization.Kind? {
    guard let what = choice(of: ["b1", "offset", "parameters"]) else { return nil }
    if what.text == "parameters" {
      var sets: [Syntax.Name] = []
      repeat {
        guard let set = name("a set of spin parameters, such as govindaraju") else { return nil }
        sets.append(set)
      } while accept(symbol: ",")
      return .parameterSets(sets)
    }
    guard let range = interval(), require(word: "in"), let steps = expression() else { return nil }
    guard accept(word: "steps") || accept(word: "step") else {
      expected("`steps`")
      return nil
    }
    return .members(what, range, steps: steps)
  }

  package mutating func penalty() -> Syntax.Optimization.Kind? {
    guard let what = choice(of: ["energy", "smoothness"]), let weight = expression() else { return nil }
    return .penalty(what, weight)
  }

  package mutating func bandwidth() -> Syntax.Optimization.Kind? {
    guard let width = expression(), let below = clause("below") else { return nil }
    return .bandwidth(width, below: below)
  }

  package mutating func vary() -> Syntax.Optimization.Kind? {
    guard let value = name("the name of a `let` of the design"), require(word: "in"),
      let first = expression()
    else { return nil }
    if case .list = first.kind, !current.isSymbol("..") { return .choose(value, first) }
    guard require(symbol: ".."), let upper = expression() else { return nil }
    return .vary(value, Syntax.Interval(lower: first, upper: upper))
  }

  /// A value that goes by the word before it.
  package mutating func setting(_ word: String) -> Syntax.Optimization.Kind? {
    let place = peek(-1).span
    return expression().map { .setting(Syntax.Name(text: word, span: place), $0) }
  }

  // MARK: lines of `molecule`

  package mutating func property(_ word: String) -> Syntax.Molecule.Kind? {
    let place = peek(-1).span
    return expression().map { .property(Syntax.Name(text: word, span: place), $0) }
  }

  package mutating func spin() -> Syntax.Molecule.Kind? {
    guard let spin = name("a name for the spin"), require(word: "at"), let shift = expression(),
      let times = clause("times")
    else { return nil }
    return .spin(spin, shift: shift, times: times)
  }

  package mutating func couple() -> Syntax.Molecule.Kind? {
    guard let first = name("a spin of this molecule"), require(symbol: ","),
      let second = name("a spin of this molecule"), let constant = expression()
    else { return nil }
    return .couple(first, second, constant)
  }
}
