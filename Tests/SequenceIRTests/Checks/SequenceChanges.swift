// Changes of a sequence after which checks must say the same, or the same in proportion.
import SequenceIR

extension SequenceIR.Sequence {
  /// Gradients times `factor`, on all axes or on one.
  func scalingGradients(by factor: Double, on only: Axis? = nil) -> Self {
    var result = self
    for index in blocks.indices {
      for axis in Axis.allCases where !blocks[index].gradient(axis).isNone && (only ?? axis) == axis {
        let scaled = Self.scaled(library[blocks[index].gradient(axis)], factor)
        result.blocks[index].setGradient(axis, result.library.add(scaled))
      }
    }
    return result
  }

  private static func scaled(_ event: GradientEvent, _ factor: Double) -> GradientEvent {
    switch event {
    case .trapezoid(var event):
      event.amplitudeHertzPerMetre *= factor
      return .trapezoid(event)
    case .arbitrary(var event):
      event.amplitudeHertzPerMetre *= factor
      event.firstHertzPerMetre *= factor
      event.lastHertzPerMetre *= factor
      return .arbitrary(event)
    }
  }

  func scalingRF(by factor: Double) -> Self {
    var result = self
    for index in blocks.indices where !blocks[index].rf.isNone {
      var event = library[blocks[index].rf]
      event.amplitudeHertz *= factor
      result.blocks[index].rf = result.library.add(event)
    }
    return result
  }

  /// What x played is played by y, y by z, z by x; rotations turn about the new axes.
  func permutingAxes() -> Self {
    var result = self
    for (index, block) in blocks.enumerated() {
      (result.blocks[index].gx, result.blocks[index].gy, result.blocks[index].gz) = (
        block.gz, block.gx, block.gy
      )
      guard !block.extras.isNone, let turn = library[block.extras].rotation else { continue }
      var extras = library[block.extras]
      extras.rotation = Rotation(w: turn.w, x: turn.z, y: turn.x, z: turn.y)
      result.blocks[index].extras = result.library.add(extras)
    }
    return result
  }

  /// Every repetition of every segment written out.
  func unrolled() -> Self {
    var result = self
    result.blocks = timeline.map(\.block)
    result.makeSingleSegment()
    return result
  }

  /// A block of no duration that sets a counter to what it is, before the block at `index`; nil where a gradient is on,
  /// for a block without gradients would be a step there.
  func insertingLabel(before index: Int) -> Self? {
    guard let segment = segments.firstIndex(where: { $0.blocks.contains(index) }) else { return nil }
    let before = [index - 1, segments[segment].blocks.upperBound - 1].filter { $0 >= 0 }
    guard isOff(index, atEnd: false), before.allSatisfy({ isOff($0, atEnd: true) }) else { return nil }
    var result = self
    var extras = Extras()
    extras.labels = [LabelOperation(.set, .average, 0)]
    var label = Block(duration: .zero, origin: blocks[index].origin)
    label.extras = result.library.add(extras)
    result.insert(label, at: index, segment)
    return result
  }

  private func isOff(_ index: Int, atEnd: Bool) -> Bool {
    Axis.allCases.allSatisfy { axis in
      let id = blocks[index].gradient(axis)
      guard !id.isNone else { return true }
      let corners = library.corners(of: id, gradientRaster: rasters.gradient)
      return (atEnd ? corners.last : corners.first)?.hertzPerMetre == 0
    }
  }

  private mutating func insert(_ block: Block, at index: Int, _ segment: Int) {
    blocks.insert(block, at: index)
    let old = segments[segment].blocks
    segments[segment].blocks = old.lowerBound..<(old.upperBound + 1)
    for later in segments.indices where later > segment {
      let range = segments[later].blocks
      segments[later].blocks = (range.lowerBound + 1)..<(range.upperBound + 1)
    }
  }

