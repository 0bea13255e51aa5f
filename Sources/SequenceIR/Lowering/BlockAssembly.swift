/// Blocks on their way into the sequence: what one statement makes, before its place in time is known.
struct PlannedBlock {
  var duration: Time
  var rf: RFID = .none
  var gradients = PerAxis<GradientEvent>()
  var adc: ADCID = .none
  var extras = Extras()
}

/// Consecutive blocks of one statement, with the moment that `at` and `echo at` speak of.
struct BlockGroup {
  var blocks: [PlannedBlock] = []
  /// From the start of the first block to the centre of the pulse or the echo.
  var anchor: Time?
  /// Whether the anchor is an echo, which `echo at` moves, or a pulse's centre, which `at` moves.
  var anchorIsEcho = false
  /// What the pulse of the group is for; nil: it has none.
  var use: RFUse?
}

extension [LabelOperation] {
  /// Within one block all sets act before all increments, so what was said in another order is brought into this one:
  /// a set makes void what came before it, increments add up.
  mutating func add(_ operation: LabelOperation) {
    switch operation.kind {
    case .set: removeAll { $0.label == operation.label }
    case .increment:
      if let index = firstIndex(where: { $0.label == operation.label && $0.kind == .increment }) {
        self[index].value += operation.value
        return
      }
    }
    append(operation)
  }
}

extension Lowering {
  mutating func append(_ planned: PlannedBlock, origin: SourceSpan) {
    guard sequence.blocks.count < Lowering.mostBlocks else {
      if sequence.blocks.count == Lowering.mostBlocks,
        !evaluator.diagnostics.items.contains(where: { $0.code == .tooManyBlocks })
      {
        error(
          .tooManyBlocks, "the design unrolls to more than \(Lowering.mostBlocks) blocks", at: origin,
          help: "a loop at the outermost level whose body does not use its counter is kept as a loop")
      }
      return
    }
    var block = Block(duration: planned.duration, origin: origin)
    block.rf = planned.rf
    block.adc = planned.adc
    for axis in Axis.allCases {
      if let gradient = planned.gradients[axis] { block.setGradient(axis, sequence.library.add(gradient)) }
    }
    var extras = planned.extras
    for operation in extras.labels { pendingLabels.add(operation) }
    extras.labels = pendingLabels
    pendingLabels = []
    if !planned.gradients.isEmpty { extras.rotation = rotation }
    block.extras = sequence.library.add(extras)
    guard planned.duration <= Block.longest else {
      error(
        .outOfRange, "a block of \(planned.duration) is longer than any file holds", at: origin,
        help: "a block lasts at most \(Block.longest)")
      return
    }
    guard let end = now.adding(planned.duration), end <= Time.longest else {
      error(.outOfRange, "the sequence lasts longer than \(Time.longestInWords)", at: origin)
      return
    }
    sequence.blocks.append(block)
    now = end
  }

  /// A block in which only time passes; nothing when `duration` is zero.
  mutating func appendDelay(_ duration: Time, origin: SourceSpan) {
    if duration > .zero { append(PlannedBlock(duration: duration), origin: origin) }
  }

  /// Labels that no block follows need one of their own.
  mutating func flushPendingLabels(at span: SourceSpan?) {
    guard !pendingLabels.isEmpty, let origin = span ?? sequence.blocks.last?.origin else { return }
    append(PlannedBlock(duration: .zero), origin: origin)
  }

  /// Puts the group where its clauses want it: `at` and `echo at` wait before it.
  mutating func append(_ group: BlockGroup, _ modifiers: Syntax.Modifiers, origin: SourceSpan) {
    if let clause = modifiers.at ?? modifiers.echo {
      guard wait(for: group, clause, isEcho: modifiers.at == nil, origin: origin) else { return }
    }
    let start = now
    for block in group.blocks { append(block, origin: origin) }
    guard let anchor = group.anchor else { return }
    noteEffect(of: group.use, centre: start + anchor)
    if let mark = modifiers.mark { marks[mark.text] = start + anchor }
  }

