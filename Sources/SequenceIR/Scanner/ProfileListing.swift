/// Listings of scanner profiles for people: all of them in a table, or one with every figure and where it comes from.
package enum ProfileListing {
  /// One line a scanner: the figures that matter most, with a mark on those that are unverified.
  package static func table(_ profiles: [ScannerProfile]) -> String {
    let keys: [FigureKey] = [.fieldStrength, .gradientAmplitude, .gradientSlewRate, .b1Peak]
    let head = ["name", "B0", "gradient", "slew rate", "B1 peak", "build", "scanner"]
    let rows = profiles.filter { $0.kind != .common }.map { profile in
      [profile.name] + keys.map { key in profile[key].map(shortText) ?? "-" }
        + [profile.rasters == nil ? "no" : "yes", profile.title]
    }
    return columns([head] + rows) + "\n" + legend
  }

  /// Every figure of one profile with unit, confidence, source and note, then bands and remarks.
  package static func detail(_ profile: ScannerProfile) -> String {
    var lines = ["\(profile.name): \(profile.title)"]
    lines.append("vendor \(profile.vendor.rawValue), \(profile.kind.rawValue)\(extending(profile))")
    if let coil = profile.transmitCoil { lines.append("transmits with its \(coil.rawValue) coil") }
    if let mode = profile.operatingMode { lines.append("\(mode.words) of IEC 60601-2-33") }
    lines.append("")
    lines += columns(
      rows(of: profile).map { [$0.name, $0.value, $0.confidence.rawValue, $0.source] }
    ).split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    let missing = FigureKey.allCases.filter { profile[$0] == nil }
    if !missing.isEmpty {
      lines += ["", "not known, so that what rests on it is not evaluated:"]
      lines += columns(missing.map { ["  \($0.rawValue)", $0.meaning] })
        .split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    }
    if !profile.notes.isEmpty { lines += [""] + profile.notes.map { "note: \($0)" } }
    if let refusal = profile.refusalToBuild() { lines += ["", "\(refusal.message)"] }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A figure or a band as it is listed.
  package struct Row: Sendable {
    package let name: String
    package let value: String
    package let confidence: Confidence
    /// With the note, if there is one.
    package let source: String
  }

  /// Every figure of one profile, then its bands.
  package static func rows(of profile: ScannerProfile) -> [Row] {
    let figures = FigureKey.allCases.compactMap { key in
      profile[key].map {
        Row(
          name: key.rawValue, value: text($0), confidence: $0.confidence,
          source: sourceAndNote($0.source, $0.note))
      }
    }
    return figures
      + profile.forbiddenBands.map { band in
        Row(
          name: band.form == .frequencies ? "acoustic-band" : "echo-spacing-band", value: bandText(band),
          confidence: band.confidence, source: sourceAndNote(band.source, band.note))
      }
  }

  /// The page `docs/scanners.md`.
  package static func markdown(_ profiles: [ScannerProfile]) -> String {
    var lines = [
      "# Scanners", "",
      "Generated from the built-in profiles; `seqc scanners` and `seqc scanners NAME` print the same. How to write one",
      "for your own machine: [scanner-profiles.md](scanner-profiles.md).", "",
      "| name | scanner | B0 | gradient | slew rate | B1 peak | can be built for |",
      "|---|---|---|---|---|---|---|",
    ]
    let scanners = profiles.filter { $0.kind != .common }
    for profile in scanners {
      let keys: [FigureKey] = [.fieldStrength, .gradientAmplitude, .gradientSlewRate, .b1Peak]
      let cells = keys.map { key in profile[key].map(shortText) ?? "-" }
      lines.append(
        "| [\(profile.name)](#\(profile.name)) | \(profile.title) | \(cells.joined(separator: " | ")) | "
          + "\(profile.rasters == nil ? "no" : "yes") |")
    }
    lines += ["", legend.split(separator: "\n").joined(separator: "\n"), "", "## How sure", ""]
    lines +=
      ["| word | means |", "|---|---|"] + Confidence.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
    for profile in scanners { lines += markdownSection(profile) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let legend =
    "A `?` marks a figure that is unverified: no check passes on it. `-`: not known.\n"

  private static func markdownSection(_ profile: ScannerProfile) -> [String] {
    var lines = ["", "## \(profile.name)", "", "\(profile.title).\(sentence(of: profile))", ""]
    lines += ["| figure | value | confidence | source |", "|---|---|---|---|"]
    for row in rows(of: profile) {
      lines.append("| \(row.name) | \(row.value) | \(row.confidence.rawValue) | \(row.source) |")
    }
    if !profile.notes.isEmpty { lines += [""] + profile.notes.map { "* \($0)" } }
    return lines
  }

  private static func sentence(of profile: ScannerProfile) -> String {
    let missing = ScannerProfile.rasterKeys.filter { profile[$0] == nil }.map { "`\($0.rawValue)`" }
    return (profile.transmitCoil.map { " Transmits with its \($0.rawValue) coil." } ?? "")
      + (missing.isEmpty ? "" : " Cannot be built for without a site's \(missing.joined(separator: ", ")).")
  }

  private static func extending(_ profile: ScannerProfile) -> String {
    profile.base.map { ", extends \($0)" } ?? ""
  }

  private static func text(_ figure: ProfileFigure) -> String {
    figure.unit.isEmpty ? figure.text : "\(figure.text) \(figure.unit)"
  }

  private static func shortText(_ figure: ProfileFigure) -> String {
    text(figure) + (figure.confidence.mayPass ? "" : " ?")
  }

  private static func bandText(_ band: ForbiddenBand) -> String {
    let axes = band.axes.count == 3 ? "" : " axes \(band.axes.map(\.name).joined(separator: ","))"
    return band.text + axes
  }

  private static func sourceAndNote(_ source: String, _ note: String) -> String {
    note.isEmpty ? source : "\(source); \(note)"
  }

  /// Cells in columns two spaces apart; the last column is as long as it likes.
  private static func columns(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell
        if column + 1 < row.count {
          line += String(repeating: " ", count: widths[column] - cell.count + 2)
        }
      }
      return line + "\n"
    }.joined()
  }
}
