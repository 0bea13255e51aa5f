import SequenceIR

/// Which columns the tables have in which version: the whole difference between the versions, as data.
struct PulseqLayout {
  /// The versions that share the layout, as a message names them.
  let family: String
  let blockColumns: Int
  let rf: [PulseqColumn]
  let gradients: [PulseqColumn]
  let trapezoids: [PulseqColumn]
  let adc: [PulseqColumn]

  static let all = [version12, version13, version14, version15]

  /// nil for versions that are not read.
  static func layout(of version: PulseqVersion) -> PulseqLayout? {
    version.major == 1 ? all.first { $0.family == "1.\(version.minor)" } : nil
  }

  private static let version12 = PulseqLayout(
    family: "1.2", blockColumns: 7,
    rf: [.id, .amplitude, .magnitude, .phaseShape, .delay, .frequency, .phase],
    gradients: [.id, .amplitude, .shape, .delay],
    trapezoids: [.id, .amplitude, .rise, .flat, .fall, .delay],
    adc: [.id, .samples, .dwell, .delay, .frequency, .phase])

  private static let version13 = PulseqLayout(
    family: "1.3", blockColumns: 8,
    rf: version12.rf, gradients: version12.gradients, trapezoids: version12.trapezoids, adc: version12.adc)

  private static let version14 = PulseqLayout(
    family: "1.4", blockColumns: 8,
    rf: [.id, .amplitude, .magnitude, .phaseShape, .timeShape, .delay, .frequency, .phase],
    gradients: [.id, .amplitude, .shape, .timeShape, .delay],
    trapezoids: version12.trapezoids, adc: version12.adc)

  private static let version15 = PulseqLayout(
    family: "1.5", blockColumns: 8,
    rf: [
      .id, .amplitude, .magnitude, .phaseShape, .timeShape, .centre, .delay, .frequencyPPM, .phasePPM,
      .frequency,
      .phase, .use,
    ],
    gradients: [.id, .amplitude, .first, .last, .shape, .timeShape, .delay],
    trapezoids: version12.trapezoids,
    adc: [.id, .samples, .dwell, .delay, .frequencyPPM, .phasePPM, .frequency, .phase, .modulation])
}

/// A column of an event table: what its numbers are, and how a message names it.
enum PulseqColumn: Int, CaseIterable {
  case id, amplitude, magnitude, phaseShape, timeShape, centre, delay, frequencyPPM, phasePPM, frequency,
    phase, use
  case first, last, shape, rise, flat, fall, samples, dwell, modulation

  enum Kind {
    /// A positive whole number that names the row.
    case name
    /// A whole number that names something else, or 0 for nothing; of a gradient's time shape also -1.
    case reference
    case count, number, microseconds, nanoseconds, letter
  }

  // swift-format-ignore
  var description: (kind: Kind, name: String) {
    switch self {
    case .id:           (.name, "id")
    case .amplitude:    (.number, "amplitude")
    case .magnitude:    (.reference, "magnitude shape")
    case .phaseShape:   (.reference, "phase shape")
    case .timeShape:    (.reference, "time shape")
    case .centre:       (.microseconds, "centre")
    case .delay:        (.microseconds, "delay")
    case .frequencyPPM: (.number, "frequency offset in ppm")
    case .phasePPM:     (.number, "phase offset per MHz")
    case .frequency:    (.number, "frequency offset")
    case .phase:        (.number, "phase offset")
    case .use:          (.letter, "use")
    case .first:        (.number, "first value")
    case .last:         (.number, "last value")
    case .shape:        (.reference, "shape")
    case .rise:         (.microseconds, "rise time")
    case .flat:         (.microseconds, "flat time")
    case .fall:         (.microseconds, "fall time")
    case .samples:      (.count, "number of samples")
    case .dwell:        (.nanoseconds, "dwell")
    case .modulation:   (.reference, "phase modulation shape")
    }
  }
}

/// The values of one row; columns that the version does not have are zero.
struct PulseqValues {
  private var numbers = [Double](repeating: 0, count: PulseqColumn.allCases.count)
  private var wholes = [Int](repeating: 0, count: PulseqColumn.allCases.count)
  private var times = [Time](repeating: .zero, count: PulseqColumn.allCases.count)
  var use = RFUse.undefined

  func number(_ column: PulseqColumn) -> Double { numbers[column.rawValue] }
  func whole(_ column: PulseqColumn) -> Int { wholes[column.rawValue] }
  func time(_ column: PulseqColumn) -> Time { times[column.rawValue] }

  mutating func set(_ column: PulseqColumn, _ value: Double) { numbers[column.rawValue] = value }
  mutating func set(_ column: PulseqColumn, _ value: Int) { wholes[column.rawValue] = value }
  mutating func set(_ column: PulseqColumn, _ value: Time) { times[column.rawValue] = value }
}
