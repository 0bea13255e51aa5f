// What is written is read back by libxml2; what XML cannot hold is refused before it is written.
import SequenceIR
import Testing

@testable import Backends

@Suite struct XMLWriterTests {
  private func written(_ root: XMLElement, _ prologue: [XMLNode] = []) -> Result<[UInt8], XMLProblem> {
    XMLWriter.write(XMLDocument(prologue: prologue, root: root))
  }

  private func text(_ document: XMLDocument, indent: Int = 2) throws -> String {
    String(decoding: try XMLWriter.write(document, indent: indent).get(), as: UTF8.self)
  }

  @Test func layoutIsTheSameEveryTime() throws {
    let root = XMLElement(
      "a", [XMLAttribute("xmlns", "urn:x"), XMLAttribute("n", "1")],
      [XMLElement("b", text: "text"), XMLElement("c"), XMLElement("d", [XMLElement("e", text: "1")])])
    let expected = """
      <?xml version="1.0" encoding="UTF-8"?>
      <!--note-->
      <a xmlns="urn:x" n="1">
        <b>text</b>
        <c/>
        <d>
          <e>1</e>
        </d>
      </a>

      """
    let document = XMLDocument(prologue: [.comment("note")], root: root)
    #expect(try text(document) == expected)
    #expect(try text(document, indent: 0) == expected.replacing("  ", with: ""))
  }

  @Test func charactersThatMeanSomethingAreEscapedAndComeBack() throws {
    let odd = "a<b>&\"'\r\n\tc]]> \u{E9} \u{1F9E0} \u{85} "
    let root = XMLElement("a", [XMLAttribute("v", odd)], text: odd)
    for encoding in [XMLDocument.Encoding.utf8, .latin1] {
      let document = XMLDocument(encoding: encoding, standalone: true, root: root)
      let bytes = try XMLWriter.write(document).get()
      #expect(try XMLReader.read(bytes).get() == document)
      #expect(bytes.contains(0xE9) == (encoding == .latin1))
    }
  }

  @Test func textIsWrittenWithoutLayout() throws {
    let root = XMLElement("a", children: [.text("x "), .element(XMLElement("b", text: "  ")), .text(" y")])
    #expect(try text(XMLDocument(root: root)).hasSuffix("<a>x <b>  </b> y</a>\n"))
  }

  @Test func instructionsAndCommentsComeBack() throws {
    let document = XMLDocument(
      prologue: [.comment(" one "), .instruction(target: "style", content: "href='a'")],
      root: XMLElement("a", children: [.comment("two"), .element(XMLElement("b"))]))
    let bytes = try XMLWriter.write(document).get()
    #expect(try XMLReader.read(bytes, .foreign).get() == document)
  }

  @Test(arguments: [
    (XMLElement("a", text: "x\u{1}"), "character U+0001 cannot stand in a text, in a"),
    (XMLElement("a", text: "\u{0}"), "character U+0000 cannot stand in a text, in a"),
    (XMLElement("a", text: "\u{FFFE}"), "character U+FFFE cannot stand in a text, in a"),
    (XMLElement("a", [XMLAttribute("v", "\u{B}")]), "character U+000B cannot stand in a text, in a"),
    (XMLElement("bad name"), "`bad name` cannot be the name of an element"),
    (XMLElement(""), "`` cannot be the name of an element"),
    (XMLElement("1a"), "`1a` cannot be the name of an element"),
    (XMLElement("a:b:c"), "`a:b:c` cannot be the name of an element"),
    (XMLElement("a", [XMLAttribute("b c", "")]), "`b c` cannot be the name of an attribute, in a"),
    (
      XMLElement("a", [XMLAttribute("b", "1"), XMLAttribute("b", "2")]),
      "attribute `b` is given twice, in a"
    ),
    (
      XMLElement("a", [XMLAttribute("b", "1"), XMLAttribute("xmlns", "urn:x")]),
      "namespaces stand before other attributes, in a"
    ),
    (
      XMLElement("a", children: [.comment("b--c")]),
      "a comment cannot hold two dashes, nor end with one, in a"
    ),
    (XMLElement("a", children: [.comment("b-")]), "a comment cannot hold two dashes, nor end with one, in a"),
    (XMLElement("a", children: [.comment("\u{2}")]), "character U+0002 cannot stand in a comment, in a"),
    (
      XMLElement("a", children: [.instruction(target: "xml", content: "")]),
      "`xml` cannot be the target of an instruction, in a"
    ),
    (
      XMLElement("a", children: [.instruction(target: "t", content: "?>")]),
      "an instruction cannot hold `?>`, in a"
    ),
  ])
  func whatXMLCannotHoldIsRefused(root: XMLElement, message: String) {
    #expect(written(root) == .failure(XMLProblem(.cannotBeWritten, message)))
  }

  @Test func anUndeclaredPrefixIsFoundByReadingBack() {
    guard case .failure(let problem) = written(XMLElement("p:a")) else {
      Issue.record("it was written")
      return
    }
    #expect(problem.kind == .notWellFormed)
  }

  @Test func treesDeeperThanAreReadAreNotWritten() {
    var root = XMLElement("a")
    for _ in 0..<64 { root = XMLElement("a", [root]) }
    guard case .failure(let problem) = written(root) else {
      Issue.record("it was written")
      return
    }
    #expect(problem.kind == .tooLarge)
    #expect((try? written(root.elements[0]).get()) != nil)
  }

  @Test func latin1NamesAndCommentsMustBeOfIt() {
    let comment = XMLDocument(encoding: .latin1, prologue: [.comment("\u{1F9E0}")], root: XMLElement("a"))
    #expect(
      XMLWriter.write(comment)
        == .failure(XMLProblem(.cannotBeWritten, "character U+1F9E0 cannot stand in a comment")))
  }

  @Test func elementsAreFoundByName() {
    let root = XMLElement("a", [XMLElement("b", [XMLElement("c", text: "1")]), XMLElement("b")])
    #expect(root.elements("b").count == 2)
    #expect(root.at("b", "c")?.text == "1")
    #expect(root.at("b", "d") == nil)
  }
}
