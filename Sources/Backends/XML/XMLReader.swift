/// Reads a document: our gate first, libxml2 next, and what is left is a tree of values.
package enum XMLReader {
  /// The tree, or what is wrong; never more than `LibXML.mostMessages` problems.
  package static func read(
    _ bytes: [UInt8], _ rules: XMLReadingRules = XMLReadingRules()
  ) -> Result<XMLDocument, XMLProblems> {
    if let problem = XMLGate.problem(in: bytes, rules) { return .failure(XMLProblems([problem])) }
    return LibXML.tree(of: bytes, rules)
  }
}

/// At least one problem, in the order they were met.
package struct XMLProblems: Error, Hashable, Sendable {
  package let items: [XMLProblem]
  package init(_ items: [XMLProblem]) { self.items = items }
}

/// Whether a document follows a schema (XSD 1.0).
package enum XMLSchema {
  /// Empty: it does. Nothing that the schema imports or includes is loaded.
  package static func violations(of document: [UInt8], against schema: [UInt8]) -> [XMLProblem] {
    var rules = XMLReadingRules.foreign
    rules.mostBytes = 64 << 20
    for (bytes, kind) in [(schema, XMLProblem.Kind.unusableSchema), (document, .notWellFormed)] {
      if var problem = XMLGate.problem(in: bytes, rules) {
        if kind == .unusableSchema { problem.kind = kind }
        return [problem]
      }
    }
    return LibXML.violations(of: document, against: schema)
  }
}

/// Canonical XML 1.0 without comments: the same bytes for the same content, for digests.
package enum CanonicalXML {
  package static func bytes(of document: [UInt8]) -> Result<[UInt8], XMLProblems> {
    if let problem = XMLGate.problem(in: document, .foreign) { return .failure(XMLProblems([problem])) }
    return LibXML.canonical(document)
  }
}
