/// Finds gradients that alternate at a constant period, as echo-planar readouts do, on each physical axis.
struct EchoTrains {
  struct Train {
    var axis: Axis
    var lobes: Int
    /// From the beginning of one lobe to that of the next, seconds.
    var spacing: Double
    var firstLobe: Lobe
    /// The straight pieces of the first lobe, in time order.
    var shape: [Piece]

    /// Hz.
    var fundamental: Double { 1 / (2 * spacing) }

    /// Amplitude of the k-th harmonic of the endless train, k odd, Hz/m: (2/spacing) |integral of g exp(-i w t) dt| over a
    /// lobe.
    func amplitude(ofHarmonic k: Int) -> Double {
      2 / spacing * spectrum(at: Double(k) * fundamental)
    }

    /// |integral of g exp(-i 2 pi f t) dt| over the first lobe, in closed form.
    private func spectrum(at hertz: Double) -> Double {
      let omega = ElementaryFunctions.twoPi * hertz
      var real = 0.0
      var imaginary = 0.0
      for piece in shape {
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(omega * piece.start)
        let (re, im) = StraightPiece(omega: omega, duration: piece.duration).transform(
          first: piece.first, slope: (piece.last - piece.first) / piece.duration)
        real += re * cosine + im * sine
        imaginary += im * cosine - re * sine
      }
      return (real * real + imaginary * imaginary).squareRoot()
    }
  }

  /// A stretch of one sign.
  struct Lobe {
    var isPositive: Bool
    var start: Time
    var peak = 0.0
    /// Seconds.
    var duration = 0.0
    var block: Int
    var repetition: Int
    var offset: Time
  }

  /// A straight piece of a lobe: seconds from the start of the lobe, Hz/m.
  struct Piece {
    var start: Double
    var duration: Double
    var first: Double
    var last: Double
  }

  /// Fewer lobes are no train.
  static let fewestLobes = 4
  /// Lobes of a train differ by no more than this in spacing and in peak.
  private static let spacingTolerance = 0.01
  private static let peakTolerance = 0.2
  /// A lobe takes at least this part of its spacing: pulses with long pauses are no oscillation of that period, and their
  /// spectrum is V002's.
  private static let leastFilling = 0.5

  private(set) var trains: [Train] = []
  private let play: GradientPlay
  private var lobes: GradientLobes
  private var axes = [Tracker](repeating: Tracker(), count: 3)
  private var time = Time.zero
  private var seen: Set<Key> = []

  private struct Key: Hashable {
    var axis: Int
    var spacing: Double
    var peak: Double
    var block: Int
  }

  /// Lobes come and go by the thousand and few are of a train, so their parts are kept in three buffers that change
  /// places and are never given back.
  private struct Tracker {
    var current: Lobe?
    var previous: Lobe?
    /// The first of the train; while `count` is 1 that is `previous`.
    var first: Lobe?
    var spacing = 0.0
    var count = 0
    var currentParts: [Part] = []
    var previousParts: [Part] = []
    /// Those of `first`, from the second lobe on.
    var firstParts: [Part] = []

    /// The train, if it is one, begins with `previous`.
    mutating func keepFirst() {
      first = previous
      swap(&firstParts, &previousParts)
    }

    /// What a block adds to the current lobe.
    mutating func append(_ part: GradientLobes.Part, at start: Time, kind: Int32) {
      guard let lobe = current else { return }
      current?.peak = max(lobe.peak, part.peak)
      current?.duration = (start + part.duration - lobe.start).seconds
      currentParts.append(
        Part(kind: kind, start: part.start, end: part.start + part.duration, offset: start - lobe.start))
    }

    mutating func advance(to lobe: Lobe) {
      previous = lobe
      swap(&previousParts, &currentParts)
      currentParts.removeAll(keepingCapacity: true)
    }

    mutating func begin(with lobe: Lobe) {
      advance(to: lobe)
      first = lobe
      count = 1
      spacing = 0
    }
  }

