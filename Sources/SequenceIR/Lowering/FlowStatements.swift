/// Loops, conditions, modules, rotations: which statements are played, and when.
extension Lowering {
  /// Plays statements in a scope of their own.
  mutating func play(_ body: [Syntax.Statement], isOutermost: Bool = false) {
    guard playDepth < Lowering.deepestPlay else {
      if let first = body.first {
        error(
          .tooDeep, "loops, branches and modules stand in each other more than \(Lowering.deepestPlay) deep",
          at: first.span)
      }
      return
    }
    playDepth += 1
    evaluator.scope.push()
    defer {
      evaluator.scope.pop()
      playDepth -= 1
    }
    for statement in body where mayPlay(statement) { play(statement, isOutermost: isOutermost) }
  }

  /// False when the design has played more statements than any real one; says so once.
  private mutating func mayPlay(_ statement: Syntax.Statement) -> Bool {
    guard looksFurther(at: statement.span) else { return false }
    let before = playedStatements
    // Modules may call modules that do nothing, ten times each: a call costs more than other statements.
    if case .call = statement.kind { playedStatements += 4 } else { playedStatements += 1 }
    if playedStatements <= environment.mostStatements { return true }
    if before <= environment.mostStatements { tooManyStatements(at: statement.span) }
    return false
  }

  /// False after as many mistakes as are looked for; says so once.
  mutating func looksFurther(at span: SourceSpan) -> Bool {
    if errorCount < Parser.mostErrors { return true }
    if !saidTooManyMistakes { evaluator.diagnostics.append(.tooManyMistakes(at: span)) }
    saidTooManyMistakes = true
    return false
  }

  private mutating func tooManyStatements(at span: SourceSpan) {
    error(
      .tooManyBlocks, "the design unrolls to more than \(environment.mostStatements) statements", at: span,
      help: "an outermost `repeat` whose body does not use its counter stays a loop, however often it plays")
  }

  private mutating func play(_ statement: Syntax.Statement, isOutermost: Bool) {
    switch statement.kind {
    case .broken(let name): bind(name, .invalid)
    case .constant(let name, let value): declareConstant(name, value)
    case .pulse, .gradient, .readout: declareEvent(statement)
    case .repeat(let count, let counter, let body):
      repeated(count, counter, body, isOutermost: isOutermost)
    case .choice(let condition, let then, let otherwise):
      if let holds = evaluator.boolean(condition) { play(holds ? then : otherwise) }
    case .rotate(let turn, let body):
      guard let angle = evaluator.quantity(turn.angle, .angle, for: "the angle") else { return }
      let outer = rotation
      // The inner turn acts first: it is about the axes of the enclosing frame.
      let inner = Rotation(about: turn.about.axis, radians: angle)
      rotation = outer.map { $0.after(inner) } ?? inner
      play(body)
      rotation = outer
    case .call(let name, let arguments): call(name, arguments)
    case .play(let line): play(line, at: statement.span)
    case .delay(let duration, let adjustable): delay(duration, adjustable, at: statement.span)
    case .fill(let duration): fill(to: duration, at: statement.span)
    case .label(let name, let increment, let value):
      if let operation = label(name, increment, value) { pendingLabels.add(operation) }
    case .wait(let name, let duration): trigger(name, duration, isInput: true, at: statement.span)
    case .output(let name, let duration): trigger(name, duration, isInput: false, at: statement.span)
    case .block(let block): exactBlock(block, at: statement.span)
    default: break  // The parser has said that it does not belong here.
    }
  }

  // MARK: repetition

  private mutating func repeated(
    _ expression: Syntax.Expression, _ counter: Syntax.Name?, _ body: [Syntax.Statement], isOutermost: Bool
  ) {
    guard let count = evaluator.count(expression, in: 0...Int.max, for: "the number of repetitions") else {
      return
    }
    let outerStart = passStart
    let outerFirstBlock = passFirstBlock
    repeatDepth += 1
    defer {
      repeatDepth -= 1
      passStart = outerStart
      passFirstBlock = outerFirstBlock
    }
    // A body that does not look at the counter plays the same blocks each time once it has settled; at the outermost
    // level they are kept once, as a segment with repetitions.
    let usesCounter = counter.map { name in body.contains { $0.mentions(name.text) } } ?? false
    if isOutermost, !usesCounter, count > 3 {
      foldedRepeat(count, counter, body, at: expression.span)
    } else {
      unrolled(0..<count, counter, body, at: expression.span)
    }
  }

  /// Plays the body once for each pass; a loop that is far too long is known by its first two passes.
  private mutating func unrolled(
    _ passes: Range<Int>, _ counter: Syntax.Name?, _ body: [Syntax.Statement], at span: SourceSpan
  ) {
    var least = Int.max
    for pass in passes where !isTrial || pass < passes.lowerBound + 3 || pass == passes.upperBound - 1 {
      let before = playedStatements
      playedStatements += 1
      guard onePass(pass, counter, body) else { return }
      guard pass - passes.lowerBound < 2 else { continue }
      least = min(least, playedStatements - before)
      let (total, overflow) = least.multipliedReportingOverflow(by: passes.count)
      if pass > passes.lowerBound, overflow || total > environment.mostStatements {
        tooManyStatements(at: span)
        return
      }
    }
  }

  /// Plays the body once; false when it made an error, which the next pass would only repeat.
  private mutating func onePass(_ pass: Int, _ counter: Syntax.Name?, _ body: [Syntax.Statement]) -> Bool {
    let errorsBefore = errorCount
    passStart = now
    passFirstBlock = sequence.blocks.count
    evaluator.scope.push()
    if let counter { evaluator.scope.bind(counter.text, .quantity(Quantity(count: pass)), at: counter.span) }
    play(body)
    evaluator.scope.pop()
    return errorCount == errorsBefore && !hasGaps
  }

