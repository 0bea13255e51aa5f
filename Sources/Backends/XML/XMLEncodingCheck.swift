/// Which encoding a document says it has, and whether its bytes are of it: UTF-8, ISO-8859-1 and US-ASCII are read.
enum XMLEncodingCheck {
  private static let read = "UTF-8, ISO-8859-1 and US-ASCII are read"

  static func problem(in bytes: [UInt8]) -> XMLProblem? {
    if bytes.isEmpty { return XMLProblem(.notWellFormed, "the document is empty", line: 1) }
    if let name = wideEncoding(bytes) {
      return XMLProblem(.encoding, "the document begins as \(name) does, and only \(read)", line: 1)
    }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let declared = declaredEncoding(hasMark ? bytes[3...] : bytes[...])?.uppercased() ?? "UTF-8"
    switch declared {
    case "UTF-8": return invalidUTF8(bytes) ?? control(bytes)
    case _ where hasMark:
      return XMLProblem(
        .encoding, "the document begins with the mark of UTF-8 and says that it is \(declared)", line: 1)
    case "ISO-8859-1": return control(bytes)
    case "US-ASCII":
      if let index = bytes.firstIndex(where: { $0 >= 0x80 }) {
        return XMLProblem(
          .encoding, "byte \(bytes[index]) is not of US-ASCII, the encoding that the document names",
          line: line(of: index, bytes))
      }
      return control(bytes)
    default:
      return XMLProblem(
        .encoding, "the document says that it is \(declared.prefix(40)), and only \(read)", line: 1)
    }
  }

  /// UTF-16, UTF-32 or EBCDIC by the first bytes; appendix F of XML 1.0.
  private static func wideEncoding(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x4C, 0x6F, 0xA7, 0x94]) { return "EBCDIC" }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE, 0, 0])
      || bytes.starts(with: [0, 0, 0, 0x3C]) || bytes.starts(with: [0x3C, 0, 0, 0])
    {
      return "UTF-32"
    }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
      || bytes.starts(with: [0, 0x3C]) || bytes.starts(with: [0x3C, 0])
    {
      return "UTF-16"
    }
    if bytes.starts(with: Array("+/v".utf8)) { return "UTF-7" }
    return nil
  }

  /// The name in the XML declaration; nil when it has none, or there is no declaration.
  private static func declaredEncoding(_ bytes: ArraySlice<UInt8>) -> String? {
    let head = String(decoding: bytes.prefix(256), as: UTF8.self)
    guard head.hasPrefix("<?xml"), let end = position(of: "?>", in: head) else { return nil }
    let declaration = head[..<end]
    guard let name = position(of: "encoding", in: String(declaration)) else { return nil }
    let rest = declaration[name...].dropFirst("encoding".count)
    guard let quote = rest.first(where: { $0 == "\"" || $0 == "'" }) else { return nil }
    let parts = rest.split(separator: quote, maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count > 1 ? String(parts[1]) : nil
  }

  private static func position(of word: String, in text: String) -> String.Index? {
    text.firstRange(of: word)?.lowerBound
  }

  /// XML 1.0 has tab, line feed and carriage return, and no other control below 0x20.
  private static func control(_ bytes: [UInt8]) -> XMLProblem? {
    guard let index = bytes.firstIndex(where: { $0 < 0x20 && $0 != 9 && $0 != 10 && $0 != 13 }) else {
      return nil
    }
    return XMLProblem(
      .notWellFormed, "control character \(bytes[index]) cannot stand in XML", line: line(of: index, bytes))
  }

  /// Table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing beyond U+10FFFF.
  private static func invalidUTF8(_ bytes: [UInt8]) -> XMLProblem? {
    var index = 0
    while index < bytes.count {
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      let (length, second): (Int, ClosedRange<UInt8>) =
        switch lead {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (0, 0...0)
        }
      let tail = bytes[index...].dropFirst().prefix(max(0, length - 1))
      guard length > 0, tail.count == length - 1, tail.first.map(second.contains) == true,
        tail.allSatisfy({ $0 & 0xC0 == 0x80 })
      else {
        return XMLProblem(
          .encoding, "byte \(lead) does not begin a character of UTF-8", line: line(of: index, bytes))
      }
      index += length
    }
    return nil
  }

  private static func line(of index: Int, _ bytes: [UInt8]) -> Int { bytes[..<index].count { $0 == 10 } + 1 }
}
