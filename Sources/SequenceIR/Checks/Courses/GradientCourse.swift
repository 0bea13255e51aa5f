/// The gradients of a stretch of a run on the physical axes, as straight pieces, for figures over time.
package struct GradientCourse: Sendable {
  package struct Piece: Sendable {
    /// From the start of the window, s; negative for a block that began before it.
    package var start: Double
    package var end: Double
    /// Hz/m at both ends.
    package var first: SIMD3<Double>
    package var last: SIMD3<Double>
  }

  /// In time order; where there is none, gradients are zero.
  package private(set) var pieces: [Piece] = []
  /// A rotation turns some of them, so that they are not what the file writes.
  package private(set) var isRotated = false

  package init(_ sequence: Sequence, _ window: PlayedWindow) {
    let library = sequence.library
    var known: [GradientID: [GradientCorner]] = [:]
    for entry in window.entries {
      let ids = [entry.block.gx, entry.block.gy, entry.block.gz]
      if ids.allSatisfy(\.isNone) { continue }
      let corners = ids.map { id -> [GradientCorner] in
        if id.isNone { return [] }
        if let found = known[id] { return found }
        let found = library.corners(of: id, gradientRaster: sequence.rasters.gradient)
        known[id] = found
        return found
      }
      let matrix = entry.block.extras.isNone ? nil : library[entry.block.extras].rotation?.matrix
      if matrix != nil { isRotated = true }
      let offset = (entry.start - window.start).seconds
      MergedGradients.forEachPiece(corners[0], corners[1], corners[2]) { start, end, first, last in
        pieces.append(
          Piece(
            start: offset + start.seconds, end: offset + end.seconds,
            first: GradientCombination.turned(first, matrix), last: GradientCombination.turned(last, matrix)))
      }
    }
  }
}

/// Moments of gradients over a stretch of a run: what a spin has been dephased by, at rest and in motion.
///
/// An excitation puts both to zero at its centre, and time counts from there; a refocusing pulse negates them. What other
/// pathways do is not followed. Before the first excitation, they count from the start of the window.
package struct MomentCourse: Sendable {
  package struct Point: Sendable {
    /// From the start of the window, s.
    package var seconds: Double
    /// Integral of G dt, 1/m.
    package var zeroth: SIMD3<Double>
    /// Integral of G t dt, s/m, t counting from the excitation.
    package var first: SIMD3<Double>
  }

  package private(set) var points: [Point] = []
  /// Ranges of indices into `points` during which data are acquired.
  package private(set) var acquisitions: [Range<Int>] = []
  package private(set) var refocusings = 0

  private enum Event {
    case excitation, refocusing
  }

  /// `steps` points, and one wherever a gradient bends or a pulse has its centre.
  package init(_ sequence: Sequence, _ window: PlayedWindow, steps: Int = 600) {
    let facts = EventFacts(sequence.library, rasters: sequence.rasters)
    var events: [(seconds: Double, event: Event)] = []
    var data: [ClosedRange<Double>] = []
    for entry in window.entries {
      let offset = (entry.start - window.start).seconds
      if !entry.block.rf.isNone {
        let pulse = sequence.library[entry.block.rf]
        let use = facts[entry.block.rf].use(of: pulse)
        let centre = offset + (pulse.delay + pulse.centre).seconds
        if use == .excitation { events.append((centre, .excitation)) }
        if use == .refocusing { events.append((centre, .refocusing)) }
      }
      if !entry.block.adc.isNone {
        let adc = sequence.library[entry.block.adc]
        let begin = offset + adc.delay.seconds
        data.append(begin...(begin + max(adc.duration?.seconds ?? 0, 0)))
      }
    }
    let course = GradientCourse(sequence, window)
    let grid = (0...max(steps, 1)).map { window.seconds * Double($0) / Double(max(steps, 1)) }
    let bounds = data.flatMap { [$0.lowerBound, $0.upperBound] }
    let times = (grid + bounds + events.map(\.seconds) + course.pieces.flatMap { [$0.start, $0.end] })
      .sorted()
    walk(times, course, events, until: window.seconds)
    acquisitions = data.compactMap { range in
      let first = points.firstIndex { $0.seconds >= range.lowerBound }
      let last = points.lastIndex { $0.seconds <= range.upperBound }
      guard let first, let last, first <= last else { return nil }
      return first..<(last + 1)
    }
  }

  private mutating func walk(
    _ times: [Double], _ course: GradientCourse, _ events: [(seconds: Double, event: Event)],
    until end: Double
  ) {
    var zeroth = SIMD3<Double>()
    var first = SIMD3<Double>()
    var origin = 0.0
    var now = times.first ?? 0
    var piece = 0
    var event = 0
    for time in times where time <= end {
      while piece < course.pieces.count, course.pieces[piece].end <= now { piece += 1 }
      if time > now, piece < course.pieces.count, course.pieces[piece].start < time {
        let (m0, m1) = Self.moments(course.pieces[piece], from: now, to: time, origin: origin)
        zeroth += m0
        first += m1
      }
      now = time
      add(Point(seconds: now, zeroth: zeroth, first: first))
      while event < events.count, events[event].seconds <= now {
        switch events[event].event {
        case .excitation:
          (zeroth, first) = (SIMD3(), SIMD3())
          origin = now
        case .refocusing:
          (zeroth, first) = (-zeroth, -first)
          refocusings += 1
        }
        event += 1
        add(Point(seconds: now, zeroth: zeroth, first: first))
      }
    }
    points.removeAll { $0.seconds < 0 }
  }

  private mutating func add(_ point: Point) {
    if let last = points.last, last.seconds == point.seconds, last.zeroth == point.zeroth { return }
    points.append(point)
  }

  /// Integrals of g and of (t - origin) g over a part of a straight piece, in closed form.
  private static func moments(
    _ piece: GradientCourse.Piece, from: Double, to: Double, origin: Double
  ) -> (SIMD3<Double>, SIMD3<Double>) {
    let (a, b) = (max(from, piece.start), min(to, piece.end))
    guard b > a, piece.end > piece.start else { return (SIMD3(), SIMD3()) }
    let slope = (piece.last - piece.first) / (piece.end - piece.start)
    let start = piece.first + slope * (a - piece.start)
    let h = b - a
    let zeroth = start * h + slope * (h * h / 2)
    let around = start * (h * h / 2) + slope * (h * h * h / 3)
    return (zeroth, zeroth * (a - origin) + around)
  }
}
