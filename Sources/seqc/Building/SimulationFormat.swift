/// In which formats `seqc simulate` writes, and which one the name of a file asks for.

enum SimulationFormat: String, CaseIterable {
  case csv
  case json
  case svg
  case niftiMRS = "nifti-mrs"

  private static let endings: [(ending: String, format: SimulationFormat)] = [
    (".csv", .csv), (".json", .json), (".svg", .svg), (".nii", .niftiMRS), (".nii.gz", .niftiMRS),
  ]

  /// nil: the ending says nothing.
  init?(endingOf path: String) {
    let name = path.lowercased()
    guard let row = SimulationFormat.endings.first(where: { name.hasSuffix($0.ending) }) else { return nil }
    self = row.format
  }
}
