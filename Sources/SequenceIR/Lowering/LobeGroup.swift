/// Gradient lobes: rephasing, phase encoding, spoiling, and gradients of the design.
extension Lowering {
  /// Lobes of one axis: their areas add.
  private struct AxisLobe {
    /// 1/m.
    var area = 0.0
    /// The largest |area| that any step of the loop may need; fixes the timing.
    var largest = 0.0
    var span: SourceSpan
  }

  mutating func lobeGroup(_ line: Line, _ modifiers: Syntax.Modifiers, at span: SourceSpan) -> BlockGroup? {
    if let clause = modifiers.at ?? modifiers.echo {
      error(
        .unexpected, "gradients have no centre to place", at: clause.span, help: "use `delay` before the line"
      )
      return nil
    }
    guard let scale = scale(modifiers), let lobes = shapes(line.lobes, scale, modifiers.lasting) else {
      return nil
    }
    var block = PlannedBlock(duration: .zero)
    for (axis, shape) in lobes { block.gradients[axis] = .trapezoid(shape) }
    for gradient in line.gradients where !place(gradient.shape, gradient.axis, scale, .zero, in: &block) {
      return nil
    }
    for gradient in block.gradients.values {
      let end = sequence.library.end(of: gradient, raster: rasters.gradient)
      block.duration = max(block.duration, end.roundedUp(to: rasters.blockDuration))
    }
    return BlockGroup(blocks: [block])
  }

  /// The trapezoid of each axis, in the order of the axes, within `limits` or those that the axes share.
  mutating func shapes(
    _ items: [Syntax.Item], _ scale: Double, _ lasting: Syntax.Expression?,
    limits given: GradientLimits? = nil
  ) -> [(Axis, Trapezoid)]? {
    guard !repeatsItself(items) else { return nil }
    var lobes = PerAxis<AxisLobe>()
    for item in items where !add(item, scale, to: &lobes) { return nil }
    var duration: Time?
    if let lasting {
      guard let time = rasterTime(lasting, for: "the duration") else { return nil }
      duration = time
    }
    let limits = given ?? sharedLimits(axes: lobes.count)
    var result: [(Axis, Trapezoid)] = []
    for axis in Axis.allCases {
      guard let lobe = lobes[axis] else { continue }
      guard let shape = shape(of: lobe, limits, duration, lasting) else { return nil }
      result.append((axis, shape))
      if isUnresolved(lobe.span) { resolve(lobe.span, Lowering.describe(shape, nucleus)) }
    }
    return result
  }

  /// Whether a line rephases, rewinds or encodes one axis twice, which would be played twice.
  private mutating func repeatsItself(_ items: [Syntax.Item]) -> Bool {
    if items.count < 2, items.first?.singles.count ?? 0 < 2 { return false }
    var seen: [(word: String, axis: Axis)] = []
    for item in items {
      for (word, axis) in item.singles {
        if seen.contains(where: { $0 == (word, axis) }) {
          error(.repeatedClause, "`\(word) \(axis.name)` stands twice on this line", at: item.span)
          return true
        }
        seen.append((word, axis))
      }
    }
    return false
  }

  private mutating func shape(
    of lobe: AxisLobe, _ limits: GradientLimits, _ duration: Time?, _ lasting: Syntax.Expression?
  ) -> Trapezoid? {
    guard isPlayable(lobe.largest, at: lobe.span) else { return nil }
    guard let duration, let lasting else {
      return limits.shortest(area: lobe.largest).scaled(toArea: lobe.area)
    }
    guard let shape = limits.lasting(duration, area: lobe.largest) else {
      error(
        .timingTooShort, "the lobe does not fit into \(duration)", at: lasting.span,
        help: "allow at least \(limits.shortest(area: lobe.largest).duration)")
      return nil
    }
    return shape.scaled(toArea: lobe.area)
  }

  /// The limits of one axis when `axes` of them play at once.
  func sharedLimits(axes: Int) -> GradientLimits {
    isTurned ? limits.within(scannerLimits.shared(by: axes)) : limits
  }

