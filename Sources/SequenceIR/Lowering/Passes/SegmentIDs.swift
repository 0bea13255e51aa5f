/// GE scanners play segments: runs of blocks of one structure, each instance announced by a TRID label.
///
/// Lowering marks the first block of every pass of a loop that excites with TRID 0; this pass gives instances of one
/// structure one id: the same events of the same type and shape per block, and the same duration of every block that
/// is no pure delay. The scanner needs a moment between instances, which must be free in the last block: nothing is
/// inserted here, because that would change the timing that the design asks for. A design that sets TRID itself is
/// left as it is. Source: the design rules of the pge2 interpreter.
enum SegmentIDs {
  static func run(_ sequence: inout Sequence, _ context: PassContext, _ diagnostics: inout Diagnostics) {
    guard context.profile.vendor == .ge, !setsItself(sequence) else { return }
    let tail =
      (context.profile.time(.segmentDeadTime) ?? .zero)
      + (context.profile.time(.segmentRingdownTime) ?? .zero)
    var ids: [[BlockStructure]: Int] = [:]
    for segment in sequence.segments {
      for instance in instances(of: sequence, in: segment.blocks) {
        let structure = sequence.blocks[instance].map { BlockStructure($0, sequence.library) }
        let id = ids[structure] ?? ids.count + 1
        if ids[structure] == nil {
          checkTail(sequence.blocks[instance.upperBound - 1], tail, context, sequence, &diagnostics)
        }
        ids[structure] = id
        number(&sequence, block: instance.lowerBound, id)
      }
    }
    if ids.count > 1000 {
      diagnostics.error(
        .segmentStructure, "the sequence has \(ids.count) segments of different structure, GE takes 1000",
        at: sequence.blocks.first?.origin,
        help: "keep the durations of events the same in every pass of a loop")
    }
  }

  private static func setsItself(_ sequence: Sequence) -> Bool {
    sequence.library.extras.contains { $0.labels.contains { $0.label == .segmentID && $0.value != 0 } }
  }

  /// From each marked block (and from the start of each segment of the IR) to the next.
  private static func instances(of sequence: Sequence, in range: Range<Int>) -> [Range<Int>] {
    var starts = [range.lowerBound]
    for index in range.dropFirst() where isMarked(sequence.blocks[index], sequence.library) {
      starts.append(index)
    }
    return starts.indices.map { position in
      starts[position]..<(position + 1 < starts.count ? starts[position + 1] : range.upperBound)
    }.filter { !$0.isEmpty }
  }

  private static func isMarked(_ block: Block, _ library: EventLibrary) -> Bool {
    !block.extras.isNone && library[block.extras].labels.contains { $0.label == .segmentID }
  }

  private static func number(_ sequence: inout Sequence, block index: Int, _ id: Int) {
    let known = sequence.blocks[index].extras
    var extras = known.isNone ? Extras() : sequence.library[known]
    extras.labels.removeAll { $0.label == .segmentID }
    extras.labels.append(LabelOperation(.set, .segmentID, id))
    sequence.blocks[index].extras = sequence.library.add(extras)
  }

  private static func checkTail(
    _ last: Block, _ tail: Time, _ context: PassContext, _ sequence: Sequence,
    _ diagnostics: inout Diagnostics
  ) {
    guard tail > .zero, !(last.isDelay && last.duration >= tail) else { return }
    let needed = tail.roundedUp(to: sequence.rasters.blockDuration)
    let figures = [FigureKey.segmentDeadTime, .segmentRingdownTime].compactMap { context.profile[$0] }
    diagnostics.error(
      .segmentStructure, "a segment must end with \(needed) in which nothing is played", at: last.origin,
      related: figures.map {
        Diagnostic.Related(
          $0.origin, "the scanner needs \($0.text) \($0.unit) between segments (\($0.source))")
      },
      help: "end the pass with `delay \(needed)`, or with a `fill to` that leaves as much")
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
