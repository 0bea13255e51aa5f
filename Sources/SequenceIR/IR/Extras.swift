/// What a block carries beside RF, gradients and ADC: labels, triggers, a soft delay, a rotation, RF shims.
package struct Extras: Hashable, Sendable {
  /// In the order they are stored; within one block all sets act before all increments.
  package var labels: [LabelOperation] = []
  package var triggers: [Trigger] = []
  package var softDelay: SoftDelay?
  package var rotation: Rotation?
  package var shim: RFShim?

  package init() {}

  package var isEmpty: Bool {
    labels.isEmpty && triggers.isEmpty && softDelay == nil && rotation == nil && shim == nil
  }
}

/// Sets or increments a counter or a flag, before the block's ADC is labelled.
package struct LabelOperation: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case set, increment }
  package var kind: Kind
  package var label: Label
  package var value: Int

  package init(_ kind: Kind, _ label: Label, _ value: Int) {
    self.kind = kind
    self.label = label
    self.value = value
  }
}

/// Pulseq's labels; the raw value is the text of the file.
package enum Label: String, CaseIterable, Sendable {
  case slice = "SLC"
  case segment = "SEG"
  case repetition = "REP"
  case average = "AVG"
  case set = "SET"
  case echo = "ECO"
  case phase = "PHS"
  case line = "LIN"
  case partition = "PAR"
  case acquisition = "ACQ"
  case segmentID = "TRID"
  case navigator = "NAV"
  case reversed = "REV"
  case simultaneousSlices = "SMS"
  case reference = "REF"
  case imaging = "IMA"
  case off = "OFF"
  case noise = "NOISE"
  case prospectiveMotionCorrection = "PMC"
  case noRotation = "NOROT"
  case noPosition = "NOPOS"
  case noScaling = "NOSCL"
  case once = "ONCE"

  package var meaning: String {
    switch self {
    case .slice: "slice counter"
    case .segment: "segment counter (k-space segment, navigator)"
    case .repetition: "repetition counter"
    case .average: "average counter"
    case .set: "counter without a fixed meaning (e.g. flow encoding)"
    case .echo: "echo counter"
    case .phase: "cardiac phase counter"
    case .line: "phase-encoding line counter"
    case .partition: "partition (3D phase-encoding) counter"
    case .acquisition: "counter of spectroscopic acquisitions"
    case .segmentID: "id of the segment that starts here (GE)"
    case .navigator: "this is a navigator"
    case .reversed: "the readout runs backwards"
    case .simultaneousSlices: "simultaneous multi-slice"
    case .reference: "calibration data (e.g. parallel imaging, water reference)"
    case .imaging: "calibration data that is also image data"
    case .off: "data to be ignored"
    case .noise: "noise adjustment"
    case .prospectiveMotionCorrection: "prospective motion correction acts here"
    case .noRotation: "ignore the rotation prescribed at the console"
    case .noPosition: "ignore the position prescribed at the console"
    case .noScaling: "ignore the scaling prescribed at the console"
    case .once: "played only in the first (1) or last (2) repetition"
    }
  }

  package enum Family: Sendable { case counter, flag, threeState }

  package var family: Family {
    switch self {
    case .slice, .segment, .repetition, .average, .set, .echo, .phase, .line, .partition, .acquisition,
      .segmentID:
      .counter
    case .once: .threeState
    default: .flag
    }
  }
}

/// A digital output, or a wait for a physiological trigger.
package struct Trigger: Hashable, Sendable {
  package enum Channel: String, CaseIterable, Sendable {
    case osc0, osc1, ext1
    case physio1, physio2

    /// Pulseq's (type, channel): outputs are type 1, waits type 2.
    package var pulseqCodes: (type: Int, channel: Int) {
      switch self {
      case .osc0: (1, 1)
      case .osc1: (1, 2)
      case .ext1: (1, 3)
      case .physio1: (2, 1)
      case .physio2: (2, 2)
      }
    }
  }
  package var channel: Channel
  package var delay: Time
  package var duration: Time

  package init(channel: Channel, delay: Time, duration: Time) {
    self.channel = channel
    self.delay = delay
    self.duration = duration
  }
}

/// A delay the operator may change at the console: block duration = value / factor + offset.
package struct SoftDelay: Hashable, Sendable {
  package var number: Int
  package var offset: Time
  package var factor: Double
  /// One word, shown at the console.
  package var hint: String

  package init(number: Int, offset: Time, factor: Double, hint: String) {
    self.number = number
    self.offset = offset
    self.factor = factor
    self.hint = hint
  }
}

/// A unit quaternion, scalar first, as stored; turns the block's gradients into physical axes.
package struct Rotation: Hashable, Sendable {
  package var w: Double
  package var x: Double
  package var y: Double
  package var z: Double

  package init(w: Double, x: Double, y: Double, z: Double) {
    self.w = w
    self.x = x
    self.y = y
    self.z = z
  }

  package var norm: Double { (w * w + x * x + y * y + z * z).squareRoot() }

  /// Row-major 3 x 3 of the normalised quaternion: physical = R block.
  package var matrix: [Double] {
    let n = norm
    let (w, x, y, z) = (w / n, x / n, y / n, z / n)
    return [
      1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
      2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
      2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
    ]
  }
}

/// Static weights of the transmit channels.
package struct RFShim: Hashable, Sendable {
  package struct Channel: Hashable, Sendable {
    package var magnitude: Double
    package var phaseRadians: Double
    package init(magnitude: Double, phaseRadians: Double) {
      self.magnitude = magnitude
      self.phaseRadians = phaseRadians
    }
  }
  package var channels: [Channel]
  package init(channels: [Channel]) { self.channels = channels }
}
