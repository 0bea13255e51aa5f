/// Spins of one shift without couplings, as the Bloch equations see them.
import SequenceIR

package struct BlochSpecies: Sendable, Equatable {
  package let name: String
  package let shiftPPM: Double
  /// nil: no relaxation.
  package let t1Seconds: Double?
  package let t2Seconds: Double?
  /// Where the times are from.
  package let source: String

  package init(name: String, shiftPPM: Double, t1Seconds: Double?, t2Seconds: Double?, source: String) {
    self.name = name
    self.shiftPPM = shiftPPM
    self.t1Seconds = t1Seconds
    self.t2Seconds = t2Seconds
    self.source = source
  }

  /// A molecule of the design with one shift, or a row of the table.
  package static func named(
    _ name: String, nucleus: Nucleus, own: [MoleculeDefinition]
  ) throws(SimulationProblem) -> BlochSpecies {
    if let molecule = own.first(where: { $0.name == name }) {
      guard molecule.spins.count == 1, molecule.couplings.isEmpty else {
        throw SimulationProblem(
          .speciesNotFound, "`\(name)` has \(molecule.spins.count) shifts, and a species has one",
          help: "--molecules simulates coupled spins")
      }
      return BlochSpecies(
        name: name, shiftPPM: molecule.spins[0].shiftPPM, t1Seconds: molecule.t1Seconds,
        t2Seconds: molecule.t2Seconds, source: "the design")
    }
    guard let row = SingleSpinSpecies.named(name) else {
      let names = SingleSpinSpecies.all.filter { $0.nucleus == nucleus }.map(\.name) + own.map(\.name)
      throw SimulationProblem(
        .speciesNotFound, "there is no species `\(name)`",
        help: names.isEmpty
          ? "define it in the design: `molecule \(name) { spin A at 0 ppm }`"
          : "of \(nucleus.name) there are \(names.joined(separator: ", "))")
    }
    guard row.nucleus == nucleus else {
      throw SimulationProblem(
        .speciesNotFound, "\(name) is of \(row.nucleus.name), and the sequence is for \(nucleus.name)",
        help: "a design names its nucleus: `nucleus \(row.nucleus.name)`")
    }
    return BlochSpecies(
      name: name, shiftPPM: row.shiftPPM, t1Seconds: row.t1Seconds, t2Seconds: row.t2Seconds,
      source: row.source)
  }

  var rates: SpeciesRates {
    SpeciesRates(longitudinal: t1Seconds.map { 1 / $0 } ?? 0, transverse: t2Seconds.map { 1 / $0 } ?? 0)
  }
}
