/// One acquisition as k-space sees it, for descriptions of how a sequence encodes.
///
/// The picture is that of `EchoSummary`: an excitation puts k to zero at its centre, gradients move it, a refocusing
/// pulse negates it.
package struct AcquiredLine: Hashable, Sendable {
  /// k at the first, the middle and the last sample, 1/m, physical axes.
  package var first: Vector
  package var middle: Vector
  package var last: Vector
  package var samples: Int
  package var dwell: Time
  /// Whether a gradient is on while samples are taken.
  package var isEncoded: Bool
  /// Number of the excitation before it, from 1.
  package var shot: Int
  /// From the centre of that excitation to the middle of the window.
  package var sinceExcitation: Time
  /// What the counters LIN and PAR say.
  package var line: Int
  package var partition: Int
  /// False for navigators, noise, and what is labelled to be ignored.
  package var isImaging: Bool

  /// Samples lie on a straight line at equal distances, as far as three of them can tell.
  package var isStraight: Bool {
    let step = last - first
    let half = Double((samples - 1) / 2) / Double(max(1, samples - 1))
    let expected = Vector(
      x: first.x + half * step.x, y: first.y + half * step.y, z: first.z + half * step.z)
    return (middle - expected).norm <= 1e-3 * step.norm
  }
}

/// Finds the acquisitions after an excitation, in playing order.
package struct AcquiredLines {
  private let sequence: Sequence
  private let uses: [RFUse]
  private var cache: MomentCache
  private var k = Vector.zero
  private var sinceExcitation: Time?
  private var shot = 0
  private var labels: [Label: Int] = [:]
  private var lines: [AcquiredLine] = []

  /// About 60 MB.
  package static let most = 400_000

  /// At most `most`; a segment that repeats is walked twice, for more runs move k as the second does.
  package static func all(of sequence: Sequence) -> [AcquiredLine] {
    guard sequence.duration != nil else { return [] }
    var finder = AcquiredLines(sequence)
    for segment in sequence.segments {
      for _ in 0..<min(2, segment.repetitions) {
        for index in segment.blocks {
          if finder.lines.count >= most { return finder.lines }
          finder.play(sequence.blocks[index])
        }
      }
    }
    return finder.lines
  }

  private init(_ sequence: Sequence) {
    self.sequence = sequence
    let facts = EventFacts(sequence.library, rasters: sequence.rasters)
    uses = zip(facts.rf, sequence.library.rf).map { $0.use(of: $1) }
    cache = MomentCache(sequence, facts)
  }

  private mutating func play(_ block: Block) {
    if !block.extras.isNone { apply(sequence.library[block.extras].labels) }
    let moments = cache.moments(of: block)
    if !block.rf.isNone { play(sequence.library[block.rf], uses[Int(block.rf.number) - 1], moments) }
    if !block.adc.isNone, let since = sinceExcitation { acquire(sequence.library[block.adc], moments, since) }
    if let total = moments?.total { k = k + total }
    sinceExcitation = sinceExcitation.map { $0 + block.duration }
  }

  private mutating func play(_ pulse: RFEvent, _ use: RFUse, _ moments: BlockMoments?) {
    let centre = pulse.delay + pulse.centre
    let atCentre = moments?.moment(to: centre.seconds) ?? .zero
    if use == .excitation {
      k = -atCentre
      sinceExcitation = -centre
      shot += 1
    } else if use == .refocusing {
      k = -k - atCentre - atCentre
    }
  }

  private mutating func acquire(_ event: ADCEvent, _ moments: BlockMoments?, _ since: Time) {
    guard event.sampleCount > 0, let duration = event.duration else { return }
    let time = { (sample: Int) in event.delay.seconds + event.dwell.seconds * (Double(sample) + 0.5) }
    let start = k
    let at = { (sample: Int) in start + (moments?.moment(to: time(sample)) ?? .zero) }
    let last = event.sampleCount - 1
    lines.append(
      AcquiredLine(
        first: at(0), middle: at(last / 2), last: at(last), samples: event.sampleCount, dwell: event.dwell,
        isEncoded: moments?.isOn(in: time(0)...max(time(0), time(last))) ?? false, shot: shot,
        sinceExcitation: since + event.delay + Time(picoseconds: duration.picoseconds / 2),
        line: labels[.line] ?? 0, partition: labels[.partition] ?? 0,
        isImaging: [Label.navigator, .noise, .off].allSatisfy { (labels[$0] ?? 0) == 0 }))
  }

  /// Within a block all sets act before all increments.
  private mutating func apply(_ operations: [LabelOperation]) {
    for operation in operations where operation.kind == .set { labels[operation.label] = operation.value }
    for operation in operations where operation.kind == .increment {
      labels[operation.label] = (labels[operation.label] ?? 0) &+ operation.value
    }
  }
}
