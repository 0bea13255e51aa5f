/// GE scanners play segments: runs of blocks of one structure, each instance announced by a TRID label.
///
/// A segment starts at every block with an excitation pulse (and at the start); the blocks before the first one and
/// between two are its instance. Two instances with the same structure share an id: the same events of the same type
/// and shape per block, and the same duration of every block that is no pure delay. Gradients rest at the edges, and
/// the segment's dead and ringdown time must fit into its last block, so a delay is added where none is.
/// Source: the design rules of the pge2 interpreter.
enum SegmentIDs {
  static func run(_ sequence: inout Sequence, _ context: PassContext, _ diagnostics: inout Diagnostics) {
    guard context.profile.vendor == .ge else { return }
    var ids: [[BlockStructure]: Int] = [:]
    let tail = (context.profile.time(.segmentDeadTime) ?? .zero) + (context.profile.time(.segmentRingdownTime) ?? .zero)
    var result: [Block] = []
    for index in sequence.segments.indices {
      let range = sequence.segments[index].blocks
      let start = result.count
      for instance in instances(of: sequence, in: range) {
        var blocks = Array(sequence.blocks[instance])
        reserve(tail, in: &blocks, sequence)
        let structure = blocks.map { BlockStructure($0, sequence.library) }
        let id = ids[structure] ?? ids.count + 1
        ids[structure] = id
        var extras = blocks[0].extras.isNone ? Extras() : sequence.library[blocks[0].extras]
        extras.labels.append(LabelOperation(.set, .segmentID, id))
        blocks[0].extras = sequence.library.add(extras)
        result += blocks
      }
      sequence.segments[index].blocks = start..<result.count
    }
    if ids.count > 1000 {
      diagnostics.error(
        .segmentStructure, "the sequence has \(ids.count) segments of different structure, GE takes 1000",
        at: sequence.blocks.first?.origin,
        help: "keep the durations of events the same in every pass of a loop")
    }
    sequence.blocks = result
  }

  private static func instances(of sequence: Sequence, in range: Range<Int>) -> [Range<Int>] {
    var starts = [range.lowerBound]
    var seenExcitation = false
    for index in range {
      let block = sequence.blocks[index]
      guard !block.rf.isNone, sequence.library[block.rf].use == .excitation else { continue }
      if seenExcitation, rests(before: index, sequence) { starts.append(index) }
      seenExcitation = true
    }
    return starts.indices.map { position in
      starts[position]..<(position + 1 < starts.count ? starts[position + 1] : range.upperBound)
    }.filter { !$0.isEmpty }
  }

  /// A segment may not begin while a gradient is on.
  private static func rests(before index: Int, _ sequence: Sequence) -> Bool {
    Axis.allCases.allSatisfy { axis in
      let id = sequence.blocks[index].gradient(axis)
      guard !id.isNone, case .arbitrary(let gradient) = sequence.library[id] else { return true }
      return gradient.firstHertzPerMetre == 0
    }
  }

  /// The last block must end with nothing played for `tail`.
  private static func reserve(_ tail: Time, in blocks: inout [Block], _ sequence: Sequence) {
    guard tail > .zero, let last = blocks.last else { return }
    if last.isDelay, last.duration >= tail { return }
    let time = tail.roundedUp(to: sequence.rasters.blockDuration)
    blocks.append(Block(duration: time, origin: last.origin))
  }

  /// What must be equal in every instance of a segment.
  private struct BlockStructure: Hashable {
    let duration: Time
    let rf: [ShapeID]
    let gradients: [GradientForm]
    let adc: ADCForm?

    init(_ block: Block, _ library: EventLibrary) {
      duration = block.isDelay ? .zero : block.duration
      rf = block.rf.isNone ? [] : [library[block.rf].magnitude, library[block.rf].time]
      gradients = Axis.allCases.map { axis in
        block.gradient(axis).isNone ? .none : GradientForm(library[block.gradient(axis)])
      }
      adc = block.adc.isNone ? nil : ADCForm(library[block.adc])
    }
  }

  private enum GradientForm: Hashable {
    case none
    case trapezoid(Time, Time, Time, Time)
    case arbitrary(ArbitraryGradient.Timing, ShapeID, Time)

    init(_ event: GradientEvent) {
      switch event {
      case .trapezoid(let shape): self = .trapezoid(shape.rise, shape.flat, shape.fall, shape.delay)
      case .arbitrary(let shape): self = .arbitrary(shape.timing, shape.shape, shape.delay)
      }
    }
  }

  private struct ADCForm: Hashable {
    let count: Int
    let dwell: Time
    let delay: Time
    init(_ event: ADCEvent) {
      count = event.sampleCount
      dwell = event.dwell
      delay = event.delay
    }
  }
}
