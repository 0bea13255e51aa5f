/// Results of a search that no other result surpasses in every respect.
import SequenceIR

package struct ParetoFront: Sendable {
  /// What results are compared by.
  package struct Criterion: Sendable {
    package let name: String
    package let unit: String
    package let isBestSmall: Bool
    package let meaning: String
  }

  package static let criteria = [
    Criterion(
      name: "leakage", unit: "% of energy", isBestSmall: true,
      meaning: "selectivity: energy of the other molecule in the band of Glu or Gln, the larger of both"),
    Criterion(
      name: "signal", unit: "% of ideal", isBestSmall: false,
      meaning:
        "norm of the spectrum in the window over that of an ideal pulse and acquisition at once, the least of the aims'"
    ),
    Criterion(
      name: "CRLB", unit: "of ideal", isBestSmall: true,
      meaning:
        "Cramer-Rao bound over that of an ideal pulse and acquisition at once, the largest of the aims'"),
    Criterion(
      name: "energy", unit: "uT^2 ms", isBestSmall: true,
      meaning: "integral of |B1|^2 over the searched pulses"),
    Criterion(
      name: "robustness", unit: "worst over nominal", isBestSmall: true,
      meaning:
        "the CRLB of the worst member of the ensemble over that of the nominal one, the largest of the aims'"),
  ]

  package struct Point: Sendable {
    /// Which result: the values of its combination, and its start.
    package let name: String
    package let loss: Double
    /// In the order of the criteria; NaN where a search has no such figure.
    package let values: [Double]

    package init(name: String, loss: Double, values: [Double]) {
      self.name = name
      self.loss = loss
      self.values = values
    }
  }

  package let points: [Point]
  /// For each point, whether it is on the front.
  package let isOnFront: [Bool]
  /// Indices of the criteria that every point has a figure of.
  package let compared: [Int]
  /// Where there is no bound to compare, as of pulses alone, the objective stands for it.
  package let comparesLoss: Bool

  package init(_ points: [Point]) {
    self.points = points
    let compared = ParetoFront.criteria.indices.filter { column in
      !points.isEmpty && points.allSatisfy { $0.values[column].isFinite }
    }
    self.compared = compared
    let comparesLoss = !compared.contains { ParetoFront.criteria[$0].name == "CRLB" }
    self.comparesLoss = comparesLoss
    isOnFront = points.map { point in
      !points.contains { ParetoFront.surpasses($0, point, compared, comparesLoss: comparesLoss) }
    }
  }

  /// As good in every respect and better in one.
  private static func surpasses(_ a: Point, _ b: Point, _ columns: [Int], comparesLoss: Bool) -> Bool {
    var isBetter = comparesLoss && a.loss < b.loss
    if comparesLoss, a.loss > b.loss { return false }
    for column in columns {
      let sign = criteria[column].isBestSmall ? 1.0 : -1.0
      let (own, other) = (sign * a.values[column], sign * b.values[column])
      if own > other { return false }
      if own < other { isBetter = true }
    }
    return isBetter
  }

  // MARK: text

  private var header: [String] {
    ["result", "on the front", "objective"]
      + compared.map { "\(ParetoFront.criteria[$0].name), \(ParetoFront.criteria[$0].unit)" }
  }

  /// Those of the front.
  package var text: String {
    let front = points.indices.filter { isOnFront[$0] }
    return FigureTable(
      "Pareto front: \(front.count) of \(points.count) results, which no other surpasses in every respect",
      header.filter { $0 != "on the front" },
      front.map { index in
        let point = points[index]
        return [point.name, DecimalText.rounded(point.loss, decimals: 4)]
          + compared.map { DecimalText.significant(point.values[$0], 4) }
      }
    ).text
  }

  /// All results.
  package var csv: String {
    var lines = [header.map(CSVText.cell).joined(separator: ",")]
    for (point, isOnFront) in zip(points, isOnFront) {
      let numbers = ([point.loss] + compared.map { point.values[$0] }).map(DecimalText.shortest)
      lines.append(([CSVText.cell(point.name), isOnFront ? "yes" : "no"] + numbers).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  package var json: String {
    let rows = zip(points, isOnFront).map { point, isOnFront in
      var object = JSONObject()
      object.add("result", point.name)
      object.add("onFront", isOnFront)
      object.add("objective", point.loss)
      for column in compared { object.add(ParetoFront.criteria[column].name, point.values[column]) }
      return object.text
    }
    let criteria = compared.map { column in
      let criterion = ParetoFront.criteria[column]
      var object = JSONObject()
      object.add("name", criterion.name)
      object.add("unit", criterion.unit)
      object.add("best", criterion.isBestSmall ? "smallest" : "largest")
      object.add("meaning", criterion.meaning)
      return object.text
    }
    var object = JSONObject()
    object.add("criteria", raw: JSONText.array(criteria))
    object.add("results", raw: JSONText.array(rows))
    return object.text
  }
}

/// Text with commas in a cell stands between quotes.
private enum CSVText {
  static func cell(_ text: String) -> String {
    guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

extension PulseSearch {
  /// In the order of the criteria; NaN for what the search has no figure of.
  func paretoFigures(of found: Found) -> [Double] {
    let bounds = found.figures.bounds.filter { $0.baseline == comparedBaseline }
    let leakages = found.figures.table.summaries.filter {
      $0.metric.name.hasPrefix("leakage(") && $0.metric.unit == "% of energy"
    }
    let searched = zip(request.pulses, found.pulses).reduce(0.0) { sum, pair in
      let (pulse, pinned) = pair
      return zip(pinned.microteslaX, pinned.microteslaY).reduce(sum) { sum, sample in
        sum + (sample.0 * sample.0 + sample.1 * sample.1) * pulse.grid.step.seconds * 1e3
      }
    }
    func largest(_ values: [Double]) -> Double {
      values.contains(where: \.isNaN) ? .nan : values.max() ?? .nan
    }
    return [
      isOfPulsesAlone ? .nan : largest(leakages.map(\.mean)), isOfPulsesAlone ? .nan : signal(of: found),
      largest(bounds.map(\.mean)), searched, largest(bounds.map { $0.worst / $0.nominal }),
    ]
  }

  /// The baseline of the search, or none.
  private var comparedBaseline: BaselineAssumption {
    for case .spline(let ppm) in request.baselines {
      if let own = BaselineAssumption.allCases.first(where: { $0.knotSpacingPPM == ppm }) { return own }
    }
    return .known
  }

  /// Mean over the members, %.
  private func signal(of found: Found) -> Double {
    let ideal = assay.idealSpectra.signal
    let points = Array(0..<ideal.pointCount)
    let shares = assay.interest.map { molecule in
      let reference = ideal.energy(of: molecule, at: points)
      let sum = found.spectra.reduce(0.0) { sum, member in
        sum
          + (member.signal.energy(of: molecule, at: Array(0..<member.signal.pointCount)) / reference)
          .squareRoot()
      }
      return 100 * sum / Double(found.spectra.count)
    }
    return shares.min() ?? .nan
  }
}
