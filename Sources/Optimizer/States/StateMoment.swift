/// What a molecule's density operator holds at one time, and what of it becomes the signal of a band.

/// A range of the spectrum whose signal is taken apart.
package struct StateBand: Sendable, Equatable {
  /// ppm; nil: all lines, and 20 line widths beyond.
  package var rangePPM: ClosedRange<Double>?

  package init(_ rangePPM: ClosedRange<Double>?) { self.rangePPM = rangePPM }

  package static let whole = StateBand(nil)
}

/// The contribution of a part of the state to the signal of one band. Contributions of parts that make up the state add
/// up to that of the whole, whatever the time.
package struct StateContribution: Sendable, Equatable {
  /// Projection on the molecule's spectrum in the band: int conj(S) S_part df / |S|, |S|^2 = int |S|^2 df. That of the
  /// whole state is |S|, real. In units of one proton's magnetization times Hz^(-1/2).
  package var matched: (real: Double, imaginary: Double)
  /// The integral of the part's spectrum over the band, complex; one proton in phase gives about 1.
  package var integral: (real: Double, imaginary: Double)

  package init(matched: (real: Double, imaginary: Double), integral: (real: Double, imaginary: Double)) {
    self.matched = matched
    self.integral = integral
  }

  package static let zero = StateContribution(matched: (0, 0), integral: (0, 0))

  package static func == (a: StateContribution, b: StateContribution) -> Bool {
    a.matched == b.matched && a.integral == b.integral
  }

  package static func + (a: StateContribution, b: StateContribution) -> StateContribution {
    StateContribution(
      matched: (a.matched.real + b.matched.real, a.matched.imaginary + b.matched.imaginary),
      integral: (a.integral.real + b.integral.real, a.integral.imaginary + b.integral.imaginary))
  }

  package static func - (a: StateContribution, b: StateContribution) -> StateContribution {
    StateContribution(
      matched: (a.matched.real - b.matched.real, a.matched.imaginary - b.matched.imaginary),
      integral: (a.integral.real - b.integral.real, a.integral.imaginary - b.integral.imaginary))
  }
}

/// How contributions add up.
package struct Interference: Sendable, Equatable {
  /// |sum c|, sqrt(sum |c|^2), sum |c| of the matched contributions.
  package var coherent: Double
  package var incoherent: Double
  package var absolute: Double

  /// |sum c| / sqrt(sum |c|^2): 1 where terms of random sign would give as much; the square root of the number of terms
  /// where equal terms all add.
  package var enhancement: Double { incoherent > 0 ? coherent / incoherent : 0 }
  /// |sum c| / sum |c|: 1 where all add, 0 where they cancel.
  package var coherence: Double { absolute > 0 ? coherent / absolute : 0 }

  package init(_ contributions: [StateContribution]) {
    var (x, y, squares, sum) = (0.0, 0.0, 0.0, 0.0)
    for entry in contributions {
      let (re, im) = entry.matched
      x += re
      y += im
      squares += re * re + im * im
      sum += (re * re + im * im).squareRoot()
    }
    coherent = (x * x + y * y).squareRoot()
    incoherent = squares.squareRoot()
    absolute = sum
  }
}

/// A part of the state: a class, a coherence order, a spin order.
package struct StatePart: Sendable {
  /// Mean over the voxel of its squared norm, equilibrium being 1.
  package var norm: Double
  /// Of classes: squared norm of its part of the operator averaged over the voxel.
  package var averageNorm = 0.0
  /// One a band.
  package var contributions: [StateContribution]
}

/// A product operator in the state.
package struct StateTerm: Sendable {
  package var product: NamedProduct
  package var name: String
  /// The coefficient of the operator averaged over the voxel; equilibrium has 1 for each Iz.
  package var average: (real: Double, imaginary: Double)
  /// Root mean square of the coefficient over the voxel.
  package var rootMeanSquare: Double
  /// Share of the squared norm, as the moment's `isInSlice` says.
  package var share: Double
  /// One a band.
  package var contributions: [StateContribution]
}

package struct StateMoment: Sendable {
  /// From the centre of the first pulse.
  package var seconds: Double
  /// What is there, at least one; an edge of blocks alone.
  package var times: [StateTime]
  /// `end of pulse 2 (refocusing), asked for`
  package var title: String { times.map(\.words).joined(separator: ", ") }
  /// Which pulses have begun before: the number of pulses that started earlier.
  package var pulsesBefore: Int
  /// Mean over the voxel of the squared norm without the unit operator; equilibrium of the whole molecule is 1.
  package var norm: Double
  /// Squared norm of the operator averaged over the voxel.
  package var averageNorm: Double
  /// Whether the places of a slice are seen one by one: shares are of the mean squared norm. Elsewhere they are of the
  /// operator averaged over the voxel and all kinds of shots, which holds what they have in common.
  package var isInSlice: Bool
  /// |signal| if the receiver were opened now, over that of an ideal 90 degree pulse on equilibrium.
  package var observableNow: Double
  /// In the order of the classes.
  package var classes: [(class: OperatorClass, part: StatePart)]
  /// Share of a class in the squared norm, as `isInSlice` says.
  package func share(of kind: OperatorClass) -> Double {
    guard kind != .unit, let part = classes.first(where: { $0.class == kind })?.part else { return 0 }
    let (own, all) = isInSlice ? (part.norm, norm) : (part.averageNorm, averageNorm)
    return all > 0 ? own / all : 0
  }

  /// Ascending.
  package var orders: [(order: Int, part: StatePart)]
  package var spinOrders: [(spins: Int, part: StatePart)]
  /// All products with a coefficient or a contribution above 1e-9 of the largest, the largest squared coefficient first.
  package var terms: [StateTerm]
  /// Sum over all products, also those that are not listed; one a band.
  package var total: [StateContribution]
  /// Of all products, one a band.
  package var interference: [Interference]
  /// Coherence orders that gradients and phase cycle keep here; nil: no filter acts between these pulses.
  package var keptOrders: [Int]?
  /// Whether pathways of opposite orders have been left out as the mirror images they are; coefficients and norms count
  /// both.
  package var countsMirrorImages: Bool
}

/// The orders of a coherence between pulses, and what they bring.
package struct StatePathway: Sendable {
  /// After each pulse but the last; nil where orders are not told apart.
  package var orders: [Int?]
  package var contributions: [StateContribution]
}
