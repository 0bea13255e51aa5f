/// The page `docs/metabolites.md`.
import SequenceIR

package enum MoleculeReference {
  package static func markdown() -> String {
    var lines = [
      "# Metabolites", "",
      "Generated from the library; `seqc metabolites` and `seqc metabolites NAME` print the same. Shifts are in ppm with",
      "DSS at 0, couplings in Hz, relaxation times those of grey matter at 3 T.", "",
    ]
    lines += ["| set | is |", "|---|---|"]
    lines += SpinParameterSet.allCases.map { "| `\($0.rawValue)` | \($0.meaning) |" }
    lines += ["", groupNotes, ""]
    lines += ["| name | full name | spins | protons | sets | typical, mM |", "|---|---|---|---|---|---|"]
    lines += MoleculeListing.entries(of: .govindaraju).map(row)
    lines += ["", "Concentrations: \(InVivo.concentrationCitation).", ""] + relaxation + macromolecules
    for entry in MoleculeListing.entries(of: .govindaraju) { lines += section(entry) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let groupNotes = """
    Protons that are not coupled to one another form groups, which are simulated apart; `spins` lists the sizes of the
    groups. Equivalent protons of one line are one spin that counts several times. Couplings among magnetically
    equivalent protons are left out, because no signal depends on them; those of AA'XX' systems (GABA, taurine, choline)
    are kept. Amide protons are in a group of their own unless they are coupled. Phosphorus and nitrogen are listed with
    their couplings; without them, spectra are those with the other nuclei decoupled.
    """

  private static func row(_ entry: MoleculeEntry) -> String {
    let cells = MoleculeListing.cells(of: entry, in: .govindaraju)
    let sets = MoleculeLibrary.sets(with: entry.name).map { "`\($0.rawValue)`" }.joined(separator: ", ")
    let level = InVivo.millimolar(of: entry.name).map(DecimalText.shortest) ?? "-"
    let link = "[\(entry.name)](#\(entry.name.lowercased()))"
    return "| \(link) | \(entry.fullName) | \(cells[1]) | \(cells[2]) | \(sets) | \(level) |"
  }

  private static var relaxation: [String] {
    let t1 = MoleculeListing.milliseconds(Relaxation3T.fallbackT1Seconds)
    let t2 = MoleculeListing.milliseconds(Relaxation3T.fallbackT2Seconds)
    return [
      "## Relaxation", "", "\(Relaxation3T.citation).", "",
      "Where T1 was not measured, \(t1) ms (the mean of those that were) stands in, and \(t2) ms, the median of the",
      "table, where T2 was not; such times are marked as assumed.", "",
    ]
  }

  private static var macromolecules: [String] {
    var lines = [
      "## Macromolecules", "", "Gaussian lines. \(InVivo.macromoleculeRelaxationNote).", "",
      "| component | ppm | protons | width, ppm |", "|---|---|---|---|",
    ]
    for component in InVivo.lcModelMacromolecules {
      lines += component.lines.map { "| \(component.name) \(numbers($0))" }
    }
    let level = DecimalText.shortest(InVivo.lcModelMillimolar)
    lines += [
      "", "\(InVivo.lcModelCitation); \(level) mM of each beside metabolites in mM (spant, normal_v2).", "",
    ]
    lines += ["| Birch 2017 | ppm | amplitude | width, ppm |", "|---|---|---|---|"]
    lines += InVivo.birch2017.enumerated().map { "| \($0.offset + 1) \(numbers($0.element))" }
    return lines + ["", "\(InVivo.birchCitation); widths at 128 MHz."]
  }

  private static func numbers(_ line: MacromoleculeLine) -> String {
    let width = DecimalText.rounded(line.fullWidthPPM, decimals: 4)
    return "| \(DecimalText.shortest(line.ppm)) | \(DecimalText.shortest(line.protons)) | \(width) |"
  }

  private static func section(_ entry: MoleculeEntry) -> [String] {
    let aliases = entry.aliases.map { "`\($0)`" }.joined(separator: ", ")
    var lines = [
      "", "## \(entry.name)", "", "\(entry.fullName)\(aliases.isEmpty ? "" : ", also \(aliases)").", "",
    ]
    for set in MoleculeLibrary.sets(with: entry.name) {
      guard let row = MoleculeLibrary.entry(named: entry.name, set: set) else { continue }
      lines.append("* `\(set.rawValue)`: \(row.citation)\(row.remark.isEmpty ? "" : "; \(row.remark)").")
    }
    for (part, group) in zip(entry.parts, entry.molecule.groups) {
      lines += self.part(part, group, of: entry)
    }
    return lines
  }

  /// Shifts and couplings of both sets side by side where there are two.
  private static func part(_ part: MoleculePart, _ group: SpinGroup, of entry: MoleculeEntry) -> [String] {
    let second = MoleculeLibrary.entry(named: entry.name, set: .deGraaf)?.parts.first { $0.name == part.name }
    let weight = part.multiplicity == 1 ? "" : ", counts \(DecimalText.shortest(part.multiplicity)) times"
    let exchange = part.isExchangeable ? ", exchanges with water" : ""
    let sets = [part] + (second.map { [$0] } ?? [])
    let shifts = part.protons.map { site in
      let values = sets.compactMap { $0.protons.first { $0.name == site.name }?.ppm }
      return "\(site.title) \(values.map(DecimalText.shortest).joined(separator: " / "))"
    }
    var lines = ["", "**\(part.name)**: \(MoleculeListing.times(of: group))\(weight)\(exchange)", ""]
    lines.append("* shifts: \(shifts.joined(separator: ", "))")
    let couplings = part.couplings.map { coupling in
      let values = sets.map { $0.hertz(coupling.first, coupling.second).map(DecimalText.shortest) ?? "-" }
      return "\(coupling.first)-\(coupling.second) \(values.joined(separator: " / "))"
    }
    if !couplings.isEmpty { lines.append("* couplings: \(couplings.joined(separator: ", "))") }
    return lines
  }
}
