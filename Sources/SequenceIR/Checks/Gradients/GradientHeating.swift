/// What heats the gradient coil and its amplifiers: root mean square and duty of each axis, over the whole run.
///
/// The orientation that the console prescribes turns the axes: an axis can then carry anything from its own part to
/// the whole vector, and the value is an interval.
enum GradientHeating {
  static func rootMeanSquare(_ context: CheckContext) -> Measurements {
    let window = context.time(.gradientRMSWindow)
    return measure(context, .square, window: window, limit: context.value(.gradientRMS) * 1e3) {
      context.millitesla($0.squareRoot())
    }
  }

  static func duty(_ context: CheckContext) -> Measurements {
    let window = context.time(.gradientDutyWindow)
    return measure(context, .isOn, window: window, limit: context.value(.gradientDuty) * 100) { 100 * $0 }
  }

  /// `x 12.1, y 3.2, z 0 mT/m over the run`
  static func rootMeanSquareOfRun(_ context: CheckContext) -> String? {
    overRun(context, .square, "mT/m") { context.millitesla($0.squareRoot()) }
  }

  /// `x 61, y 12, z 40 % of the run`
  static func dutyOfRun(_ context: CheckContext) -> String? {
    overRun(context, .isOn, "%") { 100 * $0 }
  }

  static func help(_ context: CheckContext, _ observation: Measurements.Observation) -> String? {
    let share = observation.limit / observation.measured.upperBound
    guard share > 0, share < 1 else { return nil }
    let percent = DecimalText.significant((share * 1000).rounded(.down) / 10, 4)
    return "more time between the gradients, or less of them: \(percent) % of this value would do"
  }

  /// What is integrated over time.
  private enum Quantity {
    /// (Hz/m)^2
    case square
    /// One while the gradient is not zero.
    case isOn
  }

  /// `value` turns a mean into the check's unit.
  private static func measure(
    _ context: CheckContext, _ quantity: Quantity, window: Time, limit: Double, _ value: (Double) -> Double
  ) -> Measurements {
    var measurements = Measurements(context)
    func mean(_ axis: Axis?) -> WindowMean? {
      train(context, quantity, axis).map { WindowMean($0, window: window) }
    }
    let axes = Axis.allCases.compactMap { axis in mean(axis).map { (axis, $0) } }
    guard axes.count == 3 else {
      measurements.recordMissing("the run is longer than \(Time.longestInWords)")
      return measurements
    }
    func record(_ measured: ClosedRange<Double>, _ axis: Axis, _ mean: WindowMean, _ what: String) {
      measurements.record(
        mean.observation(measured, limit: limit, what: what, axis: axis.name),
        tolerance: GradientChecks.conversionNoise)
    }
    guard context.uses.combinations.contains(where: { $0.combination.isFree }), let vector = mean(nil) else {
      for (axis, mean) in axes where mean.value.upperBound > 0 {
        let measured = value(mean.value.lowerBound)...value(mean.value.upperBound)
        record(measured, axis, mean, "on \(axis.name) \(mean.words)")
      }
      return measurements
    }
    var (axis, largest) = axes[0]
    for (other, mean) in axes where mean.value.lowerBound > largest.value.lowerBound {
      (axis, largest) = (other, mean)
    }
    let low = value(largest.value.lowerBound)
    record(
      low...max(low, value(vector.value.upperBound)), axis, largest,
      "\(largest.words), from axis \(axis.name) as it stands to any orientation")
    return measurements
  }

  private static func overRun(
    _ context: CheckContext, _ quantity: Quantity, _ unit: String, _ value: (Double) -> Double
  ) -> String? {
    var parts: [String] = []
    for axis in Axis.allCases {
      let (shapes, shapeOfCombination) = shapes(context, quantity, axis)
      let energies = shapeOfCombination.map { $0 < 0 ? 0 : shapes[Int($0)].total }
      let total = PowerTrain.total(context.sequence) { index in
        let combination = context.uses.combinationOfBlock[index]
        return combination < 0 ? 0 : energies[Int(combination)]
      }
      guard let (energy, duration) = total, duration > 0, energy.isFinite else { return nil }
      parts.append("\(axis.name) \(CheckLabel.short(value(energy / duration)))")
    }
    return "\(parts.joined(separator: ", ")) \(unit) over the run"
  }

  /// One physical axis, or all three as a vector.
  private static func train(_ context: CheckContext, _ quantity: Quantity, _ axis: Axis?) -> PowerTrain? {
    let (shapes, shapeOfCombination) = shapes(context, quantity, axis)
    let profiles = shapes.indices.map { PowerTrain.Profile(shape: $0, scale: 1, delay: 0) }
    return PowerTrain(context.sequence, shapes: shapes, profiles: profiles) { index in
      let combination = context.uses.combinationOfBlock[index]
      guard combination >= 0, shapeOfCombination[Int(combination)] >= 0 else { return nil }
      return Int(shapeOfCombination[Int(combination)])
    }
  }

  /// What each combination of gradients spends: an index into `shapes`; -1 where it spends nothing.
  private static func shapes(
    _ context: CheckContext, _ quantity: Quantity, _ axis: Axis?
  ) -> (shapes: [PowerShape], ofCombination: [Int32]) {
    var shapes: [PowerShape] = []
    // Without a rotation an axis has one gradient, which many sets share; by its id - 1.
    var known = [Int32](repeating: -1, count: context.sequence.library.gradients.count)
    let ofCombination = context.uses.combinations.map { use -> Int32 in
      let (set, facts) = (use.combination, context.facts)
      guard let axis, set.rotation == nil else {
        shapes.append(
          shape(
            facts.corners(set.gx), facts.corners(set.gy), facts.corners(set.gz), quantity, axis, set.rotation)
        )
        return Int32(clamping: shapes.count - 1)
      }
      let alone = axis == .x ? set.gx : axis == .y ? set.gy : set.gz
      if alone.isNone { return -1 }
      let place = Int(alone.number) - 1
      if known[place] < 0 {
        known[place] = Int32(clamping: shapes.count)
        let corners = facts.corners(alone)
        shapes.append(
          shape(
            axis == .x ? corners : [], axis == .y ? corners : [], axis == .z ? corners : [], quantity, axis,
            nil))
      }
      return known[place]
    }
    return (shapes, ofCombination)
  }

  private static func shape(
    _ x: [GradientCorner], _ y: [GradientCorner], _ z: [GradientCorner], _ quantity: Quantity, _ axis: Axis?,
    _ rotation: Rotation?
  ) -> PowerShape {
    let matrix = rotation?.matrix
    var shape = PowerShape()
    var end = Time.zero
    func wanted(_ value: SIMD3<Double>) -> SIMD3<Double> {
      let turned = GradientCombination.turned(value, matrix)
      guard let axis else { return turned }
      return SIMD3(turned[axis.rawValue], 0, 0)
    }
    MergedGradients.forEachPiece(x, y, z) { start, next, first, last in
      if start > end { shape.hold(0, seconds: (start - end).seconds) }
      let (a, b) = (wanted(first), wanted(last))
      let seconds = (next - start).seconds
      switch quantity {
      case .square: shape.line(from: a, to: b, seconds: seconds)
      case .isOn: shape.hold(a == .zero && b == .zero ? 0 : 1, seconds: seconds)
      }
      end = next
    }
    return shape
  }
}
