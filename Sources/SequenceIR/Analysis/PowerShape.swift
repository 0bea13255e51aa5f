/// The square of a waveform over time, with its running integral: what energies and means over windows are made of.
///
/// In pieces: a held sample has a constant power, a straight line one of second degree. Every integral is a closed form.
package struct PowerShape: Sendable {
  /// From `start` on, in seconds from the start of the shape, the power is `constant + linear s + square s^2`, s being
  /// the time since `start`.
  package struct Piece: Sendable {
    package var start: Double
    package var constant: Double
    package var linear = 0.0
    package var square = 0.0
    /// Integral of all pieces before this one.
    package var before = 0.0

    /// Integral over the first `s` seconds of the piece.
    func integral(_ s: Double) -> Double { s * (constant + s * (linear / 2 + s * (square / 3))) }
  }

  package private(set) var pieces: [Piece] = []
  /// Seconds; the power is zero outside 0 ... `duration`.
  package private(set) var duration = 0.0
  /// Integral over all of it; not finite when a value of the waveform is not.
  package private(set) var total = 0.0

  package init() {}

  /// Appends `seconds` of a constant power; equal neighbours become one piece.
  package mutating func hold(_ power: Double, seconds: Double) {
    guard seconds > 0 else { return }
    let isSame = pieces.last.map { $0.constant == power && $0.linear == 0 && $0.square == 0 } ?? false
    if !isSame { pieces.append(Piece(start: duration, constant: power, before: total)) }
    duration += seconds
    total += power * seconds
  }

  /// Appends the square of a straight line from `a` to `b` (real and imaginary part, or x, y and z, in turn).
  package mutating func line(from a: SIMD3<Double>, to b: SIMD3<Double>, seconds: Double) {
    guard seconds > 0 else { return }
    let slope = (b - a) / seconds
    guard a != b else { return hold((a * a).sum(), seconds: seconds) }
    let piece = Piece(
      start: duration, constant: (a * a).sum(), linear: 2 * (a * slope).sum(), square: (slope * slope).sum(),
      before: total)
    pieces.append(piece)
    duration += seconds
    total += piece.integral(seconds)
  }

  /// Integral from the start to `time`, seconds; outside the shape nothing is added.
  package func integral(to time: Double) -> Double {
    if time <= 0 { return 0 }
    if time >= duration { return total }
    let piece = pieces[index(at: time)]
    return piece.before + piece.integral(time - piece.start)
  }

  /// The last piece that starts at or before `time`; the first when none does. There must be pieces.
  func index(at time: Double) -> Int {
    var low = 0
    var high = pieces.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].start <= time { low = middle } else { high = middle }
    }
    return low
  }
}

extension PowerShape {
  /// |B1|^2 of an RF event's shapes at an amplitude of one: held samples where the samples are the centres of equal
  /// cells, else straight lines in the complex plane between them. Nil for shapes beyond `RFFacts.longestDecoded`.
  package init?(_ event: RFEvent, library: EventLibrary, raster: Time) {
    let magnitude = library[event.magnitude]
    guard magnitude.sampleCount <= RFFacts.longestDecoded else { return nil }
    let times = event.time.isNone ? nil : library[event.time]
    if let dwell = RFShapeFacts.dwellSeconds(times, raster: raster) {
      magnitude.forEachStraightRun { first, step, count in
        if step == 0 {
          hold(first * first, seconds: dwell * Double(count))
        } else {
          for index in 0..<count {
            let value = first + step * Double(index)
            hold(value * value, seconds: dwell)
          }
        }
      }
      return
    }
    guard let times, times.sampleCount <= RFFacts.longestDecoded else { return nil }
    let phases =
      event.phase.isNone
      ? [Double](repeating: 0, count: magnitude.sampleCount) : library[event.phase].samples()
    let points = zip(magnitude.samples(), phases).map { size, turns in
      let (sine, cosine) = ElementaryFunctions.sineAndCosine(2 * ElementaryFunctions.pi * turns)
      return SIMD3(size * cosine, size * sine, 0)
    }
    let instants = times.samples()
    guard let first = instants.first, points.count >= 1 else { return }
    hold(0, seconds: first * raster.seconds)
    for index in 1..<max(1, min(points.count, instants.count)) {
      line(
        from: points[index - 1], to: points[index],
        seconds: (instants[index] - instants[index - 1]) * raster.seconds)
    }
  }
}
