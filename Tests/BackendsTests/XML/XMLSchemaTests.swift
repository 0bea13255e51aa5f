// Validation against a schema, and the canonical form.
import Testing

@testable import Backends

@Suite struct XMLSchemaTests {
  private static let schema = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
      <xs:element name="a">
        <xs:complexType><xs:sequence>
          <xs:element name="b" type="xs:unsignedShort" maxOccurs="3"/>
        </xs:sequence></xs:complexType>
      </xs:element>
    </xs:schema>
    """

  private func violations(_ document: String, _ schema: String = schema) -> [XMLProblem] {
    XMLSchema.violations(of: Array(document.utf8), against: Array(schema.utf8))
  }

  @Test func aDocumentThatFollowsItsSchemaHasNoViolations() {
    #expect(violations("<a><b>1</b><b>65535</b></a>") == [])
  }

  @Test(arguments: [
    ("<a/>", "b"), ("<a><b>65536</b></a>", "65536"), ("<a><b>x</b></a>", "x"), ("<a><c/></a>", "c"),
    ("<b>1</b>", "b"), ("<a xmlns=\"urn:x\"><b>1</b></a>", "urn:x"),
    ("<a><b>1</b><b>1</b><b>1</b><b>1</b></a>", "b"),
  ])
  func aDocumentThatDoesNotSaysWhere(document: String, word: String) {
    let found = violations(document)
    #expect(found.first?.kind == .violatesSchema)
    #expect(found.first?.message.contains(word) == true, "\(found)")
    #expect(found.first?.line == 1)
  }

  @Test(arguments: [
    "", "<xs:schema", "<a/>",
    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:nothing/></xs:schema>",
    "<!DOCTYPE xs:schema><xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"/>",
    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:include schemaLocation=\"file:///etc/passwd\"/>"
      + "<xs:element name=\"a\"/></xs:schema>",
  ])
  func whatIsNoSchemaIsSaidToBeNone(schema: String) {
    let found = violations("<a/>", schema)
    #expect(!found.isEmpty)
    #expect(found.first?.kind == .unusableSchema, "\(found)")
  }

  @Test func aDocumentThatNamesItsOwnSchemaIsCheckedAgainstTheGivenOne() {
    let hint =
      "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"http://127.0.0.1:9/\">"
    #expect(violations(hint + "<b>1</b></a>") == [])
    #expect(violations(hint + "<b>x</b></a>") != [])
  }

  @Test func canonicalFormIsThatOfTheStandard() throws {
    // Section 3.3 of Canonical XML 1.0 in small: attributes in order, empty elements open, comments away.
    let text = "<?xml version=\"1.0\"?>\n<a  c='2'   b=\"1\"><!-- x --><e/>&#13;&lt;\"</a>\n"
    let bytes = try CanonicalXML.bytes(of: Array(text.utf8)).get()
    #expect(String(decoding: bytes, as: UTF8.self) == "<a b=\"1\" c=\"2\"><e></e>&#xD;&lt;\"</a>")
    #expect(throws: XMLProblems.self) { try CanonicalXML.bytes(of: Array("<!DOCTYPE a><a/>".utf8)).get() }
  }
}
