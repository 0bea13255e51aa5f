// `seqc report`: what stands on the page, what comes first, and that verdicts are those of the checks.
import Backends
import Foundation
import SequenceIR
import TestSupport
import Testing

@testable import seqc

@Suite struct ReportCommandTests {
  private let run = TestRun()

  private func page(_ words: String..., expecting status: seqc.ExitStatus = .success) throws -> String {
    #expect(run.run(words: ["report"] + words + ["-o", "page.html"]) == status, "\(run.messageText)")
    return try #require(run.text(at: "page.html"))
  }

  /// The skeleton of a page: its texts, and of each drawing the axes and the names of its series.
  private func outline(_ html: String) -> String {
    let body = html[(html.range(of: "<body>")?.upperBound ?? html.startIndex)...]
    var lines: [String] = []
    var isDrawing = false
    for line in body.split(separator: "\n") {
      if line.hasPrefix("<script>") { break }
      if line.hasPrefix("<svg class=\"figure\"") { isDrawing = true }
      if line == "</div>" { isDrawing = false }
      if !isDrawing {
        lines.append(String(line))
      } else if let x = attribute("data-x-label", line), let y = attribute("data-y-label", line) {
        lines.append("  panel: \(y) over \(x)")
      } else if line.hasPrefix("<g class=\"series"), let name = attribute("data-name", line) {
        lines.append("    series: \(name)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func attribute(_ name: String, _ line: Substring) -> Substring? {
    guard let start = line.range(of: " \(name)=\"")?.upperBound else { return nil }
    return line[start...].prefix { $0 != "\"" }
  }

  @Test func aSmallReportHasTheseParts() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    let html = try page("echo.seq", "--molecules", "Glu,pair")
    Golden.expect(outline(html), at: "golden/report/echo.txt")
    #expect(html.utf8.count < 3_000_000)
  }

  @Test func theSameFileGivesTheSameBytes() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    let first = try page("echo.seq", "--molecules", "Glu,pair")
    #expect(try page("echo.seq", "--molecules", "Glu,pair") == first)
    #expect(run.run("report", "echo.seq", "--molecules", "Glu,pair", "-o", "-") == .success)
    #expect(run.outputText == first)
  }

  @Test func withoutAnOutputThePageIsNamedAfterTheInput() {
    run.put(ShapedEcho.design, at: "echo.seq")
    run.run("report", "echo.seq", "--molecules", "pair")
    #expect(run.tree == ["echo-report.html", "echo.seq"])
    #expect(run.outputText.hasPrefix("reported      echo-report.html, "))
  }

  @Test func whatFailsIsSaidBeforeAnythingElse() throws {
    let folder = try #require(
      Golden.files(in: "golden/check", ending: "/fail.seq").first { $0.contains("/G002-") })
    run.put(try #require(Golden.text(at: folder)), at: "fail.seq")
    run.put(
      try #require(Golden.text(at: folder.replacing("fail.seq", with: "fail.scanner"))), at: "fail.scanner")
    let html = try page("fail.seq", "--scanner", "./fail.scanner", expecting: .failed)
    let banner = try #require(html.range(of: "<p class=\"banner fail\">")).lowerBound
    let reason = try #require(html.range(of: "G002, gradient slew rate:")).lowerBound
    let contents = try #require(html.range(of: "<nav ")).lowerBound
    #expect(banner < reason && reason < contents)
    // In the table, too, what fails comes first.
    let table = try #require(html.range(of: "<tbody>")).upperBound
    #expect(html[table...].hasPrefix("\n<tr class=\"fail\">"))
  }

  @Test(arguments: ["G002", "A001"]) func verdictsAreThoseOfTheChecks(_ code: String) throws {
    let path = try #require(
      Golden.files(in: "golden/check", ending: "/fail.seq").first { $0.contains("/\(code)-") })
    run.put(try #require(Golden.text(at: path)), at: "x.seq")
    run.put(try #require(Golden.text(at: path.replacing("fail.seq", with: "fail.scanner"))), at: "x.scanner")
    run.run("check", "x.seq", "--scanner", "./x.scanner", "--format", "json")
    let summary = try #require(run.outputText.split(separator: "\n").last)
    let html = try page("x.seq", "--scanner", "./x.scanner", expecting: .failed)
    for (word, key) in [
      ("pass", "pass"), ("fail", "fail"), ("not_proven", "not_proven"), ("not_evaluated", "not_evaluated"),
    ] {
      let rows = html.components(separatedBy: "<tr class=\"\(word)\">").count - 1
      #expect(summary.contains("\"\(key)\":\(rows)"), "\(word) \(rows) in \(summary)")
    }
  }

  @Test func theWholeIsNoBetterThanItsParts() {
    func verdict(_ pass: Int, _ fail: Int, _ notProven: Int, _ notEvaluated: Int) -> Finding.Verdict {
      var counts = Finding.Counts([])
      (counts.pass, counts.fail, counts.notProven, counts.notEvaluated) = (
        pass, fail, notProven, notEvaluated
      )
      return ReportMaterial.verdict(counts)
    }
    #expect(verdict(9, 1, 1, 1) == .fail)
    #expect(verdict(9, 0, 1, 1) == .notProven)
    #expect(verdict(9, 0, 0, 1) == .notEvaluated)
    #expect(verdict(9, 0, 0, 0) == .pass)
    #expect(verdict(0, 0, 0, 0) == .notEvaluated)
  }

  @Test func anImageHasNoSpectraAndSaysWhy() throws {
    run.put(try #require(Golden.text(at: "examples/epi.seq")), at: "epi.seq")
    let html = try page("epi.seq")
    #expect(html.contains("<p>There are no spectra in this report: "))
    #expect(html.contains("<p>There are no spin states in this report: "))
    #expect(html.utf8.count < 3_000_000, "\(html.utf8.count)")
  }

  @Test func namesAndDefinitionsOfAFileStayText() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(run.run("build", "echo.seq", "-o", "plain.seq") == .success)
    let evil = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>"
    let plain = try #require(run.text(at: "plain.seq"))
    let text = plain.replacing("[DEFINITIONS]\n", with: "[DEFINITIONS]\nEvil \(evil)\n")
    run.put(String(text[..<(text.range(of: "[SIGNATURE]")?.lowerBound ?? text.endIndex)]), at: "evil.seq")
    run.run("report", "evil.seq", "--scanner", "siemens-prisma", "--molecules", "Glu", "-o", "page.html")
    let html = try #require(run.text(at: "page.html"))
    #expect(html.contains("Evil &lt;script&gt;"))
    #expect(html.components(separatedBy: "<script").count == 2 && !html.contains("<img"))
  }

  @Test func spectraAreThoseThatSimulateDraws() throws {
    run.put(ShapedEcho.design, at: "echo.seq")
    let html = try page("echo.seq", "--molecules", "Glu,pair")
    let figure = try #require(html.range(of: "id=\"spectra-1\"")).upperBound
    let rest = html[figure...]
    let drawn = curves(String(rest[..<(try #require(rest.range(of: "</figure>")).lowerBound)]))
    #expect(
      run.run("simulate", "echo.seq", "--molecules", "Glu,pair", "--places", "24", "-o", "s.svg") == .success)
    #expect(drawn == curves(try #require(run.text(at: "s.svg"))))
    #expect(drawn.count == 3 && drawn[0].contains("\"mixture\""))
  }

  /// Series with their paths, in order.
  private func curves(_ svg: String) -> [String] {
    svg.components(separatedBy: "<g class=\"series").dropFirst().map {
      String($0.prefix { $0 != "\n" }) + path($0)
    }
  }

  private func path(_ series: String) -> String {
    guard let start = series.range(of: " d=\"")?.upperBound else { return "" }
    return String(series[start...].prefix { $0 != "\"" })
  }

  @Test func anUnknownMoleculeIsRefusedAndNothingIsWritten() {
    run.put(ShapedEcho.design, at: "echo.seq")
    #expect(run.run("report", "echo.seq", "--molecules", "unobtainium", "-o", "page.html") == .failed)
    #expect(run.messageText.contains("unobtainium") && run.tree == ["echo.seq"])
  }

  @Test func commandsToReproduceAreQuotedForAShell() {
    #expect(
      ReportMaterial.shell(["a b.seq", "--molecules", "Glu=8,Gln", "it's"])
        == "'a b.seq' --molecules Glu=8,Gln 'it'\\''s'")
    #expect(ReportMaterial.shell(["$(rm)", ""]) == "'$(rm)' ''")
  }
}
