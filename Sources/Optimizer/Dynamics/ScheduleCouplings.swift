/// Where the couplings act in a schedule.

extension ScheduleBuilder {
  /// Strang splitting: the couplings of each interval act at its middle, all at once. Delays in their eigenbasis have
  /// their couplings already.
  mutating func run(of pieces: ArraySlice<Piece>, relaxes: Bool) -> Schedule.Node {
    var run = Schedule.Run()
    run.hasControls = pieces.contains { $0.isControl }
    var stretch: [(index: Int, seconds: Double)] = []
    for piece in pieces {
      switch piece.kind {
      case .microstep(let index): stretch.append((index, piece.seconds))
      case .free(let control):
        run.operations += operations(of: stretch, relaxes: relaxes)
        stretch = []
        run.operations.append(.free(piece.seconds, control: control))
      }
    }
    run.operations += operations(of: stretch, relaxes: relaxes)
    return .run(run)
  }

  /// Intervals of at most the kick distance. The couplings of each act at its middle; where that is no border of
  /// microsteps, half of them act before it and half after it. A kick beside the middle would leave an error of first
  /// order.
  private mutating func operations(
    of stretch: [(index: Int, seconds: Double)], relaxes: Bool
  ) -> [Schedule.Operation] {
    var result: [Schedule.Operation] = []
    var turnStart = 0
    func turn(upTo end: Int) {
      if end > turnStart { result.append(.turn(stretch[turnStart].index..<stretch[end - 1].index + 1)) }
      turnStart = end
    }
    var first = 0
    while first < stretch.count {
      if let interval = symmetricInterval(of: stretch, from: first) {
        turn(upTo: interval.middle)
        result += kick(interval.seconds, relaxes: relaxes)
        first = interval.end
      } else {
        let half = stretch[first].seconds / 2
        turn(upTo: first)
        result += kick(half, relaxes: relaxes)
        turn(upTo: first + 1)
        result += kick(half, relaxes: relaxes)
        first += 1
      }
    }
    turn(upTo: stretch.count)
    return result
  }

  /// Couplings and relaxation, every second time in the opposite order.
  private mutating func kick(_ seconds: Double, relaxes: Bool) -> [Schedule.Operation] {
    let kick = Schedule.Operation.kick(seconds, reversed: isReversed)
    defer { isReversed.toggle() }
    guard relaxes else { return [kick] }
    return isReversed ? [.relax(seconds), kick] : [kick, .relax(seconds)]
  }

  /// The longest interval from `first` that is not above the kick distance and has a border at its middle.
  private func symmetricInterval(
    of stretch: [(index: Int, seconds: Double)], from first: Int
  ) -> (middle: Int, end: Int, seconds: Double)? {
    var best: (middle: Int, end: Int, seconds: Double)?
    var seconds = 0.0
    var (middle, before) = (first, 0.0)
    for end in first..<stretch.count {
      seconds += stretch[end].seconds
      if seconds > accuracy.kickSeconds * 1.000001 { break }
      while before + stretch[middle].seconds <= seconds / 2 * 1.000001 {
        before += stretch[middle].seconds
        middle += 1
      }
      if middle > first, before >= seconds / 2 * 0.999999 { best = (middle, end + 1, seconds) }
    }
    return best
  }
}
