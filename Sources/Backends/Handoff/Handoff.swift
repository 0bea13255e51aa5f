import SequenceIR

/// The hand-off document: all that an operator needs to run a sequence, and nothing that must be guessed.
///
/// The format is this project's (`docs/handoff.md` has its schema), because no vendor has a public one for this. It carries a digest
/// of itself, so that a changed number shows.
package enum Handoff {
  package static let namespace = "urn:seqc:handoff:1"

  /// The backends of this kind: each vendor's words and units.
  static func target(_ dialect: ConsoleDialect) -> @Sendable (TargetInput) -> TargetOutput {
    { input in
      let others = input.siblings.map { file(role: role(of: $0.path, input.name), $0.path, $0.bytes) }
      return write(input, dialect, files: [file(role: "pulseq", "\(input.name).seq", input.pulseq)] + others)
    }
  }

  private static func role(of path: String, _ name: String) -> String {
    if path == "\(name).mrd.xml" { return "mrd-header" }
    return path.hasSuffix(".pta") ? "rf-waveform" : "vendor"
  }

  static func file(role: String, _ path: String, _ bytes: [UInt8]) -> FileRow {
    FileRow(role: role, path: path, byteCount: bytes.count, digest: SHA256.hexadecimal(of: bytes))
  }

  /// A file that belongs to the sequence.
  struct FileRow: Hashable, Sendable {
    var role: String
    var path: String
    var byteCount: Int
    var digest: String
  }

  static func name(of dialect: ConsoleDialect) -> String { dialect.vendor?.rawValue ?? "generic" }

  static func targetName(of dialect: ConsoleDialect) -> String { "handoff-\(name(of: dialect))" }

  static func write(_ input: TargetInput, _ dialect: ConsoleDialect, files: [FileRow]) -> TargetOutput {
    var output = TargetOutput()
    if let vendor = input.profile?.vendor, let own = dialect.vendor, vendor != own, vendor != .generic {
      output.diagnostics.error(
        .targetCannotExpress,
        "a hand-off in the words of \(own.rawValue) for a scanner of \(vendor.rawValue)",
        help: "take `--target handoff-generic`, or build for a scanner of that vendor")
      return output
    }
    let content = HandoffContent(input, dialect, files: files)
    do throws(XMLProblem) {
      let bytes = try signed(content.element)
      output.files = [TargetFile(path: "\(input.name).handoff-\(name(of: dialect)).xml", bytes: bytes)]
      let violations = XMLSchema.violations(of: bytes, against: Array(HandoffSchema.text.utf8))
      output.bugs = violations.map { "the hand-off breaks its own schema: \($0.message)" }
      output.proofs.append("handoff: follows its schema, and its digest is that of its content")
    } catch { output.add(error) }
    return output
  }

  // MARK: digest

  /// The document with the digest of its canonical form (Canonical XML 1.0) as last element.
  private static func signed(_ root: XMLElement) throws(XMLProblem) -> [UInt8] {
    var whole = root
    whole.children.append(
      .element(
        XMLElement(
          "digest", [XMLAttribute("algorithm", "sha256"), XMLAttribute("form", "c14n-1.0")],
          text: try digest(of: root))))
    return try XMLWriter.write(XMLDocument(prologue: [note], root: whole)).get()
  }

  private static let note = XMLNode.comment(
    " Written by seqc. Not produced or validated by the vendor; for research use. See docs/handoff.md of seqc. "
  )

  private static func digest(of root: XMLElement) throws(XMLProblem) -> String {
    let bytes = try XMLWriter.write(XMLDocument(prologue: [note], root: root)).get()
    switch CanonicalXML.bytes(of: bytes) {
    case .success(let canonical): return SHA256.hexadecimal(of: canonical)
    case .failure(let problems): throw problems.items[0]
    }
  }

  /// What is wrong with a hand-off document that somebody brings; empty: its digest and its schema hold.
  package static func problems(in bytes: [UInt8]) -> [String] {
    let rules = XMLReadingRules(root: XMLReadingRules.Root("handoff", namespace: namespace))
    switch XMLReader.read(bytes, rules) {
    case .failure(let problems): return problems.items.map(\.message)
    case .success(let document):
      let violations = XMLSchema.violations(of: bytes, against: Array(HandoffSchema.text.utf8))
      if !violations.isEmpty { return violations.prefix(3).map(\.message) }
      var root = document.root
      guard case .element(let last)? = root.children.last, last.name == "digest" else {
        return ["there is no digest"]
      }
      root.children.removeLast()
      guard let expected = try? digest(of: root) else { return ["its digest cannot be worked out"] }
      return expected == last.text
        ? [] : ["its digest is not that of its content: something in it was changed"]
    }
  }
}
