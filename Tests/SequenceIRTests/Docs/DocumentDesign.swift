// Compiles the designs of the documentation, with files that the page itself holds.
import SequenceIR

/// One compilation: its inputs, and what came of them.
final class DocumentDesign {
  private(set) var sources = SourceMap()
  private let files: [String: String]

  /// `files`: what designs may include or read, by name.
  init(files: [String: String] = [:]) { self.files = files }

  /// Parses and compiles for `scanner`, a built-in profile.
  func compile(
    _ text: String, name: String, scanner: String = "siemens-prisma"
  ) -> DesignOutput {
    let file = sources.add(name: name, bytes: Array(text.utf8))
    let (design, syntax) = Parser.parse(file)
    guard !syntax.hasErrors else { return DesignOutput(sequence: nil, diagnostics: syntax, listing: "") }
    let (profile, problems) = BuiltInProfiles.load(scanner, sources: &sources)
    guard let profile, !problems.hasErrors else {
      return DesignOutput(sequence: nil, diagnostics: problems, listing: "")
    }
    let output = DesignCompiler.compile(design, profile: profile, environment: environment)
    return DesignOutput(
      sequence: output.sequence, diagnostics: output.diagnostics,
      listing: ResolvedListing.text(of: file, notes: output.resolved))
  }

  func render(_ diagnostics: Diagnostics) -> String {
    let renderer = TextRenderer(sources: sources, colour: false)
    return diagnostics.items.map { renderer.render($0) }.joined(separator: "\n")
  }

  private var environment: DesignEnvironment {
    DesignEnvironment(
      openFile: { path, _ in self.open(path, self.files[path]) },
      openLibrary: { name in self.open("\(name).seq", ModuleLibrary.text(name)) },
      readPulseq: { _ in (nil, Diagnostics()) })
  }

  private func open(_ name: String, _ text: String?) -> SourceFile? {
    text.map { sources.add(name: name, bytes: Array($0.utf8)) }
  }
}

struct DesignOutput {
  let sequence: SequenceIR.Sequence?
  let diagnostics: Diagnostics
  /// The design with what was worked out, as `seqc inspect --resolved` prints it.
  let listing: String
}

/// The rule that docs/language.md states for its fragments.
enum DocumentBench {
  /// The whole design that a block of the page stands for.
  static func design(of block: String, bench: String) -> String {
    if firstWord(of: block) == "design" { return block }
    let statements = topLevelWords(of: block)
    guard statements.contains(where: isForTopLevelOnly) else { return placed(block, into: bench) }
    let taken = Set(topLevelKeys(of: block))
    var result: [String] = []
    for part in topLevelParts(of: bench) where !taken.contains(key(of: part)) {
      if firstWord(of: part) == "sequence" { result.append(block) }
      result.append(part)
    }
    if taken.contains("sequence") { result.append(block) }
    return result.joined(separator: "\n")
  }

  /// The bench with the block as the body of its sequence.
  private static func placed(_ block: String, into bench: String) -> String {
    topLevelParts(of: bench).map { firstWord(of: $0) == "sequence" ? "sequence {\n\(block)}\n" : $0 }
      .joined(separator: "\n")
  }

  private static func isForTopLevelOnly(_ word: String) -> Bool {
    Vocabulary.statement(word).map { !$0.places.contains(.body) } ?? false
  }

  private static func topLevelWords(of text: String) -> [String] { topLevelParts(of: text).map(firstWord) }
  private static func topLevelKeys(of text: String) -> [String] { topLevelParts(of: text).map(key) }

  /// What a statement is about: its word, and the name that a declaration gives.
  private static func key(of part: String) -> String {
    let words = part.split { " (\n".contains($0) }.map(String.init)
    let named = ["let", "pulse", "gradient", "readout", "module"]
    return words.prefix(named.contains(words.first ?? "") ? 2 : 1).joined(separator: " ")
  }

  /// Lines that begin in the first column, each with the indented ones and the closing brace that belong to it.
  private static func topLevelParts(of text: String) -> [String] {
    var parts: [String] = []
    for line in text.split(separator: "\n") {
      let isStart = line.first != " " && line.first != "}" && line.first != "#"
      if isStart || parts.isEmpty {
        parts.append(String(line))
      } else {
        parts[parts.count - 1] += "\n\(line)"
      }
    }
    return parts
  }

  private static func firstWord(of text: String) -> String {
    text.split { " \n(".contains($0) }.first.map(String.init) ?? ""
  }
}
