/// B1 and field that vary over a voxel: members with shares instead of one of each.
import SequenceIR

enum ConditionSpread {
  /// Gauss and Hermite's rule of five points for the normal distribution: exact for polynomials up to the ninth degree
  /// (Abramowitz and Stegun 25.4.46, scaled to variance 1).
  static let nodes: [(deviation: Double, share: Double)] = [
    (-2.856970013872806, 0.011257411327720691), (-1.355626179974266, 0.2220759220056126),
    (0, 0.5333333333333333), (1.355626179974266, 0.2220759220056126),
    (2.856970013872806, 0.011257411327720691),
  ]

  /// Normal distributions of B1 and offset, independent of each other.
  static func members(
    _ conditions: SpectrumSimulation.Conditions
  ) -> [(member: EnsembleMember, share: Double)] {
    let b1 = conditions.b1Spread > 0 ? nodes : [(0, 1)]
    let offsets = conditions.offsetSpreadHertz > 0 ? nodes : [(0, 1)]
    return b1.flatMap { scale in
      offsets.map { offset in
        (
          EnsembleMember(
            b1Scale: conditions.b1Scale + conditions.b1Spread * scale.deviation,
            offsetHertz: conditions.offsetHertz + conditions.offsetSpreadHertz * offset.deviation),
          scale.share * offset.share
        )
      }
    }
  }
}
