/// The profiles that ship with the program, as the texts a user could have written.
package enum BuiltInProfiles {
  /// Grouped by vendor; those that end in `-common` are there to be extended.
  package static let all: [(name: String, text: String)] =
    siemens + ge + philips + unitedImaging + canon + bruker + openHardware

  package static let names: [String] = all.map(\.name)

  package static func text(named name: String) -> String? { all.first { $0.name == name }?.text }

  /// Adds the text of a built-in profile to the inputs of the run; nil when there is none of that name.
  package static func open(_ name: String, in sources: inout SourceMap) -> SourceFile? {
    text(named: name).map { sources.add(name: "\(name).scanner", bytes: Array(($0 + "\n").utf8)) }
  }

  /// Reads a built-in profile and those it extends; an unknown name is a diagnostic with the nearest name.
  package static func load(
    _ name: String, sources: inout SourceMap
  ) -> (profile: ScannerProfile?, diagnostics: Diagnostics) {
    guard let file = open(name, in: &sources) else {
      var diagnostics = Diagnostics()
      let near = Suggestion.nearest(to: name, among: scanners)
      diagnostics.error(
        .profileNotFound, "no scanner is named `\(name)`",
        help: near.map { "did you mean `\($0)`?" }
          ?? "`seqc scanners` lists the names; the file of a site's own profile works too")
      return (nil, diagnostics)
    }
    return load(file, sources: &sources)
  }

  /// Reads a profile that is among the inputs already; what it extends is looked for among the built-in ones.
  ///
  /// `readFile` gives a file that the profile names, by the path it writes and the name of the profile's own file.
  package static func load(
    _ file: SourceFile, sources: inout SourceMap,
    readFile: (_ path: String, _ parent: String) -> (name: String, bytes: [UInt8])? = { _, _ in nil }
  ) -> (profile: ScannerProfile?, diagnostics: Diagnostics) {
    ProfileReader.read(
      file,
      openFile: { path, parent in
        readFile(path, sources[parent].name).map { sources.add(name: $0.name, bytes: $0.bytes) }
      },
      openBase: { open($0, in: &sources) })
  }

  /// Names without those that are only there to be extended.
  package static let scanners: [String] = names.filter { !$0.hasSuffix("-common") }
}
