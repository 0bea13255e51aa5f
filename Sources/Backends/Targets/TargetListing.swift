/// The table of targets for people: a list, one target in full, and the page `docs/targets.md`.
package enum TargetListing {
  /// One line a target.
  package static func list() -> String {
    let width = Target.all.map(\.name.count).max() ?? 0
    return Target.all.map { target in
      target.name + String(repeating: " ", count: width + 2 - target.name.count) + target.meaning + "\n"
    }.joined()
  }

  /// Everything a row says; nil when there is no such target.
  package static func explain(_ name: String) -> String? {
    guard let target = Target.all.first(where: { $0.name == name }) else { return nil }
    var lines = [
      "\(target.name)  \(target.meaning)", "", "files       \(target.files)", "read by     \(target.readers)",
    ]
    lines += target.proved.map { "proved      \($0)" } + target.notProved.map { "not proved  \($0)" }
    lines.append("from        \(target.source)")
    return lines.joined(separator: "\n") + "\n"
  }

  package static func markdown() -> String {
    var lines = [
      "# Targets", "",
      "Generated from the table of targets; `seqc targets` and `seqc targets NAME` print the same.", "",
      "`seqc build FILE --target NAME` writes a target's files into the folder of the Pulseq file, which is always",
      "written. `--target` may be given several times, or with commas: `--target mrd-header,pulseq`. Either all files",
      "appear or none.", "", "| target | is |", "|---|---|",
    ]
    lines += Target.all.map { "| [`\($0.name)`](#\($0.name)) | \($0.meaning) |" } + [""]
    for target in Target.all {
      lines += [
        "## \(target.name)", "", "* Is: \(target.meaning).", "* Files: \(target.files).",
        "* Read by: \(target.readers).",
      ]
      lines += target.proved.map { "* Proved: \($0)." } + target.notProved.map { "* Not proved: \($0)." }
      lines += ["* From: \(target.source).", ""]
    }
    lines.removeLast()
    return lines.joined(separator: "\n") + "\n"
  }
}
