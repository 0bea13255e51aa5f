/// An objective of controls as a function of the parameters that are free.

/// f(x) = objective(u) + penalties(u), u = space(x), with the gradient by the free entries of x.
package struct ControlledFunction: DifferentiableFunction {
  package let space: ControlSpace
  package let penalties: ControlPenalties?
  package let freeEntries: FreeEntries
  /// A function of all controls: the physics.
  package let objective: any DifferentiableFunction

  package init(
    space: ControlSpace, objective: any DifferentiableFunction, penalties: ControlPenalties? = nil,
    freeEntries: FreeEntries? = nil
  ) {
    precondition(objective.dimension == space.controlCount, "the objective takes the controls of the space")
    self.space = space
    self.objective = objective
    self.penalties = penalties
    self.freeEntries = freeEntries ?? FreeEntries(of: [Double](repeating: 0, count: space.dimension))
  }

  package var dimension: Int { freeEntries.count }

  package func evaluate(_ x: [Double], gradient: inout [Double]) -> Double {
    let full = freeEntries.full(x)
    let controls = space.evaluate(full)
    var byControls = [Double](repeating: 0, count: controls.count)
    var value = objective.evaluate(controls, gradient: &byControls)
    if let penalties { value += penalties.evaluate(controls, addingGradientTo: &byControls) }
    gradient = freeEntries.reduced(space.pullBack(byControls, at: full))
    return value
  }
}

/// Which entries of a vector vary; the others keep their value, as a delay does once it lies on its raster.
package struct FreeEntries: Sendable, Equatable {
  private let values: [Double]
  private let positions: [Int]

  /// `values` holds all entries; those in `frozen` stay as they are.
  package init(of values: [Double], frozen: [Range<Int>] = []) {
    self.values = values
    positions = values.indices.filter { index in !frozen.contains { $0.contains(index) } }
  }

  package var count: Int { positions.count }

  package func full(_ free: [Double]) -> [Double] {
    precondition(free.count == positions.count, "as many entries as are free")
    var result = values
    for (position, value) in zip(positions, free) { result[position] = value }
    return result
  }

  package func reduced(_ full: [Double]) -> [Double] { positions.map { full[$0] } }
}
