// Real files by many authors: each is read or refused with a reason, and what is read is written and read again.
import Backends
import Foundation
import SequenceIR
import TestSupport
import Testing

@Suite(.enabled(if: SharedFolder.hasCorpus, "the corpus is not beside the clone"))
struct PulseqCorpusTests {
  @Test func survey() throws {
    for name in CorpusIndex.names() {
      let bytes = try #require(SharedFolder.bytes(at: "corpus/\(name)"))
      var sources = SourceMap()
      let file = sources.add(name: name, bytes: bytes)
      let clock = ContinuousClock()
      let start = clock.now
      let (result, diagnostics) = PulseqReader.read(file)
      let time = clock.now - start
      let ms = Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1e3
      print("\(ms.rounded()) ms", name, result.map { "\($0.version) \($0.signature.name) \($0.sequence.blocks.count)" } ?? "REFUSED")
      let renderer = TextRenderer(sources: sources, colour: false)
      for d in diagnostics.items.prefix(3) { print(renderer.render(d)) }
      if let result {
        let sequence = result.sequence
        let version = PulseqVersion.written.contains(result.version) ? result.version : nil
        let start = clock.now
        var output = PulseqWriter.write(sequence, version: version ?? PulseqVersion(1, 4, 0))
        if output.bytes.isEmpty { output = PulseqWriter.write(sequence) }
        for d in output.diagnostics.items.prefix(3) { print(renderer.render(d)) }
        let again = sources.add(name: "again", bytes: output.bytes)
        let (back, problems) = PulseqReader.read(again)
        for d in problems.items where d.severity == .error || d.code.id == "P024" { print(TextRenderer(sources: sources, colour: false).render(d)) }
        let differences = back.map { SequenceComparison.differences(output.written, $0.sequence) } ?? []
        let time = clock.now - start
        print("    ", output.version, "bytes", bytes.count, "->", output.bytes.count, back == nil ? "NOT READ BACK" : differences.isEmpty ? "equal" : "DIFFERS", differences.prefix(3), time, back?.signature.name ?? "")
      }
    }
  }
}

enum CorpusIndex {
  static func names() -> [String] {
    let folder = (SharedFolder.path ?? "") + "/corpus"
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { $0.hasSuffix("seq") }.sorted()
  }
}
