// The page of a report: well-formed, hostile texts stay text, one script that the policy names.
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import Backends

@Suite struct ReportHTMLTests {
  private static let hostile =
    "<script>alert(1)</script>\"><img src=x onerror='alert(2)'>&amp;\u{202E}\u{1B}[31m"

  private static func page(_ text: String) -> ReportPage {
    let panel = Panel(
      text, x: PlotAxis("time", unit: "ms"), y: PlotAxis(text, unit: "T"),
      series: [PlotSeries(text, x: [0, 1], y: [2, 3]), PlotSeries("other", x: [0, 1], y: [1, 1])])
    let figure = Figure(text, panels: [panel], notes: [text])
    let table = ReportTable(
      text, columns: [.init(text), .init("verdict")],
      rows: [.init([text, "fail"], verdict: .fail), .init([text, "pass"], verdict: .pass)])
    return ReportPage(
      title: text, subtitle: text, verdict: .fail, verdictText: text, lead: [.list([text])],
      sections: [
        ReportSection(
          "first", text,
          [
            .heading(text), .paragraph(text), .note(text),
            .facts([(name: text, value: text), (name: "", value: text)]),
            .table(table), .figure(ReportFigure("drawing", figure, caption: text)), .code(text),
            .details(title: text, [.paragraph(text)]),
          ]), ReportSection("second", "second", [.paragraph("a `word` of code, and ` alone")]),
      ], generator: text)
  }

  /// The page without its first line, script and style: XML.
  static func document(_ html: String) throws -> XMLDocument {
    var rest = html.replacing("<!DOCTYPE html>\n", with: "")
    for name in ["script", "style"] {
      let begin = try #require(rest.range(of: "<\(name)>")).upperBound
      let end = try #require(rest.range(of: "</\(name)>")).lowerBound
      rest.removeSubrange(begin..<end)
    }
    return try XMLReader.read(Array(rest.utf8)).get()
  }

  static func all(_ element: XMLElement) -> [XMLElement] { [element] + element.elements.flatMap(all) }

  @Test func aPageOfHostileTextsIsWellFormedAndHasNoElementOfTheirs() throws {
    let html = ReportHTML.text(of: Self.page(Self.hostile))
    let elements = Self.all(try Self.document(html).root)
    #expect(elements.count { $0.name == "script" } == 1)
    #expect(!elements.contains { $0.name == "img" })
    #expect(!elements.contains { $0.attributes.contains { $0.name.hasPrefix("on") } })
    // The same page of harmless texts has the same elements in the same order.
    let harmless = Self.all(try Self.document(ReportHTML.text(of: Self.page("harmless"))).root)
    let drawn: (XMLElement) -> Bool = { !["text", "path", "line"].contains($0.name) }
    #expect(elements.filter(drawn).map(\.name) == harmless.filter(drawn).map(\.name))
    // Nothing that turns writing round or commands a terminal is left.
    #expect(!html.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x1B })
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;"))
  }

  @Test func theOnlyScriptIsTheOneThatThePolicyNames() throws {
    let html = ReportHTML.text(of: Self.page("x"))
    let begin = try #require(html.range(of: "<script>")).upperBound
    let end = try #require(html.range(of: "</script>")).lowerBound
    let digest = Base64.text(SHA256.bytes(of: Array(html[begin..<end].utf8)))
    #expect(html.contains("script-src 'sha256-\(digest)'"))
    #expect(html.contains("default-src 'none'"))
    for word in ["http:", "https:", "url(", "@import", "src="] {
      let ours = html.replacing("http://www.w3.org/1999/xhtml", with: "").replacing(
        "http://www.w3.org/2000/svg", with: "")
      #expect(!ours.contains(word), "\(word)")
    }
  }

  @Test func headingsContentsAndIdsFitTogether() throws {
    let root = try Self.document(ReportHTML.text(of: Self.page("x"))).root
    let elements = Self.all(root)
    let levels = elements.compactMap {
      $0.name.count == 2 && $0.name.hasPrefix("h") ? Int($0.name.dropFirst()) : nil
    }
    #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(levels)")
    let ids = elements.compactMap { $0["id"] }
    #expect(Set(ids).count == ids.count)
    let targets = elements.compactMap { $0["href"] }.map { String($0.dropFirst()) }
    #expect(targets.count == 3 && targets.allSatisfy(ids.contains), "\(targets)")
    for drawing in elements where drawing["role"] == "img" {
      #expect(drawing["aria-label"]?.isEmpty == false)
    }
    for figure in elements where figure.name == "figure" { #expect(figure.first("figcaption") != nil) }
  }

  @Test func aVerdictIsAWordWithASignAndNotAColourAlone() {
    let html = ReportHTML.text(of: Self.page("x"))
    #expect(html.contains("<span class=\"badge fail\"><span aria-hidden=\"true\">✗</span> fail</span>"))
    #expect(html.contains("<span class=\"badge pass\"><span aria-hidden=\"true\">✓</span> pass</span>"))
    #expect(html.contains("<title>x: fail</title>"))
  }

  @Test func wordsInBackQuotesAreCodeAndALoneOneStays() {
    #expect(MarkupText.marked("a `b` c") == "a <code>b</code> c")
    #expect(MarkupText.marked("a ` c") == "a ` c")
    #expect(MarkupText.marked("`<`") == "<code>&lt;</code>")
    #expect(MarkupText.escaped("\u{0}'\u{7F}") == "\u{FFFD}&#39;\u{FFFD}")
  }
}
