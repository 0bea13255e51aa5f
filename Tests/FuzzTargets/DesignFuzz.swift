// Designs: parsed, laid out, compiled, written.
import Backends
import SequenceIR

enum DesignFuzz {
  /// A design that loops longer is refused, so that thousands can be compiled.
  private static let mostStatements = 20_000

  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    let sources = Sources(bytes)
    let (design, mistakes) = Parser.parse(sources.file)
    if let complaint = FuzzTarget.complaint(about: mistakes, sources.map) { return complaint }
    if !mistakes.hasErrors, let complaint = layout(sources.file) { return complaint }
    guard let profile = FuzzTarget.scanner.profile else { return "the built-in profile cannot be read" }
    var environment = DesignEnvironment(
      openFile: { _, _ in nil }, openLibrary: { sources.library($0) },
      readPulseq: { _ in (nil, Diagnostics()) }, nameOfFile: { _ in "design.seq" })
    environment.mostStatements = mostStatements
    let output = DesignCompiler.compile(design, profile: profile, environment: environment)
    if let complaint = FuzzTarget.complaint(about: output.diagnostics, sources.map) { return complaint }
    // What the parser did not understand is missing from the design, and need not be said twice.
    if output.sequence != nil, output.diagnostics.hasErrors { return "a design with errors has no sequence" }
    if output.sequence == nil, !output.diagnostics.hasErrors, !mistakes.hasErrors {
      return "a design without errors has a sequence"
    }
    // A loop of a billion passes is one segment, and would be as many blocks of a file.
    guard let sequence = output.sequence, sequence.playedBlockCount <= mostStatements else { return nil }
    return PulseqFuzz.complaint(aboutWriting: sequence)
  }

  /// What is laid out stays as it is when it is laid out again.
  private static func layout(_ file: SourceFile) -> String? {
    let (once, first) = DesignFormatter.format(file)
    if first.hasErrors { return "what is parsed can be laid out" }
    let again = SourceFile(id: FileID(index: 0), name: "again", bytes: Array(once.utf8))
    let (twice, second) = DesignFormatter.format(again)
    if second.hasErrors { return "what was laid out can be parsed" }
    return once.utf8.elementsEqual(twice.utf8) ? nil : "laying out twice changes the text again"
  }

  /// The design and the library modules that it includes.
  private final class Sources {
    private(set) var map: SourceMap
    let file: SourceFile

    init(_ bytes: [UInt8]) {
      var map = FuzzTarget.scanner.sources
      file = map.add(name: "design.seq", bytes: bytes)
      self.map = map
    }

    func library(_ name: String) -> SourceFile? {
      ModuleLibrary.text(name).map { map.add(name: "\(name) (library)", bytes: Array($0.utf8)) }
    }
  }
}
