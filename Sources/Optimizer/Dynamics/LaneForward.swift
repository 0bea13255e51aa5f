/// The way forth: state through the nodes of a schedule.
extension LanePropagator {
  /// Carries the state through `nodes`; with `keepsTape`, what the way back needs is kept.
  func forward(_ nodes: ArraySlice<Schedule.Node>, keepsTape: Bool) {
    for node in nodes {
      switch node {
      case .run(let run):
        for operation in run.operations { apply(operation) }
        if keepsTape, run.hasControls { tape.push(state.base, count: planes * size) }
      case .relax(let seconds, let control):
        if keepsTape, control != nil { tape.push(state.base, count: planes * size) }
        relax(state.base, seconds: seconds + (control.map { delays[$0] } ?? 0))
      case .select(let orders): select(state.base, orders)
      case .symmetrize: symmetrize(state.base)
      case .dephase(let moment, let cycles):
        dephase(state.base, cyclesPerMetre: moment, cycles: cycles, backwards: false)
      case .positions(let places, let weights, let inner):
        average(places: places, weights: weights, inner[...], keepsTape: keepsTape)
      }
    }
  }

  private func apply(_ operation: Schedule.Operation) {
    switch operation {
    case .turn(let range):
      buildRotations(range, records: false)
      rotate(state.base, planes: planes, rotations.base, transposed: false)
    case .kick(let seconds, let reversed):
      kick(state.base, planes: planes, seconds: seconds, reversed: reversed)
    case .relax(let seconds): relax(state.base, seconds: seconds)
    case .free(let seconds, let control):
      free(state.base, planes: planes, seconds: seconds, control: control, backwards: false)
    }
  }

  private func average(
    places: [[Double]], weights: [Double], _ nodes: ArraySlice<Schedule.Node>, keepsTape: Bool
  ) {
    let start = LaneBuffer<V>(count: planes * size)
    let sum = LaneBuffer<V>(count: planes * size)
    copy(state.base, to: start.base)
    let outer = place
    defer {
      place = outer
      copy(sum.base, to: state.base)
    }
    if isOneMember, !keepsTape, !nodes.contains(where: \.isAverage) {
      spread(places, weights, nodes, from: start, into: sum)
      return
    }
    for (position, weight) in zip(places, weights) {
      copy(start.base, to: state.base)
      place = (outer.x + position[0], outer.y + position[1], outer.z + position[2])
      forward(nodes, keepsTape: keepsTape)
      let share = lanes(weight, as: V.self)
      for index in 0..<planes * size { sum.base[index] = sum.base[index] + share * state.base[index] }
    }
  }

  /// As many places at once as there are lanes: each lane does what all of them would do at its place, and the sum is taken
  /// in the same order, so that not a bit differs from one place after the other.
  private func spread(
    _ places: [[Double]], _ weights: [Double], _ nodes: ArraySlice<Schedule.Node>, from start: LaneBuffer<V>,
    into sum: LaneBuffer<V>
  ) {
    isSpread = true
    defer { isSpread = false }
    for first in stride(from: 0, to: places.count, by: V.scalarCount) {
      copy(start.base, to: state.base)
      for lane in 0..<V.scalarCount {
        // Lanes beyond the last place repeat it, and do not count.
        let position = places[min(first + lane, places.count - 1)]
        lanePlaces[3 * lane] = place.x + position[0]
        lanePlaces[3 * lane + 1] = place.y + position[1]
        lanePlaces[3 * lane + 2] = place.z + position[2]
      }
      forward(nodes, keepsTape: false)
      for lane in 0..<min(V.scalarCount, places.count - first) {
        let share = V.Scalar(weights[first + lane])
        for index in 0..<planes * size {
          sum.base[index] = sum.base[index] + V(repeating: share * state.base[index][lane])
        }
      }
    }
  }
}
