/// What a document may be: bounds that hold before libxml2 sees it, and constructs that are left out or refused.
package struct XMLReadingRules: Sendable {
  package var mostBytes = 16 << 20
  /// Elements in elements.
  package var mostDepth = 64
  /// Elements, attributes, comments, instructions and texts together.
  package var mostNodes = 200_000
  /// Of one element; libxml2 before 2.12 compares each with each.
  package var mostAttributes = 128
  /// Bytes of one text or of one attribute's value.
  package var longestText = 10_000_000
  /// Whether `<?target ...?>` and `xsi:schemaLocation` may be there; neither is ever acted on.
  package var allowsHints = false
  /// The name and namespace the root must have; nil: any.
  package var root: Root?

  package struct Root: Hashable, Sendable {
    package var name: String
    /// Empty: none.
    package var namespace: String

    package init(_ name: String, namespace: String = "") {
      self.name = name
      self.namespace = namespace
    }
  }

  package init() {}

  package init(root: Root) { self.root = root }

  /// For documents of other programs: stylesheets and places of schemas are overlooked.
  package static let foreign: XMLReadingRules = {
    var rules = XMLReadingRules()
    rules.allowsHints = true
    return rules
  }()
}
