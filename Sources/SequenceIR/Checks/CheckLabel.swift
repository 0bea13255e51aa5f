/// Words that set a value against its limit, with as many digits as it takes to see them differ.
enum CheckLabel {
  /// `needs 214 T/m/s, limit is 200 T/m/s`; for times that must be free: `40 us after the block begins, 100 us needed`.
  static func comparison(_ observation: Measurements.Observation, _ unit: String) -> String {
    if observation.relation == .atLeast {
      let (free, needed) = distinct(observation.measured.lowerBound, observation.limit)
      if observation.measured.lowerBound <= 0 {
        return "no time \(observation.what), \(needed) \(unit) needed"
      }
      return "\(free) \(unit) \(observation.what), \(needed) \(unit) needed"
    }
    if observation.measured.upperBound.isInfinite {
      return "steps, or is not a number; limit is \(with(short(observation.limit), unit))"
    }
    // Counts are told in full.
    let (value, limit) =
      unit.isEmpty
      ? (DecimalText.shortest(observation.measured.upperBound), DecimalText.shortest(observation.limit))
      : distinct(observation.measured.upperBound, observation.limit)
    let what = observation.what.isEmpty ? "" : "\(observation.what) "
    return "\(what)needs \(with(value, unit)), limit is \(with(limit, unit))"
  }

  /// `rise time of 14.5 us is not a multiple of 10 us`
  static func multiple(_ observation: Measurements.Observation, _ unit: String) -> String {
    let fits = observation.relation == .kept ? "a" : "not a"
    return "\(observation.what) of \(exact(observation.measured.lowerBound)) \(unit) is \(fits) multiple of "
      + "\(exact(observation.limit)) \(unit)"
  }

  /// `gradient ends at 3200 us, the block at 3000 us`
  static func ending(_ observation: Measurements.Observation, _ unit: String) -> String {
    "\(observation.what) ends at \(exact(observation.measured.upperBound)) \(unit), the block at "
      + "\(exact(observation.limit)) \(unit)"
  }

  /// `gradient raster is 20 us, the scanner has 10 us`
  static func agreement(_ observation: Measurements.Observation, _ unit: String) -> String {
    "\(observation.what) is \(exact(observation.measured.lowerBound)) \(unit), the scanner has "
      + "\(exact(observation.limit)) \(unit)"
  }

  /// Where the observation says it all.
  static func itself(_ observation: Measurements.Observation, _ unit: String) -> String { observation.what }

  static func with(_ number: String, _ unit: String) -> String { unit.isEmpty ? number : "\(number) \(unit)" }

  /// For tables: four digits tell enough.
  static func short(_ value: Double) -> String { DecimalText.significant(value, 4) }

  private static func exact(_ value: Double) -> String { DecimalText.significant(value, 12) }

  static func distinct(_ a: Double, _ b: Double) -> (String, String) {
    for digits in [4, 6, 9, 12] where DecimalText.significant(a, digits) != DecimalText.significant(b, digits)
    {
      return (DecimalText.significant(a, digits), DecimalText.significant(b, digits))
    }
    return (DecimalText.shortest(a), DecimalText.shortest(b))
  }
}
