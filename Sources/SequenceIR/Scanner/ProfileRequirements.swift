/// What a profile lacks for a purpose, as the lines a site would have to write.
extension ScannerProfile {
  /// The rasters without which no file can be built.
  package static let rasterKeys: [FigureKey] = [.gradientRaster, .rfRaster, .adcRaster, .blockRaster]

  /// A site's file that adds `keys`, with a placeholder where the number goes: what to write, not what is true.
  package func exampleLines(adding keys: [FigureKey]) -> [String] {
    ["scanner site-\(name)", "extends \(name)"] + keys.map(Self.exampleLine)
  }

  /// The line that gives one figure.
  package static func exampleLine(_ key: FigureKey) -> String {
    let unit = key.units.first.map { " \($0)" } ?? ""
    return "\(key.rawValue) NUMBER\(unit) site \"WHERE THE NUMBER COMES FROM\""
  }

  /// Why no file can be built for this scanner, with the lines that would change it; nil when one can.
  package func refusalToBuild() -> Diagnostic? {
    let missing = ScannerProfile.rasterKeys.filter { self[$0] == nil }
    guard !missing.isEmpty else { return nil }
    let names = missing.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    return Diagnostic(
      .error, .profileWithoutRasters, "\(name) cannot be built for: its profile lacks \(names)",
      notes: ["\(title): a vendor or the site's physicist knows these figures; they are not public"],
      help: "write a file with these lines and give it to --scanner:\n    "
        + exampleLines(adding: missing).joined(separator: "\n    "))
  }
}
