/// Looks over the bytes of a document before libxml2 does: encoding, size, depth and number of its parts.
///
/// The parser's own bounds are wide (256 levels, a million attributes compared with each other), and differ between its
/// versions. What passes here is small enough for all of them, has no DOCTYPE, and so has no entities. Whether it is
/// well-formed is left to the parser.
struct XMLGate {
  private let bytes: [UInt8]
  private let rules: XMLReadingRules
  private var index = 0
  private var depth = 0
  private var nodes = 0

  static func problem(in bytes: [UInt8], _ rules: XMLReadingRules) -> XMLProblem? {
    guard bytes.count <= rules.mostBytes else {
      return XMLProblem(
        .tooLarge, "the document has \(bytes.count) bytes, and at most \(rules.mostBytes) are read")
    }
    if let problem = XMLEncodingCheck.problem(in: bytes) { return problem }
    var gate = XMLGate(bytes: bytes, rules: rules)
    do throws(XMLProblem) {
      try gate.walk()
      return nil
    } catch { return error }
  }

  private init(bytes: [UInt8], rules: XMLReadingRules) {
    self.bytes = bytes
    self.rules = rules
  }

  private mutating func walk() throws(XMLProblem) {
    index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let start = index
    while index < bytes.count {
      let begin = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
      if index > begin { try count(text: index - begin) }
      guard index + 1 < bytes.count else { return }
      switch bytes[index + 1] {
      case UInt8(ascii: "!"): try declaration()
      case UInt8(ascii: "?"): try instruction(isFirst: index == start)
      case UInt8(ascii: "/"):
        depth -= 1
        skip(past: ">")
      default: try startTag()
      }
    }
  }

  private mutating func declaration() throws(XMLProblem) {
    let begin = index
    if has("<!--") {
      try count(nodes: 1)
      index += 4
      skip(past: "-->")
    } else if has("<![CDATA[") {
      skip(past: "]]>")
    } else {
      throw problem(.refused, "a declaration such as DOCTYPE is not read: it could name files and entities")
    }
    try count(text: index - begin)
  }

  private mutating func instruction(isFirst: Bool) throws(XMLProblem) {
    let isXML = has("<?xml ") || has("<?xml\t") || has("<?xml\n") || has("<?xml\r")
    if !(isFirst && isXML), !rules.allowsHints {
      throw problem(.refused, "a processing instruction is not read")
    }
    let begin = index
    try count(nodes: 1)
    skip(past: "?>")
    try count(text: index - begin)
  }

  private mutating func startTag() throws(XMLProblem) {
    try count(nodes: 1)
    depth += 1
    if depth > rules.mostDepth {
      throw problem(.tooLarge, "elements stand more than \(rules.mostDepth) deep in each other")
    }
    var attributes = 0
    index += 1
    while index < bytes.count, bytes[index] != UInt8(ascii: ">") {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { continue }
      attributes += 1
      if attributes > rules.mostAttributes {
        throw problem(.tooLarge, "an element has more than \(rules.mostAttributes) attributes")
      }
      try count(nodes: 1)
      let begin = index
      while index < bytes.count, bytes[index] != byte { index += 1 }
      try count(text: index - begin)
      index += 1
    }
    if index < bytes.count, bytes[index - 1] == UInt8(ascii: "/") { depth -= 1 }
    index += 1
  }

  private mutating func count(nodes more: Int) throws(XMLProblem) {
    nodes += more
    if nodes > rules.mostNodes {
      throw problem(.tooLarge, "the document has more than \(rules.mostNodes) parts")
    }
  }

  private mutating func count(text length: Int) throws(XMLProblem) {
    try count(nodes: 1)
    if length > rules.longestText {
      throw problem(.tooLarge, "a text has \(length) bytes, and at most \(rules.longestText) are read")
    }
  }

  private func has(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { bytes[index...].starts(with: $0) }
  }

  private mutating func skip(past end: String) {
    let end = Array(end.utf8)
    while index < bytes.count {
      if bytes[index] == end[0], bytes[index...].starts(with: end) {
        index += end.count
        return
      }
      index += 1
    }
  }

  private func problem(_ kind: XMLProblem.Kind, _ message: String) -> XMLProblem {
    let line = bytes[..<min(index, bytes.count)].count { $0 == 10 } + 1
    return XMLProblem(kind, message, line: line)
  }
}
