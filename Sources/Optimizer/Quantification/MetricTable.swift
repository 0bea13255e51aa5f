/// Figures of all members, and their summary.

package struct MetricSummary: Sendable, Equatable {
  package var metric: SpectrumMetric
  package var nominal: Double
  /// Weighted mean over the members; of magnitudes where zero is best.
  package var mean: Double
  /// The worst member's figure, with its sign.
  package var worst: Double
}

package struct MetricTable: Sendable, Equatable {
  package let metrics: [SpectrumMetric]
  /// One row per member, one column per metric.
  package let values: [[Double]]
  package let weights: [Double]
  package let nominalIndex: Int

  package var summaries: [MetricSummary] {
    metrics.indices.map { column in
      let metric = metrics[column]
      let figures = values.map { $0[column] }
      return MetricSummary(
        metric: metric, nominal: figures[nominalIndex], mean: mean(of: figures, metric.best),
        worst: Self.worst(of: figures, metric.best))
    }
  }

  private func mean(of figures: [Double], _ best: SpectrumMetric.Best) -> Double {
    var (sum, total) = (0.0, 0.0)
    for (figure, weight) in zip(figures, weights) {
      sum += weight * (best == .nearestZero ? abs(figure) : figure)
      total += weight
    }
    return sum / total
  }

  /// NaN is worse than any number.
  private static func worst(of figures: [Double], _ best: SpectrumMetric.Best) -> Double {
    guard var worst = figures.first else { return .nan }
    for figure in figures {
      if worst.isNaN || figure.isNaN { return .nan }
      let isWorse =
        switch best {
        case .smallest: figure > worst
        case .largest: figure < worst
        case .nearestZero: abs(figure) > abs(worst)
        }
      if isWorse { worst = figure }
    }
    return worst
  }

  package func summary(_ name: String, unit: String, baseline: BaselineAssumption? = nil) -> MetricSummary? {
    summaries.first { $0.metric.name == name && $0.metric.unit == unit && $0.metric.baseline == baseline }
  }

  /// Members and metrics whose figure is not a finite number.
  package var notFinite: [(member: Int, metric: SpectrumMetric)] {
    values.indices.flatMap { member in
      metrics.indices.filter { !values[member][$0].isFinite }.map { (member, metrics[$0]) }
    }
  }
}