  /// What later lines need to know of a pulse: times count from an excitation; refocusing turns the sign of all
  /// dephasing before it.
  mutating func noteEffect(of use: RFUse?, centre: Time) {
    if use == .excitation {
      lastExcitation = centre
      markSegment()
    }
    guard use == .refocusing else { return }
    for axis in Axis.allCases {
      sliceRemainder[axis]?.area.negate()
      lastEncode[axis]?.area.negate()
    }
  }

  /// A pass that excites is a segment of a GE scanner; the pass `segment-ids` numbers the marks.
  mutating func markSegment() {
    guard profile.vendor == .ge, sequence.blocks.indices.contains(passFirstBlock) else { return }
    let known = sequence.blocks[passFirstBlock].extras
    var extras = known.isNone ? Extras() : sequence.library[known]
    guard !extras.labels.contains(where: { $0.label == .segmentID }) else { return }
    extras.labels.append(LabelOperation(.set, .segmentID, 0))
    sequence.blocks[passFirstBlock].extras = sequence.library.add(extras)
  }

  private mutating func wait(
    for group: BlockGroup, _ clause: Syntax.Modifiers.Anchor, isEcho: Bool, origin: SourceSpan
  ) -> Bool {
    guard let time = evaluator.time(clause.time, for: isEcho ? "the echo time" : "the time", negative: true)
    else {
      return false
    }
    guard let anchor = group.anchor, group.anchorIsEcho == isEcho else {
      error(
        .unexpected, isEcho ? "only an acquisition has an echo" : "only a pulse has a centre to place",
        at: clause.span,
        help: isEcho ? "use `at` for a pulse" : "use `echo at` for an acquisition, `delay` for gradients")
      return false
    }
    guard let reference = reference(of: clause) else { return false }
    let gap = reference + time - now - anchor
    guard gap >= .zero else {
      tooShort(by: -gap, time, clause.time, what: isEcho ? "the echo" : "the centre of the pulse")
      return false
    }
    let delay = gap.rounded(to: rasters.blockDuration)
    if delay != gap {
      // A centre that the raster cannot place exactly (an odd dwell) is the file's own; one the user asked for between
      // two rasters is not.
      let anchorFits = anchor.isMultiple(of: rasters.blockDuration)
      if anchorFits {
        let below = time - (gap - gap.roundedDown(to: rasters.blockDuration))
        error(
          .offRaster, "\(time) cannot be met: blocks start every \(rasters.blockDuration)",
          at: clause.time.span,
          help: "use \(below) or \(below + rasters.blockDuration)")
        return false
      }
      let actual = time + delay - gap
      if actual != time {
        evaluator.diagnostics.warning(
          .offRaster,
          "the \(isEcho ? "echo" : "centre") comes at \(actual), not \(time): it lies between two rasters",
          at: clause.time.span)
      }
    }
    if delay > .zero, isUnresolved(clause.time.span) { resolve(clause.time.span, "waits \(delay)") }
    appendDelay(delay, origin: origin)
    return true
  }

  private mutating func reference(of clause: Syntax.Modifiers.Anchor) -> Time? {
    if let name = clause.after {
      if let time = marks[name.text] { return time }
      let near = Suggestion.nearest(to: name.text, among: marks.keys.sorted())
      error(
        .noExcitation, "no event before this one is called `\(name.text)`", at: name.span,
        help: near.map { "did you mean `\($0)`?" } ?? "name it with `as \(name.text)` on its line")
      return nil
    }
    if let lastExcitation { return lastExcitation }
    error(
      .noExcitation, "there is no excitation before this line to count from", at: clause.span,
      help: "name an event with `as NAME` and write `after NAME` here")
    return nil
  }

  mutating func tooShort(by shortfall: Time, _ given: Time, _ expression: Syntax.Expression, what: String) {
    error(
      .timingTooShort, "\(what) cannot come at \(given): what comes before takes \(shortfall) longer",
      at: expression.span, label: "at least \(given + shortfall)",
      help: "at least \(given + shortfall) is needed here")
  }
}
