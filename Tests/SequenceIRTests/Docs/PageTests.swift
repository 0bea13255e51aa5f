// The pages that describe the code name things that exist: folders, symbols, files they link to.
import TestSupport
import Testing

@Suite struct PageTests {
  static let pages =
    ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "golden/README.md"]
    + Golden.files(in: "docs", ending: ".md")

  @Test(arguments: pages) func linksLeadSomewhere(page: String) throws {
    let text = try #require(Golden.text(at: page))
    let folder = page.split(separator: "/").dropLast().joined(separator: "/")
    for link in Self.links(of: text) where !link.contains("://") {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let target = parts[0].isEmpty ? page : Self.resolved(parts[0], in: folder)
      let isFolder = !Golden.files(in: target, ending: "").isEmpty
      #expect(isFolder || Golden.bytes(at: target) != nil, "\(page) links to \(link)")
      guard parts.count == 2, let linked = Golden.text(at: target) else { continue }
      #expect(Self.anchors(of: linked).contains(parts[1]), "\(page) links to \(link)")
    }
  }

  @Test func architectureListsTheFolders() throws {
    let table = DocumentText(page: "docs/architecture.md").lines.drop { $0 != "| folder | holds |" }
      .prefix { $0.hasPrefix("|") }
    let listed = table.dropFirst(2).map { String($0.dropFirst(3).prefix { $0 != "`" }) }
    let files = Golden.files(in: "Sources/SequenceIR", ending: ".swift")
    #expect(Set(listed) == Set(files.map { String($0.split(separator: "/")[2]) }))
    #expect(listed.count == Set(listed).count)
  }

  @Test func symbolsOfThePhysicsPageAreInTheCode() throws {
    let rows = DocumentText(page: "docs/physics.md").lines.drop { $0 != "| symbol | unit | in the code |" }
      .dropFirst(2).prefix { $0.hasPrefix("|") }
    let names = rows.flatMap { row in
      row.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
        .compactMap { $0.element.split(separator: ".").last.map(String.init) }
    }
    let code = Golden.files(in: "Sources/SequenceIR", ending: ".swift").compactMap { Golden.text(at: $0) }
    #expect(names.count > 15)
    for name in names {
      let isDeclared = code.contains { $0.contains("var \(name)") || $0.contains("let \(name)") }
      #expect(isDeclared, "`\(name)` is not declared anywhere")
    }
  }

  /// Targets of `[text](target)` outside code.
  private static func links(of text: String) -> [String] {
    var result: [String] = []
    var isCode = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("```") { isCode.toggle() }
      if isCode || line.hasPrefix("    ") { continue }
      var rest = line[...]
      while let open = rest.firstRange(of: "](") {
        rest = rest[open.upperBound...]
        result.append(String(rest.prefix { $0 != ")" }))
      }
    }
    return result
  }

  /// Headings as GitHub makes anchors of them.
  private static func anchors(of text: String) -> Set<String> {
    Set(
      text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { heading in
        let words = heading.drop { $0 == "#" || $0 == " " }.lowercased()
        return String(
          words.filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == " " }
            .map { $0 == " " ? "-" : $0 })
      })
  }

  private static func resolved(_ path: String, in folder: String) -> String {
    var parts = folder.split(separator: "/").map(String.init)
    for part in path.split(separator: "/") {
      if part == ".." { parts = parts.dropLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }
}