  /// Adds the areas of an item; false when an error was reported.
  private mutating func add(_ item: Syntax.Item, _ scale: Double, to lobes: inout PerAxis<AxisLobe>) -> Bool {
    switch item.kind {
    case .rephase(let axis):
      guard let remainder = sliceRemainder[axis.axis] else {
        if hasGaps { return false }
        error(
          .noSlice, "no slice-selective pulse on \(axis.axis.name) comes before this", at: item.span,
          help: "play a pulse with `slice \(axis.axis.name)` first")
        return false
      }
      guard isSameFrame(remainder, axis.axis, "the slice was selected", item) else { return false }
      return add(-remainder.area * scale, largest: nil, axis, item, &lobes)
    case .prephase(let axis, let name, let refocused):
      guard let readout = readout(named: name) else { return false }
      guard case .line(_, let areaToEcho) = readout.course else {
        error(
          .wrongKind, "`\(name.text)` begins in the centre of k-space", at: item.span,
          help: "leave this out")
        return false
      }
      return add((refocused ? 1 : -1) * areaToEcho * scale, largest: nil, axis, item, &lobes)
    case .encode(let axis, let step, let count, let fieldOfView, let refocused):
      guard var encode = phaseEncode(step, count, fieldOfView) else { return false }
      if refocused { encode.area.negate() }
      lastEncode[axis.axis] = encode
      return add(encode.area * scale, largest: encode.largest * abs(scale), axis, item, &lobes)
    case .rewind(let axes, nil):
      for axis in axes where !addRewinding(axis, item, scale, &lobes) { return false }
      return true
    case .rewind(let axes, let name?):
      guard let readout = readout(named: name), isPlayable(readout, on: axes, name) else { return false }
      for (axis, area) in zip(axes, readout.areasBehindEcho) {
        _ = add(-area * scale, largest: nil, axis, item, &lobes)
      }
      return true
    case .lobe(let axis, let expression):
      guard let area = area(expression, for: "the area") else { return false }
      return add(area * scale, largest: nil, axis, item, &lobes)
    case .spoil(let axes, let cycles, let across), .crush(let axes, let cycles, let across):
      guard let area = dephasingArea(cycles, across) else { return false }
      guard Set(axes.map(\.axis)).count == axes.count else {
        error(.repeatedClause, "an axis stands twice", at: item.span, help: "name each axis once")
        return false
      }
      for axis in axes where !add(area * scale, largest: nil, axis, item, &lobes) { return false }
      return true
    default:
      return true
    }
  }

  private mutating func addRewinding(
    _ axis: Syntax.AxisName, _ item: Syntax.Item, _ scale: Double, _ lobes: inout PerAxis<AxisLobe>
  ) -> Bool {
    guard let encode = lastEncode[axis.axis] else {
      error(.noExcitation, "no `encode \(axis.axis.name)` comes before this", at: item.span)
      return false
    }
    guard isSameFrame(encode, axis.axis, "the step was encoded", item) else { return false }
    return add(-encode.area * scale, largest: encode.largest * abs(scale), axis, item, &lobes)
  }

  /// Whether the axes are as many as the readout needs, and different.
  mutating func isPlayable(_ readout: ReadoutDesign, on axes: [Syntax.AxisName], _ name: Syntax.Name) -> Bool
  {
    if axes.count == readout.axisCount, Set(axes.map(\.axis)).count == axes.count { return true }
    error(
      .wrongKind, "`\(readout.name)` is played on \(readout.axisCount == 1 ? "one axis" : "two axes")",
      at: axes.last?.span ?? name.span,
      help: "write: \(readout.name) along \(readout.axisCount == 1 ? "x" : "x y")")
    return false
  }

  private func add(
    _ area: Double, largest: Double?, _ axis: Syntax.AxisName, _ item: Syntax.Item,
    _ lobes: inout PerAxis<AxisLobe>
  ) -> Bool {
    var lobe = lobes[axis.axis] ?? AxisLobe(span: item.span)
    lobe.area += area
    lobe.largest += largest ?? abs(area)
    lobes[axis.axis] = lobe
    return true
  }

  /// A lobe undoes another only when both point the same way; an error was reported where they do not.
  private mutating func isSameFrame(
    _ dephasing: Dephasing, _ axis: Axis, _ what: String, _ item: Syntax.Item
  ) -> Bool {
    let then = Rotation.direction(of: axis, dephasing.rotation)
    let now = Rotation.direction(of: axis, rotation)
    if zip(then, now).allSatisfy({ abs($0 - $1) < 1e-9 }) { return true }
    error(
      .noSlice, "\(what) under another rotation, so this lobe would not undo it", at: item.span,
      help: "write both inside the same `rotate`")
    return false
  }

  /// Step n of N moves (n - N/2) lines of 1/fov.
  private mutating func phaseEncode(
    _ stepText: Syntax.Expression, _ countText: Syntax.Expression, _ fieldOfViewText: Syntax.Expression
  ) -> Dephasing? {
    guard let count = evaluator.count(countText, in: 1...1_000_000, for: "the number of steps"),
      let step = evaluator.quantity(stepText, .none, for: "the step"),
      let fieldOfView = evaluator.quantity(fieldOfViewText, .length, for: "the field of view")
    else { return nil }
    guard fieldOfView > 0 else {
      error(.outOfRange, "the field of view must be longer than 0 mm", at: fieldOfViewText.span)
      return nil
    }
    // Steps between the whole ones are allowed, for lines on either side of the centre.
    guard step >= 0, step < Double(count) else {
      error(
        .outOfRange, "step \(DecimalText.shortest(step)) of \(count) does not exist", at: stepText.span,
        help: "steps count from 0 to \(count - 1)")
      return nil
    }
    return Dephasing(
      area: (step - Double(count / 2)) / fieldOfView, largest: Double((count + 1) / 2) / fieldOfView,
      rotation: rotation)
  }

