/// The door to the system's libxml2: what reads XML goes through here, and only here are its pointers.
///
/// Everything that comes in has passed `XMLGate`. What differs between versions of libxml2 is in the module's header.
import CLibXML2

package enum LibXML {
  /// The version of the headers that the program was built with, such as `2.9.14`.
  package static var version: String { String(cString: seqc_xml_version()) }

  /// More are counted by nobody: the first ones say what is wrong.
  static let mostMessages = 20

  /// The loader of external files is global to the process; it refuses everything from the first use on.
  private static let start: Void = seqc_xml_start()

  static func tree(of bytes: [UInt8], _ rules: XMLReadingRules) -> Result<XMLDocument, XMLProblems> {
    withDocument(bytes) { document in
      do throws(XMLProblem) { return .success(try TreeBuilder(rules).document(document)) } catch {
        return .failure(XMLProblems([error]))
      }
    }
  }

  static func violations(of document: [UInt8], against schema: [UInt8]) -> [XMLProblem] {
    let result = withDocument(schema, faultsAre: .unusableSchema) {
      schemaTree -> Result<[XMLProblem], XMLProblems> in
      let messages = Messages(.unusableSchema)
      guard let compiled = messages.during({ seqc_xml_schema(schemaTree, $0) }) else {
        return .failure(
          messages.problems(otherwise: XMLProblem(.unusableSchema, "the schema cannot be compiled")))
      }
      defer { xmlSchemaFree(compiled) }
      return withDocument(document) { tree in
        let messages = Messages(.violatesSchema)
        let status = messages.during { seqc_xml_validate(tree, compiled, $0) }
        if status == 0 { return .success([]) }
        return .success(
          messages.problems(
            otherwise: XMLProblem(.violatesSchema, "the document does not follow the schema")
          ).items)
      }
    }
    switch result {
    case .success(let problems): return problems
    case .failure(let problems): return problems.items
    }
  }

  static func canonical(_ bytes: [UInt8]) -> Result<[UInt8], XMLProblems> {
    withDocument(bytes) { document in
      var text: UnsafeMutablePointer<xmlChar>?
      let count = seqc_xml_canonical(document, &text)
      guard count >= 0, let text else {
        return .failure(XMLProblems([XMLProblem(.notWellFormed, "the document has no canonical form")]))
      }
      defer { seqc_xml_free(text) }
      return .success(Array(UnsafeBufferPointer(start: text, count: Int(count))))
    }
  }

  /// Parses, hands the tree to `body`, and frees it. What the parser complains of is a failure, also where it goes on.
  private static func withDocument<Value>(
    _ bytes: [UInt8], faultsAre kind: XMLProblem.Kind = .notWellFormed,
    _ body: (xmlDocPtr) -> Result<Value, XMLProblems>
  ) -> Result<Value, XMLProblems> {
    _ = start
    let messages = Messages(kind)
    let parsed = bytes.withUnsafeBytes { buffer -> xmlDocPtr? in
      guard let count = Int32(exactly: buffer.count) else { return nil }
      return messages.during {
        seqc_xml_parse(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), count, $0)
      }
    }
    defer { if let parsed { xmlFreeDoc(parsed) } }
    let fallback = XMLProblem(kind, "the document is not well-formed")
    guard let parsed, !messages.hasErrors else { return .failure(messages.problems(otherwise: fallback)) }
    return body(parsed)
  }

  /// What libxml2 says during one call.
  private final class Messages {
    let kind: XMLProblem.Kind
    private var items: [XMLProblem] = []
    private(set) var hasErrors = false

    init(_ kind: XMLProblem.Kind) { self.kind = kind }

    func during<Value>(_ body: (UnsafeMutablePointer<seqc_xml_listener>) -> Value) -> Value {
      var listener = seqc_xml_listener(
        receiver: Unmanaged.passUnretained(self).toOpaque(),
        report: { receiver, level, line, message in
          guard let receiver else { return }
          let text = message.map { String(cString: $0) } ?? "unknown"
          Unmanaged<Messages>.fromOpaque(receiver).takeUnretainedValue().add(text, level: level, line: line)
        })
      return withExtendedLifetime(self) { withUnsafeMutablePointer(to: &listener, body) }
    }

    func problems(otherwise fallback: XMLProblem) -> XMLProblems {
      XMLProblems(items.isEmpty ? [fallback] : items)
    }

    private func add(_ text: String, level: Int32, line: Int32) {
      guard level > 1 else { return }
      hasErrors = true
      guard items.count < LibXML.mostMessages else { return }
      var words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      while words.last == "." { words.removeLast() }
      items.append(XMLProblem(kind, String(words.prefix(300)), line: line > 0 ? Int(line) : nil))
    }
  }

  /// From libxml2's tree to ours. The gate has bounded its depth, so recursion is safe.
  private struct TreeBuilder {
    let rules: XMLReadingRules

    init(_ rules: XMLReadingRules) { self.rules = rules }

    func document(_ document: xmlDocPtr) throws(XMLProblem) -> XMLDocument {
      guard document.pointee.intSubset == nil, document.pointee.extSubset == nil else {
        throw XMLProblem(.refused, "a DOCTYPE is not read")
      }
      var prologue: [XMLNode] = []
      var root: XMLElement?
      var next = document.pointee.children
      while let node = next {
        next = node.pointee.next
        if node.pointee.type == XML_ELEMENT_NODE {
          root = try element(node)
          try check(root: node)
        } else if root == nil {
          prologue.append(try other(node))
        } else {
          _ = try other(node)
        }
      }
      guard let root else { throw XMLProblem(.notWellFormed, "the document has no element") }
      let name = string(document.pointee.encoding)?.uppercased()
      return XMLDocument(
        encoding: name == XMLDocument.Encoding.latin1.rawValue ? .latin1 : .utf8,
        standalone: document.pointee.standalone == 1 ? true : document.pointee.standalone == 0 ? false : nil,
        prologue: prologue, root: root)
    }

    private func check(root node: xmlNodePtr) throws(XMLProblem) {
      guard let expected = rules.root else { return }
      let name = string(node.pointee.name) ?? ""
      let namespace = node.pointee.ns.flatMap { string($0.pointee.href) } ?? ""
      guard name == expected.name, namespace == expected.namespace else {
        let words = { (name: String, space: String) in
          "`\(name)` \(space.isEmpty ? "without a namespace" : "of namespace `\(space)`")"
        }
        throw XMLProblem(
          .refused,
          "the document is \(words(name, namespace)), expected \(words(expected.name, expected.namespace))",
          line: line(node))
      }
    }

    private func element(_ node: xmlNodePtr) throws(XMLProblem) -> XMLElement {
      if let space = node.pointee.ns, let address = string(space.pointee.href),
        address.hasSuffix("/XInclude")
      {
        throw XMLProblem(.refused, "XInclude is not read: it names other files", line: line(node))
      }
      var result = XMLElement(qualified(string(node.pointee.name), node.pointee.ns))
      result.attributes = try attributes(of: node)
      var child = node.pointee.children
      while let current = child {
        child = current.pointee.next
        switch current.pointee.type {
        case XML_ELEMENT_NODE: result.children.append(.element(try element(current)))
        case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
          add(string(current.pointee.content) ?? "", to: &result.children)
        default: result.children.append(try other(current))
        }
      }
      dropLayout(&result.children)
      return result
    }

    private func attributes(of node: xmlNodePtr) throws(XMLProblem) -> [XMLAttribute] {
      var result: [XMLAttribute] = []
      var space = node.pointee.nsDef
      while let current = space {
        space = current.pointee.next
        let prefix = string(current.pointee.prefix)
        result.append(
          XMLAttribute(prefix.map { "xmlns:\($0)" } ?? "xmlns", string(current.pointee.href) ?? ""))
      }
      var attribute = node.pointee.properties
      while let current = attribute {
        attribute = current.pointee.next
        let name = string(current.pointee.name)
        if name == "schemaLocation" || name == "noNamespaceSchemaLocation", !rules.allowsHints {
          throw XMLProblem(.refused, "`\(name ?? "")` is not read: it names other files", line: line(node))
        }
        result.append(XMLAttribute(qualified(name, current.pointee.ns), value(of: current)))
      }
      return result
    }

    private func value(of attribute: xmlAttrPtr) -> String {
      guard let children = attribute.pointee.children,
        let text = xmlNodeListGetString(attribute.pointee.doc, children, 1)
      else { return "" }
      defer { seqc_xml_free(text) }
      return String(cString: text)
    }

    private func other(_ node: xmlNodePtr) throws(XMLProblem) -> XMLNode {
      let content = string(node.pointee.content) ?? ""
      switch node.pointee.type {
      case XML_COMMENT_NODE: return .comment(content)
      case XML_PI_NODE: return .instruction(target: string(node.pointee.name) ?? "", content: content)
      default: throw XMLProblem(.refused, "a construct that is not read", line: line(node))
      }
    }

    /// Neighbouring texts are one.
    private func add(_ text: String, to children: inout [XMLNode]) {
      if case .text(let before)? = children.last {
        children[children.count - 1] = .text(before + text)
      } else {
        children.append(.text(text))
      }
    }

    /// Blanks between elements are layout, unless other text stands beside them.
    private func dropLayout(_ children: inout [XMLNode]) {
      guard children.count > 1 else { return }
      let isBlank = { (node: XMLNode) in
        if case .text(let text) = node {
          text.utf8.allSatisfy { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }
        } else {
          true
        }
      }
      guard children.allSatisfy(isBlank) else { return }
      children.removeAll { if case .text = $0 { true } else { false } }
    }

    private func qualified(_ name: String?, _ space: xmlNsPtr?) -> String {
      let prefix = space.flatMap { string($0.pointee.prefix) }
      return prefix.map { "\($0):\(name ?? "")" } ?? name ?? ""
    }

    private func string(_ text: UnsafePointer<xmlChar>?) -> String? { text.map { String(cString: $0) } }

    private func line(_ node: xmlNodePtr) -> Int? { node.pointee.line > 0 ? Int(node.pointee.line) : nil }
  }
}