  /// The block at `index` as two, cut at `time` from its start. Nil where the cut is in an RF or ADC event or in the times
  /// that belong to it, where it is in a trigger, and for sampled gradients, whose samples lie between the rasters.
  func splitting(_ index: Int, at time: Time) -> Self? {
    guard let segment = segments.firstIndex(where: { $0.blocks.contains(index) }) else { return nil }
    let block = blocks[index]
    var result = self
    var head = Block(duration: time, origin: block.origin)
    var tail = Block(duration: block.duration - time, origin: block.origin)
    for axis in Axis.allCases where !block.gradient(axis).isNone {
      if case .arbitrary(let event) = library[block.gradient(axis)], event.timing == .centres { return nil }
      let corners = library.corners(of: block.gradient(axis), gradientRaster: rasters.gradient)
      let (first, second) = Self.cut(corners, at: time)
      head.setGradient(axis, result.add(first))
      tail.setGradient(axis, result.add(second))
    }
    var extras = block.extras.isNone ? Extras() : library[block.extras]
    let labels = extras.labels
    extras.labels = []
    var rest = extras
    if !block.rf.isNone {
      var event = library[block.rf]
      let end = event.delay + library.duration(of: event, raster: rasters.radiofrequency)
      if time >= end + Self.ringdown {
        head.rf = block.rf
        rest.shim = nil
      } else {
        guard time <= event.delay - Self.deadTime else { return nil }
        event.delay -= time
        tail.rf = result.library.add(event)
        extras.shim = nil
      }
    } else {
      rest.shim = nil
    }
    if !block.adc.isNone {
      var event = library[block.adc]
      if time >= event.delay + event.dwell * event.sampleCount + Self.receiverDeadTime {
        head.adc = block.adc
      } else {
        guard time <= event.delay - Self.receiverDeadTime else { return nil }
        event.delay -= time
        tail.adc = result.library.add(event)
      }
    }
    guard extras.triggers.allSatisfy({ time >= $0.delay + $0.duration }) else { return nil }
    rest.triggers = []
    extras.labels = labels
    head.extras = result.library.add(extras)
    tail.extras = result.library.add(rest)
    result.blocks[index] = head
    result.insert(tail, at: index + 1, segment)
    return result
  }

  /// Of T3.
  private static let deadTime = Time(microseconds: 100)
  private static let ringdown = Time(microseconds: 30)
  private static let receiverDeadTime = Time(microseconds: 20)

  private static func cut(_ corners: [GradientCorner], at time: Time) -> ([GradientCorner], [GradientCorner])
  {
    guard let first = corners.first, let last = corners.last else { return ([], []) }
    func late(_ corner: GradientCorner) -> GradientCorner {
      GradientCorner(time: corner.time - time, hertzPerMetre: corner.hertzPerMetre)
    }
    if last.time <= time { return (corners, []) }
    if first.time >= time { return ([], corners.map(late)) }
    var middle = first
    for (a, b) in zip(corners, corners.dropFirst()) where a.time <= time && time < b.time {
      let share = (time - a.time).seconds / (b.time - a.time).seconds
      middle = GradientCorner(
        time: time, hertzPerMetre: a.hertzPerMetre + (b.hertzPerMetre - a.hertzPerMetre) * share)
    }
    return (
      corners.filter { $0.time < time } + [middle],
      ([middle] + corners.filter { $0.time > time }).map(late)
    )
  }

  /// A gradient through `corners`, which lie on the raster.
  private mutating func add(_ corners: [GradientCorner]) -> GradientID {
    guard let first = corners.first, let last = corners.last else { return .none }
    let peak = max(corners.map { abs($0.hertzPerMetre) }.max() ?? 0, 1e-12)
    let raster = rasters.gradient.picoseconds
    let values = corners.map { $0.hertzPerMetre / peak }
    let times = corners.map { Double(($0.time - first.time).picoseconds) / Double(raster) }
    let shape = library.add(Shape(sampleCount: values.count, stored: values, isCompressed: false))
    let clock = library.add(Shape(sampleCount: times.count, stored: times, isCompressed: false))
    return library.add(
      .arbitrary(
        ArbitraryGradient(
          amplitudeHertzPerMetre: peak, firstHertzPerMetre: first.hertzPerMetre,
          lastHertzPerMetre: last.hertzPerMetre, shape: shape, timing: .explicit(clock), delay: first.time)))
  }
}
