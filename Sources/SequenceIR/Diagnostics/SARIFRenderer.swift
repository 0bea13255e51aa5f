/// Renders diagnostics as one SARIF 2.1.0 document (OASIS standard), which code-review and editor tools read.
package enum SARIFRenderer {
  package static func document(_ diagnostics: [Diagnostic], sources: SourceMap, version: String) -> String {
    var driver = JSONObject()
    driver.add("name", "seqc")
    driver.add("version", version)
    driver.add("rules", raw: JSONText.array(rules(of: diagnostics)))
    var tool = JSONObject()
    tool.add("driver", driver)
    var run = JSONObject()
    run.add("tool", tool)
    // SARIF's other choice counts UTF-16 units; columns here are Unicode scalars.
    run.add("columnKind", "unicodeCodePoints")
    run.add("results", raw: JSONText.array(diagnostics.map { result($0, sources) }))
    var document = JSONObject()
    document.add("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
    document.add("version", "2.1.0")
    document.add("runs", raw: JSONText.array([run.text]))
    return document.text + "\n"
  }

  /// Every code once, in the order of its first use.
  private static func rules(of diagnostics: [Diagnostic]) -> [String] {
    var seen = Set<String>()
    return diagnostics.filter { seen.insert($0.code.id).inserted }.map { diagnostic in
      var rule = JSONObject()
      rule.add("id", diagnostic.code.id)
      rule.add("shortDescription", message(diagnostic.code.title))
      if !diagnostic.code.explanation.isEmpty {
        rule.add("fullDescription", message(diagnostic.code.explanation))
      }
      return rule.text
    }
  }

  private static func result(_ diagnostic: Diagnostic, _ sources: SourceMap) -> String {
    var object = JSONObject()
    object.add("ruleId", diagnostic.code.id)
    object.add("level", diagnostic.severity.rawValue)
    let details = [diagnostic.label] + diagnostic.notes + (diagnostic.help.map { ["help: \($0)"] } ?? [])
    object.add(
      "message", message(([diagnostic.message] + details.filter { !$0.isEmpty }).joined(separator: "\n")))
    if let span = diagnostic.span {
      object.add("locations", raw: JSONText.array([location(span, sources).text]))
    }
    let related = diagnostic.related.map { related in
      var place = location(related.span, sources)
      place.add("message", message(related.message))
      return place.text
    }
    if !related.isEmpty { object.add("relatedLocations", raw: JSONText.array(related)) }
    return object.text
  }

  private static func location(_ span: SourceSpan, _ sources: SourceMap) -> JSONObject {
    let file = sources[span.file]
    let start = file.position(of: Int(span.offset))
    let end = file.position(of: max(span.end, Int(span.offset)))
    var region = JSONObject()
    region.add("startLine", start.line)
    region.add("startColumn", start.column)
    region.add("endLine", end.line)
    region.add("endColumn", end.column)
    var artifact = JSONObject()
    artifact.add("uri", uri(of: file.name))
    var physical = JSONObject()
    physical.add("artifactLocation", artifact)
    physical.add("region", region)
    var location = JSONObject()
    location.add("physicalLocation", physical)
    return location
  }

  private static func message(_ text: String) -> JSONObject {
    var object = JSONObject()
    object.add("text", text)
    return object
  }

  /// A path as a relative reference: what RFC 3986 does not leave unreserved is percent-encoded, byte by byte.
  private static func uri(of path: String) -> String {
    path.utf8.map { byte in
      let isPlain =
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "-._~/".utf8.contains(byte)
      if isPlain { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
