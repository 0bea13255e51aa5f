// The arrows between modules and folders, and the tables that must stay whole.
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite struct LayeringTests {
  // MARK: modules

  /// What each module may import.
  private static let imports: [(folder: String, allowed: Set<String>)] = [
    ("Sources/SequenceIR", []), ("Sources/Optimizer", ["SequenceIR", "Dispatch", "Synchronization"]),
    ("Sources/Backends", ["SequenceIR", "CLibXML2"]),
  ]

  @Test(arguments: imports.map(\.folder)) func modulesImportOnlyWhatTheyMay(folder: String) throws {
    let allowed = try #require(Self.imports.first { $0.folder == folder }).allowed
    for path in Golden.files(in: folder, ending: ".swift") {
      for name in Self.imported(try #require(Golden.text(at: path))) {
        #expect(allowed.contains(name), "\(path) imports \(name)")
      }
    }
  }

  @Test func anImportIsFoundHoweverItIsWritten() {
    let text =
      "// import Nothing\nimport Foundation\n@preconcurrency import Glibc\npackage import struct Optimizer.Thing\n"
    #expect(Self.imported(text) == ["Foundation", "Glibc", "Optimizer"])
  }

  private static func imported(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      var words = line.split { $0 == " " || $0 == "." }.map(String.init)
      guard let position = words.firstIndex(of: "import"),
        words[..<position].allSatisfy({
          $0.hasPrefix("@") || ["package", "public", "internal", "private"].contains($0)
        })
      else { return nil }
      words.removeFirst(position + 1)
      return words.first {
        !["struct", "class", "enum", "func", "var", "let", "typealias", "protocol"].contains($0)
      }
    }
  }

  // MARK: folders of SequenceIR

  /// Each folder uses only those before it.
  private static let folders = [
    "Quantities", "Source", "Diagnostics", "IR", "Pulses", "Scanner", "Analysis", "Checks", "Language",
    "Lowering",
  ]

  @Test func everyFolderHasItsPlaceInTheOrder() {
    let found = Set(
      Golden.files(in: "Sources/SequenceIR", ending: ".swift").map { String($0.split(separator: "/")[2]) })
    #expect(found == Set(Self.folders))
  }

  @Test func noFolderNamesATypeOfALaterOne() throws {
    var sources: [(folder: String, path: String, text: String)] = []
    for path in Golden.files(in: "Sources/SequenceIR", ending: ".swift") {
      sources.append((String(path.split(separator: "/")[2]), path, try #require(Golden.text(at: path))))
    }
    #expect(sources.count > 80)
    #expect(Self.violations(sources, order: Self.folders) == [])
  }

  @Test func aPlantedViolationIsFound() {
    let sources = [
      ("Early", "Early/A.swift", "struct A {\n  let b: Late?  // Late\n}\n"),
      ("Early", "Early/C.swift", "/// Late is fine in a comment.\nlet text = \"Late\"\n"),
      ("Last", "Last/B.swift", "package struct Late {}\n"),
    ]
    #expect(Self.violations(sources, order: ["Early", "Last"]) == ["Early/A.swift names Late of Last"])
    #expect(Self.violations(sources, order: ["Last", "Early"]) == [])
  }

  private static func violations(
    _ sources: [(folder: String, path: String, text: String)], order: [String]
  ) -> [String] {
    var home: [String: Int] = [:]
    for source in sources {
      guard let rank = order.firstIndex(of: source.folder) else { continue }
      for name in declared(source.text) { home[name] = min(home[name] ?? rank, rank) }
    }
    var result: [String] = []
    for source in sources {
      guard let rank = order.firstIndex(of: source.folder) else { continue }
      // A type inside a type of this folder may have the name of another one's.
      let own = Set(sources.filter { $0.folder == source.folder }.flatMap { nested($0.text) })
      for name in Set(words(source.text)).subtracting(own).sorted() {
        if let other = home[name], other > rank {
          result.append("\(source.path) names \(name) of \(order[other])")
        }
      }
    }
    return result
  }

  /// Types declared at the left margin and not private to their file.
  private static func declared(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      guard line.first != " ", !line.hasPrefix("//") else { return nil }
      let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
      guard !words.contains("private"), !words.contains("fileprivate"), !words.contains("extension"),
        let keyword = words.firstIndex(where: {
          ["struct", "enum", "class", "actor", "protocol", "typealias"].contains($0)
        }),
        keyword + 1 < words.count
      else { return nil }
      return words[keyword + 1]
    }
  }

  /// Types declared inside others, and generic parameters.
  private static func nested(_ text: String) -> [String] {
    text.split(separator: "\n").flatMap { line -> [String] in
      var result = line.split(separator: "<").dropFirst().map { String($0.prefix { $0.isLetter }) }
      let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
      if line.first == " ",
        let keyword = words.firstIndex(where: { ["struct", "enum", "class", "typealias"].contains($0) }),
        keyword + 1 < words.count
      {
        result.append(words[keyword + 1])
      }
      return result
    }
  }

  /// Identifiers outside comments and literals.
  private static func words(_ text: String) -> [String] {
    var result: [String] = []
    for line in text.split(separator: "\n") {
      var code = ""
      for (index, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      where index % 2 == 0 {
        code += part + " "
      }
      let end = code.range(of: "//")?.lowerBound ?? code.endIndex
      result += code[..<end].split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
    }
    return result
  }

  // MARK: tables

  @Test func passesRunInTheOrderThatTheTableDemands() throws {
    let names = Pipeline.passes.map(\.name)
    #expect(Set(names).count == names.count)
    for constraint in Pipeline.order {
      let first = try #require(names.firstIndex(of: constraint.first), "\(constraint.first) is no pass")
      let second = try #require(names.firstIndex(of: constraint.second), "\(constraint.second) is no pass")
      #expect(first < second, "\(constraint.reason)")
      #expect(!constraint.reason.isEmpty)
    }
  }

  @Test func everyDiagnosticCodeIsUniqueAndExplained() {
    let ids = DiagnosticCode.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    for code in DiagnosticCode.all {
      #expect(code.id.count == 4 && !code.title.isEmpty && code.explanation.hasSuffix("."), "\(code.id)")
    }
  }

  @Test func everyDeclaredCodeIsInTheCatalogueAndIsGivenSomewhere() throws {
    var declared: [String] = []
    var everything = ""
    for path in Golden.files(in: "Sources", ending: ".swift") {
      let text = try #require(Golden.text(at: path))
      if path.contains("/Diagnostics/") {
        declared += text.split(separator: "\n").compactMap { line in
          guard line.contains("static let"), line.hasSuffix("= DiagnosticCode(") else { return nil }
          return line.split(separator: " ").dropFirst(3).first.map(String.init)
        }
      } else {
        everything += text
      }
    }
    #expect(declared.count == DiagnosticCode.all.count)
    let used = Set(everything.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    let unused = declared.filter { !used.contains($0) }
    // Given by the command, which may come later than its code.
    #expect(unused.filter { !["unknownScanner"].contains($0) } == [])
  }

  /// What cannot be a small wrong design: one of 16 MB; a warning;
  /// what only the search finds (see OptimizeCommandTests).
  private static let withoutGoldenFile = ["S012", "O003", "O016", "O017", "O018", "O019"]

  @Test func everyCodeOfTheLanguageHasAWrongDesign() throws {
    var shown: Set<String> = []
    let folder = "golden/diagnostics"
    for path in Golden.files(in: folder, ending: ".seq") + Golden.files(in: folder, ending: ".pulse") {
      let text = try #require(Golden.text(at: path))
      for part in text.split(separator: "error[").dropFirst() { shown.insert(String(part.prefix(4))) }
    }
    let needed =
      (DiagnosticCode.languageFamily + DiagnosticCode.designFamily + DiagnosticCode.optimizationFamily).map(
        \.id)
    #expect(needed.filter { !shown.contains($0) } == Self.withoutGoldenFile)
  }

  @Test func aDesignOf17MegabytesIsRefused() {
    let text = "design \"d\"\n" + String(repeating: "# 0123456789\n", count: (17 << 20) / 13 + 1)
    #expect(
      DesignRun(text, scanner: "siemens-prisma").diagnostics.items.contains { $0.code == .fileTooLarge })
  }

  @Test func aProfileWithoutGradientLimitsIsRefused() throws {
    var sources = SourceMap()
    var (loaded, _) = BuiltInProfiles.load("siemens-prisma", sources: &sources)
    loaded?.figures[.gradientSlewRate] = nil
    let profile = try #require(loaded)
    let (design, _) = Parser.parse(
      sources.add(name: "d", bytes: Array("design \"d\"\nsequence {\n  delay 1 ms\n}\n".utf8)))
    let environment = DesignEnvironment(
      openFile: { _, _ in nil }, openLibrary: { _ in nil }, readPulseq: { _ in (nil, Diagnostics()) })
    let output = DesignCompiler.compile(design, profile: profile, environment: environment)
    #expect(output.sequence == nil)
    #expect(output.diagnostics.items.map(\.code.id) == ["D009"])
    #expect(output.diagnostics.items.first?.help?.contains("gradient-slew-rate") == true)
  }
}
