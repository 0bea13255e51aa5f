// Designs that build: the small ones with the Pulseq text they become, the examples with what is in them, and every
// stage of two compiles.
import Backends
import SequenceIR
import TestSupport
import Testing

@Suite struct GoldenDesignTests {
  static let small = Golden.files(in: "golden/designs", ending: ".seq")
  static let stages = Golden.files(in: "golden/stages", ending: ".seq")
  static let all = Golden.files(in: "examples", ending: ".seq")
  /// Pulses found under a site's limits are for that site, and so is a design that names a profile beside it.
  static let forSite = all.filter { Golden.text(at: $0)?.contains("\nscanner \"") ?? false }
  static let examples = all.filter { !forSite.contains($0) }
  static let scanners = ["siemens-prisma", "ge-premier"]

  private static func pulseq(_ run: DesignRun, _ sequence: SequenceIR.Sequence) throws -> PulseqOutput {
    let field = try #require(run.profile?[.fieldStrength]).value
    let nucleus = run.output?.nucleus ?? .proton
    let written = PulseqWriter.write(sequence, fieldHertz: field * nucleus.hertzPerTesla)
    #expect(!written.diagnostics.hasErrors)
    return written
  }

  @Test(arguments: small) func aSmallDesignBecomesThisPulseqText(path: String) throws {
    let run = try #require(DesignRun(at: path))
    let sequence = try #require(run.sequence, "\(run.rendered)")
    let bytes = try Self.pulseq(run, sequence).bytes
    Golden.expect(String(decoding: bytes, as: UTF8.self), at: path.replacing(".seq", with: ".pulseq"))
  }

  @Test(arguments: stages) func everyStageOfACompile(path: String) throws {
    let run = try #require(DesignRun(at: path, keepStages: true))
    let sequence = try #require(run.sequence, "\(run.rendered)")
    let output = try #require(run.output)
    var text = "# \(run.design.name?.text ?? "")\n"
    func add(_ title: String, _ content: String) { text += "\n## \(title)\n\n```\n\(content)```\n" }
    add("SOURCE", String(decoding: run.file.bytes, as: UTF8.self))
    add("RESOLVED", ResolvedListing.text(of: run.file, notes: output.resolved))
    var before = ""
    for stage in output.stages {
      let dump = SequenceDump.text(of: stage.sequence)
      if dump != before { add("IR after \(stage.pass)", dump) }
      before = dump
    }
    #expect(before == SequenceDump.text(of: sequence))
    add("PULSEQ", String(decoding: try Self.pulseq(run, sequence).bytes, as: UTF8.self))
    Golden.expect(text, at: path.replacing(".seq", with: ".md"))
  }

  @Test(arguments: examples, scanners) func anExampleHoldsThisOnAScanner(path: String, scanner: String) throws
  {
    let run = try #require(DesignRun(at: path, scanner: scanner))
    let name = Self.name(of: path)
    let sequence = try #require(run.sequence, "\(run.rendered)")
    Golden.expect(try Self.summary(of: sequence, run), at: "golden/designs/examples/\(name)-\(scanner).txt")
  }

  @Test(arguments: forSite) func anExampleHoldsThisOnItsOwnScanner(path: String) throws {
    let run = try #require(DesignRun(at: path))
    let sequence = try #require(run.sequence, "\(run.rendered)")
    Golden.expect(
      try Self.summary(of: sequence, run), at: "golden/designs/examples/\(Self.name(of: path))-own.txt")
  }

  private static func name(of path: String) -> String {
    String(path.split(separator: "/").last ?? "").replacing(".seq", with: "")
  }

  @Test func everyExpectationBelongsToADesign() {
    let emitted = Self.small.map { $0.replacing(".seq", with: ".pulseq") }
    Golden.expectNoOrphans(in: "golden/designs", ending: ".pulseq", known: emitted)
    Golden.expectNoOrphans(
      in: "golden/stages", ending: ".md", known: Self.stages.map { $0.replacing(".seq", with: ".md") })
    let names = Self.examples.map(Self.name)
    Golden.expectNoOrphans(
      in: "golden/designs/examples", ending: ".txt",
      known: names.flatMap { name in Self.scanners.map { "golden/designs/examples/\(name)-\($0).txt" } }
        + Self.forSite.map { "golden/designs/examples/\(Self.name(of: $0))-own.txt" })
  }

  /// Counts, the signature of the file, and the first blocks; warnings too.
  private static func summary(of sequence: SequenceIR.Sequence, _ run: DesignRun) throws -> String {
    let output = try pulseq(run, sequence)
    let library = sequence.library
    let dump = SequenceDump.text(of: sequence).split(separator: "\n", omittingEmptySubsequences: false)
    let labels = Label.allCases.filter { label in
      library.extras.contains { $0.labels.contains { $0.label == label } }
    }
    let signature = String(decoding: output.bytes.suffix(60), as: UTF8.self).split(separator: "\n").last ?? ""
    let repetitions = sequence.segments.map { "\($0.repetitions)" }.prefix(8).joined(separator: " ")
    var text = """
      played: \(sequence.duration.map { "\($0)" } ?? "?"), \(sequence.playedBlockCount) blocks
      stored: \(sequence.blocks.count) blocks in \(sequence.segments.count) segments, played \(repetitions) times
      events: \(library.rf.count) RF, \(library.gradients.count) gradients, \(library.adc.count) ADC, \
      \(library.extras.count) extras, \(library.shapes.count) shapes
      labels: \(labels.map(\.rawValue).joined(separator: " "))
      pulseq: \(output.version), \(output.bytes.count) bytes, \(signature)

      """
    text += dump.prefix(40).joined(separator: "\n") + "\n"
    if !run.diagnostics.isEmpty { text += "\n" + run.rendered }
    return text
  }
}
