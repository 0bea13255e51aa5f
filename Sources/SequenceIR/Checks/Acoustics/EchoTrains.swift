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
  private var axes = [Tracker](repeating: Tracker(), count: 3)
  private var time = Time.zero
  private var seen: Set<Key> = []

  private struct Key: Hashable {
    var axis: Int
    var spacing: Double
    var peak: Double
    var block: Int
  }

  /// Lobes come and go by the thousand and few are of a train, so their pieces are kept in three buffers that change
  /// places and are never given back.
  private struct Tracker {
    var current: Lobe?
    var previous: Lobe?
    /// The first of the train; while `count` is 1 that is `previous`.
    var first: Lobe?
    var spacing = 0.0
    var count = 0
    var currentPieces: [Piece] = []
    var previousPieces: [Piece] = []
    /// Those of `first`, from the second lobe on.
    var firstPieces: [Piece] = []

    /// The train, if it is one, begins with `previous`.
    mutating func keepFirst() {
      first = previous
      swap(&firstPieces, &previousPieces)
    }

    /// A straight piece of the current lobe.
    mutating func append(_ a: Double, _ b: Double, from start: Time, lasting duration: Time) {
      guard let lobe = current else { return }
      let piece = Piece(
        start: (start - lobe.start).seconds, duration: duration.seconds, first: a, last: b)
      current?.peak = max(lobe.peak, abs(a), abs(b))
      current?.duration = piece.start + piece.duration
      currentPieces.append(piece)
    }

    mutating func advance(to lobe: Lobe) {
      previous = lobe
      swap(&previousPieces, &currentPieces)
      currentPieces.removeAll(keepingCapacity: true)
    }

    mutating func begin(with lobe: Lobe) {
      advance(to: lobe)
      first = lobe
      count = 1
      spacing = 0
    }
  }

  init(_ play: GradientPlay) {
    self.play = play
    let largest = play.distinct.reduce(0) { max($0, $1.peak) }
    let zero = 1e-6 * largest
    for stretch in play.stretches {
      for repetition in 0..<play.visits(stretch, toFill: 0.2) {
        for index in stretch.blocks(in: repetition) {
          run(index, stretch.number(of: repetition), zero)
        }
      }
    }
    for axis in 0..<3 {
      endLobe(axis)
      endTrain(axis)
    }
  }

  private mutating func run(_ index: Int, _ repetition: Int, _ zero: Double) {
    for piece in play.distinct[Int(play.kinds[index])].pieces {
      for axis in 0..<3 {
        var (a, b) = (piece.first[axis], piece.last[axis])
        if abs(a) <= zero { a = 0 }
        if abs(b) <= zero { b = 0 }
        let start = time + piece.start
        if a * b < 0 {
          let share = a / (a - b)
          let crossing = Time(nearestToSeconds: share * piece.duration.seconds) ?? .zero
          take(axis, a, 0, start, crossing, index, repetition, piece.start)
          take(
            axis, 0, b, start + crossing, piece.duration - crossing, index, repetition, piece.start + crossing
          )
        } else {
          take(axis, a, b, start, piece.duration, index, repetition, piece.start)
        }
      }
    }
    time = time.addingOrLongest(play.distinct[Int(play.kinds[index])].duration)
  }

  /// A straight piece that does not change its sign.
  private mutating func take(
    _ axis: Int, _ a: Double, _ b: Double, _ start: Time, _ duration: Time, _ block: Int,
    _ repetition: Int, _ offset: Time
  ) {
    if a == 0, b == 0 {
      endLobe(axis)
      return
    }
    let isPositive = a + b > 0
    if let current = axes[axis].current, current.isPositive != isPositive || a == 0 { endLobe(axis) }
    if axes[axis].current == nil {
      axes[axis].current = Lobe(
        isPositive: isPositive, start: start, block: block, repetition: repetition, offset: offset)
    }
    axes[axis].append(a, b, from: start, lasting: duration)
    if b == 0 { endLobe(axis) }
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
        shape: axes[axis].firstPieces))
  }
}