  /// 1/m from a number of turns across a length.
  mutating func dephasingArea(_ cycles: Syntax.Expression, _ across: Syntax.Expression) -> Double? {
    guard let turns = evaluator.quantity(cycles, .none, for: "the dephasing"),
      let length = evaluator.quantity(across, .length, for: "the length")
    else { return nil }
    guard length > 0 else {
      error(.outOfRange, "the length must be more than 0 mm", at: across.span)
      return nil
    }
    return isPlayable(turns / length, at: cycles.span) ? turns / length : nil
  }

  /// False, with an error, for areas that would take many minutes.
  mutating func isPlayable(_ area: Double, at span: SourceSpan) -> Bool {
    if limits.canPlay(area: area) { return true }
    error(
      .outOfRange, "a gradient of \(DecimalText.significant(area, 3)) cycles/m would last many minutes",
      at: span)
    return false
  }

  mutating func readout(named name: Syntax.Name) -> ReadoutDesign? {
    guard let value = evaluator.scope.lookup(name.text)?.value else {
      evaluator.unknownName(name.text, at: name.span)
      return nil
    }
    guard case .readout(let readout) = value else {
      if !value.isInvalid { evaluator.wrongKind(value, needed: "a readout", for: "this", at: name.span) }
      return nil
    }
    return readout
  }

  // MARK: gradients of the design

  /// Puts a declared gradient on an axis; false when an error was reported.
  mutating func place(
    _ shape: GradientShape, _ axis: Syntax.AxisName, _ scale: Double, _ delay: Time,
    in block: inout PlannedBlock
  ) -> Bool {
    guard block.gradients[axis.axis] == nil else {
      error(
        .oneEventPerBlock, "there is a gradient on \(axis.axis.name) already", at: axis.span,
        help: "write it on a line of its own")
      return false
    }
    switch shape.event {
    case .trapezoid(let trapezoid):
      var scaled = trapezoid.delayed(by: delay)
      scaled.amplitudeHertzPerMetre *= scale
      guard fits(scaled, at: axis.span) else { return false }
      block.gradients[axis.axis] = .trapezoid(scaled)
    case .corners(let corners):
      guard abs(scale) <= 1 || fits(corners, scale: scale, at: axis.span) else { return false }
      block.gradients[axis.axis] = polygon(corners, scale, delay)
    case .samples(let samples):
      guard abs(scale) <= 1 || fits(cornersOf(samples), scale: scale, at: axis.span) else { return false }
      block.gradients[axis.axis] = arbitrary(samples.map { $0 * scale }, delay: delay)
    }
    return true
  }

  /// Samples at raster centres, Hz/m; the ends are where a straight line through the outer samples would be zero or,
  /// as the format's convention has it, zero.
  mutating func arbitrary(_ samples: [Double], delay: Time) -> GradientEvent {
    let (amplitude, shape) = normalised(samples)
    return .arbitrary(
      ArbitraryGradient(
        amplitudeHertzPerMetre: amplitude, firstHertzPerMetre: 0, lastHertzPerMetre: 0, shape: shape,
        timing: .centres,
        delay: delay))
  }

  private mutating func polygon(_ corners: [GradientCorner], _ scale: Double, _ delay: Time) -> GradientEvent
  {
    let values = corners.map { $0.hertzPerMetre * scale }
    let (amplitude, shape) = normalised(values)
    let raster = rasters.gradient.picoseconds
    let times = Shape(quantizing: corners.map { Double($0.time.picoseconds / raster) })
    let stored = sequence.library[shape].samples()
    return .arbitrary(
      ArbitraryGradient(
        amplitudeHertzPerMetre: amplitude, firstHertzPerMetre: amplitude * (stored.first ?? 0),
        lastHertzPerMetre: amplitude * (stored.last ?? 0), shape: shape,
        timing: .explicit(sequence.library.add(times)),
        delay: delay))
  }

  /// The sign is chosen so that the first sample that is not zero is positive, as other writers do.
  private mutating func normalised(_ values: [Double]) -> (Double, ShapeID) {
    let peak = values.reduce(0) { max($0, abs($1)) }
    guard peak > 0 else { return (0, sequence.library.add(Shape(quantizing: values))) }
    let amplitude = (values.first { $0 != 0 } ?? 1) < 0 ? -peak : peak
    return (amplitude, sequence.library.add(Shape(quantizing: values.map { $0 / amplitude })))
  }
}

extension Syntax.Item {
  /// The word and the axes of an item that a line may hold once for each axis.
  fileprivate var singles: [(word: String, axis: Axis)] {
    switch kind {
    case .rephase(let axis): [("rephase", axis.axis)]
    case .rewind(let axes, _): axes.map { ("rewind", $0.axis) }
    case .prephase(let axis, _, _): [("prephase", axis.axis)]
    case .encode(let axis, _, _, _, _): [("encode", axis.axis)]
    default: []
    }
  }
}
