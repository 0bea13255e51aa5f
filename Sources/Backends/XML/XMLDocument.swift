/// An XML document as values: what a backend builds, and what comes back when the written bytes are read.
///
/// Names are qualified names as they are written (`p:name`); namespaces are the attributes `xmlns` and `xmlns:p`, which
/// stand before other attributes.
package struct XMLDocument: Hashable, Sendable {
  package enum Encoding: String, Sendable {
    case utf8 = "UTF-8"
    case latin1 = "ISO-8859-1"
  }

  package var encoding: Encoding
  /// nil: the declaration does not say.
  package var standalone: Bool?
  /// Comments and instructions before the root.
  package var prologue: [XMLNode]
  package var root: XMLElement

  package init(
    encoding: Encoding = .utf8, standalone: Bool? = nil, prologue: [XMLNode] = [], root: XMLElement
  ) {
    self.encoding = encoding
    self.standalone = standalone
    self.prologue = prologue
    self.root = root
  }
}

package enum XMLNode: Hashable, Sendable {
  case element(XMLElement)
  case text(String)
  case comment(String)
  /// `<?target content?>`
  case instruction(target: String, content: String)
}

package struct XMLAttribute: Hashable, Sendable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

package struct XMLElement: Hashable, Sendable {
  package var name: String
  /// In the order they are written.
  package var attributes: [XMLAttribute]
  package var children: [XMLNode]

  package init(_ name: String, _ attributes: [XMLAttribute] = [], children: [XMLNode] = []) {
    self.name = name
    self.attributes = attributes
    self.children = children
  }

  /// An element that holds elements.
  package init(_ name: String, _ attributes: [XMLAttribute], _ elements: [XMLElement]) {
    self.init(name, attributes, children: elements.map(XMLNode.element))
  }

  /// The same without attributes.
  package init(_ name: String, _ elements: [XMLElement]) {
    self.init(name, children: elements.map(XMLNode.element))
  }

  /// An element that holds a text; an empty one holds nothing.
  package init(_ name: String, _ attributes: [XMLAttribute] = [], text: String) {
    self.init(name, attributes, children: text.isEmpty ? [] : [.text(text)])
  }

  /// The value of an attribute.
  package subscript(_ attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

  package var elements: [XMLElement] {
    children.compactMap { if case .element(let element) = $0 { element } else { nil } }
  }

  package func elements(_ name: String) -> [XMLElement] { elements.filter { $0.name == name } }

  package func first(_ name: String) -> XMLElement? { elements.first { $0.name == name } }

  /// Its own text, without that of the elements in it.
  package var text: String {
    children.map { if case .text(let text) = $0 { text } else { "" } }.joined()
  }

  /// The element at the end of a path of names, each the first of its name.
  package func at(_ path: String...) -> XMLElement? {
    path.reduce(XMLElement?.some(self)) { $0?.first($1) }
  }
}
