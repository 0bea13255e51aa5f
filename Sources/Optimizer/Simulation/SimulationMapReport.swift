/// Maps of signals as a table, as JSON, and in words.
import SequenceIR

package struct SimulationMapReport: Sendable {
  package let map: SimulationMap
  /// Of the reference.
  package let report: SimulationReport

  package init(_ map: SimulationMap, _ report: SimulationReport) {
    self.map = map
    self.report = report
  }

  private var names: [String] { map.simulation.molecules.map(\.name) }

  /// Of the places: what they are called and how they are scaled.
  package var column: (name: String, scale: Double) {
    switch map.variable {
    case .position: ("position_mm", 1e3)
    case .b1: ("b1_scale", 1)
    case .offset: ("offset_Hz", 1)
    }
  }

  /// Centre and width of each molecule along each axis.
  package var summary: String {
    var text = report.summary
    guard map.variable == .position else { return text }
    for line in map.lines {
      let axis = line.axis?.name ?? ""
      for (molecule, name) in names.enumerated() {
        let extent = line.extent(ofMolecule: molecule)
        let width = extent.width.map { ", width \(DecimalText.rounded($0 * 1e3, decimals: 2)) mm" } ?? ""
        text += "along \(axis), shots \(line.shots): \(name) centre "
        text += "\(DecimalText.rounded(extent.centre * 1e3, decimals: 2)) mm\(width)\n"
      }
    }
    return text
  }

  private static let units = [
    "share: projection of the signal on the reference, Re <s, r> / <r, r>; size: ratio of their norms",
    "over position, r is the signal of the voxel, s that of a nominal voxel full of spins at this place: shares times "
      + "weights add up to 1; over b1 and offset, r is the signal under the conditions above",
    "offsets act until the first sample; lines are compared as if the receiver followed the field",
  ]

  package var csv: String {
    var text =
      (["seqc \(report.version) simulate \(report.file)"] + report.conditionLines
      + map.notes.map { "note: \($0)" }
      + Self.units).map { "# \(SimulationReport.oneLine($0))\n" }.joined()
    let columns = names.flatMap { ["\($0)_share", "\($0)_size"] }
    text += (["shots", "axis", column.name, "weight"] + columns).joined(separator: ",") + "\n"
    for line in map.lines {
      for place in line.places.indices {
        text += "\(line.shots),\(line.axis?.name ?? ""),"
        text += SimulationReport.axis(column.scale * line.places[place]) + ","
        text += SimulationReport.axis(line.weights[place])
        for molecule in names.indices {
          text += "," + SimulationReport.value(line.shares[molecule][place])
          text += "," + SimulationReport.value(line.sizes[molecule][place])
        }
        text += "\n"
      }
    }
    return text
  }

  package var json: String {
    var object = JSONObject()
    object.add("format", "seqc-signal-map 1")
    object.add("version", report.version)
    object.add("file", report.file)
    object.add("over", map.variable.rawValue)
    object.add("conditions", raw: JSONText.array(report.conditionLines.map(JSONText.string)))
    object.add("notes", raw: JSONText.array((map.notes + Self.units).map(JSONText.string)))
    let lines = map.lines.map { line in
      var object = JSONObject()
      object.add("shots", line.shots)
      if let axis = line.axis { object.add("axis", axis.name) }
      object.add(
        column.name, raw: JSONText.array(line.places.map { SimulationReport.axis(column.scale * $0) }))
      object.add("weight", raw: JSONText.array(line.weights.map(SimulationReport.axis)))
      let molecules = names.indices.map { molecule in
        var object = JSONObject()
        object.add("name", names[molecule])
        if line.axis != nil {
          let extent = line.extent(ofMolecule: molecule)
          object.add("centre_mm", raw: SimulationReport.axis(extent.centre * 1e3))
          object.add("width_mm", raw: extent.width.map { SimulationReport.axis($0 * 1e3) } ?? "null")
        }
        object.add("share", raw: JSONText.array(line.shares[molecule].map(SimulationReport.value)))
        object.add("size", raw: JSONText.array(line.sizes[molecule].map(SimulationReport.value)))
        return object.text
      }
      object.add("molecules", raw: JSONText.array(molecules))
      return object.text
    }
    object.add("lines", raw: JSONText.array(lines))
    return object.text
  }
}
