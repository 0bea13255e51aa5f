// Compiles a design as the command does, from text or from a file of the package, and keeps what came of it.
import Foundation
import SequenceIR

package final class DesignRun {
  package private(set) var sources = SourceMap()
  package private(set) var diagnostics = Diagnostics()
  package let design: Syntax.Design
  package private(set) var profile: ScannerProfile?
  package private(set) var output: DesignCompiler.Output?
  package let file: SourceFile

  /// nil when there were errors.
  package var sequence: SequenceIR.Sequence? { output?.sequence }
  package var errors: [Diagnostic] { diagnostics.items.filter { $0.severity == .error } }
  /// `S001 S002 ...` in the order they were found.
  package var errorCodes: [String] { errors.map(\.code.id) }

  /// All diagnostics as a terminal without colour shows them.
  package var rendered: String {
    let renderer = TextRenderer(sources: sources, colour: false)
    return diagnostics.items.map(renderer.render).joined(separator: "\n")
  }

  /// Files that the design names are looked up in `parts` first, then in `folder` (from the package root).
  package init(
    _ text: String, name: String = "test.seq", scanner: String? = nil, parts: [String: String] = [:],
    folder: String? = nil, keepStages: Bool = false
  ) {
    file = sources.add(name: name, bytes: Array(text.utf8))
    let mistakes: Diagnostics
    (design, mistakes) = Parser.parse(file)
    diagnostics.append(contentsOf: mistakes)
    compile(scanner: scanner, parts: parts, folder: folder, keepStages: keepStages)
  }

  /// The design in a file, `path` from the package root; nil when it cannot be read.
  package init?(at path: String, scanner: String? = nil, keepStages: Bool = false) {
    guard let bytes = Golden.bytes(at: path) else { return nil }
    let parts = path.split(separator: "/")
    file = sources.add(name: parts.last.map(String.init) ?? path, bytes: bytes)
    let mistakes: Diagnostics
    (design, mistakes) = Parser.parse(file)
    diagnostics.append(contentsOf: mistakes)
    compile(
      scanner: scanner, parts: [:], folder: parts.dropLast().joined(separator: "/"), keepStages: keepStages)
  }

  private func compile(scanner: String?, parts: [String: String], folder: String?, keepStages: Bool) {
    profile = profile(overridden: scanner, folder: folder)
    guard let profile else { return }
    let environment = DesignEnvironment(
      openFile: { [self] path, _ in open(path, parts, folder) }, openLibrary: { [self] in openLibrary($0) },
      readPulseq: { _ in (nil, Diagnostics()) }, nameOfFile: { [self] in sources[$0].name })
    let result = DesignCompiler.compile(
      design, profile: profile, environment: environment, keepStages: keepStages)
    diagnostics.append(contentsOf: result.diagnostics)
    output = result
  }

  private func profile(overridden name: String?, folder: String?) -> ScannerProfile? {
    if name == nil, let problem = DesignCompiler.unknownScanner(in: design) {
      diagnostics.append(problem)
      return nil
    }
    if name == nil, case .file(let path, _)? = DesignCompiler.scanner(of: design),
      let file = open(path, [:], folder)
    {
      let (profile, mistakes) = BuiltInProfiles.load(file, sources: &sources)
      diagnostics.append(contentsOf: mistakes)
      return profile
    }
    var chosen = name
    if chosen == nil, case .builtIn(let written, _)? = DesignCompiler.scanner(of: design) { chosen = written }
    let (profile, mistakes) = BuiltInProfiles.load(chosen ?? "siemens-prisma", sources: &sources)
    diagnostics.append(contentsOf: mistakes)
    return profile
  }

  private func open(_ path: String, _ parts: [String: String], _ folder: String?) -> SourceFile? {
    if let known = sources.files.first(where: { $0.name == path }) { return known }
    if let text = parts[path] { return sources.add(name: path, bytes: Array(text.utf8)) }
    guard let folder, let bytes = Golden.bytes(at: "\(folder)/\(path)") else { return nil }
    return sources.add(name: path, bytes: bytes)
  }

  private func openLibrary(_ name: String) -> SourceFile? {
    ModuleLibrary.text(name).map { sources.add(name: "\(name) (library)", bytes: Array($0.utf8)) }
  }
}
