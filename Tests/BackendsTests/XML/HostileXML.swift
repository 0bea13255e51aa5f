// Documents made to harm whoever reads them, or broken ones; each with the kind of refusal and words of its message.
@testable import Backends

struct HostileXML: Sendable, CustomStringConvertible {
  let name: String
  let bytes: [UInt8]
  let kind: XMLProblem.Kind
  let words: String

  var description: String { name }

  init(_ name: String, _ text: String, _ kind: XMLProblem.Kind, _ words: String) {
    self.init(name, bytes: Array(text.utf8), kind, words)
  }

  init(_ name: String, bytes: [UInt8], _ kind: XMLProblem.Kind, _ words: String) {
    self.name = name
    self.bytes = bytes
    self.kind = kind
    self.words = words
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  static let all = files + growing + sizes + encodings + malformed + namespaces

  /// What names a file or an address.
  private static let files: [HostileXML] = [
    HostileXML(
      "XXE of a local file", "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>", .refused,
      "DOCTYPE"),
    HostileXML(
      "XXE of an address", "<!DOCTYPE a [<!ENTITY e SYSTEM \"http://127.0.0.1:9/x\">]><a>&e;</a>", .refused,
      "DOCTYPE"),
    HostileXML(
      "XXE by a public name", "<!DOCTYPE a [<!ENTITY e PUBLIC \"-//x\" \"/etc/passwd\">]><a>&e;</a>",
      .refused,
      "DOCTYPE"),
    HostileXML(
      "an external subset", "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/a.dtd\"><a/>", .refused, "DOCTYPE"),
    HostileXML(
      "a parameter entity", "<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]><a/>", .refused,
      "DOCTYPE"),
    HostileXML(
      "parameter entities that send a file away",
      "<!DOCTYPE a [<!ENTITY % f SYSTEM \"file:///etc/hostname\"><!ENTITY % e \"<!ENTITY &#37; s SYSTEM "
        + "'http://127.0.0.1:9/?%f;'>\">%e;%s;]><a/>", .refused, "DOCTYPE"),
    HostileXML("a DOCTYPE without anything", "<!DOCTYPE a><a/>", .refused, "DOCTYPE"),
    HostileXML(
      "a DOCTYPE after a comment", "<?xml version=\"1.0\"?><!-- x --><!DOCTYPE a><a/>", .refused, "DOCTYPE"),
    HostileXML("a DOCTYPE in small letters", "<!doctype a><a/>", .refused, "DOCTYPE"),
    HostileXML("a declaration within an element", "<a><!ENTITY e \"x\"></a>", .refused, "DOCTYPE"),
    HostileXML(
      "XInclude of a file",
      "<a xmlns:i=\"http://www.w3.org/2001/XInclude\"><i:include href=\"/etc/passwd\" parse=\"text\"/></a>",
      .refused, "XInclude"),
    HostileXML(
      "XInclude as the root",
      "<include xmlns=\"http://www.w3.org/2001/XInclude\" href=\"http://127.0.0.1:9/\"/>", .refused,
      "XInclude"),
    HostileXML(
      "a schema at an address",
      "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:x http://127.0.0.1:9/x\"/>",
      .refused, "schemaLocation"),
    HostileXML(
      "a schema in a file",
      "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"/etc/passwd\"/>",
      .refused, "noNamespaceSchemaLocation"),
    HostileXML(
      "a stylesheet", "<?xml-stylesheet type=\"text/xsl\" href=\"http://127.0.0.1:9/x.xsl\"?><a/>", .refused,
      "processing instruction"),
    HostileXML(
      "an instruction to another program", "<a><?php system('id') ?></a>", .refused, "processing instruction"),
    HostileXML("an instruction behind the root", "<a/><?x y?>", .refused, "processing instruction"),
    HostileXML("a second XML declaration", "<a/><?xml version=\"1.0\"?>", .refused, "processing instruction"),
  ]

  /// What grows when it is read.
  private static let growing: [HostileXML] = [
    HostileXML("a billion laughs", laughs(10), .refused, "DOCTYPE"),
    HostileXML("quadratic growth", quadratic, .refused, "DOCTYPE"),
    HostileXML("an entity of itself", "<!DOCTYPE a [<!ENTITY e \"&e;\">]><a>&e;</a>", .refused, "DOCTYPE"),
    HostileXML("an entity that nobody declares", "<a>&nobody;</a>", .notWellFormed, "nobody"),
    HostileXML("an undeclared entity in an attribute", "<a v=\"&nobody;\"/>", .notWellFormed, "nobody"),
  ]

  private static func laughs(_ levels: Int) -> String {
    var text = "<!DOCTYPE a [<!ENTITY l0 \"lol\">"
    for level in 1...levels { text += "<!ENTITY l\(level) \"\(repeated("&l\(level - 1);", 10))\">" }
    return text + "]><a>&l\(levels);</a>"
  }

  private static let quadratic =
    "<!DOCTYPE a [<!ENTITY e \"\(repeated("x", 100_000))\">]><a>\(repeated("&e;", 50_000))</a>"

  private static let sizes: [HostileXML] = [
    HostileXML("65 levels", repeated("<a>", 65) + repeated("</a>", 65), .tooLarge, "64 deep"),
    HostileXML("a million levels", repeated("<a>", 1_000_000), .tooLarge, "64 deep"),
    HostileXML("a text of 11 MB", "<a>\(repeated("x", 11_000_000))</a>", .tooLarge, "11000000 bytes"),
    HostileXML("CDATA of 11 MB", "<a><![CDATA[\(repeated("x", 11_000_000))]]></a>", .tooLarge, "bytes"),
    HostileXML("a comment of 11 MB", "<a><!--\(repeated("x", 11_000_000))--></a>", .tooLarge, "bytes"),
    HostileXML(
      "an attribute of 11 MB", "<a v=\"\(repeated("x", 11_000_000))\"/>", .tooLarge, "11000000 bytes"),
    HostileXML(
      "a million attributes", "<a \((0..<1_000_000).map { "a\($0)=\"\"" }.joined(separator: " "))/>",
      .tooLarge,
      "128 attributes"),
    HostileXML("a million elements", "<a>\(repeated("<b/>", 1_000_000))</a>", .tooLarge, "200000 parts"),
    HostileXML("a million comments", "<a>\(repeated("<!---->", 1_000_000))</a>", .tooLarge, "200000 parts"),
    HostileXML("17 MB of blanks", repeated(" ", 17 << 20) + "<a/>", .tooLarge, "bytes"),
    HostileXML("a name of 100 kB", "<\(repeated("n", 100_000))/>", .notWellFormed, ""),
  ]

  private static let encodings: [HostileXML] = [
    HostileXML("UTF-16 with its mark", bytes: [0xFF, 0xFE] + wide("<a/>"), .encoding, "UTF-16"),
    HostileXML(
      "UTF-16 with the mark of the other order", bytes: [0xFE, 0xFF] + wide("<a/>"), .encoding, "UTF-16"),
    HostileXML("UTF-16 without a mark", bytes: wide("<?xml version=\"1.0\"?><a/>"), .encoding, "UTF-16"),
    HostileXML("UTF-32", bytes: [0xFF, 0xFE, 0, 0, 0x3C, 0, 0, 0], .encoding, "UTF-32"),
    HostileXML("EBCDIC", bytes: [0x4C, 0x6F, 0xA7, 0x94, 0x93], .encoding, "EBCDIC"),
    HostileXML(
      "UTF-7 by its name", "<?xml version=\"1.0\" encoding=\"UTF-7\"?><a>+ADw-script+AD4-</a>", .encoding,
      "UTF-7"),
    HostileXML("UTF-7 by its mark", "+/v8-<a/>", .encoding, "UTF-7"),
    HostileXML("UTF-16 by its name only", "<?xml version='1.0' encoding='UTF-16'?><a/>", .encoding, "UTF-16"),
    HostileXML(
      "an encoding nobody knows", "<?xml version=\"1.0\" encoding=\"x-user\"?><a/>", .encoding, "X-USER"),
    HostileXML(
      "a mark of UTF-8 and another name",
      bytes: [0xEF, 0xBB, 0xBF] + Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>".utf8),
      .encoding,
      "mark of UTF-8"),
    HostileXML(
      "a byte that UTF-8 has not", bytes: Array("<a>".utf8) + [0xFF] + Array("</a>".utf8), .encoding,
      "byte 255"),
    HostileXML(
      "an overlong character", bytes: Array("<a>".utf8) + [0xC0, 0xBC] + Array("</a>".utf8), .encoding,
      "byte 192"),
    HostileXML(
      "half a surrogate", bytes: Array("<a>".utf8) + [0xED, 0xA0, 0x80] + Array("</a>".utf8), .encoding,
      "byte 237"),
    HostileXML("a character cut off", bytes: Array("<a>".utf8) + [0xE2, 0x82], .encoding, "byte 226"),
    HostileXML(
      "ASCII that is not", bytes: Array("<?xml version=\"1.0\" encoding=\"US-ASCII\"?><a>".utf8) + [0xE9],
      .encoding,
      "byte 233"),
    HostileXML(
      "a zero byte", bytes: Array("<a>x".utf8) + [0] + Array("</a>".utf8), .notWellFormed,
      "control character 0"),
    HostileXML(
      "a zero byte behind the root", bytes: Array("<a/>".utf8) + [0], .notWellFormed, "control character 0"),
    HostileXML("a control character", "<a>\u{1}</a>", .notWellFormed, "control character 1"),
    HostileXML("a control character by number", "<a>&#1;</a>", .notWellFormed, ""),
    HostileXML("a zero by number", "<a>&#0;</a>", .notWellFormed, ""),
    HostileXML("a surrogate by number", "<a>&#xD800;</a>", .notWellFormed, ""),
    HostileXML("a number beyond Unicode", "<a>&#x110000;</a>", .notWellFormed, ""),
  ]

  private static func wide(_ text: String) -> [UInt8] {
    text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  private static let malformed: [HostileXML] = [
    HostileXML("nothing", "", .notWellFormed, "empty"),
    HostileXML("blanks", "  \n", .notWellFormed, ""),
    HostileXML("a comment and nothing else", "<!-- a -->", .notWellFormed, ""),
    HostileXML("text", "design \"x\"", .notWellFormed, ""),
    HostileXML("a document cut off in a tag", "<a><b v=\"1", .notWellFormed, ""),
    HostileXML("a document cut off in a text", "<a><b>1", .notWellFormed, ""),
    HostileXML("a comment without its end", "<a><!-- x", .notWellFormed, ""),
    HostileXML("CDATA without its end", "<a><![CDATA[ x", .notWellFormed, ""),
    HostileXML("an opened tag at the end", "<a/><", .notWellFormed, ""),
    HostileXML("elements that cross", "<a><b></a></b>", .notWellFormed, "line"),
    HostileXML("two roots", "<a/><b/>", .notWellFormed, ""),
    HostileXML("an attribute twice", "<a v=\"1\" v=\"2\"/>", .notWellFormed, "v"),
    HostileXML("an attribute without quotes", "<a v=1/>", .notWellFormed, ""),
    HostileXML("a less-than in an attribute", "<a v=\"<\"/>", .notWellFormed, ""),
    HostileXML("two dashes in a comment", "<a><!-- x -- y --></a>", .notWellFormed, ""),
    HostileXML("another version of XML", "<?xml version=\"3.0\"?><a/>", .notWellFormed, ""),
    HostileXML(
      "a declaration after a blank", " <?xml version=\"1.0\"?><a/>", .refused, "processing instruction"),
  ]

  private static let namespaces: [HostileXML] = [
    HostileXML("a prefix that nobody declares", "<p:a/>", .notWellFormed, "p"),
    HostileXML("a prefix of an attribute that nobody declares", "<a p:v=\"1\"/>", .notWellFormed, "p"),
    HostileXML(
      "an attribute twice under two prefixes", "<a xmlns:p=\"urn:x\" xmlns:q=\"urn:x\" p:v=\"1\" q:v=\"2\"/>",
      .notWellFormed, "v"),
    HostileXML("the namespace of xml for another", "<a xmlns:xml=\"urn:x\"/>", .notWellFormed, ""),
    HostileXML("a prefix for nothing", "<a xmlns:p=\"\"/>", .notWellFormed, "p"),
  ]
}
