/// The stretches of one sign on each axis of a distinct block, which most blocks of a run share with others.
struct GradientLobes {
  /// A stretch of one sign inside a block; it may be a part of a lobe that reaches over the edges of the block.
  struct Part {
    var isPositive: Bool
    /// True when it does not begin at zero, so that it can continue what the block before it left.
    var continues: Bool
    /// True when nothing of the next block can continue it.
    var isClosed = false
    /// From the start of the block.
    var start: Time
    var duration: Time
    /// Hz/m.
    var peak = 0.0

    fileprivate mutating func extend(by piece: Piece) {
      duration = piece.start + piece.duration - start
      peak = max(peak, abs(piece.first), abs(piece.last))
      isClosed = piece.last == 0
    }
  }

  struct OfBlock {
    /// Indices into `parts`, for each axis.
    var parts = InlineArray<3, Range<Int>>(repeating: 0..<0)
    /// Whether each axis begins with silence.
    var beginsSilent = InlineArray<3, Bool>(repeating: false)
  }

  /// A straight piece on one axis that does not change its sign: times from the start of the block, Hz/m.
  struct Piece {
    var start: Time
    var duration: Time
    var first: Double
    var last: Double

    var isZero: Bool { first == 0 && last == 0 }
  }

  private let play: GradientPlay
  /// What is smaller is zero, Hz/m: a millionth of the largest gradient.
  let zero: Double
  /// Of every block that has been asked for, one after the other.
  private(set) var parts: [Part] = []
  private var known: [OfBlock?]

  init(_ play: GradientPlay) {
    self.play = play
    zero = 1e-6 * play.distinct.reduce(0) { max($0, $1.peak) }
    known = Array(repeating: nil, count: play.distinct.count)
  }

  mutating func lobes(of kind: Int32) -> OfBlock {
    if let known = known[Int(kind)] { return known }
    let isActive = play.distinct[Int(kind)].isActive
    let pieces = play.pieces(of: kind)
    var result = OfBlock()
    for axis in 0..<3 {
      guard isActive[axis] else {
        result.beginsSilent[axis] = !pieces.isEmpty
        continue
      }
      let (beginsSilent, range) = find(in: pieces, axis)
      result.beginsSilent[axis] = beginsSilent
      result.parts[axis] = range
    }
    known[Int(kind)] = result
    return result
  }

  private mutating func find(
    in pieces: ArraySlice<GradientPlay.Piece>, _ axis: Int
  ) -> (beginsSilent: Bool, parts: Range<Int>) {
    let start = parts.count
    var beginsSilent = false
    var isOpen = false
    Self.forEachPiece(of: pieces, axis, zero: zero) { piece in
      let last = parts.count - 1
      if piece.isZero {
        if last < start { beginsSilent = true } else { parts[last].isClosed = true }
        isOpen = false
        return
      }
      let isPositive = piece.first + piece.last > 0
      if !isOpen || parts[last].isPositive != isPositive || piece.first == 0 {
        if last >= start { parts[last].isClosed = true }
        parts.append(
          Part(isPositive: isPositive, continues: piece.first != 0, start: piece.start, duration: .zero))
      }
      parts[parts.count - 1].extend(by: piece)
      isOpen = piece.last != 0
    }
    return (beginsSilent, start..<parts.count)
  }

  /// The pieces of an axis, those that change their sign cut in two where they do.
  static func forEachPiece(
    of pieces: ArraySlice<GradientPlay.Piece>, _ axis: Int, zero: Double, _ body: (Piece) -> Void
  ) {
    for piece in pieces {
      var (a, b) = piece.ends(onAxis: axis)
      if abs(a) <= zero { a = 0 }
      if abs(b) <= zero { b = 0 }
      if a * b < 0 {
        let share = a / (a - b)
        let crossing = Time(nearestToSeconds: share * piece.duration.seconds) ?? .zero
        body(Piece(start: piece.start, duration: crossing, first: a, last: 0))
        body(Piece(start: piece.start + crossing, duration: piece.duration - crossing, first: 0, last: b))
      } else {
        body(Piece(start: piece.start, duration: piece.duration, first: a, last: b))
      }
    }
  }
}