  /// Plays three passes; when the second and third are alike, all passes from the second on are one segment.
  private mutating func foldedRepeat(
    _ count: Int, _ counter: Syntax.Name?, _ body: [Syntax.Statement], at span: SourceSpan
  ) {
    closeSegment()
    var ends = [sequence.blocks.count]
    var times = [now]
    for pass in 0..<3 {
      guard onePass(pass, counter, body) else { return }
      ends.append(sequence.blocks.count)
      times.append(now)
    }
    let second = sequence.blocks[ends[1]..<ends[2]]
    let third = sequence.blocks[ends[2]..<ends[3]]
    let first = sequence.blocks[ends[0]..<ends[1]]
    guard second.elementsEqual(third), !second.isEmpty else {
      unrolled(3..<count, counter, body, at: span)
      return
    }
    let foldsFirst = first.elementsEqual(second)
    sequence.blocks.removeSubrange(ends[foldsFirst ? 1 : 2]...)
    if !foldsFirst { addSegment(ends[0]..<ends[1], repetitions: 1) }
    let once = foldsFirst ? ends[0]..<ends[1] : ends[1]..<ends[2]
    addSegment(once, repetitions: foldsFirst ? count : count - 1)
    firstBlockOfSegment = sequence.blocks.count
    guard let total = (times[3] - times[2]).times(count - 3), let end = now.adding(total), end <= Time.longest
    else {
      error(.outOfRange, "the repetitions last longer than \(Time.longestInWords)", at: span)
      return
    }
    now = end
    for (name, time) in marks where time >= times[2] { marks[name] = time + total }
    if let time = lastExcitation, time >= times[2] { lastExcitation = time + total }
  }

  /// Ends the current run of blocks that are played once.
  mutating func closeSegment() {
    if firstBlockOfSegment < sequence.blocks.count {
      addSegment(firstBlockOfSegment..<sequence.blocks.count, repetitions: 1)
    }
    firstBlockOfSegment = sequence.blocks.count
  }

  private mutating func addSegment(_ blocks: Range<Int>, repetitions: Int) {
    sequence.segments.append(Segment(name: "", blocks: blocks, repetitions: repetitions))
  }

  // MARK: modules

  private mutating func call(_ name: Syntax.Name, _ arguments: [Syntax.Argument]) {
    if brokenNames.contains(name.text) {
      hasGaps = true
      return
    }
    guard let module = modules[name.text] else {
      if evaluator.scope.lookup(name.text)?.value.isInvalid != true { unknownModule(name) }
      return
    }
    guard !callStack.contains(name.text) else {
      error(
        .recursion,
        "`\(name.text)` calls itself\(callStack.count > 1 ? " by way of `\(callStack[callStack.count - 1])`" : "")",
        at: name.span, help: "use `repeat` to play something several times")
      return
    }
    guard let values = bound(module, arguments, at: name.span) else { return }
    // A module sees its parameters and the design's top level, not the names of its caller.
    let outer = evaluator.scope.enterModule()
    for (parameter, value) in values { evaluator.scope.bind(parameter.text, value, at: parameter.span) }
    callStack.append(name.text)
    play(module.body)
    callStack.removeLast()
    evaluator.scope.leaveModule(to: outer)
  }

  private mutating func unknownModule(_ name: Syntax.Name) {
    if let value = evaluator.scope.lookup(name.text)?.value {
      evaluator.wrongKind(value, needed: "a module", for: "a call", at: name.span)
      return
    }
    let near = Suggestion.nearest(to: name.text, among: modules.keys.sorted())
    error(
      .unknownName, "no module is called `\(name.text)`", at: name.span,
      help: near.map { "did you mean `\($0)`?" }
        ?? (ModuleLibrary.library(of: name.text).map { "add the line: include \($0)" }
          ?? "modules come from `module` or `include`"))
  }

  private mutating func bound(
    _ module: Syntax.Module, _ arguments: [Syntax.Argument], at span: SourceSpan
  ) -> [(Syntax.Name, Value)]? {
    let errorsBefore = errorCount
    let parameters = module.parameters.map(\.name.text)
    var given: [String: Value] = [:]
    for (position, argument) in arguments.enumerated() {
      let name: String
      if let label = argument.name {
        guard parameters.contains(label.text) else {
          unknownParameter(label, of: module.name.text, known: parameters)
          continue
        }
        name = label.text
      } else {
        guard position < parameters.count else {
          error(
            .unknownParameter, "`\(module.name.text)` takes \(parameters.count) values",
            at: argument.value.span)
          continue
        }
        name = parameters[position]
      }
      if given[name] != nil { error(.repeatedClause, "`\(name)` is given twice", at: argument.value.span) }
      given[name] = evaluator.evaluate(argument.value)
    }
    var result: [(Syntax.Name, Value)] = []
    for parameter in module.parameters {
      if let value = given[parameter.name.text] {
        result.append((parameter.name, value))
      } else if let fallback = parameter.fallback {
        result.append((parameter.name, evaluator.evaluate(fallback)))
      } else {
        error(
          .missingParameter, "`\(module.name.text)` needs `\(parameter.name.text)`", at: span,
          related: [Diagnostic.Related(parameter.name.span, "the parameter is here")])
      }
    }
    return errorCount == errorsBefore && !result.contains { $0.1.isInvalid } ? result : nil
  }
}
