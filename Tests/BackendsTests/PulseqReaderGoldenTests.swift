// Files of every version, written for this project, are read as their dumps say; dropping a file into golden/read
// makes a test.
import Backends
import SequenceIR
import TestSupport
import Testing

@Suite struct PulseqReaderGoldenTests {
  static let fixtures = Golden.files(in: "golden/read", ending: ".seq")

  @Test(arguments: fixtures) func fixtureIsReadAsItsDumpSays(path: String) throws {
    let reading = try Reading(path)
    let result = try #require(reading.file, "\(reading.rendered)")
    let text = "version \(result.version), signature \(result.signature.name)\n" + reading.rendered
    Golden.expect(text + SequenceDump.text(of: result.sequence), at: dump(of: path))
  }

  @Test func noDumpIsLeftBehind() {
    Golden.expectNoOrphans(in: "golden/read", ending: ".dump", known: Self.fixtures.map(dump))
    print("\(Self.fixtures.count) files in golden/read")
  }

  @Test func everyVersionFamilyHasAFixture() throws {
    let versions = try Self.fixtures.map { try #require(try Reading($0).file).version.minor }
    #expect(Set(versions) == [2, 3, 4, 5])
  }

  @Test(arguments: fixtures) func fixtureSurvivesWritingAndReading(path: String) throws {
    let first = try #require(try Reading(path).file)
    let version = PulseqVersion.written.contains(first.version) ? first.version : nil
    let output = PulseqWriter.write(first.sequence, version: version)
    let second = try #require(Reading(name: "written", bytes: output.bytes).file)
    #expect(second.signature == .valid)
    #expect(SequenceComparison.differences(first.sequence, second.sequence) == [])
  }

  private func dump(of path: String) -> String { path.dropLast(".seq".count) + ".dump" }
}

/// What the reader makes of some bytes.
struct Reading {
  let file: PulseqFile?
  let diagnostics: Diagnostics
  /// The diagnostics as a terminal shows them.
  let rendered: String
  private let source: SourceFile

  init(name: String, bytes: [UInt8]) {
    var sources = SourceMap()
    source = sources.add(name: name, bytes: bytes)
    let (file, diagnostics) = PulseqReader.read(source)
    self.file = file
    self.diagnostics = diagnostics
    let renderer = TextRenderer(sources: sources, colour: false)
    rendered = diagnostics.items.map { renderer.render($0) }.joined()
  }

  init(_ path: String) throws {
    self.init(name: path, bytes: try #require(Golden.bytes(at: path)))
  }

  init(text: String) { self.init(name: "test.seq", bytes: Array(text.utf8)) }

  /// The line, from 1, that a diagnostic points at.
  func line(of diagnostic: Diagnostic) -> Int? {
    diagnostic.span.map { source.position(of: Int($0.offset)).line }
  }

  var codes: [String] { diagnostics.items.map(\.code.id) }
}
