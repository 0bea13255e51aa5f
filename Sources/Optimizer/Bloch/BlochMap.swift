/// What a pulse makes of the magnetisation at one place: M' = A M + b, relaxation included.
import SequenceIR

/// 1/T1 and 1/T2, 1/s; 0: endless.
struct SpeciesRates: Sendable, Equatable {
  let longitudinal: Double
  let transverse: Double
}

struct BlochMap: Sendable {
  /// What becomes of x, y and z, and what grows from nothing.
  private(set) var x = Magnetisation(x: 1, y: 0, z: 0)
  private(set) var y = Magnetisation(x: 0, y: 1, z: 0)
  private(set) var z = Magnetisation(x: 0, y: 0, z: 1)
  private(set) var grown = Magnetisation(x: 0, y: 0, z: 0)

  /// At `offsetHertz` from the reference where the gradients are `hertzPerSample`, one number a sample or none.
  /// Rotations of the samples are exact; relaxation acts before and after each, halves of it, which leaves errors of
  /// the second order in the dwell time.
  init(
    _ pulse: PlayedPulse, offsetHertz: Double, hertzPerSample: [Double], b1Scale: Double, rates: SpeciesRates
  ) {
    let half = 0.5 * pulse.dwell
    let e1 = ElementaryFunctions.exp(-half * rates.longitudinal)
    let e2 = ElementaryFunctions.exp(-half * rates.transverse)
    func relaxed(_ m: Magnetisation, _ equilibrium: Double) -> Magnetisation {
      Magnetisation(x: e2 * m.x, y: e2 * m.y, z: equilibrium + (m.z - equilibrium) * e1)
    }
    for sample in pulse.x.indices {
      var rotation = SpinRotation()
      rotation.turn(
        b1xHertz: b1Scale * pulse.x[sample], b1yHertz: b1Scale * pulse.y[sample],
        offsetHertz: offsetHertz + (hertzPerSample.isEmpty ? 0 : hertzPerSample[sample]), seconds: pulse.dwell
      )
      func step(_ m: Magnetisation, _ equilibrium: Double) -> Magnetisation {
        relaxed(rotation.applied(to: relaxed(m, equilibrium)), equilibrium)
      }
      (x, y, z, grown) = (step(x, 0), step(y, 0), step(z, 0), step(grown, 1))
    }
  }

  func applied(to m: Magnetisation) -> Magnetisation {
    Magnetisation(
      x: x.x * m.x + y.x * m.y + z.x * m.z + grown.x, y: x.y * m.x + y.y * m.y + z.y * m.z + grown.y,
      z: x.z * m.x + y.z * m.y + z.z * m.z + grown.z)
  }
}
