/// What a waveform costs besides its effect: energy, roughness, duration.

/// A term that is added to the objective. With K samples u of a pulse, the reference amplitude R (Hz) and dt:
///
///     energy             1/(K R^2) sum |u_j|^2
///     firstDifference    1/(K R^2) sum |u_j - u_(j-1)|^2              j = 0 ... K
///     secondDifference   1/(K R^2) sum |u_(j+1) - 2 u_j + u_(j-1)|^2  j = -1 ... K
///     linear             v / R, of a scalar
///
/// with zeros outside the pulse, so differences count its edges.
package struct ControlPenalty: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case energy
    case firstDifference
    case secondDifference
    case linear
  }

  package let block: String
  package let kind: Kind
  package let weight: Double
  /// R, Hz, or the unit of a scalar.
  package let reference: Double

  package init(block: String, kind: Kind, weight: Double, reference: Double) {
    self.block = block
    self.kind = kind
    self.weight = weight
    self.reference = reference
  }
}

/// The penalties of a space, ready to be evaluated.
package struct ControlPenalties: Sendable {
  private struct Term: Sendable {
    let kind: ControlPenalty.Kind
    let range: Range<Int>
    /// Weight over K R^2, or over R.
    let factor: Double
    /// Entries of the quadratic form by distance of samples.
    let kernel: [Double]
  }

  private let terms: [Term]

  package static func make(
    _ penalties: [ControlPenalty], in space: ControlSpace
  ) -> Result<ControlPenalties, ControlProblem> {
    var terms: [Term] = []
    for penalty in penalties {
      guard let block = space.blockIndex(named: penalty.block),
        (space.blocks[block].dwellSeconds == nil) == (penalty.kind == .linear)
      else { return .failure(.unknownPulse(penalty.block, in: "penalty")) }
      guard penalty.reference.isFinite, penalty.reference > 0, penalty.weight.isFinite else {
        return .failure(.limitNotPositive(penalty.block))
      }
      let range = space.controlRanges[block]
      let square = penalty.reference * penalty.reference
      let factor =
        penalty.kind == .linear
        ? penalty.weight / penalty.reference : penalty.weight / (Double(range.count / 2) * square)
      terms.append(
        Term(kind: penalty.kind, range: range, factor: factor, kernel: kernel(penalty.kind)))
    }
    return .success(ControlPenalties(terms: terms))
  }

  /// The sum of all terms; adds its gradient by the controls to `gradient`.
  package func evaluate(_ controls: [Double], addingGradientTo gradient: inout [Double]) -> Double {
    var sum = 0.0
    for term in terms {
      if term.kind == .linear {
        sum += term.factor * controls[term.range.lowerBound]
        gradient[term.range.lowerBound] += term.factor
      } else {
        sum += ControlPenalties.add(term, controls, &gradient)
      }
    }
    return sum
  }

  /// factor u^T W u and 2 factor W u for the symmetric Toeplitz matrix W of the kernel.
  private static func add(_ term: Term, _ controls: [Double], _ gradient: inout [Double]) -> Double {
    let (first, count, kernel) = (term.range.lowerBound, term.range.count / 2, term.kernel)
    var sum = 0.0
    for j in 0..<count {
      var image = SIMD2<Double>.zero
      for k in max(0, j - kernel.count + 1)..<min(count, j + kernel.count) {
        image += kernel[abs(j - k)] * SIMD2(controls[first + 2 * k], controls[first + 2 * k + 1])
      }
      sum += controls[first + 2 * j] * image.x + controls[first + 2 * j + 1] * image.y
      gradient[first + 2 * j] += 2 * term.factor * image.x
      gradient[first + 2 * j + 1] += 2 * term.factor * image.y
    }
    return term.factor * sum
  }

  /// Differences with zeros outside the pulse are Toeplitz forms as well: (-1, 2, -1) and (1, -4, 6, -4, 1).
  private static func kernel(_ kind: ControlPenalty.Kind) -> [Double] {
    switch kind {
    case .linear: return []
    case .energy: return [1]
    case .firstDifference: return [2, -1]
    case .secondDifference: return [6, -4, 1]
    }
  }
}
