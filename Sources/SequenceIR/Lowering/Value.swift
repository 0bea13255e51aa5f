/// What a name of a design can stand for once it is evaluated.
package enum Value: Sendable {
  case quantity(Quantity)
  case boolean(Bool)
  case text(String)
  case list([Value])
  // Those that are large lie elsewhere, so that a number needs no memory of its own.
  indirect case pulse(DesignedPulse)
  indirect case gradient(GradientShape)
  indirect case readout(ReadoutDesign)
  /// Stands where evaluation failed; a diagnostic has been given, and what builds on it stays silent.
  case invalid

  package var kind: String {
    switch self {
    case .quantity(let quantity): quantity.dimension.description
    case .boolean: "a condition"
    case .text: "a text"
    case .list: "a list"
    case .pulse: "a pulse"
    case .gradient: "a gradient"
    case .readout: "a readout"
    case .invalid: "nothing"
    }
  }

  package var isInvalid: Bool { if case .invalid = self { true } else { false } }

  package static let deepestList = 16

  /// How many lists stand inside each other, 0 for what is no list; takes every element from `room`, and looks no further
  /// when that is used up.
  func listDepth(room: inout Int) -> Int {
    room -= 1
    guard room >= 0, case .list(let elements) = self else { return 0 }
    var deepest = 0
    for element in elements where room >= 0 { deepest = max(deepest, element.listDepth(room: &room)) }
    return 1 + deepest
  }
}

/// A pulse of the design: its waveform, and what the design calls it.
package struct DesignedPulse: Sendable {
  /// Equal for equal waveforms of one compilation, so that shapes are made once.
  package let identity: Int
  package let name: String
  package let waveform: PulseWaveform
}

/// A gradient of the design as corner points: time from its start, strength in Hz/m.
package struct GradientShape: Sendable {
  package let name: String
  package let event: ShapeKind

  package enum ShapeKind: Sendable {
    case trapezoid(Trapezoid)
    /// At least two corners, the first at time zero, times increasing.
    case corners([GradientCorner])
    /// Samples at the centres of the gradient raster, Hz/m.
    case samples([Double])
  }
}

/// A readout: gradient, sampling window, and where k = 0 falls.
package struct ReadoutDesign: Sendable {
  package let name: String
  package let course: Course
  package let sampleCount: Int
  package let dwell: Time
  /// From the start of the block to the first dwell.
  package let samplingDelay: Time
  /// From the start of the block to k = 0: the middle of the sampling window of a line, the start of a spiral.
  package let echoOffset: Time
  package let blockDuration: Time

  package enum Course: Sendable {
    /// Delay included, positive amplitude; zeroth moment from the start to the echo, 1/m.
    case line(Trapezoid, areaToEcho: Double)
    /// Begins with k = 0, `delay` after the start of the block.
    case spiral(SpiralDesign, delay: Time)
  }

  package var samplingEnd: Time { samplingDelay + dwell * sampleCount }

  /// How many axes it is played on.
  package var axisCount: Int {
    switch course {
    case .line: 1
    case .spiral: 2
    }
  }

  /// Zeroth moment from the echo to the end on each of its axes, 1/m.
  package var areasBehindEcho: [Double] {
    switch course {
    case .line(let trapezoid, let areaToEcho): [trapezoid.areaPerMetre - areaToEcho]
    case .spiral(let spiral, _): [spiral.area.x, spiral.area.y]
    }
  }
}
