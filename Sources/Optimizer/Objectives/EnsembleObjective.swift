/// Losses over a whole ensemble, and how losses of single members become one.
import SequenceIR

/// A loss of the spectra of all members of an ensemble, with its exact gradient.
package protocol EnsembleObjective: Sendable {
  /// The loss, smaller is better. Weights are positive and count relative to their sum. Adds `factor` times the
  /// gradient to the cotangents, one per member, and returns the loss without the factor. A loss that is not finite
  /// leaves the cotangents alone.
  func loss(
    of members: [MemberSpectra], weights: [Double], nominalIndex: Int, factor: Double,
    addingGradientTo cotangents: inout [MemberSpectra]
  ) -> Double
}

extension EnsembleObjective {
  package func loss(
    of members: [MemberSpectra], weights: [Double], nominalIndex: Int,
    addingGradientTo cotangents: inout [MemberSpectra]
  ) -> Double {
    loss(
      of: members, weights: weights, nominalIndex: nominalIndex, factor: 1, addingGradientTo: &cotangents)
  }
}

/// One number from the losses of the members:
///
///     L = sum_e w_e l_e + worstCaseWeight temperature log sum_e w_e exp(l_e / temperature),    sum w_e = 1.
///
/// The second term tends to the largest loss as the temperature falls, and is smooth.
package struct MemberCombination: Sendable, Equatable {
  package var worstCaseWeight: Double
  /// In the unit of the loss; log CRLBs differ by some 0.1 between members.
  package var temperature: Double

  package init(worstCaseWeight: Double = 0, temperature: Double = 0.05) {
    precondition(
      worstCaseWeight >= 0 && temperature > 0, "the worst case counts positively, at a positive temperature")
    self.worstCaseWeight = worstCaseWeight
    self.temperature = temperature
  }

  /// The loss and its derivatives by the losses of the members.
  package func combine(_ losses: [Double], weights: [Double]) -> (loss: Double, derivatives: [Double]) {
    precondition(losses.count == weights.count && !losses.isEmpty, "one weight per member, and a member")
    let sum = weights.reduce(0, +)
    let shares = weights.map { $0 / sum }
    var mean = 0.0
    for (share, loss) in zip(shares, losses) { mean += share * loss }
    guard worstCaseWeight > 0, mean.isFinite else { return (mean, shares) }
    let largest = losses.reduce(-Double.infinity, max)
    let powers = zip(shares, losses).map { $0 * ElementaryFunctions.exp(($1 - largest) / temperature) }
    let total = powers.reduce(0, +)
    let worst = largest + temperature * ElementaryFunctions.log(total)
    return (
      mean + worstCaseWeight * worst, zip(shares, powers).map { $0 + worstCaseWeight * $1 / total }
    )
  }
}

/// A loss of single members as a loss of the ensemble.
package struct MemberwiseObjective: EnsembleObjective {
  package var objective: any SpectralObjective
  package var combination: MemberCombination

  package init(_ objective: any SpectralObjective, combination: MemberCombination = MemberCombination()) {
    self.objective = objective
    self.combination = combination
  }

  package func loss(
    of members: [MemberSpectra], weights: [Double], nominalIndex: Int, factor: Double,
    addingGradientTo cotangents: inout [MemberSpectra]
  ) -> Double {
    var losses: [Double] = []
    var gradients: [MemberSpectra] = []
    for member in members {
      var gradient = MemberSpectra(
        moleculeCount: member.signal.moleculeCount, pointCount: member.signal.pointCount)
      losses.append(objective.loss(of: member, weight: 1, addingGradientTo: &gradient))
      gradients.append(gradient)
    }
    let (loss, derivatives) = combination.combine(losses, weights: weights)
    guard loss.isFinite else { return loss }
    for index in members.indices {
      cotangents[index].add(factor * derivatives[index], times: gradients[index])
    }
    return loss
  }
}

/// Several objectives of one ensemble, each with its weight.
package struct WeightedObjectives: EnsembleObjective {
  package var terms: [(objective: any EnsembleObjective, weight: Double)]

  package init(_ terms: [(objective: any EnsembleObjective, weight: Double)]) { self.terms = terms }

  package func loss(
    of members: [MemberSpectra], weights: [Double], nominalIndex: Int, factor: Double,
    addingGradientTo cotangents: inout [MemberSpectra]
  ) -> Double {
    var sum = 0.0
    for term in terms {
      sum +=
        term.weight
        * term.objective.loss(
          of: members, weights: weights, nominalIndex: nominalIndex, factor: factor * term.weight,
          addingGradientTo: &cotangents)
    }
    return sum
  }
}

extension MemberSpectra {
  /// Adds a factor times other spectra of the same shape.
  package mutating func add(_ factor: Double, times other: MemberSpectra) {
    signal.add(factor, times: other.signal)
    timeWeighted.add(factor, times: other.timeWeighted)
  }
}

extension SpectrumTable {
  fileprivate mutating func add(_ factor: Double, times other: SpectrumTable) {
    precondition(
      moleculeCount == other.moleculeCount && pointCount == other.pointCount, "tables of one shape")
    Self.add(factor, other.real, to: &real)
    Self.add(factor, other.imaginary, to: &imaginary)
  }

  private static func add(_ factor: Double, _ values: [Double], to sum: inout [Double]) {
    values.withUnsafeBufferPointer { values in
      sum.withUnsafeMutableBufferPointer { sum in
        guard let values = values.baseAddress, let sumBase = sum.baseAddress else { return }
        VectorKernels.add(factor, times: values, to: sumBase, sum.count)
      }
    }
  }
}
