/// Listings of the library for people and programs: all molecules in a table, or one with every number.
import SequenceIR

package enum MoleculeListing {
  /// One line a molecule. `set`: only those that it has.
  package static func table(_ set: SpinParameterSet) -> String {
    let rows = entries(of: set).map { cells(of: $0, in: set) }
    return TextColumns.text([["name", "spins", "protons", "groups", "full name", "source"]] + rows)
  }

  /// Every number of one molecule; `entry` is its row in `set`.
  package static func detail(_ entry: MoleculeEntry, set: SpinParameterSet) -> String {
    var lines = ["\(entry.name): \(fullName(of: entry))", ""]
    lines += paragraph("spin parameters", "\(set.rawValue): \(entry.citation)")
    for other in MoleculeLibrary.sets(with: entry.name) where other != set {
      let citation = MoleculeLibrary.citation(named: entry.name, set: other) ?? ""
      lines += paragraph("also in", "\(other.rawValue): \(citation)")
    }
    if !entry.remark.isEmpty { lines += paragraph("remark", entry.remark) }
    if let level = InVivo.millimolar(of: entry.name) {
      let text = "\(DecimalText.shortest(level)) mM in grey matter; \(InVivo.concentrationCitation)"
      lines += paragraph("concentration", text)
    }
    lines += paragraph("relaxation", Relaxation3T.citation)
    for (part, group) in zip(entry.parts, entry.molecule.groups) {
      lines += ["", heading(part, group)] + couplingTable(part)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A title, and beside it text in lines of at most 100 characters.
  private static func paragraph(_ title: String, _ text: String) -> [String] {
    var rows: [(title: String, text: String)] = []
    var line = ""
    for word in text.split(separator: " ") {
      if line.count + 1 + word.count > 83, !line.isEmpty {
        rows.append((rows.isEmpty ? title : "", line))
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    rows.append((rows.isEmpty ? title : "", line))
    return rows.map { $0.title + String(repeating: " ", count: 17 - $0.title.count) + $0.text }
  }

  static func entries(of set: SpinParameterSet) -> [MoleculeEntry] {
    MoleculeLibrary.names.compactMap { MoleculeLibrary.entry(named: $0, set: set) }
  }

  static func fullName(of entry: MoleculeEntry) -> String {
    MoleculeLibrary.entry(named: entry.name)?.fullName ?? entry.fullName
  }

  /// Name, spins that are simulated, protons they stand for, groups, full name, source.
  static func cells(of entry: MoleculeEntry, in set: SpinParameterSet) -> [String] {
    [
      entry.name, entry.parts.map { String($0.spinCount) }.joined(separator: "+"),
      DecimalText.rounded(entry.protonCount, decimals: 2), entry.parts.map(\.name).joined(separator: "; "),
      fullName(of: entry), entry.citation,
    ]
  }

  /// `C2-C4: 5 spins, T1 1270 ms, T2 129 ms`
  private static func heading(_ part: MoleculePart, _ group: SpinGroup) -> String {
    let count = part.spinCount == 1 ? "1 spin" : "\(part.spinCount) spins"
    let weight = part.multiplicity == 1 ? "" : ", counts \(DecimalText.shortest(part.multiplicity)) times"
    let exchange = part.isExchangeable ? ", exchanges with water" : ""
    return "\(part.name): \(count)\(weight)\(exchange), \(times(of: group))"
  }

  static func times(of group: SpinGroup) -> String {
    let times = Relaxation3T.times(of: group)
    let t1 = "T1 \(milliseconds(times.t1Seconds)) ms\(times.isT1Assumed ? " (assumed)" : "")"
    return t1 + ", T2 \(milliseconds(times.t2Seconds)) ms\(times.isT2Assumed ? " (assumed)" : "")"
  }

  static func milliseconds(_ seconds: Double) -> String { DecimalText.rounded(seconds * 1000, decimals: 1) }

  /// Proton, shift, and J to every later proton and to other nuclei, Hz.
  private static func couplingTable(_ part: MoleculePart) -> [String] {
    let later = part.protons.dropFirst().map(\.name) + part.heteronuclei
    let head = ["  proton", "ppm"] + later.map { "J \($0)" }
    let rows = part.protons.map { site in
      ["  " + site.title, DecimalText.shortest(site.ppm)]
        + later.map { name in part.hertz(site.name, name).map(DecimalText.shortest) ?? "" }
    }
    return TextColumns.lines([head] + rows)
  }
}

extension ProtonSite {
  /// `H3 x3`: three equivalent protons.
  package var title: String { count == 1 ? name : "\(name) x\(count)" }
}

extension MoleculePart {
  /// `P` and `N`, as far as they are coupled.
  package var heteronuclei: [String] {
    ["P", "N"].filter { name in couplings.contains { $0.second == name } }
  }

  package func hertz(_ first: String, _ second: String) -> Double? {
    couplings.first { $0.first == first && $0.second == second }?.hertz
  }
}

/// Cells in columns two spaces apart, without spaces at the ends of lines.
enum TextColumns {
  static func text(_ rows: [[String]]) -> String { lines(rows).map { $0 + "\n" }.joined() }

  static func lines(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell + String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
