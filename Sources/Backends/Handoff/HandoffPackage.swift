import SequenceIR

/// The package for a scanner's operator: which files are in it, and whether they say the same.
package enum HandoffPackage {
  package static let manifestPath = "manifest.json"
  package static let format = "seqc-package-1"

  /// The targets of a package in their order: the vendor's own, those that are asked for, and last the hand-off, which
  /// names the files of all others.
  package static func targets(for vendor: ScannerProfile.Vendor, asked names: [String]) -> [Target] {
    let vendors: [ScannerProfile.Vendor: Target] = [.siemens: .siemensXML, .ge: .geXML]
    let own = [Target.mrdHeader] + (vendors[vendor].map { [$0] } ?? [])
    let handoff = Handoff.targetName(of: dialect(for: vendor))
    let asked = Target.all.filter { target in
      names.contains(target.name) && target.name != handoff && !own.contains { $0.name == target.name }
    }
    return own + asked + Target.all.filter { $0.name == handoff }
  }

  /// Which operators' words a hand-off for a scanner is in.
  package static func dialect(for vendor: ScannerProfile.Vendor) -> ConsoleDialect {
    ConsoleDialect.of(vendor)
  }

  /// Where two files of a package contradict each other; `files` are the package's, `name` that of its sequence.
  ///
  /// Reads each file on its own, so that it also holds for a package of another version of this program.
  package static func contradictions(_ files: [String: [UInt8]], name: String) -> [String] {
    var result: [String] = []
    guard let pulseq = files["\(name).seq"] else { return ["\(name).seq is missing"] }
    var sources = SourceMap()
    let (read, _) = PulseqReader.read(sources.add(name: "\(name).seq", bytes: pulseq))
    guard let read else { return ["\(name).seq cannot be read"] }
    if read.signature != .valid { result.append("\(name).seq: its signature is not that of its text") }
    let header = files["\(name).mrd.xml"].flatMap(root)
    if let header { result += differences(header, signature: signature(in: pulseq), name) }
    for path in files.keys.sorted() where path.hasPrefix("\(name).handoff-") {
      guard let bytes = files[path] else { continue }
      result += Handoff.problems(in: bytes).map { "\(path): \($0)" }
      guard let handoff = root(bytes) else { continue }
      result += differences(handoff, files, seconds: read.sequence.duration?.seconds).map { "\(path): \($0)" }
      if let header { result += differences(handoff, header).map { "\(path) and \(name).mrd.xml: \($0)" } }
    }
    return result
  }

  private static func root(_ bytes: [UInt8]) -> XMLElement? {
    if case .success(let document) = XMLReader.read(bytes) { return document.root }
    return nil
  }

  /// The MD5 sum that stands in a Pulseq file.
  package static func signature(in pulseq: [UInt8]) -> String? {
    let text = String(decoding: pulseq.suffix(400), as: UTF8.self)
    return text.split(separator: "\n").last { $0.hasPrefix("Hash ") }.map { String($0.dropFirst(5)) }
  }

  private static func differences(_ header: XMLElement, signature: String?, _ name: String) -> [String] {
    let strings = header.first("userParameters")?.elements("userParameterString") ?? []
    let stored = strings.first { $0.first("name")?.text == "seq_signature" }?.first("value")?.text
    return stored == signature ? [] : ["\(name).mrd.xml is the header of another \(name).seq"]
  }

  /// Files by their SHA-256, and the duration.
  private static func differences(
    _ handoff: XMLElement, _ files: [String: [UInt8]], seconds: Double?
  ) -> [String] {
    var result: [String] = []
    // Each sum once, however often a hand-off may name its file.
    var sums: [String: String] = [:]
    for file in handoff.first("sequence")?.elements("file") ?? [] {
      let path = file["path"] ?? ""
      guard let bytes = files[path] else {
        result.append("\(path) is missing")
        continue
      }
      let sum = sums[path] ?? SHA256.hexadecimal(of: bytes)
      sums[path] = sum
      if sum != file["sha256"] {
        result.append("\(path) is another file than it names")
      }
    }
    if let stated = quantity("duration", handoff), let seconds, abs(stated - seconds) > 1e-8 * seconds {
      result.append("it says \(stated) s, and the sequence lasts \(seconds) s")
    }
    return result
  }

  /// Times that both name.
  private static func differences(_ handoff: XMLElement, _ header: XMLElement) -> [String] {
    let parameters = header.first("sequenceParameters")
    return [("repetition time", "TR"), ("echo time", "TE")].compactMap { name, element in
      guard let stated = quantity(name, handoff), let other = parameters?.first(element)?.text,
        let value = DecimalText.number(Array(other.utf8)[...])
      else { return nil }
      return abs(stated - value) > 1e-5 * max(abs(value), 1)
        ? "\(element) is \(stated) ms in one and \(value) ms in the other" : nil
    }
  }

  private static func quantity(_ name: String, _ handoff: XMLElement) -> Double? {
    let found = handoff.first("sequence")?.elements("quantity").first { $0["name"] == name }
    return found.flatMap { DecimalText.number(Array($0.text.utf8)[...]) }
  }
}
