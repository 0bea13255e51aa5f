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
      guard let train = train(context, quantity, axis), train.durationSeconds > 0, train.energy.isFinite
      else { return nil }
      parts.append("\(axis.name) \(CheckLabel.short(value(train.energy / train.durationSeconds)))")
    }
    return "\(parts.joined(separator: ", ")) \(unit) over the run"
  }

  /// One physical axis, or all three as a vector.
  private static func train(_ context: CheckContext, _ quantity: Quantity, _ axis: Axis?) -> PowerTrain? {
    var shapes: [PowerShape] = []
    var profiles: [PowerTrain.Profile] = []
    // Without a rotation an axis has one gradient, which many sets share.
    var known: [GradientID: Int] = [:]
    let profileOfCombination = context.uses.combinations.map { use -> Int? in
      let set = use.combination
      let ids = [set.gx, set.gy, set.gz]
      let alone = axis.flatMap { set.rotation == nil ? ids[$0.rawValue] : nil }
      if let alone, alone.isNone { return nil }
      if let alone, let profile = known[alone] { return profile }
      let played = ids.indices.map { index in
        ids[index].isNone || (alone != nil && index != axis?.rawValue)
          ? [] : context.facts[ids[index]].corners
      }
      shapes.append(shape(played, quantity, axis, set.rotation?.matrix))
      profiles.append(PowerTrain.Profile(shape: shapes.count - 1, scale: 1, delay: 0))
      if let alone { known[alone] = profiles.count - 1 }
      return profiles.count - 1
    }
    return PowerTrain(context.sequence, shapes: shapes, profiles: profiles) { index in
      let combination = context.uses.combinationOfBlock[index]
      return combination < 0 ? nil : profileOfCombination[Int(combination)]
    }
  }

  private static func shape(
    _ axes: [[GradientCorner]], _ quantity: Quantity, _ axis: Axis?, _ matrix: [Double]?
  ) -> PowerShape {
    var shape = PowerShape()
    var end = Time.zero
    func wanted(_ value: SIMD3<Double>) -> SIMD3<Double> {
      let turned = GradientCombination.turned(value, matrix)
      guard let axis else { return turned }
      return SIMD3(turned[axis.rawValue], 0, 0)
    }
    MergedGradients.forEachPiece(axes) { start, next, first, last in
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