  /// Of a distinct block, from `start` to `end` in it; `offset` from the start of the lobe.
  private struct Part {
    var kind: Int32
    var start: Time
    var end: Time
    var offset: Time
  }

  init(_ play: GradientPlay) {
    self.play = play
    lobes = GradientLobes(play)
    for stretch in play.stretches {
      for repetition in 0..<play.visits(stretch, toFill: 0.2) {
        for index in stretch.blocks(in: repetition) { run(index, stretch.number(of: repetition)) }
      }
    }
    for axis in 0..<3 {
      endLobe(axis)
      endTrain(axis)
    }
  }

  private mutating func run(_ index: Int, _ repetition: Int) {
    let kind = play.kinds[index]
    let found = lobes.lobes(of: kind)
    for axis in 0..<3 {
      if found.beginsSilent[axis] { endLobe(axis) }
      for number in found.parts[axis] {
        let part = lobes.parts[number]
        let joins = part.continues && axes[axis].current?.isPositive == part.isPositive
        if !joins {
          endLobe(axis)
          axes[axis].current = Lobe(
            isPositive: part.isPositive, start: time + part.start, block: index, repetition: repetition,
            offset: part.start)
        }
        axes[axis].append(part, at: time + part.start, kind: kind)
        if part.isClosed { endLobe(axis) }
      }
    }
    time = time.addingOrLongest(play.distinct[Int(kind)].duration)
  }

  private mutating func endLobe(_ axis: Int) {
    guard let lobe = axes[axis].current else { return }
    axes[axis].current = nil
    guard let previous = axes[axis].previous else {
      axes[axis].begin(with: lobe)
      return
    }
    let spacing = (lobe.start - previous.start).seconds
    let ratio = lobe.peak / previous.peak
    let isFilled = previous.duration >= Self.leastFilling * spacing
    let alternates =
      lobe.isPositive != previous.isPositive && abs(ratio - 1) <= Self.peakTolerance && isFilled
    let isFirstPair = axes[axis].count == 1
    let isRegular =
      isFirstPair || abs(spacing - axes[axis].spacing) <= Self.spacingTolerance * axes[axis].spacing
    if alternates, isRegular {
      if isFirstPair {
        axes[axis].spacing = spacing
        axes[axis].keepFirst()
      }
      axes[axis].count += 1
      axes[axis].advance(to: lobe)
      return
    }
    endTrain(axis)
    if alternates {
      // The last two may begin a train of another period.
      axes[axis].keepFirst()
      axes[axis].spacing = spacing
      axes[axis].count = 2
      axes[axis].advance(to: lobe)
    } else {
      axes[axis].begin(with: lobe)
    }
  }

  private mutating func endTrain(_ axis: Int) {
    let lobes = axes[axis].count
    guard lobes >= Self.fewestLobes, let first = axes[axis].first, let last = axes[axis].previous else {
      return
    }
    let spacing = (last.start - first.start).seconds / Double(lobes - 1)
    let key = Key(axis: axis, spacing: spacing, peak: first.peak, block: first.block)
    guard seen.insert(key).inserted else { return }
    trains.append(
      Train(
        axis: Axis.allCases[axis], lobes: lobes, spacing: spacing, firstLobe: first,
        shape: axes[axis].firstParts.flatMap { pieces(of: $0, axis) }))
  }

  private func pieces(of part: Part, _ axis: Int) -> [Piece] {
    var result: [Piece] = []
    GradientLobes.forEachPiece(of: play.pieces(of: part.kind), axis, zero: lobes.zero) { piece in
      guard piece.start >= part.start, part.end > piece.start, piece.duration > .zero else { return }
      result.append(
        Piece(
          start: (part.offset + piece.start - part.start).seconds, duration: piece.duration.seconds,
          first: piece.first, last: piece.last))
    }
    return result
  }
}
