/// Writes a document: every name and character is checked first, and the bytes are read back and compared.
///
/// Layout: an element that holds no text has each child on a line of its own; one that holds text is written on one line
/// without any layout in it, so that the text comes back as it was.
package struct XMLWriter {
  private let document: XMLDocument
  private let indent: Int
  private var bytes: [UInt8] = []
  /// Names of the open elements, for messages.
  private var path: [String] = []

  /// `indent` is the number of blanks of one level; `rules` are those of the reading back.
  package static func write(
    _ document: XMLDocument, indent: Int = 2, reading rules: XMLReadingRules = .foreign
  ) -> Result<[UInt8], XMLProblem> {
    var writer = XMLWriter(document: document, indent: indent)
    do throws(XMLProblem) { try writer.write() } catch { return .failure(error) }
    switch XMLReader.read(writer.bytes, rules) {
    case .success(let read) where read == document: return .success(writer.bytes)
    case .success:
      return .failure(XMLProblem(.readBackDiffers, "the document read back is not the one that was written"))
    case .failure(let problems): return .failure(problems.items[0])
    }
  }

  private init(document: XMLDocument, indent: Int) {
    self.document = document
    self.indent = max(0, indent)
  }

  private mutating func write() throws(XMLProblem) {
    add("<?xml version=\"1.0\" encoding=\"\(document.encoding.rawValue)\"")
    if let standalone = document.standalone { add(" standalone=\"\(standalone ? "yes" : "no")\"") }
    add("?>\n")
    for node in document.prologue {
      switch node {
      case .element, .text: throw problem("an element or text stands before the root")
      case .comment, .instruction: try write(node, level: 0)
      }
      add("\n")
    }
    try write(document.root, level: 0)
    add("\n")
  }

  private mutating func write(_ node: XMLNode, level: Int) throws(XMLProblem) {
    switch node {
    case .element(let element): try write(element, level: level)
    case .text(let text): try add(escaping: text, inAttribute: false)
    case .comment(let text):
      try check(raw: text, in: "a comment")
      if text.contains("--") || text.hasSuffix("-") {
        throw problem("a comment cannot hold two dashes, nor end with one")
      }
      add("<!--\(text)-->")
    case .instruction(let target, let content):
      try check(name: target, of: "an instruction")
      try check(raw: content, in: "an instruction")
      if content.contains("?>") { throw problem("an instruction cannot hold `?>`") }
      if target.contains(":") || target.lowercased() == "xml" || content.first?.isWhitespace == true {
        throw problem("`\(target)` cannot be the target of an instruction")
      }
      add(content.isEmpty ? "<?\(target)?>" : "<?\(target) \(content)?>")
    }
  }

  private mutating func write(_ element: XMLElement, level: Int) throws(XMLProblem) {
    try check(name: element.name, of: "an element")
    path.append(element.name)
    add("<\(element.name)")
    try write(element.attributes)
    path.removeLast()
    if element.children.isEmpty { return add("/>") }
    path.append(element.name)
    add(">")
    let hasText = element.children.contains { if case .text = $0 { true } else { false } }
    for child in element.children {
      if !hasText { add("\n" + String(repeating: " ", count: indent * (level + 1))) }
      try write(child, level: level + 1)
    }
    if !hasText { add("\n" + String(repeating: " ", count: indent * level)) }
    add("</\(element.name)>")
    path.removeLast()
  }

  private mutating func write(_ attributes: [XMLAttribute]) throws(XMLProblem) {
    var names = Set<String>()
    var isPastNamespaces = false
    for attribute in attributes {
      try check(name: attribute.name, of: "an attribute")
      guard names.insert(attribute.name).inserted else {
        throw problem("attribute `\(attribute.name)` is given twice")
      }
      let isNamespace = attribute.name == "xmlns" || attribute.name.hasPrefix("xmlns:")
      if isNamespace, isPastNamespaces { throw problem("namespaces stand before other attributes") }
      isPastNamespaces = isPastNamespaces || !isNamespace
      add(" \(attribute.name)=\"")
      try add(escaping: attribute.value, inAttribute: true)
      add("\"")
    }
  }

  private mutating func add(escaping text: String, inAttribute: Bool) throws(XMLProblem) {
    // Columns of numbers are most of what is written.
    if text.utf8.allSatisfy({ XMLWriter.isPlain($0, inAttribute: inAttribute) }) {
      bytes.append(contentsOf: text.utf8)
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": add("&amp;")
      case "<": add("&lt;")
      case ">": add("&gt;")
      case "\"" where inAttribute: add("&quot;")
      case "\r": add("&#13;")
      case "\n" where inAttribute: add("&#10;")
      case "\t" where inAttribute: add("&#9;")
      default:
        guard XMLCharacters.isCharacter(scalar) else { throw forbidden(scalar, in: "a text") }
        if document.encoding == .latin1, scalar.value > 0xFF {
          add("&#\(scalar.value);")
        } else {
          add(scalar)
        }
      }
    }
  }

  /// The same byte in every encoding that is written, and nothing to escape.
  private static func isPlain(_ byte: UInt8, inAttribute: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): false
    case 0x20..<0x7F: true
    case 9, 10: !inAttribute
    default: false
    }
  }

  /// Text that cannot be escaped.
  private func check(raw text: String, in place: String) throws(XMLProblem) {
    for scalar in text.unicodeScalars {
      // A carriage return would come back as a line feed.
      guard XMLCharacters.isCharacter(scalar), scalar != "\r",
        document.encoding == .utf8 || scalar.value <= 0xFF
      else { throw forbidden(scalar, in: place) }
    }
  }

  private func check(name: String, of what: String) throws(XMLProblem) {
    guard XMLCharacters.isQualifiedName(name),
      document.encoding == .utf8 || name.utf8.allSatisfy({ $0 < 0x80 })
    else { throw problem("`\(name.prefix(60))` cannot be the name of \(what)") }
  }

  private func forbidden(_ scalar: Unicode.Scalar, in place: String) -> XMLProblem {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return problem("character \(name) cannot stand in \(place)")
  }

  private func problem(_ message: String) -> XMLProblem {
    XMLProblem(.cannotBeWritten, path.isEmpty ? message : "\(message), in \(path.joined(separator: "/"))")
  }

  private mutating func add(_ text: String) {
    if document.encoding == .utf8 || text.utf8.allSatisfy({ $0 < 0x80 }) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { add(scalar) }
    }
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    if document.encoding == .utf8 {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    } else {
      bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    }
  }
}
