// What is read, and what is refused; the twin of each limit passes.
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct XMLReaderTests {
  private func read(
    _ text: String, _ rules: XMLReadingRules = XMLReadingRules()
  ) -> Result<XMLDocument, XMLProblems> {
    XMLReader.read(Array(text.utf8), rules)
  }

  @Test(arguments: HostileXML.all) func hostileDocumentIsRefusedWithItsReason(document: HostileXML) {
    guard case .failure(let problems) = XMLReader.read(document.bytes) else {
      Issue.record("\(document.name) was read")
      return
    }
    #expect(problems.items[0].kind == document.kind, "\(document.name): \(problems.items)")
    let message = problems.items[0].message
    #expect(document.words.isEmpty || message.contains(document.words), "\(document.name): \(message)")
    #expect(!message.isEmpty && message.utf8.count < 400)
  }

  @Test func thereAreMoreThanFiftyOfThemAndNoneTwice() {
    #expect(HostileXML.all.count > 50)
    #expect(Set(HostileXML.all.map(\.name)).count == HostileXML.all.count)
  }

  @Test func hintsOfForeignDocumentsAreOverlookedWhereThatIsAsked() throws {
    let hints = [
      "<?xml-stylesheet href='a'?><a/>", "<a><?php x ?></a>",
      "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:x http://127.0.0.1:9/x\"/>",
    ]
    for text in hints {
      #expect(throws: XMLProblems.self) { try read(text).get() }
      #expect(try read(text, .foreign).get().root.name == "a")
    }
    // But never these.
    #expect(throws: XMLProblems.self) { try read("<!DOCTYPE a><a/>", .foreign).get() }
    #expect(throws: XMLProblems.self) {
      try read("<a xmlns=\"http://www.w3.org/2001/XInclude\"/>", .foreign).get()
    }
  }

  @Test func twinsOfTheLimitsAreRead() throws {
    let deep = String(repeating: "<a>", count: 64) + String(repeating: "</a>", count: 64)
    #expect((try? read(deep).get()) != nil)
    let attributes = (0..<128).map { "a\($0)=\"\"" }.joined(separator: " ")
    #expect(try read("<a \(attributes)/>").get().root.attributes.count == 128)
    let long = String(repeating: "x", count: 10_000_000)
    #expect(try read("<a>\(long)</a>").get().root.text.utf8.count == 10_000_000)
  }

  @Test func theRootMustBeTheOneExpected() throws {
    let rules = XMLReadingRules(root: XMLReadingRules.Root("a", namespace: "urn:x"))
    for text in ["<a/>", "<a xmlns=\"urn:y\"/>", "<b xmlns=\"urn:x\"/>", "<a xmlns:p=\"urn:x\"/>"] {
      guard case .failure(let problems) = read(text, rules) else {
        Issue.record("\(text) was read")
        continue
      }
      #expect(problems.items[0].kind == .refused)
      #expect(problems.items[0].message.contains("expected `a` of namespace `urn:x`"))
    }
    #expect((try? read("<a xmlns=\"urn:x\"/>", rules).get()) != nil)
    #expect((try? read("<p:a xmlns:p=\"urn:x\"/>", rules).get()) != nil)
  }

  @Test func valuesOfTextsAndAttributesAreThoseOfXML() throws {
    let root = try read(
      "<a v=\"&lt;&#65;&quot;\n\">x&amp;<![CDATA[<b>]]>&#x42;</a>"
    ).get().root
    #expect(root["v"] == "<A\" ")
    #expect(root.text == "x&<b>B")
    #expect(root["w"] == nil)
  }

  @Test func blanksBetweenElementsAreLayoutAndOtherTextIsNot() throws {
    #expect(
      try read("<a>\n  <b/>\n  <c/>\n</a>").get().root == XMLElement("a", [XMLElement("b"), XMLElement("c")]))
    #expect(try read("<a>  </a>").get().root.text == "  ")
    #expect(
      try read("<a>x <b/> </a>").get().root.children == [.text("x "), .element(XMLElement("b")), .text(" ")])
  }

  @Test func latin1IsRead() throws {
    let bytes = Array("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>".utf8) + [0xD7] + Array("</a>".utf8)
    let document = try XMLReader.read(bytes).get()
    #expect(document.encoding == .latin1)
    #expect(document.root.text == "\u{D7}")
  }

  @Test func aProblemNamesItsLine() throws {
    var sources = SourceMap()
    let file = sources.add(name: "a.xml", bytes: Array("<a>\n  <b>\n</a>\n".utf8))
    guard case .failure(let problems) = XMLReader.read(file.bytes) else {
      Issue.record("it was read")
      return
    }
    #expect(problems.items[0].line == 3)
    let diagnostic = problems.items[0].diagnostic(in: file)
    #expect(diagnostic.code.id == "K001")
    #expect(diagnostic.span.map { file.position(of: Int($0.offset)).line } == 3)
    #expect(problems.items[0].diagnostic().message.hasPrefix("line 3: "))
  }

  @Test func everyKindOfProblemHasItsCode() {
    let codes = XMLProblem.Kind.allCases.map { XMLProblem($0, "").code.id }
    #expect(codes == ["K001", "K002", "K003", "K004", "K005", "K006", "K007", "B008"])
  }

  @Test func aRealDocumentOfAVendorIsRead() throws {
    let path = "reference/vendor-xml-examples/siemens/axcal_forJelle.printprot.xml"
    guard let bytes = SharedFolder.bytes(at: path) else { return }
    let document = try XMLReader.read(bytes, .foreign).get()
    #expect(document.root.name == "PrintOut")
    #expect(document.root.elements("PrintProtocol").count == 10)
    // What is read can be written and comes back.
    #expect((try? XMLWriter.write(document).get()) != nil)
  }
}
