/// Where relaxation acts in a schedule.

extension ScheduleBuilder {
  /// In pulses that are not searched for, relaxation acts with the couplings: B1 turns spins so fast that nothing coarser
  /// would do. In delays and searched pulses it has steps of its own: there a step costs more, and delays need few.
  mutating func runs(of pieces: [Piece]) -> [Schedule.Node] {
    guard !pieces.isEmpty else { return [] }
    guard relaxes else { return [run(of: pieces[...], relaxes: false)] }
    var result: [Schedule.Node] = []
    var first = 0
    while first < pieces.count {
      let rest = pieces[first...]
      let end = rest.firstIndex { $0.relaxation != pieces[first].relaxation } ?? pieces.count
      switch pieces[first].relaxation {
      case .withCouplings: result.append(run(of: pieces[first..<end], relaxes: true))
      case .inSteps: result += steps(of: pieces[first..<end])
      }
      first = end
    }
    return result
  }

  /// Relaxation acts in the middle of equal stretches: half a stretch, relax, a stretch, relax, ..., half a stretch.
  private mutating func steps(of pieces: ArraySlice<Piece>) -> [Schedule.Node] {
    let total = pieces.reduce(0) { $0 + $1.seconds }
    guard total > 0 else { return [run(of: pieces, relaxes: false)] + searchedRelaxation(pieces) }
    let count = max(1, Int((total / accuracy.relaxationSeconds).rounded(.up)))
    let stretch = total / Double(count)
    var result: [Schedule.Node] = []
    var current: [Piece] = []
    var time = 0.0
    var next = 0
    for piece in pieces {
      var rest = piece.seconds
      while next < count, time + rest > (Double(next) + 0.5) * stretch - 1e-12 {
        let untilNext = max(0, (Double(next) + 0.5) * stretch - time)
        if case .free(nil) = piece.kind, untilNext > 0, untilNext < rest {
          current.append(Piece(kind: piece.kind, seconds: untilNext, isControl: false))
          rest -= untilNext
          time += untilNext
        } else if untilNext > rest / 2 {
          break
        }
        result.append(run(of: current[...], relaxes: false))
        current = []
        result.append(.relax(stretch, control: nil))
        next += 1
      }
      if rest > 0 || piece.isControl {
        current.append(Piece(kind: piece.kind, seconds: rest, isControl: piece.isControl))
        time += rest
      }
    }
    result.append(run(of: current[...], relaxes: false))
    while next < count {
      result.append(.relax(stretch, control: nil))
      next += 1
    }
    return result.filter { node in
      if case .run(let run) = node { return !run.operations.isEmpty }
      return true
    } + searchedRelaxation(pieces)
  }

  /// What searched delays add to the time that relaxation acts.
  private func searchedRelaxation(_ pieces: ArraySlice<Piece>) -> [Schedule.Node] {
    pieces.compactMap { piece in
      if case .free(let control?) = piece.kind { return .relax(0, control: control) }
      return nil
    }
  }
}
