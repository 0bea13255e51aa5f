/// What a sequence gives where B1 and the field are not what they should be: figures over a grid of both.
import SequenceIR

package struct RobustnessMap: Sendable {
  /// One figure in every cell.
  package struct Figure: Sendable {
    package let metric: SpectrumMetric
    /// At B1 scale 1 and offset 0, on the grid or not.
    package let nominal: Double
    /// [B1 scale][offset]; NaN where it cannot be computed.
    package let values: [[Double]]

    /// The cell that is furthest from what is best, and its value: NaN is worse than any number.
    package var worst: (row: Int, column: Int, value: Double) {
      var worst = (row: 0, column: 0, value: values[0][0])
      for (row, line) in values.enumerated() {
        for (column, value) in line.enumerated() where isWorse(value, than: worst.value) {
          worst = (row, column, value)
        }
      }
      return worst
    }

    private func isWorse(_ value: Double, than other: Double) -> Bool {
      if other.isNaN || value.isNaN { return value.isNaN && !other.isNaN }
      return switch metric.best {
      case .smallest: value > other
      case .largest: value < other
      case .nearestZero: abs(value) > abs(other)
      }
    }
  }

  /// The grid: actual over nominal B1, and the offset of the field, Hz.
  package struct Grid: Sendable, Equatable {
    package let b1Scales: [Double]
    package let offsetsHertz: [Double]

    package init(b1Scales: [Double], offsetsHertz: [Double]) {
      self.b1Scales = b1Scales
      self.offsetsHertz = offsetsHertz
    }

    /// The nominal member first, then the cells row by row.
    var members: [EnsembleMember] {
      [EnsembleMember()]
        + b1Scales.flatMap { scale in
          offsetsHertz.map { EnsembleMember(b1Scale: scale, offsetHertz: $0) }
        }
    }

    /// The cells of one figure of every member.
    func rows(_ values: [Double]) -> [[Double]] {
      b1Scales.indices.map { row in
        offsetsHertz.indices.map { values[1 + row * offsetsHertz.count + $0] }
      }
    }
  }

  package let grid: Grid
  package let figures: [Figure]
  /// The first spin parameters of the design are those of all cells.
  package let notes: [String]

  package func figure(_ name: String, unit: String, baseline: BaselineAssumption? = nil) -> Figure? {
    figures.first { $0.metric.name == name && $0.metric.unit == unit && $0.metric.baseline == baseline }
  }

  /// The unit of `signal(NAME)` over the whole window or band: the norm of the spectrum over that of an ideal pulse of 90
  /// degrees and acquisition at once, nominal B1 and field.
  package static let norm = "% of an ideal acquisition"

  static func signals(
    _ spectra: [MemberSpectra], ideal: MemberSpectra, molecules: [String], points: [Int], _ grid: Grid
  ) -> [Figure] {
    molecules.enumerated().compactMap { row, name in
      let reference = ideal.signal.energy(of: row, at: points)
      guard reference > 0 else { return nil }
      let values = spectra.map { 100 * ($0.signal.energy(of: row, at: points) / reference).squareRoot() }
      return Figure(
        metric: SpectrumMetric(name: "signal(\(name))", baseline: nil, unit: norm, best: .largest),
        nominal: values[0], values: grid.rows(values))
    }
  }
}
