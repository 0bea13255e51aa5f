/// The tables of `seqc compare`.
import Optimizer
import SequenceIR

extension Comparison {
  func text(_ format: String, relativeTo reference: String?) -> String {
    if format == "csv" { return csv }
    let tables = [bounds(relativeTo: reference), separation, bias, hardware]
    let isMarkdown = format == "markdown"
    return tables.map { isMarkdown ? "\($0.title):\n\n" + $0.markdown : $0.text }.joined(separator: "\n")
      + notes(isMarkdown)
  }

  private func notes(_ isMarkdown: Bool) -> String {
    var lines: [String] = []
    for row in rows {
      for note in row.result.notes { lines.append("\(isMarkdown ? "* " : "note: ")\(row.path): \(note)\n") }
    }
    return lines.isEmpty ? "" : "\n" + lines.joined()
  }

  // MARK: the figures

  private static let bound = "% of concentration"

  /// Every sequence, then the ideal acquisition.
  private var figures: [(name: String, figures: AssayFigures)] {
    rows.map { ($0.path, $0.result.figures) } + [("ideal, no echo time", ideal)]
  }

  private func bounds(relativeTo reference: String?) -> FigureTable {
    let interest = rows.first?.result.figures.interest ?? []
    let other = rows.first { $0.path == reference }?.result.figures
    var header = ["CRLB, mean (worst)"]
    for molecule in interest {
      for baseline in BaselineAssumption.allCases { header.append("\(molecule) \(baseline.rawValue)") }
    }
    let unit = other.map { _ in "nominal member of \(reference ?? "")" } ?? "an ideal acquisition"
    return FigureTable(
      "Cramer-Rao bounds over those of \(unit): mean of \(members.count) members (worst)",
      header,
      figures.map { name, figures in
        var cells = [name]
        for molecule in interest {
          for baseline in BaselineAssumption.allCases {
            let metric = "CRLB(\(molecule))"
            guard
              let own = figures.table.summary(metric, unit: Comparison.bound, baseline: baseline),
              let one = other.map({ $0.table.summary(metric, unit: Comparison.bound, baseline: baseline) })
                ?? figures.ideal.summary(metric, unit: Comparison.bound, baseline: baseline)
            else {
              cells.append("-")
              continue
            }
            cells.append(
              "\(DecimalText.rounded(own.mean / one.nominal, decimals: 3)) "
                + "(\(DecimalText.rounded(own.worst / one.nominal, decimals: 3)))")
          }
        }
        return cells
      })
  }

  /// Nominal / mean / worst.
  private func triple(
    _ figures: AssayFigures, _ name: String, _ unit: String, _ baseline: BaselineAssumption? = nil
  ) -> String {
    guard let summary = figures.table.summary(name, unit: unit, baseline: baseline) else {
      return "-"
    }
    let decimals = unit == "1" ? 2 : 1
    return [summary.nominal, summary.mean, summary.worst].map {
      $0.isFinite ? DecimalText.rounded($0, decimals: decimals) : "-"
    }.joined(separator: " / ")
  }

  private var separation: FigureTable {
    let interest = rows.first?.result.figures.interest ?? []
    var header = ["nominal / mean / worst"]
    let hasPair = interest.count > 1
    if hasPair { header += BaselineAssumption.allCases.prefix(2).map { "correlation \($0.rawValue)" } }
    let names =
      rows.first?.result.figures.table.metrics.filter {
        $0.name.hasPrefix("leakage") && $0.unit == "% of energy" || $0.unit == "% of reference energy"
      } ?? []
    header += names.map(\.name)
    return FigureTable(
      "Correlation of the first two molecules, energy of the other molecule in the band over the owner's (%), "
        + "energy in the own band over that of an ideal acquisition (%)",
      header,
      figures.map { name, figures in
        var cells = [name]
        if hasPair {
          for baseline in BaselineAssumption.allCases.prefix(2) {
            cells.append(triple(figures, "correlation(\(interest[0]), \(interest[1]))", "1", baseline))
          }
        }
        return cells + names.map { triple(figures, $0.name, $0.unit) }
      })
  }

  private var bias: FigureTable {
    let interest = rows.first?.result.figures.interest ?? []
    var header = ["nominal / mean / worst"]
    for molecule in interest {
      for baseline in BaselineAssumption.allCases.prefix(2) {
        header.append("\(molecule) \(baseline.rawValue)")
      }
    }
    return FigureTable(
      "Bias when members are fitted with the nominal spectra (% of concentration)", header,
      figures.map { name, figures in
        var cells = [name]
        for molecule in interest {
          for baseline in BaselineAssumption.allCases.prefix(2) {
            cells.append(triple(figures, "bias(\(molecule))", "% of concentration", baseline))
          }
        }
        return cells
      })
  }

  private var hardware: FigureTable {
    FigureTable(
      "What is played",
      [
        "", "first pulse to data (ms)", "B1 peak (uT)", "B1+rms (uT)", "duration (s)", "shots", "spectra",
        "numerical error",
      ],
      rows.map { row in
        let result = row.result
        let times = [result.pathSeconds.lowerBound, result.pathSeconds.upperBound].map {
          DecimalText.rounded($0 * 1e3, decimals: 2)
        }
        let microtesla = 1e6 / hertzPerTesla
        return [
          row.path, times[0] == times[1] ? times[0] : times.joined(separator: " to "),
          DecimalText.rounded(row.peakHertz * microtesla, decimals: 2),
          DecimalText.rounded(row.rmsHertz * microtesla, decimals: 3),
          DecimalText.rounded(row.durationSeconds, decimals: 1), "\(result.shotKinds)", "\(result.channels)",
          result.error.map { DecimalText.significant($0.relative, 2) } ?? "-",
        ]
      })
  }

  // MARK: every figure

  /// One line a figure.
  private var csv: String {
    var text = "file,figure,baseline,unit,nominal,mean,worst\n"
    func add(_ path: String, _ table: MetricTable) {
      for summary in table.summaries {
        let numbers = [summary.nominal, summary.mean, summary.worst].map {
          $0.isFinite ? DecimalText.significant($0, 6) : ""
        }
        let metric = summary.metric
        text +=
          ([Comparison.quoted(path), Comparison.quoted(metric.name), metric.baseline?.rawValue ?? ""]
          + [Comparison.quoted(metric.unit)] + numbers).joined(separator: ",") + "\n"
      }
    }
    add("ideal acquisition", ideal.table)
    for row in rows { add(row.path, row.result.figures.table) }
    return text
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" }) else { return text }
    return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}
