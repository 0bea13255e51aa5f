/// The library as JSON: an array of molecules, or one molecule.
import SequenceIR

package enum MoleculeJSON {
  package static func list(_ set: SpinParameterSet) -> String {
    JSONText.array(MoleculeListing.entries(of: set).map { object(of: $0, set: set).text })
  }

  package static func text(of entry: MoleculeEntry, set: SpinParameterSet) -> String {
    object(of: entry, set: set).text
  }

  private static func object(of entry: MoleculeEntry, set: SpinParameterSet) -> JSONObject {
    var object = JSONObject()
    object.add("name", entry.name)
    object.add("full_name", MoleculeListing.fullName(of: entry))
    object.add("set", set.rawValue)
    object.add("citation", entry.citation)
    object.add("remark", raw: entry.remark.isEmpty ? "null" : JSONText.string(entry.remark))
    object.add(
      "grey_matter_millimolar", raw: InVivo.millimolar(of: entry.name).map(JSONText.number) ?? "null")
    object.add("protons", entry.protonCount)
    let groups = zip(entry.parts, entry.molecule.groups).map { part, group in
      self.group(part, group).text
    }
    object.add("groups", raw: JSONText.array(groups))
    return object
  }

  /// Times that are not known are null; the other form of the listing names the fallbacks.
  private static func group(_ part: MoleculePart, _ group: SpinGroup) -> JSONObject {
    var object = JSONObject()
    object.add("name", group.name)
    object.add("multiplicity", group.multiplicity)
    object.add("exchangeable", part.isExchangeable)
    object.add("t1_seconds", raw: group.t1Seconds.map(JSONText.number) ?? "null")
    object.add("t2_seconds", raw: group.t2Seconds.map(JSONText.number) ?? "null")
    object.add(
      "protons",
      raw: JSONText.array(
        part.protons.flatMap { site in (0..<site.count).map { _ in JSONText.string(site.name) } }))
    object.add("shifts_ppm", raw: JSONText.array(group.system.shiftsPPM.map(JSONText.number)))
    object.add(
      "couplings_hertz",
      raw: JSONText.array(group.system.couplingMatrixHertz.map { JSONText.array($0.map(JSONText.number)) }))
    let others = group.heteronuclear.map { coupling in
      var entry = JSONObject()
      entry.add("nucleus", coupling.nucleus.rawValue)
      entry.add("hertz", raw: JSONText.array(coupling.hertz.map(JSONText.number)))
      return entry.text
    }
    object.add("heteronuclear", raw: JSONText.array(others))
    return object
  }
}
