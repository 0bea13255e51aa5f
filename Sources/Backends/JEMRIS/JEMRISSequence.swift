/// A sequence in the terms of JEMRIS: loops of atoms, each of which starts its pulses together.
///
/// Units are JEMRIS's: ms, rad/ms, rad/ms/mm, degrees; see `JEMRISUnits`.
package struct JEMRISSequence: Hashable, Sendable {
  package var parameters: Parameters
  package var loops: [Loop]
  /// Shapes by the number that `Pulse.shape` names, from 1: rows of time (ms), value, and for RF phase (rad).
  package var shapes: [[[Double]]]

  /// The header of the file.
  package struct Parameters: Hashable, Sendable {
    package var name: String
    /// x, y, z; nil where the design does not say.
    package var fieldOfViewMillimetres: [Double]?
    package var echoTimeMilliseconds: Double?
    package var repetitionTimeMilliseconds: Double?
    /// rad/ms/mm, and rad/ms^2/mm.
    package var largestGradient: Double?
    package var largestSlew: Double?
  }

  package struct Loop: Hashable, Sendable {
    package var repetitions: Int
    package var atoms: [Atom]
  }

  package struct Atom: Hashable, Sendable {
    package var milliseconds: Double
    package var pulses: [Pulse]
  }

  package enum Pulse: Hashable, Sendable {
    case rf(RF)
    case gradient(Gradient)
    case acquisition(Acquisition)
  }

  package struct RF: Hashable, Sendable {
    package var shape: Int
    /// Straight lines between samples, or each sample held to halfway to the next.
    package var isInterpolated: Bool
    package var delay: Double
    /// At the middle of the shape, where JEMRIS has the zero of the phase that `frequency` makes.
    package var phaseDegrees: Double
    package var frequency: Double
    /// Where the simulator is told that an excitation or a refocusing happens, ms from the start of the atom.
    package var mark: Mark?

    package struct Mark: Hashable, Sendable {
      package var delay: Double
      package var isRefocusing: Bool
    }
  }

  package struct Gradient: Hashable, Sendable {
    package var axis: Int
    package var shape: Int
    package var delay: Double
    /// Factor of the shape, rad/ms/mm.
    package var scale: Double
  }

  package struct Acquisition: Hashable, Sendable {
    package var sampleCount: Int
    package var milliseconds: Double
    package var delay: Double
    package var phaseDegrees: Double
    package var frequency: Double
  }
}

/// From hertz, metres and seconds to what JEMRIS counts in (radians, millimetres, milliseconds).
enum JEMRISUnits {
  private static let turn = 2 * 3.141592653589793
  static let degreesPerRadian = 180 / 3.141592653589793

  /// Hz to rad/ms.
  static func radiansPerMillisecond(hertz: Double) -> Double { hertz * turn / 1e3 }
  /// Hz/m to rad/ms/mm.
  static func gradient(hertzPerMetre: Double) -> Double { hertzPerMetre * turn / 1e6 }
  /// Hz/m/s to rad/ms^2/mm.
  static func slew(hertzPerMetrePerSecond: Double) -> Double { hertzPerMetrePerSecond * turn / 1e9 }
  /// rad/ms to Hz.
  static func hertz(radiansPerMillisecond: Double) -> Double { radiansPerMillisecond * 1e3 / turn }
  /// rad/ms/mm to Hz/m.
  static func hertzPerMetre(gradient: Double) -> Double { gradient * 1e6 / turn }
}
