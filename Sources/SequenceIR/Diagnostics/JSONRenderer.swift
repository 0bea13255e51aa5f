/// Renders diagnostics as JSON, one object a line; every key is always there, `null` where there is nothing to say.
package enum JSONRenderer {
  package static func line(_ diagnostic: Diagnostic, sources: SourceMap) -> String {
    var object = JSONObject()
    object.add("kind", "diagnostic")
    object.add("code", diagnostic.code.id)
    object.add("severity", diagnostic.severity.rawValue)
    object.add("message", diagnostic.message)
    object.add("label", raw: text(diagnostic.label))
    object.add(
      "origin", raw: diagnostic.span.map { JSONObject.place(of: $0, in: sources).text } ?? "null")
    let related = diagnostic.related.map { related in
      var entry = JSONObject()
      entry.add("message", related.message)
      entry.add("origin", JSONObject.place(of: related.span, in: sources))
      return entry.text
    }
    object.add("related", raw: JSONText.array(related))
    object.add("notes", raw: JSONText.array(diagnostic.notes.map(JSONText.string)))
    object.add("help", raw: text(diagnostic.help ?? ""))
    return object.text
  }

  private static func text(_ text: String) -> String { text.isEmpty ? "null" : JSONText.string(text) }
}
