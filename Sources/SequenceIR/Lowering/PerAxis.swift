/// A value for each gradient axis that has one. Every line of a design makes some, and a dictionary would allocate.
struct PerAxis<Value> {
  private var x: Value?
  private var y: Value?
  private var z: Value?

  subscript(axis: Axis) -> Value? {
    get {
      switch axis {
      case .x: x
      case .y: y
      case .z: z
      }
    }
    set {
      switch axis {
      case .x: x = newValue
      case .y: y = newValue
      case .z: z = newValue
      }
    }
  }

  var isEmpty: Bool { x == nil && y == nil && z == nil }

  var count: Int { (x == nil ? 0 : 1) + (y == nil ? 0 : 1) + (z == nil ? 0 : 1) }

  /// In the order of the axes.
  var values: [Value] { [x, y, z].compactMap { $0 } }
}
