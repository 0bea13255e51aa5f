/// Reads the text of a scanner profile; `docs/scanner-profiles.md` describes the format.
package enum ProfileReader {
  /// How each statement but a figure is written, for the documentation.
  package static let statementForms: [String] = ProfileParser.statements.map(\.form)

  package static let largestFile = 16 << 20

  /// All mistakes of the file are reported in one run; the profile is nil when there is any.
  ///
  /// `openBase` gives the file of the profile that an `extends` names, nil when there is none of that name; `openFile`
  /// a file that a line of the profile `parent` names, nil when it cannot be read.
  package static func read(
    _ file: SourceFile, openFile: (_ path: String, _ parent: FileID) -> SourceFile? = { _, _ in nil },
    openBase: (String) -> SourceFile?
  ) -> (profile: ScannerProfile?, diagnostics: Diagnostics) {
    read(file, chain: [], openFile, openBase)
  }

  /// `chain` holds the names of the profiles that extend this one, the outermost first.
  private static func read(
    _ file: SourceFile, chain: [String], _ openFile: (String, FileID) -> SourceFile?,
    _ openBase: (String) -> SourceFile?
  ) -> (profile: ScannerProfile?, diagnostics: Diagnostics) {
    var diagnostics = Diagnostics()
    guard file.bytes.count <= largestFile else {
      diagnostics.error(
        .profileTooLarge,
        "`\(file.name)` has \(file.bytes.count) bytes; profiles of up to \(largestFile) are read",
        at: SourceSpan(file: file.id, offset: 0, length: 0))
      return (nil, diagnostics)
    }
    guard isText(file, &diagnostics) else { return (nil, diagnostics) }
    let lines = ProfileLine.all(of: file)
    guard let first = lines.first else {
      diagnostics.error(
        .profileEmpty, "`\(file.name)` holds no profile", at: SourceSpan(file: file.id, offset: 0, length: 0),
        help: "begin with `scanner site-name` and `extends NAME`; `seqc scanners` lists the names")
      return (nil, diagnostics)
    }
    var parser = ProfileParser()
    for line in lines { parser.parse(line) }
    diagnostics.append(contentsOf: parser.diagnostics)

    var base: ScannerProfile?
    if let extends = parser.base {
      base = readBase(extends, chain: chain + [parser.name?.text ?? ""], &diagnostics, openFile, openBase)
      if base == nil { return (nil, diagnostics) }
    }
    var profile = assemble(parser, base: base, at: first.span, &diagnostics)
    if var complete = profile {
      readCoilFiles(parser.coilFiles, into: &complete, &diagnostics, openFile)
      profile = complete
    }
    return (diagnostics.hasErrors ? nil : profile, diagnostics)
  }

  private static func isText(_ file: SourceFile, _ diagnostics: inout Diagnostics) -> Bool {
    var start = 0
    while start < file.bytes.count {
      let end = file.bytes[start...].firstIndex(of: 10) ?? file.bytes.count
      if String(validating: file.bytes[start..<end], as: UTF8.self) == nil
        || file.bytes[start..<end].contains(0)
      {
        diagnostics.error(
          .profileNotUTF8, "`\(file.name)` is not UTF-8 text",
          at: SourceSpan(file: file.id, from: start, to: end), help: "save the file as UTF-8")
        return false
      }
      start = end + 1
    }
    return true
  }

  private static func readBase(
    _ extends: ProfileLine.Token, chain: [String], _ diagnostics: inout Diagnostics,
    _ openFile: (String, FileID) -> SourceFile?, _ openBase: (String) -> SourceFile?
  ) -> ScannerProfile? {
    if chain.contains(extends.text) {
      diagnostics.error(
        .profileRecursion,
        "`\(extends.text)` extends itself: \((chain + [extends.text]).joined(separator: " -> "))",
        at: extends.span, help: "extend a built-in profile, and give this one another name")
      return nil
    }
    guard let file = openBase(extends.text) else {
      let near = Suggestion.nearest(to: extends.text, among: BuiltInProfiles.names)
      diagnostics.error(
        .profileUnknownBase, "no profile is named `\(extends.text)`", at: extends.span,
        help: near.map { "did you mean `\($0)`?" } ?? "`seqc scanners` lists the names")
      return nil
    }
    let (base, problems) = read(file, chain: chain, openFile, openBase)
    diagnostics.append(contentsOf: problems)
    return base
  }

  private static func assemble(
    _ parser: ProfileParser, base: ScannerProfile?, at place: SourceSpan, _ diagnostics: inout Diagnostics
  ) -> ScannerProfile? {
    var missing: [String] = []
    if parser.name == nil { missing.append("`scanner NAME`") }
    if base == nil, parser.title == nil { missing.append("`title \"...\"`") }
    if base == nil, parser.vendor == nil { missing.append("`vendor NAME`") }
    if !missing.isEmpty, !parser.diagnostics.hasErrors {
      diagnostics.error(
        .profileHeader, "the profile lacks \(missing.joined(separator: " and "))", at: place,
        help: "add \(missing.joined(separator: " and ")) at the top")
    }
    guard let name = parser.name, let title = parser.title ?? base?.title,
      let vendor = parser.vendor ?? base?.vendor
    else { return nil }
    var profile = ScannerProfile(name: name.text, title: title, vendor: vendor)
    let inherited = base.map { $0.kind == .common ? .machine : $0.kind }
    profile.kind = parser.kind ?? inherited ?? .machine
    profile.base = parser.base?.text
    profile.matrices = parser.matrices.isEmpty ? base?.matrices ?? [] : parser.matrices
    profile.transmitCoil = parser.transmitCoil ?? base?.transmitCoil
    profile.operatingMode = parser.operatingMode ?? base?.operatingMode
    profile.figures = (base?.figures ?? [:]).merging(parser.figures) { _, own in own }
    profile.forbiddenBands = (base?.forbiddenBands ?? []) + parser.bands
    profile.notes = (base?.notes ?? []) + parser.notes
    profile.gradientCoil = parser.gradientCoil ?? base?.gradientCoil
    profile.safe = (base?.safe ?? [:]).merging(parser.safe) { _, own in own }
    return profile
  }
}
