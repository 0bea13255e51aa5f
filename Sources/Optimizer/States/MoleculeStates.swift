/// The states of one molecule at all times of a shot, and where the signal of each band came from.
import SequenceIR

/// A spin and its number in the names of operators.
package struct StateSpin: Sendable, Equatable {
  package let number: Int
  /// `H3'`, where the library has a name; else the group's.
  package let label: String
  package let shiftPPM: Double
}

/// What is recorded of a molecule in a band.
package struct StateBandSignal: Sendable {
  package let band: StateBand
  /// Of the band, or of all lines.
  package let rangePPM: ClosedRange<Double>
  /// |S|, and the integral: `StateContribution` of the whole state.
  package let contribution: StateContribution
}

package struct MoleculeStates: Sendable {
  package let name: String
  package let spins: [StateSpin]
  package let bands: [StateBandSignal]
  package let moments: [StateMoment]
  package let pathways: [StatePathway]
  /// Why pathways are told apart only in part; empty where they are.
  package let pathwayNote: String
  /// Whether a line of the molecule lies in each band.
  let hasLine: [Bool]
  /// Richardson's estimate of the relative error of the signal, and the interval of the kicks in which couplings act, s.
  package let errorEstimate: Double
  package let kickSeconds: Double
}

/// Signals of a molecule, by its lines.
package struct StateSpectrum: Sendable {
  let lines: [ResonanceLine]
  package let linewidthHertz: Double
  package let fieldHertzPerPPM: Double
  package let referencePPM: Double

  /// The spectrum at chemical shifts: a line of one proton has the area 1 Hz x 1/Hz.
  package func values(atPPM shifts: [Double]) -> SampledSignal {
    var result = SampledSignal(count: shifts.count)
    for line in lines {
      for (point, shift) in shifts.enumerated() {
        let a = Double.pi * linewidthHertz
        let d = 2 * Double.pi * (shift - referencePPM) * fieldHertzPerPPM - line.angularFrequency
        let norm = a * a + d * d
        let (x, y) = (2 * a / norm, -2 * d / norm)
        result.real[point] += line.real * x - line.imaginary * y
        result.imaginary[point] += line.real * y + line.imaginary * x
      }
    }
    return result
  }

  /// sqrt(int |S|^2 df) over a range of shifts.
  package func size(inPPM range: ClosedRange<Double>) -> Double {
    var functionals = functionals(range)
    functionals.match(lines)
    return functionals.size
  }

  /// int S df over a range of shifts.
  package func integral(inPPM range: ClosedRange<Double>) -> (real: Double, imaginary: Double) {
    var functionals = functionals(range)
    functionals.match(lines)
    return functionals.integral
  }

  /// sqrt(int |S - other|^2 df) over a range of shifts.
  package func distance(from other: StateSpectrum, inPPM range: ClosedRange<Double>) -> Double {
    let difference =
      lines
      + other.lines.map {
        ResonanceLine(angularFrequency: $0.angularFrequency, real: -$0.real, imaginary: -$0.imaginary)
      }
    var functionals = functionals(range)
    functionals.match(difference)
    return functionals.size
  }

  /// The projection of this spectrum on another one in a range: int conj(T) S df / |T|.
  package func projection(on template: StateSpectrum, inPPM range: ClosedRange<Double>)
    -> (real: Double, imaginary: Double)
  {
    var functionals = functionals(range)
    functionals.match(template.lines)
    return functionals.contribution(of: lines).matched
  }

  private func functionals(_ range: ClosedRange<Double>) -> BandFunctionals {
    BandFunctionals(
      from: (range.lowerBound - referencePPM) * fieldHertzPerPPM,
      to: (range.upperBound - referencePPM) * fieldHertzPerPPM, linewidthHertz: linewidthHertz)
  }
}
