/// The table of objectives as text of the documentation.

package enum ObjectiveListing {
  package static var markdown: String {
    var lines = ["| objective | looks at | what it means |", "|---|---|---|"]
    for row in ObjectiveTable.rows {
      lines.append("| `\(row.kind.rawValue)` | \(row.input.rawValue) | \(row.meaning) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  package static var parameters: String {
    var lines = ["| objective | parameter | unit | unless stated | what it means |", "|---|---|---|---|---|"]
    for row in ObjectiveTable.rows {
      for parameter in row.parameters {
        let fallback = parameter.fallback ?? "must be stated"
        lines.append(
          "| `\(row.kind.rawValue)` | \(parameter.name) | \(parameter.unit) | \(fallback) | \(parameter.meaning) |"
        )
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  package static var formulas: String {
    ObjectiveTable.rows.map { "    \($0.kind.rawValue): \($0.formula)\n" }.joined()
  }
}
